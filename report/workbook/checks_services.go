package workbook

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
)

// scopeChecks checks how much the report speaks of. Buildings, campuses and providers have no sheet of their own: they
// are listed here, each with what stands there.
func (b *book) scopeChecks() []checkGroup {
	g, s := b.begin(b.say("scope"), onVerdict), &b.Summary
	g.on(onVerdict, onSites, onWaivers).count(b.say("service"), inSummary+"services", s.Services, every(servicesKey, "service"))
	g.on(onVerdict, onSites).count(b.say("member"), inSummary+"members", s.Members, every(membersKey, "member"))
	g.on(onVerdict)
	g.listed(b.say("buildings"), inSummary+"sites", s.Sites, "sites")
	g.on(onVerdict, onSites).listed(b.say("campuses"), inSummary+"campuses", s.Campuses, "campuses")
	g.on(onVerdict).listed(b.say("providers"), inSummary+"providers", s.Providers, "providers")
	g.on(onVerdict, onLost, onSites).count(b.say("played"), "scenarios", len(b.Scenarios), every(scenariosKey, "id"))
	if h := b.Highlights.Scenarios; h != nil {
		g.on(onLost).count(b.say("played"), inHighlights+"scenarios.played", h.Played, every(scenariosKey, "id"))
	}
	g.on(onVerdict, onTrust).count(b.say("rules"), "rules", len(b.Rules), only("rules", "applied", "yes"))
	return []checkGroup{g, b.siteChecks(), b.campusChecks(), b.providerChecks()}
}

// siteChecks lists the buildings, those of one provider together, with the services and backups that stand there.
func (b *book) siteChecks() checkGroup {
	g := b.begin(b.say("buildings")).asDetail()
	order := make([]int, len(b.Sites))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(b.Sites[x].Provider, b.Sites[y].Provider) })
	for _, i := range order {
		s := &b.Sites[i]
		g.item("sites", siteOf+s.Provider, siteOn+s.Campus)
		g.count(b.siteName(s.ID)+" · "+b.say("service"), fmt.Sprintf("sites[%d].services", i), s.Services, with(servicesKey, "sites.id", s.ID))
	}
	for _, i := range order {
		s := &b.Sites[i]
		g.count(b.siteName(s.ID)+" · "+b.say("backups"), fmt.Sprintf("sites[%d].backups", i), s.Backups, only(backupsKey, "site.id", s.ID))
	}
	return g
}

// siteOf begins the name of the list of a provider's buildings, siteOn that of a campus's.
const (
	siteOf = "sites of "
	siteOn = "sites on "
)

// campusChecks lists the campuses.
func (b *book) campusChecks() checkGroup {
	g := b.begin(b.say("campuses"), onSites).asDetail()
	for i := range b.Campuses {
		c := &b.Campuses[i]
		g.item("campuses")
		g.count(c.Name+" · "+b.say("service"), fmt.Sprintf("campuses[%d].services", i), c.Services, with(servicesKey, "campuses.id", c.ID))
	}
	for i := range b.Campuses {
		c := &b.Campuses[i]
		g.listed(c.Name+" · "+b.say("buildings"), fmt.Sprintf("campuses[%d].sites", i), len(c.Sites), siteOn+c.ID)
	}
	g.on()
	for i := range b.Campuses {
		c := &b.Campuses[i]
		g.count(c.Name+" · "+b.say("backups"), fmt.Sprintf("campuses[%d].backups", i), c.Backups, only(backupsKey, "campus.id", c.ID))
	}
	return g
}

// providerChecks lists the providers, each with its buildings, which are listed above.
func (b *book) providerChecks() checkGroup {
	g := b.begin(b.say("providers")).asDetail()
	for i := range b.Providers {
		p, n := &b.Providers[i], 0
		for j := range b.Sites {
			if b.Sites[j].Provider == p.ID {
				n++
			}
		}
		g.item("providers")
		g.listed(cmp.Or(p.Name, p.ID)+" · "+b.say("buildings"), fmt.Sprintf("providers[%d]", i), n, siteOf+p.ID)
	}
	return g
}

