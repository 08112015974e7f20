package report

import (
	"time"

	"coupefeu/rules"
)

// Cause says why a finding is open now and was not, or the other way round.
type Cause string

// The causes, in the order in which they are added up.
const (
	Fixed       Cause = "fixed"        // passes now
	NowWaived   Cause = "waived"       // is waived now
	Dropped     Cause = "dropped"      // is not applicable now
	ScopeOut    Cause = "scope_out"    // the service is there no more
	RuleOut     Cause = "rule_out"     // the rule is there no more, or asks something else, and was open
	Regressed   Cause = "regressed"    // passed before
	WaiverEnded Cause = "waiver_ended" // was waived before
	New         Cause = "new"          // was not applicable before
	ScopeIn     Cause = "scope_in"     // the service was not there
	RuleIn      Cause = "rule_in"      // the rule was not there, or asked something else, and is open
)

// Causes lists every cause: first those that close a finding, then those that open one.
var Causes = [...]Cause{Fixed, NowWaived, Dropped, ScopeOut, RuleOut, Regressed, WaiverEnded, New, ScopeIn, RuleIn}

// Opens tells whether a cause opens findings; the others close them.
func (c Cause) Opens() bool {
	switch c {
	case Regressed, WaiverEnded, New, ScopeIn, RuleIn:
		return true
	}
	return false
}

// Changes is what moved since the previous sealed quarter. An open finding is one that fails or is unknown. Opening,
// less the causes that close and plus those that open, is Closing, to the unit.
type Changes struct {
	Opening       int       `json:"opening"`        // open findings of the previous quarter
	Closing       int       `json:"closing"`        // of this one
	OpeningChecks int       `json:"opening_checks"` // applicable checks, of which Opening were open
	ClosingChecks int       `json:"closing_checks"`
	OpeningAsOf   time.Time `json:"opening_as_of"`

	ByCause map[Cause]int            `json:"by_cause"` // every cause, those of 0 too
	ByRule  map[Cause]map[string]int `json:"by_rule"`  // what each cause is made of, by rule id
	Items   []Change                 `json:"items"`    // sorted like findings; those of rules that are gone last, in the earlier pack's order

	ServicesIn   []string              `json:"services_in"` // ids, sorted
	ServicesOut  []string              `json:"services_out"`
	Rules        []RuleChange          `json:"rules"`         // in pack order, those that are gone last
	GoneRules    map[string]rules.Text `json:"gone_rules"`    // titles of rules that are there no more, by id
	GoneServices map[string]string     `json:"gone_services"` // names of services that are there no more, by id
}

// Change is one finding that opened or closed. Before and Now are its statuses, null where it was not there.
type Change struct {
	Rule    string  `json:"rule"`
	Service string  `json:"service"`
	Cause   Cause   `json:"cause"`
	Before  *string `json:"before"`
	Now     *string `json:"now"`
	Number  *int32  `json:"number"` // of today's finding; null where it is there no more
	Waiver  string  `json:"waiver"` // that hides it now, or hid it before; "" without
}

// RuleChange is a rule that the two packs do not write alike.
type RuleChange struct {
	Rule  string   `json:"rule"`
	Kind  string   `json:"kind"`  // added, removed or changed
	Parts []string `json:"parts"` // of a changed one: metric, depth, scenarios, limit
	Tiers []string `json:"tiers"` // whose limit changed
	Open  int      `json:"open"`  // items of the causes rule_in and rule_out
	// What the earlier pack asked, "" where it did not have the rule. What today's asks is in Assessment.Rules.
	MetricBefore string `json:"metric_before"`
	UnitBefore   string `json:"unit_before"`
	BoundBefore  string `json:"bound_before"`
	DepthBefore  string `json:"depth_before"`
	// The limits before and now, by tier, in the metric's unit, as the packs write them; a tier left out has none.
	LimitsBefore map[string]Limit `json:"limits_before"`
	LimitsNow    map[string]Limit `json:"limits_now"`
}
