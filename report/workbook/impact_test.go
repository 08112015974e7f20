package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// TestImpactInWords reads what a row says of a service: outcome, mechanism, both figures with their verdicts, cause.
func TestImpactInWords(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "en"))
	var columns []string
	for _, key := range []string{"outcome.title", "own.title", "interruption.low", "interruption.high", "rto_met.title", "data_loss.low", "data_loss.high",
		"rpo_met.title", "because.title", "unprotected.title"} {
		columns = append(columns, find(t, f, "Scenario impact", key))
	}
	for row, want := range map[int][]string{
		14: {"✗ data lost", "data lost", "for good", "", "✗ missed", "everything", "", "✗ missed", "", "no"},
		15: {"✗ data lost", "not affected", "for good", "", "✗ missed", "everything", "", "✗ missed", "=1+1", "no"},
		16: {"? not proven", "not proven", "unknown", "", "? not demonstrated", "unknown", "", "? not demonstrated", "", "no"},
		18: {"stopped, data safe", "not affected", "for good", "", "✗ missed", "0", "", "–", "+1 → =1+1", "no"},
		19: {"to restore", "to restore", "2", "", "✓ kept", "24", "", "✗ missed", "", "no"},
		21: {"fails over", "fails over", "unknown", "", "? not demonstrated", "unknown", "", "? not demonstrated", "", "no"},
		23: {"fails over", "fails over", "3", "5", "? not demonstrated", "0.08333333333333333", "", "–", "", "no"},
		24: {"waits for another service", "not affected", "0.5", "", "✓ kept", "0", "", "–", "_x0041_ and _x000D_", "no"},
		26: {"not affected", "not affected", "0", "", "✓ kept", "0", "", "–", "", "yes"},
		27: {"waits for the site", "waits for the site", "120", "", "✗ missed", "0", "", "✓ kept", "", "no"},
	} {
		var got []string
		for _, column := range columns {
			got = append(got, raw(t, f, "Scenario impact", column+strconv.Itoa(headRow+row)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("row %d: %s", row, diff)
		}
	}
}

// TestSpans reads figures of every kind as their two cells show them.
func TestSpans(t *testing.T) {
	e := newEffects(unwritten(t, "en"))
	show := func(c cell) string {
		if c.kind == figure {
			return fmt.Sprint(c.number)
		}
		return c.text
	}
	for _, c := range []struct {
		low, high float64
		want      string
	}{
		{0, 0, "0|"}, {3600, 3600, "1|"}, {3600, 9000, "1|2.5"}, {0, 1800, "0|0.5"}, {0, math.Inf(1), "unknown|"}, {7200, math.Inf(1), "2|∞"},
		{math.Inf(1), math.Inf(1), "for good|"},
	} {
		span := scenario.Bounds{Low: c.low, High: c.high}
		if got := show(e.least(span, e.never)) + "|" + show(e.most(span)); got != c.want {
			t.Errorf("%v is shown as %s, want %s", span, got, c.want)
		}
	}
}

// TestWorst reads the worst known figure of a scenario, and what stands there where none is known.
func TestWorst(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "fr"))
	low, high := find(t, f, "Scénarios", "interruption.worst.low"), find(t, f, "Scénarios", "interruption.worst.high")
	for i, want := range []string{"–", "5", "120", "120", "5", "5", "aucun"} {
		if got := raw(t, f, "Scénarios", low+strconv.Itoa(firstRow+i)); got != want {
			t.Errorf("scenario %s: %q, want %q", a.Scenarios[i].ID, got, want)
		}
	}
	if got := raw(t, f, "Scénarios", high+"7"); got != "" {
		t.Errorf("an exact figure goes up to %q", got)
	}
	b := unwritten(t, "fr")
	if c := b.worstHigh(&report.Bounds{Low: 3600, High: seconds(7200)}); c.number != 2 {
		t.Errorf("up to two hours is %v", c)
	}
}

// TestScenariosLeadToImpact follows every linked count: to the first of its rows, whose number is the count.
func TestScenariosLeadToImpact(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "de"))
	sheet, rows := name(t, "de", scenariosKey), name(t, "de", impactKey)
	outcome, id := find(t, f, rows, "outcome"), find(t, f, rows, "scenario")
	n := 0
	for i := range a.Scenarios {
		for _, o := range outcomeCounts {
			at := find(t, f, sheet, "outcomes."+o.outcome.String()) + strconv.Itoa(firstRow+i)
			linked, target, err := f.GetCellHyperLink(sheet, at)
			count := o.count(&a.Scenarios[i].Outcomes)
			if err != nil || raw(t, f, sheet, at) != strconv.Itoa(count) || linked != (count > 0 && o.outcome != scenario.OutcomeUnaffected) {
				t.Fatalf("%s of %s: %s, link %q, %v", o.outcome, a.Scenarios[i].ID, raw(t, f, sheet, at), target, err)
			}
			if !linked {
				continue
			}
			first, err := strconv.Atoi(strings.TrimPrefix(target, quoted(rows)+"!A"))
			if err != nil {
				t.Fatal(err)
			}
			for row := first - 1; row <= first+count; row++ {
				inside := row >= first && row < first+count
				same := raw(t, f, rows, id+strconv.Itoa(row)) == a.Scenarios[i].ID && raw(t, f, rows, outcome+strconv.Itoa(row)) == o.outcome.String()
				if same != inside {
					t.Errorf("%s of %s: row %d of %d from %d", o.outcome, a.Scenarios[i].ID, row, count, first)
				}
			}
			n++
		}
	}
	if n < 20 {
		t.Errorf("only %d links", n)
	}
}

