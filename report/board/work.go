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
// all.
func (b *board) workColumns(rows []pdf.Row) []pdf.Column {
	var measured, limit, number float64
	for _, row := range rows {
		n := len(row.Cells)
		measured, limit, number = max(measured, b.widest(row.Cells[n-4])), max(limit, b.widest(row.Cells[n-3])), max(number, b.widest(row.Cells[n-1]))
	}
	measured, limit = min(measured, mostMeasured), min(limit, mostWorkLimit)
	columns := []pdf.Column{
		{Width: 42, Gap: 2}, {Width: 4.6}, {Gap: 2}, {Width: measured, Gap: 2, Align: pdf.AlignRight}, {Width: limit, Gap: 1.5, Align: pdf.AlignRight},
		{Width: 13, Gap: 3, Align: pdf.AlignRight}, {Width: number, Align: pdf.AlignRight},
	}
	// The rule takes what the others leave.
	columns[2].Width = pdf.Width
	for i, c := range columns {
		if i != 2 {
			columns[2].Width -= c.Width
		}
		columns[2].Width -= c.Gap
	}
	return columns
}

// The most that figures and limits take, in millimetres.
const (
	mostMeasured  = 37.0
	mostWorkLimit = 26.0
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
		text(body, b.name(b.words.Rule(f.Rule))), text(measured, b.words.Measured(f)), text(quiet, b.words.Limit(f)),
		text(body, b.l.Period(f.Since)), text(small, b.l.Integer(int64(f.Number))),
	}
}
