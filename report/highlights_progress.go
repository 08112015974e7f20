package report

// Progress sets the figures that open the board's report beside those of the previous quarter. A step is null where
// one of the two quarters has no such figure.
type Progress struct {
	Period       string          `json:"period"`       // the previous quarter
	Calendar     bool            `json:"calendar"`     // it is the quarter just before; else those between have no usable report
	Lost         *Step           `json:"lost"`         // services that the worst campus takes along
	Compliant    *Step           `json:"compliant"`    // services
	Restores     *Step           `json:"restores"`     // services whose restore is proven
	Demonstrated *Step           `json:"demonstrated"` // checks
	Open         *Step           `json:"open"`         // checks
	OpenByTier   map[string]Step `json:"open_by_tier"` // checks; tiers that both quarters have
}

// Step is a figure in two quarters, each with its own denominator.
type Step struct {
	Before Share     `json:"before"`
	Now    Share     `json:"now"`
	Change int       `json:"change"` // of the count, now less before
	Judged Judgement `json:"judged"`
}

// Judgement says what a change of a figure means for resilience.
type Judgement string

// The judgements. More of a smaller share, and less of a greater one, are neither better nor worse.
const (
	Better    Judgement = "better"
	Worse     Judgement = "worse"
	Unchanged Judgement = "unchanged"
	Mixed     Judgement = "mixed"
)

// progressOf is null without a previous quarter that has figures.
func progressOf(a *Assessment) *Progress {
	if a.Previous == nil || len(a.Trend) < 2 {
		return nil
	}
	now := a.Trend[len(a.Trend)-1].Figures
	var before *Figures
	for _, quarter := range a.Trend[:len(a.Trend)-1] {
		if quarter.Period == a.Previous.Period {
			before = quarter.Figures
		}
	}
	if now == nil || before == nil {
		return nil
	}
	p := &Progress{
		Period: a.Previous.Period, Calendar: a.Trend[len(a.Trend)-2].Period == a.Previous.Period,
		Compliant: gained(before.compliance(), now.compliance()), Restores: gained(before.Restores, now.Restores),
		Demonstrated: gained(before.Demonstrated, now.Demonstrated),
		Lost:         harmed(before.worstLoss(), now.worstLoss()), Open: harmed(before.open(), now.open()),
		OpenByTier: map[string]Step{},
	}
	for tier, figures := range now.ByTier {
		if earlier, there := before.ByTier[tier]; there {
			p.OpenByTier[tier] = *harmed(earlier.open(), figures.open())
		}
	}
	return p
}

// compliance is the compliant services, of all.
func (t TierFigures) compliance() *Share { return &Share{Count: t.Compliant, Of: t.Services} }

// open is the open checks, of those that apply.
func (t TierFigures) open() *Share { return &Share{Count: t.Open, Of: t.Applicable} }

// worstLoss is the services that the worst campus takes along, of all; nil where no campus was played.
func (f *Figures) worstLoss() *Share {
	if f.Worst == nil {
		return nil
	}
	return &Share{Count: f.Worst.Lost, Of: f.Services}
}

// harmed is a step of a figure of which each one is one too many, whatever it is counted among.
func harmed(before, now *Share) *Step {
	s := stepOf(before, now)
	switch {
	case s == nil:
	case s.Change > 0:
		s.Judged = Worse
	case s.Change < 0:
		s.Judged = Better
	}
	return s
}

// gained is a step of a figure that is better the nearer it comes to its denominator. Where count and share go
// opposite ways, neither alone tells whether things are better.
func gained(before, now *Share) *Step {
	s := stepOf(before, now)
	if s == nil || s.Change == 0 {
		return s
	}
	share := now.Count*before.Of - before.Count*now.Of // its sign is that of the change of the share
	switch {
	case s.Change > 0 && share >= 0:
		s.Judged = Better
	case s.Change < 0 && share <= 0:
		s.Judged = Worse
	default:
		s.Judged = Mixed
	}
	return s
}

func stepOf(before, now *Share) *Step {
	if before == nil || now == nil {
		return nil
	}
	return &Step{Before: *before, Now: *now, Change: now.Count - before.Count, Judged: Unchanged}
}
