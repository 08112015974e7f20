package workbook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// allRecipes is the sample of the program under a rule for each metric.
func allRecipes(t *testing.T) *report.Assessment {
	t.Helper()
	return sampledBy(t, packOfRecipes(t))
}

// packOfRecipes has a rule for each metric.
func packOfRecipes(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/recipes/pack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestEveryMetricHasARecipe asks for a recipe for each metric that a rule may name, and for none beside.
func TestEveryMetricHasARecipe(t *testing.T) {
	named := map[string]bool{}
	for _, m := range rules.Metrics() {
		named[m.Name] = true
		if recipes[m.Name].fill == nil {
			t.Errorf("%s has no recipe", m.Name)
		}
	}
	for metric := range recipes {
		if !named[metric] {
			t.Errorf("there is a recipe for %s, which is no metric", metric)
		}
	}
}

// TestRecipes words the recipe of the first finding of each rule and status in every language. UPDATE=1 rewrites the
// expectations.
func TestRecipes(t *testing.T) {
	files, err := filepath.Glob("testdata/recipes/*.txt")
	if err != nil || len(files) != len(templates.Tags()) {
		t.Fatalf("%d expectations in testdata/recipes, %v", len(files), err)
	}
	a := allRecipes(t)
	for _, tag := range templates.Tags() {
		file, got := "testdata/recipes/"+tag+".txt", recipesOf(t, a, tag)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s:\n%s", tag, diff)
		}
	}
}

// recipesOf is the recipes of the first findings, one line each.
func recipesOf(t *testing.T, a *report.Assessment, tag string) string {
	t.Helper()
	b := unwrittenOf(t, a, tag)
	var out strings.Builder
	seen := map[string]bool{}
	for i := range a.Findings {
		f := &a.Findings[i]
		key := fmt.Sprintf("%s %s", b.Rules[f.RuleIndex].Metric, f.Status)
		if f.Status == rules.NotApplicable || seen[key] {
			continue
		}
		seen[key] = true
		r := &findingRow{f, i, &a.Services[f.ServiceIndex], &a.Rules[f.RuleIndex]}
		said := b.recipe(r)
		if strings.Contains(said, "⟦") || strings.Contains(said, "  ") {
			t.Errorf("%s: %s: %s", tag, key, said)
		}
		fmt.Fprintf(&out, "%s %s: %s\n", key, f.Service, said)
	}
	if len(seen) < 60 {
		t.Errorf("only %d recipes", len(seen))
	}
	return out.String()
}

// TestRecipeOfNoMetric gives the definition of a metric that only a pack knows: its rule's title.
func TestRecipeOfNoMetric(t *testing.T) {
	a := byHand()
	a.Rules[0].Metric = "a figure of its own"
	b := unwrittenOf(t, a, "en")
	r := &findingRow{&a.Findings[0], 0, &a.Services[0], &a.Rules[0]}
	if got := b.recipe(r); got != "backup-gap Limit: at most 9\u00a0h." {
		t.Errorf("the recipe is %q", got)
	}
}

// TestLongRecipes names inputs up to what fits, and counts the others.
func TestLongRecipes(t *testing.T) {
	b := unwrittenOf(t, byHand(), "en")
	var items []string
	for i := range 1000 {
		items = append(items, fmt.Sprintf("backup-%03d 24\u00a0h", i))
	}
	got := b.enumerated(items, ", ")
	if len(got) > longestRecipe+20 || !strings.HasPrefix(got, items[0]+", "+items[1]) || !strings.HasSuffix(got, ", + 977") {
		t.Errorf("%d bytes: %s", len(got), got)
	}
	if got := b.enumerated([]string{strings.Repeat("x", 1000), "y"}, ", "); got != strings.Repeat("x", 1000)+", + 1" {
		t.Errorf("a long name leaves %d bytes", len(got))
	}
}

func TestDecimal(t *testing.T) {
	b := unwrittenOf(t, byHand(), "fr")
	for _, c := range []struct {
		value float64
		most  int
		want  string
	}{{24, 2, "24"}, {1.5, 2, "1,5"}, {3.0833333, 2, "3,08"}, {1234.5, 2, "1\u202f234,5"}, {50.69272, 6, "50,69272"}, {-0.13, 6, "−0,13"}, {0.1 + 0.2, 2, "0,3"}} {
		if got := b.decimal(c.value, c.most); got != c.want {
			t.Errorf("%v is written %s, want %s", c.value, got, c.want)
		}
	}
}

// TestClockChanges warns the auditor where the clock was changed between two moments, and only there: hours counted on a
// watch would be one off. The sheet's own comparison counts in UTC.
func TestClockChanges(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		hours    float64
		warns    bool
	}{
		{"2026-10-24 02:00", "2026-10-26 02:00", 49, true},
		{"2026-03-28 12:00", "2026-03-29 12:00", 23, true},
		{"2026-10-25 01:30", "2026-10-25 04:30", 4, true},
		{"2026-10-26 02:00", "2026-10-28 02:00", 48, false},
	} {
		moment := func(text string) *time.Time {
			m, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
			if err != nil {
				t.Fatal(err)
			}
			m = m.UTC()
			return &m
		}
		a := byHand()
		a.AsOf = time.Date(2026, 12, 1, 0, 0, 0, 0, zone)
		x := &a.Backups[0]
		x.Window, x.GapFrom, x.GapTo, x.Gap = moment(c.from), moment(c.from), moment(c.to), seconds(c.hours*3600)
		b := unwrittenOf(t, a, "en")
		said := b.recipe(&findingRow{&a.Findings[0], 0, &a.Services[0], &a.Rules[0]})
		if warns := strings.Contains(said, "The clock was changed in between"); warns != c.warns {
			t.Errorf("from %s to %s: %q", c.from, c.to, said)
		}
		backups := b.table(backupsKey)
		if got := backups.at(0, backups.column("gap.agrees")); got.text != "✓ agrees" {
			t.Errorf("from %s to %s, %v hours: %s", c.from, c.to, c.hours, got.text)
		}
	}
}

// TestUnusableEvidence marks a source that nobody could read: its backup is not shown by it.
func TestUnusableEvidence(t *testing.T) {
	a := byHand()
	a.Backups[0].Points, a.Backups[0].Source = nil, "broken"
	b := unwrittenOf(t, a, "en")
	if said := b.recipe(&findingRow{&a.Findings[0], 0, &a.Services[0], &a.Rules[0]}); !strings.Contains(said, "nightly, evidence not usable (broken)") {
		t.Errorf("the recipe says %q", said)
	}
	backups := b.table(backupsKey)
	if got := backups.at(0, backups.column("source")); got.text != "? broken" || got.link != b.evidencePlace("broken") {
		t.Errorf("the source reads %q and leads to %q", got.text, got.link)
	}
}
