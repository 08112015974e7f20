package workbook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// chart is native: its figures are those of the cells, and move with them. The title says the message, not the subject.
type chart struct {
	form       *form
	at         string // its upper left cell
	title      string // what it says
	categories string // reference
	labels     string // number format of the figures beside their marks
	series     []series
}

// form is a kind of chart. None has a frame, grid lines or an axis of values: the figures stand at their marks.
type form struct {
	kind     excelize.ChartType
	width    uint    // pixels
	height   uint    // pixels
	gap      uint    // between bars, in hundredths of their width; 0: not of bars
	legend   string  // where it stands
	category float64 // size of the categories' names, in points
	reversed bool    // categories run downwards
	label    excelize.ChartDataLabelPositionType
}

// The forms: parts of a whole by category, a figure over quarters, two parts of a total over quarters.
var (
	parted  = &form{kind: excelize.BarPercentStacked, width: chartWidth, height: 249, gap: 55, legend: "bottom", category: 9, reversed: true}
	line    = &form{kind: excelize.Line, width: chartWidth, height: 261, legend: "none", category: 8, label: excelize.ChartDataLabelsPositionAbove}
	stacked = &form{kind: excelize.ColStacked, width: chartWidth, height: 261, gap: 60, legend: "bottom", category: 8}
)

// series is one kind of mark. One with a line of its own is hollow: white, outlined. What is known is solid, what is
// not is hollow, so that a chart reads without colour too.
type series struct {
	column       int
	name, values string // references
	fill, line   string
	label        string // colour of its figures
	mute         []int  // marks without a figure, counted from 0
	none         []int  // marks of nothing, of which not even an outline may be seen
}

// chartWidth is the width of a chart in pixels at 96 to the inch: 13.2 cm. The heights of the forms are 6.6 and 6.9 cm.
const chartWidth = 499

// defaultHeight is the height of a row that no sheet sets, in points.
const defaultHeight = 15.0

// pixelsOf are the pixels of a height in points.
func pixelsOf(points float64) float64 { return points * 96 / 72 }

// rowAfter is the row, from a first one on, that begins so many pixels further down or just after.
func (f *leaf) rowAfter(first int, pixels float64) int {
	for ; pixels > 0; first++ {
		height := defaultHeight
		if first <= len(f.heights) {
			height = f.heights[first-1]
		}
		pixels -= pixelsOf(height)
	}
	return first
}

// columnAfter is the column, counted from 0, that begins so many pixels to the right of the sheet's edge or just after.
func (f *leaf) columnAfter(pixels float64) int {
	column := 0
	for ; pixels > 0 && column < len(f.columns)-1; column++ {
		pixels -= f.columns[column].width * unitPixels
	}
	return column
}

// draw adds a chart to a sheet. Excelize places it by the widths and heights that it knows, so it is told them.
func (b *book) draw(f *leaf, c *chart) error {
	for i, column := range f.columns {
		if err := b.file.SetColWidth(f.name, letters(i), letters(i), column.width); err != nil {
			return err
		}
	}
	for i, height := range f.heights {
		if err := b.file.SetRowHeight(f.name, i+1, height); err != nil {
			return err
		}
	}
	options := c.options()
	for _, s := range c.series {
		b.plotted = append(b.plotted, s)
		options.Series = append(options.Series, excelize.ChartSeries{
			Name: s.name, Categories: c.categories, Values: s.values, Fill: solid(s.fill),
			Line:      excelize.LineOptions{Width: 1.5},
			Marker:    excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: solid(s.fill), Border: excelize.LineOptions{Type: excelize.LineNone}},
			DataLabel: excelize.ChartDataLabel{Font: *chartFont(strong, 8, s.label)}, DataLabelPosition: c.form.label,
		})
	}
	return b.file.AddChart(f.name, c.at, options)
}

// options are what a chart's form says of it.
func (c *chart) options() *excelize.Chart {
	f, overlap, varied, zero := c.form, 100, false, 0.0
	options := &excelize.Chart{
		Type: f.kind, Overlap: &overlap, VaryColors: &varied,
		Dimension: excelize.ChartDimension{Width: f.width, Height: f.height},
		Format:    excelize.GraphicOptions{AltText: c.title, Name: c.title, Positioning: "oneCell"},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: chartFont(strong, 10, ink)}}, OffsetX: 1, OffsetY: 2},
		Legend:    excelize.ChartLegend{Position: f.legend, Font: chartFont(body, 8, ink)},
		XAxis:     excelize.ChartAxis{ReverseOrder: f.reversed, Font: *chartFont(body, f.category, grey)},
		YAxis:     excelize.ChartAxis{None: true, Minimum: &zero},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: c.labels}},
		Border:    excelize.LineOptions{Type: excelize.LineNone},
	}
	if f.gap > 0 {
		options.GapWidth = &f.gap
	}
	return options
}

// solid is a fill of one colour.
func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// chartFont is one of the fonts in a size and colour of its own: charts have fewer of the first and more of the second.
func chartFont(f font, size float64, color string) *excelize.Font {
	return &excelize.Font{Family: family, Size: size, Bold: fonts[f].bold, Color: color}
}

// mendCharts gives hollow series their outline, which excelize does not draw round bars, but not where they have nothing
// to show, and takes the figures away from the marks that should have none.
func (b *book) mendCharts(p parts) {
	left := b.plotted
	for i := 1; p["xl/charts/chart"+strconv.Itoa(i)+".xml"] != nil; i++ {
		part := "xl/charts/chart" + strconv.Itoa(i) + ".xml"
		pieces := strings.Split(p[part].String(), `<ser>`)
		for j := range pieces[1:] {
			pieces[j+1] = left[j].mended(pieces[j+1])
		}
		left = left[len(pieces)-1:]
		p[part] = bytes.NewBufferString(strings.Join(pieces, `<ser>`))
	}
}

// mended is a series' part of a chart with what excelize cannot say of it.
func (s *series) mended(part string) string {
	if s.line != "" {
		outline := fmt.Sprintf(`<a:ln w="9525"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:ln>`, s.line)
		part = strings.Replace(part, `</spPr><invertIfNegative`, outline+`</spPr><invertIfNegative`, 1)
	}
	muted, blank := "", ""
	for _, mark := range s.mute {
		muted += fmt.Sprintf(`<dLbl><idx val="%d"/><delete val="1"/></dLbl>`, mark)
	}
	for _, mark := range s.none {
		blank += fmt.Sprintf(`<dPt><idx val="%d"/><invertIfNegative val="0"/><bubble3D val="0"/><spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill>`+
			`<a:ln><a:noFill/></a:ln></spPr></dPt>`, mark, s.fill)
	}
	return strings.Replace(part, `<dLbls>`, blank+`<dLbls>`+muted, 1)
}
