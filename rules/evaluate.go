package rules

import (
	"runtime"
	"sync"
	"sync/atomic"

	"coupefeu/inventory"
	"coupefeu/rules/recovery"
)

// Evaluate sets every rule against every service. The result does not depend on how many cores take part: each finding
// has its place before the work begins. Only indexes that inventory.Load set are used; tiers and rules are found by
// name, so that an earlier pack can be applied to the same inventory without changing it.
func Evaluate(in Input) Result {
	e := newEvaluation(in)
	e.play()
	e.run()
	waivers := e.waive()
	e.number()
	return Result{Findings: e.findings, Waivers: waivers, Played: e.played.results.Played}
}

// evaluation is the work shared by all workers, who only read it but for their own services' findings.
type evaluation struct {
	in       Input
	view     recovery.View
	services []inventory.Service
	tiers    []int32 // of each service, its place in the pack's tiers; -1: the pack has no such tier
	asks     []ask
	askOf    []int // of each rule, its place in asks
	played   played
	findings []Finding
}

// ask is one thing that rules want to know: a metric, how deep a restore test must go, and which kinds of scenario
// count. Rules that ask the same share the answer.
type ask struct {
	metric *Metric
	depth  inventory.Depth
	kinds  int                    // place in played.sets
	keys   [testFailed + 1]string // of the reason, by why
	doubt  string                 // of the reason where the bounds leave it open
}

// newEvaluation works out once what all services share.
func newEvaluation(in Input) *evaluation {
	inv := in.Inventory
	e := &evaluation{
		in:       in,
		view:     recovery.View{Inventory: inv, Observed: in.Observed, AsOf: in.AsOf, Start: in.Start},
		services: inv.Services,
		tiers:    tierIndexes(in.Pack, inv),
		askOf:    make([]int, len(in.Pack.Rules)),
		findings: make([]Finding, len(in.Pack.Rules)*len(inv.Services)),
	}
	for i := range in.Pack.Rules {
		e.askOf[i] = e.asking(&in.Pack.Rules[i])
	}
	return e
}

// asking returns the place of what a rule asks, which is new if no rule before asked the same.
func (e *evaluation) asking(rule *Rule) int {
	m, kinds := rule.Metric, 0
	if m.TakesScenarios {
		kinds = e.played.asking(rule.Scenarios)
	}
	for i := range e.asks {
		if e.asks[i].metric == m && e.asks[i].depth == rule.Depth && e.asks[i].kinds == kinds {
			return i
		}
	}
	e.asks = append(e.asks, ask{
		metric: m, depth: rule.Depth, kinds: kinds, doubt: m.Name + suffixUnknown,
		keys: [...]string{measured: m.Name, notThere: m.Name + suffixNone, testFailed: m.Name + suffixFailed},
	})
	return len(e.asks) - 1
}

// tierIndexes finds the tier of every service in the pack.
func tierIndexes(p *Pack, inv *inventory.Inventory) []int32 {
	places := make(map[string]int32, len(p.Tiers))
	for i, tier := range p.Tiers {
		places[tier] = int32(i)
	}
	out := make([]int32, len(inv.Services))
	for i := range inv.Services {
		place, ok := places[inv.Services[i].Tier.ID]
		if !ok {
			place = -1
		}
		out[i] = place
	}
	return out
}

// run lets every core take services in portions until none is left.
func (e *evaluation) run() {
	const portion = 64
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			s := &subject{view: &e.view, tiers: e.tiers, played: &e.played}
			answers := make([]answer, len(e.asks))
			for {
				from := int(next.Add(portion)) - portion
				if from >= len(e.services) {
					return
				}
				for i := from; i < min(from+portion, len(e.services)); i++ {
					e.service(s, i, answers)
				}
			}
		})
	}
	workers.Wait()
}

