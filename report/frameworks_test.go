package report

import (
	"slices"
	"testing"

	"coupefeu/rules/packs"

	"github.com/google/go-cmp/cmp"
)

// TestFrameworks counts each rule once for a framework, however many of its controls it serves.
func TestFrameworks(t *testing.T) {
	pack := []Rule{
		{ID: "a", References: map[string][]string{"nis2-2024-2690": {"4.10", "4.2"}, "house": {"B 1"}}},
		{ID: "b", References: map[string][]string{"nis2-2024-2690": {"4.2"}, "iso27001-2022": {"A.8.13"}, "charter": {"2"}}},
		{ID: "c"},
	}
	byRule := map[string]Checks{"a": {Pass: 1, Fail: 2}, "b": {Pass: 3, Unknown: 4, Waived: 5, NotApplicable: 6}, "c": {Pass: 100}}
	got := describeFrameworks(pack, byRule)
	var titles []string
	for i := range got {
		titles = append(titles, got[i].ID+": "+got[i].Title.In("fr"))
		got[i].Title = nil
	}
	wantTitles := []string{"iso27001-2022: ISO/IEC 27001:2022, annexe A", "nis2-2024-2690: Règlement d’exécution (UE) 2024/2690, annexe", "charter: charter", "house: house"}
	if diff := cmp.Diff(wantTitles, titles); diff != "" {
		t.Error(diff)
	}
	want := []Framework{
		{ID: "iso27001-2022", Publisher: "ISO/IEC", Source: "https://www.iso.org/standard/27001", Rules: 1, Checks: byRule["b"], Controls: []Control{{"A.8.13", []string{"b"}}}},
		{ID: "nis2-2024-2690", Publisher: "EUR-Lex", Source: "http://data.europa.eu/eli/reg_impl/2024/2690/oj", Rules: 2,
			Checks: Checks{Pass: 4, Fail: 2, Unknown: 4, Waived: 5, NotApplicable: 6}, Controls: []Control{{"4.2", []string{"a", "b"}}, {"4.10", []string{"a"}}}},
		{ID: "charter", Rules: 1, Checks: byRule["b"], Controls: []Control{{"2", []string{"b"}}}},
		{ID: "house", Rules: 1, Checks: byRule["a"], Controls: []Control{{"B 1", []string{"a"}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := describeFrameworks([]Rule{{ID: "c"}}, byRule); got == nil || len(got) > 0 {
		t.Errorf("a pack without references has the frameworks %v, want an empty list", got)
	}
}

// TestControlsReconcile holds the frameworks of the baseline against the summary: the same controls, the same checks.
func TestControlsReconcile(t *testing.T) {
	a := assessedFiles(t, History{}, groundsFiles(), string(packs.Baseline()), "2026-09-30")
	if len(a.Frameworks) != len(a.Summary.ByControl) || len(a.Frameworks) == 0 {
		t.Fatalf("%d frameworks, %d in the summary", len(a.Frameworks), len(a.Summary.ByControl))
	}
	for _, f := range a.Frameworks {
		controls := a.Summary.ByControl[f.ID]
		if len(controls) != len(f.Controls) {
			t.Errorf("%s: %d controls, %d in the summary", f.ID, len(f.Controls), len(controls))
		}
		for _, c := range f.Controls {
			var sum Checks
			for _, rule := range c.Rules {
				sum.add(a.Summary.ByRule[rule])
			}
			if sum != controls[c.ID] {
				t.Errorf("%s %s: its rules come to %v, the summary says %v", f.ID, c.ID, sum, controls[c.ID])
			}
		}
	}
}

// TestCompareNumbered sorts the names of controls as people count.
func TestCompareNumbered(t *testing.T) {
	want := []string{"", "4", "4.1.2(f)", "4.1.3", "4.2", "4.2.2(a)", "4.2.2(b)", "4.10", "37R", "A.5.9", "A.5.29", "A.8.13", "CON.3.A2", "CON.3.A12", "CP-2", "CP-10", "CP-10(4)", "art. 21"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareNumbered)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, pair := range [][2]string{{"4.02", "4.2"}, {"1", "01"}, {"a1b", "a1"}} {
		if compareNumbered(pair[0], pair[1]) == 0 || compareNumbered(pair[0], pair[1]) != -compareNumbered(pair[1], pair[0]) {
			t.Errorf("%q and %q have no order", pair[0], pair[1])
		}
	}
	if compareNumbered("CP-9", "CP-9") != 0 {
		t.Error("a name differs from itself")
	}
}
