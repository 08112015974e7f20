package sample_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata" // the sample's zone, also on machines without a zone database

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample/streams"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/ci"
	"coupefeu/report/sample"
	"coupefeu/rules"
	"coupefeu/templates"
)

// periods are the sample's earlier quarters, oldest first.
var periods = []string{"2025-Q4", "2026-Q1", "2026-Q2"}

// version is that of the program which the quarters say that they were made with.
const version = "0.1.0"

const organisation = "ourthe"

// TestQuarters makes the quarters again as the program makes reports, and tells whether they are those that are kept.
func TestQuarters(t *testing.T) {
	out := os.DirFS(made(t))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("quarters.zip", pack(t, out), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := sample.Quarters()
	if err != nil {
		t.Fatal(err)
	}
	const again = "run UPDATE=1 go test ./report/sample if that is meant"
	want, got := texts(t, out), texts(t, kept)
	if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
		t.Errorf("%d files are kept, the program makes %d; %s", len(got), len(want), again)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if want[name] != got[name] {
			t.Errorf("%s is not what the program makes of the sample as it was then, from byte %d on; %s", name, common(got[name], want[name]), again)
		}
	}
}

// common is how many bytes two texts begin with alike.
func common(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// texts are the files of an output folder, by path.
func texts(t testing.TB, out fs.FS) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(out, ".", func(name string, entry fs.DirEntry, err error) error {
		// What begins with a dot is the lock of the output folder.
		if err != nil || entry.IsDir() || name[0] == '.' {
			return err
		}
		text, err := fs.ReadFile(out, name)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSealsHoldAndChain: what is kept stands up to what any sealed report is asked, read from where it is kept.
func TestSealsHoldAndChain(t *testing.T) {
	kept, err := sample.Quarters()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := fs.ReadDir(kept, ".")
	if err != nil || len(entries) != len(periods) {
		t.Fatalf("%d folders, want %d: %v", len(entries), len(periods), err)
	}
	h := history(t, kept, "2026-Q3")
	if len(h.Quarters) != len(periods) {
		t.Fatalf("%d usable quarters, want %d", len(h.Quarters), len(periods))
	}
	for i, q := range h.Quarters {
		folder, err := fs.Sub(kept, periods[i])
		if err != nil {
			t.Fatal(err)
		}
		seal, err := report.CheckSeal(folder)
		if err != nil {
			t.Fatal(err)
		}
		if len(seal.Faults) > 0 || len(seal.Files) != 2 || seal.SHA256 != q.Seal {
			t.Errorf("%s: the seal of %d files has the faults %v", periods[i], len(seal.Files), seal.Faults)
		}
		if q.Period.ID != periods[i] || !q.Fictitious || q.Draft {
			t.Errorf("%s: the report says that it is of %s, fictitious %v, a draft %v", periods[i], q.Period.ID, q.Fictitious, q.Draft)
		}
		checkLink(t, h, i)
	}
}

// checkLink tells whether a quarter names the one before.
func checkLink(t *testing.T, h report.History, i int) {
	t.Helper()
	previous := h.Quarters[i].Previous
	if i == 0 {
		if previous != nil {
			t.Errorf("the first quarter follows %s", previous.Period)
		}
		return
	}
	if before := h.Quarters[i-1]; previous == nil || previous.SHA256 != before.Seal || previous.Period != before.Period.ID {
		t.Errorf("%s follows %v, want the seal %s of %s", periods[i], previous, before.Seal, before.Period.ID)
	}
}

// made makes every quarter again, each with those before it as its history, and returns the output folder.
func made(t testing.TB) string {
	t.Helper()
	out := t.TempDir()
	for _, period := range periods {
		a := assess(t, asOf(t, period), period, history(t, os.DirFS(out), period))
		if a.Draft {
			t.Fatalf("%s is a draft", period)
		}
		folder := report.Folder{Out: out}
		if _, err := folder.Save(a, func() []report.Output { return outputs(t, a) }); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func history(t testing.TB, out fs.FS, before string) report.History {
	t.Helper()
	h, err := report.ReadHistory(out, report.Wanted{Organisation: organisation, Before: before})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range h.Notices {
		t.Errorf("before %s: %s", before, n.Text)
	}
	return h
}

// assess goes the way that a report goes, from files to the assessment as of the quarter's end.
func assess(t testing.TB, f files, period string, earlier report.History) *report.Assessment {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	quarter, err := report.ParsePeriod(period, zone)
	if err != nil {
		t.Fatal(err)
	}
	roots := []inventory.Root{{FS: folder(t, f, quarter.End), Shown: period}}
	inv, found := inventory.Load(roots)
	stop(t, period+": load", found)
	data := []byte(f[packFile])
	pack, found := rules.Load(source.File{Name: packFile, Shown: packFile, Data: data, Bytes: int64(len(data)), SHA256: fmt.Sprintf("%x", sha256.Sum256(data))})
	stop(t, period+": load the pack", found)
	notices, found := rules.Check(pack, inv, quarter.End)
	stop(t, period+": check against the pack", found)
	known := inv.At(quarter.End)
	observed, found := evidence.Observe(roots, known, quarter.End)
	stop(t, period+": observe", found)
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: quarter.End, Start: quarter.Start}
	return report.Assess(in, report.Request{Version: version, Period: quarter, Fictitious: true, Notices: notices, History: earlier})
}

func stop(t testing.TB, step string, found source.Diagnostics) {
	t.Helper()
	if len(found) > 0 {
		t.Fatalf("%s:\n%s", step, found.Format())
	}
}

// folder is the inventory's folder as it stood at a moment, with what the backup tools had printed by then.
func folder(t testing.TB, f files, end time.Time) fstest.MapFS {
	t.Helper()
	table, err := streams.Read(strings.NewReader(f[tableFile]), end.Location())
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	err = streams.Files(table, end, func(name string, data []byte) error {
		out["evidence/"+name] = &fstest.MapFile{Data: bytes.Clone(data)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range f {
		if name != tableFile && name != packFile {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

// outputs are the files of a quarter, as report -f md writes them.
func outputs(t testing.TB, a *report.Assessment) []report.Output {
	t.Helper()
	french, err := templates.Lookup("fr")
	if err != nil {
		t.Fatal(err)
	}
	return []report.Output{
		{Name: "assessment.json", Write: func(w io.Writer) error { return report.WriteJSON(w, a) }},
		{Name: "summary.md", Write: func(w io.Writer) error { return ci.Markdown(w, a, french) }},
	}
}

// packedOn is the date that every packed file bears.
var packedOn = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// pack packs an output folder: the same files give the same archive.
func pack(t testing.TB, out fs.FS) []byte {
	t.Helper()
	all := texts(t, out)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: packedOn})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(file, all[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
