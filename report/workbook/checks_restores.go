package workbook

import (
	"math"
	"strconv"

	"coupefeu/report"
	"coupefeu/rules"
)

// restoreChecks checks how far restores are proven, as the board's PDF counts it by the rule that asks for a test, then
// how long they took.
func (b *book) restoreChecks() []checkGroup {
	g := b.begin(b.say("tests"))
	g.count(b.say("test"), inHighlights+"grounds.restore_tests", b.Highlights.Grounds.RestoreTests, every(testsKey, "service"))
	groups := []checkGroup{g}
	if r := b.Highlights.Restores; r != nil {
		all := b.begin(b.say("proofs"), onRestores, onVerdict)
		all.restores(r.Rule, "", &r.RestoreSum)
		groups = append(groups, all)
		for _, tier := range b.Pack.Tiers {
			sum := r.ByTier[tier]
			one := b.begin(b.say("proofs")+" · "+b.tierWord(tier), b.withVerdict(tier, onRestores)...).asDetail()
			one.restores(r.Rule, tier, &sum)
			one.months(r.Rule, tier, &sum)
			groups = append(groups, one)
		}
	}
	return append(groups, b.timeChecks())
}

// inTier narrows a count down to a tier; "" leaves it as it is.
func inTier(q query, tier string) query {
	if tier == "" {
		return q
	}
	return q.and(condition{key: "tier", text: tier})
}

// restores checks the services that a rule asks for a restore test, of a tier or of all.
func (g *checkGroup) restores(rule, tier string, sum *report.RestoreSum) {
	path := inHighlights + "restores."
	if tier != "" {
		path += "by_tier." + tier + "."
	}
	status := func(s rules.Status) query { return inTier(both(findingsKey, "rule", rule, "status", s.String()), tier) }
	asked := inTier(both(findingsKey, "rule", rule), tier).less(status(rules.NotApplicable))
	reason := func(key string) query { return inTier(both(findingsKey, "rule", rule, "reason", key), tier) }
	g.count(g.say("asked-services"), path+"services", sum.Services, asked)
	g.count(g.say("proven"), path+"proven", sum.Proven, status(rules.Pass))
	g.count(g.say("unproven-tests"), path+"unproven", sum.Unproven, asked.less(status(rules.Pass)))
	g.count(g.say("never-tested"), path+"never", sum.Never, reason("restore_test.age.none"))
	g.count(g.say("test-failed"), path+"failed", sum.Failed, reason("restore_test.age.failed"))
	g.count(g.say("test-old"), path+"too_old", sum.TooOld, inTier(g.truly(rule, rules.Fail), tier).and(condition{key: "measured.low", asks: noLess}))
	g.count(g.say("test-no-limit"), path+"no_limit", sum.NoLimit, inTier(g.truly(rule, rules.Unknown), tier).and(condition{key: "measured.low", asks: noLess}))
	if tier != "" {
		g.on()
	}
	g.count(g.say("test-waived"), path+"waived", sum.Waived, status(rules.Waived))
}

// truly counts the findings of a rule that have a status, be it under a waiver.
func (b *book) truly(rule string, s rules.Status) query {
	return both(findingsKey, "rule", rule, "status", s.String()).
		with(both(findingsKey, "rule", rule, "status", rules.Waived.String(), "before", s.String()))
}

// months checks the bars of the histogram: tests that passed, by age. Its edges are whole months, but for one that lies
// within a day of the limit, which takes the limit's place.
func (g *checkGroup) months(rule, tier string, sum *report.RestoreSum) {
	own := g.limitedByTarget(rule, tier)
	g.on(onRestores)
	path := inHighlights + "restores.by_tier." + tier + ".months["
	for i, bin := range sum.Months {
		for _, part := range []struct {
			key    string
			n      int
			status rules.Status
		}{{"kept", bin.Kept, rules.Pass}, {"too_old", bin.TooOld, rules.Fail}, {"no_limit", bin.NoLimit, rules.Unknown}} {
			if part.status == rules.Unknown && sum.NoLimit == 0 {
				continue
			}
			title := g.text("reconciliation.month", args{"from": i, "to": i + 1, "part": g.say("bin." + part.key)})
			tests := inTier(g.truly(rule, part.status), tier)
			if own {
				// Each service has edges of its own.
				tests = tests.and(condition{key: "month", text: monthKey(i)})
			} else {
				tests = aged(tests, i, sum.Limit)
			}
			g.count(title, path+strconv.Itoa(i)+"]."+part.key, part.n, tests)
		}
	}
}

