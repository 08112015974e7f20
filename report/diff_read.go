package report

import (
	"errors"
	"fmt"
	"io"
	"math"

	"coupefeu/rules"
)

// Snapshot is an assessment read back far enough to be set beside another one: the status and figures of every finding,
// in some 40 bytes each, and everything that ReadAssessment keeps.
type Snapshot struct {
	*Assessment
	Seal string // digest of the SHA256SUMS that seals it; "" where that is not known. Whoever finds the file sets it

	grid    Grid
	figures []figures                // as grid's statuses
	units   []string                 // by rule of the grid
	bare    map[int][]fileLine       // what findings without a figure rest on, by place in figures
	tests   map[string][]RestoreTest // by service, newest first
	entry   map[string]*Service      // by id
}

// figures is what a finding measured, beside its status.
type figures struct {
	low, high float64 // +Inf where open-ended
	limit     float64
	number    int32
	known     rules.Known
	bound     rules.Bound
	severity  rules.Severity
	before    rules.Status // before the waiver
}

// ReadSnapshot reads assessment.json to be compared. Its errors are those of ReadAssessment.
func ReadSnapshot(r io.Reader) (*Snapshot, error) {
	s := &Snapshot{bare: map[int][]fileLine{}, tests: map[string][]RestoreTest{}, entry: map[string]*Service{}}
	var err error
	if s.Assessment, err = readAssessment(r, lists{"findings": eachEntry(s.add), "restore_tests": s.addTest}); err != nil {
		return nil, err
	}
	if len(s.grid.statuses) != len(s.grid.Rules)*len(s.grid.Services) {
		return nil, errors.New("findings are missing: every rule must have one of every service")
	}
	for i := range s.Services {
		s.entry[s.Services[i].ID] = &s.Services[i]
	}
	return s, nil
}

// add takes the next finding of the file.
func (s *Snapshot) add(e *Entry) error {
	if err := s.grid.add(e); err != nil {
		return err
	}
	place := len(s.grid.statuses) - 1
	f := figures{number: e.Number, known: rules.Inapplicable}
	f.severity = wordAt(e.Severity, rules.SeverityUnknown, rules.Low, rules.Medium, rules.High, rules.Critical)
	if e.BeforeWaiver != nil {
		f.before, _ = statusOf(*e.BeforeWaiver)
	}
	if len(s.units) < len(s.grid.Rules) {
		s.units = append(s.units, "")
	}
	switch unit := &s.units[len(s.units)-1]; {
	case e.Measured != nil:
		*unit = e.Measured.Unit
		f.known, f.low, f.high = rules.Measured, e.Measured.Low, math.Inf(1)
		if e.Measured.High != nil {
			f.high = *e.Measured.High
		}
	case s.grid.statuses[place] != rules.NotApplicable:
		f.known = rules.None
		if err := s.addBare(place, e); err != nil {
			return err
		}
	}
	if e.Limit != nil {
		s.units[len(s.units)-1] = e.Limit.Unit
		f.bound, f.limit = wordAt(e.Limit.Bound, rules.NoBound, rules.AtMost, rules.AtLeast), e.Limit.Value
	}
	s.figures = append(s.figures, f)
	return nil
}

// wordAt is the value that a word of assessment.json means, of those given; the first where it means none of the others.
func wordAt[T fmt.Stringer](word string, none T, others ...T) T {
	for _, value := range others {
		if value.String() == word {
			return value
		}
	}
	return none
}

// hasRule tells whether the assessment applied a rule; without services it has no findings to tell by.
func (s *Snapshot) hasRule(id string) bool {
	_, has := s.grid.rule[id]
	return has
}

// describedRule is what the assessment says of a rule; empty but for its id where it says nothing.
func (s *Snapshot) describedRule(id string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].ID == id {
			return &s.Rules[i]
		}
	}
	return &Rule{ID: id}
}

// described is what the assessment says of a service; empty but for its id where it says nothing.
func (s *Snapshot) described(id string) *Service {
	if service := s.entry[id]; service != nil {
		return service
	}
	return &Service{ID: id, Name: id}
}
