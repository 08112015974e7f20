package evidence

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"

	"github.com/google/go-cmp/cmp"
)

const goodLog = "service,backup,time,status\na,b,2026-09-30T02:10:00Z,ok\n"

var later = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// faulty is a file system that fails as a disk or a network does.
type faulty struct {
	open, read error
	data       string // what is read before it fails
}

func (f faulty) Open(name string) (fs.File, error) {
	if f.open != nil {
		return nil, &fs.PathError{Op: "openat", Path: name, Err: f.open}
	}
	return &faultyFile{File: nil, faulty: f}, nil
}

type faultyFile struct {
	fs.File
	faulty
}

func (f *faultyFile) Stat() (fs.FileInfo, error) { return madeInfo{}, nil }
func (f *faultyFile) Close() error               { return nil }
func (f *faultyFile) Read(p []byte) (int, error) {
	if f.data == "" {
		return 0, &fs.PathError{Op: "read", Path: "somewhere", Err: f.read}
	}
	n := copy(p, f.data)
	f.data = f.data[n:]
	return n, nil
}

// oneSource is an inventory with one source, and one backup that takes all of its runs.
func oneSource(tool, path string) *inventory.Inventory {
	inv := madeInventory(tool, "", "", 1)
	inv.Evidence[0].Path = path
	inv.Services[0].Backups[0].Evidence.Value.Select = nil
	return inv
}

func TestFaults(t *testing.T) {
	outside := t.TempDir()
	inside := filepath.Join(outside, "inventory")
	log := filepath.Join(outside, "log.csv")
	err := errors.Join(os.Mkdir(inside, 0o755), os.WriteFile(log, []byte(goodLog), 0o644), os.Symlink(log, filepath.Join(inside, "link.csv")))
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, c := range []struct {
		name string
		fs   fs.FS
		want string
	}{
		{"gone", faulty{open: fs.ErrNotExist}, "opening link.csv: there is no such file; a source whose file may be missing is `optional: true`"},
		{"refused", faulty{open: fs.ErrPermission}, "opening link.csv: it may not be read"},
		{"disk", faulty{read: errors.New("input/output error")}, "reading link.csv: input/output error"},
		{"disk later", faulty{data: goodLog, read: errors.New("input/output error")}, "reading link.csv: input/output error"},
		{"disk in a quote", faulty{data: goodLog + `a,"`, read: errors.New("input/output error")}, "reading link.csv: input/output error"},
		{"link outside", root.FS(), "opening link.csv: the symbolic link leads out of the inventory folder: put the file itself there"},
		{"folder", fstest.MapFS{"link.csv/x": {}}, "opening link.csv: it is not a file but a folder"},
		{"pipe", fstest.MapFS{"link.csv": {Mode: fs.ModeNamedPipe}}, "opening link.csv: it is not a file but a device, a pipe or a socket"},
	} {
		for _, tool := range []string{"csv", "restic"} {
			o, wrong := Observe([]inventory.Root{{FS: c.fs}}, oneSource(tool, "link.csv"), later)
			if len(wrong) != 1 || !strings.Contains(wrong[0].Message, "cannot be used: "+c.want) {
				t.Errorf("%s, %s: %v", c.name, tool, wrong)
			}
			if s := o.Sources[0]; s.Usable || s.SHA256 != "" || s.Runs != 0 || o.Of(0, 0).Linked || len(o.Of(0, 0).Runs) > 0 {
				t.Errorf("%s, %s: something was observed: %+v %+v", c.name, tool, s, o.Of(0, 0))
			}
		}
	}
}

