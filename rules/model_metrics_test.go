package rules

import (
	"math"
	"slices"
	"sort"
	"strings"
	"time"
)

func (m model) measure(s object, rule object) figure {
	name := rule["metric"].(string)
	if (strings.HasPrefix(name, "backup.") || strings.HasPrefix(name, "restore_test.")) && s["stateful"] == false {
		return figure{word: "n/a"}
	}
	if strings.HasPrefix(name, "scenario.") {
		return m.struck(s, rule)
	}
	depth, _ := rule["depth"].(string)
	switch name {
	case "backup.interval":
		return m.perSet(s, true, func(set []object) figure { return declaredBest(set, "every", math.Min) })
	case "backup.retention":
		return m.perSet(s, false, func(set []object) figure { return declaredBest(set, "retention", math.Max) })
	case "backup.age":
		return m.perSet(s, true, func(set []object) figure { return m.age(s, set) })
	case "backup.gap":
		return m.perSet(s, true, func(set []object) figure { return m.gaps(s, set) })
	case "backup.failed_runs":
		return m.failedRuns(s)
	case "backup.size_drop":
		return m.perSet(s, true, func(set []object) figure { return m.sizeDrops(s, set) })
	case "backup.offsite_copies", "backup.confirmed_offsite_copies":
		return m.perSet(s, false, func(set []object) figure { return m.offsite(s, set, name == "backup.confirmed_offsite_copies") })
	case "backup.offsite_distance":
		return m.perSet(s, false, func(set []object) figure { return m.farthest(s, set) })
	case "restore_test.age", "restore_test.duration", "restore_test.data_loss", "restore_test.outdated":
		return m.perSet(s, true, func(set []object) figure { return m.tested(s, set, name, depth) })
	}
	return m.measureCopies(s, name)
}

func (m model) measureCopies(s object, name string) figure {
	switch name {
	case "backup.copies":
		return m.perSet(s, false, func(set []object) figure { return fixed(float64(len(set)+1), "declared") })
	case "backup.media":
		return m.perSet(s, false, func(set []object) figure {
			seen := map[any]bool{"disk": true}
			for _, b := range set {
				if given(b, "media") {
					seen[b["media"]] = true
				}
			}
			return fixed(float64(len(seen)), "declared")
		})
	case "backup.immutable_copies":
		return m.perSet(s, false, func(set []object) figure {
			n := 0.0
			for _, b := range set {
				if b["immutable"] == true || b["offline"] == true {
					n++
				}
			}
			return fixed(n, "declared")
		})
	case "backup.unencrypted_copies":
		f := fixed(0, "declared")
		for _, b := range m.backups(s) {
			if b["encrypted"] == false {
				f.lo++
			}
			if b["encrypted"] != true {
				f.hi++
			}
		}
		return f
	case "backup.undocumented":
		n := 0.0
		for _, b := range m.backups(s) {
			if !given(b, "evidence") {
				n++
			}
		}
		return fixed(n, "declared")
	}
	return m.measureElsewhere(s, name)
}

func (m model) measureElsewhere(s object, name string) figure {
	switch name {
	case "providers.count":
		seen := map[any]bool{}
		for _, at := range append(objects(s["instances"]), m.backups(s)...) {
			seen[m.site(at["site"])["provider"]] = true
		}
		return fixed(float64(len(seen)), m.placed(append(objects(s["instances"]), m.backups(s)...)))
	case "sites.count":
		seen := map[any]bool{}
		for _, at := range objects(s["instances"]) {
			seen[m.campus(at["site"])] = true
		}
		return fixed(float64(len(seen)), m.placed(objects(s["instances"])))
	case "sites.distance":
		return m.spread(objects(s["instances"]))
	case "sites.unconfirmed":
		n, all := 0.0, append(objects(s["instances"]), m.backups(s)...)
		for _, at := range all {
			if !m.confirmed(at) {
				n++
			}
		}
		return fixed(n, m.placed(all))
	case "dependencies.weaker":
		weak := map[any]bool{}
		for _, key := range []string{"depends_on", "stores_data_in"} {
			list, _ := s[key].([]any)
			for _, id := range list {
				if m.rank(m.service(id.(string))) > m.rank(s) {
					weak[id] = true
				}
			}
		}
		return fixed(float64(len(weak)), "declared")
	case "record.missing":
		n := 0.0
		for _, key := range []string{"owner", "description", "rto", "members", "rpo"} {
			if !given(s, key) && (key != "rpo" || s["stateful"] != false) {
				n++
			}
		}
		return fixed(n, "declared")
	}
	panic("the model does not know " + name)
}

func (m model) rank(s object) int {
	return slices.Index([]string{"vital", "important", "standard"}, s["tier"].(string))
}

func declaredBest(set []object, key string, pick func(a, b float64) float64) figure {
	if len(set) == 0 {
		return nobody
	}
	best := math.NaN()
	for _, b := range set {
		if given(b, key) && math.IsNaN(best) {
			best = span(b[key])
		} else if given(b, key) {
			best = pick(best, span(b[key]))
		}
	}
	if math.IsNaN(best) {
		return whoKnows
	}
	return fixed(best, "declared")
}

