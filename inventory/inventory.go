// Package inventory is the model of what an organisation runs, where it stands and how it is backed up: what people
// wrote down. Load reads it whole, strictly, and names every mistake at once; once loaded it is not changed.
// What backup tools observed is in inventory/evidence, the verdicts are in rules.
package inventory

import (
	"time"

	"coupefeu/inventory/source"
)

// Inventory is one organisation's services and everything they rest on, in reading order, but for Services,
// which are sorted by id.
type Inventory struct {
	Organisation Organisation
	Members      []Member
	Providers    []Provider
	Sites        []Site
	Services     []Service
	Attestations []Attestation
	RestoreTests []RestoreTest
	Waivers      []Waiver
	Commitments  []Commitment
	Evidence     []Evidence
	Retired      []Retired

	Files   []source.File // every file that was read, sorted by name
	Notices []Notice
	Zone    *time.Location // the organisation's time zone
}

// Notice is something the reader of a report should know that is no mistake of the input.
type Notice struct {
	Code string       `json:"code"` // stable, lower-case with hyphens: "dependency-cycle"
	Text string       `json:"text"` // one English sentence
	Args []string     `json:"args,omitempty"`
	At   source.Place `json:"-"`
}

// Organisation is the body that runs the services and whose board reads the report.
type Organisation struct {
	ID       string                  `key:"id,required"`
	Name     string                  `key:"name,required"`
	Timezone source.Optional[string] `key:"timezone"` // IANA; default UTC
	Language source.Optional[string] `key:"language"` // fr, nl, de or en
	Place    source.Place
}

// Member is a local authority that the organisation serves.
type Member struct {
	ID         string                  `key:"id,required"`
	Name       string                  `key:"name,required"`
	Kind       source.Optional[string] `key:"kind"` // free text: commune, cpas, …
	Population source.Optional[int64]  `key:"population"`
	Place      source.Place
}

// Provider is a company that hosts sites.
type Provider struct {
	ID    string `key:"id,required"`
	Name  string `key:"name,required"`
	Place source.Place
}

// Site is one building.
type Site struct {
	ID          string                       `key:"id,required"`
	Name        string                       `key:"name,required"`
	Provider    Reference                    `key:"provider,required"`
	Campus      string                       `key:"campus"` // sites that share one fate; the site's own id where not given
	Region      source.Optional[string]      `key:"region"`
	Country     source.Optional[string]      `key:"country"` // ISO 3166-1 alpha-2
	Coordinates source.Optional[Coordinates] `key:"coordinates"`
	SharedFate  []string                     `key:"shared_fate"`
	Place       source.Place
}

// Coordinates are latitude and longitude in degrees, WGS 84.
type Coordinates struct{ Latitude, Longitude float64 }

// Reference names another object of the inventory. Index is its place in that object's list, set by Load; -1 where
// it leads nowhere by right (a restore test of a retired service).
type Reference struct {
	ID     string
	Index  int32
	Line   int32
	Column int32
}

// Service is an application or platform with an owner, a tier and members who depend on it.
type Service struct {
	ID           string                           `key:"id,required"`
	Name         string                           `key:"name,required"`
	Description  source.Optional[string]          `key:"description"`
	Owner        source.Optional[string]          `key:"owner"`
	Tier         Reference                        `key:"tier,required"` // Index is set by the rule pack's check
	Members      source.Optional[Membership]      `key:"members"`
	RTO          source.Optional[source.Duration] `key:"rto"` // longest tolerable interruption (ISO 22301)
	RPO          source.Optional[source.Duration] `key:"rpo"` // longest tolerable data loss
	Stateful     source.Optional[bool]            `key:"stateful"`
	DependsOn    []Reference                      `key:"depends_on"`
	StoresDataIn []Reference                      `key:"stores_data_in"`
	Changed      source.Optional[source.Moment]   `key:"changed"`
	MinActive    source.Optional[int64]           `key:"min_active"`
	RebuildTime  source.Optional[source.Duration] `key:"rebuild_time"`
	Instances    []Instance                       `key:"instances"`
	Backups      []Backup                         `key:"backups"`
	Place        source.Place

	Tests []*RestoreTest // its restore tests, in reading order; set by Load
}

// HoldsData tells whether the service holds data of its own, so that backups and restore tests are asked of it.
// It does unless it says `stateful: false`.
func (s *Service) HoldsData() bool {
	return !s.Stateful.Given || s.Stateful.Value
}

// Membership says whom a service serves: everybody, some by id, or some by kind.
type Membership struct {
	All     bool
	IDs     []Reference
	Kinds   []string
	Indexes []int32 // into Inventory.Members, ascending; set by Load
}

// Role is what an instance does.
type Role uint8

// The roles of an instance.
const (
	RoleUnknown Role = iota
	Active
	Standby
)

// Instance is one running or standby deployment of a service at a site.
type Instance struct {
	Site           Reference                        `key:"site,required"`
	Role           Role                             `key:"role,required"`
	Location       source.Optional[Location]        `key:"location"`
	FailoverTime   source.Optional[source.Duration] `key:"failover_time"`   // standby only
	ReplicationLag source.Optional[source.Duration] `key:"replication_lag"` // standby only
	Place          source.Place
}

// Location says who confirmed that something really stands where the inventory says, and when: an attestation by
// its id, or one on the spot.
type Location struct {
	Attestation Reference // ID empty where the confirmation is on the spot
	ConfirmedOn source.Moment
	By          string
	Document    string
	Place       source.Place // of the confirmation: the attestation's own where one is named
}

