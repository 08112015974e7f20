package workbook

import (
	"fmt"
	"maps"
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
)

// groundChecks checks what the figures rest on: the checks by their basis, then what weakens them. Backups without
// evidence are those that name no source; what their source shows is another matter.
func (b *book) groundChecks() []checkGroup {
	h := &b.Highlights
	basis := b.begin(b.say("bases"))
	basis.bases("", h.Totals)
	if b.Summary.Demonstrated != nil {
		basis.on(onVerdict, onTrust).add(b.demonstrated())
	}
	groups := []checkGroup{basis, b.weakChecks()}
	for _, tier := range b.Pack.Tiers {
		one := b.begin(b.say("bases") + " · " + b.tierWord(tier)).asDetail()
		one.bases(tier, h.ByTier[tier])
		groups = append(groups, one)
	}
	notices := b.begin(b.sheetName("notices"), onTrust).asDetail()
	for _, code := range slices.Sorted(maps.Keys(h.Notices)) {
		title := b.text("reconciliation.notice", args{"code": code})
		notices.count(title, inHighlights+"notices."+code, h.Notices[code], only("notices", "code", code))
	}
	return append(groups, notices)
}

// bases checks what the checks of a tier rest on, or all of them.
func (g *checkGroup) bases(tier string, t report.Totals) {
	path := inHighlights
	if tier != "" {
		path += "by_tier." + tier + "."
	}
	g.on(onTrust)
	for i, n := range []int{t.Observed, t.Documented, t.Declared} {
		basis := []rules.Basis{rules.Observed, rules.Documented, rules.Declared}[i].String()
		title := g.text("reconciliation.basis", args{"basis": g.shared("words.basis."+basis, nil)})
		g.count(title, path+basis, n, inTier(only(findingsKey, "basis", basis), tier))
	}
	g.on(onTrust, onVerdict).count(g.say("shown-checks"), path+"demonstrated_checks", t.Demonstrated, inTier(g.shown(), tier).said(""))
}

// demonstrated checks a quotient of two counts; the difference is rounded to nine places, since programs divide alike
// but for the last. The share is that of applicable checks that rest on more than what was typed.
func (b *book) demonstrated() check {
	return check{
		title: b.say("demonstrated"), path: inSummary + "demonstrated", value: *b.Summary.Demonstrated, format: b.format.percent,
		formula: "(" + b.formula(b.shown()) + ")/(" + b.formula(b.applicable()) + ")", result: b.value(b.shown()) / b.value(b.applicable()),
		words: b.say("shown-share"),
	}
}

// weakChecks checks what weakens the figures.
func (b *book) weakChecks() checkGroup {
	g, s := b.begin(b.say("weak"), onTrust), &b.Highlights.Grounds
	path := inHighlights + "grounds."
	g.count(b.say("backups"), path+"backups", s.Backups, every(backupsKey, "service"))
	sourced := condition{key: "source.id", asks: filled}
	without := every(backupsKey, "service").less(every(backupsKey, "service").and(sourced))
	g.count(b.say("undocumented"), path+"undocumented", s.Undocumented, without.said(b.text("reconciliation.without-source", args{"sheet": b.sheetName(backupsKey)})))
	both := query{plus: []where{{table: backupsKey, when: []condition{{key: "every", asks: noLess}, {key: "gap", asks: noLess}}}}}
	g.count(b.say("compared"), path+"compared", s.Compared, both)
	wider := query{plus: []where{{table: backupsKey, when: []condition{{key: "gap/every", asks: above, number: report.GapRatio}}}}}
	g.count(b.say("contradicted"), path+"contradicted", s.Contradicted, wider)
	g.count(b.say("placements"), path+"placements", s.Placements, total(servicesKey, "placements"))
	g.count(b.say("unconfirmed"), path+"unconfirmed", s.Unconfirmed, total(servicesKey, "unconfirmed"))
	g.count(b.say("evidence"), path+"sources", s.Sources, every(evidenceKey, "id"))
	g.count(b.say("unusable"), path+"unusable_sources", s.UnusableOnes, only(evidenceKey, "usable", answers[false]))
	g.count(b.text("reconciliation.old", args{"days": report.OldDays}), path+"old_sources", s.OldOnes, only(evidenceKey, "old", answers[true]))
	decisive := only(testsKey, "decisive.key", answers[true])
	g.count(b.say("decisive"), path+"decisive_tests", s.Decisive, decisive)
	g.count(b.say("no-paper"), path+"undocumented_tests", s.WithoutPapers, decisive.less(decisive.and(condition{key: "document", asks: filled})))
	return g
}

// controlChecks checks the frameworks: how many there are and how many controls the rules name, then each as a whole,
// where a rule counts once, and control by control.
func (b *book) controlChecks() []checkGroup {
	if len(b.Frameworks) == 0 {
		return nil
	}
	controls := 0
	all := b.begin(b.say("frameworks"), onTrust)
	var groups []checkGroup
	for i := range b.Frameworks {
		controls += len(b.Frameworks[i].Controls)
		groups = append(groups, b.frameworkChecks(i))
	}
	all.matching(b.say("frameworks"), "frameworks", len(b.Frameworks), "frameworks", "frameworks[*].rules")
	all.matching(b.say("controls"), "frameworks[*].controls", controls, "controls", inSummary+"by_control.*."+rules.Pass.String())
	return append([]checkGroup{all}, groups...)
}

// frameworkChecks checks one framework.
func (b *book) frameworkChecks(i int) checkGroup {
	f, path := &b.Frameworks[i], fmt.Sprintf("frameworks[%d].", i)
	g := b.begin(b.in(f.Title), onTrust).asDetail()
	controls := "controls of " + f.ID
	g.item("frameworks")
	g.count(b.say("rules"), path+"rules", f.Rules, both(frameworksKey, "framework", f.ID, "first", "yes"))
	g.listed(b.say("controls"), path+"controls", len(f.Controls), controls)
	for _, s := range statuses {
		if s == rules.NotApplicable {
			g.on()
		}
		g.count(b.statusTitle(s), path+"checks."+s.String(), of(f.Checks, s), checksWhere(s.String(), "framework", f.ID, "first", "yes"))
	}
	g.on(onTrust)
	for _, c := range f.Controls {
		for k, s := range statuses[:len(statuses)-1] { // what does not apply is no control's
			if k == 0 {
				g.item("controls", controls)
			}
			g.count(c.ID+" · "+b.statusTitle(s), inSummary+"by_control."+f.ID+"."+c.ID+"."+s.String(), of(b.Summary.ByControl[f.ID][c.ID], s),
				checksWhere(s.String(), "control.id", controlID(f.ID, c.ID)))
		}
	}
	return g
}

// checksWhere adds the checks of a status up over the rules of a framework or a control.
func checksWhere(status string, pairs ...string) query {
	q := both(frameworksKey, pairs...)
	q.plus[0].sum = "checks." + status
	return q
}
