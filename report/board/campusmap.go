package board

import (
	"cmp"
	"math"
	"slices"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// The measures of the map, in millimetres on paper unless they are kilometres on the ground.
const (
	discLargest  = 7.6 // radius of the campus that hosts most
	discSmallest = 1.2
	coreSmallest = 0.5
	ringGap      = 0.6  // least distance between a core and the ring around it
	squareSide   = 2.0  // of a campus that hosts backups only
	mapEast      = 12.0 // strip at the right for the latitudes
	mapSouth     = 5.0  // strip below for the longitudes
	mapLow       = 46.0 // least and greatest height of the drawing
	mapHigh      = 67.0
	mapLabels    = 14.0    // room above and below the discs for their labels
	leastAcross  = 150.0   // km
	degree       = 111.195 // km, of latitude
	windowMore   = 1.16    // the campuses' extent with 8 % on either side
	barLongest   = 34.0    // of the scale bar
)

// campusMark is a campus on the map.
type campusMark struct {
	campus *report.Campus
	row    *report.ScenarioRow // what its loss does; nil where that is not played
	at     pdf.Point
	radius float64 // of its disc
	core   float64 // of what would be lost; 0: nothing
	ring   float64 // of what is not proven; 0: nothing
	label  []pdf.Text
	box    pdf.Box // of its label; no width where there is no room for one
	leader [2]pdf.Point
}

// campusMap is the campuses at their true places: plate carrée, the longitudes narrowed by the cosine of the middle
// latitude.
type campusMap struct {
	*board
	box      pdf.Box      // of the drawing
	inner    pdf.Box      // without the strips for degrees
	marks    []campusMark // larger discs first
	missing  []string     // campuses without coordinates
	links    []mapLink
	scaleBar mapScale
	most     int // services of the campus that hosts most

	west, south, north, east float64 // degrees, of the inner box
	scale, narrow            float64 // mm a degree of latitude; cosine of the middle latitude
	labelled                 int
}

// mapLink is the line between two campuses, with its length.
type mapLink struct {
	from, to pdf.Point
	text     pdf.Text
	box      pdf.Box // of the text; no width where there is no room for it
}

// mapScale is the bar of a round number of kilometres.
type mapScale struct {
	box   pdf.Box
	width float64
	text  pdf.Text
}

// campusMap lays the map out in a box, whose height it sets.
func (b *board) campusMap(box pdf.Box) *campusMap {
	m := &campusMap{board: b, box: box}
	rows := map[string]*report.ScenarioRow{}
	h := b.a.Highlights.Scenarios
	for i := range h.Rows[:h.Campuses] {
		rows[h.Rows[i].Campus] = &h.Rows[i]
	}
	for i := range b.a.Campuses {
		c := &b.a.Campuses[i]
		if c.Coordinates == nil {
			m.missing = append(m.missing, c.ID)
			continue
		}
		m.marks = append(m.marks, campusMark{campus: c, row: rows[c.ID]})
		m.most = max(m.most, c.Services)
	}
	slices.SortStableFunc(m.marks, func(x, y campusMark) int { return y.campus.Services - x.campus.Services })
	if len(m.marks) == 0 {
		m.box.Height = 0
		return m
	}
	m.project()
	m.place()
	return m
}

// radius is that of a circle whose area stands for so many services.
func (m *campusMap) radius(services int) float64 {
	return discLargest * math.Sqrt(float64(services)/float64(max(1, m.most)))
}

// longitudes are those of the campuses, all on one side of the date line where they lie across it.
func (m *campusMap) longitudes() []float64 {
	out := make([]float64, len(m.marks))
	for i := range m.marks {
		out[i] = m.marks[i].campus.Coordinates[1]
	}
	if slices.Max(out)-slices.Min(out) > 180 {
		for i := range out {
			if out[i] < 0 {
				out[i] += 360
			}
		}
	}
	return out
}

// project finds the window and puts the campuses in their places.
func (m *campusMap) project() {
	longitudes := m.longitudes()
	latitudes := make([]float64, len(m.marks))
	for i := range m.marks {
		latitudes[i] = m.marks[i].campus.Coordinates[0]
	}
	middle := pdf.Point{X: (slices.Max(longitudes) + slices.Min(longitudes)) / 2, Y: (slices.Max(latitudes) + slices.Min(latitudes)) / 2}
	m.narrow = max(0.05, math.Cos(middle.Y*math.Pi/180))
	across := max(leastAcross/degree, windowMore*m.narrow*(slices.Max(longitudes)-slices.Min(longitudes)))
	along := windowMore * (slices.Max(latitudes) - slices.Min(latitudes))
	width := m.box.Width - mapEast
	m.scale = (width - 2*discLargest) / across
	if along > 0 {
		m.scale = min(m.scale, (mapHigh-mapSouth-2*discLargest)/along)
	}
	m.box.Height = min(max(along*m.scale+2*discLargest+mapLabels+mapSouth, mapLow), mapHigh)
	m.inner = pdf.Box{X: m.box.X, Y: m.box.Y, Width: width, Height: m.box.Height - mapSouth}
	center := pdf.Point{X: m.inner.X + width/2, Y: m.inner.Y + m.inner.Height/2}
	m.west, m.east = middle.X-width/2/m.scale/m.narrow, middle.X+width/2/m.scale/m.narrow
	m.south, m.north = middle.Y-m.inner.Height/2/m.scale, middle.Y+m.inner.Height/2/m.scale
	for i := range m.marks {
		mark := &m.marks[i]
		mark.at = pdf.Point{X: center.X + (longitudes[i]-middle.X)*m.narrow*m.scale, Y: center.Y - (latitudes[i]-middle.Y)*m.scale}
		mark.radius = max(discSmallest, m.radius(mark.campus.Services))
		if mark.lost() > 0 {
			mark.core = max(coreSmallest, m.radius(mark.lost()))
		}
		if mark.unproven() > 0 {
			mark.ring = max(coreSmallest, mark.core+ringGap, m.radius(mark.lost()+mark.unproven()))
		}
	}
}

// byNeed orders the campuses for their labels: those that lose something, then the largest.
func (m *campusMap) byNeed() []*campusMark {
	out := make([]*campusMark, len(m.marks))
	for i := range m.marks {
		out[i] = &m.marks[i]
	}
	slices.SortStableFunc(out, func(x, y *campusMark) int {
		return cmp.Or(y.lost()-x.lost(), y.unproven()-x.unproven(), y.campus.Services-x.campus.Services)
	})
	return out
}

// reach is how far the mark goes from its middle.
func (c *campusMark) reach() float64 { return max(c.radius, c.core, c.ring) }

func (c *campusMark) lost() int {
	if c.row == nil {
		return 0
	}
	return c.row.Lost
}

func (c *campusMark) unproven() int {
	if c.row == nil {
		return 0
	}
	return c.row.Unproven
}

// backupsOnly tells whether a campus is drawn as a square: it hosts no service.
func (c *campusMark) backupsOnly() bool { return c.campus.Services == 0 && c.campus.Backups > 0 }

// alt says in figures what the map shows.
func (m *campusMap) alt() string {
	parts := []string{m.count("board.map.alt", len(m.marks))}
	marks := m.byNeed()
	for _, mark := range marks[:min(len(marks), mostLabels)] {
		parts = append(parts, m.spoken(mark))
	}
	if rest := len(marks) - mostLabels; rest > 0 {
		parts = append(parts, m.count("board.map.alt_rest", rest))
	}
	for i := range m.a.CampusLinks[:min(len(m.a.CampusLinks), mostLabels)] {
		l := &m.a.CampusLinks[i]
		parts = append(parts, m.l.Text("board.map.alt_link", templates.Args{"from": m.campusName(l.From), "to": m.campusName(l.To), "distance": m.l.Distance(l.Kilometres)}))
	}
	return sentences(parts...)
}

// spoken is one campus in a sentence.
func (m *campusMap) spoken(mark *campusMark) string {
	facts := []string{m.hosted(mark), m.count("board.count.sites", len(mark.campus.Sites))}
	if mark.row != nil {
		facts = append(facts, m.count("board.bar.count.lost", mark.lost()), m.count("board.bar.count.unproven", mark.unproven()))
	}
	return m.l.Text("board.map.alt_campus", templates.Args{"name": m.campusName(mark.campus.ID), "facts": m.l.List(facts)})
}

// hosted is what a campus hosts: services, or backups only.
func (m *campusMap) hosted(mark *campusMark) string {
	if mark.backupsOnly() {
		return m.l.Text("board.map.backups_only", nil)
	}
	return m.count("board.count.services", mark.campus.Services)
}

// notes stand under the map: how to read it, and what it does not show.
func (m *campusMap) notes() []string {
	var out []string
	if len(m.marks) > 0 {
		out = append(out, m.l.Text("board.map.legend", nil))
	}
	if rest := len(m.marks) - m.labelled; rest > 0 {
		out = append(out, m.count("board.map.unlabelled", rest))
	}
	if len(m.missing) > 0 {
		out = append(out, m.l.Text("board.map.missing", templates.Args{"n": len(m.missing), "names": m.campusNames(m.missing, campusesNamed)}))
	}
	return out
}
