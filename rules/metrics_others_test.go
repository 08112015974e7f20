package rules

import "testing"

const twoSets = "backups: [{id: b, site: a1}, {id: c, data: x, site: a1}]"

// testRows are the metrics that read the journal of restore tests.
var testRows = []row{
	{"at the limit", "restore_test.age at_most: 30d", "", "{date: 2026-09-01, outcome: passed}", "", "pass 2592000 declared restore_test.age"},
	{"just over", "restore_test.age at_most: 30d", "", "{date: '2026-08-31T21:59:59Z', outcome: passed}", "", "fail 2592001 declared restore_test.age"},
	{"just under", "restore_test.age at_most: 30d", "", "{date: '2026-08-31T22:00:01Z', outcome: passed, document: PV}", "", "pass 2591999 documented restore_test.age"},
	{"never", "restore_test.age at_most: 30d", "", "", "", "fail none declared restore_test.age.none"},
	{"only partial", "restore_test.age at_most: 30d", "", "{date: 2026-09-20, outcome: partial}", "", "fail none declared restore_test.age.none"},
	{"partial decides nothing", "restore_test.age at_most: 30d", "", "{date: 2026-09-20, outcome: passed}, {date: 2026-09-21, outcome: partial}", "", "pass 950400 declared restore_test.age"},
	{"newest failed", "restore_test.age at_most: 30d", "", "{date: 2026-09-21, outcome: failed, document: PV}, {date: 2026-09-20, outcome: passed}", "", "fail none documented restore_test.age.failed"},
	{"newest passed", "restore_test.age at_most: 30d", "", "{date: 2026-09-21, outcome: passed}, {date: 2026-09-20, outcome: failed}", "", "pass 864000 declared restore_test.age"},
	{"one day, later failed", "restore_test.age at_most: 30d", "", "{date: 2026-09-21, outcome: passed}, {date: 2026-09-21, outcome: failed}", "", "fail none declared restore_test.age.failed"},
	{"one day, later passed", "restore_test.age at_most: 30d", "", "{date: 2026-09-21, outcome: failed}, {date: 2026-09-21, outcome: passed}", "", "pass 864000 declared restore_test.age"},
	{"one day, the journal's order counts before the hour", "restore_test.age at_most: 30d", "", "{date: '2026-09-21T10:00:00Z', outcome: failed}, {date: '2026-09-21T08:00:00Z', outcome: passed}", "", "pass 828000 declared restore_test.age"},
	{"after as-of", "restore_test.age at_most: 30d", "", "{date: 2026-09-30, outcome: passed}, {date: 2026-10-01, outcome: failed}", "", "pass 86400 declared restore_test.age"},
	{"speaks for all sets", "restore_test.age at_most: 30d", twoSets, "{date: 2026-09-30, outcome: passed}", "", "pass 86400 declared restore_test.age"},
	{"names one set's backup", "restore_test.age at_most: 30d", twoSets, "{date: 2026-09-30, outcome: passed, backup: b}", "", "fail none declared restore_test.age.none"},
	{"each set its own", "restore_test.age at_most: 30d", twoSets, "{date: 2026-09-30, outcome: passed, backup: b, document: PV}, {date: 2026-09-20, outcome: passed, backup: c}", "", "pass 950400 declared restore_test.age"},
	{"one set failed", "restore_test.age at_most: 30d", twoSets, "{date: 2026-09-30, outcome: passed}, {date: 2026-09-30, outcome: failed, backup: c}", "", "fail none declared restore_test.age.failed"},
	{"never weighs more than failed", "restore_test.age at_most: 30d", twoSets, "{date: 2026-09-30, outcome: failed, backup: b}", "", "fail none declared restore_test.age.none"},
	{"backup is gone", "restore_test.age at_most: 30d", "backups: [{id: b, site: a1}]", "{date: 2026-09-30, outcome: passed, backup: old}", "", "fail none declared restore_test.age.none"},
	{"too shallow", "restore_test.age at_most: 30d, depth: application", "", "{date: 2026-09-30, outcome: passed, depth: database}, {date: 2026-09-30, outcome: passed}", "", "fail none declared restore_test.age.none"},
	{"deep enough", "restore_test.age at_most: 30d, depth: application", "", "{date: 2026-09-20, outcome: passed, depth: site}, {date: 2026-09-30, outcome: failed, depth: database}", "", "pass 950400 declared restore_test.age"},
	{"no depth is a file", "restore_test.age at_most: 30d, depth: file", "", "{date: 2026-09-30, outcome: passed}", "", "pass 86400 declared restore_test.age"},
	{"stateless", "restore_test.age at_most: 30d", "stateful: false", "{date: 2026-09-30, outcome: passed}", "", "not_applicable -  inapplicable"},

	{"at the limit", "restore_test.duration at_most: service.rto", "rto: 2h", "{date: 2026-09-01, outcome: passed, duration: 2h}", "", "pass 7200 declared restore_test.duration"},
	{"just over", "restore_test.duration at_most: service.rto", "rto: 2h", "{date: 2026-09-01, outcome: passed, duration: 2h1s, document: PV}", "", "fail 7201 documented restore_test.duration"},
	{"just under", "restore_test.duration at_most: service.rto", "rto: 2h", "{date: 2026-09-01, outcome: passed, duration: 1h59m59s}", "", "pass 7199 declared restore_test.duration"},
	{"not recorded", "restore_test.duration at_most: service.rto", "rto: 2h", "{date: 2026-09-01, outcome: passed, duration: 1h}, {date: 2026-09-02, outcome: passed}", "", "unknown 0..inf declared restore_test.duration.unknown"},
	{"greatest of sets", "restore_test.duration at_most: 2h", twoSets, "{date: 2026-09-01, outcome: passed, duration: 1h}, {date: 2026-09-02, outcome: passed, backup: c, duration: 3h}", "", "fail 10800 declared restore_test.duration"},
	{"one set not recorded", "restore_test.duration at_most: 2h", twoSets, "{date: 2026-09-01, outcome: passed, duration: 1h}, {date: 2026-09-02, outcome: passed, backup: c}", "", "unknown 3600..inf declared restore_test.duration.unknown"},
	{"no target", "restore_test.duration at_most: service.rto", "", "{date: 2026-09-01, outcome: passed, duration: 2h}", "", "unknown 7200 declared no_target"},
	{"failed", "restore_test.duration at_most: 2h", "", "{date: 2026-09-01, outcome: failed, duration: 2h}", "", "fail none declared restore_test.duration.failed"},
	{"never", "restore_test.duration at_most: 2h", "", "", "", "fail none declared restore_test.duration.none"},

	{"at the limit", "restore_test.data_loss at_most: 1h", "", "{date: 2026-09-01, outcome: passed, data_loss: 1h}", "", "pass 3600 declared restore_test.data_loss"},
	{"just over", "restore_test.data_loss at_most: 1h", "", "{date: 2026-09-01, outcome: passed, data_loss: 1h1s}", "", "fail 3601 declared restore_test.data_loss"},
	{"just under", "restore_test.data_loss at_most: 1h", "", "{date: 2026-09-01, outcome: passed, data_loss: 59m59s}", "", "pass 3599 declared restore_test.data_loss"},
	{"not recorded", "restore_test.data_loss at_most: 1h", "", "{date: 2026-09-01, outcome: passed, duration: 1h}", "", "unknown 0..inf declared restore_test.data_loss.unknown"},
	{"never", "restore_test.data_loss at_most: 1h", "", "", "", "fail none declared restore_test.data_loss.none"},

	{"changed on the day", "restore_test.outdated at_most: 0", "changed: 2026-09-01", "{date: 2026-09-01, outcome: passed}", "", "pass 0 declared restore_test.outdated"},
	{"changed the day after", "restore_test.outdated at_most: 0", "changed: 2026-09-02", "{date: 2026-09-01, outcome: passed, document: PV}", "", "fail 1 documented restore_test.outdated"},
	{"changed the day before", "restore_test.outdated at_most: 0", "changed: 2026-08-31", "{date: 2026-09-01, outcome: passed}", "", "pass 0 declared restore_test.outdated"},
	{"changes after as-of", "restore_test.outdated at_most: 0", "changed: 2026-10-01", "{date: 2026-09-01, outcome: passed}", "", "pass 0 declared restore_test.outdated"},
	{"never changed", "restore_test.outdated at_most: 0", "", "{date: 2026-09-01, outcome: passed}", "", "pass 0 declared restore_test.outdated"},
	{"one set outdated", "restore_test.outdated at_most: 0", twoSets + ", changed: 2026-09-02", "{date: 2026-09-01, outcome: passed}, {date: 2026-09-03, outcome: passed, backup: c}", "", "fail 1 declared restore_test.outdated"},
	{"failed", "restore_test.outdated at_most: 0", "", "{date: 2026-09-01, outcome: failed}", "", "fail none declared restore_test.outdated.failed"},
	{"never", "restore_test.outdated at_most: 0", "", "", "", "fail none declared restore_test.outdated.none"},
}

