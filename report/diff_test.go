package report

import (
	"bytes"
	"encoding/json"
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
	for seed := range uint64(200) {
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
		if told[cause] < 10 {
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
	for seed := range uint64(60) {
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
	for seed := range uint64(60) {
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
