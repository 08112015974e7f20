package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"coupefeu/report"
	"coupefeu/templates"
)

// addQuarters gives an assessment three quarters to look back at, of which the middle one has no usable report. The
// oldest had a tier that is gone, and no scenarios.
func addQuarters(a *report.Assessment) {
	if a.Previous != nil {
		a.Trend = a.Trend[:len(a.Trend)-1]
	} else {
		a.Previous = &report.Previous{Period: "2026-Q2", SHA256: strings.Repeat("2f", 32)}
		old := quarterOf(4, 12)
		old.AsOf, old.Seal, old.Pack, old.PackVersion = time.Date(2026, 1, 1, 0, 0, 0, 0, brussels), strings.Repeat("4e", 32), "=baseline", "0.9"
		old.ByTier = map[string]report.TierFigures{"vital": old.TierFigures, "gone tier": {}}
		before := quarterOf(6, 15)
		before.AsOf, before.Seal, before.Pack, before.PackVersion = time.Date(2026, 7, 1, 0, 0, 0, 0, brussels), a.Previous.SHA256, "baseline", "0.9"
		before.ByTier = map[string]report.TierFigures{"vital": quarterOf(5, 5).TierFigures, "standard": quarterOf(1, 10).TierFigures}
		lost, unproven := 3, 1
		before.Lost, before.Unproven = &lost, &unproven
		before.Worst = &report.WorstCampus{Scenario: "campus:roubaix", Name: "-Roubaix", Lost: 2, Unproven: 1, Interrupted: 4}
		before.Demonstrated, before.Restores = &report.Share{Count: 9, Of: 24}, &report.Share{Count: 0, Of: 7}
		a.Trend = []report.Quarter{{Period: "2025-Q4", Figures: old}, {Period: "2026-Q1"}, {Period: "2026-Q2", Figures: before}}
	}
	now := &report.Figures{AsOf: a.AsOf, Pack: a.Pack.ID, PackVersion: a.Pack.Version, TierFigures: tierOf(a.Summary.Group), ByTier: map[string]report.TierFigures{},
		Waivers: map[string]int{"in_force": 1, "expired": 1}, Commitments: map[string]int{}}
	for tier, g := range a.Summary.ByTier {
		now.ByTier[tier] = tierOf(g)
	}
	a.Trend = append(a.Trend, report.Quarter{Period: a.Period.ID, Figures: now})
}

// quarterOf is a quarter with so many services that are compliant and others that are not.
func quarterOf(compliant, others int) *report.Figures {
	g := report.Group{Services: compliant + others, Compliant: compliant, CompliantWithWaivers: 1,
		Checks: report.Checks{Pass: 5 * compliant, Fail: others, Unknown: 2, Waived: 1, NotApplicable: 3}}
	return &report.Figures{TierFigures: tierOf(g), Waivers: map[string]int{"in_force": 2}, Commitments: map[string]int{"kept": 1, "late": 2}}
}

func tierOf(g report.Group) report.TierFigures {
	return report.TierFigures{Services: g.Services, Compliant: g.Compliant, CompliantWithWaivers: g.CompliantWithWaivers,
		Applicable: g.Checks.Applicable(), Open: g.Checks.Open(), Checks: g.Checks}
}

// TestTrendShowsGaps asks of a quarter without a usable report that it says so and has no figure, not even a zero.
func TestTrendShowsGaps(t *testing.T) {
	for _, tag := range templates.Tags() {
		f := opened(t, written(t, byHand(), tag))
		sheet := name(t, tag, trendKey)
		missing := "? " + templates.Workbook(language(t, tag).Text("workbook.trend.missing", nil))
		for column := range 80 {
			key, got := raw(t, f, sheet, letters(column)+"1"), raw(t, f, sheet, letters(column)+"7")
			switch key {
			case "n", "period.title", "label", "period":
				continue
			case "as_of":
				if got != missing {
					t.Errorf("%s: the quarter says %q, want %q", tag, got, missing)
				}
			case "reported":
				if got != "no" {
					t.Errorf("%s: reported is %q", tag, got)
				}
			default:
				if got != "" {
					t.Errorf("%s: %s of a quarter without a report is %q", tag, key, got)
				}
			}
		}
		for key, want := range map[string]string{"open": "17", "restores.count": "0", "worst_campus.name": "-Roubaix", "by_tier.vital.compliant": "5", "by_tier.gone tier.services": "0",
			"sha256": strings.Repeat("2f", 32), "waivers.in_force": "2"} {
			if got := raw(t, f, sheet, find(t, f, sheet, key)+"8"); got != want {
				t.Errorf("%s: %s is %q, want %q", tag, key, got, want)
			}
		}
		if got := raw(t, f, sheet, find(t, f, sheet, "restores.count")+"6"); got != "–" {
			t.Errorf("%s: a figure that a report does not have is %q", tag, got)
		}
	}
}

