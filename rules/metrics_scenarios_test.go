package rules

import "testing"

// In the rows of scenarios, `weak` runs on campus a alone and has no backup, `equal` on campus n and is built anew in
// three hours, `strong` on campus b with a backup of the day before on campus a.
const (
	away    = onA1 + ", backups: [{id: b, site: b1, last_success: 2026-09-30}]" // one day old, on another campus
	unshown = onA1 + ", backups: [{id: b, site: b1}]"                           // and nothing tells of a recovery point
	standby = "instances: [{site: a1, role: active}, {site: b1, role: standby"
	inTwo   = "{date: 2026-09-01, outcome: passed, depth: application, duration: 2h}"
)

// lostRows are of how often data are lost for good.
var lostRows = []row{
	{"at the limit", "scenario.data_lost at_most: 1", onA1, "", "", "pass 1 declared scenario.data_lost"},
	{"just over", "scenario.data_lost at_most: 0", onA1, "", "", "fail 1 declared scenario.data_lost"},
	{"just under", "scenario.data_lost at_most: 1", away, "", "", "pass 0 declared scenario.data_lost"},
	{"runs nowhere", "scenario.data_lost at_most: 0", "", "", "", "pass 0 declared scenario.data_lost"},
	{"may be", "scenario.data_lost at_most: 0", unshown, "", "", "unknown 0..1 declared scenario.data_lost.unknown"},
	{"may be, at the limit", "scenario.data_lost at_most: 1", unshown, "", "", "pass 0..1 declared scenario.data_lost"},
	{"one is, one may be, and one over", "scenario.data_lost at_most: 1, scenarios: [campus, ransomware]", unshown, "", "", "unknown 1..2 declared scenario.data_lost.unknown"},
	{"one is, one may be, and both are over", "scenario.data_lost at_most: 0, scenarios: [campus, ransomware]", unshown, "", "", "fail 1..2 declared scenario.data_lost"},
	{"one is, one may be, and neither is over", "scenario.data_lost at_most: 2, scenarios: [ransomware, campus]", unshown, "", "", "pass 1..2 declared scenario.data_lost"},
	{"evidence shows that nothing is there", "scenario.data_lost at_most: 0", onA1 + ", backups: [{id: b, site: b1" + link + "}]", "", "b 2026-09-30T00:00:00Z failed", "fail 1 declared scenario.data_lost"},
	{"one set of two is lost", "scenario.data_lost at_most: 0", away[:len(away)-1] + ", {id: c, data: x, site: a2, last_success: 2026-09-30}]", "", "", "fail 1 declared scenario.data_lost"},
	{"the same campus", "scenario.data_lost at_most: 0", onA1 + ", backups: [{id: b, site: a2, last_success: 2026-09-30}]", "", "", "fail 1 declared scenario.data_lost"},
	{"a standby far away", "scenario.data_lost at_most: 0", standby + "}]", "", "", "pass 0 declared scenario.data_lost"},
	{"a standby on the same campus", "scenario.data_lost at_most: 0", "instances: [{site: a1, role: active}, {site: a2, role: standby}]", "", "", "fail 1 declared scenario.data_lost"},
	{"the campus alone is asked about", "scenario.data_lost at_most: 0", away, "", "", "pass 0 declared scenario.data_lost"},
	{"ransomware", "scenario.data_lost at_most: 0, scenarios: [ransomware]", away, "", "", "fail 1 declared scenario.data_lost"},
	{"ransomware, immutable", "scenario.data_lost at_most: 0, scenarios: [ransomware]", away[:len(away)-2] + ", immutable: true}]", "", "", "pass 0 declared scenario.data_lost"},
	{"ransomware, offline on the same site", "scenario.data_lost at_most: 0, scenarios: [ransomware]", onA1 + ", backups: [{id: b, site: a1, offline: true, last_success: 2026-09-30}]", "", "", "pass 0 declared scenario.data_lost"},
	{"two kinds", "scenario.data_lost at_most: 1, scenarios: [campus, ransomware]", onA1, "", "", "fail 2 declared scenario.data_lost"},
	{"an outage is waited out", "scenario.data_lost at_most: 0, scenarios: [campus_outage]", onA1, "", "", "pass 0 declared scenario.data_lost"},
	{"what it needs is lost", "scenario.data_lost at_most: 0", "depends_on: [weak]", "", "", "pass 0 declared scenario.data_lost"},
	{"what it stores its data in is lost", "scenario.data_lost at_most: 0", "stores_data_in: [weak]", "", "", "fail 1 declared scenario.data_lost"},
	{"no scenario of the kind", "scenario.data_lost at_most: 0, scenarios: [region]", onA1, "", "", "not_applicable -  inapplicable"},
	{"one kind of two is played", "scenario.data_lost at_most: 0, scenarios: [region, campus]", onA1, "", "", "fail 1 declared scenario.data_lost"},
	{"stateless", "scenario.data_lost at_most: 0", "stateful: false, " + onA1, "", "", "not_applicable -  inapplicable"},
	{"stateless, and needs what is lost", "scenario.data_lost at_most: 0", "stateful: false, depends_on: [weak]", "", "", "not_applicable -  inapplicable"},
	{"stateless, data elsewhere are lost", "scenario.data_lost at_most: 0", "stateful: false, stores_data_in: [weak]", "", "", "fail 1 declared scenario.data_lost"},
	{"stateless, data elsewhere are safe", "scenario.data_lost at_most: 0", "stateful: false, stores_data_in: [strong], " + onA1, "", "", "pass 0 declared scenario.data_lost"},
	{"stateless, no scenario of the kind", "scenario.data_lost at_most: 0, scenarios: [pair]", "stateful: false, stores_data_in: [weak]", "", "", "not_applicable -  inapplicable"},
	{"tier left out", "scenario.data_lost at_most: {vital: 0}", onA1, "", "", "not_applicable -  tier"},
}

