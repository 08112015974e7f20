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
	if err := out.mend(target); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(target, "summary.md")); got != "first" {
		t.Errorf("the earlier report reads %q", got)
	}
	if got := listing(t, out.Out); got != "2026-Q3" {
		t.Errorf("left behind: %s", got)
	}
}

func TestSaveKeepsAnotherPeriodsReportThatMovedAside(t *testing.T) {
	out := Folder{Out: t.TempDir()}
	aside := temporaryPrefix + "2026-Q2" + asideSuffix
	if err := os.Mkdir(filepath.Join(out.Out, aside), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Save(draft(), outputs("text")); err != nil {
		t.Fatal(err)
	}
	if got := listing(t, out.Out); got != aside+" 2026-Q3" {
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
