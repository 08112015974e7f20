package board

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// extremes are the shapes that a report must stand, each for its reason.
var extremes = []struct {
	name string
	shape
}{
	{"nothing at all", shape{tiers: 1}},
	{"one service, one rule, one tier", shape{services: 1, rules: 1, tiers: 1, members: 1, waivers: 1, inputs: 1, past: past{quarters: 1, commitments: 1}}},
	{"a tier without services", shape{services: 30, rules: 14, tiers: 3, members: 335, waivers: 9, inputs: 40, past: past{quarters: 3, commitments: 11}}},
	{"four tiers", shape{services: 40, rules: 28, tiers: 4, members: 9, waivers: 4, inputs: 7, notices: 2}},
	{"five tiers, sixty rules", shape{services: 200, rules: 60, tiers: 5, members: 335, waivers: 60, inputs: 500, notices: 30, past: past{quarters: 7, gaps: []int{1, 4}, commitments: 40}}},
	{"more tiers than a report shows", shape{services: 60, rules: 9, tiers: 14, members: 3, waivers: 3, inputs: 3}},
	{"names of 120 characters", shape{services: 64, rules: 28, tiers: 3, members: 335, waivers: 30, inputs: 60, notices: 12, name: 120, past: past{quarters: 4, gaps: []int{3}, commitments: 12}}},
	{"all of it", shape{services: 300, rules: 60, tiers: 5, members: 335, waivers: 200, inputs: 300, notices: 40, name: 200, landscape: landscape{campuses: 60, others: 40, spread: 12, lost: 30, unproven: 30, unplaced: 9}, past: past{quarters: 11, gaps: []int{5, 10}, commitments: 300}}},
	{"one campus", shape{services: 9, rules: 3, tiers: 1, members: 5, inputs: 1, landscape: landscape{campuses: 1, lost: 2, unproven: 1}, past: past{quarters: 7, still: true, commitments: 2}}},
	{"sixty campuses", shape{services: 200, rules: 9, tiers: 3, members: 335, inputs: 9, landscape: landscape{campuses: 60, others: 20, spread: 14, lost: 40, unproven: 20}, past: past{quarters: 9, gaps: []int{2, 3, 4}}}},
	{"campuses on one spot", shape{services: 30, rules: 3, tiers: 2, members: 40, inputs: 3, landscape: landscape{campuses: 9, others: 9, lost: 7, unproven: 4}}},
	{"campuses around the world", shape{services: 30, rules: 3, tiers: 2, members: 40, inputs: 3, landscape: landscape{campuses: 16, spread: 130, unproven: 5, unplaced: 2}}},
	{"nothing that a campus takes along", shape{services: 30, rules: 3, tiers: 2, members: 40, inputs: 3, landscape: landscape{campuses: 4, others: 2, spread: 3}, past: past{commitments: 4}}},
	{"no campus that is played, none on the map", shape{services: 30, rules: 3, tiers: 2, members: 40, inputs: 3, landscape: landscape{others: 3, lost: 3}}},
	{"campuses of 120 characters", shape{services: 64, rules: 28, tiers: 3, members: 335, waivers: 30, inputs: 60, notices: 12, name: 120, landscape: landscape{campuses: 9, others: 9, spread: 6, lost: 64, unproven: 64}}},
	{"ten thousand services", shape{services: 10_000, rules: 28, tiers: 3, members: 335, waivers: 100, inputs: 900, notices: 5, landscape: landscape{campuses: 12, others: 60, spread: 9, lost: 900, unproven: 2000}, past: past{quarters: 7, commitments: 1000}}},
}

// TestExtremes draws each shape, in every language while it is small, and looks at every page.
func TestExtremes(t *testing.T) {
	for _, extreme := range extremes {
		t.Run(extreme.name, func(t *testing.T) {
			a := fabricated(extreme.shape)
			for _, tag := range templates.Tags() {
				file, pages := written(t, a, tag)
				drawn := pagesOf(t, file)
				if len(drawn) > 20 {
					t.Errorf("%s: %d pages", tag, len(drawn))
				}
				if len(pages) != expected(a) || slices.Contains(slices.Collect(valuesOf(pages)), 0) {
					t.Errorf("%s: sections on pages %v", tag, pages)
				}
				for i, fault := range faultsOf(drawn) {
					if i < 8 {
						t.Errorf("%s: %s", tag, fault)
					}
				}
				if extreme.services > 1000 || raced {
					break
				}
			}
		})
	}
}

