package board

import (
	"cmp"
	"slices"

	"coupefeu/report/pdf"
)

// mostLabelled is how many points of a line all have their figure. Of more, the first, the last, the highest and the
// lowest have it.
const mostLabelled = 5

// trendLabel is a point's figure where it has found a place.
type trendLabel struct {
	text pdf.Text
	at   pdf.Point // of its baseline
	box  pdf.Box
}

// labels finds places for the figures, the most telling first: above their points, else where they touch neither a
// line nor another figure. One that finds no place is left out, but for the last quarter's; what is read out has all.
func (l *trendLines) labels(places []*pdf.Point, room pdf.Box) []trendLabel {
	var out []trendLabel
	for _, i := range l.labelled() {
		text := pdf.Plain(small, l.l.Integer(int64(l.points[i].share.Count)))
		if i == len(l.points)-1 {
			text = pdf.Plain(in(strong, l.color), l.l.Integer(int64(l.points[i].share.Count)))
		}
		placed := l.labelsAt(*places[i], text)
		free := slices.IndexFunc(placed, func(label trendLabel) bool {
			return within(label.box, room) && !crossesLine(label.box, places) && !touches(label.box, out)
		})
		switch {
		case free >= 0:
			out = append(out, placed[free])
		case i == len(l.points)-1:
			out = append(out, placed[0])
		}
	}
	// They are written in the order of time, whatever the order in which they found their places.
	slices.SortFunc(out, func(x, y trendLabel) int { return cmp.Compare(x.at.X, y.at.X) })
	return out
}

// labelled are the points whose figures are shown, the most telling first.
func (l *trendLines) labelled() []int {
	var given []int
	for i := range l.points {
		if l.points[i].share != nil {
			given = append(given, i)
		}
	}
	if len(given) == 0 {
		return nil
	}
	highest, lowest := given[0], given[0]
	for _, i := range given {
		switch count := l.points[i].share.Count; {
		case count > l.points[highest].share.Count:
			highest = i
		case count < l.points[lowest].share.Count:
			lowest = i
		}
	}
	// Who gets the best place first: what the board asks for first.
	order := []int{given[len(given)-1], given[0], highest, lowest}
	if len(given) <= mostLabelled {
		order = append(order, given...)
	}
	var out []int
	for _, i := range order {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// The measures of a figure at a point, in millimetres.
const (
	labelTall  = 2.2 // of a figure, above its baseline
	labelApart = 1.7 // from the middle of its point
	labelStep  = 1.5 // from one height to the next
	labelAside = 0.5 // that it may stand out of the panel
)

// labelHeights are how many steps a figure may stand above its place over the point; the last is below the point.
var labelHeights = []float64{0, 1, 2, 3, 4, below}

// below stands for the place under a point.
const below = -1

// labelsAt are the places where a point's figure may stand, the nearest first.
func (l *trendLines) labelsAt(at pdf.Point, text pdf.Text) []trendLabel {
	width := l.Width(text.Runs...)
	var out []trendLabel
	// Nearer the point is better than straight above it: a figure that floats belongs to nothing.
	for _, height := range labelHeights {
		y := at.Y - labelApart - height*labelStep
		if height == below {
			y = at.Y + labelApart + labelTall
		}
		for _, aside := range []float64{0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75} {
			x := at.X + aside*width
			box := pdf.Box{X: x - width/2 - 0.2, Y: y - labelTall - 0.2, Width: width + 0.4, Height: labelTall + 0.4}
			out = append(out, trendLabel{text: text.Aligned(pdf.AlignCenter), at: pdf.Point{X: x, Y: y}, box: box})
		}
	}
	return out
}

// crossesLine tells whether a line between two points runs through a box, or a point lies in it.
func crossesLine(box pdf.Box, places []*pdf.Point) bool {
	for _, run := range unbroken(places) {
		for i, at := range run {
			// Points are wider than the line that runs through them.
			if apart(box, at) < 0.9 || i > 0 && through(box, run[i-1], at) {
				return true
			}
		}
	}
	return false
}

// touches tells whether a box lies on a figure that has its place.
func touches(box pdf.Box, labels []trendLabel) bool {
	return slices.ContainsFunc(labels, func(l trendLabel) bool {
		return box.X < l.box.Right()+0.4 && l.box.X < box.Right()+0.4 && box.Y < l.box.Bottom() && l.box.Y < box.Bottom()
	})
}
