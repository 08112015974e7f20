package rules

import (
	"slices"

	"coupefeu/inventory"
	"coupefeu/rules/scenario"
)

var scenarioDataLost = Metric{
	Name: "scenario.data_lost", Unit: Count, TakesScenarios: true, BasisKind: RestsOnScenarios,
	Summary:     "In how many scenarios data are lost for good.",
	Definition:  "Scenarios of the rule's kinds whose outcome is lost.",
	UnknownWhen: "unproven ones may be: low without them, high with them",
	measure:     dataLostIn,
}

var scenarioInterruption = Metric{
	Name: "scenario.interruption", Unit: Seconds, TakesScenarios: true, BasisKind: RestsOnScenarios,
	Summary:     "How long the service is interrupted in the worst scenario.",
	Definition:  "The worst interruption over the scenarios of the rule's kinds.",
	NoneWhen:    "an unbounded one",
	UnknownWhen: "one is open-ended: high is infinity",
	measure:     worstInterruption,
}

var scenarioDataLoss = Metric{
	Name: "scenario.data_loss", Unit: Seconds, TakesScenarios: true, BasisKind: RestsOnScenarios,
	Summary:     "How much work is lost in the worst scenario.",
	Definition:  "The worst data loss over the scenarios of the rule's kinds.",
	NoneWhen:    "data are lost for good in one",
	UnknownWhen: "one is open-ended: high is infinity",
	measure:     worstDataLoss,
}

// played is the scenarios of the pack and what they do, for the metrics that ask.
type played struct {
	results *scenario.Results
	sets    [][]scenario.Kind // that rules ask about
	names   []Facts           // by scenario played: its id, which all findings that name it share
}

// asking returns the place of a set of kinds, which is new if no rule before asked about the same.
func (p *played) asking(words []string) int {
	var set []scenario.Kind
	for kind := scenario.Site; kind <= scenario.Disaster; kind++ {
		if slices.Contains(words, kind.String()) {
			set = append(set, kind)
		}
	}
	for i, other := range p.sets {
		if slices.Equal(set, other) {
			return i
		}
	}
	p.sets = append(p.sets, set)
	return len(p.sets) - 1
}

// worstOf is what the scenarios that the rule asks about come to for the service; false where none was played, since
// what was not tried is no pass.
func (s *subject) worstOf() (*scenario.Worst, bool) {
	answer := &s.played.results.Answers[s.kinds]
	if answer.Scenarios == 0 {
		return nil, false
	}
	return &answer.Services[s.index], true
}

// keepsData tells whether there are data that a scenario could take: the service's own, or those that it stores in
// other services.
func (s *subject) keepsData() bool { return s.service.HoldsData() || len(s.service.StoresDataIn) > 0 }

func dataLostIn(s *subject) answer {
	worst, tried := s.worstOf()
	if !tried || !s.keepsData() {
		return answer{figure: Figure{Known: Inapplicable}}
	}
	a := s.struck(Figure{Known: Measured, Low: float64(worst.Lost), High: float64(worst.Lost + worst.Unproven)})
	a.known, a.doubt = s.scenarioFacts(worst.LostIn), s.scenarioFacts(worst.UnprovenIn)
	return a
}

func worstInterruption(s *subject) answer {
	worst, tried := s.worstOf()
	if !tried {
		return answer{figure: Figure{Known: Inapplicable}}
	}
	return s.worstFigure(worst.Interruption, worst.InterruptionIn)
}

func worstDataLoss(s *subject) answer {
	worst, tried := s.worstOf()
	if !tried || !s.keepsData() {
		return answer{figure: Figure{Known: Inapplicable}}
	}
	return s.worstFigure(worst.DataLoss, worst.DataLossIn)
}

// worstFigure is none where the worst has no end.
func (s *subject) worstFigure(worst scenario.Bounds, in int32) answer {
	a := s.struck(Figure{Known: Measured, Low: worst.Low, High: worst.High})
	if worst.Endless() {
		a.figure, a.why = Figure{Known: None}, notThere
	}
	a.known = s.scenarioFacts(in)
	a.doubt = a.known
	return a
}

// struck is an answer that rests on everything that decides what a scenario leaves: where the service's copies stand,
// their recovery points, and the restore tests that measured how long getting it back takes.
func (s *subject) struck(figure Figure) answer {
	basis := s.allPlacements()
	if s.service.HoldsData() {
		basis = min(basis, s.allPoints(), s.fullTests())
	}
	return answer{figure: figure, basis: basis}
}

// allPoints adds the newest recovery point of every backup. One that no evidence shows is only declared, like none.
func (s *subject) allPoints() Basis {
	basis := Observed
	if len(s.service.Backups) == 0 {
		basis = Declared
	}
	for i := range s.service.Backups {
		newest, found := s.view.Newest(s.index, i)
		if found && newest.Observed {
			s.point(i, newest.ID, newest.At)
			continue
		}
		basis = Declared
		if b := s.backup(i); found {
			s.at(b.LastSuccess.Line, b.Place)
		}
	}
	return basis
}

// fullTests adds the decisive test of the whole application of every data set. A missing one is only declared.
func (s *subject) fullTests() Basis {
	basis := Documented
	for i := range s.sets {
		test := s.view.Decisive(s.service, &s.sets[i], inventory.DepthApplication)
		if test == nil {
			basis = Declared
			continue
		}
		s.at(0, test.Place)
		if test.Document == "" {
			basis = Declared
		}
	}
	return basis
}

// scenarioFacts names a scenario by its place among those played; nil for none.
func (s *subject) scenarioFacts(place int32) *Facts {
	if place < 0 {
		return nil
	}
	return &s.played.names[place]
}

// play expands the pack's scenarios and plays them.
func (e *evaluation) play() {
	scenarios := e.in.Pack.Scenarios.Expand(e.in.Inventory)
	e.played.results = scenario.PlayAll(scenario.Input{View: e.view, Tiers: e.in.Pack.Tiers, Scenarios: scenarios, Asked: e.played.sets})
	e.played.names = make([]Facts, len(scenarios))
	for i := range scenarios {
		e.played.names[i].Names = []string{scenarios[i].ID}
	}
}