// expected is how many sections the report of an assessment has: those about scenarios only where some are played.
func expected(a *report.Assessment) int {
	if len(a.Scenarios) == 0 {
		return len(sections) - 2
	}
	return len(sections)
}

func valuesOf(pages map[string]int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for _, page := range pages {
			if !yield(page) {
				return
			}
		}
	}
}

// faultsOf finds texts that run off the page, texts that lie on each other, and words that no language has.
func faultsOf(pages [][]shown) []string {
	var faults []string
	all := boxesOf(pages)
	for i, page := range pages {
		boxes := all[i]
		for j, box := range boxes {
			where := fmt.Sprintf("page %d: %q", i+1, page[j].text)
			if box.X < pdf.Margin-1 || box.Right() > pdf.PageWidth-pdf.Margin+1 || box.Y < 2 || box.Bottom() > pdf.PageHeight-2 {
				faults = append(faults, fmt.Sprintf("%s runs off: %.1f", where, box))
			}
			if strings.ContainsAny(page[j].text, "⟦⟧{}") || strings.Contains(page[j].text, emphasis) {
				faults = append(faults, where+" is not filled in")
			}
			for k := range j {
				if overlap(box, boxes[k]) {
					faults = append(faults, fmt.Sprintf("%s lies on %q", where, page[k].text))
				}
			}
		}
	}
	return faults
}

// boxesOf is the place of each text between its baseline and the height of small letters, in millimetres. Widths are
// those of the regular weight: what is set bolder is a little wider.
func boxesOf(pages [][]shown) [][]pdf.Box {
	const millimetres = 25.4 / 72
	fonts := pdf.Fonts{Regular: templates.Font(templates.Regular), SemiBold: templates.Font(templates.SemiBold), Bold: templates.Font(templates.Bold)}
	boxes := make([][]pdf.Box, len(pages))
	measured := false
	measure := func(d *pdf.Document) error {
		d.NewPage()
		for i, page := range pages {
			if measured {
				break
			}
			for _, s := range page {
				width := d.Width(pdf.Run{Text: strings.TrimRight(s.text, " "), Style: pdf.Style{Size: pdf.Body}}) * s.size / 9.5
				height := 0.45 * s.size * millimetres
				boxes[i] = append(boxes[i], pdf.Box{X: s.x * millimetres, Y: pdf.PageHeight - s.y*millimetres - height, Width: width, Height: height})
			}
		}
		measured = true
		return nil
	}
	options := pdf.Options{Title: "widths", Language: "en", Date: asOf, Fonts: fonts}
	if err := pdf.Render(io.Discard, options, measure); err != nil {
		panic(err)
	}
	return boxes
}

func overlap(a, b pdf.Box) bool {
	const slack = 0.3
	return a.Width > 0 && b.Width > 0 && a.X < b.Right()-slack && b.X < a.Right()-slack && a.Y < b.Bottom()-slack && b.Y < a.Bottom()-slack
}

// TestFaultsAreFound proves that the look at a page sees what it is for.
func TestFaultsAreFound(t *testing.T) {
	for want, page := range map[string][]shown{
		"runs off":      {{x: 540, y: 400, size: 9.5, text: "far too far to the right"}},
		"lies on":       {{x: 100, y: 400, size: 9.5, text: "first"}, {x: 105, y: 401, size: 9.5, text: "second"}},
		"not filled in": {{x: 100, y: 400, size: 9.5, text: "⟦board.nothing⟧"}},
	} {
		if faults := faultsOf([][]shown{page}); len(faults) != 1 || !strings.Contains(faults[0], want) {
			t.Errorf("%v gives %q, want one that %s", page, faults, want)
		}
	}
}

// TestWriteFails passes an error of the writer on.
func TestWriteFails(t *testing.T) {
	var small limited
	if _, err := Write(&small, assessed(t, "testdata/empty"), language(t, "en"), Options{}); err == nil {
		t.Error("a full disk goes unnoticed")
	}
}

type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	return 0, io.ErrShortWrite
}

// BenchmarkWrite draws the report of ten thousand services.
func BenchmarkWrite(b *testing.B) {
	a := fabricated(shape{services: 10_000, rules: 28, tiers: 3, members: 335, waivers: 100, inputs: 900, notices: 5})
	l := language(b, "fr")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(io.Discard, a, l, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
