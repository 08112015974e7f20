package decision

import (
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules"
)

// proposeSpread asks for a second campus for services of the most critical tier that run on too few. It costs more than
// anything else that a board is asked, so it is not asked for others.
func proposeSpread(d *desk) []*candidate {
	c, about := &candidate{}, d.rulesOn("sites.count")
	for service := range d.inv.Services {
		if d.tiers[service] == 0 && d.opened(about, service) && len(d.inv.Services[service].Instances) > 0 {
			c.targets = append(c.targets, int32(service))
		}
	}
	c.places = d.assign(c.targets, func(service int) need {
		return need{banned: make([]bool, len(d.inv.Sites)), kilometres: d.most(service, "sites.distance"),
			provider: float64(d.providersOf(service)) < d.most(service, "providers.count")}
	})
	return some(c)
}

// addStandbys adds a standby that keeps the service's own targets. A service without targets gets one of which nothing
// is known.
func addStandbys(p *part, c *candidate) {
	for _, target := range c.targets {
		s := p.service(target)
		standby := inventory.Instance{Site: p.reference(p.site(c.places[target])), Role: inventory.Standby, Location: p.confirmed(s),
			FailoverTime: s.RTO, ReplicationLag: s.RPO, Place: s.Place}
		s.Instances = append(slices.Clone(s.Instances), standby)
	}
}

// proposeWaivers asks whether to prolong the waivers that end soon. Only the board can, so it is asked even though
// prolonging them protects nobody.
func proposeWaivers(d *desk) []*candidate {
	c := &candidate{}
	for i := range d.Result.Waivers {
		w := d.Result.Waivers[i].Waiver
		if slices.Contains(d.Ending, w.ID) {
			c.waivers = append(c.waivers, w)
		}
	}
	slices.SortStableFunc(c.waivers, func(a, b *inventory.Waiver) int { return a.Expires.End().Compare(b.Expires.End()) })
	for i := range d.Result.Findings {
		f := &d.Result.Findings[i]
		if f.Status == rules.Waived && slices.Contains(d.Ending, f.Waiver) {
			c.hidden = append(c.hidden, f.Number)
			c.targets = append(c.targets, f.ServiceIndex)
		}
	}
	c.settle()
	return some(c)
}

// endWaivers lets them end, with those that would stand in for them and are over by then too.
func endWaivers(p *part, c *candidate) {
	last := c.waivers[len(c.waivers)-1].Expires.End()
	p.in.Inventory.Waivers = slices.DeleteFunc(slices.Clone(p.in.Inventory.Waivers), func(w inventory.Waiver) bool {
		return !w.Expires.End().After(last)
	})
}

// proposeLapsed asks what to do about findings that are open again since their waiver has ended.
func proposeLapsed(d *desk) []*candidate {
	c := &candidate{}
	for i := range d.Result.Waivers {
		r := &d.Result.Waivers[i]
		if r.State != rules.Expired {
			continue
		}
		before := len(c.targets)
		for _, s := range r.Waiver.Services {
			if s.Index >= 0 && openness(d.finding(d.ruleNamed(r.Waiver.Rule.ID), int(s.Index))) > 0 {
				c.targets = append(c.targets, s.Index)
			}
		}
		if len(c.targets) > before {
			c.waivers = append(c.waivers, r.Waiver)
		}
	}
	c.settle()
	return some(c)
}

// ruleNamed is the place of a rule, which the waivers that are evaluated always have.
func (d *desk) ruleNamed(id string) int {
	return slices.IndexFunc(d.Pack.Rules, func(r rules.Rule) bool { return r.ID == id })
}

// settle sorts the services, each once.
func (c *candidate) settle() {
	slices.Sort(c.targets)
	c.targets = slices.Compact(c.targets)
}

// renewWaivers approves the waivers anew, for as long as it takes to look.
func renewWaivers(p *part, c *candidate) {
	today := source.Moment{Time: p.in.AsOf}
	p.in.Inventory.Waivers = slices.Clone(p.in.Inventory.Waivers)
	for i := range p.in.Inventory.Waivers {
		w := &p.in.Inventory.Waivers[i]
		if slices.ContainsFunc(c.waivers, func(ended *inventory.Waiver) bool { return ended.ID == w.ID }) {
			w.ApprovedOn, w.Expires = today, today
		}
	}
}

// proposeRecords asks for what services' records lack.
func proposeRecords(d *desk) []*candidate {
	c, about := &candidate{}, d.rulesOn("record.missing")
	for service := range d.inv.Services {
		if d.opened(about, service) {
			c.targets = append(c.targets, int32(service))
		}
	}
	return some(c)
}

// fillRecords fills in what lacks. A target that nobody has set yet may turn out to be any, so it is taken to be the
// strictest: what may miss it counts as missing it.
func fillRecords(p *part, c *candidate) {
	for _, target := range c.targets {
		s := p.service(target)
		for _, text := range []*source.Optional[string]{&s.Owner, &s.Description} {
			if !text.Given {
				*text = given("decided")
			}
		}
		if !s.RTO.Given {
			s.RTO = given(source.Duration(0))
		}
		if !s.RPO.Given && s.HoldsData() {
			s.RPO = given(source.Duration(0))
		}
		s.Members.Given = true
	}
}
