package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// kind is what a cell holds.
type kind uint8

const (
	nothing kind = iota
	words
	figure
)

// cell is what stands in one cell. A formula has its value beside it, so that readers that do not compute see it too;
// # in it is the row's number.
type cell struct {
	kind    kind
	text    string
	number  float64
	formula string
	format  string // of a figure, or of the one that may be typed in
	link    string // a place in the workbook: 'Constats'!A6
	font    font   // instead of the column's, if not body
}

// text is a cell of words. Empty text is an empty cell.
func text(s string) cell {
	if s == "" {
		return cell{}
	}
	return cell{kind: words, text: s}
}

// count is a cell with a whole number.
func count(n int) cell { return cell{kind: figure, number: float64(n), format: "#,##0"} }

// in sets a cell in a font.
func (c cell) in(f font) cell {
	c.font = f
	return c
}

// to makes a cell a link.
func (c cell) to(place string) cell {
	c.link = place
	return c
}

// serial is a moment as spreadsheets count it: days since 30 December 1899 on the clock on the wall.
func serial(t time.Time) float64 {
	y, m, d := t.Date()
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400 + 25569
	hour, minute, second := t.Clock()
	return float64(days) + float64(hour*3600+minute*60+second)/86400
}

// link leads from a cell to a place in the workbook.
type link struct {
	row, column int32 // the column counted from 0
	to          string
}

// mostLinks is how many links a sheet takes.
const mostLinks = 65529

// rowWriter writes one sheet's rows. It does what excelize's own writers do for rows, in a fifth of their time and
// without files beside: a quarter of a million findings have ten million cells.
//
// Texts stand in their cells and not in a list beside, which would have to be held until the end; those few that some
// programs only read from there do not. A cell is written once and never looked at again, so memory does not grow with
// the sheet.
type rowWriter struct {
	out    *member
	styles *styles
	texts  *textList
	names  []string // of the columns, as far as they were needed
	row    int
	links  []link
	lost   int    // texts cut, or with characters replaced
	known  []kept // by column: mostly a cell looks like the one above it
}

// kept is a look whose style was asked for.
type kept struct {
	look look
	id   int
}

// rowStyle is what a row says of itself.
type rowStyle struct {
	height    float64
	hidden    bool
	folded    bool // belongs to an outline, closed
	foldAbove bool // the outline above it is closed
}

// begin begins a row. Heights are always written: not every program fits rows when it opens a file.
func (w *rowWriter) begin(row int, s rowStyle) {
	w.row = row
	// Attributes are put together here, in the order in which programs write them themselves.
	b := append(w.out.open, `<row r="`...)
	b = strconv.AppendInt(b, int64(row), 10)
	if s.height > 0 {
		b = strconv.AppendFloat(append(b, `" ht="`...), s.height, 'f', -1, 64)
		b = append(b, `" customHeight="1`...)
	}
	if s.hidden || s.folded {
		b = append(b, `" hidden="1`...)
	}
	if s.folded {
		b = append(b, `" outlineLevel="1`...)
	}
	if s.foldAbove {
		b = append(b, `" collapsed="1`...)
	}
	w.out.open = append(b, `">`...)
}

// end ends the row, and hands rows on once there are enough of them.
func (w *rowWriter) end() {
	w.out.open = append(w.out.open, `</row>`...)
	w.out.flush()
}

// cell writes a cell of the row in a column, counted from 0. Columns come in order.
func (w *rowWriter) cell(column int, k look, c *cell) {
	k = k.holding(c)
	b := append(w.out.open, `<c r="`...)
	b = append(b, w.column(column)...)
	b = strconv.AppendInt(b, int64(w.row), 10)
	b = append(b, `" s="`...)
	b = strconv.AppendInt(b, int64(w.style(column, k)), 10)
	w.out.open = w.content(b, c)
	if c.link != "" && len(w.links) < mostLinks {
		w.links = append(w.links, link{int32(w.row), int32(column), c.link})
	}
}

// holding is a look with what depends on the cell that it is of.
func (k look) holding(c *cell) look {
	k.quoted = c.kind == words && c.formula == "" && startsFormula(c.text)
	switch {
	case c.kind == figure && c.formula != "" && c.number == 0:
		k.format = nullFormat(c.format)
	case c.kind != words:
		k.format = c.format
	}
	return k
}