// TestManyScenarios stops linking before the sheet takes no more links, and says where.
func TestManyScenarios(t *testing.T) {
	a := byHand()
	a.Scenarios = slices.Repeat(a.Scenarios[1:2], mostLinkedScenarios+1)
	b := unwrittenOf(t, a, "en")
	table := b.table(scenariosKey)
	lost := table.column("outcomes.lost")
	if table.at(mostLinkedScenarios-1, lost).link == "" || table.at(mostLinkedScenarios, lost).link != "" {
		t.Error("links do not stop where they should")
	}
	if want := fmt.Sprintf("The links stop at row %s:", b.l.Integer(headRow+mostLinkedScenarios)); !strings.Contains(table.sentence, want) {
		t.Errorf("%q does not say %q", table.sentence, want)
	}
	links := 0
	for column := range table.heads {
		if table.at(0, column).link != "" {
			links++
		}
	}
	if links > (mostLinks-1)/mostLinkedScenarios {
		t.Errorf("%d links in a row", links)
	}
}

// TestImpactGoesOn asks for a second sheet where one does not take all rows, and for formulas over both.
func TestImpactGoesOn(t *testing.T) {
	a := byHand()
	one := len(a.Scenarios[1].Services)
	a.Scenarios = slices.Repeat(a.Scenarios[1:2], mostRows/one+1)
	b := unwrittenOf(t, a, "nl")
	table := b.table(impactKey)
	if diff := cmp.Diff([]string{"Gevolgen", "Gevolgen 2"}, table.names); diff != "" {
		t.Fatal(diff)
	}
	last := impactRows(b) - 1
	if place := table.place(last); place != "'Gevolgen 2'!A"+strconv.Itoa(firstRow+last-mostRows) {
		t.Errorf("the last row is at %s", place)
	}
	q := both(impactKey, "scenario", "campus:roubaix", "outcome", "lost")
	if formula := b.formula(q); strings.Count(formula, "COUNTIFS(") != 2 || b.value(q) != float64(2*len(a.Scenarios)) {
		t.Errorf("%s is %v", formula, b.value(q))
	}
}

// TestLongChain names the first steps and the cause, counts the others, and has all of them among the keys.
func TestLongChain(t *testing.T) {
	services := "organisation: {id: o, name: O}\nproviders: [{id: p, name: P}]\nsites: [{id: a, name: A, provider: p}, {id: b, name: B, provider: p}]\nservices:\n"
	for i := range hostile {
		services += fmt.Sprintf("  - {id: s%02d, name: S, tier: vital, instances: [{site: %s, role: active}]", i, map[bool]string{true: "a", false: "b"}[i == 0])
		if i > 0 {
			services += fmt.Sprintf(", depends_on: [s%02d]", i-1)
		}
		services += "}\n"
	}
	a := byHand()
	struck(a, fstest.MapFS{"all.yaml": {Data: []byte(services)}}, scenario.Plan{Each: []scenario.Kind{scenario.Site}})
	for i := range a.Services {
		a.Services[i].Name = fmt.Sprintf("S%d", i)
	}
	table := unwrittenOf(t, a, "en").table(impactKey)
	for row, want := range map[int]string{
		0:  "",
		1:  "S0",
		13: "S12 → S11 → S10 → S9 → S8 → + 7 → S0",
	} {
		if got := cellOf(table, fmt.Sprintf("s%02d", row), "because.title"); got != want {
			t.Errorf("because of s%02d: %q, want %q", row, got, want)
		}
	}
	if got := cellOf(table, "s04", "because"); got != "s03, s02, s01, s00" {
		t.Errorf("the key is %q", got)
	}
	if got := cellOf(table, "s06", "because.title"); got != "S5 → S4 → S3 → S2 → S1 → S0" {
		t.Errorf("six steps are %q", got)
	}
}

// cellOf reads a column of the first row of a service.
func cellOf(table *table, service, key string) string {
	for row := range table.rows {
		if table.at(row, table.column("service")).text == service {
			return table.at(row, table.column(key)).text
		}
	}
	return "no row of " + service
}

// TestScenarioWords asks for a word for every kind, outcome and mechanism in every language.
func TestScenarioWords(t *testing.T) {
	for _, tag := range templates.Tags() {
		b := unwritten(t, tag)
		e := newEffects(b)
		words := slices.Concat(e.outcomes[1:], e.own[1:], e.met[:])
		for kind := scenario.Site; kind <= scenario.Disaster; kind++ {
			words = append(words, b.kindWord(kind.String()))
		}
		for _, word := range words {
			if word == "" || strings.Contains(word, "⟦") {
				t.Errorf("%s: a word is missing: %q", tag, words)
			}
		}
	}
}
