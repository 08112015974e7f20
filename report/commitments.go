package report

import (
	"cmp"
	"slices"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
)

// The states of a commitment.
const (
	Kept           = "kept"
	Undemonstrated = "undemonstrated" // said to be done, and not shown
	Late           = "late"
	StillOpen      = "open"
)

// CommitmentSum counts commitments by state.
type CommitmentSum struct {
	All            int      `json:"all"`
	Kept           int      `json:"kept"`
	Unreported     int      `json:"unreported"` // of those kept: that nobody has reported done
	Undemonstrated int      `json:"undemonstrated"`
	Late           int      `json:"late"`
	Open           int      `json:"open"`
	Order          []string `json:"order"` // ids: late, undemonstrated, kept, then open, each by due date
}

// describeCommitments tells of each promise that still concerns somebody whether it was kept. Those of retired services and
// of rules that the pack no longer has are passed over.
func describeCommitments(in rules.Input, findings []rules.Finding, previous *Earlier) []Commitment {
	out := []Commitment{}
	before := previous.commitmentStates()
	for i := range in.Inventory.Commitments {
		c := &in.Inventory.Commitments[i]
		if c.Service.Given && (c.Service.Value.Index < 0 || c.Rule.Value.Index < 0) {
			continue
		}
		entry := Commitment{
			ID: c.ID, What: c.What, Service: c.Service.Value.ID, Rule: c.Rule.Value.ID, Owner: c.Owner,
			Due: c.Due.End(), DecidedOn: c.DecidedOn.Time, Decision: c.Decision, Document: c.Document,
			Before: before[c.ID], File: c.Place.File, Line: c.Place.Line,
		}
		if f := promised(in, c, findings); f != nil {
			entry.Finding = &f.Number
		}
		done := c.DoneOn.Given && c.DoneOn.Value.OnOrBefore(in.AsOf)
		if done {
			day := c.DoneOn.Value.Time
			entry.DoneOn = &day
		}
		entry.State = commitmentState(c, shown(in, c, findings, done), done, in.AsOf)
		out = append(out, entry)
	}
	return out
}

// promised is the finding that a commitment says will pass; nil where it names none.
func promised(in rules.Input, c *inventory.Commitment, findings []rules.Finding) *rules.Finding {
	if !c.Rule.Given {
		return nil
	}
	return &findings[int(c.Rule.Value.Index)*len(in.Inventory.Services)+int(c.Service.Value.Index)]
}

// shown tells whether what was promised can be seen: its finding passes, or, without a rule, it is reported done
// with a document. A waived finding is not kept.
func shown(in rules.Input, c *inventory.Commitment, findings []rules.Finding, done bool) bool {
	if f := promised(in, c, findings); f != nil {
		return f.Status == rules.Pass
	}
	return done && c.Document != ""
}

func commitmentState(c *inventory.Commitment, shown, done bool, asOf time.Time) string {
	switch {
	case shown:
		return Kept
	case done:
		return Undemonstrated
	case asOf.After(c.Due.End()):
		return Late
	}
	return StillOpen
}

// commitmentStates are the states of the commitments of an earlier report, by id; none where there is no report.
func (e *Earlier) commitmentStates() map[string]*string {
	states := map[string]*string{}
	if e != nil {
		for i := range e.Commitments {
			states[e.Commitments[i].ID] = &e.Commitments[i].State
		}
	}
	return states
}

// commitmentOrder is the order in which a board asks after promises.
var commitmentOrder = []string{Late, Undemonstrated, Kept, StillOpen}

// sumCommitments counts the commitments and puts them in the order in which a board asks after them.
func sumCommitments(commitments []Commitment) CommitmentSum {
	s := CommitmentSum{All: len(commitments), Order: make([]string, 0, len(commitments))}
	counts := map[string]*int{Kept: &s.Kept, Undemonstrated: &s.Undemonstrated, Late: &s.Late, StillOpen: &s.Open}
	sorted := make([]*Commitment, 0, len(commitments))
	for i := range commitments {
		c := &commitments[i]
		sorted = append(sorted, c)
		if count := counts[c.State]; count != nil {
			*count++
		}
		if c.State == Kept && c.DoneOn == nil {
			s.Unreported++
		}
	}
	slices.SortStableFunc(sorted, func(a, b *Commitment) int {
		return cmp.Or(cmp.Compare(slices.Index(commitmentOrder, a.State), slices.Index(commitmentOrder, b.State)), a.Due.Compare(b.Due))
	})
	for _, c := range sorted {
		s.Order = append(s.Order, c.ID)
	}
	return s
}
