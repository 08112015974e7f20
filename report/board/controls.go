package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// controls draws the controls of all frameworks, in as many tables beside each other as their names and counts have
// room for: below, where all of them fit, else on a page of their own. Those that have no place are counted, as are all
// of them where the report is short of pages.
func (b *board) controls(all int) {
	title := pdf.Plain(head, b.l.Text("board.frameworks.each", nil))
	above := b.Height(pdf.Width, title) + 1.8 + gapSmall
	s := b.controlSheet()
	tables, left := s.spread(b.Left() - above)
	if left > 0 && b.listPages == 1 {
		b.controlsLeft(all)
		return
	}
	if left > 0 {
		b.NewPage()
		if tables, left = s.spread(b.Left() - above); left > 0 {
			tables, left = s.spread(b.Left() - above - gapSmall - pdf.Small.Leading())
		}
	}
	b.panel(title, pdf.Text{}, 0)
	b.Skip(gapSmall)
	top, bottom := b.Y(), b.Y()
	for i, t := range tables {
		bottom = max(bottom, b.At(pdf.Margin+float64(i)*(s.width+controlsGap), top, s.width, func() { b.Table(t) }))
	}
	b.SetY(bottom)
	if left > 0 {
		b.Skip(gapSmall)
		b.controlsLeft(left)
	}
}

// controlsLeft says where the controls are that have no place here.
func (b *board) controlsLeft(n int) {
	args := b.sheet("workbook.sheet.frameworks")
	args["n"] = n
	b.Paragraph(pdf.Plain(small, b.l.Text("board.frameworks.more_controls", args)))
}

// controlSheet is how the controls stand in tables beside each other.
type controlSheet struct {
	*board
	width   float64 // of a table, mm
	columns []pdf.Column
	head    pdf.Row
	tables  int // beside each other
	top     float64
	entries []controlEntry
}

// controlEntry is a row of the tables: a control, under the title of its framework.
type controlEntry struct {
	row, title pdf.Row
	first      bool    // of its framework
	height     float64 // mm
	above      float64 // of the title, mm
	again      pdf.Row // the title where the framework goes on in the next table
}

const (
	mostControlTables = 3
	controlsGap       = 6.0  // mm between tables
	countsGap         = 2.0  // mm between a name and its counts
	mostControlName   = 40.0 // mm; a longer one is broken
)

// controlSheet measures the controls: as many tables as leave their names room.
func (b *board) controlSheet() *controlSheet {
	s := &controlSheet{board: b, tables: mostControlTables}
	var all []report.Checks
	longest := 0.0
	for i := range b.a.Frameworks {
		f := &b.a.Frameworks[i]
		for _, c := range f.Controls {
			all = append(all, b.a.Summary.ByControl[f.ID][c.ID])
			longest = max(longest, b.Width(pdf.Run{Text: b.name(c.ID)}))
		}
	}
	s.columns = []pdf.Column{{Gap: countsGap}}
	counts := countsGap
	for _, status := range statusColumns {
		column := pdf.Column{Width: b.checksWidth(status, all), Gap: status.gap, Align: pdf.AlignRight}
		s.columns = append(s.columns, column)
		counts += column.Width + column.Gap
	}
	longest = max(min(longest, mostControlName), b.Width(pdf.Run{Text: b.l.Text("board.frameworks.control", nil), Style: smallHead}))
	s.width = (pdf.Width - float64(s.tables-1)*controlsGap) / float64(s.tables)
	for s.tables > 1 && longest+counts > s.width {
		s.tables--
		s.width = (pdf.Width - float64(s.tables-1)*controlsGap) / float64(s.tables)
	}
	s.columns[0].Width = s.width - counts
	s.fill()
	return s
}

// fill makes the rows and measures each: the height of a table is the sum of its rows.
func (s *controlSheet) fill() {
	s.head = headRow([]string{s.l.Text("board.frameworks.control", nil)})
	for _, status := range statusColumns {
		s.head.Cells = append(s.head.Cells, pdf.Cell{Text: []pdf.Text{{Runs: []pdf.Run{s.mark(status.status, pdf.Small)}}}})
	}
	s.top = s.TableHeight(pdf.Table{Dense: true, Columns: s.columns, Head: []pdf.Row{s.head}})
	for i := range s.a.Frameworks {
		f := &s.a.Frameworks[i]
		title := s.name(f.Title.In(s.l.Tag()))
		first := s.titleRow(title)
		again := s.titleRow(s.l.Text("board.frameworks.continued", templates.Args{"title": title}))
		above := max(s.rowHeight(first), s.rowHeight(again))
		for j, c := range f.Controls {
			cells := append([]pdf.Cell{{Text: []pdf.Text{pdf.Plain(body, s.name(c.ID))}, Head: true}}, s.checkCells(s.a.Summary.ByControl[f.ID][c.ID])...)
			row := pdf.Row{Cells: cells}
			s.entries = append(s.entries, controlEntry{row: row, title: first, again: again, first: j == 0, height: s.rowHeight(row), above: above})
		}
	}
}

func (s *controlSheet) titleRow(title string) pdf.Row {
	return pdf.Row{Kind: pdf.GroupRow, Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(groupHead, title)}, Columns: len(s.columns)}}}
}

func (s *controlSheet) rowHeight(row pdf.Row) float64 {
	return s.TableHeight(pdf.Table{Dense: true, Columns: s.columns, Rows: []pdf.Row{row}})
}

// spread puts the controls into tables of about the same height, which is at most so much, and counts those that are
// left where that is too little.
func (s *controlSheet) spread(most float64) (tables []pdf.Table, left int) {
	const step = 3.0 // mm
	for height := s.top + 5*step; height < most; height += step {
		if tables, left := s.tablesOf(height); left == 0 {
			return tables, 0
		}
	}
	return s.tablesOf(most)
}

// tablesOf fills tables of at most a height one after the other.
func (s *controlSheet) tablesOf(height float64) (tables []pdf.Table, left int) {
	used := height // a table that is full
	for i, e := range s.entries {
		needs := e.height
		if e.first {
			needs += e.above + s.next(i)
		}
		if used+needs > height {
			if len(tables) == s.tables {
				return tables, len(s.entries) - i
			}
			tables, used = append(tables, pdf.Table{Dense: true, Columns: s.columns, Head: []pdf.Row{s.head}}), s.top
			if !e.first {
				last := &tables[len(tables)-1]
				last.Rows, used = append(last.Rows, e.again), used+e.above
			}
		}
		last := &tables[len(tables)-1]
		if e.first {
			last.Rows, used = append(last.Rows, e.title), used+e.above
		}
		last.Rows, used = append(last.Rows, e.row), used+e.height
	}
	return tables, 0
}

// next is the height of the entry after one, if it is of the same framework: a title has two rows under it, if it can.
func (s *controlSheet) next(i int) float64 {
	if i+1 < len(s.entries) && !s.entries[i+1].first {
		return s.entries[i+1].height
	}
	return 0
}
