package recovery

import (
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
)

// view loads a service `s` with one backup `b`, which has the keys given, and runs at the hours before as-of given.
func view(t *testing.T, keys string, runs ...evidence.Run) *View {
	t.Helper()
	text := `
organisation: {id: o, name: O}
providers: [{id: p, name: P}]
sites: [{id: a, name: A, provider: p}]
evidence: [{id: log, tool: csv, file: log.csv}]
services: [{id: s, name: S, tier: t, backups: [{id: b, site: a` + keys + `}]}]
`
	inv, found := inventory.Load([]inventory.Root{{FS: fstest.MapFS{"i.yaml": {Data: []byte(text)}}, Shown: "."}})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	return &View{
		Inventory: inv, AsOf: asOf, Start: asOf.Add(-100 * time.Hour),
		Observed: &evidence.Observed{Streams: [][]evidence.Stream{{{Linked: inv.Services[0].Backups[0].Evidence.Given, Runs: runs}}}},
	}
}

var asOf = time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC)

const linked = ", evidence: {source: log}"

// good is a recovery point so many hours before as-of, bad a failed run.
func good(hours int) evidence.Run {
	return evidence.Run{Time: asOf.Add(-time.Duration(hours) * time.Hour), OK: true, Bytes: -1}
}

func bad(hours int) evidence.Run {
	run := good(hours)
	run.OK = false
	return run
}

func TestGap(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		runs       []evidence.Run
		from, to   int  // hours before as-of
		ends       bool // both ends are recovery points
	}{
		{"window opens with the period", linked, []evidence.Run{good(10)}, 100, 10, false},
		{"between two", linked, []evidence.Run{good(95), good(20), bad(15), good(10)}, 95, 20, true},
		{"of equal ones the first", linked, []evidence.Run{good(100), good(50), good(0)}, 100, 50, true},
		{"to as-of", linked, []evidence.Run{good(100), good(60)}, 60, 0, false},
		{"older than the window", linked + ", retention: 2d", []evidence.Run{good(90)}, 48, 0, false},
		{"latest of all starts", linked + ", retention: 2d, thinned_after: 1d, since: 2026-09-27", []evidence.Run{good(0)}, 24, 0, false},
		{"since its first day", linked + ", since: 2026-09-29", []evidence.Run{good(12)}, 36, 12, false},
		{"a duration beyond all calendars", linked + ", retention: 100000d", []evidence.Run{good(10)}, 100, 10, false},
		{"no window at all", linked + ", thinned_after: 0s", []evidence.Run{good(50)}, 0, 0, false},
	} {
		gap, ok := view(t, c.keys, c.runs...).Gap(0, 0)
		from, to := asOf.Add(-time.Duration(c.from)*time.Hour), asOf.Add(-time.Duration(c.to)*time.Hour)
		if !ok || !gap.From.Equal(from) || !gap.To.Equal(to) || gap.Seconds() != float64(c.from-c.to)*3600 {
			t.Errorf("%s: %v to %v (%v), want %v to %v", c.name, gap.From, gap.To, ok, from, to)
		}
		if ends := gap.FromRun != nil && gap.ToRun != nil; ends != c.ends {
			t.Errorf("%s: ends are recovery points: %v, want %v", c.name, ends, c.ends)
		}
	}
	if _, ok := view(t, linked, bad(10)).Gap(0, 0); ok {
		t.Error("a gap without a recovery point")
	}
}

func TestNewest(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		runs       []evidence.Run
		hours      int // before as-of; -1: none
		observed   bool
	}{
		{"observed", linked, []evidence.Run{good(9), good(4), bad(1)}, 4, true},
		{"only failed runs", linked, []evidence.Run{bad(1)}, -1, false},
		{"declared", ", last_success: 2026-09-30", nil, 12, false},
		{"neither", "", nil, -1, false},
	} {
		point, ok := view(t, c.keys, c.runs...).Newest(0, 0)
		if ok != (c.hours >= 0) || ok && (Seconds(point.At, asOf) != float64(c.hours)*3600 || point.Observed != c.observed) {
			t.Errorf("%s: %+v %v, want %d hours before as-of", c.name, point, ok, c.hours)
		}
	}
}

// TestFailedRuns counts within the period, whose both ends belong to it.
func TestFailedRuns(t *testing.T) {
	failed := view(t, linked, bad(101), bad(100), good(50), bad(0)).FailedRuns(0, 0)
	if len(failed) != 2 || !failed[0].Time.Equal(asOf.Add(-100*time.Hour)) || !failed[1].Time.Equal(asOf) {
		t.Errorf("failed runs %v", failed)
	}
}