// charted are the charts of a workbook, in the order in which they were drawn.
func charted(t *testing.T, data []byte) []string {
	t.Helper()
	var out []string
	for i := 1; i <= 5; i++ {
		out = append(out, part(t, data, fmt.Sprintf("xl/charts/chart%d.xml", i)))
	}
	return out
}

// TestTrendCharts looks for both charts on two sheets, over the same cells: a missing quarter is a gap, and the title
// says the message.
func TestTrendCharts(t *testing.T) {
	a := byHand()
	data := written(t, a, "en")
	charts := charted(t, data)
	for i, want := range map[int][]string{
		0: {`<lineChart>`, `Trend&#39;!$B$6:$B$9`, `<symbol val="circle"`, `<dispBlanksAs val="gap"`, ` open findings of `, `, against 17 of 48<`},
		1: {`<grouping val="stacked"`, `<gapWidth val="60"`, `Compliant services: 0 of 15, against 6 of 21<`, `<dispBlanksAs val="gap"`},
		2: {`<grouping val="percentStacked"`}, 3: {`<lineChart>`}, 4: {`<grouping val="stacked"`},
	} {
		for _, text := range want {
			// The line names its quarters by the folded column that adds what each is counted among.
			text = strings.Replace(text, "$B$6:$B$9", "$"+find(t, opened(t, data), "Trend", "label")+"$6:$"+find(t, opened(t, data), "Trend", "label")+"$9", 1)
			if !strings.Contains(charts[i], text) {
				t.Errorf("chart %d has no %s", i+1, text)
			}
		}
		if strings.Contains(charts[i], "<delete val=\"1\"/></dLbl>") {
			t.Errorf("chart %d leaves figures out of %d quarters", i+1, len(a.Trend))
		}
	}
}

// TestLongTrend draws the last twelve quarters, with figures at the first and the last.
func TestLongTrend(t *testing.T) {
	a := byHand()
	last := a.Trend[len(a.Trend)-1]
	a.Trend = append(slices.Repeat(a.Trend[2:3], 15), last)
	chart := charted(t, written(t, a, "en"))[0]
	row := strconv.Itoa(firstRow + 16 - mostDrawn)
	if n := strings.Count(chart, `<delete val="1"/></dLbl>`); n != mostDrawn-2 || !strings.Contains(chart, "$"+row+":") {
		t.Errorf("%d of %d quarters have no figure", n, mostDrawn)
	}
	if !strings.Contains(chart, `<dLbls><dLbl><idx val="1"`) || strings.Contains(chart, `<idx val="11"/><delete`) {
		t.Error("the wrong figures are left out")
	}
}

// firstQuarter is an assessment without a report to look back at.
func firstQuarter() *report.Assessment {
	a := byHand()
	a.Previous, a.Changes, a.Trend = nil, nil, a.Trend[len(a.Trend)-1:]
	a.Highlights = report.Highlight(a)
	return a
}

// TestFirstQuarter says so on the sheet and in the titles of the charts, which show one point.
func TestFirstQuarter(t *testing.T) {
	for tag, want := range map[string]string{"fr": "premier trimestre", "nl": "eerste kwartaal", "de": "erstes Quartal", "en": "first quarter"} {
		data := written(t, firstQuarter(), tag)
		f := opened(t, data)
		for i, chart := range charted(t, data) {
			if i != 2 && !strings.Contains(chart, want) {
				t.Errorf("%s: chart %d does not say %q", tag, i+1, want)
			}
		}
		sheet := name(t, tag, trendKey)
		if said := raw(t, f, sheet, "A3"); !strings.Contains(strings.ToLower(said), strings.ToLower(strings.Fields(want)[1])) || raw(t, f, sheet, "A7") != "" {
			t.Errorf("%s: %q, and then %q", tag, said, raw(t, f, sheet, "A7"))
		}
		checkVerdicts(t, f, name(t, tag, "reconciliation"), "✓")
	}
}
