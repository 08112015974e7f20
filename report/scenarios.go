package report

import (
	"math"
	"strings"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// Scenario is one disruption played through, and what it does. Services whose tier the pack does not have are in no
// count by tier.
type Scenario struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Name      string     `json:"name"`  // in the organisation's language
	Names     rules.Text `json:"names"` // by language, where the pack gives the name; else null
	LostSites []string   `json:"lost_sites"`
	Duration  *float64   `json:"duration"` // seconds until the copies are back; null where they are lost for good

	Outcomes     Outcomes            `json:"outcomes"`
	ByTier       map[string]Outcomes `json:"by_tier"`
	Interruption InterruptionTotal   `json:"interruption"`
	DataLoss     DataLossTotal       `json:"data_loss"`

	ServicesInterrupted      int            `json:"services_interrupted"`
	MembersInterrupted       int            `json:"members_interrupted"`
	MembersLosingData        int            `json:"members_losing_data"`
	MembersInterruptedByTier map[string]int `json:"members_interrupted_by_tier"` // each member once, under the most critical tier interrupted for it
	RTOMissed                int            `json:"rto_missed"`
	RPOMissed                int            `json:"rpo_missed"`

	// Services are those to be listed, by id: outcome not unaffected, data loss not 0, or unprotected. They are
	// millions for a large inventory, so they stay as the engine gives them; Because and JSON name them.
	Services []scenario.Affected `json:"-"`

	played *scenario.Played
	ids    []string // of the inventory's services
}

// ServiceID is the id of an affected service, whose index is that in Assessment.Services.
func (s *Scenario) ServiceID(a *scenario.Affected) string { return s.ids[a.Service] }

// Because is the shortest chain of service ids from an affected service, itself left out, to the cause; empty where
// the cause is the service itself.
func (s *Scenario) Because(a *scenario.Affected) []string {
	var chain []string
	for service := range s.played.Because(a) {
		chain = append(chain, s.ids[service])
	}
	return chain
}

// Outcomes counts services by outcome, the worst first.
type Outcomes struct {
	Lost       int `json:"lost"`
	Unproven   int `json:"unproven"`
	Stranded   int `json:"stranded"`
	Restore    int `json:"restore"`
	Rebuild    int `json:"rebuild"`
	Failover   int `json:"failover"`
	Wait       int `json:"wait"`
	Waiting    int `json:"waiting"`
	Continue   int `json:"continue"`
	Unaffected int `json:"unaffected"`
}

// Bounds are what is known of a length of time, in seconds. High is null where the figure is open-ended.
type Bounds struct {
	Low  float64  `json:"low"`
	High *float64 `json:"high"`
}

// InterruptionTotal sums up the interruptions of all services.
type InterruptionTotal struct {
	Worst     *Bounds `json:"worst"`     // of the greatest finite high above 0; null if there is none
	WorstOf   string  `json:"worst_of"`  // the service; "" without
	Unknown   int     `json:"unknown"`   // services whose figure is open-ended
	Unbounded int     `json:"unbounded"` // services that never come back
}

// DataLossTotal sums up the data losses of all services.
type DataLossTotal struct {
	Worst      *Bounds `json:"worst"`
	WorstOf    string  `json:"worst_of"`
	Unknown    int     `json:"unknown"`
	Everything int     `json:"everything"` // services that lose everything
}

// DescribeScenarios sets down scenarios that were played.
func DescribeScenarios(inv *inventory.Inventory, tiers []string, played []scenario.Played) []Scenario {
	names, ids := campusNames(inv), serviceIDs(inv)
	out := make([]Scenario, 0, len(played))
	for i := range played {
		s := describeScenario(inv, tiers, &played[i])
		s.ids = ids
		if k := played[i].Scenario.Kind; k == scenario.Campus || k == scenario.CampusOutage || k == scenario.Pair {
			s.Name = campusesNamed(s.ID, names)
		}
		out = append(out, s)
	}
	return out
}

// campusesNamed is the names of the campuses that a generated scenario's id ends in: "campus:a", "pair:a+b".
func campusesNamed(id string, names map[string]string) string {
	_, list, _ := strings.Cut(id, ":")
	campuses := strings.Split(list, "+")
	for i, campus := range campuses {
		campuses[i] = names[campus]
	}
	return strings.Join(campuses, " + ")
}

func describeScenario(inv *inventory.Inventory, tiers []string, p *scenario.Played) Scenario {
	s := Scenario{
		ID: p.Scenario.ID, Kind: p.Scenario.Kind.String(), Name: p.Scenario.Name.In(inv.Organisation.Language.Value),
		LostSites: []string{}, Outcomes: outcomes(p.Outcomes), ByTier: map[string]Outcomes{},
		ServicesInterrupted: p.ServicesInterrupted, MembersInterrupted: p.MembersInterrupted, MembersLosingData: p.MembersLosingData,
		MembersInterruptedByTier: map[string]int{}, RTOMissed: p.RTOMissed, RPOMissed: p.RPOMissed,
		Services: p.Services, played: p,
	}
	if _, plain := p.Scenario.Name[""]; !plain {
		s.Names = p.Scenario.Name
	}
	if p.Scenario.Duration > 0 {
		duration := p.Scenario.Duration
		s.Duration = &duration
	}
	for _, site := range p.Scenario.Sites {
		s.LostSites = append(s.LostSites, inv.Sites[site].ID)
	}
	for i, tier := range tiers {
		s.ByTier[tier] = outcomes(p.ByTier[i])
		s.MembersInterruptedByTier[tier] = p.MembersByTier[i]
	}
	worst, of := total(inv, &p.Interruption)
	s.Interruption = InterruptionTotal{Worst: worst, WorstOf: of, Unknown: p.Interruption.Unknown, Unbounded: p.Interruption.Endless}
	worst, of = total(inv, &p.DataLoss)
	s.DataLoss = DataLossTotal{Worst: worst, WorstOf: of, Unknown: p.DataLoss.Unknown, Everything: p.DataLoss.Endless}
	return s
}

func serviceIDs(inv *inventory.Inventory) []string {
	ids := make([]string, len(inv.Services))
	for i := range inv.Services {
		ids[i] = inv.Services[i].ID
	}
	return ids
}

func outcomes(counts scenario.Outcomes) Outcomes {
	return Outcomes{
		Lost: counts[scenario.OutcomeLost], Unproven: counts[scenario.OutcomeUnproven], Stranded: counts[scenario.OutcomeStranded],
		Restore: counts[scenario.OutcomeRestore], Rebuild: counts[scenario.OutcomeRebuild], Failover: counts[scenario.OutcomeFailover],
		Wait: counts[scenario.OutcomeWait], Waiting: counts[scenario.OutcomeWaiting], Continue: counts[scenario.OutcomeContinue],
		Unaffected: counts[scenario.OutcomeUnaffected],
	}
}

func total(inv *inventory.Inventory, t *scenario.Total) (*Bounds, string) {
	if t.WorstOf < 0 {
		return nil, ""
	}
	return &Bounds{Low: t.Worst.Low, High: finite(t.Worst.High)}, inv.Services[t.WorstOf].ID
}

// finite is a figure, nil where it is infinite.
func finite(value float64) *float64 {
	if math.IsInf(value, 1) {
		return nil
	}
	return &value
}
