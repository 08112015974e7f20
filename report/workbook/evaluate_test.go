package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The formulas are computed again here by a reader of their own, who knows nothing of how they came about: it reads what
// stands in the cells of the file, and does what ISO/IEC 29500-1, 18.17, says of each function. Ranges are columns, so an
// array is a list.

// value is what a cell holds, or what a formula comes to.
type value struct {
	kind valueKind
	n    float64
	s    string
}

type valueKind uint8

const (
	blank valueKind = iota
	numeric
	textual
	logical
	erroneous
)

func numberValue(n float64) value { return value{kind: numeric, n: n} }
func textValue(s string) value    { return value{kind: textual, s: s} }
func failure(s string) value      { return value{kind: erroneous, s: s} }

func truthValue(yes bool) value {
	if yes {
		return value{kind: logical, n: 1}
	}
	return value{kind: logical}
}

// number is a value as arithmetic takes it.
func (v value) number() (float64, bool) {
	switch v.kind {
	case numeric, logical, blank:
		return v.n, true
	case textual:
		n, err := strconv.ParseFloat(strings.TrimSpace(v.s), 64)
		return n, err == nil
	}
	return 0, false
}

// text is a value as text takes it.
func (v value) text() string {
	switch v.kind {
	case numeric:
		return strconv.FormatFloat(v.n, 'g', 15, 64)
	case logical:
		return strings.ToUpper(strconv.FormatBool(v.n != 0))
	}
	return v.s
}

// array is a value for each cell of a range; a single value is an array of one.
type array []value

// each applies an operation to the values of arrays, cell by cell. Of one value there is as much as of the others.
func each(do func([]value) value, arguments ...array) array {
	n := 1
	for _, a := range arguments {
		if len(a) != 1 {
			n = len(a)
		}
	}
	out, at := make(array, n), make([]value, len(arguments))
	for i := range out {
		for j, a := range arguments {
			at[j] = a[min(i, len(a)-1)]
		}
		out[i] = do(at)
		for _, v := range at {
			if v.kind == erroneous && out[i].kind != erroneous && len(arguments) == 2 {
				out[i] = v
			}
		}
	}
	return out
}

// arithmetic is an operation on two numbers.
func arithmetic(do func(x, y float64) float64) func([]value) value {
	return func(v []value) value {
		x, first := v[0].number()
		y, second := v[1].number()
		if !first || !second {
			return failure("#VALUE!")
		}
		if n := do(x, y); !math.IsInf(n, 0) && !math.IsNaN(n) {
			return numberValue(n)
		}
		return failure("#DIV/0!")
	}
}

// ordered puts values in order: numbers before text before truths; capitals are as good as small letters.
func ordered(x, y value) int {
	fit := func(v, like value) value {
		if v.kind == blank && like.kind == textual {
			return textValue("")
		}
		if v.kind == blank {
			return value{kind: max(like.kind, numeric)}
		}
		return v
	}
	x, y = fit(x, y), fit(y, x)
	switch {
	case x.kind != y.kind:
		return int(x.kind) - int(y.kind)
	case x.kind == textual:
		return strings.Compare(strings.ToLower(x.s), strings.ToLower(y.s))
	case x.n < y.n:
		return -1
	case x.n > y.n:
		return 1
	}
	return 0
}

// comparing tells how the order of two values meets a sign.
var comparing = map[string]func(int) bool{
	"=": func(order int) bool { return order == 0 }, "<>": func(order int) bool { return order != 0 }, "<": func(order int) bool { return order < 0 },
	">": func(order int) bool { return order > 0 }, "<=": func(order int) bool { return order <= 0 }, ">=": func(order int) bool { return order >= 0 },
}

// function is what a function comes to, of its arguments.
type function func(arguments []array) value

