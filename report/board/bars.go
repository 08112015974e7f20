package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
)

// outcomeClass is one of the six classes of outcomes that a bar shows, with how its part and its figure are drawn.
type outcomeClass struct {
	key    string // of its word and of its count
	count  func(*report.ScenarioRow) int
	status rules.Status // whose symbol goes with the word; NotApplicable: none
	paint  pdf.Paint
	ink    pdf.Color
}

// outcomeClasses are in the order of the bar, the worst at its beginning.
var outcomeClasses = []outcomeClass{
	{"lost", func(r *report.ScenarioRow) int { return r.Lost }, rules.Fail, pdf.Paint{Fill: pdf.Fail}, pdf.Fail},
	{"unproven", func(r *report.ScenarioRow) int { return r.Unproven }, rules.Unknown, pdf.Paint{Fill: pdf.White, Stroke: pdf.Stroke{Color: pdf.Unknown, Width: 0.4}}, pdf.Unknown},
	{"stranded", func(r *report.ScenarioRow) int { return r.Stranded }, rules.NotApplicable, pdf.Paint{Fill: pdf.FailTint, Stroke: pdf.Stroke{Color: pdf.Fail, Width: 0.2}}, pdf.Fail},
	{"restore", func(r *report.ScenarioRow) int { return r.Restore }, rules.NotApplicable, pdf.Paint{Fill: pdf.AccentMid}, pdf.Accent},
	{"waits", func(r *report.ScenarioRow) int { return r.Waits }, rules.NotApplicable, pdf.Paint{Fill: pdf.AccentLight}, pdf.Ink},
	{"goes_on", func(r *report.ScenarioRow) int { return r.GoesOn }, rules.NotApplicable, pdf.Paint{Fill: pdf.Track}, pdf.Grey},
}

// The measures of a bar, in millimetres.
const (
	barWidth    = 45.0
	barTall     = 3.6
	barTop      = 4.1 // of the bar, under the upper edge of its row
	barRow      = 9.6
	barGap      = 0.25 // white between two parts
	barNarrow   = 1.3  // under this a part's outline is thinner
	barThin     = 0.2  // that outline
	barApart    = 0.9  // between two figures
	barBaseline = 3.3  // of the figures, under the upper edge of the row
	barStep     = 3.6  // from one word of a stair to the next
)

// bar is a scenario's outcomes as one bar of counts, its whole width all services.
type bar struct {
	*board
	row   *report.ScenarioRow
	named []int // classes whose words stand above this bar, with leaders
	steps int   // of those words
}

// words are the counts, each with its word, for a reader who listens.
func (r bar) words() string {
	var parts []string
	for _, class := range outcomeClasses {
		if n := class.count(r.row); n > 0 {
			parts = append(parts, r.count("board.bar.count."+class.key, n))
		}
	}
	return r.l.List(parts)
}

// height is what the bar's row needs.
func (r bar) height() float64 { return barRow + float64(r.steps)*barStep }

// starts are where the parts begin, from the left edge, and at last where they end.
func (r bar) starts() []float64 {
	out := make([]float64, len(outcomeClasses)+1)
	for i, class := range outcomeClasses {
		out[i+1] = out[i] + barWidth*float64(class.count(r.row))/float64(max(1, r.a.Summary.Services))
	}
	return out
}

// draw draws the parts, their figures, and the words that are new in this row.
func (r bar) draw(c *pdf.Canvas) {
	top := c.Box.Y + float64(r.steps)*barStep
	starts := r.starts()
	for i, class := range outcomeClasses {
		box := pdf.Box{X: c.Box.X + starts[i], Y: top + barTop, Width: starts[i+1] - starts[i], Height: barTall}
		if class.count(r.row) == 0 {
			continue
		}
		paint := class.paint
		if box.Width < barNarrow {
			paint.Stroke.Width = min(paint.Stroke.Width, barThin)
		}
		// What is narrower than two gaps keeps its width: it must not look smaller than it is.
		if box.Width > 2*barGap {
			box.Width -= barGap
		}
		c.Rect(box, paint)
	}
	r.figures(c, top+barBaseline)
	r.stairIn(c)
}

