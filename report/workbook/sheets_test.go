package workbook

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// reconciliationRows are the rows of the reconciliation below its heads, by key.
func reconciliationRows(t testing.TB, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[headRow:] {
		cells := map[string]string{}
		for i, value := range row {
			cells[rows[0][i]] = value
		}
		out = append(out, cells)
	}
	return out
}

// checkVerdicts asks every verdict of the reconciliation to begin with a symbol, and returns how many there are.
func checkVerdicts(t *testing.T, f *excelize.File, sheet, symbol string) int {
	t.Helper()
	n := 0
	for row, cells := range reconciliationRows(t, f, sheet) {
		verdict := cells["ok"]
		if verdict == "" {
			continue
		}
		n++
		cell := "I" + strconv.Itoa(firstRow+row)
		if !strings.HasPrefix(verdict, symbol) {
			t.Errorf("%s!%s, %s: %q", sheet, cell, cells["title"], verdict)
		}
	}
	if sentence := raw(t, f, sheet, "A3"); !strings.HasPrefix(sentence, symbol) {
		t.Errorf("%s says %q", sheet, sentence)
	}
	return n
}

func TestReconciliation(t *testing.T) {
	for _, tag := range templates.Tags() {
		f := opened(t, written(t, byHand(), tag))
		if n := checkVerdicts(t, f, name(t, tag, "reconciliation"), "✓"); n < 100 {
			t.Errorf("%s: only %d counts", tag, n)
		}
	}
}

