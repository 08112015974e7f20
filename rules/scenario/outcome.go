package scenario

import "math"

// Bounds are a length of time in seconds: low ≤ truth ≤ high, both the same where it is known exactly. An unknown
// one is 0 to infinity. Where Low is infinite too, an interruption never ends, or every datum is lost.
type Bounds struct{ Low, High float64 }

var (
	unknown = Bounds{0, math.Inf(1)}
	endless = Bounds{math.Inf(1), math.Inf(1)}
)

// Endless tells whether an interruption is unbounded, or the data loss everything.
func (b Bounds) Endless() bool { return math.IsInf(b.Low, 1) }

// Open tells whether the figure is open-ended: it may be anything from Low on, but is not known to be endless.
func (b Bounds) Open() bool { return math.IsInf(b.High, 1) && !b.Endless() }

// known is an exact figure, or the unknown one where it is infinite.
func known(seconds float64) Bounds {
	if math.IsInf(seconds, 1) {
		return unknown
	}
	return Bounds{seconds, seconds}
}

// worse is the greatest of two figures, bound by bound.
func (b Bounds) worse(other Bounds) Bounds {
	if other.Low > b.Low {
		b.Low = other.Low
	}
	if other.High > b.High {
		b.High = other.High
	}
	return b
}

// exceeds tells whether b is the worse of two figures: the greater high, of equal ones the greater low.
func (b Bounds) exceeds(other Bounds) bool {
	return b.High > other.High || b.High == other.High && b.Low > other.Low
}

// Mechanism is what a service does on its own when copies of it are taken away.
type Mechanism uint8

// The mechanisms. None: no instance was taken. Wait: the outage is waited out, since nothing else is quicker.
const (
	MechanismUnknown Mechanism = iota
	None
	Continue
	Failover
	Rebuild
	Restore
	Lost
	Unproven
	Wait
)

var mechanismWords = [...]string{"", "none", "continue", "failover", "rebuild", "restore", "lost", "unproven", "wait"}

// String returns the mechanism as assessment.json writes it, "" for the unknown one.
func (m Mechanism) String() string { return mechanismWords[m] }

// takesTime tells whether something of the service's own must be done before it is back.
func (m Mechanism) takesTime() bool { return m != None && m != Continue }

// canWait tells whether an outage may be waited out instead.
func (m Mechanism) canWait() bool {
	return m == Restore || m == Rebuild || m == Unproven || m == Lost
}

// Outcome is what a scenario does to one service, dependencies included: the one word that is shown.
type Outcome uint8

// The outcomes, the worst first, which is the order in which reports show them.
const (
	OutcomeUnknown  Outcome = iota
	OutcomeLost             // its data, or data that it stores elsewhere, are gone for good
	OutcomeUnproven         // there may be a recovery point, but nothing shows one
	OutcomeStranded         // its data are safe, but something that it needs is lost
	OutcomeRestore
	OutcomeRebuild
	OutcomeFailover
	OutcomeWait     // it waits the outage out
	OutcomeWaiting  // nothing of its own, but for a dependency to be back
	OutcomeContinue // it lost an instance and goes on
	OutcomeUnaffected
)

var outcomeWords = [...]string{
	"", "lost", "unproven", "stranded", "restore", "rebuild", "failover", "wait", "waiting", "continue", "unaffected",
}

// String returns the outcome as assessment.json writes it, "" for the unknown one.
func (o Outcome) String() string { return outcomeWords[o] }

// Outcomes counts services by outcome, each at its value.
type Outcomes [len(outcomeWords)]int

// Met tells whether a target is kept. Undecided: the bounds leave it open, or there is no target.
type Met uint8

// The answers to whether a target is kept.
const (
	Undecided Met = iota
	Kept
	Missed
)

// noTarget is an RTO or RPO that is not set.
const noTarget = -1

// meets holds a figure against a target in seconds.
func (b Bounds) meets(target float64) Met {
	switch {
	case target == noTarget:
		return Undecided
	case b.High <= target:
		return Kept
	case b.Low > target:
		return Missed
	}
	return Undecided
}
