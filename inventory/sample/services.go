package sample

import (
	"fmt"
	"strconv"
)

// subjects are what generated services are about; with a number they make an id and a name.
var subjects = [][2]string{
	{"registre", "Registre"}, {"permis", "Permis"}, {"dossiers", "Dossiers sociaux"}, {"courrier", "Courrier"}, {"taxes", "Taxes"},
	{"agenda", "Agenda"}, {"paie", "Paie"}, {"cartes", "Cartes"}, {"garderies", "Garderies"}, {"archives", "Archives"},
	{"contrats", "Contrats"}, {"interventions", "Interventions"}, {"bibliotheque", "Bibliothèque"}, {"messages", "Messages"}, {"marches", "Marchés"},
}

// id of a service: seven figures, for up to two million.
func (m *maker) id(i int) string {
	return subjects[m.draw(i, forName, len(subjects))][0] + "-" + fmt.Sprintf("%07d", i+1)
}

// service is one entry of the list of services.
func (m *maker) service(p *plan) []byte {
	var o object
	o.text("id", m.id(p.index))
	o.text("name", subjects[m.draw(p.index, forName, len(subjects))][1]+" "+strconv.Itoa(p.index+1))
	o.text("description", "Service fabriqué pour mesurer, au niveau "+strconv.Itoa(p.level)+" des dépendances")
	o.text("owner", fmt.Sprintf("Équipe %d", m.draw(p.index, forOwner, 40)+1))
	o.text("tier", p.tier.name)
	m.membership(&o, p.index)
	if p.fault != noTargets {
		o.text("rto", p.tier.rto)
		o.text("rpo", p.tier.rpo)
	}
	if !p.stateful {
		o.raw("stateful", []byte("false"))
		o.text("rebuild_time", "2h")
	}
	depends, stores := m.needs(p)
	o.texts("depends_on", depends)
	o.texts("stores_data_in", stores)
	if p.index%5 == 0 {
		o.text("changed", "2025-11-04")
	}
	o.raw("instances", m.instances(p))
	o.raw("backups", m.backups(p))
	return o.line()
}

// membership: a third of the services serve everybody, a third some kinds, a third a few members by name.
func (m *maker) membership(o *object, i int) {
	switch choice := m.draw(i, forMembers, 3); choice {
	case 0:
		o.text("members", "all")
	case 1:
		o.raw("members", []byte(`{"kinds":["`+kindShares[i%len(kindShares)].kind+`"]}`))
	default:
		k := kindShares[i%2]
		var ids []string
		for j := range 3 + i%7 {
			ids = append(ids, memberID(k, (i+j*5)%k.count))
		}
		o.texts("members", ids)
	}
}

// needs are what a service depends on and where its data live: one of the level below in its own hundred, and up to
// five of any lower level, mostly among the shared platforms that the first services are.
func (m *maker) needs(p *plan) (depends, stores []string) {
	if p.level == 0 {
		return m.groundNeeds(p.index), nil
	}
	block := p.index / 100 * 100
	first := block + m.below(p)
	seen := map[int]bool{first: true}
	depends = append(depends, m.id(first))
	for n := 1; n <= m.draw(p.index, forNeeds, 6); n++ {
		other := m.placeAt(p.index, m.draw(p.index, forNeeds+purpose(n), p.level), n)
		if n%3 == 0 {
			other += block
		}
		// One in thirty is less critical than what needs it, which is a finding.
		if weaker := m.tierOf(other) > m.tierOf(p.index) && (p.index+n)%30 != 0; weaker || seen[other] {
			continue
		}
		seen[other] = true
		depends = append(depends, m.id(other))
	}
	if !p.stateful || p.index%6 == 0 && len(p.copies) > 0 {
		stores = []string{m.id(m.placeAt(p.index, 0, 7))}
	}
	return depends, stores
}

// below is the place within the hundred of a service one level down, of the same tier or a more critical one where
// there is any.
func (m *maker) below(p *plan) int {
	share, drawn := levels[p.level-1].share, m.placeAt(p.index, p.level-1, 0)
	start := startOf(p.level - 1)
	for n := range share {
		place := start + (drawn-start+n)%share
		if m.tierOf(p.index/100*100+place) <= m.tierOf(p.index) {
			return place
		}
	}
	return drawn
}

// groundNeeds: services at ground level need nothing, but for a directory and a single sign-on that need each other.
func (m *maker) groundNeeds(i int) []string {
	if i/100%50 != 0 || i%100 > 2 || i%100 == 0 {
		return nil
	}
	if other := i - i%100 + 3 - i%100; other < m.services {
		return []string{m.id(other)}
	}
	return nil
}

// placeAt is the place within a hundred of a service of that level. It is lower than that of any service above.
func (m *maker) placeAt(i, level, n int) int {
	return startOf(level) + m.draw(i, forNeeds+purpose(10+n), levels[level].share)
}

// startOf is the first place within a hundred of a level.
func startOf(level int) int {
	start := 0
	for _, l := range levels[:level] {
		start += l.share
	}
	return start
}

func (m *maker) instances(p *plan) []byte {
	var l list
	var o object
	o.text("site", siteID(p.active))
	o.text("role", "active")
	p.locate(&o)
	l.add(o.line())
	if p.standby >= 0 {
		o = object{}
		o.text("site", siteID(p.standby))
		o.text("role", "standby")
		o.text("failover_time", "10m")
		o.text("replication_lag", "1m")
		p.locate(&o)
		l.add(o.line())
	}
	return l.inline()
}

func (p *plan) locate(o *object) {
	if p.fault != unconfirmed {
		o.text("location", attestation)
	}
}

func (m *maker) backups(p *plan) []byte {
	var l list
	for i := range p.copies {
		c := &p.copies[i]
		var o object
		o.text("id", c.id)
		o.text("data", c.data)
		o.text("tool", c.tool)
		o.text("site", siteID(c.site))
		o.text("media", c.media)
		o.text("every", c.every)
		o.text("retention", "90d")
		o.text("thinned_after", thinnedAfter(c.every))
		if c.immutable {
			o.yes("immutable")
		}
		o.yes("encrypted")
		if c.observed {
			o.raw("evidence", m.link(p, c))
		} else {
			o.text("last_success", "2026-09-30T02:10:00+02:00")
		}
		p.locate(&o)
		l.add(o.line())
	}
	return l.inline()
}

// thinnedAfter is how far back each recovery point is kept, as streams prune them.
func thinnedAfter(every string) string {
	if every == "4h" {
		return "2d"
	}
	return "7d"
}

// link names the evidence of a backup. The names are those that streams give their runs.
func (m *maker) link(p *plan, c *copyPlan) []byte {
	number := p.index/blockSize + 1
	var o, selects object
	if c.restic {
		o.text("source", resticSource(number))
		selects.text("tag", "service:"+m.id(p.index))
		selects.text("path", pathOf(c))
	} else {
		o.text("source", jobsSource(number))
		selects.text("service", m.id(p.index))
		selects.text("backup", c.id)
	}
	o.raw("select", selects.line())
	return o.line()
}

// pathOf is what a restic backup reads: the data set's folder.
func pathOf(c *copyPlan) string { return "/srv/donnees/" + c.id }