// TestReconciliationFindsWhatDiffers alters single counts: each must be marked, and the sentence must say so.
func TestReconciliationFindsWhatDiffers(t *testing.T) {
	for path, alter := range map[string]func(*report.Assessment){
		"summary.checks.fail":               func(a *report.Assessment) { a.Summary.Checks.Fail++ },
		"summary.demonstrated":              func(a *report.Assessment) { *a.Summary.Demonstrated += 0.01 },
		"summary.compliant":                 func(a *report.Assessment) { a.Summary.Compliant-- },
		"highlights.grounds.placements":     func(a *report.Assessment) { a.Highlights.Grounds.Placements++ },
		"highlights.waivers.in_force":       func(a *report.Assessment) { a.Highlights.Waivers.InForce = 0 },
		"highlights.waivers.renewed":        func(a *report.Assessment) { a.Highlights.Waivers.Renewed = 0 },
		"highlights.waivers.hides_fail":     func(a *report.Assessment) { a.Highlights.Waivers.HidesFail-- },
		"highlights.waivers.open_without":   func(a *report.Assessment) { a.Highlights.Waivers.OpenWithout++ },
		"highlights.waivers.compliant_with": func(a *report.Assessment) { a.Highlights.Waivers.CompliantWith++ },
		"highlights.waivers.since.granted":  func(a *report.Assessment) { a.Highlights.Waivers.Since.Granted = 0 },
		"highlights.waivers.since.ended":    func(a *report.Assessment) { a.Highlights.Waivers.Since.Ended++ },
		"highlights.scenarios.losing":       func(a *report.Assessment) { a.Highlights.Scenarios.Losing = nil },
		"highlights.scenarios.lost":         func(a *report.Assessment) { a.Highlights.Scenarios.Lost-- },
		"scenarios[1].outcomes.lost":        func(a *report.Assessment) { a.Scenarios[1].Outcomes.Lost++ },
		"scenarios[1].services_interrupted": func(a *report.Assessment) { a.Scenarios[1].ServicesInterrupted-- },
		"scenarios[1].rpo_missed":           func(a *report.Assessment) { a.Scenarios[1].RPOMissed++ },
		"highlights.restores.never":         func(a *report.Assessment) { a.Highlights.Restores.Never++ },
		"changes.opening":                   func(a *report.Assessment) { a.Changes.Opening++ },
		"changes.closing":                   func(a *report.Assessment) { a.Changes.Closing-- },
		"changes.by_cause.regressed":        func(a *report.Assessment) { a.Changes.ByCause[report.Regressed]++ },
		"changes.services_out":              func(a *report.Assessment) { a.Changes.ServicesOut = append(a.Changes.ServicesOut, "x") },
		"changes.rules":                     func(a *report.Assessment) { a.Changes.Rules = append(a.Changes.Rules, report.RuleChange{Rule: "x"}) },
		"trend[2].figures.compliant":        func(a *report.Assessment) { a.Trend[2].Figures.Compliant++ },
		"trend[2].figures.applicable":       func(a *report.Assessment) { a.Trend[2].Figures.Applicable++ },
		"trend[3].figures.open":             func(a *report.Assessment) { a.Trend[3].Figures.Open++ },
		"highlights.progress.open.change":   func(a *report.Assessment) { a.Highlights.Progress.Open.Change++ },
		"highlights.commitments.late":       func(a *report.Assessment) { a.Highlights.Commitments.Late++ },
		"highlights.commitments.unreported": func(a *report.Assessment) { a.Highlights.Commitments.Unreported-- },
		"decisions[0].findings":             func(a *report.Assessment) { a.Decisions[0].Findings = append(a.Decisions[0].Findings, 999) },
		"decisions[1].services":             func(a *report.Assessment) { a.Decisions[1].Services = append(a.Decisions[1].Services, "gone") },
		"decisions[0].effects[0].before":    func(a *report.Assessment) { a.Decisions[0].Effects[0].Before++ },
		"summary.members":                   func(a *report.Assessment) { a.Summary.Members++ },
		"summary.by_member.*.checks.fail":   func(a *report.Assessment) { a.Summary.ByMember["zone"] = report.Group{} },
		"frameworks[0].checks.pass":         func(a *report.Assessment) { a.Frameworks[0].Checks.Pass++ },
		"summary.by_control.=own.+1.fail":   func(a *report.Assessment) { a.Summary.ByControl["=own"]["+1"] = report.Checks{Fail: 999} },
		"outlook.covered":                   func(a *report.Assessment) { a.Outlook.Covered++ },
		"outlook.findings":                  func(a *report.Assessment) { a.Outlook.Findings = a.Outlook.Findings[1:] },
		"summary.by_rule.backup-gap.pass": func(a *report.Assessment) {
			a.Summary.ByRule["backup-gap"] = plus(a.Summary.ByRule["backup-gap"], report.Checks{Pass: 1})
		},
	} {
		a := byHand()
		alter(a)
		f := opened(t, written(t, a, "en"))
		marked := false
		for _, row := range reconciliationRows(t, f, "Reconciliation") {
			marked = marked || strings.HasPrefix(row["ok"], "✗") && row["path"] == path
		}
		if sentence := raw(t, f, "Reconciliation", "A3"); !marked || !strings.HasPrefix(sentence, "✗") {
			t.Errorf("%s: marked %t, sentence %q", path, marked, sentence)
		}
	}
}

// checkFormula asks excelize for the value of one formula, which does not know all that the others ask for.
func checkFormula(t *testing.T, f *excelize.File, sheet, cell string) {
	t.Helper()
	beside := raw(t, f, sheet, cell)
	computed, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Errorf("%s!%s: %v", sheet, cell, err)
		return
	}
	x, isNumber := strconv.ParseFloat(beside, 64)
	y, isOther := strconv.ParseFloat(computed, 64)
	if isNumber == nil && isOther == nil && math.Abs(x-y) < 1e-9 {
		return
	}
	if beside != computed {
		formula, _ := f.GetCellFormula(sheet, cell)
		t.Errorf("%s!%s: %s is %q, beside it stands %q", sheet, cell, formula, computed, beside)
	}
}

// TestFormulas computes every formula again and compares its value with the one beside it.
func TestFormulas(t *testing.T) {
	if formulas := checkFormulas(t, written(t, byHand(), "nl")); len(formulas) < 1500 {
		t.Errorf("only %d formulas", len(formulas))
	}
}

