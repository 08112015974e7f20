package board

import (
	"math"

	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// draw draws the map: lines below discs, larger discs below smaller ones, words on top.
func (m *campusMap) draw(c *pdf.Canvas) {
	if len(m.marks) == 0 {
		return
	}
	m.graticule(c)
	for i := range m.links {
		c.Line(m.links[i].from, m.links[i].to, pdf.Stroke{Color: pdf.Grey, Width: pdf.LeaderRule, Dash: []float64{0.8, 0.8}})
	}
	for i := range m.marks {
		m.drawMark(c, &m.marks[i])
	}
	// White behind a distance interrupts its own line, so that it can be read.
	for i := range m.links {
		if l := &m.links[i]; l.box.Width > 0 {
			c.Rect(pdf.Box{X: l.box.X, Y: l.box.Y + 0.3, Width: l.box.Width, Height: l.box.Height - 0.6}, pdf.Paint{Fill: pdf.White})
			c.Text(pdf.Point{X: l.box.X + 0.6, Y: l.box.Y + 2.8}, l.text)
		}
	}
	for i := range m.marks {
		m.drawLabel(c, &m.marks[i])
	}
	m.drawScale(c)
}

// drawMark draws a campus: what it hosts, and in the middle what would be lost with it.
func (m *campusMap) drawMark(c *pdf.Canvas, mark *campusMark) {
	outline := pdf.Stroke{Color: pdf.Accent, Width: 0.2}
	// A square and not a small disc: what hosts no service stops none when it is lost.
	if mark.backupsOnly() {
		box := pdf.Box{X: mark.at.X - squareSide/2, Y: mark.at.Y - squareSide/2, Width: squareSide, Height: squareSide}
		c.Rect(box, pdf.Paint{Fill: pdf.White, Stroke: outline})
		return
	}
	// A white edge parts discs that overlap.
	c.Circle(mark.at, mark.radius+0.35, pdf.Paint{Fill: pdf.White})
	c.Circle(mark.at, mark.radius, pdf.Paint{Fill: pdf.AccentLight, Stroke: outline})
	// The ring goes first: what may be lost lies around what is.
	if mark.ring > 0 {
		c.Circle(mark.at, mark.ring, pdf.Paint{Fill: pdf.White, Stroke: pdf.Stroke{Color: pdf.Unknown, Width: 0.4}})
	}
	if mark.core > 0 {
		c.Circle(mark.at, mark.core, pdf.Paint{Fill: pdf.Fail})
	}
}

func (m *campusMap) drawLabel(c *pdf.Canvas, mark *campusMark) {
	if mark.box.Width == 0 {
		return
	}
	if mark.leader[0] != mark.leader[1] {
		c.Line(mark.leader[0], mark.leader[1], pdf.Stroke{Color: pdf.Grey, Width: pdf.LeaderRule})
	}
	box := mark.box
	// As when it was measured: else a word that just fits would wrap.
	box.Width += 0.1
	for _, text := range mark.label {
		box.Y = c.Paragraph(box, text)
	}
}

// drawScale draws the bar with its ends.
func (m *campusMap) drawScale(c *pdf.Canvas) {
	s := m.scaleBar
	y := s.box.Y + 2
	from, to := pdf.Point{X: s.box.X + 0.2, Y: y}, pdf.Point{X: s.box.X + 0.2 + s.width, Y: y}
	c.Line(from, to, inkRule)
	for _, end := range []pdf.Point{from, to} {
		c.Line(pdf.Point{X: end.X, Y: y - 0.9}, pdf.Point{X: end.X, Y: y + 0.9}, inkRule)
	}
	c.Text(pdf.Point{X: to.X + 1.3, Y: y + 1}, s.text)
}

const (
	crossArm   = 1.3 // mm: half of a cross
	mostDegree = 8   // crosses in a row
)

// graticule draws crosses where round degrees meet, and names them at the edges.
func (m *campusMap) graticule(c *pdf.Canvas) {
	across, along := degreeStep(m.east-m.west), degreeStep(m.north-m.south)
	style := pdf.Stroke{Color: pdf.Hair, Width: pdf.HairRule}
	// Crosses rather than lines, which would be taken for links between the campuses.
	for latitude := math.Ceil(max(m.south, -90)/along) * along; latitude <= min(m.north, 90); latitude += along {
		y := m.inner.Bottom() - (latitude-m.south)*m.scale
		if y > m.inner.Y+2 && y < m.inner.Bottom()-1 {
			c.Text(pdf.Point{X: m.box.Right(), Y: y + 1}, pdf.Plain(small, m.degrees(latitude, "north", "south")).Aligned(pdf.AlignRight))
		}
		for longitude := math.Ceil(m.west/across) * across; longitude <= m.east; longitude += across {
			x := m.inner.X + (longitude-m.west)*m.narrow*m.scale
			arm := pdf.Box{X: x - crossArm, Y: y - crossArm, Width: 2 * crossArm, Height: 2 * crossArm}
			if room := (pdf.Box{X: arm.X - 0.8, Y: arm.Y - 0.4, Width: arm.Width + 1.6, Height: arm.Height + 0.8}); within(arm, m.inner) && m.free(room) {
				c.Line(pdf.Point{X: arm.X, Y: y}, pdf.Point{X: arm.Right(), Y: y}, style)
				c.Line(pdf.Point{X: x, Y: arm.Y}, pdf.Point{X: x, Y: arm.Bottom()}, style)
			}
		}
	}
	for longitude := math.Ceil(m.west/across) * across; longitude <= m.east; longitude += across {
		x := m.inner.X + (longitude-m.west)*m.narrow*m.scale
		// A map across the 180th meridian counts on beyond it.
		text := pdf.Plain(small, m.degrees(math.Remainder(longitude, 360), "east", "west")).Aligned(pdf.AlignCenter)
		if half := c.Width(text.Runs...) / 2; x-half > m.inner.X && x+half < m.box.Right()-mapEast {
			c.Text(pdf.Point{X: x, Y: m.box.Bottom() - 1}, text)
		}
	}
}

// degreeStep is the least round step that does not give too many crosses over so many degrees.
func degreeStep(span float64) float64 {
	for _, step := range []float64{1, 2, 5, 10, 20, 30} {
		if span/step <= mostDegree {
			return step
		}
	}
	return 45
}

// degrees is a latitude or longitude in whole degrees.
func (m *campusMap) degrees(value float64, positive, negative string) string {
	key := "board.map." + positive
	if value < 0 {
		key = "board.map." + negative
	}
	return m.l.Text(key, templates.Args{"n": int(math.Round(math.Abs(value)))})
}
