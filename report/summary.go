package report

import (
	"coupefeu/inventory"
	"coupefeu/rules"
)

// tally is what one service, or a group of them, adds to the counts. A service is counted once, and groups add up what
// was counted: so the counts by tier, owner and member cannot disagree with the total.
type tally struct {
	checks    Checks
	shown     int // applicable checks that rest on observed or documented
	services  int
	compliant int
	waived    int // compliant with waivers
}

func (t *tally) add(o tally) {
	t.checks.add(o.checks)
	t.shown += o.shown
	t.services += o.services
	t.compliant += o.compliant
	t.waived += o.waived
}

func (c *Checks) add(o Checks) {
	c.Pass += o.Pass
	c.Fail += o.Fail
	c.Unknown += o.Unknown
	c.Waived += o.Waived
	c.NotApplicable += o.NotApplicable
}

func (c *Checks) count(s rules.Status) {
	switch s {
	case rules.Pass:
		c.Pass++
	case rules.Fail:
		c.Fail++
	case rules.Unknown:
		c.Unknown++
	case rules.Waived:
		c.Waived++
	case rules.NotApplicable:
		c.NotApplicable++
	}
}

func (t tally) group() Group {
	g := Group{Services: t.services, Compliant: t.compliant, CompliantWithWaivers: t.waived, Checks: t.checks}
	// Of nothing there is no share: 0 % would read like a failure, 100 % like a success.
	if n := t.checks.Applicable(); n > 0 {
		share := float64(t.shown) / float64(n)
		g.Demonstrated = &share
	}
	return g
}

// Compliance is the word for a service with these checks.
func (c Checks) Compliance() string {
	switch {
	case c.Applicable() == 0:
		return NothingToCheck
	case c.Open() > 0:
		return NotCompliant
	case c.Waived > 0:
		return CompliantWithWaivers
	}
	return Compliant
}

// tallies counts each service's findings.
func tallies(inv *inventory.Inventory, findings []rules.Finding) []tally {
	out := make([]tally, len(inv.Services))
	for i := range findings {
		f := &findings[i]
		t := &out[f.ServiceIndex]
		t.checks.count(f.Status)
		// A failure may be as well shown as a pass: the share says what is known, not what is good.
		if f.Status != rules.NotApplicable && f.Basis >= rules.Documented {
			t.shown++
		}
	}
	// A service is compliant as a whole or not at all, so that is known only after its last finding.
	for i := range out {
		out[i].services = 1
		switch out[i].checks.Compliance() {
		case Compliant:
			out[i].compliant = 1
		case CompliantWithWaivers:
			out[i].waived = 1
		}
	}
	return out
}

// groups adds the services' tallies up under the names that keys gives each of them. Names without a service stay in.
func groups(names []string, each []tally, keys func(service int) []string) map[string]Group {
	sums := make(map[string]*tally, len(names))
	for _, name := range names {
		sums[name] = &tally{}
	}
	for i := range each {
		for _, key := range keys(i) {
			if sums[key] == nil {
				sums[key] = &tally{}
			}
			sums[key].add(each[i])
		}
	}
	out := make(map[string]Group, len(sums))
	for name, t := range sums {
		out[name] = t.group()
	}
	return out
}

func summarise(in rules.Input, findings []rules.Finding, each []tally) Summary {
	inv := in.Inventory
	var all tally
	for i := range each {
		all.add(each[i])
	}
	s := Summary{
		Group: all.group(), Members: len(inv.Members), Sites: len(inv.Sites), Providers: len(inv.Providers),
		Campuses: len(campuses(inv)),
		ByTier:   groups(in.Pack.Tiers, each, func(i int) []string { return []string{inv.Services[i].Tier.ID} }),
		// Owners are free text: only the services know who there is. Tiers without a service are shown, as 0.
		ByOwner:  groups(nil, each, func(i int) []string { return []string{inv.Services[i].Owner.Value} }),
		ByMember: byMember(inv, each),
	}
	s.ByRule, s.ByRuleTier = byRule(in, findings)
	s.ByControl = byControl(in.Pack, s.ByRule)
	return s
}

func campuses(inv *inventory.Inventory) []string {
	seen := map[string]bool{}
	var out []string
	for i := range inv.Sites {
		if c := inv.Sites[i].Campus; !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// byMember adds up by index, since a service that serves everybody is met once for each member.
func byMember(inv *inventory.Inventory, each []tally) map[string]Group {
	sums := make([]tally, len(inv.Members))
	var everybody tally
	for i := range each {
		membership := inv.Services[i].Members.Value
		if membership.All {
			everybody.add(each[i])
			continue
		}
		for _, m := range membership.Indexes {
			sums[m].add(each[i])
		}
	}
	out := make(map[string]Group, len(sums))
	for m := range sums {
		sums[m].add(everybody)
		out[inv.Members[m].ID] = sums[m].group()
	}
	return out
}

// byRule counts in a grid first, and makes maps of it last: the findings of a large inventory are millions.
func byRule(in rules.Input, findings []rules.Finding) (map[string]Checks, map[string]map[string]Checks) {
	cells := make([][]Checks, len(in.Pack.Rules))
	for r := range cells {
		cells[r] = make([]Checks, len(in.Pack.Tiers))
	}
	for i := range findings {
		f := &findings[i]
		cells[f.RuleIndex][in.Inventory.Services[f.ServiceIndex].Tier.Index].count(f.Status)
	}
	total, tiers := map[string]Checks{}, map[string]map[string]Checks{}
	for r, row := range cells {
		id := in.Pack.Rules[r].ID
		var sum Checks
		tiers[id] = map[string]Checks{}
		for t, c := range row {
			sum.add(c)
			tiers[id][in.Pack.Tiers[t]] = c
		}
		total[id] = sum
	}
	return total, tiers
}

// byControl counts a check for each control that its rule serves, so that these counts add up to more than the total.
func byControl(pack *rules.Pack, byRule map[string]Checks) map[string]map[string]Checks {
	out := map[string]map[string]Checks{}
	for i := range pack.Rules {
		for _, reference := range pack.Rules[i].References {
			if out[reference.Framework] == nil {
				out[reference.Framework] = map[string]Checks{}
			}
			for _, control := range reference.Controls {
				sum := out[reference.Framework][control]
				sum.add(byRule[pack.Rules[i].ID])
				out[reference.Framework][control] = sum
			}
		}
	}
	return out
}
