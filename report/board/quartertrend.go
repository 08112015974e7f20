package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

const (
	mostQuarters  = 8 // in a panel
	leastQuarters = 2 // for a comparison
)

// The measures of a panel, in millimetres.
const (
	trendTall    = 22.0 // of the place of the greatest figure, above zero, where the page has room
	trendLeast   = 13.0 // where it has not
	trendAbove   = 5.0  // for the figure above the highest point
	trendPeriods = 3.4  // of the quarters' baseline, under zero
	trendLine    = 3.6  // from there to that of the denominators, and from one row of them to the next
	trendBelow   = 1.8  // under the lowest baseline

	trendSpare = 0.1 // that rounding may take

	denominatorApart = 0.8 // between two of them
)

// trendSeries is a figure that is followed from quarter to quarter.
type trendSeries struct {
	key string
	of  func(*report.Figures) *report.Share // nil where the quarter's report does not have it
}

// trendPanels are the series, from the left.
var trendPanels = []trendSeries{
	{"lost", worstLoss},
	{"compliant", func(f *report.Figures) *report.Share { return &report.Share{Count: f.Compliant, Of: f.Services} }},
	{"restores", func(f *report.Figures) *report.Share { return f.Restores }},
	{"open", func(f *report.Figures) *report.Share { return &report.Share{Count: f.Open, Of: f.Applicable} }},
}

// worstLoss is the services that the worst campus takes along.
func worstLoss(f *report.Figures) *report.Share {
	if f.Worst == nil {
		return nil
	}
	return &report.Share{Count: f.Worst.Lost, Of: f.Services}
}

// quarters are the last quarters, from the first of them that has a report.
func (b *board) quarters() []report.Quarter {
	last := b.a.Trend[max(0, len(b.a.Trend)-mostQuarters):]
	// A gap before the first report is no gap.
	for len(last) > 0 && last[0].Figures == nil {
		last = last[1:]
	}
	return last
}

// trend draws four figures of the last quarters side by side, each on a scale of its own.
func (b *board) trend() {
	quarters := b.quarters()
	if len(quarters) < leastQuarters {
		return
	}
	// What stands above and below the lines counts for all panels, so that their zero lines are one line.
	var lines []trendLines
	heads, under := 0.0, 0.0
	for _, s := range trendPanels {
		l := b.trendLines(s, quarters)
		lines = append(lines, l)
		heads, under = max(heads, b.trendHead(s)), max(under, l.under())
	}
	note := pdf.Plain(small, b.trendNote(quarters))
	fixed := pdf.Head.Leading() + 1.8 + heads + trendAbove + under + b.Height(pdf.Width, note)
	tall := b.trendHeight(b.Left() - fixed)
	b.Keep(fixed + tall)
	b.Heading(pdf.Heading{Level: 2, Text: pdf.Plain(head, b.l.Text("board.quarter.trend.title", nil))})
	b.Skip(1.8)
	top := b.Y()
	for i, s := range trendPanels {
		l := lines[i]
		l.tall = tall
		b.At(pdf.ColumnLeft(1+3*i), top, trendWidth, func() {
			b.Rule(inkRule)
			b.Skip(gapLine)
			b.Heading(pdf.Heading{Level: 3, Text: pdf.Plain(strong, b.l.Text("board.quarter.trend.name."+s.key, nil))})
			b.Paragraph(pdf.Plain(small, b.l.Text("board.quarter.trend.about."+s.key, nil)))
			b.SetY(top + heads)
			b.Figure(pdf.Figure{Alt: l.alt, Height: trendAbove + tall + under, Draw: l.draw})
		})
	}
	b.SetY(top + heads + trendAbove + tall + under)
	b.Paragraph(note)
}

// trendHeight is the height of the scales. They give up some for the promises below, if those then stand on the same
// page: all of them, or at least those that must be named.
func (b *board) trendHeight(left float64) float64 {
	sum := b.a.Highlights.Commitments
	for _, rows := range []int{sum.All, sum.All - sum.Open} {
		if tall := left - b.promisesHeight(rows) - trendSpare; tall >= trendLeast {
			return min(tall, trendTall)
		}
	}
	return trendTall
}

