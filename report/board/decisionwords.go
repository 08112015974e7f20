package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/report/pdf"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// copyCase is what a copy is asked against: one campus, several, one other scenario, several, or only the rule.
func copyCase(d *decision.Decision) string {
	switch {
	case len(d.Campuses) == 1:
		return "campus"
	case len(d.Campuses) > 1:
		return "campuses"
	case len(d.Scenarios) == 1:
		return "scenario"
	case len(d.Scenarios) > 1:
		return "scenarios"
	}
	return "rule"
}

// decisionAsks is what the board is asked.
func (b *board) decisionAsks(d *decision.Decision) string {
	// Each kind has sentences of its own in each language: put together from parts, they would be wrong in some.
	args := templates.Args{"n": len(d.Services), "place": b.decisionPlace(d), "names": b.decisionServices(d)}
	switch d.Kind {
	case decision.Copy:
		thing := "plain"
		if d.Locked {
			thing = "locked"
		}
		args["thing"], args["with"] = b.l.Text("board.decisions.thing."+thing, nil), b.lostWith(d.Scenario)
		return capital(b.l.Text("board.decisions.copy.what."+copyCase(d), args))
	case decision.Waivers, decision.Lapsed:
		args["n"] = len(d.Waivers)
	}
	return capital(b.l.Text("board.decisions."+string(d.Kind)+".what", args))
}

// lostWith is what services are lost with, as an object of "with"; "" without a scenario.
func (b *board) lostWith(id string) string {
	if id == "" {
		return ""
	}
	s := b.scenarios[id]
	name := shortened(b.ownName(s), campusLength)
	key := "board.decisions.with." + s.Kind
	// Not every kind of scenario needs words around its name.
	if !b.l.Has(key) {
		return name
	}
	return b.l.Text(key, templates.Args{"name": name})
}

// placesNamed is how many sites a decision names.
const placesNamed = 2

// decisionPlace is where things go: sites by name, one that must still be found, or both; "" where nothing goes anywhere.
func (b *board) decisionPlace(d *decision.Decision) string {
	var names []string
	for _, id := range d.Sites {
		if len(names) == placesNamed {
			names = append(names, b.count("board.decisions.other_sites", len(d.Sites)-placesNamed))
			break
		}
		names = append(names, withNumber(shortened(b.siteName(id), campusLength)))
	}
	form := "known"
	switch {
	case len(names) == 0 && d.Missing == 0:
		return ""
	case len(names) == 0:
		form = "missing"
	case d.Missing > 0:
		form = "both"
	}
	return b.l.Text("board.decisions.place."+form, templates.Args{"sites": b.l.List(names)})
}

// withNumber keeps the number at the end of a name on its line: "Limburg 1" is one word to its reader.
func withNumber(name string) string {
	last := strings.LastIndexByte(name, ' ')
	if last < 0 || len(name)-last > len(" 999") {
		return name
	}
	return name[:last] + "\u00a0" + name[last+1:]
}

// siteName is a site's name by its id.
func (b *board) siteName(id string) string {
	for i := range b.a.Sites {
		if b.a.Sites[i].ID == id {
			return b.a.Sites[i].Name
		}
	}
	return id
}

// decisionWhy says why it is asked, and of whom; and what is missing where there is no site to go to.
func (b *board) decisionWhy(d *decision.Decision) string {
	args := templates.Args{"n": len(d.Services), "names": b.decisionServices(d), "parts": b.faults(d), "days": report.EndingDays}
	if d.Kind == decision.Waivers || d.Kind == decision.Lapsed {
		args["n"] = len(d.Waivers)
	}
	return sentences(b.l.Text("board.decisions."+string(d.Kind)+".why", args), b.wanted(d))
}

// servicesNamed is how many services a decision names.
const servicesNamed = 4

// decisionServices names the services of a decision, the most critical first.
func (b *board) decisionServices(d *decision.Decision) string {
	var names []string
	for _, id := range d.Services {
		// "and 1 other" would take the room of its name.
		if len(names) == servicesNamed-1 && len(d.Services) > servicesNamed {
			names = append(names, b.count("board.count.others", len(d.Services)-len(names)))
			break
		}
		names = append(names, shortened(b.services[id].Name, campusLength))
	}
	return b.l.List(names)
}

