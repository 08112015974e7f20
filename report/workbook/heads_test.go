package workbook

import (
	"strings"
	"testing"

	"coupefeu/report"
	"coupefeu/templates"
)

// unwritten is a workbook whose sheets have their names and nothing else.
func unwritten(t *testing.T, tag string) *book { return unwrittenOf(t, byHand(), tag) }

// unwrittenOf is that of an assessment.
func unwrittenOf(t *testing.T, a *report.Assessment, tag string) *book {
	t.Helper()
	b, err := newBook(a, language(t, tag), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.file.Close(); err != nil {
			t.Error(err)
		}
	})
	b.sheets = sheets
	if err := b.nameSheets(); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestHeads asks of every head in every language that it fits: no broken word, three lines at most, and of the visible
// columns that they can be printed at 60 %.
func TestHeads(t *testing.T) {
	for _, tag := range templates.Tags() {
		b := unwritten(t, tag)
		for _, s := range sheets {
			if s.table != nil {
				checkHeads(t, b, b.table(s.key))
			}
		}
	}
}

func checkHeads(t *testing.T, b *book, table *table) {
	t.Helper()
	sum := 0.0
	for i := range table.heads {
		h := &table.heads[i]
		word := b.headWord(h)
		if n := heading.lines(word, room(h.width, h.align)); n > 3 {
			t.Errorf("%s %s: the head %q takes %d lines at %.1f", b.l.Tag(), table.key, word, n, h.width)
		}
		for part := range strings.FieldsSeq(word) {
			if heading.lines(part, room(h.width, h.align)) > strings.Count(part, "-")+1 {
				t.Errorf("%s %s: %q breaks in the head of %.1f", b.l.Tag(), table.key, part, h.width)
			}
		}
		if !h.folded {
			sum += h.width
		}
	}
	checkSum(t, b, table.key, sum)
}

// TestReconciliationFits asks the same of the reconciliation, which is a page and no table.
func TestReconciliationFits(t *testing.T) {
	for _, tag := range templates.Tags() {
		b, sum := unwritten(t, tag), 0.0
		for _, column := range reconciliationPage(b).columns {
			sum += column.width
		}
		checkSum(t, b, "reconciliation", sum)
	}
}

func checkSum(t *testing.T, b *book, key string, sum float64) {
	t.Helper()
	if sum > mostUnits+0.01 {
		t.Errorf("%s %s: the visible columns add up to %.1f units", b.l.Tag(), key, sum)
	}
}

// TestTitles asks of every sheet's name that it stands whole before the way back, which begins in the column beside it.
func TestTitles(t *testing.T) {
	for _, tag := range templates.Tags() {
		b := unwritten(t, tag)
		for _, s := range sheets {
			if s.table == nil {
				continue
			}
			table, wide := b.table(s.key), 0.0
			for i := range max(2, table.identity-1) {
				wide += table.heads[i].width * unitPixels
			}
			if need := title.pixels(table.names[0]); need > wide {
				t.Errorf("%s: the name %q takes %.0f of %.0f pixels", tag, table.names[0], need, wide)
			}
		}
	}
}
