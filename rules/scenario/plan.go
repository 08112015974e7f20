// Package scenario is what disruptions take away, and what follows for each service. Plan is which of them a rule pack
// asks to be played; Expand makes scenarios of it, PlayAll plays them, Explain says how one service comes to its outcome.
package scenario

import (
	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/wording"
)

// Kind is what sort of disruption a scenario is.
type Kind uint8

// The kinds of scenario. Those up to SharedFate are played for every value that a site has, Pair for every two
// campuses; the others are written one by one.
const (
	KindUnknown Kind = iota
	Site
	Campus
	CampusOutage
	Region
	Provider
	SharedFate
	Pair
	Ransomware
	Outage
	Disaster
)

var kindWords = []string{
	"", "site", "campus", "campus_outage", "region", "provider", "shared_fate", "pair", "ransomware", "outage", "disaster",
}

// String returns the kind as packs and assessment.json write it, "" for the unknown one.
func (k Kind) String() string { return kindWords[k] }

// Words returns the words for kinds, each at its value; the empty one cannot be written.
func (Kind) Words() []string { return kindWords }

// OutOfReach tells whether the copies come back unharmed after a while, rather than being lost for good.
func (k Kind) OutOfReach() bool { return k == Outage || k == CampusOutage || k == SharedFate }

// Plan is the scenarios of a rule pack, in the order in which it writes them.
type Plan struct {
	Each           []Kind                           `key:"each"`            // one scenario for every value that a site has
	OutageDuration source.Optional[source.Duration] `key:"outage_duration"` // of campus_outage and shared_fate
	Also           []Disruption                     `key:"also"`
	Pairs          bool                             `key:"pairs"` // also every pair of campuses
}

// Disruption is a scenario that the pack writes out. What its lists and its circle name adds up. The references have
// no index: campuses and regions are no objects of the inventory.
type Disruption struct {
	ID        string                           `key:"id,required"`
	Kind      Kind                             `key:"kind,required"` // Ransomware, Outage or Disaster
	Name      wording.Text                     `key:"name"`
	Sites     []inventory.Reference            `key:"sites"`
	Campuses  []inventory.Reference            `key:"campuses"`
	Regions   []inventory.Reference            `key:"regions"`
	Providers []inventory.Reference            `key:"providers"`
	Within    source.Optional[Circle]          `key:"within"`
	Duration  source.Optional[source.Duration] `key:"duration"` // of an Outage
	Place     source.Place
}

// Circle is every site at most so many km from a point, over the earth's surface.
type Circle struct {
	Km    float64               `key:"km,required"`
	Of    inventory.Coordinates `key:"of,required"`
	Place source.Place
}

// IDs returns the ids of the scenarios that the pack writes out, in their order.
func (p *Plan) IDs() []string {
	out := make([]string, len(p.Also))
	for i := range p.Also {
		out[i] = p.Also[i].ID
	}
	return out
}
