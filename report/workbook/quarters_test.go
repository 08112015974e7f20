package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/rules"
	"coupefeu/templates"
)

// addQuarters gives an assessment three quarters to look back at, of which the middle one has no usable report. The
// oldest had a tier that is gone, and no scenarios.
func addQuarters(a *report.Assessment) {
	if a.Previous != nil {
		a.Trend = a.Trend[:len(a.Trend)-1]
	} else {
		a.Previous = &report.Previous{Period: "2026-Q2", SHA256: strings.Repeat("2f", 32)}
		old := quarterOf(4, 12)
		old.AsOf, old.Seal, old.Pack, old.PackVersion = time.Date(2026, 1, 1, 0, 0, 0, 0, brussels), strings.Repeat("4e", 32), "=baseline", "0.9"
		old.ByTier = map[string]report.TierFigures{"vital": old.TierFigures, "gone tier": {}}
		before := quarterOf(6, 15)
		before.AsOf, before.Seal, before.Pack, before.PackVersion = time.Date(2026, 7, 1, 0, 0, 0, 0, brussels), a.Previous.SHA256, "baseline", "0.9"
		standard := quarterOf(1, 10).TierFigures
		standard.Open -= standard.Checks.Unknown // all of these are vital
		before.ByTier = map[string]report.TierFigures{"vital": quarterOf(5, 5).TierFigures, "standard": standard}
		lost, unproven := 3, 1
		before.Lost, before.Unproven = &lost, &unproven
		before.Worst = &report.WorstCampus{Scenario: "campus:roubaix", Name: "-Roubaix", Lost: 2, Unproven: 1, Interrupted: 4}
		before.Demonstrated, before.Restores = &report.Share{Count: 9, Of: 24}, &report.Share{Count: 0, Of: 7}
		a.Trend = []report.Quarter{{Period: "2025-Q4", Figures: old}, {Period: "2026-Q1"}, {Period: "2026-Q2", Figures: before}}
	}
	now := &report.Figures{AsOf: a.AsOf, Pack: a.Pack.ID, PackVersion: a.Pack.Version, TierFigures: tierOf(a.Summary.Group), ByTier: map[string]report.TierFigures{},
		Waivers: map[string]int{"in_force": 1, "expired": 1}, Commitments: map[string]int{}}
	for tier, g := range a.Summary.ByTier {
		now.ByTier[tier] = tierOf(g)
	}
	a.Trend = append(a.Trend, report.Quarter{Period: a.Period.ID, Figures: now})
	if len(a.Findings) > 0 {
		addChanges(a)
		addCommitments(a)
		addDecisions(a)
	}
}

// quarterOf is a quarter with so many services that are compliant and others that are not.
func quarterOf(compliant, others int) *report.Figures {
	g := report.Group{Services: compliant + others, Compliant: compliant, CompliantWithWaivers: 1,
		Checks: report.Checks{Pass: 5 * compliant, Fail: others, Unknown: 2, Waived: 1, NotApplicable: 3}}
	return &report.Figures{TierFigures: tierOf(g), Waivers: map[string]int{"in_force": 2}, Commitments: map[string]int{"kept": 1, "late": 2}}
}

func tierOf(g report.Group) report.TierFigures {
	return report.TierFigures{Services: g.Services, Compliant: g.Compliant, CompliantWithWaivers: g.CompliantWithWaivers,
		Applicable: g.Checks.Applicable(), Open: g.Checks.Open(), Checks: g.Checks}
}

// TestTrendShowsGaps asks of a quarter without a usable report that it says so and has no figure, not even a zero.
func TestTrendShowsGaps(t *testing.T) {
	for _, tag := range templates.Tags() {
		f := opened(t, written(t, byHand(), tag))
		sheet := name(t, tag, trendKey)
		missing := "? " + templates.Workbook(language(t, tag).Text("workbook.trend.missing", nil))
		for column := range 80 {
			key, got := raw(t, f, sheet, letters(column)+"1"), raw(t, f, sheet, letters(column)+"7")
			switch key {
			case "n", "period.title", "label", "period":
				continue
			case "as_of":
				if got != missing {
					t.Errorf("%s: the quarter says %q, want %q", tag, got, missing)
				}
			case "reported":
				if got != "no" {
					t.Errorf("%s: reported is %q", tag, got)
				}
			default:
				if got != "" {
					t.Errorf("%s: %s of a quarter without a report is %q", tag, key, got)
				}
			}
		}
		for key, want := range map[string]string{"open": "17", "restores.count": "0", "worst_campus.name": "-Roubaix", "by_tier.vital.compliant": "5", "by_tier.gone tier.services": "0",
			"sha256": strings.Repeat("2f", 32), "waivers.in_force": "2"} {
			if got := raw(t, f, sheet, find(t, f, sheet, key)+"8"); got != want {
				t.Errorf("%s: %s is %q, want %q", tag, key, got, want)
			}
		}
		if got := raw(t, f, sheet, find(t, f, sheet, "restores.count")+"6"); got != "–" {
			t.Errorf("%s: a figure that a report does not have is %q", tag, got)
		}
	}
}

