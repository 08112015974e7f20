package workbook

import (
	"maps"
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
)

// Names of the sections of the board's PDF that print counts, as Options.Pages has them.
const (
	onVerdict  = "verdict"
	onSites    = "sites"
	onLost     = "lost"
	onRules    = "rules"
	onRestores = "restores"
	onWaivers  = "waivers"
	onTrust    = "trust"

	onDecisions = "decisions"
	onQuarter   = "quarter"
)

// inSummary and inHighlights begin the path of a count in assessment.json.
const (
	inSummary    = "summary."
	inHighlights = "highlights."
)

// checkGroups are all the counts, in the order of the report: what is printed large first, the cells of the board's
// matrix and those of the frameworks' controls last.
func (b *book) checkGroups() []checkGroup {
	if b.groups != nil {
		return b.groups
	}
	for _, g := range []checkGroup{b.findingChecks(), b.serviceChecks(), b.scenarioChecks(), b.decisionChecks(), b.changeChecks(), b.trendChecks(),
		b.commitmentChecks(), b.restoreChecks(), b.waiverChecks(), b.groundChecks(), b.memberChecks()} {
		if len(g.checks) > 0 {
			b.groups = append(b.groups, g)
		}
	}
	for _, tier := range b.Pack.Tiers {
		b.groups = append(b.groups, b.tierChecks(tier))
	}
	for i := range b.Rules {
		b.groups = append(b.groups, b.ruleChecks(&b.Rules[i]))
	}
	if g := b.controlChecks(); len(g.checks) > 0 {
		b.groups = append(b.groups, g)
	}
	b.groups = append(b.groups, b.sampleChecks())
	return b.groups
}

// begin begins a group, whose counts stand in a section of the board's PDF.
func (b *book) begin(title, section string) checkGroup {
	return checkGroup{book: b, title: title, section: section}
}

// count adds a check of a count. Titles are keyed under workbook.reconciliation.
func (g *checkGroup) count(title, path string, value int, q query) {
	g.checks = append(g.checks, check{
		title: title, path: path, section: g.section, value: float64(value), format: whole,
		formula: g.formula(q), result: g.value(q), words: g.inPlainWords(q),
	})
}

// say is the name of a count.
func (b *book) say(key string) string { return b.text("reconciliation."+key, nil) }

// statuses are those that are counted apart, in the reports' order.
var statuses = []rules.Status{rules.Pass, rules.Fail, rules.Unknown, rules.Waived, rules.NotApplicable}

// of is the count of a status.
func of(c report.Checks, s rules.Status) int {
	return map[rules.Status]int{rules.Pass: c.Pass, rules.Fail: c.Fail, rules.Unknown: c.Unknown, rules.Waived: c.Waived,
		rules.NotApplicable: c.NotApplicable}[s]
}

// statusTitle names the count of a status.
func (b *book) statusTitle(s rules.Status) string {
	return b.text("reconciliation.status."+s.String(), nil)
}

// applicable counts the checks that every denominator counts.
func (b *book) applicable() query {
	q := every(findingsKey, "rule")
	q.minus = only(findingsKey, "status", rules.NotApplicable.String()).plus
	q.words = b.text("reconciliation.without", args{"sheet": b.sheetName(findingsKey)})
	return q
}

// shown counts the checks that rest on more than what was typed.
func (b *book) shown() query {
	q := only(findingsKey, "basis", rules.Observed.String())
	q.plus = append(q.plus, only(findingsKey, "basis", rules.Documented.String()).plus...)
	q.words = b.text("reconciliation.shown", args{"sheet": b.sheetName(findingsKey)})
	return q
}

// open counts what is not kept and not waived.
func (b *book) open() query {
	q := only(findingsKey, "status", rules.Fail.String())
	q.plus = append(q.plus, only(findingsKey, "status", rules.Unknown.String()).plus...)
	q.words = b.text("reconciliation.failed-or-unknown", args{"sheet": b.sheetName(findingsKey)})
	return q
}

