package workbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/rules/scenario"
)

// scenarioChecks checks the scenarios against the sheet of their services: what the board's PDF says of all of them,
// then each on its own, then all added up.
func (b *book) scenarioChecks() []checkGroup {
	g := b.begin(b.say("scenarios"))
	g.count(b.say("effects"), "scenarios[*].services", impactRows(b), every(impactKey, "scenario"))
	h := b.Highlights.Scenarios
	if h == nil {
		return []checkGroup{g}
	}
	path := inHighlights + "scenarios."
	campus := scenario.Campus.String()
	g.on(onVerdict, onSites)
	g.count(b.say("losing-campuses"), path+"losing", len(h.Losing), both(scenariosKey, "kind", campus, "class", losing))
	g.count(b.say("uncertain-campuses"), path+"uncertain", len(h.Uncertain), both(scenariosKey, "kind", campus, "class", uncertain))
	g.count(b.say("holding-campuses"), path+"holding", len(h.Holding), both(scenariosKey, "kind", campus, "class", holding))
	g.count(b.say("holding-stopping"), path+"holding_stopping", h.HoldingStopping,
		both(scenariosKey, "kind", campus, "class", holding).and(condition{key: "services_interrupted", asks: above}))
	g.count(b.say("played-campuses"), path+"campuses", h.Campuses, only(scenariosKey, "kind", campus))
	g.count(b.say("lost-elsewhere"), path+"lost_elsewhere", h.LostElsewhere, only(impactKey, "first_campus", elsewhereLost.String()))
	g.count(b.say("unproven-there"), path+"unproven_there", h.UnprovenThere, only(impactKey, "first_campus", thereUnproven.String()))
	if h.Worst != "" {
		g.add(b.mostElsewhere(h))
		for _, kind := range slices.Sorted(maps.Keys(h.LosingByKind)) {
			g.count(b.say("members-losing")+" · "+kind, path+"losing_by_kind."+kind, h.LosingByKind[kind], b.membersLosing(h.Worst).and(condition{key: "kind", text: kind}))
		}
	}
	g.on(onLost, onVerdict)
	g.count(b.say("lost-somewhere"), path+"lost", h.Lost, only(impactKey, "first", firstLost.String()))
	g.count(b.say("unproven-somewhere"), path+"unproven", h.Unproven, only(impactKey, "first", firstUnproven.String()))
	groups := []checkGroup{g}
	for _, place := range b.oneByOne() {
		groups = append(groups, b.scenarioCheck(place))
	}
	return append(groups, b.allScenarios())
}

// mostElsewhere checks how many services the worst of the other campuses takes along.
func (b *book) mostElsewhere(h *report.ScenarioSum) check {
	t := b.table(scenariosKey)
	kind, id, lost := t.spans("kind")[0], t.spans("id")[0], t.spans("outcomes.lost")[0]
	c := check{title: b.say("most-elsewhere"), path: inHighlights + "scenarios.most_elsewhere", value: float64(h.MostElsewhere), format: whole,
		formula: `SUMPRODUCT(MAX((` + kind + `="` + scenario.Campus.String() + `")*(` + id + `<>"` + literal(h.Worst) + `")*` + lost + `))`,
		words:   b.text("reconciliation.greatest", args{"sheet": b.sheetName(scenariosKey), "column": "outcomes.lost", "id": h.Worst})}
	for i := range b.Scenarios {
		if s := &b.Scenarios[i]; s.Kind == scenario.Campus.String() && s.ID != h.Worst {
			c.result = max(c.result, float64(s.Outcomes.Lost))
		}
	}
	return c
}

const (
	fewScenarios  = 30        // are counted one by one at least: more than the board's PDF has rows for
	mostScenarios = 60        // at most
	mostReadings  = 5_000_000 // rows that these counts may read, each time for some twenty formulas
)

// oneByOne are the scenarios whose counts are checked one by one: places in the order in which the board reads them. The
// others are checked all together.
func (b *book) oneByOne() []int {
	h := b.Highlights.Scenarios
	if h == nil {
		return nil
	}
	n := min(len(h.Rows), mostScenarios, max(fewScenarios, mostReadings/max(1, impactRows(b))))
	// Where there are many campuses, the board still has rows for some of the others.
	campuses := min(h.Campuses, max(n/2, n-(len(h.Rows)-h.Campuses)))
	var out []int
	for place := range h.Rows {
		if place < campuses || place >= h.Campuses && place < h.Campuses+n-campuses {
			out = append(out, place)
		}
	}
	return out
}

