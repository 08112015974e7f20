package workbook

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// mostRows is how many rows of data one sheet takes under its heads. A longer table goes on in a second sheet.
const mostRows = 1048576 - headRow

// wrapRows is up to how many rows words wrap. Longer tables have one line a row, or opening them would take minutes.
const wrapRows = 20000

// head is what a column says of itself.
type head struct {
	key    string // technical, the same in every language: row 1
	word   string // workbook.head.<word>; empty: the title, or else the key, stands for itself
	title  string // a head that is no text of the language: a tier
	band   string // workbook.band.<band>, of the group of columns that begins here
	width  float64
	font   font
	align  align
	wrap   bool
	folded bool // under the + at the right
	input  bool // the reader fills it in
}

// column is a head and what stands under it. Adding a column to a sheet is adding a value to the sheet's list. The
// function gets the row as the sheet knows it, so a column needs nothing but its own row.
type column[R any] struct {
	head
	cell func(r *R) cell
}

// table is one sheet's rows and columns, with the kind of row forgotten: what writes, counts and refers to cells is the
// same for all sheets. Formulas name columns by their keys between braces, and the row by #, so that a column may move
// without a formula noticing.
type table struct {
	key      string // of its texts: workbook.<key>
	heads    []head
	rows     int
	fill     func(row int, into []cell)
	at       func(row, column int) cell
	identity int // columns that stay when the reader scrolls
	sentence string
	says     func() cell           // the sentence, where it is a formula over sheets: ✗ in front where they disagree
	adds     func(part int) string // what the sentence says beside, of one of the sheets; nil: nothing
	formats  []rule
	bars     []ratioBar
	choices  []choiceFor
	yields   []yielding
	hidden   func(row int) bool // rows that the filter leaves out at first
	status   string             // key of the column whose cells decide that
	without  string             // what they begin with
	draws    func(f *leaf)      // charts, under the rows
	aside    int                // columns at the right that are of no row: what charts are drawn from
	none     string             // what stands for rows where there are none; empty: the text workbook.<key>.none

	names    []string          // of its sheets
	most     int               // rows that each of them takes
	resolved map[string]string // formulas with the columns' letters, by formula
}

// rule paints the cells of columns where a formula holds: # is the row, and {key} a column.
type rule struct {
	columns string // keys, with spaces between
	formula string
	paint   paint
}

// ratioBar draws a column's figures as bars.
type ratioBar struct {
	column string
	most   float64
}

// choiceFor says what may be typed into a column.
type choiceFor struct {
	column string
	choice
}

// tabulate makes a table of rows and columns.
func tabulate[R any](key string, rows []R, columns []column[R]) *table {
	return tabulateEach(key, len(rows), func(row int, _ *R) *R { return &rows[row] }, columns)
}

// tabulateEach makes a table whose rows are made one at a time, each where the one before was: a million of them need not
// be held. So no column's cell may ask the table for another row.
func tabulateEach[R any](key string, rows int, make func(row int, into *R) *R, columns []column[R]) *table {
	var one R
	t := &table{key: key, rows: rows, most: mostRows, resolved: map[string]string{}}
	for i := range columns {
		t.heads = append(t.heads, columns[i].head)
	}
	t.fill = func(row int, into []cell) {
		r := make(row, &one)
		for i := range columns {
			into[i] = columns[i].cell(r)
		}
	}
	t.at = func(row, column int) cell { return columns[column].cell(make(row, &one)) }
	return t
}

// column returns the place of a key, counted from 0.
func (t *table) column(key string) int {
	for i := range t.heads {
		if t.heads[i].key == key {
			return i
		}
	}
	panic("workbook: table " + t.key + " has no column " + key) // a mistake of the program that every run meets
}

// columns replaces each {key} in a formula by the column's letters.
func (t *table) columns(formula string) string {
	if done, known := t.resolved[formula]; known {
		return done
	}
	out := formula
	for strings.Contains(out, "{") {
		before, rest, _ := strings.Cut(out, "{")
		key, after, _ := strings.Cut(rest, "}")
		out = before + letters(t.column(key)) + after
	}
	t.resolved[formula] = out
	return out
}

// yielding is a column of words that gives up width where a language's words make others wider.
type yielding struct {
	column string
	least  float64
}

// settle fits the columns to the language: German words are longer than French ones. It widens columns until no word of
// their heads breaks, and takes the excess over a printed page's width from those that yield, in their order.
func (b *book) settle(t *table) {
	sum := 0.0
	for i := range t.heads {
		h := &t.heads[i]
		h.width = fit(h.width, heading, h.align, strings.Fields(b.headWord(h))...)
		if !h.folded {
			sum += h.width
		}
	}
	for _, y := range t.yields {
		h := &t.heads[t.column(y.column)]
		least := fit(y.least, heading, h.align, strings.Fields(b.headWord(h))...)
		less := max(0, min(sum-mostUnits, h.width-least))
		h.width, sum = h.width-less, sum-less
	}
}

// place is the reference of a row's first cell: 'Constats'!A6.
func (t *table) place(row int) string {
	return quoted(t.names[row/t.most]) + "!A" + strconv.Itoa(firstRow+row%t.most)
}

