package svg

import (
	"slices"
	"strings"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// kind is one kind of element.
type kind struct {
	inside func(*figures) []pdf.Segment // its path; nil for what is not drawn
	figure []string                     // the attributes that say where it is drawn
	advice string                       // what to do about one that cannot be drawn; "": it draws nothing anyhow
	always bool                         // it acts on others wherever it stands, and is refused there too
}

// elements are those that a drawing may have, and those that are met most often and may not.
var elements = map[string]kind{
	"g":        {inside: func(*figures) []pdf.Segment { return nil }},
	"path":     {inside: pathOf, figure: []string{"d"}},
	"rect":     {inside: rectangle, figure: []string{"x", "y", "width", "height", "rx", "ry"}},
	"circle":   {inside: circle, figure: []string{"cx", "cy", "r"}},
	"ellipse":  {inside: ellipse, figure: []string{"cx", "cy", "rx", "ry"}},
	"line":     {inside: line, figure: []string{"x1", "y1", "x2", "y2"}},
	"polyline": {inside: polyline, figure: []string{"points"}},
	"polygon":  {inside: polygon, figure: []string{"points"}},

	"title": {}, "desc": {}, "metadata": {}, "defs": {},

	"text":           {advice: "turn the text into paths"},
	"image":          {advice: "give the picture itself as the logo, a PNG file"},
	"use":            {advice: "put a copy of what it refers to in its place"},
	"symbol":         {advice: "draw what it holds in its place"},
	"svg":            {advice: "one drawing cannot stand in another; make it a `<g>`"},
	"style":          {advice: "write each colour at its shape, as `fill` and `stroke`, not in a style sheet", always: true},
	"script":         {advice: "delete it", always: true},
	"a":              {advice: "delete the link and keep what is in it"},
	"linearGradient": {advice: "fill with one colour"},
	"radialGradient": {advice: "fill with one colour"},
	"pattern":        {advice: "fill with one colour"},
	"clipPath":       {advice: "cut the shapes themselves"},
	"mask":           {advice: "cut the shapes themselves"},
	"filter":         {advice: "draw it without effects"},
}

// drawn lists the elements that are drawn, for messages.
func drawn() string {
	var names []string
	for name, k := range elements {
		if k.inside != nil {
			names = append(names, "`<"+name+">`")
		}
	}
	slices.Sort(names)
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// outermost reads the element that the drawing is in.
func (r *reader) outermost(e element) {
	r.begun = true
	switch {
	case e.Name.Local != "svg":
		r.fail(e.at, "expected a drawing that begins with `<svg`, not with %s", named(e))
		r.pass()
		return
	case e.Name.Space != namespace && e.Name.Space != "":
		r.fail(r.attribute(e, "xmlns"), "%s is not the namespace of SVG: write xmlns=\"%s\"", source.Quoted(e.Name.Space), namespace)
		r.pass()
		return
	}
	s := r.dress(e, state{plainLook(), pdf.Identity}, []string{"viewBox", "width", "height", "x", "y"})
	r.open = append(r.open, s)
	f := r.figures(e)
	box := []float64{0, 0, f.length("width"), f.length("height")}
	if f.given("viewBox") {
		f = r.figures(e) // sizes are then only those of the paper
		box = f.numbers("viewBox")
	}
	switch {
	case f.err != nil:
		r.fail(f.at(), "%v", f.err)
	case len(box) != 4:
		r.fail(r.attribute(e, "viewBox"), "`viewBox` must be four numbers: left, top, width and height")
	case box[2] < 0.001 || box[3] < 0.001:
		r.fail(e.at, "the drawing has no size: give `<svg>` a `viewBox` such as \"0 0 400 120\"")
	default:
		r.art.View = pdf.Box{X: box[0], Y: box[1], Width: box[2], Height: box[3]}
	}
}

// draw reads an element of a kind that is drawn, and gives back what it hands down.
func (r *reader) draw(e element) state {
	k := elements[e.Name.Local]
	s := r.dress(e, r.open[len(r.open)-1], k.figure)
	f := r.figures(e)
	path := k.inside(f)
	if f.err != nil {
		r.fail(f.at(), "%v", f.err)
		return s
	}
	if r.segments += len(path); r.segments > mostSegments {
		if r.segments-len(path) <= mostSegments {
			r.fail(e.at, "the drawing has more than %d lines and curves: simplify its paths", mostSegments)
		}
		return s
	}
	shape := s.look.shape(path)
	shape.Matrix = s.matrix
	if !r.near(shape) {
		r.fail(e.at, "%s lies far outside of the drawing: delete it, or mend `viewBox` or `transform`", named(e))
	}
	if shape.Fill != nil || shape.Stroke != nil {
		r.art.Shapes = append(r.art.Shapes, shape)
	}
	return s
}

// near tells whether a shape is near what is shown. What is farther off was not meant, and could be written so that
// readers fail on its figures.
func (r *reader) near(s pdf.Shape) bool {
	view := r.art.View
	reach := mostFar * max(view.Width, view.Height)
	if view == (pdf.Box{}) {
		return true // reported
	}
	for _, segment := range s.Path {
		for _, p := range corners(segment) {
			x, y := s.Matrix.A*p.X+s.Matrix.C*p.Y+s.Matrix.E, s.Matrix.B*p.X+s.Matrix.D*p.Y+s.Matrix.F
			// Written so that what is no number is not near either.
			if !(x > view.X-reach && x < view.X+reach && y > view.Y-reach && y < view.Y+reach) {
				return false
			}
		}
	}
	return true
}

// corners are the points that a segment is drawn with.
func corners(s pdf.Segment) []pdf.Point {
	switch s.Step {
	case pdf.ClosePath:
		return nil
	case pdf.CurveTo:
		return []pdf.Point{s.First, s.Second, s.To}
	}
	return []pdf.Point{s.To}
}
