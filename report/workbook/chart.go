package workbook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// chart is a bar for each category, stacked to 100 %. It is native: its figures are those of the cells, and move with
// them. The title says the message, not the subject.
type chart struct {
	at         string // its upper left cell
	title      string // what it says
	categories string // reference
	labels     string // number format of the counts in the segments
	series     []series
}

// series is one kind of segment. One with a line is hollow: white, outlined. What is known is solid, what is not is
// hollow, so that the chart reads without colour too.
type series struct {
	column       int
	name, values string // references
	fill, line   string
	label        string
}

// The size of a chart in pixels at 96 to the inch: 13.2 by 6.6 cm.
const (
	chartWidth  = 499
	chartHeight = 249
)

// draw adds a chart to a sheet. Excelize places it by the widths and heights that it knows, so it is told them.
func (b *book) draw(f *leaf, c *chart) error {
	for i, column := range f.columns {
		if err := b.file.SetColWidth(f.name, letters(i), letters(i), column.width); err != nil {
			return err
		}
	}
	for row := 1; row <= f.lastRow; row++ {
		if err := b.file.SetRowHeight(f.name, row, rowHeight); err != nil {
			return err
		}
	}
	gap, overlap, varied := uint(55), 100, false
	options := &excelize.Chart{
		Type: excelize.BarPercentStacked, GapWidth: &gap, Overlap: &overlap, VaryColors: &varied,
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Format:    excelize.GraphicOptions{AltText: c.title, Name: c.title},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: chartFont(strong, 10, ink)}}, OffsetX: 1, OffsetY: 2},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: chartFont(body, 8, ink)},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: *chartFont(body, 9, ink)},
		YAxis:     excelize.ChartAxis{None: true},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: c.labels}},
		Border:    excelize.LineOptions{Type: excelize.LineNone},
	}
	for _, s := range c.series {
		b.outlines = append(b.outlines, s.line)
		options.Series = append(options.Series, excelize.ChartSeries{
			Name: s.name, Categories: c.categories, Values: s.values,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}},
			DataLabel: excelize.ChartDataLabel{Font: *chartFont(strong, 8, s.label)},
		})
	}
	return b.file.AddChart(f.name, c.at, options)
}

// chartFont is one of the fonts in a size and colour of its own: charts have fewer of the first and more of the second.
func chartFont(f font, size float64, color string) *excelize.Font {
	return &excelize.Font{Family: family, Size: size, Bold: fonts[f].bold, Color: color}
}

// mendCharts gives hollow series their outline, which excelize does not draw round bars.
func (b *book) mendCharts(p parts) {
	done := 0
	for i := 1; p["xl/charts/chart"+strconv.Itoa(i)+".xml"] != nil; i++ {
		part := "xl/charts/chart" + strconv.Itoa(i) + ".xml"
		pieces := strings.Split(p[part].String(), `</spPr><invertIfNegative`)
		for j := range pieces[1:] {
			if line := b.outlines[done+j]; line != "" {
				pieces[j] += fmt.Sprintf(`<a:ln w="9525"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:ln>`, line)
			}
		}
		done += len(pieces) - 1
		p[part] = bytes.NewBufferString(strings.Join(pieces, `</spPr><invertIfNegative`))
	}
}
