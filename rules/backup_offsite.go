package rules

import (
	"math"

	"coupefeu/inventory"
)

// The 1 of the 3-2-1 rule. The campus is the unit: buildings behind one fence burn together.
var backupOffsiteCopies = Metric{
	Name: "backup.offsite_copies", Unit: Count, OfData: true, BasisKind: RestsOnPlacement, worst: least,
	Summary:    "How many backups stand on a campus where the service does not run.",
	Definition: "Per data set, its backups on a campus that holds no instance of the service; the least counts.",
	perSet: func(s *subject, set *dataSet) part {
		return offsite(s, set, func(*inventory.Backup) bool { return true })
	},
}

// As above, with somebody's word for it: a provider's region name says nothing of the building.
var backupConfirmedOffsiteCopies = Metric{
	Name: "backup.confirmed_offsite_copies", Unit: Count, OfData: true, BasisKind: RestsOnPlacement, worst: least,
	Summary: "How many backups stand, as somebody confirmed, on a campus where the service does not run.",
	Definition: "Per data set, its backups on a campus that holds no instance of the service and whose `location` was confirmed " +
		"on or before as-of; the least counts.",
	perSet: func(s *subject, set *dataSet) part {
		return offsite(s, set, func(b *inventory.Backup) bool { return b.Location.Given })
	},
}

// For what takes more than a campus. Each backup counts by its nearest instance, and the farthest backup by itself.
var backupOffsiteDistance = Metric{
	Name: "backup.offsite_distance", Unit: Kilometres, OfData: true, BasisKind: RestsOnPlacement, worst: least,
	Summary: "How far the farthest backup stands from where the service runs.",
	Definition: "Per data set, the greatest over its backups of the least great-circle distance to any instance, on a sphere of " +
		"radius 6371.0088 km; the least counts.",
	NoneWhen:    "no backup or no instance",
	UnknownWhen: "a coordinate is missing for one of a backup's distances: 0 to the least that is known",
	perSet:      offsiteDistance,
}

// offsite counts the backups of a data set that stand where the service does not run and are as wanted.
func offsite(s *subject, set *dataSet, wanted func(*inventory.Backup) bool) part {
	names := s.store.scratch[:0]
	for _, i := range set.Backups {
		if b := s.backup(i); s.away(b) && wanted(b) {
			names = append(names, b.ID)
		}
	}
	return s.counted(set, names, s.placement(set))
}

// away tells whether a backup stands on a campus that holds no instance of the service.
func (s *subject) away(b *inventory.Backup) bool {
	campus := s.site(&b.Site).Campus
	for i := range s.service.Instances {
		if s.site(&s.service.Instances[i].Site).Campus == campus {
			return false
		}
	}
	return true
}

// placement adds where the instances and a data set's backups stand to what the figure rests on, and gives the basis.
func (s *subject) placement(set *dataSet) Basis {
	if len(set.Backups) == 0 {
		s.here()
		return Declared
	}
	basis := s.instances()
	for _, i := range set.Backups {
		b := s.backup(i)
		basis = min(basis, s.stands(&b.Location, b.Place))
	}
	return basis
}

// offsiteDistance takes the farthest backup, bound by bound, so that one without coordinates widens the answer and does
// not spoil it.
func offsiteDistance(s *subject, set *dataSet) part {
	if len(set.Backups) == 0 || len(s.service.Instances) == 0 {
		s.backupLines(set)
		return nothing(s.setFacts(set))
	}
	farthest := Figure{Known: Measured, Low: -1}
	facts := Facts{Data: s.name(set)}
	for _, i := range set.Backups {
		b := s.backup(i)
		nearest, site := s.nearestInstance(b)
		if nearest.Low > farthest.Low {
			facts.Backup, facts.Site = b.ID, site
		}
		farthest = greatest.of(farthest, nearest)
	}
	return part{figure: farthest, basis: s.placement(set), facts: s.store.keep(facts)}
}

// nearestInstance returns the distance from a backup to the nearest instance, and that instance's site. Where one
// distance is not known the instance may stand next to it: 0 to the least that is.
func (s *subject) nearestInstance(b *inventory.Backup) (Figure, string) {
	nearest := Figure{Known: Measured, Low: math.Inf(1), High: math.Inf(1)}
	site := ""
	for i := range s.service.Instances {
		at := &s.service.Instances[i].Site
		km, known := s.distance(&b.Site, at)
		if !known {
			nearest.Low = 0
			continue
		}
		if km < nearest.High {
			nearest.High, site = km, at.ID
		}
		nearest.Low = min(nearest.Low, km)
	}
	return nearest, site
}
