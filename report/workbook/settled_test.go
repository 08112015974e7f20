package workbook

import (
	"reflect"
	"slices"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// addPlaces counts what stands in each building and on each campus, on a way of its own. One provider has no building.
func addPlaces(a *report.Assessment) {
	a.Providers = []report.Provider{{ID: "hexa", Name: "=Hexa"}, {ID: "none"}}
	a.Campuses = []report.Campus{{ID: "roubaix", Name: "-Roubaix", Sites: []string{"rbx8"}}, {ID: "gravelines", Name: "Gravelines", Sites: []string{"gra1"}}}
	a.Summary.Providers = len(a.Providers)
	for i := range a.Sites {
		s, c := &a.Sites[i], &a.Campuses[i]
		s.Provider, s.Campus, s.Services, s.Backups = "hexa", c.ID, 0, 0
		for j := range a.Services {
			if slices.Contains(a.Services[j].Sites, s.ID) {
				s.Services++
			}
		}
		for j := range a.Backups {
			if a.Backups[j].Site == s.ID {
				s.Backups++
			}
		}
		c.Services, c.Backups = s.Services, s.Backups
	}
}

// addTouched counts whom each scenario touches, member by member, and what it comes to in each tier.
func addTouched(a *report.Assessment) {
	for i := range a.Scenarios {
		s := &a.Scenarios[i]
		s.MembersInterrupted, s.MembersLosingData, s.MembersInterruptedByTier = 0, 0, map[string]int{}
		s.ByTier = map[string]report.Outcomes{}
		for _, tier := range a.Pack.Tiers {
			s.MembersInterruptedByTier[tier] = 0
		}
		for j := range s.Services {
			tier := a.Services[s.Services[j].Service].Tier
			outcomes := s.ByTier[tier]
			one := reflect.ValueOf(&outcomes).Elem().Field(int(s.Services[j].Outcome - scenario.OutcomeLost)) // in the same order
			one.SetInt(one.Int() + 1)
			s.ByTier[tier] = outcomes
		}
		for _, m := range a.Members {
			tiers, loses := map[string]bool{}, false
			for j := range s.Services {
				hit := &s.Services[j]
				if !slices.Contains(a.Services[hit.Service].MemberIDs, m.ID) {
					continue
				}
				if hit.Interruption.High > 0 {
					tiers[a.Services[hit.Service].Tier] = true
				}
				loses = loses || hit.Outcome == scenario.OutcomeLost
			}
			for _, tier := range a.Pack.Tiers {
				if tiers[tier] {
					s.MembersInterruptedByTier[tier]++
					break
				}
			}
			if len(tiers) > 0 {
				s.MembersInterrupted++
			}
			if loses {
				s.MembersLosingData++
			}
		}
	}
}

// settled is an effect with what it is out of, and with the figure that it comes to.
func settled(a *report.Assessment, e decision.Effect) decision.Effect {
	h := report.Highlight(a)
	switch e.Measure {
	case decision.LosingIn:
		e.Of = len(a.Members)
	case decision.RestoresProven:
		e.Of = h.Restores.Services
	case decision.Open, decision.CriticalOpen:
		e.Of = h.Applicable
	case decision.Incomplete:
	default:
		e.Of = len(a.Services)
	}
	e.After = e.Before - len(e.Gone) + len(e.Come)
	return e
}

// lostIn are services that a scenario loses.
func lostIn(a *report.Assessment, id string) []string {
	var out []string
	for i := range a.Scenarios {
		for j := range a.Scenarios[i].Services {
			if hit := &a.Scenarios[i].Services[j]; a.Scenarios[i].ID == id && hit.Outcome == scenario.OutcomeLost {
				out = append(out, a.Services[hit.Service].ID)
			}
		}
	}
	return out
}

// findingsUnder are findings of a rule, as effects name them, and the services that they are of: those that are open, or those
// that apply.
func findingsUnder(a *report.Assessment, rule string, openOnly bool) (findings, services []string) {
	for i := range a.Findings {
		f := &a.Findings[i]
		open := f.Status == rules.Fail || f.Status == rules.Unknown
		if f.Rule == rule && f.Status != rules.NotApplicable && (open || !openOnly) {
			findings, services = append(findings, f.Rule+"/"+f.Service), append(services, f.Service)
		}
	}
	return findings, services
}

// upTo are so many ids at most.
func upTo(n int, ids []string) []string { return ids[:min(n, len(ids))] }
