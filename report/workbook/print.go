package workbook

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// inch is 25.4 mm: margins are written in inches.
const inch = 25.4

// setPrint sets the sheet up for paper: A4 across, one page wide, as many pages high as it takes. Margins leave the
// header and footer their place, and the table the rest.
func (b *book) setPrint(f *leaf) error {
	paper, orientation, wide, high := 9, "landscape", 1, 0
	layout := excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}
	if err := b.file.SetPageLayout(f.name, &layout); err != nil {
		return err
	}
	side, top, bottom, header, footer := 8/inch, 17/inch, 14/inch, 8/inch, 7/inch
	margins := excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &header, Footer: &footer}
	if err := b.file.SetPageMargins(f.name, &margins); err != nil {
		return err
	}
	// Type is 8 points on paper, however far the sheet is scaled down.
	scaled := false
	return b.file.SetHeaderFooter(f.name, &excelize.HeaderFooterOptions{
		OddHeader:    margin("L", "Bold", plain(b.Organisation.Name)) + margin("R", "Regular", plain(b.runningHead(f.name))),
		OddFooter:    margin("L", "Regular", b.origin()) + margin("R", "Regular", b.text("print.page", nil)),
		ScaleWithDoc: &scaled,
	})
}

// The measures of a page across, in millimetres, between its margins.
const (
	pageWide = 297 - 2*8.0
	pageHigh = 210 - 17 - 14.0
)

// pageHolds is how many points of rows a page takes under those that it repeats.
func (f *leaf) pageHolds(repeated float64) float64 {
	units := 0.0
	for _, c := range f.columns[:f.printed] {
		units += c.width
	}
	scale := min(1, pageWide/(units*unitPixels*inch/96))
	return pageHigh/inch*72/scale - repeated
}

// keepWhole begins a new page before charts that would otherwise lie across two. Programs differ in how wide they take a
// unit to be, and so in how many rows go on a page: the charts must fit either way.
func (t *table) keepWhole(f *leaf) {
	var tall []float64
	cells := make([]cell, len(t.heads))
	for row := range t.rows {
		t.fill(row, cells)
		tall = append(tall, height(t.lines(cells)))
	}
	charts := float64(f.below) * defaultHeight
	for _, wider := range []float64{1, spare} {
		holds, used := f.pageHolds(24+2*height(1)+35)*wider, 0.0
		for _, points := range tall {
			if used += points; used > holds {
				used = points
			}
		}
		if used+charts > holds {
			f.broken = f.lastRow + 1
		}
	}
}

// setBreak begins a page.
func (b *book) setBreak(f *leaf) error {
	if f.broken == 0 {
		return nil
	}
	return b.file.InsertPageBreak(f.name, "A"+strconv.Itoa(f.broken))
}

// runningHead names the report, the quarter and the sheet, and says what is no final report.
func (b *book) runningHead(sheet string) string {
	parts := []string{b.text("print.report", args{"period": b.l.Period(b.Period.ID)})}
	if b.Fictitious {
		parts = append(parts, b.text("print.fictitious", nil))
	}
	if b.Draft {
		parts = append(parts, b.text("print.draft", nil))
	}
	return strings.Join(append(parts, sheet), " · ")
}

// origin says what made the workbook, and from which assessment.
func (b *book) origin() string {
	made := b.Generator.Name + " " + b.Generator.Version
	if b.options.Digest == "" {
		return made
	}
	return made + " · assessment.json SHA-256 " + b.options.Digest
}

// longestName is how many characters of a name go into a header, which holds 255 with its codes.
const longestName = 80

// plain is a text from outside as headers take it: cut, and without codes of its own.
func plain(name string) string {
	return strings.ReplaceAll(shortened(name, longestName), "&", "&&")
}

// margin is one side of a header or footer, in 8 points and grey.
func margin(side, weight, text string) string {
	return "&" + side + `&"` + family + "," + weight + `"&8&K` + grey + text
}
