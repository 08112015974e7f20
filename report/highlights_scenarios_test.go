package report

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const firePack = `
pack: {id: test, version: 1.0.0, title: Test}
tiers: [vital, standard]
waivers: {longest: {vital: 90d}}
scenarios:
  each: [site, campus, region, provider]
  also: [{id: ransomware, kind: ransomware, name: Ransomware}]
rules:
  - {id: interval, title: Interval, severity: low, metric: backup.interval, at_most: 24h}
`

const fireInventory = `
organisation: {id: test, name: Test, timezone: Europe/Brussels}
providers: [{id: p, name: P}, {id: q, name: Q}]
sites:
  - {id: a1, name: A 1, provider: p, campus: a, region: north}
  - {id: b1, name: B 1, provider: p, campus: b, region: north}
  - {id: c1, name: C 1, provider: q, campus: c, region: south}
members: [{id: m, name: M, kind: commune}, {id: n, name: N, kind: cpas}, {id: o, name: O}]
services:
  - {id: bare, name: Bare, tier: standard, members: [n], instances: [{site: a1, role: active}]}
  - {id: doubted, name: Doubted, tier: vital, members: [o], instances: [{site: b1, role: active}], backups: [{id: b, site: c1, immutable: true}]}
  - {id: guest, name: Guest, tier: standard, stateful: false, rebuild_time: 1h, stores_data_in: [near], members: [m], instances: [{site: a1, role: active}]}
  - {id: near, name: Near, tier: vital, members: [m, n], instances: [{site: a1, role: active}], backups: [{id: b, site: a1, last_success: 2026-09-30, immutable: true}]}
  - {id: region, name: Region, tier: standard, members: [m], instances: [{site: a1, role: active}], backups: [{id: b, site: b1, last_success: 2026-09-30, immutable: true}]}
  - {id: ransom, name: Ransom, tier: standard, members: [m], instances: [{site: c1, role: active}], backups: [{id: b, site: a1, last_success: 2026-09-30}]}
`

// TestScenarioSums holds what the board reads first against what the scenarios did.
func TestScenarioSums(t *testing.T) {
	a := assessed(t, fireInventory, firePack, "2026-09-30")
	s := a.Highlights.Scenarios
	if s.Played != len(a.Scenarios) || len(s.Rows) != s.Played || s.Campuses != 3 {
		t.Fatalf("%d played, %d rows, %d campuses, want %d scenarios of 3 campuses", s.Played, len(s.Rows), s.Campuses, len(a.Scenarios))
	}
	for _, row := range s.Rows {
		if sum := row.Lost + row.Unproven + row.Stranded + row.Restore + row.Waits + row.GoesOn; sum != len(a.Services) {
			t.Errorf("%s: %d services, want %d: %+v", row.Scenario, sum, len(a.Services), row)
		}
	}
	got := []any{s.Worst, s.Losing, s.Uncertain, s.Holding, s.HoldingStopping, s.MostElsewhere, s.LostElsewhere, s.UnprovenThere, s.LosingByKind}
	want := []any{"campus:a", []string{"a"}, []string{"b"}, []string{"c"}, 1, 0, 0, 1, map[string]int{"commune": 1, "cpas": 1}}
	if difference := cmp.Diff(want, got); difference != "" {
		t.Errorf("campuses (−want +got):\n%s", difference)
	}
	worst := a.Scenarios[slices.IndexFunc(a.Scenarios, func(s Scenario) bool { return s.ID == "campus:a" })]
	members := 0
	for _, n := range s.LosingByKind {
		members += n
	}
	if members != worst.MembersLosingData {
		t.Errorf("%d members losing data by kind, want %d", members, worst.MembersLosingData)
	}
}

// TestAtRisk names what a scenario loses or leaves unproven, and what is missing.
func TestAtRisk(t *testing.T) {
	s := assessed(t, fireInventory, firePack, "2026-09-30").Highlights.Scenarios
	type risk struct {
		service, outcome, because string
		lacks                     []string
	}
	var got []risk
	for _, r := range s.AtRisk {
		got = append(got, risk{r.Service, r.Outcome, r.Because, r.Lacks})
	}
	want := []risk{
		{"near", "lost", "", []string{LacksOffsite, LacksProvider}},
		{"bare", "lost", "", []string{LacksBackup}},
		{"guest", "lost", "near", []string{LacksOffsite, LacksProvider}},
		{"ransom", "lost", "", []string{LacksImmutable}},
		{"region", "lost", "", []string{LacksRegion, LacksProvider}},
		{"doubted", "unproven", "", []string{LacksPoint}},
	}
	if difference := cmp.Diff(want, got, cmp.AllowUnexported(risk{})); difference != "" {
		t.Errorf("(−want +got):\n%s", difference)
	}
	if s.Lost != 5 || s.Unproven != 1 {
		t.Errorf("%d lost and %d unproven, want 5 and 1", s.Lost, s.Unproven)
	}
}
