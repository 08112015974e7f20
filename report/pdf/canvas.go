package pdf

import "github.com/go-pdf/fpdf"

// Stroke is how a line is drawn. Dash and gap lengths alternate; none makes a solid line. All in millimetres.
type Stroke struct {
	Color Color
	Width float64
	Dash  []float64
}

// Paint is how a shape is drawn: filled, outlined, or both. NoColor leaves one out.
type Paint struct {
	Fill   Color
	Stroke Stroke
}

// Canvas draws vector shapes and text, in millimetres of the page. Everything on it belongs to one figure, or is
// decoration.
type Canvas struct {
	Box      Box // the place that was asked for; nothing keeps a drawing inside
	document *Document
	owner    *node // nil for decoration
}

// Line draws a straight line.
func (c *Canvas) Line(from, to Point, s Stroke) {
	c.begin()
	c.document.pen.line(from, to, s)
}

// Polyline draws a line through points.
func (c *Canvas) Polyline(points []Point, s Stroke) {
	if len(points) < 2 {
		return
	}
	c.shape(Paint{Stroke: s}, func(pdf *fpdf.Fpdf, style string) {
		pdf.MoveTo(points[0].X, points[0].Y)
		for _, point := range points[1:] {
			pdf.LineTo(point.X, point.Y)
		}
		pdf.DrawPath(style)
	})
}

// Rect draws a rectangle; its outline runs inside, so that neighbours do not overlap.
func (c *Canvas) Rect(box Box, paint Paint) {
	if paint.Stroke.Color != NoColor {
		half := paint.Stroke.Width / 2
		box = Box{box.X + half, box.Y + half, max(0, box.Width-2*half), max(0, box.Height-2*half)}
	}
	c.shape(paint, func(pdf *fpdf.Fpdf, style string) { pdf.Rect(box.X, box.Y, box.Width, box.Height, style) })
}

// Circle draws a circle; its outline runs on the edge.
func (c *Canvas) Circle(center Point, radius float64, paint Paint) {
	c.shape(paint, func(pdf *fpdf.Fpdf, style string) { pdf.Circle(center.X, center.Y, radius, style) })
}

// Polygon draws a closed shape through three points or more.
func (c *Canvas) Polygon(points []Point, paint Paint) {
	corners := make([]fpdf.PointType, len(points))
	for i, point := range points {
		corners[i] = fpdf.PointType{X: point.X, Y: point.Y}
	}
	c.shape(paint, func(pdf *fpdf.Fpdf, style string) { pdf.Polygon(corners, style) })
}

// Text draws runs on one line with its baseline through a point: to the right of it, to the left (AlignRight), or in
// the middle. Links are not followed from a drawing.
func (c *Canvas) Text(at Point, t Text) {
	l := c.document.wrap(t, unbroken)[0].unlinked()
	l.more = true
	c.begin()
	c.document.drawLine(c.owner, l, Point{l.start(Box{X: at.X}), at.Y})
}

// Paragraph draws a paragraph from the upper edge of a box down, broken to its width, and gives back its lower edge.
func (c *Canvas) Paragraph(box Box, t Text) float64 {
	c.begin()
	for _, l := range c.document.wrap(t, box.Width) {
		box.Y = c.document.drawLines(c.owner, []line{l.unlinked()}, box)
	}
	return box.Y
}

// Width is the length of runs on one line, in millimetres.
func (c *Canvas) Width(runs ...Run) float64 { return c.document.Width(runs...) }

// Height is that of a paragraph broken to a width, in millimetres.
func (c *Canvas) Height(width float64, t Text) float64 { return c.document.Height(width, t) }

// unlinked is the line without its links: a Figure has no element inside that could hold them.
func (l line) unlinked() line {
	plain := l
	plain.parts = make([]part, len(l.parts))
	for i, p := range l.parts {
		run := *p.run
		run.Link = Link{}
		p.run = &run
		plain.parts[i] = p
	}
	return plain
}

func (c *Canvas) begin() {
	if c.owner != nil {
		c.document.pen.write(c.owner)
		return
	}
	c.document.pen.decorate(layoutArtifact)
}

func (c *Canvas) shape(paint Paint, draw func(pdf *fpdf.Fpdf, style string)) {
	c.begin()
	c.document.pen.shape(paint, draw)
}

// Decorate draws shapes that mean nothing to a reader who listens, over the frame from the cursor down.
func (d *Document) Decorate(draw func(*Canvas)) {
	draw(&Canvas{Box: d.Frame(), document: d})
	d.pen.lift()
}

// Rule draws a horizontal line over the frame at the cursor.
func (d *Document) Rule(s Stroke) {
	d.Decorate(func(c *Canvas) { c.Line(Point{c.Box.X, c.Box.Y}, Point{c.Box.Right(), c.Box.Y}, s) })
}

// Figure draws a figure over the frame at the cursor, on the next page if it does not fit.
func (d *Document) Figure(f Figure) {
	d.Keep(f.Height)
	d.drawFigure(d.at, f, Box{d.frame.x, d.y, d.frame.width, f.Height})
	d.y += f.Height
}

func (d *Document) drawFigure(parent *node, f Figure, box Box) {
	n := parent.add(&node{role: figure, alt: plain(f.Alt), box: &box})
	f.Draw(&Canvas{Box: box, document: d, owner: n})
	d.pen.lift()
}
