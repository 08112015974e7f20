package svg

import (
	"fmt"
	"math"
	"strings"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// transformation is a function of `transform`: how many numbers it takes, and what it makes of them.
type transformation struct {
	least, most int
	matrix      func(n []float64) pdf.Matrix
}

// transformations are all of them (SVG 1.1, 7.6), by their names.
var transformations = map[string]transformation{
	"matrix":    {6, 6, func(n []float64) pdf.Matrix { return pdf.Matrix{A: n[0], B: n[1], C: n[2], D: n[3], E: n[4], F: n[5]} }},
	"translate": {1, 2, func(n []float64) pdf.Matrix { return pdf.Matrix{A: 1, D: 1, E: n[0], F: second(n, 0)} }},
	"scale":     {1, 2, func(n []float64) pdf.Matrix { return pdf.Matrix{A: n[0], D: second(n, n[0])} }},
	"rotate":    {1, 3, rotation},
	"skewX":     {1, 1, func(n []float64) pdf.Matrix { return pdf.Matrix{A: 1, C: math.Tan(radians(n[0])), D: 1} }},
	"skewY":     {1, 1, func(n []float64) pdf.Matrix { return pdf.Matrix{A: 1, B: math.Tan(radians(n[0])), D: 1} }},
}

// second is the second number, or what stands for it where it is left out.
func second(n []float64, otherwise float64) float64 {
	if len(n) > 1 {
		return n[1]
	}
	return otherwise
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// rotation turns around a point, the origin where none is given.
func rotation(n []float64) pdf.Matrix {
	sin, cos := math.Sincos(radians(n[0]))
	turn := pdf.Matrix{A: cos, B: sin, C: -sin, D: cos}
	if len(n) < 3 {
		return turn
	}
	return pdf.Matrix{A: 1, D: 1, E: n[1], F: n[2]}.Times(turn).Times(pdf.Matrix{A: 1, D: 1, E: -n[1], F: -n[2]})
}

// parseTransform reads a list of functions, of which the last is applied first.
func parseTransform(text string) (pdf.Matrix, error) {
	m := pdf.Identity
	for rest := strings.TrimLeft(text, separators); rest != ""; {
		name, inside, found := strings.Cut(rest, "(")
		name = strings.TrimSpace(name)
		inside, after, closed := strings.Cut(inside, ")")
		t, known := transformations[name]
		switch {
		case !known:
			return m, fmt.Errorf("%s is not drawn: it may be matrix, translate, scale, rotate, skewX or skewY", source.Quoted(name))
		case !found || !closed:
			return m, fmt.Errorf("a parenthesis of %s is missing", source.Quoted(name))
		}
		numbers, err := parseNumbers(inside)
		if err != nil {
			return m, fmt.Errorf("%s: %w", source.Quoted(name), err)
		}
		if n := len(numbers); n < t.least || n > t.most || name == "rotate" && n == 2 {
			return m, fmt.Errorf("%s does not take %d numbers", source.Quoted(name), n)
		}
		m = m.Times(t.matrix(numbers))
		rest = strings.TrimLeft(after, separators)
	}
	return m, nil
}