// interruptionRows are of the longest interruption.
var interruptionRows = []row{
	{"at the limit", "scenario.interruption at_most: service.rto", "rto: 2h, " + away, inTwo, "", "pass 7200 declared scenario.interruption"},
	{"just over", "scenario.interruption at_most: service.rto", "rto: 1h59m59s, " + away, inTwo, "", "fail 7200 declared scenario.interruption"},
	{"just under", "scenario.interruption at_most: service.rto", "rto: 2h1s, " + away, inTwo, "", "pass 7200 declared scenario.interruption"},
	{"no target", "scenario.interruption at_most: service.rto", away, inTwo, "", "unknown 7200 declared no_target"},
	{"no target, and never back", "scenario.interruption at_most: service.rto", onA1, "", "", "fail none declared scenario.interruption.none"},
	{"never back", "scenario.interruption at_most: 365d", onA1, "", "", "fail none declared scenario.interruption.none"},
	{"never back, at least", "scenario.interruption at_least: 0s", onA1, "", "", "fail none declared scenario.interruption.none"},
	{"what it needs is lost", "scenario.interruption at_most: 365d", "depends_on: [weak]", "", "", "fail none declared scenario.interruption.none"},
	{"stateless, what it needs is lost", "scenario.interruption at_most: 365d", "stateful: false, depends_on: [weak]", "", "", "fail none declared scenario.interruption.none"},
	{"what it needs is built anew", "scenario.interruption at_most: 3h", "depends_on: [equal]", "", "", "pass 10800 declared scenario.interruption"},
	{"side by side or one after the other", "scenario.interruption at_most: 3h", onN1, inTwo, "", "unknown 10800..18000 declared scenario.interruption.unknown"},
	{"at best too long", "scenario.interruption at_most: 2h", onN1, inTwo, "", "fail 10800..18000 declared scenario.interruption"},
	{"at worst within the limit", "scenario.interruption at_most: 5h", onN1, inTwo, "", "pass 10800..18000 declared scenario.interruption"},
	{"never tested", "scenario.interruption at_most: 2h", away, "", "", "unknown 0..inf declared scenario.interruption.unknown"},
	{"tested too shallow", "scenario.interruption at_most: 2h", away, "{date: 2026-09-01, outcome: passed, depth: database, duration: 1h}", "", "unknown 0..inf declared scenario.interruption.unknown"},
	{"tested and failed", "scenario.interruption at_most: 2h", away, "{date: 2026-09-02, outcome: failed, depth: site, duration: 1h}, " + inTwo, "", "unknown 0..inf declared scenario.interruption.unknown"},
	{"goes on", "scenario.interruption at_most: 0s", "instances: [{site: a1, role: active}, {site: b1, role: active}]", "", "", "pass 0 declared scenario.interruption"},
	{"fails over", "scenario.interruption at_most: 10m", standby + ", failover_time: 10m}]", "", "", "pass 600 declared scenario.interruption"},
	{"fails over some time", "scenario.interruption at_most: 10m", standby + "}]", "", "", "unknown 0..inf declared scenario.interruption.unknown"},
	{"built anew", "scenario.interruption at_most: 1h", "stateful: false, rebuild_time: 1h, " + onA1, "", "", "pass 3600 declared scenario.interruption"},
	{"built anew some time", "scenario.interruption at_most: 1h", "stateful: false, " + onA1, "", "", "unknown 0..inf declared scenario.interruption.unknown"},
	{"an outage is waited out", "scenario.interruption at_most: 5d, scenarios: [campus_outage]", onA1, "", "", "pass 432000 declared scenario.interruption"},
	{"an outage is longer than the limit", "scenario.interruption at_most: 4d23h59m59s, scenarios: [campus_outage]", onA1, "", "", "fail 432000 declared scenario.interruption"},
	{"nobody waits who is back sooner", "scenario.interruption at_most: 5d, scenarios: [campus_outage]", away, inTwo, "", "pass 7200 declared scenario.interruption"},
	{"the longest of two kinds", "scenario.interruption at_most: 2h, scenarios: [outage, campus_outage]", "instances: [{site: b1, role: active}]", "", "", "fail 432000 declared scenario.interruption"},
	{"the short one alone", "scenario.interruption at_most: 2h, scenarios: [outage]", "instances: [{site: b1, role: active}]", "", "", "pass 7200 declared scenario.interruption"},
	{"ransomware", "scenario.interruption at_most: 2h, scenarios: [ransomware]", away[:len(away)-2] + ", immutable: true}]", inTwo, "", "pass 7200 declared scenario.interruption"},
	{"no scenario of the kind", "scenario.interruption at_most: 2h, scenarios: [site]", onA1, "", "", "not_applicable -  inapplicable"},
}

