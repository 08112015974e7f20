package scenario

import (
	"iter"
	"math"
	"slices"

	"coupefeu/rules/recovery"
)

// Input is everything that playing rests on.
type Input struct {
	View      recovery.View
	Tiers     []string   // of the rule pack, most critical first
	Scenarios []Scenario // Expand
	Asked     [][]Kind   // the sets of kinds that metrics ask about
}

// Results are the scenarios played, and the answers to what was asked, both in the order of the input.
type Results struct {
	Played  []Played
	Answers []Answer
}

// Played is one scenario and what it does. Services without a tier of the pack are in no count by tier.
type Played struct {
	Scenario     *Scenario
	Outcomes     Outcomes
	ByTier       []Outcomes // as Input.Tiers
	Interruption Total
	DataLoss     Total

	ServicesInterrupted int   // interruption above 0 or unknown
	MembersInterrupted  int   // served by such a service
	MembersByTier       []int // the same, each under the most critical tier interrupted for it; as Input.Tiers
	MembersLosingData   int   // served by a service that is lost
	RTOMissed           int
	RPOMissed           int

	Services []Affected // by id: outcome not unaffected, data loss not 0, or unprotected
	chains   []link
}

// Total sums up the interruption or the data loss of all services.
type Total struct {
	Worst   Bounds // the greatest finite high above 0, then the greatest low, then the first id
	WorstOf int32  // whose that is, in Inventory.Services; -1 where there is none
	Unknown int    // services whose figure is open-ended
	Endless int    // services that never come back, or lose everything
}

// Affected is what a scenario does to one service.
type Affected struct {
	Service      int32 // in Inventory.Services
	because      int32 // in the chains of its scenario; noLink where there is none
	Interruption Bounds
	DataLoss     Bounds
	Outcome      Outcome
	Own          Mechanism // without its dependencies
	RTO, RPO     Met
	Unprotected  bool // an instance survives, but a data set of its backups has none that does
}

// PlayAll plays every scenario. The result does not depend on how many cores take part.
func PlayAll(in Input) *Results {
	m := prepare(&in)
	r := &Results{Played: make([]Played, len(in.Scenarios)), Answers: make([]Answer, len(in.Asked))}
	inPortions(len(in.Scenarios), func() func(int) {
		p := newPlayer(m)
		return func(i int) { r.Played[i] = p.play(&in.Scenarios[i]) }
	})
	inPortions(len(in.Asked), func() func(int) {
		return func(i int) { r.Answers[i] = answer(in.Asked[i], r.Played, len(m.services)) }
	})
	return r
}

// Of returns what the scenario does to a service, nil where it is not in Services: unaffected, and no data lost.
func (p *Played) Of(service int) *Affected {
	at, listed := slices.BinarySearchFunc(p.Services, int32(service), func(a Affected, s int32) int { return int(a.Service - s) })
	if !listed {
		return nil
	}
	return &p.Services[at]
}

// Because yields the shortest chain of services from an affected one, itself left out, to the cause, as indexes of
// Inventory.Services; of equal chains the first, compared id by id. It is empty where the cause is the service itself.
func (p *Played) Because(a *Affected) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := a.because; at != noLink; at = p.chains[at].next {
			if !yield(int(p.chains[at].service)) {
				return
			}
		}
	}
}

// player plays one scenario after the other in the same scratch space, indexed by service.
type player struct {
	*model
	scenario *Scenario
	lost     []bool // by site: lost or out of reach
	own      []own
	total    []Bounds // interruption, dependencies included
	loss     []loss   // data loss, that of what is stored elsewhere included
	outcomes []Outcome
	tracer   tracer
	audience audience
	standbys []float64
}

// own is what a service comes to without its dependencies.
type own struct {
	interruption Bounds
	mechanism    Mechanism
	unprotected  bool
}

// loss is how much data are lost, and whether some of it is because nothing shows a recovery point.
type loss struct {
	Bounds
	unproven bool
}

func newPlayer(m *model) *player {
	n := len(m.services)
	return &player{
		model: m, lost: make([]bool, len(m.in.View.Inventory.Sites)),
		own: make([]own, n), total: make([]Bounds, n), loss: make([]loss, n), outcomes: make([]Outcome, n),
		tracer: newTracer(n), audience: newAudience(m),
	}
}

func (p *player) play(s *Scenario) Played {
	p.scenario = s
	clear(p.lost)
	for _, site := range s.Sites {
		p.lost[site] = true
	}
	for i := range p.services {
		p.alone(i)
	}
	p.spread()
	p.spreadLoss()
	out := p.account()
	p.because(&out)
	p.serve(&out)
	return out
}

// spread carries interruptions from what services depend on to the services, and decides who waits an outage out.
func (p *player) spread() {
	for c := range p.cycles.Count() {
		members := p.cycles.Members(c)
		if len(members) > 1 {
			p.spreadCycle(int32(c), members)
			continue
		}
		i := members[0]
		var held Bounds
		for _, to := range p.needs.Of(i) {
			held = held.worse(p.total[to])
		}
		p.wait(i, held)
		p.total[i] = p.back(i, held)
	}
}

// spreadCycle does the same for services that need each other. They are recovered together: what lies outside holds
// all of them up alike, and each is back when all are.
func (p *player) spreadCycle(cycle int32, members []int32) {
	var held, together Bounds
	for _, i := range members {
		for _, to := range p.needs.Of(i) {
			if p.cycles.Of(to) != cycle {
				held = held.worse(p.total[to])
			}
		}
	}
	for _, i := range members {
		p.wait(i, held)
		together = together.worse(p.back(i, held))
	}
	for _, i := range members {
		p.total[i] = together
	}
}

// wait lets a service wait an outage out where nothing else is sure to be quicker, or what it depends on is back no
// sooner. Then nothing needs doing and no data are lost.
func (p *player) wait(i int32, held Bounds) {
	o := &p.own[i]
	if p.scenario.Duration == 0 || !o.mechanism.canWait() {
		return
	}
	duration := p.scenario.Duration
	if duration < o.interruption.Low || math.IsInf(o.interruption.High, 1) || held.Low >= duration {
		o.mechanism, o.interruption = Wait, known(duration)
		p.loss[i] = loss{}
	}
}

// back is when a service is back, given when what it depends on is. Whether its own recovery can go on meanwhile
// nobody knows before it has been tried: at best side by side, at worst one after the other.
func (p *player) back(i int32, held Bounds) Bounds {
	o := &p.own[i]
	switch {
	case o.mechanism == Wait:
		return o.interruption.worse(held)
	case o.mechanism.takesTime():
		return Bounds{max(o.interruption.Low, held.Low), o.interruption.High + held.High}
	}
	return held
}

// spreadLoss carries data losses from where data are stored to the services whose data they are.
func (p *player) spreadLoss() {
	for c := range p.vaults.Count() {
		members := p.vaults.Members(c)
		var worst loss
		for _, i := range members {
			worst = worst.worse(&p.loss[i])
			for _, to := range p.stores.Of(i) {
				worst = worst.worse(&p.loss[to])
			}
		}
		for _, i := range members {
			p.loss[i] = worst
		}
	}
}

func (l loss) worse(other *loss) loss {
	return loss{l.Bounds.worse(other.Bounds), l.unproven || other.unproven}
}
