package sample_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
)

// generated is a generated inventory as files in memory.
func generated(t testing.TB, services int, seed uint64) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := sample.Generate(services, seed, func(name string, data []byte) error {
		if files[name] != nil {
			return fmt.Errorf("%s is written twice", name)
		}
		files[name] = &fstest.MapFile{Data: bytes.Clone(data)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func load(t testing.TB, files fstest.MapFS) ([]inventory.Root, *inventory.Inventory) {
	t.Helper()
	roots := []inventory.Root{{FS: files, Shown: "generated"}}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		t.Fatalf("%d mistakes, the first: %s", len(found), found[:1].Format())
	}
	return roots, inv
}

func TestGeneratedInventoriesLoad(t *testing.T) {
	for _, services := range []int{0, 1, 2, 7, 100, 101, 5_001} {
		t.Run(fmt.Sprint(services), func(t *testing.T) {
			roots, inv := load(t, generated(t, services, 1))
			if len(inv.Services) != services {
				t.Errorf("%d services, want %d", len(inv.Services), services)
			}
			if len(inv.Members) != 335 || len(inv.Sites) < 9 || len(inv.Sites) > 60 {
				t.Errorf("%d members and %d sites", len(inv.Members), len(inv.Sites))
			}
			observed, found := evidence.Observe(roots, inv, asOf(t))
			if len(found) > 0 {
				t.Fatalf("%d mistakes in the evidence, the first: %s", len(found), found[:1].Format())
			}
			for _, n := range observed.Notices {
				t.Errorf("evidence: %s", n.Text)
			}
		})
	}
}

// asOf is the first instant after the last day of the sample.
func asOf(t testing.TB) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	last, err := time.ParseInLocation(time.DateOnly, sample.AsOf, zone)
	if err != nil {
		t.Fatal(err)
	}
	return last.AddDate(0, 0, 1)
}

func TestGeneratedShape(t *testing.T) {
	_, inv := load(t, generated(t, 10_000, 7))
	needs, linked, backups, cycle := 0, 0, 0, false
	for i := range inv.Services {
		s := &inv.Services[i]
		needs += len(s.DependsOn) + len(s.StoresDataIn)
		backups += len(s.Backups)
		for b := range s.Backups {
			if s.Backups[b].Evidence.Given {
				linked++
			}
		}
	}
	for _, n := range inv.Notices {
		cycle = cycle || n.Code == "dependency-cycle"
	}
	if mean := float64(needs) / float64(len(inv.Services)); mean < 2.5 || mean > 3.5 {
		t.Errorf("%.2f dependencies a service, want about 3", mean)
	}
	if depth := deepest(inv); depth != 12 {
		t.Errorf("the longest chain is %d, want 12", depth)
	}
	if !cycle {
		t.Error("no services need each other, want some")
	}
	if 2*linked < backups || linked == backups {
		t.Errorf("%d of %d backups have evidence, want most but not all", linked, backups)
	}
	if len(inv.RestoreTests) < len(inv.Services) || len(inv.Waivers) == 0 {
		t.Errorf("%d restore tests and %d waivers", len(inv.RestoreTests), len(inv.Waivers))
	}
}

// deepest is the longest chain of dependencies; two services that need each other are one step of it.
func deepest(inv *inventory.Inventory) int {
	depth := make([]int, len(inv.Services)) // one more than the chain below a service; 0: not followed yet
	var follow func(i int32) int
	follow = func(i int32) int {
		if depth[i] > 0 {
			return depth[i]
		}
		below := 0
		for _, r := range inv.Services[i].DependsOn {
			if !dependsOn(&inv.Services[r.Index], i) {
				below = max(below, follow(r.Index))
			}
		}
		depth[i] = below + 1
		return depth[i]
	}
	longest := 0
	for i := range inv.Services {
		longest = max(longest, follow(int32(i))-1)
	}
	return longest
}

func dependsOn(s *inventory.Service, i int32) bool {
	return slices.ContainsFunc(s.DependsOn, func(r inventory.Reference) bool { return r.Index == i })
}

func TestGenerateIsDeterministic(t *testing.T) {
	first, again, other := generated(t, 300, 1), generated(t, 300, 1), generated(t, 300, 2)
	if len(first) != len(again) {
		t.Fatalf("%d files, then %d", len(first), len(again))
	}
	for name, file := range first {
		if again[name] == nil || !bytes.Equal(file.Data, again[name].Data) {
			t.Errorf("%s differs from one run to the next", name)
		}
		if strings.HasPrefix(name, "services-") && bytes.Equal(file.Data, other[name].Data) {
			t.Errorf("%s is the same with another seed", name)
		}
	}
}

func TestGenerateRefusesLessThanNothing(t *testing.T) {
	if err := sample.Generate(-1, 1, func(string, []byte) error { return nil }); err == nil {
		t.Error("-1 services: no error")
	}
}

func TestGenerateEndsWithTheWritersError(t *testing.T) {
	full := errors.New("no space left")
	for _, refused := range []string{"organisation.json", "services-00001.json", "evidence/jobs-00001.csv"} {
		written := 0
		err := sample.Generate(300, 1, func(name string, _ []byte) error {
			written++
			if name == refused {
				return full
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: error %v, want %v", refused, err, full)
		}
		if written == 0 {
			t.Errorf("%s: nothing was written before", refused)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, services := range []int{100, 10_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				total := 0
				err := sample.Generate(services, 1, func(_ string, data []byte) error {
					total += len(data)
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(total))
			}
		})
	}
}