// figures writes each count above the beginning of its part, pushed to the right where its neighbour needs the place.
func (r bar) figures(c *pdf.Canvas, y float64) {
	starts, right := r.starts(), c.Box.X-barApart
	for i, class := range outcomeClasses {
		n := class.count(r.row)
		if n == 0 {
			continue
		}
		style := in(smallStrong, class.ink)
		if class.ink == pdf.Grey {
			style = small
		}
		text := pdf.Plain(style, r.l.Integer(int64(n)))
		x := max(c.Box.X+starts[i], right+barApart)
		c.Text(pdf.Point{X: x, Y: y}, text)
		right = x + c.Width(text.Runs...)
	}
}

// word is the class's name as it stands once above the bars.
func (b *board) word(class outcomeClass) pdf.Text {
	words := b.l.Text("board.bar.word."+class.key, nil)
	if class.status != rules.NotApplicable {
		return b.marked(class.status, pdf.Small, words)
	}
	if class.ink == pdf.Grey {
		return pdf.Plain(small, words)
	}
	return pdf.Plain(in(smallStrong, class.ink), words)
}

// tread is one word of a stair.
type tread struct {
	class int
	text  pdf.Text
	x     float64 // of its leader, from the left edge of the bar
	left  float64 // of its text
	right float64
	level int // steps above the lowest
}

const (
	treadGap   = 0.9 // mm between a leader and its word
	treadApart = 1.5 // mm between two words
)

// stair places the words of classes from the right, each a step above those that it would touch. What goes beyond the
// bar stands on the first free level, above what is beside.
func (r bar) stair(classes []int, free int) []tread {
	starts := r.starts()
	treads := make([]tread, len(classes))
	for i := len(classes) - 1; i >= 0; i-- {
		t := tread{class: classes[i], text: r.word(outcomeClasses[classes[i]]), x: starts[classes[i]]}
		t.left = t.x + treadGap
		t.right = t.left + r.Width(t.text.Runs...)
		if t.right > barWidth {
			t.level = free
		}
		for _, other := range treads[i+1:] {
			if other.x < t.right+treadApart {
				t.level = max(t.level, other.level+1)
			}
		}
		treads[i] = t
	}
	return treads
}

// shown are the classes that a row has.
func (r bar) shown() []int {
	var out []int
	for i, class := range outcomeClasses {
		if class.count(r.row) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// steps is how many steps a stair takes.
func steps(treads []tread) int {
	most := 0
	for _, t := range treads {
		most = max(most, t.level+1)
	}
	return most
}

// drawStair draws words whose lowest stands on a baseline, with leaders down to an edge.
func (r bar) drawStair(c *pdf.Canvas, treads []tread, baseline, edge float64) {
	for _, t := range treads {
		y := baseline - float64(t.level)*barStep
		c.Line(pdf.Point{X: c.Box.X + t.x, Y: y - 2.4}, pdf.Point{X: c.Box.X + t.x, Y: edge}, pdf.Stroke{Color: outcomeClasses[t.class].ink, Width: pdf.LeaderRule})
		c.Text(pdf.Point{X: c.Box.X + t.left, Y: y}, t.text)
	}
}

// stairIn draws the words that are new in this row. They stay within the bar: beside it are other columns.
func (r bar) stairIn(c *pdf.Canvas) {
	if len(r.named) == 0 {
		return
	}
	treads := r.stair(r.named, 0)
	for i := range treads {
		if over := treads[i].right - barWidth; over > 0 {
			treads[i].left -= over
		}
		treads[i].level = len(treads) - 1 - i
	}
	r.drawStair(c, treads, c.Box.Y+float64(r.steps)*barStep-0.3, c.Box.Y+float64(r.steps)*barStep+barBaseline-2.2)
}
