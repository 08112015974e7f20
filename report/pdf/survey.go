package pdf

import (
	"maps"
	"slices"
)

// Entry is one line of the contents.
type Entry struct {
	Level int
	Title string
	Page  int
	Name  string // of the destination; "" where the heading has none
}

// place is where a destination or a bookmark leads.
type place struct {
	page int
	y    float64 // mm
}

// survey is what one pass over the document finds out and the next may print.
type survey struct {
	pages    int
	places   map[string]place
	contents []Entry
	replaced map[rune]bool
}

func (s survey) equal(other survey) bool {
	return s.pages == other.pages && maps.Equal(s.places, other.places) &&
		slices.Equal(s.contents, other.contents) && maps.Equal(s.replaced, other.replaced)
}

// Pages is the number of pages, as the pass before counted them; 0 in the first.
func (d *Document) Pages() int { return d.before.pages }

// PageOf is the page that a destination is on, as the pass before found it; 0 in the first, and where there is none.
func (d *Document) PageOf(name string) int { return d.before.places[name].page }

// Contents are the bookmarks of the whole document in order, as the pass before found them.
func (d *Document) Contents() []Entry { return slices.Clone(d.before.contents) }

// Replaced are the characters of the whole document that are drawn as ¤, sorted, as the pass before found them: those
// that the fonts lack, and control and direction marks that would draw nothing or something else.
func (d *Document) Replaced() []rune { return slices.Sorted(maps.Keys(d.before.replaced)) }
