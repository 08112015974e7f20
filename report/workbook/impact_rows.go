package workbook

import (
	"cmp"
	"slices"

	"coupefeu/rules/scenario"
)

// impactRows is how many rows there are. They may be more than a sheet takes.
func impactRows(b *book) int {
	n := 0
	for i := range b.Scenarios {
		n += len(b.Scenarios[i].Services)
	}
	return n
}

// impactRow is one service in one scenario, by its indexes: a large inventory has millions, so a row holds no more.
type impactRow struct {
	scenario int32
	at       int32 // in the scenario's services
	n        int32 // place in the sheet, from 1
	first    first

	firstCampus first // among the scenarios that destroy one campus
}

// first marks the rows that count each service once that some scenario loses, and each other that one leaves unproven. Of
// the scenarios that destroy one campus, others count it once that is lost with a campus other than the worst, and once
// that is unproven without one of those whose loss loses nothing for certain.
type first uint8

const (
	notFirst first = iota
	firstLost
	firstUnproven
	elsewhereLost
	thereUnproven
)

var firstWords = [...]string{notFirst: "", firstLost: "lost", firstUnproven: "unproven", elsewhereLost: "lost_elsewhere", thereUnproven: "unproven_there"}

// String returns the mark as the key column writes it.
func (f first) String() string { return firstWords[f] }

// begins says in which rows, from 1, that begins which a scenario counts; 0 where it counts none.
type begins struct {
	outcomes              [scenario.OutcomeUnaffected + 1]int32
	interrupted, rto, rpo int32
}

// impact is the rows of the sheet, and where those of each scenario begin.
type impact struct {
	rows   []impactRow
	begins []begins
	from   []int          // by scenario: how many rows come before its own
	ranks  []int          // by service: the place of its tier
	played map[string]int // scenarios by id
}

// impacts sorts the rows: scenarios as the assessment has them, in each the worst outcomes first, within one outcome the
// most critical services. So each count of a scenario by outcome is one block of rows.
func (b *book) impacts() *impact {
	if b.impact != nil {
		return b.impact
	}
	out := &impact{rows: make([]impactRow, 0, impactRows(b)), ranks: b.tierRanks(), played: map[string]int{}}
	for i := range b.Scenarios {
		services, from := b.Scenarios[i].Services, len(out.rows)
		for at := range services {
			out.rows = append(out.rows, impactRow{scenario: int32(i), at: int32(at)})
		}
		slices.SortFunc(out.rows[from:], out.order(services))
		out.begins = append(out.begins, beginnings(services, out.rows[from:], from))
		out.from = append(out.from, from)
		out.played[b.Scenarios[i].ID] = i
	}
	b.number(out.rows)
	b.numberCampuses(out.rows)
	b.impact = out
	return out
}

// order is that of a scenario's rows.
func (m *impact) order(services []scenario.Affected) func(x, y impactRow) int {
	return func(x, y impactRow) int {
		s, t := &services[x.at], &services[y.at]
		return cmp.Or(int(s.Outcome)-int(t.Outcome), m.ranks[s.Service]-m.ranks[t.Service], int(x.at-y.at))
	}
}

// find is the row of a scenario and service, from 0; false where the scenario does nothing to it.
func (m *impact) find(b *book, id string, service int32) (row int, known bool) {
	played, known := m.played[id]
	if !known {
		return 0, false
	}
	services := b.Scenarios[played].Services
	at, listed := slices.BinarySearchFunc(services, service, func(a scenario.Affected, index int32) int { return int(a.Service - index) })
	if !listed {
		return 0, false
	}
	from := m.from[played]
	row, known = slices.BinarySearchFunc(m.rows[from:from+len(services)], impactRow{at: int32(at)}, m.order(services))
	return from + row, known
}

// tierRanks is, by service, the place of its tier; after all of them for one that the pack does not have.
func (b *book) tierRanks() []int {
	ranks := make([]int, len(b.Services))
	for i := range b.Services {
		ranks[i] = len(b.tiers)
		if at, known := b.tiers[b.Services[i].Tier]; known {
			ranks[i] = at
		}
	}
	return ranks
}

// beginnings finds where a scenario's counts begin in its rows, which come after so many others.
func beginnings(services []scenario.Affected, rows []impactRow, others int) begins {
	var out begins
	for i := range rows {
		a, row := &services[rows[i].at], int32(others+i+1)
		note(&out.outcomes[a.Outcome], row)
		if a.Interruption.High > 0 {
			note(&out.interrupted, row)
		}
		if a.RTO == scenario.Missed {
			note(&out.rto, row)
		}
		if a.RPO == scenario.Missed {
			note(&out.rpo, row)
		}
	}
	return out
}

// note keeps the first row that it is told.
func note(where *int32, row int32) {
	if *where == 0 {
		*where = row
	}
}

// number gives the rows their numbers and marks the first row of each service that is lost in one scenario at least, and
// of each other that is unproven in one.
func (b *book) number(rows []impactRow) {
	lost, seen := make([]bool, len(b.Services)), make([]bool, len(b.Services))
	for i := range rows {
		a := b.affected(&rows[i])
		lost[a.Service] = lost[a.Service] || a.Outcome == scenario.OutcomeLost
	}
	for i := range rows {
		r := &rows[i]
		r.n = int32(i + 1)
		a := b.affected(r)
		switch {
		case seen[a.Service]:
		case a.Outcome == scenario.OutcomeLost:
			r.first, seen[a.Service] = firstLost, true
		case a.Outcome == scenario.OutcomeUnproven && !lost[a.Service]:
			r.first, seen[a.Service] = firstUnproven, true
		}
	}
}

// numberCampuses marks the first rows of services among the scenarios that destroy one campus.
func (b *book) numberCampuses(rows []impactRow) {
	h := b.Highlights.Scenarios
	if h == nil {
		return
	}
	uncertain := map[string]bool{}
	for _, id := range h.Uncertain {
		uncertain[scenario.Campus.String()+":"+id] = true
	}
	lost, unproven := map[int32]bool{}, map[int32]bool{}
	for i := range rows {
		s, a := &b.Scenarios[rows[i].scenario], b.affected(&rows[i])
		switch {
		case s.Kind != scenario.Campus.String():
		case a.Outcome == scenario.OutcomeLost && s.ID != h.Worst && !lost[a.Service]:
			lost[a.Service], rows[i].firstCampus = true, elsewhereLost
		case a.Outcome == scenario.OutcomeUnproven && uncertain[s.ID] && !unproven[a.Service]:
			unproven[a.Service], rows[i].firstCampus = true, thereUnproven
		}
	}
}

// affected is what a row is about.
func (b *book) affected(r *impactRow) *scenario.Affected {
	return &b.Scenarios[r.scenario].Services[r.at]
}
