package scenario_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// webs are cases of services that need each other; site a is lost for good. lost, late (failover in 10 minutes, 5 of
// data) and well are what they may rest on.
var webs = []struct{ name, services, want string }{
	{"side by side or one after the other", `
  - {<<: *s, id: s, instances: [*a, {<<: *b, failover_time: 20m, replication_lag: 0s}], depends_on: [late]}`,
		`s: failover 1200–1800 loss 0`},
	{"nothing of its own", `
  - {<<: *s, id: s, instances: [*w], depends_on: [well, late]}
  - {<<: *s, id: t, instances: [*a, *w], depends_on: [s]}`,
		`s: waiting 600 loss 0 because late
		 t: waiting 600 loss 0 because s late`},
	{"no instance, but a need", `
  - {<<: *s, id: s, depends_on: [late]}`,
		`s: waiting 600 loss 0 because late`},
	{"a failover in no time holds nobody up", `
  - {<<: *s, id: s, instances: [*w], depends_on: [t]}
  - {<<: *s, id: t, instances: [*a, {<<: *b, failover_time: 0s, replication_lag: 0s}]}`,
		`t: failover 0 loss 0`},
	{"unknown holds up", `
  - {<<: *s, id: s, instances: [*w], depends_on: [t]}
  - {<<: *s, id: t, instances: [*a, {<<: *b, replication_lag: 0s}]}`,
		`s: waiting 0–∞ loss 0 because t
		 t: failover 0–∞ loss 0`},
	{"stranded", `
  - {<<: *s, id: s, instances: [*w], depends_on: [t]}
  - {<<: *s, id: t, instances: [*a, {<<: *b, failover_time: 1m, replication_lag: 1m}], depends_on: [late, lost]}`,
		`s: stranded ∞ loss 0 because t lost
		 t: stranded ∞ loss 60 because lost`},
	{"data where they are stored", `
  - {<<: *s, id: s, instances: [*w], stores_data_in: [t]}
  - {<<: *s, id: t, instances: [*w], stores_data_in: [u]}
  - {<<: *s, id: u, instances: [*a], stores_data_in: [late], backups: [{<<: *good, since: 2026-09-30}]}`,
		`s: waiting 600–∞ loss 86400 because t u
		 t: waiting 600–∞ loss 86400 because u
		 u: restore 600–∞ loss 86400`},
	{"data lost elsewhere, at the end of a chain", `
  - {<<: *s, id: s, instances: [*a], stores_data_in: [t], backups: [*good]}
  - {<<: *s, id: t, instances: [*w], stores_data_in: [lost]}
  - {<<: *s, id: u, instances: [*w], depends_on: [t]}`,
		`s: lost ∞ loss ∞ by restore because t lost
		 t: lost ∞ loss ∞ by none because lost
		 u: stranded ∞ loss 0 because t lost`},
	{"lost before unproven", `
  - {<<: *s, id: s, instances: [*a], stores_data_in: [lost], backups: [*copy]}
  - {<<: *s, id: t, instances: [*w], stores_data_in: [u]}
  - {<<: *s, id: u, instances: [*a], depends_on: [lost], backups: [*copy]}`,
		`s: lost ∞ loss ∞ by unproven because lost
		 t: unproven ∞ loss 0–∞ by none because u
		 u: unproven ∞ loss 0–∞`},
	{"unaffected, yet data lost", `
  - {<<: *s, id: s, instances: [*w], stores_data_in: [t]}
  - {<<: *s, id: t, instances: [*a, {<<: *b, failover_time: 0s, replication_lag: 5m}]}`,
		`s: unaffected 0 loss 300 by none
		 t: failover 0 loss 300`},
	{"a circle is recovered together", `
  - {<<: *s, id: s, instances: [*a, {<<: *b, failover_time: 20m, replication_lag: 0s}], depends_on: [t, late]}
  - {<<: *s, id: t, instances: [*w], depends_on: [u]}
  - {<<: *s, id: u, instances: [*a, {<<: *b, failover_time: 5m, replication_lag: 0s}], depends_on: [s]}
  - {<<: *s, id: v, instances: [*w], depends_on: [u]}`,
		`s: failover 1200–1800 loss 0
		 t: waiting 1200–1800 loss 0 because u
		 u: failover 1200–1800 loss 0
		 v: waiting 1200–1800 loss 0 because u`},
	{"a circle that is held up only from outside", `
  - {<<: *s, id: s, instances: [*w], depends_on: [t]}
  - {<<: *s, id: t, instances: [*w], depends_on: [s, late]}`,
		`s: waiting 600 loss 0 because t late
		 t: waiting 600 loss 0 because late`},
	{"a circle that loses a member", `
  - {<<: *s, id: s, instances: [*w], depends_on: [t]}
  - {<<: *s, id: t, instances: [*a], depends_on: [s]}`,
		`s: stranded ∞ loss 0 because t
		 t: lost ∞ loss ∞`},
	{"a circle of stores", `
  - {<<: *s, id: s, instances: [*w], stores_data_in: [t]}
  - {<<: *s, id: t, instances: [*w], stores_data_in: [u]}
  - {<<: *s, id: u, instances: [*w], stores_data_in: [s, late]}`,
		`s: waiting 600 loss 300 because t u late
		 t: waiting 600 loss 300 because u late
		 u: waiting 600 loss 300 because late`},
	{"the nearest cause, not the worst", `
  - {<<: *s, id: s, instances: [*w], depends_on: [late, t]}
  - {<<: *s, id: t, instances: [*w], depends_on: [u]}
  - {<<: *s, id: u, instances: [*a, {<<: *b, failover_time: 9h, replication_lag: 0s}]}`,
		`s: waiting 32400 loss 0 because late
		 t: waiting 32400 loss 0 because u
		 u: failover 32400 loss 0`},
	{"of equal chains the first, id by id", `
  - {<<: *s, id: s, instances: [*w], depends_on: [x, w]}
  - {<<: *s, id: w, instances: [*w], depends_on: [z]}
  - {<<: *s, id: x, instances: [*w], depends_on: [late]}
  - {<<: *s, id: z, instances: [*a, {<<: *b, failover_time: 1m, replication_lag: 0s}]}`,
		`s: waiting 600 loss 0 because w z
		 w: waiting 60 loss 0 because z
		 x: waiting 600 loss 0 because late
		 z: failover 60 loss 0`},
	{"both a need and a store", `
  - {<<: *s, id: s, instances: [*w], depends_on: [late], stores_data_in: [late]}`,
		`s: waiting 600 loss 300 because late`},
}

