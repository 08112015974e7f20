package rules

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// golden compares a text with the file beside its input, or rewrites that file when UPDATE=1 asks for it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(pattern)
	if err != nil || len(list) == 0 {
		t.Fatalf("%s finds nothing: %v", pattern, err)
	}
	return list
}

func loadPack(t testing.TB, name string) (*Pack, source.Diagnostics) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return Load(source.File{Name: filepath.Base(name), Shown: filepath.Base(name), Data: data})
}

// TestBadPacks holds every mistake that a pack can have against its message.
func TestBadPacks(t *testing.T) {
	for _, name := range files(t, "testdata/bad/*.[yj]*") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			pack, found := loadPack(t, name)
			if len(found) == 0 || pack != nil {
				t.Fatal("a wrong pack was accepted")
			}
			for i := range found {
				if found[i].Place.Line > 0 && found[i].Place.Column == 0 {
					t.Errorf("no column: %s", found[i].Message)
				}
			}
			golden(t, strings.TrimSuffix(name, filepath.Ext(name))+".want", found.Format())
		})
	}
}

func TestLoadEverything(t *testing.T) {
	p, found := loadPack(t, "testdata/good/everything.yaml")
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	if p.ID != "everything" || p.Version != "2.1" || p.File.Name != "everything.yaml" || len(p.File.Data) == 0 {
		t.Errorf("pack %q %q from %q", p.ID, p.Version, p.File.Name)
	}
	want := []RuleLimit{{Given: true, Target: TargetRTO}, {Given: true, Value: 9000}, {Given: true, Target: TargetRPO}}
	if diff := cmp.Diff(want, p.Rules[3].Limits); diff != "" {
		t.Errorf("mixed limits: %s", diff)
	}
	fresh := &p.Rules[0]
	if diff := cmp.Diff([]RuleLimit{{Given: true, Value: 14400}, {Given: true, Value: 86400}, {Given: true, Value: 604800}}, fresh.Limits); diff != "" {
		t.Errorf("limits by alias: %s", diff)
	}
	if fresh.Bound != AtMost || fresh.Metric.Name != "backup.age" || fresh.Place.Line != 23 {
		t.Errorf("%v %v at line %d", fresh.Bound, fresh.Metric.Name, fresh.Place.Line)
	}
	if diff := cmp.Diff([]Severity{Critical, High, Low}, fresh.Severity); diff != "" {
		t.Errorf("severities: %s", diff)
	}
	references := []Reference{{Framework: "iso27001-2022", Controls: []string{"A.8.13"}}, {Framework: "nis2-2024-2690", Controls: []string{"4.2.2", "4.10"}}}
	if diff := cmp.Diff(references, fresh.References); diff != "" {
		t.Errorf("references: %s", diff)
	}
	if got := p.Rules[1].Limits; !got[0].Given || got[0].Value != 100 || got[1].Given || got[2].Given || p.Rules[1].Bound != AtLeast {
		t.Errorf("distance limits %+v", got)
	}
	if p.Rules[3].Depth != inventory.DepthApplication || p.Rules[2].Limits[2].Value != 0.5 {
		t.Errorf("depth %v, ratio %v", p.Rules[3].Depth, p.Rules[2].Limits)
	}
	if p.Longest["vital"] != 90*86400 || len(p.Longest) != 2 {
		t.Errorf("longest %v", p.Longest)
	}
}

func TestLoadScenarios(t *testing.T) {
	p, found := loadPack(t, "testdata/good/everything.yaml")
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	plan := &p.Scenarios
	each := []scenario.Kind{scenario.Site, scenario.Campus, scenario.CampusOutage, scenario.Region, scenario.Provider, scenario.SharedFate}
	if diff := cmp.Diff(each, plan.Each); diff != "" {
		t.Error(diff)
	}
	if !plan.Pairs || plan.OutageDuration.Value != 5*86400 || strings.Join(plan.IDs(), " ") != "ransomware closed flood" {
		t.Errorf("pairs %v, outage %v, also %v", plan.Pairs, plan.OutageDuration, plan.IDs())
	}
	flood := &plan.Also[2]
	if flood.Kind != scenario.Disaster || flood.Sites[0].ID != "s1" || flood.Regions[0].ID != "grand-est" || flood.Within.Value.Km != 100.5 ||
		flood.Within.Value.Of.Longitude != 3.17 || flood.Name.In("nl") != "Flood" {
		t.Errorf("flood %+v", flood)
	}
	if closed := &plan.Also[1]; closed.Duration.Value != 5*86400 || closed.Campuses[0].ID != "strasbourg" || !closed.Kind.OutOfReach() {
		t.Errorf("closed %+v", closed)
	}
}

// TestTextIn goes through what a text falls back to.
func TestTextIn(t *testing.T) {
	p, found := loadPack(t, "testdata/good/everything.yaml")
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	for _, c := range []struct {
		text           Text
		language, want string
	}{
		{p.Rules[0].Title, "fr", "Sauvegarde récente"},
		{p.Rules[0].Title, "de", "Fresh backup"}, // English where the language is left out
		{p.Title, "de", "Tout"},                  // the first given where English is too
		{p.Title, "nl", "Alles"},
		{p.Rules[0].Why, "en", "Omdat"},
		{p.Rules[0].Remedy, "fr", "Run it"}, // plain
		{nil, "fr", ""},
	} {
		if got := c.text.In(c.language); got != c.want {
			t.Errorf("%v in %s: %q, want %q", c.text, c.language, got, c.want)
		}
	}
}

// FuzzLoad feeds the loader anything: it must say what is wrong or give a pack that is whole.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/bad/*.yaml"} {
		list, _ := filepath.Glob(pattern)
		for _, name := range list {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, found := Load(source.File{Name: "pack.yaml", Shown: "pack.yaml", Data: data})
		if (p == nil) == (len(found) == 0) {
			t.Fatalf("pack %v with %d mistakes", p != nil, len(found))
		}
		if p == nil {
			if found.Format() == "" {
				t.Fatal("mistakes without a message")
			}
			return
		}
		for i := range p.Rules {
			r := &p.Rules[i]
			if r.Metric == nil || r.Bound == NoBound || len(r.Limits) != len(p.Tiers) || len(r.Severity) != len(p.Tiers) {
				t.Fatalf("rule %q is not whole", r.ID)
			}
		}
		if _, err := json.Marshal(p.Title); err != nil {
			t.Fatal(err)
		}
	})
}
