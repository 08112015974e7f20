package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// changesSince splits what moved since an earlier sealed report by cause; nil where there is none. findings are today's,
// of in, and stay as they are. There is a notice where the earlier report's rule pack cannot be applied any more: rules
// are then told apart only by being there or not.
func changesSince(before *Earlier, in rules.Input, findings []rules.Finding) (*Changes, []inventory.Notice) {
	if before == nil {
		return nil, nil
	}
	c := &comparison{in: in, findings: findings, before: before, grid: &before.Grid}
	notices := c.openPack()
	c.match()
	var closing Checks
	for i := range findings {
		closing.count(findings[i].Status)
	}
	c.begin(before.AsOf.In(in.Inventory.Zone), closing)
	for r := range in.Pack.Rules {
		c.rule(r)
	}
	c.goneRules()
	c.settle()
	c.count()
	c.services()
	c.out.Rules = c.ruleChanges()
	return c.out, notices
}

// comparison holds today's findings against those of an earlier report.
type comparison struct {
	in       rules.Input
	findings []rules.Finding
	before   *Earlier
	grid     *Grid
	out      *Changes

	pack   *rules.Pack // the earlier one; nil where it is today's, or cannot be applied any more
	same   bool        // the earlier pack is today's, to the byte
	places []int       // of today's services in the grid; -1: it was not there
	gone   []int       // places in the grid of services that are gone, by id
	words  []string    // by status, for items to point at
	unsure []unsure
}

// unsure is an item whose rule is written differently for the service's tier.
type unsure struct{ item, finding int }

// openPack loads the earlier rule pack, unless it is today's.
func (c *comparison) openPack() []inventory.Notice {
	text := c.before.Pack.Text
	if c.same = text == string(c.in.Pack.File.Data); c.same {
		return nil
	}
	pack, mistakes := rules.Load(source.File{Name: "pack of " + c.before.Period.ID, Data: []byte(text)})
	if len(mistakes) > 0 {
		return []inventory.Notice{{Code: noticeEarlierRules, Args: []string{c.before.Period.ID}, Text: fmt.Sprintf(
			"The rules of the earlier report of %s cannot be applied any more: a change of what a rule asks is not told apart from a change of the services.",
			c.before.Period.ID)}}
	}
	c.pack = pack
	return nil
}

// match finds today's services in the earlier report, and those that are gone.
func (c *comparison) match() {
	services := c.in.Inventory.Services
	c.places = make([]int, len(services))
	here := make([]bool, len(c.grid.Services))
	for i := range services {
		place, was := c.grid.service[services[i].ID]
		if !was {
			c.places[i] = -1
			continue
		}
		c.places[i] = place
		here[place] = true
	}
	for place := range here {
		if !here[place] {
			c.gone = append(c.gone, place)
		}
	}
	slices.SortFunc(c.gone, func(a, b int) int { return strings.Compare(c.grid.Services[a], c.grid.Services[b]) })
}

// begin sets down from what and to what the changes must add up.
func (c *comparison) begin(opened time.Time, closing Checks) {
	opening := c.grid.checks()
	c.out = &Changes{
		OpeningAsOf: opened, Opening: opening.Open(), OpeningChecks: opening.Applicable(),
		Closing: closing.Open(), ClosingChecks: closing.Applicable(), Items: []Change{},
		ServicesIn: []string{}, ServicesOut: []string{}, GoneRules: map[string]rules.Text{}, GoneServices: map[string]string{},
	}
	c.words = make([]string, len(rules.StatusOrder))
	for _, status := range rules.StatusOrder {
		c.words[status] = status.String()
	}
}

// isOpen tells whether a status is one of an open finding.
func isOpen(s rules.Status) bool { return s == rules.Fail || s == rules.Unknown }

// rule compares the findings of one of today's rules, in the order of the services, those that are gone in between.
func (c *comparison) rule(r int) {
	rule, services := &c.in.Pack.Rules[r], c.in.Inventory.Services
	row, was := c.grid.rule[rule.ID]
	gone := c.gone
	if !was {
		gone = nil
	}
	differs := c.differences(rule.ID)
	for s := range services {
		for len(gone) > 0 && c.grid.Services[gone[0]] < services[s].ID {
			c.leave(row, gone[0], ScopeOut)
			gone = gone[1:]
		}
		switch at := r*len(services) + s; {
		// Of a new service under a new rule, the service is the cause.
		case c.places[s] < 0:
			c.enter(at, ScopeIn)
		case !was:
			c.enter(at, RuleIn)
		default:
			if c.move(at, row*len(c.grid.Services)+c.places[s]) && differs[services[s].Tier.ID] {
				c.unsure = append(c.unsure, unsure{len(c.out.Items) - 1, at})
			}
		}
	}
	for _, place := range gone {
		c.leave(row, place, ScopeOut)
	}
}

// differences tells for which of today's tiers the packs write a rule differently.
func (c *comparison) differences(rule string) map[string]bool {
	differs := map[string]bool{}
	if c.pack == nil {
		return differs
	}
	for _, tier := range c.in.Pack.Tiers {
		differs[tier] = rules.CompareEntry(c.pack, c.in.Pack, rule, tier).Any()
	}
	return differs
}

