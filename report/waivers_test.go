package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const waiversPack = `
pack: {id: test, version: 1.0.0, title: Test}
tiers: [standard]
waivers: {longest: {standard: 200d}}
scenarios: {each: []}
rules:
  - {id: interval, title: Interval, severity: low, metric: backup.interval, at_most: 24h}
  - {id: copies, title: Copies, severity: low, metric: backup.copies, at_least: 3}
`

// waiversInventory has three services: slow fails both rules, silent fails one and leaves the other unknown, kept keeps
// both. Another one is retired.
const waiversInventory = `
organisation: {id: test, name: Test, timezone: Europe/Brussels}
providers: [{id: p, name: P}]
sites: [{id: s, name: S, provider: p}]
services:
  - {id: slow, name: Slow, tier: standard, backups: [{id: b, site: s, every: 48h}]}
  - {id: silent, name: Silent, tier: standard, backups: [{id: b, site: s}]}
  - {id: kept, name: Kept, tier: standard, backups: [{id: b, site: s, every: 1h}, {id: c, site: s}]}
retired: [{service: old}]
waivers:
`

// waiver writes one line of the register.
func waiver(id, rule, services, approved, expires string) string {
	return fmt.Sprintf("  - {id: %s, rule: %s, services: [%s], reason: R, approved_by: A, approved_on: %s, expires: %s}\n", id, rule, services, approved, expires)
}

// register assesses the inventory with these waivers, after other quarters.
func register(t *testing.T, h History, asOf string, waivers ...string) *Assessment {
	t.Helper()
	return assessedAfter(t, h, waiversInventory+strings.Join(waivers, ""), waiversPack, asOf)
}

// quarters makes a history of assessments, oldest first.
func quarters(list ...*Assessment) History {
	var h History
	for _, a := range list {
		h.Quarters = append(h.Quarters, &Earlier{Assessment: a})
	}
	return h
}

// renewals are the renewed waivers by id.
func renewals(a *Assessment) map[string]string {
	out := map[string]string{}
	for i := range a.Waivers {
		if w := &a.Waivers[i]; len(w.Renews) > 0 {
			out[w.ID] = strings.Join(w.Renews, " ")
		}
	}
	return out
}

func TestRenewals(t *testing.T) {
	first := waiver("A", "interval", "slow", "2026-01-05", "2026-03-31")
	second := waiver("B", "interval", "slow, silent", "2026-04-01", "2026-06-30")
	third := waiver("C", "interval", "silent, slow", "2026-07-01", "2026-09-30")
	for _, c := range []struct {
		name    string
		history History
		waivers []string
		want    map[string]string
	}{
		{"the first has none before it", History{}, []string{first}, map[string]string{}},
		{"each renews all before it", History{}, []string{third, second, first}, map[string]string{"B": "A", "C": "A B"}},
		{"another rule is no renewal", History{}, []string{first, waiver("B", "copies", "slow", "2026-04-01", "2026-06-30")}, map[string]string{}},
		{"another service is no renewal", History{}, []string{first, waiver("B", "interval", "silent", "2026-04-01", "2026-06-30")}, map[string]string{}},
		{"one service in common is enough", History{}, []string{first, second}, map[string]string{"B": "A"}},
		{"a retired service is none", History{}, []string{waiver("A", "interval", "old, slow", "2026-01-05", "2026-03-31"),
			waiver("B", "interval", "silent, old", "2026-04-01", "2026-06-30")}, map[string]string{}},
		{"on the same day reading order decides", History{}, []string{first, waiver("B", "interval", "slow", "2026-01-05", "2026-06-30")}, map[string]string{"B": "A"}},
		{"what is taken over is not its own renewal", quarters(register(t, History{}, "2026-06-30", first, second)), []string{first, second}, map[string]string{"B": "A"}},
		{"gone ones count, each once", quarters(register(t, History{}, "2026-03-31", first), register(t, History{}, "2026-06-30", first, second)),
			[]string{third}, map[string]string{"C": "A B"}},
		{"a gone one comes before one of the same day", quarters(register(t, History{}, "2026-03-31", waiver("Z", "interval", "slow", "2026-04-01", "2026-06-30"))),
			[]string{second}, map[string]string{"B": "Z"}},
		{"a gone one that was approved later is not renewed", quarters(register(t, History{}, "2026-03-31", third)), []string{second}, map[string]string{}},
		{"prolonged under its own id", quarters(register(t, History{}, "2026-03-31", first)), []string{waiver("A", "interval", "slow", "2026-04-01", "2026-06-30")}, map[string]string{"A": "A"}},
		{"a date put right", quarters(register(t, History{}, "2026-03-31", first)), []string{waiver("A", "interval", "slow", "2026-01-06", "2026-03-31")}, map[string]string{}},
		{"prolonged and renewed names it once", quarters(register(t, History{}, "2026-03-31", first)),
			[]string{waiver("A", "interval", "slow", "2026-04-01", "2026-06-30"), third}, map[string]string{"A": "A", "C": "A"}},
	} {
		a := register(t, c.history, "2026-09-30", c.waivers...)
		if diff := cmp.Diff(c.want, renewals(a)); diff != "" {
			t.Errorf("%s: (−want +got)\n%s", c.name, diff)
		}
	}
}