// findingChecks checks the checks: in all, by status, and by what they rest on.
func (b *book) findingChecks() checkGroup {
	g, c, h := b.begin(b.say("checks"), onRules), b.Summary.Checks, b.Highlights
	g.count(b.say("findings"), "findings", len(b.Findings), every(findingsKey, "rule"))
	g.count(b.say("applicable"), inHighlights+"applicable", h.Applicable, b.applicable())
	for _, s := range statuses {
		g.count(b.statusTitle(s), inSummary+"checks."+s.String(), of(c, s), only(findingsKey, "status", s.String()))
	}
	g.count(b.say("open"), inHighlights+"open", h.Open, b.open())
	g.section = onTrust
	for i, n := range []int{h.Observed, h.Documented, h.Declared} {
		basis := []rules.Basis{rules.Observed, rules.Documented, rules.Declared}[i].String()
		title := b.text("reconciliation.basis", args{"basis": b.shared("words.basis."+basis, nil)})
		g.count(title, inHighlights+basis, n, only(findingsKey, "basis", basis))
	}
	g.count(b.say("shown-checks"), inHighlights+"demonstrated_checks", h.Demonstrated, b.shown())
	if b.Summary.Demonstrated != nil {
		g.checks = append(g.checks, b.demonstrated())
	}
	return g
}

// demonstrated checks a quotient of two counts; the difference is rounded to nine places, since programs divide alike
// but for the last. The share is that of applicable checks that rest on more than what was typed.
func (b *book) demonstrated() check {
	return check{
		title: b.say("demonstrated"), path: inSummary + "demonstrated", section: onTrust, value: *b.Summary.Demonstrated, format: b.format.percent,
		formula: "(" + b.formula(b.shown()) + ")/(" + b.formula(b.applicable()) + ")", result: b.value(b.shown()) / b.value(b.applicable()),
		words: b.say("shown-share"),
	}
}

// serviceChecks checks the services, and adds their own counts up to those of the summary: the same figure on two ways.
func (b *book) serviceChecks() checkGroup {
	g, s := b.begin(b.say("services"), onVerdict), b.Summary
	g.count(b.say("service"), inSummary+"services", s.Services, every(servicesKey, "service"))
	g.count(b.say("compliant"), inSummary+"compliant", s.Compliant, only(servicesKey, "compliance", report.Compliant))
	g.count(b.say("compliant-waived"), inSummary+"compliant_with_waivers", s.CompliantWithWaivers,
		only(servicesKey, "compliance", report.CompliantWithWaivers))
	g.count(b.say("open-services"), inHighlights+"open_services", b.Highlights.OpenServices,
		only(servicesKey, "compliance", report.NotCompliant))
	g.section = ""
	for _, status := range statuses {
		title := b.text("reconciliation.by-service", args{"status": b.statusTitle(status)})
		g.count(title, inSummary+"checks."+status.String(), of(s.Checks, status), total(servicesKey, "checks."+status.String()))
	}
	return g
}

// restoreChecks checks how far restores are proven, as the board's PDF counts it by the rule that asks for a test.
func (b *book) restoreChecks() checkGroup {
	g := b.begin(b.say("tests"), onRestores)
	g.count(b.say("test"), inHighlights+"grounds.restore_tests", b.Highlights.Grounds.RestoreTests, every(testsKey, "service"))
	g.count(b.say("decisive"), inHighlights+"grounds.decisive_tests", b.Highlights.Grounds.Decisive, only(testsKey, "decisive.key", "yes"))
	r := b.Highlights.Restores
	if r == nil {
		return g
	}
	asked := both(findingsKey, "rule", r.Rule)
	asked.minus = both(findingsKey, "rule", r.Rule, "status", rules.NotApplicable.String()).plus
	asked.words = b.text("reconciliation.asked", args{"sheet": b.sheetName(findingsKey), "rule": r.Rule})
	g.count(b.say("asked-services"), inHighlights+"restores.services", r.Services, asked)
	g.count(b.say("proven"), inHighlights+"restores.proven", r.Proven, both(findingsKey, "rule", r.Rule, "status", rules.Pass.String()))
	never, failing := both(findingsKey, "rule", r.Rule, "reason", "restore_test.age.none"), both(findingsKey, "rule", r.Rule, "reason", "restore_test.age.failed")
	g.count(b.say("never-tested"), inHighlights+"restores.never", r.Never, never)
	g.count(b.say("test-failed"), inHighlights+"restores.failed", r.Failed, failing)
	return g
}

