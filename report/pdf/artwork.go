package pdf

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Artwork is a drawing that comes ready made, such as a logo: shapes in units and colours of its own.
type Artwork struct {
	View   Box // what of the drawing is shown, in its own units; nothing outside is
	Shapes []Shape
}

// Shape is a path that is filled, stroked or both. Later shapes lie on earlier ones.
type Shape struct {
	Path    []Segment
	Matrix  Matrix // from the path's units to the drawing's
	Fill    *RGB   // nil: none
	EvenOdd bool   // what the path winds around twice is outside
	Stroke  *RGB   // nil: none
	Line    Outline
}

// Outline is how a stroke runs, in the units of the path.
type Outline struct {
	Width float64
	Cap   Cap
	Join  Join
	Miter float64 // longest corner, in widths of the line; at least 1
}

// Cap is how a line ends. The values are those of ISO 32000-1, 8.4.3.3.
type Cap uint8

// The ends of lines.
const (
	ButtCap Cap = iota
	RoundCap
	SquareCap
)

// Join is how a line turns a corner. The values are those of ISO 32000-1, 8.4.3.4.
type Join uint8

// The corners of lines.
const (
	MiterJoin Join = iota
	RoundJoin
	BevelJoin
)

// Step is what a segment of a path does.
type Step uint8

// The steps.
const (
	MoveTo Step = iota
	LineTo
	CurveTo // a cubic Bézier curve
	ClosePath
)

// Segment is one step of a path.
type Segment struct {
	Step          Step
	To            Point // where it ends; of ClosePath nothing
	First, Second Point // the control points of CurveTo
}

// Matrix maps points: x' = A·x + C·y + E, y' = B·x + D·y + F. The zero Matrix maps everything to one point; Identity
// leaves all as it is.
type Matrix struct{ A, B, C, D, E, F float64 }

// Identity leaves every point where it is.
var Identity = Matrix{A: 1, D: 1}

// Times is the matrix that maps by inner first and by m afterwards.
func (m Matrix) Times(inner Matrix) Matrix {
	return Matrix{
		A: m.A*inner.A + m.C*inner.B, B: m.B*inner.A + m.D*inner.B,
		C: m.A*inner.C + m.C*inner.D, D: m.B*inner.C + m.D*inner.D,
		E: m.A*inner.E + m.C*inner.F + m.E, F: m.B*inner.E + m.D*inner.F + m.F,
	}
}

// scale is how much longer lengths become, on average over all directions.
func (m Matrix) scale() float64 { return math.Sqrt(math.Abs(m.A*m.D - m.B*m.C)) }

// Artwork draws a drawing so that its view fills a box, which should have the same proportions.
func (c *Canvas) Artwork(box Box, art *Artwork) {
	c.begin()
	toPage := Matrix{A: points(box.Width) / art.View.Width, D: -points(box.Height) / art.View.Height}
	toPage.E = points(box.X) - toPage.A*art.View.X
	toPage.F = pageHeight - points(box.Y) - toPage.D*art.View.Y
	pen := &c.document.pen
	corner, size := Point{points(box.X), pageHeight - points(box.Bottom())}, Point{points(box.Width), points(box.Height)}
	pen.operator("q " + exact(corner.X, corner.Y, size.X, size.Y) + " re W n")
	for i := range art.Shapes {
		if words := art.Shapes[i].operators(toPage); words != "" {
			pen.operator(words)
		}
	}
	pen.operator("Q")
}

// operators are those that draw a shape. Coordinates are written in points of the page, so that they are as fine as
// print needs whatever the units of the drawing. Only what the matrix turns or skews is left to the reader, since it
// concerns the stroke too.
func (s *Shape) operators(toPage Matrix) string {
	m := toPage.Times(s.Matrix)
	unit := m.scale()
	paint := s.paint()
	if paint == "" || unit == 0 {
		return ""
	}
	var out strings.Builder
	fmt.Fprintf(&out, "q %s %s cm", significant(m.A/unit, m.B/unit, m.C/unit, m.D/unit), exact(m.E, m.F))
	if s.Fill != nil {
		out.WriteString(" " + s.Fill.operands() + " rg")
	}
	if s.Stroke != nil {
		fmt.Fprintf(&out, " %s RG %s w %d J %d j %s M []0 d", s.Stroke.operands(), exact(s.Line.Width*unit), s.Line.Cap, s.Line.Join, exact(s.Line.Miter))
	}
	for _, segment := range s.Path {
		out.WriteString(" " + segment.operator(unit))
	}
	return out.String() + " " + paint + " Q"
}

// paint is the operator that fills and strokes; "" for a shape that shows nothing.
func (s *Shape) paint() string {
	even := ""
	if s.EvenOdd {
		even = "*"
	}
	switch {
	case s.Fill != nil && s.Stroke != nil:
		return "B" + even
	case s.Fill != nil:
		return "f" + even
	case s.Stroke != nil:
		return "S"
	}
	return ""
}

// operator is a segment in units of the page.
func (s Segment) operator(unit float64) string {
	at := func(p Point) string { return exact(p.X*unit, p.Y*unit) }
	switch s.Step {
	case MoveTo:
		return at(s.To) + " m"
	case LineTo:
		return at(s.To) + " l"
	case CurveTo:
		return at(s.First) + " " + at(s.Second) + " " + at(s.To) + " c"
	}
	return "h"
}

// operands are a colour as operands of an operator.
func (c RGB) operands() string {
	return significant(float64(c.Red)/255, float64(c.Green)/255, float64(c.Blue)/255)
}

// exact writes lengths to a thousandth of a point.
func exact(values ...float64) string { return decimals(3, values) }

// significant writes factors, which multiply lengths, to a millionth.
func significant(values ...float64) string { return decimals(6, values) }

func decimals(places int, values []float64) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = strconv.FormatFloat(v, 'f', places, 64)
		if strings.Contains(words[i], ".") {
			words[i] = strings.TrimRight(strings.TrimRight(words[i], "0"), ".")
		}
		// A zero that was rounded keeps its sign, which says nothing.
		if words[i] == "-0" {
			words[i] = "0"
		}
	}
	return strings.Join(words, " ")
}
