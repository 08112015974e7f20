package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// measure works a rule's figure of a service out from the sheets: false where the metric does not apply.
func (a *auditor) measure(rule entry, service string) (x extent, applies bool) {
	a.Helper()
	s := a.services[service]
	family, _, _ := strings.Cut(rule["metric"], ".")
	switch family {
	case "backup", "restore_test":
		if s["stateful"] == a.no {
			return x, false
		}
		if family == "backup" {
			return a.ofBackups(rule["metric"], s, a.backups[service]), true
		}
		return a.ofTests(rule, s), true
	case "scenario":
		return a.ofScenarios(rule, s)
	}
	return a.ofRecord(rule["metric"], s), true
}

// sets are the backups of each data set. A service without backups has one data set without backups.
func sets(backups []entry) [][]entry {
	var names []string
	for _, row := range backups {
		if !slices.Contains(names, row["data"]) {
			names = append(names, row["data"])
		}
	}
	if len(names) == 0 {
		return [][]entry{nil}
	}
	out := make([][]entry, len(names))
	for _, row := range backups {
		at := slices.Index(names, row["data"])
		out[at] = append(out[at], row)
	}
	return out
}

// worst takes, bound by bound, the greatest or the least; none if any is none.
func worst(parts []extent, pick func(x, y float64) float64) extent {
	out := parts[0]
	for _, x := range parts[1:] {
		out = extent{out.none || x.none, pick(out.low, x.low), pick(out.high, x.high)}
	}
	if out.none {
		return nothingThere
	}
	return out
}

func greatest(x, y float64) float64 { return max(x, y) }
func least(x, y float64) float64    { return min(x, y) }

// ofBackups are the metrics of backups.
func (a *auditor) ofBackups(metric string, s entry, backups []entry) extent {
	a.Helper()
	per := func(pick func(x, y float64) float64, of func(set []entry) extent) extent {
		var parts []extent
		for _, set := range sets(backups) {
			parts = append(parts, of(set))
		}
		return worst(parts, pick)
	}
	counting := func(counts func(row entry) bool) extent {
		return per(least, func(set []entry) extent { return point(float64(howMany(set, counts))) })
	}
	switch metric {
	case "backup.interval":
		return per(greatest, func(set []entry) extent { return a.declared(set, "every", least) })
	case "backup.retention":
		return per(least, func(set []entry) extent { return a.declared(set, "retention", greatest) })
	case "backup.age":
		return per(greatest, func(set []entry) extent {
			return a.observed(set, func(row entry) (float64, bool) { return a.between(row, "newest.utc", "as_of.utc", 24) })
		})
	case "backup.gap":
		return per(greatest, func(set []entry) extent {
			return a.observed(set, func(row entry) (float64, bool) { return a.between(row, "gap.from.utc", "gap.to.utc", 24) })
		})
	case "backup.size_drop":
		return per(greatest, a.drop)
	case "backup.failed_runs":
		return a.failures(backups)
	case "backup.copies":
		return per(least, func(set []entry) extent { return point(float64(1 + len(set))) })
	case "backup.media":
		return per(least, func(set []entry) extent {
			media := map[string]bool{"disk": true}
			for _, row := range set {
				media[row["media"]] = true
			}
			return point(float64(len(media)))
		})
	case "backup.offsite_copies":
		return counting(func(row entry) bool { return a.away(s, row) })
	case "backup.confirmed_offsite_copies":
		return counting(func(row entry) bool { return a.away(s, row) && row["confirmed"] == a.yes })
	case "backup.offsite_distance":
		return per(least, func(set []entry) extent { return a.farthest(s, set) })
	case "backup.immutable_copies":
		return counting(func(row entry) bool { return row["immutable"] == a.yes || row["offline"] == a.yes })
	case "backup.unencrypted_copies":
		without := howMany(backups, func(row entry) bool { return row["encrypted"] == a.no })
		silent := howMany(backups, func(row entry) bool { return row["encrypted"] == a.unknown })
		return extent{low: float64(without), high: float64(without + silent)}
	case "backup.undocumented":
		return point(float64(howMany(backups, func(row entry) bool { return !a.linked(row) })))
	}
	a.Fatalf("%s is not worked out", metric)
	return extent{}
}

func howMany(rows []entry, counts func(entry) bool) int {
	n := 0
	for _, row := range rows {
		if counts(row) {
			n++
		}
	}
	return n
}

// declared is the least or greatest that is declared of a data set's backups.
func (a *auditor) declared(set []entry, key string, pick func(x, y float64) float64) extent {
	if len(set) == 0 {
		return nothingThere
	}
	out, found := 0.0, false
	for _, row := range set {
		if value, given := known(row, key); given && found {
			out = pick(out, value)
		} else if given {
			out, found = value, true
		}
	}
	if !found {
		return notShown
	}
	return point(out)
}

// linked tells whether a backup has evidence that can be read: a source, which the sheet of the evidence calls usable.
func (a *auditor) linked(row entry) bool { return a.sources[row["source.id"]]["usable"] == "yes" }