// TestHostileTexts reads names from outside back: as they were, as text, and marked to stay so.
func TestHostileTexts(t *testing.T) {
	data := written(t, byHand(), "fr")
	f := opened(t, data)
	services := name(t, "fr", "services")
	for i, text := range hostile {
		cell := "B" + strconv.Itoa(firstRow+i)
		if formula, _ := f.GetCellFormula(services, cell); formula != "" {
			t.Errorf("%q became the formula %q", text, formula)
		}
		kind, err := f.GetCellType(services, cell)
		if want := map[bool]excelize.CellType{true: excelize.CellTypeSharedString, false: excelize.CellTypeInlineString}[escape.MatchString(text)]; err != nil || kind != want {
			t.Errorf("%q is stored as %v, %v", text, kind, err)
		}
		if got := raw(t, f, services, cell); got != text {
			t.Errorf("%q is read back as %q", text, got)
		}
		id, err := f.GetCellStyle(services, cell)
		if err != nil {
			t.Fatal(err)
		}
		quoted := f.Styles.CellXfs.Xf[id].QuotePrefix
		if startsFormula(text) != (quoted != nil && *quoted) {
			t.Errorf("%q: marked as text %v", text, quoted)
		}
	}
}

// TestFindingsOrder asks for blocks: by status, and within it by rule, each count's rows together.
func TestFindingsOrder(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "en"))
	status, rule, index := find(t, f, "Findings", "status"), find(t, f, "Findings", "rule"), find(t, f, "Findings", "index")
	blocks := map[string]bool{}
	last := ""
	for i := range a.Findings {
		row := strconv.Itoa(firstRow + i)
		if raw(t, f, "Findings", "A"+row) != strconv.Itoa(i+1) {
			t.Fatalf("row %s has number %s", row, raw(t, f, "Findings", "A"+row))
		}
		at, err := strconv.Atoi(raw(t, f, "Findings", index+row))
		if err != nil || int(a.Findings[at].Number) != i+1 {
			t.Errorf("row %s: index %d is finding %d", row, at, a.Findings[at].Number)
		}
		block := raw(t, f, "Findings", status+row) + " " + raw(t, f, "Findings", rule+row)
		if block != last && blocks[block] {
			t.Errorf("row %s: %s begins again", row, block)
		}
		blocks[block], last = true, block
		visible, err := f.GetRowVisible("Findings", firstRow+i)
		if err != nil || visible == (a.Findings[at].Status == rules.NotApplicable) {
			t.Errorf("row %s, %s: visible %t, %v", row, block, visible, err)
		}
	}
}

// TestBounds reads the figures of a finding of each kind.
func TestBounds(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "en"))
	at := func(reason string, status rules.Status) string {
		for i := range a.Findings {
			if x := &a.Findings[i]; x.Reason.Key == reason && x.Status == status {
				return strconv.Itoa(firstRow - 1 + int(x.Number))
			}
		}
		t.Fatalf("no finding %s %s", status, reason)
		return ""
	}
	for _, c := range []struct {
		reason string
		status rules.Status
		want   []string // measured, up to, limit, ratio
	}{
		{"backup.gap", rules.Pass, []string{"1", "", "9", "0.1111111111111111"}},
		{"backup.gap", rules.Fail, []string{"480", "", "360", "1.3333333333333333"}},
		{"backup.gap", rules.Unknown, []string{"4.5", "∞", "360", "–"}},
		{"backup.gap.unknown", rules.Unknown, []string{"unknown", "", "9", "–"}},
		{"backup.retention", rules.Waived, []string{"10", "", "30", "0.3333333333333333"}},
		{"backup.retention.none", rules.Fail, []string{"no backup", "", "35", "–"}},
		{"backup.offsite_distance", rules.Unknown, []string{"20", "300", "100", "0.2"}},
		{"backup.size_drop", rules.Pass, []string{"0", "", "0.5", "0"}},
		{"backup.size_drop", rules.Fail, []string{"0.6", "0.9", "0.5", "1.2"}},
		{"backup.unencrypted_copies", rules.Unknown, []string{"0", "1", "0", "–"}},
		{"no_target", rules.Unknown, []string{"1", "", "no target", "–"}},
		{"restore_test.age.none", rules.Fail, []string{"never tested", "", "92", "–"}},
		{"tier", rules.NotApplicable, []string{"", "", "", ""}},
	} {
		row := at(c.reason, c.status)
		var got []string
		for _, column := range []string{"H", "I", "J", "K"} {
			got = append(got, raw(t, f, "Findings", column+row))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %s: %s", c.status, c.reason, diff)
		}
	}
}

