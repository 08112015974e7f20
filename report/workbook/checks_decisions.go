package workbook

import (
	"fmt"
	"strings"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// A key column may hold several ids, each between marks, so that a formula finds one among them: ";copy:liege;lock;".
const idMark = ";"

// decided are the ids of the decisions that speak of a finding or service.
type decided struct {
	findings map[int32]string  // by number
	services map[string]string // by id
}

// decisionsOf looks them up once.
func (b *book) decisionsOf() *decided {
	if b.decided == nil {
		b.decided = &decided{map[int32]string{}, map[string]string{}}
		for i := range b.Decisions {
			d := &b.Decisions[i]
			for _, number := range d.Findings {
				b.decided.findings[number] = marked(b.decided.findings[number], d.ID)
			}
			for _, id := range d.Services {
				b.decided.services[id] = marked(b.decided.services[id], d.ID)
			}
		}
	}
	return b.decided
}

// marked adds an id to others.
func marked(ids, id string) string {
	if ids == "" {
		ids = idMark
	}
	return ids + id + idMark
}

// among tells whether a condition asks for one id among several.
func among(value string) bool { return strings.HasPrefix(value, idMark) }

// decisionChecks checks what the board is asked to decide: whom each decision is about, which findings it closes, and
// the figures that it starts from. What it would come to is of an inventory that no sheet shows.
func (b *book) decisionChecks() checkGroup {
	g := b.begin(b.say("decisions"), onDecisions)
	for i := range b.Decisions {
		d, path := &b.Decisions[i], fmt.Sprintf("decisions[%d].", i)
		g.count(d.ID+" · "+b.say("decision-services"), path+"services", len(d.Services), only(servicesKey, "decisions", idMark+d.ID+idMark))
		g.count(d.ID+" · "+b.say("decision-findings"), path+"findings", len(d.Findings), only(findingsKey, "decisions", idMark+d.ID+idMark))
		g.effects(d.ID, path+"effects", d.Effects)
	}
	o := &b.Outlook
	g.effects(b.say("together"), "outlook.together", o.Together)
	if len(b.Decisions) > 0 {
		g.count(b.say("outlook-open"), "outlook.open", o.Open, b.open())
		g.count(b.say("outlook-covered"), "outlook.covered", o.Covered, b.covered())
		rest := b.open()
		rest.minus = b.covered().plus
		rest.words = b.text("reconciliation.uncovered", args{"sheet": b.sheetName(findingsKey)})
		g.count(b.say("outlook-left"), "outlook.findings", len(o.Findings), rest)
	}
	return g
}

// covered counts the open findings that some decision closes.
func (b *book) covered() query {
	q := both(findingsKey, "decisions", idMark, "status", rules.Fail.String())
	q.plus = append(q.plus, both(findingsKey, "decisions", idMark, "status", rules.Unknown.String()).plus...)
	q.words = b.text("reconciliation.covered", args{"sheet": b.sheetName(findingsKey)})
	return q
}

// effects checks the figures that effects start from, as far as sheets hold their rows.
func (g *checkGroup) effects(title, path string, effects []decision.Effect) {
	for i := range effects {
		e := &effects[i]
		if q, there := g.startsFrom(e); there {
			g.count(title+" · "+g.text("reconciliation.before", args{"measure": string(e.Measure)}), fmt.Sprintf("%s[%d].before", path, i), e.Before, q)
		}
	}
}

// startsFrom counts what an effect is told by, as it is today.
func (b *book) startsFrom(e *decision.Effect) (q query, there bool) {
	switch e.Measure {
	case decision.LostIn:
		return both(impactKey, "scenario", e.Scenario, "outcome", scenario.OutcomeLost.String()), true
	case decision.UnprovenIn:
		return both(impactKey, "scenario", e.Scenario, "outcome", scenario.OutcomeUnproven.String()), true
	case decision.LosingIn:
		return query{plus: []where{{table: scenariosKey, sum: "members_losing_data", keys: []string{"id"}, values: []string{e.Scenario}}}}, true
	case decision.LostAnywhere:
		return only(impactKey, "first", firstLost.String()), true
	case decision.UnprovenNowhere:
		return only(impactKey, "first", firstUnproven.String()), true
	case decision.CriticalOpen:
		return b.openCritical(), true
	case decision.Open:
		return b.open(), true
	case decision.RestoresProven:
		if r := b.Highlights.Restores; r != nil {
			return both(findingsKey, "rule", r.Rule, "status", rules.Pass.String()), true
		}
	}
	return query{}, false
}

// openCritical counts the open findings that are critical.
func (b *book) openCritical() query {
	critical := rules.Critical.String()
	q := both(findingsKey, "status", rules.Fail.String(), "severity", critical)
	q.plus = append(q.plus, both(findingsKey, "status", rules.Unknown.String(), "severity", critical).plus...)
	q.words = b.text("reconciliation.critical", args{"sheet": b.sheetName(findingsKey)})
	return q
}

// cameIn tells whether a service came into the scope since the quarter before; "" without one.
func (b *book) cameIn(s *report.Service) string {
	if b.Changes == nil {
		return ""
	}
	for _, id := range b.Changes.ServicesIn {
		if id == s.ID {
			return answers[true]
		}
	}
	return answers[false]
}