// charted are the charts of the trend and the summary, in the order in which they were drawn: after that of the campuses.
func charted(t *testing.T, data []byte) []string {
	t.Helper()
	var out []string
	for i := 2; i <= 6; i++ {
		out = append(out, part(t, data, fmt.Sprintf("xl/charts/chart%d.xml", i)))
	}
	return out
}

// TestTrendCharts looks for both charts on two sheets, over the same cells: a missing quarter is a gap, and the title
// says the message.
func TestTrendCharts(t *testing.T) {
	a := byHand()
	data := written(t, a, "en")
	charts := charted(t, data)
	for i, want := range map[int][]string{
		0: {`<lineChart>`, `Trend&#39;!$B$6:$B$9`, `<symbol val="circle"`, `<dispBlanksAs val="gap"`, ` open findings of `, `, against 17 of 48<`},
		1: {`<grouping val="stacked"`, `<gapWidth val="60"`, `Compliant services: 0 of 15, against 6 of 21<`, `<dispBlanksAs val="gap"`},
		2: {`<grouping val="percentStacked"`}, 3: {`<lineChart>`}, 4: {`<grouping val="stacked"`},
	} {
		for _, text := range want {
			// The line names its quarters by the folded column that adds what each is counted among.
			text = strings.Replace(text, "$B$6:$B$9", "$"+find(t, opened(t, data), "Trend", "label")+"$6:$"+find(t, opened(t, data), "Trend", "label")+"$9", 1)
			if !strings.Contains(charts[i], text) {
				t.Errorf("chart %d has no %s", i+1, text)
			}
		}
		if strings.Contains(charts[i], "<delete val=\"1\"/></dLbl>") {
			t.Errorf("chart %d leaves figures out of %d quarters", i+1, len(a.Trend))
		}
	}
}

// TestLongTrend draws the last twelve quarters, with figures at the first and the last.
func TestLongTrend(t *testing.T) {
	a := byHand()
	last := a.Trend[len(a.Trend)-1]
	a.Trend = append(slices.Repeat(a.Trend[2:3], 15), last)
	chart := charted(t, written(t, a, "en"))[0]
	row := strconv.Itoa(firstRow + 16 - mostDrawn)
	if n := strings.Count(chart, `<delete val="1"/></dLbl>`); n != mostDrawn-2 || !strings.Contains(chart, "$"+row+":") {
		t.Errorf("%d of %d quarters have no figure", n, mostDrawn)
	}
	if !strings.Contains(chart, `<dLbls><dLbl><idx val="1"`) || strings.Contains(chart, `<idx val="11"/><delete`) {
		t.Error("the wrong figures are left out")
	}
}

// firstQuarter is an assessment without a report to look back at.
func firstQuarter() *report.Assessment {
	a := byHand()
	a.Previous, a.Changes, a.Trend, a.Commitments = nil, nil, a.Trend[len(a.Trend)-1:], nil
	a.Highlights = report.Highlight(a)
	return a
}

