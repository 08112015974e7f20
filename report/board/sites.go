package board

import (
	"math"
	"slices"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// drawSites draws what the loss of each campus, and every other scenario, would cost: the campuses on a map, then a bar
// of outcomes for each.
func drawSites(b *board) {
	h := b.a.Highlights.Scenarios
	if h.Campuses == 0 {
		b.lead(b.l.Text("board.sites.no_campus", nil))
	} else {
		if len(b.intro) > 0 {
			b.introduce(introWidth)
			b.Skip(gapSmall)
		}
		b.campusesBeside()
	}
	b.Skip(gapSmall)
	b.scenarioTable()
}

// campusesBeside sets the words about the campuses beside their map.
func (b *board) campusesBeside() {
	top := b.Y()
	m := b.campusMap(pdf.Box{X: pdf.ColumnLeft(5), Y: top, Width: pdf.ColumnSpan(8)})
	bottom := b.At(pdf.Margin, top, pdf.ColumnSpan(4), func() {
		for i, text := range b.campusWords() {
			if i > 0 {
				b.Skip(2.5)
			}
			b.Paragraph(text)
		}
	})
	bottom = max(bottom, b.At(m.box.X, top, m.box.Width, func() {
		b.Figure(pdf.Figure{Alt: m.alt(), Height: m.box.Height, Draw: m.draw})
		for _, note := range m.notes() {
			b.Paragraph(pdf.Plain(small, note))
		}
	}))
	b.SetY(bottom)
}

// campusWords say in sentences what the map shows: the weakest campus, those in doubt, those that hold.
func (b *board) campusWords() []pdf.Text {
	h := b.a.Highlights.Scenarios
	var out []pdf.Text
	add := func(message string, rest ...string) {
		out = append(out, pdf.Plain(strong, message).With(body, " "+glued(sentences(rest...))))
	}
	losing := h.Losing
	if len(losing) > 0 {
		worst := b.worst()
		add(b.l.Text("board.sites.weak", templates.Args{"name": shortened(b.worstName(), campusLength)}), b.together(), b.toll(worst), b.lostNames(worst))
		// The weakest has had a sentence of its own.
		losing = slices.DeleteFunc(slices.Clone(losing), func(id string) bool { return id == b.worstCampus() })
	}
	if len(losing) > 0 {
		add(b.l.Text("board.sites.losing", templates.Args{"n": len(losing), "names": b.campusNames(losing, campusesNamed)}), b.count("board.sites.losing_rest", h.LostElsewhere))
	}
	if len(h.Uncertain) > 0 {
		add(b.l.Text("board.sites.uncertain", templates.Args{"n": len(h.Uncertain), "names": b.campusNames(h.Uncertain, campusesNamed)}), b.count("board.sites.uncertain_rest", h.UnprovenThere))
	}
	if len(h.Holding) > 0 {
		rest := "board.sites.holding_rest"
		if h.HoldingStopping == 0 {
			rest = "board.sites.holding_quiet"
		}
		add(b.l.Text("board.sites.holding", templates.Args{"n": len(h.Holding), "names": b.campusNames(h.Holding, campusesNamed)}), b.count(rest, len(h.Holding)))
	}
	return out
}

// together says that the buildings of the weakest campus are lost together.
func (b *board) together() string {
	n := len(b.campuses[b.worstCampus()].Sites)
	if n < 2 {
		return ""
	}
	return b.count("board.sites.together", n)
}

// toll counts what the loss of the weakest campus does to services and members.
func (b *board) toll(s *report.Scenario) string {
	return b.l.Text("board.sites.toll", templates.Args{"stop": b.l.Text("board.sites.stop", templates.Args{"n": s.ServicesInterrupted, "of": b.a.Summary.Services}),
		"n": s.Outcomes.Lost, "members": b.l.Text("board.sites.members", templates.Args{"n": s.MembersLosingData, "of": b.a.Summary.Members})})
}

// lostNamed is how many of the lost services are named beside the map.
const lostNamed = 4

// lostNames names services that would be lost with the weakest campus.
func (b *board) lostNames(s *report.Scenario) string {
	var names []string
	for i := range s.Services {
		if s.Services[i].Outcome != scenario.OutcomeLost {
			continue
		}
		if len(names) == lostNamed && s.Outcomes.Lost > lostNamed {
			names = append(names, b.count("board.count.others", s.Outcomes.Lost-lostNamed))
			break
		}
		names = append(names, shortened(b.a.Services[s.Services[i].Service].Name, campusLength))
	}
	return b.l.Text("board.sites.lost_names", templates.Args{"names": b.l.List(names)})
}

// mostScenarios is how many rows the table has at most. A third of them is kept for what is not the loss of a campus.
const mostScenarios = 12

// scenarioTable draws the bars. It stays on one page: the words above the first bar hold for all below.
func (b *board) scenarioTable() {
	measure := func(rows int) float64 { return b.TableHeight(b.scenariosOf(rows)) + b.scenarioNotes() }
	n := min(mostScenarios, len(b.a.Highlights.Scenarios.Rows))
	// A table of one row below a map would look like all there is.
	if measure(min(n, 2)) > b.Left() {
		b.NewPage()
	}
	b.Table(b.scenariosOf(fitting(n, b.Left(), measure)))
	b.Skip(gapLine)
	b.Paragraph(pdf.Plain(small, b.tierNote()))
}

// scenarioNotes is the height of what stands under the table.
func (b *board) scenarioNotes() float64 {
	return gapLine + b.Height(pdf.Width, pdf.Plain(small, b.tierNote()))
}

// tierNote says what the second line under the members counts.
func (b *board) tierNote() string {
	return b.l.Text("board.sites.tier_note", templates.Args{"tier": b.tier(b.critical())})
}

// scenarioRows are the rows that are shown: campuses first, but never so many that no other scenario has a place.
func (b *board) scenarioRows(most int) (campuses, others []report.ScenarioRow) {
	h := b.a.Highlights.Scenarios
	campuses, others = h.Rows[:h.Campuses], h.Rows[h.Campuses:]
	kept := min(len(others), max(most/3, most-len(campuses)))
	return campuses[:min(len(campuses), most-kept)], others[:kept]
}

// scenariosOf is the table of the first so many scenarios.
func (b *board) scenariosOf(most int) pdf.Table {
	campuses, others := b.scenarioRows(most)
	t := pdf.Table{Columns: []pdf.Column{{Width: 38.5, Gap: 2}, {Width: barWidth, Gap: 1}, {Width: 14.5, Gap: 2, Align: pdf.AlignRight},
		{Width: 16, Gap: 3, Align: pdf.AlignRight}, {Width: 25, Gap: 2}, {Width: 25}}}
	rows := slices.Concat(campuses, others)
	named := map[int]bool{} // classes whose word stands above a bar
	for i := range rows {
		if i == 0 && len(campuses) > 0 {
			t.Rows = append(t.Rows, b.scenarioGroup("board.sites.group.campuses", len(t.Columns)))
		}
		if i == len(campuses) {
			t.Rows = append(t.Rows, b.scenarioGroup("board.sites.group.others", len(t.Columns)))
		}
		r := bar{board: b, row: &rows[i]}
		if i == 0 {
			t.Head = []pdf.Row{b.scenarioHead(r)}
		} else {
			r.named = slices.DeleteFunc(r.shown(), func(class int) bool { return named[class] })
			r.steps = len(r.named)
		}
		for _, class := range r.shown() {
			named[class] = true
		}
		t.Rows = append(t.Rows, b.scenarioRow(r))
	}
	b.more(&t, b.a.Highlights.Scenarios.Played-len(rows), "board.sites.more", b.sheet("workbook.sheet.scenarios"))
	return t
}

func (b *board) scenarioGroup(key string, columns int) pdf.Row {
	return pdf.Row{Kind: pdf.GroupRow, Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(groupHead, b.l.Text(key, nil))}, Columns: columns}}}
}

