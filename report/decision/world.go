package decision

import (
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// world is how things stand: today, or with a part of the inventory changed.
type world struct {
	*desk
	part   *part // nil: today
	result rules.Result
	byID   map[string]int32 // its scenarios: places in result.Played

	open, critical int              // findings
	closed         []*rules.Finding // open today and not in this world
	opened         []*rules.Finding // the other way round, as they are today
}

// today is the world as it was assessed.
func (d *desk) today() *world {
	return &world{desk: d, result: d.Result, byID: d.byID, open: d.open, critical: d.critical}
}

// changed evaluates a part again, and sets it into the rest of today's world.
func (d *desk) changed(p *part) *world {
	w := &world{desk: d, part: p, result: rules.Evaluate(p.in), byID: map[string]int32{}, open: d.open, critical: d.critical}
	for i := range w.result.Played {
		w.byID[w.result.Played[i].Scenario.ID] = int32(i)
	}
	n := len(p.services)
	for i := range w.result.Findings {
		is, was := &w.result.Findings[i], d.finding(i/n, int(p.services[i%n]))
		w.open += openness(is) - openness(was)
		w.critical += gravity(is) - gravity(was)
		switch openness(was) - openness(is) {
		case 1:
			w.closed = append(w.closed, was)
		case -1:
			w.opened = append(w.opened, was)
		}
	}
	return w
}

// finding is what a rule says of a service.
func (w *world) finding(rule, service int) *rules.Finding {
	if w.part != nil {
		if place, inside := w.part.place[int32(service)]; inside {
			return &w.result.Findings[rule*len(w.part.services)+int(place)]
		}
	}
	return w.desk.finding(rule, service)
}

// struck calls a function for every service that a scenario does something to.
func (w *world) struck(id string, each func(service int32, o scenario.Outcome)) {
	today := &w.desk.Result.Played[w.desk.byID[id]]
	for i := range today.Services {
		a := &today.Services[i]
		if !w.replaces(a.Service) {
			each(a.Service, a.Outcome)
		}
	}
	if w.part == nil {
		return
	}
	place, played := w.byID[id]
	if !played {
		return
	}
	for i := range w.result.Played[place].Services {
		a := &w.result.Played[place].Services[i]
		each(w.part.services[a.Service], a.Outcome)
	}
}

// replaces tells whether a service is in the part that was changed.
func (w *world) replaces(service int32) bool {
	if w.part == nil {
		return false
	}
	_, inside := w.part.place[service]
	return inside
}

// toll is in how many scenarios a service's data are lost, and in how many they are unproven. Two campuses lost at once
// are counted apart: there are many such pairs, and each is far less likely than one campus.
type toll struct{ lost, twice, unproven int }

func (t *toll) add(s *scenario.Scenario, o scenario.Outcome) {
	switch {
	case o == scenario.OutcomeLost && s.Kind == scenario.Pair:
		t.twice++
	case o == scenario.OutcomeLost:
		t.lost++
	case o == scenario.OutcomeUnproven:
		t.unproven++
	}
}

// danger is the worst of them.
func (t *toll) danger() danger {
	switch {
	case t.lost+t.twice > 0:
		return lost
	case t.unproven > 0:
		return inDoubt
	}
	return safe
}

// tolls are those of the part's services, today and in this world, over the scenarios that both play. What strikes a
// site that is still to be found is not among them.
func (w *world) tolls() (before, after []toll) {
	before, after = make([]toll, len(w.part.services)), make([]toll, len(w.part.services))
	for i := range w.result.Played {
		today, known := w.desk.byID[w.result.Played[i].Scenario.ID]
		if !known {
			continue
		}
		for j := range w.result.Played[i].Services {
			a := &w.result.Played[i].Services[j]
			after[a.Service].add(w.result.Played[i].Scenario, a.Outcome)
		}
		for j := range w.desk.Result.Played[today].Services {
			a := &w.desk.Result.Played[today].Services[j]
			if place, inside := w.part.place[a.Service]; inside {
				before[place].add(w.result.Played[i].Scenario, a.Outcome)
			}
		}
	}
	return before, after
}

// served counts the members that some services serve, each once, in all and by kind.
func (d *desk) served(services map[int32]bool) (int, map[string]int) {
	members, kinds := d.serving(services), map[string]int{}
	for _, i := range members {
		kinds[d.inv.Members[i].Kind.Value]++
	}
	return len(members), kinds
}

// serving are the members that some services serve, ascending.
func (d *desk) serving(services map[int32]bool) []int32 {
	all, members := false, make([]bool, len(d.inv.Members))
	for service := range services {
		membership := &d.inv.Services[service].Members.Value
		all = all || membership.All
		for _, m := range membership.Indexes {
			members[m] = true
		}
	}
	var out []int32
	for i := range members {
		if all || members[i] {
			out = append(out, int32(i))
		}
	}
	return out
}
