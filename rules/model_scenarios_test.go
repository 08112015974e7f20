package rules

import (
	"math"
	"slices"

	"coupefeu/rules/scenario"
)

// scenarioIDs are the scenarios that the pack asks for, in their order, each with its kind before it.
func (m model) scenarioIDs() []string {
	plan, _ := m.pack["scenarios"].(object)
	var out []string
	each, _ := plan["each"].([]any)
	for _, kind := range each {
		for _, value := range m.values(kind.(string)) {
			out = append(out, kind.(string)+" "+kind.(string)+":"+value)
		}
	}
	if plan["pairs"] == true {
		campuses := m.values("campus")
		for i, a := range campuses {
			for _, b := range campuses[i+1:] {
				out = append(out, "pair pair:"+a+"+"+b)
			}
		}
	}
	for _, also := range objects(plan["also"]) {
		out = append(out, also["kind"].(string)+" "+also["id"].(string))
	}
	return out
}

// values are what the sites have of a kind, each once, in order.
func (m model) values(kind string) []string {
	var out []string
	for _, site := range objects(m.inventory["sites"]) {
		switch kind {
		case "site":
			out = append(out, site["id"].(string))
		case "campus", "campus_outage":
			out = append(out, m.campus(site["id"]).(string))
		case "shared_fate":
			fates, _ := site["shared_fate"].([]any)
			for _, fate := range fates {
				out = append(out, fate.(string))
			}
		default:
			if value, given := site[kind].(string); given {
				out = append(out, value)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ids are the scenarios that were played, written alike.
func ids(played []scenario.Played) []string {
	var out []string
	for i := range played {
		out = append(out, played[i].Scenario.Kind.String()+" "+played[i].Scenario.ID)
	}
	return out
}

// struck: over the scenarios of the rule's kinds, how many are lost, or the worst interruption or data loss.
func (m model) struck(s, rule object) figure {
	kinds, _ := rule["scenarios"].([]any)
	if len(kinds) == 0 {
		kinds = []any{"campus"}
	}
	stores, _ := s["stores_data_in"].([]any)
	name := rule["metric"].(string)
	if s["stateful"] == false && len(stores) == 0 && name != "scenario.interruption" {
		return figure{word: "n/a"}
	}
	f, tried := figure{basis: m.ground(s)}, false
	for i := range m.played {
		if !slices.Contains(kinds, any(m.played[i].Scenario.Kind.String())) {
			continue
		}
		tried = true
		for _, a := range m.played[i].Services {
			if m.serviceIDs()[a.Service] == s["id"] {
				f.add(name, &a)
			}
		}
	}
	switch {
	case !tried:
		return figure{word: "n/a"}
	case math.IsInf(f.lo, 1):
		f.word, f.lo, f.hi = "none", 0, 0
	}
	return f
}

// add counts what one scenario does to the service; a figure that is infinite from below on is without end.
func (f *figure) add(name string, a *scenario.Affected) {
	bounds := a.Interruption
	switch {
	case name == "scenario.data_lost" && a.Outcome.String() == "lost":
		f.lo, f.hi = f.lo+1, f.hi+1
		return
	case name == "scenario.data_lost" && a.Outcome.String() == "unproven":
		f.hi++
		return
	case name == "scenario.data_lost":
		return
	case name == "scenario.data_loss":
		bounds = a.DataLoss
		if a.Outcome.String() == "lost" {
			f.lo, f.hi = infinity, infinity
		}
	}
	f.lo, f.hi = math.Max(f.lo, bounds.Low), math.Max(f.hi, bounds.High)
}

// ground: the placement of all instances and backups, and if there are data, the recovery points and decisive tests.
func (m model) ground(s object) string {
	basis := m.placed(append(objects(s["instances"]), m.backups(s)...))
	if s["stateful"] == false {
		return basis
	}
	for _, b := range m.backups(s) {
		if points, shown := m.points(s, b); len(points) == 0 || shown != "observed" {
			return "declared"
		}
	}
	for _, set := range m.sets(s) {
		test := m.decisive(s, set, "application")
		if len(set) == 0 || test == nil || !given(test, "document") {
			return "declared"
		}
	}
	return basis
}
