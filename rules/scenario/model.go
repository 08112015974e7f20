package scenario

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"coupefeu/inventory"
	"coupefeu/inventory/graph"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
)

// model is what scenarios ask of an inventory, worked out once for all of them. It is only read while they are played.
type model struct {
	in        *Input
	services  []service
	instances []instance // by service, as written
	backups   []backup   // by service, then by data set, as written

	needs, stores     graph.Graph // what a service depends on or stores its data in; the latter alone
	neededBy, storeOf graph.Graph // the same turned round
	cycles, vaults    graph.Components
	groups            [][]int32 // distinct sets of members that services serve
}

// service is what is known of one service at any scenario. Lengths of time are in seconds, infinite where unknown.
type service struct {
	instances, backups span
	need               int     // active instances without which it does not run
	rta                float64 // recovery time actual
	rebuild            float64
	rto, rpo           float64 // noTarget where not set
	tier               int32   // in the pack's tiers; -1: of none of them
	group              int32   // whom it serves; -1: nobody
	stateful           bool
}

// span is a range of rows.
type span struct{ from, to int32 }

type instance struct {
	site          int32
	standby       bool
	failover, lag float64 // seconds, infinite where absent
}

type backup struct {
	site     int32
	set      int32   // of the service's data sets
	index    int32   // of the service's backups
	locked   bool    // immutable or offline: beyond the reach of ransomware
	empty    bool    // its evidence shows no recovery point
	exposure float64 // seconds; infinite where nothing shows a recovery point
}

// prepare works the model out, on all cores.
func prepare(in *Input) *model {
	inv := in.View.Inventory
	m := &model{in: in, services: make([]service, len(inv.Services))}
	m.layOut(inv)
	m.connect(inv)
	m.group(inv)
	inPortions(len(m.services), func() func(int) { return m.fill })
	return m
}

// layOut gives every service its rows.
func (m *model) layOut(inv *inventory.Inventory) {
	instances, backups := 0, 0
	for i := range inv.Services {
		s := &m.services[i]
		s.instances.from, s.backups.from = int32(instances), int32(backups)
		instances += len(inv.Services[i].Instances)
		backups += len(inv.Services[i].Backups)
		s.instances.to, s.backups.to = int32(instances), int32(backups)
	}
	m.instances, m.backups = make([]instance, instances), make([]backup, backups)
}

func (m *model) connect(inv *inventory.Inventory) {
	add := func(into []int32, references []inventory.Reference) []int32 {
		for i := range references {
			into = append(into, references[i].Index)
		}
		return into
	}
	m.stores = graph.New(len(inv.Services), func(i int, into []int32) []int32 {
		return add(into, inv.Services[i].StoresDataIn)
	})
	m.needs = graph.New(len(inv.Services), func(i int, into []int32) []int32 {
		return add(add(into, inv.Services[i].DependsOn), inv.Services[i].StoresDataIn)
	})
	m.neededBy, m.storeOf = m.needs.Reversed(), m.stores.Reversed()
	m.cycles, m.vaults = m.needs.Components(), m.stores.Components()
}

// group finds the services that serve the same members. Load lets those that serve everybody, or the same kinds, share
// one list, so that the list itself tells them.
func (m *model) group(inv *inventory.Inventory) {
	type list struct {
		first *int32
		count int
	}
	known := make(map[list]int32)
	for i := range inv.Services {
		members := inv.Services[i].Members.Value.Indexes
		if len(members) == 0 {
			m.services[i].group = -1
			continue
		}
		key := list{&members[0], len(members)}
		group, seen := known[key]
		if !seen {
			group = int32(len(m.groups))
			known[key] = group
			m.groups = append(m.groups, members)
		}
		m.services[i].group = group
	}
}

// fill works out what is known of one service.
func (m *model) fill(i int) {
	from, s := &m.in.View.Inventory.Services[i], &m.services[i]
	s.need = 1
	if from.MinActive.Given {
		s.need = int(from.MinActive.Value)
	}
	s.tier = int32(slices.Index(m.in.Tiers, from.Tier.ID))
	s.stateful = from.HoldsData()
	s.rebuild = orInfinite(from.RebuildTime)
	s.rto, s.rpo = target(from.RTO), target(from.RPO)
	for j := range from.Instances {
		at := &from.Instances[j]
		m.instances[int(s.instances.from)+j] = instance{
			site: at.Site.Index, standby: at.Role == inventory.Standby,
			failover: orInfinite(at.FailoverTime), lag: orInfinite(at.ReplicationLag),
		}
	}
	sets := from.DataSets()
	s.rta = recoveryTime(&m.in.View, from, sets)
	row := s.backups.from
	for set := range sets {
		for _, index := range sets[set].Backups {
			m.backups[row] = backupRow(&m.in.View, i, index)
			m.backups[row].set = int32(set)
			row++
		}
	}
}

func orInfinite(d source.Optional[source.Duration]) float64 {
	if !d.Given {
		return math.Inf(1)
	}
	return float64(d.Value)
}

func target(d source.Optional[source.Duration]) float64 {
	if !d.Given {
		return noTarget
	}
	return float64(d.Value)
}

// recoveryTime is the RTA: the greatest duration of the data sets' decisive restore tests of a whole application,
// infinite if one of them has none that passed, or none with a duration. A file back in ten minutes says nothing.
func recoveryTime(view *recovery.View, s *inventory.Service, sets []inventory.DataSet) float64 {
	longest := 0.0
	for i := range sets {
		test := view.Decisive(s, &sets[i], inventory.DepthApplication)
		if test == nil || test.Outcome != inventory.Passed {
			return math.Inf(1)
		}
		longest = max(longest, orInfinite(test.Duration))
	}
	return longest
}

func backupRow(view *recovery.View, service, index int) backup {
	b := &view.Inventory.Services[service].Backups[index]
	out := backup{site: b.Site.Index, index: int32(index), locked: b.Immutable.Value || b.Offline.Value, exposure: math.Inf(1)}
	point, shown := view.Newest(service, index)
	if !shown {
		out.empty = view.Observed.Of(service, index).Linked
		return out
	}
	out.exposure = recovery.Seconds(point.At, view.AsOf)
	if gap, observed := view.Gap(service, index); observed {
		out.exposure = max(out.exposure, gap.Seconds())
	} else if b.Every.Given {
		out.exposure = max(out.exposure, float64(b.Every.Value))
	}
	return out
}

// inPortions lets every core take numbers below n, some at a time, until none is left. Each worker asks for a function
// of its own, so that it may keep scratch space.
func inPortions(n int, worker func() func(int)) {
	const portions = 64 // a core, so that none waits long for the last
	cores := max(1, min(runtime.GOMAXPROCS(0), n))
	size := max(1, n/(cores*portions))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range cores {
		workers.Go(func() {
			work := worker()
			for from := int(next.Add(int64(size))) - size; from < n; from = int(next.Add(int64(size))) - size {
				for i := from; i < min(from+size, n); i++ {
					work(i)
				}
			}
		})
	}
	workers.Wait()
}
