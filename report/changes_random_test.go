package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
)

// object is a mapping as JSON has it: the model of changes_model_test.go reads inventories, packs and reports in this
// form alone.
type object = map[string]any

// dice draws what two quarters are made of.
type dice struct{ *rand.Rand }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func (d dice) pick(words ...string) string { return words[d.IntN(len(words))] }

// some picks different words in random order, one at least.
func (d dice) some(words []string) []string {
	var out []string
	for _, i := range d.Perm(len(words))[:1+d.IntN(len(words))] {
		out = append(out, words[i])
	}
	return out
}

// pair is an organisation and its rules in one quarter and in the next, in which some of everything is another.
type pair struct {
	d           dice
	inventories [2]object
	packs       [2]object
}

func newPair(seed uint64) *pair {
	p := &pair{d: dice{rand.New(rand.NewPCG(seed, 5))}}
	p.packs[0] = p.pack()
	p.packs[1] = p.nextPack(p.packs[0])
	first := map[string]object{}
	for _, id := range p.d.some([]string{"s0", "s1", "s2", "s3", "s4", "s5", "s6"}) {
		first[id] = p.service(id, p.packs[0])
	}
	tests, waivers := p.tests(), p.waivers()
	p.inventories[0] = p.inventory(first, p.packs[0], tests, waivers)
	p.inventories[1] = p.inventory(p.nextServices(first), p.packs[1], tests, waivers)
	return p
}

// quarter is one of the two as files.
func (p *pair) quarter(t testing.TB, i int) quarter {
	t.Helper()
	return quarter{files: fstest.MapFS{"all.json": {Data: marshal(t, p.inventories[i])}}, pack: string(marshal(t, p.packs[i])),
		asOf: [...]string{"2026-06-30", "2026-09-30"}[i]}
}

