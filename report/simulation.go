package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// Simulation is scenarios played on request, and what they were played on. Its JSON form has one scenario under
// "scenario" or several under "scenarios", each as in assessment.json; the rest is what a crisis team reads first.
type Simulation struct {
	Generator    Generator    `json:"generator"`
	Organisation Organisation `json:"organisation"`
	AsOf         time.Time    `json:"as_of"`
	Fictitious   bool         `json:"fictitious"` // played on the sample inside the program
	Scenario     *Scenario    `json:"scenario,omitempty"`
	Scenarios    []Scenario   `json:"scenarios,omitempty"`

	Inventory *inventory.Inventory `json:"-"`
	Tiers     []string             `json:"-"` // most critical first
	Courses   []Course             `json:"-"` // one a scenario, in the order in which they were named

	Explanations []*scenario.Explanation `json:"-"` // of one service, likewise; nil where none was asked for
}

// Course is one scenario in the order in which a crisis team asks: who is down, what comes back when, who feels it.
type Course struct {
	Played *scenario.Played
	Down   []*scenario.Affected // interrupted, or losing data; most critical tier first, then the worst, then id
	Return []Return             // the interrupted ones in the order in which they come back
	Hit    [][]int              // members, in reading order, under the most critical tier interrupted for them; as Tiers
	Losing []int                // members served by a service that is lost
}

// Return is one service that comes back, and what must be back before it.
type Return struct {
	*scenario.Affected
	After []int // the interrupted services that it depends on itself, by id
}

// Simulate sets down scenarios that were played. in.Inventory is as of in.AsOf already; of the request only the
// program's version and whether the sample is played on are looked at.
func Simulate(in rules.Input, q Request, played []scenario.Played) *Simulation {
	inv := in.Inventory
	out := &Simulation{
		Generator: Generator{Name: "coupefeu", Version: q.Version}, Organisation: describeOrganisation(inv),
		AsOf: in.AsOf.In(inv.Zone), Fictitious: q.Fictitious, Inventory: inv, Tiers: in.Pack.Tiers,
	}
	described := DescribeScenarios(inv, in.Pack.Tiers, played)
	if len(described) == 1 {
		out.Scenario = &described[0]
	} else {
		out.Scenarios = described
	}
	for i := range played {
		out.Courses = append(out.Courses, out.course(&played[i]))
	}
	return out
}

// WriteSimulation writes the JSON form, indented as assessment.json is.
func WriteSimulation(w io.Writer, s *Simulation) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		return fmt.Errorf("writing simulation: %w", err)
	}
	return nil
}

// course works out what is listed of one scenario, and in which order.
func (s *Simulation) course(p *scenario.Played) Course {
	c := Course{Played: p, Hit: make([][]int, len(s.Tiers))}
	for i := range p.Services {
		a := &p.Services[i]
		if a.Interruption.High > 0 || a.DataLoss.High > 0 {
			c.Down = append(c.Down, a)
		}
		if a.Interruption.High > 0 {
			c.Return = append(c.Return, Return{Affected: a, After: s.after(p, a)})
		}
	}
	s.sortReturn(c.Return)
	slices.SortFunc(c.Down, func(a, b *scenario.Affected) int {
		return cmp.Or(cmp.Compare(s.Rank(a), s.Rank(b)), worstFirst(a, b), strings.Compare(s.Service(a).ID, s.Service(b).ID))
	})
	s.members(&c)
	return c
}

// Service is the service that is affected.
func (s *Simulation) Service(a *scenario.Affected) *inventory.Service {
	return &s.Inventory.Services[a.Service]
}

// Rank is the place of a service's tier, 0 for the most critical one, and after all of them where the pack has it not.
func (s *Simulation) Rank(a *scenario.Affected) int {
	if rank := slices.Index(s.Tiers, s.Service(a).Tier.ID); rank >= 0 {
		return rank
	}
	return len(s.Tiers)
}

// worstFirst puts what is lost for good first, then what nobody can tell, then the longest.
func worstFirst(a, b *scenario.Affected) int {
	return cmp.Or(longer(b.Interruption, a.Interruption), longer(b.DataLoss, a.DataLoss), cmp.Compare(a.Outcome, b.Outcome))
}

// longer compares two figures: the greater high, of equal ones the greater low.
func longer(a, b scenario.Bounds) int {
	return cmp.Or(cmp.Compare(a.High, b.High), cmp.Compare(a.Low, b.Low))
}

// after lists what a service depends on itself and has to wait for.
func (s *Simulation) after(p *scenario.Played, a *scenario.Affected) []int {
	var out []int
	for _, to := range needs(s.Service(a)) {
		if on := p.Of(to); on != nil && on.Interruption.High > 0 {
			out = append(out, to)
		}
	}
	return out
}

// needs are what a service depends on or stores its data in, as indexes, ascending, which is by id.
func needs(s *inventory.Service) []int {
	var out []int
	for _, list := range [][]inventory.Reference{s.DependsOn, s.StoresDataIn} {
		for i := range list {
			out = append(out, int(list[i].Index))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sortReturn puts services in the order in which they come back: the shortest first, unknown after all known ones,
// never last. No service is back before what it needs, so its bounds are never the lower ones; where they are the
// same, depth keeps the order.
func (s *Simulation) sortReturn(list []Return) {
	depth := depths(list)
	slices.SortFunc(list, func(a, b Return) int {
		return cmp.Or(longer(a.Interruption, b.Interruption), cmp.Compare(depth[a.Service], depth[b.Service]),
			cmp.Compare(s.Rank(a.Affected), s.Rank(b.Affected)), strings.Compare(s.Service(a.Affected).ID, s.Service(b.Affected).ID))
	})
}

// members finds the members that feel a scenario, each once.
func (s *Simulation) members(c *Course) {
	best := slices.Repeat([]int{len(s.Tiers)}, len(s.Inventory.Members))
	losing := make([]bool, len(best))
	for _, a := range c.Down {
		for _, m := range s.Service(a).Members.Value.Indexes {
			if a.Interruption.High > 0 {
				best[m] = min(best[m], s.Rank(a))
			}
			losing[m] = losing[m] || a.Outcome == scenario.OutcomeLost
		}
	}
	for m, rank := range best {
		if rank < len(s.Tiers) {
			c.Hit[rank] = append(c.Hit[rank], m)
		}
		if losing[m] {
			c.Losing = append(c.Losing, m)
		}
	}
}
