package workbook

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// Rows 1 to 5 are the same on every sheet of rows: technical keys (folded), name, sentence, bands, heads.
const (
	keyRow      = 1
	titleRow    = 2
	sentenceRow = 3
	bandRow     = 4
	headRow     = 5
	firstRow    = 6
)

// leaf is one sheet of the file: what it says of itself, and what writes its rows. It is filled once and then read by
// two: settings, which tells excelize, and write and finish, which put the part together.
type leaf struct {
	name     string
	part     string // its file in the package
	columns  []span // widths, in order
	across   int    // columns that stay when the reader scrolls; rows up to headRow do too. 0: nothing stays
	lastRow  int
	filter   filter
	formats  []conditional
	bars     []bar
	choices  []choice
	repeated string // rows that every printed page begins with: "$2:$5"
	printed  int    // columns that are printed
	charts   []chart
	heights  []float64 // of the rows beside charts, from the first, in points; a row beyond has defaultHeight
	below    int       // rows under the last that charts take
	broken   int       // the row that begins a new page on paper; 0: none in particular
	ranges   []named   // cells that formulas may ask for by name
	rows     func(w cellWriter)
}

// span is a column's width, and whether it is folded away under a +.
type span struct {
	width  float64
	folded bool
}

// filter is the buttons on the heads: over which cells, and which rows they leave out at first.
type filter struct {
	area   string
	column string // whose cells decide
	word   string // rows whose cell begins with it are left out; empty: none
}

// conditional paints the cells of an area for which a formula holds, written for the area's first cell.
type conditional struct {
	area    string
	formula string
	paint   paint
}

// bar is a bar in each cell of an area, from 0 to a greatest value.
type bar struct {
	area string
	most float64
}

// choice says what may be typed into an area: one of a list, or a date from a day on.
type choice struct {
	area string
	list []string
	from float64 // serial
	help string  // what is said otherwise
	free bool    // other things may be typed too: the list only helps
	hint string  // what is said before anything is typed
}

// settings hands excelize what comes after the rows. It may be called at any time before the file is written, since no
// stream of excelize's own is open that would lose it.
func (b *book) settings(f *leaf) error {
	for _, step := range []func(*leaf) error{b.setFilter, b.setFormats, b.setChoices, b.setPrint, b.setNames, b.setRanges, b.setBreak, b.setCharts} {
		if err := step(f); err != nil {
			return fmt.Errorf("set up %s: %w", f.name, err)
		}
	}
	return nil
}

// setFilter puts buttons on the heads. Excelize splits an expression at spaces, hence one word and a wildcard.
func (b *book) setFilter(f *leaf) error {
	if f.filter.area == "" {
		return nil
	}
	var options []excelize.AutoFilterOptions
	if f.filter.word != "" {
		options = append(options, excelize.AutoFilterOptions{Column: f.filter.column, Expression: "x != " + f.filter.word + "*"})
	}
	return b.file.AutoFilter(f.name, f.filter.area, options)
}

// setFormats adds the conditional formats and then the bars: symbol and word are in the cell, colour only follows.
func (b *book) setFormats(f *leaf) error {
	for _, c := range f.formats {
		paint := b.paints[c.paint]
		options := []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: c.formula, Format: &paint}}
		if err := b.file.SetConditionalFormat(f.name, c.area, options); err != nil {
			return err
		}
	}
	for _, r := range f.bars {
		options := []excelize.ConditionalFormatOptions{{
			Type: "data_bar", Criteria: "=", BarColor: "#" + accentLight,
			MinType: "num", MinValue: "0", MaxType: "num", MaxValue: number(r.most),
		}}
		if err := b.file.SetConditionalFormat(f.name, r.area, options); err != nil {
			return err
		}
	}
	return nil
}

// setChoices says what may be typed. It stops a slip of the keyboard, not a determined reader: nothing is protected.
func (b *book) setChoices(f *leaf) error {
	for _, c := range f.choices {
		v := excelize.NewDataValidation(true)
		v.Sqref = c.area
		var err error
		if len(c.list) > 0 {
			err = v.SetDropList(c.list)
		} else {
			err = v.SetRange(number(c.from), "", excelize.DataValidationTypeDate, excelize.DataValidationOperatorGreaterThanOrEqual)
		}
		if err != nil {
			return err
		}
		if c.free {
			v.ShowErrorMessage = false
		} else {
			v.SetError(excelize.DataValidationErrorStyleStop, f.name, c.help)
		}
		if c.hint != "" {
			v.SetInput(f.name, c.hint)
		}
		if err := b.file.AddDataValidation(f.name, v); err != nil {
			return err
		}
	}
	return nil
}

// setNames names what is printed and which rows every page begins with.
func (b *book) setNames(f *leaf) error {
	sheet := quoted(f.name) + "!"
	area := sheet + "$A$" + strconv.Itoa(titleRow) + ":$" + letters(f.printed-1) + "$" + strconv.Itoa(f.lastRow+f.below)
	names := []excelize.DefinedName{{Name: "_xlnm.Print_Area", RefersTo: area, Scope: f.name}}
	if f.repeated != "" {
		names = append(names, excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: sheet + f.repeated, Scope: f.name})
	}
	for i := range names {
		if err := b.file.SetDefinedName(&names[i]); err != nil {
			return err
		}
	}
	return nil
}

// setCharts draws the charts.
func (b *book) setCharts(f *leaf) error {
	for i := range f.charts {
		if err := b.draw(f, &f.charts[i]); err != nil {
			return err
		}
	}
	return nil
}
