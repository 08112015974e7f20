package svg

import "coupefeu/report/pdf"

// arcReach is how far the control points of a quarter of a circle lie from its ends, in radii.
const arcReach = 0.5522847498307936

// quarter is the quarter of an ellipse from where the path is, which leaves towards a corner and arrives from it.
func quarter(from, corner, to pdf.Point) pdf.Segment {
	towards := func(p pdf.Point) pdf.Point {
		return pdf.Point{X: p.X + arcReach*(corner.X-p.X), Y: p.Y + arcReach*(corner.Y-p.Y)}
	}
	return pdf.Segment{Step: pdf.CurveTo, First: towards(from), Second: towards(to), To: to}
}

// rectangle is that of <rect>, its corners round if it says so (SVG 1.1, 9.2).
func rectangle(f *figures) []pdf.Segment {
	x, y, w, h := f.length("x"), f.length("y"), f.size("width"), f.size("height")
	rx, ry := f.size("rx"), f.size("ry")
	if !f.given("rx") {
		rx = ry
	}
	if !f.given("ry") {
		ry = rx
	}
	if w == 0 || h == 0 {
		return nil
	}
	rx, ry = min(rx, w/2), min(ry, h/2)
	if rx == 0 || ry == 0 {
		return closed([]pdf.Point{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}})
	}
	// Clockwise from the end of the upper left corner, each side before the corner at its end.
	at := pdf.Point{X: x + rx, Y: y}
	path := []pdf.Segment{{Step: pdf.MoveTo, To: at}}
	for _, side := range []struct{ end, corner, next pdf.Point }{
		{pdf.Point{X: x + w - rx, Y: y}, pdf.Point{X: x + w, Y: y}, pdf.Point{X: x + w, Y: y + ry}},
		{pdf.Point{X: x + w, Y: y + h - ry}, pdf.Point{X: x + w, Y: y + h}, pdf.Point{X: x + w - rx, Y: y + h}},
		{pdf.Point{X: x + rx, Y: y + h}, pdf.Point{X: x, Y: y + h}, pdf.Point{X: x, Y: y + h - ry}},
		{pdf.Point{X: x, Y: y + ry}, pdf.Point{X: x, Y: y}, at},
	} {
		path = append(path, pdf.Segment{Step: pdf.LineTo, To: side.end}, quarter(side.end, side.corner, side.next))
	}
	return append(path, pdf.Segment{Step: pdf.ClosePath})
}

func circle(f *figures) []pdf.Segment {
	r := f.size("r")
	return oval(f.length("cx"), f.length("cy"), r, r)
}

func ellipse(f *figures) []pdf.Segment {
	return oval(f.length("cx"), f.length("cy"), f.size("rx"), f.size("ry"))
}

// oval is an ellipse, clockwise from its right end.
func oval(cx, cy, rx, ry float64) []pdf.Segment {
	if rx == 0 || ry == 0 {
		return nil
	}
	at := func(x, y float64) pdf.Point { return pdf.Point{X: cx + x*rx, Y: cy + y*ry} }
	return []pdf.Segment{
		{Step: pdf.MoveTo, To: at(1, 0)},
		quarter(at(1, 0), at(1, 1), at(0, 1)), quarter(at(0, 1), at(-1, 1), at(-1, 0)),
		quarter(at(-1, 0), at(-1, -1), at(0, -1)), quarter(at(0, -1), at(1, -1), at(1, 0)),
		{Step: pdf.ClosePath},
	}
}

func line(f *figures) []pdf.Segment {
	return joined([]pdf.Point{{X: f.length("x1"), Y: f.length("y1")}, {X: f.length("x2"), Y: f.length("y2")}})
}

func polyline(f *figures) []pdf.Segment { return joined(f.points()) }

func polygon(f *figures) []pdf.Segment { return closed(f.points()) }

// joined is straight lines from point to point.
func joined(points []pdf.Point) []pdf.Segment {
	var path []pdf.Segment
	for i, p := range points {
		step := pdf.LineTo
		if i == 0 {
			step = pdf.MoveTo
		}
		path = append(path, pdf.Segment{Step: step, To: p})
	}
	return path
}

// closed is straight lines from point to point and back to the first.
func closed(points []pdf.Point) []pdf.Segment {
	if len(points) == 0 {
		return nil
	}
	return append(joined(points), pdf.Segment{Step: pdf.ClosePath})
}
