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