// trendWidth is the width of a panel.
var trendWidth = pdf.ColumnSpan(3)

// trendHead is the height of what stands above a panel's lines.
func (b *board) trendHead(s trendSeries) float64 {
	name, about := b.l.Text("board.quarter.trend.name."+s.key, nil), b.l.Text("board.quarter.trend.about."+s.key, nil)
	return gapLine + b.Height(trendWidth, pdf.Plain(strong, name), pdf.Plain(small, about))
}

// trendNote says what the panels have in common: the first and last quarter, what stands below, and the scales.
func (b *board) trendNote(quarters []report.Quarter) string {
	var missing []string
	for _, q := range quarters {
		if q.Figures == nil {
			missing = append(missing, b.l.Period(q.Period))
		}
	}
	text := b.l.Text("board.quarter.trend.note", templates.Args{"from": b.l.Period(quarters[0].Period), "to": b.l.Period(b.a.Period.ID)})
	if len(missing) > 0 {
		text = sentences(text, b.l.Text("board.quarter.trend.missing", templates.Args{"periods": b.l.List(missing)}))
	}
	return text
}

// trendLines is a series as it is drawn.
type trendLines struct {
	*board
	alt    string
	points []trendPoint
	color  pdf.Color
	tall   float64 // mm of the greatest figure
	rows   int     // of denominators
}

// trendPoint is a quarter's figure; without a share it has none.
type trendPoint struct {
	period string
	share  *report.Share
	x      float64 // mm from the left edge of the panel
}

// trendLines puts a series into its panel.
func (b *board) trendLines(s trendSeries, quarters []report.Quarter) trendLines {
	l := trendLines{board: b, color: pdf.Accent, rows: 1}
	var spoken []string
	for _, q := range quarters {
		p := trendPoint{period: q.Period}
		said := b.l.Text("board.quarter.trend.none", nil)
		if q.Figures != nil {
			p.share = s.of(q.Figures)
		}
		if p.share != nil {
			said = b.l.Text("board.share", templates.Args{"n": p.share.Count, "of": p.share.Of})
		}
		spoken = append(spoken, b.l.Text("board.quarter.trend.alt_quarter", templates.Args{"period": b.l.Period(q.Period), "figure": said}))
		l.points = append(l.points, p)
	}
	l.alt = b.l.Text("board.quarter.trend.alt", templates.Args{"name": b.l.Text("board.quarter.trend.name."+s.key, nil), "quarters": b.parted(spoken)})
	// Colour is for verdicts: services that are lost are one.
	if last := l.points[len(l.points)-1].share; s.key == "lost" && last != nil && last.Count > 0 {
		l.color = pdf.Fail
	}
	l.spread()
	return l
}

// spread gives the quarters their places: the outermost as near to the edges as what stands under them allows.
func (l *trendLines) spread() {
	n := len(l.points)
	widest := l.Width(pdf.Run{Text: l.l.Quarter(l.points[n-1].period), Style: smallStrong})
	for i := range l.points {
		widest = max(widest, l.Width(l.points[i].denominator(l.board).Runs...))
	}
	// The last figure is set larger, and must not leave the panel.
	outer := widest
	if last := l.points[n-1].share; last != nil {
		outer = max(outer, l.Width(pdf.Run{Text: l.l.Integer(int64(last.Count)), Style: strong}))
	}
	inset, step := trendWidth/2, 0.0
	if n > 1 {
		inset = outer / 2
		step = (trendWidth - outer) / float64(n-1)
	}
	// Denominators that would touch side by side take turns in rows.
	for n > 1 && step*float64(l.rows) < widest+denominatorApart {
		l.rows++
	}
	for i := range l.points {
		l.points[i].x = inset + float64(i)*step
	}
}