// onN1 goes down with `equal`, on which it depends.
const onN1 = "depends_on: [equal], instances: [{site: n1, role: active}], backups: [{id: b, site: b1, last_success: 2026-09-30}]"

// lossRows are of how much work is lost.
var lossRows = []row{
	{"at the limit", "scenario.data_loss at_most: service.rpo", "rpo: 24h, " + away, "", "", "pass 86400 declared scenario.data_loss"},
	{"just over", "scenario.data_loss at_most: 24h", onA1 + ", backups: [{id: b, site: b1, last_success: '2026-09-29T21:59:59Z'}]", "", "", "fail 86401 declared scenario.data_loss"},
	{"just under", "scenario.data_loss at_most: 24h", onA1 + ", backups: [{id: b, site: b1, last_success: '2026-09-29T22:00:01Z'}]", "", "", "pass 86399 declared scenario.data_loss"},
	{"no target", "scenario.data_loss at_most: service.rpo", away, "", "", "unknown 86400 declared no_target"},
	{"declared to come more seldom", "scenario.data_loss at_most: 24h", away[:len(away)-2] + ", every: 48h}]", "", "", "fail 172800 declared scenario.data_loss"},
	{"observed to come more seldom", "scenario.data_loss at_most: 24h", onA1 + ", backups: [{id: b, site: b1, every: 1h, thinned_after: 3d" + link + "}]", "", "b 2026-09-28T22:00:00Z ok\nb 2026-09-30T21:00:00Z ok", "fail 169200 declared scenario.data_loss"},
	{"the best of a set", "scenario.data_loss at_most: 24h", away[:len(away)-1] + ", {id: c, site: b1, last_success: '2026-09-30T21:00:00Z'}]", "", "", "pass 3600 declared scenario.data_loss"},
	{"the best of a set burns too", "scenario.data_loss at_most: 24h", away[:len(away)-1] + ", {id: c, site: a2, last_success: '2026-09-30T21:00:00Z'}]", "", "", "pass 86400 declared scenario.data_loss"},
	{"the greatest of sets", "scenario.data_loss at_most: 24h", away[:len(away)-1] + ", {id: c, data: x, site: b1, last_success: 2026-09-29}]", "", "", "fail 172800 declared scenario.data_loss"},
	{"behind by the replication", "scenario.data_loss at_most: 5m", standby + ", replication_lag: 5m}]", "", "", "pass 300 declared scenario.data_loss"},
	{"behind by who knows", "scenario.data_loss at_most: 5m", standby + "}]", "", "", "unknown 0..inf declared scenario.data_loss.unknown"},
	{"nothing shows a recovery point", "scenario.data_loss at_most: 24h", unshown, "", "", "unknown 0..inf declared scenario.data_loss.unknown"},
	{"everything", "scenario.data_loss at_most: 365d", onA1, "", "", "fail none declared scenario.data_loss.none"},
	{"everything in one of two", "scenario.data_loss at_most: 365d, scenarios: [campus, ransomware]", away, "", "", "fail none declared scenario.data_loss.none"},
	{"an outage is waited out", "scenario.data_loss at_most: 0s, scenarios: [campus_outage]", onA1, "", "", "pass 0 declared scenario.data_loss"},
	{"an outage is not waited out", "scenario.data_loss at_most: 0s, scenarios: [campus_outage]", away, inTwo, "", "fail 86400 declared scenario.data_loss"},
	{"what it needs is lost", "scenario.data_loss at_most: 0s", "depends_on: [weak]", "", "", "pass 0 declared scenario.data_loss"},
	{"stateless", "scenario.data_loss at_most: 0s", "stateful: false, " + onA1, "", "", "not_applicable -  inapplicable"},
	{"stateless, data elsewhere", "scenario.data_loss at_most: 24h", "stateful: false, stores_data_in: [strong]", "", "", "pass 86400 declared scenario.data_loss"},
	{"data elsewhere are lost", "scenario.data_loss at_most: 24h", away + ", stores_data_in: [weak]", "", "", "fail none declared scenario.data_loss.none"},
	{"no scenario of the kind", "scenario.data_loss at_most: 24h, scenarios: [provider]", away, "", "", "not_applicable -  inapplicable"},
}

