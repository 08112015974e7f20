package report

import (
	"slices"

	"coupefeu/rules"
)

// The kinds of change of a rule.
const (
	RuleAdded   = "added"
	RuleRemoved = "removed"
	RuleChanged = "changed"
)

// ruleChanges lists the rules that the two packs do not write alike, and names those that are gone.
func (c *comparison) ruleChanges() []RuleChange {
	out := []RuleChange{}
	if c.same {
		return out
	}
	earlier, today := c.earlierRules(), describeRules(c.in.Pack)
	for i := range today {
		now := &today[i]
		before := ruleNamed(earlier, now.ID)
		switch {
		case before == nil:
			out = append(out, RuleChange{Rule: now.ID, Kind: RuleAdded, Parts: []string{}, Tiers: []string{}})
		case c.pack != nil:
			parts, tiers := c.partsOf(now.ID)
			if len(parts) == 0 {
				continue
			}
			out = append(out, RuleChange{Rule: now.ID, Kind: RuleChanged, Parts: parts, Tiers: tiers})
		// Of a pack that cannot be applied any more nobody knows what it asked: only rules that came or went are told.
		default:
			continue
		}
		c.tell(&out[len(out)-1], before, now)
	}
	for i := range earlier {
		if before := &earlier[i]; ruleNamed(today, before.ID) == nil {
			out = append(out, RuleChange{Rule: before.ID, Kind: RuleRemoved, Parts: []string{}, Tiers: []string{}})
			c.tell(&out[len(out)-1], before, nil)
			c.out.GoneRules[before.ID] = before.Title
		}
	}
	return out
}

// earlierRules are the rules of the earlier pack, in its order: as it is read today, else as that report described them,
// else by their ids alone.
func (c *comparison) earlierRules() []Rule {
	if c.pack != nil {
		return describeRules(c.pack)
	}
	// The findings name every rule that the report applied, even where it was too old to describe them.
	list := c.before.Rules
	for _, id := range c.grid.Rules {
		if ruleNamed(list, id) == nil {
			list = append(slices.Clip(list), Rule{ID: id, Title: rules.Text{"": id}})
		}
	}
	return list
}

func ruleNamed(list []Rule, id string) *Rule {
	if i := slices.IndexFunc(list, func(r Rule) bool { return r.ID == id }); i >= 0 {
		return &list[i]
	}
	return nil
}

// partsOf names what differs of a rule that both packs have, for any tier of either, and the tiers whose limit does:
// today's first, then those that only the earlier pack has.
func (c *comparison) partsOf(rule string) (parts, tiers []string) {
	var all rules.EntryChange
	tiers = []string{}
	for _, tier := range bothTiers(c.in.Pack, c.pack) {
		change := rules.CompareEntry(c.pack, c.in.Pack, rule, tier)
		if change.Limit {
			tiers = append(tiers, tier)
		}
		all = rules.EntryChange{
			Metric: all.Metric || change.Metric, Depth: all.Depth || change.Depth,
			Scenarios: all.Scenarios || change.Scenarios, Limit: all.Limit || change.Limit,
		}
	}
	return all.Parts(), tiers
}

// bothTiers are the tiers of one pack, then those that only the other has.
func bothTiers(today, earlier *rules.Pack) []string {
	tiers := slices.Clone(today.Tiers)
	for _, tier := range earlier.Tiers {
		if !slices.Contains(tiers, tier) {
			tiers = append(tiers, tier)
		}
	}
	return tiers
}

// tell sets down what a rule asked and asks, nil where it is in one pack alone, and how much is open or closed for it.
func (c *comparison) tell(change *RuleChange, before, now *Rule) {
	change.LimitsBefore, change.LimitsNow = map[string]Limit{}, map[string]Limit{}
	if before != nil {
		change.MetricBefore, change.UnitBefore, change.BoundBefore = before.Metric, before.Unit, before.Bound
		change.DepthBefore = before.Depth
		if before.Limits != nil {
			change.LimitsBefore = before.Limits
		}
	}
	if now != nil {
		change.LimitsNow = now.Limits
	}
	change.Open = c.out.ByRule[RuleIn][change.Rule] + c.out.ByRule[RuleOut][change.Rule]
}