func marshal(t testing.TB, o object) []byte {
	t.Helper()
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// clone copies an object down to its last list.
func clone(o object) object {
	out := maps.Clone(o)
	for key, value := range out {
		switch v := value.(type) {
		case object:
			out[key] = clone(v)
		case []any:
			out[key] = slices.Clone(v)
		}
	}
	return out
}

func (p *pair) pack() object {
	tiers := p.d.some([]string{"t0", "t1", "t2"})
	var entries []any
	for _, id := range p.d.some([]string{"r0", "r1", "r2", "r3", "r4", "r5", "r6"}) {
		entries = append(entries, p.rule(id, tiers))
	}
	pack := object{"pack": object{"id": "random"}, "tiers": tiers, "rules": entries}
	p.terms(pack)
	return pack
}

// terms draws what a pack says beside its rules.
func (p *pair) terms(pack object) {
	plan := object{"each": p.d.some([]string{"site", "campus", "campus_outage"}), "outage_duration": p.d.pick("1h", "2d"), "pairs": p.d.chance(30)}
	if p.d.chance(50) {
		plan["also"] = []any{object{"id": "lock", "kind": "ransomware"}}
	}
	pack["scenarios"] = plan
	longest := object{}
	for _, tier := range pack["tiers"].([]string) {
		if p.d.chance(50) {
			longest[tier] = p.d.pick("30d", "100d")
		}
	}
	pack["waivers"] = object{"longest": longest}
}

// metricWords are the metrics that random rules ask, by what their limits are.
var metricWords = map[string]string{
	"backup.interval": "s", "backup.age": "s", "restore_test.age": "s", "restore_test.duration": "s", "scenario.interruption": "s",
	"backup.copies": "count", "backup.media": "count", "scenario.data_lost": "count", "record.missing": "count", "sites.count": "count",
}

func (p *pair) rule(id string, tiers []string) object {
	r := object{"id": id, "title": "R", "severity": p.d.pick("low", "high")}
	p.ask(r, tiers)
	return r
}

// ask draws what a rule asks.
func (p *pair) ask(r object, tiers []string) {
	for _, key := range []string{"depth", "scenarios", "at_most", "at_least"} {
		delete(r, key)
	}
	r["metric"] = p.d.pick(slices.Sorted(maps.Keys(metricWords))...)
	p.deepen(r)
	p.limit(r, tiers)
}

// deepen draws the keys that only some metrics take.
func (p *pair) deepen(r object) {
	delete(r, "depth")
	delete(r, "scenarios")
	switch metric := r["metric"].(string); {
	case metric[:7] == "restore" && p.d.chance(70):
		r["depth"] = p.d.pick("file", "database", "application")
	case metric[:8] == "scenario" && p.d.chance(70):
		r["scenarios"] = p.d.some([]string{"site", "campus", "campus_outage", "ransomware"})
	}
}

// limit draws a limit for all tiers or for some of them.
func (p *pair) limit(r object, tiers []string) {
	delete(r, "at_most")
	delete(r, "at_least")
	bound := p.d.pick("at_most", "at_most", "at_least")
	if p.d.chance(40) {
		r[bound] = p.value(r)
		return
	}
	byTier := object{}
	for _, tier := range p.d.some(tiers) {
		byTier[tier] = p.value(r)
	}
	r[bound] = byTier
}

func (p *pair) value(r object) any {
	if metricWords[r["metric"].(string)] == "count" {
		return float64(p.d.IntN(4))
	}
	return p.d.pick("1h", "24h", "1d", "7d", "1w", "100d", "service.rto")
}

// nextPack is the pack of the next quarter: some rules are gone, new, or ask something else.
func (p *pair) nextPack(before object) object {
	pack := clone(before)
	if p.d.chance(30) {
		pack["tiers"] = p.d.some([]string{"t0", "t1", "t2"})
	}
	if p.d.chance(40) {
		p.terms(pack)
	}
	tiers, kept := pack["tiers"].([]string), []any{}
	has := map[string]bool{}
	for _, entry := range before["rules"].([]any) {
		r := clone(entry.(object))
		has[r["id"].(string)] = true
		if p.d.chance(12) {
			continue
		}
		p.amend(r, tiers)
		kept = append(kept, r)
	}
	for _, id := range []string{"r0", "r3", "r6"} {
		if !has[id] && p.d.chance(40) || len(kept) == 0 {
			kept = append(kept, p.rule(id, tiers))
		}
	}
	if p.d.chance(20) {
		p.d.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	}
	pack["rules"] = kept
	longest := pack["waivers"].(object)["longest"].(object)
	maps.DeleteFunc(longest, func(tier string, _ any) bool { return !slices.Contains(tiers, tier) })
	return pack
}

// amend writes a rule in another way, which may ask the same or something else.
func (p *pair) amend(r object, tiers []string) {
	switch p.d.IntN(12) {
	case 0:
		p.ask(r, tiers)
	case 1, 2, 3:
		p.limit(r, tiers)
	case 4, 5:
		p.deepen(r)
	case 6:
		r["title"], r["severity"] = "Another", "critical"
	case 7: // the same bound, said for each tier
		for _, bound := range []string{"at_most", "at_least"} {
			if value, given := r[bound]; given {
				if _, mapped := value.(object); !mapped {
					byTier := object{}
					for _, tier := range tiers {
						byTier[tier] = value
					}
					r[bound] = byTier
				}
			}
		}
	}
	for _, bound := range []string{"at_most", "at_least"} { // tiers that are gone have no limit
		if byTier, mapped := r[bound].(object); mapped {
			maps.DeleteFunc(byTier, func(tier string, _ any) bool { return !slices.Contains(tiers, tier) })
			if len(byTier) == 0 {
				r[bound] = p.value(r)
			}
		}
	}
}

func (p *pair) service(id string, pack object) object {
	s := object{"id": id, "name": "Service " + id, "tier": p.d.pick(pack["tiers"].([]string)...)}
	for i, role := range []string{"active", "standby"} {
		if i == 0 || p.d.chance(40) {
			list, _ := s["instances"].([]any)
			s["instances"] = append(list, object{"site": p.d.pick("a", "b", "c"), "role": role})
		}
	}
	if p.d.chance(60) {
		s["rto"] = p.d.pick("1h", "24h", "7d")
	}
	s["stateful"] = p.d.chance(80)
	s["backups"] = p.backups()
	return s
}

func (p *pair) backups() []any {
	out := []any{}
	for i := range p.d.IntN(4) {
		b := object{"id": fmt.Sprint("b", i), "site": p.d.pick("a", "b", "c"), "media": p.d.pick("disk", "tape"), "immutable": p.d.chance(40)}
		if p.d.chance(80) {
			b["every"] = p.d.pick("1h", "24h", "7d")
		}
		if p.d.chance(70) {
			b["last_success"] = p.d.pick("2026-06-20", "2026-06-28", "2026-09-25")
		}
		out = append(out, b)
	}
	return out
}

// nextServices are the services of the next quarter: some are gone, new, better, worse, or of another tier.
func (p *pair) nextServices(before map[string]object) map[string]object {
	next := map[string]object{}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		s := clone(before[id])
		switch p.d.IntN(9) {
		case 0:
			continue
		case 1, 2:
			s["backups"] = p.backups()
		case 3:
			s["stateful"] = !s["stateful"].(bool)
		case 4:
			delete(s, "rto")
		case 5:
			s["tier"] = p.d.pick(p.packs[1]["tiers"].([]string)...)
		}
		next[id] = s
	}
	for _, id := range []string{"s1", "s4", "s7"} {
		if next[id] == nil && before[id] == nil && p.d.chance(50) || len(next) == 0 {
			next[id] = p.service(id, p.packs[1])
		}
	}
	return next
}

