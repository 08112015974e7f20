package board

import (
	"fmt"
	"strings"
	"testing"

	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// verdictCases are the kinds of sentences that the title page may open with, each in its singular and plural forms.
var verdictCases = []struct {
	name string
	landscape
}{
	{"one of several campuses takes data along", landscape{campuses: 3, spread: 3, lost: 2}},
	{"several take data along", landscape{campuses: 3, spread: 3, lost: 5, unproven: 2}},
	{"one service", landscape{campuses: 3, spread: 3, lost: 1}},
	{"all that stops is lost", landscape{campuses: 2, spread: 3, lost: 20}},
	{"nothing is certain", landscape{campuses: 3, spread: 3, unproven: 4}},
	{"one service in doubt", landscape{campuses: 3, spread: 3, unproven: 1}},
	{"nothing happens", landscape{campuses: 3, spread: 3}},
	{"the only campus takes data along", landscape{campuses: 1, lost: 3}},
	{"the only campus leaves doubt", landscape{campuses: 1, unproven: 3}},
	{"the only campus takes nothing along", landscape{campuses: 1}},
	{"no campus is played", landscape{others: 2, lost: 2}},
}

// TestVerdicts compares the first sentence, and those below it, in every language.
func TestVerdicts(t *testing.T) {
	var got strings.Builder
	for _, c := range verdictCases {
		fmt.Fprintf(&got, "── %s\n", c.name)
		a := fabricated(shape{services: 20, rules: 3, tiers: 2, members: 9, inputs: 1, landscape: c.landscape})
		for _, tag := range templates.Tags() {
			b := newBoard(a, language(t, tag), Options{})
			options := b.options()
			err := pdf.Render(&strings.Builder{}, options, func(d *pdf.Document) error {
				b.Document = d
				d.NewPage()
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&got, "%s: %s\n    %s\n", tag, b.verdict(), b.because())
		}
	}
	compared(t, "testdata/verdicts.txt", got.String())
}

// TestLabelsTouchNothing looks at the places that the map's labels have found: none touches a disc, a line or another.
func TestLabelsTouchNothing(t *testing.T) {
	for campuses := 1; campuses <= 60; campuses += 7 {
		a := fabricated(shape{services: 50, rules: 1, tiers: 1, members: 3, landscape: landscape{campuses: campuses, spread: 9, lost: 9, unproven: 5}})
		b := newBoard(a, language(t, "de"), Options{})
		var m *campusMap
		err := pdf.Render(&strings.Builder{}, b.options(), func(d *pdf.Document) error {
			b.Document = d
			d.NewPage()
			m = b.campusMap(pdf.Box{X: pdf.ColumnLeft(5), Y: pdf.Top, Width: pdf.ColumnSpan(8)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if m.labelled == 0 {
			t.Errorf("%d campuses: no label", campuses)
		}
		for i := range m.marks {
			box, leader := m.marks[i].box, m.marks[i].leader
			if box.Width == 0 {
				continue
			}
			m.marks[i].box, m.marks[i].leader = pdf.Box{}, [2]pdf.Point{} // not in its own way
			if !m.free(box) || m.crossed(box) || !within(box, m.inner) {
				t.Errorf("%d campuses: the label of %s touches something", campuses, m.marks[i].campus.ID)
			}
			m.marks[i].box, m.marks[i].leader = box, leader
		}
	}
}

// TestThrough tries lines that pass a box, meet it, or lie in it.
func TestThrough(t *testing.T) {
	box := pdf.Box{X: 10, Y: 10, Width: 10, Height: 5}
	for _, c := range []struct {
		from, to pdf.Point
		want     bool
	}{
		{pdf.Point{X: 0, Y: 12}, pdf.Point{X: 30, Y: 12}, true},
		{pdf.Point{X: 12, Y: 11}, pdf.Point{X: 13, Y: 12}, true},
		{pdf.Point{X: 0, Y: 0}, pdf.Point{X: 30, Y: 9}, false},
		{pdf.Point{X: 0, Y: 12}, pdf.Point{X: 9, Y: 12}, false},
		{pdf.Point{X: 15, Y: 0}, pdf.Point{X: 15, Y: 10}, true},
		{pdf.Point{X: 9, Y: 15}, pdf.Point{X: 12, Y: 18}, false},
	} {
		if got := through(box, c.from, c.to); got != c.want {
			t.Errorf("from %v to %v: %v", c.from, c.to, got)
		}
	}
}
