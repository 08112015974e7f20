package board

import (
	"fmt"
	"math"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/rules"
)

// shape is the size of an assessment that no file holds.
type shape struct {
	services, members, rules, tiers, waivers, inputs, notices int
	name                                                      int // characters of every name
	landscape
	past
}

// asOf is the end of a quarter.
var asOf = time.Date(2026, 10, 1, 0, 0, 0, 0, time.FixedZone("", 2*3600))

// fabricated makes an assessment of a shape, with every status and every kind of figure in it.
func fabricated(s shape) *report.Assessment {
	a := &report.Assessment{
		Generator: report.Generator{Name: "coupefeu", Version: "0.0.0"}, AsOf: asOf,
		Organisation: report.Organisation{ID: "big", Name: named("Organisation", s.name), Timezone: "Europe/Brussels"},
		Period:       report.Period{ID: "2026-Q3", Start: asOf.AddDate(0, -3, 0), End: asOf},
		Pack:         report.Pack{ID: "pack", Version: "1.0.0", SHA256: strings.Repeat("d", 64), Title: rules.Text{"": named("Pack", s.name)}},
	}
	for t := range s.tiers {
		a.Pack.Tiers = append(a.Pack.Tiers, named(fmt.Sprintf("tier%d", t), s.name))
	}
	a.Rules = fabricatedRules(s, a.Pack.Tiers)
	for i := range s.services {
		// The last tier has no service, if there are several.
		tier := a.Pack.Tiers[i%max(1, s.tiers-1)]
		a.Services = append(a.Services, report.Service{ID: fmt.Sprintf("s%05d", i), Name: named(fmt.Sprintf("Service %d", i), s.name),
			Owner: named("Owner", s.name), Tier: tier, Members: s.members, ServesAll: true, Placements: 3, Unconfirmed: i % 3})
	}
	fabricateFindings(a)
	fabricateScenarios(a, s)
	for i := range s.waivers {
		a.Waivers = append(a.Waivers, fabricatedWaiver(i, a))
	}
	for i := range s.inputs {
		a.Inputs = append(a.Inputs, report.Input{Path: named(fmt.Sprintf("evidence/%05d", i), s.name), SHA256: strings.Repeat("d", 64), Bytes: math.MaxInt32})
	}
	for i := range s.notices {
		a.Notices = append(a.Notices, inventory.Notice{Code: fmt.Sprintf("code-%d", i), Text: named("Something is odd", 3*s.name)})
	}
	for i := range s.inputs {
		a.Evidence = append(a.Evidence, report.Evidence{ID: named(fmt.Sprintf("source%d", i), s.name), Usable: i%2 == 0})
	}
	summarise(a, s)
	fabricateGrounds(a, s)
	a.Highlights = report.Highlight(a)
	fabricateDecisions(a, s)
	fabricatePast(a, s)
	a.Highlights = report.Highlight(a)
	return a
}

// named is a name of so many characters at least, one of its words longer than a column.
func named(name string, length int) string {
	words := []string{"plateforme", "intercommunale", "de", "gestion", "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung", "MMMMMMMM"}
	for i := 0; len(name) < length; i++ {
		name += " " + words[i%len(words)]
	}
	return name
}

var fabricatedMetrics = []struct {
	name, unit, bound, target string
	limit                     float64
}{
	{"backup.interval", "s", "at_most", "", 86400}, {"restore_test.age", "s", "at_most", "", 92 * 86400}, {"restore_test.duration", "s", "at_most", "service.rto", 0},
	{"sites.distance", "km", "at_least", "", 50}, {"backup.size_drop", "ratio", "at_most", "", 0.5}, {"record.missing", "count", "at_most", "", 0}, {"expr", "count", "at_most", "", 7},
}

func fabricatedRules(s shape, tiers []string) []report.Rule {
	var out []report.Rule
	for i := range s.rules {
		m := fabricatedMetrics[i%len(fabricatedMetrics)]
		r := report.Rule{ID: fmt.Sprintf("rule-%d", i), Title: rules.Text{"": named(fmt.Sprintf("Rule %d", i), s.name)}, Metric: m.name, Unit: m.unit, Bound: m.bound, Limits: map[string]report.Limit{}}
		for t, tier := range tiers {
			if t == 0 || i%3 > 0 {
				r.Limits[tier] = report.Limit{Value: m.limit * float64(1+t), Target: m.target}
			}
		}
		out = append(out, r)
	}
	return out
}

// fabricateFindings gives every rule and service a finding, and the services their counts.
func fabricateFindings(a *report.Assessment) {
	number := int32(0)
	for r := range a.Rules {
		for s := range a.Services {
			number++
			f := fabricatedFinding(&a.Rules[r], &a.Services[s], 7*r+3*s)
			f.Rule, f.RuleIndex, f.Service, f.ServiceIndex, f.Number = a.Rules[r].ID, int32(r), a.Services[s].ID, int32(s), number
			count(&a.Services[s].Checks, f.Status)
			a.Findings = append(a.Findings, f)
		}
	}
}