// scenarioHead names the columns. Above the bars it has the words of the classes, with leaders to the first bar.
func (b *board) scenarioHead(r bar) pdf.Row {
	row := headRow([]string{b.l.Text("board.sites.head.what", nil), "", b.l.Text("board.sites.head.touched", templates.Args{"of": b.a.Summary.Members}),
		b.l.Text("board.sites.head.losing", nil), b.l.Text("board.sites.head.interruption", nil), b.l.Text("board.sites.head.loss", nil)})
	// A word that is longer than the bar stands above the heads beside it.
	beside := 0
	for i, width := range []float64{38.5, 0, 14.5, 16, 25, 25} {
		if width > 0 {
			beside = max(beside, b.Lines(width, row.Cells[i].Text...))
		}
	}
	treads := r.stair(r.shown(), beside+1)
	height := float64(steps(treads))*barStep + 1.5
	alt := b.l.Text("board.sites.head.bar", templates.Args{"n": b.a.Summary.Services})
	row.Cells[1] = pdf.Cell{Figure: &pdf.Figure{Alt: alt, Height: height, Draw: func(c *pdf.Canvas) {
		r.drawStair(c, treads, c.Box.Bottom()-1.8, c.Box.Bottom()+groupTall+barBaseline-2.4)
	}}}
	return row
}