// mostOnBoard is how many scenarios the board's PDF has rows for at most.
const mostOnBoard = 12

// onBoard tells whether the board's PDF has a row for a scenario, by its place in their order: campuses come first, but
// leave the others a third.
func (b *book) onBoard(place int) bool {
	h := b.Highlights.Scenarios
	others := min(len(h.Rows)-h.Campuses, max(mostOnBoard/3, mostOnBoard-h.Campuses))
	if place < h.Campuses {
		return place < mostOnBoard-others
	}
	return place < h.Campuses+others
}

// scenarioCheck checks the counts of one scenario, by its place in the board's order.
func (b *book) scenarioCheck(place int) checkGroup {
	row, h := &b.Highlights.Scenarios.Rows[place], b.Highlights.Scenarios
	i := b.scenarioPlaces()[row.Scenario]
	s, path := &b.Scenarios[i], fmt.Sprintf("scenarios[%d].", i)
	g := b.begin(b.scenarioName(s) + " · " + b.kindWord(s.Kind)).asDetail()
	var inRow, inVerdict []string
	if b.onBoard(place) {
		inRow = []string{onSites}
	}
	if s.ID == h.Worst {
		inVerdict = []string{onSites, onVerdict}
	}
	inEither := inRow
	if inVerdict != nil {
		inEither = inVerdict
	}
	for _, o := range outcomeCounts {
		g.on()
		if o.outcome == scenario.OutcomeLost || o.outcome == scenario.OutcomeUnproven {
			g.on(inVerdict...)
		}
		g.count(b.effectWord(o.outcome), path+"outcomes."+o.outcome.String(), o.count(&s.Outcomes), b.coming(s.ID, o.outcome))
	}
	g.on(inRow...).boardRow(place)
	struck := func(key, value string) query { return both(impactKey, "scenario", s.ID, key, value) }
	g.on(inVerdict...).count(b.say("interrupted"), path+"services_interrupted", s.ServicesInterrupted, struck("interrupted", "yes"))
	g.on(inRow...)
	g.count(b.say("interruption-unknown"), path+"interruption.unknown", s.Interruption.Unknown, unknownFor(s.ID, "interruption", b.unknown().text))
	g.count(b.say("interruption-endless"), path+"interruption.unbounded", s.Interruption.Unbounded, struck("interruption.low", b.text("impact.endless", nil)))
	g.count(b.say("loss-unknown"), path+"data_loss.unknown", s.DataLoss.Unknown, unknownFor(s.ID, "data_loss", b.unknown().text))
	g.count(b.say("loss-everything"), path+"data_loss.everything", s.DataLoss.Everything, struck("data_loss.low", b.shared("simulate.everything", nil)))
	g.on(inEither...).count(b.say("members-interrupted"), path+"members_interrupted", s.MembersInterrupted, with(membersKey, "interrupted_in", s.ID))
	g.count(b.say("members-losing"), path+"members_losing_data", s.MembersLosingData, b.membersLosing(s.ID))
	for k, tier := range b.Pack.Tiers {
		g.on()
		if k == 0 {
			g.on(inRow...) // the most critical one stands under the others
		}
		g.count(b.text("reconciliation.members-tier", args{"tier": b.tierWord(tier)}), path+"members_interrupted_by_tier."+tier,
			s.MembersInterruptedByTier[tier], with(membersKey, "interrupted_in", tierMark(tier, s.ID)))
	}
	g.on(inRow...).namedIn(b.say("buildings"), path+"lost_sites", idList{scenariosKey, "lost_sites.id", i, s.LostSites})
	g.on().count(b.say("rto-missed"), path+"rto_missed", s.RTOMissed, struck("rto_met", "no"))
	g.count(b.say("rpo-missed"), path+"rpo_missed", s.RPOMissed, struck("rpo_met", "no"))
	return g
}

// scenarioPlaces are the places of the scenarios by id.
func (b *book) scenarioPlaces() map[string]int {
	out := make(map[string]int, len(b.Scenarios))
	for i := range b.Scenarios {
		out[b.Scenarios[i].ID] = i
	}
	return out
}

