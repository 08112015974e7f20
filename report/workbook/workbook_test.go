package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/templates"
)

// opened reads a workbook back.
func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// part is a file of the package.
func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// raw is a cell's value as it is stored.
func raw(t testing.TB, f *excelize.File, sheet, cell string) string {
	t.Helper()
	value, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// find returns the letters of the column with a key, from the folded first row.
func find(t testing.TB, f *excelize.File, sheet, key string) string {
	t.Helper()
	for i := range 80 {
		if name := letters(i); raw(t, f, sheet, name+"1") == key {
			return name
		}
	}
	t.Fatalf("%s has no column %s", sheet, key)
	return ""
}

// name is a sheet's name in a language.
func name(t testing.TB, tag, key string) string {
	t.Helper()
	return templates.Workbook(language(t, tag).Text("workbook.sheet."+key, nil))
}

func TestSheetNames(t *testing.T) {
	for _, tag := range templates.Tags() {
		var seen []string
		for _, s := range sheets {
			// Room for the number of a sheet that goes on.
			n := name(t, tag, s.key) + " 2"
			if len([]rune(n)) > 31 || strings.ContainsAny(n, `:\/?*[]'`) || slices.Contains(seen, strings.ToLower(n)) {
				t.Errorf("%s: %q cannot name a sheet", tag, n)
			}
			seen = append(seen, strings.ToLower(n))
		}
	}
}

// TestSettingsAreThere reads every sheet back: no setting may be lost on the way into the file.
func TestSettingsAreThere(t *testing.T) {
	for _, tag := range templates.Tags() {
		data := written(t, byHand(), tag)
		f := opened(t, data)
		if got := len(f.GetSheetList()); got != len(sheets) {
			t.Fatalf("%s: %d sheets, want %d", tag, got, len(sheets))
		}
		for i, s := range sheets {
			sheet := name(t, tag, s.key)
			if f.GetSheetName(i) != sheet {
				t.Errorf("%s: sheet %d is %q, want %q", tag, i, f.GetSheetName(i), sheet)
			}
			checkPrint(t, f, sheet)
			checkPart(t, part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)), s)
		}
		checkNames(t, f)
	}
}