// groupTall is the height of the row between the head and the first bar, in millimetres.
const groupTall = 6.8

// scenarioRow is one scenario: its name, its bar, its members, the longest interruption and the greatest loss.
func (b *board) scenarioRow(r bar) pdf.Row {
	s := b.scenarios[r.row.Scenario]
	figure := pdf.Figure{Alt: r.words(), Height: r.height(), Draw: r.draw}
	touched := []pdf.Text{b.plainCount(s.MembersInterrupted, body)}
	// One portal for everybody makes all scenarios look alike; what is most critical tells them apart.
	if s.MembersInterrupted > 0 {
		tier := b.critical()
		touched = append(touched, pdf.Plain(small, b.l.Text("board.sites.of_tier", templates.Args{"tier": b.tier(tier), "n": s.MembersInterruptedByTier[tier]})))
	}
	return pdf.Row{Cells: []pdf.Cell{
		{Text: []pdf.Text{pdf.Plain(strong, b.scenarioTitle(s)), pdf.Plain(small, b.scenarioAbout(s))}, Head: true},
		{Figure: &figure}, {Text: touched}, {Text: []pdf.Text{b.plainCount(s.MembersLosingData, failing)}},
		{Text: b.worstOf(worstFigure{s.Interruption.Worst, s.Interruption.Unknown, s.Interruption.Unbounded})},
		{Text: b.worstOf(worstFigure{s.DataLoss.Worst, s.DataLoss.Unknown, s.DataLoss.Everything})},
	}}
}

// plainCount is a count; none is grey.
func (b *board) plainCount(n int, style pdf.Style) pdf.Text {
	if n == 0 {
		style = quiet
	}
	return pdf.Plain(style, b.l.Integer(int64(n)))
}

// worstFigure is the worst that is known of all services, and how many of them have no figure.
type worstFigure struct {
	known   *report.Bounds
	unknown int // services
	endless int // services
}

// worstOf says the worst first: for good, then what is known, then that nothing is.
func (b *board) worstOf(w worstFigure) []pdf.Text {
	unknown := pdf.Plain(small, b.count("board.sites.unknown_for", w.unknown))
	var out []pdf.Text
	switch {
	case w.endless > 0:
		out = append(out, b.marked(rules.Fail, pdf.Body, b.count("board.sites.for_good", w.endless)))
	case w.known != nil:
		out = append(out, pdf.Plain(body, b.bounds(w.known)))
	case w.unknown > 0:
		return []pdf.Text{b.marked(rules.Unknown, pdf.Body, b.l.Text("board.sites.unknown", nil)), pdf.Plain(small, b.count("board.count.services", w.unknown))}
	default:
		return []pdf.Text{pdf.Plain(quiet, b.l.Text("board.sites.none", nil))}
	}
	if w.unknown > 0 {
		out = append(out, unknown)
	}
	return out
}

// bounds are what is known of a length of time.
func (b *board) bounds(known *report.Bounds) string {
	high := math.Inf(1)
	if known.High != nil {
		high = *known.High
	}
	return b.l.Bounds(known.Low, high, "s")
}
