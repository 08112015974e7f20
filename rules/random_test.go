package rules

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
)

// object is a mapping as JSON has it. The model of model_test.go reads the inventory in this form, and never as the
// engine's types.
type object = map[string]any

// world is a random inventory, its runs and a random pack, all as plain text and mappings.
type world struct {
	zone      *time.Location
	asOf      time.Time
	start     time.Time
	inventory object
	pack      object
	runs      map[string][]evidence.Run // by "service/backup", in the order in which a tool lists them
}

// dice draws what a world is made of.
type dice struct{ *rand.Rand }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func (d dice) pick(words ...string) string { return words[d.IntN(len(words))] }

// some picks up to n different words, in random order.
func (d dice) some(n int, words []string) []any {
	out := []any{}
	for _, i := range d.Perm(len(words))[:d.IntN(min(n, len(words))+1)] {
		out = append(out, words[i])
	}
	return out
}

// maybe sets a key in so many of a hundred cases.
func (d dice) maybe(o object, percent int, key string, value any) {
	if d.chance(percent) {
		o[key] = value
	}
}

// length is a duration out of few, so that figures and limits often meet.
func (d dice) length() string {
	return d.pick("0s", "1h", "1h", "12h", "24h", "24h", "1d1s", "2d", "50h", "3d", "7d", "30d", "90d", "1w2d3h4m5s")
}

// day is a day around as-of, or a moment next to it.
func (w *world) day(d dice, before, after int) string {
	at := w.asOf.AddDate(0, 0, d.IntN(before+after+1)-before)
	if d.chance(20) {
		return w.instant(d, before, after).Format(time.RFC3339Nano)
	}
	return at.In(w.zone).Format(time.DateOnly)
}

// instant is a moment around as-of, often as-of itself or just beside it.
func (w *world) instant(d dice, before, after int) time.Time {
	switch d.IntN(8) {
	case 0:
		return w.asOf
	case 1:
		return w.asOf.Add(time.Second)
	case 2:
		return w.asOf.Add(-24 * time.Hour)
	case 3:
		return w.start
	}
	hours := d.IntN(24*(before+after)+1) - 24*before
	return w.asOf.Add(time.Duration(hours)*time.Hour + time.Duration(d.IntN(3))*time.Nanosecond).UTC()
}

func newWorld(seed uint64) *world {
	d := dice{rand.New(rand.NewPCG(seed, 20260930))}
	w := &world{runs: map[string][]evidence.Run{}}
	name := d.pick("UTC", "Europe/Brussels", "America/New_York", "Asia/Kolkata")
	w.zone, _ = time.LoadLocation(name)
	day := time.Date(2026, time.Month(1+d.IntN(12)), 1+d.IntN(31), 0, 0, 0, 0, w.zone)
	if d.chance(20) {
		day = time.Date(2026, 3, 29+d.IntN(2), 0, 0, 0, 0, w.zone) // the clocks go forward
	}
	w.asOf = day.Add(time.Duration(d.IntN(3)*d.IntN(24)) * time.Hour)
	w.start = w.asOf.AddDate(0, 0, -1-d.IntN(90))
	w.inventory = object{
		"organisation": object{"id": "org", "name": "Org", "timezone": name},
		"members":      []any{object{"id": "m1", "name": "M", "kind": "commune"}, object{"id": "m2", "name": "N", "kind": "cpas"}},
		"providers":    []any{object{"id": "pa", "name": "A"}, object{"id": "pb", "name": "B"}, object{"id": "pc", "name": "C"}},
		"evidence":     []any{object{"id": "log", "tool": "csv", "file": "evidence/log.csv"}},
		"retired":      []any{object{"service": "gone", "on": "2020-01-01"}},
		"attestations": []any{object{"id": "att", "confirmed_on": w.day(d, 5, 3), "by": "x"}},
	}
	w.sites(d)
	w.services(d)
	w.tests(d)
	w.rules(d)
	w.waivers(d)
	return w
}

var randomSites = []string{"s0", "s1", "s2", "s3", "s4"}

func (w *world) sites(d dice) {
	var sites []any
	for i, id := range randomSites {
		site := object{"id": id, "name": id, "provider": d.pick("pa", "pb", "pc")}
		d.maybe(site, 60, "campus", d.pick("c0", "c1"))
		d.maybe(site, 50, "region", d.pick("ra", "rb"))
		d.maybe(site, 30, "shared_fate", []any{d.pick("f1", "f2")})
		d.maybe(site, 70, "coordinates", []any{45 + float64(i) + d.Float64(), -5 + 15*d.Float64()})
		sites = append(sites, site)
	}
	w.inventory["sites"] = sites
}

