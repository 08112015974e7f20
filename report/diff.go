package report

import (
	"fmt"
	"io"
	"reflect"
	"time"

	"coupefeu/rules"
)

// DiffSchema is the name and version of the form of a Difference in JSON.
const DiffSchema = "coupefeu.diff/1"

// Difference is what changed from one assessment of an organisation, old, to another one, new. Its JSON form is what
// coupefeu diff prints with --format json; fields are added, never renamed.
type Difference struct {
	Schema       string       `json:"schema"` // "coupefeu.diff/1"
	Generator    Generator    `json:"generator"`
	Organisation Organisation `json:"organisation"` // as new has it
	Method       string       `json:"method"`       // sealed or figures: see Compare
	Old          DiffSide     `json:"old"`
	New          DiffSide     `json:"new"`

	// Opening is the open findings of old, of OpeningChecks that apply; Closing is new's. An open finding is one that
	// fails or is unknown. Opening, less the causes that close and plus those that open, is Closing.
	Opening       int           `json:"opening"`
	Closing       int           `json:"closing"`
	OpeningChecks int           `json:"opening_checks"`
	ClosingChecks int           `json:"closing_checks"`
	ByCause       map[Cause]int `json:"by_cause"` // every cause, those of 0 too

	Items       []DiffItem              `json:"items"` // findings that opened or closed; sorted like findings, those of rules that are gone last
	Rules       []RuleChange            `json:"rules"` // that the two packs do not write alike; in pack order, those that are gone last
	Named       map[string]DiffRuleName `json:"rule_names"`
	Tiers       []string                `json:"tiers"`       // of both packs, most critical first: new's, then those that old's alone has
	ServicesIn  []DiffService           `json:"services_in"` // by id
	ServicesOut []DiffService           `json:"services_out"`
}

// The methods by which the causes are found.
const (
	MethodSealed  = "sealed"  // new looks back at old itself: its own changes are taken over
	MethodFigures = "figures" // worked out from what the two say
)

// Regressions is how many findings passed in old and are open in new, for no other reason than that they are no longer
// kept: these alone fail the gate of coupefeu diff.
func (d *Difference) Regressions() int { return d.ByCause[Regressed] }

// Same tells whether nothing changed: no finding opened or closed, no service came or went, both packs ask the same, and
// no headline figure is another.
func (d *Difference) Same() bool {
	return len(d.Items)+len(d.Rules)+len(d.ServicesIn)+len(d.ServicesOut) == 0 &&
		reflect.DeepEqual(d.Old.Figures, d.New.Figures) && reflect.DeepEqual(d.Old.Worst, d.New.Worst)
}

// DiffSide is one of the two assessments: which it is, and its headline figures.
type DiffSide struct {
	Period      string       `json:"period"`
	AsOf        time.Time    `json:"as_of"`
	Draft       bool         `json:"draft"`
	Fictitious  bool         `json:"fictitious"`
	Generator   Generator    `json:"generator"`
	Pack        string       `json:"pack"` // id of its rule pack
	PackVersion string       `json:"pack_version"`
	PackSHA256  string       `json:"pack_sha256"`
	Figures     DiffFigures  `json:"figures"`
	Worst       *WorstCampus `json:"worst_campus"` // null where the assessment does not say, or no loss of a campus was played
}

// DiffFigures are headline counts with their denominators.
type DiffFigures struct {
	Services             int      `json:"services"`
	Compliant            int      `json:"compliant"`
	CompliantWithWaivers int      `json:"compliant_with_waivers"`
	Applicable           int      `json:"applicable"` // checks
	Checks               Checks   `json:"checks"`
	Demonstrated         *float64 `json:"demonstrated"` // share of applicable checks; null without any
}

// DiffItem is one finding that opened or closed, with its figures on both sides.
type DiffItem struct {
	Change
	Severity string `json:"severity"` // of the side on which it is open
	Name     string `json:"service_name"`
	Tier     string `json:"tier"`
	Owner    string `json:"owner"`

	MeasuredBefore *DiffMeasured `json:"measured_before"` // null: none, not applicable, or not there
	MeasuredNow    *DiffMeasured `json:"measured_now"`
	LimitBefore    *DiffLimit    `json:"limit_before"` // null: no target is set, not applicable, or not there
	LimitNow       *DiffLimit    `json:"limit_now"`
	FailedBefore   *time.Time    `json:"failed_before"` // day of the restore test that failed, where nothing is measured for that
	FailedNow      *time.Time    `json:"failed_now"`
}

// DiffMeasured is a measured figure. High is null where it is open-ended.
type DiffMeasured struct {
	Low  float64  `json:"low"`
	High *float64 `json:"high"`
	Unit string   `json:"unit"` // s, count, km or ratio
}

// DiffLimit is what a figure is held against.
type DiffLimit struct {
	Bound string  `json:"bound"` // at_most or at_least
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// DiffRuleName is what is needed to speak of a rule that an item or a rule change names: its title, and what it measures
// and against which bound on each side, "" where the rule is not there.
type DiffRuleName struct {
	Title        rules.Text `json:"title"`
	MetricBefore string     `json:"metric_before"`
	MetricNow    string     `json:"metric_now"`
	BoundBefore  string     `json:"bound_before"`
	BoundNow     string     `json:"bound_now"`
	UnitBefore   string     `json:"unit_before"`
	UnitNow      string     `json:"unit_now"`
}

// DiffService is a service that is in one of the two alone.
type DiffService struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Tier  string `json:"tier"`
	Owner string `json:"owner"`
}

// WriteDifference writes the JSON form, indented as assessment.json is.
func WriteDifference(w io.Writer, d *Difference) error {
	return writeObject(w, reflect.ValueOf(d).Elem(), nil)
}

// ForeignError says that two assessments are of different organisations.
type ForeignError struct{ Old, New string }

// Error names both.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("the two are of different organisations, %q and %q", e.Old, e.New)
}

// PackError says that the rule pack inside an assessment cannot be applied by this version.
type PackError struct {
	Of  *Snapshot
	Err error
}

// Error says why.
func (e *PackError) Error() string {
	return "its rule pack (pack.text) is none for this version: " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *PackError) Unwrap() error { return e.Err }
