package report

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/rules"
)

// Everything of the plain landscape is kept by the plain pack, in both quarters.
const plainLandscape = `
organisation: {id: test, name: Test}
providers: [{id: p, name: P}]
sites:
  - {id: a, name: A, provider: p, campus: x, coordinates: [50, 5]}
  - {id: b, name: B, provider: p, campus: y, coordinates: [51, 5]}
services:
  - {id: mail, name: Mail, tier: vital, rto: 4h, instances: [{site: a, role: active}], backups: [{id: n, site: b, every: 4h, last_success: 2026-06-01}]}
  - {id: wiki, name: Wiki, tier: standard, instances: [{site: a, role: active}], backups: [{id: n, site: b, every: 24h, last_success: 2026-06-01}]}
restore_tests:
  - {service: mail, date: 2026-06-25, outcome: passed, depth: database, duration: 2h}
  - {service: wiki, date: 2026-06-25, outcome: passed, depth: database}
retired: [{service: old, on: 2020-01-01}]
waivers: []
`

const plainPack = `
pack: {id: test}
tiers: [vital, standard]
waivers: {longest: {vital: 180d}}
scenarios: {each: [campus]}
rules:
  - {id: often, title: Often, severity: high, metric: backup.interval, at_most: {vital: 4h, standard: 24h}}
  - {id: copies, title: Copies, severity: high, metric: backup.copies, at_least: 2}
  - {id: proven, title: Proven, severity: high, metric: restore_test.age, at_most: 366d}
  - {id: loss, title: Loss, severity: high, metric: scenario.data_lost, at_most: 0}
`

// The edits that the cases are made of, each an old and a new text.
var (
	slow      = []string{"every: 4h", "every: 6h"}
	slower    = []string{"every: 4h", "every: 12h"}
	stateless = []string{"tier: vital", "tier: vital, stateful: false"}
	accepted  = []string{"waivers: []", "waivers: [{id: W-1, rule: often, services: [mail], reason: r, approved_by: b, approved_on: 2026-06-01, expires: 2026-10-31}]"}
	over      = []string{"waivers: []", "waivers: [{id: W-1, rule: often, services: [mail], reason: r, approved_by: b, approved_on: 2026-06-01, expires: 2026-07-31}]"}
	noMail    = []string{"  - {id: mail,", "  # {id: mail,", "{service: mail, ", "{service: old, "}
	mailGone  = []string{"  - {id: mail,", "  # {id: mail,", "{service: old, on", "{service: mail, on"}
	demoted   = []string{"Mail, tier: vital", "Mail, tier: standard"}
	noOften   = []string{"  - {id: often,", "  # {id: often,"}
	strict    = []string{"vital: 4h", "vital: 2h"}
	lenient   = []string{"vital: 4h", "vital: 8h"}
	oneFate   = []string{"campus: y", "campus: x"}
	near      = []string{"site: b", "site: a"} // of the first backup: on its own campus
)

func edits(lists ...[]string) []string {
	var out []string
	for _, list := range lists {
		out = append(out, list...)
	}
	return out
}