// TestWaiverEffects holds what waivers hide against the findings that they hide.
func TestWaiverEffects(t *testing.T) {
	a := register(t, History{}, "2026-09-30",
		waiver("both", "interval", "slow, silent, kept", "2026-07-01", "2026-12-29"), // 90 days and one second from the end of 30 September
		waiver("near", "copies", "silent, kept", "2026-07-02", "2026-12-28"))
	both, near := &a.Waivers[0], &a.Waivers[1]
	if both.Hides != 2 || both.HidesFail != 1 || both.HidesUnknown != 1 || near.Hides != 1 || near.HidesFail != 1 || near.HidesUnknown != 0 {
		t.Errorf("both %+v\nnear %+v", both, near)
	}
	h := &a.Highlights
	// Open is left that slow has too few copies; silent is compliant through its waivers.
	want := WaiverSum{All: 2, InForce: 2, Ending: 2, HidesFail: 2, HidesUnknown: 1, OpenWithout: 4, CompliantWithout: 1, CompliantWith: 2}
	if h.Waivers != want || h.Open != 1 {
		t.Errorf("%d open, sum\n%+v, want\n%+v", h.Open, h.Waivers, want)
	}
}

// TestEndsSoon draws the line of EndingDays, for waivers in force only.
func TestEndsSoon(t *testing.T) {
	for _, c := range []struct {
		expires, service string
		soon             bool
	}{
		{"2026-09-30", "slow", true}, {"2026-12-29", "slow", true}, {"2026-12-30", "slow", false},
		{"2026-09-29", "slow", false}, {"2026-12-29", "kept", false},
	} {
		a := register(t, History{}, "2026-09-30", waiver("W", "interval", c.service, "2026-07-01", c.expires))
		if w := &a.Waivers[0]; w.EndsSoon != c.soon || a.Highlights.Waivers.Ending != map[bool]int{true: 1}[c.soon] {
			t.Errorf("%s until %s: ends soon %t, %d days left, %d in the sum", c.service, c.expires, w.EndsSoon, w.DaysLeft, a.Highlights.Waivers.Ending)
		}
	}
}

