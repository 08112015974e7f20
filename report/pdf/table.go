package pdf

// Table is a grid of text. Rows grow with their tallest cell and are not split; heads repeat on the next page.
type Table struct {
	Columns []Column
	Head    []Row
	Rows    []Row
	Dense   bool // rows of 5.7 mm instead of 6, hairlines in Track instead of Hair
}

// Column is one column of a table. Fills and figures take Width, texts what Inset leaves of it; hairlines run through
// Gap too.
type Column struct {
	Width  float64 // mm
	Inset  float64 // mm on either side
	Gap    float64 // mm of empty space to its right
	Align  Align
	Parted bool // the head's rule leaves the gap open
}

// RowKind is what a row is to those around it.
type RowKind uint8

// The kinds of rows.
const (
	PlainRow RowKind = iota
	GroupRow         // heads the rows under it and goes to the next page together with the first two of them
	TotalRow         // sums up: an ink rule above, no hairline below
)

var rowKindNames = [...]string{PlainRow: "plain", GroupRow: "group", TotalRow: "total"}

// String is the name of the kind.
func (k RowKind) String() string { return rowKindNames[k] }

// Row is one row. Its cells, with the columns they span and those that cells above still cover, make up the columns.
type Row struct {
	Cells  []Cell
	Kind   RowKind
	Open   bool    // no hairline below
	Height float64 // least height, mm; 0 lets the cells decide
}

// Cell is one cell: paragraphs one under the other, or a figure, or both.
type Cell struct {
	Text    []Text
	Mark    *Run    // stands at the left edge of the first line, whatever the alignment, and is read first
	Figure  *Figure // drawn in the whole cell, before its text
	Columns int     // spanned; 0 stands for 1
	Rows    int     // spanned; 0 stands for 1. The rows stay on one page
	Align   Align
	Middle  bool // text stands in the middle of the row's height
	Fill    Color
	Head    bool // it names its row; cells of Table.Head always name their column
}
