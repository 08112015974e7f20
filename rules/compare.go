package rules

import "slices"

// EntryChange is what two packs write differently of one rule, as far as it decides a status. Severity, texts and
// references decide none and are not compared. The zero value says that both write the same, or that neither has the
// rule.
type EntryChange struct {
	Added   bool // only today's pack has the rule
	Removed bool // only the earlier pack has it

	// Of a rule that both have.
	Metric    bool
	Depth     bool // two metrics that both take one
	Scenarios bool // likewise; the kinds as a set
	Limit     bool // bound, value or target, or whether there is a limit at all
}

// Any tells whether anything differs.
func (c EntryChange) Any() bool { return c != EntryChange{} }

// Parts names what differs of a rule that both packs have, in a fixed order: metric, depth, scenarios, limit.
func (c EntryChange) Parts() []string {
	parts := []string{}
	for _, part := range [...]struct {
		differs bool
		word    string
	}{{c.Metric, "metric"}, {c.Depth, "depth"}, {c.Scenarios, "scenarios"}, {c.Limit, "limit"}} {
		if part.differs {
			parts = append(parts, part.word)
		}
	}
	return parts
}

// CompareEntry holds an earlier pack's entry of a rule against today's, as the two are written, with the limits for one
// tier: a limit that is the service's own target differs from one of the same length. The rule and the tier are found by
// name in each pack; a tier that a pack does not have has no limit there. What an entry leaves out counts as the default
// that it stands for.
func CompareEntry(earlier, today *Pack, rule, tier string) EntryChange {
	before, now := earlier.rule(rule), today.rule(rule)
	if before == nil || now == nil {
		return EntryChange{Added: before == nil && now != nil, Removed: before != nil && now == nil}
	}
	return EntryChange{
		Metric:    before.Metric.Name != now.Metric.Name,
		Depth:     before.Metric.TakesDepth && now.Metric.TakesDepth && before.Depth != now.Depth,
		Scenarios: before.Metric.TakesScenarios && now.Metric.TakesScenarios && !sameKinds(before.Scenarios, now.Scenarios),
		Limit:     before.limitAt(earlier.tier(tier)) != now.limitAt(today.tier(tier)),
	}
}

// rule is the pack's rule of that id; nil if it has none.
func (p *Pack) rule(id string) *Rule {
	if i := slices.IndexFunc(p.Rules, func(r Rule) bool { return r.ID == id }); i >= 0 {
		return &p.Rules[i]
	}
	return nil
}

// tier is the place of a tier among the pack's; -1 if it has none of that name.
func (p *Pack) tier(name string) int { return slices.Index(p.Tiers, name) }

// writtenLimit is a limit as two packs can be compared by it.
type writtenLimit struct {
	RuleLimit
	bound Bound
	unit  Unit
}

// limitAt is the limit for a tier; the zero where the rule gives none, whatever it asks of other tiers.
func (r *Rule) limitAt(tier int) writtenLimit {
	if tier < 0 || !r.Limits[tier].Given {
		return writtenLimit{}
	}
	return writtenLimit{r.Limits[tier], r.Bound, r.Metric.Unit}
}

// sameKinds compares two lists of kinds without regard to their order. None stands twice in either.
func sameKinds(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(kind string) bool { return !slices.Contains(b, kind) })
}
