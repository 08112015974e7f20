package report

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// cause is why a finding opened or closed: the first that applies.
func (b *sides) cause(r, s pairing, differs map[string]bool) Cause {
	before, was := b.old.grid.at(r.before, s.before)
	now, is := b.new.grid.at(r.now, s.now)
	opened := is && isOpen(now)
	switch {
	case s.before < 0:
		return ScopeIn
	case s.now < 0:
		return ScopeOut
	case !was || !is || differs[b.new.described(s.id).Tier] && !b.sameBefore(r, s):
		if opened {
			return RuleIn
		}
		return RuleOut
	}
	return movedBy(before, now)
}

// sameBefore tells whether the earlier pack comes to the same status today, as far as today's figures can tell.
func (b *sides) sameBefore(r, s pairing) bool {
	service := b.new.described(s.id)
	// Where more than the limit differs, nobody knows what the earlier rule would have measured.
	if rules.CompareEntry(b.pack, b.in.Pack, r.id, service.Tier) != (rules.EntryChange{Limit: true}) {
		return false
	}
	if metric := b.new.describedRule(r.id).Metric; strings.HasPrefix(metric, "scenario.") && !b.samePlans() {
		return false
	}
	now, _ := b.new.grid.at(r.now, s.now)
	figures := &b.new.figures[r.now*len(b.new.grid.Services)+s.now]
	if figures.known == rules.Inapplicable {
		// The metric does not apply to the service, whatever the limit; unless there is none, and it was not asked.
		return limited(b.in.Pack, r.id, service.Tier)
	}
	limit, applies := b.earlierLimit(r.id, service)
	if !applies {
		return false
	}
	status := rules.Verdict(rules.Figure{Known: figures.known, Low: figures.low, High: figures.high}, limit)
	if isOpen(status) && b.waived(r.id, s.id) {
		status = rules.Waived
	}
	return status == now
}

// samePlans tells whether both packs play the same scenarios: else what today's took says nothing of the earlier ones.
func (b *sides) samePlans() bool {
	return reflect.DeepEqual(unplaced(b.pack.Scenarios), unplaced(b.in.Pack.Scenarios))
}

// unplaced is a plan without its names, and without the lines on which it is written.
func unplaced(p scenario.Plan) scenario.Plan {
	p.Also = slices.Clone(p.Also)
	for i := range p.Also {
		d := &p.Also[i]
		d.Name, d.Place, d.Within.Value.Place = nil, source.Place{}, source.Place{}
		for _, list := range []*[]inventory.Reference{&d.Sites, &d.Campuses, &d.Regions, &d.Providers} {
			*list = slices.Clone(*list)
			for j := range *list {
				(*list)[j] = inventory.Reference{ID: (*list)[j].ID}
			}
		}
	}
	return p
}

// entryOf is a pack's rule and the place of a tier in it; the place is -1 where the pack has not both, or no limit.
func entryOf(p *rules.Pack, rule, tier string) (*rules.Rule, int) {
	r := slices.IndexFunc(p.Rules, func(r rules.Rule) bool { return r.ID == rule })
	t := slices.Index(p.Tiers, tier)
	if r < 0 || t < 0 || !p.Rules[r].Limits[t].Given {
		return nil, -1
	}
	return &p.Rules[r], t
}

func limited(p *rules.Pack, rule, tier string) bool {
	_, place := entryOf(p, rule, tier)
	return place >= 0
}

// earlierLimit is what the earlier pack asks of a service as it is today; false where it does not apply to its tier. A
// target that is not set is no limit.
func (b *sides) earlierLimit(rule string, service *Service) (rules.Limit, bool) {
	entry, tier := entryOf(b.pack, rule, service.Tier)
	if entry == nil {
		return rules.Limit{}, false
	}
	limit := entry.Limits[tier]
	target := map[rules.Target]*float64{rules.NoTarget: &limit.Value, rules.TargetRTO: service.RTO, rules.TargetRPO: service.RPO}[limit.Target]
	if target == nil {
		return rules.Limit{}, true
	}
	return rules.Limit{Bound: entry.Bound, Value: *target}, true
}

// waived tells whether one of today's waivers covers a finding, by the earlier pack's longest terms.
func (b *sides) waived(rule, service string) bool {
	if b.waivers == nil {
		b.waivers = map[[2]string]bool{}
		for i := range b.new.Waivers {
			b.cover(&b.new.Waivers[i])
		}
	}
	return b.waivers[[2]string{rule, service}]
}

// cover notes what a waiver covers whose dates hold, whether or not it hides anything today.
func (b *sides) cover(w *Waiver) {
	// The other states hang on the pack: what is idle or too long under today's may hide something under the earlier one.
	if w.State == rules.Expired.String() || w.State == rules.Future.String() {
		return
	}
	// A term that the earlier pack did not limit holds, whatever its length.
	for _, id := range w.Services {
		longest, limited := b.old.Pack.Longest[b.new.described(id).Tier]
		if !limited || calendarDays(w.ApprovedOn, w.LastDay())*86400 <= longest {
			b.waivers[[2]string{w.Rule, id}] = true
		}
	}
}

// calendarDays counts the days from one date to another, each in its own zone: days of 23 hours count whole.
func calendarDays(from, to time.Time) int64 {
	day := func(t time.Time) int64 {
		year, month, day := t.Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400
	}
	return day(to) - day(from)
}
