package decision

import (
	"fmt"
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

// generated evaluates a generated inventory of so many services, with its evidence, under the baseline pack.
func generated(b *testing.B, services int) Input {
	b.Helper()
	folder := fstest.MapFS{}
	err := sample.Generate(services, 1, func(name string, data []byte) error {
		folder[name] = &fstest.MapFile{Data: append([]byte(nil), data...)}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	roots := []inventory.Root{{FS: folder, Shown: "."}}
	pack, mistakes := rules.Load(source.File{Name: "baseline.yaml", Data: packs.Baseline()})
	inv, wrong := inventory.Load(roots)
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		b.Fatal(mistakes.Format())
	}
	asOf := time.Date(2026, 10, 1, 0, 0, 0, 0, inv.Zone)
	_, mistakes = rules.Check(pack, inv, asOf)
	known := inv.At(asOf)
	observed, wrong := evidence.Observe(roots, known, asOf)
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		b.Fatal(mistakes.Format())
	}
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: asOf, Start: asOf.AddDate(0, -3, 0)}
	return Input{Input: in, Result: rules.Evaluate(in), Period: asOf}
}

// BenchmarkAsk measures the decisions of inventories of three sizes, all that is evaluated again included.
func BenchmarkAsk(b *testing.B) {
	for _, services := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			in := generated(b, services)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				Ask(in)
			}
		})
	}
}
