package decision

import (
	"cmp"
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/graph"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// desk is what all decisions are worked out from.
type desk struct {
	Input
	inv             *inventory.Inventory
	tiers           []int32          // of each service, its place in the pack's tiers; after all of them where it has none
	fates           []fate           // by service
	played          []int32          // scenarios that destroy something, the worst first: places in Result.Played
	byID            map[string]int32 // scenarios: places in Result.Played
	needs, neededBy graph.Graph
	copied          []bool // by service: a copy is asked for already, with whatever else it needs
	open, critical  int    // findings today
	checks          int    // that apply
	budget          int    // services that may still be evaluated again
}

// mostEvaluated is how many services are evaluated again for all decisions together: enough for every decision about
// 10,000 services, which takes half a second on each of two cores, and a bound to what 100,000 cost.
const mostEvaluated = 70_000

// mostAtOnce is how many services one trial may take, which bounds its memory beside that of a large assessment.
const mostAtOnce = 12_000

// fate is what the scenarios do to one service.
type fate struct {
	danger               danger
	ownLost, ownUnproven []int32 // scenarios in which its own copies come to that: places in Result.Played
}

// danger is the worst that any scenario does to a service's data.
type danger uint8

const (
	safe danger = iota
	inDoubt
	lost
)

func newDesk(in Input) *desk {
	inv := in.Inventory
	d := &desk{Input: in, inv: inv, byID: make(map[string]int32, len(in.Result.Played)), copied: make([]bool, len(inv.Services)), budget: mostEvaluated}
	tiers := make(map[string]int32, len(in.Pack.Tiers))
	for i, tier := range in.Pack.Tiers {
		tiers[tier] = int32(i)
	}
	d.tiers = make([]int32, len(inv.Services))
	for i := range inv.Services {
		place, known := tiers[inv.Services[i].Tier.ID]
		if !known {
			place = int32(len(tiers))
		}
		d.tiers[i] = place
	}
	d.needs = graph.New(len(inv.Services), func(i int, into []int32) []int32 {
		for _, list := range [][]inventory.Reference{inv.Services[i].DependsOn, inv.Services[i].StoresDataIn} {
			for j := range list {
				into = append(into, list[j].Index)
			}
		}
		return into
	})
	d.neededBy = d.needs.Reversed()
	for i := range in.Result.Findings {
		f := &in.Result.Findings[i]
		if f.Status != rules.NotApplicable {
			d.checks++
		}
		d.open += openness(f)
		d.critical += gravity(f)
	}
	d.follow()
	return d
}

// openness is 1 for an open finding, else 0; gravity is 1 for an open one that is critical.
func openness(f *rules.Finding) int {
	if f.Status == rules.Fail || f.Status == rules.Unknown {
		return 1
	}
	return 0
}

func gravity(f *rules.Finding) int {
	if f.Severity == rules.Critical {
		return openness(f)
	}
	return 0
}

// follow gathers what the scenarios do to each service's data.
func (d *desk) follow() {
	d.fates = make([]fate, len(d.inv.Services))
	for i := range d.Result.Played {
		p := &d.Result.Played[i]
		d.byID[p.Scenario.ID] = int32(i)
		if !p.Scenario.Kind.OutOfReach() {
			d.played = append(d.played, int32(i))
		}
		for j := range p.Services {
			a := &p.Services[j]
			d.fates[a.Service].add(a, int32(i))
		}
	}
	slices.SortStableFunc(d.played, func(x, y int32) int { return worse(&d.Result.Played[x], &d.Result.Played[y]) })
}

// worse puts the scenario first that loses more, then leaves more unproven, then interrupts more, as the report's
// verdict does; then the first by id. Two campuses at once come after everything that has a single cause.
func worse(x, y *scenario.Played) int {
	pair := func(p *scenario.Played) int {
		if p.Scenario.Kind == scenario.Pair {
			return 1
		}
		return 0
	}
	return cmp.Or(pair(x)-pair(y), y.Outcomes[scenario.OutcomeLost]-x.Outcomes[scenario.OutcomeLost],
		y.Outcomes[scenario.OutcomeUnproven]-x.Outcomes[scenario.OutcomeUnproven],
		y.ServicesInterrupted-x.ServicesInterrupted, cmp.Compare(x.Scenario.ID, y.Scenario.ID))
}

func (f *fate) add(a *scenario.Affected, in int32) {
	f.danger = max(f.danger, dangerOf(a.Outcome))
	switch {
	case a.Own == scenario.Lost:
		f.ownLost = append(f.ownLost, in)
	case a.Own == scenario.Unproven:
		f.ownUnproven = append(f.ownUnproven, in)
	}
}

func dangerOf(o scenario.Outcome) danger {
	switch o {
	case scenario.OutcomeLost:
		return lost
	case scenario.OutcomeUnproven:
		return inDoubt
	}
	return safe
}

// finding is what a rule says of a service today.
func (d *desk) finding(rule, service int) *rules.Finding {
	return &d.Result.Findings[rule*len(d.inv.Services)+service]
}

// rulesOn are the places of the pack's rules with one of some metrics.
func (d *desk) rulesOn(metrics ...string) []int {
	var out []int
	for i := range d.Pack.Rules {
		if slices.Contains(metrics, d.Pack.Rules[i].Metric.Name) {
			out = append(out, i)
		}
	}
	return out
}

// opened tells whether one of some rules has an open finding on a service.
func (d *desk) opened(rules []int, service int) bool {
	return slices.ContainsFunc(rules, func(rule int) bool { return openness(d.finding(rule, service)) > 0 })
}

// asked are the limits that rules with a metric set a service, those of its own targets included. Waived or not, a
// limit stays one.
func (d *desk) asked(service int, metrics ...string) []float64 {
	var out []float64
	for _, rule := range d.rulesOn(metrics...) {
		if f := d.finding(rule, service); f.Limit.Bound != rules.NoBound {
			out = append(out, f.Limit.Value)
		}
	}
	return out
}

// most is the greatest limit of a kind that a service is set; 0 where it is set none.
func (d *desk) most(service int, metric string) float64 {
	return slices.Max(append(d.asked(service, metric), 0))
}
