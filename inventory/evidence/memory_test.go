package evidence

import (
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// made is a file system with one file, of any size, whose rows are made while they are read.
type made struct {
	head, tail string
	rows       int
	row        func(out []byte, i int) []byte
	watch      func() // called now and then while the file is read
}

func (m *made) Open(string) (fs.File, error) { return &madeFile{made: m, next: []byte(m.head)}, nil }

type madeFile struct {
	*made
	next []byte
	done int
	end  bool
	each int64
}

func (f *madeFile) Stat() (fs.FileInfo, error) { return madeInfo{}, nil }
func (f *madeFile) Close() error               { return nil }

func (f *madeFile) Read(p []byte) (int, error) {
	for len(f.next) < len(p) && f.done < f.rows {
		f.next = f.row(f.next, f.done)
		f.done++
	}
	if f.done == f.rows && !f.end {
		f.next, f.end = append(f.next, f.tail...), true
	}
	if len(f.next) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.next)
	f.next = append(f.next[:0], f.next[n:]...)
	if f.each += int64(n); f.each > 4<<20 && f.watch != nil {
		f.each = 0
		f.watch()
	}
	return n, nil
}

type madeInfo struct{}

func (madeInfo) Name() string       { return "made" }
func (madeInfo) Size() int64        { return 0 }
func (madeInfo) Mode() fs.FileMode  { return 0 }
func (madeInfo) ModTime() time.Time { return time.Time{} }
func (madeInfo) IsDir() bool        { return false }
func (madeInfo) Sys() any           { return nil }

// madeSnapshots is what restic prints of a repository with that many snapshots of a number of hosts, about 820 bytes
// each; grouped as with --group-by host, all in one group.
func madeSnapshots(rows, hosts int, grouped bool) *made {
	const snapshot = `{"time":"2026-%02d-%02dT%02d:%02d:00+02:00","parent":"%064x","tree":"%064x","paths":["/srv/host%d"],` +
		`"hostname":"host%d","username":"root","tags":["service:s%d","env:prod"],"program_version":"restic 0.18.0","summary":` +
		`{"backup_start":"2026-11-23T20:13:31.220685906+01:00","backup_end":"2026-11-23T20:13:32.018947466+01:00","files_new":7,` +
		`"files_changed":0,"files_unmodified":0,"dirs_new":12,"dirs_changed":0,"dirs_unmodified":0,"data_blobs":7,"tree_blobs":13,` +
		`"data_added":27549,"data_added_packed":25409,"total_files_processed":7,"total_bytes_processed":20578},"id":"%064x","short_id":"%08x"}`
	m := &made{head: "[", tail: "]\n", rows: rows}
	if grouped {
		m.head, m.tail = `[{"group_key":{"hostname":"","paths":null,"tags":null},"snapshots":[`, "]}]\n"
	}
	m.row = func(out []byte, i int) []byte {
		if i > 0 {
			out = append(out, ',')
		}
		host, minute := i%hosts, i/hosts
		return fmt.Appendf(out, snapshot, 1+minute/40320%9, 1+minute/1440%28, minute/60%24, minute%60, i, i, host, host, host, i, i)
	}
	return m
}

// madeJobs is a job log of that many runs of a number of services, about 60 bytes each.
func madeJobs(rows, services int) *made {
	m := &made{head: "service,backup,time,status,bytes,duration\n", rows: rows}
	m.row = func(out []byte, i int) []byte {
		service, minute := i%services, i/services
		return fmt.Appendf(out, "service%d,nightly,2026-%02d-%02d %02d:%02d,ok,%d,95\n", service, 1+minute/40320%9,
			1+minute/1440%28, minute/60%24, minute%60, 20578+i)
	}
	return m
}

// madeInventory has one source and that many services, each with a backup that picks its runs by its own number.
func madeInventory(tool, key, prefix string, services int) *inventory.Inventory {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	inv := &inventory.Inventory{Evidence: []inventory.Evidence{{ID: "made", Tool: inventory.Reference{ID: tool}, Path: "made", Zone: brussels}}}
	for i := range services {
		link := inventory.Link{Select: []inventory.Selector{{Key: key, Pattern: fmt.Sprint(prefix, i)}}}
		b := inventory.Backup{ID: "nightly", Evidence: source.Optional[inventory.Link]{Value: link, Given: true}}
		inv.Services = append(inv.Services, inventory.Service{ID: fmt.Sprint("s", i), Backups: []inventory.Backup{b}})
	}
	return inv
}

