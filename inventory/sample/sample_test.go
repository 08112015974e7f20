package sample

import (
	"bytes"
	"io/fs"
	"testing"
	"time"
	_ "time/tzdata"

	"coupefeu/inventory/sample/streams"
)

// largest is what the sample may weigh in the program.
const largest = 3_000_000

func TestEvidenceIsWhatTheTablePrints(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.ParseInLocation(time.DateOnly, AsOf, zone)
	if err != nil {
		t.Fatal(err)
	}
	table, err := streams.Sample(zone)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]bool{}
	err = streams.Files(table, day.AddDate(0, 0, 1), func(name string, data []byte) error {
		printed[name] = true
		kept, err := fs.ReadFile(FS(), "evidence/"+name)
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
	entries, err := fs.ReadDir(FS(), "evidence")
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
	err := fs.WalkDir(FS(), ".", func(path string, d fs.DirEntry, err error) error {
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
