package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"coupefeu/rules"
)

// Restores is how far restores are proven, as the first rule with the metric restore_test.age has it.
type Restores struct {
	Rule string `json:"rule"`
	RestoreSum
	ByTier map[string]RestoreSum `json:"by_tier"`
}

// RestoreSum counts the services that a rule asks for a restore test. Proven, TooOld, Failed, Never and NoLimit add up
// to Services, waived or not.
type RestoreSum struct {
	Services int `json:"services"` // that the rule applies to
	Proven   int `json:"proven"`   // the newest decisive test passed, and is recent enough
	Unproven int `json:"unproven"` // the others
	TooOld   int `json:"too_old"`
	Failed   int `json:"failed"`
	Never    int `json:"never"`
	NoLimit  int `json:"no_limit"` // tested, but the service has no target to hold the age against
	Waived   int `json:"waived"`   // of Unproven: hidden by a waiver

	Limit  *float64           `json:"limit"`  // seconds; null where there is none for the tier, or for all tiers together
	Months [MonthBins]AgesBin `json:"months"` // tests that passed, by age in months of MonthDays; the last holds all older ones
}

// AgesBin counts tests of one age, by what the limit makes of them.
type AgesBin struct {
	Kept    int `json:"kept"`
	TooOld  int `json:"too_old"`
	NoLimit int `json:"no_limit"`
}

// All is the number of tests in the bin.
func (b AgesBin) All() int { return b.Kept + b.TooOld + b.NoLimit }

// The bins of a restore test's age. A month is the twelfth part of 366 days, so that limits of three, six and twelve
// months stand at its edges.
const (
	MonthBins = 13
	MonthDays = 30.5
)

func restores(a *Assessment) *Restores {
	rule := firstRule(a, "restore_test.age", func(*Rule) bool { return true })
	if rule == nil {
		return nil
	}
	r := &Restores{Rule: rule.ID, ByTier: map[string]RestoreSum{}}
	for _, tier := range a.Pack.Tiers {
		sum := RestoreSum{}
		if limit, given := rule.Limits[tier]; given && limit.Target == "" {
			sum.Limit = &limit.Value
		}
		r.ByTier[tier] = sum
	}
	findings := findingsOf(a, rule)
	for i := range findings {
		f := &findings[i]
		if f.Status == rules.NotApplicable {
			continue
		}
		tier := a.Services[f.ServiceIndex].Tier
		sum := r.ByTier[tier]
		sum.add(f)
		r.ByTier[tier] = sum
		r.RestoreSum.add(f)
	}
	return r
}

func (s *RestoreSum) add(f *rules.Finding) {
	s.Services++
	if f.Status == rules.Waived {
		s.Waived++
	}
	status := truth(f)
	if status != rules.Pass {
		s.Unproven++
	}
	if f.Measured.Known == rules.None {
		if TestFailed(f) {
			s.Failed++
		} else {
			s.Never++
		}
		return
	}
	bin := &s.Months[MonthOf(f)]
	switch status {
	case rules.Pass:
		s.Proven++
		bin.Kept++
	case rules.Fail:
		s.TooOld++
		bin.TooOld++
	default:
		s.NoLimit++
		bin.NoLimit++
	}
}

// slack is how far a limit may lie from the edge of a bin and still be taken for it: 92 days are three months.
const slack = 86400

// MonthOf is the bin, from 0, of a passed test. A limit close to an edge takes the edge's place, so that what keeps the limit
// stands on one side of it.
func MonthOf(f *rules.Finding) int {
	const month = MonthDays * 86400
	age := f.Measured.Low
	bin := math.Floor(age / month)
	if f.Limit.Bound == rules.AtMost {
		edge := math.Round(f.Limit.Value / month)
		near := edge > 0 && math.Abs(edge*month-f.Limit.Value) <= slack
		switch {
		case near && bin == edge && age <= f.Limit.Value:
			bin = edge - 1
		case near && bin == edge-1 && age > f.Limit.Value:
			bin = edge
		}
	}
	return int(min(max(bin, 0), MonthBins-1))
}