// faults counts what is wrong with the restore tests of services; of one service it is said without a count.
func (b *board) faults(d *decision.Decision) string {
	var parts []string
	for _, fault := range []struct{ name, key string }{
		{"never", "board.restores.part.never"}, {"failed", "board.restores.part.failed"},
		{"too_old", "board.restores.part.too_old"}, {"outdated", "board.decisions.outdated"},
	} {
		switch n := d.Parts[fault.name]; {
		case n > 0 && len(d.Services) == 1:
			parts = append(parts, b.l.Text("board.decisions.fault."+fault.name, nil))
		case n > 0:
			parts = append(parts, b.count(fault.key, n))
		}
	}
	return b.l.List(parts)
}

// wanted says what a site would have to be that the inventory does not have.
func (b *board) wanted(d *decision.Decision) string {
	if d.Missing == 0 {
		return ""
	}
	how := []string{b.l.Text("board.decisions.wanted.campus", nil)}
	if d.Wanted.Kilometres > 0 {
		how = append(how, b.l.Text("board.decisions.wanted.distance", templates.Args{"distance": b.l.Figure(d.Wanted.Kilometres, "km")}))
	}
	if d.Wanted.Provider {
		how = append(how, b.l.Text("board.decisions.wanted.provider", nil))
	}
	return b.l.Text("board.decisions.wanted.sentence", templates.Args{"how": b.l.List(how)})
}

// decisionOtherwise says what happens if nothing is decided.
func (b *board) decisionOtherwise(d *decision.Decision) string {
	if d.Kind == decision.Copy {
		return b.l.Text("board.decisions.copy.otherwise."+copyCase(d), nil)
	}
	return b.l.Text("board.decisions."+string(d.Kind)+".otherwise", nil)
}

// kindsProtected is how many kinds of members a decision names; of more it gives the sum.
const kindsProtected = 3

// decisionMembers counts whom a decision is for.
func (b *board) decisionMembers(d *decision.Decision) string {
	if n := len(d.MembersByKind); n == 0 || n > kindsProtected {
		return b.count("board.count.members", d.Members)
	}
	return b.kinds(d.MembersByKind)
}

// decisionOwners names who answers for most of the services, and counts the others.
func (b *board) decisionOwners(d *decision.Decision) string {
	if len(d.Owners) == 0 {
		return b.l.Text("board.no_owner", nil)
	}
	first := shortened(d.Owners[0], campusLength)
	if rest := len(d.Owners) - 1; rest > 0 {
		return b.l.Text("board.decisions.owners", templates.Args{"owner": first, "n": rest})
	}
	return first
}

// measureWords says what a figure counts.
func (b *board) measureWords(e *decision.Effect) string {
	key, args := "board.decisions.measure."+string(e.Measure), templates.Args{"of": e.Of, "name": ""}
	if e.Measure == decision.LostIn || e.Measure == decision.UnprovenIn {
		s := b.scenarios[e.Scenario]
		args["name"] = shortened(b.ownName(s), campusLength)
		if s.Kind == scenario.Ransomware.String() {
			key = "board.decisions.measure." + string(e.Measure) + "_ransomware"
		}
	}
	return b.l.Text(key, args)
}

// asked draws the decisions on the title page, one line each, and leads to their section.
func (b *board) asked() {
	title := b.leading(pdf.Plain(head, b.titles["decisions"]), head, "decisions")
	if noDecisions(b) {
		b.panel(title, pdf.Text{}, 2*pdf.Title.Leading())
		b.Skip(gapLine)
		b.Paragraph(pdf.Plain(body, b.l.Text("board.decisions.none", nil)))
		return
	}
	b.panel(title, pdf.Plain(small, b.l.Text("board.decisions.due", nil)), b.TableHeight(b.askedTable(1)))
	// Long names take the room of others: the page must still end with its scope.
	most := fitting(len(b.a.Decisions), b.Left()-b.scopeHeight(), func(rows int) float64 { return b.TableHeight(b.askedTable(rows)) })
	b.Table(b.askedTable(most))
}

// askedTable is a row for each decision: its number, what is asked, by when.
func (b *board) askedTable(rows int) pdf.Table {
	t := pdf.Table{Columns: []pdf.Column{{Width: 6}, {Width: 130, Gap: 3}, {Width: 35, Align: pdf.AlignRight}}}
	for i := range b.a.Decisions[:rows] {
		d := &b.a.Decisions[i]
		t.Rows = append(t.Rows, pdf.Row{Height: 7.5, Cells: []pdf.Cell{
			{Text: []pdf.Text{pdf.Plain(accent, b.l.Integer(int64(i+1)))}, Middle: true},
			{Text: []pdf.Text{pdf.Plain(body, glued(b.decisionAsks(d)))}, Middle: true, Head: true},
			{Text: []pdf.Text{pdf.Plain(body, b.l.Date(d.LastDay()))}, Middle: true},
		}})
	}
	return t
}
