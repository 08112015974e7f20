package svg

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// golden compares a text with the file beside its input, or rewrites that file when UPDATE=1 asks for it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func files(t testing.TB, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(pattern)
	if err != nil || len(list) == 0 {
		t.Fatalf("%s finds nothing: %v", pattern, err)
	}
	return list
}

func parsed(t testing.TB, path string) (*pdf.Artwork, source.Diagnostics) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(&source.File{Name: filepath.Base(path), Shown: filepath.Base(path), Data: data})
}

// TestGoodDrawings compares every shape of a drawing, a step a line.
func TestGoodDrawings(t *testing.T) {
	for _, path := range files(t, "testdata/good/*.svg") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			art, found := parsed(t, path)
			if len(found) > 0 {
				t.Fatal(found.Format())
			}
			golden(t, strings.TrimSuffix(path, ".svg")+".want", dump(art))
		})
	}
}

// TestBadDrawings holds every mistake that a drawing can have against its message.
func TestBadDrawings(t *testing.T) {
	for _, path := range files(t, "testdata/bad/*.svg") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			art, found := parsed(t, path)
			if len(found) == 0 || art != nil {
				t.Fatal("a wrong drawing was accepted")
			}
			golden(t, strings.TrimSuffix(path, ".svg")+".want", found.Format())
		})
	}
}

// dump writes what is drawn, figures to three digits.
func dump(art *pdf.Artwork) string {
	var out strings.Builder
	fmt.Fprintf(&out, "view %s\n", figuresOf(art.View.X, art.View.Y, art.View.Width, art.View.Height))
	for _, s := range art.Shapes {
		fmt.Fprintf(&out, "shape")
		if s.Fill != nil {
			fmt.Fprintf(&out, " fill %v", *s.Fill)
		}
		if s.EvenOdd {
			out.WriteString(" even-odd")
		}
		if s.Stroke != nil {
			fmt.Fprintf(&out, " stroke %v width %s cap %d join %d miter %s", *s.Stroke, figuresOf(s.Line.Width), s.Line.Cap, s.Line.Join, figuresOf(s.Line.Miter))
		}
		if m := s.Matrix; m != pdf.Identity {
			fmt.Fprintf(&out, " matrix %s", figuresOf(m.A, m.B, m.C, m.D, m.E, m.F))
		}
		out.WriteByte('\n')
		for _, segment := range s.Path {
			fmt.Fprintf(&out, "  %s", [...]string{"move", "line", "curve", "close"}[segment.Step])
			for _, p := range corners(segment) {
				fmt.Fprintf(&out, " %s", figuresOf(p.X, p.Y))
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func figuresOf(values ...float64) string {
	var words []string
	for _, v := range values {
		words = append(words, fmt.Sprint(math.Round(v*1000)/1000+0)) // +0 makes -0 a 0
	}
	return strings.Join(words, " ")
}

// TestTooMuch tries each limit just under and just over it.
func TestTooMuch(t *testing.T) {
	const head = `<svg viewBox="0 0 10 10">`
	nested := func(n int) string {
		return head + strings.Repeat("<g>", n) + `<path d="M0 0h1v1z"/>` + strings.Repeat("</g>", n) + "</svg>"
	}
	lines := func(n int) string {
		return head + `<path d="M0 0` + strings.Repeat("h0", n-2) + `"/><path d="M1 1"/></svg>`
	}
	padded := func(n int) string {
		rest := `<path d="M0 0h1v1z"/></svg>`
		return head + strings.Repeat(" ", n-len(head)-len(rest)) + rest
	}
	for name, c := range map[string]struct {
		text string
		want string // part of the message; "": none
	}{
		"depth":     {nested(mostDepth - 2), ""},
		"too deep":  {nested(mostDepth - 1), "nested more than 32 deep"},
		"lines":     {lines(mostSegments), ""},
		"too many":  {lines(mostSegments + 1), "more than 20000 lines and curves"},
		"size":      {padded(MaxBytes), ""},
		"too large": {padded(MaxBytes + 1), "more than the 200000"},
		"mistakes":  {head + strings.Repeat("<text/>", 300) + "</svg>", "more mistakes than these"},
	} {
		art, found := Parse(&source.File{Name: "logo.svg", Shown: "logo.svg", Data: []byte(c.text)})
		switch {
		case (art == nil) != (len(found) > 0) || (c.want == "") != (len(found) == 0):
			t.Errorf("%s: %s", name, found.Format())
		case c.want != "" && !strings.Contains(found[len(found)-1].Message, c.want):
			t.Errorf("%s: %s, want %q", name, found[len(found)-1].Message, c.want)
		case len(found) > mostMistakes+1:
			t.Errorf("%s: %d mistakes", name, len(found))
		}
	}
}

// FuzzParse feeds the reader anything: it must say what is wrong, or give a drawing that can be drawn.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.svg", "testdata/bad/*.svg"} {
		for _, path := range files(f, pattern) {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		art, found := Parse(&source.File{Name: "logo.svg", Shown: "logo.svg", Data: data})
		if art == nil {
			if len(found) == 0 || strings.TrimSpace(found.Format()) == "" {
				t.Fatal("refused without a reason")
			}
			return
		}
		if len(found) > 0 || len(art.Shapes) == 0 || !(art.View.Width > 0) || !(art.View.Height > 0) {
			t.Fatalf("%d mistakes beside %d shapes in %v", len(found), len(art.Shapes), art.View)
		}
		for _, s := range art.Shapes {
			if len(s.Path) == 0 || s.Path[0].Step != pdf.MoveTo || s.Line.Width < 0 || s.Line.Miter < 1 {
				t.Fatalf("a shape that cannot be drawn: %+v", s)
			}
			for _, v := range []float64{s.Matrix.A, s.Matrix.B, s.Matrix.C, s.Matrix.D, s.Matrix.E, s.Matrix.F} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("matrix %v", s.Matrix)
				}
			}
		}
	})
}

// BenchmarkParse reads a drawing of ten thousand curves.
func BenchmarkParse(b *testing.B) {
	data := []byte(`<svg viewBox="0 0 400 120"><path d="M0 0` + strings.Repeat("c1-2.5.5 3 4 5", 10_000) + `"/></svg>`)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if art, found := Parse(&source.File{Name: "logo.svg", Data: data}); art == nil {
			b.Fatal(found.Format())
		}
	}
}
