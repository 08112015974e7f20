package scenario

import (
	"slices"

	"coupefeu/inventory/graph"
)

// link is one step of a chain to a cause. Chains that end alike share their ends, so that a chain of any length costs
// no more than its services.
type link struct{ service, next int32 }

// noLink ends a chain.
const noLink = -1

// tracer finds the shortest way from services to their causes: a search from all causes at once, against the edges.
type tracer struct {
	marks []mark  // by service
	met   []int32 // in the order of their distance
	links []link  // the chains of the scenario at hand
}

// mark is how far a service is from the nearest cause, and the chain that begins there. Neither is known at -1.
type mark struct{ distance, link int32 }

var unmarked = mark{-1, noLink}

func newTracer(services int) tracer {
	t := tracer{marks: make([]mark, services), met: make([]int32, 0, services), links: make([]link, 0, services)}
	for i := range t.marks {
		t.marks[i] = unmarked
	}
	return t
}

// question is how the cause of an outcome is looked for.
type question struct {
	outcome Outcome
	cause   func(*own) bool
	along   func(*model) (to, from *graph.Graph)
}

// questions are the outcomes that have a cause elsewhere, or may have one.
var questions = [...]question{
	{OutcomeLost, isLost, alongStores},
	{OutcomeUnproven, isUnproven, alongStores},
	{OutcomeStranded, isLost, alongNeeds},
	{OutcomeWaiting, takesTime, alongNeeds},
}

func isLost(o *own) bool     { return o.mechanism == Lost }
func isUnproven(o *own) bool { return o.mechanism == Unproven }
func takesTime(o *own) bool  { return o.interruption.High > 0 }

func alongStores(m *model) (to, from *graph.Graph) { return &m.stores, &m.storeOf }
func alongNeeds(m *model) (to, from *graph.Graph)  { return &m.needs, &m.neededBy }

// because gives every listed service the chain to its cause.
func (p *player) because(out *Played) {
	for i := range questions {
		q := &questions[i]
		if out.Outcomes[q.outcome] == 0 {
			continue
		}
		to, from := q.along(p.model)
		p.search(q.cause, from)
		for j := range out.Services {
			if a := &out.Services[j]; a.Outcome == q.outcome {
				a.because = p.tracer.chain(a.Service, to)
			}
		}
		p.tracer.reset()
	}
	out.chains = slices.Clone(p.tracer.links)
	p.tracer.links = p.tracer.links[:0]
}

// search gives every service its distance from the nearest cause.
func (p *player) search(cause func(*own) bool, from *graph.Graph) {
	t := &p.tracer
	for i := range p.own {
		if cause(&p.own[i]) {
			t.marks[i].distance = 0
			t.met = append(t.met, int32(i))
		}
	}
	for head := 0; head < len(t.met); head++ {
		at := t.met[head]
		for _, by := range from.Of(at) {
			if t.marks[by].distance < 0 {
				t.marks[by].distance = t.marks[at].distance + 1
				t.met = append(t.met, by)
			}
		}
	}
}

// chain returns the chain that begins at a service, and adds what is new of it to the links.
func (t *tracer) chain(at int32, to *graph.Graph) int32 {
	first, last := int32(noLink), int32(noLink)
	for t.marks[at].distance > 0 {
		here := t.marks[at].link
		shared := here != noLink
		if !shared {
			here = int32(len(t.links))
			t.links = append(t.links, link{t.nearest(at, to), noLink})
			t.marks[at].link = here
		}
		if last == noLink {
			first = here
		} else {
			t.links[last].next = here
		}
		if shared {
			break
		}
		last, at = here, t.links[here].service
	}
	return first
}

// nearest is the first target by id that is one step nearer to a cause. What is at a distance always has one.
func (t *tracer) nearest(at int32, to *graph.Graph) int32 {
	for _, next := range to.Of(at) {
		if t.marks[next].distance == t.marks[at].distance-1 {
			return next
		}
	}
	return noLink
}

func (t *tracer) reset() {
	for _, i := range t.met {
		t.marks[i] = unmarked
	}
	t.met = t.met[:0]
}
