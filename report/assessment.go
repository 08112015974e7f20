// Package report is the one account: the Assessment, from which every output is rendered, and how it is written,
// sealed and kept. Renderers (board, workbook, ci) only project it; a figure that is not a field here is in no output.
package report

import (
	"time"

	"coupefeu/inventory"
	"coupefeu/report/decision"
	"coupefeu/rules"
)

// Assessment is everything computed from one inventory, one rule pack and one as-of time. Its JSON form is
// assessment.json; fields are added, never renamed.
type Assessment struct {
	Schema       string       `json:"schema"` // "coupefeu.assessment/1"
	Generator    Generator    `json:"generator"`
	Organisation Organisation `json:"organisation"`
	AsOf         time.Time    `json:"as_of"`
	Period       Period       `json:"period"`
	Draft        bool         `json:"draft"`      // as-of is before the period's end
	Fictitious   bool         `json:"fictitious"` // made from the sample inside the program
	Pack         Pack         `json:"pack"`
	Inputs       []Input      `json:"inputs"`
	Previous     *Previous    `json:"previous"`
	Supersedes   *string      `json:"supersedes"` // digest of the sealed SHA256SUMS that --force replaced

	Summary     Summary            `json:"summary"`
	Highlights  Highlights         `json:"highlights"`
	Findings    []rules.Finding    `json:"findings"`
	Scenarios   []Scenario         `json:"scenarios"`
	Waivers     []Waiver           `json:"waivers"`
	Changes     *Changes           `json:"changes"` // null without previous
	Trend       []Quarter          `json:"trend"`   // oldest first, this quarter last
	Commitments []Commitment       `json:"commitments"`
	Sample      Sample             `json:"sample"` // what the auditor is asked to work out again
	Notices     []inventory.Notice `json:"notices"`

	Decisions []decision.Decision `json:"decisions"` // what the board is asked to decide, what removes most harm first
	Outlook   decision.Outlook    `json:"outlook"`   // what these come to together, and what they leave

	// What the findings speak of, so that a renderer needs nothing but the assessment.
	Rules        []Rule        `json:"rules"`         // in pack order
	Services     []Service     `json:"services"`      // by id
	Members      []Member      `json:"members"`       // in reading order
	Providers    []Provider    `json:"providers"`     // in reading order
	Campuses     []Campus      `json:"campuses"`      // by id
	CampusLinks  []CampusLink  `json:"campus_links"`  // between the campuses of the map
	Sites        []Site        `json:"sites"`         // in reading order
	Backups      []Backup      `json:"backups"`       // by service, then as written
	RestoreTests []RestoreTest `json:"restore_tests"` // newest first, those of one day later in the journal first
	Evidence     []Evidence    `json:"evidence"`      // as written
	Frameworks   []Framework   `json:"frameworks"`    // that the rules refer to
}

// Generator is the program that made the assessment.
type Generator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Organisation is the body that is assessed.
type Organisation struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Timezone string `json:"timezone"`
	Language string `json:"language"` // "" where none is given
}

