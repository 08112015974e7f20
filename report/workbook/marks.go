package workbook

import (
	"strings"

	"coupefeu/report/decision"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// A key column may hold several ids, each between marks, so that a formula finds one among them: ";copy:liege;lock;".
const idMark = ";"

// marked adds an id to others.
func marked(ids, id string) string {
	if ids == "" {
		ids = idMark
	}
	return ids + unmarked(id) + idMark
}

// unmarked is an id without marks of its own: campuses and tiers are named as people like.
func unmarked(id string) string { return strings.ReplaceAll(id, idMark, ",") }

// joined are ids between marks; empty without any.
func joined(ids []string) string {
	var out strings.Builder
	for i, id := range ids {
		if i == 0 {
			out.WriteString(idMark)
		}
		out.WriteString(unmarked(id))
		out.WriteString(idMark)
	}
	return out.String()
}

// marks are ids by the row that they stand in.
type marks[K comparable] map[K]string

func (m marks[K]) add(row K, id string) { m[row] = marked(m[row], id) }

// decided are the ids of the decisions that speak of a finding, a service or a waiver.
type decided struct {
	findings marks[int32]  // by number
	services marks[string] // by id
	waivers  marks[string] // by id
	moved                  // what each decision takes out of and into a figure
}

// moved are what decisions do to the figures that they are told by. What a figure counts today and then no more is marked
// with the decision, the measure and "gone"; the other way round it is "come".
type moved struct {
	byFinding marks[int32]
	byService marks[string]
	byMember  marks[string]
}

// What a mark may say of a measure.
const (
	markGone  = "gone"
	markCome  = "come"
	markToday = "before"
	markOf    = "of"
)

// effectMark is how a row is marked that a measure of a decision counts.
func effectMark(id string, m decision.Measure, what string) string {
	return id + "/" + string(m) + "/" + what
}

// allTogether stands for the id of a decision where all of them are meant.
const allTogether = "together"

// decisionsOf looks them up once.
func (b *book) decisionsOf() *decided {
	if b.decided != nil {
		return b.decided
	}
	d := &decided{findings: marks[int32]{}, services: marks[string]{}, waivers: marks[string]{}, moved: moved{marks[int32]{}, marks[string]{}, marks[string]{}}}
	b.decided = d
	for i := range b.Decisions {
		one := &b.Decisions[i]
		for _, number := range one.Findings {
			d.findings.add(number, one.ID)
		}
		for _, id := range one.Services {
			d.services.add(id, one.ID)
		}
		for _, id := range one.Waivers {
			d.waivers.add(id, one.ID)
		}
		b.markServed(d, one)
		b.markEffects(d, one.ID, one.Effects)
		b.markOwn(d, one)
	}
	b.markEffects(d, allTogether, b.Outlook.Together)
	for i := range b.Outlook.Others {
		for _, id := range b.Outlook.Others[i].Services {
			d.byService.add(id, otherMark(b.Outlook.Others[i].ID))
		}
	}
	return d
}

// otherMark is how the services of a decision are marked that could be asked for too.
func otherMark(id string) string { return "other/" + id }

// partMark is how a service is marked that is counted in one part of a decision.
func partMark(id, part string) string { return id + "/part/" + part }

// betterMark is how the services are marked that a decision makes better, and their members.
func betterMark(id string) string { return id + "/better" }

// markServed marks whom a decision makes things better for, and what is wrong with its services.
func (b *book) markServed(d *decided, one *decision.Decision) {
	for _, service := range b.Services {
		if part, counted := one.PartsOf[service.ID]; counted {
			d.byService.add(service.ID, partMark(one.ID, part))
		}
	}
	for _, id := range one.Better {
		d.byService.add(id, betterMark(one.ID))
	}
	for _, id := range b.serving(one.Better) {
		d.byMember.add(id, betterMark(one.ID))
	}
}

// serving are the members that some services serve, in reading order.
func (b *book) serving(services []string) []string {
	all, served := false, map[string]bool{}
	for _, id := range services {
		if s := b.service(id); s != nil {
			all = all || s.ServesAll
			for _, member := range s.MemberIDs {
				served[member] = true
			}
		}
	}
	var out []string
	for i := range b.Members {
		if id := b.Members[i].ID; all || served[id] {
			out = append(out, id)
		}
	}
	return out
}

// markEffects marks what effects take out of their figures and into them.
func (b *book) markEffects(d *decided, id string, effects []decision.Effect) {
	for i := range effects {
		e := &effects[i]
		b.markItems(d, e.Measure, e.Gone, effectMark(id, e.Measure, markGone))
		b.markItems(d, e.Measure, e.Come, effectMark(id, e.Measure, markCome))
	}
}

// markItems marks the services, members or findings that a measure counts.
func (b *book) markItems(d *decided, m decision.Measure, items []string, mark string) {
	for _, item := range items {
		switch measured[m].table {
		case membersKey:
			d.byMember.add(item, mark)
		case findingsKey:
			d.byFinding.add(b.findingNumber(item), mark)
		default:
			d.byService.add(item, mark)
		}
	}
}

// findingNumber is the number of a finding by its rule and service; 0 for one that is not there.
func (b *book) findingNumber(id string) int32 {
	rule, service, _ := strings.Cut(id, "/")
	at, known := b.services[service]
	for r := range b.Rules {
		if place := r*len(b.Services) + at; known && b.Rules[r].ID == rule && place < len(b.Findings) {
			return b.Findings[place].Number
		}
	}
	return 0
}

// markOwn marks the services that a measure of a decision's own kind counts, and those that it counts them among.
func (b *book) markOwn(d *decided, one *decision.Decision) {
	for i := range one.Effects {
		m := one.Effects[i].Measure
		if !measured[m].own {
			continue
		}
		for at := range b.Services {
			open, applies := b.standsUnder(one.Rules, at)
			if open {
				d.byService.add(b.Services[at].ID, effectMark(one.ID, m, markToday))
			}
			if applies {
				d.byService.add(b.Services[at].ID, effectMark(one.ID, m, markOf))
			}
		}
	}
}

// standsUnder tells whether one of some rules has an open finding on a service, and whether one applies to it.
func (b *book) standsUnder(ids []string, service int) (open, applies bool) {
	for r := range b.Rules {
		for _, id := range ids {
			if b.Rules[r].ID != id {
				continue
			}
			s := b.Findings[r*len(b.Services)+service].Status
			open = open || s == rules.Fail || s == rules.Unknown
			applies = applies || s != rules.NotApplicable
		}
	}
	return open, applies
}

// strikes are, by member, in which scenarios a service that serves it is interrupted, and in which one is lost: those
// scenarios that are counted one by one.
type strikes struct{ interrupted, losing marks[string] }

// tierMark is how a member is marked under the most critical tier that a scenario interrupts for it.
func tierMark(tier, id string) string { return tier + "@" + id }

// membersStruck looks them up once.
func (b *book) membersStruck() *strikes {
	if b.strikes != nil {
		return b.strikes
	}
	b.strikes = &strikes{marks[string]{}, marks[string]{}}
	places := b.scenarioPlaces()
	for _, place := range b.oneByOne() {
		s := &b.Scenarios[places[b.Highlights.Scenarios.Rows[place].Scenario]]
		byTier := make([][]string, len(b.Pack.Tiers)+1)
		var lost []string
		for at := range s.Services {
			a := &s.Services[at]
			service := &b.Services[a.Service]
			if a.Interruption.High > 0 {
				tier, known := b.tiers[service.Tier]
				if !known {
					tier = len(b.Pack.Tiers)
				}
				byTier[tier] = append(byTier[tier], service.ID)
			}
			if a.Outcome == scenario.OutcomeLost {
				lost = append(lost, service.ID)
			}
		}
		b.strikes.interrupt(b, s.ID, byTier)
		for _, member := range b.serving(lost) {
			b.strikes.losing.add(member, s.ID)
		}
	}
	return b.strikes
}

// interrupt marks the members of services that are interrupted, by the place of their tier.
func (m *strikes) interrupt(b *book, id string, byTier [][]string) {
	seen := map[string]bool{}
	for tier, services := range byTier {
		for _, member := range b.serving(services) {
			if seen[member] {
				continue
			}
			seen[member] = true
			m.interrupted.add(member, id)
			if tier < len(b.Pack.Tiers) {
				m.interrupted.add(member, tierMark(b.Pack.Tiers[tier], id))
			}
		}
	}
}
