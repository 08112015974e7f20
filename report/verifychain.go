package report

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
)

// Relation says as what a report names another one.
type Relation uint8

// The relations. RelationUnknown is none.
const (
	RelationUnknown Relation = iota
	Precedes                 // the quarter before: a link of the chain
	LookedBackAt             // an earlier quarter of its trend that the chain passes by
	Replaced                 // the sealed report of its own quarter that it supersedes
)

// Shelf is a folder in which the folders of reports stand side by side.
type Shelf struct {
	FS     fs.FS
	Own    string // name of the folder that is verified, which is never taken for one that it names; "" where it is not there
	Inside bool   // the sample's, inside the program: looked at last, and never in the way
}

// Link is a sealed report that another one names by its seal, and what was found of it. It holds where Folder is given,
// Faults is empty and Wrong is "".
type Link struct {
	Relation Relation
	Period   string
	SHA256   string // the seal that is named
	By       string // period of the report that names it

	Folder string // name of the folder that bears the seal; "" where none does
	Inside bool   // it is one of the sample's, inside the program
	Others []Other
	Faults []Fault // of that folder
	Wrong  string  // why its report cannot be the one that is meant, though it bears the seal; "" where it can

	Followed bool // what its report names was looked for too
	First    bool // its report names no quarter before

	folder fs.FS
	head   *Assessment
}

// Other is a folder that should have borne a seal, and bears another one, or none ("").
type Other struct{ Folder, SHA256 string }

// Holds tells whether the report that is named is at hand, byte for byte.
func (l *Link) Holds() bool { return l.Folder != "" && len(l.Faults) == 0 && l.Wrong == "" }

// Superseded tells whether the folder is one that --force kept beside.
func (l *Link) Superseded() bool { return superseded.MatchString(l.Folder) }

// chain is the search for what a report names.
type chain struct {
	shelves      []Shelf
	names        [][]string        // of the folders of each shelf
	seals        map[string]string // by shelf and name: digest of the sums there
	organisation string
	links        []Link
}

// Follow looks for the reports that a report names: the quarter before, that one's quarter before and so on to the first,
// then the others of its trend, then those that it and they replaced. Each is checked byte by byte. The error is that of
// reading a shelf.
func (s *Sealed) Follow(shelves []Shelf) ([]Link, error) {
	c := &chain{shelves: shelves, seals: map[string]string{}, organisation: s.Head.Organisation.ID}
	for _, shelf := range shelves {
		entries, err := fs.ReadDir(shelf.FS, ".")
		if err != nil {
			return nil, fmt.Errorf("looking at the folders beside: %w", err)
		}
		var names []string
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		c.names = append(c.names, names)
	}
	c.previous(s.Head)
	c.trend(s.Head)
	heads := []*Assessment{s.Head}
	for i := range c.links {
		heads = append(heads, c.links[i].head)
	}
	for _, head := range heads {
		c.replaced(head)
	}
	return c.links, nil
}

// previous follows the chain. Each quarter must be earlier than the one that names it, so this comes to an end.
func (c *chain) previous(a *Assessment) {
	for a != nil && a.Previous != nil {
		a = c.find(Link{Relation: Precedes, Period: a.Previous.Period, SHA256: a.Previous.SHA256, By: a.Period.ID})
	}
}

// trend looks for the earlier quarters of the trend that the chain has not come by.
func (c *chain) trend(a *Assessment) {
	for _, q := range slices.Backward(a.Trend) {
		if q.Figures != nil && q.Figures.Seal != "" && !c.met(q.Period, q.Figures.Seal) {
			c.find(Link{Relation: LookedBackAt, Period: q.Period, SHA256: q.Figures.Seal, By: a.Period.ID})
		}
	}
}

// replaced follows what --force replaced, the newest first.
func (c *chain) replaced(a *Assessment) {
	for a != nil && a.Supersedes != nil && !c.met(a.Period.ID, *a.Supersedes) {
		a = c.find(Link{Relation: Replaced, Period: a.Period.ID, SHA256: *a.Supersedes, By: a.Period.ID})
	}
}

func (c *chain) met(period, seal string) bool {
	return slices.ContainsFunc(c.links, func(l Link) bool { return l.Period == period && l.SHA256 == seal })
}

// find looks for the folder that bears the seal, and checks it; where several of a shelf do, each. It returns the head of one that
// can be followed further.
func (c *chain) find(named Link) *Assessment {
	var found []Link
	for i, shelf := range c.shelves {
		if found != nil {
			break
		}
		for _, name := range c.candidates(i, &named) {
			if seal := c.sealOf(i, name); seal == named.SHA256 {
				l := named
				l.Folder, l.Inside, l.Others = name, shelf.Inside, nil
				c.check(&l, shelf)
				found = append(found, l)
			} else if !shelf.Inside {
				named.Others = append(named.Others, Other{name, seal})
			}
		}
	}
	if found == nil {
		found = []Link{named}
	}
	c.links = append(c.links, found...)
	for i := range found {
		if found[i].head != nil {
			return found[i].head
		}
	}
	return nil
}

// candidates are the folders of a shelf that may hold the report: that of the quarter, and those that --force kept
// beside. What was replaced can only be among these.
func (c *chain) candidates(shelf int, l *Link) []string {
	var names []string
	for _, name := range c.names[shelf] {
		bare := superseded.ReplaceAllString(name, "")
		if bare == l.Period && name != c.shelves[shelf].Own && (bare != name || l.Relation != Replaced) {
			names = append(names, name)
		}
	}
	return names
}

// sealOf is the digest of the sums in a folder; "" where there are none that can be read.
func (c *chain) sealOf(shelf int, name string) string {
	key := strconv.Itoa(shelf) + "/" + name
	seal, known := c.seals[key]
	if !known {
		read := &Seal{Files: map[string]string{}}
		if folder, err := fs.Sub(c.shelves[shelf].FS, name); err == nil {
			_, _ = read.read(folder) // what cannot be read bears no seal
		}
		seal = read.SHA256
		c.seals[key] = seal
	}
	return seal
}

// check holds the folder that bears the seal against it, and its report against what it is named as.
func (c *chain) check(l *Link, shelf Shelf) {
	folder, err := fs.Sub(shelf.FS, l.Folder)
	if err == nil {
		var s *Sealed
		if s, err = openSealed(folder, headOnly); err == nil {
			l.folder, l.head, l.Faults = folder, s.Head, s.Seal.Faults
			if s.Forged != nil {
				l.Faults = append(l.Faults, Fault{Kind: Changed, File: Signature})
			}
			err = c.meant(l)
		}
	}
	if err != nil {
		l.Wrong, l.head = err.Error(), nil
	}
	l.Followed = l.head != nil
	l.First = l.Followed && l.head.Previous == nil
}

// meant tells why a report cannot be the one that another one names.
func (c *chain) meant(l *Link) error {
	switch {
	case l.head == nil:
		return nil // the faults say why
	case l.Relation != Replaced && l.Period >= l.By:
		return fmt.Errorf("%s looks back at it, and it is not earlier", l.By)
	case l.head.Period.ID != l.Period:
		return fmt.Errorf("it is the report of %s", l.head.Period.ID)
	case l.head.Organisation.ID != c.organisation:
		return fmt.Errorf("it is of another organisation, %q", l.head.Organisation.ID)
	case l.head.Draft:
		return errors.New("it is a draft")
	}
	return nil
}
