package report

import (
	"io/fs"
	"maps"
	"reflect"
	"slices"

	"coupefeu/inventory"
)

// Past is the earlier reports as they stood when a report was made, whatever has come or changed since.
type Past struct {
	History
	Missing []string // quarters that it looked back at and that are not at hand as they were sealed: it cannot be made again
	AsSaid  []string // quarters of which it says that their report was not usable, which nothing shows any more
}

// Past finds the earlier reports that a report was made with: those that its trend names by their seals, and the notices
// about those that were not usable.
func (s *Sealed) Past(links []Link, shelves []Shelf) Past {
	var p Past
	for _, l := range s.lookedBackAt(links) {
		e, why := l.earlier(s.Head.Organisation.ID)
		if why != nil {
			p.Missing = append(p.Missing, l.Period)
			continue
		}
		if latest := p.Previous(); latest != nil {
			latest.forget()
		}
		p.Quarters = append(p.Quarters, e)
	}
	for _, n := range s.Head.Notices {
		if !AboutHistory(n) || n.Code == noticeEarlierRules || len(n.Args) == 0 {
			continue
		}
		p.Notices = append(p.Notices, n)
		if !saidToday(n, shelves, s.Head.Organisation.ID) {
			p.AsSaid = append(p.AsSaid, n.Args[0])
		}
	}
	return p
}

// lookedBackAt are the links to the reports that one was made with, oldest first: those that its trend names. The chain
// may lead to others, which had been replaced by then.
func (s *Sealed) lookedBackAt(links []Link) []*Link {
	seals := map[string]string{}
	for _, q := range s.Head.Trend {
		if q.Figures != nil && q.Figures.Seal != "" {
			seals[q.Period] = q.Figures.Seal
		}
	}
	chosen := map[string]*Link{}
	for i := range links {
		l := &links[i]
		if known := chosen[l.Period]; seals[l.Period] == l.SHA256 && (known == nil || !known.Holds()) {
			chosen[l.Period] = l
		}
	}
	var list []*Link
	for _, period := range slices.Sorted(maps.Keys(chosen)) {
		list = append(list, chosen[period])
	}
	return list
}

// earlier reads the report that the link leads to.
func (l *Link) earlier(organisation string) (*Earlier, *unusable) {
	if !l.Holds() {
		return nil, &unusable{code: noticeAltered}
	}
	return readEarlier(l.folder, l.Period, l.SHA256, organisation)
}

// saidToday tells whether a report made today would say the same of the report of a quarter that was not usable.
func saidToday(n inventory.Notice, shelves []Shelf, organisation string) bool {
	period := n.Args[0]
	for _, shelf := range shelves {
		if _, err := fs.Stat(shelf.FS, period); err != nil || shelf.Inside || !periodPattern.MatchString(period) {
			continue
		}
		_, why := readQuarter(shelf.FS, period, Wanted{Organisation: organisation})
		return why != nil && reflect.DeepEqual(why.notice(period), n)
	}
	return false
}