func fabricatedFinding(r *report.Rule, s *report.Service, seed int) rules.Finding {
	f := rules.Finding{Severity: rules.Severity(1 + seed%4), Basis: rules.Basis(1 + seed%3), Since: "2026-Q3", Reason: rules.Reason{Key: r.Metric}}
	limit, given := r.Limits[s.Tier]
	if !given {
		f.Status = rules.NotApplicable
		return f
	}
	f.Limit = rules.Limit{Bound: rules.AtMost, Value: limit.Value + 3600*float64(seed%50)*float64(len(limit.Target)/11)}
	f.Measured = rules.Figure{Known: rules.Measured, Low: f.Limit.Value * float64(seed%40) / 10, High: f.Limit.Value * float64(seed%40) / 10}
	f.Status = rules.Fail
	if f.Measured.High <= f.Limit.Value {
		f.Status = rules.Pass
	}
	tests := strings.HasPrefix(r.Metric, "restore_test.")
	switch kind := seed % 11; {
	case kind < 2 && tests:
		f.Measured, f.Status = rules.Figure{Known: rules.None}, rules.Fail
		if seed%2 == 0 {
			f.Reason.Key += ".failed"
		}
		f.Reason.Facts = &rules.Facts{On: asOf.AddDate(0, -seed%24, 0)}
	case kind == 2:
		f.Measured.High, f.Status = math.Inf(1), rules.Unknown
	case kind == 3:
		f.Limit.Bound, f.Status = rules.NoBound, rules.Unknown
	case kind == 4 && f.Status == rules.Fail:
		f.Status, f.Before = rules.Waived, rules.Fail
	}
	return f
}

func fabricatedWaiver(i int, a *report.Assessment) report.Waiver {
	state := []string{"in_force", "expired", "future", "too_long", "idle"}[i%5]
	w := report.Waiver{ID: fmt.Sprintf("W-%d", i), State: state, Rule: a.Rules[i%len(a.Rules)].ID, Hides: i % 3, Reason: named("Reason", 2*len(a.Organisation.Name)),
		ApprovedBy: a.Organisation.Name, ApprovedOn: asOf.AddDate(0, -2, 0), Decision: a.Organisation.Name, Expires: asOf.AddDate(0, 0, 17*i), DaysLeft: 17 * i}
	for n := range i % 4 {
		w.Renews = append(w.Renews, named(fmt.Sprintf("W-%d-%d", i, n), len(a.Organisation.Name)))
	}
	for s := range min(8, len(a.Services)) {
		w.Services = append(w.Services, a.Services[s].ID)
	}
	if i%7 == 0 {
		w.TooLongFor = w.Services
	}
	return w
}

func count(c *report.Checks, status rules.Status) {
	switch status {
	case rules.Pass:
		c.Pass++
	case rules.Fail:
		c.Fail++
	case rules.Unknown:
		c.Unknown++
	case rules.Waived:
		c.Waived++
	default:
		c.NotApplicable++
	}
}

// summarise adds the findings and services up.
func summarise(a *report.Assessment, s shape) {
	sum := report.Summary{Members: s.members, Sites: len(a.Sites), Campuses: len(a.Campuses), Providers: s.tiers,
		ByTier: map[string]report.Group{}, ByRule: map[string]report.Checks{}, ByRuleTier: map[string]map[string]report.Checks{}}
	for _, tier := range a.Pack.Tiers {
		sum.ByTier[tier] = report.Group{}
	}
	for i := range a.Services {
		g := sum.ByTier[a.Services[i].Tier]
		for _, g := range []*report.Group{&g, &sum.Group} {
			g.Services++
			switch a.Services[i].Checks.Compliance() {
			case report.Compliant:
				g.Compliant++
			case report.CompliantWithWaivers:
				g.CompliantWithWaivers++
			}
		}
		sum.ByTier[a.Services[i].Tier] = g
	}
	for i := range a.Findings {
		f := &a.Findings[i]
		tier := a.Services[f.ServiceIndex].Tier
		g, rule, cell := sum.ByTier[tier], sum.ByRule[f.Rule], sum.ByRuleTier[f.Rule][tier]
		for _, c := range []*report.Checks{&sum.Checks, &g.Checks, &rule, &cell} {
			count(c, f.Status)
		}
		if sum.ByRuleTier[f.Rule] == nil {
			sum.ByRuleTier[f.Rule] = map[string]report.Checks{}
		}
		sum.ByTier[tier], sum.ByRule[f.Rule], sum.ByRuleTier[f.Rule][tier] = g, rule, cell
	}
	if sum.Checks.Applicable() > 0 {
		share := 0.5
		sum.Demonstrated = &share
	}
	a.Summary = sum
}