func checkPrint(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	layout, err := f.GetPageLayout(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("%s: page layout %q %d %d %d", sheet, *layout.Orientation, *layout.Size, *layout.FitToWidth, *layout.FitToHeight)
	}
	margins, err := f.GetPageMargins(sheet)
	if err != nil || *margins.Left != 8/inch || *margins.Top != 17/inch {
		t.Errorf("%s: margins %v, %v", sheet, margins, err)
	}
	h, err := f.GetHeaderFooter(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(h.OddHeader, "Ourthe && Cie") || !strings.HasSuffix(h.OddHeader, "· "+sheet) {
		t.Errorf("%s: header %q", sheet, h.OddHeader)
	}
	if !strings.Contains(h.OddFooter, "&P") || !strings.Contains(h.OddFooter, "&N") || !strings.Contains(h.OddFooter, strings.Repeat("c", 64)) {
		t.Errorf("%s: footer %q", sheet, h.OddFooter)
	}
}

// checkPart looks for what no call of the library reads back.
func checkPart(t *testing.T, xml string, s sheet) {
	t.Helper()
	must := []string{`<pageSetUpPr fitToPage="1"/>`, `showGridLines="0"`, `outlineLevelRow="1"`, `<row r="1" ht="15" customHeight="1" hidden="1" outlineLevel="1">`,
		`<row r="2" ht="24" customHeight="1" collapsed="1">`, `customWidth="1"`}
	if s.table != nil {
		must = append(must, `state="frozen"`, `ySplit="5"`, `<autoFilter ref="$A$5:`)
	}
	// The folded columns, with the one that carries the +.
	if s.key != readMeKey && s.key != "reconciliation" {
		must = append(must, `outlineLevelCol="1"`, `outlineLevel="1" hidden="1"/>`, `collapsed="1"/></cols>`)
	}
	must = append(must, map[string][]string{
		findingsKey:  {`filterMode="1"`, `<customFilter operator="notEqual" val="`, `minLength="0" maxLength="100"`, `type="list"`, `type="date"`, `<hyperlink ref="O6" location="`},
		scenariosKey: {`<conditionalFormatting`, `<hyperlink ref="`},
		impactKey:    {`<conditionalFormatting`},
		backupsKey:   {`minLength="0" maxLength="100"`, `<hyperlink ref="U6" location="`, `<conditionalFormatting`},
		testsKey:     {`minLength="0" maxLength="100"`, `<conditionalFormatting`},
		trendKey:     {`<drawing r:id="`, `<conditionalFormatting`},
		overviewKey:  {`minLength="0" maxLength="100"`, `<drawing r:id="`, `<hyperlink ref="D`, `<conditionalFormatting`},
		readMeKey:    {`<hyperlink ref="A6" location="`, `<conditionalFormatting`, `tabSelected="1"`},
		sampleKey:    {`<hyperlink ref="B6" location="`, `<conditionalFormatting`, `type="list"`, `type="date"`, ` prompt="`},
	}[s.key]...)
	for _, want := range must {
		if !strings.Contains(xml, want) {
			t.Errorf("%s: the part has no %s", s.key, want)
		}
	}
	if s.key != findingsKey && strings.Contains(xml, "filterMode") {
		t.Errorf("%s: filters rows without saying what", s.key)
	}
	if at := strings.Index(xml, "⟦"); at >= 0 {
		t.Errorf("%s: a text is missing: %.60s", s.key, xml[at:])
	}
}

func checkNames(t *testing.T, f *excelize.File) {
	t.Helper()
	areas, titles := 0, 0
	for _, n := range f.GetDefinedName() {
		switch n.Name {
		case "_xlnm.Print_Area":
			areas++
		case "_xlnm.Print_Titles":
			titles++
		}
	}
	if areas != len(sheets) || titles != len(sheets)-1 {
		t.Errorf("%d print areas and %d repeated heads, of %d sheets", areas, titles, len(sheets))
	}
}

func TestProperties(t *testing.T) {
	f := opened(t, written(t, byHand(), "en"))
	p, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "The auditor’s workbook · Ourthe & Cie <=1> · 2026-Q3" || p.Creator != "coupefeu 1.2.3" || p.Created != "2026-09-30T22:00:00Z" || p.Language != "en" {
		t.Errorf("properties %+v", p)
	}
}

// TestSameBytes writes the same workbook on one core and on several: one of everything, and one whose findings make many
// blocks.
func TestSameBytes(t *testing.T) {
	for what, a := range map[string]*report.Assessment{"by hand": byHand(), "large": large(200)} {
		first := written(t, a, "fr")
		for _, cores := range []int{1, 2, 3, 8} {
			before := runtime.GOMAXPROCS(cores)
			again := written(t, a, "fr")
			runtime.GOMAXPROCS(before)
			if !bytes.Equal(first, again) {
				t.Errorf("%s: on %d cores the bytes differ", what, cores)
			}
		}
		if n := len(part(t, first, "xl/worksheets/sheet4.xml")) / blockSize; what == "large" && n < 8 {
			t.Errorf("the findings make only %d blocks", n)
		}
	}
}

func TestPackage(t *testing.T) {
	data := written(t, byHand(), "de")
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		if f.Modified.UTC().Year() != 1980 {
			t.Errorf("%s is dated %s", f.Name, f.Modified)
		}
		names = append(names, f.Name)
	}
	// What kind of package it is stands in front, then the sheets, as they are made, then the rest.
	if names[0] != "_rels/.rels" || !strings.HasPrefix(names[3], "xl/worksheets/sheet") || !slices.Contains(names, contentTypes) {
		t.Errorf("members %q", names)
	}
	if slices.Sort(names); len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("a member is there twice: %q", names)
	}
}

// broken takes so many bytes and then none.
type broken struct{ left int }

func (w *broken) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	l := language(t, "fr")
	for _, left := range []int{0, 100, 20000, 60000} {
		if err := Write(&broken{left}, byHand(), l, Options{}); err == nil {
			t.Errorf("after %d bytes the disk is full, and there is no error", left)
		}
	}
}

// TestNothing writes the workbook of an inventory without a service.
func TestNothing(t *testing.T) {
	a := byHand()
	a.Services, a.Findings, a.Backups, a.RestoreTests, a.Waivers, a.Evidence, a.Notices = nil, nil, nil, nil, nil, nil, nil
	a.Scenarios = nil
	addCounts(a)
	a.Trend, a.Changes, a.Previous, a.Commitments = nil, nil, nil, nil
	a.Decisions, a.Outlook = nil, decision.Outlook{}
	a.Members, a.Frameworks, a.Summary.Members = nil, nil, 0
	a.Highlights = report.Highlight(a)
	for _, tag := range templates.Tags() {
		data := written(t, a, tag)
		f := opened(t, data)
		for i, s := range sheets {
			if s.table == nil || s.key == "rules" {
				continue
			}
			if none := raw(t, f, f.GetSheetName(i), "A6"); none != templates.Workbook(language(t, tag).Text("workbook."+s.key+".none", nil)) {
				t.Errorf("%s: %s says %q", tag, s.key, none)
			}
			if xml := part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)); strings.Contains(xml, "dataBar") || strings.Contains(xml, "<conditionalFormatting") {
				t.Errorf("%s: %s is dressed though it is empty", tag, s.key)
			}
		}
		checkVerdicts(t, f, name(t, tag, "reconciliation"), "✓")
	}
}
