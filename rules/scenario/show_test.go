package scenario_test

import (
	"coupefeu/inventory"
	"coupefeu/rules/scenario"
)

// account is everything that is said of a scenario, in words, so that the engine and the model can be compared.
type account struct {
	shown
	Name                   string
	Sites                  []string
	ByTier                 map[string]int // "vital lost"
	Interruption, DataLoss shownTotal
	ServicesInterrupted    int
	MembersByTier          map[string]int
	RTOMissed, RPOMissed   int
}

type shownTotal struct {
	Worst            []any // nil: none
	WorstOf          string
	Unknown, Endless int
}

// show writes a played scenario as the worked cases do, and the rest of it.
func show(in *scenario.Input, p *scenario.Played) account {
	inv := in.View.Inventory
	out := account{
		shown: shown{
			ID: p.Scenario.ID, Kind: p.Scenario.Kind.String(), Outcomes: map[string]int{}, Services: []shownService{},
			MembersInterrupted: p.MembersInterrupted, MembersLosingData: p.MembersLosingData,
		},
		Name: p.Scenario.Name.In("nl"), ByTier: map[string]int{}, MembersByTier: map[string]int{},
		Interruption: showTotal(inv, &p.Interruption), DataLoss: showTotal(inv, &p.DataLoss),
		ServicesInterrupted: p.ServicesInterrupted, RTOMissed: p.RTOMissed, RPOMissed: p.RPOMissed,
	}
	for _, site := range p.Scenario.Sites {
		out.Sites = append(out.Sites, inv.Sites[site].ID)
	}
	addOutcomes(out.Outcomes, "", &p.Outcomes)
	for tier, name := range in.Tiers {
		addOutcomes(out.ByTier, name+" ", &p.ByTier[tier])
		if n := p.MembersByTier[tier]; n > 0 {
			out.MembersByTier[name] = n
		}
	}
	for i := range p.Services {
		out.Services = append(out.Services, showService(inv, p, &p.Services[i]))
	}
	return out
}

func addOutcomes(to map[string]int, prefix string, counts *scenario.Outcomes) {
	for o, n := range counts {
		if n > 0 {
			to[prefix+scenario.Outcome(o).String()] = n
		}
	}
}

func showService(inv *inventory.Inventory, p *scenario.Played, a *scenario.Affected) shownService {
	because := []string{}
	for at := range p.Because(a) {
		because = append(because, inv.Services[at].ID)
	}
	return shownService{
		Service: inv.Services[a.Service].ID, Outcome: a.Outcome.String(), Own: a.Own.String(),
		Interruption: showBounds(a.Interruption), DataLoss: showBounds(a.DataLoss), Because: because,
		RTOMet: showMet(a.RTO), RPOMet: showMet(a.RPO), Unprotected: a.Unprotected,
	}
}

func showTotal(inv *inventory.Inventory, total *scenario.Total) shownTotal {
	out := shownTotal{Unknown: total.Unknown, Endless: total.Endless}
	if total.WorstOf >= 0 {
		out.Worst, out.WorstOf = showBounds(total.Worst), inv.Services[total.WorstOf].ID
	}
	return out
}

func showBounds(b scenario.Bounds) []any {
	switch {
	case b.Endless():
		return []any{nil, nil, true}
	case b.Open():
		return []any{b.Low, nil, false}
	}
	return []any{b.Low, b.High, false}
}

func showMet(m scenario.Met) *bool {
	if m == scenario.Undecided {
		return nil
	}
	kept := m == scenario.Kept
	return &kept
}
