package board

import (
	"fmt"
	"math"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// landscape is where an assessment's campuses are and what is played on them.
type landscape struct {
	campuses int
	others   int     // scenarios that are not the loss of a campus
	spread   float64 // degrees from one campus to the farthest
	lost     int     // services that the first campus takes along; each further one takes two less
	unproven int     // that it leaves unproven
	unplaced int     // campuses without coordinates
}

// fabricateScenarios adds campuses, members, and scenarios with every outcome in them.
func fabricateScenarios(a *report.Assessment, s shape) {
	for i := range s.members {
		a.Members = append(a.Members, report.Member{ID: fmt.Sprint(i), Name: named("Member", s.name), Kind: []string{"commune", "cpas", named("kind", s.name), ""}[i%4]})
	}
	for i := range s.campuses {
		c := report.Campus{ID: fmt.Sprintf("c%02d", i), Name: named(fmt.Sprintf("Campus %d", i), s.name), Services: (len(a.Services)*(i%5))/5 + 1, Backups: 3}
		if i%7 == 6 {
			c.Services = 0
		}
		for n := range 1 + i%3 {
			site := report.Site{ID: fmt.Sprintf("%s-%d", c.ID, n), Name: c.Name, Campus: c.ID}
			c.Sites, a.Sites = append(c.Sites, site.ID), append(a.Sites, site)
		}
		if i < s.campuses-s.unplaced {
			turn := float64(i) * 2.4 // radians, as the seeds of a sunflower stand
			far := s.spread / 2 * math.Sqrt(float64(i)/float64(max(1, s.campuses-1)))
			c.Coordinates = []float64{50 + far*math.Sin(turn), 5 + far*math.Cos(turn)}
			if i > 0 {
				a.CampusLinks = append(a.CampusLinks, report.CampusLink{From: a.Campuses[i-1].ID, To: c.ID, Kilometres: 1234.5})
			}
		}
		a.Campuses = append(a.Campuses, c)
	}
	for i := range a.Campuses {
		f := report.Scenario{ID: "campus:" + a.Campuses[i].ID, Kind: "campus", Name: a.Campuses[i].Name, LostSites: a.Campuses[i].Sites}
		play(a, s, &f, i)
	}
	kinds := []string{"site", "campus_outage", "region", "provider", "shared_fate", "ransomware", "outage", "disaster"}
	for i := range s.others {
		kind := kinds[i%len(kinds)]
		f := report.Scenario{ID: fmt.Sprintf("%s:%d", kind, i), Kind: kind, Name: named(fmt.Sprintf("Scenario %d", i), s.name)}
		if i%len(kinds) > 4 {
			f.Names = rules.Text{"": f.Name}
		}
		if len(a.Campuses) > 0 {
			f.LostSites = a.Campuses[i%len(a.Campuses)].Sites
		}
		duration := 432000.0
		f.Duration = &duration
		play(a, s, &f, i)
	}
}

// play gives a scenario outcomes that add up to all services.
func play(a *report.Assessment, s shape, f *report.Scenario, i int) {
	left := len(a.Services)
	take := func(n int) int {
		n = min(max(0, n), left)
		left -= n
		return n
	}
	o := &f.Outcomes
	o.Lost, o.Unproven = take(s.lost-2*i), take(s.unproven-i)
	for _, kind := range []struct {
		n       int
		outcome scenario.Outcome
		own     scenario.Mechanism
	}{{o.Lost, scenario.OutcomeLost, scenario.Lost}, {o.Unproven, scenario.OutcomeUnproven, scenario.Unproven}} {
		for range kind.n {
			f.Services = append(f.Services, scenario.Affected{Service: int32(len(f.Services)), Outcome: kind.outcome, Own: kind.own})
		}
	}
	if s.lost > 0 {
		o.Stranded, o.Restore, o.Failover = take(i%3), take(left/3), take(left/4)
	}
	o.Unaffected = left
	f.ServicesInterrupted = len(a.Services) - left
	f.MembersInterruptedByTier = map[string]int{a.Pack.Tiers[0]: s.members / 2}
	if f.ServicesInterrupted > 0 {
		f.MembersInterrupted = s.members
	}
	if o.Lost > 0 {
		f.MembersLosingData = s.members
	}
	f.Interruption = report.InterruptionTotal{Worst: &report.Bounds{Low: 3600 * float64(i), High: nil}, Unknown: o.Restore, Unbounded: o.Lost + o.Stranded}
	f.DataLoss = report.DataLossTotal{Unknown: o.Unproven, Everything: o.Lost}
	a.Scenarios = append(a.Scenarios, *f)
}
