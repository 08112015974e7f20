package scenario_test

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// everything is a plan that asks for all that sites have.
var everything = scenario.Plan{
	Each:           []scenario.Kind{scenario.Site, scenario.Campus, scenario.CampusOutage, scenario.Region, scenario.Provider, scenario.SharedFate},
	OutageDuration: given[source.Duration](5 * 86400),
	Also:           []scenario.Disruption{{ID: "ransomware", Kind: scenario.Ransomware}},
}

// BenchmarkPlayAll plays sixty scenarios on generated inventories: three dependencies a service, chains twelve deep.
// The cost a service and scenario, the last figure, shows that it is linear.
func BenchmarkPlayAll(b *testing.B) {
	for _, services := range []int{100, 10_000, 100_000} {
		in := generated(b, services)
		for _, n := range []int{1, 60} {
			in.Scenarios = sixty(in.View.Inventory)[60-n:]
			b.Run(fmt.Sprintf("%d/%d", services, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if got := scenario.PlayAll(in); len(got.Played) != n {
						b.Fatalf("%d scenarios were played, want %d", len(got.Played), n)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*services*n), "ns/play")
			})
		}
	}
}

// sixty returns sixty scenarios, ransomware the last; small inventories have fewer, so that some come again.
func sixty(inv *inventory.Inventory) []scenario.Scenario {
	all := everything.Expand(inv)
	out := make([]scenario.Scenario, 60)
	for i := range out {
		out[len(out)-1-i] = all[(60*len(all)-1-i)%len(all)]
	}
	return out
}

func generated(b *testing.B, services int) scenario.Input {
	b.Helper()
	system := fstest.MapFS{}
	err := sample.Generate(services, 1, func(name string, data []byte) error {
		system[name] = &fstest.MapFile{Data: data}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	roots := []inventory.Root{{FS: system, Shown: "generated"}}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		b.Fatal(found.Format())
	}
	end := time.Date(2026, 10, 1, 0, 0, 0, 0, inv.Zone)
	known := inv.At(end)
	observed, found := evidence.Observe(roots, known, end)
	if len(found) > 0 {
		b.Fatal(found.Format())
	}
	return scenario.Input{
		View:  recovery.View{Inventory: known, Observed: observed, AsOf: end, Start: end.AddDate(0, -3, 0)},
		Tiers: []string{"vital", "important", "standard"}, Asked: [][]scenario.Kind{{scenario.Campus}, {scenario.Ransomware}},
	}
}
