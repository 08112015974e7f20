package scenario_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// land is where the cases stand. &s is what every service must have; log shows runs of the backups good, late and bad.
const land = `organisation: {id: o, name: O}
members: [{id: m, name: M}]
providers: [{id: p, name: P}]
sites:
  - {id: a, name: A, provider: p}
  - {id: b, name: B, provider: p}
  - {id: c, name: C, provider: p}
evidence: [{id: log, tool: csv, file: evidence/log.csv}]
x-service: &s {name: S, tier: vital}
x-running: &a {site: a, role: active}
x-spare: &b {site: b, role: standby}
x-copy: &copy {id: copy, site: b}
x-good: &good {id: good, site: b, evidence: {source: log, select: {backup: good}}}
x-bad: &bad {id: bad, site: b, evidence: {source: log, select: {backup: bad}}}
x-test: &test {service: s, date: 2026-09-20, outcome: passed, depth: application}
`

// log: the newest recovery point of good is a day old, and it went two days without one.
const log = `service,backup,time,status
s,good,2026-09-27 00:00,ok
s,good,2026-09-28 00:00,ok
s,good,2026-09-30 00:00,ok
s,bad,2026-09-30 00:00,failed
`

// own are cases of one service; site a is lost for good.
var own = []played{
	{"no instance", `{}`, ``},
	{"elsewhere", `{instances: [{site: b, role: active}]}`, ``},
	{"another is active", `{instances: [*a, {site: c, role: active}]}`, `continue 0 loss 0`},
	{"a standby is taken", `{instances: [{site: a, role: standby}, {site: c, role: active}]}`, `continue 0 loss 0`},
	{"more than there are, none taken", `{min_active: 3, instances: [{site: b, role: active}]}`, ``},
	{"more than there are, one taken", `{min_active: 3, instances: [*a, {site: b, role: active}]}`, `restore 0–∞ loss 0`},
	{"enough left", `{min_active: 2, instances: [*a, {site: b, role: active}, {site: c, role: active}]}`, `continue 0 loss 0`},

	{"failover", `{instances: [*a, {<<: *b, failover_time: 10m, replication_lag: 5m}]}`, `failover 600 loss 300`},
	{"failover, no time", `{instances: [*a, {<<: *b, replication_lag: 0s}]}`, `failover 0–∞ loss 0`},
	{"failover, no lag", `{instances: [*a, {<<: *b, failover_time: 0s}]}`, `failover 0 loss 0–∞`},
	{"failover, stateless", `{stateful: false, instances: [*a, {<<: *b, failover_time: 10m}]}`, `failover 600 loss 0`},
	{"the shortest is taken", `{instances: [*a, *b, {<<: *b, failover_time: 10m}, {<<: *b, failover_time: 5m}]}`, `failover 300 loss 0–∞`},
	{"the least lag, not of the one taken", `{instances: [*a, {<<: *b, failover_time: 5m, replication_lag: 2h}, {<<: *b, failover_time: 10m, replication_lag: 1m}]}`,
		`failover 300 loss 60`},
	{"two are taken", `{min_active: 2, instances: [*a, *b, {<<: *b, failover_time: 10m}, {<<: *b, failover_time: 5m}]}`, `failover 600 loss 0–∞`},
	{"two are taken, one without a time", `{min_active: 2, instances: [*a, *b, {<<: *b, failover_time: 5m}]}`, `failover 0–∞ loss 0–∞`},
	{"one is active, one taken", `{min_active: 2, instances: [*a, {site: c, role: active}, {<<: *b, failover_time: 5m}]}`, `failover 300 loss 0`},
	{"a standby is lost too", `{instances: [*a, {site: a, role: standby, failover_time: 1m}, {<<: *b, failover_time: 5m}]}`, `failover 300 loss 0–∞`},

	{"rebuild", `{stateful: false, rebuild_time: 2h, instances: [*a]}`, `rebuild 7200 loss 0`},
	{"rebuild, no time", `{stateful: false, instances: [*a]}`, `rebuild 0–∞ loss 0`},
	{"stateless with backups", `{stateful: false, rebuild_time: 2h, instances: [*a], backups: [{id: x, site: a}]}`, `rebuild 7200 loss 0`},
	{"stateless, some left", `{stateful: false, rebuild_time: 2h, min_active: 2, instances: [*a, {site: b, role: active}], backups: [{id: x, site: a}]}`,
		`rebuild 7200 loss 0`},

	{"restored from a standby", `{min_active: 2, instances: [*a, {<<: *b, replication_lag: 5m}]}`, `restore 0–∞ loss 300`},
	{"restored, declared", `{instances: [*a], backups: [{<<: *copy, last_success: 2026-09-30}]}`, `restore 0–∞ loss 86400`},
	{"restored, declared, at least the interval", `{instances: [*a], backups: [{<<: *copy, every: 7d, last_success: 2026-09-30}]}`, `restore 0–∞ loss 604800`},
	{"restored, observed, at least the gap", `{instances: [*a], backups: [{<<: *good, every: 7d, since: 2026-09-27}]}`, `restore 0–∞ loss 172800`},
	{"the least of two backups", `{instances: [*a], backups: [{<<: *copy, last_success: 2026-09-21}, {<<: *good, since: 2026-09-30}]}`, `restore 0–∞ loss 86400`},
	{"the greatest of two data sets", `{instances: [*a], backups: [{<<: *copy, last_success: 2026-09-21}, {<<: *good, since: 2026-09-30, data: files}]}`,
		`restore 0–∞ loss 864000`},

	{"lost, no backup", `{instances: [*a]}`, `lost ∞ loss ∞`},
	{"lost, no backup left", `{instances: [*a], backups: [{id: x, site: a, last_success: 2026-09-30}]}`, `lost ∞ loss ∞`},
	{"lost, evidence shows nothing", `{instances: [*a], backups: [*bad]}`, `lost ∞ loss ∞`},
	{"lost, one of two data sets", `{instances: [*a], backups: [*good, {id: x, data: files, site: a}]}`, `lost ∞ loss ∞`},
	{"lost, though the other is unproven", `{instances: [*a], backups: [*copy, {<<: *bad, data: files}]}`, `lost ∞ loss ∞`},
	{"unproven", `{instances: [*a], backups: [*copy]}`, `unproven 0–∞ loss 0–∞`},
	{"unproven, beside evidence of nothing", `{instances: [*a], backups: [*copy, *bad]}`, `unproven 0–∞ loss 0–∞`},
	{"unproven, one of two data sets", `{instances: [*a], backups: [*copy, {<<: *good, data: files}]}`, `unproven 0–∞ loss 0–∞`},
	{"its data elsewhere, no backup", `{instances: [*a], stores_data_in: [t]}`, `lost ∞ loss ∞`},

	{"unprotected", `{instances: [{site: b, role: active}], backups: [{id: x, site: a}]}`, `unaffected 0 loss 0 unprotected`},
	{"unprotected, one of two data sets", `{instances: [*a, {site: b, role: active}], backups: [*copy, {id: x, data: files, site: a}]}`, `continue 0 loss 0 unprotected`},
	{"protected", `{instances: [{site: b, role: active}], backups: [*copy, {id: x, site: a}]}`, ``},
	{"not unprotected, stateless", `{stateful: false, instances: [{site: b, role: active}], backups: [{id: x, site: a}]}`, ``},
	{"not unprotected, no backup", `{instances: [{site: b, role: active}]}`, ``},
	{"not unprotected, no instance", `{backups: [{id: x, site: a}]}`, ``},

	{"targets kept", `{rto: 10m, rpo: 5m, instances: [*a, {<<: *b, failover_time: 10m, replication_lag: 5m}]}`, `failover 600 loss 300 rto kept rpo kept`},
	{"targets missed", `{rto: 599s, rpo: 299s, instances: [*a, {<<: *b, failover_time: 10m, replication_lag: 5m}]}`, `failover 600 loss 300 rto missed rpo missed`},
	{"targets undecided", `{rto: 1h, rpo: 1h, instances: [*a, *b]}`, `failover 0–∞ loss 0–∞`},
	{"targets of the lost", `{rto: 1h, rpo: 1h, instances: [*a]}`, `lost ∞ loss ∞ rto missed rpo missed`},
}