// observed is the least of what recovery points show of a data set's backups; where they show nothing, none if evidence
// would.
func (a *auditor) observed(set []entry, of func(entry) (float64, bool)) extent {
	out, found := math.Inf(1), false
	for _, row := range set {
		if value, shown := of(row); shown {
			out, found = min(out, value), true
		}
	}
	switch {
	case found:
		return point(out)
	case slices.ContainsFunc(set, func(row entry) bool { return !a.linked(row) }):
		return notShown
	}
	return nothingThere
}

// between is the time from one moment of a row to another, in so many parts of a day.
func (a *auditor) between(row entry, from, to string, parts float64) (float64, bool) {
	begins, given := known(row, from)
	ends, too := known(row, to)
	return (ends - begins) * parts, given && too
}

// drop is the greatest drop in size of a data set's backups.
func (a *auditor) drop(set []entry) extent {
	if len(set) == 0 {
		return nothingThere
	}
	out, found := 0.0, false
	for _, row := range set {
		newest, sized := known(row, "size.newest")
		if !sized {
			continue
		}
		var before []float64
		for i := range 10 {
			if size, given := known(row, "size."+strconv.Itoa(i+1)); given {
				before = append(before, size)
			}
		}
		slices.Sort(before)
		middle := (before[(len(before)-1)/2] + before[len(before)/2]) / 2
		found = true
		if middle > 0 {
			out = max(out, 1-newest/middle)
		}
	}
	if !found {
		return notShown
	}
	return point(out)
}

// failures adds up the failed runs of the backups with evidence.
func (a *auditor) failures(backups []entry) extent {
	sum, linked := 0.0, false
	for _, row := range backups {
		if a.linked(row) {
			sum, linked = sum+a.number(row, "failed"), true
		}
	}
	switch {
	case len(backups) == 0:
		return nothingThere
	case !linked:
		return notShown
	}
	return point(sum)
}

// instances is something of a service's instances, in their order.
func instances(s entry, what string) []string {
	if s["instances."+what] == "" {
		return nil
	}
	return strings.Split(s["instances."+what], ", ")
}

// away tells whether a backup stands on a campus that holds no instance of its service.
func (a *auditor) away(s, backup entry) bool {
	return !slices.Contains(instances(s, "campus"), backup["site.campus"])
}

// farthest is the greatest distance of a data set's backups from the nearest instance.
func (a *auditor) farthest(s entry, set []entry) extent {
	sites, places := instances(s, "site"), instances(s, "coordinates")
	if len(set) == 0 || len(sites) == 0 {
		return nothingThere
	}
	var parts []extent
	for _, row := range set {
		here := row["site.latitude"] + "/" + row["site.longitude"]
		nearest, certain := math.Inf(1), true
		for i := range sites {
			km, measurable := apart(row["site.id"], here, sites[i], places[i])
			if !measurable {
				certain = false
				continue
			}
			nearest = min(nearest, km)
		}
		if nearest == 0 {
			certain = true
		}
		part := point(nearest)
		if !certain {
			part.low = 0
		}
		parts = append(parts, part)
	}
	return worst(parts, greatest)
}

// apart is the great-circle distance between two sites, by the haversine formula; false where it cannot be told.
func apart(site, at, other, there string) (km float64, measurable bool) {
	if site == other {
		return 0, true
	}
	lat1, lon1, given := radians(at)
	lat2, lon2, too := radians(there)
	if !given || !too {
		return 0, false
	}
	h := math.Pow(math.Sin((lat2-lat1)/2), 2) + math.Cos(lat1)*math.Cos(lat2)*math.Pow(math.Sin((lon2-lon1)/2), 2)
	return 2 * 6371.0088 * math.Asin(math.Min(1, math.Sqrt(h))), true
}

// radians reads coordinates.
func radians(at string) (latitude, longitude float64, given bool) {
	north, east, _ := strings.Cut(at, "/")
	latitude, err := strconv.ParseFloat(north, 64)
	longitude, wrong := strconv.ParseFloat(east, 64)
	return latitude * math.Pi / 180, longitude * math.Pi / 180, err == nil && wrong == nil
}

var depths = []string{"file", "database", "application", "site"}

// decisive is the newest test that decides for a data set: the sheet has the newest first.
func (a *auditor) decisive(service string, set []entry, depth string) entry {
	for _, test := range a.tests[service] {
		its := test["backup"]
		named := slices.ContainsFunc(set, func(row entry) bool { return row["backup"] == its })
		others := slices.ContainsFunc(a.backups[service], func(row entry) bool { return row["backup"] == its })
		if test["outcome"] == "partial" || others && !named || slices.Index(depths, test["depth"]) < slices.Index(depths, depth) {
			continue
		}
		return test
	}
	return nil
}