// Period is the quarter that is reported. End is its last instant, the next quarter's first.
type Period struct {
	ID    string    `json:"id"` // "2026-Q3"
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Pack is the rule pack that was applied, whole, so that the next quarter can apply it again.
type Pack struct {
	ID      string           `json:"id"`
	Version string           `json:"version"`
	Title   rules.Text       `json:"title"`
	SHA256  string           `json:"sha256"`
	Text    string           `json:"text"`
	Tiers   []string         `json:"tiers"`           // most critical first
	Longest map[string]int64 `json:"longest_waivers"` // by tier, in seconds; a tier without an entry has no longest term
}

// Input is a file that was read.
type Input struct {
	Path   string `json:"path"` // relative, with slashes
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Previous is the sealed quarter before.
type Previous struct {
	Period string `json:"period"`
	SHA256 string `json:"sha256"` // of its SHA256SUMS
}

// Checks counts findings by status. Not applicable is left out of every denominator.
type Checks struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	Waived        int `json:"waived"`
	NotApplicable int `json:"not_applicable"`
}

// Applicable is the denominator: every check that is not "not applicable".
func (c Checks) Applicable() int { return c.Pass + c.Fail + c.Unknown + c.Waived }

// Open is what is not kept and not waived: fail and unknown.
func (c Checks) Open() int { return c.Fail + c.Unknown }

// Group is the counts of some services: of a tier, an owner, a member.
type Group struct {
	Services             int      `json:"services"`
	Compliant            int      `json:"compliant"`              // one applicable rule at least, and every one passes
	CompliantWithWaivers int      `json:"compliant_with_waivers"` // all pass or are waived, one or more waived
	Checks               Checks   `json:"checks"`
	Demonstrated         *float64 `json:"demonstrated"` // share of applicable checks that rest on observed or documented; null without any
}

// Summary is the headline counts, with their denominators.
type Summary struct {
	Group
	Members   int `json:"members"`
	Sites     int `json:"sites"`
	Campuses  int `json:"campuses"`
	Providers int `json:"providers"`

	ByTier    map[string]Group             `json:"by_tier"`
	ByOwner   map[string]Group             `json:"by_owner"` // services without an owner under ""
	ByMember  map[string]Group             `json:"by_member"`
	ByRule    map[string]Checks            `json:"by_rule"`
	ByControl map[string]map[string]Checks `json:"by_control"` // framework, control

	ByRuleTier map[string]map[string]Checks `json:"by_rule_tier"` // rule, tier: the board's matrix
}

// Waiver is a waiver with its state and effect.
type Waiver struct {
	ID           string    `json:"id"`
	State        string    `json:"state"`        // in_force, expired, future, too_long or idle
	TooLongFor   []string  `json:"too_long_for"` // service ids; empty where it is so for all or none
	Hides        int       `json:"hides"`        // findings
	Rule         string    `json:"rule"`
	Services     []string  `json:"services"`
	Reason       string    `json:"reason"`
	ApprovedBy   string    `json:"approved_by"`
	ApprovedOn   time.Time `json:"approved_on"`
	Decision     string    `json:"decision"`
	Expires      time.Time `json:"expires"`   // its last instant
	DaysLeft     int       `json:"days_left"` // whole days from as-of to expires, negative once over
	EndsSoon     bool      `json:"ends_soon"` // in force, and ends within EndingDays
	HidesFail    int       `json:"hides_fail"`
	HidesUnknown int       `json:"hides_unknown"` // with HidesFail: Hides
	Renews       []string  `json:"renews"`        // earlier waivers of the same rule and a same service, oldest first: those of the inventory and of earlier quarters
	Before       *string   `json:"before"`        // its state in the previous quarter; null where it was not there
	Granted      bool      `json:"granted"`       // approved since the previous quarter's as-of
	File         string    `json:"file"`
	Line         int32     `json:"line"`
}

// Commitment is what was promised to the board, and whether it was kept.
type Commitment struct {
	ID        string     `json:"id"`
	State     string     `json:"state"` // kept, undemonstrated, late or open
	What      string     `json:"what"`
	Service   string     `json:"service"` // "" where none is named
	Rule      string     `json:"rule"`
	Owner     string     `json:"owner"`
	Due       time.Time  `json:"due"` // its last instant
	DecidedOn time.Time  `json:"decided_on"`
	Decision  string     `json:"decision"`
	DoneOn    *time.Time `json:"done_on"` // null until reported done
	Document  string     `json:"document"`
	Finding   *int32     `json:"finding"` // number of the finding that must pass; null where none is named
	Before    *string    `json:"before"`  // its state in the previous quarter; null where it was not there
	File      string     `json:"file"`
	Line      int32      `json:"line"`
}

// Rule is a rule of the pack as the findings apply it.
type Rule struct {
	ID         string              `json:"id"`
	Title      rules.Text          `json:"title"`
	Why        rules.Text          `json:"why"`
	Remedy     rules.Text          `json:"remedy"`
	Metric     string              `json:"metric"`
	Unit       string              `json:"unit"`      // s, count, km or ratio
	Bound      string              `json:"bound"`     // at_most or at_least
	Depth      string              `json:"depth"`     // of restore_test.* metrics: "" where any decides
	Scenarios  []string            `json:"scenarios"` // of scenario.* metrics: the kinds that count; empty for others
	Limits     map[string]Limit    `json:"limits"`    // by tier; a tier left out is not applicable
	Severity   map[string]string   `json:"severity"`  // by tier
	References map[string][]string `json:"references"`
}

// Limit is a rule's limit for one tier: a value, or the service's own target.
type Limit struct {
	Value  float64 `json:"value"`
	Target string  `json:"target"` // "", "service.rto" or "service.rpo"
}

// Compliance words of a service.
const (
	Compliant            = "compliant"
	CompliantWithWaivers = "compliant_with_waivers"
	NotCompliant         = "not_compliant"
	NothingToCheck       = "nothing_to_check"
)

// Service is what the reports say of a service beside its findings.
type Service struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Owner       string     `json:"owner"`
	Tier        string     `json:"tier"`
	RTO         *float64   `json:"rto"` // seconds; null where not set
	RPO         *float64   `json:"rpo"`
	Stateful    bool       `json:"stateful"`
	DependsOn   []string   `json:"depends_on"`
	StoresIn    []string   `json:"stores_data_in"`
	Sites       []string   `json:"sites"`   // of its instances, distinct, as written
	Members     int        `json:"members"` // how many it serves
	ServesAll   bool       `json:"serves_all"`
	MemberIDs   []string   `json:"member_ids"`   // in reading order; empty where it serves all
	Changed     *time.Time `json:"changed"`      // last change up to as-of; null where none is given
	Instances   []Instance `json:"instances"`    // as written
	MinActive   int        `json:"min_active"`   // active instances without which it does not run; 1 where not given
	RebuildTime *float64   `json:"rebuild_time"` // seconds; null where not given
	Compliance  string     `json:"compliance"`
	Checks      Checks     `json:"checks"`
	Placements  int        `json:"placements"`  // instances and backups
	Unconfirmed int        `json:"unconfirmed"` // of them: location not confirmed on or before as-of
	File        string     `json:"file"`
	Line        int32      `json:"line"`

	LastTest *LastTest `json:"last_test"` // newest decisive restore test of any depth; null where never tested
}