// played is a case: the keys of service s, and what is listed of it.
type played struct{ name, service, want string }

func TestAlone(t *testing.T) {
	strike := scenario.Disruption{ID: "x", Kind: scenario.Disaster, Sites: []inventory.Reference{{ID: "a"}}}
	for _, c := range own {
		t.Run(c.name, func(t *testing.T) { c.check(t, strike, "") })
	}
}

// tests are journals of s, which is restored from backups of two data sets.
var tests = []played{
	{"none", ``, `restore 0–∞ loss 172800`},
	{"of the whole service", `{<<: *test, duration: 2h}`, `restore 7200 loss 172800`},
	{"the newest counts", `{<<: *test, duration: 2h}, {<<: *test, date: 2026-09-19, duration: 1h}`, `restore 7200 loss 172800`},
	{"the later in the journal counts", `{<<: *test, duration: 2h}, {<<: *test, duration: 1h}`, `restore 3600 loss 172800`},
	{"without a duration", `{<<: *test, duration: 2h}, *test`, `restore 0–∞ loss 172800`},
	{"the newest failed", `{<<: *test, duration: 2h}, {<<: *test, outcome: failed, duration: 1h}`, `restore 0–∞ loss 172800`},
	{"a partial one decides nothing", `{<<: *test, duration: 2h}, {<<: *test, outcome: partial, duration: 1h}`, `restore 7200 loss 172800`},
	{"a file says nothing", `{<<: *test, duration: 2h}, {<<: *test, depth: database, duration: 1m}`, `restore 7200 loss 172800`},
	{"a site says all", `{<<: *test, depth: site, duration: 3h}`, `restore 10800 loss 172800`},
	{"of one data set only", `{<<: *test, backup: good, duration: 2h}`, `restore 0–∞ loss 172800`},
	{"the slower data set", `{<<: *test, backup: good, duration: 2h}, {<<: *test, backup: copy, duration: 3h}`, `restore 10800 loss 172800`},
}