// Media is what a backup is kept on.
type Media uint8

// The media of a backup; disk is the default.
const (
	Disk Media = iota
	Object
	Tape
	Snapshot
)

// Backup is one stream of recovery points of one data set.
type Backup struct {
	ID           string                           `key:"id,required"` // unique in its service
	Data         string                           `key:"data"`        // the data set; "main" where not given
	Tool         source.Optional[string]          `key:"tool"`
	Site         Reference                        `key:"site,required"`
	Location     source.Optional[Location]        `key:"location"`
	Media        source.Optional[Media]           `key:"media"`
	Every        source.Optional[source.Duration] `key:"every"`
	Retention    source.Optional[source.Duration] `key:"retention"`
	ThinnedAfter source.Optional[source.Duration] `key:"thinned_after"`
	Since        source.Optional[source.Moment]   `key:"since"`
	Immutable    source.Optional[bool]            `key:"immutable"`
	Offline      source.Optional[bool]            `key:"offline"`
	Encrypted    source.Optional[bool]            `key:"encrypted"`
	LastSuccess  source.Optional[source.Moment]   `key:"last_success"`
	Evidence     source.Optional[Link]            `key:"evidence"`
	Place        source.Place
}

// Link says which evidence source shows a backup's runs, and which of its runs are this backup's.
type Link struct {
	Source Reference // into Inventory.Evidence
	Select []Selector
	Place  source.Place
}

// Selector is one condition on a run: one of its values for Key must match Pattern, in which * is any characters.
type Selector struct {
	Key, Pattern string
	Place        source.Place
}

// Attestation is a confirmation of where things really stand.
type Attestation struct {
	ID          string        `key:"id,required"`
	ConfirmedOn source.Moment `key:"confirmed_on,required"`
	By          string        `key:"by,required"`
	Document    string        `key:"document"`
	Place       source.Place
}

// Outcome is how a restore test ended.
type Outcome uint8

// The outcomes of a restore test. Partial decides nothing.
const (
	OutcomeUnknown Outcome = iota
	Passed
	Failed
	Partial
)

// Depth is how much a restore test brought back; deeper is greater.
type Depth uint8

// The depths of a restore test. One without a depth counts as DepthFile.
const (
	DepthUnknown Depth = iota
	DepthFile
	DepthDatabase
	DepthApplication
	DepthSite
)

// RestoreTest is a dated attempt to recover a service from a backup.
type RestoreTest struct {
	Service  Reference                        `key:"service,required"` // Index -1: retired
	Backup   source.Optional[Reference]       `key:"backup"`           // Index in the service's Backups; -1: the backup is gone
	Date     source.Moment                    `key:"date,required"`
	Outcome  Outcome                          `key:"outcome,required"`
	Depth    source.Optional[Depth]           `key:"depth"`
	Site     source.Optional[Reference]       `key:"site"`
	Duration source.Optional[source.Duration] `key:"duration"`  // RTA, recovery time actual
	DataLoss source.Optional[source.Duration] `key:"data_loss"` // RPA, recovery point actual
	By       string                           `key:"by"`
	Document string                           `key:"document"`
	Place    source.Place
}

// Waiver is a dated, approved, expiring acceptance of findings of one rule.
type Waiver struct {
	ID         string        `key:"id,required"`
	Rule       Reference     `key:"rule,required"` // Index is set by the rule pack's check
	Services   []Reference   `key:"services,required"`
	Reason     string        `key:"reason,required"`
	ApprovedBy string        `key:"approved_by,required"`
	ApprovedOn source.Moment `key:"approved_on,required"`
	Decision   string        `key:"decision"`
	Expires    source.Moment `key:"expires,required"` // a day means its last instant
	Place      source.Place
}

// Commitment is what was promised to the board.
type Commitment struct {
	ID        string                         `key:"id,required"`
	What      string                         `key:"what,required"`
	Service   source.Optional[Reference]     `key:"service"` // with Rule, or neither: the finding that must pass
	Rule      source.Optional[Reference]     `key:"rule"`
	Owner     string                         `key:"owner,required"`
	Due       source.Moment                  `key:"due,required"` // a day means its last instant
	DecidedOn source.Moment                  `key:"decided_on,required"`
	Decision  string                         `key:"decision"`
	DoneOn    source.Optional[source.Moment] `key:"done_on"`
	Document  string                         `key:"document"`
	Place     source.Place
}

// Evidence is a file that a backup tool printed, as the inventory names it.
type Evidence struct {
	ID        string                         `key:"id,required"`
	Tool      Reference                      `key:"tool,required"` // checked by inventory/evidence, which has the readers
	File      string                         `key:"file,required"` // relative to the folder of the YAML file
	Timezone  source.Optional[string]        `key:"timezone"`      // of times without an offset; default the organisation's
	Collected source.Optional[source.Moment] `key:"collected"`     // a day means its last instant
	Optional  source.Optional[bool]          `key:"optional"`
	ExitCode  source.Optional[int64]         `key:"exit_code"`
	Stderr    source.Optional[string]        `key:"stderr"` // a file
	Place     source.Place

	FileAt, StderrAt source.Place   // where the two paths are written
	Path, StderrPath string         // within Root's file system; set by Load
	Root             int32          // which of the inventory's roots
	Zone             *time.Location // set by Load
}

// Retired names a service that is gone, so that journals may still speak of it.
type Retired struct {
	Service string                         `key:"service,required"`
	On      source.Optional[source.Moment] `key:"on"`
	Place   source.Place
}
