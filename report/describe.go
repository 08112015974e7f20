package report

import (
	"cmp"
	"slices"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/rules/recovery"
)

// describeRules is what renderers need of a pack. A tier without a limit or severity is left out of the maps: 0 would be a limit.
func describeRules(p *rules.Pack) []Rule {
	out := make([]Rule, 0, len(p.Rules))
	for i := range p.Rules {
		r := &p.Rules[i]
		rule := Rule{
			ID: r.ID, Title: r.Title, Why: r.Why, Remedy: r.Remedy, Metric: r.Metric.Name, Unit: r.Metric.Unit.String(),
			Bound: r.Bound.String(), Scenarios: nonNil(r.Scenarios), Limits: map[string]Limit{}, Severity: map[string]string{}, References: map[string][]string{},
		}
		if r.Depth != inventory.DepthUnknown {
			rule.Depth = r.Depth.String()
		}
		for t, tier := range p.Tiers {
			if r.Severity[t] != rules.SeverityUnknown {
				rule.Severity[tier] = r.Severity[t].String()
			}
			if r.Limits[t].Given {
				rule.Limits[tier] = Limit{Value: r.Limits[t].Value, Target: r.Limits[t].Target.String()}
			}
		}
		for _, reference := range r.References {
			rule.References[reference.Framework] = reference.Controls
		}
		out = append(out, rule)
	}
	return out
}

// describeServices is what is said of services beside their findings. A list that is empty says that there is none; null
// would say that it is not known.
func describeServices(in rules.Input, each []tally) []Service {
	inv := in.Inventory
	out := make([]Service, 0, len(inv.Services))
	for i := range inv.Services {
		s := &inv.Services[i]
		service := Service{
			ID: s.ID, Name: s.Name, Description: s.Description.Value, Owner: s.Owner.Value, Tier: s.Tier.ID,
			RTO: seconds(s.RTO), RPO: seconds(s.RPO), Stateful: s.HoldsData(),
			DependsOn: ids(s.DependsOn), StoresIn: ids(s.StoresDataIn), Sites: sitesOf(s),
			Compliance: each[i].checks.Compliance(), Checks: each[i].checks, File: s.Place.File, Line: s.Place.Line,
			LastTest: lastTest(in, s), Changed: changed(s), Instances: describeInstances(s),
			MinActive: 1, RebuildTime: seconds(s.RebuildTime),
		}
		if s.MinActive.Given {
			service.MinActive = int(s.MinActive.Value)
		}
		// Hundreds of ids at every service would be most of the file, and say less than "all".
		if service.ServesAll = s.Members.Value.All; service.ServesAll {
			service.MemberIDs, service.Members = []string{}, len(inv.Members)
		} else {
			service.MemberIDs = served(inv, s)
			service.Members = len(service.MemberIDs)
		}
		out = append(out, service)
	}
	return out
}

// changed is when a service changed last, as far as that is known; nil where nothing says so.
func changed(s *inventory.Service) *time.Time {
	if !s.Changed.Given {
		return nil
	}
	return &s.Changed.Value.Time
}

func describeInstances(s *inventory.Service) []Instance {
	out := make([]Instance, 0, len(s.Instances))
	for i := range s.Instances {
		in := &s.Instances[i]
		out = append(out, Instance{Site: in.Site.ID, Role: in.Role.String(), Confirmed: in.Location.Given,
			FailoverTime: seconds(in.FailoverTime), ReplicationLag: seconds(in.ReplicationLag)})
	}
	return out
}

// served lists the members of a service that does not serve them all, in reading order.
func served(inv *inventory.Inventory, s *inventory.Service) []string {
	out := make([]string, 0, len(s.Members.Value.Indexes))
	for _, m := range s.Members.Value.Indexes {
		out = append(out, inv.Members[m].ID)
	}
	return out
}

