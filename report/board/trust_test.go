package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// trustCases are the grounds that the page may have to tell of.
var trustCases = []struct {
	name   string
	change func(*report.Assessment)
}{
	{"runs keep to what is declared", func(a *report.Assessment) { a.Highlights.Grounds.Compared = 80 }},
	{"the only backup keeps to it", func(a *report.Assessment) { a.Highlights.Grounds.Compared = 1 }},
	{"one does not, and it has ended", func(a *report.Assessment) { contradict(a, 1, 9, false) }},
	{"more than are shown, and they last", func(a *report.Assessment) { contradict(a, 7, 80, true) }},
	{"one source is old", func(a *report.Assessment) {
		contradict(a, 0, 3, false)
		age(a, 9)
	}},
	{"several are old, one without a run", func(a *report.Assessment) {
		contradict(a, 0, 3, false)
		age(a, 9, 400, -1)
	}},
	{"notices speak of services by their names", func(a *report.Assessment) {
		contradict(a, 0, 3, false)
		for _, n := range []inventory.Notice{
			{Code: "dependency-cycle", Args: []string{"s00000", "s00001"}},
			{Code: "evidence-unusable", Args: []string{"source0"}}, // told by its count
			{Code: "evidence-select-no-match", Args: []string{"s00000", "s00000", "s00001"}},
			{Code: "history-altered", Args: []string{"2026-Q2", "s00000"}},
		} {
			a.Notices, a.Highlights.Notices[n.Code] = append(a.Notices, n), 1
		}
	}},
}

// contradict gives an assessment so many backups that run otherwise than declared.
func contradict(a *report.Assessment, n, of int, lasting bool) {
	a.Highlights.Grounds.Contradicted, a.Highlights.Grounds.Compared = n, of
	from, to := time.Date(2026, 8, 1, 12, 0, 0, 0, asOf.Location()), time.Date(2026, 8, 4, 1, 0, 0, 0, asOf.Location())
	for range min(n, report.ContradictionsLength) {
		a.Highlights.Contradictions = append(a.Highlights.Contradictions,
			report.Contradiction{Service: "s00000", Backup: "nightly", Every: 86400, Gap: 61 * 3600, From: from, To: to, Lasting: lasting})
	}
}

// age gives an assessment evidence whose newest run is so many days old; of a negative number there is no run.
func age(a *report.Assessment, days ...int) {
	a.Highlights.Grounds.OldOnes, a.Highlights.Grounds.Sources = len(days), 12
	for i, n := range days {
		e := report.Evidence{ID: fmt.Sprintf("source%d", i), Usable: true}
		if n >= 0 {
			newest := a.AsOf.AddDate(0, 0, -n)
			e.Newest = &newest
		}
		a.Evidence = append(a.Evidence, e)
	}
}

// TestTrust compares what the page says of declared and observed, and of what weakens the report, in every language.
func TestTrust(t *testing.T) {
	var got strings.Builder
	for _, c := range trustCases {
		a := fabricated(shape{services: 2, rules: 3, tiers: 1, members: 1})
		a.Highlights.Grounds, a.Highlights.Contradictions = report.GroundsSum{}, nil
		c.change(a)
		for _, tag := range templates.Tags() {
			fmt.Fprintf(&got, "── %s: %s\n", c.name, tag)
			file := drawnOn(t, a, tag, func(b *board) {
				b.against()
				b.weaknesses()
			})
			_, section, _ := strings.Cut(lines(pagesOf(t, file)[0]), a.Organisation.Name+" | ")
			_, section, _ = strings.Cut(section, "\n")
			_, section, _ = strings.Cut(section, "\n") // the title
			got.WriteString(section)
		}
	}
	compared(t, "testdata/trust.txt", got.String())
}

// TestLimitsAreToldOnce asks for the limits beside the counts where they have room there, and on the page of trust where
// they have not, or where there is no page of counts.
func TestLimitsAreToldOnce(t *testing.T) {
	for _, c := range []struct {
		tiers    int
		sections []string
		beside   bool
	}{
		{3, []string{firstSection, "rules", "trust", keptSection}, true},
		{4, []string{firstSection, "rules", "trust", keptSection}, false},
		{3, []string{firstSection, "trust", keptSection}, false},
	} {
		a := fabricated(shape{services: 30, rules: 7, tiers: c.tiers, members: 9, inputs: 1})
		template := standardTemplate(source.File{Name: "board.yaml"})
		template.chosen = nil
		for _, name := range c.sections {
			template.chosen = append(template.chosen, choice{name: name})
		}
		_, pages, starts := drawnBy(t, a, "en", template)
		title := language(t, "en").Text("board.limits.title", nil)
		told := false
		for _, page := range pages[starts["trust"]-1 : starts[keptSection]-1] {
			told = told || strings.Contains(lines(page), title)
		}
		if told == c.beside {
			t.Errorf("%d tiers, %v: limits on the page of trust: %v", c.tiers, c.sections, told)
		}
	}
}

// TestControls spreads controls over tables of every height: each stands once, in order, under its framework, and what
// has no place is counted.
func TestControls(t *testing.T) {
	a := fabricated(shape{services: 9, rules: 14, tiers: 2, members: 9, inputs: 1})
	all := 0
	for i := range a.Frameworks {
		all += len(a.Frameworks[i].Controls)
	}
	drawnOn(t, a, "fr", func(b *board) {
		s := b.controlSheet()
		if s.tables != mostControlTables || len(s.entries) != all {
			t.Fatalf("%d tables for %d of %d controls", s.tables, len(s.entries), all)
		}
		for height := 20.0; height < 280; height += 7 {
			tables, left := s.spread(height)
			var shown []string
			for _, table := range tables {
				if got := b.TableHeight(table); got > height+0.01 {
					t.Errorf("%.0f mm: a table of %.1f mm", height, got)
				}
				if table.Rows[0].Kind != pdf.GroupRow || table.Rows[len(table.Rows)-1].Kind == pdf.GroupRow {
					t.Errorf("%.0f mm: a table begins without a title, or ends with one", height)
				}
				for _, row := range table.Rows {
					if row.Kind != pdf.GroupRow {
						shown = append(shown, row.Cells[0].Text[0].String())
					}
				}
			}
			var want []string
			for i := range a.Frameworks {
				for _, c := range a.Frameworks[i].Controls {
					want = append(want, c.ID)
				}
			}
			if left != all-len(shown) || !slices.Equal(shown, want[:len(shown)]) || len(tables) > mostControlTables {
				t.Errorf("%.0f mm: %d tables show %d controls of %d, and %d are left", height, len(tables), len(shown), all, left)
			}
		}
	})
}
