package packs_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// languages are those that every text of the baseline is written in.
var languages = []string{"fr", "nl", "de", "en"}

// baseline returns the nodes of the pack's rules by id, and their ids in order.
func baseline(t *testing.T) (byID map[string]*source.Node, order []string) {
	t.Helper()
	file := &source.File{Name: "baseline.yaml", Data: packs.Baseline()}
	documents, found := source.Parse(file)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	list := documents[0].Get("rules")
	if list == nil || len(list.Children) == 0 {
		t.Fatal("the baseline has no rules")
	}
	byID = make(map[string]*source.Node)
	for i := range list.Children {
		id := list.Children[i].Get("id").Text
		byID[id] = &list.Children[i]
		order = append(order, id)
	}
	return byID, order
}

// TestLoad reads the baseline as strictly as any other pack, and looks at what is not a rule.
func TestLoad(t *testing.T) {
	pack, found := rules.Load(source.File{Name: "baseline.yaml", Data: packs.Baseline()})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	if pack.ID != "baseline" || !slices.Equal(pack.Tiers, []string{"vital", "important", "standard"}) {
		t.Errorf("pack %s with the tiers %q", pack.ID, pack.Tiers)
	}
	const daily = source.Duration(24 * 60 * 60)
	want := map[string]source.Duration{"vital": 90 * daily, "important": 180 * daily, "standard": 365 * daily}
	if !maps.Equal(pack.Longest, want) {
		t.Errorf("longest waivers are %v, want %v", pack.Longest, want)
	}
	depths := map[string]string{ // file is what takes any test
		"restore-test-age": "file", "restore-test-full": "application", "restore-test-time": "application",
		"restore-test-loss": "application", "restore-test-current": "file",
	}
	for i := range pack.Rules {
		if rule := &pack.Rules[i]; rule.Depth.String() != depths[rule.ID] {
			t.Errorf("%s: depth %q, want %q", rule.ID, rule.Depth, depths[rule.ID])
		}
	}
}

// TestLimits holds the baseline to the limits that the design gives it: vital, important, standard.
func TestLimits(t *testing.T) {
	byID, order := baseline(t)
	table := []struct{ rule, metric, bound, vital, important, standard string }{
		{"backup-frequency", "backup.interval", "at_most", "4h", "24h", "7d"},
		{"backup-within-rpo", "backup.interval", "at_most", "service.rpo", "service.rpo", "service.rpo"},
		{"backup-fresh", "backup.age", "at_most", "8h", "36h", "8d"},
		{"backup-observed", "backup.gap", "at_most", "9h", "50h", "15d"},
		{"backup-size", "backup.size_drop", "at_most", "0.5", "0.5", ""},
		{"backup-retention", "backup.retention", "at_least", "35d", "35d", "30d"},
		{"backup-offsite", "backup.offsite_copies", "at_least", "1", "1", "1"},
		{"backup-offsite-confirmed", "backup.confirmed_offsite_copies", "at_least", "1", "1", ""},
		{"backup-distance", "backup.offsite_distance", "at_least", "100 km", "50 km", ""},
		{"backup-three-copies", "backup.copies", "at_least", "3", "3", "2"},
		{"backup-two-media", "backup.media", "at_least", "2", "2", ""},
		{"backup-immutable", "backup.immutable_copies", "at_least", "1", "1", ""},
		{"backup-encrypted", "backup.unencrypted_copies", "at_most", "0", "0", "0"},
		{"backup-evidence", "backup.undocumented", "at_most", "0", "0", ""},
		{"restore-test-age", "restore_test.age", "at_most", "92d", "183d", "366d"},
		{"restore-test-full", "restore_test.age", "at_most", "366d", "366d", ""},
		{"restore-test-time", "restore_test.duration", "at_most", "service.rto", "service.rto", "service.rto"},
		{"restore-test-loss", "restore_test.data_loss", "at_most", "service.rpo", "service.rpo", ""},
		{"restore-test-current", "restore_test.outdated", "at_most", "0", "0", ""},
		{"site-spread", "sites.count", "at_least", "2", "2", ""},
		{"site-distance", "sites.distance", "at_least", "50 km", "", ""},
		{"provider-spread", "providers.count", "at_least", "2", "", ""},
		{"campus-loss-data", "scenario.data_lost", "at_most", "0", "0", "0"},
		{"campus-loss-time", "scenario.interruption", "at_most", "service.rto", "service.rto", "service.rto"},
		{"campus-loss-rpo", "scenario.data_loss", "at_most", "service.rpo", "service.rpo", "service.rpo"},
		{"ransomware-data", "scenario.data_lost", "at_most", "0", "0", ""},
		{"dependency-tier", "dependencies.weaker", "at_most", "0", "0", ""},
		{"record-complete", "record.missing", "at_most", "0", "0", "0"},
	}
	var expected []string
	for _, want := range table {
		expected = append(expected, want.rule)
		rule := byID[want.rule]
		if rule == nil {
			t.Errorf("%s: not in the pack", want.rule)
			continue
		}
		if got := rule.Get("metric").Text; got != want.metric {
			t.Errorf("%s: metric %s, want %s", want.rule, got, want.metric)
		}
		got := [3]string{limit(rule, want.bound, "vital"), limit(rule, want.bound, "important"), limit(rule, want.bound, "standard")}
		if got != [3]string{want.vital, want.important, want.standard} {
			t.Errorf("%s: %s %q, want %q %q %q", want.rule, want.bound, got, want.vital, want.important, want.standard)
		}
	}
	if !slices.Equal(order, expected) {
		t.Errorf("order is %q, want %q", order, expected)
	}
}

