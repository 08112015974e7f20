package rules_test

import (
	"fmt"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// generated loads a generated inventory of so many services, with its evidence, and the baseline pack.
func generated(b *testing.B, services int) rules.Input {
	b.Helper()
	folder := fstest.MapFS{}
	err := sample.Generate(services, 1, func(name string, data []byte) error {
		folder[name] = &fstest.MapFile{Data: append([]byte(nil), data...)}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	pack, found := rules.Load(source.File{Name: "baseline.yaml", Data: packs.Baseline()})
	if len(found) > 0 {
		b.Fatal(found.Format())
	}
	roots := []inventory.Root{{FS: folder, Shown: "."}}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		b.Fatal(found.Format())
	}
	asOf := time.Date(2026, 10, 1, 0, 0, 0, 0, inv.Zone)
	if _, found := rules.Check(pack, inv, asOf); len(found) > 0 {
		b.Fatal(found.Format())
	}
	known := inv.At(asOf)
	observed, found := evidence.Observe(roots, known, asOf)
	if len(found) > 0 {
		b.Fatal(found.Format())
	}
	return rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: asOf, Start: asOf.AddDate(0, -3, 0)}
}

// BenchmarkEvaluate measures the baseline pack on inventories of three sizes, and what the result keeps in memory.
func BenchmarkEvaluate(b *testing.B) {
	for _, services := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			in := generated(b, services)
			b.ReportAllocs()
			before := heap()
			var result rules.Result
			b.ResetTimer()
			for b.Loop() {
				result = rules.Evaluate(in)
			}
			b.StopTimer()
			b.ReportMetric(float64(heap()-before)/(1<<20), "MB-kept")
			runtime.KeepAlive(result)
			runtime.KeepAlive(in)
		})
	}
}

// heap is the bytes in use after a collection.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
