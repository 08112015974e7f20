package workbook

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	tools "coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/rules/packs"
	"coupefeu/templates"
)

// sampled is the assessment of the sample inside the program.
func sampled(t *testing.T) *report.Assessment { return sampledBy(t, packs.Baseline()) }

// sampledBy is that of the sample under a rule pack.
func sampledBy(t testing.TB, text []byte) *report.Assessment {
	t.Helper()
	return assessedBy(t, sample.FS(), text)
}

// assessedBy is that of an inventory under a rule pack, at the end of September 2026.
func assessedBy(t testing.TB, files fs.FS, text []byte) *report.Assessment {
	t.Helper()
	roots := []inventory.Root{{FS: files, Shown: "sample"}}
	inv, mistakes := inventory.Load(roots)
	pack, wrong := rules.Load(source.File{Name: "pack.yaml", Data: text})
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	asOf := time.Date(2026, 10, 1, 0, 0, 0, 0, inv.Zone)
	period, err := report.ParsePeriod("2026-Q3", inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	notices, mistakes := rules.Check(pack, inv, asOf)
	known := inv.At(asOf)
	observed, wrong := tools.Observe(roots, known, asOf)
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: asOf, Start: period.Start}
	return report.Assess(in, report.Request{Version: "0.0.0", Period: period, Fictitious: true, Notices: notices})
}

// TestSample writes the sample's workbook: every count agrees in every language, and no text is missing.
func TestSample(t *testing.T) {
	a := sampled(t)
	for _, tag := range templates.Tags() {
		data := written(t, a, tag)
		checkVerdicts(t, opened(t, data), name(t, tag, "reconciliation"), "✓")
		for i := range sheets {
			if xml := part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)); strings.Contains(xml, "⟦") {
				t.Errorf("%s: sheet %d lacks a text: %.60s", tag, i+1, xml[strings.Index(xml, "⟦"):])
			}
		}
	}
}

// TestManyRows asks of a table that nobody scrolls through to have one line a row, and to say which rows hold what.
func TestManyRows(t *testing.T) {
	a := large(wrapRows/24 + 1)
	data := written(t, a, "en")
	xml := part(t, data, "xl/worksheets/sheet4.xml")
	if strings.Contains(xml, `ht="27"`) || !strings.Contains(xml, fmt.Sprintf(`<row r="%d" ht="15" customHeight="1">`, headRow+len(a.Findings))) {
		t.Error("rows of the findings are not all one line high")
	}
	fail := a.Summary.Checks.Fail
	want := fmt.Sprintf("✗ not kept: rows 6 to %s. ✓ kept: rows %s to %s.", language(t, "en").Integer(int64(headRow+fail)),
		language(t, "en").Integer(int64(firstRow+fail)), language(t, "en").Integer(int64(headRow+len(a.Findings))))
	if !strings.Contains(xml, want) {
		t.Errorf("the sentence does not say %q", want)
	}
}

// TestMostLinks stops linking where a sheet takes no more.
func TestMostLinks(t *testing.T) {
	b := unwritten(t, "fr")
	w := &rowWriter{out: &member{out: io.Discard}, styles: b.styles}
	c := text("→").to("'Constats'!A6")
	for row := 1; row <= mostLinks+5; row++ {
		w.begin(row, rowStyle{})
		w.cell(0, look{}, &c)
		w.end()
	}
	if len(w.links) != mostLinks || w.links[mostLinks-1].row != mostLinks {
		t.Errorf("%d links", len(w.links))
	}
	var out bytes.Buffer
	w.out.out = &out
	w.hyperlinks()
	if err := w.out.end(); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(out.Bytes(), []byte("<hyperlink ")); n != mostLinks {
		t.Errorf("%d links are written", n)
	}
}