// limit returns a rule's limit for a tier as it is written; "" where the tier is left out.
func limit(rule *source.Node, bound, tier string) string {
	value := rule.Get(bound)
	if value == nil {
		return "no " + bound
	}
	if value.Kind == source.Mapping {
		value = value.Get(tier)
	}
	if value == nil {
		return ""
	}
	return value.Text
}

// TestTexts asks every rule for its texts in the four languages and a severity for each tier.
func TestTexts(t *testing.T) {
	byID, order := baseline(t)
	for _, id := range order {
		for _, key := range []string{"title", "why", "remedy"} {
			texts := byID[id].Get(key)
			for _, tag := range languages {
				if text := texts.Get(tag); text == nil || text.Text == "" {
					t.Errorf("%s: no %s in %s", id, key, tag)
				}
			}
		}
		for _, tier := range []string{"vital", "important", "standard"} {
			if byID[id].Get("severity").Get(tier) == nil {
				t.Errorf("%s: no severity for %s", id, tier)
			}
		}
	}
}

// TestFrameworks names every framework that a rule refers to, and refers to every framework that is named.
func TestFrameworks(t *testing.T) {
	frameworks, err := packs.Frameworks()
	if err != nil {
		t.Fatal(err)
	}
	unused := make(map[string]bool)
	for _, framework := range frameworks {
		unused[framework.ID] = true
		for _, tag := range languages {
			if framework.Title[tag] == "" {
				t.Errorf("%s: no title in %s", framework.ID, tag)
			}
		}
	}
	known := len(unused)
	byID, order := baseline(t)
	for _, id := range order {
		references := byID[id].Get("references")
		if references == nil {
			t.Errorf("%s: refers to no framework", id)
			continue
		}
		for framework, controls := range references.Pairs {
			if !slices.ContainsFunc(frameworks, func(f packs.Framework) bool { return f.ID == framework.Text }) {
				t.Errorf("%s: framework %s has no name", id, framework.Text)
			}
			if len(controls.Children) == 0 {
				t.Errorf("%s: no control of %s", id, framework.Text)
			}
			delete(unused, framework.Text)
		}
	}
	for id := range unused {
		t.Errorf("framework %s of %d is not referred to", id, known)
	}
}

// wrongSpace is what no French text may have: a plain space before : ; ? ! or », or a straight apostrophe.
var wrongSpace = regexp.MustCompile(`[^\s] [:;?!»]|'`)

// TestFrench looks at the signs of the French texts, those of the frameworks included.
func TestFrench(t *testing.T) {
	for _, faulty := range []string{"oui ; non", "l'outil"} {
		if !wrongSpace.MatchString(faulty) {
			t.Errorf("no fault is found in %q", faulty)
		}
	}
	byID, order := baseline(t)
	for _, id := range order {
		for _, key := range []string{"title", "why", "remedy"} {
			if text := byID[id].Get(key).Get("fr").Text; wrongSpace.MatchString(text) {
				t.Errorf("%s: %s has a wrong sign: %q", id, key, text)
			}
		}
	}
	frameworks, err := packs.Frameworks()
	if err != nil {
		t.Fatal(err)
	}
	for _, framework := range frameworks {
		if wrongSpace.MatchString(framework.Title["fr"]) {
			t.Errorf("%s has a wrong sign: %q", framework.ID, framework.Title["fr"])
		}
	}
}