// groundChecks checks what the figures rest on. Backups without evidence are those that name no source; what their
// source shows is another matter.
func (b *book) groundChecks() checkGroup {
	g, s := b.begin(b.say("grounds"), onTrust), b.Highlights.Grounds
	g.count(b.say("backups"), inHighlights+"grounds.backups", s.Backups, every(backupsKey, "service"))
	without := every(backupsKey, "service")
	without.minus = every(backupsKey, "source.id").plus
	without.words = b.text("reconciliation.without-source", args{"sheet": b.sheetName(backupsKey)})
	g.count(b.say("undocumented"), inHighlights+"grounds.undocumented", s.Undocumented, without)
	g.count(b.say("placements"), inHighlights+"grounds.placements", s.Placements, total(servicesKey, "placements"))
	g.count(b.say("unconfirmed"), inHighlights+"grounds.unconfirmed", s.Unconfirmed, total(servicesKey, "unconfirmed"))
	g.count(b.say("evidence"), inHighlights+"grounds.sources", s.Sources, every(evidenceKey, "id"))
	g.count(b.say("unusable"), inHighlights+"grounds.unusable_sources", s.UnusableOnes, only(evidenceKey, "usable", "no"))
	g.count(b.say("rules"), "rules", len(b.Rules), only("rules", "applied", "yes"))
	for _, code := range slices.Sorted(maps.Keys(b.Highlights.Notices)) {
		title := b.text("reconciliation.notice", args{"code": code})
		g.count(title, inHighlights+"notices."+code, b.Highlights.Notices[code], only("notices", "code", code))
	}
	return g
}

// tierChecks checks one tier's services and checks.
func (b *book) tierChecks(tier string) checkGroup {
	g := b.begin(b.text("reconciliation.tier", args{"tier": b.tierWord(tier)}), onRules)
	s, path := b.Summary.ByTier[tier], inSummary+"by_tier."+tier+"."
	g.count(b.say("service"), path+"services", s.Services, only(servicesKey, "tier", tier))
	g.count(b.say("compliant"), path+"compliant", s.Compliant, both(servicesKey, "tier", tier, "compliance", report.Compliant))
	g.count(b.say("compliant-waived"), path+"compliant_with_waivers", s.CompliantWithWaivers,
		both(servicesKey, "tier", tier, "compliance", report.CompliantWithWaivers))
	g.count(b.say("open-services"), inHighlights+"by_tier."+tier+".open_services", b.Highlights.ByTier[tier].OpenServices,
		both(servicesKey, "tier", tier, "compliance", report.NotCompliant))
	for _, status := range statuses {
		g.count(b.statusTitle(status), path+"checks."+status.String(), of(s.Checks, status),
			both(findingsKey, "tier", tier, "status", status.String()))
	}
	return g
}

// ruleChecks checks a rule's counts: in all, and for each tier, as the board's matrix prints them.
func (b *book) ruleChecks(r *report.Rule) checkGroup {
	g := b.begin(b.text("reconciliation.rule", args{"rule": b.in(r.Title)}), onRules)
	for _, status := range statuses {
		g.count(b.statusTitle(status), inSummary+"by_rule."+r.ID+"."+status.String(), of(b.Summary.ByRule[r.ID], status),
			both(findingsKey, "rule", r.ID, "status", status.String()))
	}
	for _, tier := range b.Pack.Tiers {
		for _, status := range statuses[:len(statuses)-1] { // what does not apply is in no matrix
			g.count(b.tierWord(tier)+" · "+b.statusTitle(status), inSummary+"by_rule_tier."+r.ID+"."+tier+"."+status.String(),
				of(b.Summary.ByRuleTier[r.ID][tier], status), both(findingsKey, "rule", r.ID, "tier", tier, "status", status.String()))
		}
	}
	return g
}
