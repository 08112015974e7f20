package decision

import (
	"slices"

	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// Measure is what an effect is told by.
type Measure string

// The measures, in the order in which they weigh.
const (
	LostIn          Measure = "lost"              // services that the scenario loses
	LosingIn        Measure = "members_losing"    // members served by such a service
	LostAnywhere    Measure = "lost_anywhere"     // services lost in one scenario at least
	UnprovenIn      Measure = "unproven"          // services that the scenario leaves unproven
	UnprovenNowhere Measure = "unproven_anywhere" // services unproven in one scenario at least, and lost in none
	RestoresProven  Measure = "restores_proven"   // services whose restore is proven, of those that the rule asks
	OnOneCampus     Measure = "on_one_campus"     // services on fewer campuses than the rules ask
	Unconfirmed     Measure = "unconfirmed"       // services of which nobody has confirmed that things stand where they should
	Incomplete      Measure = "incomplete"        // services whose record lacks something
	StopsTooLong    Measure = "stops_too_long"    // services whose interruption is too long, or may be
	CriticalOpen    Measure = "critical_open"     // open findings that are critical, of all checks
	Open            Measure = "open"              // open findings, of all checks
)

// figure is a count with what it is out of. Without anything to count there is none.
type figure struct {
	n, of    int
	scenario string
	is       bool
	who      []int32            // what is counted; nil where a world tells only what moved
	id       func(int32) string // of one of them
}

// counts sets down what is counted.
func (f *figure) counts(who []int32, id func(int32) string) {
	f.n, f.who, f.id = len(who), who, id
}

// measure is a way to count a world, about a candidate.
type measure struct {
	name  Measure
	count func(*world, *candidate, Measure) figure
}

// measures is the one list of measures, those first that a board looks at first.
var measures = []measure{
	{LostIn, func(w *world, c *candidate, _ Measure) figure { return w.outcomes(c.Scenario, scenario.OutcomeLost) }},
	{LosingIn, losingIn},
	{LostAnywhere, func(w *world, _ *candidate, _ Measure) figure { return w.inDanger(lost) }},
	{UnprovenIn, func(w *world, c *candidate, _ Measure) figure {
		return w.outcomes(c.Scenario, scenario.OutcomeUnproven)
	}},
	{UnprovenNowhere, func(w *world, _ *candidate, _ Measure) figure { return w.inDanger(inDoubt) }},
	{RestoresProven, func(w *world, _ *candidate, _ Measure) figure {
		return w.first("restore_test.age", func(f *rules.Finding) bool { return f.Status == rules.Pass })
	}},
	{OnOneCampus, ofItsOwn},
	{Unconfirmed, ofItsOwn},
	{Incomplete, ofItsOwn},
	{StopsTooLong, func(w *world, _ *candidate, _ Measure) figure {
		return w.first("scenario.interruption", func(f *rules.Finding) bool { return openness(f) > 0 })
	}},
	{CriticalOpen, func(w *world, _ *candidate, _ Measure) figure { return figure{n: w.critical, of: w.checks, is: true} }},
	{Open, func(w *world, _ *candidate, _ Measure) figure { return figure{n: w.open, of: w.checks, is: true} }},
}

// effects are the figures that a change moves, those first that weigh most, at most so many. Of one decision, figures
// that move alike tell the same, so only the first is told.
func effects(before, after *world, c *candidate, most int) []Effect {
	out := []Effect{}
	for _, m := range measures {
		x, y := m.count(before, c, m.name), m.count(after, c, m.name)
		told := slices.ContainsFunc(out, func(e Effect) bool { return e.Before == x.n && e.After == y.n && e.Of == x.of })
		if x.is && x.n != y.n && len(out) < most && (c.act == nil || !told) {
			e := Effect{Measure: m.name, Scenario: x.scenario, Before: x.n, After: y.n, Of: x.of}
			e.Gone, e.Come = after.moved(m.name, x, y)
			out = append(out, e)
		}
	}
	return out
}

// moved names what a figure counts today and no more in this world, and the other way round. Findings run to hundreds of
// thousands, so of those that are open a world keeps only what differs.
func (w *world) moved(name Measure, before, after figure) (gone, come []string) {
	switch name {
	case Open:
		return findingIDs(w.closed, rules.SeverityUnknown), findingIDs(w.opened, rules.SeverityUnknown)
	case CriticalOpen:
		return findingIDs(w.closed, rules.Critical), findingIDs(w.opened, rules.Critical)
	}
	return without(before, after), without(after, before)
}

// findingIDs names findings of a severity at least, by rule and service.
func findingIDs(findings []*rules.Finding, least rules.Severity) []string {
	out := []string{}
	for _, f := range findings {
		if f.Severity >= least {
			out = append(out, findingID(f.Rule, f.Service))
		}
	}
	slices.Sort(out)
	return out
}

func findingID(rule, service string) string { return rule + "/" + service }

// without names what one figure counts and another does not.
func without(x, y figure) []string {
	counted := make(map[int32]bool, len(y.who))
	for _, item := range y.who {
		counted[item] = true
	}
	out := []string{}
	for _, item := range x.who {
		if !counted[item] {
			out = append(out, x.id(item))
		}
	}
	slices.Sort(out)
	return out
}

func (d *desk) serviceID(i int32) string { return d.inv.Services[i].ID }
func (d *desk) memberID(i int32) string  { return d.inv.Members[i].ID }

// outcomes counts the services that a scenario brings to an outcome.
func (w *world) outcomes(id string, outcome scenario.Outcome) figure {
	f := figure{of: len(w.inv.Services), scenario: id, is: id != ""}
	if f.is {
		f.counts(w.brought(id, outcome), w.serviceID)
	}
	return f
}

// brought are the services that a scenario brings to an outcome.
func (w *world) brought(id string, outcome scenario.Outcome) []int32 {
	var out []int32
	w.struck(id, func(service int32, o scenario.Outcome) {
		if o == outcome {
			out = append(out, service)
		}
	})
	return out
}

// losingIn counts the members that a scenario costs data.
func losingIn(w *world, c *candidate, _ Measure) figure {
	f := figure{of: len(w.inv.Members), scenario: c.Scenario, is: c.Scenario != "" && len(w.inv.Members) > 0}
	if !f.is {
		return f
	}
	services := map[int32]bool{}
	for _, service := range w.brought(c.Scenario, scenario.OutcomeLost) {
		services[service] = true
	}
	f.counts(w.serving(services), w.memberID)
	return f
}

// inDanger counts the services whose data the worst scenario brings into a danger.
func (w *world) inDanger(of danger) figure {
	f := figure{of: len(w.inv.Services), is: len(w.Result.Played) > 0}
	var who []int32
	for i := range w.fates {
		if w.fates[i].danger == of && !w.replaces(int32(i)) {
			who = append(who, int32(i))
		}
	}
	if w.part != nil {
		_, after := w.tolls()
		for i := range after {
			if after[i].danger() == of {
				who = append(who, w.part.services[i])
			}
		}
	}
	f.counts(who, w.serviceID)
	return f
}

// first counts findings of the first rule with a metric.
func (w *world) first(metric string, counts func(*rules.Finding) bool) figure {
	on := w.rulesOn(metric)
	if len(on) == 0 {
		return figure{}
	}
	f, rule := figure{}, w.Pack.Rules[on[0]].ID
	var who []int32
	for service := range w.inv.Services {
		finding := w.finding(on[0], service)
		if finding.Status == rules.NotApplicable {
			continue
		}
		f.of++
		if counts(finding) {
			who = append(who, int32(service))
		}
	}
	f.counts(who, func(i int32) string { return findingID(rule, w.serviceID(i)) })
	f.is = f.of > 0
	return f
}

// ofItsOwn counts the services with an open finding of the rules that a kind of decision is about.
func ofItsOwn(w *world, c *candidate, name Measure) figure {
	if c.act == nil || c.act.about.measure != name {
		return figure{}
	}
	f, on := figure{}, w.rulesOn(c.act.about.metrics...)
	var who []int32
	for service := range w.inv.Services {
		open, applies := 0, false
		for _, rule := range on {
			finding := w.finding(rule, service)
			applies = applies || finding.Status != rules.NotApplicable
			open += openness(finding)
		}
		if applies {
			f.of++
		}
		if open > 0 {
			who = append(who, int32(service))
		}
	}
	f.counts(who, w.serviceID)
	f.is = f.of > 0
	return f
}