// spans are the references of a column's cells, one a sheet: 'Constats'!$E$6:$E$1733. Without rows it is the row that
// says so, whose other cells are empty.
func (t *table) spans(key string) []string {
	name := letters(t.column(key))
	var out []string
	for part := range t.names {
		out = append(out, fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(t.names[part]), name, firstRow, name, t.lastRow(part)))
	}
	return out
}

// lastRow is the last row of one of the table's sheets.
func (t *table) lastRow(part int) int {
	return headRow + max(1, min(t.most, t.rows-part*t.most))
}

// printed is how many columns are printed: those that are not folded.
func (t *table) printed() int {
	for i := range t.heads {
		if t.heads[i].folded {
			return i
		}
	}
	return len(t.heads)
}

// width is how many columns are of the rows, whether they are folded or not.
func (t *table) width() int { return len(t.heads) - t.aside }

// wraps tells whether words wrap.
func (t *table) wraps() bool { return t.rows <= wrapRows }

// leaves are the table's sheets.
func (b *book) leaves(t *table) []*leaf {
	var out []*leaf
	for part, name := range t.names {
		f := &leaf{
			name: name, across: t.identity, lastRow: t.lastRow(part), printed: t.printed(),
			repeated: fmt.Sprintf("$%d:$%d", titleRow, headRow),
			ranges:   t.ranges(part),
			rows:     func(w cellWriter) { b.writeTable(w, t, part) },
		}
		for i := range t.heads {
			f.columns = append(f.columns, span{t.heads[i].width, t.heads[i].folded})
		}
		f.filter.area = t.area(0, t.width()-1, headRow, f.lastRow)
		if t.rows > 0 {
			t.dress(f)
		}
		out = append(out, f)
	}
	return out
}

// area is a range of cells by columns, counted from 0, and rows.
func (t *table) area(from, to, first, last int) string {
	return letters(from) + strconv.Itoa(first) + ":" + letters(to) + strconv.Itoa(last)
}

// dress adds what the table says of its cells to one of its sheets.
func (t *table) dress(f *leaf) {
	cells := func(key string) string {
		at := t.column(key)
		return t.area(at, at, firstRow, f.lastRow)
	}
	for _, r := range t.formats {
		var areas []string
		for key := range strings.FieldsSeq(r.columns) {
			areas = append(areas, cells(key))
		}
		formula := strings.ReplaceAll(t.columns(r.formula), "#", strconv.Itoa(firstRow))
		f.formats = append(f.formats, conditional{strings.Join(areas, " "), formula, r.paint})
	}
	for _, r := range t.bars {
		f.bars = append(f.bars, bar{cells(r.column), r.most})
	}
	for _, c := range t.choices {
		choice := c.choice
		choice.area = cells(c.column)
		f.choices = append(f.choices, choice)
	}
	if t.says != nil {
		f.formats = append(f.formats, conditional{"A3", `LEFT($A$3,1)="✗"`, failedText})
	}
	if t.draws != nil {
		t.draws(f)
		t.keepWhole(f)
	}
	if t.status != "" {
		f.filter.column, f.filter.word = letters(t.column(t.status)), t.without
	}
}

// writeTable writes one of a table's sheets.
func (b *book) writeTable(w cellWriter, t *table, part int) {
	b.writeHeads(w, t, part)
	first := part * t.most
	if t.rows == 0 {
		none := text(b.nothingIn(t))
		w.begin(firstRow, rowStyle{height: height(1)})
		w.cell(0, look{font: quiet}, &none)
		w.end()
		return
	}
	looks := t.looks()
	cells := make([]cell, len(t.heads))
	for row := first; row < min(t.rows, first+t.most); row++ {
		t.fill(row, cells)
		w.begin(firstRow+row-first, rowStyle{height: height(t.lines(cells)), hidden: t.hidden != nil && t.hidden(row)})
		for i := range cells {
			t.writeCell(w, i, looks[i], &cells[i])
		}
		w.end()
	}
}

// nothingIn says why a table has no rows.
func (b *book) nothingIn(t *table) string {
	return cmp.Or(t.none, b.shared("workbook."+t.key+".none", nil))
}

// writeCell writes a cell under its head. What is folded and empty is left out.
func (t *table) writeCell(w cellWriter, i int, k look, c *cell) {
	if c.kind == nothing && t.heads[i].folded {
		return
	}
	if c.font != body {
		k.font = c.font
	}
	if c.link != "" || c.kind == figure {
		k.wrap = false
	}
	if c.formula != "" {
		c.formula = t.columns(c.formula)
	}
	w.cell(i, k, c)
}

// looks are the columns' looks.
func (t *table) looks() []look {
	out := make([]look, len(t.heads))
	for i, h := range t.heads {
		k := look{font: h.font, align: h.align, edges: under, wrap: h.wrap && t.wraps(), input: h.input}
		if h.band != "" && i > 0 {
			k.edges |= before
		}
		if h.input {
			k.edges = around
		}
		out[i] = k
	}
	return out
}

// lines counts the lines of a row's tallest cell.
func (t *table) lines(cells []cell) int {
	most := 1
	if !t.wraps() {
		return most
	}
	for i := range cells {
		h, c := &t.heads[i], &cells[i]
		if !h.wrap || c.kind != words || c.link != "" {
			continue
		}
		set := h.font
		if c.font != body {
			set = c.font
		}
		most = max(most, set.lines(c.text, room(h.width, h.align)))
	}
	return most
}
