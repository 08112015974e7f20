package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// figure is one of the three of the title page.
type figure struct {
	label   string
	section string // that tells more
	count   int
	of      int
	total   string // "of 64 services"
	meaning string
	color   pdf.Color
	step    *report.Step // since the quarter before; nil where there is none, or it has no such figure
}

// figures draws the three figures side by side, their bars on one line.
func (b *board) figures() {
	first := b.openFigure()
	if b.worst() != nil {
		first = b.lostFigure()
	}
	all := []figure{first, b.compliantFigure(), b.provenFigure()}
	if p := b.a.Highlights.Progress; p != nil {
		all[0].step, all[1].step, all[2].step = b.firstStep(p), p.Compliant, b.provenStep(p)
	}
	g := gauge{board: b, width: pdf.ColumnSpan(4), top: b.Y()}
	// What is tallest in one of the three counts for all, so that their numbers and bars stand on one line.
	for _, f := range all {
		g.label = max(g.label, b.Height(g.width, b.figureLabel(f)))
		g.meaning = max(g.meaning, b.Height(g.width, pdf.Plain(body, f.meaning)))
		g.stacked = g.stacked || b.Width(f.display(b).Runs...) > g.width
	}
	bottom := b.Y()
	for i, f := range all {
		x := pdf.ColumnLeft(1 + 4*i)
		b.Group(pdf.Section, func() { bottom = max(bottom, g.draw(f, x)) })
	}
	b.SetY(bottom)
}

// firstStep is how the first of the three moved: what would be lost, or what is open among the most critical services.
func (b *board) firstStep(p *report.Progress) *report.Step {
	tier := b.critical()
	switch step, there := p.OpenByTier[tier]; {
	case b.worst() != nil:
		return p.Lost
	case tier == "":
		return p.Open
	case there:
		return &step
	}
	return nil
}

// provenStep is how the last of the three moved.
func (b *board) provenStep(p *report.Progress) *report.Step {
	if b.a.Highlights.Restores == nil {
		return p.Demonstrated
	}
	return p.Restores
}

// gauge is how the three figures are laid out together.
type gauge struct {
	*board
	width, top     float64
	label, meaning float64 // heights
	stacked        bool    // totals stand under the figures, which are too long to have them beside
}

const barHeight = 1.5

// draw draws one figure and gives back its lower edge.
func (g *gauge) draw(f figure, x float64) float64 {
	y := g.top
	g.At(x, y, g.width, func() { g.Rule(inkRule) })
	y += 2.7
	g.At(x, y, g.width, func() { g.Heading(pdf.Heading{Level: 2, Text: g.figureLabel(f)}) })
	// The number stands 3.8 mm above its bar, whatever is above it.
	y += g.label + 1.4
	y = g.number(f, x, y)
	// Without anything to count there is no bar: an empty one would read as nothing achieved.
	if f.of > 0 {
		g.bar(f, pdf.Box{X: x, Y: y, Width: g.width, Height: barHeight})
	}
	y += barHeight + 2.1
	g.At(x, y, g.width, func() { g.Paragraph(pdf.Plain(body, f.meaning)) })
	y += g.meaning + 2.2
	return g.At(x, y, g.width, func() { g.Paragraph(g.moved(f.step)) })
}

// number draws the figure and its total, and gives back where the bar goes.
func (g *gauge) number(f figure, x, y float64) float64 {
	text := f.display(g.board)
	if !g.stacked {
		g.At(x, y, g.width, func() { g.Paragraph(text) })
		return y + pdf.Display.Baseline() + 3.8
	}
	g.At(x, y, g.width, func() { g.Paragraph(pdf.Text{Runs: text.Runs[:1]}) })
	y += pdf.Display.Leading() + gapLine
	return g.At(x, y, g.width, func() { g.Paragraph(pdf.Plain(quiet, f.total)) }) + gapLine
}

