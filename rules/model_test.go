package rules

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory/evidence"
	"coupefeu/rules/scenario"
)

// model says what the rules' page says, sentence by sentence, as slowly and plainly as it can. It shares nothing with
// the engine: it walks the inventory as JSON, reads days and durations itself, and looks everything up anew. What a
// scenario does to a service it takes as played: package scenario has a model of its own for that.
type model struct {
	*world
	played []scenario.Played
}

// figure is a metric's answer in the model: "n/a", "none" or "" with bounds.
type figure struct {
	word   string
	lo, hi float64
	basis  string
}

var infinity = math.Inf(1)

func fixed(value float64, basis string) figure { return figure{lo: value, hi: value, basis: basis} }

// moment reads a day or an instant; the day's first instant.
func (m model) moment(v any) (at time.Time, day bool) {
	text := v.(string)
	if at, err := time.ParseInLocation(time.DateOnly, text, m.zone); err == nil {
		return at, true
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return at, false
}

// exists: a day is on or before as-of only if its first instant is before as-of.
func (m model) exists(v any) bool {
	at, day := m.moment(v)
	return at.Before(m.asOf) || !day && at.Equal(m.asOf)
}

// span reads a duration in seconds.
func span(v any) float64 {
	total, number := 0.0, 0.0
	for _, letter := range v.(string) {
		if letter >= '0' && letter <= '9' {
			number = 10*number + float64(letter-'0')
			continue
		}
		total += number * map[rune]float64{'w': 604800, 'd': 86400, 'h': 3600, 'm': 60, 's': 1}[letter]
		number = 0
	}
	return total
}

func objects(v any) []object {
	var out []object
	list, _ := v.([]any)
	for _, entry := range list {
		out = append(out, entry.(object))
	}
	return out
}

// given: null, an empty text and an empty list count as not given.
func given(o object, key string) bool {
	switch v := o[key].(type) {
	case nil:
		return false
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	}
	return true
}

func (m model) service(id string) object {
	for _, s := range objects(m.inventory["services"]) {
		if s["id"] == id {
			return s
		}
	}
	return nil
}

func (m model) site(id any) object {
	for _, s := range objects(m.inventory["sites"]) {
		if s["id"] == id {
			return s
		}
	}
	return nil
}

// campus: default, the site's own id.
func (m model) campus(site any) any {
	if s := m.site(site); given(s, "campus") {
		return s["campus"]
	}
	return site
}

// backups are those in service on or before as-of.
func (m model) backups(s object) []object {
	var out []object
	for _, b := range objects(s["backups"]) {
		if !given(b, "since") || m.exists(b["since"]) {
			out = append(out, b)
		}
	}
	return out
}

// sets: a service without backups has one data set without backups.
func (m model) sets(s object) [][]object {
	byName := map[string][]object{}
	for _, b := range m.backups(s) {
		name := "main"
		if given(b, "data") {
			name = b["data"].(string)
		}
		byName[name] = append(byName[name], b)
	}
	if len(byName) == 0 {
		return [][]object{nil}
	}
	var out [][]object
	for _, set := range byName {
		out = append(out, set)
	}
	return out
}

func (m model) runsOf(s, b object) []evidence.Run { return m.stream(fmt.Sprint(s["id"], "/", b["id"])) }

// points: the observed successful ones up to t where evidence is linked, else last_success alone if declared.
func (m model) points(s, b object) (at []time.Time, basis string) {
	if given(b, "evidence") {
		for _, run := range m.runsOf(s, b) {
			if run.OK {
				at = append(at, run.Time)
			}
		}
		return at, "observed"
	}
	if given(b, "last_success") && m.exists(b["last_success"]) {
		moment, _ := m.moment(b["last_success"])
		return []time.Time{moment}, "declared"
	}
	return nil, "declared"
}

var strength = []string{"declared", "documented", "observed"}

func lesser(a, b string) string {
	return strength[min(slices.Index(strength, a), slices.Index(strength, b))]
}

// perSet takes the worst of the data sets, bound by bound; none if any is none.
func (m model) perSet(s object, greatest bool, of func(set []object) figure) figure {
	var all []figure
	for _, set := range m.sets(s) {
		all = append(all, of(set))
	}
	out := all[0]
	for _, f := range all[1:] {
		pick := math.Min
		if greatest {
			pick = math.Max
		}
		out = figure{lo: pick(out.lo, f.lo), hi: pick(out.hi, f.hi), basis: lesser(out.basis, f.basis), word: out.word + f.word}
	}
	if out.word != "" {
		out.word = "none"
	}
	return out
}

var (
	nobody   = figure{word: "none", basis: "declared"}
	whoKnows = figure{lo: 0, hi: infinity, basis: "declared"}
)

// limit is the rule's limit for a service: its bound, and NaN where the target is not set. No bound: the tier is left out.
func (m model) limit(s object, rule object) (string, float64) {
	for _, bound := range []string{"at_most", "at_least"} {
		value, ok := rule[bound]
		if byTier, tiers := value.(object); tiers {
			value, ok = byTier[s["tier"].(string)]
		}
		if !ok {
			continue
		}
		switch v := value.(type) {
		case int:
			return bound, float64(v)
		case float64:
			return bound, v
		case string:
			return bound, m.amount(s, v)
		}
	}
	return "", 0
}

func (m model) amount(s object, text string) float64 {
	if target, isTarget := strings.CutPrefix(text, "service."); isTarget {
		if !given(s, target) {
			return math.NaN()
		}
		return span(s[target])
	}
	if strings.HasSuffix(text, " km") {
		km := 0.0
		fmt.Sscanf(text, "%f km", &km)
		return km
	}
	return span(text)
}

// verdict, first that applies.
func modelVerdict(f figure, bound string, limit float64) string {
	switch {
	case bound == "" || f.word == "n/a":
		return "not_applicable"
	case f.word == "none":
		return "fail"
	case math.IsNaN(limit):
		return "unknown"
	case bound == "at_most" && f.lo > limit || bound == "at_least" && f.hi < limit:
		return "fail"
	case bound == "at_most" && f.hi <= limit || bound == "at_least" && f.lo >= limit:
		return "pass"
	}
	return "unknown"
}

// TestAgainstModel compares the engine with the model on random inventories.
func TestAgainstModel(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(1200) {
		w := newWorld(seed)
		in := w.input(t)
		result := Evaluate(in)
		m := model{w, result.Played}
		if got, want := ids(result.Played), m.scenarioIDs(); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the scenarios %v were played, want %v", seed, got, want)
		}
		want, states := m.assess()
		for i := range result.Findings {
			if got := show(&result.Findings[i], in); got != want[i].String() {
				t.Fatalf("seed %d, finding %d:\ngot  %s\nwant %s", seed, i, got, want[i])
			}
			seen[want[i].status+" "+want[i].basis]++
			if in.Pack.Rules[result.Findings[i].RuleIndex].Metric.TakesScenarios {
				seen["scenario "+want[i].status+" "+want[i].basis]++
			}
		}
		if got := showWaivers(result.Waivers); got != states {
			t.Fatalf("seed %d, waivers:\ngot  %s\nwant %s", seed, got, states)
		}
		for _, word := range strings.Fields(states) {
			seen[word]++
		}
	}
	for _, must := range []string{
		"pass declared", "pass documented", "pass observed", "fail declared", "fail documented", "fail observed", "unknown declared",
		"unknown documented", "unknown observed", "waived declared", "waived documented", "waived observed", "not_applicable ",
		"scenario pass declared", "scenario pass documented", "scenario fail declared", "scenario fail documented",
		"scenario unknown declared", "scenario unknown documented", "scenario not_applicable ",
		"in_force", "expired", "future", "too_long", "idle",
	} {
		if seen[must] < 20 {
			t.Errorf("only %d times %q: the random inventories do not try it", seen[must], must)
		}
	}
}