// edited changes the first place of each old text, which must be there.
func edited(t testing.TB, text string, pairs []string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("there is no %q to edit", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func plainQuarter(t testing.TB, asOf string, landscape, pack []string) quarter {
	t.Helper()
	files := fstest.MapFS{"inventory.yaml": {Data: []byte(edited(t, plainLandscape, landscape))}}
	return quarter{files: files, pack: edited(t, plainPack, pack), asOf: asOf}
}

func TestCauses(t *testing.T) {
	for _, c := range []struct {
		about                 string
		landscape, pack       []string // before
		nowLandscape, nowPack []string
		want                  []string
	}{
		{about: "nothing moves"},
		{"stays open", slow, nil, slower, nil, nil},
		{"fails, and is no longer known: still open", slow, nil, []string{", every: 4h", ""}, nil, nil},

		{"fixed", slow, nil, nil, nil, []string{"often mail: fixed, fail > pass "}},
		{"waived", slow, nil, edits(slow, accepted), nil, []string{"often mail: waived, fail > waived W-1"}},
		{"dropped", slow, nil, edits(slow, stateless), nil, []string{"often mail: dropped, fail > not_applicable "}},
		{"the service is gone", slow, nil, mailGone, nil, []string{"often mail: scope_out, fail > - "}},
		{"the rule is gone", slow, nil, slow, noOften, []string{"often mail: rule_out, fail > - "}},
		{"regressed", nil, nil, slow, nil, []string{"often mail: regressed, pass > fail "}},
		{"regressed into not known", nil, nil, []string{", every: 4h", ""}, nil, []string{"often mail: regressed, pass > unknown "}},
		{"the waiver ended", edits(slow, over), nil, edits(slow, over), nil, []string{"often mail: waiver_ended, waived > fail W-1"}},
		{"new", stateless, nil, slow, nil, []string{"often mail: new, not_applicable > fail "}},
		{"the service is new", noMail, nil, slow, nil, []string{"often mail: scope_in, - > fail "}},
		{"the rule is new", slow, noOften, slow, nil, []string{"often mail: rule_in, - > fail "}},

		{"rule and service are gone: the service comes first", slow, nil, mailGone, noOften, []string{"often mail: scope_out, fail > - "}},
		{"rule and service are new: the service comes first", noMail, noOften, slow, nil, []string{"often mail: scope_in, - > fail "}},
		{"a rule that is gone comes last", edits(slow, near), nil, near, noOften,
			[]string{"often mail: rule_out, fail > - "}},
		{"gone services stand in their place, gone rules last", edits(slow, near), nil,
			edits(mailGone, []string{"every: 24h", "every: 48h"}), []string{"  - {id: loss,", "  # {id: loss,"},
			[]string{"often mail: scope_out, fail > - ", "often wiki: regressed, pass > fail ", "loss mail: scope_out, fail > - "}},

		{"a stricter limit opens", nil, nil, nil, strict, []string{"often mail: rule_in, pass > fail "}},
		{"a looser limit closes", slow, nil, slow, lenient, []string{"often mail: rule_out, fail > pass "}},
		{"a stricter limit, and worse than the old one too", nil, nil, slow, strict, []string{"often mail: regressed, pass > fail "}},
		{"a looser limit, and better than the old one too", slow, nil, nil, lenient, []string{"often mail: fixed, fail > pass "}},
		{"another tier's limit", nil, nil, slow, []string{"standard: 24h", "standard: 36h"}, []string{"often mail: regressed, pass > fail "}},
		{"the tier's limit is left out now", slow, nil, slow, []string{"{vital: 4h, standard: 24h}", "{standard: 24h}"},
			[]string{"often mail: rule_out, fail > not_applicable "}},
		{"the tier's limit is left out now, and it would not apply before either", slow, nil, edits(slow, stateless),
			[]string{"{vital: 4h, standard: 24h}", "{standard: 24h}"}, []string{"often mail: dropped, fail > not_applicable "}},
		{"the tier had no limit before", slow, []string{"{vital: 4h, standard: 24h}", "{standard: 24h}"}, slow, nil,
			[]string{"often mail: rule_in, not_applicable > fail "}},
		{"a target in place of a value of that length", nil, nil, slow, []string{"vital: 4h", "vital: service.rto"},
			[]string{"often mail: regressed, pass > fail "}},
		{"a target that is not set: not known now, fails before", nil, nil, edits(slow, []string{"rto: 4h, ", ""}),
			[]string{"vital: 4h", "vital: service.rto"}, []string{"often mail: rule_in, pass > unknown "}},

		{"title and severity are not the rule", nil, nil, slow, []string{"title: Often, severity: high", "title: Oft, severity: low"},
			[]string{"often mail: regressed, pass > fail "}},
		{"a less critical tier of the same rule", slow, nil, edits(slow, demoted), nil, []string{"often mail: fixed, fail > pass "}},
		{"the limit at the tier that it left", slow, nil, edits(slow, demoted), lenient, []string{"often mail: fixed, fail > pass "}},
		{"the limit at the tier that it has now", slow, []string{"standard: 24h", "standard: 5h"}, edits(slow, demoted), nil,
			[]string{"often mail: rule_out, fail > pass ", "often wiki: rule_out, fail > pass "}},
		{"a tier that the earlier pack does not know", slow, nil,
			edits(slow, []string{"Mail, tier: vital", "Mail, tier: minor"}), []string{"[vital, standard]", "[vital, standard, minor]"},
			[]string{"often mail: dropped, fail > not_applicable "}},
		{"a tier that the earlier pack does not know, with a limit", slow, nil, edits(slow, []string{"Mail, tier: vital", "Mail, tier: minor"}),
			[]string{"[vital, standard]", "[vital, standard, minor]", "vital: 4h", "vital: 4h, minor: 8h"},
			[]string{"often mail: rule_out, fail > pass "}},

		{"a deeper test is asked", nil, nil, nil, []string{"metric: restore_test.age", "metric: restore_test.age, depth: application"},
			[]string{"proven mail: rule_in, pass > fail ", "proven wiki: rule_in, pass > fail "}},
		{"a deeper test is asked, but the newest failed anyway", nil, nil,
			[]string{"date: 2026-06-25, outcome: passed, depth: database, duration: 2h", "date: 2026-06-25, outcome: failed, depth: site"},
			[]string{"metric: restore_test.age", "metric: restore_test.age, depth: application"},
			[]string{"proven mail: regressed, pass > fail ", "proven wiki: rule_in, pass > fail "}},
		{"other scenarios are asked", nil, nil, []string{"site: b", "site: b, immutable: true"},
			[]string{"{each: [campus]}", "{each: [campus], also: [{id: lock, kind: ransomware}]}", "at_most: 0}", "at_most: 0, scenarios: [ransomware]}"},
			[]string{"loss wiki: rule_in, pass > fail "}},
		{"another metric", nil, nil, nil, []string{"metric: backup.copies", "metric: backup.media"},
			[]string{"copies mail: rule_in, pass > fail ", "copies wiki: rule_in, pass > fail "}},
		{"the scenarios alone are no rule", nil, nil, near, []string{"{each: [campus]}", "{each: [campus], pairs: true}"},
			[]string{"loss mail: regressed, pass > fail "}},
		{"scenarios that are played no more are no rule", near, nil, near, []string{"{each: [campus]}", "{each: [site]}"},
			[]string{"loss mail: dropped, fail > not_applicable "}},
		{"the earlier pack comes with its own scenarios", oneFate, nil, nil, []string{"{each: [campus]}", "{each: [site]}", "at_most: 0}", "at_most: 0, scenarios: [site]}"},
			[]string{"loss mail: fixed, fail > pass ", "loss wiki: fixed, fail > pass "}},
		{"its own scenarios come to something else", oneFate, nil, oneFate, []string{"{each: [campus]}", "{each: [site]}", "at_most: 0}", "at_most: 0, scenarios: [site]}"},
			[]string{"loss mail: rule_out, fail > pass ", "loss wiki: rule_out, fail > pass "}},
		{"the longest waiver alone is no rule", edits(slow, accepted), nil, edits(slow, accepted), []string{"vital: 180d", "vital: 30d"},
			[]string{"often mail: waiver_ended, waived > fail W-1"}},
		{"the earlier pack comes with its own longest waivers", edits(slow, accepted), nil, edits(slow, accepted),
			edits(strict, []string{"vital: 180d", "vital: 30d"}), []string{"often mail: rule_in, waived > fail W-1"}},
		{"today's waiver counts under the earlier pack too", slow, nil, edits(slow, accepted), []string{"vital: 4h", "vital: 5h"},
			[]string{"often mail: waived, fail > waived W-1"}},
		{"a waiver that the earlier pack would not need", slow, lenient, edits(slow, accepted), nil, nil},
	} {
		t.Run(c.about, func(t *testing.T) {
			before := readBack(t, plainQuarter(t, "2026-06-30", c.landscape, c.pack).assess(t))
			a := plainQuarter(t, "2026-09-30", c.nowLandscape, c.nowPack).assess(t, before)
			var got []string
			for i := range a.Changes.Items {
				got = append(got, a.Changes.Items[i].shown())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			reconcile(t, a, before)
		})
	}
}

// TestRuleChanges names what the packs write differently, open or not.
func TestRuleChanges(t *testing.T) {
	before := readBack(t, plainQuarter(t, "2026-06-30", nil, nil).assess(t))
	a := plainQuarter(t, "2026-09-30", nil, []string{
		"[vital, standard]", "[vital, standard, minor]",
		"{vital: 4h, standard: 24h}", "{vital: 2h, standard: 24h, minor: 7d}",
		"title: Copies, severity: high, metric: backup.copies, at_least: 2", "title: More, severity: low, metric: backup.copies, at_least: {vital: 2, standard: 2}",
		"metric: restore_test.age, at_most: 366d", "metric: restore_test.duration, depth: application, at_most: service.rto",
		"{id: loss, title: Loss", "{id: new, title: New",
	}).assess(t, before)
	limits := func(value float64) map[string]Limit {
		return map[string]Limit{"vital": {Value: value}, "standard": {Value: value}}
	}
	rto := Limit{Target: "service.rto"}
	want := []RuleChange{
		{Rule: "often", Kind: "changed", Parts: []string{"limit"}, Tiers: []string{"vital", "minor"}, Open: 1,
			MetricBefore: "backup.interval", UnitBefore: "s", BoundBefore: "at_most",
			LimitsBefore: map[string]Limit{"vital": {Value: 14400}, "standard": {Value: 86400}},
			LimitsNow:    map[string]Limit{"vital": {Value: 7200}, "standard": {Value: 86400}, "minor": {Value: 604800}}},
		{Rule: "proven", Kind: "changed", Parts: []string{"metric", "depth", "limit"}, Tiers: []string{"vital", "standard", "minor"}, Open: 2,
			MetricBefore: "restore_test.age", UnitBefore: "s", BoundBefore: "at_most", DepthBefore: "file",
			LimitsBefore: limits(366 * 86400), LimitsNow: map[string]Limit{"vital": rto, "standard": rto, "minor": rto}},
		{Rule: "new", Kind: "added", Parts: []string{}, Tiers: []string{}, LimitsBefore: map[string]Limit{},
			LimitsNow: map[string]Limit{"vital": {}, "standard": {}, "minor": {}}},
		{Rule: "loss", Kind: "removed", Parts: []string{}, Tiers: []string{}, MetricBefore: "scenario.data_lost", UnitBefore: "count",
			BoundBefore: "at_most", LimitsBefore: limits(0), LimitsNow: map[string]Limit{}},
	}
	if diff := cmp.Diff(want, a.Changes.Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]rules.Text{"loss": {"": "Loss"}}, a.Changes.GoneRules); diff != "" {
		t.Errorf("gone rules (-want +got):\n%s", diff)
	}
	reconcile(t, a, before)
}

// TestServicesComeAndGo names services that are new or gone, whether anything is open on them or not.
func TestServicesComeAndGo(t *testing.T) {
	before := readBack(t, plainQuarter(t, "2026-06-30", nil, nil).assess(t))
	zoned := edits(mailGone, []string{"name: Test}", "name: Test, timezone: Europe/Brussels}", "id: wiki", "id: docs", "service: wiki", "service: docs",
		"{service: mail, on", "{service: wiki, on: 2026-08-01}, {service: mail, on"})
	a := plainQuarter(t, "2026-09-30", zoned, nil).assess(t, before)
	c := a.Changes
	if diff := cmp.Diff([]any{[]string{"docs"}, []string{"mail", "wiki"}, map[string]string{"mail": "Mail", "wiki": "Wiki"}},
		[]any{c.ServicesIn, c.ServicesOut, c.GoneServices}); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	if got, want := c.OpeningAsOf.Format(time.RFC3339), "2026-07-01T02:00:00+02:00"; got != want {
		t.Errorf("opening as of %s, want %s, in the zone of the organisation", got, want)
	}
	if len(c.Items) != 0 || len(c.Rules) != 0 {
		t.Errorf("%d findings and %d rules changed, want none", len(c.Items), len(c.Rules))
	}
	reconcile(t, a, before)
}

// TestFirstQuarterHasNoChanges: without an earlier report everything is new, and nothing is said to have moved.
func TestFirstQuarterHasNoChanges(t *testing.T) {
	a := plainQuarter(t, "2026-06-30", slow, nil).assess(t)
	if a.Changes != nil || a.Previous != nil {
		t.Errorf("changes %v since %v", a.Changes, a.Previous)
	}
	if len(a.Trend) != 1 || a.Trend[0].Period != "2026-Q2" || a.Trend[0].Figures.Seal != "" || a.Trend[0].Figures.Open != 1 {
		t.Errorf("the trend of a first quarter is %+v", a.Trend)
	}
}

// TestEarlierPackThatCannotBeApplied: what cannot be read today is said, and rules are told apart by presence alone.
func TestEarlierPackThatCannotBeApplied(t *testing.T) {
	before := readBack(t, plainQuarter(t, "2026-06-30", nil, []string{"{id: loss, title: Loss", "{id: burnt, title: Burnt"}).assess(t))
	before.Pack.Text = strings.Replace(before.Pack.Text, "backup.interval", "backup.pace", 1)
	a := plainQuarter(t, "2026-09-30", near, strict).assess(t, before)
	var got []string
	for i := range a.Changes.Items {
		got = append(got, a.Changes.Items[i].shown())
	}
	want := []string{"often mail: regressed, pass > fail ", "loss mail: rule_in, - > fail "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	last := a.Notices[len(a.Notices)-1]
	if last.Code != noticeEarlierRules || !slices.Equal(last.Args, []string{"2026-Q2"}) || !strings.Contains(last.Text, "2026-Q2") {
		t.Errorf("the last notice is %+v", last)
	}
	if a.Highlights.Notices[noticeEarlierRules] != 1 {
		t.Errorf("the notices are counted as %v", a.Highlights.Notices)
	}
	var kinds []string
	for _, r := range a.Changes.Rules {
		kinds = append(kinds, r.Rule+" "+r.Kind)
	}
	if diff := cmp.Diff([]string{"loss added", "burnt removed"}, kinds); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if a.Changes.GoneRules["burnt"][""] != "Burnt" || a.Changes.Rules[1].LimitsBefore["vital"] != (Limit{}) || a.Changes.Rules[1].MetricBefore != "scenario.data_lost" {
		t.Errorf("the rule that is gone is %q, %+v", a.Changes.GoneRules, a.Changes.Rules[1])
	}
	reconcile(t, a, before)
}

// TestEarlierPackNamesWhatIsGone applies an earlier pack whose scenarios strike places that the inventory no longer has,
// and a circle about sites that nobody can place.
func TestEarlierPackNamesWhatIsGone(t *testing.T) {
	old := edits([]string{"{each: [campus]}", `{each: [campus], pairs: true, also: [
  {id: fire, kind: disaster, sites: [b], campuses: [y], providers: [p]},
  {id: circle, kind: disaster, within: {km: 10, of: [51, 5]}},
  {id: cut, kind: outage, campuses: [y], duration: 2d}]}`,
		"[vital, standard]", "[vital, relic, standard]", "{vital: 180d}", "{vital: 180d, relic: 9d}",
		"at_most: 0}", "at_most: 0, scenarios: [disaster, outage]}"})
	before := readBack(t, plainQuarter(t, "2026-06-30", []string{"Wiki, tier: standard", "Wiki, tier: relic"}, old).assess(t))
	moved := edits([]string{"{id: b,", "{id: c,", "campus: y, coordinates: [51, 5]", "campus: z", "site: b", "site: c", "site: b", "site: c",
		"providers: [{id: p,", "providers: [{id: q,", "provider: p", "provider: q", "provider: p", "provider: q"})
	a := plainQuarter(t, "2026-09-30", edits(moved, []string{"site: c, every: 4h", "site: a, every: 4h"}), nil).assess(t, before)
	// The fire took every site and both services with it. Of the earlier scenarios nothing strikes what is left, so the
	// wiki would be safe under them too; the mail is on one campus now.
	var got []string
	for i := range a.Changes.Items {
		got = append(got, a.Changes.Items[i].shown())
	}
	if diff := cmp.Diff([]string{"loss wiki: fixed, fail > pass "}, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	reconcile(t, a, before)
}
