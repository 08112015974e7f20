package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"coupefeu/rules"
)

// Sample is the findings that the auditor is asked to work out again: every failed one of the most critical tier, and of
// the others as many of each status and tier as their share of all. What does not apply is not drawn: there is nothing
// to work out.
type Sample struct {
	Seed     string           `json:"seed"`
	Size     int              `json:"size"`      // how many are drawn in proportion, but for the rounding up
	Findings []int32          `json:"findings"`  // numbers, by status, tier and rank
	Ranks    []string         `json:"ranks"`     // of each: SHA-256 of seed|rule|service, in hex; of a stratum the least are drawn
	ByStatus map[string]Sizes `json:"by_status"` // the strata of each status, added up
	Strata   []Stratum        `json:"strata"`    // by status, then tier
}

// Sizes is how many findings there are, and how many of them are in the sample.
type Sizes struct {
	Population int `json:"population"`
	Drawn      int `json:"drawn"`
}

// Stratum is the findings of one status and tier.
type Stratum struct {
	Status string `json:"status"`
	Tier   string `json:"tier"`
	Sizes
}

// sampleSize is how many findings are drawn beside those that are drawn anyway. If all of so many are right, then with
// 95 % confidence fewer than 5 % of all are wrong, since 0.95 to the 60th is under 0.05. Each stratum's share is rounded
// up, so that none goes without, and so that anybody can tell the shares from the populations.
const sampleSize = 60

// drawnStatuses are the statuses whose findings can be worked out.
var drawnStatuses = rules.StatusOrder[:len(rules.StatusOrder)-1]

// Draw draws the sample. The seed "" stands for the period and the organisation's id: 2026-Q3-ourthe. The same findings
// and seed give the same sample, whatever the machine.
func Draw(a *Assessment, seed string) Sample {
	if seed == "" {
		seed = a.Period.ID + "-" + a.Organisation.ID
	}
	d := newDraw(a, seed)
	lots := d.lots()
	s := Sample{Seed: seed, Size: sampleSize, Findings: []int32{}, Ranks: []string{}, ByStatus: map[string]Sizes{}, Strata: d.strata}
	for i := range lots {
		for _, t := range lots[i].trimmed() {
			s.Findings = append(s.Findings, a.Findings[t.finding].Number)
			s.Ranks = append(s.Ranks, hex.EncodeToString(t.rank[:]))
		}
		stratum := &d.strata[i]
		sum := s.ByStatus[stratum.Status]
		s.ByStatus[stratum.Status] = Sizes{sum.Population + stratum.Population, sum.Drawn + stratum.Drawn}
	}
	return s
}

// draw is what all who draw share, and only read.
type draw struct {
	findings []rules.Finding
	seed     string
	strata   []Stratum
	tiers    []int // of each service, its place in the pack's tiers
	first    [rules.NotApplicable + 1]int
}

// newDraw works out how many are drawn of each stratum.
func newDraw(a *Assessment, seed string) *draw {
	d := &draw{findings: a.Findings, seed: seed, tiers: make([]int, len(a.Services))}
	for _, status := range drawnStatuses {
		d.first[status] = len(d.strata)
		for _, tier := range a.Pack.Tiers {
			checks := a.Summary.ByTier[tier].Checks
			d.strata = append(d.strata, Stratum{Status: status.String(), Tier: tier, Sizes: Sizes{Population: checks.of(status)}})
		}
	}
	for i := range a.Services {
		d.tiers[i] = slices.Index(a.Pack.Tiers, a.Services[i].Tier)
	}
	rest := a.Summary.Checks.Applicable()
	if len(d.strata) > 0 {
		rest -= d.strata[0].Population
	}
	for i := range d.strata {
		n := d.strata[i].Population
		if i > 0 { // the first is the failed ones of the most critical tier
			n = min(n, quota(n, rest))
		}
		d.strata[i].Drawn = n
	}
	return d
}

// quota is the part of the sample that n of so many make, rounded up.
func quota(n, all int) int {
	if n == 0 {
		return 0
	}
	return (sampleSize*n + all - 1) / all
}

// of is the count of a status.
func (c Checks) of(s rules.Status) int {
	return [...]int{rules.Pass: c.Pass, rules.Fail: c.Fail, rules.Unknown: c.Unknown, rules.Waived: c.Waived, rules.NotApplicable: c.NotApplicable}[s]
}

// ticket is a finding with its rank in the draw.
type ticket struct {
	rank    [sha256.Size]byte
	finding int32 // its place
}

// before tells whether a ticket is drawn rather than another.
func (t *ticket) before(other *ticket) bool { return compareTickets(*t, *other) < 0 }

func compareTickets(a, b ticket) int {
	return cmp.Or(bytes.Compare(a.rank[:], b.rank[:]), cmp.Compare(a.finding, b.finding))
}

// lot is the tickets of a stratum that may be among its least. It holds at most twice as many as are drawn, so that a
// million findings take no more room than the sample.
type lot struct {
	size    int
	tickets []ticket
	worst   ticket // of those that are left after a trim; nothing after it is drawn
	full    bool
}

// add adds a ticket, unless so many before it are there already.
func (l *lot) add(t ticket) {
	if l.size == 0 || l.full && l.worst.before(&t) {
		return
	}
	l.tickets = append(l.tickets, t)
	if len(l.tickets) == 2*l.size {
		l.trim()
	}
}

// trim leaves the least, in order.
func (l *lot) trim() {
	slices.SortFunc(l.tickets, compareTickets)
	if len(l.tickets) >= l.size && l.size > 0 {
		l.tickets = l.tickets[:l.size]
		l.worst, l.full = l.tickets[l.size-1], true
	}
}

// trimmed is the tickets that are drawn, in order.
func (l *lot) trimmed() []ticket {
	l.trim()
	return l.tickets
}

// lots draws side by side: each core takes findings in portions, and keeps its own least of every stratum. Which core
// takes which does not matter, for the least of all are among the least of each.
func (d *draw) lots() []lot {
	const portion = 4096
	hands := make([][]lot, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var workers sync.WaitGroup
	for i := range hands {
		workers.Go(func() {
			hand := d.empty()
			var text []byte
			for from := int(next.Add(portion)) - portion; from < len(d.findings); from = int(next.Add(portion)) - portion {
				for f := from; f < min(from+portion, len(d.findings)); f++ {
					text = d.look(hand, f, text)
				}
			}
			hands[i] = hand
		})
	}
	workers.Wait()
	all := d.empty()
	for _, hand := range hands {
		for i := range hand {
			for _, t := range hand[i].tickets {
				all[i].add(t)
			}
		}
	}
	return all
}

// empty is a lot for each stratum.
func (d *draw) empty() []lot {
	lots := make([]lot, len(d.strata))
	for i := range lots {
		lots[i].size = d.strata[i].Drawn
	}
	return lots
}

// look ranks a finding and adds it to the lot of its stratum. The text is what is hashed, in a buffer that is used again.
func (d *draw) look(lots []lot, finding int, text []byte) []byte {
	f := &d.findings[finding]
	tier := d.tiers[f.ServiceIndex]
	if f.Status == rules.NotApplicable || tier < 0 {
		return text
	}
	text = append(append(text[:0], d.seed...), '|')
	text = append(append(append(text, f.Rule...), '|'), f.Service...)
	lots[d.first[f.Status]+tier].add(ticket{sha256.Sum256(text), int32(finding)})
	return text
}
