package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// inputsPack asks about campuses in one rule, and about nothing that takes scenarios in the other.
const inputsPack = `
pack: {id: p, version: "1", title: P}
tiers: [vital]
scenarios: {each: [campus]}
rules:
  - {id: data, title: D, severity: high, metric: scenario.data_lost, at_most: 0, scenarios: [campus, ransomware]}
  - {id: often, title: O, severity: high, metric: backup.interval, at_most: 4h}
`

// inputsFiles are a service whose backups open their windows for different reasons, and the runs of two of them.
var inputsFiles = map[string]string{
	"inventory.yaml": `
organisation: {id: o, name: O, timezone: Europe/Brussels}
providers: [{id: p, name: P}]
sites: [{id: a, name: A, provider: p, campus: ca}, {id: b, name: B, provider: p, campus: cb}]
evidence: [{id: log, tool: csv, file: log.csv}]
services:
  - id: mail
    name: Mail
    tier: vital
    changed: 2026-05-04
    instances:
      - {site: a, role: active, location: {confirmed_on: 2026-05-01, by: me}}
      - {site: b, role: standby, failover_time: 5m, replication_lag: 0m, location: {confirmed_on: 2026-08-01, by: me}}
    backups:
      - {id: whole, site: b, evidence: {source: log, select: {service: mail, backup: "w*"}}}
      - {id: thin, site: b, thinned_after: 10d, evidence: {source: log, select: {service: mail, backup: thin}}}
      - {id: empty, site: b, evidence: {source: log, select: {service: mail, backup: none}}}
      - {id: typed, site: b, every: 1d}
  - {id: web, name: Web, tier: vital, changed: 2026-09-01, stateful: false, min_active: 2, rebuild_time: 3h}
`,
	"log.csv": `service,backup,time,status,bytes
mail,whole,2026-06-01T02:00:00Z,ok,300
mail,thin,2026-06-22T02:00:00Z,ok,100
mail,thin,2026-06-23T02:00:00Z,failed,7
mail,thin,2026-06-24T02:00:00Z,ok,
mail,thin,2026-06-25T02:00:00Z,ok,120
mail,thin,2026-06-26T02:00:00Z,ok,55
`,
}

// TestInputsOfFigures asks for what a figure is worked out from: what is known as of the assessment, and no later.
func TestInputsOfFigures(t *testing.T) {
	a := assessedFiles(t, History{}, inputsFiles, inputsPack, "2026-06-30")
	zone := a.AsOf.Location()
	minutes, none, hours := 300.0, 0.0, 10800.0
	standby := Instance{Site: "b", Role: "standby", FailoverTime: &minutes, ReplicationLag: &none}
	if diff := cmp.Diff([]Instance{{Site: "a", Role: "active", Confirmed: true}, standby}, a.Services[0].Instances); diff != "" {
		t.Errorf("instances: %s", diff)
	}
	if len(a.Services[1].Instances) != 0 || a.Services[1].Instances == nil {
		t.Errorf("a service without instances has %v", a.Services[1].Instances)
	}
	if diff := cmp.Diff([]any{1, 2, (*float64)(nil), &hours},
		[]any{a.Services[0].MinActive, a.Services[1].MinActive, a.Services[0].RebuildTime, a.Services[1].RebuildTime}); diff != "" {
		t.Errorf("what services need to run: %s", diff)
	}
	if changed := a.Services[0].Changed; changed == nil || !changed.Equal(time.Date(2026, 5, 4, 0, 0, 0, 0, zone)) {
		t.Errorf("changed %v", changed)
	}
	if a.Services[1].Changed != nil {
		t.Errorf("a change to come is known: %v", a.Services[1].Changed)
	}
	opens := map[string]time.Time{
		"whole": time.Date(2026, 4, 1, 0, 0, 0, 0, zone), // the period's first instant
		"thin":  time.Date(2026, 6, 21, 0, 0, 0, 0, zone),
	}
	for _, b := range a.Backups {
		want, open := opens[b.ID]
		if open != (b.Window != nil) || open && !b.Window.Equal(want) {
			t.Errorf("%s: the window opens at %v, want %v", b.ID, b.Window, want)
		}
	}
	// What failed and what has no size is compared with nothing; of one size there is nothing to compare.
	if diff := cmp.Diff([][]int64{{}, {100, 120, 55}, {}, {}}, [][]int64{a.Backups[0].Sizes, a.Backups[1].Sizes, a.Backups[2].Sizes, a.Backups[3].Sizes}); diff != "" {
		t.Errorf("sizes: %s", diff)
	}
	if diff := cmp.Diff([][]string{{"service: mail", "backup: w*"}, {"service: mail", "backup: thin"}, {"service: mail", "backup: none"}, {}},
		[][]string{a.Backups[0].Select, a.Backups[1].Select, a.Backups[2].Select, a.Backups[3].Select}); diff != "" {
		t.Errorf("selected runs: %s", diff)
	}
	if diff := cmp.Diff([][]string{{"campus", "ransomware"}, {}}, [][]string{a.Rules[0].Scenarios, a.Rules[1].Scenarios}); diff != "" {
		t.Errorf("kinds of scenario: %s", diff)
	}
}
