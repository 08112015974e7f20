package board

import (
	"math"
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// The measures of a histogram, in millimetres.
const (
	ageLeft   = 50.0 // left edge of the first bin
	ageBin    = 7.2
	ageGap    = 0.35 // on either side of a bar
	ageHeight = 23.5 // of a tier's panel
	ageBase   = 22.0 // of the base line, from the top of the panel
	ageTall   = 15.0 // of the tallest bar
	ageMost   = 3.0  // of a bar for one service
	ageAxis   = 5.0  // for the figures of the axis
	ageApart  = 9.0  // between the months and the two bars apart
	ageOther  = 12.5 // width of the place of a bar apart
)

// ageScale is the height of a bar for one service: that of the tallest bar of all tiers is bounded.
func ageScale(r *report.Restores) float64 {
	tallest := 1
	for _, sum := range r.ByTier {
		tallest = max(tallest, sum.Failed, sum.Never)
		for _, bin := range sum.Months {
			tallest = max(tallest, bin.All())
		}
	}
	return min(ageMost, ageTall/float64(tallest))
}

// histogram draws the ages of one tier's restore tests.
type histogram struct {
	*board
	sum   report.RestoreSum
	tier  string
	scale float64
	axis  bool // under the last panel
}

// spoken is the histogram in words.
func (h histogram) spoken() string {
	parts := []string{h.l.Text("board.restores.ages.alt", templates.Args{"tier": h.board.tier(h.tier), "n": h.sum.Proven, "of": h.sum.Services})}
	if h.sum.Unproven > 0 {
		parts = append(parts, h.unprovenParts(h.sum)+".")
	}
	return strings.Join(parts, " ")
}

// draw draws the months, the two bars apart, the limit over them and, under the last tier, the figures of the axis.
func (h histogram) draw(c *pdf.Canvas) {
	base := c.Box.Y + ageBase
	monthsRight := c.Box.X + report.MonthBins*ageBin
	c.Line(pdf.Point{X: c.Box.X, Y: base}, pdf.Point{X: monthsRight, Y: base}, pdf.Stroke{Color: pdf.Ink, Width: pdf.HairRule})
	// Bars come before the limit, so that its line stands on top of them.
	split := h.split()
	for i, bin := range h.sum.Months {
		h.bin(c, pdf.Box{X: c.Box.X + float64(i)*ageBin, Y: base, Width: ageBin}, bin, split-float64(i))
	}
	h.apart(c, monthsRight+ageApart, h.sum.Failed, "board.restores.ages.failed")
	h.apart(c, monthsRight+ageApart+ageOther+gapSmall, h.sum.Never, "board.restores.ages.never")
	if h.sum.Limit != nil && h.sum.Services > 0 {
		h.limit(c, c.Box.X+split*ageBin)
	}
	if h.axis {
		h.months(c, base+3.8)
	}
}

// split is where the limit stands, in bins from the left; beyond all of them where there is none. A limit inside a bin
// leaves either side room for its figure.
func (h histogram) split() float64 {
	if h.sum.Limit == nil {
		return report.MonthBins + 1
	}
	const month = report.MonthDays * 86400
	at := *h.sum.Limit / month
	if edge := math.Round(at); edge > 0 && math.Abs(edge*month-*h.sum.Limit) <= 86400 && edge < report.MonthBins {
		return edge
	}
	whole := min(math.Floor(at), report.MonthBins-1)
	// A limit beyond the last edge stands in the middle of the bin that holds all older tests.
	if at >= report.MonthBins {
		return whole + 0.5
	}
	return whole + min(max(at-whole, 0.3), 0.7)
}

// bin draws the bar of a month, in two parts where the limit stands inside: split counts bins from its left edge.
func (h histogram) bin(c *pdf.Canvas, box pdf.Box, bin report.AgesBin, split float64) {
	pass := pdf.Paint{Fill: pdf.PassFill}
	fail := pdf.Paint{Fill: pdf.Fail}
	open := pdf.Paint{Fill: pdf.White, Stroke: pdf.Stroke{Color: pdf.Unknown, Width: 0.4}}
	if split <= 0 || split >= 1 {
		h.beside(c, box, []part{{bin.Kept, pass, pdf.Pass}, {bin.TooOld, fail, pdf.Fail}, {bin.NoLimit, open, pdf.Unknown}})
		return
	}
	left, right := box, box
	left.Width = box.Width * split
	right.X, right.Width = box.X+left.Width, box.Width-left.Width
	h.bar(c, left, bin.Kept, pass, pdf.Pass)
	h.bar(c, right, bin.TooOld, fail, pdf.Fail)
}

// part is a bar of a bin.
type part struct {
	n     int
	paint pdf.Paint
	color pdf.Color
}

// beside draws the bars of a bin side by side; mostly there is one.
func (h histogram) beside(c *pdf.Canvas, box pdf.Box, parts []part) {
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.n == 0 })
	box.Width /= float64(max(1, len(parts)))
	for _, p := range parts {
		h.bar(c, box, p.n, p.paint, p.color)
		box.X += box.Width
	}
}

