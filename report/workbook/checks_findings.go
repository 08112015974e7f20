package workbook

import (
	"fmt"

	"coupefeu/report"
	"coupefeu/rules"
)

// findingChecks checks the checks: in all and by status, then by tier, and rule by rule.
func (b *book) findingChecks() []checkGroup {
	g, c, h := b.begin(b.say("checks")), b.Summary.Checks, b.Highlights
	g.count(b.say("findings"), "findings", len(b.Findings), every(findingsKey, "rule"))
	g.on(onVerdict, onRules, onTrust).count(b.say("applicable"), inHighlights+"applicable", h.Applicable, b.applicable())
	for _, s := range statuses {
		switch s {
		case rules.Waived:
			g.on(onRules, onWaivers)
		case rules.Unknown:
			g.on(onRules, onVerdict, onTrust)
		case rules.NotApplicable:
			g.on()
		default:
			g.on(onRules, onVerdict)
		}
		g.count(b.statusTitle(s), inSummary+"checks."+s.String(), of(c, s), only(findingsKey, "status", s.String()))
	}
	g.on().count(b.say("applicable"), inSummary+"checks", c.Applicable(), b.applicable())
	g.on(onVerdict, onRules, onWork, onWaivers).count(b.say("open"), inHighlights+"open", h.Open, b.open())
	groups := []checkGroup{g}
	for _, tier := range b.Pack.Tiers {
		groups = append(groups, b.tierChecks(tier))
	}
	for i := range b.Rules {
		groups = append(groups, b.ruleChecks(&b.Rules[i]))
	}
	return groups
}

// ruleChecks checks a rule's counts: in all, and for each tier, as the board's matrix prints them.
func (b *book) ruleChecks(r *report.Rule) checkGroup {
	g, c := b.begin(b.text("reconciliation.rule", args{"rule": b.in(r.Title)})).asDetail(), b.Summary.ByRule[r.ID]
	// Of the rule that is kept least, and of the one that is shown least, the board reads the whole.
	if r == b.worstRule(rules.Fail) || r == b.worstRule(rules.Unknown) {
		g.on(onRules)
	}
	for _, status := range statuses {
		g.count(b.statusTitle(status), inSummary+"by_rule."+r.ID+"."+status.String(), of(c, status),
			both(findingsKey, "rule", r.ID, "status", status.String()))
	}
	g.count(b.say("applicable"), inSummary+"by_rule."+r.ID, c.Applicable(), b.applicableTo(r.ID))
	g.on(onRules)
	for _, tier := range b.Pack.Tiers {
		for _, status := range statuses[:len(statuses)-1] { // what does not apply is in no matrix
			g.count(b.tierWord(tier)+" · "+b.statusTitle(status), inSummary+"by_rule_tier."+r.ID+"."+tier+"."+status.String(),
				of(b.Summary.ByRuleTier[r.ID][tier], status), both(findingsKey, "rule", r.ID, "tier", tier, "status", status.String()))
		}
	}
	return g
}

// worstRule is the first of the rules with most findings of a status; nil where there is none.
func (b *book) worstRule(s rules.Status) *report.Rule {
	var worst *report.Rule
	most := 0
	for i := range b.Rules {
		if n := of(b.Summary.ByRule[b.Rules[i].ID], s); n > most {
			worst, most = &b.Rules[i], n
		}
	}
	return worst
}

// workChecks checks the services that need work noMore: how many of their checks are open, of all.
func (b *book) workChecks() []checkGroup {
	g, h := b.begin(b.say("work"), onWork), &b.Highlights
	if len(h.Work) == 0 {
		return nil
	}
	g.count(b.say("work-services"), inHighlights+"work", len(h.Work), only(servicesKey, "work", answers[true]))
	inWork := condition{key: "work", text: answers[true]}
	g.count(b.say("work-open"), inHighlights+"work_open", h.WorkOpen,
		total(servicesKey, "checks.fail").with(total(servicesKey, "checks.unknown")).and(inWork))
	each := b.begin(b.say("each-work")).asDetail()
	// Without the loss of a campus to speak of, the report opens with these services.
	var first []string
	if b.opensWithChecks() {
		first = []string{onVerdict}
	}
	for i := range h.Work {
		w, path := &h.Work[i], fmt.Sprintf("%swork[%d].", inHighlights, i)
		name, ofService := b.serviceName(w.Service)+" · ", condition{key: "service", text: w.Service}
		status := func(s rules.Status) query { return both(findingsKey, "service", w.Service, "status", s.String()) }
		each.on(append([]string{onWork}, first...)...).count(name+b.say("open"), path+"open", w.Open, b.open().and(ofService).said(""))
		each.on().count(name+b.statusTitle(rules.Fail), path+"fail", w.Fail, status(rules.Fail))
		each.count(name+b.statusTitle(rules.Unknown), path+"unknown", w.Unknown, status(rules.Unknown))
		each.on(first...).count(name+b.say("applicable"), path+"applicable", w.Applicable, only(findingsKey, "service", w.Service).less(status(rules.NotApplicable)))
	}
	return []checkGroup{g, each}
}
