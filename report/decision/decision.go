// Package decision asks what the board could decide, and what that would change. Each kind of decision is a value in one
// table: which services need it, and the edit of the inventory that it comes to. The edit is made on a copy of the part
// of the inventory that it can reach, which is then evaluated again, so that no effect is guessed.
//
// Rules are found by what they measure, never by their id, and what is asked for is what their limits ask, so that
// any rule pack gets decisions of its own.
package decision

import (
	"time"

	"coupefeu/rules"
)

// Length is how many decisions a board is asked for at most.
const Length = 5

// Decision is one thing that the board is asked to decide, and what it would change.
type Decision struct {
	ID       string   `json:"id"`       // the kind, and what it is about where a kind asks more than once: "copy:strasbourg"
	Kind     Kind     `json:"kind"`     // copy, lock, evidence, test, spread, location, waivers, lapsed or record
	Services []string `json:"services"` // ids, the most critical tier first
	Campuses []string `json:"campuses"` // ids: those that take the services' data along; empty where it is about none
	Scenario string   `json:"scenario"` // id: the one that its effects are told by; "" where there is none, or several
	Waivers  []string `json:"waivers"`  // ids, the first to end first

	Scenarios []string `json:"scenarios"` // ids: those that the copies are to escape, the worst first

	// Where copies or instances go: ids, those that take most services first. Missing counts the services for which no
	// site of the inventory will do, and Wanted says what it would have to be.
	Sites   []string `json:"sites"`
	Missing int      `json:"missing"`
	Wanted  Wanted   `json:"wanted"`
	Locked  bool     `json:"locked"` // copies that nobody can alter or delete are asked for

	Parts         map[string]int    `json:"parts"`           // services by what is wrong with them, where a kind tells it apart
	PartsOf       map[string]string `json:"parts_of"`        // the part that each of those services is counted in, by id
	Better        []string          `json:"better"`          // ids of the services that it makes better, sorted
	Members       int               `json:"members"`         // served by a service that it makes better, each once
	MembersByKind map[string]int    `json:"members_by_kind"` // those
	Rules         []string          `json:"rules"`           // ids of the rules that a measure of its own kind counts by; empty without such a measure
	Owners        []string          `json:"owners"`          // of the services, who has most of them first; those without one left out
	Due           time.Time         `json:"due"`             // its last instant
	Findings      []int32           `json:"findings"`        // numbers: open ones that it closes; of waivers that end, what they hide
	Effects       []Effect          `json:"effects"`         // at most EffectsLength, what weighs most first; empty where none was computed
	Assumes       Assumption        `json:"assumes"`         // without which the effects do not come
}

// LastDay is the day by which it is to be done, as people name it.
func (d *Decision) LastDay() time.Time { return d.Due.Add(-time.Second) }

// Wanted is what a site would have to be that the inventory does not have. It stands on a campus of its own.
type Wanted struct {
	Kilometres float64 `json:"km"`       // at least so far from the services' instances; 0 where no rule asks
	Provider   bool    `json:"provider"` // of a provider that the services do not rest on yet
}

// EffectsLength is how many effects of one decision are told at most.
const EffectsLength = 3

// Effect is a figure before and after.
type Effect struct {
	Measure  Measure `json:"measure"`
	Scenario string  `json:"scenario"` // id: that the figure is of; "" where it is of all
	Before   int     `json:"before"`
	After    int     `json:"after"`
	Of       int     `json:"of"`

	// What it counts today and then no more, and the other way round: sorted ids of services or members, or rule/service of
	// findings. Before less Gone and plus Come is After.
	Gone []string `json:"gone"`
	Come []string `json:"come"`
}

// Outlook is what the decisions come to together, and what they leave.
type Outlook struct {
	Together []Effect `json:"together"` // if all are accepted and carried out; empty where that was not computed
	Left     int      `json:"left"`     // other decisions that could be asked for
	Others   []Other  `json:"others"`   // those
	Open     int      `json:"open"`     // findings open today
	Covered  int      `json:"covered"`  // of them, those that a decision closes
	Findings []int32  `json:"findings"` // numbers of the others
}

// Other is a decision that could be asked for too.
type Other struct {
	ID       string   `json:"id"`
	Services []string `json:"services"` // ids, the most critical tier first
}

// Input is an evaluation, and what it rests on.
type Input struct {
	rules.Input
	Result rules.Result
	Period time.Time // its end, from which deadlines count
	Ending []string  // ids of the waivers in force that end soon
}

// Ask returns the decisions that remove most harm, the greatest first, at most Length, and what they come to together.
// It depends on nothing but its input. Evaluating again is bounded: of an inventory so large that it would take too
// long, the effects of the last decisions are left out.
func Ask(in Input) ([]Decision, Outlook) {
	d := newDesk(in)
	var all []*candidate
	for i := range acts {
		for _, c := range acts[i].propose(d) {
			c.act, c.Kind, c.Assumes = &acts[i], acts[i].kind, acts[i].assumes
			d.describe(c)
			d.try(c)
			all = append(all, c)
		}
	}
	asked, left := d.choose(all)
	out := make([]Decision, 0, len(asked))
	for _, c := range asked {
		out = append(out, c.Decision)
	}
	o := d.outlook(asked)
	for _, c := range left {
		o.Others = append(o.Others, Other{ID: c.ID, Services: c.Services})
	}
	o.Left = len(o.Others)
	return out, o
}
