package report

import (
	"bytes"
	"fmt"
	"testing"
)

// BenchmarkLockstep walks through two assessments that say the same: what verify does with every report that it makes
// again, and the longest way that it can take.
func BenchmarkLockstep(b *testing.B) {
	for _, services := range []int{100, 1_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			text, _ := measuredOn(b, services)
			b.SetBytes(2 * int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if p, err := walkTogether(bytes.NewReader(text), bytes.NewReader(text)); err != nil || p != nil {
					b.Fatalf("%v, %q", err, p.words())
				}
			}
		})
	}
}
