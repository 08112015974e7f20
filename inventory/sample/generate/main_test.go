package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRunWritesTheEvidenceOfADay(t *testing.T) {
	folder := t.TempDir()
	if err := run([]string{folder, "2026-03-31"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"restic-gembloux.json", "coffre-limburg.csv", "bandes-herstal.csv"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	for _, args := range [][]string{nil, {"evidence"}, {t.TempDir(), "yesterday"}, {filepath.Join(t.TempDir(), "missing"), "2026-03-31"}} {
		if err := run(args); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
