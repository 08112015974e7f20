package decision

import (
	"fmt"
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// proposeCopies asks for a copy elsewhere for every service whose own copies a scenario takes: those that a campus takes,
// campus by campus; those that only something else takes, a provider or a region; and those that merely break the rule.
// A copy that is asked for is what all the service's rules and all scenarios ask of one, so nothing is asked twice.
func proposeCopies(d *desk) []*candidate {
	var out []*candidate
	add := func(c *candidate) {
		c.places = d.assign(c.targets, d.copyNeeds)
		for _, service := range c.targets {
			d.copied[service] = true
			c.Locked = c.Locked || d.wantsLock(int(service))
		}
		out = append(out, c)
	}
	for _, kinds := range []func(scenario.Kind) bool{
		func(k scenario.Kind) bool { return k == scenario.Campus }, func(k scenario.Kind) bool { return k != scenario.Campus },
	} {
		for _, c := range d.groups(kinds) {
			add(c)
		}
	}
	rule := &candidate{}
	about := d.rulesOn("backup.offsite_copies")
	for service := range d.inv.Services {
		if !d.copied[service] && d.opened(about, service) {
			rule.targets = append(rule.targets, int32(service))
		}
	}
	if len(rule.targets) > 0 {
		add(rule)
	}
	return out
}

// groupsApart is how many campuses, and how many other scenarios, get a decision of their own at most; beyond that, the
// worst has one and the others share one.
const groupsApart = 2

// groups are the services that scenarios of some kinds take, each under the worst of them that takes it.
func (d *desk) groups(kinds func(scenario.Kind) bool) []*candidate {
	var out []*candidate
	for _, place := range d.destroying(kinds) {
		s := d.Result.Played[place].Scenario
		c := &candidate{targets: d.lostOnlyIn(place, out)}
		if len(c.targets) == 0 {
			continue
		}
		c.Scenario, c.Scenarios, c.about = s.ID, []string{s.ID}, s.ID
		if s.Kind == scenario.Campus {
			c.about = d.inv.Sites[s.Sites[0]].Campus
			c.Campuses = []string{c.about}
		}
		out = append(out, c)
	}
	if len(out) <= groupsApart {
		return out
	}
	others := &candidate{about: "others"}
	for _, c := range out[1:] {
		others.targets = append(others.targets, c.targets...)
		others.Campuses, others.Scenarios = append(others.Campuses, c.Campuses...), append(others.Scenarios, c.Scenarios...)
	}
	if len(others.Campuses) == 0 {
		others.about = "other-scenarios"
	}
	slices.Sort(others.targets)
	return []*candidate{out[0], others}
}

// destroying are the scenarios that destroy sites and are of some kinds, the worst first.
func (d *desk) destroying(kinds func(scenario.Kind) bool) []int32 {
	var out []int32
	for _, place := range d.played {
		if s := d.Result.Played[place].Scenario; !s.Ransomware && kinds(s.Kind) {
			out = append(out, place)
		}
	}
	return out
}

// lostOnlyIn are the services whose own copies a scenario takes and that no candidate has yet.
func (d *desk) lostOnlyIn(place int32, taken []*candidate) []int32 {
	var out []int32
	played := &d.Result.Played[place]
	for i := range played.Services {
		a := &played.Services[i]
		had := func(c *candidate) bool { _, found := slices.BinarySearch(c.targets, a.Service); return found }
		if a.Own == scenario.Lost && !d.copied[a.Service] && !slices.ContainsFunc(taken, had) {
			out = append(out, a.Service)
		}
	}
	return out
}

// copyNeeds is what a site must be for a copy of a service: away from its instances, as far as the rules ask, of
// another provider where they ask for more of those, and out of reach of the scenarios that take the data today, as far
// as one site can be. Scenarios are taken in their order, buildings and campuses first: one that would leave no site is
// passed over, since losing two campuses at once takes any second copy. Where none can be escaped, no site will do.
func (d *desk) copyNeeds(service int) need {
	n := need{banned: make([]bool, len(d.inv.Sites)), kilometres: d.most(service, "backup.offsite_distance"),
		provider: float64(d.providersOf(service)) < d.most(service, "providers.count")}
	left := 0
	for site := range n.banned {
		if _, serves := d.offered(service, &n, int32(site)); serves {
			left++
		} else {
			n.banned[site] = true
		}
	}
	tried, escaped := 0, 0
	for _, place := range d.fates[service].ownLost {
		s := d.Result.Played[place].Scenario
		if s.Ransomware {
			continue
		}
		tried++
		if remaining := left - n.count(s.Sites); remaining > 0 {
			left, escaped = remaining, escaped+1
			for _, site := range s.Sites {
				n.banned[site] = true
			}
		}
	}
	if tried > 0 && escaped == 0 {
		for site := range n.banned {
			n.banned[site] = true
		}
	}
	return n
}

// count is how many of some sites would still do.
func (n *need) count(sites []int32) int {
	count := 0
	for _, site := range sites {
		if !n.banned[site] {
			count++
		}
	}
	return count
}

// wantsLock tells whether a copy of a service must be out of reach of ransomware: it takes the others, or a rule asks.
func (d *desk) wantsLock(service int) bool {
	ransomware := func(place int32) bool { return d.Result.Played[place].Scenario.Ransomware }
	return slices.ContainsFunc(d.fates[service].ownLost, ransomware) || d.opened(d.rulesOn("backup.immutable_copies"), service)
}

// addCopies makes the copies: one of each data set that some scenario takes, and as many as the rules ask away from the
// campus.
func addCopies(p *part, c *candidate) {
	for _, target := range c.targets {
		for _, set := range p.desk.inv.Services[target].DataSets() {
			for range p.desk.lacking(int(target), &set) {
				p.addCopy(target, set.Name, p.site(c.places[target]))
			}
		}
	}
}

// lacking is how many copies of a data set are to be made.
func (d *desk) lacking(service int, set *inventory.DataSet) int {
	s, away := &d.inv.Services[service], 0
	for _, backup := range set.Backups {
		campus := d.inv.Sites[s.Backups[backup].Site.Index].Campus
		if !slices.ContainsFunc(s.Instances, func(i inventory.Instance) bool { return d.inv.Sites[i.Site.Index].Campus == campus }) {
			away++
		}
	}
	missing := int(max(1, d.most(service, "backup.offsite_copies"))) - away
	if missing < 1 && slices.ContainsFunc(d.fates[service].ownLost, func(place int32) bool { return d.takes(place, service, set) }) {
		return 1
	}
	return max(0, missing)
}

// takes tells whether a scenario leaves a data set no backup with a recovery point that may exist.
func (d *desk) takes(place int32, service int, set *inventory.DataSet) bool {
	s := d.Result.Played[place].Scenario
	for _, i := range set.Backups {
		b := &d.inv.Services[service].Backups[i]
		locked := b.Immutable.Value || b.Offline.Value
		stream := d.Observed.Of(service, i)
		empty := stream.Linked && !slices.ContainsFunc(stream.Runs, func(r evidence.Run) bool { return r.OK })
		if !slices.Contains(s.Sites, b.Site.Index) && (locked || !s.Ransomware) && !empty {
			return false
		}
	}
	return true
}

// addCopy adds a backup that keeps what the rules ask of one. It is in service for one interval, and its evidence shows
// the run that began it: a copy is worth what its first run is, and what the rules make of it is left to them.
func (p *part) addCopy(target int32, set string, site int32) {
	s, service := p.service(target), int(target)
	every := p.desk.interval(service)
	started := p.in.AsOf.Add(-seconds(every))
	b := inventory.Backup{ID: fmt.Sprintf("decided-%d", len(s.Backups)), Data: set, Site: p.reference(site), Place: s.Place,
		Location: p.confirmed(s), Media: given(p.desk.medium(service, set)), Every: given(every),
		Since: given(source.Moment{Time: started}), Immutable: given(p.desk.wantsLock(service)), Encrypted: given(true),
		Evidence: given(inventory.Link{Source: inventory.Reference{ID: "decided"}, Place: s.Place}),
	}
	if kept := p.desk.most(service, "backup.retention"); kept > 0 {
		b.Retention = given(source.Duration(kept))
	}
	s.Backups = append(slices.Clone(s.Backups), b)
	runs := []evidence.Run{{Time: started, OK: true, Bytes: -1, ID: "decided"}}
	p.addStream(target, evidence.Stream{Linked: true, Runs: runs})
}

// usualInterval is how often a copy is made where no rule asks for anything, in seconds.
const usualInterval = 86400

// interval is how often the rules ask for a copy of a service. What no copy can keep, an interval of 0, is passed over.
func (d *desk) interval(service int) source.Duration {
	shortest := source.Duration(0)
	for _, limit := range d.asked(service, "backup.interval", "backup.age", "backup.gap", "scenario.data_loss") {
		if every := source.Duration(limit); every > 0 && (shortest == 0 || every < shortest) {
			shortest = every
		}
	}
	if shortest == 0 {
		return usualInterval
	}
	return shortest
}

// medium is what a copy is kept on: where a rule asks for more media than the data set has, one that it has not.
func (d *desk) medium(service int, set string) inventory.Media {
	seen := map[inventory.Media]bool{inventory.Disk: true}
	for i := range d.inv.Services[service].Backups {
		if b := &d.inv.Services[service].Backups[i]; b.Data == set {
			seen[b.Media.Value] = true
		}
	}
	for _, m := range []inventory.Media{inventory.Object, inventory.Tape} {
		if !seen[m] && float64(len(seen)) < d.most(service, "backup.media") {
			return m
		}
	}
	return inventory.Object
}