// nullFormat is a format for a formula whose value is 0. One widespread reader drops such a value, but not where it
// takes the format for a date's; it does so for the s in the section for text, which says that text is followed by a
// space as wide as an s. Figures are shown as before.
func nullFormat(format string) string {
	if !strings.Contains(format, ";") {
		format = format + ";-" + format + ";" + format
	}
	return format + ";@_s"
}

// content writes the rest of a cell after its style.
func (w *rowWriter) content(b []byte, c *cell) []byte {
	switch {
	case c.formula != "":
		return w.computed(b, c)
	case c.kind == words:
		return w.inline(b, c.text)
	case c.kind == figure:
		b = append(b, `"><v>`...)
		return append(appendNumber(b, c.number), `</v></c>`...)
	}
	return append(b, `"/>`...)
}

// computed writes a formula with its value.
func (w *rowWriter) computed(b []byte, c *cell) []byte {
	if c.kind == words {
		b = append(b, `" t="str`...)
	}
	b = append(b, `"><f>`...)
	b = append(w.formula(b, c.formula), `</f><v>`...)
	if c.kind == words {
		b, _ = w.words(b, c.text)
	} else {
		b = appendNumber(b, c.number)
	}
	return append(b, `</v></c>`...)
}

// formula adds a formula, with the row's number where it asks for it.
func (w *rowWriter) formula(b []byte, formula string) []byte {
	for {
		before, after, more := strings.Cut(formula, "#")
		b, _, _ = appendText(b, before)
		if !more {
			return b
		}
		b, formula = strconv.AppendInt(b, int64(w.row), 10), after
	}
}

// inline writes a text in its cell. One with escapes goes into the list of texts instead, since some programs undo
// them only there.
func (w *rowWriter) inline(b []byte, text string) []byte {
	start := len(b)
	b = append(b, `" t="inlineStr"><is><t`...)
	if spaced(text) {
		b = append(b, ` xml:space="preserve"`...)
	}
	b = append(b, '>')
	from := len(b)
	b, escapes := w.words(b, text)
	if escapes == 0 {
		return append(b, `</t></is></c>`...)
	}
	place := w.texts.place(string(b[from:]))
	b = append(b[:start], `" t="s"><v>`...)
	return append(strconv.AppendInt(b, int64(place), 10), `</v></c>`...)
}

// words adds a text, cut to what a cell holds, and tells how many escapes it has now.
func (w *rowWriter) words(b []byte, text string) (out []byte, escapes int) {
	text, short := cut(text)
	out, replaced, escapes := appendText(b, text)
	if short || replaced > 0 {
		w.lost++
	}
	return out, escapes
}

// style finds the number of a look in a column.
func (w *rowWriter) style(column int, k look) int {
	for len(w.known) <= column {
		w.known = append(w.known, kept{})
	}
	if last := &w.known[column]; last.look != k || last.id == 0 {
		last.look, last.id = k, w.styles.id(k)
	}
	return w.known[column].id
}

// column returns the letters of a column.
func (w *rowWriter) column(index int) string {
	for len(w.names) <= index {
		w.names = append(w.names, letters(len(w.names)))
	}
	return w.names[index]
}

// hyperlinks writes the links of the rows. Excelize's own call looks through all links for each new one.
func (w *rowWriter) hyperlinks() {
	if len(w.links) == 0 {
		return
	}
	b := append(w.out.open, `<hyperlinks>`...)
	for _, l := range w.links {
		b = append(append(b, `<hyperlink ref="`...), w.column(int(l.column))...)
		b = append(strconv.AppendInt(b, int64(l.row), 10), `" location="`...)
		w.out.open = append(append(b, attribute(l.to)...), `"/>`...)
		w.out.flush()
		b = w.out.open
	}
	w.out.open = append(b, `</hyperlinks>`...)
}

// letters are those of a column counted from 0: A, B, … AA.
func letters(index int) string {
	// It fails beyond the 16,384th column only.
	name, _ := excelize.ColumnNumberToName(index + 1)
	return name
}

// appendNumber writes a number so that it is read back the same. Sheets hold no infinity: the tables say ∞.
func appendNumber(b []byte, n float64) []byte {
	if n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return strconv.AppendInt(b, int64(n), 10)
	}
	return strconv.AppendFloat(b, n, 'g', -1, 64)
}
