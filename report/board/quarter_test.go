package board

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// quarterCases are the pasts that the section may have to tell of, each with what makes it different from the first.
var quarterCases = []struct {
	name   string
	past   past
	change func(*report.Assessment)
}{
	{"a year, promises in every state", past{quarters: 3, commitments: 12}, func(*report.Assessment) {}},
	{"the last usable report is two quarters old", past{quarters: 4, gaps: []int{3}}, func(*report.Assessment) {}},
	{"nothing moved", past{quarters: 1, still: true}, func(*report.Assessment) {}},
	{"the first quarter", past{}, func(*report.Assessment) {}},
	{"the first quarter with promises", past{commitments: 2}, func(*report.Assessment) {}},
	{"earlier reports that cannot be used", past{}, func(a *report.Assessment) {
		a.Notices = append(a.Notices, inventory.Notice{Code: "history-altered", Args: []string{"2026-Q2"}, Text: "altered"})
	}},
	{"a draft within the quarter", past{quarters: 1}, func(a *report.Assessment) { a.AsOf = a.AsOf.Add(-20*24*time.Hour - time.Hour) }},
	{"the year turns, and all is closed", past{quarters: 1}, allClosed},
	{"rules that no longer apply, and none that now do", past{quarters: 1}, func(a *report.Assessment) {
		a.Changes.Opening += a.Changes.ByCause[report.New]
		a.Changes.ByCause[report.New] = 0
	}},
	{"figures that the quarter before had not", past{quarters: 1}, func(a *report.Assessment) {
		a.Trend[0].Figures.Worst, a.Trend[0].Figures.Restores = nil, nil
	}},
	{"count and share go opposite ways", past{quarters: 1}, func(a *report.Assessment) {
		a.Trend[0].Figures.Restores = &report.Share{Count: 1, Of: 1}
		a.Trend[0].Figures.Compliant = a.Trend[1].Figures.Compliant
	}},
}

// allClosed makes all that was open in December fixed by the end of March.
func allClosed(a *report.Assessment) {
	a.AsOf = time.Date(2027, 4, 1, 0, 0, 0, 0, a.AsOf.Location())
	a.Period.ID, a.Previous.Period = "2027-Q1", "2026-Q4"
	a.Trend[0].Period, a.Trend[1].Period = a.Previous.Period, a.Period.ID
	c := a.Changes
	c.OpeningAsOf = endOf(a.Previous.Period)
	for _, cause := range report.Causes {
		c.ByCause[cause], c.ByRule[cause] = 0, map[string]int{}
	}
	c.Opening, c.Closing, c.ByCause[report.Fixed] = 1, 0, 1
	c.ByRule[report.Fixed][a.Rules[0].ID] = 1
	c.ServicesOut, c.ServicesIn, c.Rules = nil, nil, nil
}

// TestQuarters compares the title page's figures and the section, in every language.
func TestQuarters(t *testing.T) {
	var got strings.Builder
	for _, c := range quarterCases {
		a := fabricated(shape{services: 64, rules: 7, tiers: 2, members: 9, inputs: 1, landscape: landscape{campuses: 2, spread: 3, lost: 3}, past: c.past})
		c.change(a)
		a.Highlights = report.Highlight(a)
		for _, tag := range templates.Tags() {
			fmt.Fprintf(&got, "── %s: %s\n", c.name, tag)
			file := drawnOn(t, a, tag, func(b *board) {
				if p := a.Highlights.Progress; b.Pages() == 0 && p != nil {
					fmt.Fprintf(&got, "%s\n%s\n%s\n", b.moved(p.Lost), b.moved(p.Compliant), b.moved(p.Restores))
				}
				drawQuarter(b)
			})
			_, section, _ := strings.Cut(lines(pagesOf(t, file)[0]), a.Organisation.Name+" | ")
			got.WriteString(section)
		}
	}
	compared(t, "testdata/quarters.txt", got.String())
}

