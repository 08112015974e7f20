package rules

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
)

// expected is what a worked case says comes out, in its compact form.
type expected struct {
	Summary struct {
		Services             int            `json:"services"`
		Checks               map[string]int `json:"checks"`
		Compliant            int            `json:"compliant"`
		CompliantWithWaivers int            `json:"compliant_with_waivers"`
	} `json:"summary"`
	Findings []struct {
		Rule     string     `json:"rule"`
		Service  string     `json:"service"`
		Measured []*float64 `json:"measured"` // low, high; null: infinity
		Status   string     `json:"status"`
		Before   string     `json:"before_waiver"`
		Waiver   string     `json:"waiver"`
	} `json:"findings"`
}

// TestExamples assesses the worked cases from their files and compares every finding.
func TestExamples(t *testing.T) {
	folders, err := filepath.Glob("testdata/examples/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no worked cases: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			in := openCase(t, folder)
			result := Evaluate(in)
			var want expected
			if err := json.Unmarshal(read(t, folder, "expected.json"), &want); err != nil {
				t.Fatal(err)
			}
			compareFindings(t, result.Findings, &want)
			compareSummary(t, in, result.Findings, &want)
		})
	}
}

func read(t testing.TB, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// openCase loads a worked case as a run of the program would.
func openCase(t testing.TB, folder string) Input {
	t.Helper()
	pack, found := Load(source.File{Name: "pack.yaml", Data: read(t, folder, "pack.yaml")})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	roots, err := inventory.OpenRoots([]string{filepath.Join(folder, "inventory")})
	if err != nil {
		t.Fatal(err)
	}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	moment, err := source.ParseMoment(strings.TrimSpace(string(read(t, folder, "as_of"))), inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	asOf := moment.End()
	if _, found := Check(pack, inv, asOf); len(found) > 0 {
		t.Fatal(found.Format())
	}
	known := inv.At(asOf)
	observed, found := evidence.Observe(roots, known, asOf)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	return Input{Pack: pack, Inventory: known, Observed: observed, AsOf: asOf, Start: quarterStart(asOf, inv.Zone)}
}

// quarterStart is the first instant of the quarter that holds a moment, whose end belongs to it.
func quarterStart(asOf time.Time, zone *time.Location) time.Time {
	within := asOf.Add(-time.Nanosecond).In(zone)
	month := (within.Month()-1)/3*3 + 1
	return time.Date(within.Year(), month, 1, 0, 0, 0, 0, zone)
}

func compareFindings(t *testing.T, got []Finding, want *expected) {
	t.Helper()
	if len(got) != len(want.Findings) {
		t.Fatalf("%d findings, want %d", len(got), len(want.Findings))
	}
	for i := range got {
		f, w := &got[i], &want.Findings[i]
		before := ""
		if f.Status == Waived {
			before = f.Before.String()
		}
		if f.Rule != w.Rule || f.Service != w.Service {
			t.Fatalf("finding %d is %s %s, want %s %s", i, f.Rule, f.Service, w.Rule, w.Service)
		}
		if f.Status.String() != w.Status || before != w.Before || f.Waiver != w.Waiver || !sameFigure(f, w.Measured) {
			t.Errorf("%s %s: got %s %q %q %+v, want %s %q %q %s", f.Rule, f.Service, f.Status, before, f.Waiver, f.Measured,
				w.Status, w.Before, w.Waiver, figureText(w.Measured))
		}
	}
}

// sameFigure compares durations to the second and distances to the metre.
func sameFigure(f *Finding, want []*float64) bool {
	if want == nil || f.Measured.Known != Measured {
		return want == nil && f.Measured.Known != Measured
	}
	tolerance := map[Unit]float64{Seconds: 1, Count: 0, Kilometres: 0.001, Ratio: 1e-9}[f.Unit]
	return same(f.Measured.Low, want[0], tolerance) && same(f.Measured.High, want[1], tolerance)
}

func same(got float64, want *float64, tolerance float64) bool {
	if want == nil {
		return math.IsInf(got, 1)
	}
	return math.Abs(got-*want) <= tolerance
}

func figureText(bounds []*float64) string {
	text, _ := json.Marshal(bounds)
	return string(text)
}

// compareSummary adds the findings up, which only comes out right if none is missing or twice.
func compareSummary(t *testing.T, in Input, findings []Finding, want *expected) {
	t.Helper()
	checks := map[string]int{}
	counts := make([]map[Status]int, len(in.Inventory.Services))
	for i := range counts {
		counts[i] = map[Status]int{}
	}
	for i := range findings {
		checks[findings[i].Status.String()]++
		counts[findings[i].ServiceIndex][findings[i].Status]++
	}
	compliant, withWaivers := 0, 0
	for _, c := range counts {
		switch open := c[Fail] + c[Unknown]; {
		case open > 0 || c[Pass]+c[Waived] == 0:
		case c[Waived] > 0:
			withWaivers++
		default:
			compliant++
		}
	}
	if len(counts) != want.Summary.Services || !maps.Equal(checks, want.Summary.Checks) ||
		compliant != want.Summary.Compliant || withWaivers != want.Summary.CompliantWithWaivers {
		t.Errorf("summary: %d services, %v, %d and %d compliant, want %+v", len(counts), checks, compliant, withWaivers, want.Summary)
	}
}

// TestNumbers holds every case's numbers against a plain sort.
func TestNumbers(t *testing.T) {
	folders, _ := filepath.Glob("testdata/examples/*")
	for _, folder := range folders {
		in := openCase(t, folder)
		findings := Evaluate(in).Findings
		sorted := slices.Clone(findings)
		slices.SortFunc(sorted, func(a, b Finding) int {
			for _, by := range [][2]int{
				{slices.Index(StatusOrder[:], a.Status), slices.Index(StatusOrder[:], b.Status)},
				{int(a.RuleIndex), int(b.RuleIndex)},
				{tierOf(in, a.Service), tierOf(in, b.Service)},
			} {
				if by[0] != by[1] {
					return by[0] - by[1]
				}
			}
			return strings.Compare(a.Service, b.Service)
		})
		for i := range sorted {
			if int(sorted[i].Number) != i+1 {
				t.Fatalf("%s: %s of %s is number %d, want %d", folder, sorted[i].Rule, sorted[i].Service, sorted[i].Number, i+1)
			}
		}
	}
}

func tierOf(in Input, service string) int {
	for i := range in.Inventory.Services {
		if in.Inventory.Services[i].ID == service {
			return slices.Index(in.Pack.Tiers, in.Inventory.Services[i].Tier.ID)
		}
	}
	return -1
}