// limitedByTarget tells whether a rule's limit for a tier is the service's own target.
func (b *book) limitedByTarget(rule, tier string) bool {
	for i := range b.Rules {
		if b.Rules[i].ID == rule {
			return b.Rules[i].Limits[tier].Target != ""
		}
	}
	return false
}

// monthOf is the bar of the histogram in which a finding is counted; empty for what is in none.
func (b *book) monthOf(r *findingRow) string {
	if t := b.Highlights.Restores; t == nil || r.Rule != t.Rule || r.Measured.Known != rules.Measured || r.Status == rules.NotApplicable {
		return ""
	}
	return monthKey(report.MonthOf(r.Finding))
}

// monthKey is a bar's key: a word, so that no program takes it for a figure.
func monthKey(month int) string { return "m" + strconv.Itoa(month) }

// aged narrows findings down to those of an age of so many months, by their figures in days.
func aged(q query, month int, limit *float64) query {
	from, fromSign := monthEdge(month, limit), noLess
	to, toSign := monthEdge(month+1, limit), below
	// An age of just the limit keeps it, so it stands before that edge.
	if limit != nil && from == *limit/86400 {
		fromSign = above
	}
	if limit != nil && to == *limit/86400 {
		toSign = noMore
	}
	q = q.and(condition{key: "measured.low", asks: fromSign, number: from})
	if month < report.MonthBins-1 {
		q = q.and(condition{key: "measured.low", asks: toSign, number: to})
	}
	return q
}

// monthEdge is where a month begins, in days.
func monthEdge(month int, limit *float64) float64 {
	edge := float64(month) * report.MonthDays
	if limit != nil && month > 0 && math.Abs(edge-*limit/86400) <= 1 {
		return *limit / 86400
	}
	return edge
}

// timeChecks checks how long restores took, held against the services' own targets.
func (b *book) timeChecks() checkGroup {
	g, t := b.begin(b.say("times"), onRestores), b.Highlights.Times
	if t == nil {
		return g
	}
	path := inHighlights + "restore_times."
	rule := both(findingsKey, "rule", t.Rule)
	reason := func(key string) query {
		return both(findingsKey, "rule", t.Rule, "reason", "restore_test.duration."+key)
	}
	untested := reason("none").with(reason("failed"))
	tested := rule.less(both(findingsKey, "rule", t.Rule, "status", rules.NotApplicable.String())).less(untested)
	// A limit is a figure, or the word for a target that is not set; where the rule does not apply it is nothing.
	named := condition{key: "limit.value", asks: filled}
	noTarget := rule.and(named).less(untested.and(named))
	hasTarget, endless := condition{key: "limit.value", asks: noLess}, condition{key: "measured.high", text: "∞"}
	unknown := b.truly(t.Rule, rules.Unknown).and(hasTarget)
	unmeasured := unknown.and(condition{key: "measured.low", text: b.unknown().text}).with(unknown.and(endless))
	slow := b.truly(t.Rule, rules.Fail).with(b.truly(t.Rule, rules.Unknown)).and(hasTarget).and(condition{key: "measured.low", asks: noLess}).less(unknown.and(endless))
	kept := both(findingsKey, "rule", t.Rule, "status", rules.Pass.String())
	g.count(b.say("times-tested"), path+"services", t.Services, tested)
	g.count(b.say("times-kept"), path+"kept", t.Kept, kept)
	g.on().count(b.say("times-slow"), path+"too_slow", t.TooSlow, slow.said(b.text("reconciliation.slow", args{"sheet": b.sheetName(findingsKey), "rule": t.Rule})))
	g.count(b.say("times-unmeasured"), path+"unmeasured", t.Unmeasured, unmeasured)
	g.count(b.say("times-no-target"), path+"no_target", t.NoTarget, noTarget)
	g.count(b.say("times-untested"), path+"untested", t.Untested, untested)
	return g
}
