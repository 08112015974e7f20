package scenario_test

import (
	"math"
	"slices"
	"sort"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// This is the scenario engine once more, written from the design's sentences with sets, maps and recursion, without
// a thought for speed and without the engine's own helpers. Random inventories are played by both.

var never = math.Inf(1)

// world is an inventory as the model sees it: everything by its id.
type world struct {
	view     recovery.View
	tiers    []string
	services map[string]*inventory.Service
	index    map[string]int
}

func newWorld(in *scenario.Input) *world {
	w := &world{view: in.View, tiers: in.Tiers, services: map[string]*inventory.Service{}, index: map[string]int{}}
	for i := range in.View.Inventory.Services {
		s := &in.View.Inventory.Services[i]
		w.services[s.ID], w.index[s.ID] = s, i
	}
	return w
}

// disaster is a scenario in the model.
type disaster struct {
	id, kind, name string
	sites          map[string]bool
	duration       float64 // -1: for good
	ransomware     bool
}

// disasters are the scenarios of a plan, in order.
func disasters(plan *scenario.Plan, inv *inventory.Inventory) []disaster {
	var out []disaster
	campuses := map[string]map[string]bool{}
	for _, site := range inv.Sites {
		put(campuses, site.Campus, site.ID)
	}
	for _, kind := range plan.Each {
		struck, called := map[string]map[string]bool{}, map[string]string{}
		for _, site := range inv.Sites {
			switch kind.String() {
			case "site":
				put(struck, site.ID, site.ID)
				called[site.ID] = site.Name
			case "campus", "campus_outage":
				put(struck, site.Campus, site.ID)
			case "region":
				if site.Region.Given {
					put(struck, site.Region.Value, site.ID)
				}
			case "provider":
				put(struck, site.Provider.ID, site.ID)
				called[site.Provider.ID] = providerName(inv, site.Provider.ID)
			case "shared_fate":
				for _, fate := range site.SharedFate {
					put(struck, fate, site.ID)
				}
			}
		}
		duration := -1.0
		if kind.String() == "campus_outage" || kind.String() == "shared_fate" {
			duration = float64(plan.OutageDuration.Value)
		}
		for _, value := range sortedKeys(struck) {
			name := called[value]
			if name == "" {
				name = value
			}
			out = append(out, disaster{id: kind.String() + ":" + value, kind: kind.String(), name: name, sites: struck[value], duration: duration})
		}
	}
	if plan.Pairs {
		out = append(out, campusPairs(campuses)...)
	}
	for i := range plan.Also {
		out = append(out, written(&plan.Also[i], inv))
	}
	return out
}

func campusPairs(campuses map[string]map[string]bool) []disaster {
	byID := map[string]disaster{}
	for a, sitesA := range campuses {
		for b, sitesB := range campuses {
			if a >= b {
				continue
			}
			both := map[string]bool{}
			for site := range sitesA {
				both[site] = true
			}
			for site := range sitesB {
				both[site] = true
			}
			byID["pair:"+a+"+"+b] = disaster{id: "pair:" + a + "+" + b, kind: "pair", name: a + " + " + b, sites: both, duration: -1}
		}
	}
	var out []disaster
	for _, id := range sortedKeys(byID) {
		out = append(out, byID[id])
	}
	return out
}

func written(d *scenario.Disruption, inv *inventory.Inventory) disaster {
	out := disaster{id: d.ID, kind: d.Kind.String(), name: d.Name.In("nl"), sites: map[string]bool{}, duration: -1}
	if out.name == "" {
		out.name = d.ID
	}
	out.ransomware = out.kind == "ransomware"
	if out.kind == "outage" {
		out.duration = float64(d.Duration.Value)
	}
	for _, site := range inv.Sites {
		for _, named := range []struct {
			list []inventory.Reference
			word string
		}{{d.Sites, site.ID}, {d.Campuses, site.Campus}, {d.Regions, site.Region.Value}, {d.Providers, site.Provider.ID}} {
			for _, reference := range named.list {
				if reference.ID == named.word {
					out.sites[site.ID] = true
				}
			}
		}
		if d.Within.Given && kilometres(d.Within.Value.Of, site.Coordinates.Value) <= d.Within.Value.Km {
			out.sites[site.ID] = true
		}
	}
	return out
}

// kilometres is the great-circle distance by the spherical law of cosines, which the haversine formula equals.
func kilometres(a, b inventory.Coordinates) float64 {
	radians := func(degrees float64) float64 { return degrees * math.Pi / 180 }
	cosine := math.Sin(radians(a.Latitude))*math.Sin(radians(b.Latitude)) +
		math.Cos(radians(a.Latitude))*math.Cos(radians(b.Latitude))*math.Cos(radians(a.Longitude-b.Longitude))
	return 6371.0088 * math.Acos(math.Max(-1, math.Min(1, cosine)))
}

func providerName(inv *inventory.Inventory, id string) string {
	for _, p := range inv.Providers {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

func put(sets map[string]map[string]bool, key, value string) {
	if sets[key] == nil {
		sets[key] = map[string]bool{}
	}
	sets[key][value] = true
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for key := range m {
		out = append(out, key)
	}
	sort.Strings(out)
	return out
}

// state is what a service comes to on its own. Infinite low: unbounded, everything.
type state struct {
	mechanism         string
	low, high         float64 // interruption
	lossLow, lossHigh float64
	unprotected       bool
}

// rest is what a scenario leaves of a service.
type rest struct {
	active, standby []inventory.Instance
	sets, surviving map[string][]int // backups by data set
}

func rested(s *inventory.Service, d *disaster) rest {
	r := rest{sets: map[string][]int{}, surviving: map[string][]int{}}
	for _, instance := range s.Instances {
		switch {
		case d.ransomware || d.sites[instance.Site.ID]:
		case instance.Role == inventory.Active:
			r.active = append(r.active, instance)
		default:
			r.standby = append(r.standby, instance)
		}
	}
	for i, backup := range s.Backups {
		r.sets[backup.Data] = append(r.sets[backup.Data], i)
		if !d.sites[backup.Site.ID] && !(d.ransomware && !backup.Immutable.Value && !backup.Offline.Value) {
			r.surviving[backup.Data] = append(r.surviving[backup.Data], i)
		}
	}
	return r
}

// alone is the table of a service on its own, line by line.
func (w *world) alone(id string, d *disaster) state {
	s := w.services[id]
	need := 1
	if s.MinActive.Given {
		need = int(s.MinActive.Value)
	}
	r := rested(s, d)
	a, b := len(r.active), len(r.standby)
	stateful := !s.Stateful.Given || s.Stateful.Value
	out := state{unprotected: stateful && a+b > 0 && len(r.surviving) < len(r.sets)}
	if a == 0 && stateful {
		out.lossLow, out.lossHigh = behind(r.standby)
	}
	switch {
	case a+b == len(s.Instances):
		out.lossLow, out.lossHigh, out.mechanism = 0, 0, "none"
	case a >= need:
		out.mechanism = "continue"
	case a+b >= need:
		out.mechanism = "failover"
		out.low, out.high = takeover(r.standby, need-a)
	case !stateful:
		out.mechanism, out.high = "rebuild", never
		if s.RebuildTime.Given {
			out.low, out.high = float64(s.RebuildTime.Value), float64(s.RebuildTime.Value)
		}
	case a+b >= 1:
		out.mechanism = "restore"
		out.low, out.high = rta(s, r.sets)
	default:
		return w.fromBackups(id, &r)
	}
	return out
}

// fromBackups is the rest of the table: no instance is left.
func (w *world) fromBackups(id string, r *rest) state {
	everyOne, oneGone, worst := len(r.sets) > 0, len(r.sets) == 0, 0.0
	for data := range r.sets {
		best, hopeless := never, true
		for _, i := range r.surviving[data] {
			exposure, exists := w.exposure(id, i)
			if exists {
				best = math.Min(best, exposure)
			}
			if exists || !w.view.Observed.Streams[w.index[id]][i].Linked {
				hopeless = false
			}
		}
		if best == never {
			everyOne = false
		}
		oneGone = oneGone || hopeless
		worst = math.Max(worst, best)
	}
	switch {
	case everyOne:
		low, high := rta(w.services[id], r.sets)
		return state{"restore", low, high, worst, worst, false}
	case oneGone:
		return state{"lost", never, never, never, never, false}
	}
	return state{"unproven", 0, never, 0, never, false}
}

// takeover: the standbys with the shortest failover_time, absent counting as longest; the longest among those taken.
func takeover(standby []inventory.Instance, take int) (low, high float64) {
	sorted := slices.Clone(standby)
	sort.SliceStable(sorted, func(i, j int) bool {
		x, y := sorted[i].FailoverTime, sorted[j].FailoverTime
		return x.Given && (!y.Given || x.Value < y.Value)
	})
	for _, instance := range sorted[:take] {
		if !instance.FailoverTime.Given {
			return 0, never
		}
		low = math.Max(low, float64(instance.FailoverTime.Value))
	}
	return low, low
}

// behind: the least replication_lag among all surviving standbys, absent ones passed over.
func behind(standby []inventory.Instance) (low, high float64) {
	var lags []float64
	for _, instance := range standby {
		if instance.ReplicationLag.Given {
			lags = append(lags, float64(instance.ReplicationLag.Value))
		}
	}
	if len(lags) == 0 {
		return 0, never
	}
	return slices.Min(lags), slices.Min(lags)
}

// rta: per data set, the duration of its newest decisive test of a whole application or site, if that passed.
func rta(s *inventory.Service, sets map[string][]int) (low, high float64) {
	if len(sets) == 0 {
		sets = map[string][]int{"main": nil}
	}
	for _, backups := range sets {
		var newest *inventory.RestoreTest
		for _, test := range s.Tests {
			decides := test.Outcome != inventory.Partial && test.Depth.Given && test.Depth.Value >= inventory.DepthApplication
			speaks := !test.Backup.Given || slices.Contains(backups, int(test.Backup.Value.Index))
			if decides && speaks && (newest == nil || !test.Date.Time.Before(newest.Date.Time)) {
				newest = test
			}
		}
		if newest == nil || newest.Outcome != inventory.Passed || !newest.Duration.Given {
			return 0, never
		}
		low = math.Max(low, float64(newest.Duration.Value))
	}
	return low, low
}

// exposure: the longer of the newest point's age and, with evidence, the gap, without, the declared interval.
func (w *world) exposure(id string, backup int) (seconds float64, exists bool) {
	b := &w.services[id].Backups[backup]
	stream := &w.view.Observed.Streams[w.index[id]][backup]
	if !stream.Linked {
		if !b.LastSuccess.Given {
			return 0, false
		}
		seconds = w.view.AsOf.Sub(b.LastSuccess.Value.Time).Seconds()
		if b.Every.Given {
			seconds = math.Max(seconds, float64(b.Every.Value))
		}
		return seconds, true
	}
	points := []time.Time{}
	for _, run := range stream.Runs {
		if run.OK {
			points = append(points, run.Time)
		}
	}
	if len(points) == 0 {
		return 0, false
	}
	age := w.view.AsOf.Sub(points[len(points)-1]).Seconds()
	return math.Max(age, w.gap(b, points)), true
}

func (w *world) gap(b *inventory.Backup, points []time.Time) float64 {
	opens := w.view.Start
	ago := func(d source.Duration) time.Time { return w.view.AsOf.Add(-time.Duration(d) * time.Second) }
	for _, limit := range []source.Optional[source.Duration]{b.ThinnedAfter, b.Retention} {
		if limit.Given && ago(limit.Value).After(opens) {
			opens = ago(limit.Value)
		}
	}
	if b.Since.Given && b.Since.Value.Time.After(opens) {
		opens = b.Since.Value.Time
	}
	stops := []time.Time{opens}
	for _, point := range points {
		if !point.Before(opens) {
			stops = append(stops, point)
		}
	}
	stops = append(stops, w.view.AsOf)
	longest := 0.0
	for i := range stops[1:] {
		longest = math.Max(longest, stops[i+1].Sub(stops[i]).Seconds())
	}
	return longest
}
