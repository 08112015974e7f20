package workbook

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// fewRows is how many rows a sheet takes in the tests of this file: the findings then go on twice, and other sheets once.
const fewRows = 35

// continued is a workbook whose sheets take few rows.
func continued(t testing.TB, a *report.Assessment, tag string) []byte {
	t.Helper()
	b, err := newBook(a, language(t, tag), Options{Digest: strings.Repeat("c", 64)})
	if err != nil {
		t.Fatal(err)
	}
	b.mostRows = fewRows
	var out bytes.Buffer
	if err := b.finish(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sheetsOf are the names of the sheets that a table takes in a file: its name, and its name with a number.
func sheetsOf(f *excelize.File, first string) []string {
	var out []string
	for _, name := range f.GetSheetList() {
		if name == first || strings.HasPrefix(name, first+" ") && len(name) == len(first)+2 {
			out = append(out, name)
		}
	}
	return out
}

// TestGoesOn cuts the findings into three sheets: no row is lost, each says where it goes on, and each has heads, filter,
// hidden rows, formats, lists, print set-up and links of its own.
func TestGoesOn(t *testing.T) {
	a := byHand()
	for _, tag := range tongues() {
		data := continued(t, a, tag)
		f := opened(t, data)
		first := name(t, tag, findingsKey)
		names := sheetsOf(f, first)
		if diff := cmp.Diff([]string{first, first + " 2", first + " 3"}, names); diff != "" {
			t.Fatal(diff)
		}
		n := 0
		for part, sheet := range names {
			checkHeadsAgain(t, f, names, part)
			checkWhereItGoesOn(t, tag, raw(t, f, sheet, "A3"), names, part)
			for row := firstRow; raw(t, f, sheet, "A"+strconv.Itoa(row)) != ""; row++ {
				n++
				checkFindingRow(t, f, sheet, row, n, a)
			}
			checkPrint(t, f, sheet)
			checkDressed(t, f, data, sheet)
		}
		if n != len(a.Findings) {
			t.Errorf("%s: %d findings on %d sheets, want %d", tag, n, len(names), len(a.Findings))
		}
		checkAreas(t, f, names, len(a.Findings))
	}
}

// checkDressed asks a sheet of findings for what no call of the library reads back.
func checkDressed(t *testing.T, f *excelize.File, data []byte, sheet string) {
	t.Helper()
	index, err := f.GetSheetIndex(sheet)
	if err != nil {
		t.Fatal(err)
	}
	xml := part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1))
	for _, want := range []string{`filterMode="1"`, `<autoFilter ref="$A$5:`, `<customFilter operator="notEqual" val="`, `state="frozen"`, `<conditionalFormatting`,
		`minLength="0" maxLength="100"`, `type="list"`, `type="date"`, `<hyperlink ref="`, `outlineLevel="1" hidden="1"/>`, `fitToPage="1"`} {
		if !strings.Contains(xml, want) {
			t.Errorf("%s has no %s", sheet, want)
		}
	}
}

// checkHeadsAgain compares the heads of a sheet with those of the first.
func checkHeadsAgain(t *testing.T, f *excelize.File, names []string, part int) {
	t.Helper()
	for _, row := range []int{keyRow, bandRow, headRow} {
		for column := range 40 {
			cell := letters(column) + strconv.Itoa(row)
			if want, got := raw(t, f, names[0], cell), raw(t, f, names[part], cell); want != got {
				t.Errorf("%s!%s is %q, on the first sheet %q", names[part], cell, got, want)
			}
		}
	}
	if title := raw(t, f, names[part], "A2"); title != names[part] {
		t.Errorf("%s is titled %q", names[part], title)
	}
}

// checkWhereItGoesOn asks a sheet's sentence for the sheets before and after it.
func checkWhereItGoesOn(t *testing.T, tag, sentence string, names []string, part int) {
	t.Helper()
	l := language(t, tag)
	for other, name := range names {
		from, on := templates.Workbook(l.Text("workbook.table.from", args{"sheet": name})), templates.Workbook(l.Text("workbook.table.on", args{"sheet": name}))
		if strings.Contains(sentence, from) != (other == part-1) || strings.Contains(sentence, on) != (other == part+1) {
			t.Errorf("%s, sheet %d of %q: %q", tag, part+1, names, sentence)
		}
	}
}

// checkFindingRow asks a row for its number, and of rows that the filter leaves out that they are hidden.
func checkFindingRow(t *testing.T, f *excelize.File, sheet string, row, n int, a *report.Assessment) {
	t.Helper()
	at := slices.IndexFunc(a.Findings, func(x rules.Finding) bool { return int(x.Number) == n })
	if got := raw(t, f, sheet, "A"+strconv.Itoa(row)); got != strconv.Itoa(n) || row != firstRow+(n-1)%fewRows {
		t.Fatalf("%s: row %d holds finding %s, want %d", sheet, row, got, n)
	}
	if visible, err := f.GetRowVisible(sheet, row); err != nil || visible == (a.Findings[at].Status == rules.NotApplicable) {
		t.Errorf("%s: row %d, %s: visible %t, %v", sheet, row, a.Findings[at].Status, visible, err)
	}
}

