package inventory_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"coupefeu/inventory"

	"github.com/google/go-cmp/cmp"
)

// goWords are what a newcomer who knows no Go must never read in a message.
var goWords = regexp.MustCompile(`\b(struct|int64|int32|float64|map\[|interface|inventory\.[A-Z]|source\.[A-Z]|unmarshal|nil|%!)`)

// badInputs returns the inventories of testdata/bad: a folder, or a file, for each NAME.want.
func badInputs(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/bad/*")
	if err != nil {
		t.Fatal(err)
	}
	var inputs []string
	for _, path := range paths {
		if filepath.Ext(path) != ".want" {
			inputs = append(inputs, path)
		}
	}
	if len(inputs) < 65 {
		t.Fatalf("testdata/bad has only %d inputs", len(inputs))
	}
	return inputs
}

// load loads an inventory under a short name, so that expectations do not hold the path of the test data.
func load(t *testing.T, path string) (*inventory.Inventory, string) {
	t.Helper()
	roots, err := inventory.OpenRoots([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	for i := range roots {
		roots[i].Shown = strings.TrimPrefix(strings.TrimPrefix(roots[i].Shown, filepath.ToSlash(filepath.Dir(path))), "/")
	}
	inv, found := inventory.Load(roots)
	return inv, found.Format()
}

func TestBadInput(t *testing.T) {
	for _, path := range badInputs(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			inv, got := load(t, path)
			if inv != nil || got == "" {
				t.Error("this input is bad, but no mistake was found in it")
			}
			if word := goWords.FindString(got); word != "" {
				t.Errorf("a message holds %q, which means nothing to those who write inventories:\n%s", word, got)
			}
			compare(t, path+".want", got)
		})
	}
}

// compare holds a result against a file, or writes the file where UPDATE is set.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-%s +got:\n%s", file, diff)
	}
}
