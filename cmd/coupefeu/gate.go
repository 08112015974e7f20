package main

import (
	"fmt"

	"coupefeu/report"
	"coupefeu/rules"
)

// gate decides the exit status, and says in a line why it is not 0. Waived findings do not count.
func gate(o *options, a *report.Assessment, s streams) int {
	if a.Summary.Services == 0 {
		complain(s.err, "nothing was evaluated: the inventory has no service", "this is never taken for a pass")
		return exitNothing
	}
	if a.Summary.Checks.Applicable() == 0 {
		complain(s.err, "nothing was evaluated: no rule applies to any service", "this is never taken for a pass")
		return exitNothing
	}
	if o.failOn == "never" {
		return exitDone
	}
	fails, unknowns := 0, 0
	opened := openedSince(o, a)
	for i := range a.Findings {
		f := &a.Findings[i]
		if f.Severity.String() != o.failOn && !aboveNamed(f.Severity, o.failOn) || opened != nil && !opened[f.Number] {
			continue
		}
		switch f.Status {
		case rules.Fail:
			fails++
		case rules.Unknown:
			unknowns++
		}
	}
	if fails+unknowns == 0 {
		return exitDone
	}
	if !o.quiet {
		fmt.Fprintf(s.err, "coupefeu: gate: %d failed and %d not demonstrated of severity %s or above%s\n", fails, unknowns, o.failOn, since(opened, a))
	}
	return exitGate
}

// openedSince are the numbers of the findings that are open and were not in the previous report, where only these
// matter; nil: all matter. Without a previous report every finding is new.
func openedSince(o *options, a *report.Assessment) map[int32]bool {
	if !o.newOnly || a.Changes == nil {
		return nil
	}
	opened := map[int32]bool{}
	for i := range a.Changes.Items {
		if c := &a.Changes.Items[i]; c.Cause.Opens() {
			opened[*c.Number] = true
		}
	}
	return opened
}

// since says of which findings the gate speaks.
func since(opened map[int32]bool, a *report.Assessment) string {
	if opened == nil {
		return ""
	}
	return ", new since " + a.Previous.Period
}

// aboveNamed tells whether a severity is above the named one.
func aboveNamed(severity rules.Severity, name string) bool {
	for above := severity; above > rules.SeverityUnknown; above-- {
		if above.String() == name {
			return true
		}
	}
	return false
}
