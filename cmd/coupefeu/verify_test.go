package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testKey signs in tests.
const testKey = "../../report/sign/testdata/test-keys/ed25519"

// succession writes three quarters into an output folder, signed, the first of them replaced once: every folder there is
// named by the last quarter's report, or by one that that names.
func succession(t *testing.T) (out, last string) {
	t.Helper()
	out = t.TempDir()
	report := func(inventory, period string, more ...string) {
		arguments := append([]string{"report", "-i", inventory, "--period", period, "-o", out, "-f", "md", "-q", "--sign", testKey}, more...)
		if status := run(arguments, strings.NewReader(""), io.Discard, os.Stderr); status != exitDone {
			t.Fatalf("%v: exit %d", arguments, status)
		}
	}
	first, second := small(t, "1h"), small(t, "2h")
	report(first, "2026-Q1")
	report(second, "2026-Q1", "--force")
	report(second, "2026-Q2")
	report(first, "2026-Q3")
	return out, filepath.Join(out, "2026-Q3")
}

// verified runs verify and returns its exit status and what it prints.
func verified(t *testing.T, arguments ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	status := run(append([]string{"verify"}, arguments...), strings.NewReader(""), &out, &out)
	return status, out.String()
}

// offsets are where a file is tried: everywhere in the sums, else at both ends and here and there.
func offsets(name string, size int, random *rand.Rand) []int {
	var list []int
	for at := range size {
		if name == "SHA256SUMS" || at < 30 || at >= size-10 {
			list = append(list, at)
		}
	}
	for range 30 {
		list = append(list, random.IntN(size))
	}
	return list
}

// TestVerifyFindsEveryFlippedByte flips bytes of every file of a sealed folder, of the quarters before it and of what was
// replaced, one at a time. Each must be found, and the folder and file be named.
func TestVerifyFindsEveryFlippedByte(t *testing.T) {
	out, last := succession(t)
	if status, text := verified(t, last); status != exitDone || strings.Contains(text, lineFault) {
		t.Fatalf("exit %d before anything was flipped:\n%s", status, text)
	}
	files, err := filepath.Glob(filepath.Join(out, "*", "*"))
	if err != nil || len(files) != 4*4 {
		t.Fatalf("there are %d files: %v", len(files), err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	flipped := 0
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		folder, name := filepath.Base(filepath.Dir(path)), filepath.Base(path)
		for _, at := range offsets(name, len(data), random) {
			forged := bytes.Clone(data)
			forged[at] ^= 1 << random.IntN(8)
			if err := os.WriteFile(path, forged, 0o600); err != nil {
				t.Fatal(err)
			}
			status, text := verified(t, last, "-q")
			if named := strings.Contains(text, folder) || folder == filepath.Base(last); status != exitGate || !named || !strings.Contains(text, lineFault) {
				t.Fatalf("%s/%s: byte %d %q became %q: exit %d\n%s", folder, name, at, data[at], forged[at], status, text)
			}
			flipped++
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if status, text := verified(t, last); status != exitDone {
		t.Errorf("exit %d once all was mended:\n%s", status, text)
	}
	t.Logf("%d bytes flipped", flipped)
}

// TestVerifyFindsEveryMissingFile takes files away one at a time, and folders. A folder that is not there is said, and is
// no fault unless only what it replaced is left; a report without its sums is none that can be verified.
func TestVerifyFindsEveryMissingFile(t *testing.T) {
	out, last := succession(t)
	files, err := filepath.Glob(filepath.Join(out, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(files, folders...) {
		want := exitGate
		switch {
		case path == last, path == filepath.Join(last, "SHA256SUMS"):
			want = exitInput
		case filepath.Base(path) == "2026-Q2", strings.HasSuffix(path, ".superseded-1"), strings.HasSuffix(path, ".sig"):
			want = exitDone
		}
		aside := filepath.Join(t.TempDir(), "aside")
		if err := os.Rename(path, aside); err != nil {
			t.Fatal(err)
		}
		if status, text := verified(t, last); status != want {
			t.Errorf("without %s: exit %d, want %d\n%s", path, status, want, text)
		}
		if err := os.Rename(aside, path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVerifySaysWhatCannotBeRead names the file by its path from here, for the folder's own names lead nowhere.
func TestVerifySaysWhatCannotBeRead(t *testing.T) {
	v := &verification{dir: "out/2026-Q3"}
	closed := fmt.Errorf("checking the seal: %w", &fs.PathError{Op: "lstat", Path: "summary.md", Err: fs.ErrPermission})
	err := v.unusable(closed)
	if got, want := fmt.Sprint(err), "out/2026-Q3/summary.md cannot be read: permission denied"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if hint := v.hint(err); hint != "" {
		t.Errorf("the hint %q leads astray: the folder is the right one", hint)
	}
	if hint := v.hint(v.unusable(&fs.PathError{Op: "lstat", Path: "SHA256SUMS", Err: fs.ErrNotExist})); hint == "" {
		t.Error("no hint says which folder is meant")
	}
}