func TestSizeDrop(t *testing.T) {
	sized := func(bytes ...int64) []evidence.Run {
		var runs []evidence.Run
		for i, n := range bytes {
			run := good(len(bytes) - i)
			run.Bytes = n
			runs = append(runs, run)
		}
		return runs
	}
	for _, c := range []struct {
		name  string
		bytes []int64 // -1: the tool does not say
		ratio float64 // negative: not known
	}{
		{"two", []int64{10, 5}, -1},
		{"two and one without a size", []int64{10, -1, 5}, -1},
		{"three", []int64{10, 30, 5}, 0.75},
		{"odd", []int64{10, 100, 20, 5}, 0.75},
		{"grown", []int64{10, 30, 50}, 0},
		{"nothing left", []int64{10, 30, 0}, 1},
		{"nothing usual", []int64{0, 0, 8}, 0},
		{"the eleventh before is not looked at", []int64{9, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 0}, 1},
		{"the median of ten", []int64{1000, 2, 2, 2, 2, 2, 6, 6, 6, 6, 6, 2}, 0.5},
	} {
		drop, ok := view(t, linked, sized(c.bytes...)...).SizeDrop(0, 0)
		if ok != (c.ratio >= 0) || ok && drop.Ratio != c.ratio {
			t.Errorf("%s: %v %v, want %v", c.name, drop.Ratio, ok, c.ratio)
		}
	}
}

// TestSeconds goes beyond what time.Duration can span.
func TestSeconds(t *testing.T) {
	from := time.Date(1, 1, 1, 0, 0, 0, 500, time.UTC)
	if got := Seconds(from, time.Date(2001, 1, 1, 0, 0, 0, 500, time.UTC)); got != 730485*86400 {
		t.Errorf("2,000 years are %v s", got)
	}
	if got := Seconds(asOf.Add(time.Nanosecond), asOf); got != -1e-9 {
		t.Errorf("a nanosecond back is %v s", got)
	}
}

// TestDecisive goes through the journal of a service with two data sets.
func TestDecisive(t *testing.T) {
	day := func(n int) source.Moment {
		return source.Moment{Time: time.Date(2026, 9, n, 0, 0, 0, 0, time.UTC), Day: true}
	}
	test := func(n int, outcome inventory.Outcome, depth inventory.Depth, backup int32) *inventory.RestoreTest {
		out := &inventory.RestoreTest{Date: day(n), Outcome: outcome}
		out.Depth = source.Optional[inventory.Depth]{Value: depth, Given: depth != inventory.DepthUnknown}
		out.Backup = source.Optional[inventory.Reference]{Value: inventory.Reference{Index: backup}, Given: backup != allBackups}
		return out
	}
	journal := []*inventory.RestoreTest{
		0: test(5, inventory.Passed, inventory.DepthSite, allBackups),
		1: test(9, inventory.Failed, inventory.DepthUnknown, allBackups),
		2: test(9, inventory.Passed, inventory.DepthDatabase, 1),
		3: test(7, inventory.Passed, inventory.DepthApplication, 0),
		4: test(20, inventory.Partial, inventory.DepthSite, allBackups),
		5: test(21, inventory.Passed, inventory.DepthSite, -1), // of a backup that is gone
	}
	service := &inventory.Service{Tests: journal}
	for _, c := range []struct {
		backups []int
		depth   inventory.Depth
		want    int
	}{
		{[]int{0}, inventory.DepthUnknown, 1},
		{[]int{1}, inventory.DepthUnknown, 2}, // of one day the later entry
		{[]int{1}, inventory.DepthDatabase, 2},
		{[]int{1}, inventory.DepthApplication, 0},
		{[]int{0}, inventory.DepthApplication, 3},
		{[]int{0, 1}, inventory.DepthSite, 0},
		{nil, inventory.DepthFile, 1},
	} {
		got := new(View).Decisive(service, &inventory.DataSet{Backups: c.backups}, c.depth)
		if got != journal[c.want] {
			t.Errorf("backups %v, depth %s: %+v, want entry %d", c.backups, c.depth, got, c.want)
		}
	}
	if got := new(View).Decisive(&inventory.Service{Tests: journal[4:]}, &inventory.DataSet{}, inventory.DepthFile); got != nil {
		t.Errorf("a partial test decides: %+v", got)
	}
}

const allBackups = -2 // a test that names no backup