// coming counts the services that a scenario brings to an outcome. Most of those that nothing happens to have no row.
func (b *book) coming(id string, o scenario.Outcome) query {
	rows := both(impactKey, "scenario", id, "outcome", o.String())
	if o != scenario.OutcomeUnaffected {
		return rows
	}
	q := every(servicesKey, "service").less(only(impactKey, "scenario", id)).with(rows)
	return q.said(b.text("reconciliation.unaffected", args{"services": b.sheetName(servicesKey), "sheet": b.sheetName(impactKey), "id": id}))
}

// boardRow checks the classes in which the board reads a scenario's outcomes.
func (g *checkGroup) boardRow(place int) {
	r, path := &g.Highlights.Scenarios.Rows[place], fmt.Sprintf("%sscenarios.rows[%d].", inHighlights, place)
	id := r.Scenario
	for _, class := range []struct {
		key      string
		n        int
		outcomes []scenario.Outcome
	}{
		{"lost", r.Lost, []scenario.Outcome{scenario.OutcomeLost}}, {"unproven", r.Unproven, []scenario.Outcome{scenario.OutcomeUnproven}},
		{"stranded", r.Stranded, []scenario.Outcome{scenario.OutcomeStranded}}, {"restore", r.Restore, []scenario.Outcome{scenario.OutcomeRestore, scenario.OutcomeRebuild}},
		{"waits", r.Waits, []scenario.Outcome{scenario.OutcomeFailover, scenario.OutcomeWait, scenario.OutcomeWaiting}},
		{"goes_on", r.GoesOn, []scenario.Outcome{scenario.OutcomeContinue, scenario.OutcomeUnaffected}},
	} {
		var q query
		var words []string
		for _, o := range class.outcomes {
			one := g.coming(id, o)
			q, words = q.with(one), append(words, g.inPlainWords(one))
		}
		g.count(g.text("reconciliation.class", args{"class": g.say("row." + class.key)}), path+class.key, class.n, q.said(strings.Join(words, " + ")))
	}
}

// unknownFor counts the services of which nobody knows how long they stop, or how much they lose at most.
func unknownFor(id, figure, unknown string) query {
	return both(impactKey, "scenario", id, figure+".high", "∞").with(both(impactKey, "scenario", id, figure+".low", unknown))
}

// membersLosing counts the members that a scenario costs data.
func (b *book) membersLosing(id string) query { return with(membersKey, "losing_in", id) }

// allScenarios adds the counts of all scenarios up: those that are not checked one by one are checked here.
func (b *book) allScenarios() checkGroup {
	g := b.begin(b.say("all-scenarios")).asDetail()
	path := "scenarios[*]."
	for _, o := range outcomeCounts {
		if o.outcome == scenario.OutcomeUnaffected {
			continue // most of these have no row; in each scenario they are what the others leave
		}
		word, sum := o.outcome.String(), 0
		for i := range b.Scenarios {
			sum += o.count(&b.Scenarios[i].Outcomes)
		}
		g.count(b.effectWord(o.outcome), path+"outcomes."+word, sum, only(impactKey, "outcome", word))
	}
	for _, tier := range b.Pack.Tiers {
		for _, o := range outcomeCounts {
			if o.outcome == scenario.OutcomeUnaffected {
				continue
			}
			word, sum := o.outcome.String(), 0
			for i := range b.Scenarios {
				outcomes := b.Scenarios[i].ByTier[tier]
				sum += o.count(&outcomes)
			}
			g.count(b.tierWord(tier)+" · "+b.effectWord(o.outcome), path+"by_tier."+tier+"."+word, sum, both(impactKey, "tier", tier, "outcome", word))
		}
	}
	interrupted, rto, rpo := 0, 0, 0
	for i := range b.Scenarios {
		interrupted += b.Scenarios[i].ServicesInterrupted
		rto += b.Scenarios[i].RTOMissed
		rpo += b.Scenarios[i].RPOMissed
	}
	g.count(b.say("interrupted"), path+"services_interrupted", interrupted, only(impactKey, "interrupted", "yes"))
	g.count(b.say("rto-missed"), path+"rto_missed", rto, only(impactKey, "rto_met", "no"))
	g.count(b.say("rpo-missed"), path+"rpo_missed", rpo, only(impactKey, "rpo_met", "no"))
	return g
}
