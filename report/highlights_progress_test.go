package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJudgements tries changes of a count of which each one is one too many, and of one that should reach its
// denominator, at and beside the point where they are judged otherwise.
func TestJudgements(t *testing.T) {
	for _, c := range []struct {
		name                  string
		before, now           Share
		change                int
		whenHarm, whenAchieve Judgement
	}{
		{"more of the same", Share{5, 63}, Share{6, 63}, 1, Worse, Better},
		{"less of the same", Share{6, 63}, Share{5, 63}, -1, Better, Worse},
		{"as many", Share{5, 63}, Share{5, 63}, 0, Unchanged, Unchanged},
		{"as many of more", Share{5, 63}, Share{5, 90}, 0, Unchanged, Unchanged},
		{"more, and the same share", Share{10, 20}, Share{20, 40}, 10, Worse, Better},
		{"more, but a smaller share", Share{10, 20}, Share{20, 41}, 10, Worse, Mixed},
		{"less, and the same share", Share{20, 40}, Share{10, 20}, -10, Better, Worse},
		{"less, but a greater share", Share{20, 41}, Share{10, 20}, -10, Better, Mixed},
		{"from nothing at all", Share{0, 0}, Share{3, 9}, 3, Worse, Better},
	} {
		for _, judged := range []struct {
			step *Step
			want Judgement
		}{{harmed(&c.before, &c.now), c.whenHarm}, {gained(&c.before, &c.now), c.whenAchieve}} {
			want := &Step{Before: c.before, Now: c.now, Change: c.change, Judged: judged.want}
			if difference := cmp.Diff(want, judged.step); difference != "" {
				t.Errorf("%s (−want +got):\n%s", c.name, difference)
			}
		}
	}
}

// progressed is an assessment with a quarter, a gap and this quarter.
func progressed(before, now *Figures) *Assessment {
	return &Assessment{Previous: &Previous{Period: "2026-Q1"},
		Trend: []Quarter{{Period: "2026-Q1", Figures: before}, {Period: "2026-Q2"}, {Period: "2026-Q3", Figures: now}}}
}

// TestProgress sets two quarters side by side, of which one lacks what the other has.
func TestProgress(t *testing.T) {
	tier := func(open, of int) map[string]TierFigures {
		return map[string]TierFigures{"vital": {Open: open, Applicable: of}, "other": {}}
	}
	before := &Figures{TierFigures: TierFigures{Services: 63, Compliant: 26, Applicable: 1254, Open: 197}, Worst: &WorstCampus{Lost: 5},
		Restores: &Share{38, 57}, ByTier: tier(20, 300)}
	now := &Figures{TierFigures: TierFigures{Services: 64, Compliant: 31, Applicable: 1280, Open: 182}, Worst: &WorstCampus{Lost: 3},
		Demonstrated: &Share{9, 1280}, ByTier: tier(21, 310)}
	delete(now.ByTier, "other")
	want := &Progress{Period: "2026-Q1",
		Lost:       &Step{Share{5, 63}, Share{3, 64}, -2, Better},
		Compliant:  &Step{Share{26, 63}, Share{31, 64}, 5, Better},
		Open:       &Step{Share{197, 1254}, Share{182, 1280}, -15, Better},
		OpenByTier: map[string]Step{"vital": {Share{20, 300}, Share{21, 310}, 1, Worse}},
	}
	if difference := cmp.Diff(want, progressOf(progressed(before, now))); difference != "" {
		t.Errorf("−want +got:\n%s", difference)
	}
}

// TestNoProgress asks for none where there is nothing to compare.
func TestNoProgress(t *testing.T) {
	some := &Figures{}
	first := progressed(some, some)
	first.Previous = nil
	alone := progressed(some, some)
	alone.Trend = alone.Trend[2:]
	for name, a := range map[string]*Assessment{"first quarter": first, "no trend": alone, "no figures now": progressed(some, nil), "none before": progressed(nil, some)} {
		if p := progressOf(a); p != nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if p := progressOf(progressed(some, some)); p == nil || p.Calendar || p.Lost != nil {
		t.Errorf("two quarters without a campus: %+v", p)
	}
	next := progressed(some, some)
	next.Previous.Period, next.Trend[1].Figures = "2026-Q2", some
	if p := progressOf(next); p == nil || !p.Calendar {
		t.Errorf("the quarter just before: %+v", p)
	}
}