// mapped are the functions that go through arrays cell by cell.
var mapped = map[string]func([]value) value{
	"ISNUMBER": func(v []value) value { return truthValue(v[0].kind == numeric) },
	"ISTEXT":   func(v []value) value { return truthValue(v[0].kind == textual) },
	"EXACT":    func(v []value) value { return truthValue(v[0].text() == v[1].text()) },
	"FIND": func(v []value) value {
		if at := strings.Index(v[1].text(), v[0].text()); at >= 0 {
			return numberValue(float64(len([]rune(v[1].text()[:at])) + 1))
		}
		return failure("#VALUE!")
	},
	"LEN":        func(v []value) value { return numberValue(float64(len([]rune(v[0].text())))) },
	"SUBSTITUTE": func(v []value) value { return textValue(strings.ReplaceAll(v[0].text(), v[1].text(), v[2].text())) },
	"LEFT": func(v []value) value {
		runes := []rune(v[0].text())
		return textValue(string(runes[:min(len(runes), int(v[1].n))]))
	},
	"CHAR": func(v []value) value { return textValue(string(rune(v[0].n))) },
	"ABS": func(v []value) value {
		return arithmetic(func(x, _ float64) float64 { return math.Abs(x) })([]value{v[0], {}})
	},
	"N": func(v []value) value {
		if v[0].kind == textual {
			return numberValue(0)
		}
		return numberValue(v[0].n)
	},
	"ROUND": arithmetic(func(x, digits float64) float64 {
		scale := math.Pow(10, digits)
		return math.Round(x*scale) / scale
	}),
}

// foldedInto are the functions that make one value of all.
var foldedInto = map[string]function{
	"SUM":    numbersOnly(func(n []float64) float64 { return sumOf(n) }),
	"MAX":    numbersOnly(func(n []float64) float64 { return slices.Max(append(n, slices.Min(append(n, 0)))) }),
	"MEDIAN": numbersOnly(medianOf),
	"COUNTA": func(a []array) value {
		n := 0.0
		for _, v := range slices.Concat(a...) {
			if v.kind != blank {
				n++
			}
		}
		return numberValue(n)
	},
	"AND": func(a []array) value {
		return truthValue(!slices.ContainsFunc(slices.Concat(a...), func(v value) bool { return v.n == 0 }))
	},
	"OR": func(a []array) value {
		return truthValue(slices.ContainsFunc(slices.Concat(a...), func(v value) bool { return v.n != 0 }))
	},
	"SUMPRODUCT": sumProduct, "COUNTIF": countIfs, "COUNTIFS": countIfs,
	"SUMIFS": func(a []array) value {
		sum := 0.0
		for i, met := range meeting(a[1:]) {
			if met && a[0][i].kind == numeric {
				sum += a[0][i].n
			}
		}
		return numberValue(sum)
	},
}

// numbersOnly is a function of the numbers among its arguments; an error stays one.
func numbersOnly(do func([]float64) float64) function {
	return func(a []array) value {
		var numbers []float64
		for _, v := range slices.Concat(a...) {
			switch v.kind {
			case numeric, logical:
				numbers = append(numbers, v.n)
			case erroneous:
				return v
			}
		}
		return numberValue(do(numbers))
	}
}

func sumOf(numbers []float64) float64 {
	sum := 0.0
	for _, n := range numbers {
		sum += n
	}
	return sum
}

func medianOf(numbers []float64) float64 {
	slices.Sort(numbers)
	n := len(numbers)
	if n == 0 {
		return math.NaN()
	}
	return (numbers[(n-1)/2] + numbers[n/2]) / 2
}

// sumProduct takes what is no number for 0, but for an error.
func sumProduct(a []array) value {
	sum := 0.0
	for i := range a[0] {
		product := 1.0
		for _, factor := range a {
			switch v := factor[i]; v.kind {
			case erroneous:
				return v
			case numeric:
				product *= v.n
			default:
				product = 0
			}
		}
		sum += product
	}
	return numberValue(sum)
}

func countIfs(a []array) value {
	n := 0.0
	for _, met := range meeting(a) {
		if met {
			n++
		}
	}
	return numberValue(n)
}

// meeting tells of each row whether it meets every condition: a range, what it must read, and so on.
func meeting(a []array) []bool {
	out := make([]bool, len(a[0]))
	for i := range out {
		out[i] = true
	}
	for i := 0; i+1 < len(a); i += 2 {
		meets := conditionOf(a[i+1][0])
		for j, v := range a[i] {
			out[j] = out[j] && meets(v)
		}
	}
	return out
}

