package decision

import (
	"cmp"
	"math"
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// proposeLocks asks, for services that ransomware would cost their data, or that a rule asks it of, that one copy of
// each data set be put out of its reach. Those that get a new copy get a locked one.
func proposeLocks(d *desk) []*candidate {
	c := &candidate{}
	for service := range d.inv.Services {
		if !d.copied[service] && d.wantsLock(service) && len(d.inv.Services[service].Backups) > 0 {
			c.targets = append(c.targets, int32(service))
		}
	}
	c.Scenario = d.scenarioOf(c.targets, func(f *fate) []int32 { return f.ownLost }, func(s *scenario.Scenario) bool { return s.Ransomware })
	return some(c)
}

// some is a candidate that asks for something; else none.
func some(c *candidate) []*candidate {
	if len(c.targets) == 0 {
		return nil
	}
	return []*candidate{c}
}

// scenarioOf is the scenario that strikes most of some services, of equal ones the worst; "" where none does.
func (d *desk) scenarioOf(services []int32, strikes func(*fate) []int32, fits func(*scenario.Scenario) bool) string {
	counts := map[int32]int{}
	for _, service := range services {
		for _, place := range strikes(&d.fates[service]) {
			counts[place]++
		}
	}
	id, most := "", 0
	for _, place := range d.played {
		if s := d.Result.Played[place].Scenario; counts[place] > most && fits(s) {
			id, most = s.ID, counts[place]
		}
	}
	return id
}

// lockCopies locks one copy of each data set that has none, where one would do.
func lockCopies(p *part, c *candidate) {
	for _, target := range c.targets {
		s := p.service(target)
		s.Backups = slices.Clone(s.Backups)
		for _, set := range s.DataSets() {
			locked := func(i int) bool { return s.Backups[i].Immutable.Value || s.Backups[i].Offline.Value }
			if !slices.ContainsFunc(set.Backups, locked) {
				s.Backups[p.desk.toLock(int(target), &set)].Immutable = given(true)
			}
		}
	}
}

// toLock is the backup of a data set that is best locked: one away from the instances, with a recovery point that can
// be shown, and the most frequent; of equal ones the first.
func (d *desk) toLock(service int, set *inventory.DataSet) int {
	s := &d.inv.Services[service]
	rank := func(i int) (apart, shown int, every source.Duration) {
		campus := d.inv.Sites[s.Backups[i].Site.Index].Campus
		if slices.ContainsFunc(s.Instances, func(at inventory.Instance) bool { return d.inv.Sites[at.Site.Index].Campus == campus }) {
			apart = 1
		}
		if !d.Observed.Of(service, i).Linked {
			shown = 1
		}
		if s.Backups[i].Every.Given {
			return apart, shown, s.Backups[i].Every.Value
		}
		return apart, shown, math.MaxInt64
	}
	return slices.MinFunc(set.Backups, func(a, b int) int {
		nearA, hiddenA, everyA := rank(a)
		nearB, hiddenB, everyB := rank(b)
		return cmp.Or(nearA-nearB, hiddenA-hiddenB, cmp.Compare(everyA, everyB))
	})
}
