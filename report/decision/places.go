package decision

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"coupefeu/inventory"
)

// need is what a site must be for one service.
type need struct {
	kilometres float64 // from every instance at least; 0 where no rule asks
	provider   bool    // one that the service does not rest on yet
	banned     []bool  // by site: it would not do, whatever else
}

// nowhere stands for a site that no inventory has, and that must still be found.
const nowhere = int32(-1)

// offer is how well a site serves a service. Less is better; a site that does not serve has none.
type offer struct {
	unplaced   bool // the distance is not known
	kilometres float64
}

// offered holds a site against what a service needs. A distance that nobody knows is no reason to turn a site down,
// but one that is known is better.
func (d *desk) offered(service int, n *need, site int32) (offer, bool) {
	if n.banned[site] || n.provider && d.restsOn(service, d.inv.Sites[site].Provider.Index) {
		return offer{}, false
	}
	s, o := &d.inv.Services[service], offer{kilometres: math.Inf(1)}
	for i := range s.Instances {
		from, to := &d.inv.Sites[s.Instances[i].Site.Index], &d.inv.Sites[site]
		if from.Campus == to.Campus {
			return offer{}, false
		}
		if !from.Coordinates.Given || !to.Coordinates.Given {
			o.unplaced = true
			continue
		}
		o.kilometres = min(o.kilometres, inventory.Distance(from.Coordinates.Value, to.Coordinates.Value))
	}
	return o, o.kilometres >= n.kilometres
}

// restsOn tells whether an instance or a backup of a service stands with a provider.
func (d *desk) restsOn(service int, provider int32) bool {
	s := &d.inv.Services[service]
	with := func(at *inventory.Reference) bool { return d.inv.Sites[at.Index].Provider.Index == provider }
	return slices.ContainsFunc(s.Instances, func(i inventory.Instance) bool { return with(&i.Site) }) ||
		slices.ContainsFunc(s.Backups, func(b inventory.Backup) bool { return with(&b.Site) })
}

// providersOf counts the providers that a service rests on.
func (d *desk) providersOf(service int) int {
	s, seen := &d.inv.Services[service], map[int32]bool{}
	for i := range s.Instances {
		seen[d.inv.Sites[s.Instances[i].Site.Index].Provider.Index] = true
	}
	for i := range s.Backups {
		seen[d.inv.Sites[s.Backups[i].Site.Index].Provider.Index] = true
	}
	return len(seen)
}

// assign finds a site for each service: the one that serves most of them for as many as it can, since one order to one
// provider is sooner placed than ten; for each of the others the nearest that serves it. Of sites that serve as many,
// the one with known distances, then the nearest, then the first by id.
func (d *desk) assign(services []int32, needs func(service int) need) map[int32]int32 {
	offers := make([][]offer, len(services)) // by service, by site; nil kilometres below 0: it does not serve
	totals := make([]total, len(d.inv.Sites))
	for i, service := range services {
		n := needs(int(service))
		offers[i] = make([]offer, len(d.inv.Sites))
		for site := range d.inv.Sites {
			o, serves := d.offered(int(service), &n, int32(site))
			if !serves {
				offers[i][site].kilometres = -1
				continue
			}
			offers[i][site] = o
			totals[site].add(o)
		}
	}
	main := d.bestSite(totals)
	out := make(map[int32]int32, len(services))
	for i, service := range services {
		out[service] = main
		if main == nowhere || offers[i][main].kilometres < 0 {
			out[service] = d.nearest(offers[i])
		}
	}
	return out
}

// total is how well a site serves several services.
type total struct {
	served, unplaced int
	kilometres       float64
}

func (t *total) add(o offer) {
	t.served++
	if o.unplaced {
		t.unplaced++
	}
	if !math.IsInf(o.kilometres, 1) {
		t.kilometres += o.kilometres
	}
}

// bestSite is the site that serves most; nowhere if none serves any.
func (d *desk) bestSite(totals []total) int32 {
	best := nowhere
	for site := range totals {
		if totals[site].served > 0 && (best == nowhere || d.better(totals, int32(site), best) < 0) {
			best = int32(site)
		}
	}
	return best
}

func (d *desk) better(totals []total, a, b int32) int {
	x, y := &totals[a], &totals[b]
	return cmp.Or(y.served-x.served, x.unplaced-y.unplaced, cmp.Compare(x.kilometres, y.kilometres),
		strings.Compare(d.inv.Sites[a].ID, d.inv.Sites[b].ID))
}

// nearest is the site with the best offer for one service; nowhere if there is none.
func (d *desk) nearest(offers []offer) int32 {
	totals := make([]total, len(offers))
	for site, o := range offers {
		if o.kilometres >= 0 {
			totals[site].add(o)
		}
	}
	return d.bestSite(totals)
}
