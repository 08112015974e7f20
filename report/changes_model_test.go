package report

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"coupefeu/inventory/source"
	"coupefeu/rules"
)

// changesModel says what the assessment's page says of changes, sentence by sentence, as slowly and plainly as it can,
// from what the two reports print. It shares nothing with the program but the evaluation of a whole pack.
type changesModel struct {
	packs    [2]object                        // as they are written, where they are random
	order    [2][]string                      // ids of the rules of both packs, as they stand there
	parts    func(rule, tier string) []string // of a rule of both packs: what its entries write differently for a tier
	tiers    map[string]string                // of today's services
	findings [2]map[string]printed            // by "rule service"
	applied  map[string]string                // status by "rule service": the earlier pack applied to today's inputs
	seen     map[string]int
}

// printed is what a report prints of a finding, as far as changes go.
type printed struct {
	rule, service, status, waiver string
	number                        int32
}

func printedFindings(a *Assessment) map[string]printed {
	out := map[string]printed{}
	for i := range a.Findings {
		f := &a.Findings[i]
		out[f.Rule+" "+f.Service] = printed{rule: f.Rule, service: f.Service, status: f.Status.String(), waiver: f.Waiver, number: f.Number}
	}
	return out
}

// modelOf is the model of two reports, of which the later is made of q.
func modelOf(t testing.TB, before, now *Assessment, q quarter) *changesModel {
	t.Helper()
	m := &changesModel{tiers: map[string]string{}, findings: [2]map[string]printed{printedFindings(before), printedFindings(now)},
		applied: appliedTo(t, before.Pack.Text, q), seen: map[string]int{}}
	for i, a := range []*Assessment{before, now} {
		for r := range a.Rules {
			m.order[i] = append(m.order[i], a.Rules[r].ID)
		}
	}
	for i := range now.Services {
		m.tiers[now.Services[i].ID] = now.Services[i].Tier
	}
	return m
}

// appliedTo is what a whole pack makes of a quarter.
func appliedTo(t testing.TB, pack string, q quarter) map[string]string {
	t.Helper()
	in, _ := q.input(t)
	earlier, found := rules.Load(source.File{Name: "earlier.yaml", Data: []byte(pack)})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	in.Pack = earlier
	out := map[string]string{}
	for _, f := range rules.Evaluate(in).Findings {
		out[f.Rule+" "+f.Service] = f.Status.String()
	}
	return out
}

func isOpenWord(status string) bool { return status == "fail" || status == "unknown" }

