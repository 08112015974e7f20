package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// The colours of the reports, by the names of their tokens. Text never uses hair, track or a tint.
const (
	ink         = "1B1F24"
	grey        = "5A616A"
	hair        = "C4C9CF"
	track       = "E4E7EA"
	accent      = "17456B"
	accentMid   = "5E8DB5"
	accentLight = "B4CADD"
	failInk     = "96180F"
	failTint    = "F3DDD8"
	unknownInk  = "936A00"
	passInk     = "15716C"
	passFill    = "4F9993"
	waivedInk   = "67508F"
	inputFill   = "F3F6F9"
	white       = "FFFFFF"
)

// family is the one typeface: it is on every Windows and macOS machine, and its digits are tabular.
const family = "Arial"

// font names one of the few ways in which text is set.
type font uint8

// The fonts: body and its variants, heads, links.
const (
	body font = iota
	strong
	quiet
	title
	section
	heading
	banding
	group
	small
	linked
	underlined
	counted
)

// face is how a font looks.
type face struct {
	size      float64
	bold      bool
	color     string
	underline string
}

// fonts is the one table of them.
var fonts = [...]face{
	body:       {9, false, ink, ""},
	strong:     {9, true, ink, ""},
	quiet:      {9, false, grey, ""},
	title:      {14, true, accent, ""},
	section:    {11, true, ink, ""},
	heading:    {8, true, grey, ""},
	banding:    {8, true, accent, ""},
	group:      {9, true, accent, ""},
	small:      {8, false, grey, ""},
	linked:     {9, false, accent, ""},
	underlined: {9, false, accent, "single"},
	counted:    {9, false, ink, "single"},
}

// align is where text stands in its cell.
type align uint8

// Words stand left, figures right; words after a figure, or first in a group, are indented.
const (
	left align = iota
	right
	indented
)

// upright is at what height text stands in its cell.
type upright uint8

// Text stands at the top of its row, but in rows that are laid out by hand.
const (
	top upright = iota
	middle
	bottom
)

var uprightNames = [...]string{top: "top", middle: "center", bottom: "bottom"}

// String returns the height as the format names it.
func (u upright) String() string { return uprightNames[u] }

// edges are the lines of a cell, added up. There are no frames and no zebra: a hairline under each row is enough, and
// leaves colour to the verdicts.
type edges uint8

// The lines: under each row, under the head, under the band, over a sum, before a group, around an input cell.
const (
	under edges = 1 << iota
	underHead
	underBand
	overSum
	before
	around
)

// look is everything that one cell's style says. Cells of one look share a style. It says nothing of verdicts: those
// are painted by conditional formats, which go along when the reader sorts or edits.
type look struct {
	font    font
	align   align
	edges   edges
	wrap    bool
	upright upright
	input   bool   // filled in by the reader
	quoted  bool   // stays text when it is edited
	format  string // of a figure; empty: as it comes
}

// styles gives looks their number in the file.
type styles struct {
	file *excelize.File
	ids  map[look]int
	err  error // the first; styles are asked for in the middle of rows
}

// newStyles makes Arial 10 the file's Normal style, whose digit is the unit of widths.
func newStyles(f *excelize.File) (*styles, error) {
	if err := f.SetDefaultFont(family); err != nil {
		return nil, fmt.Errorf("set font: %w", err)
	}
	*f.Styles.Fonts.Font[0].Sz.Val = 10
	return &styles{file: f, ids: map[look]int{}}, nil
}

// id returns the style of a look.
func (s *styles) id(k look) int {
	if id, known := s.ids[k]; known {
		return id
	}
	id, err := s.file.NewStyle(k.style())
	if err != nil && s.err == nil {
		s.err = fmt.Errorf("make style: %w", err)
	}
	if k.quoted {
		id = s.quote(id)
	}
	s.ids[k] = id
	return id
}

// quote copies a style and marks the copy as that of text: a cell that begins with = then stays text when somebody
// edits it. The library has no option for it.
func (s *styles) quote(id int) int {
	xfs := s.file.Styles.CellXfs
	copied, yes := xfs.Xf[id], true
	copied.QuotePrefix = &yes
	xfs.Xf = append(xfs.Xf, copied)
	xfs.Count = len(xfs.Xf)
	return xfs.Count - 1
}

// style is a look in the library's words.
func (k look) style() *excelize.Style {
	s := &excelize.Style{Font: k.font.style(), Border: k.edges.style(), Alignment: k.alignment()}
	if k.input {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{inputFill}}
	}
	if k.format != "" {
		s.CustomNumFmt = &k.format
	}
	return s
}

// alignment is where a look puts its text. Figures at the right have no indent, which some programs draw unevenly.
func (k look) alignment() *excelize.Alignment {
	a := &excelize.Alignment{WrapText: k.wrap, Horizontal: "left"}
	a.Vertical = k.upright.String()
	switch k.align {
	case right:
		a.Horizontal = "right"
	case indented:
		a.Indent = 1
	}
	return a
}

// style is a font in the library's words.
func (f font) style() *excelize.Font {
	face := fonts[f]
	return &excelize.Font{Family: family, Size: face.size, Bold: face.bold, Color: face.color, Underline: face.underline}
}

// thin is the number of the thin line in the format.
const thin = 1

// style is the lines in the library's words. An input cell is the only one with a box.
func (e edges) style() []excelize.Border {
	var out []excelize.Border
	line := func(side, color string) { out = append(out, excelize.Border{Type: side, Color: color, Style: thin}) }
	if e&around != 0 {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			line(side, hair)
		}
		return out
	}
	if e&before != 0 {
		line("left", track)
	}
	if e&overSum != 0 {
		line("top", ink)
	}
	switch {
	case e&underHead != 0:
		line("bottom", ink)
	case e&underBand != 0:
		line("bottom", hair)
	case e&under != 0:
		line("bottom", track)
	}
	return out
}

// paint is what a conditional format does to a cell.
type paint uint8

// The paints: a verdict's, with its tint or outline; the same for text alone; and that of a zero.
const (
	failed paint = iota
	unproven
	waived
	passed
	failedText
	unprovenText
	someUnproven
	nought
)

// paints is how each looks. Solid is known, hollow is not: so it also reads in grey print. A count of what is not
// demonstrated is not bold, since a whole column of them would shout.
var paints = [...]struct {
	color   string
	bold    bool
	tint    string
	outline string
}{
	failed:       {failInk, true, failTint, ""},
	unproven:     {unknownInk, true, "", unknownInk},
	waived:       {waivedInk, false, "", ""},
	passed:       {passInk, false, "", ""},
	failedText:   {failInk, true, "", ""},
	unprovenText: {unknownInk, true, "", ""},
	someUnproven: {unknownInk, false, "", ""},
	nought:       {grey, false, "", ""},
}

// paintbox gives paints their number in the file.
type paintbox [len(paints)]int

// newPaintbox makes a conditional style of each paint.
func newPaintbox(f *excelize.File) (paintbox, error) {
	var box paintbox
	for p, look := range paints {
		style := &excelize.Style{Font: &excelize.Font{Color: look.color, Bold: look.bold}}
		if look.tint != "" {
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.tint}}
		}
		if look.outline != "" {
			for _, side := range []string{"left", "right", "top", "bottom"} {
				style.Border = append(style.Border, excelize.Border{Type: side, Color: look.outline, Style: thin})
			}
		}
		id, err := f.NewConditionalStyle(style)
		if err != nil {
			return box, fmt.Errorf("make conditional style: %w", err)
		}
		box[p] = id
	}
	return box, nil
}
