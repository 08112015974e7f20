package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
	history "coupefeu/report/sample"
)

// sampleQuarters lays the sample's sealed quarters into a folder, with a report of the quarter after them.
func sampleQuarters(t *testing.T) string {
	t.Helper()
	quarters, err := history.Quarters()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, quarters); err != nil {
		t.Fatal(err)
	}
	if got := run([]string{"report", "--sample", "-f", "md", "-o", folder}, nil, io.Discard, io.Discard); got != exitDone {
		t.Fatalf("report: exit %d", got)
	}
	return folder
}

// broken is an input or output that fails like a disk.
type broken struct{}

var errDisk = &fs.PathError{Op: "read", Path: "disk", Err: syscall.EIO}

func (broken) Read([]byte) (int, error)  { return 0, errDisk }
func (broken) Write([]byte) (int, error) { return 0, errDisk }

// TestDiffStatus runs through the exit statuses.
func TestDiffStatus(t *testing.T) {
	folder := sampleQuarters(t)
	old, now := filepath.Join(folder, "2026-Q2"), filepath.Join(folder, "2026-Q3")
	for _, c := range []struct {
		about  string
		args   []string
		in     io.Reader
		out    io.Writer
		status int
		says   string
	}{
		{about: "regressions", args: []string{old, now}, status: exitGate},
		{about: "nothing changed", args: []string{now, now}, status: exitDone},
		{about: "help", args: []string{"-h"}, status: exitDone},
		{about: "one argument", args: []string{old}, status: exitInput, says: "expected two assessments"},
		{about: "not there", args: []string{old, old + "x"}, status: exitInput, says: "no such file or directory"},
		{about: "no assessment", args: []string{old + "/summary.md", now}, status: exitInput, says: "this is no assessment of coupefeu"},
		{about: "standard input that is empty", args: []string{"-", now}, in: strings.NewReader(""), status: exitInput, says: "standard input: "},
		{about: "standard input that fails", args: []string{"-", now}, in: broken{}, status: exitFailed, says: "input/output error"},
		{about: "output that fails", args: []string{old, now}, out: broken{}, status: exitFailed, says: "printing the changes: "},
		{about: "output that fails for JSON", args: []string{old, now, "-f", "json"}, out: broken{}, status: exitFailed, says: "printing the changes: "},
		{about: "output that fails for Markdown", args: []string{old, now, "-f", "md"}, out: broken{}, status: exitFailed, says: "printing the changes: "},
	} {
		t.Run(c.about, func(t *testing.T) {
			out := c.out
			if out == nil {
				out = io.Discard
			}
			var stderr bytes.Buffer
			if got := run(append([]string{"diff"}, c.args...), c.in, out, &stderr); got != c.status || !strings.Contains(stderr.String(), c.says) {
				t.Errorf("exit %d, want %d, and want it to say %q:\n%s", got, c.status, c.says, stderr.String())
			}
			if (stderr.Len() == 0) != (c.says == "") {
				t.Errorf("it says %q", stderr.String())
			}
		})
	}
}

func snapshotIn(t *testing.T, folder string) *report.Snapshot {
	t.Helper()
	file, err := os.Open(filepath.Join(folder, assessmentName))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s, err := report.ReadSnapshot(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestDiffOfSampleQuarters compares each of the sample's quarters with the next, both by the later one's own account and
// by their figures alone: where a limit is all that changed of the rules, both say the same.
func TestDiffOfSampleQuarters(t *testing.T) {
	folder := sampleQuarters(t)
	quarters := []string{"2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"}
	regressed, byRule := 0, 0
	for i, period := range quarters[1:] {
		before, now := snapshotIn(t, filepath.Join(folder, quarters[i])), snapshotIn(t, filepath.Join(folder, period))
		figures, err := report.Compare(before, now)
		if err != nil {
			t.Fatal(err)
		}
		seal, err := report.CheckSeal(os.DirFS(filepath.Join(folder, quarters[i])))
		if err != nil {
			t.Fatal(err)
		}
		before.Seal = seal.SHA256
		sealed, err := report.Compare(before, now)
		if err != nil {
			t.Fatal(err)
		}
		if figures.Method != report.MethodFigures || sealed.Method != report.MethodSealed {
			t.Errorf("%s: methods %s and %s", period, figures.Method, sealed.Method)
		}
		figures.Method = sealed.Method
		if diff := cmp.Diff(sealed, figures); diff != "" {
			t.Errorf("%s (-own account +figures):\n%s", period, diff)
		}
		regressed += sealed.Regressions()
		byRule += sealed.ByCause[report.RuleIn] + sealed.ByCause[report.RuleOut]
	}
	if regressed == 0 || byRule == 0 {
		t.Errorf("%d regressions and %d changes of rules: the sample does not try it", regressed, byRule)
	}
}

// TestDiffIsTheSameEachTime runs one comparison several times, in which both files are read side by side.
func TestDiffIsTheSameEachTime(t *testing.T) {
	folder := sampleQuarters(t)
	for _, format := range []string{"text", "json", "md"} {
		var first string
		for range 3 {
			var out bytes.Buffer
			if got := run([]string{"diff", folder + "/2026-Q1", folder + "/2026-Q3", "-f", format}, nil, &out, io.Discard); got != exitGate {
				t.Fatalf("exit %d", got)
			}
			if first == "" {
				first = out.String()
			}
			if out.String() != first {
				t.Errorf("%s: other bytes", format)
			}
		}
	}
}

// TestLocate finds places in files as people count them.
func TestLocate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("é: [\n  1,\r\n\n\t2]"), 0o600); err != nil {
		t.Fatal(err)
	}
	for offset, want := range map[int64][2]int{0: {1, 1}, 2: {1, 2}, 4: {1, 4}, 5: {2, 3}, 9: {2, 4}, 10: {4, 2}, 15: {4, 3}, 99: {4, 4}} {
		line, column, found := locate(path, offset)
		if !found || line != want[0] || column != want[1] {
			t.Errorf("byte %d: line %d, column %d, want %v", offset, line, column, want)
		}
	}
	if _, _, found := locate(path+"x", 0); found {
		t.Error("a file that is not there has a place")
	}
}