const grounds = `x-well: &w {site: c, role: active}
services:
  - {<<: *s, id: late, instances: [*a, {<<: *b, failover_time: 10m, replication_lag: 5m}]}
  - {<<: *s, id: lost, instances: [*a]}
  - {<<: *s, id: well, instances: [*w]}`

func TestDependencies(t *testing.T) {
	strike := scenario.Disruption{ID: "x", Kind: scenario.Disaster, Sites: []inventory.Reference{{ID: "a"}}}
	for _, c := range webs {
		t.Run(c.name, func(t *testing.T) {
			in := caseInput(t, grounds+c.services+"\n", "", strike)
			got := lines(&in, &scenario.PlayAll(in).Played[0])
			if diff := cmp.Diff(strings.ReplaceAll(c.want, "\t", ""), got); diff != "" {
				t.Error(strings.ReplaceAll(diff, "\u00a0", " "))
			}
		})
	}
}

// lines writes what is listed, but for the grounds.
func lines(in *scenario.Input, p *scenario.Played) string {
	var out []string
	for i := range p.Services {
		a := &p.Services[i]
		id := in.View.Inventory.Services[a.Service].ID
		if strings.Contains(grounds, "id: "+id+",") {
			continue
		}
		text := " " + id + ": " + line(a)
		if own := a.Own.String(); own != a.Outcome.String() && a.Outcome != scenario.OutcomeWaiting && a.Outcome != scenario.OutcomeStranded {
			text += " by " + own
		}
		chain := ""
		for at := range p.Because(a) {
			chain += " " + in.View.Inventory.Services[at].ID
		}
		if chain != "" {
			text += " because" + chain
		}
		out = append(out, text)
	}
	return strings.TrimPrefix(strings.Join(out, "\n"), " ")
}