// pointless: no backup, or evidence linked on all, is none; one or more without evidence, unknown.
func pointless(set []object) figure {
	for _, b := range set {
		if !given(b, "evidence") {
			return whoKnows
		}
	}
	return nobody
}

func (m model) age(s object, set []object) figure {
	best := pointless(set)
	found := false
	for _, b := range set {
		points, basis := m.points(s, b)
		for _, p := range points {
			age := m.asOf.Sub(p).Seconds()
			if !found || age < best.lo || age == best.lo && basis == "observed" {
				best, found = fixed(age, basis), true
			}
		}
	}
	return best
}

func (m model) gaps(s object, set []object) figure {
	best := pointless(set)
	found := false
	for _, b := range set {
		if points, _ := m.points(s, b); given(b, "evidence") && len(points) > 0 {
			if gap := m.gap(b, points); !found || gap < best.lo {
				best, found = fixed(gap, "observed"), true
			}
		}
	}
	return best
}

// gap: the longest stretch without a recovery point in [w0, t], found by sorting all its ends.
func (m model) gap(b object, points []time.Time) float64 {
	w0 := m.start
	for _, key := range []string{"thinned_after", "retention"} {
		if given(b, key) {
			if at := m.asOf.Add(-time.Duration(span(b[key])) * time.Second); at.After(w0) {
				w0 = at
			}
		}
	}
	if given(b, "since") {
		if at, _ := m.moment(b["since"]); at.After(w0) {
			w0 = at
		}
	}
	marks := []time.Time{w0, m.asOf}
	for _, p := range points {
		if !p.Before(w0) && !p.After(m.asOf) {
			marks = append(marks, p)
		}
	}
	sort.Slice(marks, func(i, j int) bool { return marks[i].Before(marks[j]) })
	longest := 0.0
	for i := 1; i < len(marks); i++ {
		longest = math.Max(longest, marks[i].Sub(marks[i-1]).Seconds())
	}
	return longest
}

func (m model) failedRuns(s object) figure {
	n, linked := 0.0, false
	for _, b := range m.backups(s) {
		linked = linked || given(b, "evidence")
		for _, run := range m.runsOf(s, b) {
			if given(b, "evidence") && !run.OK && !run.Time.Before(m.start) && !run.Time.After(m.asOf) {
				n++
			}
		}
	}
	switch {
	case len(m.backups(s)) == 0:
		return nobody
	case !linked:
		return whoKnows
	}
	return fixed(n, "observed")
}

func (m model) sizeDrops(s object, set []object) figure {
	if len(set) == 0 {
		return nobody
	}
	best := whoKnows
	for _, b := range set {
		var sizes []float64
		for _, run := range m.runsOf(s, b) {
			if given(b, "evidence") && run.OK && run.Bytes >= 0 {
				sizes = append(sizes, float64(run.Bytes))
			}
		}
		if len(sizes) < 3 {
			continue
		}
		newest, before := sizes[len(sizes)-1], sizes[:len(sizes)-1]
		before = slices.Clone(before[max(0, len(before)-10):])
		sort.Float64s(before)
		median := (before[(len(before)-1)/2] + before[len(before)/2]) / 2
		drop := 0.0
		if median > 0 {
			drop = math.Max(0, 1-newest/median)
		}
		if best.hi == infinity || drop > best.lo {
			best = fixed(drop, "observed")
		}
	}
	return best
}

// decisive: the newest test on or before t whose outcome is passed or failed, that names no backup or one of this
// data set's, and that is of the rule's depth or deeper.
func (m model) decisive(s object, set []object, depth string) object {
	var newest object
	for _, test := range objects(m.inventory["restore_tests"]) {
		if test["service"] != s["id"] || test["outcome"] == "partial" || !m.exists(test["date"]) || deep(test) < deep(object{"depth": depth}) {
			continue
		}
		if given(test, "backup") && !slices.ContainsFunc(set, func(b object) bool { return b["id"] == test["backup"] }) {
			continue
		}
		if newest == nil || m.dayOf(test) >= m.dayOf(newest) {
			newest = test
		}
	}
	return newest
}

func (m model) dayOf(test object) string {
	at, _ := m.moment(test["date"])
	return at.In(m.zone).Format(time.DateOnly)
}

func deep(test object) int {
	return max(0, slices.Index([]any{"file", "database", "application", "site"}, test["depth"]))
}

func (m model) tested(s object, set []object, name, depth string) figure {
	test := m.decisive(s, set, depth)
	if test == nil {
		return nobody
	}
	basis := "declared"
	if given(test, "document") {
		basis = "documented"
	}
	at, _ := m.moment(test["date"])
	_, key, _ := strings.Cut(name, ".")
	switch {
	case test["outcome"] == "failed":
		return figure{word: "none", basis: basis}
	case key == "age":
		return fixed(m.asOf.Sub(at).Seconds(), basis)
	case key == "outdated":
		outdated := 0.0
		if given(s, "changed") && m.exists(s["changed"]) {
			if changed, _ := m.moment(s["changed"]); changed.After(at) {
				outdated = 1
			}
		}
		return fixed(outdated, basis)
	case !given(test, key):
		return figure{hi: infinity, basis: basis}
	}
	return fixed(span(test[key]), basis)
}
