package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sheetCells is the cells of a sheet, by column and row.
type sheetCells map[string]map[int]value

// formulaCell is a cell with a formula, and what stands beside it.
type formulaCell struct {
	sheet, cell, formula string
	beside               value
}

// workbookCells is everything that stands in the cells of a workbook.
type workbookCells struct {
	sheets   map[string]sheetCells
	formulas []formulaCell
	known    map[string]array // ranges
}

// storedCell is a cell as the file has it.
type storedCell struct {
	Ref     string `xml:"r,attr"`
	Kind    string `xml:"t,attr"`
	Formula string `xml:"f"`
	Value   string `xml:"v"`
	Inline  string `xml:"is>t"`
}

// cellsOf reads every cell of a workbook back.
func cellsOf(t testing.TB, data []byte) *workbookCells {
	t.Helper()
	w := &workbookCells{sheets: map[string]sheetCells{}}
	shared := sharedTexts(t, data)
	for i, name := range opened(t, data).GetSheetList() {
		var sheet struct {
			Cells []storedCell `xml:"sheetData>row>c"`
		}
		if err := xml.Unmarshal([]byte(part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))), &sheet); err != nil {
			t.Fatal(err)
		}
		cells := sheetCells{}
		for _, c := range sheet.Cells {
			column, row, err := excelize.SplitCellName(c.Ref)
			if err != nil {
				t.Fatal(err)
			}
			if cells[column] == nil {
				cells[column] = map[int]value{}
			}
			v := c.value(t, shared)
			cells[column][row] = v
			if c.Formula != "" {
				w.formulas = append(w.formulas, formulaCell{name, c.Ref, c.Formula, v})
			}
		}
		w.sheets[name] = cells
	}
	return w
}

// sharedTexts are the texts that cells of all sheets share.
func sharedTexts(t testing.TB, data []byte) []string {
	t.Helper()
	if !bytes.Contains(data, []byte("xl/sharedStrings.xml")) {
		return nil // the names of the package's files stand in it as they are
	}
	var list struct {
		Texts []string `xml:"si>t"`
	}
	if err := xml.Unmarshal([]byte(part(t, data, "xl/sharedStrings.xml")), &list); err != nil {
		t.Fatal(err)
	}
	return list.Texts
}

func (c *storedCell) value(t testing.TB, shared []string) value {
	t.Helper()
	switch {
	case c.Kind == "inlineStr":
		return textValue(unescape(c.Inline))
	case c.Kind == "s":
		at, err := strconv.Atoi(c.Value)
		if err != nil {
			t.Fatal(err)
		}
		return textValue(unescape(shared[at]))
	case c.Kind == "str":
		return textValue(unescape(c.Value))
	case c.Value == "":
		return value{}
	}
	n, err := strconv.ParseFloat(c.Value, 64)
	if err != nil {
		t.Fatalf("%s: %v", c.Ref, err)
	}
	return numberValue(n)
}

// unescape undoes the codes that stand for characters.
func unescape(text string) string {
	return escape.ReplaceAllStringFunc(text, func(code string) string {
		n, _ := strconv.ParseUint(code[2:6], 16, 16)
		return string(rune(n))
	})
}

// parser reads a formula from left to right, and computes it as it goes.
type parser struct {
	testing.TB
	*workbookCells
	sheet, formula, rest string
}

// evaluate computes a formula that stands on a sheet.
func (w *workbookCells) evaluate(t testing.TB, sheet, formula string) value {
	t.Helper()
	p := &parser{t, w, sheet, formula, formula}
	out := p.comparison()
	if p.rest != "" {
		t.Fatalf("%s: cannot read on at %q", formula, p.rest)
	}
	return out[0]
}

// takes takes one of some signs.
func (p *parser) takes(signs ...string) string {
	p.rest = strings.TrimLeft(p.rest, " ")
	for _, sign := range signs {
		if after, has := strings.CutPrefix(p.rest, sign); has {
			p.rest = after
			return sign
		}
	}
	return ""
}

func (p *parser) comparison() array {
	left := p.joining()
	for sign := p.takes("<>", "<=", ">=", "<", ">", "="); sign != ""; sign = p.takes("<>", "<=", ">=", "<", ">", "=") {
		left = each(func(v []value) value { return truthValue(comparing[sign](ordered(v[0], v[1]))) }, left, p.joining())
	}
	return left
}

func (p *parser) joining() array {
	left := p.sum()
	for p.takes("&") != "" {
		left = each(func(v []value) value { return textValue(v[0].text() + v[1].text()) }, left, p.sum())
	}
	return left
}

// operations are those of arithmetic.
var operations = map[string]func(x, y float64) float64{
	"+": func(x, y float64) float64 { return x + y }, "-": func(x, y float64) float64 { return x - y },
	"*": func(x, y float64) float64 { return x * y }, "/": func(x, y float64) float64 { return x / y },
}