func (w *world) services(d dice) {
	var ids []string
	for i := range 1 + d.IntN(7) {
		ids = append(ids, fmt.Sprintf("svc%d", i))
	}
	var services []any
	for _, id := range ids {
		others := slices.DeleteFunc(slices.Clone(ids), func(other string) bool { return other == id })
		s := object{"id": id, "name": id, "tier": d.pick("vital", "important", "standard")}
		d.maybe(s, 50, "owner", "team")
		d.maybe(s, 50, "description", d.pick("text", ""))
		d.maybe(s, 60, "rto", d.length())
		d.maybe(s, 60, "rpo", d.length())
		d.maybe(s, 70, "stateful", d.chance(75))
		d.maybe(s, 50, "changed", w.day(d, 40, 5))
		d.maybe(s, 30, "min_active", 1+d.IntN(2))
		d.maybe(s, 50, "rebuild_time", d.length())
		d.maybe(s, 30, "depends_on", d.some(3, others))
		d.maybe(s, 30, "stores_data_in", d.some(2, others))
		d.maybe(s, 20, "members", "all")
		d.maybe(s, 20, "members", d.some(2, []string{"m1", "m2"}))
		d.maybe(s, 20, "members", object{"kinds": []any{d.pick("commune", "nobody")}})
		s["instances"] = w.instances(d)
		s["backups"] = w.backups(d, id)
		services = append(services, s)
	}
	d.Shuffle(len(services), func(i, j int) { services[i], services[j] = services[j], services[i] })
	w.inventory["services"] = services
}

func (w *world) location(d dice) any {
	if d.chance(40) {
		return "att"
	}
	return object{"confirmed_on": w.day(d, 5, 3), "by": "x"}
}

func (w *world) instances(d dice) []any {
	out := []any{}
	for range d.IntN(4) {
		instance := object{"site": d.pick(randomSites...), "role": d.pick("active", "standby")}
		d.maybe(instance, 85, "location", w.location(d))
		if instance["role"] == "standby" {
			d.maybe(instance, 70, "failover_time", d.length())
			d.maybe(instance, 70, "replication_lag", d.length())
		}
		out = append(out, instance)
	}
	return out
}

func (w *world) backups(d dice, service string) []any {
	out := []any{}
	for i := range d.IntN(5) {
		b := object{"id": fmt.Sprintf("b%d", i), "site": d.pick(randomSites...)}
		d.maybe(b, 50, "data", d.pick("main", "db", "files"))
		d.maybe(b, 85, "location", w.location(d))
		d.maybe(b, 50, "media", d.pick("disk", "object", "tape", "snapshot"))
		d.maybe(b, 70, "every", d.pick("1h", "24h", "2d", "7d"))
		d.maybe(b, 70, "retention", d.length())
		d.maybe(b, 30, "thinned_after", d.length())
		d.maybe(b, 30, "since", w.day(d, 30, 3))
		d.maybe(b, 50, "immutable", d.chance(50))
		d.maybe(b, 30, "offline", d.chance(50))
		d.maybe(b, 70, "encrypted", d.chance(70))
		switch d.IntN(4) {
		case 0, 1:
			b["evidence"] = object{"source": "log"}
			w.runs[service+"/"+b["id"].(string)] = w.history(d)
		case 2:
			b["last_success"] = w.day(d, 4, 1)
		}
		out = append(out, b)
	}
	return out
}

func (w *world) history(d dice) []evidence.Run {
	var out []evidence.Run
	for i := range d.IntN(3) * d.IntN(16) {
		run := evidence.Run{Time: w.instant(d, 1+d.IntN(100), 2), OK: d.chance(75), Bytes: -1, ID: fmt.Sprint(i)}
		if d.chance(80) {
			run.Bytes = int64(d.IntN(4) * d.IntN(1000))
		}
		out = append(out, run)
	}
	return out
}

func (w *world) tests(d dice) {
	var tests []any
	for range d.IntN(25) {
		test := object{"service": d.pick("svc0", "svc0", "svc0", "gone"), "date": w.day(d, d.IntN(40), 2), "outcome": d.pick("passed", "passed", "failed", "partial")}
		if ids := w.serviceIDs(); d.chance(70) {
			test["service"] = d.pick(ids...)
		}
		d.maybe(test, 40, "backup", d.pick("b0", "b1", "b2", "old"))
		d.maybe(test, 60, "depth", d.pick("file", "database", "application", "application", "site"))
		d.maybe(test, 60, "duration", d.length())
		d.maybe(test, 60, "data_loss", d.length())
		d.maybe(test, 80, "document", "PV")
		tests = append(tests, test)
	}
	w.inventory["restore_tests"] = tests
}

func (w *world) serviceIDs() []string {
	var ids []string
	for _, s := range w.inventory["services"].([]any) {
		ids = append(ids, s.(object)["id"].(string))
	}
	sort.Strings(ids)
	return ids
}