// enter takes an open finding that was not there.
func (c *comparison) enter(at int, cause Cause) {
	if f := &c.findings[at]; isOpen(f.Status) {
		c.out.Items = append(c.out.Items, Change{Rule: f.Rule, Service: f.Service, Cause: cause, Now: &c.words[f.Status], Number: &f.Number})
	}
}

// leave takes an open finding that is there no more.
func (c *comparison) leave(row, place int, cause Cause) {
	if status := c.grid.statuses[row*len(c.grid.Services)+place]; isOpen(status) {
		c.out.Items = append(c.out.Items, Change{Rule: c.grid.Rules[row], Service: c.grid.Services[place], Cause: cause, Before: &c.words[status]})
	}
}

// move takes a finding that is in both reports if it is open in one of them alone, and tells whether it is. Where its
// rule is written differently the cause is settled later, once it is known whether there is anything to settle.
func (c *comparison) move(at, place int) bool {
	f, before := &c.findings[at], c.grid.statuses[place]
	if isOpen(before) == isOpen(f.Status) {
		return false
	}
	item := Change{Rule: f.Rule, Service: f.Service, Cause: movedBy(before, f.Status), Before: &c.words[before], Now: &c.words[f.Status], Number: &f.Number}
	switch rules.Waived {
	case f.Status:
		item.Waiver = f.Waiver
	case before:
		item.Waiver = c.grid.waivers[place]
	}
	c.out.Items = append(c.out.Items, item)
	return true
}

// movedBy is why a finding of the same service under the same rule opened or closed.
func movedBy(before, now rules.Status) Cause {
	switch {
	case now == rules.Pass:
		return Fixed
	case now == rules.Waived:
		return NowWaived
	case now == rules.NotApplicable:
		return Dropped
	case before == rules.Pass:
		return Regressed
	case before == rules.Waived:
		return WaiverEnded
	}
	return New
}

// goneRules takes what was open under rules that are there no more, in the earlier pack's order.
func (c *comparison) goneRules() {
	isGone := make([]bool, len(c.grid.Services))
	for _, place := range c.gone {
		isGone[place] = true
	}
	for row, id := range c.grid.Rules {
		if slices.ContainsFunc(c.in.Pack.Rules, func(r rules.Rule) bool { return r.ID == id }) {
			continue
		}
		for place := range c.grid.Services {
			// As above: of a service that is gone under a rule that is gone, the service is the cause.
			cause := RuleOut
			if isGone[place] {
				cause = ScopeOut
			}
			c.leave(row, place, cause)
		}
	}
}

// settle decides where a rule is written differently: had the earlier pack come to another status today, the rule is
// the cause.
func (c *comparison) settle() {
	if len(c.unsure) == 0 {
		return
	}
	asked := map[string]bool{}
	for _, u := range c.unsure {
		asked[c.findings[u.finding].Rule] = true
	}
	applied, rows := c.apply(asked)
	for _, u := range c.unsure {
		f := &c.findings[u.finding]
		if applied[rows[f.Rule]*len(c.in.Inventory.Services)+int(f.ServiceIndex)].Status == f.Status {
			continue
		}
		c.out.Items[u.item].Cause = RuleOut
		if isOpen(f.Status) {
			c.out.Items[u.item].Cause = RuleIn
		}
	}
}

// apply evaluates those of the earlier pack's rules that are asked about on today's inputs. No rule's status hangs on
// another rule, and scenarios are only asked by rules, so what nobody asks is left out.
func (c *comparison) apply(asked map[string]bool) (findings []rules.Finding, rows map[string]int) {
	pack, plays := *c.pack, false
	pack.Rules, rows = nil, map[string]int{}
	for i := range c.pack.Rules {
		if rule := c.pack.Rules[i]; asked[rule.ID] {
			rows[rule.ID] = len(pack.Rules)
			pack.Rules = append(pack.Rules, rule)
			plays = plays || rule.Metric.TakesScenarios
		}
	}
	if !plays {
		pack.Scenarios = scenario.Plan{}
	}
	in := c.in
	in.Pack = &pack
	return rules.Evaluate(in).Findings, rows
}

// count adds the items up by cause, and each cause by rule.
func (c *comparison) count() {
	c.out.ByCause, c.out.ByRule = make(map[Cause]int, len(Causes)), make(map[Cause]map[string]int, len(Causes))
	for _, cause := range Causes {
		c.out.ByCause[cause], c.out.ByRule[cause] = 0, map[string]int{}
	}
	for i := range c.out.Items {
		item := &c.out.Items[i]
		c.out.ByCause[item.Cause]++
		c.out.ByRule[item.Cause][item.Rule]++
	}
}

// services names those that are new and those that are gone.
func (c *comparison) services() {
	for i, place := range c.places {
		if place < 0 {
			c.out.ServicesIn = append(c.out.ServicesIn, c.in.Inventory.Services[i].ID)
		}
	}
	for _, place := range c.gone {
		id := c.grid.Services[place]
		c.out.ServicesOut = append(c.out.ServicesOut, id)
		c.out.GoneServices[id] = id
	}
	for i := range c.before.Services {
		if s := &c.before.Services[i]; c.out.GoneServices[s.ID] != "" {
			c.out.GoneServices[s.ID] = s.Name
		}
	}
}