func TestRecoveryTime(t *testing.T) {
	strike := scenario.Disruption{ID: "x", Kind: scenario.Disaster, Sites: []inventory.Reference{{ID: "a"}}}
	service := `{instances: [*a], backups: [{<<: *copy, last_success: 2026-09-30}, {<<: *good, since: 2026-09-27, data: files}]}`
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) { played{c.name, service, c.want}.check(t, strike, c.service) })
	}
}

// waits are cases of an outage of two hours at site a.
var waits = []played{
	{"as long as the outage", `{stateful: false, rebuild_time: 2h, instances: [*a]}`, `rebuild 7200 loss 0`},
	{"longer than the outage", `{stateful: false, rebuild_time: 7201s, instances: [*a]}`, `wait 7200 loss 0`},
	{"unknown", `{stateful: false, instances: [*a]}`, `wait 7200 loss 0`},
	{"without a backup", `{instances: [*a]}`, `wait 7200 loss 0`},
	{"unproven", `{instances: [*a], backups: [*copy]}`, `wait 7200 loss 0`},
	{"restored, untested", `{instances: [*a], backups: [*good]}`, `wait 7200 loss 0`},
	{"a failover does not wait", `{instances: [*a, {<<: *b, failover_time: 5h}]}`, `failover 18000 loss 0–∞`},
	{"nor an unknown one", `{instances: [*a, *b]}`, `failover 0–∞ loss 0–∞`},
	{"what it needs is back as late", `{stateful: false, rebuild_time: 1m, instances: [*a], depends_on: [t]}`, `wait 7200 loss 0`},
	{"what it needs is back sooner", `{stateful: false, rebuild_time: 1m, instances: [*a], depends_on: [u]}`, `rebuild 7199–7259 loss 0`},
	{"what it needs has no end that is known", `{stateful: false, rebuild_time: 3h, instances: [*a], depends_on: [v]}`, `wait 7200–∞ loss 0`},
	{"unprotected meanwhile", `{instances: [{site: b, role: active}], backups: [{id: x, site: a}]}`, `unaffected 0 loss 0 unprotected`},
}

