package workbook

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// sampleSheet is the sheet of the sample, read back, with its columns by key.
func sampleSheet(t *testing.T, f *excelize.File, tag string) (sheet string, at func(key string, row int) string) {
	t.Helper()
	sheet = name(t, tag, sampleKey)
	columns := map[string]string{}
	return sheet, func(key string, row int) string {
		if columns[key] == "" {
			columns[key] = find(t, f, sheet, key)
		}
		return columns[key] + strconv.Itoa(row)
	}
}

// TestSampleRows reads the sheet back: one row a drawn finding, in the order of the draw, with links both ways.
func TestSampleRows(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "en"))
	sheet, at := sampleSheet(t, f, "en")
	if n := len(a.Sample.Findings); n < 30 || raw(t, f, sheet, at("n", headRow+n)) != strconv.Itoa(n) || raw(t, f, sheet, at("n", firstRow+n)) != "" {
		t.Fatalf("%d findings are drawn", n)
	}
	index := find(t, f, "Findings", "index")
	for i, number := range a.Sample.Findings {
		row, home := firstRow+i, headRow+int(number)
		place, err := strconv.Atoi(raw(t, f, "Findings", index+strconv.Itoa(home)))
		if err != nil {
			t.Fatal(err)
		}
		x := &a.Findings[place]
		if raw(t, f, sheet, at("rule", row)) != x.Rule || raw(t, f, sheet, at("service", row)) != x.Service || raw(t, f, sheet, at("status", row)) != x.Status.String() {
			t.Errorf("row %d is not of finding %d", row, number)
		}
		checkTarget(t, f, sheet, at("finding.n", row), "'Findings'!A"+strconv.Itoa(home))
		checkTarget(t, f, "Findings", "A"+strconv.Itoa(home), "'"+sheet+"'!A"+strconv.Itoa(row))
		if rank := raw(t, f, sheet, at("rank", row)); rank != a.Sample.Ranks[i] || raw(t, f, sheet, at("draw", row)) != rank[:8]+"…" {
			t.Errorf("row %d: rank %s, shown as %s", row, rank, raw(t, f, sheet, at("draw", row)))
		}
		for _, key := range []string{"recipe", "provenance", "metric.definition", "provenance.all", "limit"} {
			if raw(t, f, sheet, at(key, row)) == "" {
				t.Errorf("row %d: %s is empty", row, key)
			}
		}
		for _, key := range []string{"review.value", "review.comment", "review.by", "review.date"} {
			if got := raw(t, f, sheet, at(key, row)); got != "" {
				t.Errorf("row %d: %s is filled in: %q", row, key, got)
			}
		}
	}
	checkUnderlines(t, f, a)
}

// checkTarget asks a cell to lead to a place.
func checkTarget(t *testing.T, f *excelize.File, sheet, cell, want string) {
	t.Helper()
	if linked, target, err := f.GetCellHyperLink(sheet, cell); err != nil || !linked || target != want {
		t.Errorf("%s!%s leads to %q, want %q, %v", sheet, cell, target, want, err)
	}
}

// checkUnderlines asks for the underline under the number of a drawn finding, and under no other.
func checkUnderlines(t *testing.T, f *excelize.File, a *report.Assessment) {
	t.Helper()
	drawn := map[int32]bool{}
	for _, number := range a.Sample.Findings {
		drawn[number] = true
	}
	for number := int32(1); int(number) <= len(a.Findings); number++ {
		cell := "A" + strconv.Itoa(headRow+int(number))
		id, err := f.GetCellStyle("Findings", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		linked, _, err := f.GetCellHyperLink("Findings", cell)
		if err != nil || drawn[number] != (style.Font.Underline == "single") || drawn[number] != linked {
			t.Errorf("finding %d, drawn %t: underline %q, a link %t, %v", number, drawn[number], style.Font.Underline, linked, err)
		}
	}
}

// TestSampleSentence asks for sizes, populations, seed and rule above the sheet, on one line of what is printed.
func TestSampleSentence(t *testing.T) {
	a := sampled(t)
	for _, tag := range templates.Tags() {
		b := unwrittenOf(t, a, tag)
		said, l := b.sampleSentence(), language(t, tag)
		for _, status := range []rules.Status{rules.Fail, rules.Unknown, rules.Waived, rules.Pass} {
			sizes := a.Sample.ByStatus[status.String()]
			word := l.Text("words.symbol."+status.String(), nil) + " " + l.Integer(int64(sizes.Drawn))
			if sizes.Drawn == 0 || !strings.Contains(said, word) || !strings.Contains(said, templates.Workbook(l.Integer(int64(sizes.Population)))) {
				t.Errorf("%s: %q does not say %q of %d", tag, said, word, sizes.Population)
			}
		}
		if !strings.Contains(said, "2026-Q3-ourthe") || !strings.Contains(said, "SHA-256") {
			t.Errorf("%s: %q does not say how to draw again", tag, said)
		}
		width := 0.0
		for _, h := range b.table(sampleKey).heads {
			if !h.folded {
				width += h.width * unitPixels
			}
		}
		if need := body.pixels(said); need > width {
			t.Errorf("%s: the sentence takes %.0f pixels, the sheet has %.0f", tag, need, width)
		}
	}
}

// TestSampleCompares types what an auditor might, and has the formula beside it computed again.
func TestSampleCompares(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "en"))
	sheet, at := sampleSheet(t, f, "en")
	rowOf := func(reason string, status rules.Status) int {
		for i, number := range a.Sample.Findings {
			for j := range a.Findings {
				if x := &a.Findings[j]; x.Number == number && x.Reason.Key == reason && x.Status == status {
					return firstRow + i
				}
			}
		}
		t.Fatalf("no %s %s is drawn", status, reason)
		return 0
	}
	const yes, no, open = "✓ agrees", "✗ differs", "to do"
	for _, c := range []struct {
		name   string
		reason string
		status rules.Status
		typed  map[any]string
	}{
		{"exact, in hours", "backup.gap", rules.Pass, map[any]string{1.0: yes, 1.05: yes, 0.95: yes, 1.06: no, 0.94: no, 0.0: no, "one": no, "": open}},
		{"days", "backup.retention", rules.Waived, map[any]string{10: yes, 10.04: yes, 9.95: yes, 9.9: no, -10: no}},
		{"a percentage", "backup.size_drop", rules.Pass, map[any]string{0: yes, 0.0005: yes, 0.0006: no, 0.05: no}},
		{"a range of percentages", "backup.size_drop", rules.Fail, map[any]string{0.6: yes, 0.6004: yes, 0.59: no, 0.9: no}},
		{"a range", "backup.offsite_distance", rules.Unknown, map[any]string{20: yes, 20.05: yes, 300: no, "unknown": no}},
		{"a range of counts", "backup.unencrypted_copies", rules.Unknown, map[any]string{0: yes, 1: no}},
		{"a least figure", "backup.gap", rules.Unknown, map[any]string{4.5: yes, 4.6: no}},
		{"nothing there", "backup.retention.none", rules.Fail, map[any]string{"nothing to measure": yes, "no backup": yes, "NO BACKUP": yes, "unknown": no, 0: no, "": open}},
		{"not known", "backup.gap.unknown", rules.Unknown, map[any]string{"unknown": yes, "nothing to measure": no, 0: no}},
	} {
		row := rowOf(c.reason, c.status)
		for typed, want := range c.typed {
			if err := f.SetCellValue(sheet, at("review.value", row), typed); err != nil {
				t.Fatal(err)
			}
			if got, err := f.CalcCellValue(sheet, at("review.match", row)); err != nil || got != want {
				t.Errorf("%s, %s measured: %v is typed: %q, want %q, %v", c.name, raw(t, f, sheet, at("measured", row)), typed, got, want, err)
			}
		}
	}
}

