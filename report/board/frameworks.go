package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
)

// noteWidth is the measure of the words above the table, in millimetres.
var noteWidth = pdf.ColumnSpan(11)

// fewFrameworks are shown where the report is short of pages.
const fewFrameworks = 6

// frameworks draws how the frameworks stand that the rules refer to: each as a whole, then control by control.
func (b *board) frameworks() {
	controls := 0
	for i := range b.a.Frameworks {
		controls += len(b.a.Frameworks[i].Controls)
	}
	right := b.count("board.count.frameworks", len(b.a.Frameworks)) + ", " + b.count("board.count.controls", controls)
	note := pdf.Plain(body, b.l.Text("board.frameworks.note", nil))
	title := pdf.Plain(head, b.l.Text("board.frameworks.title", nil))
	above := b.Height(pdf.Width, title) + 1.8 + gapLine + b.Height(noteWidth, note) + gapSmall
	height := func(shown int) float64 { return b.TableHeight(b.frameworkTable(shown)) }
	// A table that the next page holds whole is not broken, unless pages are short.
	n := fitting(len(b.a.Frameworks), pageful-above, height)
	if b.listPages == 1 {
		n = b.fittingHere(min(n, fewFrameworks), above, height)
	}
	b.panel(title, pdf.Plain(small, right), above+height(n)-b.Height(pdf.Width, title))
	b.Skip(gapLine)
	b.SetY(b.At(pdf.Margin, b.Y(), noteWidth, func() { b.Paragraph(note) }))
	b.Skip(gapSmall)
	b.Table(b.frameworkTable(n))
	b.Skip(gapBlock)
	b.controls(controls)
}

// frameworkTable has a row for each of the first frameworks: its rules and controls, and what its checks come to.
func (b *board) frameworkTable(shown int) pdf.Table {
	t := pdf.Table{Dense: true, Head: []pdf.Row{b.frameworkHead()}}
	var all []report.Checks
	for i := range b.a.Frameworks[:shown] {
		f := &b.a.Frameworks[i]
		all = append(all, f.Checks)
		row := pdf.Row{Cells: []pdf.Cell{
			{Text: []pdf.Text{pdf.Plain(body, b.name(f.Title.In(b.l.Tag())))}, Head: true},
			{Text: []pdf.Text{pdf.Plain(quiet, b.l.Integer(int64(f.Rules)))}},
			{Text: []pdf.Text{pdf.Plain(quiet, b.l.Integer(int64(len(f.Controls))))}},
		}}
		for _, s := range statusColumns {
			row.Cells = append(row.Cells, b.frameworkCell(s, s.count(f.Checks)))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Columns = b.frameworkColumns(t.Head[0].Cells, all)
	b.more(&t, len(b.a.Frameworks)-shown, "board.frameworks.more", b.sheet("workbook.sheet.frameworks"))
	return t
}

// frameworkCell is a count with its mark before it: columns are as wide as their heads, and a mark at the far end of one
// would stand alone.
func (b *board) frameworkCell(s statusColumn, n int) pdf.Cell {
	count := b.statusText(s, n, body)
	if n == 0 {
		return pdf.Cell{Text: []pdf.Text{count}}
	}
	text := pdf.Text{Runs: []pdf.Run{b.mark(s.status, pdf.Body), {Text: "\u00a0", Style: body}}}.Add(count.Runs...)
	if s.status == rules.Fail {
		return pdf.Cell{Text: []pdf.Text{text}, Fill: pdf.FailTint}
	}
	return pdf.Cell{Text: []pdf.Text{text}}
}

func (b *board) frameworkHead() pdf.Row {
	var words []string
	for _, key := range []string{"board.frameworks.head.framework", "board.frameworks.head.rules", "board.frameworks.head.controls", "board.frameworks.head.pass",
		"board.frameworks.head.fail", "board.frameworks.head.unknown", "board.frameworks.head.waived"} {
		words = append(words, b.l.Text(key, nil))
	}
	return headRow(words)
}

const frameworkGap = 3.0 // mm

// frameworkColumns are as wide as the words of their heads and the counts need; the titles take what is left.
func (b *board) frameworkColumns(heads []pdf.Cell, all []report.Checks) []pdf.Column {
	columns := []pdf.Column{{Gap: frameworkGap}, {Gap: frameworkGap, Align: pdf.AlignRight}, {Gap: frameworkGap, Align: pdf.AlignRight}}
	for range statusColumns {
		columns = append(columns, pdf.Column{Gap: frameworkGap, Align: pdf.AlignRight})
	}
	columns[len(columns)-1].Gap = 0
	left := pdf.Width - columns[0].Gap
	// A head may wrap between its words, but no word may be cut.
	for i := 1; i < len(columns); i++ {
		for word := range strings.FieldsSeq(heads[i].Text[0].String()) {
			columns[i].Width = max(columns[i].Width, b.Width(pdf.Run{Text: word, Style: smallHead}))
		}
		if i > 2 {
			columns[i].Width = max(columns[i].Width, b.checksWidth(statusColumns[i-3], all))
		}
		left -= columns[i].Width + columns[i].Gap
	}
	columns[0].Width = left
	return columns
}

// checksWidth is the width that a status's counts need, in millimetres.
func (b *board) checksWidth(s statusColumn, all []report.Checks) float64 {
	most := 0
	for _, c := range all {
		most = max(most, s.count(c))
	}
	return max(s.width, b.countWidth(s, most))
}
