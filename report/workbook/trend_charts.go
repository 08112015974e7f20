package workbook

import "fmt"

const (
	mostDrawn    = 12 // quarters in a chart
	mostLabelled = 8  // of which all have their figures; of more, the first and the last
)

// quarterLabel is a quarter with what its checks are counted among, as a chart names it.
func (b *book) quarterLabel(r *trendRow) string {
	if r.Figures == nil {
		return b.l.Period(r.Period)
	}
	return b.text("trend.label", args{"period": b.l.Period(r.Period), "n": r.Figures.Applicable})
}

// drawnQuarters are the rows of the quarters that charts show, counted from 0: from the first of the last ones that has
// a report.
func (b *book) drawnQuarters() (from, to int) {
	from, to = max(0, len(b.Trend)-mostDrawn), len(b.Trend)
	for from < to && b.Trend[from].Figures == nil {
		from++
	}
	return from, to
}

// overQuarters is the reference of a column's cells in the rows that charts show.
func (b *book) overQuarters(key string) string {
	t := b.table(trendKey)
	from, to := b.drawnQuarters()
	name := letters(t.column(key))
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(t.names[0]), name, firstRow+from, name, headRow+to)
}

// headOf is the reference of a column's head, which names its series.
func (b *book) headOf(key string) string {
	t := b.table(trendKey)
	return fmt.Sprintf("%s!$%s$%d", quoted(t.names[0]), letters(t.column(key)), headRow)
}

// muted are the marks that have no figure: of many quarters, all but the first and the last.
func (b *book) muted() []int {
	from, to := b.drawnQuarters()
	var out []int
	for i := 1; to-from > mostLabelled && i < to-from-1; i++ {
		out = append(out, i)
	}
	return out
}

// followed tells whether there is anything to follow over quarters. A pack without rules or an inventory without
// services has no chart.
func (b *book) followed() bool {
	return len(b.Trend) > 0 && b.Trend[len(b.Trend)-1].Figures != nil && b.Trend[len(b.Trend)-1].Figures.Applicable > 0
}

// openChart is the open findings as a line over quarters. A missing quarter is a gap in it.
func (b *book) openChart(at string) chart {
	n, of := b.Highlights.Open, b.Highlights.Applicable
	c := chart{form: line, at: at, title: b.text("chart.open-first", args{"n": n, "of": of}), categories: b.overQuarters("label"), labels: whole}
	if p := b.Highlights.Progress; p != nil && p.Open != nil {
		c.title = b.text("chart.open", args{"n": n, "of": of, "before": p.Open.Before.Count, "before_of": p.Open.Before.Of})
	}
	c.series = []series{{name: b.headOf("open"), values: b.overQuarters("open"), fill: accent, label: accent, mute: b.muted()}}
	return c
}

// compliantChart is the services over quarters, those that are compliant at the foot of each column.
func (b *book) compliantChart(at string) chart {
	n, of := b.Summary.Compliant, b.Summary.Services
	c := chart{form: stacked, at: at, title: b.text("chart.compliant-first", args{"n": n, "of": of}), categories: b.overQuarters("period.title")}
	if p := b.Highlights.Progress; p != nil && p.Compliant != nil {
		c.title = b.text("chart.compliant", args{"n": n, "of": of, "before": p.Compliant.Before.Count, "before_of": p.Compliant.Before.Of})
	}
	most := 0
	for i := range b.Trend {
		if f := b.Trend[i].Figures; f != nil {
			most = max(most, f.Services)
		}
	}
	c.labels = fmt.Sprintf("[>=%d]#,##0;;", max(1, (most*6+99)/100)) // a lower one has no room for its figure
	c.series = []series{
		{name: b.headOf("compliant"), values: b.overQuarters("compliant"), fill: passFill, label: white, mute: b.muted()},
		{name: b.headOf("others"), values: b.overQuarters("others"), fill: track, label: grey, mute: b.muted()},
	}
	return c
}

// trendCharts draws both charts under the rows of the trend, side by side.
func (b *book) trendCharts(f *leaf) {
	if !b.followed() {
		return
	}
	row := f.lastRow + 2
	second := letters(f.columnAfter(chartWidth + f.columns[0].width*unitPixels + chartApart))
	f.charts = []chart{b.openChart(fmt.Sprintf("B%d", row)), b.compliantChart(fmt.Sprintf("%s%d", second, row))}
	f.below = f.rowAfter(row, float64(line.height)) - f.lastRow
}

// chartApart is the space between two charts, in pixels.
const chartApart = 26
