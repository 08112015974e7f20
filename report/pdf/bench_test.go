package pdf

import (
	"fmt"
	"io"
	"testing"
)

// BenchmarkTwentyPages renders a report as long as the board's may be.
func BenchmarkTwentyPages(b *testing.B) {
	options := sampleOptions(b)
	b.ReportAllocs()
	for b.Loop() {
		pages := 0
		err := Render(io.Discard, options, func(d *Document) error {
			for i := range 20 {
				d.StartPage(Heading{Level: 1, Text: Plain(titled, fmt.Sprintf("Page %d", i+1)), Bookmark: fmt.Sprint(i)})
				d.Figure(Figure{Alt: "Trois barres.", Height: 40, Draw: sampleChart})
				t := sampleTable()
				t.Rows = t.Rows[:20]
				d.Table(t)
			}
			pages = d.Page()
			return nil
		})
		if err != nil || pages != 20 {
			b.Fatalf("%d pages, error %v", pages, err)
		}
	}
}
