package scenario_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

var inventories = flag.Int("inventories", 400, "how many random inventories are played against the model")

// TestRandom plays random inventories, full of circles and gaps, in the engine and in the model.
func TestRandom(t *testing.T) {
	seen := map[string]bool{}
	for seed := range *inventories {
		r := &random{Rand: rand.New(rand.NewPCG(uint64(seed), 1))}
		in, plan := r.input()
		results := scenario.PlayAll(in)
		t.Run(fmt.Sprint(seed), func(t *testing.T) { compareWithModel(t, in, &plan, results) })
		for i := range results.Played {
			for _, a := range results.Played[i].Services {
				seen[a.Outcome.String()+" by "+a.Own.String()] = true
			}
		}
	}
	if !t.Failed() && len(seen) < everyCombination {
		t.Errorf("only %d combinations of outcome and mechanism were met: %v", len(seen), sortedKeys(seen))
	}
}

// everyCombination is how many pairs of outcome and mechanism there can be.
const everyCombination = 26

var (
	asOf  = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	start = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
)

type random struct {
	*rand.Rand
	inv      *inventory.Inventory
	observed *evidence.Observed
}

// chance is true so many times of a hundred.
func (r *random) chance(percent int) bool { return r.IntN(100) < percent }

func pick[T any](r *random, from ...T) T { return from[r.IntN(len(from))] }

// maybe is one of some durations in seconds, or not given.
func (r *random) maybe(seconds ...source.Duration) source.Optional[source.Duration] {
	if r.chance(30) {
		return source.Optional[source.Duration]{}
	}
	return given(pick(r, seconds...))
}

func given[T any](value T) source.Optional[T] { return source.Optional[T]{Value: value, Given: true} }

func reference(id string, index int) inventory.Reference {
	return inventory.Reference{ID: id, Index: int32(index)}
}

func (r *random) input() (scenario.Input, scenario.Plan) {
	r.inv, r.observed = &inventory.Inventory{Zone: time.UTC}, &evidence.Observed{}
	r.places()
	r.members()
	services := 1 + r.IntN(16)
	for i := range services {
		r.inv.Services = append(r.inv.Services, inventory.Service{ID: serviceID(i)})
	}
	dense := r.IntN(40)
	for i := range services {
		r.service(i, dense)
		r.observed.Streams = append(r.observed.Streams, r.streams(i))
	}
	plan := r.plan()
	return scenario.Input{
		View:  recovery.View{Inventory: r.inv, Observed: r.observed, AsOf: asOf, Start: start},
		Tiers: []string{"vital", "important"}, Scenarios: plan.Expand(r.inv), Asked: append(asked[:len(asked):len(asked)], r.kinds()),
	}, plan
}

// kinds are some of all, as a rule might ask about.
func (r *random) kinds() []scenario.Kind {
	var out []scenario.Kind
	for kind := scenario.Site; kind <= scenario.Disaster; kind++ {
		if r.chance(40) {
			out = append(out, kind)
		}
	}
	return out
}

// serviceID gives ids whose order is not that of their numbers' digits alone.
func serviceID(i int) string { return fmt.Sprintf("%c.%d", 'a'+i/5, i) }

func (r *random) places() {
	r.inv.Providers = []inventory.Provider{{ID: "pa", Name: "PA"}, {ID: "pb", Name: "PB"}, {ID: "pc", Name: "PC"}}
	for i := range 1 + r.IntN(7) {
		id := fmt.Sprint("s", 9-i) // reading order is not the order of the ids
		site := inventory.Site{ID: id, Name: "Site " + id, Campus: pick(r, id, "camp-1", "camp", "camp"), Provider: reference(fmt.Sprint("p", string("ab"[r.IntN(2)])), 0)}
		site.Provider.Index = int32(site.Provider.ID[1] - 'a')
		if r.chance(70) {
			site.Region = given(pick(r, "ra", "rb"))
		}
		site.Coordinates = given(inventory.Coordinates{Latitude: 45 + 5*r.Float64(), Longitude: 3 + 6*r.Float64()})
		site.SharedFate = pick(r, nil, []string{"f1"}, []string{"f2", "f1"}, []string{"f2", "f2"})
		r.inv.Sites = append(r.inv.Sites, site)
	}
}

func (r *random) members() {
	for i := range r.IntN(6) {
		r.inv.Members = append(r.inv.Members, inventory.Member{ID: fmt.Sprint("m", i)})
	}
}

func (r *random) site() inventory.Reference {
	i := r.IntN(len(r.inv.Sites))
	return reference(r.inv.Sites[i].ID, i)
}

func (r *random) service(i, dense int) {
	s := &r.inv.Services[i]
	s.Tier.ID = pick(r, "vital", "important", "important", "of another pack")
	s.RTO, s.RPO = r.maybe(0, 600, 7200, 86400), r.maybe(0, 300, 3600, 86400, 30*86400)
	s.RebuildTime = r.maybe(0, 600, 7200, 86400)
	s.Stateful = pick(r, source.Optional[bool]{}, given(true), given(true), given(false))
	if r.chance(40) {
		s.MinActive = given(int64(1 + r.IntN(3)))
	}
	for other := range r.inv.Services {
		if other != i && r.chance(dense) {
			s.DependsOn = append(s.DependsOn, reference(serviceID(other), other))
		}
		if other != i && r.chance(dense/2) {
			s.StoresDataIn = append(s.StoresDataIn, reference(serviceID(other), other))
		}
	}
	r.Shuffle(len(s.DependsOn), func(a, b int) { s.DependsOn[a], s.DependsOn[b] = s.DependsOn[b], s.DependsOn[a] })
	for member := range r.inv.Members {
		if r.chance(25) {
			s.Members = given(inventory.Membership{Indexes: append(s.Members.Value.Indexes, int32(member))})
		}
	}
	if i > 0 && r.chance(30) {
		s.Members = r.inv.Services[i-1].Members
	}
	r.instances(s)
	r.backups(s)
	r.tests(s)
}

