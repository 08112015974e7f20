package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// measuredOn are two assessments of one large inventory, as JSON: the later one by rules with other limits.
func measuredOn(b *testing.B, services int) (before, now []byte) {
	b.Helper()
	large := generatedQuarter(b, services)
	strict := strings.ReplaceAll(large.pack, "vital: 4h", "vital: 1h")
	if strict == large.pack {
		b.Fatal("the baseline pack has no such limit any more")
	}
	var out [2]bytes.Buffer
	for i, text := range []string{large.pack, strict} {
		if err := WriteJSON(&out[i], quarter{files: large.files, pack: text, asOf: large.asOf}.assess(b)); err != nil {
			b.Fatal(err)
		}
	}
	return out[0].Bytes(), out[1].Bytes()
}

// BenchmarkDiff reads two assessments and compares them.
func BenchmarkDiff(b *testing.B) {
	for _, services := range []int{100, 1_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			before, now := measuredOn(b, services)
			b.SetBytes(int64(len(before) + len(now)))
			b.ReportAllocs()
			for b.Loop() {
				var sides [2]*Snapshot
				for i, text := range [][]byte{before, now} {
					var err error
					if sides[i], err = ReadSnapshot(bytes.NewReader(text)); err != nil {
						b.Fatal(err)
					}
				}
				d, err := Compare(sides[0], sides[1])
				if err != nil || d.ByCause[RuleIn] == 0 {
					b.Fatalf("%v, %v", err, d)
				}
			}
		})
	}
}
