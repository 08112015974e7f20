package workbook

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// fate is what a scenario does to a service, worked out from the cells of other sheets. In a length of time none stands
// for one that has no end.
type fate struct {
	own                string
	interruption, loss extent
	total, losing      extent // through what it rests on, and where its data lie
	outcome            string
	because            []string
	unprotected        bool
}

// play plays one scenario: everything that page 5 says, on the services as the workbook shows them.
type play struct {
	*auditor
	scenario entry
	ids      []string
	fates    map[string]*fate
	needs    map[string][]string // depends_on and stores_data_in
	stores   map[string][]string
	beyond   map[string]map[string]bool // what each needs, directly or not
}

// endlessly is a length of time without end.
var endlessly = extent{none: true, high: math.Inf(1)}

func (x extent) nothing() bool { return !x.none && x.high == 0 }
func (x extent) unknown() bool { return !x.none && x.low == 0 && math.IsInf(x.high, 1) }

// most is the greater, bound by bound; what has no end is greater than all.
func most(x, y extent) extent {
	if x.none || y.none {
		return endlessly
	}
	return extent{low: max(x.low, y.low), high: max(x.high, y.high)}
}

// newPlay reads what the services rest on.
func newPlay(a *auditor, scenario entry) *play {
	p := &play{auditor: a, scenario: scenario, fates: map[string]*fate{}, needs: map[string][]string{}, stores: map[string][]string{}, beyond: map[string]map[string]bool{}}
	for _, row := range a.sheets[servicesKey] {
		id := row["service"]
		p.ids = append(p.ids, id)
		p.needs[id] = slices.Compact(slices.Sorted(slices.Values(a.needs(row))))
		if row["stores_data_in.id"] != "" {
			p.stores[id] = slices.Sorted(slices.Values(strings.Split(row["stores_data_in.id"], ", ")))
		}
	}
	for _, id := range p.ids {
		p.beyond[id] = reach(id, p.needs)
	}
	return p
}

// reach is what can be reached along some ways, without where one starts unless a way leads back.
func reach(from string, ways map[string][]string) map[string]bool {
	out, open := map[string]bool{}, slices.Clone(ways[from])
	for len(open) > 0 {
		next := open[0]
		open = open[1:]
		if !out[next] {
			out[next] = true
			open = append(open, ways[next]...)
		}
	}
	return out
}

func (p *play) outage() bool {
	return slices.Contains([]string{"outage", "campus_outage", "shared_fate"}, p.scenario["kind"])
}

func (p *play) takesSite(site string) bool {
	return slices.Contains(strings.Split(p.scenario["lost_sites.id"], ", "), site)
}

func (p *play) takesBackup(row entry) bool {
	if p.scenario["kind"] == "ransomware" {
		return row["immutable"] != p.yes && row["offline"] != p.yes
	}
	return p.takesSite(row["site.id"])
}

// hoursIn reads an entry of a list of lengths of time, in hours.
func hoursIn(text string) extent {
	value, err := strconv.ParseFloat(strings.TrimSuffix(text, " s"), 64)
	if err != nil {
		return notShown
	}
	return point(value / 3600)
}

// remnant is a service's instances that a scenario does not take.
type remnant struct {
	taken, active   int
	failovers, lags []extent // of the standbys
}

func (p *play) remnant(s entry) remnant {
	var out remnant
	roles, failovers, lags := instances(s, "role"), instances(s, "failover_time"), instances(s, "replication_lag")
	for i, site := range instances(s, "site") {
		switch {
		case p.scenario["kind"] == "ransomware" || p.takesSite(site):
			out.taken++
		case roles[i] == "active":
			out.active++
		default:
			out.failovers, out.lags = append(out.failovers, hoursIn(failovers[i])), append(out.lags, hoursIn(lags[i]))
		}
	}
	shortest := func(x, y extent) int { return cmp.Compare(x.high, y.high) }
	slices.SortFunc(out.failovers, shortest)
	slices.SortFunc(out.lags, shortest)
	return out
}

// alone is what a service comes to on its own.
func (p *play) alone(id string) *fate {
	p.Helper()
	s := p.services[id]
	l, stateful, need := p.remnant(s), s["stateful"] == p.yes, int(p.number(s, "min_active"))
	survivors := l.active + len(l.lags)
	f := &fate{unprotected: stateful && survivors > 0 && len(p.backups[id]) > 0 && p.bare(id)}
	lag := point(0)
	if l.active == 0 && stateful && len(l.lags) > 0 {
		lag = l.lags[0]
	}
	switch {
	case l.taken == 0:
		f.own = "none"
	case l.active >= need:
		f.own = "continue"
	case survivors >= need:
		f.own, f.interruption, f.loss = "failover", l.failovers[need-l.active-1], lag
	case !stateful:
		f.own, f.interruption = "rebuild", notShown
		if rebuild, given := known(s, "rebuild_time"); given {
			f.interruption = point(rebuild)
		}
	case survivors >= 1:
		f.own, f.interruption, f.loss = "restore", p.recovery(s), lag
	default:
		p.fromBackups(s, f)
	}
	return f
}

// bare tells whether a data set has no backup that survives.
func (p *play) bare(id string) bool {
	return slices.ContainsFunc(sets(p.backups[id]), func(set []entry) bool {
		return !slices.ContainsFunc(set, func(row entry) bool { return !p.takesBackup(row) })
	})
}

