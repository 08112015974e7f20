package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// times draws how long restores took against what the services may be down: a dot on an axis of twice the target.
// It gives up rows, but not all, for what comes below and needs a height.
func (b *board) times(t *report.Times, below float64) {
	right := pdf.Plain(strong, b.l.Text("board.times.right", templates.Args{"n": t.Kept, "of": t.Services}))
	n := len(t.Rows)
	height := func(rows int) float64 { return timesHead + b.TableHeight(b.timesTable(t, rows)) }
	// Rows are given up one by one: the worst come first, so the last say least.
	for n > leastTimes && height(n)+below > b.Left() {
		n--
	}
	// Even the least does not help: all rows that a page holds are shown, and what is below goes to the next.
	if height(n)+below > b.Left() {
		n = fitting(len(t.Rows), pageful, height)
		if b.listPages == 1 {
			n = b.fittingHere(len(t.Rows), 0, height)
		}
	}
	b.Keep(min(height(n), pageful))
	top := b.Y()
	bottom := b.At(pdf.Margin, top, pdf.ColumnSpan(7), func() {
		b.Heading(pdf.Heading{Level: 2, Text: pdf.Plain(head, b.l.Text("board.times.title", nil))})
	})
	b.At(pdf.Margin, bottom-pdf.Head.Leading()+pdf.Head.Baseline()-pdf.Body.Baseline(), pdf.Width, func() { b.Paragraph(right.Aligned(pdf.AlignRight)) })
	b.SetY(bottom + gapLine)
	b.Table(b.timesTable(t, n))
}

const (
	leastTimes = 5   // rows
	timesHead  = 8.0 // mm for the title above the table
)

// timesTable is the table of the first rows, its columns of times as wide as they need.
func (b *board) timesTable(t *report.Times, rows int) pdf.Table {
	table := pdf.Table{Dense: true, Head: []pdf.Row{b.timesHead()}}
	measured, target := b.widest(table.Head[0].Cells[1]), b.widest(table.Head[0].Cells[2])
	for i := range rows {
		row := b.timesRow(&t.Rows[i])
		measured, target = max(measured, b.widest(row.Cells[1])), max(target, b.widest(row.Cells[2]))
		table.Rows = append(table.Rows, row)
	}
	measured, target = min(measured, mostTime), min(target, mostTime)
	table.Columns = []pdf.Column{{Width: pdf.Width - axisWidth - measured - target - 9, Gap: 2}, {Width: measured, Gap: 2.5, Align: pdf.AlignRight},
		{Width: target, Gap: 4.5, Align: pdf.AlignRight}, {Width: axisWidth}}
	if rest := t.Services - rows; rest > 0 {
		args := b.sheet("workbook.sheet.findings")
		args["numbers"] = b.numbers(b.unshownTimes(t, rows))
		b.more(&table, rest, "board.times.more", args)
	}
	return table
}

const mostTime = 28.0 // mm for a time

// widest is the length of a cell's longest paragraph on one line.
func (b *board) widest(cell pdf.Cell) float64 {
	widest := 0.0
	for _, text := range cell.Text {
		widest = max(widest, b.Width(text.Runs...))
	}
	return widest
}

// unshownTimes are the findings of the rule that have a figure, or need one, and are not among the first rows.
func (b *board) unshownTimes(t *report.Times, rows int) []*rules.Finding {
	shown := map[int32]bool{}
	for _, row := range t.Rows[:rows] {
		shown[row.Number] = true
	}
	var out []*rules.Finding
	// The auditor finds by number what the page has no room for.
	for i := range b.a.Findings {
		f := &b.a.Findings[i]
		if f.Rule == t.Rule && f.Measured.Known == rules.Measured && !shown[f.Number] {
			out = append(out, f)
		}
	}
	return out
}

const (
	axisWidth  = 78.0 // mm, from nothing to twice the target
	axisMiddle = axisWidth / 2
	dotRadius  = 1.15
)

// timesHead heads the table; the marks of the axis are a figure, as they stand where the axis has them.
func (b *board) timesHead() pdf.Row {
	cell := func(key string) pdf.Cell { return pdf.Cell{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text(key, nil))}} }
	none, target, twice := b.l.Text("board.times.axis.none", nil), b.l.Text("board.times.axis.target", nil), b.l.Text("board.times.axis.twice", nil)
	axis := pdf.Figure{Alt: none + ", " + target + ", " + twice, Height: 4.5, Draw: func(c *pdf.Canvas) {
		y := c.Box.Bottom() - 1.8
		c.Text(pdf.Point{X: c.Box.X, Y: y}, pdf.Plain(small, none))
		c.Text(pdf.Point{X: c.Box.X + axisMiddle, Y: y}, pdf.Plain(smallStrong, target).Aligned(pdf.AlignCenter))
		c.Text(pdf.Point{X: c.Box.X + axisWidth, Y: y}, pdf.Plain(small, twice).Aligned(pdf.AlignRight))
	}}
	return pdf.Row{Cells: []pdf.Cell{cell("board.times.head.service"), cell("board.times.head.measured"), cell("board.times.head.target"), {Figure: &axis}}}
}

