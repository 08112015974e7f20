package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func outputs(text string) func() []Output {
	return func() []Output {
		return []Output{
			{Name: "assessment.json", Write: func(w io.Writer) error {
				_, err := io.WriteString(w, `{"schema": "coupefeu.assessment/1", "draft": true}`)
				return err
			}},
			{Name: "summary.md", Write: func(w io.Writer) error { _, err := io.WriteString(w, text); return err }},
		}
	}
}

func draft() *Assessment { return &Assessment{Period: Period{ID: "2026-Q3"}, Draft: true} }

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// listing names everything in a folder.
func listing(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestSaveThatFailsLeavesTheEarlierReport(t *testing.T) {
	out := Folder{Out: t.TempDir()}
	if saved, err := out.Save(draft(), outputs("first")); err != nil || saved != SavedReport {
		t.Fatalf("Save = %v, %v", saved, err)
	}
	full := errors.New("no space left on device")
	for name, broken := range map[string]func() []Output{
		"first": func() []Output { return []Output{{Name: "x", Write: func(io.Writer) error { return full }}} },
		"last": func() []Output {
			return append(outputs("second")(), Output{Name: "x", Write: func(w io.Writer) error { _, err := w.Write([]byte("y")); return errors.Join(err, full) }})
		},
	} {
		if _, err := out.Save(draft(), broken); !errors.Is(err, full) {
			t.Errorf("%s: error %v does not wrap the cause", name, err)
		}
		if got := read(t, filepath.Join(out.Out, "2026-Q3", "summary.md")); got != "first" {
			t.Errorf("%s: the earlier report reads %q", name, got)
		}
		if got := listing(t, out.Out); got != "2026-Q3" {
			t.Errorf("%s: left behind: %s", name, got)
		}
	}
}

// TestSaveMendsACutExchange starts from what a run leaves that died while the old report had moved aside.
func TestSaveMendsACutExchange(t *testing.T) {
	out := Folder{Out: t.TempDir()}
	if _, err := out.Save(draft(), outputs("first")); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(out.Out, "2026-Q3")
	if err := os.Rename(target, filepath.Join(out.Out, temporaryPrefix+"2026-Q3"+asideSuffix)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(out.Out, temporaryPrefix+"2026-Q3-123"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := out.mend(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(target, "summary.md")); got != "first" {
		t.Errorf("the earlier report reads %q", got)
	}
	if got := listing(t, out.Out); got != "2026-Q3" {
		t.Errorf("left behind: %s", got)
	}
}

// TestMendPutsBackEveryPeriod starts from what several runs left that died: later quarters look back at all of them.
func TestMendPutsBackEveryPeriod(t *testing.T) {
	ways := map[string]func(Folder) error{
		"Mend": Folder.Mend,
		"Save": func(f Folder) error { _, err := f.Save(draft(), outputs("new")); return err },
	}
	for name, way := range ways {
		out := Folder{Out: filepath.Join(t.TempDir(), "a[b]*")}
		write := func(folder, text string) {
			if err := errors.Join(os.MkdirAll(filepath.Join(out.Out, folder), 0o755), os.WriteFile(filepath.Join(out.Out, folder, "summary.md"), []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		write(temporaryPrefix+"2026-Q1"+asideSuffix, "put back")
		write(temporaryPrefix+"2026-Q2"+asideSuffix, "replaced")
		write("2026-Q2", "in its place")
		write(temporaryPrefix+"2026-Q1-123", "half-written")
		if err := way(out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := strings.TrimSuffix(listing(t, out.Out), " 2026-Q3"), "2026-Q1 2026-Q2"; got != want {
			t.Errorf("%s: there is: %s", name, got)
		}
		for period, want := range map[string]string{"2026-Q1": "put back", "2026-Q2": "in its place"} {
			if got := read(t, filepath.Join(out.Out, period, "summary.md")); got != want {
				t.Errorf("%s: the report of %s reads %q", name, period, got)
			}
		}
	}
}

// TestMendTouchesNothingInVain leaves a folder alone that may be somebody else's.
func TestMendTouchesNothingInVain(t *testing.T) {
	out := Folder{Out: t.TempDir()}
	half := temporaryPrefix + "2026-Q1-123" // perhaps a run is at it
	if err := os.Mkdir(filepath.Join(out.Out, half), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range []Folder{out, {Out: filepath.Join(out.Out, "none")}} {
		if err := f.Mend(); err != nil {
			t.Errorf("%s: %v", f.Out, err)
		}
	}
	if got := listing(t, out.Out); got != half {
		t.Errorf("there is: %s", got)
	}
}

func TestSumsAreInTheFormatOfSha256sum(t *testing.T) {
	out := Folder{Out: t.TempDir()}
	if _, err := out.Save(draft(), outputs("abc")); err != nil {
		t.Fatal(err)
	}
	sums := read(t, filepath.Join(out.Out, "2026-Q3", Sums))
	// The digest of "abc" is the example of FIPS 180-2.
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  summary.md\n"; !strings.HasSuffix(sums, want) {
		t.Errorf("sums are\n%swant the last line\n%s", sums, want)
	}
}

// TestSameFiles compares files that end, and differ, on either side of the pieces that are compared.
func TestSameFiles(t *testing.T) {
	folder := t.TempDir()
	path := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, size := range []int{0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk} {
		text := strings.Repeat("x", size)
		one := path("one", text)
		for other, want := range map[string]bool{text: true, text + "x": false, strings.TrimSuffix(text, "x"): size == 0, strings.TrimSuffix(text, "x") + "y": false} {
			same, err := sameFiles(one, path("two", other))
			if err != nil || same != want {
				t.Errorf("%d and %d bytes: %t, %v; want %t", size, len(other), same, err, want)
			}
		}
	}
	if _, err := sameFiles(path("one", "x"), folder); err == nil {
		t.Error("a folder passes for a file")
	}
	if _, err := sameFiles(filepath.Join(folder, "none"), path("two", "x")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}
