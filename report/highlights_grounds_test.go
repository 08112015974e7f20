package report

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// groundsFiles are an inventory whose backups are declared in one way and run in others. Evidence a ends at as-of, b
// a week and a second before, c a week before; d has no run, e cannot be read.
func groundsFiles() map[string]string {
	files := map[string]string{"inventory.yaml": `
organisation: {id: test, name: Test, timezone: Europe/Brussels}
providers: [{id: p, name: P}]
sites: [{id: s, name: S, provider: p}]
evidence:
  - {id: a, tool: csv, file: a.csv, optional: true}
  - {id: b, tool: csv, file: b.csv, optional: true}
  - {id: c, tool: csv, file: c.csv, optional: true}
  - {id: d, tool: csv, file: d.csv, optional: true}
  - {id: e, tool: csv, file: e.csv, optional: true}
services:
  - id: one
    name: One
    tier: vital
    instances: [{site: s, role: active}]
    backups:
      - {id: kept, site: s, every: 24h, evidence: {source: a, select: {backup: kept}}}
      - {id: missed, site: s, every: 24h, evidence: {source: a, select: {backup: missed}}}
      - {id: gone, site: s, every: 24h, evidence: {source: a, select: {backup: gone}}}
      - {id: unsaid, site: s, evidence: {source: a, select: {backup: gone}}}
      - {id: silent, site: s, every: 365d, evidence: {source: b}}
      - {id: quiet, site: s, every: 365d, evidence: {source: c}}
      - {id: nothing, site: s, every: 1h, evidence: {source: d}}
      - {id: broken, site: s, every: 1h, evidence: {source: e}}
      - {id: bare, site: s, every: 1h}
`}
	const head = "service,backup,time,status\n"
	var runs strings.Builder
	for day := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC); day.Before(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)); day = day.AddDate(0, 0, 1) {
		line := func(backup string) {
			runs.WriteString("one," + backup + "," + day.Format("2006-01-02") + "T12:00:00Z,ok\n")
		}
		line("kept")
		// One run that is missed makes a gap of two intervals to the second; from two on, what is declared is wrong.
		if day.YearDay() != 230 {
			line("missed")
		}
		if day.YearDay() < 200 || day.YearDay() > 201 && day.Month() < time.September {
			line("gone")
		}
	}
	files["a.csv"] = head + runs.String()
	files["b.csv"] = head + "one,x,2026-09-23T10:00:00+02:00,ok\none,x,2026-09-23T23:59:59+02:00,failed\n"
	files["c.csv"] = head + "one,x,2026-09-24T00:00:00+02:00,failed\n"
	files["d.csv"] = head
	return files
}

// TestGrounds counts what is old, and what runs show that nobody declared.
func TestGrounds(t *testing.T) {
	a := assessedFiles(t, History{}, groundsFiles(), testPack, "2026-09-30")
	g := a.Highlights.Grounds
	if g.Sources != 5 || g.UnusableOnes != 1 || g.OldOnes != 2 {
		t.Errorf("%d sources, %d unusable, %d old; want 5, 1, 2", g.Sources, g.UnusableOnes, g.OldOnes)
	}
	old := ""
	for i := range a.Evidence {
		if a.Evidence[i].Old(a.AsOf) {
			old += a.Evidence[i].ID
		}
	}
	if old != "bd" {
		t.Errorf("the old sources are %q, want b and d", old)
	}
	if a.Evidence[3].Newest != nil || !a.Evidence[1].Newest.Equal(time.Date(2026, 9, 23, 21, 59, 59, 0, time.UTC)) {
		t.Errorf("the newest runs are %v and %v", a.Evidence[1].Newest, a.Evidence[3].Newest)
	}
	if g.Backups != 9 || g.Undocumented != 1 || g.Compared != 4 || g.Contradicted != 1 {
		t.Errorf("of %d backups %d are without evidence, %d compared, %d contradicted; want 9, 1, 4, 1", g.Backups, g.Undocumented, g.Compared, g.Contradicted)
	}
	const day = 24 * 3600.0
	last := time.Date(2026, 8, 31, 12, 0, 0, 0, time.UTC)
	want := []Contradiction{{Service: "one", Data: "main", Backup: "gone", Every: day, Gap: a.AsOf.Sub(last).Seconds(), From: last, To: a.AsOf, Lasting: true}}
	if diff := cmp.Diff(want, a.Highlights.Contradictions); diff != "" {
		t.Error(diff)
	}
}

// TestContradictions puts the gap that is longest in its own intervals first, and keeps to the length.
func TestContradictions(t *testing.T) {
	a := &Assessment{AsOf: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}
	from, to := a.AsOf.AddDate(0, 0, -9), a.AsOf.AddDate(0, 0, -2)
	for i, gap := range []float64{2, 3, 9, 4, 2.001, 3, 100} {
		every := 60.0 * float64(1+i%2)
		length := gap * every
		a.Backups = append(a.Backups, Backup{Service: string(rune('a' + i)), Every: &every, Gap: &length, GapFrom: &from, GapTo: &to})
	}
	order := ""
	for _, c := range contradictions(a) {
		order += c.Service
		if c.Lasting {
			t.Errorf("%s has ended and is said to last", c.Service)
		}
	}
	if order != "gcdbf" {
		t.Errorf("order %q, want gcdbf", order)
	}
	if g := sumGrounds(a); g.Compared != 7 || g.Contradicted != 6 {
		t.Errorf("%d compared, %d contradicted; want 7, 6", g.Compared, g.Contradicted)
	}
}
