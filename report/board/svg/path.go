package svg

import (
	"math"
	"unicode/utf8"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// pathReader follows path data (SVG 1.1, 8.3). Points are absolute once they are read.
type pathReader struct {
	scanner
	path    []pdf.Segment
	here    pdf.Point // where the path is
	start   pdf.Point // of the part of it that Z goes back to
	origin  pdf.Point // what the figures of the command count from
	before  byte      // the letter of the command before, as a capital; 0: none
	control pdf.Point // the last control point of that, where it is a curve
}

// command is what a letter of path data does with its figures.
type command struct {
	figures int
	draw    func(p *pathReader, n []float64)
}

// commands are all of them, by their capital letters.
var commands = map[byte]command{
	'M': {2, func(p *pathReader, n []float64) { p.move(p.point(n)) }},
	'L': {2, func(p *pathReader, n []float64) { p.line(p.point(n)) }},
	'H': {1, func(p *pathReader, n []float64) { p.line(pdf.Point{X: p.origin.X + n[0], Y: p.here.Y}) }},
	'V': {1, func(p *pathReader, n []float64) { p.line(pdf.Point{X: p.here.X, Y: p.origin.Y + n[0]}) }},
	'C': {6, func(p *pathReader, n []float64) { p.curve(p.point(n), p.point(n[2:]), p.point(n[4:])) }},
	'S': {4, func(p *pathReader, n []float64) { p.curve(p.mirrored('C', 'S'), p.point(n), p.point(n[2:])) }},
	'Q': {4, func(p *pathReader, n []float64) { p.quadratic(p.point(n), p.point(n[2:])) }},
	'T': {2, func(p *pathReader, n []float64) { p.quadratic(p.mirrored('Q', 'T'), p.point(n)) }},
	'A': {7, func(p *pathReader, n []float64) { p.arc(n, p.point(n[5:])) }},
	'Z': {0, func(p *pathReader, _ []float64) { p.close() }},
}

// pathOf is the path of a <path>.
func pathOf(f *figures) []pdf.Segment {
	p := &pathReader{scanner: scanner{text: f.text("d")}}
	for p.skip(); p.more() && p.err == nil; p.skip() {
		p.command()
	}
	if p.err != nil {
		f.fail("d", p.err)
	}
	return p.path
}

// command reads one letter and its figures, as often as they are repeated.
func (p *pathReader) command() {
	letter := p.text[p.at]
	capital := letter &^ 0x20
	c, known := commands[capital]
	switch {
	case !known:
		found, _ := utf8.DecodeRuneInString(p.text[p.at:])
		p.fail("expected one of the letters M L H V C S Q T A Z, not %s", source.Quoted(string(found)))
	case p.before == 0 && capital != 'M':
		p.fail("a path begins with M")
	}
	p.at++
	for p.err == nil {
		figures := p.read(capital, c.figures)
		if p.err != nil {
			return
		}
		p.origin = pdf.Point{}
		if letter != capital {
			p.origin = p.here
		}
		c.draw(p, figures)
		p.before = capital
		if p.skip(); c.figures == 0 || !p.numeric() {
			return
		}
		// Points after the first of a move are lines.
		if capital == 'M' {
			c = commands['L']
		}
	}
}

// read reads the figures of one command.
func (p *pathReader) read(capital byte, count int) []float64 {
	figures := make([]float64, count)
	for i := range figures {
		p.skip()
		if capital == 'A' && (i == 3 || i == 4) {
			figures[i] = p.flag()
		} else {
			figures[i] = p.number()
		}
	}
	return figures
}

// numeric tells whether a number could begin here.
func (p *pathReader) numeric() bool {
	if !p.more() {
		return false
	}
	c := p.text[p.at]
	return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+'
}

// point is the one that the first two figures name.
func (p *pathReader) point(n []float64) pdf.Point {
	return pdf.Point{X: p.origin.X + n[0], Y: p.origin.Y + n[1]}
}

// add draws a segment to a point.
func (p *pathReader) add(s pdf.Segment) {
	// What follows Z without a move begins where Z went back to.
	if p.before == 'Z' && s.Step != pdf.MoveTo && s.Step != pdf.ClosePath && p.path[len(p.path)-1].Step == pdf.ClosePath {
		p.path = append(p.path, pdf.Segment{Step: pdf.MoveTo, To: p.here})
	}
	p.path = append(p.path, s)
	p.here = s.To
}

func (p *pathReader) move(to pdf.Point) {
	p.add(pdf.Segment{Step: pdf.MoveTo, To: to})
	p.start = to
}

func (p *pathReader) line(to pdf.Point) { p.add(pdf.Segment{Step: pdf.LineTo, To: to}) }

func (p *pathReader) close() { p.add(pdf.Segment{Step: pdf.ClosePath, To: p.start}) }

func (p *pathReader) curve(first, second, to pdf.Point) {
	p.add(pdf.Segment{Step: pdf.CurveTo, First: first, Second: second, To: to})
	p.control = second
}

// quadratic draws a curve with one control point, as the same curve with two.
func (p *pathReader) quadratic(control, to pdf.Point) {
	towards := func(end pdf.Point) pdf.Point {
		return pdf.Point{X: end.X + 2*(control.X-end.X)/3, Y: end.Y + 2*(control.Y-end.Y)/3}
	}
	p.curve(towards(p.here), towards(to), to)
	p.control = control
}

// mirrored is the control point that makes a curve go on smoothly after one of the same family; after anything else it
// is where the path is.
func (p *pathReader) mirrored(family ...byte) pdf.Point {
	for _, letter := range family {
		if p.before == letter {
			return pdf.Point{X: 2*p.here.X - p.control.X, Y: 2*p.here.Y - p.control.Y}
		}
	}
	return p.here
}

// arc draws a part of an ellipse as curves, each a quarter at most (SVG 1.1, F.6.5 and F.6.6). Of its figures the first
// two are the radii, then come the turn in degrees, whether the longer way is taken, and whether clockwise.
func (p *pathReader) arc(n []float64, to pdf.Point) {
	from, rx, ry := p.here, math.Abs(n[0]), math.Abs(n[1])
	if rx == 0 || ry == 0 {
		p.line(to)
		return
	}
	if from == to {
		return
	}
	sin, cos := math.Sincos(n[2] * math.Pi / 180)
	// Half the way from end to end, in the ellipse's own directions.
	x := (cos*(from.X-to.X) + sin*(from.Y-to.Y)) / 2
	y := (cos*(from.Y-to.Y) - sin*(from.X-to.X)) / 2
	// Radii that do not reach are made larger until they do.
	if short := x*x/(rx*rx) + y*y/(ry*ry); short > 1 {
		rx, ry = rx*math.Sqrt(short), ry*math.Sqrt(short)
	}
	// On the circle that the ellipse is once its radii are 1, from the middle of the ends to the centre.
	u, v := x/rx, y/ry
	off := math.Sqrt(max(0, 1/(u*u+v*v)-1))
	if n[3] == n[4] {
		off = -off
	}
	cu, cv := off*v, -off*u
	e := ellipticArc{cos: cos, sin: sin, rx: rx, ry: ry}
	e.centre = pdf.Point{X: (from.X+to.X)/2 + cos*rx*cu - sin*ry*cv, Y: (from.Y+to.Y)/2 + sin*rx*cu + cos*ry*cv}
	begin := math.Atan2(v-cv, u-cu)
	turn := math.Atan2(-v-cv, -u-cu) - begin
	switch {
	case n[4] == 1 && turn < 0:
		turn += 2 * math.Pi
	case n[4] == 0 && turn > 0:
		turn -= 2 * math.Pi
	}
	p.sweep(e, begin, turn, to)
}

// ellipticArc is an ellipse: its centre, its radii, and how it is turned.
type ellipticArc struct {
	centre           pdf.Point
	rx, ry, cos, sin float64
}

// at maps a point of the unit circle's plane.
func (e ellipticArc) at(x, y float64) pdf.Point {
	return pdf.Point{X: e.centre.X + e.cos*e.rx*x - e.sin*e.ry*y, Y: e.centre.Y + e.sin*e.rx*x + e.cos*e.ry*y}
}

// sweep draws a part of an ellipse from one angle on, in equal curves of a quarter at most.
func (p *pathReader) sweep(e ellipticArc, begin, turn float64, to pdf.Point) {
	pieces := max(1, math.Ceil(math.Abs(turn)/(math.Pi/2)-1e-9))
	each := turn / pieces
	// How far the control points of a piece lie from its ends, along the circle.
	reach := 4 * math.Tan(each/4) / 3
	for i := range int(pieces) {
		sin, cos := math.Sincos(begin + float64(i)*each)
		nextSin, nextCos := math.Sincos(begin + float64(i+1)*each)
		end := e.at(nextCos, nextSin)
		if i == int(pieces)-1 {
			end = to // to the last digit
		}
		p.curve(e.at(cos-reach*sin, sin+reach*cos), e.at(nextCos+reach*nextSin, nextSin-reach*nextCos), end)
	}
}