// TestFirstQuarter says so on the sheet and in the titles of the charts, which show one point.
func TestFirstQuarter(t *testing.T) {
	for tag, want := range map[string]string{"fr": "premier trimestre", "nl": "eerste kwartaal", "de": "erstes Quartal", "en": "first quarter"} {
		data := written(t, firstQuarter(), tag)
		f := opened(t, data)
		for i, chart := range charted(t, data) {
			if i != 2 && !strings.Contains(chart, want) {
				t.Errorf("%s: chart %d does not say %q", tag, i+1, want)
			}
		}
		sheet := name(t, tag, trendKey)
		if said := raw(t, f, sheet, "A3"); !strings.Contains(strings.ToLower(said), strings.ToLower(strings.Fields(want)[1])) || raw(t, f, sheet, "A7") != "" {
			t.Errorf("%s: %q, and then %q", tag, said, raw(t, f, sheet, "A7"))
		}
		checkVerdicts(t, f, name(t, tag, "reconciliation"), "✓")
		l, changes := language(t, tag), name(t, tag, changesKey)
		if said, none := raw(t, f, changes, "A3"), raw(t, f, changes, "A6"); said != templates.Workbook(l.Text("workbook.changes.first", nil)) ||
			none != templates.Workbook(l.Text("workbook.changes.none", nil)) {
			t.Errorf("%s: %q, and then %q", tag, said, none)
		}
	}
}

// addChanges tells how one finding of every cause came to be what it is: of services and rules that are there, and of
// some that are gone. What was open then is made to fit what is open now.
func addChanges(a *report.Assessment) {
	c := &report.Changes{ByCause: map[report.Cause]int{}, GoneRules: map[string]rules.Text{"gone-rule": {"fr": "=règle partie", "en": "=gone rule"}},
		GoneServices: map[string]string{"gone": "@gone service"}, OpeningAsOf: time.Date(2026, 7, 1, 0, 0, 0, 0, brussels)}
	was := map[report.Cause]string{report.Fixed: "fail", report.NowWaived: "unknown", report.Dropped: "fail", report.ScopeOut: "fail", report.RuleOut: "unknown",
		report.Regressed: "pass", report.WaiverEnded: "waived", report.New: "not_applicable"}
	then := a.Trend[len(a.Trend)-2].Figures
	c.Closing, c.Opening, c.ClosingChecks, c.OpeningChecks = a.Summary.Checks.Open(), then.Open, a.Summary.Checks.Applicable(), then.Applicable
	c.ServicesIn = []string{a.Services[8%len(a.Services)].ID}
	for i := len(a.Services) - 1; i < then.Services; i++ {
		c.ServicesOut = append(c.ServicesOut, fmt.Sprintf("gone-%d", i))
	}
	for i, cause := range report.Causes {
		item := report.Change{Rule: a.Rules[i%len(a.Rules)].ID, Service: a.Services[i%len(a.Services)].ID, Cause: cause}
		if before, there := was[cause]; there {
			item.Before = &before
		}
		switch cause {
		case report.ScopeOut:
			item.Service = "gone"
		case report.RuleOut:
			item.Rule = "gone-rule"
		default:
			now, number := a.Findings[i].Status.String(), a.Findings[i].Number
			item.Now, item.Number = &now, &number
		}
		c.Items = append(c.Items, item)
	}
	c.Items[1].Waiver = "=W"
	// Whatever else has opened came in with its service.
	for len(c.Items) < len(report.Causes)+c.Closing-c.Opening {
		item := c.Items[8]
		item.Rule = a.Rules[len(c.Items)%len(a.Rules)].ID
		c.Items = append(c.Items, item)
	}
	for i := range c.Items {
		c.ByCause[c.Items[i].Cause]++
	}
	year, month := map[string]report.Limit{"vital": {Value: 366 * 86400}, "standard": {Target: "service.rto"}}, map[string]report.Limit{"vital": {Value: 31 * 86400}}
	c.Rules = []report.RuleChange{
		{Rule: "backup-gap", Kind: report.RuleChanged, Parts: []string{"limit"}, Tiers: []string{"vital", "standard"}, Open: 1, MetricBefore: "backup.gap", UnitBefore: "s",
			BoundBefore: "at_most", LimitsBefore: map[string]report.Limit{"vital": {Value: 4 * 3600}, "standard": {Target: "service.rpo"}}, LimitsNow: a.Rules[0].Limits},
		{Rule: "backup-size", Kind: report.RuleChanged, Parts: []string{"metric", "depth"}, MetricBefore: "backup.gap", UnitBefore: "s", BoundBefore: "at_most", DepthBefore: "file",
			LimitsBefore: month, LimitsNow: a.Rules[3].Limits},
		{Rule: "restore-age", Kind: report.RuleAdded, LimitsNow: a.Rules[5].Limits},
		{Rule: "gone-rule", Kind: report.RuleRemoved, Open: 1, MetricBefore: "backup.retention", UnitBefore: "s", BoundBefore: "at_least", LimitsBefore: year},
	}
	a.Changes = c
}

