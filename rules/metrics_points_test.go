package rules

import "testing"

const linked = "backups: [{id: b, site: a1" + link + "}]"

// pointRows are the metrics that read recovery points and runs. As-of is 2026-09-30T22:00:00Z, the period begins on
// 2026-06-30T22:00:00Z.
var pointRows = []row{
	{"at the limit", "backup.age at_most: 24h", linked, "", "b 2026-09-29T22:00:00Z ok", "pass 86400 observed backup.age"},
	{"just under", "backup.age at_most: 24h", linked, "", "b 2026-09-29T22:00:00.000000001Z ok", "pass 86399.999999999 observed backup.age"},
	{"just over", "backup.age at_most: 24h", linked, "", "b 2026-09-29T21:59:59.999999999Z ok", "fail 86400.000000001 observed backup.age"},
	{"as-of itself", "backup.age at_most: 24h", linked, "", "b 2026-09-30T22:00:00Z ok", "pass 0 observed backup.age"},
	{"failed run is no point", "backup.age at_most: 24h", linked, "", "b 2026-09-20T22:00:00Z ok\nb 2026-09-30T20:00:00Z failed", "fail 864000 observed backup.age"},
	{"declared", "backup.age at_most: 24h", "backups: [{id: b, site: a1, last_success: 2026-09-30}]", "", "", "pass 86400 declared backup.age"},
	{"declared later than as-of", "backup.age at_most: 24h", "backups: [{id: b, site: a1, last_success: '2026-09-30T22:00:01Z'}]", "", "", "unknown 0..inf declared backup.age.unknown"},
	{"newest of a set", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1, last_success: '2026-09-30T21:00:00Z'}]", "", "b 2026-09-29T22:00:00Z ok", "pass 3600 declared backup.age"},
	{"newest of a set is observed", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1, last_success: '2026-09-28T21:00:00Z'}]", "", "b 2026-09-29T22:00:00Z ok", "pass 86400 observed backup.age"},
	{"one moment, shown and said", "backup.age at_most: 24h", "backups: [{id: c, site: a1, last_success: '2026-09-29T22:00:00Z'}, {id: b, site: a1" + link + "}]", "", "b 2026-09-29T22:00:00Z ok", "pass 86400 observed backup.age"},
	{"greatest of sets, weakest basis", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, data: x, site: a1, last_success: '2026-09-30T21:00:00Z'}]", "", "b 2026-09-29T22:00:00Z ok", "pass 86400 declared backup.age"},
	{"no point, but one without evidence has one", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1}]", "", "b 2026-09-29T22:00:00Z ok", "pass 86400 observed backup.age"},
	{"no backup", "backup.age at_most: 24h", "", "", "", "fail none declared backup.age.none"},
	{"linked and nothing", "backup.age at_most: 24h", linked, "", "b 2026-09-29T22:00:00Z failed", "fail none declared backup.age.none"},
	{"linked and nothing, another not linked", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1}]", "", "", "unknown 0..inf declared backup.age.unknown"},
	{"one set none", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, data: x, site: a1" + link + "}]", "", "c 2026-09-30T21:00:00Z ok", "fail none declared backup.age.none"},
	{"one set unknown", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, data: x, site: a1}]", "", "b 2026-09-30T21:00:00Z ok", "unknown 3600..inf declared backup.age.unknown"},
	{"one set unknown, the other too old", "backup.age at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, data: x, site: a1}]", "", "b 2026-09-20T22:00:00Z ok", "fail 864000..inf declared backup.age"},
	{"far back", "backup.age at_most: 24h", linked, "", "b 1500-01-01T00:00:00Z ok", "fail 16622575200 observed backup.age"},

	{"from the period's start", "backup.gap at_most: 50h", linked, "", "b 2026-09-30T21:00:00Z ok", "fail 7945200 observed backup.gap"},
	{"since", "backup.gap at_most: 48h", "backups: [{id: b, site: a1, since: 2026-09-29" + link + "}]", "", "b 2026-09-30T21:00:00Z ok", "pass 169200 observed backup.gap"},
	{"at the limit", "backup.gap at_most: 50h", "backups: [{id: b, site: a1, retention: 3d" + link + "}]", "", "b 2026-09-27T22:00:00Z ok\nb 2026-09-29T23:59:59Z failed\nb 2026-09-30T00:00:00Z ok", "pass 180000 observed backup.gap"},
	{"just over", "backup.gap at_most: 50h", "backups: [{id: b, site: a1, retention: 3d" + link + "}]", "", "b 2026-09-27T22:00:00Z ok\nb 2026-09-30T00:00:00.000000001Z ok", "fail 180000.000000001 observed backup.gap"},
	{"just under", "backup.gap at_most: 50h", "backups: [{id: b, site: a1, retention: 3d" + link + "}]", "", "b 2026-09-27T22:00:00Z ok\nb 2026-09-29T23:59:59Z ok", "pass 179999 observed backup.gap"},
	{"to as-of", "backup.gap at_most: 50h", "backups: [{id: b, site: a1, retention: 3d" + link + "}]", "", "b 2026-09-27T23:00:00Z ok\nb 2026-09-28T00:00:00Z ok", "fail 252000 observed backup.gap"},
	{"thinned", "backup.gap at_most: 24h", "backups: [{id: b, site: a1, retention: 30d, thinned_after: 1d" + link + "}]", "", "b 2026-09-01T00:00:00Z ok\nb 2026-09-30T10:00:00Z ok", "pass 43200 observed backup.gap"},
	{"thinned at once", "backup.gap at_most: 0s", "backups: [{id: b, site: a1, thinned_after: 0s" + link + "}]", "", "b 2026-09-01T00:00:00Z ok", "pass 0 observed backup.gap"},
	{"exactly at w0", "backup.gap at_most: 24h", "backups: [{id: b, site: a1, thinned_after: 2d" + link + "}]", "", "b 2026-09-28T22:00:00Z ok\nb 2026-09-29T22:00:00Z ok", "pass 86400 observed backup.gap"},
	{"before w0", "backup.gap at_most: 24h", "backups: [{id: b, site: a1, thinned_after: 2d" + link + "}]", "", "b 2026-09-01T00:00:00Z ok", "fail 172800 observed backup.gap"},
	{"best of a set", "backup.gap at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1, thinned_after: 1d" + link + "}, {id: d, site: a1" + link + "}]", "", "b 2026-09-30T21:00:00Z ok\nc 2026-09-30T10:00:00Z ok", "pass 43200 observed backup.gap"},
	{"greatest of sets", "backup.gap at_most: 24h", "backups: [{id: b, data: x, site: a1, thinned_after: 2d" + link + "}, {id: c, site: a1, thinned_after: 1d" + link + "}]", "", "b 2026-09-28T22:00:00Z ok\nc 2026-09-30T10:00:00Z ok", "fail 172800 observed backup.gap"},
	{"declared is not observed", "backup.gap at_most: 24h", "backups: [{id: b, site: a1, last_success: 2026-09-30}]", "", "", "unknown 0..inf declared backup.gap.unknown"},
	{"no point, one not linked", "backup.gap at_most: 24h", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1, last_success: 2026-09-30}]", "", "", "unknown 0..inf declared backup.gap.unknown"},
	{"linked and nothing", "backup.gap at_most: 24h", linked, "", "", "fail none declared backup.gap.none"},
	{"no backup", "backup.gap at_most: 24h", "", "", "", "fail none declared backup.gap.none"},

	{"at the limit", "backup.failed_runs at_most: 2", linked, "", "b 2026-06-30T21:59:59Z failed\nb 2026-06-30T22:00:00Z failed\nb 2026-08-01T00:00:00Z ok\nb 2026-09-30T22:00:00Z partial", "pass 2 observed backup.failed_runs"},
	{"just over", "backup.failed_runs at_most: 2", linked, "", "b 2026-07-01T00:00:00Z failed\nb 2026-07-02T00:00:00Z failed\nb 2026-07-03T00:00:00Z failed", "fail 3 observed backup.failed_runs"},
	{"just under", "backup.failed_runs at_most: 2", linked, "", "b 2026-07-01T00:00:00Z failed", "pass 1 observed backup.failed_runs"},
	{"none failed", "backup.failed_runs at_most: 0", linked, "", "b 2026-07-01T00:00:00Z ok", "pass 0 observed backup.failed_runs"},
	{"summed", "backup.failed_runs at_most: 1", "backups: [{id: b, site: a1" + link + "}, {id: c, data: x, site: a1" + link + "}, {id: d, site: a1}]", "", "b 2026-07-01T00:00:00Z failed\nc 2026-07-02T00:00:00Z failed", "fail 2 observed backup.failed_runs"},
	{"not linked", "backup.failed_runs at_most: 0", "backups: [{id: b, site: a1}]", "", "", "unknown 0..inf declared backup.failed_runs.unknown"},
	{"no backup", "backup.failed_runs at_most: 0", "", "", "", "fail none declared backup.failed_runs.none"},

	{"at the limit", "backup.size_drop at_most: 0.5", linked, "", sizes + "b 2026-09-30T00:00:00Z ok 100", "pass 0.5 observed backup.size_drop"},
	{"just over", "backup.size_drop at_most: 0.5", linked, "", sizes + "b 2026-09-30T00:00:00Z ok 99", "fail 0.505 observed backup.size_drop"},
	{"just under", "backup.size_drop at_most: 0.5", linked, "", sizes + "b 2026-09-30T00:00:00Z ok 101", "pass 0.495 observed backup.size_drop"},
	{"larger", "backup.size_drop at_most: 0.5", linked, "", sizes + "b 2026-09-30T00:00:00Z ok 1000", "pass 0 observed backup.size_drop"},
	{"newest has no size", "backup.size_drop at_most: 0.5", linked, "", sizes + "b 2026-09-30T00:00:00Z ok 50\nb 2026-09-30T01:00:00Z ok", "fail 0.75 observed backup.size_drop"},
	{"failed has a size", "backup.size_drop at_most: 0.5", linked, "", sizes + "b 2026-09-30T01:00:00Z failed 1", "pass 0 observed backup.size_drop"},
	{"two sizes", "backup.size_drop at_most: 0.5", linked, "", "b 2026-09-01T00:00:00Z ok 100\nb 2026-09-02T00:00:00Z ok 1\nb 2026-09-03T00:00:00Z ok", "unknown 0..inf declared backup.size_drop.unknown"},
	{"three sizes", "backup.size_drop at_most: 0.5", linked, "", "b 2026-09-01T00:00:00Z ok 100\nb 2026-09-02T00:00:00Z ok 300\nb 2026-09-03T00:00:00Z ok 80", "fail 0.6 observed backup.size_drop"},
	{"nothing is usual", "backup.size_drop at_most: 0", linked, "", "b 2026-09-01T00:00:00Z ok 0\nb 2026-09-02T00:00:00Z ok 0\nb 2026-09-03T00:00:00Z ok 0", "pass 0 observed backup.size_drop"},
	{"only ten before", "backup.size_drop at_most: 0.5", linked, "", eleven + "b 2026-09-30T00:00:00Z ok 50", "pass 0.5 observed backup.size_drop"},
	{"greatest of a set", "backup.size_drop at_most: 0.5", "backups: [{id: b, site: a1" + link + "}, {id: c, site: a1" + link + "}, {id: d, site: a1}]", "", sizes + "b 2026-09-30T00:00:00Z ok 200\nc 2026-09-01T00:00:00Z ok 100\nc 2026-09-02T00:00:00Z ok 100\nc 2026-09-03T00:00:00Z ok 10", "fail 0.9 observed backup.size_drop"},
	{"one set unknown", "backup.size_drop at_most: 0.5", "backups: [{id: b, site: a1" + link + "}, {id: c, data: x, site: a1}]", "", sizes + "b 2026-09-30T00:00:00Z ok 150", "unknown 0.25..inf declared backup.size_drop.unknown"},
	{"no backup", "backup.size_drop at_most: 0.5", "", "", "", "fail none declared backup.size_drop.none"},
}

const sizes = "b 2026-09-01T00:00:00Z ok 100\nb 2026-09-02T00:00:00Z ok 300\nb 2026-09-03T00:00:00Z ok 200\n"

const eleven = `b 2026-09-01T00:00:00Z ok 100000
b 2026-09-02T00:00:00Z ok 10
b 2026-09-03T00:00:00Z ok 10
b 2026-09-04T00:00:00Z ok 10
b 2026-09-05T00:00:00Z ok 10
b 2026-09-06T00:00:00Z ok 90
b 2026-09-07T00:00:00Z ok 110
b 2026-09-08T00:00:00Z ok 200
b 2026-09-09T00:00:00Z ok 200
b 2026-09-10T00:00:00Z ok 200
b 2026-09-11T00:00:00Z ok 200
`

func TestPointMetrics(t *testing.T) { runRows(t, pointRows) }