// serviceChecks checks the services, and adds their own counts up to those of the summary: the same figure on two ways.
func (b *book) serviceChecks() []checkGroup {
	g, s := b.begin(b.say("services")), b.Summary
	g.on(onVerdict, onWaivers).count(b.say("compliant"), inSummary+"compliant", s.Compliant, only(servicesKey, "compliance", report.Compliant))
	g.on(onVerdict).count(b.say("compliant-waived"), inSummary+"compliant_with_waivers", s.CompliantWithWaivers,
		only(servicesKey, "compliance", report.CompliantWithWaivers))
	g.count(b.say("open-services"), inHighlights+"open_services", b.Highlights.OpenServices,
		only(servicesKey, "compliance", report.NotCompliant))
	g.on()
	for _, status := range statuses {
		title := b.text("reconciliation.by-service", args{"status": b.statusTitle(status)})
		g.count(title, inSummary+"checks."+status.String(), of(s.Checks, status), total(servicesKey, "checks."+status.String()))
	}
	return append([]checkGroup{g}, b.ownerChecks()...)
}

// mostOwners is how many owners have their counts checked. Each has eight.
const mostOwners = 200

// ownerChecks checks what each owner answers for. A body with more owners has services whose owner is a free text.
func (b *book) ownerChecks() []checkGroup {
	var out []checkGroup
	owners := slices.Sorted(maps.Keys(b.Summary.ByOwner))
	for _, owner := range owners[:min(len(owners), mostOwners)] {
		title, path, c := b.say("no-owner"), inSummary+"by_owner."+owner+".", b.Summary.ByOwner[owner]
		if owner != "" {
			title = b.text("reconciliation.owner", args{"owner": owner})
		}
		g := b.begin(title).asDetail()
		g.count(b.say("service"), path+"services", c.Services, b.ownedBy(every(servicesKey, "service"), owner))
		g.count(b.say("compliant"), path+"compliant", c.Compliant, b.ownedBy(only(servicesKey, "compliance", report.Compliant), owner))
		g.count(b.say("compliant-waived"), path+"compliant_with_waivers", c.CompliantWithWaivers,
			b.ownedBy(only(servicesKey, "compliance", report.CompliantWithWaivers), owner))
		for _, status := range statuses {
			g.count(b.statusTitle(status), path+"checks."+status.String(), of(c.Checks, status), b.ownedBy(total(servicesKey, "checks."+status.String()), owner))
		}
		out = append(out, g)
	}
	return out
}

// ownedBy narrows a count of services down to those of an owner. Those of nobody are all but those of somebody: programs
// differ in what an empty cell is equal to.
func (b *book) ownedBy(q query, owner string) query {
	if owner == "" {
		return q.less(q.and(condition{key: "owner", asks: filled}))
	}
	return q.and(condition{key: "owner.key", text: b.ownerKey(owner)})
}

// tierChecks checks one tier's services and checks, and what these rest on.
func (b *book) tierChecks(tier string) checkGroup {
	g := b.begin(b.text("reconciliation.tier", args{"tier": b.tierWord(tier)})).asDetail()
	s, path, h := b.Summary.ByTier[tier], inSummary+"by_tier."+tier+".", b.Highlights.ByTier[tier]
	g.on(onRules, onVerdict)
	g.count(b.say("service"), path+"services", s.Services, only(servicesKey, "tier", tier))
	g.on()
	g.count(b.say("compliant"), path+"compliant", s.Compliant, both(servicesKey, "tier", tier, "compliance", report.Compliant))
	g.count(b.say("compliant-waived"), path+"compliant_with_waivers", s.CompliantWithWaivers,
		both(servicesKey, "tier", tier, "compliance", report.CompliantWithWaivers))
	g.on(onVerdict)
	g.count(b.say("open-services"), inHighlights+"by_tier."+tier+".open_services", h.OpenServices,
		both(servicesKey, "tier", tier, "compliance", report.NotCompliant))
	g.on(b.withVerdict(tier, onRules)...)
	for _, status := range statuses {
		if status == rules.NotApplicable {
			g.on()
		}
		g.count(b.statusTitle(status), path+"checks."+status.String(), of(s.Checks, status),
			both(findingsKey, "tier", tier, "status", status.String()))
	}
	inTier := condition{key: "tier", text: tier}
	g.on(onVerdict, onTrust).count(b.say("applicable"), inHighlights+"by_tier."+tier+".applicable", h.Applicable, both(findingsKey, "tier", tier).
		less(both(findingsKey, "tier", tier, "status", "not_applicable")))
	g.on(onVerdict).count(b.say("open"), inHighlights+"by_tier."+tier+".open", h.Open, b.open().and(inTier).said(""))
	return g
}
