package rules

import (
	"math"
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// A provider can fail as a whole: by bankruptcy, by a dispute, or by one mistake in its own control plane.
var providersCount = Metric{
	Name: "providers.count", Unit: Count, BasisKind: RestsOnPlacement,
	Summary:    "On how many providers the service and its backups rest.",
	Definition: "Distinct providers of the sites of instances and backups.",
	measure: func(s *subject) answer {
		names := s.distinct(s.everywhere(), func(site *inventory.Site) string { return site.Provider.ID })
		return number(float64(len(names)), s.allPlacements(), s.naming(names))
	},
}

// Campuses, not sites: two buildings that burn together are one.
var sitesCount = Metric{
	Name: "sites.count", Unit: Count, BasisKind: RestsOnPlacement,
	Summary:    "On how many campuses the service runs.",
	Definition: "Distinct campuses that hold an instance.",
	measure: func(s *subject) answer {
		names := s.distinct(s.whereItRuns(), func(site *inventory.Site) string { return site.Campus })
		return number(float64(len(names)), s.instances(), s.naming(names))
	},
}

// The greatest distance, for two instances far apart are enough.
var sitesDistance = Metric{
	Name: "sites.distance", Unit: Kilometres, BasisKind: RestsOnPlacement,
	Summary: "How far apart the service's instances stand.",
	Definition: "The greatest great-circle distance between two instances, on a sphere of radius 6371.0088 km; 0 if all stand on " +
		"one site.",
	NoneWhen:    "no instance",
	UnknownWhen: "several sites and a coordinate is missing: from the greatest that is known to infinity",
	measure:     sitesApart,
}

// How far the placements that everything else rests on are hearsay.
var sitesUnconfirmed = Metric{
	Name: "sites.unconfirmed", Unit: Count, BasisKind: RestsOnPlacement,
	Summary:    "For how many instances and backups nobody has confirmed that they stand where the inventory says.",
	Definition: "Instances and backups with no `location` confirmed on or before as-of.",
	measure:    unconfirmed,
}

// site finds what a reference names.
func (s *subject) site(at *inventory.Reference) *inventory.Site {
	return &s.view.Inventory.Sites[at.Index]
}

// distance is the great-circle distance between two sites in km; false where a coordinate is missing. A site is 0 km
// from itself, with or without coordinates.
func (s *subject) distance(a, b *inventory.Reference) (float64, bool) {
	if a.Index == b.Index {
		return 0, true
	}
	from, to := &s.site(a).Coordinates, &s.site(b).Coordinates
	if !from.Given || !to.Given {
		return 0, false
	}
	return inventory.Distance(from.Value, to.Value), true
}

// stands adds a placement, which somebody may have confirmed on or before as-of, to what the figure rests on, and gives its basis.
func (s *subject) stands(location *source.Optional[inventory.Location], object source.Place) Basis {
	if !location.Given {
		s.at(0, object)
		return Declared
	}
	s.at(location.Line, object)
	return Documented
}

// instances adds where the service runs to what the figure rests on. Running nowhere is only declared.
func (s *subject) instances() Basis {
	if len(s.service.Instances) == 0 {
		s.here()
		return Declared
	}
	basis := Documented
	for i := range s.service.Instances {
		instance := &s.service.Instances[i]
		basis = min(basis, s.stands(&instance.Location, instance.Place))
	}
	return basis
}

// allPlacements adds where the service runs and where all its backups stand.
func (s *subject) allPlacements() Basis {
	basis := Documented
	if len(s.service.Instances) > 0 || len(s.service.Backups) == 0 {
		basis = s.instances()
	}
	for i := range s.service.Backups {
		b := &s.service.Backups[i]
		basis = min(basis, s.stands(&b.Location, b.Place))
	}
	return basis
}

// whereItRuns yields the sites of the service's instances.
func (s *subject) whereItRuns() func(func(*inventory.Reference) bool) {
	return func(yield func(*inventory.Reference) bool) {
		for i := range s.service.Instances {
			if !yield(&s.service.Instances[i].Site) {
				return
			}
		}
	}
}

// everywhere yields the sites of the service's instances and backups.
func (s *subject) everywhere() func(func(*inventory.Reference) bool) {
	return func(yield func(*inventory.Reference) bool) {
		for at := range s.whereItRuns() {
			if !yield(at) {
				return
			}
		}
		for i := range s.service.Backups {
			if !yield(&s.service.Backups[i].Site) {
				return
			}
		}
	}
}

// distinct lists a word of some sites, each once, in the order in which they come.
func (s *subject) distinct(sites func(func(*inventory.Reference) bool), word func(*inventory.Site) string) []string {
	names := s.store.scratch[:0]
	for at := range sites {
		if w := word(s.site(at)); !slices.Contains(names, w) {
			names = append(names, w)
		}
	}
	s.store.scratch = names
	return names
}

// sitesApart compares every two instances. A pair of which one stands nobody knows where may be any distance apart.
func sitesApart(s *subject) answer {
	instances := s.service.Instances
	basis := s.instances()
	if len(instances) == 0 {
		return answer{figure: Figure{Known: None}, basis: basis, why: notThere}
	}
	apart := Figure{Known: Measured}
	var ends, missing []string
	for i := range instances {
		for j := range i {
			km, known := s.distance(&instances[j].Site, &instances[i].Site)
			switch {
			case !known:
				apart.High = math.Inf(1)
				missing = s.unplaced(&instances[j].Site, &instances[i].Site)
			case km > apart.Low:
				apart.Low = km
				ends = []string{instances[j].Site.ID, instances[i].Site.ID}
			}
		}
	}
	apart.High = max(apart.High, apart.Low)
	return answer{figure: apart, basis: basis, known: s.naming(ends), doubt: s.naming(missing)}
}

// unplaced names those of two sites that have no coordinates.
func (s *subject) unplaced(sites ...*inventory.Reference) []string {
	var names []string
	for _, at := range sites {
		if !s.site(at).Coordinates.Given {
			names = append(names, at.ID)
		}
	}
	return names
}

// unconfirmed names an instance by its site, for it has no id, and a backup by its own.
func unconfirmed(s *subject) answer {
	names := s.store.scratch[:0]
	for i := range s.service.Instances {
		if instance := &s.service.Instances[i]; !instance.Location.Given {
			names = append(names, instance.Site.ID)
		}
	}
	for i := range s.service.Backups {
		if b := &s.service.Backups[i]; !b.Location.Given {
			names = append(names, b.ID)
		}
	}
	return number(float64(len(names)), s.allPlacements(), s.naming(names))
}