// TestRulesThatChanged reads what the sheet of rules says of each: what it asked before and asks now. Those that are gone
// come last, and ask nothing any more.
func TestRulesThatChanged(t *testing.T) {
	f := opened(t, written(t, byHand(), "en"))
	said, title := find(t, f, "Rules", "change.title"), find(t, f, "Rules", "rule.title")
	for row, want := range []string{
		"backup-gap|vital: ≤ 4 h → ≤ 9 h\nstandard: target → ≤ 15 days", "backup-retention|", "backup-distance|", "backup-size|another measure\nanother depth of test",
		"backup-encrypted|", "restore-age|added", "=gone rule|dropped\nvital: ≥ 366 days → –\nstandard: target → –",
	} {
		at := strconv.Itoa(firstRow + row)
		if got := strings.ReplaceAll(raw(t, f, "Rules", title+at)+"|"+raw(t, f, "Rules", said+at), "\u00a0", " "); got != want {
			t.Errorf("row %s: %q, want %q", at, got, want)
		}
	}
	if got := raw(t, f, "Rules", find(t, f, "Rules", "change.limit_before.vital")+"12"); got != "366" {
		t.Errorf("the limit of a rule that is gone was %q days", got)
	}
}

// addCommitments promises one thing of every state, with names that a careless writer would turn into formulas.
func addCommitments(a *report.Assessment) {
	open, done := "open", at2026(9, 1, 0)
	number := a.Findings[3].Number
	a.Commitments = []report.Commitment{
		{ID: "=C-1", State: report.Kept, Before: &open, What: "+copy", Service: "s01", Rule: "backup-gap", Owner: "@owner", Due: at2026(10, 1, 0), Decision: "-PV",
			Document: "=1+1", Finding: &number, File: "commitments.yaml", Line: 3},
		{ID: "C-2", State: report.Undemonstrated, What: "a test", Owner: "b", Due: at2026(9, 1, 0), DoneOn: &done, File: "commitments.yaml", Line: 9},
		{ID: "C-3", State: report.Late, Before: &open, What: strings.Repeat("very long promise ", 20), Owner: "c", Due: at2026(8, 1, 0), File: "commitments.yaml", Line: 15},
		{ID: "C-4", State: report.StillOpen, What: "later", Owner: "d", Due: at2026(12, 1, 0), File: "commitments.yaml", Line: 21},
	}
}

// addDecisions asks for two things that share a finding and a service, and have effects of every kind that sheets can
// count. The ids are such that one is a part of the other's.
func addDecisions(a *report.Assessment) {
	var open []int32
	for i := range a.Findings {
		if s := a.Findings[i].Status; s == rules.Fail || s == rules.Unknown {
			open = append(open, a.Findings[i].Number)
		}
	}
	if len(open) < 6 {
		return
	}
	h, worst := report.Highlight(a), ""
	var effects []decision.Effect
	if h.Scenarios != nil {
		worst = h.Scenarios.Worst
		effects = append(effects, decision.Effect{Measure: decision.LostAnywhere, Before: h.Scenarios.Lost, Gone: upTo(1, lostIn(a, worst))},
			decision.Effect{Measure: decision.UnprovenNowhere, Before: h.Scenarios.Unproven, Come: upTo(1, lostIn(a, worst))})
	}
	for i := range a.Scenarios {
		if s := &a.Scenarios[i]; s.ID == worst {
			effects = append(effects, decision.Effect{Measure: decision.LostIn, Scenario: worst, Before: s.Outcomes.Lost, Gone: lostIn(a, worst)},
				decision.Effect{Measure: decision.UnprovenIn, Scenario: worst, Before: s.Outcomes.Unproven},
				decision.Effect{Measure: decision.LosingIn, Scenario: worst, Before: s.MembersLosingData, Gone: []string{"zone"}})
		}
	}
	untested, _ := findingsUnder(a, h.Restores.Rule, true)
	gaps, unkept := findingsUnder(a, "backup-gap", true)
	_, asked := findingsUnder(a, "backup-gap", false)
	effects = append(effects, decision.Effect{Measure: decision.RestoresProven, Before: h.Restores.Proven, Come: upTo(2, untested)}, decision.Effect{Measure: decision.CriticalOpen},
		decision.Effect{Measure: decision.Open, Before: h.Open, Gone: slices.Concat(upTo(2, untested), upTo(1, gaps))},
		decision.Effect{Measure: decision.Incomplete, Before: len(unkept), Of: len(asked), Gone: upTo(1, unkept)})
	for i := range effects {
		effects[i] = settled(a, effects[i])
	}
	two, one := []string{a.Services[0].ID, a.Services[1].ID}, []string{a.Services[1].ID}
	served := map[string]int{"commune": 1, "@zone": 1}
	a.Decisions = []decision.Decision{
		{ID: "lock", Services: two, Better: two, Findings: open[:3], Effects: effects, Members: 2, MembersByKind: served, Rules: []string{"backup-gap"}, Waivers: []string{"W-1"},
			Parts: map[string]int{"never": 1, "failed": 1}, PartsOf: map[string]string{two[0]: "never", two[1]: "failed"}},
		{ID: "lock:=a?b*", Services: one, Better: one, Findings: open[2:5], Members: 2, MembersByKind: served},
	}
	a.Outlook = decision.Outlook{Open: len(open), Covered: 5, Findings: open[5:], Together: effects[:1], Left: 1, Others: []decision.Other{{ID: "=other", Services: two}}}
}

