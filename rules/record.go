package rules

import (
	"slices"

	"coupefeu/inventory"
)

// A service is as available as the weakest that it needs, so a less critical one is a contradiction on paper.
var dependenciesWeaker = Metric{
	Name: "dependencies.weaker", Unit: Count,
	Summary:    "How many services that this one needs are less critical than itself.",
	Definition: "Services in `depends_on` and `stores_data_in` of a less critical tier.",
	measure:    weaker,
}

// Without these nobody can decide what the service deserves, nor whom to call.
var recordMissing = Metric{
	Name: "record.missing", Unit: Count,
	Summary:    "How many of the basics the inventory does not say of the service.",
	Definition: "Of owner, description, rto, members and, if the service is stateful, rpo: how many are not given.",
	measure:    missingRecord,
}

// weaker names each service once, though it may be both depended on and stored in. Later in the list of tiers is less
// critical.
func weaker(s *subject) answer {
	names := s.store.scratch[:0]
	for _, needed := range [][]inventory.Reference{s.service.DependsOn, s.service.StoresDataIn} {
		for i := range needed {
			other := &needed[i]
			if s.tiers[other.Index] <= s.tiers[s.index] || slices.Contains(names, other.ID) {
				continue
			}
			names = append(names, other.ID)
			s.at(other.Line, s.service.Place)
		}
	}
	if len(names) == 0 {
		s.here()
	}
	return number(float64(len(names)), Declared, s.naming(names))
}

// missingRecord names the keys as the inventory writes them, so that the reader can look them up.
func missingRecord(s *subject) answer {
	s.here()
	asked := [...]struct {
		key     string
		missing bool
	}{
		{"owner", !s.service.Owner.Given},
		{"description", !s.service.Description.Given},
		{"rto", !s.service.RTO.Given},
		{"members", !s.service.Members.Given},
		{"rpo", s.service.HoldsData() && !s.service.RPO.Given},
	}
	names := s.store.scratch[:0]
	for _, a := range asked {
		if a.missing {
			names = append(names, a.key)
		}
	}
	return number(float64(len(names)), Declared, s.naming(names))
}
