package rules

import "slices"

// store hands out facts and provenance from large blocks: millions of findings have some, and each on its own would
// cost the collector more than computing it. What several findings of one service have in common is kept once. Every
// worker has its own store, so nothing is shared while it is written.
type store struct {
	facts      []Facts
	provenance []Provenance
	names      []string
	trails     [][]Provenance // of the service at hand
	told       []*Facts       // of the service at hand
	parts      []part         // scratch
	scratch    []string       // scratch, for names that are still being gathered
}

const block = 512 // entries a block

// forget lets go of what findings of one service could have in common, before the next one.
func (s *store) forget() { s.trails, s.told = s.trails[:0], s.told[:0] }

// keep copies facts into the store. They are not to be changed afterwards.
func (s *store) keep(f Facts) *Facts {
	for _, told := range s.told {
		if told.equal(&f) {
			return told
		}
	}
	kept := s.add(f)
	s.told = append(s.told, kept)
	return kept
}

func (f *Facts) equal(g *Facts) bool {
	return f.Data == g.Data && f.Backup == g.Backup && f.Site == g.Site && f.Number == g.Number && f.From == g.From && f.To == g.To &&
		f.On == g.On && slices.Equal(f.Names, g.Names)
}

func (s *store) add(f Facts) *Facts {
	if len(s.facts) == cap(s.facts) {
		s.facts = make([]Facts, 0, block)
	}
	s.facts = append(s.facts, f)
	return &s.facts[len(s.facts)-1]
}

// keepTrail copies what the figure at hand rests on into the store.
func (s *subject) keepTrail() []Provenance {
	for _, trail := range s.store.trails {
		if slices.Equal(trail, s.trail) {
			return trail
		}
	}
	trail := carve(&s.store.provenance, s.trail)
	s.store.trails = append(s.store.trails, trail)
	return trail
}

// list copies names into the store; nil where there are none.
func (s *store) list(names []string) []string { return carve(&s.names, names) }

// carve copies entries to the end of a block and returns them, with no room to grow into what follows.
func carve[T any](from *[]T, entries []T) []T {
	n := len(entries)
	if n == 0 {
		return nil
	}
	if cap(*from)-len(*from) < n {
		*from = make([]T, 0, max(block, n))
	}
	start := len(*from)
	*from = append(*from, entries...)
	return (*from)[start : start+n : start+n]
}