// What fails while the beginning is looked at fails again when it is read, and is no mistake in the file.
func TestReadErrorIsNoShape(t *testing.T) {
	in := newInput(io.MultiReader(strings.NewReader("["), brokenReader{}), time.UTC)
	err := readRestic(in, func(*entry) {})
	var shape mistake
	if err == nil || errors.As(err, &shape) {
		t.Errorf("a read error was taken for a mistake in the file: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

// Several roots have names of their own in records, and paths of their own in messages.
func TestRoots(t *testing.T) {
	bad := "service,backup,time,status\na,b,yesterday,ok\n"
	roots := []inventory.Root{
		{FS: fstest.MapFS{"e/log.csv": {Data: []byte(goodLog)}, "e/log.err": {Data: []byte("careful\n")}}, Shown: "../one", Prefix: "one"},
		{FS: fstest.MapFS{"e/log.csv": {Data: []byte(bad)}, "inv.yaml": {Data: []byte("evidence:\n  - id: made\n")}}, Shown: "../two", Prefix: "two"},
	}
	inv := oneSource("csv", "e/log.csv")
	inv.Evidence = append(inv.Evidence, inv.Evidence[0])
	inv.Evidence[0].StderrPath = "e/log.err"
	inv.Evidence[1].Root, inv.Evidence[1].Place = 1, source.Place{File: "two/inv.yaml", Line: 2, Column: 5}
	o, wrong := Observe(roots, inv, later)
	var names []string
	for _, f := range o.Files() {
		names = append(names, fmt.Sprintf("%s %d %.4s", f.Name, f.Bytes, f.SHA256))
	}
	if want := []string{"one/e/log.csv 55 7956", "one/e/log.err 8 f1af", "two/e/log.csv 44 ef73"}; !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	want := "../two/e/log.csv:2:5: the time `yesterday` is not as in 2026-09-30T02:10:00+02:00 or 2026-09-30 02:10\n" +
		"  | a,b,yesterday,ok\n  |     ^\n" +
		"../two/inv.yaml:2:5: the evidence `made` cannot be used: two/e/log.csv: line 2: the time `yesterday` is not as in " +
		"2026-09-30T02:10:00+02:00 or 2026-09-30 02:10\n  |   - id: made\n  |     ^\n"
	if d := cmp.Diff(want, wrong.Format()); d != "" {
		t.Error(d)
	}
}

// The result does not depend on how many sources are read at once.
func TestSameInAnyNumberOfThreads(t *testing.T) {
	all := func(threads int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
		var out strings.Builder
		names, err := filepath.Glob("testdata/observe/*.case")
		if err != nil || len(names) == 0 {
			t.Fatalf("no cases: %v", err)
		}
		for _, name := range names {
			inv, asOf := readCase(t, name)
			o, wrong := Observe([]inventory.Root{{FS: os.DirFS("testdata")}}, inv, asOf)
			out.WriteString(dump(inv, o, wrong))
		}
		return out.String()
	}
	if d := cmp.Diff(all(1), all(8)); d != "" {
		t.Error(d)
	}
}

// What is remembered to suggest from, and how much is suggested, stays within bounds.
func TestSuggestionsAreFew(t *testing.T) {
	const services = mostSuggestions + 25
	for _, c := range []struct{ parts, suggested int }{{mostValues, mostSuggestions}, {mostValues + 1, 0}} {
		inv := madeInventory("csv", "service", "nowhere", services)
		o, wrong := Observe([]inventory.Root{{FS: madeJobs(3*c.parts, c.parts)}}, inv, later)
		if len(wrong) > 0 || len(o.Notices) != services {
			t.Fatalf("%d notices, %v", len(o.Notices), wrong)
		}
		for i, n := range o.Notices {
			suggestion := strings.Contains(n.Text, "none has the service \"nowhere")
			if plain := fmt.Sprintf("The backup nightly of s%d picks no run of the evidence made", i); !strings.HasPrefix(n.Text, plain) ||
				suggestion != (i < c.suggested) || !suggestion && n.Text != plain+"." {
				t.Errorf("of %d values, notice %d: %s", c.parts, i, n.Text)
			}
		}
	}
	var words vocabulary
	words.add([]string{"a", strings.Repeat("x", longestValue+1)})
	if !words.full || len(words.values) != 1 {
		t.Errorf("a value that is not remembered was forgotten: %+v", words)
	}
}

// Every reader can be named, selected from and explained.
func TestReaders(t *testing.T) {
	var tools []string
	for _, r := range Readers {
		tools = append(tools, r.Tool)
		if readerOf(r.Tool).MadeBy != r.MadeBy || r.MadeBy == "" || len(r.Selectors) == 0 || r.read == nil {
			t.Errorf("%s is not whole", r.Tool)
		}
	}
	if want := []string{"restic", "csv"}; !slices.Equal(tools, want) {
		t.Errorf("readers of %q, want %q", tools, want)
	}
	if readerOf("tar") != nil {
		t.Error("there is a reader of tar")
	}
}
