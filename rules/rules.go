// Package rules holds the organisation's resilience policy as data: a rule is a metric and the limit it must keep,
// per tier. Load reads a pack strictly, Evaluate sets every rule against every service. The engine knows no rule by
// name; the metrics are one table.
package rules

import (
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
	"coupefeu/rules/wording"
)

// Status is what one rule says of one service. Unknown, the zero, means not demonstrated, and is never a pass.
type Status uint8

// The statuses. The order in which a reader wants them is StatusOrder.
const (
	Unknown Status = iota
	Fail
	Pass
	Waived
	NotApplicable
)

// Severity is how much a finding matters.
type Severity uint8

// The severities, from the least.
const (
	SeverityUnknown Severity = iota
	Low
	Medium
	High
	Critical
)

// Basis is what a finding's figure rests on; the weakest counts, and less is weaker.
type Basis uint8

// The bases. NoBasis is that of a finding that is not applicable.
const (
	NoBasis    Basis = iota
	Declared         // what people typed, and everything that is not there
	Documented       // a restore test with a document; a placement confirmed on or before as-of
	Observed         // recovery points and runs from evidence
)

// Unit is what a figure counts.
type Unit uint8

// The units, written s, count, km and ratio.
const (
	UnitUnknown Unit = iota
	Seconds
	Count
	Kilometres
	Ratio
)

// Known tells what kind of answer a metric gave.
type Known uint8

// The kinds of answer. The zero is "not applicable".
const (
	Inapplicable Known = iota
	None               // what is asked for does not exist: fails every limit
	Measured           // within Low and High; unknown is 0 to infinity
)

// Figure is a metric's answer: bounds low ≤ truth ≤ high, in the metric's unit.
type Figure struct {
	Known     Known
	Low, High float64 // High may be +Inf
}

// Bound is the direction of a limit.
type Bound uint8

// The bounds.
const (
	NoBound Bound = iota
	AtMost
	AtLeast
)

// Limit is what a figure is held against. Bound is NoBound where there is none (not applicable, or no target set).
type Limit struct {
	Bound Bound
	Value float64
}

// Provenance is one input that a figure rests on: a place in a file, or a recovery point of an evidence source.
type Provenance struct {
	File   string
	Line   int32
	Source string
	Point  string
	Time   time.Time
}

// Reason says in a form that every language can print why a figure is what it is. Key is the message's name without
// its "reason." ("backup.gap", "backup.gap.none", "backup.gap.unknown"); Facts are its arguments beside the measured
// figure and the limit.
type Reason struct {
	Key   string
	Facts *Facts
}

// Facts are the particulars that a reason names; what does not apply is zero.
type Facts struct {
	Data   string    // data set
	Backup string    // backup id
	Site   string    // site id
	Number int       // a count beside the figure
	Names  []string  // ids or keys, in order
	From   time.Time // of a stretch
	To     time.Time
	On     time.Time // the date of a restore test, of a recovery point
}

// Finding is what one rule says of one service.
type Finding struct {
	Rule, Service           string
	RuleIndex, ServiceIndex int32 // in the pack's rules and the inventory's services
	Number                  int32 // its place by status, rule, tier, service id; from 1
	Status, Before          Status
	Severity                Severity
	Basis                   Basis
	Unit                    Unit
	Waiver                  string // id of the waiver that hides it
	Measured                Figure
	Limit                   Limit
	Reason                  Reason
	Provenance              []Provenance
	Since                   string // period id; set by report
}

// WaiverState is what a waiver is worth as of the assessment.
type WaiverState uint8

// The five states of a waiver.
const (
	WaiverUnknown WaiverState = iota
	InForce
	Expired
	Future
	TooLong
	Idle
)

// WaiverResult is a waiver's state and effect.
type WaiverResult struct {
	Waiver     *inventory.Waiver
	State      WaiverState
	TooLongFor []string // services for whose tier it is longer than the pack allows, sorted, where some are not
	Hides      int      // findings
	HidesFail  int      // of them, those that failed; the others are unknown
}

// Input is everything that an evaluation rests on. Inventory is as of AsOf already (inventory.At).
type Input struct {
	Pack      *Pack
	Inventory *inventory.Inventory
	Observed  *evidence.Observed
	AsOf      time.Time
	Start     time.Time // first instant of the period
}

// Result is the findings, sorted by rule in pack order and then service id, what became of the waivers, in reading
// order, and what the scenarios do.
type Result struct {
	Findings []Finding
	Waivers  []WaiverResult
	Played   []scenario.Played // the pack's scenarios, in the order of assessment.json
}

// Text is a text by language ("fr", "nl", "de", "en"), or one plain text under "".
type Text = wording.Text

// Pack is the organisation's policy: tiers, rules, waivers' longest terms and scenarios.
type Pack struct {
	ID, Version string
	Title       Text
	Tiers       []string // most critical first
	Longest     map[string]source.Duration
	Rules       []Rule
	Scenarios   scenario.Plan
	File        source.File // as it was read, Data included
}

// Rule is a metric and the limit that it must keep.
type Rule struct {
	ID         string
	Title      Text
	Why        Text
	Remedy     Text
	Severity   []Severity // by tier
	Metric     *Metric
	Limits     []RuleLimit // by tier
	Bound      Bound
	Depth      inventory.Depth // restore_test.*: the least depth that decides; DepthUnknown: any
	Scenarios  []string        // scenario.*: kinds
	References []Reference
	Place      source.Place
}

// Target names a service's own target that a limit may point at.
type Target uint8

// The targets a limit may name. NoTarget: the limit is a value.
const (
	NoTarget Target = iota
	TargetRTO
	TargetRPO
)

// RuleLimit is a rule's limit for one tier; not Given: the rule does not apply to that tier.
type RuleLimit struct {
	Given  bool
	Value  float64
	Target Target
}

// Reference is the controls of one framework that a rule serves.
type Reference struct {
	Framework string
	Controls  []string
}