// observeMade reads a made file and returns what was observed and the most memory that was alive meanwhile, beside
// what was before.
func observeMade(tb testing.TB, m *made, inv *inventory.Inventory) (*Observed, uint64) {
	alive := func() uint64 {
		runtime.GC()
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	before, most := alive(), uint64(0)
	m.watch = func() { most = max(most, alive()) }
	o, wrong := Observe([]inventory.Root{{FS: m}}, inv, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	if len(wrong) > 0 {
		tb.Fatal(wrong)
	}
	return o, max(most, before) - before
}

func picked(o *Observed) int {
	n := 0
	for i := range o.Streams {
		n += len(o.Of(i, 0).Runs)
	}
	return n
}

// A file takes memory for the runs that are picked, and for restic 16 bytes and some room for each snapshot that it
// lists, by which a repetition is known; never for its bytes.
func TestMemoryGoesWithPickedRuns(t *testing.T) {
	const rows, parts = 60_000, 1000
	jobs := madeJobs(rows*5, parts)
	cases := []struct {
		name string
		file *made
		inv  *inventory.Inventory
		most uint64
	}{
		{"csv", jobs, madeInventory("csv", "service", "service", 10), 1 << 20},
		{"restic", madeSnapshots(rows, parts, false), madeInventory("restic", "host", "host", 10), 1<<20 + rows*48},
		{"restic grouped", madeSnapshots(rows, parts, true), madeInventory("restic", "host", "host", 10), 1<<20 + rows*48},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, most := observeMade(t, c.file, c.inv)
			if got, want := picked(o), o.Sources[0].Runs/100; got != want {
				t.Fatalf("picked %d runs, want %d", got, want)
			}
			if most > c.most {
				t.Errorf("%d bytes of evidence took %d bytes of memory, more than %d", o.Sources[0].Bytes, most, c.most)
			}
			t.Logf("%d bytes of evidence took %d bytes of memory", o.Sources[0].Bytes, most)
		})
	}
}

// An entry without an end is refused, not held.
func TestEndlessEntry(t *testing.T) {
	endless := func(out []byte, _ int) []byte { return append(out, "0123456789 "...) }
	for _, c := range []struct{ tool, head string }{
		{"csv", "service,backup,time,status\na,\"b"},
		{"restic", `[{"time":"2026-01-01T00:00:00Z","hostname":"`},
		{"restic", `[{"group_key":"`},
	} {
		m := &made{head: c.head, rows: 3 * longestEntry / 11, row: endless}
		inv := madeInventory(c.tool, Readers[1].Selectors[0], "x", 0)
		o, wrong := Observe([]inventory.Root{{FS: m}}, inv, time.Now())
		if len(wrong) == 0 || o.Sources[0].Usable || o.Sources[0].Bytes < 3*longestEntry {
			t.Errorf("%s %s: %+v %v", c.tool, c.head, o.Sources[0], wrong)
		}
		t.Log(wrong)
	}
}

func BenchmarkObserve(b *testing.B) {
	for _, c := range []struct {
		name string
		file *made
		inv  *inventory.Inventory
	}{
		{"csv/1000000rows/10000backups", madeJobs(1_000_000, 10_000), madeInventory("csv", "service", "service", 10_000)},
		{"csv/1000000rows/10backups", madeJobs(1_000_000, 10_000), madeInventory("csv", "service", "service", 10)},
		{"csv/1000000rows/10000patterns", madeJobs(1_000_000, 10_000), madeInventory("csv", "service", "*vice", 10_000)},
		{"restic/250000snapshots/1000backups", madeSnapshots(250_000, 1000, false), madeInventory("restic", "host", "host", 1000)},
		{"restic/250000snapshots/10backups", madeSnapshots(250_000, 1000, false), madeInventory("restic", "host", "host", 10)},
		{"restic/250000grouped/10backups", madeSnapshots(250_000, 1000, true), madeInventory("restic", "host", "host", 10)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var o *Observed
			for b.Loop() {
				o, _ = Observe([]inventory.Root{{FS: c.file}}, c.inv, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
			}
			b.SetBytes(o.Sources[0].Bytes)
			b.ReportMetric(float64(picked(o)), "picked")
		})
	}
}

// BenchmarkMemory reports the most memory that is alive while a file is read, in all and for each run picked.
func BenchmarkMemory(b *testing.B) {
	for _, c := range []struct {
		name     string
		services int
	}{{"all-picked", 10_000}, {"thousandth-picked", 10}} {
		b.Run("csv/"+c.name, func(b *testing.B) {
			for b.Loop() {
				o, most := observeMade(b, madeJobs(1_000_000, 10_000), madeInventory("csv", "service", "service", c.services))
				b.ReportMetric(float64(most), "alive-B")
				b.ReportMetric(float64(most)/float64(picked(o)), "alive-B/run")
			}
		})
		b.Run("restic/"+c.name, func(b *testing.B) {
			for b.Loop() {
				o, most := observeMade(b, madeSnapshots(250_000, 10_000, false), madeInventory("restic", "host", "host", c.services))
				b.ReportMetric(float64(most), "alive-B")
				b.ReportMetric(float64(most)/float64(picked(o)), "alive-B/run")
			}
		})
	}
}