// TestChangesAddUp reads the sentence that adds the changes up, and sees it turn where they do not.
func TestChangesAddUp(t *testing.T) {
	for _, tag := range templates.Tags() {
		a := byHand()
		sheet := name(t, tag, changesKey)
		said := raw(t, opened(t, written(t, a, tag)), sheet, "A3")
		if want := fmt.Sprintf(" = %d (", a.Changes.Closing); !strings.HasPrefix(said, "✓ ") || !strings.Contains(said, " 17 (") || !strings.Contains(said, want) {
			t.Errorf("%s: %s", tag, said)
		}
		a.Changes.Items = a.Changes.Items[1:]
		if said := raw(t, opened(t, written(t, a, tag)), sheet, "A3"); !strings.HasPrefix(said, "✗ ") {
			t.Errorf("%s: without its first change it says %s", tag, said)
		}
	}
}

// TestChangesInWords reads what rows say: of findings, of what is gone, of promises, late ones first.
func TestChangesInWords(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "en"))
	var columns []string
	for _, key := range []string{"kind.title", "service.name", "rule.title", "before.title", "now.title", "cause.title", "effect", "reference", "what", "due"} {
		columns = append(columns, find(t, f, "Changes", key))
	}
	promises, reason := len(a.Changes.Items), "Longest time without a recovery point: 1\u00a0h, from 12 August 2026 at 02:30 to 15 August 2026 at 09:30"
	for row, want := range map[int][]string{
		0:            {"finding", "=1+1", "backup-gap", "✗ not kept", "✓ kept", "Fixed", "-1", "", reason, ""},
		3:            {"finding", "@gone service", "backup-size", "✗ not kept", "not there", "Service left", "-1", "", "", ""},
		4:            {"finding", "\tafter a tab", "=gone rule", "? not demonstrated", "not there", "Rule dropped or changed, no longer open", "-1", "", "", ""},
		8:            {"finding", "Ωμέγα", "backup-distance", "not there", "✓ kept", "Service came in", "1", "", reason, ""},
		promises:     {"commitment", "", "", "open", "✗ late", "", "", "C-3", a.Commitments[2].What, "46235"},
		promises + 1: {"commitment", "", "", "not there", "? not demonstrated", "", "", "C-2", "a test", "46266"},
		promises + 2: {"commitment", "+1", "backup-gap", "open", "✓ kept", "", "", "=C-1", "+copy", "46296"},
		promises + 3: {"commitment", "", "", "not there", "open", "", "", "C-4", "later", "46357"},
	} {
		var got []string
		for _, column := range columns {
			value, _, _ := strings.Cut(raw(t, f, "Changes", column+strconv.Itoa(firstRow+row)), ".")
			got = append(got, value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("row %d: %s", row, diff)
		}
	}
	at := find(t, f, "Changes", "finding.n") + "6"
	if linked, place, err := f.GetCellHyperLink("Changes", at); !linked || err != nil || place != "'Findings'!A"+strconv.Itoa(headRow+int(a.Findings[0].Number)) {
		t.Errorf("%s leads to %q, %v", at, place, err)
	}
}