// otherRows are the metrics that read the record and the tiers.
var otherRows = []row{
	{"at the limit", "dependencies.weaker at_most: 1", "depends_on: [weak, strong], stores_data_in: [weak, equal]", "", "", "pass 1 declared dependencies.weaker"},
	{"just over", "dependencies.weaker at_most: 0", "stores_data_in: [weak]", "", "", "fail 1 declared dependencies.weaker"},
	{"just under", "dependencies.weaker at_most: 1", "depends_on: [strong, equal]", "", "", "pass 0 declared dependencies.weaker"},
	{"nothing needed", "dependencies.weaker at_most: 0", "stateful: false", "", "", "pass 0 declared dependencies.weaker"},

	{"at the limit", "record.missing at_most: 1", "owner: x, description: x, rto: 1h, members: all", "", "", "pass 1 declared record.missing"},
	{"just over", "record.missing at_most: 1", "owner: x, rto: 1h, members: all", "", "", "fail 2 declared record.missing"},
	{"just under", "record.missing at_most: 1", "owner: x, description: x, rto: 1h, rpo: 1h, members: all", "", "", "pass 0 declared record.missing"},
	{"all", "record.missing at_most: 4", "owner: '', description: null, members: []", "", "", "fail 5 declared record.missing"},
	{"stateless needs no rpo", "record.missing at_most: 0", "stateful: false, owner: x, description: x, rto: 1h, members: all", "", "", "pass 0 declared record.missing"},
}

func TestRestoreMetrics(t *testing.T) { runRows(t, testRows) }

func TestOtherMetrics(t *testing.T) { runRows(t, otherRows) }
