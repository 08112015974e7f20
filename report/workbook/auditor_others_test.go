package workbook

import (
	"math"
	"slices"
	"strings"
)

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