// services are the ids of a quarter's services, or of both.
func (m *changesModel) services(quarters ...int) []string {
	var out []string
	for _, q := range quarters {
		for _, f := range m.findings[q] {
			out = append(out, f.service)
		}
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// items are the changes in their order: rules of today's pack, then those that are gone.
func (m *changesModel) items() []string {
	var out []string
	order := slices.Clone(m.order[1])
	for _, id := range m.order[0] {
		if !slices.Contains(order, id) {
			order = append(order, id)
		}
	}
	services := m.services(0, 1)
	for _, rule := range order {
		for _, service := range services {
			before, now := m.findings[0][rule+" "+service], m.findings[1][rule+" "+service]
			if isOpenWord(before.status) == isOpenWord(now.status) {
				continue
			}
			cause := m.cause(rule, service)
			m.seen[cause]++
			out = append(out, fmt.Sprintf("%s %s %s %s>%s %s #%d", rule, service, cause, before.status, now.status, cmp.Or(now.waiver, before.waiver), now.number))
		}
	}
	return out
}

// cause is the first that applies.
func (m *changesModel) cause(rule, service string) string {
	before, now := m.findings[0][rule+" "+service].status, m.findings[1][rule+" "+service].status
	direction := map[bool]string{true: "in", false: "out"}[isOpenWord(now)]
	if !slices.Contains(m.services(0), service) || !slices.Contains(m.services(1), service) {
		return "scope_" + direction
	}
	if !slices.Contains(m.order[0], rule) || !slices.Contains(m.order[1], rule) {
		return "rule_" + direction
	}
	if len(m.parts(rule, m.tiers[service])) > 0 {
		if m.applied[rule+" "+service] != now {
			return "rule_" + direction
		}
		m.seen["spared"]++
	}
	return map[string]string{"pass": "fixed", "waived": "waived", "not_applicable": "dropped"}[now] +
		map[string]string{"pass": "regressed", "waived": "waiver_ended", "not_applicable": "new"}[before]
}

// rules are the rules that the packs do not write alike, for any of the tiers; items are the changes.
func (m *changesModel) rules(items, tiers []string) []string {
	open := func(rule string) (n int) {
		for _, item := range items {
			if words := strings.Fields(item); words[0] == rule && strings.HasPrefix(words[2], "rule_") {
				n++
			}
		}
		return n
	}
	var out []string
	for _, id := range m.order[1] {
		if !slices.Contains(m.order[0], id) {
			out = append(out, fmt.Sprintf("%s added [] [] %d", id, open(id)))
			continue
		}
		differs, limits := map[string]bool{}, []string{}
		for _, tier := range tiers {
			for _, part := range m.parts(id, tier) {
				if differs[part] = true; part == "limit" {
					limits = append(limits, tier)
				}
			}
		}
		if len(differs) > 0 {
			parts := slices.DeleteFunc([]string{"metric", "depth", "scenarios", "limit"}, func(part string) bool { return !differs[part] })
			out = append(out, fmt.Sprintf("%s changed %v %v %d", id, parts, limits, open(id)))
		}
	}
	for _, id := range m.order[0] {
		if !slices.Contains(m.order[1], id) {
			out = append(out, fmt.Sprintf("%s removed [] [] %d", id, open(id)))
		}
	}
	return out
}

// entry is a rule of a random pack as it is written; nil where the pack lacks it.
func entry(pack object, id string) object {
	for _, r := range pack["rules"].([]any) {
		if r.(object)["id"] == id {
			return r.(object)
		}
	}
	return nil
}

// differing are the parts of the two entries of a rule that differ for a tier, of two random packs.
func (m *changesModel) differing(rule, tier string) []string {
	var parts []string
	earlier, today := entry(m.packs[0], rule), entry(m.packs[1], rule)
	takes := func(family string) bool {
		return strings.HasPrefix(earlier["metric"].(string), family) && strings.HasPrefix(today["metric"].(string), family)
	}
	if earlier["metric"] != today["metric"] {
		parts = append(parts, "metric")
	}
	if takes("restore_test.") && orElseText(earlier["depth"], "file") != orElseText(today["depth"], "file") {
		parts = append(parts, "depth")
	}
	if takes("scenario.") && kindsOf(earlier) != kindsOf(today) {
		parts = append(parts, "scenarios")
	}
	if limitOf(m.packs[0], rule, tier) != limitOf(m.packs[1], rule, tier) {
		parts = append(parts, "limit")
	}
	return parts
}

func orElseText(v any, otherwise string) string {
	if v == nil {
		return otherwise
	}
	return v.(string)
}

// kindsOf is the set of kinds that a rule looks at.
func kindsOf(r object) string {
	kinds, given := r["scenarios"].([]string)
	if !given {
		return "campus"
	}
	kinds = slices.Clone(kinds)
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

// limitOf is what a rule's limit for a tier comes to; "" where it has none, or the pack has no such tier.
func limitOf(pack object, rule, tier string) string {
	r := entry(pack, rule)
	if !slices.Contains(pack["tiers"].([]string), tier) {
		return ""
	}
	lengths := map[string]string{"1h": "3600", "24h": "86400", "1d": "86400", "7d": "604800", "1w": "604800", "100d": "8640000"}
	for _, bound := range []string{"at_most", "at_least"} {
		value, given := r[bound]
		if byTier, mapped := value.(object); mapped {
			value, given = byTier[tier]
		}
		if !given {
			continue
		}
		text := fmt.Sprint(value)
		if seconds := lengths[text]; seconds != "" {
			text = seconds
		}
		return bound + " " + text + metricWords[r["metric"].(string)]
	}
	return ""
}

// TestChangesAgainstModel compares every change between two random quarters with the model.
func TestChangesAgainstModel(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(400) {
		p := newPair(seed)
		first := p.quarter(t, 0).assess(t)
		before := remembered(t, first)
		today := p.quarter(t, 1)
		a := today.assess(t, before)
		m := modelOf(t, first, a, today)
		m.packs, m.parts, m.seen = p.packs, m.differing, seen
		want := m.items()
		if diff := gocmp.Diff(want, itemWords(a.Changes)); diff != "" {
			t.Fatalf("seed %d: changes (-want +got):\n%s\nbefore %s\nnow %s", seed, diff, first.Pack.Text, a.Pack.Text)
		}
		if diff := gocmp.Diff(m.rules(want, []string{"t0", "t1", "t2"}), ruleWords(a.Changes)); diff != "" {
			t.Fatalf("seed %d: rules (-want +got):\n%s\nbefore %s\nnow %s", seed, diff, first.Pack.Text, a.Pack.Text)
		}
		if reconcile(t, a, before); t.Failed() {
			t.Fatalf("seed %d does not reconcile", seed)
		}
	}
	for _, cause := range append([]string{"spared"}, causeWords()...) {
		if seen[cause] < 40 {
			t.Errorf("only %d times %q: the random quarters do not try it", seen[cause], cause)
		}
	}
}

func causeWords() []string {
	var out []string
	for _, cause := range Causes {
		out = append(out, string(cause))
	}
	return out
}

func itemWords(c *Changes) []string {
	var out []string
	for _, item := range c.Items {
		number, text := int32(0), func(status *string) string {
			if status == nil {
				return ""
			}
			return *status
		}
		if item.Number != nil {
			number = *item.Number
		}
		out = append(out, fmt.Sprintf("%s %s %s %s>%s %s #%d", item.Rule, item.Service, item.Cause, text(item.Before), text(item.Now), item.Waiver, number))
	}
	return out
}

// ruleWords writes the rules with their tiers sorted, for the model does not know in which order a pack has them.
func ruleWords(c *Changes) []string {
	var out []string
	for _, r := range c.Rules {
		tiers := slices.Clone(r.Tiers)
		slices.Sort(tiers)
		out = append(out, fmt.Sprintf("%s %s %v %v %d", r.Rule, r.Kind, r.Parts, tiers, r.Open))
	}
	return out
}