// TestSampleFigures looks at how each kind of figure is shown: numbers stay numbers, with the digit that is compared.
func TestSampleFigures(t *testing.T) {
	b := unwrittenOf(t, byHand(), "en")
	gap, retention, size, distance := &b.Rules[0], &b.Rules[1], &b.Rules[3], &b.Rules[2]
	for _, c := range []struct {
		rule   *report.Rule
		figure rules.Figure
		number float64
		format string
	}{
		{gap, exactly(3600), 1, "#,##0.0\"\u00a0h\""},
		{gap, between(16200, math.Inf(1)), 4.5, "\"≥ \"#,##0.0\"\u00a0h\""},
		{retention, exactly(35 * 86400), 35, "#,##0\"\u00a0d\""},
		{retention, exactly(35*86400 - 3600), 35 - 1.0/24, "#,##0\"\u00a0d\""},
		{retention, exactly(35.5 * 86400), 35.5, "#,##0.0\"\u00a0d\""},
		{distance, exactly(162.37), 162.37, "#,##0.0\"\u00a0km\""},
		{size, exactly(0.37), 0.37, "0%"},
		{size, exactly(0.3712), 0.3712, "0.0%"},
	} {
		r := &sampleRow{findingRow: findingRow{Finding: &rules.Finding{Measured: c.figure}, rule: c.rule}}
		if got := b.sampleMeasured(r); got.kind != figure || got.number != c.number || got.format != c.format {
			t.Errorf("%s %v: %v as %s, want %v as %s", c.rule.Metric, c.figure, got.number, got.format, c.number, c.format)
		}
	}
	if french := unwrittenOf(t, byHand(), "fr").tenths(percents); french != "0.0\"\u00a0\"%" {
		t.Errorf("a French percentage is shown as %s", french)
	}
}

// TestSampleHint keeps what is said beside a cell within what programs show, and the list within what they take.
func TestSampleHint(t *testing.T) {
	for _, tag := range templates.Tags() {
		b := unwrittenOf(t, byHand(), tag)
		hint, list := b.text("sample.hint", nil), b.nothingThere()+","+b.unknown().text
		if n := utf8.RuneCountInString(hint); n > 255 || strings.Count(list, ",") != 1 || len(list) > 255 || utf8.RuneCountInString(name(t, tag, sampleKey)) > 32 {
			t.Errorf("%s: a hint of %d characters, the list %q", tag, n, list)
		}
	}
}

// TestArrowsLeaveRoom counts the links of sheets of findings: those of the sample go before the arrows.
func TestArrowsLeaveRoom(t *testing.T) {
	b := unwrittenOf(t, byHand(), "en")
	if left := b.arrows(); len(left) != 1 || left[0] != mostLinks-1-len(b.Sample.Findings) {
		t.Errorf("room for %v arrows beside %d drawn", left, len(b.Sample.Findings))
	}
	b.names[findingsKey] = []string{"Findings", "Findings 2"}
	b.Sample.Findings = nil
	for n := range mostLinks + 10 {
		b.Sample.Findings = append(b.Sample.Findings, int32(n+1))
	}
	b.Sample.Findings = append(b.Sample.Findings, mostRows, mostRows+1)
	if left := fmt.Sprint(b.arrows()); left != fmt.Sprintf("[0 %d]", mostLinks-2) {
		t.Errorf("room for %s arrows", left)
	}
}
