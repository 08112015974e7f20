package sample_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"coupefeu/inventory/sample"
	"coupefeu/rules/packs"
)

// The files beside the inventory's that the quarters are made from: the table of backup streams, of which the evidence
// is printed, and the rule pack.
const (
	tableFile = "streams.csv"
	packFile  = "baseline.yaml"
)

// files are the texts that a quarter is made from, by name.
type files map[string]string

// today is the files as they are now.
func today(t testing.TB) files {
	t.Helper()
	now := files{packFile: string(packs.Baseline())}
	table, err := os.ReadFile("../../inventory/sample/streams/" + tableFile)
	if err != nil {
		t.Fatal(err)
	}
	now[tableFile] = string(table)
	names, err := fs.Glob(sample.FS(), "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files in the sample, %v", len(names), err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(sample.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		now[name] = string(text)
	}
	return now
}

// asOf is the files as they were at the end of a quarter: the edits of every later quarter are undone, the latest
// first.
func asOf(t testing.TB, period string) files {
	t.Helper()
	names, err := fs.Glob(os.DirFS("edits"), "*.diff")
	if err != nil || len(names) != 3 {
		t.Fatalf("%d files of edits, %v", len(names), err)
	}
	slices.Reverse(names)
	then := today(t)
	for _, name := range names {
		if strings.TrimSuffix(name, ".diff") < period {
			break
		}
		script, err := os.ReadFile(path.Join("edits", name))
		if err != nil {
			t.Fatal(err)
		}
		if then, err = undo(then, string(script)); err != nil {
			t.Fatalf("edits/%s:%v", name, err)
		}
	}
	return then
}

// edit is one change of a file: the lines that stand there later, and those that stood there before. Everywhere says
// that they are no whole lines, and are changed wherever they stand.
type edit struct {
	line       int // of the script
	file       string
	later      []string
	before     []string
	everywhere bool
}

// undo gives the files as they were before the edits of a script, in the form that edits/2026-Q2.diff explains. Its
// errors begin with the line of the script.
func undo(later files, script string) (files, error) {
	edits, err := parseEdits(script)
	if err != nil {
		return nil, err
	}
	before := maps.Clone(later)
	for _, e := range edits {
		if _, there := before[e.file]; !there {
			return nil, fmt.Errorf("%d: there is no file %q", e.line, e.file)
		}
		if before[e.file], err = e.undo(before[e.file]); err != nil {
			return nil, fmt.Errorf("%d: %s: %w", e.line, e.file, err)
		}
	}
	return before, nil
}

func (e *edit) undo(text string) (string, error) {
	if e.everywhere {
		if !strings.Contains(text, e.later[0]) {
			return "", fmt.Errorf("%q is nowhere in it", e.later[0])
		}
		return strings.ReplaceAll(text, e.later[0], e.before[0]), nil
	}
	text = "\n" + text
	later, before := lines(e.later), lines(e.before)
	if n := strings.Count(text, later); n != 1 {
		return "", fmt.Errorf("these lines stand in it %d times, want once:%s", n, later)
	}
	return strings.Replace(text, later, before, 1)[1:], nil
}

// lines is whole lines, with the line feed before them.
func lines(list []string) string {
	text := "\n"
	for _, line := range list {
		text += line + "\n"
	}
	return text
}

// parseEdits reads a script.
func parseEdits(script string) ([]edit, error) {
	var edits []edit
	file := ""
	for i, line := range strings.Split(script, "\n") {
		kind, rest := line[:min(1, len(line))], line[min(1, len(line)):]
		last := len(edits) - 1
		switch {
		case kind == "" || kind == "#":
		case strings.HasPrefix(line, "--- "):
			file = line[4:]
		case strings.HasPrefix(line, "@@ "):
			edits = append(edits, edit{line: i + 1, file: file})
		case kind == "~":
			later, before, found := strings.Cut(strings.TrimSpace(rest), " → ")
			if !found {
				return nil, fmt.Errorf("%d: want two texts with an arrow between", i+1)
			}
			edits = append(edits, edit{line: i + 1, file: file, later: []string{later}, before: []string{before}, everywhere: true})
		case last < 0 || edits[last].everywhere || !strings.Contains(" -+", kind):
			return nil, fmt.Errorf("%d: %q is neither an edit nor a comment", i+1, line)
		default:
			if kind != "+" {
				edits[last].later = append(edits[last].later, rest)
			}
			if kind != "-" {
				edits[last].before = append(edits[last].before, rest)
			}
		}
	}
	return edits, nil
}

func TestUndo(t *testing.T) {
	later := files{"a.yaml": "one\ntwo\nthree\ntwo\n"}
	for _, c := range []struct{ about, script, want string }{
		{"a line that was another", "# why\n--- a.yaml\n@@ two\n one\n-two\n+zwei\n", "one\nzwei\nthree\ntwo\n"},
		{"a line that was not there", "--- a.yaml\n@@ one\n-one\n", "two\nthree\ntwo\n"},
		{"lines that went", "--- a.yaml\n@@ end\n three\n two\n+four\n+\n", "one\ntwo\nthree\ntwo\nfour\n\n"},
		{"everywhere", "--- a.yaml\n~ two → zwei\n", "one\nzwei\nthree\nzwei\n"},
		{"one after the other", "--- a.yaml\n~ two → 2\n@@ 2\n one\n-2\n", "one\nthree\n2\n"},
	} {
		got, err := undo(later, c.script)
		if err != nil || got["a.yaml"] != c.want {
			t.Errorf("%s: %q and %v, want %q", c.about, got["a.yaml"], err, c.want)
		}
	}
	for _, c := range []struct{ script, want string }{
		{"@@ nowhere\n-one\n", "1: there is no file"},
		{"--- b.yaml\n@@ b\n-one\n", "2: there is no file"},
		{"--- a.yaml\n@@ two\n-two\n", "stand in it 2 times"},
		{"--- a.yaml\n@@ two\n-tw\n", "stand in it 0 times"},
		{"--- a.yaml\n~ four → 4\n", "nowhere"},
		{"--- a.yaml\n~ four\n", "arrow"},
		{"--- a.yaml\n one\n", "neither an edit nor a comment"},
		{"--- a.yaml\n@@ one\n one\n?two\n", "4: "},
	} {
		if _, err := undo(later, c.script); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want an error about %s", c.script, err, c.want)
		}
	}
	if later["a.yaml"] != "one\ntwo\nthree\ntwo\n" {
		t.Error("the later files are changed")
	}
}