// tests is a journal of both quarters.
func (p *pair) tests() []object {
	var out []object
	for range p.d.IntN(14) {
		out = append(out, object{
			"service": fmt.Sprint("s", p.d.IntN(8)), "date": p.d.pick("2026-05-01", "2026-06-20", "2026-08-15", "2026-09-20"),
			"outcome": p.d.pick("passed", "passed", "failed"), "depth": p.d.pick("file", "database", "application"), "duration": p.d.pick("1h", "2d"),
		})
	}
	return out
}

// waivers is another.
func (p *pair) waivers() []object {
	var out []object
	terms := [][2]string{{"2026-06-10", "2026-07-05"}, {"2026-06-10", "2026-08-31"}, {"2026-06-10", "2026-12-31"}, {"2026-09-10", "2026-10-01"}, {"2026-09-10", "2026-12-31"}}
	for i := range p.d.IntN(25) {
		term := terms[p.d.IntN(len(terms))]
		out = append(out, object{
			"id": fmt.Sprint("W-", i), "rule": fmt.Sprint("r", p.d.IntN(7)), "services": []any{fmt.Sprint("s", p.d.IntN(8)), fmt.Sprint("s", p.d.IntN(8))},
			"reason": "r", "approved_by": "b", "approved_on": term[0], "expires": term[1],
		})
	}
	return out
}

// inventory puts services and what of the journals concerns them together.
func (p *pair) inventory(services map[string]object, pack object, tests, waivers []object) object {
	tiers, named := pack["tiers"].([]string), map[any]bool{}
	for _, r := range pack["rules"].([]any) {
		named[r.(object)["id"]] = true
	}
	var list, journal, accepted []any
	for _, id := range slices.Sorted(maps.Keys(services)) {
		if !slices.Contains(tiers, services[id]["tier"].(string)) {
			services[id]["tier"] = tiers[0]
		}
		list = append(list, services[id])
	}
	for _, test := range tests {
		if services[test["service"].(string)] != nil {
			journal = append(journal, test)
		}
	}
	for _, waiver := range waivers {
		w := clone(waiver)
		w["services"] = slices.DeleteFunc(w["services"].([]any), func(id any) bool { return services[id.(string)] == nil })
		w["services"] = slices.Compact(w["services"].([]any))
		if named[w["rule"]] && len(w["services"].([]any)) > 0 {
			accepted = append(accepted, w)
		}
	}
	return object{
		"organisation": object{"id": "org", "name": "Org"}, "providers": []any{object{"id": "p", "name": "P"}},
		"sites": []any{object{"id": "a", "name": "A", "provider": "p", "campus": "x"}, object{"id": "b", "name": "B", "provider": "p", "campus": "x"},
			object{"id": "c", "name": "C", "provider": "p"}},
		"services": list, "restore_tests": journal, "waivers": accepted,
	}
}
