package rules

import "testing"

// backupRows are the metrics that read what backups declare.
var backupRows = []row{
	{"at the limit", "backup.interval at_most: 24h", "backups: [{id: b, site: a1, every: 24h}]", "", "", "pass 86400 declared backup.interval"},
	{"just under", "backup.interval at_most: 24h", "backups: [{id: b, site: a1, every: 23h59m59s}]", "", "", "pass 86399 declared backup.interval"},
	{"just over", "backup.interval at_most: 24h", "backups: [{id: b, site: a1, every: 24h1s}]", "", "", "fail 86401 declared backup.interval"},
	{"no backup", "backup.interval at_most: 24h", "", "", "", "fail none declared backup.interval.none"},
	{"not given", "backup.interval at_most: 24h", "backups: [{id: b, site: a1}]", "", "", "unknown 0..inf declared backup.interval.unknown"},
	{"shortest of a set", "backup.interval at_most: 24h", "backups: [{id: b, site: a1, every: 48h}, {id: c, site: a1, every: 12h}, {id: d, site: a1}]", "", "", "pass 43200 declared backup.interval"},
	{"greatest of sets", "backup.interval at_most: 24h", "backups: [{id: b, data: x, site: a1, every: 48h}, {id: c, site: a1, every: 12h}]", "", "", "fail 172800 declared backup.interval"},
	{"one set unknown", "backup.interval at_most: 24h", "backups: [{id: b, data: x, site: a1}, {id: c, site: a1, every: 12h}]", "", "", "unknown 43200..inf declared backup.interval.unknown"},
	{"one set unknown, the other too long", "backup.interval at_most: 24h", "backups: [{id: b, data: x, site: a1}, {id: c, site: a1, every: 48h}]", "", "", "fail 172800..inf declared backup.interval"},
	{"at least, one set unknown", "backup.interval at_least: 12h", "backups: [{id: b, data: x, site: a1}, {id: c, site: a1, every: 12h}]", "", "", "pass 43200..inf declared backup.interval"},
	{"stateless", "backup.interval at_most: 24h", "stateful: false, backups: [{id: b, site: a1, every: 48h}]", "", "", "not_applicable -  inapplicable"},
	{"tier left out", "backup.interval at_most: {vital: 24h}", "backups: [{id: b, site: a1, every: 48h}]", "", "", "not_applicable -  tier"},
	{"target", "backup.interval at_most: service.rpo", "rpo: 24h, backups: [{id: b, site: a1, every: 24h}]", "", "", "pass 86400 declared backup.interval"},
	{"target missed", "backup.interval at_most: service.rpo", "rpo: 24h, rto: 48h, backups: [{id: b, site: a1, every: 25h}]", "", "", "fail 90000 declared backup.interval"},
	{"other target", "backup.interval at_most: service.rto", "rpo: 24h, rto: 48h, backups: [{id: b, site: a1, every: 25h}]", "", "", "pass 90000 declared backup.interval"},
	{"no target", "backup.interval at_most: service.rpo", "rto: 24h, backups: [{id: b, site: a1, every: 24h}]", "", "", "unknown 86400 declared no_target"},
	{"no target, no backup", "backup.interval at_most: service.rpo", "", "", "", "fail none declared backup.interval.none"},
	{"backup to come", "backup.interval at_most: 24h", "backups: [{id: b, site: a1, every: 1h, since: 2026-10-01}, {id: c, site: a1, every: 48h, since: 2026-09-30}]", "", "", "fail 172800 declared backup.interval"},

	{"at the limit", "backup.retention at_least: 30d", "backups: [{id: b, site: a1, retention: 30d}]", "", "", "pass 2592000 declared backup.retention"},
	{"just over", "backup.retention at_least: 30d", "backups: [{id: b, site: a1, retention: 30d1s}]", "", "", "pass 2592001 declared backup.retention"},
	{"just under", "backup.retention at_least: 30d", "backups: [{id: b, site: a1, retention: 29d23h59m59s}]", "", "", "fail 2591999 declared backup.retention"},
	{"longest of a set", "backup.retention at_least: 30d", "backups: [{id: b, site: a1, retention: 1d}, {id: c, site: a1, retention: 40d}]", "", "", "pass 3456000 declared backup.retention"},
	{"least of sets", "backup.retention at_least: 30d", "backups: [{id: b, data: x, site: a1, retention: 1d}, {id: c, site: a1, retention: 40d}]", "", "", "fail 86400 declared backup.retention"},
	{"one set unknown", "backup.retention at_least: 30d", "backups: [{id: b, data: x, site: a1}, {id: c, site: a1, retention: 40d}]", "", "", "unknown 0..3456000 declared backup.retention.unknown"},
	{"one set unknown, the other too short", "backup.retention at_least: 30d", "backups: [{id: b, data: x, site: a1}, {id: c, site: a1, retention: 4d}]", "", "", "fail 0..345600 declared backup.retention"},
	{"not given", "backup.retention at_least: 30d", "backups: [{id: b, site: a1}]", "", "", "unknown 0..inf declared backup.retention.unknown"},
	{"no backup", "backup.retention at_least: 30d", "", "", "", "fail none declared backup.retention.none"},

	{"at the limit", "backup.copies at_least: 3", "backups: [{id: b, site: a1}, {id: c, site: a1}]", "", "", "pass 3 declared backup.copies"},
	{"just under", "backup.copies at_least: 3", "backups: [{id: b, site: a1}]", "", "", "fail 2 declared backup.copies"},
	{"just over", "backup.copies at_least: 3", "backups: [{id: b, site: a1}, {id: c, site: a1}, {id: d, site: a1}]", "", "", "pass 4 declared backup.copies"},
	{"at most", "backup.copies at_most: 2", "backups: [{id: b, site: a1}, {id: c, site: a1}]", "", "", "fail 3 declared backup.copies"},
	{"least of sets", "backup.copies at_least: 3", "backups: [{id: b, site: a1}, {id: c, site: a1}, {id: d, data: x, site: a1}]", "", "", "fail 2 declared backup.copies"},
	{"no backup", "backup.copies at_least: 1", "", "", "", "pass 1 declared backup.copies"},

	{"at the limit", "backup.media at_least: 2", "backups: [{id: b, site: a1, media: tape}]", "", "", "pass 2 declared backup.media"},
	{"just under", "backup.media at_least: 2", "backups: [{id: b, site: a1}, {id: c, site: a1, media: disk}]", "", "", "fail 1 declared backup.media"},
	{"just over", "backup.media at_least: 2", "backups: [{id: b, site: a1, media: tape}, {id: c, site: a1, media: object}]", "", "", "pass 3 declared backup.media"},
	{"all four", "backup.media at_least: 4", "backups: [{id: b, site: a1, media: tape}, {id: c, site: a1, media: object}, {id: d, site: a1, media: snapshot}]", "", "", "pass 4 declared backup.media"},
	{"least of sets", "backup.media at_least: 2", "backups: [{id: b, site: a1, media: tape}, {id: c, data: x, site: a1}]", "", "", "fail 1 declared backup.media"},
	{"no backup", "backup.media at_most: 1", "", "", "", "pass 1 declared backup.media"},

	{"at the limit", "backup.immutable_copies at_least: 1", "backups: [{id: b, site: a1, immutable: true, offline: true}, {id: c, site: a1}]", "", "", "pass 1 declared backup.immutable_copies"},
	{"offline counts", "backup.immutable_copies at_least: 1", "backups: [{id: b, site: a1, offline: true}]", "", "", "pass 1 declared backup.immutable_copies"},
	{"just over", "backup.immutable_copies at_least: 1", "backups: [{id: b, site: a1, immutable: true}, {id: c, site: a1, offline: true}]", "", "", "pass 2 declared backup.immutable_copies"},
	{"just under", "backup.immutable_copies at_least: 1", "backups: [{id: b, site: a1, immutable: false, offline: false}]", "", "", "fail 0 declared backup.immutable_copies"},
	{"least of sets", "backup.immutable_copies at_least: 1", "backups: [{id: b, site: a1, immutable: true}, {id: c, data: x, site: a1}]", "", "", "fail 0 declared backup.immutable_copies"},
	{"no backup", "backup.immutable_copies at_least: 1", "", "", "", "fail 0 declared backup.immutable_copies"},

	{"at the limit", "backup.unencrypted_copies at_most: 0", "backups: [{id: b, site: a1, encrypted: true}]", "", "", "pass 0 declared backup.unencrypted_copies"},
	{"just over", "backup.unencrypted_copies at_most: 0", "backups: [{id: b, site: a1, encrypted: false}, {id: c, site: a1, encrypted: true}]", "", "", "fail 1 declared backup.unencrypted_copies"},
	{"left out", "backup.unencrypted_copies at_most: 0", "backups: [{id: b, site: a1}, {id: c, site: a1, encrypted: true}]", "", "", "unknown 0..1 declared backup.unencrypted_copies.unknown"},
	{"left out, but enough", "backup.unencrypted_copies at_most: 2", "backups: [{id: b, site: a1}, {id: c, site: a1, encrypted: false}]", "", "", "pass 1..2 declared backup.unencrypted_copies"},
	{"left out, but too many", "backup.unencrypted_copies at_most: 0", "backups: [{id: b, site: a1}, {id: c, data: x, site: a1, encrypted: false}]", "", "", "fail 1..2 declared backup.unencrypted_copies"},
	{"no backup", "backup.unencrypted_copies at_most: 0", "", "", "", "pass 0 declared backup.unencrypted_copies"},

	{"at the limit", "backup.undocumented at_most: 0", "backups: [{id: b, site: a1" + link + "}]", "", "", "pass 0 declared backup.undocumented"},
	{"just over", "backup.undocumented at_most: 0", "backups: [{id: b, site: a1, last_success: 2026-09-30}, {id: c, site: a1" + link + "}]", "", "", "fail 1 declared backup.undocumented"},
	{"over all sets", "backup.undocumented at_most: 1", "backups: [{id: b, site: a1}, {id: c, data: x, site: a1}]", "", "", "fail 2 declared backup.undocumented"},
	{"no backup", "backup.undocumented at_most: 0", "", "", "", "pass 0 declared backup.undocumented"},
}

func TestBackupMetrics(t *testing.T) { runRows(t, backupRows) }
