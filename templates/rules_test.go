package templates_test

import (
	"strings"
	"testing"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/templates"
)

// everyLanguage runs a test in each language.
func everyLanguage(t *testing.T, run func(t *testing.T, l *templates.Language)) {
	for _, tag := range templates.Tags() {
		t.Run(tag, func(t *testing.T) { run(t, lookup(t, tag)) })
	}
}

// facts are arguments that every reason can be printed with.
var facts = templates.Args{
	"measured": "61 h", "limit": "24 h", "n": 2, "names": "a, b", "data": "main", "backup": "nas", "site": "gra1",
	"from": "1 July 2026", "to": "3 July 2026", "on": "3 July 2026",
}

// TestReasons prints each reason that a finding can have.
func TestReasons(t *testing.T) {
	var keys []string
	for _, key := range rules.ReasonKeys() {
		if key == "no_target" {
			keys = append(keys, "no_target.rto", "no_target.rpo")
			continue
		}
		keys = append(keys, key)
	}
	everyLanguage(t, func(t *testing.T, l *templates.Language) {
		for _, key := range keys {
			if text := l.Text("reasons."+key, facts); strings.HasPrefix(text, "⟦") || !strings.HasSuffix(text, ".") {
				t.Errorf("%s is no sentence: %q", key, text)
			}
		}
	})
}

// TestMetrics asks for each metric's name, its definition, and what is printed where there is nothing.
func TestMetrics(t *testing.T) {
	everyLanguage(t, func(t *testing.T, l *templates.Language) {
		for _, m := range rules.Metrics() {
			leaves := []string{".name", ".definition"}
			if m.NoneWhen != "" {
				leaves = append(leaves, ".none")
			}
			if m.BasisKind == rules.RestsOnTests {
				leaves = append(leaves, ".failed")
			}
			for _, leaf := range leaves {
				if text := l.Text("metrics."+m.Name+leaf, facts); strings.HasPrefix(text, "⟦") {
					t.Errorf("%s%s is missing", m.Name, leaf)
				}
			}
		}
	})
}

// enumerations are the words that assessment.json writes, by the section that translates them.
func enumerations() map[string][]string {
	words := map[string][]string{
		"media": inventory.Media(0).Words(), "role": inventory.Role(0).Words(), "depth": inventory.Depth(0).Words(),
		"test": inventory.Outcome(0).Words(), "severity": rules.Severity(0).Words(),
		"bound":  {rules.AtMost.String(), rules.AtLeast.String()},
		"basis":  {rules.Declared.String(), rules.Documented.String(), rules.Observed.String()},
		"target": {"rto", "rpo", "missing"},
		"field":  {"owner", "description", "rto", "members", "rpo"},
	}
	for _, status := range rules.StatusOrder {
		words["status"] = append(words["status"], status.String())
		words["symbol"] = append(words["symbol"], status.String())
	}
	for state := rules.InForce; state <= rules.Idle; state++ {
		words["waiver"] = append(words["waiver"], state.String())
	}
	return words
}

// TestWords asks for each word of each enumeration.
func TestWords(t *testing.T) {
	everyLanguage(t, func(t *testing.T, l *templates.Language) {
		for section, words := range enumerations() {
			for _, word := range words {
				if key := "words." + section + "." + word; word != "" && !l.Has(key) {
					t.Errorf("%s is missing", key)
				}
			}
		}
	})
}