// sitesOf names each site of a service once, in the order in which they are written: the first is the one that people
// think of.
func sitesOf(s *inventory.Service) []string {
	out := []string{}
	seen := map[string]bool{}
	for i := range s.Instances {
		if id := s.Instances[i].Site.ID; !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// describeMembers counts a service that serves everybody once and adds it to each: else the work would be services
// times members.
func describeMembers(inv *inventory.Inventory) []Member {
	services := make([]int, len(inv.Members))
	everybody := 0
	for i := range inv.Services {
		membership := &inv.Services[i].Members.Value
		if membership.All {
			everybody++
			continue
		}
		for _, m := range membership.Indexes {
			services[m]++
		}
	}
	out := make([]Member, 0, len(inv.Members))
	for i := range inv.Members {
		m := &inv.Members[i]
		out = append(out, Member{ID: m.ID, Name: m.Name, Kind: m.Kind.Value, Population: m.Population.Value,
			Services: services[i] + everybody})
	}
	return out
}

func describeProviders(inv *inventory.Inventory) []Provider {
	out := make([]Provider, 0, len(inv.Providers))
	for i := range inv.Providers {
		out = append(out, Provider{ID: inv.Providers[i].ID, Name: inv.Providers[i].Name})
	}
	return out
}

func describeSites(inv *inventory.Inventory) []Site {
	out := make([]Site, 0, len(inv.Sites))
	for i := range inv.Sites {
		s := &inv.Sites[i]
		site := Site{ID: s.ID, Name: s.Name, Provider: s.Provider.ID, Campus: s.Campus, Region: s.Region.Value, Country: s.Country.Value}
		// Without coordinates there is null: 0, 0 is a place too.
		if s.Coordinates.Given {
			site.Coordinates = []float64{s.Coordinates.Value.Latitude, s.Coordinates.Value.Longitude}
		}
		out = append(out, site)
	}
	for i := range inv.Services {
		// A service with two instances in one building stops once with it.
		here := map[int32]bool{}
		for j := range inv.Services[i].Instances {
			here[inv.Services[i].Instances[j].Site.Index] = true
		}
		for site := range here {
			out[site].Services++
		}
		for j := range inv.Services[i].Backups {
			out[inv.Services[i].Backups[j].Site.Index].Backups++
		}
	}
	return out
}

// describeTests lists the journal, the newest first; of one day, what comes later in the journal is newer.
func describeTests(in rules.Input) []RestoreTest {
	inv := in.Inventory
	decisive := map[*inventory.RestoreTest]bool{}
	for i := range inv.Services {
		for _, test := range decisiveTests(in, &inv.Services[i]) {
			decisive[test] = true
		}
	}
	out := make([]RestoreTest, 0, len(inv.RestoreTests))
	for _, i := range newestFirst(inv.RestoreTests) {
		t := &inv.RestoreTests[i]
		// The journal keeps the tests of services that are retired, and nothing is assessed of those.
		if t.Service.Index < 0 {
			continue
		}
		out = append(out, RestoreTest{
			Service: t.Service.ID, Backup: t.Backup.Value.ID, Date: t.Date.Time, Age: recovery.Seconds(t.Date.Time, in.AsOf),
			Outcome: t.Outcome.String(), Depth: recovery.DepthOf(t).String(), Site: t.Site.Value.ID,
			Duration: seconds(t.Duration), DataLoss: seconds(t.DataLoss), By: t.By, Document: t.Document,
			Decisive: decisive[t], File: t.Place.File, Line: t.Place.Line,
		})
	}
	return out
}

// newestFirst orders the entries of a journal by their places in it.
func newestFirst(journal []inventory.RestoreTest) []int {
	order := make([]int, len(journal))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(journal[b].Date.Time.Compare(journal[a].Date.Time), b-a)
	})
	return order
}

// decisiveTests returns the newest decisive test of each data set, of any depth; nil for a set that has none.
func decisiveTests(in rules.Input, s *inventory.Service) []*inventory.RestoreTest {
	if !s.HoldsData() {
		return nil
	}
	view, sets := viewOf(in), s.DataSets()
	out := make([]*inventory.RestoreTest, 0, len(sets))
	for i := range sets {
		out = append(out, view.Decisive(s, &sets[i], inventory.DepthUnknown))
	}
	return out
}

// lastTest picks the test that speaks for the service: of its data sets', the one that stands worst.
func lastTest(in rules.Input, s *inventory.Service) *LastTest {
	var worst *inventory.RestoreTest
	for _, test := range decisiveTests(in, s) {
		// A service is recovered when all its data sets are: one that was never tested leaves it without a test.
		if test == nil {
			return nil
		}
		if worst == nil || standsWorse(test, worst) {
			worst = test
		}
	}
	if worst == nil {
		return nil
	}
	return &LastTest{Outcome: worst.Outcome.String(), Date: worst.Date.Time, Age: recovery.Seconds(worst.Date.Time, in.AsOf),
		Duration: seconds(worst.Duration)}
}

// standsWorse tells whether a test weighs more against its service: one that failed does, whatever its age.
func standsWorse(a, b *inventory.RestoreTest) bool {
	if a.Outcome != b.Outcome {
		return a.Outcome == inventory.Failed
	}
	return a.Date.Time.Before(b.Date.Time)
}

// describeEvidence sets what each source showed beside the backups that rest on it: a file that no backup picks a run of
// proves nothing, however large it is.
func describeEvidence(in rules.Input) []Evidence {
	backups, newest := map[string]int{}, map[string]time.Time{}
	for i := range in.Inventory.Services {
		for j := range in.Inventory.Services[i].Backups {
			b := &in.Inventory.Services[i].Backups[j]
			if !b.Evidence.Given {
				continue
			}
			id := b.Evidence.Value.Source.ID
			backups[id]++
			// A run that failed counts too: it shows up to when the file tells of the tool's work.
			if runs := in.Observed.Of(i, j).Runs; len(runs) > 0 && runs[len(runs)-1].Time.After(newest[id]) {
				newest[id] = runs[len(runs)-1].Time
			}
		}
	}
	out := []Evidence{}
	for i := range in.Observed.Sources {
		s := &in.Observed.Sources[i]
		e := Evidence{
			ID: s.Entry.ID, Tool: s.Entry.Tool.ID, Path: s.Entry.Path, SHA256: s.SHA256, Bytes: s.Bytes, Runs: s.Runs,
			Failed: s.Failed, PassedOver: s.PassedOver, Backups: backups[s.Entry.ID], Usable: s.Usable, Problem: s.Problem,
			File: s.Entry.Place.File, Line: s.Entry.Place.Line,
		}
		if s.Entry.Collected.Given {
			end := s.Entry.Collected.Value.End()
			e.Collected = &end
		}
		if last, found := newest[s.Entry.ID]; found {
			last = last.In(in.Inventory.Zone)
			e.Newest = &last
		}
		out = append(out, e)
	}
	return out
}
