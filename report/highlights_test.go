package report

import (
	"math"
	"slices"
	"testing"

	"coupefeu/rules"
)

const highlightsPack = `
pack: {id: test, version: 1.0.0, title: Test}
tiers: [vital, standard]
waivers: {longest: {vital: 90d}}
scenarios: {each: []}
rules:
  - {id: interval, title: Interval, severity: {vital: critical, standard: low}, metric: backup.interval, at_most: 24h}
  - {id: age, title: Age, severity: {vital: critical, standard: medium}, metric: restore_test.age, at_most: {vital: 92d, standard: service.rto}}
  - {id: time, title: Time, severity: high, metric: restore_test.duration, at_most: service.rto}
  - {id: encrypted, title: Encrypted, severity: low, metric: backup.unencrypted_copies, at_most: 0}
`

const highlightsInventory = `
organisation: {id: test, name: Test, timezone: Europe/Brussels}
providers: [{id: p, name: P}]
sites: [{id: s, name: S, provider: p}]
services:
  - {id: kept, name: Kept, tier: vital, rto: 4h, instances: [{site: s, role: active, location: {confirmed_on: 2026-09-01, by: A}}], backups: [{id: b, site: s, every: 1h, encrypted: true}]}
  - {id: late, name: Late, tier: vital, rto: 4h, instances: [{site: s, role: active}], backups: [{id: b, site: s, every: 1h, encrypted: true}]}
  - {id: failed, name: Failed, tier: vital, rto: 4h, instances: [{site: s, role: active}], backups: [{id: b, site: s, every: 1h, encrypted: true}]}
  - {id: never, name: Never, tier: vital, rto: 4h, instances: [{site: s, role: active}], backups: [{id: b, site: s, every: 48h, encrypted: true}]}
  - {id: aimless, name: Aimless, tier: standard, instances: [{site: s, role: active}], backups: [{id: b, site: s}]}
  - {id: slow, name: Slow, tier: vital, rto: 1h, instances: [{site: s, role: active}], backups: [{id: b, site: s, every: 1h, encrypted: true}]}
  - {id: stateless, name: Stateless, tier: standard, stateful: false, instances: [{site: s, role: active}]}
restore_tests:
  - {service: kept, date: 2026-07-01, outcome: passed, duration: 1h, document: d.pdf}
  - {service: late, date: 2026-06-30, outcome: passed}
  - {service: failed, date: 2026-09-01, outcome: failed}
  - {service: aimless, date: 2026-09-01, outcome: passed, duration: 30m}
  - {service: slow, date: 2026-09-01, outcome: passed, duration: 3h}
waivers:
  - {id: soon, rule: age, services: [late], reason: R, approved_by: A, approved_on: 2026-09-01, expires: 2026-11-29}
  - {id: long, rule: interval, services: [never], reason: R, approved_by: A, approved_on: 2026-09-01, expires: 2027-09-01}
  - {id: over, rule: age, services: [failed], reason: R, approved_by: A, approved_on: 2026-07-01, expires: 2026-09-29}
`

func highlighted(t *testing.T) (*Assessment, *Highlights) {
	t.Helper()
	a := assessed(t, highlightsInventory, highlightsPack, "2026-09-30")
	return a, &a.Highlights
}

// TestTotalsAddUp holds the sums against the summary, whole and by tier.
func TestTotalsAddUp(t *testing.T) {
	a, h := highlighted(t)
	idle := map[string]int{} // services with nothing to check
	for i := range a.Services {
		if s := &a.Services[i]; s.Compliance == NothingToCheck {
			idle["all"]++
			idle[s.Tier]++
		}
	}
	check := func(name string, sum Totals, g Group) {
		if sum.Applicable != g.Checks.Applicable() || sum.Open != g.Checks.Open() || sum.Observed+sum.Documented+sum.Declared != sum.Applicable ||
			sum.Demonstrated != sum.Observed+sum.Documented || sum.OpenServices != g.Services-g.Compliant-g.CompliantWithWaivers-idle[name] {
			t.Errorf("%s: %+v, want the sums of %+v", name, sum, g)
		}
	}
	check("all", h.Totals, a.Summary.Group)
	for tier, sum := range h.ByTier {
		check(tier, sum, a.Summary.ByTier[tier])
	}
	if want := (GroundsSum{Placements: 13, Unconfirmed: 12, Backups: 6, Undocumented: 6, Inputs: 1, RestoreTests: 5, WithoutPapers: 4, Decisive: 5}); h.Grounds != want {
		t.Errorf("grounds %+v, want %+v", h.Grounds, want)
	}
	// Only the waiver that ends soon hides a finding, which failed; its service has others that are open.
	want := WaiverSum{All: 3, InForce: 1, Ending: 1, Expired: 1, TooLong: 1, HidesFail: 1, OpenWithout: h.Open + 1, CompliantWithout: 1, CompliantWith: 1}
	if h.Waivers != want {
		t.Errorf("waivers %+v, want %+v", h.Waivers, want)
	}
}

