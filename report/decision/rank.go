package decision

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
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

	tried  bool     // its effects are computed
	relief []relief // what it takes from each service
	closed []*rules.Finding
	opened int            // findings more than it closes
	better map[int32]bool // services that it takes out of a danger, or whose findings it closes
}

// relief is how much of what threatens a service's data is taken away, in thousandths, weighted by its tier.
type relief struct {
	service               int32
	lost, unproven, twice int
}

// harm is what a decision removes. Comparing goes from the first field to the last.
type harm struct {
	lost     int // thousandths of services that scenarios no longer lose, by tier: those of the most critical count most
	members  int // served by those services
	unproven int // thousandths of services that scenarios no longer leave unproven, by tier
	twice    int // thousandths of services that the loss of two campuses at once no longer takes, by tier
	critical int // open findings closed that are critical
	closed   int // all open findings closed
	waived   int // findings that a waiver hides, or would hide again: that protects nobody, so it weighs least
}

// compare is negative where h removes less.
func (h harm) compare(o harm) int {
	return cmp.Or(h.lost-o.lost, h.members-o.members, h.unproven-o.unproven, h.twice-o.twice, h.critical-o.critical, h.closed-o.closed, h.waived-o.waived)
}

// saves tells whether something of what threatens the service is taken away.
func (r relief) saves() bool { return r.lost > 0 || r.unproven > 0 || r.twice > 0 }

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
	if c.Scenarios == nil {
		c.Scenarios = []string{}
	}
	if c.Parts == nil {
		c.Parts, c.PartsOf = map[string]int{}, map[string]string{}
	}
	c.Owners = d.owners(c.targets)
	c.Due = d.dueDate(c, order)
	d.describePlaces(c)
	c.Rules = []string{}
	for _, rule := range d.rulesOn(c.act.about.metrics...) {
		c.Rules = append(c.Rules, d.Pack.Rules[rule].ID)
	}
	c.better = map[int32]bool{}
	for _, service := range c.targets {
		c.better[service] = true
	}
	d.serve(c)
}

// serve tells which services are made better, and who is served by them.
func (d *desk) serve(c *candidate) {
	c.Members, c.MembersByKind = d.served(c.better)
	c.Better = make([]string, 0, len(c.better))
	for service := range c.better {
		c.Better = append(c.Better, d.serviceID(service))
	}
	slices.Sort(c.Better)
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
	d.serve(c)
}

// estimate takes it that a decision removes all danger from the services that it is for.
func (d *desk) estimate(c *candidate) {
	for _, service := range c.targets {
		r := relief{service: service}
		switch d.fates[service].danger {
		case lost:
			r.lost = thousand * d.weight(service)
		case inDoubt:
			r.unproven = thousand * d.weight(service)
		}
		c.relief = append(c.relief, r)
	}
}

const thousand = 1000

// relieved is how much of what threatens a service is taken away, in thousandths; below 0 where it becomes more.
func relieved(was, is int) int { return thousand * (was - is) / max(1, was, is) }

// weight is what a service counts: the more critical its tier, the more.
func (d *desk) weight(service int32) int { return max(1, len(d.Pack.Tiers)-int(d.tiers[service])) }

// weigh compares the part's services and findings with today's.
func (d *desk) weigh(c *candidate, after *world) {
	was, is := after.tolls()
	for i, service := range after.part.services {
		r := relief{service: service, lost: d.weight(service) * relieved(was[i].lost, is[i].lost), twice: d.weight(service) * relieved(was[i].twice, is[i].twice)}
		// What is lost no longer may be in doubt instead, which is no harm of its own.
		if was[i].lost == is[i].lost && was[i].twice == is[i].twice {
			r.unproven = d.weight(service) * relieved(was[i].unproven, is[i].unproven)
		}
		if r != (relief{service: service}) {
			c.relief = append(c.relief, r)
		}
		if r.saves() {
			c.better[service] = true
		}
	}
	c.closed, c.opened = after.closed, after.open-d.open+len(after.closed)
	for _, f := range after.closed {
		c.Findings = append(c.Findings, f.Number)
		c.better[f.ServiceIndex] = true
	}
	if c.Kind == Waivers {
		c.Findings = c.hidden
	}
	slices.Sort(c.Findings)
}

// chosen is what the decisions that are asked already do.
type chosen struct {
	safe    map[int32]bool // services that they relieve
	covered map[int32]bool // numbers of the findings that they close
}

// harm is what a candidate removes beyond what the chosen ones do, so that the same is not asked for twice.
func (d *desk) harm(c *candidate, beyond *chosen) harm {
	h, saved := harm{}, map[int32]bool{}
	for _, r := range c.relief {
		if beyond.safe[r.service] {
			continue
		}
		h.lost += r.lost
		h.unproven += r.unproven
		h.twice += r.twice
		if r.lost > 0 {
			saved[r.service] = true
		}
	}
	h.members, _ = d.served(saved)
	if c.Kind == Waivers {
		return harm{waived: c.opened}
	}
	h.closed = -c.opened
	for _, f := range c.closed {
		if !beyond.covered[f.Number] {
			h.closed++
			h.critical += gravity(f)
		}
	}
	if c.Kind == Lapsed {
		return harm{waived: h.closed}
	}
	return h
}

// choose takes the decision that removes most harm, then the one that removes most of what that leaves, and so on; of
// equal ones the kind that comes first in the table. One that removes nothing is not asked for, unless it was too
// large to try. Left are those that would still remove something.
func (d *desk) choose(all []*candidate) (asked, left []*candidate) {
	beyond := &chosen{safe: map[int32]bool{}, covered: map[int32]bool{}}
	for {
		best, most := -1, harm{}
		left = nil
		for i, c := range all {
			h := d.harm(c, beyond)
			if c.tried && h.compare(harm{}) <= 0 {
				continue
			}
			left = append(left, c)
			if best < 0 || h.compare(most) > 0 {
				best, most = i, h
			}
		}
		if best < 0 || len(asked) == Length {
			return asked, left
		}
		c := all[best]
		asked, all = append(asked, c), slices.Delete(slices.Clone(all), best, best+1)
		for _, r := range c.relief {
			beyond.safe[r.service] = beyond.safe[r.service] || r.saves()
		}
		for _, f := range c.closed {
			beyond.covered[f.Number] = true
		}
	}
}

// outlook evaluates all decisions together, those about waivers left out, and names the findings that none closes.
func (d *desk) outlook(asked []*candidate) Outlook {
	o := Outlook{Together: []Effect{}, Others: []Other{}, Open: d.open, Findings: []int32{}}
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
