package evidence

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"
)

// seed adds the files of the test data, so far as they are small.
func seed(f *testing.F, patterns ...string) {
	seeds := 0
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data[:min(len(data), 4<<10)])
			seeds++
		}
	}
	if seeds == 0 {
		f.Fatal("no seeds")
	}
}

// check reads a file and asks what must hold whatever is in it: runs are whole, and the file's end and where reads
// stop make no difference.
func check(t *testing.T, r *Reader, data []byte) {
	var runs, again []Run
	zone := time.FixedZone("", 3600)
	in := newInput(bytes.NewReader(data), zone)
	first := r.read(in, func(e *entry) {
		if len(e.values) != len(r.Selectors) || e.ID == "" || e.Bytes < -1 || e.Duration < 0 || e.Time.Location() != time.UTC {
			t.Errorf("odd run %+v", e)
		}
		runs = append(runs, e.Run)
	})
	if err := in.finish(); err != nil || in.meter.read != int64(len(data)) {
		t.Errorf("read %d of %d bytes: %v", in.meter.read, len(data), err)
	}
	second := r.read(newInput(iotest.OneByteReader(bytes.NewReader(data)), zone), func(e *entry) { again = append(again, e.Run) })
	if (first == nil) != (second == nil) || len(runs) != len(again) {
		t.Errorf("byte by byte it is read otherwise: %v, %v; %d runs and %d", first, second, len(runs), len(again))
	}
	if first != nil && first.Error() == "" {
		t.Error("an error without words")
	}
}

func FuzzRestic(f *testing.F) {
	seed(f, "testdata/restic/*.json", "testdata/broken/*", "testdata/other/*")
	f.Fuzz(func(t *testing.T, data []byte) { check(t, &restic, data) })
}

func FuzzCSV(f *testing.F) {
	seed(f, "testdata/csv/*", "testdata/broken/*")
	f.Fuzz(func(t *testing.T, data []byte) { check(t, &jobLog, data) })
}
