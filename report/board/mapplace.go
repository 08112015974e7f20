package board

import (
	"math"

	"coupefeu/report/pdf"
	"coupefeu/rules"
)

const (
	mostLabels   = 14
	labelWidth   = 40.0 // mm, at most
	labelGap     = 1.0  // mm between a disc and its label
	textApart    = 0.9  // mm between two texts side by side
	distanceStep = 0.25 // mm
	distanceHigh = 12.0 // mm that a distance is lifted at most
	shortLink    = 12.0 // mm: on a crowded map, what is shorter has no distance
)

// place finds room for distances, scale bar and labels, in that order: a label has many places, a distance few.
func (m *campusMap) place() {
	m.placeLinks()
	m.placeScale()
	for i, mark := range m.byNeed() {
		if i >= mostLabels {
			break
		}
		mark.label = m.labelOf(mark)
		m.placeLabel(mark)
		if mark.box.Width > 0 {
			m.labelled++
		}
	}
}

// placeLinks puts each distance in the middle of its line, lifted until it touches no disc.
func (m *campusMap) placeLinks() {
	at := map[string]*campusMark{}
	for i := range m.marks {
		at[m.marks[i].campus.ID] = &m.marks[i]
	}
	for i := range m.a.CampusLinks {
		l := &m.a.CampusLinks[i]
		link := mapLink{from: at[l.From].at, to: at[l.To].at, text: pdf.Plain(small, m.l.Distance(l.Kilometres))}
		// On a crowded map short lines do without their distance: the labels need the room more.
		crowded := len(m.marks) > mostLabels && math.Hypot(link.to.X-link.from.X, link.to.Y-link.from.Y) < shortLink
		width := m.Width(link.text.Runs...) + 1.2
		box := pdf.Box{X: (link.from.X+link.to.X)/2 - width/2, Y: (link.from.Y+link.to.Y)/2 - 1.8, Width: width, Height: 3.6}
		for lifted := 0.0; lifted < distanceHigh && !crowded; lifted += distanceStep {
			if within(box, m.inner) && m.free(box) {
				link.box = box
				break
			}
			box.Y -= distanceStep
		}
		m.links = append(m.links, link)
	}
}

// placeScale takes the longest round distance that fits, and a corner that is free.
func (m *campusMap) placeScale() {
	km := 1.0
	for _, step := range []float64{2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000} {
		if step/degree*m.scale <= barLongest {
			km = step
		}
	}
	s := mapScale{width: km / degree * m.scale, text: pdf.Plain(small, m.l.Distance(km))}
	width, height := s.width+1.5+m.Width(s.text.Runs...), 4.0
	left, right := m.inner.X, m.inner.Right()-width
	for _, at := range []pdf.Point{{X: left, Y: m.inner.Bottom() - height}, {X: right, Y: m.inner.Bottom() - height}, {X: left, Y: m.inner.Y}, {X: right, Y: m.inner.Y}} {
		s.box = pdf.Box{X: at.X, Y: at.Y, Width: width, Height: height}
		if m.free(s.box) && !m.crossed(s.box) {
			break
		}
	}
	m.scaleBar = s
}

// labelOf is a campus's name and figures.
func (m *campusMap) labelOf(mark *campusMark) []pdf.Text {
	out := []pdf.Text{pdf.Plain(strong, m.campusName(mark.campus.ID)), pdf.Plain(small, m.hosted(mark))}
	if n := len(mark.campus.Sites); n > 1 {
		out = append(out, pdf.Plain(small, m.count("board.count.sites", n)))
	}
	if n := mark.lost(); n > 0 {
		out = append(out, m.marked(rules.Fail, pdf.Small, m.count("board.bar.count.lost", n)))
	}
	if n := mark.unproven(); n > 0 {
		out = append(out, m.marked(rules.Unknown, pdf.Small, m.count("board.bar.count.unproven", n)))
	}
	return out
}

// placeLabel tries the sides of the disc, then its corners, then the edges of the map.
func (m *campusMap) placeLabel(mark *campusMark) {
	width := 0.0
	for _, text := range mark.label {
		width = max(width, min(m.Width(text.Runs...), labelWidth))
	}
	height := m.Height(width+0.1, mark.label...)
	x, y, r := mark.at.X, mark.at.Y, mark.reach()+labelGap
	corner, below, above := r*0.72, y+r-0.6, y-r-height
	places := []pdf.Point{
		{X: x - width/2, Y: below}, {X: x + r, Y: y - height/2}, {X: x - r - width, Y: y - height/2}, {X: x - width/2, Y: above},
		{X: x + corner, Y: y + corner - 1}, {X: x - corner - width, Y: y + corner - 1}, {X: x + corner, Y: y - corner - height}, {X: x - corner - width, Y: y - corner - height},
	}
	// A label need not stand in the middle: a little to one side it still belongs to its disc.
	for shift := 1.0; shift < width/2+mark.reach()/2; shift++ {
		places = append(places, pdf.Point{X: x - width/2 - shift, Y: below}, pdf.Point{X: x - width/2 + shift, Y: below},
			pdf.Point{X: x - width/2 - shift, Y: above}, pdf.Point{X: x - width/2 + shift, Y: above})
	}
	for _, at := range places {
		box := pdf.Box{X: at.X, Y: at.Y, Width: width, Height: height}
		if within(box, m.inner) && m.free(box) && !m.crossed(box) {
			mark.box = box
			return
		}
	}
	m.placeAtEdge(mark, pdf.Box{Width: width, Height: height})
}

