package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory/source"
	"coupefeu/rules"
)

// snapshot is an assessment written as JSON and read again to be compared.
func snapshot(t testing.TB, a *Assessment) *Snapshot {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, a); err != nil {
		t.Fatal(err)
	}
	s, err := ReadSnapshot(&b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func compared(t testing.TB, before, now *Snapshot) *Difference {
	t.Helper()
	d, err := Compare(before, now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// asked is what two snapshots ask of a service by a rule that both have.
type asked struct {
	rules.EntryChange
	measured bool // today's pack has a limit for its tier
	plans    bool // both packs play the same scenarios
}

func ask(t testing.TB, p *pair, now *Snapshot, item *Change) asked {
	t.Helper()
	var packs [2]*rules.Pack
	for i := range packs {
		pack, found := rules.Load(source.File{Name: "pack.json", Data: marshal(t, p.packs[i])})
		if len(found) > 0 {
			t.Fatal(found.Format())
		}
		packs[i] = pack
	}
	tier := now.described(item.Service).Tier
	_, measured := now.describedRule(item.Rule).Limits[tier]
	return asked{rules.CompareEntry(packs[0], packs[1], item.Rule, tier), measured, cmp.Equal(p.packs[0]["scenarios"], p.packs[1]["scenarios"])}
}

// cannotBeTold tells whether figures alone do not say what the earlier pack would make of an item today: more than the
// limit differs, today's pack has no limit, so that nothing was measured, or other scenarios were played.
func (a asked) cannotBeTold(metric string) bool {
	limitAlone := a.EntryChange == rules.EntryChange{Limit: true}
	return a.Any() && !a.Added && !a.Removed && (!limitAlone || !a.measured || strings.HasPrefix(metric, "scenario.") && !a.plans)
}

// TestDiffAgreesWithAssessment holds what two random quarters say by their figures against what the later one found out
// by applying the earlier pack to its inputs.
func TestDiffAgreesWithAssessment(t *testing.T) {
	told, spared, untold := map[Cause]int{}, 0, 0
	for seed := range uint64(60) {
		p := newPair(seed)
		first := p.quarter(t, 0).assess(t)
		a := p.quarter(t, 1).assess(t, readBack(t, first))
		before, now := snapshot(t, first), snapshot(t, a)
		d := compared(t, before, now)
		if d.Method != MethodFigures || d.Opening != a.Changes.Opening || d.Closing != a.Changes.Closing ||
			d.OpeningChecks != a.Changes.OpeningChecks || d.ClosingChecks != a.Changes.ClosingChecks || len(d.Items) != len(a.Changes.Items) {
			t.Fatalf("seed %d: %s, %d of %d to %d of %d with %d items", seed, d.Method, d.Opening, d.OpeningChecks, d.Closing, d.ClosingChecks, len(d.Items))
		}
		for i := range d.Items {
			got, want := d.Items[i].Change, a.Changes.Items[i]
			asked := ask(t, p, now, &want)
			byRule := got.Cause == RuleIn || got.Cause == RuleOut
			if want.Before != nil && want.Now != nil && asked.cannotBeTold(now.describedRule(want.Rule).Metric) {
				untold++
				if !byRule && want.Cause != got.Cause {
					t.Errorf("seed %d: %s, want a change of rules or %s", seed, got.shown(), want.Cause)
				}
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("seed %d (-want +got):\n%s", seed, diff)
			}
			told[got.Cause]++
			if asked.Limit && !byRule {
				spared++
			}
		}
		if diff := cmp.Diff(a.Changes.ServicesIn, idsOf(d.ServicesIn)); diff != "" {
			t.Errorf("seed %d: services in (-want +got):\n%s", seed, diff)
		}
		if diff := cmp.Diff(a.Changes.ServicesOut, idsOf(d.ServicesOut)); diff != "" {
			t.Errorf("seed %d: services out (-want +got):\n%s", seed, diff)
		}
		if t.Failed() {
			t.Fatalf("before %s\nnow %s", marshal(t, p.packs[0]), marshal(t, p.packs[1]))
		}
	}
	for _, cause := range Causes {
		if told[cause] < 5 {
			t.Errorf("only %d times %q: the random quarters do not try it", told[cause], cause)
		}
	}
	if spared < 10 || untold < 20 {
		t.Errorf("%d told apart under another limit, %d that cannot be: the random quarters do not try it", spared, untold)
	}
}

func idsOf(list []DiffService) []string {
	out := []string{}
	for i := range list {
		out = append(out, list[i].ID)
	}
	return out
}

// TestDiffOfSealedQuarters takes over what the later report found out itself, if it looks back at exactly the earlier.
func TestDiffOfSealedQuarters(t *testing.T) {
	tried := 0
	for seed := range uint64(25) {
		p := newPair(seed)
		first := p.quarter(t, 0).assess(t)
		earlier := readBack(t, first)
		a := p.quarter(t, 1).assess(t, earlier)
		before, now := snapshot(t, first), snapshot(t, a)
		before.Seal = earlier.Seal
		d := compared(t, before, now)
		var items []Change
		for i := range d.Items {
			items = append(items, d.Items[i].Change)
		}
		if diff := cmp.Diff(a.Changes.Items, append([]Change{}, items...)); diff != "" || d.Method != MethodSealed {
			t.Errorf("seed %d: method %s, items (-want +got):\n%s", seed, d.Method, diff)
		}
		if diff := cmp.Diff(a.Changes.Rules, d.Rules); diff != "" {
			t.Errorf("seed %d: rules (-want +got):\n%s", seed, diff)
		}
		tried += len(items)
		before.Seal = "another"
		if d := compared(t, before, now); d.Method != MethodFigures {
			t.Errorf("seed %d: another report's seal gives the method %s", seed, d.Method)
		}
	}
	if tried < 100 {
		t.Errorf("only %d items", tried)
	}
}

// TestDiffBothWays: what opened one way closed the other way, and an assessment does not differ from itself.
func TestDiffBothWays(t *testing.T) {
	for seed := range uint64(25) {
		p := newPair(seed)
		before, now := snapshot(t, p.quarter(t, 0).assess(t)), snapshot(t, p.quarter(t, 1).assess(t))
		there, back := compared(t, before, now), compared(t, now, before)
		if there.Opening != back.Closing || there.Closing != back.Opening || len(there.Items) != len(back.Items) {
			t.Errorf("seed %d: %d to %d, and back %d to %d", seed, there.Opening, there.Closing, back.Opening, back.Closing)
		}
		seen := map[[2]string]bool{}
		for i := range back.Items {
			seen[[2]string{back.Items[i].Rule, back.Items[i].Service}] = back.Items[i].Cause.Opens()
		}
		sum := there.Opening
		for i := range there.Items {
			item := &there.Items[i]
			opens, there := seen[[2]string{item.Rule, item.Service}]
			if !there || opens == item.Cause.Opens() {
				t.Errorf("seed %d: %s, and back it is there: %v, opens: %v", seed, item.shown(), there, opens)
			}
			if sum--; item.Cause.Opens() {
				sum += 2
			}
		}
		if sum != there.Closing {
			t.Errorf("seed %d: the items lead to %d, not to %d", seed, sum, there.Closing)
		}
		if same := compared(t, before, before); !same.Same() || same.Regressions() != 0 {
			t.Errorf("seed %d: an assessment differs from itself: %+v", seed, same)
		}
	}
}

// TestDiffJSON reads the JSON form back: it is the whole difference, and its lists are never null.
func TestDiffJSON(t *testing.T) {
	p := newPair(7)
	d := compared(t, snapshot(t, p.quarter(t, 0).assess(t)), snapshot(t, p.quarter(t, 1).assess(t)))
	var b bytes.Buffer
	if err := WriteDifference(&b, d); err != nil {
		t.Fatal(err)
	}
	var back Difference
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, &back); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	same := compared(t, snapshot(t, p.quarter(t, 0).assess(t)), snapshot(t, p.quarter(t, 0).assess(t)))
	b.Reset()
	if err := WriteDifference(&b, same); err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(b.Bytes(), &fields); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"items", "rules", "services_in", "services_out"} {
		if list, isList := fields[key].([]any); !isList || len(list) != 0 {
			t.Errorf("%s is %v", key, fields[key])
		}
	}
}

// TestDiffRefusals: what cannot be compared is said, not guessed.
func TestDiffRefusals(t *testing.T) {
	p := newPair(7)
	a := p.quarter(t, 0).assess(t)
	before, now := snapshot(t, a), snapshot(t, p.quarter(t, 1).assess(t))
	now.Organisation.ID = "another"
	var foreign *ForeignError
	if _, err := Compare(before, now); !errors.As(err, &foreign) || !strings.Contains(err.Error(), `"org" and "another"`) {
		t.Errorf("another organisation: %v", err)
	}
	now.Organisation.ID = before.Organisation.ID
	for _, side := range []*Snapshot{before, now} {
		text := side.Pack.Text
		side.Pack.Text = "tiers: [vital"
		var pack *PackError
		if _, err := Compare(before, now); !errors.As(err, &pack) || pack.Of != side || !strings.Contains(err.Error(), "line 1, column") {
			t.Errorf("a pack that is none: %v", err)
		}
		side.Pack.Text = text
	}
	var b bytes.Buffer
	if err := WriteJSON(&b, a); err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndex(b.String()[:strings.LastIndex(b.String(), `"since": `)], ",\n    {\n      \"rule\"")
	finding, rest, _ := strings.Cut(b.String()[last:], "\n    }")
	cut := b.String()[:last] + rest
	if !strings.Contains(finding, `"severity"`) {
		t.Fatalf("%q is no finding", finding)
	}
	if _, err := ReadSnapshot(strings.NewReader(cut)); err == nil || !strings.Contains(err.Error(), "findings are missing") {
		t.Errorf("without its last finding: %v", err)
	}
}

// TestDiffOfWaivers: under the earlier limits today's waivers hide what they cover, as long as the earlier pack allows
// them to last, even if nothing is left for them to hide today.
func TestDiffOfWaivers(t *testing.T) {
	const pack = `
pack: {id: test}
tiers: [vital]
waivers: {longest: {vital: 100d}}
rules:
  - {id: often, title: Often, severity: high, metric: backup.interval, at_most: 4h}
`
	const landscape = `
organisation: {id: test, name: Test, timezone: Europe/Brussels}
providers: [{id: p, name: P}]
sites: [{id: a, name: A, provider: p}]
services: [{id: mail, name: Mail, tier: vital, backups: [{id: n, site: a, every: 6h}]}]
waivers: [{id: W-1, rule: often, services: [mail], reason: r, approved_by: b, approved_on: 2026-07-01, expires: 2026-10-09}]
`
	fixed := map[string]Cause{"100d": RuleOut, "99d": RuleOut}
	for term, want := range map[string]map[string]Cause{
		// Open in June, and kept in September by a limit of 8 h. The earlier limit would be waived, or failed: not kept.
		"8h": fixed,
		// Waived in September by another limit that it does not keep either. The earlier limit would be waived too if the
		// earlier pack lets the waiver last for its 100 days.
		"5h": {"100d": NowWaived, "99d": RuleOut},
	} {
		for longest, cause := range want {
			before := snapshot(t, assessed(t, landscape, strings.Replace(pack, "100d", longest, 1), "2026-06-30"))
			now := snapshot(t, assessed(t, landscape, strings.Replace(pack, "4h", term, 1), "2026-09-30"))
			d := compared(t, before, now)
			if len(d.Items) != 1 || d.Items[0].Cause != cause {
				t.Errorf("limit %s, longest %s: %+v, want %s", term, longest, d.Items, cause)
			}
		}
	}
}

// TestDiffTellsFailedTests: a restore test that failed leaves nothing measured, but is not one that never was.
func TestDiffTellsFailedTests(t *testing.T) {
	before := snapshot(t, assessed(t, testInventory, testPack, "2026-06-30"))
	now := snapshot(t, assessed(t, strings.Replace(testInventory, "service: mail, date: 2026-06-01", "service: mail, date: 2026-09-01", 1), testPack, "2026-09-30"))
	back := compared(t, now, before)
	for service, failed := range map[string]bool{"mail": false, "wiki": true, "blog": false} {
		f := before.figure("tested", service)
		if (f.failed != nil) != failed || failed && f.failed.Format("2006-01-02") != "2026-06-02" {
			t.Errorf("%s failed on %v", service, f.failed)
		}
	}
	if len(back.Items) != 0 {
		t.Errorf("%+v", back.Items)
	}
	worse := strings.Replace(testInventory, "date: 2026-06-01, outcome: passed", "date: 2026-06-01, outcome: failed", 1)
	d := compared(t, before, snapshot(t, assessed(t, worse, testPack, "2026-06-30")))
	if len(d.Items) != 1 || d.Items[0].Cause != Regressed || d.Items[0].FailedNow == nil || d.Items[0].MeasuredNow != nil || d.Items[0].MeasuredBefore == nil {
		t.Errorf("%+v", d.Items)
	}
}

// failedPack asks all that a restore test tells, of some depths.
const failedPack = `
pack: {id: test, version: 1.0.0, title: Trial}
tiers: [standard]
rules:
  - {id: age, title: Age, severity: high, metric: restore_test.age, at_most: 92d}
  - {id: duration, title: Duration, severity: high, metric: restore_test.duration, at_most: 4h}
  - {id: loss, title: Loss, severity: high, metric: restore_test.data_loss, at_most: 4h}
  - {id: outdated, title: Outdated, severity: high, metric: restore_test.outdated, at_most: 0}
  - {id: deep, title: Deep, severity: high, metric: restore_test.age, depth: application, at_most: 366d}
  - {id: copies, title: Copies, severity: high, metric: backup.age, at_most: 1d}
`

// TestDiffTellsWhichTestFailed holds the day that is read from what a finding rests on against the one that its reason
// names, for inventories of many lines and of one.
func TestDiffTellsWhichTestFailed(t *testing.T) {
	for name, c := range map[string]struct {
		tests string
		days  string // of age, duration, loss, outdated, deep and copies
	}{
		"none":               {``, "- - - - - -"},
		"passed":             {`{service: s, date: 2026-06-02, outcome: passed}`, "- - - - - -"},
		"failed":             {`{service: s, date: 2026-06-02, outcome: failed}`, "02 02 02 02 - -"},
		"failed, then again": {`{service: s, date: 2026-06-02, outcome: failed}, {service: s, date: 2026-06-05, outcome: failed}`, "05 05 05 05 - -"},
		"failed, then partly": {`{service: s, date: 2026-06-02, outcome: failed}, {service: s, date: 2026-06-05, outcome: partial}`,
			"02 02 02 02 - -"},
		"failed, then passed": {`{service: s, date: 2026-06-02, outcome: failed}, {service: s, date: 2026-06-05, outcome: passed}`, "- - - - - -"},
		"passed, then failed": {`{service: s, date: 2026-06-02, outcome: passed}, {service: s, date: 2026-06-05, outcome: failed}`, "05 05 05 05 - -"},
		"failed deeply": {`{service: s, date: 2026-06-02, outcome: failed, depth: site}, {service: s, date: 2026-06-05, outcome: failed, depth: file}`,
			"05 05 05 05 02 -"},
		"one set passed":       {`{service: s, backup: a, date: 2026-06-02, outcome: passed}, {service: s, backup: b, date: 2026-06-05, outcome: failed}`, "05 05 05 05 - -"},
		"one set never tested": {`{service: s, backup: a, date: 2026-06-02, outcome: failed}`, "- - - - - -"},
		"of another service":   {`{service: other, date: 2026-06-02, outcome: failed}`, "- - - - - -"},
	} {
		for _, end := range []string{"\n", " "} {
			oneLine := end == " "
			if oneLine && name == "one set never tested" {
				continue // the one case of which a single line does not tell
			}
			s := snapshot(t, assessed(t, failedInventory(c.tests, end), failedPack, "2026-06-30"))
			var days []string
			for _, rule := range []string{"age", "duration", "loss", "outdated", "deep", "copies"} {
				day := "-"
				if on := s.figure(rule, "s").failed; on != nil {
					day = on.Format("02")
				}
				days = append(days, day)
			}
			if got := strings.Join(days, " "); got != c.days {
				t.Errorf("%s, on one line %t: %s, want %s", name, oneLine, got, c.days)
			}
		}
	}
}

// failedInventory is a service of two data sets with a journal, as JSON may be written: entries end as is given.
func failedInventory(tests, end string) string {
	text := `{organisation: {id: test, name: Test, timezone: UTC},| providers: [{id: p, name: P}],| sites: [{id: x, name: X, provider: p, campus: x}],|` +
		` services: [|{id: s, name: S, tier: standard, instances: [{site: x, role: active}], backups: [{id: a, data: one, site: x, every: 1d}, {id: b, data: two, site: x, every: 1d}]},|` +
		` {id: other, name: O, tier: standard, instances: [{site: x, role: active}], backups: [{id: a, site: x, every: 1d}]}],| restore_tests: [|` +
		strings.ReplaceAll(tests, "}, {", "},|{") + `]}`
	return strings.ReplaceAll(text, "|", end)
}
