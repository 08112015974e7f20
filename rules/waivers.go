package rules

import (
	"slices"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// waive turns what fails or is unknown into waived where a waiver in force covers it, in reading order, so that of
// several the first hides it. It returns what became of every waiver but those passed over: of a rule that the pack does
// not have, and of services that are all gone.
func (e *evaluation) waive() []WaiverResult {
	rules := make(map[string]int, len(e.in.Pack.Rules))
	for i := range e.in.Pack.Rules {
		rules[e.in.Pack.Rules[i].ID] = i
	}
	var out []WaiverResult
	for i := range e.in.Inventory.Waivers {
		w := &e.in.Inventory.Waivers[i]
		if rule, known := rules[w.Rule.ID]; known && !retired(w.Services...) {
			out = append(out, e.apply(w, rule))
		}
	}
	return out
}

// apply sets one waiver against the findings of its rule.
func (e *evaluation) apply(w *inventory.Waiver, rule int) WaiverResult {
	result := WaiverResult{Waiver: w, State: e.dated(w)}
	covered := 0
	for _, reference := range w.Services {
		if reference.Index < 0 {
			continue // a service that is gone
		}
		covered++
		if e.tooLong(w, e.tiers[reference.Index]) {
			result.TooLongFor = append(result.TooLongFor, reference.ID)
			continue
		}
		if result.State == InForce {
			result.hide(&e.findings[rule*len(e.services)+int(reference.Index)])
		}
	}
	switch {
	case len(result.TooLongFor) == covered:
		result.TooLongFor = nil
		if result.State == InForce {
			result.State = TooLong
		}
	case result.State == InForce && result.Hides == 0:
		result.State = Idle
	}
	slices.Sort(result.TooLongFor)
	return result
}

// dated is a waiver's state by its dates alone.
func (e *evaluation) dated(w *inventory.Waiver) WaiverState {
	switch {
	case !w.ApprovedOn.OnOrBefore(e.in.AsOf):
		return Future
	case e.in.AsOf.After(w.Expires.End()):
		return Expired
	}
	return InForce
}

// tooLong tells whether a waiver lasts longer than the pack allows for a tier.
func (e *evaluation) tooLong(w *inventory.Waiver, tier int32) bool {
	if tier < 0 {
		return false
	}
	longest, limited := e.in.Pack.Longest[e.in.Pack.Tiers[tier]]
	const day = 86400
	return limited && source.Duration(days(w.ApprovedOn.Time, w.Expires.Time, e.in.Inventory.Zone)*day) > longest
}

// days counts the days from one date to another, as the calendar of a zone has them: 23-hour days count whole.
func days(from, to time.Time, zone *time.Location) int64 {
	const day = 86400
	return (date(to, zone).Unix() - date(from, zone).Unix()) / day
}

// date is the day of a moment in a zone, as midnight in UTC, where every day has 24 hours.
func date(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// hide marks a finding as waived if it is open.
func (r *WaiverResult) hide(f *Finding) {
	switch f.Status {
	case Fail:
		r.HidesFail++
	case Unknown:
	default:
		return
	}
	r.Hides++
	f.Before, f.Status, f.Waiver = f.Status, Waived, r.Waiver.ID
}