// service sets every rule against one service.
func (e *evaluation) service(s *subject, index int, answers []answer) {
	s.set(index)
	for i := range e.asks {
		s.depth, s.kinds = e.asks[i].depth, e.asks[i].kinds
		answers[i] = e.asks[i].metric.answer(s)
	}
	for r := range e.in.Pack.Rules {
		f := &e.findings[r*len(e.services)+index]
		*f = Finding{Rule: e.in.Pack.Rules[r].ID, Service: s.service.ID, RuleIndex: int32(r), ServiceIndex: int32(index)}
		e.judge(f, s.service, &answers[e.askOf[r]])
	}
}

// judge gives the verdict: the first line that applies.
func (e *evaluation) judge(f *Finding, s *inventory.Service, a *answer) {
	rule := &e.in.Pack.Rules[f.RuleIndex]
	tier := e.tiers[f.ServiceIndex]
	f.Unit = rule.Metric.Unit
	if tier >= 0 {
		f.Severity = rule.Severity[tier]
	}
	if tier < 0 || !rule.Limits[tier].Given {
		f.Status, f.Reason.Key = NotApplicable, keyTier
		return
	}
	if a.figure.Known == Inapplicable {
		f.Status, f.Reason.Key = NotApplicable, keyInapplicable
		return
	}
	f.Measured, f.Basis, f.Provenance = a.figure, a.basis, a.provenance
	f.Limit = limitFor(rule, tier, s)
	f.Status = Verdict(a.figure, f.Limit)
	f.Reason = e.reason(f, a)
}

// limitFor is the limit of a tier, which may be the service's own target; without a target there is none.
func limitFor(rule *Rule, tier int32, s *inventory.Service) Limit {
	limit := rule.Limits[tier]
	target := &s.RTO
	switch limit.Target {
	case NoTarget:
		return Limit{Bound: rule.Bound, Value: limit.Value}
	case TargetRPO:
		target = &s.RPO
	}
	if !target.Given {
		return Limit{}
	}
	return Limit{Bound: rule.Bound, Value: float64(target.Value)}
}

// Verdict holds a figure that is applicable against a limit: what does not exist fails, and what the bounds leave open
// is unknown, as is everything where there is no limit.
func Verdict(f Figure, limit Limit) Status {
	switch {
	case f.Known == None:
		return Fail
	case limit.Bound == NoBound:
		return Unknown
	case limit.Bound == AtMost && f.Low > limit.Value, limit.Bound == AtLeast && f.High < limit.Value:
		return Fail
	case limit.Bound == AtMost && f.High <= limit.Value, limit.Bound == AtLeast && f.Low >= limit.Value:
		return Pass
	}
	return Unknown
}

// reason says why: what is there, or what is not known where that leaves the verdict open.
func (e *evaluation) reason(f *Finding, a *answer) Reason {
	asked := &e.asks[e.askOf[f.RuleIndex]]
	switch {
	case f.Status != Unknown:
		return Reason{Key: asked.keys[a.why], Facts: a.known}
	case f.Limit.Bound == NoBound:
		return Reason{Key: keyNoTarget, Facts: missingTarget[e.in.Pack.Rules[f.RuleIndex].Limits[e.tiers[f.ServiceIndex]].Target]}
	}
	return Reason{Key: asked.doubt, Facts: a.doubt}
}

// number gives every finding its place by status, rule, tier and service id. The findings are in the order of rules
// and services, so counting each group is enough.
func (e *evaluation) number() {
	rules, tiers := len(e.in.Pack.Rules), len(e.in.Pack.Tiers)+1 // and one for tiers that the pack does not have
	counts := make([]int32, len(StatusOrder)*rules*tiers)
	var place [len(StatusOrder)]int
	for i, status := range StatusOrder {
		place[status] = i
	}
	group := func(f *Finding) int {
		tier := int(e.tiers[f.ServiceIndex])
		if tier < 0 {
			tier = tiers - 1
		}
		return (place[f.Status]*rules+int(f.RuleIndex))*tiers + tier
	}
	for i := range e.findings {
		counts[group(&e.findings[i])]++
	}
	next := int32(1)
	for i, n := range counts {
		counts[i] = next
		next += n
	}
	for i := range e.findings {
		g := group(&e.findings[i])
		e.findings[i].Number = counts[g]
		counts[g]++
	}
}