// TestWaiverMoves compares two quarters: one waiver was granted, one ended, one ended and is told of no more, one goes
// on, one was approved just before the first quarter was over, and one will be.
func TestWaiverMoves(t *testing.T) {
	old := []string{
		waiver("ends", "interval", "slow", "2026-05-01", "2026-08-31"), waiver("goes", "copies", "slow", "2026-05-01", "2026-10-31"),
		waiver("gone", "interval", "silent", "2026-05-01", "2026-08-31"), waiver("last", "copies", "silent", "2026-06-30", "2026-12-31"),
		waiver("idle", "interval", "kept", "2026-05-01", "2026-08-31"),
	}
	previous := register(t, History{}, "2026-06-30", old...)
	now := append([]string{}, old[0], old[1], old[3], waiver("new", "interval", "slow, silent", "2026-07-01", "2026-12-31"), waiver("later", "interval", "slow", "2026-10-01", "2026-12-31"))
	a := register(t, quarters(previous), "2026-09-30", now...)
	states := map[string]string{}
	for i := range a.Waivers {
		w := &a.Waivers[i]
		before := "none"
		if w.Before != nil {
			before = *w.Before
		}
		states[w.ID] = fmt.Sprint(before, " ", w.State, " ", w.Granted)
	}
	if diff := cmp.Diff(map[string]string{
		"ends": "in_force expired false", "goes": "in_force in_force false", "last": "in_force in_force false", "new": "none in_force true", "later": "none future false",
	}, states); diff != "" {
		t.Errorf("before, now, granted: (−want +got)\n%s", diff)
	}
	want := &WaiverMoves{Period: "2026-Q2", Granted: 1, Ended: 1, Gone: []string{"gone"}}
	if diff := cmp.Diff(want, a.Highlights.Waivers.Since); diff != "" {
		t.Errorf("since the previous quarter: (−want +got)\n%s", diff)
	}
	if a.Highlights.Waivers.Renewed != 1 { // "new" renews "ends" and "gone"; "later" is not in force
		t.Errorf("%d renewed, want 1", a.Highlights.Waivers.Renewed)
	}
}

// TestCommitmentsOverQuarters follows promises from one quarter to the next.
func TestCommitmentsOverQuarters(t *testing.T) {
	const promises = `
commitments:
  - {id: c1, what: w, service: kept, rule: interval, owner: o, due: 2026-12-31, decided_on: 2026-01-01}
  - {id: c2, what: w, service: slow, rule: interval, owner: o, due: 2026-08-31, decided_on: 2026-01-01}
  - {id: c3, what: w, owner: o, due: 2026-12-01, decided_on: 2026-01-01}
  - {id: c4, what: w, service: slow, rule: copies, owner: o, due: 2026-07-31, decided_on: 2026-01-01}
  - {id: c5, what: w, service: silent, rule: copies, owner: o, due: 2026-07-31, decided_on: 2026-01-01, done_on: 2026-07-20}
  - {id: c6, what: w, owner: o, due: 2026-07-01, decided_on: 2026-07-15, done_on: 2026-07-20, document: d}
`
	inventory := strings.TrimSuffix(waiversInventory, "waivers:\n") + promises
	previous := assessed(t, inventory, waiversPack, "2026-06-30")
	a := assessedAfter(t, quarters(previous), inventory, waiversPack, "2026-09-30")
	got := map[string]string{}
	for i := range a.Commitments {
		c := &a.Commitments[i]
		before, about := "none", "none"
		if c.Before != nil {
			before = *c.Before
		}
		if c.Finding != nil {
			f := finding(a, *c.Finding)
			about = f.Rule + " of " + f.Service
		}
		got[c.ID] = before + ", " + c.State + ", " + about
	}
	if diff := cmp.Diff(map[string]string{
		"c1": "kept, kept, interval of kept", "c2": "open, late, interval of slow", "c3": "open, open, none", "c4": "open, late, copies of slow",
		"c5": "open, undemonstrated, copies of silent", "c6": "none, kept, none",
	}, got); diff != "" {
		t.Errorf("before, now, finding: (−want +got)\n%s", diff)
	}
	want := CommitmentSum{All: 6, Kept: 2, Unreported: 1, Undemonstrated: 1, Late: 2, Open: 1, Order: []string{"c4", "c2", "c5", "c6", "c1", "c3"}}
	if diff := cmp.Diff(want, a.Highlights.Commitments); diff != "" {
		t.Errorf("sum: (−want +got)\n%s", diff)
	}
	if first := previous.Commitments[0]; first.Before != nil || previous.Highlights.Waivers.Since != nil {
		t.Errorf("the first quarter looks back: %+v", first)
	}
}
