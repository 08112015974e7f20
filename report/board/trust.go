package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// drawTrust draws how far the report can be trusted: what the checks rest on, what weakens them, and how they are made.
func drawTrust(b *board) {
	h := &b.a.Highlights
	if h.Applicable == 0 {
		// Without a check there is no share to speak of, and the parts below still say what weakens the report.
		b.lead(b.l.Text("board.trust.nothing", nil))
	} else {
		message := b.l.Text("board.trust.message", templates.Args{"n": h.Demonstrated, "of": h.Applicable, "share": b.l.Percent(*b.a.Summary.Demonstrated)})
		rest := b.l.Text("board.trust.rest", templates.Args{"n": h.Declared})
		if h.Demonstrated == 0 {
			rest = b.l.Text("board.trust.rest_all", nil)
		}
		b.lead(message, rest)
		b.Skip(gapPart)
		b.grounds()
	}
	if b.a.Highlights.Grounds.Compared > 0 {
		b.Skip(gapBlock)
		b.against()
	}
	b.Skip(gapBlock)
	b.weaknesses()
	b.Skip(gapBlock)
	b.unknowable()
	b.Skip(gapBlock)
	b.method()
	if len(b.a.Frameworks) > 0 {
		b.Skip(gapBlock)
		b.frameworks()
	}
	// Limits that stand beside the counts are not told twice.
	if !b.limitsShown() {
		b.Skip(gapBlock)
		b.limits()
	}
}

const groundsBar = 61.0 // mm

var groundsColumns = []pdf.Column{
	{Width: 32, Gap: 4}, {Width: 20, Gap: 4, Align: pdf.AlignRight}, {Width: 25, Gap: 4, Align: pdf.AlignRight}, {Width: 20, Gap: 4, Align: pdf.AlignRight}, {Width: groundsBar},
}

// ground is a kind of basis with the fill of its part of a bar.
type ground struct {
	key   string
	count func(report.Totals) int
	fill  pdf.Color
}

var grounds = []ground{
	// From what is surest to what is least sure, left to right.
	{"board.trust.observed", func(t report.Totals) int { return t.Observed }, pdf.Accent},
	{"board.trust.documented", func(t report.Totals) int { return t.Documented }, pdf.AccentMid},
	{"board.trust.declared", func(t report.Totals) int { return t.Declared }, pdf.Track},
}

// grounds draws what the checks rest on, in all and by tier.
func (b *board) grounds() {
	h := &b.a.Highlights
	row := pdf.Row{Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text("board.trust.head", nil))}}}}
	for _, g := range grounds {
		// The square is a key to the bar for the eye alone: read out, the words say it all.
		square := pdf.Run{Text: "■\u00a0", Style: pdf.Style{Size: pdf.Small, Color: g.fill}, Spoken: " "}
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{{Runs: []pdf.Run{square, {Text: b.l.Text(g.key, nil), Style: smallHead}}}}})
	}
	row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text("board.trust.bar", nil))}})
	t := pdf.Table{Columns: groundsColumns, Head: []pdf.Row{row}}
	t.Rows = append(t.Rows, b.groundsRow(b.l.Text("board.trust.all", nil), h.Totals, strong))
	// Less critical tiers beyond are in the first row, which counts all.
	for _, tier := range b.a.Pack.Tiers[:min(len(b.a.Pack.Tiers), mostTiers)] {
		t.Rows = append(t.Rows, b.groundsRow(b.tierTitle(tier), h.ByTier[tier], body))
	}
	b.Table(t)
}

// groundsRow is what the checks of one tier, or all of them, rest on: counts, then the same as a bar.
func (b *board) groundsRow(name string, t report.Totals, style pdf.Style) pdf.Row {
	row := pdf.Row{Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(style, name)}, Head: true}}}
	for _, g := range grounds {
		n, numberStyle := g.count(t), style
		if n == 0 {
			numberStyle = in(style, pdf.Grey)
		}
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(numberStyle, b.l.Integer(int64(n)))}})
	}
	if t.Applicable == 0 {
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(small, b.l.Text("words.status.not_applicable", nil))}})
		return row
	}
	alt := b.l.Text("board.trust.alt", templates.Args{"n": t.Demonstrated, "of": t.Applicable})
	figure := pdf.Figure{Alt: alt, Height: 6, Draw: func(c *pdf.Canvas) { drawGrounds(c, t) }}
	row.Cells = append(row.Cells, pdf.Cell{Figure: &figure})
	return row
}