// ofTests are the metrics of restore tests.
func (a *auditor) ofTests(rule, s entry) extent {
	a.Helper()
	var parts []extent
	for _, set := range sets(a.backups[s["service"]]) {
		test := a.decisive(s["service"], set, rule["depth"])
		if test == nil || test["outcome"] != "passed" {
			parts = append(parts, nothingThere)
			continue
		}
		part := notShown
		switch rule["metric"] {
		case "restore_test.age":
			days, _ := a.between(test, "date.utc", "as_of.utc", 1)
			part = point(days)
		case "restore_test.duration", "restore_test.data_loss":
			if hours, noted := known(test, strings.TrimPrefix(rule["metric"], "restore_test.")); noted {
				part = point(hours)
			}
		case "restore_test.outdated":
			part = point(0)
			if changed, given := known(s, "changed"); given && changed > a.number(test, "date") {
				part = point(1)
			}
		default:
			a.Fatalf("%s is not worked out", rule["metric"])
		}
		parts = append(parts, part)
	}
	return worst(parts, greatest)
}

// ofRecord are the metrics of places, dependencies and the record.
func (a *auditor) ofRecord(metric string, s entry) extent {
	a.Helper()
	backups := a.backups[s["service"]]
	switch metric {
	case "providers.count":
		all := instances(s, "provider")
		for _, row := range backups {
			all = append(all, row["site.provider"])
		}
		return point(kindsIn(all))
	case "sites.count":
		return point(kindsIn(instances(s, "campus")))
	case "sites.distance":
		return farApart(instances(s, "site"), instances(s, "coordinates"))
	case "sites.unconfirmed":
		n := howMany(backups, func(row entry) bool { return row["confirmed"] != a.yes })
		for _, confirmed := range instances(s, "confirmed") {
			if confirmed == "no" {
				n++
			}
		}
		return point(float64(n))
	case "dependencies.weaker":
		return point(kindsIn(slices.DeleteFunc(a.needs(s), func(id string) bool {
			return slices.Index(a.tiers, a.services[id]["tier"]) <= slices.Index(a.tiers, s["tier"])
		})))
	case "record.missing":
		n := 0
		for key, empty := range map[string]string{"owner": "", "description": "", "rto": "–", "rpo": "–", "members": "0"} {
			if s[key] == empty && (key != "rpo" || s["stateful"] == a.yes) {
				n++
			}
		}
		return point(float64(n))
	}
	a.Fatalf("%s is not worked out", metric)
	return extent{}
}

// needs are the services that one rests on.
func (a *auditor) needs(s entry) []string {
	var out []string
	for _, key := range []string{"depends_on.id", "stores_data_in.id"} {
		if s[key] != "" {
			out = append(out, strings.Split(s[key], ", ")...)
		}
	}
	return out
}

func kindsIn(words []string) float64 {
	seen := map[string]bool{}
	for _, word := range words {
		seen[word] = true
	}
	return float64(len(seen))
}

// spread is the greatest distance between two sites.
func farApart(sites, places []string) extent {
	if len(sites) == 0 {
		return nothingThere
	}
	out := point(0)
	for i := range sites {
		for j := range i {
			km, measurable := apart(sites[i], places[i], sites[j], places[j])
			if !measurable {
				out.high = math.Inf(1)
			}
			out.low = max(out.low, km)
		}
	}
	out.high = max(out.low, out.high)
	return out
}

// ofScenarios are the metrics of scenarios, by what Scenario impact says of the service.
func (a *auditor) ofScenarios(rule, s entry) (x extent, applies bool) {
	a.Helper()
	kinds, played := strings.Split(rule["scenarios"], ", "), 0
	for _, scenario := range a.sheets[scenariosKey] {
		if slices.Contains(kinds, scenario["kind"]) {
			played++
		}
	}
	keeps := s["stateful"] == a.yes || s["stores_data_in.id"] != ""
	if played == 0 || !keeps && rule["metric"] != "scenario.interruption" {
		return x, false
	}
	parts := []extent{point(0)}
	for _, row := range a.struck[s["service"]] {
		if !slices.Contains(kinds, a.scenarios[row["scenario"]]["kind"]) {
			continue
		}
		switch rule["metric"] {
		case "scenario.data_lost":
			x.low += float64(howMany([]entry{row}, func(entry) bool { return row["outcome"] == "lost" }))
			x.high += float64(howMany([]entry{row}, func(entry) bool { return row["outcome"] == "lost" || row["outcome"] == "unproven" }))
		case "scenario.interruption":
			parts = append(parts, a.stretchOf(row, "interruption", a.forGood))
		case "scenario.data_loss":
			parts = append(parts, a.stretchOf(row, "data_loss", a.gone))
		default:
			a.Fatalf("%s is not worked out", rule["metric"])
		}
	}
	if rule["metric"] == "scenario.data_lost" {
		return x, true
	}
	return worst(parts, greatest), true
}

// stretchOf is a length of time of a row of Scenario impact; none where it has no end.
func (a *auditor) stretchOf(row entry, key, endless string) extent {
	low, figure := known(row, key+".low")
	switch {
	case row[key+".low"] == endless:
		return nothingThere
	case !figure:
		return notShown
	case row[key+".high"] == "∞":
		return extent{low: low, high: math.Inf(1)}
	case row[key+".high"] == "":
		return point(low)
	}
	return extent{low: low, high: a.number(row, key+".high")}
}
