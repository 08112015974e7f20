package rules

import (
	"slices"
	"testing"

	"coupefeu/inventory/source"
)

// TestPackOfOtherTiers applies a pack to an inventory that has been checked against another one, as the quarter before
// may have had it: nothing of the inventory is changed, and a service of no tier of the pack has nothing to keep.
func TestPackOfOtherTiers(t *testing.T) {
	in := openCase(t, "testdata/examples/02")
	tiers := make([]int32, len(in.Inventory.Services))
	for i := range tiers {
		tiers[i] = in.Inventory.Services[i].Tier.Index
	}
	earlier, found := Load(source.File{Name: "pack.yaml", Data: []byte(`
pack: {id: earlier}
tiers: [standard, vital]
waivers: {longest: {vital: 1d}}
rules: [{id: rule-01, title: T, severity: low, metric: dependencies.weaker, at_most: 0}]
`)})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	in.Pack = earlier
	result := Evaluate(in)
	if len(result.Findings) != len(tiers) {
		t.Fatalf("%d findings of one rule and %d services", len(result.Findings), len(tiers))
	}
	var numbers []int32
	foreign := 0
	for i := range result.Findings {
		f, s := &result.Findings[i], &in.Inventory.Services[i]
		numbers = append(numbers, f.Number)
		known := slices.Contains(earlier.Tiers, s.Tier.ID)
		if !known {
			foreign++
		}
		if known != (f.Status != NotApplicable) || !known && f.Reason.Key != keyTier {
			t.Errorf("%s of tier %s: %s because %s", s.ID, s.Tier.ID, f.Status, f.Reason.Key)
		}
		if s.Tier.Index != tiers[i] {
			t.Errorf("the tier of %s was changed", s.ID)
		}
	}
	if foreign == 0 || foreign == len(tiers) {
		t.Fatalf("%d of %d services are of another tier: the case tries nothing", foreign, len(tiers))
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		if int(n) != i+1 {
			t.Fatalf("the numbers are %v", numbers)
		}
	}
}
