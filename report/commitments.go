package report

import (
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

// commitments tells of each promise that still concerns somebody whether it was kept. Those of retired services and
// of rules that the pack no longer has are passed over.
func commitments(in rules.Input, findings []rules.Finding) []Commitment {
	out := []Commitment{}
	for i := range in.Inventory.Commitments {
		c := &in.Inventory.Commitments[i]
		if c.Service.Given && (c.Service.Value.Index < 0 || c.Rule.Value.Index < 0) {
			continue
		}
		entry := Commitment{
			ID: c.ID, What: c.What, Service: c.Service.Value.ID, Rule: c.Rule.Value.ID, Owner: c.Owner,
			Due: c.Due.End(), DecidedOn: c.DecidedOn.Time, Decision: c.Decision, Document: c.Document,
			File: c.Place.File, Line: c.Place.Line,
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

// shown tells whether what was promised can be seen: its finding passes, or, without a rule, it is reported done
// with a document. A waived finding is not kept.
func shown(in rules.Input, c *inventory.Commitment, findings []rules.Finding, done bool) bool {
	if !c.Rule.Given {
		return done && c.Document != ""
	}
	place := int(c.Rule.Value.Index)*len(in.Inventory.Services) + int(c.Service.Value.Index)
	return findings[place].Status == rules.Pass
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
