package decision

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules/scenario"
)

// candidate is a decision that could be asked for.
type candidate struct {
	Decision
	act     *act
	about   string          // what tells it from others of its kind
	targets []int32         // services, ascending
	places  map[int32]int32 // of each, the site that it gets
	waivers []*inventory.Waiver
	hidden  []int32 // numbers of the findings that waivers hide

	tried  bool // its effects are computed
	harm   harm
	better map[int32]bool // services that it takes out of a danger, or whose findings it closes
}

// harm is what a decision removes. Comparing goes from the first field to the last.
type harm struct {
	lost     int // services that no scenario loses any more, by tier: those of the most critical count most
	members  int // served by those
	unproven int // services that no scenario leaves unproven any more, by tier
	critical int // open findings closed that are critical
	closed   int // all open findings closed
	waived   int // findings that a waiver hides, or would hide again: that protects nobody, so it weighs least
}

// compare is negative where h removes less.
func (h harm) compare(o harm) int {
	return cmp.Or(h.lost-o.lost, h.members-o.members, h.unproven-o.unproven, h.critical-o.critical, h.closed-o.closed, h.waived-o.waived)
}

// describe fills in what is known of a candidate before its effects are.
func (d *desk) describe(c *candidate) {
	c.ID = string(c.Kind)
	if c.about != "" {
		c.ID += ":" + c.about
	}
	order := slices.Clone(c.targets)
	slices.SortStableFunc(order, func(a, b int32) int { return int(d.tiers[a] - d.tiers[b]) })
	c.Services = make([]string, len(order))
	for i, service := range order {
		c.Services[i] = d.inv.Services[service].ID
	}
	c.Waivers, c.Findings, c.Effects, c.Sites = []string{}, []int32{}, []Effect{}, []string{}
	for _, w := range c.waivers {
		c.Waivers = append(c.Waivers, w.ID)
	}
	if c.Campuses == nil {
		c.Campuses = []string{}
	}
	if c.Parts == nil {
		c.Parts = map[string]int{}
	}
	c.Owners = d.owners(c.targets)
	c.Due = d.dueDate(c, order)
	d.describePlaces(c)
	c.better = map[int32]bool{}
	for _, service := range c.targets {
		c.better[service] = true
	}
	c.Members, c.MembersByKind = d.served(c.better)
}

// owners of services, who has most of them first, then by name.
func (d *desk) owners(services []int32) []string {
	counts := map[string]int{}
	for _, service := range services {
		if owner := &d.inv.Services[service].Owner; owner.Given {
			counts[owner.Value]++
		}
	}
	out := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(out, func(a, b string) int { return counts[b] - counts[a] })
	return append([]string{}, out...)
}

// dueDate is the last instant by which a decision is to be carried out: of a month's last day, in the organisation's
// zone; of waivers, that of the first to end.
func (d *desk) dueDate(c *candidate, order []int32) time.Time {
	if c.act.due == atTheirEnd {
		return c.waivers[0].Expires.End()
	}
	months := c.act.due.others
	if d.tiers[order[0]] == 0 {
		months = c.act.due.critical
	}
	year, month, _ := d.Period.In(d.inv.Zone).Date()
	return time.Date(year, month+time.Month(months), 1, 0, 0, 0, 0, d.inv.Zone)
}

// describePlaces tells where things go, and for how many services no site will do, and why.
func (d *desk) describePlaces(c *candidate) {
	counts := map[int32]int{}
	for _, service := range c.targets {
		site, asked := c.places[service]
		if !asked {
			continue
		}
		counts[site]++
		if site == nowhere {
			c.Missing++
			c.Wanted.add(d, c.Kind, int(service))
		}
	}
	delete(counts, nowhere)
	for _, site := range slices.SortedFunc(maps.Keys(counts), func(a, b int32) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(d.inv.Sites[a].ID, d.inv.Sites[b].ID))
	}) {
		c.Sites = append(c.Sites, d.inv.Sites[site].ID)
	}
}

// add widens what is wanted by what one service needs.
func (w *Wanted) add(d *desk, kind Kind, service int) {
	metric := "backup.offsite_distance"
	if kind == Spread {
		metric = "sites.distance"
	}
	w.Kilometres = max(w.Kilometres, d.most(service, metric))
	w.Provider = w.Provider || float64(d.providersOf(service)) < d.most(service, "providers.count")
}

// try evaluates the part of the inventory that a candidate reaches with its change made, if that is not too much, and
// sets down what it does. Else it is ranked by what is wrong today with the services that it is for.
func (d *desk) try(c *candidate) {
	services, affordable := d.reach(c.targets)
	if !affordable {
		d.estimate(c)
		return
	}
	c.tried = true
	d.budget -= len(services)
	p := d.partOf(services)
	c.act.edit(p, c)
	before, after := d.today(), d.changed(p)
	c.Effects = effects(before, after, c, EffectsLength)
	d.weigh(c, after)
	c.Members, c.MembersByKind = d.served(c.better)
}

