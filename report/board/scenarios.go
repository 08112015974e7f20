package board

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// noScenario tells whether the rule pack plays none: then the pages about them are left out.
func noScenario(b *board) bool { return b.a.Highlights.Scenarios == nil }

// campusName is a campus's name from its id.
func (b *board) campusName(id string) string {
	if c := b.campuses[id]; c != nil {
		return b.name(c.Name)
	}
	return b.name(id)
}

// campusNames are those of a few campuses, at most so many, in a sentence; the rest is counted.
func (b *board) campusNames(ids []string, most int) string {
	var names []string
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, shortened(b.campusName(id), campusLength))
	}
	if rest := len(ids) - len(names); rest > 0 {
		names = append(names, b.count("board.count.others", rest))
	}
	return b.l.List(names)
}

const (
	campusesNamed = 4  // in a sentence
	titleNamed    = 2  // in one of the title page
	campusLength  = 40 // characters of a name in a sentence
)

// ofCampus is "campus of" with a name, in the language's own grammar: some words change before a vowel.
func (b *board) ofCampus(name string) string {
	key := "board.campus.of"
	if first := []rune(strings.ToLower(name)); len(first) > 0 && strings.ContainsRune("aeiouyàâéèêîôûœ", first[0]) {
		key = "board.campus.of_vowel"
	}
	return b.l.Text(key, templates.Args{"name": name})
}

// hitCampuses are the ids of the campuses on which a scenario strikes a site, sorted.
func (b *board) hitCampuses(s *report.Scenario) []string {
	hit := map[string]bool{}
	for i := range b.a.Sites {
		if slices.Contains(s.LostSites, b.a.Sites[i].ID) {
			hit[b.a.Sites[i].Campus] = true
		}
	}
	return slices.Sorted(maps.Keys(hit))
}

// ownName is a scenario's name without its kind: that of what it strikes, or the one that the pack gives it.
func (b *board) ownName(s *report.Scenario) string {
	switch {
	case s.Names != nil:
		return b.name(s.Names.In(b.l.Tag()))
	case s.Kind == scenario.Campus.String() || s.Kind == scenario.CampusOutage.String() || s.Kind == scenario.Pair.String():
		var names []string
		for _, id := range b.hitCampuses(s) {
			names = append(names, b.campusName(id))
		}
		return b.l.List(names)
	}
	return b.name(s.Name)
}

// scenarioTitle is a scenario's name where it heads a row.
func (b *board) scenarioTitle(s *report.Scenario) string { return b.ofKind("title", s) }

// scenarioAbout says under the title what the scenario does.
func (b *board) scenarioAbout(s *report.Scenario) string { return b.ofKind("about", s) }

// scenarioName is a scenario's name in a list.
func (b *board) scenarioName(s *report.Scenario) string { return b.ofKind("name", s) }

// ofKind is a text about a scenario in the words of its kind. Those that the pack names need no other title.
func (b *board) ofKind(form string, s *report.Scenario) string {
	name := b.ownName(s)
	if s.Names != nil && form != "about" {
		return name
	}
	args := templates.Args{"name": name, "of": b.ofCampus(name), "n": len(s.LostSites), "duration": ""}
	if s.Duration != nil {
		args["duration"] = b.l.Duration(*s.Duration)
	}
	return b.l.Text("board.scenario."+form+"."+s.Kind, args)
}

// worst is the scenario of the campus that would be missed most; nil where no campus is played.
func (b *board) worst() *report.Scenario {
	if noScenario(b) {
		return nil
	}
	return b.scenarios[b.a.Highlights.Scenarios.Worst]
}

// worstName is the name of that campus.
func (b *board) worstName() string { return b.campusName(b.worstCampus()) }

// worstCampus is its id.
func (b *board) worstCampus() string { return strings.TrimPrefix(b.worst().ID, b.worst().Kind+":") }

// fire is the condition of a verdict on the campus that would be missed most.
func (b *board) fire() string {
	if b.a.Highlights.Scenarios.Campuses == 1 {
		return b.fireAt("board.fire.only")
	}
	return b.fireAt("board.fire.campus")
}

// anyFire is the condition of a verdict that holds for every campus.
func (b *board) anyFire() string {
	if b.a.Highlights.Scenarios.Campuses == 1 {
		return b.fireAt("board.fire.only_any")
	}
	return b.fireAt("board.fire.any")
}

func (b *board) fireAt(key string) string {
	return b.l.Text(key, templates.Args{"of": b.ofCampus(shortened(b.worstName(), campusLength))})
}

// burntCampus is the verdict on the loss of a campus: what stops, and above all what never comes back.
func burntCampus(b *board) (string, bool) {
	worst := b.worst()
	if worst == nil {
		return "", false
	}
	o, stopped, of := worst.Outcomes, worst.ServicesInterrupted, b.a.Summary.Services
	args := templates.Args{"n": stopped, "of": of}
	switch {
	case o.Lost > 0 && o.Lost == stopped:
		args["fire"] = b.fire()
		return b.l.Text("board.fire.lost_all", args), true
	case o.Lost > 0:
		return b.l.Text("board.fire.lost", templates.Args{"fire": b.fire(), "stop": b.l.Text("board.fire.stop", args), "n": o.Lost}), true
	case o.Unproven > 0:
		return b.l.Text("board.fire.unproven", templates.Args{"fire": b.anyFire(), "n": b.a.Highlights.Scenarios.UnprovenThere, "of": of}), true
	case stopped > 0:
		args["fire"] = b.anyFire()
		return b.l.Text("board.fire.stopped", args), true
	}
	return b.l.Text("board.fire.nothing", templates.Args{"fire": b.anyFire()}), true
}