// denominator is what a quarter's figure is counted among; a dash where there is no figure.
func (p *trendPoint) denominator(b *board) pdf.Text {
	if p.share == nil {
		return pdf.Plain(small, "–")
	}
	return pdf.Plain(small, b.l.Integer(int64(p.share.Of)))
}

// under is the height of what stands under the zero line.
func (l *trendLines) under() float64 { return trendPeriods + float64(l.rows)*trendLine + trendBelow }

// draw draws the zero line and what stands under it, the lines, then the points and their figures on top.
func (l trendLines) draw(c *pdf.Canvas) {
	zero := c.Box.Y + trendAbove + l.tall
	places := l.places(pdf.Point{X: c.Box.X, Y: zero})
	// Where no quarter has a figure there is nothing to draw, and that is said.
	if len(unbroken(places)) == 0 {
		c.Text(pdf.Point{X: c.Box.X, Y: c.Box.Y + trendAbove}, pdf.Plain(small, l.l.Text("board.quarter.trend.none", nil)))
		return
	}
	c.Line(pdf.Point{X: c.Box.X, Y: zero}, pdf.Point{X: c.Box.Right(), Y: zero}, pdf.Stroke{Color: pdf.Ink, Width: pdf.HairRule})
	// A quarter without a report is a gap: a line across it would say what nobody knows.
	for _, run := range unbroken(places) {
		c.Polyline(run, pdf.Stroke{Color: l.color, Width: 0.4})
	}
	last := len(l.points) - 1
	for i, at := range places {
		switch {
		case at == nil:
		// The quarter that is reported is solid, those before are hollow.
		case i == last:
			c.Circle(*at, 1.15, pdf.Paint{Fill: l.color})
		default:
			c.Circle(*at, 0.7, pdf.Paint{Fill: pdf.White, Stroke: pdf.Stroke{Color: l.color, Width: 0.4}})
		}
	}
	for _, label := range l.labels(places, pdf.Box{X: c.Box.X - labelAside, Y: c.Box.Y, Width: c.Box.Width + 2*labelAside, Height: zero - c.Box.Y}) {
		c.Text(label.at, label.text)
	}
	l.axis(c, zero)
}

// places are the points on the page, from the left end of the zero line; nil where a quarter has no figure.
func (l *trendLines) places(zero pdf.Point) []*pdf.Point {
	// Zero is at the bottom whatever the figures are: a line that starts elsewhere makes little look like much.
	most := 1
	for i := range l.points {
		if s := l.points[i].share; s != nil {
			most = max(most, s.Count)
		}
	}
	out := make([]*pdf.Point, len(l.points))
	for i := range l.points {
		if s := l.points[i].share; s != nil {
			out[i] = &pdf.Point{X: zero.X + l.points[i].x, Y: zero.Y - l.tall*float64(s.Count)/float64(most)}
		}
	}
	return out
}

// unbroken are the stretches of points without a gap.
func unbroken(places []*pdf.Point) [][]pdf.Point {
	var out [][]pdf.Point
	open := false
	for _, at := range places {
		if at == nil {
			open = false
			continue
		}
		if !open {
			out = append(out, nil)
		}
		open = true
		out[len(out)-1] = append(out[len(out)-1], *at)
	}
	return out
}

// axis writes the quarters and, below, what each figure is counted among: by turns in so many rows as that needs.
func (l *trendLines) axis(c *pdf.Canvas, zero float64) {
	last := len(l.points) - 1
	for i := range l.points {
		p := &l.points[i]
		style := small
		if i == last {
			style = smallStrong
		}
		at := pdf.Point{X: c.Box.X + p.x, Y: zero + trendPeriods}
		c.Text(at, pdf.Plain(style, l.l.Quarter(p.period)).Aligned(pdf.AlignCenter))
		at.Y += trendLine * float64(1+(last-i)%l.rows)
		c.Text(at, p.denominator(l.board).Aligned(pdf.AlignCenter))
	}
}