func (r *random) instances(s *inventory.Service) {
	for range pick(r, 0, 1, 1, 2, 2, 3, 4, 5) {
		instance := inventory.Instance{Site: r.site(), Role: inventory.Active}
		if r.chance(50) {
			instance.Role = inventory.Standby
			instance.FailoverTime, instance.ReplicationLag = r.maybe(0, 0, 300, 600, 86400), r.maybe(0, 0, 5, 300)
		}
		s.Instances = append(s.Instances, instance)
	}
}

func (r *random) backups(s *inventory.Service) {
	sets := pick(r, []string{"main"}, []string{"main"}, []string{"files", "database", "main"})
	for i := range pick(r, 0, 1, 1, 2, 3, 4) {
		b := inventory.Backup{ID: fmt.Sprint("b", i), Data: pick(r, sets...), Site: r.site()}
		b.Every = r.maybe(3600, 86400, 200*86400)
		b.Retention, b.ThinnedAfter = r.maybe(5*86400, 400*86400), r.maybe(86400, 20*86400)
		b.Immutable.Value, b.Offline.Value = r.chance(30), r.chance(20)
		if r.chance(20) {
			b.Since = given(source.Moment{Time: asOf.Add(-time.Duration(r.IntN(100)) * 24 * time.Hour)})
		}
		s.Backups = append(s.Backups, b)
	}
}

// streams links evidence to some backups of a service; of the others some say when they last succeeded.
func (r *random) streams(i int) []evidence.Stream {
	backups := r.inv.Services[i].Backups
	out := make([]evidence.Stream, len(backups))
	for j := range out {
		out[j].Linked = r.chance(60)
		if !out[j].Linked {
			if r.chance(60) {
				backups[j].LastSuccess = given(source.Moment{Time: r.moment()})
			}
			continue
		}
		for range pick(r, 0, 0, 1, 2, 5, 9) {
			out[j].Runs = append(out[j].Runs, evidence.Run{Time: r.moment(), OK: r.chance(70)})
		}
		slices.SortFunc(out[j].Runs, func(a, b evidence.Run) int { return a.Time.Compare(b.Time) })
	}
	return out
}

func (r *random) moment() time.Time {
	return asOf.Add(-time.Duration(r.IntN(pick(r, 2, 3000, 200*86400))) * time.Second)
}

func (r *random) tests(s *inventory.Service) {
	for range pick(r, 0, 0, 1, 2, 3, 6) {
		test := &inventory.RestoreTest{Date: source.Moment{Time: asOf.AddDate(0, 0, -r.IntN(4)), Day: true}, Duration: r.maybe(0, 600, 7200, 86400)}
		test.Outcome = pick(r, inventory.Passed, inventory.Passed, inventory.Passed, inventory.Failed, inventory.Partial)
		if r.chance(90) {
			test.Depth = given(pick(r, inventory.DepthApplication, inventory.DepthApplication, inventory.DepthSite, inventory.DepthDatabase, inventory.DepthFile))
		}
		if r.chance(50) {
			at := r.IntN(len(s.Backups)+1) - 1
			test.Backup = given(inventory.Reference{ID: fmt.Sprint("b", at), Index: int32(at)})
		}
		s.Tests = append(s.Tests, test)
	}
}

func (r *random) plan() scenario.Plan {
	each := []scenario.Kind{scenario.Site, scenario.Campus, scenario.CampusOutage, scenario.Region, scenario.Provider, scenario.SharedFate}
	r.Shuffle(len(each), func(a, b int) { each[a], each[b] = each[b], each[a] })
	p := scenario.Plan{Each: each[:r.IntN(len(each)+1)], OutageDuration: given(pick[source.Duration](r, 300, 7200, 86400, 432000)), Pairs: r.chance(50)}
	p.Also = append(p.Also, scenario.Disruption{ID: "ransomware", Kind: scenario.Ransomware, Name: map[string]string{"": "Rançongiciel"}})
	for i := range r.IntN(4) {
		d := scenario.Disruption{ID: fmt.Sprint("x", 9-i), Kind: pick(r, scenario.Disaster, scenario.Outage)}
		if d.Kind == scenario.Outage {
			d.Duration = given(pick[source.Duration](r, 300, 7200, 86400))
		}
		r.strike(&d)
		p.Also = append(p.Also, d)
	}
	return p
}

func (r *random) strike(d *scenario.Disruption) {
	for _, site := range r.inv.Sites {
		if r.chance(20) {
			d.Sites = append(d.Sites, inventory.Reference{ID: site.ID})
		}
		if r.chance(15) {
			d.Campuses = append(d.Campuses, inventory.Reference{ID: site.Campus})
		}
		if r.chance(10) && site.Region.Given {
			d.Regions = append(d.Regions, inventory.Reference{ID: site.Region.Value})
		}
		if r.chance(10) {
			d.Providers = append(d.Providers, inventory.Reference{ID: site.Provider.ID})
		}
	}
	if r.chance(30) {
		d.Within = given(scenario.Circle{Km: float64(r.IntN(400)), Of: inventory.Coordinates{Latitude: 47.5, Longitude: 6}})
	}
}