// burntBecause says who would lose data with that campus, and what the other campuses would do.
func (b *board) burntBecause() []string {
	worst := b.worst()
	if worst.Outcomes.Lost == 0 {
		return []string{b.membersTouched(worst), b.uncertainSentence()}
	}
	return []string{b.membersLosing(worst), b.othersSentence(), b.worstUnproven(worst)}
}

// membersTouched counts those for whom something stops.
func (b *board) membersTouched(s *report.Scenario) string {
	if s.ServicesInterrupted == 0 {
		return b.l.Text("board.fire.played", templates.Args{"n": b.a.Highlights.Scenarios.Campuses})
	}
	return b.l.Text("board.fire.touched", templates.Args{"n": s.MembersInterrupted, "of": b.a.Summary.Members, "name": shortened(b.worstName(), campusLength)})
}

// membersLosing counts those that lose data, by kind.
func (b *board) membersLosing(s *report.Scenario) string {
	if s.MembersLosingData == 0 {
		return ""
	}
	args := templates.Args{"n": s.MembersLosingData, "of": b.a.Summary.Members, "kinds": b.kinds(b.a.Highlights.Scenarios.LosingByKind)}
	return b.l.Text("board.fire.members", args)
}

// kindsNamed is how many kinds of members are named before the rest is counted.
const kindsNamed = 4

// kinds lists members by kind, the most numerous first.
func (b *board) kinds(byKind map[string]int) string {
	names := slices.SortedFunc(maps.Keys(byKind), func(x, y string) int { return cmp.Or(byKind[y]-byKind[x], cmp.Compare(x, y)) })
	var parts []string
	rest := 0
	for i, name := range names {
		if i >= kindsNamed || name == "" {
			rest += byKind[name]
			continue
		}
		parts = append(parts, b.membersOf(name, byKind[name]))
	}
	switch {
	case rest > 0 && len(parts) == 0:
		return b.count("board.count.members", rest)
	case rest > 0:
		parts = append(parts, b.count("board.count.others", rest))
	}
	return b.l.List(parts)
}

// kindWords are the kinds of members that the languages have a word for, by what inventories call them.
var kindWords = map[string]string{
	"commune": "municipality", "ville": "municipality", "gemeente": "municipality", "stad": "municipality", "gemeinde": "municipality", "municipality": "municipality",
	"cpas": "welfare", "ocmw": "welfare", "öshz": "welfare",
	"zone de police": "police", "politiezone": "police", "polizeizone": "police", "police zone": "police",
	"zone de secours": "rescue", "hulpverleningszone": "rescue", "hilfeleistungszone": "rescue", "rescue zone": "rescue",
	"intercommunale": "association", "interkommunale": "association", "opdrachthoudende vereniging": "association",
}

// membersOf is so many members of a kind, in the language's word where it has one.
func (b *board) membersOf(kind string, n int) string {
	if word, known := kindWords[strings.ToLower(kind)]; known {
		return b.count("board.member."+word, n)
	}
	return b.l.Text("board.member.other", templates.Args{"n": n, "kind": shortened(kind, campusLength)})
}

// worstUnproven counts what the same fire leaves in doubt.
func (b *board) worstUnproven(s *report.Scenario) string {
	if s.Outcomes.Unproven == 0 {
		return ""
	}
	return b.l.Text("board.fire.doubt_there", templates.Args{"n": s.Outcomes.Unproven})
}

// othersSentence says what other campuses would cost.
func (b *board) othersSentence() string {
	h := b.a.Highlights.Scenarios
	switch {
	case h.Campuses == 1:
		return ""
	case len(h.Losing) > 1:
		others := slices.DeleteFunc(slices.Clone(h.Losing), func(id string) bool { return id == b.worstCampus() })
		return sentences(b.l.Text("board.fire.others_lose", templates.Args{"n": h.LostElsewhere, "names": b.campusNames(others, titleNamed)}), b.uncertainSentence())
	case len(h.Uncertain) > 0:
		return b.l.Text("board.fire.others_doubt", templates.Args{"n": h.UnprovenThere, "names": b.campusNames(h.Uncertain, titleNamed)})
	}
	return b.l.Text("board.fire.others_hold", nil)
}

// uncertainSentence names the campuses whose loss leaves services in doubt.
func (b *board) uncertainSentence() string {
	h := b.a.Highlights.Scenarios
	if len(h.Uncertain) == 0 {
		return ""
	}
	return b.l.Text("board.fire.doubt", templates.Args{"n": h.UnprovenThere, "names": b.campusNames(h.Uncertain, titleNamed)})
}

// lostFigure counts the services that would lose their data with the campus that would be missed most.
func (b *board) lostFigure() figure {
	h, worst := b.a.Highlights.Scenarios, b.worst()
	f := figure{section: "sites", count: worst.Outcomes.Lost, of: b.a.Summary.Services, color: pdf.Accent,
		label: b.l.Text("board.figure.lost.label", nil), total: b.l.Text("board.figure.of_services", templates.Args{"n": b.a.Summary.Services})}
	args := templates.Args{"name": shortened(b.worstName(), campusLength), "n": h.MostElsewhere}
	switch {
	case h.Campuses == 1:
		f.meaning = b.l.Text("board.figure.lost.only", args)
	case f.count == 0:
		f.meaning = b.l.Text("board.figure.lost.any", args)
	default:
		f.meaning = b.l.Text("board.figure.lost.meaning", args)
	}
	// Colour is for verdicts: nothing lost is no failure.
	if f.count > 0 {
		f.color = pdf.Fail
	}
	return f
}
