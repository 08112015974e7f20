package pdf

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// placed are the operands that a page gives an operator, each in points.
func (r *reader) placed(page int, operator string) [][]float64 {
	r.t.Helper()
	var all [][]float64
	fields := strings.Fields(string(r.plain(r.follow(r.objects[r.pages[page-1]].dict.get("Contents")))))
	operands := map[string]int{"Td": 2, "re": 4, "w": 1}[operator]
	for i, f := range fields {
		if f != operator {
			continue
		}
		var values []float64
		for _, word := range fields[i-operands : i] {
			values = append(values, r.length(word))
		}
		all = append(all, values)
	}
	return all
}

func (r *reader) length(word string) float64 {
	r.t.Helper()
	v, err := strconv.ParseFloat(word, 64)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

func TestCanvasPlacesText(t *testing.T) {
	text := Plain(Style{}, "un").With(Style{Weight: Bold}, "deux")
	var width float64
	draw := func(align Align) *reader {
		return openFile(t, render(t, sampleOptions(t), func(d *Document) error {
			d.TitlePage()
			d.Figure(Figure{Alt: "un", Height: 20, Draw: func(c *Canvas) {
				width = c.Width(text.Runs...)
				c.Text(Point{100, 50}, text.Aligned(align))
			}})
			return nil
		}))
	}
	for align, start := range map[Align]float64{AlignDefault: 0, AlignLeft: 0, AlignCenter: -0.5, AlignRight: -1} {
		at := draw(align).placed(1, "Td")[2] // after the footer's two
		x, y := at[0]*25.4/72, PageHeight-at[1]*25.4/72
		if want := 100 + start*width; math.Abs(x-want) > 0.01 || math.Abs(y-50) > 0.01 {
			t.Errorf("%v: text at %.2f, %.2f, want %.2f, 50", align, x, y, want)
		}
	}
}

func TestCanvasOutlinesInside(t *testing.T) {
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.TitlePage()
		d.Decorate(func(c *Canvas) {
			c.Rect(Box{50, 60, 10, 4}, Paint{Stroke: Stroke{Color: Unknown, Width: 0.4}})
			c.Rect(Box{50, 60, 10, 4}, Paint{Fill: White})
			c.Rect(Box{50, 60, 10, 4}, Paint{})
			c.Rect(Box{50, 60, 0.2, 0.2}, Paint{Stroke: Stroke{Color: Unknown, Width: 0.4}})
			c.Line(Point{}, Point{}, Stroke{Width: 1})
		})
		d.Paragraph(Plain(Style{}, "un"))
		return nil
	}))
	want := [][]float64{{50.2, 60.2, 9.6, 3.6}, {50, 60, 10, 4}, {50.2, 60.2, 0, 0}}
	got := r.placed(1, "re")
	if len(got) != len(want) {
		t.Fatalf("%d rectangles, want %d", len(got), len(want))
	}
	for i, b := range got {
		box := []float64{b[0], pageHeight - b[1], b[2], -b[3]}
		for j, v := range box {
			if math.Abs(v*25.4/72-want[i][j]) > 0.01 {
				t.Errorf("rectangle %d: %.2f, want %.2f mm", i, v*25.4/72, want[i][j])
			}
		}
	}
}

func TestFigureGoesToTheNextPageWhole(t *testing.T) {
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.NewPage()
		d.SetY(Bottom - 20)
		d.Figure(Figure{Alt: "un", Height: 20.5, Draw: func(c *Canvas) {
			c.Paragraph(c.Box, Plain(Style{}, strings.Repeat("un ", 80)))
			if got, want := c.Height(c.Box.Width, Plain(Style{}, strings.Repeat("un ", 80))), 9.0; got != want {
				t.Errorf("paragraph of %.2f mm, want %.2f", got, want)
			}
		}})
		return nil
	}))
	if f := r.tree().kids[0]; len(f.marks) != 1 || f.marks[0].page != 2 {
		t.Errorf("figure has marks %v, want one on page 2", f.marks)
	}
}
