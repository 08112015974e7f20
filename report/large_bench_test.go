package report

import (
	"fmt"
	"io"
	"testing"
	"testing/fstest"

	"coupefeu/inventory/sample"
	"coupefeu/rules/packs"
)

// generatedQuarter is a made-up inventory of any size, held against the baseline.
func generatedQuarter(b *testing.B, services int) quarter {
	b.Helper()
	files := fstest.MapFS{}
	if err := sample.Generate(services, 1, func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: data}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return quarter{files: files, pack: string(packs.Baseline()), asOf: sample.AsOf}
}

// BenchmarkWriteJSON writes assessment.json of inventories of several sizes.
func BenchmarkWriteJSON(b *testing.B) {
	for _, services := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			a := generatedQuarter(b, services).assess(b)
			var size counter
			if err := WriteJSON(&size, a); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := WriteJSON(io.Discard, a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// counter counts what is written.
type counter int64

func (c *counter) Write(text []byte) (int, error) {
	*c += counter(len(text))
	return len(text), nil
}

// BenchmarkHighlight sums up what the board reads first.
func BenchmarkHighlight(b *testing.B) {
	for _, services := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			a := generatedQuarter(b, services).assess(b)
			b.ReportAllocs()
			for b.Loop() {
				Highlight(a)
			}
		})
	}
}
