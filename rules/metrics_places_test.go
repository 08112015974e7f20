package rules

import "testing"

const (
	onA1 = "instances: [{site: a1, role: active}]"
	seen = ", location: att"   // confirmed on the last day
	soon = ", location: later" // confirmed after as-of
)

// placeRows are the metrics that read where things stand. a1 and a2 are one campus, 55.597540 km apart; a1 and b1
// 111.195080 km; a2 and b1 55.597540 km; n1 and n2 have no coordinates.
var placeRows = []row{
	{"at the limit", "backup.offsite_copies at_least: 1", onA1 + ", backups: [{id: b, site: b1}, {id: c, site: a2}]", "", "", "pass 1 declared backup.offsite_copies"},
	{"just under", "backup.offsite_copies at_least: 1", onA1 + ", backups: [{id: c, site: a2}]", "", "", "fail 0 declared backup.offsite_copies"},
	{"just over", "backup.offsite_copies at_least: 1", onA1 + ", backups: [{id: b, site: b1}, {id: c, site: n1}]", "", "", "pass 2 declared backup.offsite_copies"},
	{"standby's campus", "backup.offsite_copies at_least: 1", "instances: [{site: a1, role: active}, {site: b1, role: standby}], backups: [{id: b, site: b1}]", "", "", "fail 0 declared backup.offsite_copies"},
	{"least of sets", "backup.offsite_copies at_least: 1", onA1 + ", backups: [{id: b, site: b1}, {id: c, data: x, site: a1}]", "", "", "fail 0 declared backup.offsite_copies"},
	{"no instance", "backup.offsite_copies at_least: 1", "backups: [{id: b, site: b1}]", "", "", "pass 1 declared backup.offsite_copies"},
	{"no backup", "backup.offsite_copies at_least: 1", onA1, "", "", "fail 0 declared backup.offsite_copies"},
	{"all confirmed", "backup.offsite_copies at_least: 1", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + seen + "}]", "", "", "pass 1 documented backup.offsite_copies"},
	{"instance not confirmed", "backup.offsite_copies at_least: 1", onA1 + ", backups: [{id: b, site: b1" + seen + "}]", "", "", "pass 1 declared backup.offsite_copies"},
	{"other backup not confirmed", "backup.offsite_copies at_least: 1", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + seen + "}, {id: c, site: b1}]", "", "", "pass 2 declared backup.offsite_copies"},
	{"confirmed too late", "backup.offsite_copies at_least: 1", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + soon + "}]", "", "", "pass 1 declared backup.offsite_copies"},

	{"at the limit", "backup.confirmed_offsite_copies at_least: 1", onA1 + ", backups: [{id: b, site: b1" + seen + "}, {id: c, site: b1}]", "", "", "pass 1 declared backup.confirmed_offsite_copies"},
	{"just under", "backup.confirmed_offsite_copies at_least: 1", onA1 + ", backups: [{id: b, site: b1" + soon + "}, {id: c, site: a2" + seen + "}]", "", "", "fail 0 declared backup.confirmed_offsite_copies"},
	{"just over", "backup.confirmed_offsite_copies at_least: 1", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + seen + "}, {id: c, site: n1" + seen + "}]", "", "", "pass 2 documented backup.confirmed_offsite_copies"},
	{"no backup", "backup.confirmed_offsite_copies at_least: 1", onA1, "", "", "fail 0 declared backup.confirmed_offsite_copies"},

	{"just over", "backup.offsite_distance at_least: 55.5 km", onA1 + ", backups: [{id: b, site: a2}]", "", "", "pass 55.597540117 declared backup.offsite_distance"},
	{"just under", "backup.offsite_distance at_least: 55.6 km", onA1 + ", backups: [{id: b, site: a2}]", "", "", "fail 55.597540117 declared backup.offsite_distance"},
	{"at the limit", "backup.offsite_distance at_least: 0 km", onA1 + ", backups: [{id: b, site: a1}]", "", "", "pass 0 declared backup.offsite_distance"},
	{"farthest of a set", "backup.offsite_distance at_least: 100 km", onA1 + ", backups: [{id: b, site: b1}, {id: c, site: a1}]", "", "", "pass 111.195080234 declared backup.offsite_distance"},
	{"nearest instance", "backup.offsite_distance at_least: 100 km", "instances: [{site: a1, role: active}, {site: a2, role: standby}], backups: [{id: b, site: b1}]", "", "", "fail 55.597540117 declared backup.offsite_distance"},
	{"least of sets", "backup.offsite_distance at_least: 100 km", onA1 + ", backups: [{id: b, site: b1}, {id: c, data: x, site: a2}]", "", "", "fail 55.597540117 declared backup.offsite_distance"},
	{"backup's coordinate missing", "backup.offsite_distance at_least: 100 km", onA1 + ", backups: [{id: b, site: n1}]", "", "", "unknown 0..inf declared backup.offsite_distance.unknown"},
	{"one distance missing", "backup.offsite_distance at_least: 50 km", "instances: [{site: a1, role: active}, {site: n1, role: standby}], backups: [{id: b, site: a2}]", "", "", "unknown 0..55.597540117 declared backup.offsite_distance.unknown"},
	{"one distance missing, the other too short", "backup.offsite_distance at_least: 60 km", "instances: [{site: a1, role: active}, {site: n1, role: standby}], backups: [{id: b, site: a2}]", "", "", "fail 0..55.597540117 declared backup.offsite_distance"},
	{"same site without coordinates", "backup.offsite_distance at_least: 1 km", "instances: [{site: n1, role: active}, {site: a1, role: standby}], backups: [{id: b, site: n1}]", "", "", "fail 0 declared backup.offsite_distance"},
	{"unknown beside known", "backup.offsite_distance at_least: 50 km", onA1 + ", backups: [{id: b, site: n1}, {id: c, site: a2}]", "", "", "pass 55.597540117..inf declared backup.offsite_distance"},
	{"all confirmed", "backup.offsite_distance at_least: 50 km", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: c, site: a2" + seen + "}]", "", "", "pass 55.597540117 documented backup.offsite_distance"},
	{"no backup", "backup.offsite_distance at_least: 50 km", onA1, "", "", "fail none declared backup.offsite_distance.none"},
	{"no instance", "backup.offsite_distance at_least: 50 km", "backups: [{id: b, site: n1}]", "", "", "fail none declared backup.offsite_distance.none"},

	{"at the limit", "providers.count at_least: 2", onA1 + ", backups: [{id: b, site: a2}, {id: c, site: b1}]", "", "", "pass 2 declared providers.count"},
	{"just under", "providers.count at_least: 2", onA1 + ", backups: [{id: c, site: b1" + seen + "}]", "", "", "fail 1 declared providers.count"},
	{"just over", "providers.count at_most: 1", "instances: [{site: a1, role: active" + seen + "}, {site: a2, role: active" + seen + "}]", "", "", "fail 2 documented providers.count"},
	{"stateless too", "providers.count at_least: 1", "stateful: false, " + onA1, "", "", "pass 1 declared providers.count"},
	{"nothing", "providers.count at_least: 1", "", "", "", "fail 0 declared providers.count"},

	{"at the limit", "sites.count at_least: 2", "instances: [{site: a1, role: active" + seen + "}, {site: b1, role: standby" + seen + "}]", "", "", "pass 2 documented sites.count"},
	{"just under", "sites.count at_least: 2", "instances: [{site: a1, role: active}, {site: a2, role: standby}], backups: [{id: b, site: b1}]", "", "", "fail 1 declared sites.count"},
	{"just over", "sites.count at_least: 2", "instances: [{site: a1, role: active}, {site: b1, role: standby}, {site: n1, role: standby}]", "", "", "pass 3 declared sites.count"},
	{"no instance", "sites.count at_most: 0", "", "", "", "pass 0 declared sites.count"},

	{"at the limit", "sites.distance at_most: 0 km", "instances: [{site: n1, role: active}, {site: n1, role: standby}]", "", "", "pass 0 declared sites.distance"},
	{"just over", "sites.distance at_least: 111.1 km", "instances: [{site: a1, role: active" + seen + "}, {site: a2, role: active" + seen + "}, {site: b1, role: standby" + seen + "}]", "", "", "pass 111.195080234 documented sites.distance"},
	{"just under", "sites.distance at_least: 111.2 km", "instances: [{site: a1, role: active}, {site: b1, role: standby}]", "", "", "fail 111.195080234 declared sites.distance"},
	{"a coordinate missing", "sites.distance at_least: 50 km", "instances: [{site: a1, role: active}, {site: n1, role: standby}]", "", "", "unknown 0..inf declared sites.distance.unknown"},
	{"two without", "sites.distance at_least: 50 km", "instances: [{site: n2, role: active}, {site: n1, role: standby}]", "", "", "unknown 0..inf declared sites.distance.unknown"},
	{"a coordinate missing, but far enough", "sites.distance at_least: 50 km", "instances: [{site: a1, role: active}, {site: n1, role: standby}, {site: a2, role: standby}]", "", "", "pass 55.597540117..inf declared sites.distance"},
	{"a coordinate missing, but too far", "sites.distance at_most: 50 km", "instances: [{site: a1, role: active}, {site: n1, role: standby}, {site: a2, role: standby}]", "", "", "fail 55.597540117..inf declared sites.distance"},
	{"no instance", "sites.distance at_least: 50 km", "backups: [{id: b, site: b1}]", "", "", "fail none declared sites.distance.none"},

	{"at the limit", "sites.unconfirmed at_most: 1", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + soon + "}]", "", "", "pass 1 declared sites.unconfirmed"},
	{"just over", "sites.unconfirmed at_most: 1", onA1 + ", backups: [{id: b, site: b1}]", "", "", "fail 2 declared sites.unconfirmed"},
	{"just under", "sites.unconfirmed at_most: 1", "instances: [{site: a1, role: active" + seen + "}], backups: [{id: b, site: b1" + seen + "}]", "", "", "pass 0 documented sites.unconfirmed"},
	{"on the spot", "sites.unconfirmed at_most: 0", "instances: [{site: a1, role: active, location: {confirmed_on: '2026-09-30T22:00:00Z', by: x}}]", "", "", "pass 0 documented sites.unconfirmed"},
	{"on the spot, too late", "sites.unconfirmed at_most: 0", "instances: [{site: a1, role: active, location: {confirmed_on: '2026-09-30T22:00:01Z', by: x}}]", "", "", "fail 1 declared sites.unconfirmed"},
	{"nothing", "sites.unconfirmed at_most: 0", "", "", "", "pass 0 declared sites.unconfirmed"},
}

func TestPlaceMetrics(t *testing.T) { runRows(t, placeRows) }
