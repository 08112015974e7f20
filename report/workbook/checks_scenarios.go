package workbook

import (
	"fmt"

	"coupefeu/report"
	"coupefeu/rules/scenario"
)

// scenarioChecks checks the scenarios against the sheet of their services: what the board's PDF says of all of them,
// then the counts of each that destroys a whole campus.
func (b *book) scenarioChecks() checkGroup {
	g := b.begin(b.say("scenarios"), onSites)
	g.count(b.say("played"), "scenarios", len(b.Scenarios), every(scenariosKey, "id"))
	g.section = ""
	g.count(b.say("effects"), "scenarios[].services", impactRows(b), every(impactKey, "scenario"))
	if h := b.Highlights.Scenarios; h != nil {
		g.section = onSites
		path := inHighlights + "scenarios."
		g.count(b.say("losing-campuses"), path+"losing", len(h.Losing), both(scenariosKey, "kind", scenario.Campus.String(), "class", losing))
		g.count(b.say("uncertain-campuses"), path+"uncertain", len(h.Uncertain), both(scenariosKey, "kind", scenario.Campus.String(), "class", uncertain))
		g.count(b.say("holding-campuses"), path+"holding", len(h.Holding), both(scenariosKey, "kind", scenario.Campus.String(), "class", holding))
		g.section = onLost
		g.count(b.say("lost-somewhere"), path+"lost", h.Lost, only(impactKey, "first", firstLost.String()))
		g.count(b.say("unproven-somewhere"), path+"unproven", h.Unproven, only(impactKey, "first", firstUnproven.String()))
	}
	g.section = onSites
	for i := range b.Scenarios {
		if b.Scenarios[i].Kind == scenario.Campus.String() {
			g.campus(i, &b.Scenarios[i])
		}
	}
	return g
}

// campus checks the counts of one scenario.
func (g *checkGroup) campus(place int, s *report.Scenario) {
	name, path := g.scenarioName(s)+" · ", fmt.Sprintf("scenarios[%d].", place)
	for _, o := range outcomeCounts {
		if o.outcome == scenario.OutcomeUnaffected {
			continue // most of these have no row
		}
		word := o.outcome.String()
		g.count(name+g.effectWord(o.outcome), path+"outcomes."+word, o.count(&s.Outcomes), both(impactKey, "scenario", s.ID, "outcome", word))
	}
	g.count(name+g.say("interrupted"), path+"services_interrupted", s.ServicesInterrupted, both(impactKey, "scenario", s.ID, "interrupted", "yes"))
	g.count(name+g.say("rto-missed"), path+"rto_missed", s.RTOMissed, both(impactKey, "scenario", s.ID, "rto_met", "no"))
	g.count(name+g.say("rpo-missed"), path+"rpo_missed", s.RPOMissed, both(impactKey, "scenario", s.ID, "rpo_met", "no"))
}
