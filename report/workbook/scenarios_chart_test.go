package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/templates"
)

// campusChart is the part with the chart of the sheet of scenarios, which is the first that is drawn; "" without one.
func campusChart(t *testing.T, data []byte) string {
	t.Helper()
	if first := part(t, data, "xl/charts/chart1.xml"); strings.Contains(first, `<grouping val="percentStacked"`) && strings.Contains(first, `<order val="5"`) {
		return first
	}
	return ""
}

var formulaPart = regexp.MustCompile(`<f>([^<]*)</f>`)

// referred are the references of a chart's series: name, categories, values of each in turn.
func referred(chart string) []string {
	var out []string
	for _, found := range formulaPart.FindAllStringSubmatch(chart, -1) {
		out = append(out, strings.ReplaceAll(found[1], "&#39;", "'"))
	}
	return out
}

// across reads the cells of a reference to a column, or to one cell.
func across(t *testing.T, f *excelize.File, reference string) []string {
	t.Helper()
	sheet, area, _ := strings.Cut(reference, "!")
	from, to, several := strings.Cut(strings.ReplaceAll(area, "$", ""), ":")
	column, first, err := excelize.SplitCellName(from)
	if err != nil {
		t.Fatal(err)
	}
	last := first
	if several {
		if _, last, err = excelize.SplitCellName(to); err != nil {
			t.Fatal(err)
		}
	}
	var out []string
	for row := first; row <= last; row++ {
		out = append(out, raw(t, f, strings.ReplaceAll(strings.Trim(sheet, "'"), "''", "'"), column+strconv.Itoa(row)))
	}
	return out
}

// TestCampusChart follows the references of the chart: they lead to the campuses, the worst first, and to the counts that
// the board's PDF draws of them.
func TestCampusChart(t *testing.T) {
	for _, tag := range templates.Tags() {
		a := byHand()
		data := written(t, a, tag)
		f, rows := opened(t, data), a.Highlights.Scenarios.Rows
		refs := referred(campusChart(t, data))
		if len(refs) != 3*len(outcomeClasses) {
			t.Fatalf("%s: the chart has the references %q", tag, refs)
		}
		counts := []func(*report.ScenarioRow) int{
			func(r *report.ScenarioRow) int { return r.Lost }, func(r *report.ScenarioRow) int { return r.Unproven },
			func(r *report.ScenarioRow) int { return r.Stranded }, func(r *report.ScenarioRow) int { return r.Restore },
			func(r *report.ScenarioRow) int { return r.Waits }, func(r *report.ScenarioRow) int { return r.GoesOn },
		}
		for i := range outcomeClasses {
			word := templates.Workbook(language(t, tag).Text("board.bar.word."+outcomeClasses[i].key, nil))
			if head := across(t, f, refs[3*i]); !strings.HasSuffix(head[0], word) {
				t.Errorf("%s: the legend says %q, want %q", tag, head, word)
			}
			if diff := cmp.Diff([]string{"Gravelines", "Roubaix"}, sorted(across(t, f, refs[3*i+1]))); diff != "" {
				t.Errorf("%s: %s", tag, diff)
			}
			want := []string{strconv.Itoa(counts[i](&rows[0])), strconv.Itoa(counts[i](&rows[1]))}
			if diff := cmp.Diff(want, across(t, f, refs[3*i+2])); diff != "" {
				t.Errorf("%s, %s: %s", tag, outcomeClasses[i].key, diff)
			}
		}
	}
}

func sorted(of []string) []string {
	slices.Sort(of)
	return of
}

