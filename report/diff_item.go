package report

import (
	"math"
	"time"

	"coupefeu/rules"
)

// diffItem tells of a finding that opened or closed what the two assessments say of it.
func diffItem(c *Change, before, now *Snapshot) DiffItem {
	item := DiffItem{Change: *c}
	was, service := before.figure(c.Rule, c.Service), before.described(c.Service)
	is := now.figure(c.Rule, c.Service)
	item.MeasuredBefore, item.LimitBefore, item.FailedBefore = was.measured, was.limit, was.failed
	item.MeasuredNow, item.LimitNow, item.FailedNow = is.measured, is.limit, is.failed
	item.Severity = was.severity.String()
	if c.Cause.Opens() {
		item.Severity = is.severity.String()
	}
	// People know a service by the name that it has now, unless it is gone.
	if c.Cause != ScopeOut {
		service = now.described(c.Service)
	}
	item.Name, item.Tier, item.Owner = service.Name, service.Tier, service.Owner
	return item
}

// figure is what an assessment says of one finding.
type figure struct {
	measured *DiffMeasured
	limit    *DiffLimit
	failed   *time.Time
	severity rules.Severity
}

// figure finds the finding of a rule on a service; all is empty where there is none.
func (s *Snapshot) figure(rule, service string) figure {
	place, there := s.grid.place(rule, service)
	if !there {
		return figure{}
	}
	// All findings of a rule have the unit of its metric, so it is kept once.
	f, unit := &s.figures[place], s.units[s.grid.rule[rule]]
	out := figure{severity: f.severity}
	switch f.known {
	case rules.None:
		out.failed = s.failedOn(place, rule, service)
	case rules.Measured:
		out.measured = &DiffMeasured{Low: f.low, Unit: unit}
		if !math.IsInf(f.high, 1) {
			high := f.high
			out.measured.High = &high
		}
	}
	if f.bound != rules.NoBound {
		out.limit = &DiffLimit{Bound: f.bound.String(), Value: f.limit, Unit: unit}
	}
	return out
}

// services tells of services by their ids.
func (s *Snapshot) services(ids []string) []DiffService {
	out := make([]DiffService, len(ids))
	for i, id := range ids {
		service := s.described(id)
		out[i] = DiffService{ID: id, Name: service.Name, Tier: service.Tier, Owner: service.Owner}
	}
	return out
}

// name sets down the names of all the rules that the difference speaks of.
func (d *Difference) name(before, now *Snapshot) {
	for i := range d.Items {
		d.nameRule(d.Items[i].Rule, before, now)
	}
	for i := range d.Rules {
		d.nameRule(d.Rules[i].Rule, before, now)
	}
}

func (d *Difference) nameRule(id string, before, now *Snapshot) {
	if _, named := d.Named[id]; named {
		return
	}
	was, is := before.describedRule(id), now.describedRule(id)
	name := DiffRuleName{
		Title: is.Title, MetricBefore: was.Metric, MetricNow: is.Metric, BoundBefore: was.Bound, BoundNow: is.Bound,
		UnitBefore: was.Unit, UnitNow: is.Unit,
	}
	if len(name.Title) == 0 {
		name.Title = was.Title
	}
	if len(name.Title) == 0 {
		name.Title = rules.Text{"": id}
	}
	d.Named[id] = name
}