// TestTotals adds up a scenario in which two services come back as late at worst, one of them no sooner at best.
func TestTotals(t *testing.T) {
	in := caseInput(t, grounds+`
  - {<<: *s, id: s, members: all, rto: 1m, instances: [*a, {<<: *b, failover_time: 20m, replication_lag: 0s}], depends_on: [late]}
  - {<<: *s, id: t, rto: 30m, rpo: 1m, instances: [*a, {<<: *b, failover_time: 30m, replication_lag: 5m}]}
  - {<<: *s, id: u, tier: minor, members: all, instances: [*a, {<<: *b, failover_time: 30m, replication_lag: 5m}]}
  - {<<: *s, id: v, rto: 1m, instances: [*a, *b]}
`, "", scenario.Disruption{ID: "x", Kind: scenario.Disaster, Sites: []inventory.Reference{{ID: "a"}}})
	got := show(&in, &scenario.PlayAll(in).Played[0])
	got.Services = nil
	want := account{
		shown: shown{
			ID: "x", Kind: "disaster", MembersInterrupted: 1, Outcomes: map[string]int{"lost": 1, "failover": 5, "unaffected": 1},
		},
		Name: "x", Sites: []string{"a"}, ByTier: map[string]int{"vital lost": 1, "vital failover": 4, "vital unaffected": 1},
		Interruption:        shownTotal{Worst: []any{1800.0, 1800.0, false}, WorstOf: "t", Unknown: 1, Endless: 1},
		DataLoss:            shownTotal{Worst: []any{300.0, 300.0, false}, WorstOf: "late", Unknown: 1, Endless: 1},
		ServicesInterrupted: 6, MembersByTier: map[string]int{"vital": 1}, RTOMissed: 1, RPOMissed: 1,
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(account{})); diff != "" {
		t.Error(diff)
	}
}

// long is an inventory of services at site a, each of which needs the next; the last fails over in a minute.
func long(services int, circle bool) scenario.Input {
	inv := &inventory.Inventory{Sites: []inventory.Site{{ID: "a", Campus: "a"}, {ID: "b", Campus: "b"}}}
	a, b := inventory.Instance{Role: inventory.Active}, inventory.Instance{Role: inventory.Standby, Site: reference("b", 1)}
	for i := range services {
		s := inventory.Service{ID: fmt.Sprintf("s%07d", i), Instances: []inventory.Instance{{Role: inventory.Active, Site: reference("b", 1)}}}
		if next := i + 1; next < services {
			s.DependsOn = []inventory.Reference{reference("", next)}
			s.StoresDataIn = s.DependsOn
		} else if circle {
			s.DependsOn = []inventory.Reference{reference("", 0)}
		}
		inv.Services = append(inv.Services, s)
	}
	b.FailoverTime, b.ReplicationLag = given[source.Duration](60), given[source.Duration](60)
	inv.Services[services-1].Instances = []inventory.Instance{a, b}
	return scenario.Input{
		View:      recovery.View{Inventory: inv, Observed: &evidence.Observed{Streams: make([][]evidence.Stream, services)}, AsOf: asOf, Start: start},
		Scenarios: (&scenario.Plan{Each: []scenario.Kind{scenario.Site}}).Expand(inv),
	}
}

// TestLong plays a chain and a circle of a hundred thousand services: no stack may overflow, and the chains to the
// cause, five thousand million steps together, may not be written out.
func TestLong(t *testing.T) {
	const services = 100_000
	for _, circle := range []bool{false, true} {
		in := long(services, circle)
		played := scenario.PlayAll(in).Played[0]
		if got := played.Outcomes[scenario.OutcomeWaiting]; got != services-1 {
			t.Fatalf("%d services wait for the last one, want %d", got, services-1)
		}
		steps, last := 0, 0
		for at := range played.Because(played.Of(0)) {
			steps, last = steps+1, at
		}
		if steps != services-1 || last != services-1 || bounds(played.Of(0).DataLoss) != "60" {
			t.Errorf("the first waits for %d over %d steps, loss %v", last, steps, played.Of(0).DataLoss)
		}
	}
}

// TestCores plays the same on one core and on many.
func TestCores(t *testing.T) {
	in, _ := openCase(t, examples+"12")
	played := func(cores int) []string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		var out []string
		results := scenario.PlayAll(in)
		for i := range results.Played {
			text, err := json.Marshal(show(&in, &results.Played[i]))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(text))
		}
		return append(out, fmt.Sprintf("%+v", results.Answers))
	}
	want := played(1)
	for _, cores := range []int{2, 3, 16} {
		if diff := cmp.Diff(want, played(cores)); diff != "" {
			t.Errorf("%d cores: %s", cores, diff)
		}
	}
}
