package rules

import (
	"strings"
	"testing"

	"coupefeu/inventory/source"
)

// packOf loads a pack of two tiers with the rules given, one a line.
func packOf(t *testing.T, tiers string, entries ...string) *Pack {
	t.Helper()
	text := "pack: {id: p}\ntiers: [" + tiers + "]\nrules:\n"
	for _, entry := range entries {
		text += "  - {" + entry + ", title: T, severity: low}\n"
	}
	pack, found := Load(source.File{Name: "pack.yaml", Data: []byte(text)})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	return pack
}

func TestCompareEntry(t *testing.T) {
	const age = "id: r, metric: restore_test.age, "
	const lost = "id: r, metric: scenario.data_lost, at_most: 0"
	for _, c := range []struct {
		about       string
		before, now string
		want        string // for the tier vital
	}{
		{"written alike", age + "at_most: 92d", age + "at_most: 92d", ""},
		{"the same length in other words", age + "at_most: 7d", age + "at_most: 1w", ""},
		{"one limit for all, and the same by tier", age + "at_most: 7d", age + "at_most: {vital: 7d}", ""},
		{"only another tier's limit", age + "at_most: {vital: 7d, standard: 9d}", age + "at_most: {vital: 7d}", ""},
		{"the limit", age + "at_most: 92d", age + "at_most: 91d", "limit"},
		{"the bound", age + "at_most: 92d", age + "at_least: 92d", "limit"},
		{"the bound of another tier alone", age + "at_most: {standard: 9d}", age + "at_least: {standard: 9d}", ""},
		{"no limit before", age + "at_most: {standard: 9d}", age + "at_most: 9d", "limit"},
		{"no limit now", age + "at_most: 0s", age + "at_most: {standard: 0s}", "limit"},
		{"a target instead of a value", age + "at_most: 4h", age + "at_most: service.rto", "limit"},
		{"another target", age + "at_most: service.rpo", age + "at_most: service.rto", "limit"},
		{"the depth", age + "at_most: 9d", age + "at_most: 9d, depth: application", "depth"},
		{"a depth that stands for the default", age + "at_most: 9d", age + "at_most: 9d, depth: file", ""},
		{"the scenarios", lost, lost + ", scenarios: [campus, site]", "scenarios"},
		{"scenarios that stand for the default", lost, lost + ", scenarios: [campus]", ""},
		{"scenarios in another order", lost + ", scenarios: [site, campus]", lost + ", scenarios: [campus, site]", ""},
		{"as many scenarios, others", lost + ", scenarios: [site, campus]", lost + ", scenarios: [site, region]", "scenarios"},
		{"the metric", "id: r, metric: backup.copies, at_least: 2", "id: r, metric: backup.media, at_least: 2", "metric"},
		{"the metric, of another unit", "id: r, metric: backup.copies, at_most: 0", "id: r, metric: backup.size_drop, at_most: 0", "metric limit"},
		{"the metric, which takes a depth now", "id: r, metric: backup.age, at_most: 9d", age + "at_most: 9d, depth: site", "metric"},
		{"the metric, with other scenarios", lost, "id: r, metric: scenario.data_loss, at_most: 0s, scenarios: [site]", "metric scenarios limit"},
		{"added", "id: other, metric: backup.age, at_most: 9d", age + "at_most: 9d", "added"},
		{"removed", age + "at_most: 9d", "id: other, metric: backup.age, at_most: 9d", "removed"},
		{"in neither", "id: other, metric: backup.age, at_most: 9d", "id: another, metric: backup.age, at_most: 9d", ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			change := CompareEntry(packOf(t, "vital, standard", c.before), packOf(t, "vital, standard", c.now), "r", "vital")
			if got := changeWords(change); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if change.Any() != (c.want != "") {
				t.Errorf("Any is %v", change.Any())
			}
		})
	}
}

func changeWords(c EntryChange) string {
	words := c.Parts()
	if c.Added {
		words = append(words, "added")
	}
	if c.Removed {
		words = append(words, "removed")
	}
	return strings.Join(words, " ")
}

// TestCompareEntryFindsTiersByName: neither their order nor what else a pack has matters.
func TestCompareEntryFindsTiersByName(t *testing.T) {
	const copies = "id: r, metric: backup.copies, at_least: "
	before := packOf(t, "vital, standard", "id: first, metric: backup.age, at_most: 9d", copies+"{vital: 3, standard: 2}")
	now := packOf(t, "standard, minor, vital", copies+"{vital: 3, standard: 2, minor: 2}")
	for tier, want := range map[string]string{"vital": "", "standard": "", "minor": "limit", "nowhere": ""} {
		if got := changeWords(CompareEntry(before, now, "r", tier)); got != want {
			t.Errorf("tier %s: %q, want %q", tier, got, want)
		}
		if got := changeWords(CompareEntry(now, before, "r", tier)); got != want {
			t.Errorf("tier %s, the other way round: %q, want %q", tier, got, want)
		}
	}
}