// checkAreas asks for what is printed, and repeated, of each sheet of a table.
func checkAreas(t *testing.T, f *excelize.File, names []string, rows int) {
	t.Helper()
	for part, sheet := range names {
		last := headRow + min(fewRows, rows-part*fewRows)
		want := map[string]string{
			"_xlnm.Print_Area":   fmt.Sprintf("%s!$A$2:$S$%d", quoted(sheet), last),
			"_xlnm.Print_Titles": quoted(sheet) + "!$2:$5",
		}
		for _, n := range f.GetDefinedName() {
			if n.Scope == sheet && want[n.Name] == n.RefersTo {
				delete(want, n.Name)
			}
		}
		if len(want) > 0 {
			t.Errorf("%s: not named: %q", sheet, want)
		}
	}
}

// TestCountsGoOn counts over all sheets of a table: every count agrees, and the formulas come to what stands beside them.
func TestCountsGoOn(t *testing.T) {
	for _, tag := range tongues() {
		data := continued(t, byHand(), tag)
		if n := checkVerdicts(t, opened(t, data), name(t, tag, "reconciliation"), "✓"); n < 100 {
			t.Errorf("%s: only %d counts", tag, n)
		}
		if tag != "en" {
			continue
		}
		added := 0
		for _, formula := range checkFormulas(t, data, "Reconciliation", "Members") {
			if strings.Contains(formula, "'Findings 3'!") && strings.Contains(formula, "'Findings 2'!") {
				added++
			}
		}
		if added < 50 {
			t.Errorf("only %d formulas add three sheets", added)
		}
	}
}

// TestLinksGoOn follows every link of a workbook with sheets that go on, and those of the summary to the finding that
// they speak of.
func TestLinksGoOn(t *testing.T) {
	a := byHand()
	f := opened(t, continued(t, a, "en"))
	checkLinks(t, f)
	beyond := checkSummaryLinks(t, f, a)
	if beyond == 0 {
		t.Error("no count leads to a sheet that goes on")
	}
	for _, sheet := range sheetsOf(f, "Sample") {
		for row := firstRow; raw(t, f, sheet, "A"+strconv.Itoa(row)) != ""; row++ {
			cell := "B" + strconv.Itoa(row)
			linked, target, err := f.GetCellHyperLink(sheet, cell)
			to, place := followed(target)
			if err != nil || !linked || raw(t, f, to, place) != raw(t, f, sheet, cell) {
				t.Errorf("%s!%s leads to %q, %v", sheet, cell, target, err)
			}
		}
	}
}

// TestRowsOfStatuses asks each sheet of a long table which of its own rows hold what.
func TestRowsOfStatuses(t *testing.T) {
	a := large(1000)
	b := unwrittenOf(t, a, "en")
	b.mostRows = 10000
	b.names[findingsKey] = []string{"Findings", "Findings 2", "Findings 3"}
	for part, want := range []string{
		"✗ not kept: rows 6 to 2,405. ✓ kept: rows 2,406 to 10,005.", "✓ kept: rows 6 to 10,005.", "✓ kept: rows 6 to 4,005.",
	} {
		if got := b.findingsRows(part); !strings.HasSuffix(got, want) {
			t.Errorf("sheet %d says %q, want %q at its end", part+1, got, want)
		}
	}
}

// TestSaidGoesOn leaves the sign of a sentence that is a formula in front.
func TestSaidGoesOn(t *testing.T) {
	b := unwritten(t, "en")
	table := &table{names: []string{"Changes", "Changes 2"}, says: func() cell { return cell{kind: words, text: "✓ 1 = 1", formula: `IF(1=1,"✓","✗")&" 1 = 1"`} }}
	got := b.sentence(table, 0)
	want := cell{kind: words, text: "✓ 1 = 1 Continued in “Changes 2”.", formula: `(IF(1=1,"✓","✗")&" 1 = 1")&" Continued in “Changes 2”."`}
	if got != want {
		t.Errorf("%+v", got)
	}
}

// TestRowsAreCounted compares the rows that sheets expect, by which they are named, with those that they have.
func TestRowsAreCounted(t *testing.T) {
	b := unwritten(t, "en")
	for i := range sheets {
		if s := &sheets[i]; s.table != nil && s.rows != nil && s.rows(b) != b.table(s.key).rows {
			t.Errorf("%s expects %d rows and has %d", s.key, s.rows(b), b.table(s.key).rows)
		}
	}
}
