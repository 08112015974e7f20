package pdf

// Size is one of the five sizes of type; Verdict is Title with wider leading, for the sentence on the title page.
type Size uint8

// The sizes. There are no others.
const (
	Body    Size = iota // 9.5 pt: text, table cells, panel titles
	Small               // 8 pt: second lines, column heads, chart labels, header and footer
	Head                // 13 pt: heads inside a page
	Title               // 22 pt: page titles, decision numbers
	Verdict             // 22 pt with wider leading
	Display             // 40 pt: the three figures of the title page
)

// metrics says how a size is set: points, and in millimetres the distance from line to line.
type metrics struct {
	name            string
	points, leading float64
}

var sizes = [...]metrics{
	Body:    {"body", 9.5, 4.5},
	Small:   {"small", 8, 3.75},
	Head:    {"head", 13, 6},
	Title:   {"title", 22, 9},
	Verdict: {"verdict", 22, 9.75},
	Display: {"display", 40, 15},
}

// descent is what every line keeps free under its baseline, in millimetres. As it is the same for all sizes, the
// distance between two baselines is the leading of the lower line, whatever stands above it.
const descent = 1.0

// String is the name of the size.
func (s Size) String() string { return sizes[s].name }

// Leading is the distance from line to line, in millimetres.
func (s Size) Leading() float64 { return sizes[s].leading }

// Baseline is the distance from the upper edge of a line to its baseline, in millimetres.
func (s Size) Baseline() float64 { return sizes[s].leading - descent }

// Weight is one of the three weights of the one family.
type Weight uint8

// The weights. Symbols are set in Bold.
const (
	Regular Weight = iota
	SemiBold
	Bold
)

var weightNames = [...]string{Regular: "regular", SemiBold: "semibold", Bold: "bold"}

// String is the name of the weight.
func (w Weight) String() string { return weightNames[w] }

// Align is where text stands in its width.
type Align uint8

// The alignments.
const (
	AlignDefault Align = iota // as the table's column says, else left
	AlignLeft
	AlignRight
	AlignCenter
)

var alignNames = [...]string{AlignDefault: "default", AlignLeft: "left", AlignRight: "right", AlignCenter: "center"}

// String is the name of the alignment.
func (a Align) String() string { return alignNames[a] }

// Style is how a run of text is set. The zero Style is regular body text in ink.
type Style struct {
	Size   Size
	Weight Weight
	Color  Color
}
