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
	for i := range a.Findings {
		f := &a.Findings[i]
		if f.Severity.String() != o.failOn && !aboveNamed(f.Severity, o.failOn) {
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
		fmt.Fprintf(s.err, "coupefeu: gate: %d failed and %d not demonstrated of severity %s or above\n", fails, unknowns, o.failOn)
	}
	return exitGate
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
