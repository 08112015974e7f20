package board

import (
	"fmt"
	"time"

	"coupefeu/report"
	"coupefeu/rules"
)

// past is what an assessment looks back at.
type past struct {
	quarters    int   // before this one; 0: this is the first
	gaps        []int // of them, counted from the oldest: those without a usable report
	still       bool  // nothing moved: every cause is 0
	commitments int
}

// fabricatePast gives an assessment changes that add up, a trend and promises.
func fabricatePast(a *report.Assessment, s shape) {
	fabricateCommitments(a, s)
	now := figuresNow(a)
	for i := range s.quarters {
		q := report.Quarter{Period: periodBefore(a.AsOf, s.quarters-i)}
		if !gap(s, i) {
			q.Figures = earlier(now, s, i)
			a.Previous = &report.Previous{Period: q.Period, SHA256: "e"}
		}
		a.Trend = append(a.Trend, q)
	}
	a.Trend = append(a.Trend, report.Quarter{Period: a.Period.ID, Figures: now})
	if a.Previous != nil {
		fabricateChanges(a, s)
	}
}

func gap(s shape, quarter int) bool {
	for _, i := range s.gaps {
		if i == quarter {
			return true
		}
	}
	return false
}

// periodBefore is the quarter so many before that which ends at a moment.
func periodBefore(end time.Time, quarters int) string {
	day := end.AddDate(0, -3*quarters, -1)
	return fmt.Sprintf("%d-Q%d", day.Year(), (int(day.Month())+2)/3)
}

// endOf is the last instant of a quarter.
func endOf(period string) time.Time {
	year, quarter := 0, 0
	if _, err := fmt.Sscanf(period, "%d-Q%d", &year, &quarter); err != nil {
		panic(err)
	}
	return time.Date(year, time.Month(3*quarter+1), 1, 0, 0, 0, 0, asOf.Location())
}

func figuresNow(a *report.Assessment) *report.Figures {
	f := &report.Figures{AsOf: a.AsOf, TierFigures: tierFigures(a.Summary.Group), ByTier: map[string]report.TierFigures{}}
	for tier, g := range a.Summary.ByTier {
		f.ByTier[tier] = tierFigures(g)
	}
	h := &a.Highlights
	if h.Restores != nil {
		f.Restores = &report.Share{Count: h.Restores.Proven, Of: h.Restores.Services}
	}
	f.Demonstrated = &report.Share{Count: h.Demonstrated, Of: h.Applicable}
	if h.Scenarios != nil && h.Scenarios.Worst != "" {
		for i := range a.Scenarios {
			if c := &a.Scenarios[i]; c.ID == h.Scenarios.Worst {
				f.Worst = &report.WorstCampus{Scenario: c.ID, Name: c.Name, Lost: c.Outcomes.Lost, Unproven: c.Outcomes.Unproven}
			}
		}
	}
	return f
}

func tierFigures(g report.Group) report.TierFigures {
	return report.TierFigures{Services: g.Services, Compliant: g.Compliant, CompliantWithWaivers: g.CompliantWithWaivers,
		Applicable: g.Checks.Applicable(), Open: g.Checks.Open(), Checks: g.Checks}
}

// earlier are the figures of a quarter before: up and down from one to the next, so that lines cross.
func earlier(now *report.Figures, s shape, i int) *report.Figures {
	f := *now
	if s.still {
		return &f
	}
	swing := []float64{1.3, 0.2, 1.1, 0.9, 1.0, 0.4, 1.2}[i%7]
	f.Services = max(1, now.Services-s.quarters+i)
	f.Compliant = min(int(float64(now.Compliant)*swing), f.Services)
	f.Applicable = max(1, now.Applicable-10*(s.quarters-i))
	f.Open = min(int(float64(now.Open)*(2.1-swing)), f.Applicable)
	if now.Restores != nil {
		f.Restores = &report.Share{Count: int(float64(now.Restores.Of) * swing / 1.5), Of: now.Restores.Of}
	}
	if now.Worst != nil {
		worst := *now.Worst
		worst.Lost = min(worst.Lost+s.quarters-i, f.Services)
		f.Worst = &worst
	}
	// The oldest report knew nothing of restores.
	if i == 0 {
		f.Restores = nil
	}
	return &f
}

// fabricateChanges splits what is open now into what was open before and what moved. A fall that nothing falls from is
// made up by what was open at the beginning.
func fabricateChanges(a *report.Assessment, s shape) {
	c := &report.Changes{Closing: a.Highlights.Open, ClosingChecks: a.Highlights.Applicable, OpeningChecks: max(1, a.Highlights.Applicable-26),
		OpeningAsOf: endOf(a.Previous.Period), ByCause: map[report.Cause]int{}, ByRule: map[report.Cause]map[string]int{},
		GoneRules: map[string]rules.Text{}, GoneServices: map[string]string{}}
	c.Opening = c.Closing
	for i, cause := range report.Causes {
		c.ByRule[cause] = map[string]int{}
		if s.still || len(a.Rules) == 0 {
			continue
		}
		n := []int{38, 5, 2, 3, 1, 12, 3, 7, 4, 2}[i] * max(1, a.Highlights.Open/200)
		if cause.Opens() {
			n = min(n, c.Closing/6)
			c.Opening -= n
		} else {
			c.Opening += n
		}
		c.ByCause[cause] = n
		if n > 0 {
			c.ByRule[cause][a.Rules[i%len(a.Rules)].ID] = n - n/3
			c.ByRule[cause][a.Rules[(i+1)%len(a.Rules)].ID] += n / 3
		}
	}
	a.Changes = c
	if s.still || len(a.Rules) == 0 {
		return
	}
	c.ServicesIn = []string{a.Services[0].ID}
	c.ServicesOut = []string{"gone"}
	c.GoneServices["gone"] = named("Gone", s.name)
	c.GoneRules["gone"] = rules.Text{"": named("Gone rule", s.name)}
	c.Rules = []report.RuleChange{{Rule: a.Rules[0].ID, Kind: report.RuleChanged, Parts: []string{"limit"}, Tiers: a.Pack.Tiers[:1], BoundBefore: "at_most",
		LimitsBefore: map[string]report.Limit{a.Pack.Tiers[0]: {Value: 9}}, LimitsNow: map[string]report.Limit{a.Pack.Tiers[0]: {Value: 3}}},
		{Rule: "gone", Kind: report.RuleRemoved}}
}

// fabricateCommitments makes promises in every state, with everything that may show them or not.
func fabricateCommitments(a *report.Assessment, s shape) {
	states := []string{report.Late, report.Kept, report.Undemonstrated, report.StillOpen, report.Kept}
	day := a.AsOf.AddDate(0, 0, -40)
	for i := range s.commitments {
		c := report.Commitment{ID: fmt.Sprintf("C-%d", i), State: states[i%len(states)], What: named(fmt.Sprintf("Commitment %d", i), s.name),
			Owner: named("Owner", s.name), Due: a.AsOf.AddDate(0, 0, 9*i-30), File: "commitments.yaml"}
		if c.State == report.Late {
			c.Due = a.AsOf.AddDate(0, 0, i-30)
		}
		if len(a.Findings) > 0 && i%3 > 0 {
			c.Finding = &a.Findings[(7*i)%len(a.Findings)].Number
		}
		if c.State == report.Undemonstrated || c.State == report.Kept && i%2 == 1 {
			c.DoneOn = &day
			c.Document = []string{"", named("PV", s.name)}[i%2]
		}
		a.Commitments = append(a.Commitments, c)
	}
}