const needed = `
  - {<<: *s, id: t, instances: [*a]}
  - {<<: *s, id: u, instances: [*a, {<<: *b, failover_time: 7199s, replication_lag: 0s}]}
  - {<<: *s, id: v, instances: [*a, {<<: *b, replication_lag: 0s}]}
`

func TestWait(t *testing.T) {
	strike := scenario.Disruption{ID: "x", Kind: scenario.Outage, Duration: given[source.Duration](7200), Sites: []inventory.Reference{{ID: "a"}}}
	for _, c := range waits {
		t.Run(c.name, func(t *testing.T) { c.check(t, strike, "") })
	}
}

// attacked are cases of ransomware.
var attacked = []played{
	{"no instance", `{backups: [{id: x, site: b}]}`, ``},
	{"every instance", `{instances: [*a, *b, {site: c, role: active}]}`, `lost ∞ loss ∞`},
	{"a backup in reach", `{instances: [*a], backups: [{<<: *copy, last_success: 2026-09-30}]}`, `lost ∞ loss ∞`},
	{"immutable", `{instances: [*a], backups: [{<<: *copy, immutable: true, last_success: 2026-09-30}]}`, `restore 0–∞ loss 86400`},
	{"offline, beside the instance", `{instances: [*a], backups: [{<<: *copy, site: a, offline: true, last_success: 2026-09-30}]}`, `restore 0–∞ loss 86400`},
}

func TestRansomware(t *testing.T) {
	for _, c := range attacked {
		t.Run(c.name, func(t *testing.T) { c.check(t, scenario.Disruption{ID: "x", Kind: scenario.Ransomware}, "") })
	}
}

// check plays one disruption and compares what is listed of service s.
func (c played) check(t *testing.T, strike scenario.Disruption, journal string) {
	t.Helper()
	services := "services:\n  - {<<: *s, id: s, " + strings.TrimPrefix(c.service, "{") + needed
	in := caseInput(t, services, journal, strike)
	results := scenario.PlayAll(in)
	got := ""
	if a := results.Played[0].Of(0); a != nil {
		got = line(a)
	}
	if got != c.want {
		t.Errorf("got  %s\nwant %s", got, c.want)
	}
}

// line writes what is said of a service: outcome, interruption, data loss, targets where they are decided.
func line(a *scenario.Affected) string {
	out := fmt.Sprintf("%s %s loss %s", a.Outcome, bounds(a.Interruption), bounds(a.DataLoss))
	words := [...]string{scenario.Kept: "kept", scenario.Missed: "missed"}
	if a.RTO != scenario.Undecided {
		out += " rto " + words[a.RTO]
	}
	if a.RPO != scenario.Undecided {
		out += " rpo " + words[a.RPO]
	}
	if a.Unprotected {
		out += " unprotected"
	}
	return out
}

func bounds(b scenario.Bounds) string {
	switch {
	case b.Endless():
		return "∞"
	case b.Open():
		return fmt.Sprintf("%v–∞", b.Low)
	case b.Low == b.High:
		return fmt.Sprint(b.Low)
	}
	return fmt.Sprintf("%v–%v", b.Low, b.High)
}

// caseInput loads services on the land, and strikes them.
func caseInput(t *testing.T, services, journal string, strikes ...scenario.Disruption) scenario.Input {
	t.Helper()
	if journal != "" {
		journal = "restore_tests: [" + journal + "]\n"
	}
	system := fstest.MapFS{"all.yaml": {Data: []byte(land + services + journal)}, "evidence/log.csv": {Data: []byte(log)}}
	roots := []inventory.Root{{FS: system, Shown: "case"}}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	known := inv.At(asOf)
	observed, found := evidence.Observe(roots, known, asOf)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	plan := scenario.Plan{Also: strikes}
	return scenario.Input{
		View:  recovery.View{Inventory: known, Observed: observed, AsOf: asOf, Start: start},
		Tiers: []string{"vital"}, Scenarios: plan.Expand(known),
	}
}
