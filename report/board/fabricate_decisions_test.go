package board

import (
	"fmt"

	"coupefeu/report"
	"coupefeu/report/decision"
)

// fabricateDecisions adds as many decisions as a board is asked for, from a kind on, with everything in them that a
// page must hold: sites that are there and that are not, figures as long as the inventory is large.
func fabricateDecisions(a *report.Assessment, s shape) {
	all := []decision.Decision{
		{Kind: decision.Copy, Assumes: decision.CopiesShown, Locked: true, Missing: 1, Wanted: decision.Wanted{Kilometres: 100, Provider: true}},
		{Kind: decision.Test, Assumes: decision.TestsPass, Parts: map[string]int{"never": 1, "failed": 2345, "too_old": 3, "outdated": 1}},
		{Kind: decision.Spread, Assumes: decision.StandbyWorks, Missing: 2},
		{Kind: decision.Waivers, Assumes: decision.LeftToEnd, Waivers: []string{"W-1", "W-2"}},
		{Kind: decision.Evidence, Assumes: decision.RunsShown},
	}
	n := len(a.Services)
	for i := range all[:min(len(all), n)] {
		d := &all[i]
		d.ID, d.Due, d.Members = string(d.Kind), asOf.AddDate(0, i, 0), s.members
		for _, service := range a.Services[:max(1, n/(i+1))] {
			d.Services = append(d.Services, service.ID)
		}
		for o := range i {
			d.Owners = append(d.Owners, named(fmt.Sprintf("Owner %d", o), s.name))
		}
		for m := range a.Members {
			if d.MembersByKind == nil {
				d.MembersByKind = map[string]int{}
			}
			d.MembersByKind[a.Members[m].Kind]++
		}
		for at, site := range a.Sites {
			if at < 2*i {
				d.Sites = append(d.Sites, site.ID)
			}
		}
		d.Effects = []decision.Effect{{Measure: decision.RestoresProven, Before: n / 3, After: n / 2, Of: n}, {Measure: decision.CriticalOpen, Before: 9 * n, After: 8 * n, Of: 28 * n},
			{Measure: decision.Open, Before: 18 * n, After: 14 * n, Of: 28 * n}}[:max(0, 3-i/2)]
		fabricateScenarioOf(a, d, n)
		a.Decisions = append(a.Decisions, *d)
	}
	if n > 0 {
		a.Outlook = decision.Outlook{Left: 7, Open: 18 * n, Covered: 4 * n, Findings: []int32{1, int32(14 * n)},
			Together: []decision.Effect{{Measure: decision.LostAnywhere, Before: n / 2, After: 1}, {Measure: decision.Open, Before: 18 * n, After: 14 * n}}}
	}
}

// fabricateScenarioOf tells a copy's effects by the first scenario.
func fabricateScenarioOf(a *report.Assessment, d *decision.Decision, n int) {
	if d.Kind != decision.Copy || len(a.Scenarios) == 0 {
		return
	}
	d.Scenario, d.Scenarios = a.Scenarios[0].ID, []string{a.Scenarios[0].ID}
	if len(a.Campuses) > 0 {
		d.Campuses = []string{a.Campuses[0].ID}
	}
	d.Effects[0] = decision.Effect{Measure: decision.LostIn, Scenario: d.Scenario, Before: n / 2, After: 0, Of: n}
}