// Everything that decides what a scenario leaves, confirmed, shown and documented.
const (
	hereSeen   = "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + seen + link + "}"
	documented = "{date: 2026-09-01, outcome: passed, depth: application, duration: 2h, document: PV}"
	shownHour  = "b 2026-09-30T21:00:00Z ok"
)

// groundRows are of what the figures rest on.
var groundRows = []row{
	{"everything is shown", "scenario.data_lost at_most: 0", hereSeen + "]", documented, shownHour, "pass 0 documented scenario.data_lost"},
	{"everything is shown", "scenario.interruption at_most: 2h", hereSeen + "]", documented, shownHour, "pass 7200 documented scenario.interruption"},
	{"everything is shown", "scenario.data_loss at_most: 92d", hereSeen + "]", documented, shownHour, "pass 7945200 documented scenario.data_loss"},
	{"an instance is not confirmed yet", "scenario.interruption at_most: 2h", "instances: [{site: a1, role: active" + soon + "}], backups: [{id: b, site: b1" + seen + link + "}]", documented, shownHour, "pass 7200 declared scenario.interruption"},
	{"a backup is not confirmed", "scenario.interruption at_most: 2h", hereSeen + ", {id: c, site: b1" + link + "}]", documented, shownHour + "\nc 2026-09-30T20:00:00Z ok", "pass 7200 declared scenario.interruption"},
	{"a second one is confirmed and shown", "scenario.interruption at_most: 2h", hereSeen + ", {id: c, site: b1" + seen + link + "}]", documented, shownHour + "\nc 2026-09-30T20:00:00Z ok", "pass 7200 documented scenario.interruption"},
	{"a second one shows no recovery point", "scenario.interruption at_most: 2h", hereSeen + ", {id: c, site: b1" + seen + link + "}]", documented, shownHour, "pass 7200 declared scenario.interruption"},
	{"a second one is only declared", "scenario.interruption at_most: 2h", hereSeen + ", {id: c, site: b1, last_success: 2026-09-30" + seen + "}]", documented, shownHour, "pass 7200 declared scenario.interruption"},
	{"a test without a document", "scenario.interruption at_most: 2h", hereSeen + "]", inTwo, shownHour, "pass 7200 declared scenario.interruption"},
	{"a test of a database", "scenario.interruption at_most: 2h", hereSeen + "]", "{date: 2026-09-01, outcome: passed, depth: database, duration: 2h, document: PV}", shownHour, "unknown 0..inf declared scenario.interruption.unknown"},
	{"a test that failed", "scenario.interruption at_most: 2h", hereSeen + "]", "{date: 2026-09-01, outcome: failed, depth: application, document: PV}", shownHour, "unknown 0..inf documented scenario.interruption.unknown"},
	{"a test of one set of two", "scenario.data_lost at_most: 0", hereSeen + ", {id: c, data: x, site: b1" + seen + link + "}]", "{date: 2026-09-01, outcome: passed, depth: application, document: PV, backup: c}", shownHour + "\nc 2026-09-30T20:00:00Z ok", "pass 0 declared scenario.data_lost"},
	{"no backup", "scenario.data_lost at_most: 0", "instances: [{site: a1, role: active" + seen + "}, {site: b1, role: active" + seen + "}]", documented, "", "pass 0 declared scenario.data_lost"},
	{"stateless: places alone", "scenario.interruption at_most: 2h", "stateful: false, rebuild_time: 2h, instances: [{site: a1, role: active" + seen + "}]", "", "", "pass 7200 documented scenario.interruption"},
	{"stateless, not confirmed", "scenario.interruption at_most: 2h", "stateful: false, rebuild_time: 2h, " + onA1, "", "", "pass 7200 declared scenario.interruption"},
	{"stateless, data elsewhere", "scenario.data_loss at_most: 24h", "stateful: false, stores_data_in: [strong], instances: [{site: a1, role: active" + seen + "}]", "", "", "pass 86400 documented scenario.data_loss"},
}

func TestScenarioMetrics(t *testing.T) {
	for _, rows := range [][]row{lostRows, interruptionRows, lossRows, groundRows} {
		runRows(t, rows)
	}
}

// TestScenariosThatNobodyAsksFor holds a pack without scenarios against a rule of them: what was not tried is no pass.
func TestScenariosThatNobodyAsksFor(t *testing.T) {
	in := tableInput(t, lostRows[0])
	in.Pack.Scenarios.Each, in.Pack.Scenarios.Also = nil, nil
	result := Evaluate(in)
	if len(result.Played) > 0 {
		t.Errorf("%d scenarios were played", len(result.Played))
	}
	for i := range result.Findings {
		if f := &result.Findings[i]; f.Status != NotApplicable || f.Reason.Key != keyInapplicable {
			t.Errorf("%s is %s because %s", f.Service, f.Status, f.Reason.Key)
		}
	}
}