// TestCampusCells computes the cells again that the chart is drawn from: formulas over the table, beside it, so that
// neither filter nor sorting reaches them.
func TestCampusCells(t *testing.T) {
	f := opened(t, written(t, byHand(), "de"))
	sheet := name(t, "de", scenariosKey)
	for i := range outcomeClasses {
		for row := firstRow; row < firstRow+2; row++ {
			cell := find(t, f, sheet, "chart."+outcomeClasses[i].key) + strconv.Itoa(row)
			if formula, _ := f.GetCellFormula(sheet, cell); !strings.HasPrefix(formula, "SUM") {
				t.Errorf("%s is %q", cell, formula)
			}
			checkFormula(t, f, sheet, cell)
		}
	}
	last, _, err := excelize.SplitCellName(find(t, f, sheet, "chart.id") + "1")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm._FilterDatabase" && n.Scope == sheet && strings.Contains(n.RefersTo, "$"+last+"$") {
			t.Errorf("the filter reaches %s", n.RefersTo)
		}
	}
}

// TestCampusMarks asks for what is known to be solid and for what is not to be hollow, in the colours of the PDF.
func TestCampusMarks(t *testing.T) {
	chart := campusChart(t, written(t, byHand(), "en"))
	series := strings.Split(chart, "<ser>")[1:]
	for i, want := range []string{failInk, white, failTint, accentMid, accentLight, track} {
		shape, _, _ := strings.Cut(series[i], "</spPr>")
		outline := map[int]string{1: unknownInk, 2: failInk}[i]
		if !strings.Contains(shape, `<a:solidFill><a:srgbClr val="`+want+`">`) || strings.Contains(shape, `<a:ln w="9525">`) != (outline != "") ||
			!strings.Contains(shape, outline) {
			t.Errorf("series %d is drawn by %s", i, shape)
		}
	}
	// Roubaix leaves something unproven and something stranded, Gravelines neither.
	for _, i := range []int{1, 2} {
		if n := strings.Count(series[i], `<dPt><idx val="0"/>`); n != 1 || strings.Contains(series[i], `<dPt><idx val="1"/>`) {
			t.Errorf("series %d has %d marks of nothing", i, n)
		}
	}
	if !strings.Contains(chart, `[&gt;=1]#,##0;;`) {
		t.Error("figures of few services have no threshold of 1")
	}
}

// TestCampusTitles asks the chart for its message, of all kinds that campuses can give it.
func TestCampusTitles(t *testing.T) {
	worst := func(a *report.Assessment) *report.Outcomes {
		for i := range a.Scenarios {
			if a.Scenarios[i].ID == a.Highlights.Scenarios.Worst {
				return &a.Scenarios[i].Outcomes
			}
		}
		t.Fatal("no campus is the worst")
		return nil
	}
	for want, alter := range map[string]func(a *report.Assessment){
		"Data lost if Gravelines is destroyed: 6 services of 15":                          func(*report.Assessment) {},
		"Data lost if Gravelines is destroyed: 1 service of 15":                           func(a *report.Assessment) { worst(a).Lost = 1 },
		"If Gravelines is destroyed, 2 services of 15 are not proven; no loss is certain": func(a *report.Assessment) { worst(a).Lost, worst(a).Unproven = 0, 2 },
		"No data lost, whichever of the 2 campuses is destroyed":                          func(a *report.Assessment) { worst(a).Lost = 0 },
		"No data lost if the only campus is destroyed":                                    func(a *report.Assessment) { worst(a).Lost, a.Highlights.Scenarios.Campuses = 0, 1 },
		"Data lost if " + strings.Repeat("é", 39) + "… is destroyed: 6 services of 15":    func(a *report.Assessment) { renameWorst(a, strings.Repeat("é", 300)) },
	} {
		a := byHand()
		alter(a)
		b := unwrittenOf(t, a, "en")
		if title := b.campusesTitle(b.drawnCampuses()); title != want {
			t.Errorf("%q, want %q", title, want)
		}
	}
}

func renameWorst(a *report.Assessment, name string) {
	for i := range a.Scenarios {
		if a.Scenarios[i].ID == a.Highlights.Scenarios.Worst {
			a.Scenarios[i].Name = name
		}
	}
}