// fromBackups is a service of which no instance is left, but maybe backups: the data set that stands worst decides.
func (p *play) fromBackups(s entry, f *fate) {
	f.own, f.interruption, f.loss = "restore", p.recovery(s), point(0)
	for _, set := range sets(p.backups[s["service"]]) {
		least, hope := math.Inf(1), false
		for _, row := range slices.DeleteFunc(slices.Clone(set), p.takesBackup) {
			if exposure, shown := p.exposure(row); shown {
				least = min(least, exposure)
			}
			hope = hope || !p.linked(row)
		}
		switch {
		case !math.IsInf(least, 1):
			f.loss = most(f.loss, point(least))
		case !hope:
			f.own = "lost"
		case f.own == "restore":
			f.own = "unproven"
		}
	}
	switch f.own {
	case "lost":
		f.interruption, f.loss = endlessly, endlessly
	case "unproven":
		f.interruption, f.loss = notShown, notShown
	}
}

// exposure is what would be lost if a service were recovered from a backup; false without a recovery point.
func (p *play) exposure(row entry) (float64, bool) {
	age, found := p.between(row, "newest.utc", "as_of.utc", 24)
	if !found {
		return 0, false
	}
	if gap, shown := p.between(row, "gap.from.utc", "gap.to.utc", 24); shown && p.linked(row) {
		return max(age, gap), true
	}
	if every, given := known(row, "every"); given && !p.linked(row) {
		return max(age, every), true
	}
	return age, true
}

// recovery is how long getting the whole service back took when it was tried.
func (p *play) recovery(s entry) extent {
	out := point(0)
	for _, set := range sets(p.backups[s["service"]]) {
		test := p.decisive(s["service"], set, "application")
		hours, noted := known(test, "duration")
		if test == nil || test["outcome"] != "passed" || !noted {
			return notShown
		}
		out = most(out, point(hours))
	}
	return out
}

// spreads works out what all services come to, each after what it needs.
func (p *play) spreads() {
	for _, id := range p.ids {
		p.fates[id] = p.alone(id)
	}
	done := map[string]bool{}
	for len(done) < len(p.ids) {
		for _, id := range p.ids {
			cycle := []string{id}
			for _, other := range p.ids {
				if other != id && p.beyond[id][other] && p.beyond[other][id] {
					cycle = append(cycle, other)
				}
			}
			ready := !done[id]
			for _, member := range cycle {
				for _, need := range p.needs[member] {
					ready = ready && (done[need] || slices.Contains(cycle, need))
				}
			}
			if ready {
				p.together(cycle)
				for _, member := range cycle {
					done[member] = true
				}
			}
		}
	}
	for _, id := range p.ids {
		p.concludes(id)
	}
}

// together recovers services that need each other.
func (p *play) together(cycle []string) {
	held := point(0)
	for _, id := range cycle {
		for _, need := range p.needs[id] {
			if !slices.Contains(cycle, need) {
				held = most(held, p.fates[need].total)
			}
		}
	}
	all := point(0)
	for _, id := range cycle {
		f := p.fates[id]
		p.waits(f, held)
		all = most(all, p.through(f, held))
	}
	for _, id := range cycle {
		p.fates[id].total = all
	}
}

// waits lets a service wait an outage out where that is better.
func (p *play) waits(f *fate, held extent) {
	if !p.outage() || !slices.Contains([]string{"restore", "rebuild", "unproven", "lost"}, f.own) {
		return
	}
	duration := p.number(p.scenario, "duration")
	if f.interruption.none || f.interruption.unknown() || duration < f.interruption.low || held.none || held.low >= duration {
		f.own, f.interruption, f.loss = "wait", point(duration), point(0)
	}
}

// through is an interruption through what a service needs.
func (p *play) through(f *fate, held extent) extent {
	switch {
	case f.own == "none" || f.own == "continue":
		return held
	case f.interruption.none || held.none:
		return endlessly
	case f.own == "wait":
		return most(f.interruption, held)
	}
	return extent{low: max(f.interruption.low, held.low), high: f.interruption.high + held.high}
}

// concludes gives a service its data loss, outcome and cause.
func (p *play) concludes(id string) {
	f := p.fates[id]
	f.losing = f.loss
	own := func(word string) func(string) bool { return func(id string) bool { return p.fates[id].own == word } }
	var stored []string
	for other := range reach(id, p.stores) {
		f.losing = most(f.losing, p.fates[other].loss)
		stored = append(stored, other)
	}
	holds := func(word string) bool { return f.own == word || slices.ContainsFunc(stored, own(word)) }
	switch {
	case holds("lost"):
		f.outcome, f.because = "lost", p.chain(id, p.stores, own("lost"))
	case holds("unproven"):
		f.outcome, f.because = "unproven", p.chain(id, p.stores, own("unproven"))
	case f.total.none:
		f.outcome, f.because = "stranded", p.chain(id, p.needs, own("lost"))
	case slices.Contains([]string{"restore", "rebuild", "failover", "wait"}, f.own):
		f.outcome = f.own
	case f.total.high > 0:
		f.outcome, f.because = "waiting", p.chain(id, p.needs, func(id string) bool { return !p.fates[id].interruption.nothing() })
	case f.own == "continue":
		f.outcome = "continue"
	default:
		f.outcome = "unaffected"
	}
}

// chain is the shortest way to a cause, itself excluded where it starts; of equal ones the first, id by id.
func (p *play) chain(from string, ways map[string][]string, cause func(string) bool) []string {
	if cause(from) {
		return nil
	}
	chains, seen := [][]string{nil}, map[string]bool{from: true}
	for len(chains) > 0 {
		var longer [][]string
		for _, chain := range chains {
			at := from
			if len(chain) > 0 {
				at = chain[len(chain)-1]
			}
			for _, next := range ways[at] {
				if !seen[next] {
					seen[next] = true
					longer = append(longer, append(slices.Clone(chain), next))
				}
			}
		}
		for _, chain := range longer {
			if cause(chain[len(chain)-1]) {
				return chain
			}
		}
		chains = longer
	}
	return nil
}