// timesRow is one service. What is too slow is set bolder, so that it stands out in grey too.
func (b *board) timesRow(row *report.RestoreTime) pdf.Row {
	d := dot{board: b, row: row, status: rules.Unknown}
	f := b.named[row.Number]
	switch {
	// A waiver excuses a slow restore; the dot says so, and stays where it was measured.
	case f.Status == rules.Waived:
		d.status = rules.Waived
	case row.Kept:
		d.status = rules.Pass
	case row.Measured != nil && row.Target != nil:
		d.status = rules.Fail
	}
	s := b.services[row.Service]
	name, measured := body, body
	if d.status == rules.Fail {
		name, measured = strong, failing
	}
	figure := pdf.Figure{Alt: d.words(), Height: 5.7, Draw: d.draw}
	return pdf.Row{Cells: []pdf.Cell{
		{Text: []pdf.Text{pdf.Plain(name, b.name(s.Name)).With(small, "  "+b.tier(s.Tier))}, Head: true},
		{Text: []pdf.Text{pdf.Plain(measured, b.duration(row.Measured, "board.times.unknown"))}},
		{Text: []pdf.Text{pdf.Plain(quiet, b.duration(row.Target, "board.times.none"))}},
		{Figure: &figure},
	}}
}

// duration is a length of time, or the word for one that is not there.
func (b *board) duration(seconds *float64, missing string) string {
	if seconds == nil {
		return b.l.Text(missing, nil)
	}
	return b.l.Duration(*seconds)
}

// dot is one service's measured time on the axis.
type dot struct {
	*board
	row    *report.RestoreTime
	status rules.Status
}

// words says what the dot shows: "162 %", "4 times", "not measured".
func (d dot) words() string {
	switch {
	case d.row.Target == nil:
		return d.l.Text("board.times.no_target", nil)
	case d.row.Measured == nil:
		return d.l.Text("board.times.unmeasured", nil)
	case d.row.Ratio == nil:
		return d.l.Text("board.times.beyond", nil)
	case *d.row.Ratio > 2:
		return d.l.Text("board.times.times", templates.Args{"n": d.l.Decimal(*d.row.Ratio, 1)})
	}
	return d.l.Percent(*d.row.Ratio)
}

// draw draws the row's stretch of the axis, its dot or word, and the line of the target, the same in every row.
func (d dot) draw(c *pdf.Canvas) {
	middle := c.Box.Y + c.Box.Height/2
	// The axis is relative to the target, so that services with targets of minutes and of days stand on one.
	target := pdf.Point{X: c.Box.X + axisMiddle, Y: middle}
	c.Line(pdf.Point{X: c.Box.X, Y: c.Box.Y}, pdf.Point{X: c.Box.X, Y: c.Box.Bottom()}, pdf.Stroke{Color: pdf.Ink, Width: pdf.HairRule})
	label := d.marked(d.status, pdf.Small, d.words())
	baseline := middle + 1
	if d.row.Measured == nil || d.row.Target == nil {
		c.Text(pdf.Point{X: target.X + 1.5, Y: baseline}, label)
	} else {
		d.place(c, target, label)
	}
	c.Line(pdf.Point{X: target.X, Y: c.Box.Y}, pdf.Point{X: target.X, Y: c.Box.Bottom()}, inkRule)
}

// place draws the dot, its distance from the target, and the label on the outer side; inside where there is no room.
func (d dot) place(c *pdf.Canvas, target pdf.Point, label pdf.Text) {
	color := signs[d.status].color
	ratio, over := 2.0, true
	if d.row.Ratio != nil && *d.row.Ratio <= 2 {
		ratio, over = *d.row.Ratio, false
	}
	at := pdf.Point{X: c.Box.X + ratio*axisMiddle, Y: target.Y}
	// Beyond twice the target the place says nothing more; a triangle points on.
	if over {
		at.X -= dotRadius
	}
	c.Line(at, target, pdf.Stroke{Color: color, Width: 0.4})
	width := c.Width(label.Runs...)
	left, right := at.X-dotRadius-1, at.X+dotRadius+1
	text := pdf.Point{X: right, Y: target.Y + 1}
	switch {
	case over:
		text.X, label = left-1, label.Aligned(pdf.AlignRight)
		d.behind(c, text, width)
	case ratio < 1 && left-width > c.Box.X+1:
		text.X, label = left, label.Aligned(pdf.AlignRight)
	case ratio < 1:
		d.behind(c, pdf.Point{X: right + width, Y: text.Y}, width)
	case right+width > c.Box.Right():
		text.X, label = left, label.Aligned(pdf.AlignRight)
		d.behind(c, text, width)
	}
	c.Text(text, label)
	if over {
		c.Polygon([]pdf.Point{{X: at.X - dotRadius, Y: at.Y - dotRadius}, {X: at.X + dotRadius, Y: at.Y}, {X: at.X - dotRadius, Y: at.Y + dotRadius}}, pdf.Paint{Fill: color})
		return
	}
	c.Circle(at, dotRadius, pdf.Paint{Fill: color})
}

// behind clears the line behind a label that stands on it; at is the label's right end.
func (d dot) behind(c *pdf.Canvas, at pdf.Point, width float64) {
	c.Rect(pdf.Box{X: at.X - width - 0.6, Y: at.Y - 2.6, Width: width + 1.2, Height: 3.4}, pdf.Paint{Fill: pdf.White})
}