// TestManyCampuses draws the worst twelve of sixty and says so; the page holds them.
func TestManyCampuses(t *testing.T) {
	a := byHand()
	addCampuses(a, 60)
	a.Highlights = report.Highlight(a)
	for tag, want := range map[string]string{"fr": "\u00a0; les 12 pires campus sur 60<", "nl": "; de 12 ergste van 60 campussen<",
		"de": "; die 12 schlimmsten von 60 Campus<", "en": "; the 12 worst of 60 campuses<"} {
		data := written(t, a, tag)
		f, chart := opened(t, data), campusChart(t, data)
		if !strings.Contains(chart, want) {
			t.Errorf("%s: the title does not end in %q", tag, want)
		}
		refs, sheet := referred(chart), name(t, tag, scenariosKey)
		for i := range mostCampuses {
			at := find(t, f, sheet, "chart.id") + strconv.Itoa(firstRow+i)
			if got, want := raw(t, f, sheet, at), a.Highlights.Scenarios.Rows[i].Scenario; got != want {
				t.Errorf("%s: bar %d is of %q, want %q", tag, i+1, got, want)
			}
		}
		if n := len(across(t, f, refs[2])); n != mostCampuses {
			t.Errorf("%s: %d bars", tag, n)
		}
		if names := across(t, f, refs[1]); names[0] != "Site · campus-0" {
			t.Errorf("%s: campuses that share a name are called %q", tag, names)
		}
		checkHolds(t, f, sheet, headRow+len(a.Scenarios), campusRest+campusTall*mostCampuses)
	}
}

// TestChartsLieOnOnePage breaks the page before charts that would not end on that of the last rows, and nowhere else.
func TestChartsLieOnOnePage(t *testing.T) {
	for campuses, want := range map[int]bool{2: false, 12: false, 29: true, 33: true, 55: false} {
		a := byHand()
		addCampuses(a, campuses)
		a.Highlights = report.Highlight(a)
		data := written(t, a, "en")
		chart := fmt.Sprintf(`<rowBreaks count="1" manualBreakCount="1"><brk id="%d"`, headRow+len(a.Scenarios))
		found := false
		for i := range sheets {
			xml := part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
			found = found || sheets[i].key == scenariosKey && strings.Contains(xml, chart)
			if sheets[i].key != scenariosKey && strings.Contains(xml, "<rowBreaks") {
				t.Errorf("%s breaks its pages", sheets[i].key)
			}
		}
		if found != want {
			t.Errorf("with %d campuses, a page begins before the chart: %t", campuses, found)
		}
	}
}

// checkHolds asks a sheet's printed area to hold so many pixels under its last row.
func checkHolds(t *testing.T, f *excelize.File, sheet string, lastRow, pixels int) {
	t.Helper()
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Area" && n.Scope == sheet {
			row, err := strconv.Atoi(n.RefersTo[strings.LastIndex(n.RefersTo, "$")+1:])
			if err != nil || float64(row-lastRow-1)*pixelsOf(defaultHeight) < float64(pixels) {
				t.Errorf("%s ends too early, %v", n.RefersTo, err)
			}
			return
		}
	}
	t.Errorf("%s has no printed area", sheet)
}

// TestNoCampus draws nothing where nothing is played, and one bar where there is one campus.
func TestNoCampus(t *testing.T) {
	a := byHand()
	a.Scenarios = slices.DeleteFunc(a.Scenarios, func(s report.Scenario) bool { return s.Kind == "campus" })
	a.Decisions, a.Outlook.Together = nil, nil
	a.Highlights = report.Highlight(a)
	data := written(t, a, "nl")
	if campusChart(t, data) != "" {
		t.Error("no campus is played, and there is a chart")
	}
	checkVerdicts(t, opened(t, data), name(t, "nl", "reconciliation"), "✓")

	one := byHand()
	one.Scenarios = one.Scenarios[:1]
	one.Highlights = report.Highlight(one)
	data = written(t, one, "fr")
	if got := fmt.Sprint(across(t, opened(t, data), referred(campusChart(t, data))[1])); got != "[Gravelines]" {
		t.Errorf("the only bar is of %s", got)
	}
}