// LastTest is the decisive restore test that counts for a service: of its data sets, the one that stands worst
// (never tested, failed, then oldest).
type LastTest struct {
	Outcome  string    `json:"outcome"` // passed or failed
	Date     time.Time `json:"date"`
	Age      float64   `json:"age"`      // seconds at as-of
	Duration *float64  `json:"duration"` // seconds; null where not recorded
}

// Instance is one running or standby deployment of a service.
type Instance struct {
	Site      string `json:"site"`
	Role      string `json:"role"`      // active or standby
	Confirmed bool   `json:"confirmed"` // location confirmed on or before as-of

	FailoverTime   *float64 `json:"failover_time"`   // of a standby, in seconds; null where not given
	ReplicationLag *float64 `json:"replication_lag"` // likewise
}

// Member is a local authority that the organisation serves.
type Member struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Population int64  `json:"population"` // 0 where not given
	Services   int    `json:"services"`
}

// Provider is a company that hosts sites.
type Provider struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Site is one building.
type Site struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Provider    string    `json:"provider"`
	Campus      string    `json:"campus"`
	Region      string    `json:"region"`
	Country     string    `json:"country"`
	Coordinates []float64 `json:"coordinates"` // latitude, longitude in degrees; null where not given
	Services    int       `json:"services"`    // with an instance there
	Backups     int       `json:"backups"`
}

// Backup is one stream of recovery points: what was declared beside what was observed. A null figure is not given
// or not shown, never zero.
type Backup struct {
	Service    string     `json:"service"`
	Data       string     `json:"data"`
	ID         string     `json:"id"`
	Site       string     `json:"site"`
	Media      string     `json:"media"`
	Offsite    *bool      `json:"offsite"`  // on a campus that holds no instance of the service; null without instances
	Distance   *float64   `json:"distance"` // km to the nearest instance; null where unknown
	Every      *float64   `json:"every"`    // declared, seconds
	Gap        *float64   `json:"gap"`      // observed: longest time without a new recovery point, seconds
	Window     *time.Time `json:"window"`   // from when on that is looked for, up to as-of; null where no evidence shows a recovery point
	GapFrom    *time.Time `json:"gap_from"`
	GapTo      *time.Time `json:"gap_to"`
	Newest     *time.Time `json:"newest"`      // recovery point
	Age        *float64   `json:"age"`         // of the newest at as-of, seconds
	Basis      string     `json:"basis"`       // of the newest: observed or declared
	Retention  *float64   `json:"retention"`   // declared, seconds
	Oldest     *float64   `json:"oldest"`      // age of the oldest recovery point that evidence lists, seconds
	Points     *int       `json:"points"`      // recovery points that evidence shows up to as-of
	FailedRuns *int       `json:"failed_runs"` // in the period
	SizeDrop   *float64   `json:"size_drop"`   // ratio
	Sizes      []int64    `json:"sizes"`       // bytes that it compares, by time, the newest recovery point's last; empty where it is null
	Immutable  bool       `json:"immutable"`
	Offline    bool       `json:"offline"`
	Encrypted  *bool      `json:"encrypted"`
	Confirmed  bool       `json:"confirmed"` // location confirmed on or before as-of
	Source     string     `json:"source"`    // evidence id; "" without
	Select     []string   `json:"select"`    // which runs of it are this backup's: "host: mail01"; empty: all
	File       string     `json:"file"`
	Line       int32      `json:"line"`
}

// RestoreTest is one entry of the journal.
type RestoreTest struct {
	Service  string    `json:"service"`
	Backup   string    `json:"backup"` // "" where it speaks for all data sets
	Date     time.Time `json:"date"`
	Age      float64   `json:"age"`     // seconds at as-of
	Outcome  string    `json:"outcome"` // passed, failed or partial
	Depth    string    `json:"depth"`
	Site     string    `json:"site"`
	Duration *float64  `json:"duration"`  // RTA, seconds
	DataLoss *float64  `json:"data_loss"` // RPA, seconds
	By       string    `json:"by"`
	Document string    `json:"document"`
	Decisive bool      `json:"decisive"` // it is the newest decisive one, of any depth, of a data set
	File     string    `json:"file"`
	Line     int32     `json:"line"`
}

// Evidence is one source, and what it showed.
type Evidence struct {
	ID         string     `json:"id"`
	Tool       string     `json:"tool"`
	Path       string     `json:"path"`
	SHA256     string     `json:"sha256"`
	Bytes      int64      `json:"bytes"`
	Collected  *time.Time `json:"collected"`
	Newest     *time.Time `json:"newest"` // run that a backup picks, good or not, up to as-of; null where there is none
	Runs       int        `json:"runs"`   // read
	Failed     int        `json:"failed"` // of them
	PassedOver int        `json:"passed_over"`
	Backups    int        `json:"backups"` // that rest on it
	Usable     bool       `json:"usable"`
	Problem    string     `json:"problem"`
	File       string     `json:"file"`
	Line       int32      `json:"line"`
}