func (p *parser) sum() array {
	left := p.product()
	for sign := p.takes("+", "-"); sign != ""; sign = p.takes("+", "-") {
		left = each(arithmetic(operations[sign]), left, p.product())
	}
	return left
}

func (p *parser) product() array {
	left := p.operand()
	for sign := p.takes("*", "/"); sign != ""; sign = p.takes("*", "/") {
		left = each(arithmetic(operations[sign]), left, p.operand())
	}
	return left
}

var (
	numberLike    = regexp.MustCompile(`^\d+(\.\d+)?([eE][+-]?\d+)?`)
	textLike      = regexp.MustCompile(`^"((?:[^"]|"")*)"`)
	callLike      = regexp.MustCompile(`^([A-Z]+)\(`)
	referenceLike = regexp.MustCompile(`^(?:'((?:[^']|'')+)'!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?`)
)

// operand is a number, a text, a call, cells, or what stands between parentheses.
func (p *parser) operand() array {
	if p.takes("-") != "" {
		return each(arithmetic(operations["-"]), array{numberValue(0)}, p.operand())
	}
	if p.takes("(") != "" {
		inner := p.comparison()
		p.must(")")
		return inner
	}
	if m := textLike.FindStringSubmatch(p.rest); m != nil {
		p.rest = p.rest[len(m[0]):]
		return array{textValue(strings.ReplaceAll(m[1], `""`, `"`))}
	}
	if m := callLike.FindStringSubmatch(p.rest); m != nil {
		p.rest = p.rest[len(m[0]):]
		return p.call(m[1])
	}
	if m := referenceLike.FindStringSubmatch(p.rest); m != nil {
		p.rest = p.rest[len(m[0]):]
		return p.cells(m)
	}
	if m := numberLike.FindString(p.rest); m != "" {
		p.rest = p.rest[len(m):]
		n, _ := strconv.ParseFloat(m, 64)
		return array{numberValue(n)}
	}
	p.Fatalf("%s: nothing to compute at %q", p.formula, p.rest)
	return nil
}

func (p *parser) must(sign string) {
	if p.takes(sign) == "" {
		p.Fatalf("%s: no %s at %q", p.formula, sign, p.rest)
	}
}

// call computes a function. Both ways of a condition are computed, and one is taken.
func (p *parser) call(name string) array {
	var arguments []array
	for p.takes(")") == "" {
		if len(arguments) > 0 {
			p.must(",")
		}
		arguments = append(arguments, p.comparison())
	}
	switch {
	case name == "IF" && arguments[0][0].kind == erroneous:
		return arguments[0]
	case name == "IF" && arguments[0][0].n != 0:
		return arguments[1]
	case name == "IF":
		return arguments[2]
	case name == "IFERROR" && arguments[0][0].kind == erroneous:
		return arguments[1]
	case name == "IFERROR":
		return arguments[0]
	case mapped[name] != nil:
		return each(mapped[name], arguments...)
	case foldedInto[name] != nil:
		return array{foldedInto[name](arguments)}
	}
	p.Fatalf("%s: what is %s?", p.formula, name)
	return nil
}

// cells are the values of a reference, column by column.
func (p *parser) cells(m []string) array {
	sheet := p.sheet
	if m[1] != "" {
		sheet = strings.ReplaceAll(m[1], "''", "'")
	}
	cells, known := p.sheets[sheet]
	if !known {
		p.Fatalf("%s: there is no sheet %s", p.formula, sheet)
	}
	if m[4] == "" {
		m[4], m[5] = m[2], m[3]
	}
	id := sheet + "!" + strings.Join(m[2:], " ")
	if done, known := p.known[id]; known {
		return done
	}
	from, _ := excelize.ColumnNameToNumber(m[2])
	to, _ := excelize.ColumnNameToNumber(m[4])
	first, _ := strconv.Atoi(m[3])
	last, _ := strconv.Atoi(m[5])
	var out array
	for column := from; column <= to; column++ {
		values := cells[letters(column-1)]
		for row := first; row <= last; row++ {
			out = append(out, values[row])
		}
	}
	if p.known == nil {
		p.known = map[string]array{}
	}
	p.known[id] = out
	return out
}

// checkFormulas computes the formulas of some sheets of a workbook again, or of all, compares their values with those
// beside them, and returns them.
func checkFormulas(t testing.TB, data []byte, sheets ...string) (formulas []string) {
	t.Helper()
	w := cellsOf(t, data)
	faults := 0
	for _, f := range w.formulas {
		if len(sheets) > 0 && !slices.Contains(sheets, f.sheet) {
			continue
		}
		formulas = append(formulas, f.formula)
		got := w.evaluate(t, f.sheet, f.formula)
		if same := got.kind == f.beside.kind && got.s == f.beside.s && math.Abs(got.n-f.beside.n) < 1e-9; same {
			continue
		}
		if faults++; faults <= 20 {
			t.Errorf("%s!%s: %s is %q, beside it stands %q", f.sheet, f.cell, f.formula, got.text(), f.beside.text())
		}
	}
	return formulas
}