// placeAtEdge puts the label at the nearer edge, else the other, as near to its campus as there is room, with a leader
// that runs through no text; through other discs only where there is no other way.
func (m *campusMap) placeAtEdge(mark *campusMark, box pdf.Box) {
	left, right := m.inner.X, m.inner.Right()-box.Width
	edges := []float64{left, right}
	if mark.at.X-left > m.inner.Right()-mark.at.X {
		edges = []float64{right, left}
	}
	for _, hindered := range []func([2]pdf.Point, *campusMark) bool{m.throughDisc, m.throughText} {
		for _, box.X = range edges {
			if m.slide(mark, box, hindered) {
				return
			}
		}
	}
}

// slide moves a label along its edge, up and down in turn, a millimetre further each time, until it has a place.
func (m *campusMap) slide(mark *campusMark, box pdf.Box, hindered func([2]pdf.Point, *campusMark) bool) bool {
	middle := mark.at.Y - box.Height/2
	for step := 0.0; step < 2*m.inner.Height; step++ {
		box.Y = middle + math.Ceil(step/2)*(1-2*math.Mod(step, 2))
		from := pdf.Point{X: box.X - 0.8, Y: box.Y + 2.7}
		if box.X < mark.at.X {
			from.X = box.X + min(box.Width, m.Width(mark.label[0].Runs...)) + 0.8
		}
		leader := toward(from, mark)
		// Beside the name, unless it would then run through the lines below.
		if lines := (pdf.Box{X: box.X, Y: box.Y + 4, Width: box.Width, Height: box.Height - 4}); box.X < mark.at.X && through(lines, leader[0], leader[1]) {
			leader = toward(pdf.Point{X: box.Right() + 0.8, Y: from.Y}, mark)
		}
		if within(box, m.inner) && m.free(box) && !m.crossed(box) && !hindered(leader, mark) {
			mark.box, mark.leader = box, leader
			return true
		}
	}
	return false
}

// toward is the line from a point to the edge of a disc.
func toward(from pdf.Point, mark *campusMark) [2]pdf.Point {
	distance := math.Hypot(mark.at.X-from.X, mark.at.Y-from.Y)
	if distance <= mark.reach() {
		return [2]pdf.Point{from, from}
	}
	share := (distance - mark.reach()) / distance
	return [2]pdf.Point{from, {X: from.X + share*(mark.at.X-from.X), Y: from.Y + share*(mark.at.Y-from.Y)}}
}

// texts are the boxes of all that is written on the map so far.
func (m *campusMap) texts() []pdf.Box {
	out := []pdf.Box{m.scaleBar.box}
	for i := range m.links {
		out = append(out, m.links[i].box)
	}
	for i := range m.marks {
		out = append(out, m.marks[i].box)
	}
	return out
}

// free tells whether a box touches no disc and no text.
func (m *campusMap) free(box pdf.Box) bool {
	for i := range m.marks {
		if mark := &m.marks[i]; apart(box, mark.at) < mark.reach()+0.3 {
			return false
		}
	}
	for _, text := range m.texts() {
		if text.Width > 0 && box.X < text.Right()+textApart && text.X < box.Right()+textApart && box.Y < text.Bottom() && text.Y < box.Bottom() {
			return false
		}
	}
	return true
}

// crossed tells whether a line runs through a box.
func (m *campusMap) crossed(box pdf.Box) bool {
	for i := range m.links {
		if through(box, m.links[i].from, m.links[i].to) {
			return true
		}
	}
	for i := range m.marks {
		if leader := m.marks[i].leader; leader[0] != leader[1] && through(box, leader[0], leader[1]) {
			return true
		}
	}
	return false
}

// throughText tells whether a leader runs through a text.
func (m *campusMap) throughText(leader [2]pdf.Point, _ *campusMark) bool {
	for _, text := range m.texts() {
		if text.Width > 0 && through(text, leader[0], leader[1]) {
			return true
		}
	}
	return false
}

// throughDisc tells whether a leader runs through a text, or through the disc of another campus.
func (m *campusMap) throughDisc(leader [2]pdf.Point, own *campusMark) bool {
	// The square inside a disc stands for it, so that a line that only grazes the edge may pass.
	for i := range m.marks {
		mark := &m.marks[i]
		side := mark.reach() * math.Sqrt2
		if mark != own && through(pdf.Box{X: mark.at.X - side/2, Y: mark.at.Y - side/2, Width: side, Height: side}, leader[0], leader[1]) {
			return true
		}
	}
	return m.throughText(leader, own)
}

// within tells whether a box lies in another.
func within(box, outer pdf.Box) bool {
	// Figures that were computed in two ways may differ in the last bits.
	return box.X >= outer.X-0.01 && box.Right() <= outer.Right()+0.01 && box.Y >= outer.Y-0.01 && box.Bottom() <= outer.Bottom()+0.01
}

// apart is the distance of a point from a box; 0 inside.
func apart(box pdf.Box, at pdf.Point) float64 {
	return math.Hypot(max(box.X-at.X, 0, at.X-box.Right()), max(box.Y-at.Y, 0, at.Y-box.Bottom()))
}

// through tells whether a line meets a box, by cutting off what lies outside of each edge (Liang and Barsky).
func through(box pdf.Box, from, to pdf.Point) bool {
	enter, leave := 0.0, 1.0
	dx, dy := to.X-from.X, to.Y-from.Y
	for _, edge := range [4][2]float64{{-dx, from.X - box.X}, {dx, box.Right() - from.X}, {-dy, from.Y - box.Y}, {dy, box.Bottom() - from.Y}} {
		direction, room := edge[0], edge[1]
		switch {
		case direction == 0 && room < 0:
			return false
		case direction < 0:
			enter = max(enter, room/direction)
		case direction > 0:
			leave = min(leave, room/direction)
		}
	}
	return enter <= leave
}
