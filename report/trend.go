package report

import (
	"maps"
	"math"
	"time"

	"coupefeu/rules"
)

// named is what a later assessment says of the report that it follows; nil for none.
func (e *Earlier) named() *Previous {
	if e == nil {
		return nil
	}
	return &Previous{Period: e.Period.ID, SHA256: e.Seal}
}

// trendOf sets the quarters side by side, from the oldest usable report to this one, which comes last. A quarter between
// them without a usable report has no figures. Those of earlier quarters are what their own reports sealed.
func trendOf(a *Assessment, quarters []*Earlier, zone *time.Location) []Quarter {
	out := []Quarter{}
	for _, e := range quarters {
		out = append(fillGap(out, e.Period.ID), Quarter{Period: e.Period.ID, Figures: e.figures(zone)})
	}
	return append(fillGap(out, a.Period.ID), Quarter{Period: a.Period.ID, Figures: figuresOf(a)})
}

// fillGap adds the quarters between the last one and the next.
func fillGap(out []Quarter, next string) []Quarter {
	if len(out) == 0 {
		return out
	}
	for {
		period := nextPeriod(out[len(out)-1].Period)
		if period == "" || period >= next {
			return out
		}
		out = append(out, Quarter{Period: period})
	}
}

// nextPeriod is the id of the quarter after; "" after what is no quarter, and after the last that four digits can name.
func nextPeriod(id string) string {
	period, err := ParsePeriod(id, time.UTC)
	if err != nil || id == "9999-Q4" {
		return ""
	}
	return quarterOf(period.End.Year(), (int(period.End.Month())-1)/3, time.UTC).ID
}

// figures are the figures that an earlier report sealed, or what can be told from its summary if it has no trend.
func (e *Earlier) figures(zone *time.Location) *Figures {
	var f Figures
	if n := len(e.Trend); n > 0 && e.Trend[n-1].Period == e.Period.ID && e.Trend[n-1].Figures != nil {
		f = *e.Trend[n-1].Figures
	} else {
		f = summaryFigures(e.Assessment)
	}
	// JSON keeps an offset and no zone; all dates of a trend are read on the organisation's clock.
	f.AsOf, f.Seal = f.AsOf.In(zone), e.Seal
	return &f
}

// figuresOf are the figures of an assessment whose other fields are filled.
func figuresOf(a *Assessment) *Figures {
	f := summaryFigures(a)
	h := &a.Highlights
	f.Demonstrated = share(h.Demonstrated, h.Applicable)
	if h.Restores != nil {
		f.Restores = share(h.Restores.Proven, h.Restores.Services)
	}
	if h.Scenarios != nil {
		lost, unproven := h.Scenarios.Lost, h.Scenarios.Unproven
		f.Lost, f.Unproven, f.Worst = &lost, &unproven, worstOf(a)
	}
	return &f
}

// share is nil where there is nothing to have a share of.
func share(count, of int) *Share {
	if of == 0 {
		return nil
	}
	return &Share{Count: count, Of: of}
}

// worstOf is the campus of the verdict; nil where no loss of a campus was played.
func worstOf(a *Assessment) *WorstCampus {
	for i := range a.Scenarios {
		if s := &a.Scenarios[i]; s.ID == a.Highlights.Scenarios.Worst {
			return &WorstCampus{Scenario: s.ID, Name: s.Name, Lost: s.Outcomes.Lost, Unproven: s.Outcomes.Unproven, Interrupted: s.ServicesInterrupted}
		}
	}
	return nil
}

// summaryFigures are the figures that the summary and the journals give.
func summaryFigures(a *Assessment) Figures {
	s := &a.Summary
	f := Figures{
		AsOf: a.AsOf, Pack: a.Pack.ID, PackVersion: a.Pack.Version, PackSHA256: a.Pack.SHA256,
		TierFigures: tierFigures(&s.Group), Members: s.Members, Sites: s.Sites, Campuses: s.Campuses,
		Demonstrated: wholeShare(s.Demonstrated, s.Checks.Applicable()),
		Waivers:      map[string]int{}, Commitments: map[string]int{}, ByTier: map[string]TierFigures{},
	}
	// States that nothing is in are there too, as 0, so that quarters can be set side by side.
	for state := rules.InForce; state <= rules.Idle; state++ {
		f.Waivers[state.String()] = 0
	}
	for _, state := range commitmentOrder {
		f.Commitments[state] = 0
	}
	for i := range a.Waivers {
		f.Waivers[a.Waivers[i].State]++
	}
	for i := range a.Commitments {
		f.Commitments[a.Commitments[i].State]++
	}
	for tier, group := range maps.All(s.ByTier) {
		f.ByTier[tier] = tierFigures(&group)
	}
	return f
}

func tierFigures(g *Group) TierFigures {
	return TierFigures{
		Services: g.Services, Compliant: g.Compliant, CompliantWithWaivers: g.CompliantWithWaivers,
		Applicable: g.Checks.Applicable(), Open: g.Checks.Open(), Checks: g.Checks,
	}
}

// wholeShare gives a share back its count; nil where the share is not exactly that of a whole number of checks.
func wholeShare(part *float64, of int) *Share {
	if part == nil || of == 0 {
		return nil
	}
	count := math.Round(*part * float64(of))
	if count/float64(of) != *part {
		return nil
	}
	return &Share{Count: int(count), Of: of}
}