// drawnOn tries parts of a report on a page of their own.
func drawnOn(t testing.TB, a *report.Assessment, tag string, try func(*board)) []byte {
	t.Helper()
	var file bytes.Buffer
	b := newBoard(a, language(t, tag), Options{})
	err := pdf.Render(&file, b.options(), func(d *pdf.Document) error {
		b.Document = d
		d.NewPage()
		d.Heading(pdf.Heading{Level: 1, Text: pdf.Plain(pageTitle, b.l.Text("board.section.quarter", nil))})
		d.Destination("trust") // which links lead to
		try(b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestWaterfallAddsUp asks every cause to be in one row, and the rows to lead from opening to closing to the unit.
func TestWaterfallAddsUp(t *testing.T) {
	counted := map[report.Cause]int{}
	for _, cause := range fallCauses {
		if cause.closes.Opens() || cause.opens != "" && !cause.opens.Opens() {
			t.Errorf("%s: %q should close, %q open", cause.key, cause.closes, cause.opens)
		}
		counted[cause.closes]++
		counted[cause.opens]++
	}
	for _, cause := range report.Causes {
		if counted[cause] != 1 {
			t.Errorf("cause %s is in %d rows", cause, counted[cause])
		}
	}
	for _, extreme := range extremes {
		if extreme.quarters == 0 || extreme.services > 1000 {
			continue
		}
		drawnOn(t, fabricated(extreme.shape), "fr", func(b *board) {
			level := 0
			rows := b.fallRows(b.a.Changes)
			for _, r := range rows[:len(rows)-1] {
				level += r.up - r.down
			}
			if closing := rows[len(rows)-1].up; level != closing || rows[0].up != b.a.Changes.Opening {
				t.Errorf("%s: the rows come to %d, and %d are open", extreme.name, level, closing)
			}
		})
	}
}

// TestRuleChanges tells in which direction a limit moved.
func TestRuleChanges(t *testing.T) {
	limits := func(values ...float64) map[string]report.Limit {
		out := map[string]report.Limit{}
		for i, tier := range []string{"vital", "standard"} {
			if i < len(values) {
				out[tier] = report.Limit{Value: values[i]}
			}
		}
		return out
	}
	target := map[string]report.Limit{"vital": {Target: "service.rto"}, "standard": {Value: 9}}
	both, limit := []string{"vital", "standard"}, []string{"limit"}
	for _, c := range []struct {
		name, kind, bound string
		parts, tiers      []string
		before, now       map[string]report.Limit
		want              string
	}{
		{"new", report.RuleAdded, "", nil, nil, nil, limits(1), "added"},
		{"gone", report.RuleRemoved, "at_most", nil, nil, limits(1), nil, "removed"},
		{"less is asked at most", report.RuleChanged, "at_most", limit, both, limits(9, 9), limits(8, 7), "tighter"},
		{"more is asked at most", report.RuleChanged, "at_most", limit, both, limits(8, 7), limits(9, 9), "looser"},
		{"more is asked at least", report.RuleChanged, "at_least", limit, both, limits(8, 7), limits(9, 9), "tighter"},
		{"less is asked at least", report.RuleChanged, "at_least", limit, both, limits(9, 9), limits(8, 7), "looser"},
		{"a tier more", report.RuleChanged, "at_most", limit, both[1:], limits(9), limits(9, 9), "tighter"},
		{"a tier fewer", report.RuleChanged, "at_most", limit, both[1:], limits(9, 9), limits(9), "looser"},
		{"this way and that", report.RuleChanged, "at_most", limit, both, limits(9, 9), limits(8, 10), "changed"},
		{"a target instead", report.RuleChanged, "at_most", limit, both[:1], limits(9, 9), target, "changed"},
		{"another metric too", report.RuleChanged, "at_most", []string{"metric", "limit"}, both, limits(9, 9), limits(8, 8), "changed"},
	} {
		b := &board{}
		r := &report.RuleChange{Kind: c.kind, Parts: c.parts, Tiers: c.tiers, BoundBefore: c.bound, LimitsBefore: c.before, LimitsNow: c.now}
		if got := b.ruleChange(r); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// series is the assessment's trend with other counts of open findings; a negative one is a gap.
func series(counts []int) []report.Quarter {
	var out []report.Quarter
	for i, n := range counts {
		q := report.Quarter{Period: periodBefore(asOf, len(counts)-1-i)}
		if n >= 0 {
			q.Figures = &report.Figures{TierFigures: report.TierFigures{Open: n, Applicable: 1500}}
		}
		out = append(out, q)
	}
	return out
}

// TestTrendLabels tries every line of six quarters from a few heights, and some with gaps: figures touch neither each
// other nor the line, and the last quarter always has its own.
func TestTrendLabels(t *testing.T) {
	heights := []int{0, 7, 90, 1180}
	lost := 0
	drawnOn(t, fabricated(shape{services: 1, rules: 1, tiers: 1}), "fr", func(b *board) {
		for n := range 4096 {
			counts := make([]int, 6)
			for i := range counts {
				counts[i] = heights[n>>(2*i)&3]
			}
			if n%5 == 0 {
				counts[1+n%4] = -1
			}
			l := b.trendLines(trendPanels[3], series(counts))
			l.tall = trendTall
			room := pdf.Box{Y: -trendTall - trendAbove, X: -labelAside, Width: trendWidth + 2*labelAside, Height: trendTall + trendAbove}
			places := l.places(pdf.Point{})
			labels := l.labels(places, room)
			lost += len(l.labelled()) - len(labels)
			for i, label := range labels {
				if touches(label.box, labels[:i]) || crossesLine(label.box, places) || !within(label.box, room) {
					t.Fatalf("%v: %q touches something", counts, label.text)
				}
			}
			if last := labels[len(labels)-1]; last.text.String() != b.l.Integer(int64(counts[5])) {
				t.Fatalf("%v: the last quarter has no figure", counts)
			}
		}
	})
	if lost > 4096/10 {
		t.Errorf("%d figures have found no place", lost)
	}
}

// TestLabelled asks for all figures of a few quarters, and of more for those that tell most.
func TestLabelled(t *testing.T) {
	for _, c := range []struct {
		counts, want []int
	}{
		{[]int{4}, []int{0}},
		{[]int{4, 9, 2, 5, 7}, []int{0, 1, 2, 3, 4}},
		{[]int{4, 9, 2, 5, 7, 6}, []int{0, 1, 2, 5}},
		{[]int{9, 9, 2, 5, 7, 2}, []int{0, 2, 5}},
		{[]int{4, -1, 2, 5, -1, 7, 6}, []int{0, 2, 3, 5, 6}},
		{[]int{-1, -1}, nil},
	} {
		drawnOn(t, fabricated(shape{services: 1, rules: 1, tiers: 1}), "en", func(b *board) {
			l := b.trendLines(trendPanels[3], series(c.counts))
			got := l.labelled()
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("%v: %v, want %v", c.counts, got, c.want)
			}
		})
	}
}
