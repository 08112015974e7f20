package scenario

import "math"

// outcome is the one word for what happens to a service, the first that applies.
func (p *player) outcome(i int) Outcome {
	mechanism, interruption := p.own[i].mechanism, p.total[i]
	switch {
	case p.loss[i].Endless():
		return OutcomeLost
	case p.loss[i].unproven:
		return OutcomeUnproven
	case interruption.Endless():
		return OutcomeStranded
	case mechanism.takesTime():
		return ownOutcomes[mechanism]
	case interruption.High > 0:
		return OutcomeWaiting
	case mechanism == Continue:
		return OutcomeContinue
	}
	return OutcomeUnaffected
}

// ownOutcomes are the outcomes of what a service does itself. Lost and Unproven are found by the loss.
var ownOutcomes = [...]Outcome{Restore: OutcomeRestore, Rebuild: OutcomeRebuild, Failover: OutcomeFailover, Wait: OutcomeWait}

// account counts the outcomes and lists what is to be listed.
func (p *player) account() Played {
	out := Played{
		Scenario: p.scenario, ByTier: make([]Outcomes, len(p.in.Tiers)), MembersByTier: make([]int, len(p.in.Tiers)),
		Interruption: Total{WorstOf: -1}, DataLoss: Total{WorstOf: -1},
	}
	listed := 0
	for i := range p.services {
		o := p.outcome(i)
		p.outcomes[i] = o
		out.Outcomes[o]++
		if tier := p.services[i].tier; tier >= 0 {
			out.ByTier[tier][o]++
		}
		if p.isListed(i) {
			listed++
		}
	}
	out.Services = make([]Affected, 0, listed)
	for i := range p.services {
		if p.isListed(i) {
			out.Services = append(out.Services, p.affected(i))
			out.add(&out.Services[len(out.Services)-1])
		}
	}
	return out
}

func (p *player) isListed(i int) bool {
	return p.outcomes[i] != OutcomeUnaffected || p.own[i].unprotected || p.loss[i].High > 0
}

func (p *player) affected(i int) Affected {
	s, interruption, loss := &p.services[i], p.total[i], p.loss[i].Bounds
	return Affected{
		Service: int32(i), because: noLink, Interruption: interruption, DataLoss: loss,
		Outcome: p.outcomes[i], Own: p.own[i].mechanism, RTO: interruption.meets(s.rto), RPO: loss.meets(s.rpo),
		Unprotected: p.own[i].unprotected,
	}
}

// add counts one service.
func (p *Played) add(a *Affected) {
	p.Interruption.add(a.Interruption, a.Service)
	p.DataLoss.add(a.DataLoss, a.Service)
	if a.Interruption.High > 0 {
		p.ServicesInterrupted++
	}
	if a.RTO == Missed {
		p.RTOMissed++
	}
	if a.RPO == Missed {
		p.RPOMissed++
	}
}

// add counts one service's figure. Services come in the order of their ids, so of equal ones the first stays.
func (t *Total) add(b Bounds, service int32) {
	switch {
	case b.Endless():
		t.Endless++
	case math.IsInf(b.High, 1):
		t.Unknown++
	case b.High > 0 && (t.WorstOf < 0 || b.exceeds(t.Worst)):
		t.Worst, t.WorstOf = b, service
	}
}

// audience counts members, by the sets of them that services serve.
type audience struct {
	tiers   []int32 // by set: the most critical tier interrupted; nobody where none is
	losing  []bool  // by set: a service of theirs is lost
	members []int32 // by member: the same as tiers
	hit     []bool  // by member: the same as losing
}

const nobody = math.MaxInt32

func newAudience(m *model) audience {
	members := len(m.in.View.Inventory.Members)
	return audience{
		tiers: make([]int32, len(m.groups)), losing: make([]bool, len(m.groups)),
		members: make([]int32, members), hit: make([]bool, members),
	}
}

// serve counts the members that feel the scenario, each once.
func (p *player) serve(out *Played) {
	a := &p.audience
	a.reset()
	for i := range out.Services {
		affected := &out.Services[i]
		s := &p.services[affected.Service]
		if s.group < 0 {
			continue
		}
		if affected.Interruption.High > 0 {
			a.tiers[s.group] = min(a.tiers[s.group], s.rank(len(p.in.Tiers)))
		}
		a.losing[s.group] = a.losing[s.group] || affected.Outcome == OutcomeLost
	}
	for group, members := range p.groups {
		a.tell(members, a.tiers[group], a.losing[group])
	}
	for i, tier := range a.members {
		if tier < int32(len(out.MembersByTier)) {
			out.MembersByTier[tier]++
		}
		if tier != nobody {
			out.MembersInterrupted++
		}
		if a.hit[i] {
			out.MembersLosingData++
		}
	}
}

// rank is the place of the service's tier, after all of them where it has none.
func (s *service) rank(tiers int) int32 {
	if s.tier < 0 {
		return int32(tiers)
	}
	return s.tier
}

func (a *audience) reset() {
	for i := range a.tiers {
		a.tiers[i] = nobody
	}
	for i := range a.members {
		a.members[i] = nobody
	}
	clear(a.losing)
	clear(a.hit)
}

func (a *audience) tell(members []int32, tier int32, losing bool) {
	if tier == nobody && !losing {
		return
	}
	for _, member := range members {
		a.members[member] = min(a.members[member], tier)
		a.hit[member] = a.hit[member] || losing
	}
}
