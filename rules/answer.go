package rules

import (
	"math"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
)

// answer is what a metric says of a service.
type answer struct {
	figure     Figure
	basis      Basis
	why        why
	known      *Facts // what the figure rests on, or why there is none
	doubt      *Facts // where the figure is not exact: what is not known
	provenance []Provenance
}

// why tells apart the answers that give no exact figure. It picks the reason's key.
type why uint8

const (
	measured   why = iota
	notThere       // never tested, no backup, no recovery point
	testFailed     // tested, and the newest decisive test failed
)

// worst says which data set counts of several.
type worst uint8

const (
	least    worst = iota // the least of copies, retention, distance
	greatest              // the greatest of intervals, ages, gaps, drops
)

// part is what a metric says of one data set.
type part struct {
	figure Figure
	basis  Basis
	why    why
	facts  *Facts
}

// exactly is a part that is known.
func exactly(value float64, basis Basis, facts *Facts) part {
	return part{figure: Figure{Known: Measured, Low: value, High: value}, basis: basis, facts: facts}
}

// nothing is a part where what is asked for does not exist, which nobody has to prove.
func nothing(facts *Facts) part {
	return part{figure: Figure{Known: None}, basis: Declared, why: notThere, facts: facts}
}

// unknown is a part that may have a figure, though nothing shows it.
func unknown(facts *Facts) part {
	return part{figure: Figure{Known: Measured, High: math.Inf(1)}, basis: Declared, facts: facts}
}

// number is the answer of a metric that is known exactly.
func number(value float64, basis Basis, facts *Facts) answer {
	return answer{figure: Figure{Known: Measured, Low: value, High: value}, basis: basis, known: facts}
}

// exact tells whether the bounds meet.
func (f Figure) exact() bool { return f.Low == f.High }

// subject is one service as the metrics look at it. Each worker has one, which it sets to service after service.
type subject struct {
	view    *recovery.View
	tiers   []int32 // of every service, its place in the pack's tiers
	index   int
	service *inventory.Service
	sets    []dataSet
	depth   inventory.Depth // that the rule asks of a restore test
	kinds   int             // of scenario that the rule asks about: their place in played.sets
	played  *played
	trail   []Provenance // what the figure at hand rests on
	store   store
}

// dataSet is a part of a service's data that is backed up on its own. A service without backups has one without.
type dataSet = inventory.DataSet

// set makes a service the one that is looked at.
func (s *subject) set(index int) {
	s.store.forget()
	s.index = index
	s.service = &s.view.Inventory.Services[index]
	s.sets = s.service.DataSets()
}

// backup returns one of the service's backups.
func (s *subject) backup(index int) *inventory.Backup { return &s.service.Backups[index] }

// overSets asks a metric of every data set and lets the worst count, bound by bound; none if any is none. The basis is
// the weakest, for the figure rests on every data set.
func (s *subject) overSets(m *Metric) answer {
	parts := s.store.parts[:0]
	for i := range s.sets {
		parts = append(parts, m.perSet(s, &s.sets[i]))
	}
	s.store.parts = parts
	a := combine(parts, m.worst)
	a.provenance = s.keepTrail()
	return a
}

func combine(parts []part, w worst) answer {
	if missing := firstMissing(parts); missing != nil {
		return answer{figure: Figure{Known: None}, basis: weakest(parts), why: missing.why, known: missing.facts}
	}
	a := answer{figure: parts[0].figure, basis: weakest(parts), known: parts[0].facts}
	for _, p := range parts[1:] {
		if w == greatest && p.figure.Low > a.figure.Low || w == least && p.figure.High < a.figure.High {
			a.known = p.facts
		}
		a.figure = w.of(a.figure, p.figure)
	}
	if !a.figure.exact() {
		a.doubt = firstInexact(parts)
	}
	return a
}

// firstMissing returns the part that decides where one is none: never tested weighs more than tested and failed.
func firstMissing(parts []part) *part {
	var first *part
	for i := range parts {
		p := &parts[i]
		if p.figure.Known == None && (first == nil || p.why < first.why) {
			first = p
		}
	}
	return first
}

func firstInexact(parts []part) *Facts {
	for i := range parts {
		if !parts[i].figure.exact() {
			return parts[i].facts
		}
	}
	return nil
}

func weakest(parts []part) Basis {
	basis := Observed
	for _, p := range parts {
		basis = min(basis, p.basis)
	}
	return basis
}

// of takes the worse of two figures, bound by bound.
func (w worst) of(a, b Figure) Figure {
	if w == greatest {
		return Figure{Known: Measured, Low: max(a.Low, b.Low), High: max(a.High, b.High)}
	}
	return Figure{Known: Measured, Low: min(a.Low, b.Low), High: min(a.High, b.High)}
}

// name returns the data set's name where the service has several, so that reasons say which one they mean.
func (s *subject) name(set *dataSet) string {
	if len(s.sets) > 1 {
		return set.Name
	}
	return ""
}

// at adds a line of the inventory to what the figure rests on: the key's own, else that of the object it is missing in.
// Several data sets may rest on one line, which is said once.
func (s *subject) at(key int32, object source.Place) {
	line := object.Line
	if key > 0 {
		line = key
	}
	for i := range s.trail {
		if s.trail[i].Line == line && s.trail[i].File == object.File {
			return
		}
	}
	s.trail = append(s.trail, Provenance{File: object.File, Line: line})
}

// here adds the service itself, where there is nothing nearer to point at.
func (s *subject) here() { s.at(0, s.service.Place) }
