package scenario

import (
	"slices"
	"strings"

	"coupefeu/inventory"
	"coupefeu/rules/wording"
)

// Scenario is one disruption as it strikes an inventory.
type Scenario struct {
	ID         string // "campus:strasbourg" where it is played for a value that sites have, else as the pack writes it
	Kind       Kind
	Name       wording.Text
	Sites      []int32 // those lost or out of reach, in the order of their ids; indexes of Inventory.Sites
	Duration   float64 // seconds, of a kind that is OutOfReach; else 0
	Ransomware bool    // also every instance, and every backup that is neither immutable nor offline
}

// Expand returns the scenarios that a plan asks for: by kind in the order of `each`, then pairs, each kind in the
// order of the ids; then those that the plan writes out, in its order.
func (p *Plan) Expand(inv *inventory.Inventory) []Scenario {
	var out []Scenario
	for _, kind := range p.Each {
		out = append(out, p.each(kind, inv)...)
	}
	if p.Pairs {
		out = append(out, pairs(inv)...)
	}
	for i := range p.Also {
		out = append(out, p.Also[i].Strike(inv))
	}
	return out
}

// values lists what a site has of a kind: its own id, its campus, and so on.
func values(kind Kind, site *inventory.Site) []string {
	switch kind {
	case Site:
		return []string{site.ID}
	case Campus, CampusOutage:
		return []string{site.Campus}
	case Provider:
		return []string{site.Provider.ID}
	case SharedFate:
		return site.SharedFate
	case Region:
		if site.Region.Given {
			return []string{site.Region.Value}
		}
	}
	return nil
}

// each returns one scenario for every value of a kind that a site has.
func (p *Plan) each(kind Kind, inv *inventory.Inventory) []Scenario {
	at := make(map[string]int)
	var out []Scenario
	for i := range inv.Sites {
		for _, value := range values(kind, &inv.Sites[i]) {
			place, seen := at[value]
			if !seen {
				place = len(out)
				at[value] = place
				out = append(out, Scenario{ID: kind.String() + ":" + value, Kind: kind, Name: nameOf(kind, inv, i, value)})
			}
			out[place].Sites = append(out[place].Sites, int32(i))
		}
	}
	for i := range out {
		out[i].Sites = byID(inv, out[i].Sites)
		if kind.OutOfReach() {
			out[i].Duration = float64(p.OutageDuration.Value)
		}
	}
	slices.SortFunc(out, func(a, b Scenario) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// nameOf is what people call a value of a kind: sites and providers have names, the others only their word.
func nameOf(kind Kind, inv *inventory.Inventory, site int, value string) wording.Text {
	switch kind {
	case Site:
		return wording.Text{"": inv.Sites[site].Name}
	case Provider:
		return wording.Text{"": inv.Providers[inv.Sites[site].Provider.Index].Name}
	}
	return wording.Text{"": value}
}

// byID puts sites in the order of their ids, each once.
func byID(inv *inventory.Inventory, sites []int32) []int32 {
	slices.SortFunc(sites, func(a, b int32) int { return strings.Compare(inv.Sites[a].ID, inv.Sites[b].ID) })
	return slices.Compact(sites)
}

// pairs returns a scenario for every two campuses.
func pairs(inv *inventory.Inventory) []Scenario {
	campuses := new(Plan).each(Campus, inv)
	var out []Scenario
	for i := range campuses {
		for j := i + 1; j < len(campuses); j++ {
			a, b := campuses[i].Name[""], campuses[j].Name[""]
			out = append(out, Scenario{
				ID: Pair.String() + ":" + a + "+" + b, Kind: Pair, Name: wording.Text{"": a + " + " + b},
				Sites: byID(inv, slices.Concat(campuses[i].Sites, campuses[j].Sites)),
			})
		}
	}
	slices.SortFunc(out, func(a, b Scenario) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Strike returns the scenario that a disruption is for an inventory: what its lists and its circle name adds up. One
// without a name goes by its id.
func (s *Disruption) Strike(inv *inventory.Inventory) Scenario {
	out := Scenario{ID: s.ID, Kind: s.Kind, Name: s.Name, Duration: float64(s.Duration.Value), Ransomware: s.Kind == Ransomware}
	if len(out.Name) == 0 {
		out.Name = wording.Text{"": s.ID}
	}
	for i := range inv.Sites {
		if s.strikes(&inv.Sites[i]) {
			out.Sites = append(out.Sites, int32(i))
		}
	}
	out.Sites = byID(inv, out.Sites)
	return out
}

func (s *Disruption) strikes(site *inventory.Site) bool {
	return names(s.Sites, site.ID) || names(s.Campuses, site.Campus) || names(s.Providers, site.Provider.ID) ||
		site.Region.Given && names(s.Regions, site.Region.Value) ||
		s.Within.Given && s.Within.Value.holds(site)
}

func names(list []inventory.Reference, id string) bool {
	return slices.ContainsFunc(list, func(r inventory.Reference) bool { return r.ID == id })
}

// holds tells whether a site is known to stand within the circle.
func (c *Circle) holds(site *inventory.Site) bool {
	return site.Coordinates.Given && inventory.Distance(c.Of, site.Coordinates.Value) <= c.Km
}
