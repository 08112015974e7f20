package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/packs"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// onSample is the sample with the baseline pack, and every scenario of it played.
func onSample(t *testing.T) (rules.Input, []scenario.Played) {
	t.Helper()
	roots := []inventory.Root{{FS: sample.FS(), Shown: "sample"}}
	inv, mistakes := inventory.Load(roots)
	pack, wrong := rules.Load(source.File{Name: "pack", Data: packs.Baseline()})
	day, err := source.ParseMoment(sample.AsOf, inv.Zone)
	if err != nil || len(mistakes)+len(wrong) > 0 {
		t.Fatal(err, mistakes, wrong)
	}
	if _, wrong = rules.Check(pack, inv, day.End()); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	known := inv.At(day.End())
	observed, wrong := evidence.Observe(roots, known, day.End())
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: day.End(), Start: PeriodOf(day.End(), inv.Zone).Start}
	view := recovery.View{Inventory: known, Observed: observed, AsOf: in.AsOf, Start: in.Start}
	played := scenario.PlayAll(scenario.Input{View: view, Tiers: pack.Tiers, Scenarios: pack.Scenarios.Expand(known)}).Played
	if len(played) == 0 {
		t.Fatal("the baseline pack plays no scenario")
	}
	return in, played
}

// TestSimulateTellsWhatTheEngineCounts holds every list against the engine's own counts and order, in every scenario of
// the sample.
func TestSimulateTellsWhatTheEngineCounts(t *testing.T) {
	in, played := onSample(t)
	s := Simulate(in, Request{}, played)
	waits := 0
	for i := range s.Courses {
		c := &s.Courses[i]
		p := c.Played
		if len(c.Return) != p.ServicesInterrupted || len(c.Down) < p.ServicesInterrupted {
			t.Errorf("%s: %d come back and %d are down, of %d interrupted", p.Scenario.ID, len(c.Return), len(c.Down), p.ServicesInterrupted)
		}
		hit := make([]int, len(c.Hit))
		for tier, members := range c.Hit {
			hit[tier] = len(members)
		}
		if diff := cmp.Diff(p.MembersByTier, hit); diff != "" {
			t.Errorf("%s: members hit (-engine +listed):\n%s", p.Scenario.ID, diff)
		}
		if len(c.Losing) != p.MembersLosingData {
			t.Errorf("%s: %d members lose data, the engine says %d", p.Scenario.ID, len(c.Losing), p.MembersLosingData)
		}
		for j := 1; j < len(c.Down); j++ {
			if s.Rank(c.Down[j]) < s.Rank(c.Down[j-1]) {
				t.Errorf("%s: %s stands after a less critical service", p.Scenario.ID, s.Service(c.Down[j]).ID)
			}
		}
		waits += checkReturn(t, s, c)
	}
	if waits == 0 {
		t.Error("in no scenario a service waits for another one: the order was not tried")
	}
}

// checkReturn asks that no service comes back before what it needs, but for those that need it too. It counts the
// pairs that it looked at.
func checkReturn(t *testing.T, s *Simulation, c *Course) int {
	place := map[int]int{}
	for i := range c.Return {
		place[int(c.Return[i].Service)] = i
	}
	looked := 0
	for i := range c.Return {
		r := &c.Return[i]
		for _, on := range r.After {
			at, listed := place[on]
			together := listed && slices.Contains(c.Return[at].After, int(r.Service))
			if !listed || at >= i && !together {
				t.Errorf("%s: %s comes back before %s, which it needs", c.Played.Scenario.ID, s.Service(r.Affected).ID, s.Inventory.Services[on].ID)
			}
			looked++
		}
	}
	return looked
}

// TestDepths counts steps through chains, and takes services that need each other for one.
func TestDepths(t *testing.T) {
	needs := map[int][]int{0: {1}, 1: {2}, 2: nil, 3: {4, 2}, 4: {3, 1}, 5: {4}, 6: {6}}
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {4, 0, 6, 3, 5, 2, 1}} {
		var list []Return
		for _, service := range order {
			list = append(list, Return{Affected: &scenario.Affected{Service: int32(service)}, After: needs[service]})
		}
		want := map[int32]int{2: 0, 1: 1, 0: 2, 3: 2, 4: 2, 5: 3, 6: 0}
		if diff := cmp.Diff(want, depths(list)); diff != "" {
			t.Errorf("visited as %v (-want +got):\n%s", order, diff)
		}
	}
}

// TestSimulationIsTheAssessmentsForm holds the JSON of scenarios played on request against those of assessment.json.
func TestSimulationIsTheAssessmentsForm(t *testing.T) {
	in, played := onSample(t)
	var whole, one, several bytes.Buffer
	if err := WriteJSON(&whole, Assess(in, Request{Period: PeriodOf(in.AsOf, in.Inventory.Zone)})); err != nil {
		t.Fatal(err)
	}
	if err := WriteSimulation(&several, Simulate(in, Request{}, played)); err != nil {
		t.Fatal(err)
	}
	if err := WriteSimulation(&one, Simulate(in, Request{}, played[:1])); err != nil {
		t.Fatal(err)
	}
	want, got, single := decoded(t, whole.Bytes()), decoded(t, several.Bytes()), decoded(t, one.Bytes())
	for _, key := range []string{"organisation", "as_of", "scenarios", "generator"} {
		if diff := cmp.Diff(want[key], got[key]); diff != "" {
			t.Errorf("%s (-assessment +simulation):\n%s", key, diff)
		}
	}
	if diff := cmp.Diff(want["scenarios"].([]any)[0], single["scenario"]); diff != "" {
		t.Errorf("one scenario (-assessment +simulation):\n%s", diff)
	}
}

func decoded(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
