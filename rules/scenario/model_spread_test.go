package scenario_test

import (
	"math"
	"slices"
	"sort"

	"coupefeu/inventory"
)

// game is one scenario of the model under way.
type game struct {
	*world
	d     *disaster
	own   map[string]state
	times map[string][2]float64 // interruption of those that are settled
}

func (w *world) play(d *disaster) *game {
	g := &game{world: w, d: d, own: map[string]state{}, times: map[string][2]float64{}}
	for id := range w.services {
		g.own[id] = w.alone(id, d)
	}
	for id := range w.services {
		g.settle(id)
	}
	return g
}

// needs is depends_on ∪ stores_data_in; stores the latter alone.
func (w *world) needs(id string) []string { return append(w.depends(id), w.stores(id)...) }

func (w *world) depends(id string) []string { return named(w.services[id].DependsOn) }

func (w *world) stores(id string) []string { return named(w.services[id].StoresDataIn) }

func named(references []inventory.Reference) []string {
	var out []string
	for _, r := range references {
		out = append(out, r.ID)
	}
	return out
}

// reach is everything that a service leads to, in one step or more.
func reach(id string, edges func(string) []string) map[string]bool {
	seen := map[string]bool{}
	var walk func(string)
	walk = func(at string) {
		for _, to := range edges(at) {
			if !seen[to] {
				seen[to] = true
				walk(to)
			}
		}
	}
	walk(id)
	return seen
}

// circle is the services that need a service and are needed by it, and itself.
func (w *world) circle(id string) []string {
	out := []string{id}
	for other := range reach(id, w.needs) {
		if other != id && reach(other, w.needs)[id] {
			out = append(out, other)
		}
	}
	return out
}

// settle finds a service's interruption, after that of what its circle depends on outside.
func (g *game) settle(id string) [2]float64 {
	if settled, known := g.times[id]; known {
		return settled
	}
	circle := g.circle(id)
	var outside [2]float64
	for _, member := range circle {
		for _, to := range g.needs(member) {
			if !slices.Contains(circle, to) {
				outside = greatest(outside, g.settle(to))
			}
		}
	}
	var all [2]float64
	for _, member := range circle {
		all = greatest(all, g.back(member, outside))
	}
	for _, member := range circle {
		g.times[member] = all
	}
	return all
}

func greatest(a, b [2]float64) [2]float64 {
	return [2]float64{math.Max(a[0], b[0]), math.Max(a[1], b[1])}
}

// back is the table of interruptions through the dependencies, after the choice to wait an outage out.
func (g *game) back(id string, outside [2]float64) [2]float64 {
	own := g.own[id]
	outage := g.d.kind == "outage" || g.d.kind == "campus_outage" || g.d.kind == "shared_fate"
	if outage && slices.Contains([]string{"restore", "rebuild", "unproven", "lost"}, own.mechanism) {
		if g.d.duration < own.low || own.high == never || outside[0] >= g.d.duration {
			own = state{"wait", g.d.duration, g.d.duration, 0, 0, own.unprotected}
			g.own[id] = own
		}
	}
	switch own.mechanism {
	case "none", "continue":
		return outside
	case "wait":
		return [2]float64{math.Max(g.d.duration, outside[0]), math.Max(g.d.duration, outside[1])}
	}
	return [2]float64{math.Max(own.low, outside[0]), own.high + outside[1]}
}

// loss is the greatest of a service's own data loss and that of the services that it stores data in.
func (g *game) loss(id string) [2]float64 {
	all := [2]float64{g.own[id].lossLow, g.own[id].lossHigh}
	for other := range reach(id, g.stores) {
		all = greatest(all, [2]float64{g.own[other].lossLow, g.own[other].lossHigh})
	}
	return all
}

// outcome is the one word, the first that applies, and what it is because of.
func (g *game) outcome(id string) (word string, because []string) {
	own, time := g.own[id], g.times[id]
	mechanism := func(word string) func(string) bool {
		return func(at string) bool { return g.own[at].mechanism == word }
	}
	for _, word := range []string{"lost", "unproven"} {
		if own.mechanism == word {
			return word, nil
		}
		for other := range reach(id, g.stores) {
			if g.own[other].mechanism == word {
				return word, g.nearest(id, g.stores, mechanism(word))
			}
		}
	}
	switch {
	case time[0] == never:
		return "stranded", g.nearest(id, g.needs, mechanism("lost"))
	case slices.Contains([]string{"restore", "rebuild", "failover", "wait"}, own.mechanism):
		return own.mechanism, nil
	}
	for _, other := range g.needs(id) {
		if g.times[other][1] > 0 {
			return "waiting", g.nearest(id, g.needs, func(at string) bool { return g.own[at].high > 0 })
		}
	}
	if own.mechanism == "continue" {
		return "continue", nil
	}
	return "unaffected", nil
}

// nearest is the shortest chain to a cause, of equal ones the first compared id by id: all chains of one length, then
// all of the next.
func (g *game) nearest(id string, edges func(string) []string, cause func(string) bool) []string {
	chains, seen := [][]string{{id}}, map[string]bool{id: true}
	for len(chains) > 0 {
		var longer, found [][]string
		met := map[string]bool{}
		for _, chain := range chains {
			for _, to := range edges(chain[len(chain)-1]) {
				if seen[to] {
					continue
				}
				met[to] = true
				next := append(slices.Clone(chain), to)
				if cause(to) {
					found = append(found, next)
				}
				longer = append(longer, next)
			}
		}
		if len(found) > 0 {
			sort.Slice(found, func(i, j int) bool { return slices.Compare(found[i], found[j]) < 0 })
			return found[0][1:]
		}
		for to := range met {
			seen[to] = true
		}
		chains = longer
	}
	return []string{"no cause"}
}