// bar draws a bar of so many services up from the lower edge of a box, with its figure.
func (h histogram) bar(c *pdf.Canvas, box pdf.Box, n int, paint pdf.Paint, color pdf.Color) {
	// An empty bin has no bar and no figure: the base line goes on.
	if n == 0 {
		return
	}
	height := float64(n) * h.scale
	c.Rect(pdf.Box{X: box.X + ageGap, Y: box.Y - height, Width: box.Width - 2*ageGap, Height: height}, paint)
	text := pdf.Plain(in(smallStrong, color), h.l.Integer(int64(n))).Aligned(pdf.AlignCenter)
	c.Text(pdf.Point{X: box.X + box.Width/2, Y: box.Y - height - 0.9}, text)
}

// apart draws one of the two bars at the right: tests that failed, services never tested.
func (h histogram) apart(c *pdf.Canvas, x float64, n int, key string) {
	base := c.Box.Y + ageBase
	c.Line(pdf.Point{X: x, Y: base}, pdf.Point{X: x + ageOther, Y: base}, pdf.Stroke{Color: pdf.Ink, Width: pdf.HairRule})
	// These bars are as wide as a month's, for they count the same thing.
	inner := (ageOther - ageBin) / 2
	h.bar(c, pdf.Box{X: x + inner, Y: base, Width: ageBin}, n, pdf.Paint{Fill: pdf.Fail}, pdf.Fail)
	if h.axis {
		c.Text(pdf.Point{X: x + ageOther/2, Y: base + 3.8}, pdf.Plain(smallInk, h.l.Text(key, nil)).Aligned(pdf.AlignCenter))
	}
}

// limit draws the limit over the full height; its label stands above the bars, on the side that has room.
func (h histogram) limit(c *pdf.Canvas, x float64) {
	top := c.Box.Y + 0.8
	c.Line(pdf.Point{X: x, Y: top}, pdf.Point{X: x, Y: c.Box.Y + ageBase}, inkRule)
	label := pdf.Plain(smallInk, h.l.Text("board.restores.ages.limit", templates.Args{"limit": h.l.Duration(*h.sum.Limit)}))
	at := pdf.Point{X: x + 1, Y: top + 2.4}
	// A label that would leave the months goes to the other side of the line.
	if at.X+c.Width(label.Runs...) > c.Box.X+report.MonthBins*ageBin {
		at.X, label = x-1, label.Aligned(pdf.AlignRight)
	}
	c.Text(at, label)
}

// months writes the figures of the axis at the edges of the bins; the last bin is named as a whole.
func (h histogram) months(c *pdf.Canvas, y float64) {
	for i := range report.MonthBins - 1 {
		c.Text(pdf.Point{X: c.Box.X + float64(i)*ageBin, Y: y}, pdf.Plain(small, h.l.Integer(int64(i))).Aligned(pdf.AlignCenter))
	}
	last := h.l.Text("board.restores.ages.last", templates.Args{"n": report.MonthBins - 1})
	c.Text(pdf.Point{X: c.Box.X + (report.MonthBins-0.5)*ageBin, Y: y}, pdf.Plain(small, last).Aligned(pdf.AlignCenter))
}
