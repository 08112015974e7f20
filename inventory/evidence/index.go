package evidence

import (
	"cmp"
	"slices"
	"strings"

	"coupefeu/inventory"
)

// link is a backup that picks its runs from a source: those that meet every condition.
type link struct {
	service    *inventory.Service
	backup     *inventory.Backup
	stream     *Stream
	conditions []condition
	matched    bool
	looked     int // number of the last entry that was held against it
}

// condition asks that one of a run's values for a selector is as the pattern says.
type condition struct {
	key     int // in the reader's Selectors
	pattern string
}

// meets tells whether a run with these values is one of the backup's.
func (l *link) meets(values [][]string) bool {
	for _, c := range l.conditions {
		if !matchesAny(c.pattern, values[c.key]) {
			return false
		}
	}
	return true
}

// place is where in a value an anchor stands.
type place uint8

const (
	whole place = iota
	beginning
	ending
)

// anchor is a text that a value must be, begin with or end with to meet a condition.
type anchor struct {
	key   int
	place place
	text  string
}

// anchor returns the longest text that a condition surely asks for at either end of a value. It is empty where the
// pattern has a * at both ends.
func (c condition) anchor() anchor {
	first, last := strings.IndexByte(c.pattern, '*'), strings.LastIndexByte(c.pattern, '*')
	switch {
	case first < 0:
		return anchor{c.key, whole, c.pattern}
	case first >= len(c.pattern)-last-1:
		return anchor{c.key, beginning, c.pattern[:first]}
	}
	return anchor{c.key, ending, c.pattern[last+1:]}
}

// index finds the links that may want a run without looking at all of them: each link stands under the anchor of
// its one condition that the fewest links share. Only those under an empty anchor are looked at for every run.
type index struct {
	unconditional []int32
	byAnchor      map[anchor][]int32
	sizes         [][]size // by selector, those of its anchors that are no whole value
}

func newIndex(links []link, selectors int) *index {
	x := &index{byAnchor: map[anchor][]int32{}, sizes: make([][]size, selectors)}
	sharing := map[anchor]int{}
	for i := range links {
		for _, c := range links[i].conditions {
			sharing[c.anchor()]++
		}
	}
	for i := range links {
		if len(links[i].conditions) == 0 {
			x.unconditional = append(x.unconditional, int32(i))
			continue
		}
		a := rarest(links[i].conditions, sharing)
		x.byAnchor[a] = append(x.byAnchor[a], int32(i))
		s := size{a.place, len(a.text)}
		if a.place != whole && !slices.Contains(x.sizes[a.key], s) {
			x.sizes[a.key] = append(x.sizes[a.key], s)
		}
	}
	return x
}

// rarest chooses the anchor that the fewest links share; of several a whole value, then the longest text.
func rarest(conditions []condition, sharing map[anchor]int) anchor {
	best := conditions[0].anchor()
	for _, c := range conditions[1:] {
		a := c.anchor()
		if n := cmp.Or(cmp.Compare(sharing[a], sharing[best]), open(a)-open(best), len(best.text)-len(a.text)); n < 0 {
			best = a
		}
	}
	return best
}

// open is 1 where more than one value can meet the anchor, else 0.
func open(a anchor) int {
	if a.place == whole {
		return 0
	}
	return 1
}

// candidates appends the links that may want a run with these values to found; one may be there more than once.
func (x *index) candidates(found []int32, values [][]string) []int32 {
	found = append(found, x.unconditional...)
	for key, list := range values {
		for _, value := range list {
			found = append(found, x.byAnchor[anchor{key, whole, value}]...)
			for _, s := range x.sizes[key] {
				if s.length <= len(value) {
					found = append(found, x.byAnchor[anchor{key, s.place, s.of(value)}]...)
				}
			}
		}
	}
	return found
}

// size is how much of a value an anchor takes, and from which end.
type size struct {
	place  place
	length int
}

func (s size) of(value string) string {
	if s.place == ending {
		return value[len(value)-s.length:]
	}
	return value[:s.length]
}
