package decision

import (
	"maps"
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// part is a copy of as much of the inventory as a change can reach: the services that it touches, those that need them,
// and everything that any of these need. What lies outside neither changes nor has a say, so evaluating the part again
// gives what evaluating the whole would. Lists are shared with the original until they are changed.
type part struct {
	desk     *desk
	in       rules.Input
	services []int32         // in the whole inventory, ascending
	place    map[int32]int32 // of those, in the part
	found    int32           // the site that no inventory has, once it is asked for
	shown    map[source.Duration][]evidence.Run
}

// reach is the services that a change of some can reach, with all that they need, ascending. False: they are more than
// may still be evaluated again.
func (d *desk) reach(changed []int32) ([]int32, bool) {
	seen, most := make([]bool, len(d.inv.Services)), min(d.budget, mostAtOnce)
	var out []int32
	add := func(service int32) {
		if !seen[service] {
			seen[service] = true
			out = append(out, service)
		}
	}
	for _, service := range changed {
		add(service)
	}
	for i := 0; i < len(out) && len(out) <= most; i++ {
		for _, other := range d.neededBy.Of(out[i]) {
			add(other)
		}
	}
	for i := 0; i < len(out) && len(out) <= most; i++ {
		for _, other := range d.needs.Of(out[i]) {
			add(other)
		}
	}
	slices.Sort(out)
	return out, len(out) <= most
}

// partOf copies a part of the inventory, with the scenarios that matter.
func (d *desk) partOf(services []int32) *part {
	inv := *d.inv
	p := &part{desk: d, in: d.Input.Input, services: services, place: make(map[int32]int32, len(services)), found: nowhere, shown: map[source.Duration][]evidence.Run{}}
	for i, service := range services {
		p.place[service] = int32(i)
	}
	inv.Services = make([]inventory.Service, len(services))
	observed := &evidence.Observed{Sources: d.Observed.Sources, Streams: make([][]evidence.Stream, len(services))}
	for i, service := range services {
		s := d.inv.Services[service]
		s.DependsOn, s.StoresDataIn = p.moved(s.DependsOn), p.moved(s.StoresDataIn)
		inv.Services[i], observed.Streams[i] = s, d.Observed.Streams[service]
	}
	inv.Waivers = slices.Clone(d.inv.Waivers)
	for i := range inv.Waivers {
		inv.Waivers[i].Services = p.moved(inv.Waivers[i].Services)
	}
	p.in.Inventory, p.in.Observed, p.in.Pack = &inv, observed, d.lighter()
	return p
}

// moved are references with their places in the part; -1 for what is not in it.
func (p *part) moved(references []inventory.Reference) []inventory.Reference {
	out := slices.Clone(references)
	for i := range out {
		place, found := p.place[out[i].Index]
		if !found {
			place = -1
		}
		out[i].Index = place
	}
	return out
}

// lighter is the rule pack with only those kinds of scenario that a rule asks about or that cost somebody's data today.
// What destroys nothing today destroys nothing after a change that only adds.
func (d *desk) lighter() *rules.Pack {
	asked := map[scenario.Kind]bool{}
	for i := range d.Pack.Rules {
		for _, word := range d.Pack.Rules[i].Scenarios {
			for k := scenario.Site; k <= scenario.Disaster; k++ {
				asked[k] = asked[k] || k.String() == word
			}
		}
	}
	kinds := maps.Clone(asked)
	for i := range d.Result.Played {
		o := &d.Result.Played[i].Outcomes
		if o[scenario.OutcomeLost]+o[scenario.OutcomeUnproven] > 0 {
			kinds[d.Result.Played[i].Scenario.Kind] = true
		}
	}
	// What a building's fire takes, the fire of its campus takes too.
	if slices.Contains(d.Pack.Scenarios.Each, scenario.Campus) {
		kinds[scenario.Campus] = kinds[scenario.Campus] || kinds[scenario.Site]
		kinds[scenario.Site] = asked[scenario.Site]
	}
	pack := *d.Pack
	pack.Scenarios.Each = slices.DeleteFunc(slices.Clone(pack.Scenarios.Each), func(k scenario.Kind) bool { return !kinds[k] })
	pack.Scenarios.Also = slices.DeleteFunc(slices.Clone(pack.Scenarios.Also), func(s scenario.Disruption) bool { return !kinds[s.Kind] })
	pack.Scenarios.Pairs = pack.Scenarios.Pairs && kinds[scenario.Pair]
	return &pack
}

// service is one of the part's services, by its place in the whole inventory. Its lists are those of the original:
// clone what is to be changed.
func (p *part) service(target int32) *inventory.Service {
	return &p.in.Inventory.Services[p.place[target]]
}

// streams are what evidence shows of a service's backups, for changing.
func (p *part) streams(target int32) []evidence.Stream {
	at := p.place[target]
	p.in.Observed.Streams[at] = slices.Clone(p.in.Observed.Streams[at])
	return p.in.Observed.Streams[at]
}

// addStream adds what evidence shows of a new backup.
func (p *part) addStream(target int32, stream evidence.Stream) {
	at := p.place[target]
	p.in.Observed.Streams[at] = append(slices.Clone(p.in.Observed.Streams[at]), stream)
}

// site is a site of the inventory, or the one that is still to be found: on a campus of its own, of a provider of its
// own, and nobody knows where.
func (p *part) site(chosen int32) int32 {
	if chosen != nowhere {
		return chosen
	}
	if inv := p.in.Inventory; p.found == nowhere {
		const id = "?" // which no id of an inventory can be
		p.found = int32(len(inv.Sites))
		at := inventory.Site{ID: id, Name: id, Campus: id, Provider: inventory.Reference{ID: id, Index: int32(len(inv.Providers))}}
		inv.Providers = append(slices.Clone(inv.Providers), inventory.Provider{ID: id, Name: id})
		inv.Sites = append(slices.Clone(inv.Sites), at)
	}
	return p.found
}

// reference is a reference to a site.
func (p *part) reference(site int32) inventory.Reference {
	return inventory.Reference{ID: p.in.Inventory.Sites[site].ID, Index: site}
}
