package board

import (
	"slices"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// drawWork draws the services that need most work, each with its gravest findings: measured against limit.
func drawWork(b *board) {
	h := &b.a.Highlights
	if noWork(b) {
		b.lead(b.l.Text("board.work.none", nil))
		return
	}
	message := b.l.Text("board.work.message", templates.Args{"n": len(h.Work), "open": h.WorkOpen, "of": h.Open})
	if h.WorkOpen == h.Open {
		message = b.l.Text("board.work.message_all", templates.Args{"n": len(h.Work), "open": b.count("board.count.open_findings", h.Open)})
	}
	b.lead(message, b.l.Text("board.work.order", nil))
	b.Skip(gapPart)
	b.Table(b.workTable())
}

// noWork tells whether nothing is open.
func noWork(b *board) bool { return len(b.a.Highlights.Work) == 0 }

// workDepths are how many findings of the first four services, and of the others, a page tries to show.
var workDepths = [][2]int{{4, 3}, {4, 2}, {3, 2}, {2, 2}, {2, 1}, {1, 1}}

// workTable is the table with as many findings as the page has room for. Services with long names go on to the next.
func (b *board) workTable() pdf.Table {
	work := b.a.Highlights.Work
	for _, depth := range workDepths {
		if table := b.workTableOf(work, depth); b.TableHeight(table) <= b.room(1) {
			return table
		}
	}
	// Nothing fits on one page: two findings each, on two pages, as many services as they hold.
	two := [2]int{2, 2}
	n := fitting(len(work), b.room(2), func(services int) float64 { return b.TableHeight(b.workTableOf(work[:services], two)) })
	return b.workTableOf(work[:n], two)
}

// workTableOf is the table of some services with so many findings of each.
func (b *board) workTableOf(work []report.Work, depth [2]int) pdf.Table {
	table := pdf.Table{Head: []pdf.Row{b.workHead()}}
	shown := 0
	for i := range work {
		n := depth[0]
		if i >= 4 {
			n = depth[1]
		}
		n = min(n, len(work[i].Findings))
		shown += n
		table.Rows = append(table.Rows, b.workRows(&work[i], n)...)
	}
	table.Columns = b.workColumns(slices.Concat(table.Head, table.Rows))
	args := b.sheet("workbook.sheet.findings")
	args["last"] = b.a.Highlights.Open
	b.more(&table, b.a.Highlights.Open-shown, "board.work.more", args)
	return table
}

// workColumns are the columns of the table: figures, limits and numbers as wide as the longest, but for the longest of
// all. Between rule and figure is a column that a long figure takes from the rule of its own row only: it sets how many
// columns the cells of each row have.
func (b *board) workColumns(rows []pdf.Row) []pdf.Column {
	var limit, number float64
	for _, row := range rows {
		n := len(row.Cells)
		limit, number = max(limit, b.widest(row.Cells[n-3])), max(number, b.widest(row.Cells[n-1]))
	}
	limit = min(limit, mostWorkLimit)
	columns := []pdf.Column{
		{Width: 42, Gap: 2}, {Width: 4.6}, {Gap: workGap}, {Gap: workGap}, {Gap: workGap, Align: pdf.AlignRight}, {Width: limit, Gap: 1.5, Align: pdf.AlignRight},
		{Width: 13, Gap: 3, Align: pdf.AlignRight}, {Width: number, Align: pdf.AlignRight},
	}
	left := pdf.Width
	for _, c := range columns {
		left -= c.Width + c.Gap
	}
	short, long := b.measuredWidths(rows)
	long = min(long, left+workGap-leastRule)
	columns[4].Width = short
	columns[3].Width = max(0, long-short-workGap)
	columns[2].Width = left - columns[3].Width - short
	for _, row := range rows {
		n := len(row.Cells)
		rule, measured := &row.Cells[n-5], &row.Cells[n-4]
		if b.widest(*measured) > short {
			measured.Columns, measured.Align = 2, pdf.AlignRight
		} else {
			rule.Columns = max(1, rule.Columns) + 1
		}
	}
	return columns
}

// measuredWidths are the widths that most figures need, and the longest.
func (b *board) measuredWidths(rows []pdf.Row) (short, long float64) {
	for _, row := range rows {
		width := b.widest(row.Cells[len(row.Cells)-4])
		long = max(long, width)
		if width <= shortMeasured {
			short = max(short, width)
		}
	}
	return short, long
}

const (
	workGap       = 2.0
	shortMeasured = 20.0 // mm; most figures are shorter
	leastRule     = 34.0 // mm for a rule's name beside a long figure
	mostWorkLimit = 32.0 // mm
)

// workHead names the columns; the numbers are those of the workbook's findings.
func (b *board) workHead() pdf.Row {
	cell := func(key string) pdf.Cell { return pdf.Cell{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text(key, nil))}} }
	rule := cell("board.work.head.rule")
	rule.Columns = 2
	return pdf.Row{Cells: []pdf.Cell{cell("board.work.head.service"), rule, cell("board.work.head.measured"), cell("board.work.head.limit"),
		cell("board.work.head.since"), cell("board.work.head.number")}}
}

// workRows are one service's findings. The service says how many it has, and how many of them are here.
func (b *board) workRows(w *report.Work, shown int) []pdf.Row {
	s := b.services[w.Service]
	count := b.l.Text("board.work.all", templates.Args{"n": w.Open})
	// A count that differs from the rows beside it says so.
	if shown < len(w.Findings) {
		count = b.l.Text("board.work.some", templates.Args{"n": w.Open, "shown": shown})
	}
	service := pdf.Cell{Rows: shown, Head: true, Text: []pdf.Text{pdf.Plain(strong, b.name(s.Name)), pdf.Plain(small, b.about(s)), pdf.Plain(small, count)}}
	var rows []pdf.Row
	for i, number := range w.Findings[:shown] {
		row := pdf.Row{Cells: b.findingCells(b.named[number])}
		if i == 0 {
			row.Cells = append([]pdf.Cell{service}, row.Cells...)
		}
		rows = append(rows, row)
	}
	return rows
}

// findingCells are a finding's symbol, rule, measured figure, limit, first quarter and number.
func (b *board) findingCells(f *rules.Finding) []pdf.Cell {
	mark := b.mark(f.Status, pdf.Body)
	measured := in(strong, signs[f.Status].color)
	text := func(style pdf.Style, words string) pdf.Cell {
		return pdf.Cell{Text: []pdf.Text{pdf.Plain(style, words)}}
	}
	return []pdf.Cell{
		{Text: []pdf.Text{{Runs: []pdf.Run{mark}}}},
		text(body, b.name(b.words.Rule(f.Rule))), text(measured, b.measured(f)), text(quiet, b.words.Limit(f)),
		text(body, b.l.Period(f.Since)), text(small, b.l.Integer(int64(f.Number))),
	}
}

// measured is a finding's figure as it stands beside its limit. A test that failed in the year before as-of has its day
// alone: with its year it would take a line more.
func (b *board) measured(f *rules.Finding) string {
	if f.Measured.Known == rules.None && report.TestFailed(f) && f.Reason.Facts.On.After(b.a.AsOf.AddDate(-1, 0, 0)) {
		return b.l.Text("metrics."+b.a.Rules[f.RuleIndex].Metric+".failed", templates.Args{"on": b.l.Day(f.Reason.Facts.On)})
	}
	return b.words.Measured(f)
}