// TestMostWork asks for the gravest first: by severity, not kept before not demonstrated.
func TestMostWork(t *testing.T) {
	a, h := highlighted(t)
	var order []string
	open := 0
	for _, w := range h.Work {
		order = append(order, w.Service)
		open += w.Open
		if w.Open != w.Fail+w.Unknown || w.Open != len(w.Findings) || w.Applicable < w.Open {
			t.Errorf("%s: %+v", w.Service, w)
		}
	}
	// never: two critical ones, for its waiver is too long; failed: one; slow: one high that is not kept; aimless and late: one high that is not shown, and aimless three lesser ones.
	if want := []string{"never", "failed", "slow", "aimless", "late"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if open != h.WorkOpen || open != h.Open {
		t.Errorf("%d open in the list, %d said, %d in all", open, h.WorkOpen, h.Open)
	}
	first := finding(a, h.Work[0].Findings[0])
	if first.Severity != rules.Critical || first.Status != rules.Fail {
		t.Errorf("the first finding is %+v", first)
	}
}

func finding(a *Assessment, number int32) *rules.Finding {
	for i := range a.Findings {
		if a.Findings[i].Number == number {
			return &a.Findings[i]
		}
	}
	return nil
}

// TestRestores counts each service once, waived or not.
func TestRestores(t *testing.T) {
	_, h := highlighted(t)
	r := h.Restores
	if r.Rule != "age" || r.Services != 6 || r.Proven != 2 || r.Unproven != 4 || r.TooOld != 1 || r.Failed != 1 || r.Never != 1 || r.NoLimit != 1 || r.Waived != 1 {
		t.Errorf("restores %+v", r.RestoreSum)
	}
	vital, standard := r.ByTier["vital"], r.ByTier["standard"]
	if vital.Limit == nil || *vital.Limit != 92*86400 || standard.Limit != nil {
		t.Errorf("limits %v and %v", vital.Limit, standard.Limit)
	}
	if vital.Months[2].Kept != 1 || vital.Months[3].TooOld != 1 || vital.Months[0].Kept != 1 || standard.Months[0].NoLimit != 1 {
		t.Errorf("months %+v and %+v", vital.Months, standard.Months)
	}
}

// TestMonthsAtTheLimit takes a limit of 92 days for the edge after three months, and no other.
func TestMonthsAtTheLimit(t *testing.T) {
	const day = 86400
	for _, c := range []struct {
		age, limit float64
		bin        int
	}{
		{0, 92 * day, 0}, {30.5*day - 1, 92 * day, 0}, {30.5 * day, 92 * day, 1},
		{91.5 * day, 92 * day, 2}, {92 * day, 92 * day, 2}, {92*day + 1, 92 * day, 3},
		{91*day + 1, 91 * day, 3}, {91 * day, 91 * day, 2},
		{95 * day, 95 * day, 3}, {366*day + 1, 366 * day, 12}, {366 * day, 366 * day, 11}, {5000 * day, 92 * day, 12},
	} {
		f := rules.Finding{Measured: rules.Figure{Known: rules.Measured, Low: c.age, High: c.age}, Limit: rules.Limit{Bound: rules.AtMost, Value: c.limit}}
		if bin := MonthOf(&f); bin != c.bin {
			t.Errorf("%.4f days against %.0f: bin %d, want %d", c.age/day, c.limit/day, bin, c.bin)
		}
	}
}

// TestRestoreTimes ranks what is too slow before what is not known, kept or without target.
func TestRestoreTimes(t *testing.T) {
	_, h := highlighted(t)
	times := h.Times
	var order []string
	for _, row := range times.Rows {
		order = append(order, row.Service)
	}
	if want := []string{"slow", "late", "kept", "aimless"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if times.Services != 4 || times.Kept != 1 || times.TooSlow != 1 || times.Unmeasured != 1 || times.NoTarget != 1 || times.Untested != 2 {
		t.Errorf("times %+v", times)
	}
	if ratio := times.Rows[0].Ratio; ratio == nil || math.Abs(*ratio-3) > 1e-9 || times.Rows[1].Measured != nil || times.Rows[3].Target != nil {
		t.Errorf("rows %+v", times.Rows)
	}
}

// TestNoRestoreRules leaves out what no rule asks for.
func TestNoRestoreRules(t *testing.T) {
	const pack = "pack: {id: t, version: 1.0.0, title: T}\ntiers: [vital, standard]\nscenarios: {each: []}\nrules:\n" +
		"  - {id: record, title: R, severity: low, metric: record.missing, at_most: 0}\n"
	const inventory = "organisation: {id: test, name: Test}\n"
	if h := assessed(t, inventory, pack, "2026-09-30").Highlights; h.Restores != nil || h.Times != nil || h.Work == nil {
		t.Errorf("highlights %+v", h)
	}
}
