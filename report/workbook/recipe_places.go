package workbook

import (
	"coupefeu/report"
)

// placements are where a service runs and where its backups stand, the latter as a function words it.
func placements(word func(*book, *report.Backup) string) func(*book, *findingRow) args {
	return func(b *book, r *findingRow) args {
		return args{"sites": b.instances(r, b.siteCampus), "of": backupsAs(word)(b, r)}
	}
}

// distanceRecipe gives the coordinates between which to measure.
func distanceRecipe(b *book, r *findingRow) args {
	return args{"sites": b.instances(r, b.sitePoint), "of": b.bySet(r, func(x *report.Backup) string {
		return b.text("recipe.at", args{"backup": x.ID, "site": b.sitePoint(x.Site)})
	})}
}

// instancesAs lists the sites where a service runs, as a function words them.
func instancesAs(word func(b *book, site string) string) func(*book, *findingRow) string {
	return func(b *book, r *findingRow) string {
		return b.instances(r, func(site string) string { return word(b, site) })
	}
}

// instances lists the sites where a service runs, each once, as a function words them.
func (b *book) instances(r *findingRow, word func(site string) string) string {
	var items []string
	for _, id := range r.service.Sites {
		items = append(items, word(id))
	}
	return b.enumerated(items, ", ")
}

// site is a site by its id; nil for none.
func (b *book) site(id string) *report.Site {
	for i := range b.Sites {
		if b.Sites[i].ID == id {
			return &b.Sites[i]
		}
	}
	return nil
}

// siteCampus is a site and the campus that it stands on.
func (b *book) siteCampus(id string) string {
	if s := b.site(id); s != nil {
		return b.text("recipe.campus", args{"site": b.siteName(id), "campus": s.Campus})
	}
	return id
}

// sitePoint is a site and its coordinates.
func (b *book) sitePoint(id string) string {
	s, where := b.site(id), b.text("recipe.nowhere", nil)
	if s != nil && len(s.Coordinates) == 2 {
		where = b.decimal(s.Coordinates[0], 6) + " / " + b.decimal(s.Coordinates[1], 6)
	}
	return b.text("recipe.in", args{"name": b.siteName(id), "in": where})
}

// campusOf is a backup and where it stands.
func (b *book) campusOf(x *report.Backup) string {
	return b.text("recipe.at", args{"backup": x.ID, "site": b.siteCampus(x.Site)})
}

// confirmedCampusOf says too whether somebody has confirmed that.
func (b *book) confirmedCampusOf(x *report.Backup) string {
	s := b.site(x.Site)
	if s == nil {
		return b.campusOf(x)
	}
	where := b.text("recipe.campus", args{"site": b.siteName(x.Site), "campus": s.Campus + ", " + b.confirmation(x.Confirmed)})
	return b.text("recipe.at", args{"backup": x.ID, "site": where})
}

// confirmation is whether a location is confirmed.
func (b *book) confirmation(yes bool) string {
	if yes {
		return b.text("recipe.confirmed", nil)
	}
	return b.text("recipe.unconfirmed", nil)
}

// confirmationsOf lists every instance and backup with what is known of its location.
func confirmationsOf(b *book, r *findingRow) string {
	var items []string
	for _, i := range r.service.Instances {
		items = append(items, b.text("recipe.in", args{"name": b.siteName(i.Site), "in": b.shared("words.role."+i.Role, nil) + ", " + b.confirmation(i.Confirmed)}))
	}
	for _, x := range b.ownBackups(r.Service) {
		items = append(items, b.text("recipe.in", args{"name": x.ID, "in": b.siteName(x.Site) + ", " + b.confirmation(x.Confirmed)}))
	}
	return b.enumerated(items, ", ")
}

// providersOf lists every site that the service rests on with its provider, each once.
func providersOf(b *book, r *findingRow) string {
	var items []string
	seen := map[string]bool{}
	add := func(id string) {
		s := b.site(id)
		if seen[id] || s == nil {
			return
		}
		seen[id] = true
		items = append(items, b.text("recipe.in", args{"name": b.siteName(id), "in": b.providerName(s.Provider)}))
	}
	for _, i := range r.service.Instances {
		add(i.Site)
	}
	for _, x := range b.ownBackups(r.Service) {
		add(x.Site)
	}
	return b.enumerated(items, ", ")
}

// providerName is a provider's name, or its id where it has none.
func (b *book) providerName(id string) string {
	for i := range b.Providers {
		if b.Providers[i].ID == id && b.Providers[i].Name != "" {
			return b.Providers[i].Name
		}
	}
	return id
}
