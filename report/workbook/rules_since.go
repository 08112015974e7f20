package workbook

import (
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/templates"
)

// changedRules are the rules that the two packs do not write alike, by id; none without a quarter before.
func (b *book) changedRules() map[string]*report.RuleChange {
	out := map[string]*report.RuleChange{}
	if b.Changes != nil {
		for i := range b.Changes.Rules {
			out[b.Changes.Rules[i].Rule] = &b.Changes.Rules[i]
		}
	}
	return out
}

// goneRules are those that only the earlier pack has, in its order.
func (b *book) goneRules() []*report.RuleChange {
	var out []*report.RuleChange
	if b.Changes != nil {
		for i := range b.Changes.Rules {
			if r := &b.Changes.Rules[i]; r.Kind == report.RuleRemoved {
				out = append(out, r)
			}
		}
	}
	return out
}

// ruleThen is a rule that is gone as the earlier pack had it, without limits: none is applied any more.
func (b *book) ruleThen(c *report.RuleChange) *report.Rule {
	return &report.Rule{ID: c.Rule, Title: b.Changes.GoneRules[c.Rule], Metric: c.MetricBefore, Unit: c.UnitBefore, Bound: c.BoundBefore, Depth: c.DepthBefore}
}

// ruleSince says in words what the quarter before asked otherwise.
func ruleSince(b *book) []column[ruleRow] {
	h := head{key: "change.title", word: "changed-since", band: "since", width: 15, align: indented, wrap: true}
	return []column[ruleRow]{{h, func(r *ruleRow) cell {
		if r.change == nil {
			return cell{}
		}
		return text(strings.Join(b.ruleChangeLines(r.Rule, r.change), "\n"))
	}}}
}

// ruleChangeLines are what became of a rule, a line each: of a limit, for which tier, from what to what.
func (b *book) ruleChangeLines(now *report.Rule, c *report.RuleChange) []string {
	var lines []string
	if c.Kind != report.RuleChanged {
		lines = append(lines, b.shared("diff.part."+c.Kind, nil))
	}
	for _, part := range c.Parts {
		if part != "limit" {
			lines = append(lines, b.shared("diff.part."+part, nil))
		}
	}
	before := &report.Rule{Unit: c.UnitBefore, Bound: c.BoundBefore, Limits: c.LimitsBefore}
	for _, tier := range b.limitsToTell(c) {
		lines = append(lines, b.text("rules.limit-change", args{"tier": b.tierWord(tier), "before": b.limitWord(before, tier), "now": b.limitWord(now, tier)}))
	}
	return lines
}

// limitsToTell are the tiers whose limit changed; of a rule that is gone, all that had one.
func (b *book) limitsToTell(c *report.RuleChange) []string {
	if c.Kind != report.RuleRemoved {
		return c.Tiers
	}
	return slices.DeleteFunc(slices.Clone(b.Pack.Tiers), func(tier string) bool {
		_, had := c.LimitsBefore[tier]
		return !had
	})
}

// ruleChangeKeys are the same for scripts, with the limits of the quarter before as figures.
func ruleChangeKeys(b *book) []column[ruleRow] {
	changed := func(key string, width float64, of func(*report.RuleChange) cell) column[ruleRow] {
		return column[ruleRow]{head{key: key, width: width, folded: true}, func(r *ruleRow) cell {
			if r.change == nil {
				return cell{}
			}
			return of(r.change)
		}}
	}
	out := []column[ruleRow]{
		changed("change.kind", 10, func(c *report.RuleChange) cell { return text(c.Kind) }),
		changed("change.parts", 12, func(c *report.RuleChange) cell { return text(strings.Join(c.Parts, ", ")) }),
		changed("change.tiers", 12, func(c *report.RuleChange) cell { return text(templates.Workbook(strings.Join(c.Tiers, ", "))) }),
		changed("change.open", 9, func(c *report.RuleChange) cell { return count(c.Open) }),
		changed("change.metric_before", 19, func(c *report.RuleChange) cell { return text(c.MetricBefore) }),
		changed("change.depth_before", 11, func(c *report.RuleChange) cell { return text(c.DepthBefore) }),
	}
	for _, tier := range b.Pack.Tiers {
		out = append(out, changed("change.limit_before."+tier, 10, func(c *report.RuleChange) cell { return b.limitBefore(c, tier) }))
	}
	return out
}

// limitBefore is the limit that the earlier pack set a tier, in the unit of its metric then, or the key of the target
// that it named; empty where it set none.
func (b *book) limitBefore(c *report.RuleChange, tier string) cell {
	limit, had := c.LimitsBefore[tier]
	if !had || limit.Target != "" {
		return text(limit.Target)
	}
	return b.ruleLimit(&report.Rule{Metric: c.MetricBefore, Unit: c.UnitBefore, Bound: c.BoundBefore, Limits: c.LimitsBefore}, tier)
}
