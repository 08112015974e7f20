package inventory

import "slices"

// MainData is the data set that a backup covers where it names none.
const MainData = "main"

// DataSet is a part of a service's data that is backed up on its own. A service is recovered when all of them are.
type DataSet struct {
	Name    string
	Backups []int // in the service's Backups
}

// DataSets returns the service's data sets in the order in which its backups name them. A service without backups has
// one, without backups.
func (s *Service) DataSets() []DataSet {
	if len(s.Backups) == 0 {
		return []DataSet{{Name: MainData}}
	}
	var sets []DataSet
	for i := range s.Backups {
		name := s.Backups[i].Data
		n := slices.IndexFunc(sets, func(d DataSet) bool { return d.Name == name })
		if n < 0 {
			n = len(sets)
			sets = append(sets, DataSet{Name: name})
		}
		sets[n].Backups = append(sets[n].Backups, i)
	}
	return sets
}