// Times is how long restores took, held against the services' own targets: the first rule with the metric
// restore_test.duration and service.rto as its limit. Services that were never tested, or whose test failed, are in
// Untested alone.
type Times struct {
	Rule       string        `json:"rule"`
	Services   int           `json:"services"` // tested: Kept + TooSlow + Unmeasured + NoTarget
	Kept       int           `json:"kept"`
	TooSlow    int           `json:"too_slow"`
	Unmeasured int           `json:"unmeasured"` // no duration recorded
	NoTarget   int           `json:"no_target"`  // the service has no RTO
	Untested   int           `json:"untested"`
	Rows       []RestoreTime `json:"rows"` // too slow, unmeasured, kept, without target; each the worst first; at most TimesLength
}

// TimesLength is how many restore times the board is shown.
const TimesLength = 12

// RestoreTime is one service's measured restore time (RTA) and its target (RTO).
type RestoreTime struct {
	Service  string   `json:"service"`
	Number   int32    `json:"number"`   // of its finding
	Measured *float64 `json:"measured"` // seconds; null where not recorded
	Target   *float64 `json:"target"`   // seconds; null where not set
	Ratio    *float64 `json:"ratio"`    // measured ÷ target; null where either is missing, or the target is 0
	Kept     bool     `json:"kept"`     // measured, and no longer than the target

	name  string
	order [2]int // kind, tier
}

func restoreTimes(a *Assessment) *Times {
	rule := firstRule(a, "restore_test.duration", heldAgainstRTO)
	if rule == nil {
		return nil
	}
	t := &Times{Rule: rule.ID, Rows: []RestoreTime{}}
	tiers := places(a.Pack.Tiers)
	findings := findingsOf(a, rule)
	for i := range findings {
		f := &findings[i]
		switch {
		case f.Status == rules.NotApplicable:
		case f.Measured.Known == rules.None:
			t.Untested++
		default:
			t.Services++
			s := &a.Services[f.ServiceIndex]
			row := RestoreTime{Service: s.ID, Number: f.Number, name: s.Name, order: [2]int{0, tiers[s.Tier]}}
			row.measure(f, t)
			t.Rows = append(t.Rows, row)
		}
	}
	t.Rows = worstTimes(t.Rows)
	return t
}

// worstTimes are those that the board is shown; of equal ones the first.
func worstTimes(rows []RestoreTime) []RestoreTime {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(rows[i].compare(&rows[j]), i-j) })
	out := []RestoreTime{}
	for _, i := range order[:min(len(order), TimesLength)] {
		out = append(out, rows[i])
	}
	return out
}

func heldAgainstRTO(r *Rule) bool {
	for _, limit := range r.Limits {
		if limit.Target == "service.rto" {
			return true
		}
	}
	return false
}

// The order of restore times: what is known to be too slow, what is not known, what is kept, what has no target.
const (
	timeTooSlow = iota
	timeUnmeasured
	timeKept
	timeNoTarget
)

// measure takes the figure of a finding into the row and counts it. A figure known only from below counts where that
// is enough to fail.
func (r *RestoreTime) measure(f *rules.Finding, t *Times) {
	status := truth(f)
	if !math.IsInf(f.Measured.High, 1) || f.Measured.Low > 0 && status == rules.Fail {
		measured := f.Measured.Low
		r.Measured = &measured
	}
	if f.Limit.Bound == rules.NoBound {
		t.NoTarget++
		r.order[0] = timeNoTarget
		return
	}
	target := f.Limit.Value
	r.Target = &target
	if r.Measured == nil {
		t.Unmeasured++
		r.order[0] = timeUnmeasured
		return
	}
	if r.Kept = status == rules.Pass; r.Kept {
		t.Kept++
		r.order[0] = timeKept
	} else {
		t.TooSlow++
	}
	if target > 0 {
		ratio := *r.Measured / target
		r.Ratio = &ratio
	}
}

// compare ranks the worst first. A target of 0 that is missed is beyond any ratio.
func (r *RestoreTime) compare(o *RestoreTime) int {
	if r.order[0] != o.order[0] {
		return r.order[0] - o.order[0]
	}
	return cmp.Or(cmp.Compare(o.worth(), r.worth()), r.order[1]-o.order[1], strings.Compare(r.name, o.name))
}

// worth is the ratio, infinite where a target of 0 is missed.
func (r *RestoreTime) worth() float64 {
	switch {
	case r.Ratio != nil:
		return *r.Ratio
	case r.order[0] == timeTooSlow:
		return math.Inf(1)
	}
	return 0
}
