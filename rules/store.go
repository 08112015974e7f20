package rules

// store hands out facts and provenance from large blocks: millions of findings have some, and each on its own would
// cost the collector more than computing it. Every worker has its own, so nothing is shared while it is written.
type store struct {
	facts      []Facts
	provenance []Provenance
	names      []string
	parts      []part   // scratch
	scratch    []string // scratch, for names that are still being gathered
}

const block = 512 // entries a block

// keep copies facts into the store.
func (s *store) keep(f Facts) *Facts {
	if len(s.facts) == cap(s.facts) {
		s.facts = make([]Facts, 0, block)
	}
	s.facts = append(s.facts, f)
	return &s.facts[len(s.facts)-1]
}

// keepTrail copies what the figure at hand rests on into the store.
func (s *subject) keepTrail() []Provenance { return carve(&s.store.provenance, s.trail) }

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