// estimate takes it that a decision removes all danger from the services that it is for.
func (d *desk) estimate(c *candidate) {
	saved := map[int32]bool{}
	for _, service := range c.targets {
		switch weight := d.weight(service); d.fates[service].danger {
		case lost:
			c.harm.lost += weight
			saved[service] = true
		case inDoubt:
			c.harm.unproven += weight
		}
	}
	c.harm.members, _ = d.served(saved)
}

// weight is what a service counts: the more critical its tier, the more.
func (d *desk) weight(service int32) int { return max(1, len(d.Pack.Tiers)-int(d.tiers[service])) }

// weigh compares the part's services and findings with today's.
func (d *desk) weigh(c *candidate, after *world) {
	dangers, saved := after.dangers(), map[int32]bool{}
	for i, service := range after.part.services {
		was, is := d.fates[service].danger, dangers[i]
		weight := d.weight(service)
		switch {
		case was == lost && is != lost:
			c.harm.lost += weight
			saved[service] = true
		case was != lost && is == lost:
			c.harm.lost -= weight
		case was == inDoubt && is == safe:
			c.harm.unproven += weight
			c.better[service] = true
		case was == safe && is == inDoubt:
			c.harm.unproven -= weight
		}
	}
	c.harm.members, _ = d.served(saved)
	maps.Copy(c.better, saved)
	c.harm.critical, c.harm.closed = d.critical-after.critical, d.open-after.open
	for _, f := range after.closed {
		c.Findings = append(c.Findings, f.Number)
		c.better[f.ServiceIndex] = true
	}
	switch c.Kind {
	case Waivers:
		c.harm, c.Findings = harm{waived: -c.harm.closed}, c.hidden
	case Lapsed:
		c.harm = harm{waived: c.harm.closed}
	}
	slices.Sort(c.Findings)
}

// choose ranks the candidates by the harm that they remove, and takes the first. Of equal ones the kind that comes
// first in the table goes first. One that changes nothing is not asked for, nor is one that only closes what a
// decision before it closes: the same is not asked twice.
func choose(all []*candidate) (asked []*candidate, left int) {
	all = slices.DeleteFunc(slices.Clone(all), func(c *candidate) bool { return c.tried && c.harm.compare(harm{}) <= 0 })
	slices.SortStableFunc(all, func(a, b *candidate) int { return b.harm.compare(a.harm) })
	covered := map[int32]bool{}
	for _, c := range all {
		switch {
		case c.tried && c.harm.lost <= 0 && c.harm.unproven <= 0 && c.within(covered):
			continue
		case len(asked) == Length:
			left++
			continue
		}
		asked = append(asked, c)
		for _, number := range c.Findings {
			covered[number] = true
		}
	}
	return asked, left
}

// within tells whether others close all that a candidate closes.
func (c *candidate) within(covered map[int32]bool) bool {
	return !slices.ContainsFunc(c.Findings, func(number int32) bool { return !covered[number] })
}

// outlook evaluates all decisions together, those about waivers left out, and names the findings that none closes.
func (d *desk) outlook(asked []*candidate, left int) Outlook {
	o := Outlook{Together: []Effect{}, Left: left, Open: d.open, Findings: []int32{}}
	covered := map[int32]bool{}
	for _, c := range asked {
		for _, number := range c.Findings {
			covered[number] = true
		}
	}
	for i := range d.Result.Findings {
		switch f := &d.Result.Findings[i]; {
		case openness(f) == 0:
		case covered[f.Number]:
			o.Covered++
		default:
			o.Findings = append(o.Findings, f.Number)
		}
	}
	slices.Sort(o.Findings)
	if p := d.together(asked); p != nil {
		all := &candidate{}
		if campuses := d.destroying(func(k scenario.Kind) bool { return k == scenario.Campus }); len(campuses) > 0 {
			all.Scenario = d.Result.Played[campuses[0]].Scenario.ID
		}
		o.Together = effects(d.today(), d.changed(p), all, len(measures))
	}
	return o
}

// together is the part that several decisions reach, with the changes of all made; nil where there are not several, or
// where it is too much to evaluate again.
func (d *desk) together(asked []*candidate) *part {
	var protecting []*candidate
	var targets []int32
	for _, c := range asked {
		if c.Kind != Waivers && c.Kind != Lapsed {
			protecting = append(protecting, c)
			targets = append(targets, c.targets...)
		}
	}
	services, affordable := d.reach(targets)
	if len(protecting) < 2 || !affordable {
		return nil
	}
	p := d.partOf(services)
	// In the order of the table: what confirms or shows things comes after what adds them.
	for i := range acts {
		for _, c := range protecting {
			if c.act == &acts[i] {
				c.act.edit(p, c)
			}
		}
	}
	return p
}
