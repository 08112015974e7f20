package pdf

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// triangle is a path in units of its own.
var triangle = []Segment{{Step: MoveTo}, {Step: LineTo, To: Point{10, 0}}, {Step: CurveTo, First: Point{10, 5}, Second: Point{5, 10}, To: Point{0, 10}}, {Step: ClosePath}}

// drawnArtwork is what a page of 20 by 10 units, drawn 10 mm wide at 100, 50, says inside its clip.
func drawnArtwork(t *testing.T, shapes ...Shape) string {
	t.Helper()
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.TitlePage()
		d.Figure(Figure{Alt: "un", Height: 20, Draw: func(c *Canvas) {
			c.Artwork(Box{100, 50, 10, 5}, &Artwork{View: Box{0, 0, 20, 10}, Shapes: shapes})
		}})
		return nil
	}))
	content := r.drawing(1)
	_, inside, found := strings.Cut(content, "/Figure <</MCID 0>> BDC\nq 283.465 685.984 28.346 14.173 re W n")
	inside, _, ended := strings.Cut(inside, "\nQ\nEMC")
	if !found || !ended {
		t.Fatalf("no artwork inside its figure in %s", content)
	}
	return strings.TrimPrefix(inside, "\n")
}

// TestArtwork compares the operators of shapes. One unit is 1.417 points; the view's corner is at 283.465, 700.158.
func TestArtwork(t *testing.T) {
	red, blue := &RGB{255, 0, 0}, &RGB{0, 0, 51}
	path := "0 0 m 14.173 0 l 14.173 7.087 7.087 14.173 0 14.173 c h"
	double := "0 0 m 28.346 0 l 28.346 14.173 14.173 28.346 0 28.346 c h"
	for name, c := range map[string]struct {
		shape Shape
		want  string
	}{
		"filled":  {Shape{Path: triangle, Matrix: Identity, Fill: red}, "q 1 0 0 -1 283.465 700.158 cm 1 0 0 rg " + path + " f Q"},
		"twisted": {Shape{Path: triangle, Matrix: Identity, Fill: blue, EvenOdd: true}, "q 1 0 0 -1 283.465 700.158 cm 0 0 0.2 rg " + path + " f* Q"},
		"stroked": {Shape{Path: triangle, Matrix: Identity, Stroke: red, Line: Outline{Width: 2, Cap: RoundCap, Join: BevelJoin, Miter: 4}},
			"q 1 0 0 -1 283.465 700.158 cm 1 0 0 RG 2.835 w 1 J 2 j 4 M []0 d " + path + " S Q"},
		"both, twice as large and moved": {Shape{Path: triangle, Matrix: Matrix{2, 0, 0, 2, 4, 2}, Fill: red, Stroke: blue, EvenOdd: true, Line: Outline{Width: 1, Miter: 10}},
			"q 1 0 0 -1 289.134 697.323 cm 1 0 0 rg 0 0 0.2 RG 2.835 w 0 J 0 j 10 M []0 d " + double + " B* Q"},
		"wider than tall":  {Shape{Path: triangle, Matrix: Matrix{4, 0, 0, 1, 0, 0}, Fill: red}, "q 2 0 0 -0.5 283.465 700.158 cm 1 0 0 rg " + double + " f Q"},
		"turned a quarter": {Shape{Path: triangle, Matrix: Matrix{0, 1, -1, 0, 0, 0}, Fill: red}, "q 0 -1 -1 0 283.465 700.158 cm 1 0 0 rg " + path + " f Q"},
		"nothing":          {Shape{Path: triangle, Matrix: Identity}, ""},
		"flat":             {Shape{Path: triangle, Matrix: Matrix{A: 1}, Fill: red}, ""},
	} {
		if diff := cmp.Diff(c.want, drawnArtwork(t, c.shape, Shape{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestArtworkView moves and scales a part of a drawing into its box.
func TestArtworkView(t *testing.T) {
	shape := Shape{Path: []Segment{{Step: MoveTo, To: Point{-5, 30}}}, Matrix: Identity, Fill: &RGB{}}
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.TitlePage()
		d.Decorate(func(c *Canvas) {
			c.Artwork(Box{0, 0, 20, 10}, &Artwork{View: Box{-10, 20, 40, 20}, Shapes: []Shape{shape}})
		})
		return nil
	}))
	// The point is 5 units right of the view's corner and 10 under it: 2.5 and 5 mm. One unit is half a millimetre.
	at := r.lengths(1, " cm")
	x, y := at[4]-points(5)/2, pageHeight-at[5]+points(30)/2
	if math.Abs(x-points(2.5)) > 0.002 || math.Abs(y-points(5)) > 0.002 {
		t.Errorf("drawn at %.3f, %.3f", x, y)
	}
}

// drawing is the content of a page.
func (r *reader) drawing(page int) string {
	r.t.Helper()
	return string(r.plain(r.follow(r.follow(r.pages[page-1].String()).dict.get("Contents"))))
}

// lengths are the operands between the last q and the first operator of a kind on a page.
func (r *reader) lengths(page int, operator string) []float64 {
	r.t.Helper()
	before, _, found := strings.Cut(r.drawing(page), operator)
	if !found {
		r.t.Fatalf("no%s on page %d", operator, page)
	}
	var values []float64
	for _, word := range strings.Fields(before[strings.LastIndex(before, "q ")+2:]) {
		values = append(values, r.length(word))
	}
	return values
}

func TestDecimals(t *testing.T) {
	if got, want := exact(1, 0.5, -0.0001, 100, 1e-9, 12.3456), "1 0.5 0 100 0 12.346"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := significant(1.0/3, -2, 1e-7), "0.333333 -2 0"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
