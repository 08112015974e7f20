package sample_test

import (
	"bytes"
	"io/fs"
	"testing"

	"coupefeu/inventory/sample"
	"coupefeu/inventory/sample/streams"
)

// largest is what the sample may weigh in the program.
const largest = 3_000_000

func TestEvidenceIsWhatTheTablePrints(t *testing.T) {
	end := asOf(t)
	table, err := streams.Sample(end.Location())
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]bool{}
	err = streams.Files(table, end, func(name string, data []byte) error {
		printed[name] = true
		kept, err := fs.ReadFile(sample.FS(), "evidence/"+name)
		if err != nil {
			t.Errorf("%s: %v; run go generate ./inventory/sample", name, err)
		} else if !bytes.Equal(kept, data) {
			t.Errorf("%s differs from what the table prints; run go generate ./inventory/sample", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := fs.ReadDir(sample.FS(), "evidence")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !printed[e.Name()] {
			t.Errorf("evidence/%s is printed by no stream", e.Name())
		}
	}
}

func TestSampleStaysSmall(t *testing.T) {
	var total int64
	err := fs.WalkDir(sample.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if total == 0 || total > largest {
		t.Errorf("the sample weighs %d bytes, want at most %d", total, largest)
	}
}