// conditionOf is what COUNTIFS takes a value for: a comparison, a figure, or a text in which * and ? stand for others.
func conditionOf(asked value) func(value) bool {
	sign, rest := "=", asked.text()
	for _, s := range []string{"<>", "<=", ">=", "<", ">", "="} {
		if after, has := strings.CutPrefix(rest, s); has {
			sign, rest = s, after
			break
		}
	}
	if n, err := strconv.ParseFloat(rest, 64); err == nil {
		return func(v value) bool {
			return v.kind == numeric && comparing[sign](ordered(v, numberValue(n))) || v.kind == textual && sign == "=" && strings.EqualFold(v.s, rest)
		}
	}
	return func(v value) bool {
		return v.kind == textual && wildMatch(strings.ToLower(rest), strings.ToLower(v.s)) == (sign != "<>")
	}
}

// wildMatch tells whether a text reads as a pattern: * is any text, ? any character, and ~ takes the next one as it is.
func wildMatch(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	head, next := pattern[0], pattern[1:]
	switch {
	case head == '*':
		return wildMatch(next, text) || text != "" && wildMatch(pattern, text[1:])
	case head == '~' && next != "":
		return text != "" && text[0] == next[0] && wildMatch(next[1:], text[1:])
	case head == '?':
		_, after, has := cutRune(text)
		return has && wildMatch(next, after)
	}
	return text != "" && text[0] == head && wildMatch(next, text[1:])
}

func cutRune(text string) (first, rest string, has bool) {
	for i := range text {
		if i > 0 {
			return text[:i], text[i:], true
		}
	}
	return text, "", text != ""
}

// TestEvaluate computes formulas whose values are known.
func TestEvaluate(t *testing.T) {
	cells := sheetCells{"A": {1: numberValue(3), 2: textValue("x"), 3: textValue("X*"), 4: {}, 5: numberValue(7)},
		"B": {1: numberValue(1), 2: numberValue(2), 3: numberValue(4), 4: numberValue(8), 5: textValue("∞")}}
	w := &workbookCells{sheets: map[string]sheetCells{"S'1": cells}}
	for formula, want := range map[string]string{
		"1+2*3-4/2": "5", "-(2-5)": "3", `"a"&1+1`: "a2", "COUNTA('S''1'!$A$1:$A$5)": "4", `COUNTIF(A1:A5,"x")`: "1", `COUNTIFS(A1:A5,"x~*")`: "1", `COUNTIFS(A1:A5,"?*")`: "2",
		`COUNTIFS(A1:A5,">="&3)`: "2", `COUNTIFS(A1:A5,">"&3,B1:B5,">="&0)`: "0", `SUMIFS(B1:B5,A1:A5,"X")`: "2", "SUM(A1:B5)": "25", "SUMPRODUCT(1*ISTEXT(A1:A5))": "2",
		`SUMPRODUCT(1*ISNUMBER(FIND("X",A1:A5)),B1:B5)`: "4", `SUMPRODUCT(1*EXACT(A1:A5,"x"))`: "1", `SUMPRODUCT(MAX((A1:A4="x")*B1:B4))`: "2", "IFERROR(A1/A4,\"–\")": "–",
		`IF(A2>A1,"later","first")`: "later", `IF(A4="","empty",1)`: "empty", "AND(A1=3,B1=1)": "TRUE", "OR(A1=4,B1=2)": "FALSE", "ROUND(2.345,2)-2.35": "0", `LEFT(A3,1)="x"`: "TRUE",
		`LEN(A3)-LEN(SUBSTITUTE(A3,"*",""))`: "1", "MEDIAN(B1:B5)": "3", "MAX(0,-3)": "0", "ABS(N(A2)-2)": "2", `"C"&CHAR(35)&""`: "C#", "A1:A1+1": "4", "COUNTA(A1:A2,A5:A5)": "3", "A2+1": "#VALUE!",
	} {
		if got := w.evaluate(t, "S'1", formula); got.text() != want {
			t.Errorf("%s is %q, want %q", formula, got.text(), want)
		}
	}
}