// bar draws a figure as its part of all there is. It repeats what is written, so a reader who listens does not hear it.
func (g *gauge) bar(f figure, box pdf.Box) {
	g.Decorate(func(c *pdf.Canvas) {
		c.Rect(box, pdf.Paint{Fill: pdf.Track})
		box.Width *= float64(f.count) / float64(f.of)
		c.Rect(box, pdf.Paint{Fill: f.color})
	})
}

// display is the figure and its total on one line. Without anything to count it is a dash.
func (f figure) display(b *board) pdf.Text {
	style := pdf.Style{Size: pdf.Display, Weight: pdf.SemiBold, Color: f.color}
	if f.of == 0 {
		return pdf.Plain(in(style, pdf.Grey), "–").With(style, " ").With(quiet, b.l.Text("board.figure.nothing", nil))
	}
	return pdf.Plain(style, b.l.Integer(int64(f.count))).With(style, " ").With(quiet, f.total)
}

// figureLabel names a figure and leads to the section that tells more.
func (b *board) figureLabel(f figure) pdf.Text {
	return b.leading(pdf.Plain(strong, f.label), strong, f.section)
}

// openFigure counts what is not kept or not shown among the most critical services.
func (b *board) openFigure() figure {
	tier := b.critical()
	h, c := b.a.Highlights.ByTier[tier], b.a.Summary.ByTier[tier].Checks
	f := figure{section: "rules", count: h.Open, of: h.Applicable, color: pdf.Accent,
		label:   b.l.Text("board.figure.open.label", templates.Args{"tier": b.tier(tier)}),
		total:   b.l.Text("board.figure.of_checks", templates.Args{"n": h.Applicable}),
		meaning: b.l.Text("board.figure.open.meaning", templates.Args{"fail": b.count("board.count.fail", c.Fail), "unknown": b.count("board.count.unknown", c.Unknown)}),
	}
	if tier == "" {
		f.label = b.l.Text("board.figure.open.label_all", nil)
	}
	// Colour is for verdicts: none open is no failure.
	if h.Open > 0 {
		f.color = pdf.Fail
	}
	return f
}

// count is so many of something, in the form that the number asks for.
func (b *board) count(key string, n int) string { return b.l.Text(key, templates.Args{"n": n}) }

// compliantFigure counts the services that keep all their rules; those that do so with a waiver are told apart, never
// added.
func (b *board) compliantFigure() figure {
	s := &b.a.Summary
	f := figure{section: "work", count: s.Compliant, of: s.Services, color: pdf.Accent,
		label:   b.l.Text("board.figure.compliant.label", nil),
		total:   b.l.Text("board.figure.of_services", templates.Args{"n": s.Services}),
		meaning: b.l.Text("board.figure.compliant.meaning", nil),
	}
	if s.CompliantWithWaivers > 0 {
		f.meaning = b.l.Text("board.figure.compliant.waived", templates.Args{"n": s.CompliantWithWaivers})
	}
	return f
}

// provenFigure counts the services that are known to come back. Where no rule asks for restore tests it counts the
// checks that rest on something that can be shown.
func (b *board) provenFigure() figure {
	r := b.a.Highlights.Restores
	if r == nil {
		h := &b.a.Highlights
		return figure{section: "trust", count: h.Demonstrated, of: h.Applicable, color: pdf.Accent,
			label:   b.l.Text("board.figure.demonstrated.label", nil),
			total:   b.l.Text("board.figure.of_checks", templates.Args{"n": h.Applicable}),
			meaning: b.l.Text("board.figure.demonstrated.meaning", nil),
		}
	}
	return figure{section: "restores", count: r.Proven, of: r.Services, color: pdf.Accent,
		label:   b.l.Text("board.figure.proven.label", nil),
		total:   b.l.Text("board.figure.of_data_services", templates.Args{"n": r.Services}),
		meaning: b.l.Text("board.figure.proven.meaning", nil),
	}
}