// TestLinks follows every link of every sheet.
func TestLinks(t *testing.T) {
	if n := checkLinks(t, opened(t, written(t, byHand(), "fr"))); n < 50 {
		t.Errorf("only %d links", n)
	}
}

// checkLinks follows every link of a workbook, and returns how many there are.
func checkLinks(t *testing.T, f *excelize.File) int {
	t.Helper()
	n := 0
	for _, sheet := range f.GetSheetList() {
		cells, err := f.GetHyperLinkCells(sheet, "Location")
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range cells {
			_, target, err := f.GetCellHyperLink(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			to, place := followed(target)
			if index, err := f.GetSheetIndex(to); err != nil || index < 0 {
				t.Errorf("%s!%s leads to %s", sheet, cell, target)
			} else if place != "A1" && raw(t, f, to, place) == "" {
				t.Errorf("%s!%s leads to %s, which is empty", sheet, cell, target)
			}
			n++
		}
	}
	return n
}

// followed is the sheet and the cell that a link leads to.
func followed(target string) (sheet, cell string) {
	name, cell, _ := strings.Cut(target, "!")
	return strings.ReplaceAll(strings.Trim(name, "'"), "''", "'"), cell
}

// TestSummaryLeadsToFindings follows the counts of the table by rule to the first of their findings.
func TestSummaryLeadsToFindings(t *testing.T) {
	a := byHand()
	if n := checkSummaryLinks(t, opened(t, written(t, a, "en")), a); n != 0 {
		t.Errorf("%d links lead to a sheet that is not there", n)
	}
}

// checkSummaryLinks follows the counts by rule, and returns how many lead to a sheet that goes on.
func checkSummaryLinks(t *testing.T, f *excelize.File, a *report.Assessment) (beyond int) {
	t.Helper()
	status, rule, n := find(t, f, "Findings", "status"), find(t, f, "Findings", "rule"), 0
	for row := 1; row < 60; row++ {
		id := raw(t, f, "Summary", "S"+strconv.Itoa(row))
		c, known := a.Summary.ByRule[id]
		if !known {
			continue
		}
		for i, s := range []rules.Status{rules.Fail, rules.Unknown, rules.Waived} {
			cell := letters(atFail+i) + strconv.Itoa(row)
			linked, target, err := f.GetCellHyperLink("Summary", cell)
			if err != nil || linked != (of(c, s) > 0) || raw(t, f, "Summary", cell) != strconv.Itoa(of(c, s)) {
				t.Errorf("%s of %s: %s, link %q, %v", s, id, raw(t, f, "Summary", cell), target, err)
			}
			if !linked {
				continue
			}
			n++
			sheet, to := followed(target)
			if sheet != "Findings" {
				beyond++
			}
			first, _ := strconv.Atoi(strings.TrimPrefix(to, "A"))
			block := func(row int) string {
				return raw(t, f, sheet, status+strconv.Itoa(row)) + " " + raw(t, f, sheet, rule+strconv.Itoa(row))
			}
			if block(first) != s.String()+" "+id || first > firstRow && block(first-1) == s.String()+" "+id {
				t.Errorf("%s of %s leads to %s", s, id, target)
			}
		}
	}
	if n < 8 {
		t.Errorf("only %d links", n)
	}
	return beyond
}
