package decision

import (
	"slices"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// proposeEvidence asks for the evidence of backups that nothing shows, where a scenario leaves the data unproven or a
// rule asks for it.
func proposeEvidence(d *desk) []*candidate {
	c, about := &candidate{}, d.rulesOn("backup.undocumented")
	for service := range d.inv.Services {
		if (len(d.fates[service].ownUnproven) > 0 || d.opened(about, service)) && d.unseen(service) {
			c.targets = append(c.targets, int32(service))
		}
	}
	c.Scenario = d.scenarioOf(c.targets, func(f *fate) []int32 { return f.ownUnproven }, func(*scenario.Scenario) bool { return true })
	return some(c)
}

// unseen tells whether no evidence shows one of a service's backups.
func (d *desk) unseen(service int) bool {
	for i := range d.inv.Services[service].Backups {
		if !d.Observed.Of(service, i).Linked {
			return true
		}
	}
	return false
}

// showRuns links evidence to the backups that have none. It shows what they declare: a run at every interval of the
// period, the newest one interval old. Where they declare none, it is the one that the rules ask for.
func showRuns(p *part, c *candidate) {
	for _, target := range c.targets {
		s, streams := p.service(target), p.streams(target)
		s.Backups = slices.Clone(s.Backups)
		for i := range s.Backups {
			if streams[i].Linked {
				continue
			}
			b, every := &s.Backups[i], p.desk.interval(int(target))
			if b.Every.Given && b.Every.Value > 0 {
				every = b.Every.Value
			}
			b.LastSuccess = source.Optional[source.Moment]{}
			b.Evidence = given(inventory.Link{Source: inventory.Reference{ID: "decided"}, Place: b.Place})
			streams[i] = evidence.Stream{Linked: true, Runs: p.runs(every)}
		}
	}
}

// mostRuns bounds how many runs evidence is taken to show; a backup that runs more often than every few minutes is
// shown less often than it runs.
const mostRuns = 10_000

// runs are a run at every interval from before the period to one interval before as-of. Backups with one interval share
// them, since nobody changes them.
func (p *part) runs(every source.Duration) []evidence.Run {
	if known, found := p.shown[every]; found {
		return known
	}
	step := max(seconds(every), p.in.AsOf.Sub(p.in.Start)/mostRuns)
	var out []evidence.Run
	for at := p.in.AsOf.Add(-step); ; at = at.Add(-step) {
		out = append(out, evidence.Run{Time: at, OK: true, Bytes: -1, ID: "decided"})
		if !at.After(p.in.Start) {
			break
		}
	}
	slices.Reverse(out)
	p.shown[every] = out
	return out
}

// proposeTests asks for a restore test of services that were never tested, whose test failed, is too old, or was of an
// older state of the service.
func proposeTests(d *desk) []*candidate {
	c := &candidate{}
	c.Parts, c.PartsOf = map[string]int{}, map[string]string{}
	ages, outdated := d.rulesOn("restore_test.age"), d.rulesOn("restore_test.outdated")
	for service := range d.inv.Services {
		fault := d.untested(service, ages)
		if fault == "" && d.opened(outdated, service) {
			fault = testOutdated
		}
		if fault == "" {
			continue
		}
		c.Parts[fault]++
		c.PartsOf[d.serviceID(int32(service))] = fault
		c.targets = append(c.targets, int32(service))
	}
	return some(c)
}

// What is wrong with a service's restore tests, by the first that applies.
const (
	testNever    = "never"
	testFailed   = "failed"
	testOld      = "too_old" // or of unknown worth, where no limit is set
	testOutdated = "outdated"
)

// untested is what is wrong with the age of a service's tests; "" where nothing is.
func (d *desk) untested(service int, ages []int) string {
	fault := ""
	for _, rule := range ages {
		f := d.finding(rule, service)
		switch {
		case openness(f) == 0:
		case f.Measured.Known != rules.None:
			fault = stronger(fault, testOld)
		case f.Reason.Key == "restore_test.age.failed":
			fault = stronger(fault, testFailed)
		default:
			fault = testNever
		}
	}
	return fault
}

// stronger is the worse of two faults: never tested is worse than failed, and failed than too old.
func stronger(a, b string) string {
	if a == testNever || a == testFailed && b == testOld {
		return a
	}
	return b
}

// passTests adds a test that brought the whole service back, as deep as any rule asks. It is taken to last as long and
// to lose as much as the last one that passed: a new test need not be a better one.
func passTests(p *part, c *candidate) {
	for _, target := range c.targets {
		s := p.service(target)
		test := inventory.RestoreTest{Service: inventory.Reference{ID: s.ID, Index: p.place[target]}, Date: source.Moment{Time: p.in.AsOf.In(p.in.Inventory.Zone)}, Outcome: inventory.Passed,
			Depth: given(p.desk.deepest()), Document: "decided", Place: s.Place}
		test.Duration = p.lastTime(s, func(t *inventory.RestoreTest) source.Optional[source.Duration] { return t.Duration })
		test.DataLoss = p.lastTime(s, func(t *inventory.RestoreTest) source.Optional[source.Duration] { return t.DataLoss })
		s.Tests = append(slices.Clone(s.Tests), &test)
	}
}

// deepest is how much of a service the pack asks to be restored at most; the whole application at least, since only
// that says how long it takes.
func (d *desk) deepest() inventory.Depth {
	deepest := inventory.DepthApplication
	for i := range d.Pack.Rules {
		deepest = max(deepest, d.Pack.Rules[i].Depth)
	}
	return deepest
}

// lastTime is the greatest time over the data sets' last full tests; not given where one has none that passed with one.
func (p *part) lastTime(s *inventory.Service, of func(*inventory.RestoreTest) source.Optional[source.Duration]) source.Optional[source.Duration] {
	view, longest := recovery.View{Inventory: p.in.Inventory, Observed: p.in.Observed, AsOf: p.in.AsOf, Start: p.in.Start}, source.Duration(0)
	sets := s.DataSets()
	for i := range sets {
		test := view.Decisive(s, &sets[i], inventory.DepthApplication)
		if test == nil || test.Outcome != inventory.Passed || !of(test).Given {
			return source.Optional[source.Duration]{}
		}
		longest = max(longest, of(test).Value)
	}
	return given(longest)
}

// proposeLocations asks for somebody's word for where things stand, of services with a copy that would count if it were
// known to be where the inventory says.
func proposeLocations(d *desk) []*candidate {
	c, copies, all := &candidate{}, d.rulesOn("backup.confirmed_offsite_copies"), d.rulesOn("sites.unconfirmed")
	for service := range d.inv.Services {
		// A new copy is confirmed where it is made.
		wanted := d.opened(all, service) || d.opened(copies, service) && !d.copied[service]
		if wanted && d.unconfirmed(service) {
			c.targets = append(c.targets, int32(service))
		}
	}
	return some(c)
}

func (d *desk) unconfirmed(service int) bool {
	s := &d.inv.Services[service]
	return slices.ContainsFunc(s.Instances, func(i inventory.Instance) bool { return !i.Location.Given }) ||
		slices.ContainsFunc(s.Backups, func(b inventory.Backup) bool { return !b.Location.Given })
}

// confirmPlaces confirms where every instance and backup stands that nobody has confirmed yet.
func confirmPlaces(p *part, c *candidate) {
	for _, target := range c.targets {
		s := p.service(target)
		s.Instances, s.Backups = slices.Clone(s.Instances), slices.Clone(s.Backups)
		for i := range s.Instances {
			if !s.Instances[i].Location.Given {
				s.Instances[i].Location = p.confirmed(s)
			}
		}
		for i := range s.Backups {
			if !s.Backups[i].Location.Given {
				s.Backups[i].Location = p.confirmed(s)
			}
		}
	}
}

// confirmed is a confirmation as of the assessment.
func (p *part) confirmed(s *inventory.Service) source.Optional[inventory.Location] {
	l := inventory.Location{ConfirmedOn: source.Moment{Time: p.in.AsOf}, By: "decided", Place: s.Place}
	l.Attestation.Index = -1
	return given(l)
}

// given is a value that is given.
func given[T any](value T) source.Optional[T] { return source.Optional[T]{Value: value, Given: true} }

// seconds is a length of time for arithmetic with moments.
func seconds(d source.Duration) time.Duration { return time.Duration(d) * time.Second }
