package rules

import (
	"fmt"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// The codes of the notices that Check gives.
const (
	noticeWaiver     = "waiver-of-unknown-rule"
	noticeCommitment = "commitment-of-unknown-rule"
)

// Check compares a pack with an inventory as Load returned it, before At: every service must have one of the pack's
// tiers, every waiver and commitment one of its rules, and every scenario what it strikes. Journals outlive rules: a
// waiver or commitment that is over by as-of is passed over with a notice. Check sets Tier.Index of the services and
// Rule.Index of the waivers and commitments, -1 for those passed over; nothing else is changed. What only tells of
// retired services, and a commitment decided after as-of, is not looked at.
func Check(p *Pack, inv *inventory.Inventory, asOf time.Time) ([]inventory.Notice, source.Diagnostics) {
	c := &checker{pack: p, inv: inv, asOf: asOf, rules: map[string]int32{}, tiers: map[string]int32{}}
	for i := range p.Rules {
		c.rules[p.Rules[i].ID] = int32(i)
		c.ruleIDs = append(c.ruleIDs, p.Rules[i].ID)
	}
	for i, tier := range p.Tiers {
		c.tiers[tier] = int32(i)
	}
	c.services()
	c.waivers()
	c.commitments()
	c.found = append(c.found, p.Scenarios.Check(inv, p.File.Name)...)
	return c.notices, c.found
}

// checker gathers what is wrong and what is to be noticed.
type checker struct {
	pack    *Pack
	inv     *inventory.Inventory
	asOf    time.Time
	rules   map[string]int32
	ruleIDs []string
	tiers   map[string]int32
	notices []inventory.Notice
	found   source.Diagnostics
}

func (c *checker) fail(at source.Place, format string, args ...any) {
	c.found = append(c.found, source.Diagnostic{Place: at, Message: fmt.Sprintf(format, args...)})
}

// placeOf is where a reference stands in the file of the object that holds it.
func placeOf(r *inventory.Reference, object source.Place) source.Place {
	return source.Place{File: object.File, Line: r.Line, Column: r.Column}
}

// services finds the tier of every service.
func (c *checker) services() {
	for i := range c.inv.Services {
		s := &c.inv.Services[i]
		place, known := c.tiers[s.Tier.ID]
		if !known {
			place = -1
			c.fail(placeOf(&s.Tier, s.Place), "the rule pack has no tier %s%s", source.Quoted(s.Tier.ID), suggest(s.Tier.ID, c.pack.Tiers))
		}
		s.Tier.Index = place
	}
}

// waivers finds the rule of every waiver.
func (c *checker) waivers() {
	for i := range c.inv.Waivers {
		w := &c.inv.Waivers[i]
		if retired(w.Services...) {
			continue
		}
		c.journal(&w.Rule, entry{
			what: "waiver", id: w.ID, at: w.Place, over: c.asOf.After(w.Expires.End()), ended: "it has expired", code: noticeWaiver,
		})
	}
}

// retired tells whether all of the services are gone, so that what an entry says of them concerns nobody.
func retired(services ...inventory.Reference) bool {
	for i := range services {
		if services[i].Index >= 0 {
			return false
		}
	}
	return true
}

// commitments finds the rule of every promise that has one.
func (c *checker) commitments() {
	for i := range c.inv.Commitments {
		k := &c.inv.Commitments[i]
		if k.Rule.Given && k.DecidedOn.OnOrBefore(c.asOf) && !retired(k.Service.Value) {
			c.journal(&k.Rule.Value, entry{
				what: "commitment", id: k.ID, at: k.Place, over: c.asOf.After(k.Due.End()), ended: "its due date is over", code: noticeCommitment,
			})
		}
	}
}

// entry is a line of a journal that names a rule.
type entry struct {
	what, id, code string
	at             source.Place
	over           bool
	ended          string // in words
}

// journal finds the rule that an entry names.
func (c *checker) journal(rule *inventory.Reference, e entry) {
	place, known := c.rules[rule.ID]
	if known {
		rule.Index = place
		return
	}
	rule.Index = -1
	if !e.over {
		c.fail(placeOf(rule, e.at), "the rule pack has no rule %s%s", source.Quoted(rule.ID), c.nearest(rule.ID))
		return
	}
	c.notices = append(c.notices, inventory.Notice{
		Code: e.code, At: e.at, Args: []string{e.id, rule.ID},
		Text: fmt.Sprintf("The %s %s is of the rule %s, which the rule pack does not have; %s, so it is passed over.", e.what, e.id, rule.ID, e.ended),
	})
}

// nearest suggests a rule that was perhaps meant.
func (c *checker) nearest(id string) string {
	if near := source.Nearest(id, c.ruleIDs); near != "" {
		return ": did you mean `" + near + "`?"
	}
	return ": only what has ended may name a rule that is gone"
}