// drawGrounds draws one bar in three parts, its whole width all checks.
func drawGrounds(c *pdf.Canvas, t report.Totals) {
	box := pdf.Box{X: c.Box.X, Y: c.Box.Y + 1.2, Height: 3.6}
	for _, g := range grounds {
		box.Width = groundsBar * float64(g.count(t)) / float64(t.Applicable)
		// White parts the fills, so that they can be told apart where the page is printed in grey.
		c.Rect(pdf.Box{X: box.X, Y: box.Y, Width: max(0, box.Width-0.25), Height: box.Height}, pdf.Paint{Fill: g.fill})
		box.X += box.Width
	}
}

// against sets what is declared of backups beside what their runs show: those with the widest gaps.
func (b *board) against() {
	g, found := b.a.Highlights.Grounds, b.a.Highlights.Contradictions
	message := b.l.Text("board.against.message", templates.Args{"n": g.Contradicted, "of": g.Compared})
	if g.Contradicted == 0 {
		message = b.l.Text("board.against.none", templates.Args{"n": g.Compared})
	}
	title, said := pdf.Plain(head, b.l.Text("board.against.title", nil)), pdf.Plain(body, glued(message))
	above := b.Height(pdf.Width, title, said) + 1.8 + 2*gapLine
	height := func(rows int) float64 { return b.TableHeight(b.againstTable(rows)) }
	// The list takes the room that is left, and says how many it leaves out; the widest gaps come first.
	n := b.fittingHere(min(len(found), b.many(report.ContradictionsLength, 2)), above, height)
	b.panel(title, pdf.Text{}, 2*gapLine+b.Height(pdf.Width, said)+height(n))
	b.Skip(gapLine)
	b.Paragraph(said)
	if n > 0 {
		b.Skip(gapLine)
		b.Table(b.againstTable(n))
	}
}

// againstTable has a row for each of the first of those backups: the interval, the gap, and when it was.
func (b *board) againstTable(rows int) pdf.Table {
	t := pdf.Table{Dense: true, Columns: []pdf.Column{{Width: 70, Gap: 4}, {Width: 28, Gap: 4, Align: pdf.AlignRight}, {Width: 22, Gap: 6, Align: pdf.AlignRight}, {Width: 40}}}
	t.Head = []pdf.Row{headRow([]string{b.l.Text("board.against.head.backup", nil), b.l.Text("board.against.head.declared", nil),
		b.l.Text("board.against.head.observed", nil), b.l.Text("board.against.head.when", nil)})}
	for _, c := range b.a.Highlights.Contradictions[:rows] {
		when := templates.Args{"from": b.l.ShortDate(c.From), "to": b.l.ShortDate(c.To)}
		key := "board.against.between"
		if c.Lasting {
			key = "board.against.since"
		}
		t.Rows = append(t.Rows, pdf.Row{Cells: []pdf.Cell{
			{Text: []pdf.Text{pdf.Plain(body, b.name(b.services[c.Service].Name)).With(small, "  "+b.name(c.Backup))}, Head: true},
			{Text: []pdf.Text{pdf.Plain(quiet, b.l.Duration(c.Every))}},
			{Text: []pdf.Text{pdf.Plain(failing, b.l.Duration(c.Gap))}},
			{Text: []pdf.Text{pdf.Plain(smallInk, b.l.Text(key, when))}},
		}})
	}
	b.more(&t, b.a.Highlights.Grounds.Contradicted-rows, "board.against.more", b.sheet("workbook.sheet.backups"))
	return t
}