func (w *world) rules(d dice) {
	var rules []any
	for _, m := range metrics {
		for range d.IntN(3) {
			limit := func() any { return randomLimit(d, m.Unit) }
			r := object{"id": fmt.Sprintf("r%02d", len(rules)), "title": "R", "severity": d.pick("critical", "high", "medium", "low"), "metric": m.Name}
			if value, bound := limit(), d.pick("at_most", "at_least"); d.chance(50) {
				r[bound] = value
			} else {
				r[bound] = object{"vital": value}
				d.maybe(r[bound].(object), 60, "important", limit())
				d.maybe(r[bound].(object), 60, "standard", limit())
				r["severity"] = object{"vital": "critical", "important": "medium", "standard": "low"}
			}
			if m.TakesDepth {
				d.maybe(r, 60, "depth", d.pick("file", "database", "application", "site"))
			}
			if m.TakesScenarios {
				d.maybe(r, 70, "scenarios", d.some(3, randomKinds))
			}
			rules = append(rules, r)
		}
	}
	rules = append(rules, object{"id": "last", "title": "R", "severity": "low", "metric": "backup.copies", "at_least": 2})
	w.pack = object{"pack": object{"id": "random"}, "tiers": []any{"vital", "important", "standard"}, "rules": rules}
	d.maybe(w.pack, 85, "scenarios", w.scenarios(d))
	if d.chance(70) {
		w.pack["waivers"] = object{"longest": object{"vital": "30d", "important": d.pick("60d", "90d")}}
	}
}

var randomKinds = []string{
	"site", "campus", "campus_outage", "region", "provider", "shared_fate", "pair", "ransomware", "outage", "disaster",
}

func (w *world) scenarios(d dice) object {
	also := []any{object{"id": "closed", "kind": "outage", "sites": []any{"s0", "s1"}, "duration": d.pick("1h", "2d")}}
	if d.chance(60) {
		also = append(also, object{"id": "ransomware", "kind": "ransomware"})
	}
	if d.chance(40) {
		also = append(also, object{"id": "flood", "kind": "disaster", "sites": []any{d.pick(randomSites...)}})
	}
	plan := object{"each": d.some(6, randomKinds[:6]), "outage_duration": d.pick("1h", "24h", "5d"), "pairs": d.chance(30)}
	d.maybe(plan, 80, "also", also)
	return plan
}

func randomLimit(d dice, unit Unit) any {
	switch unit {
	case Seconds:
		if d.chance(30) {
			return d.pick("service.rto", "service.rpo")
		}
		return d.length()
	case Kilometres:
		return d.pick("0 km", "50 km", "111.5 km", "400 km")
	case Ratio:
		return []any{0.0, 0.1, 0.5, 0.9, 1.0}[d.IntN(5)]
	}
	return d.IntN(5)
}

func (w *world) waivers(d dice) {
	services := append(w.serviceIDs(), "gone")
	var waivers []any
	for i := range d.IntN(30) {
		rules := w.pack["rules"].([]any)
		rule := rules[d.IntN(len(rules))].(object)["id"]
		covered := d.some(len(services), services)
		if len(covered) == 0 {
			continue
		}
		approved := w.asOf.AddDate(0, 0, 3-d.IntN(100)).In(w.zone)
		waiver := object{
			"id": fmt.Sprintf("W-%d", i), "rule": rule, "services": covered, "reason": "r", "approved_by": "b",
			"approved_on": approved.Format(time.DateOnly),
			"expires":     approved.AddDate(0, 0, []int{5, 29, 30, 31, 60, 61, 90, 91}[d.IntN(8)]).Format(time.DateOnly),
		}
		if d.chance(20) {
			waiver["expires"] = w.asOf.In(w.zone).Format(time.DateOnly) // ends on the day of as-of
			waiver["approved_on"] = w.asOf.AddDate(0, 0, -30).In(w.zone).Format(time.DateOnly)
		}
		waivers = append(waivers, waiver)
	}
	w.inventory["waivers"] = waivers
}

// input loads the world through the project's own readers.
func (w *world) input(t testing.TB) Input {
	t.Helper()
	inv, found := inventory.Load([]inventory.Root{{FS: fstest.MapFS{"all.json": {Data: marshal(t, w.inventory)}}, Shown: "."}})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	pack, found := Load(source.File{Name: "pack.json", Data: marshal(t, w.pack)})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	if _, found := Check(pack, inv, w.asOf); len(found) > 0 {
		t.Fatal(found.Format())
	}
	known := inv.At(w.asOf)
	observed := &evidence.Observed{Streams: make([][]evidence.Stream, len(known.Services))}
	for i := range known.Services {
		s := &known.Services[i]
		observed.Streams[i] = make([]evidence.Stream, len(s.Backups))
		for j := range s.Backups {
			if s.Backups[j].Evidence.Given {
				observed.Streams[i][j] = evidence.Stream{Linked: true, Runs: w.stream(s.ID + "/" + s.Backups[j].ID)}
			}
		}
	}
	return Input{Pack: pack, Inventory: known, Observed: observed, AsOf: w.asOf, Start: w.start}
}

// stream is a backup's runs as evidence hands them over: up to as-of, by time.
func (w *world) stream(key string) []evidence.Run {
	var out []evidence.Run
	for _, run := range w.runs[key] {
		if !run.Time.After(w.asOf) {
			out = append(out, run)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Time.Before(out[j].Time) })
	return out
}

func marshal(t testing.TB, o object) []byte {
	t.Helper()
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
