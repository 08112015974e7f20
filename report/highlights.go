package report

import (
	"cmp"
	"slices"
	"strings"

	"coupefeu/rules"
)

// Highlights are the figures that the board reads beside the summary. They follow from the rest of the assessment.
type Highlights struct {
	Totals                   // of all checks
	ByTier map[string]Totals `json:"by_tier"`

	Scenarios *ScenarioSum `json:"scenarios"` // null where the pack plays none

	Work     []Work     `json:"work"`          // services with open findings that need most work, the worst first, at most WorkLength
	WorkOpen int        `json:"work_open"`     // open findings of the services in Work
	Restores *Restores  `json:"restores"`      // null where no rule has the metric restore_test.age
	Times    *Times     `json:"restore_times"` // null where no rule holds restore_test.duration against service.rto
	Waivers  WaiverSum  `json:"waivers"`
	Grounds  GroundsSum `json:"grounds"`

	Commitments CommitmentSum `json:"commitments"`
	Progress    *Progress     `json:"progress"` // null for the first quarter

	Notices map[string]int `json:"notices"` // by code

	Contradictions []Contradiction `json:"contradictions"` // the widest first, at most ContradictionsLength
}

// Totals are the sums over checks that papers print. Open and Applicable are those of Checks; Observed, Documented and
// Declared split Applicable by what the checks rest on.
type Totals struct {
	Applicable   int `json:"applicable"`
	Open         int `json:"open"`
	OpenServices int `json:"open_services"`       // services with an open finding
	Demonstrated int `json:"demonstrated_checks"` // Observed + Documented
	Observed     int `json:"observed"`
	Documented   int `json:"documented"`
	Declared     int `json:"declared"`
}

// Highlight computes the highlights of an assessment whose other fields are filled.
func Highlight(a *Assessment) Highlights {
	h := Highlights{ByTier: map[string]Totals{}, Notices: map[string]int{}, Waivers: sumWaivers(a), Grounds: sumGrounds(a),
		Commitments: sumCommitments(a.Commitments)}
	for _, tier := range a.Pack.Tiers {
		h.ByTier[tier] = Totals{}
	}
	each := make([]Totals, len(a.Services))
	for i := range a.Findings {
		each[a.Findings[i].ServiceIndex].count(&a.Findings[i])
	}
	for i := range each {
		each[i].OpenServices = min(1, each[i].Open)
		tier := a.Services[i].Tier
		sum := h.ByTier[tier]
		sum.add(&each[i])
		h.ByTier[tier] = sum
		h.Totals.add(&each[i])
	}
	for _, n := range a.Notices {
		h.Notices[n.Code]++
	}
	h.Work = mostWork(a)
	for _, w := range h.Work {
		h.WorkOpen += w.Open
	}
	h.Restores = restores(a)
	h.Times = restoreTimes(a)
	h.Scenarios = sumScenarios(a)
	h.Progress = progressOf(a)
	h.Contradictions = contradictions(a)
	return h
}

func (t *Totals) add(o *Totals) {
	t.Applicable += o.Applicable
	t.Open += o.Open
	t.OpenServices += o.OpenServices
	t.Demonstrated += o.Demonstrated
	t.Observed += o.Observed
	t.Documented += o.Documented
	t.Declared += o.Declared
}

// count counts one check.
func (t *Totals) count(f *rules.Finding) {
	if f.Status == rules.NotApplicable {
		return
	}
	t.Applicable++
	if f.Status == rules.Fail || f.Status == rules.Unknown {
		t.Open++
	}
	switch f.Basis {
	case rules.Observed:
		t.Observed++
		t.Demonstrated++
	case rules.Documented:
		t.Documented++
		t.Demonstrated++
	default:
		t.Declared++
	}
}

// WorkLength is how many services the board is shown by name as those that need most work.
const WorkLength = 10

// Work is what is open on one service.
type Work struct {
	Service    string  `json:"service"`
	Applicable int     `json:"applicable"` // checks
	Open       int     `json:"open"`
	Fail       int     `json:"fail"`
	Unknown    int     `json:"unknown"`
	Findings   []int32 `json:"findings"` // numbers, the gravest first: by severity, not kept before not demonstrated, then in pack order
}

// weight is how many findings are open on a service, by severity and status, the gravest first.
type weight [2 * int(rules.Critical)]int32

// mostWork ranks the services with open findings: more of the gravest first. Severity weighs before status, for a
// critical finding that nothing demonstrates may be as bad as one that is known. Ties go to the more critical tier,
// then to the first id.
func mostWork(a *Assessment) []Work {
	weights := make([]weight, len(a.Services))
	for i := range a.Findings {
		if place, open := gravity(&a.Findings[i]); open {
			weights[a.Findings[i].ServiceIndex][place]++
		}
	}
	order := make([]int, 0, len(a.Services))
	for i := range a.Services {
		if a.Services[i].Checks.Open() > 0 {
			order = append(order, i)
		}
	}
	tiers := places(a.Pack.Tiers)
	slices.SortFunc(order, func(x, y int) int {
		if weights[x] != weights[y] {
			return slices.Compare(weights[y][:], weights[x][:])
		}
		return cmp.Or(tiers[a.Services[x].Tier]-tiers[a.Services[y].Tier], x-y)
	})
	out := []Work{}
	for _, i := range order[:min(len(order), WorkLength)] {
		out = append(out, workOn(a, i))
	}
	return out
}

// workOn is what is open on one service.
func workOn(a *Assessment, service int) Work {
	c := a.Services[service].Checks
	w := Work{Service: a.Services[service].ID, Applicable: c.Applicable(), Open: c.Open(), Fail: c.Fail, Unknown: c.Unknown, Findings: []int32{}}
	for kind := range len(weight{}) {
		for at := service; at < len(a.Findings); at += len(a.Services) {
			if place, open := gravity(&a.Findings[at]); open && place == kind {
				w.Findings = append(w.Findings, a.Findings[at].Number)
			}
		}
	}
	return w
}

// gravity is an open finding's place among the kinds of open findings, 0 being the gravest.
func gravity(f *rules.Finding) (place int, open bool) {
	switch f.Status {
	case rules.Fail:
		return 2 * (int(rules.Critical) - int(max(f.Severity, rules.Low))), true
	case rules.Unknown:
		return 2*(int(rules.Critical)-int(max(f.Severity, rules.Low))) + 1, true
	}
	return 0, false
}

func places(names []string) map[string]int {
	out := make(map[string]int, len(names))
	for i, name := range names {
		out[name] = i
	}
	return out
}

// firstRule is the first rule of the pack with a metric that fits; nil if there is none.
func firstRule(a *Assessment, metric string, fits func(*Rule) bool) *Rule {
	for i := range a.Rules {
		if a.Rules[i].Metric == metric && fits(&a.Rules[i]) {
			return &a.Rules[i]
		}
	}
	return nil
}

// findingsOf are the findings of one rule, a stretch of all of them.
func findingsOf(a *Assessment, rule *Rule) []rules.Finding {
	for i := range a.Rules {
		if &a.Rules[i] == rule {
			return a.Findings[i*len(a.Services) : (i+1)*len(a.Services)]
		}
	}
	return nil
}

// truth is a finding's status before a waiver hid it.
func truth(f *rules.Finding) rules.Status {
	if f.Status == rules.Waived {
		return f.Before
	}
	return f.Status
}

// TestFailed tells a restore test that failed from one that never took place, where a finding has no figure.
func TestFailed(f *rules.Finding) bool { return strings.HasSuffix(f.Reason.Key, ".failed") }
