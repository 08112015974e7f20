package scenario

import "slices"

// Answer is what the scenarios of some kinds come to, for the metrics.
type Answer struct {
	Scenarios int     // how many of the kinds were played
	Services  []Worst // as Inventory.Services; nil where none was played
}

// Worst is what some scenarios come to for one service. The scenarios that it names are indexes of Results.Played, -1
// where there is none.
type Worst struct {
	Lost, Unproven int32  // scenarios with that outcome
	Interruption   Bounds // the greatest, bound by bound
	DataLoss       Bounds
	LostIn         int32 // the first with the outcome lost
	UnprovenIn     int32 // the first with the outcome unproven
	InterruptionIn int32 // the first that is endless, or else the first with the greatest high above 0
	DataLossIn     int32 // likewise
}

var notAffected = Worst{LostIn: -1, UnprovenIn: -1, InterruptionIn: -1, DataLossIn: -1}

// answer goes through the services that the scenarios list: on all others they leave no mark.
func answer(kinds []Kind, played []Played, services int) Answer {
	var out Answer
	for i := range played {
		if !slices.Contains(kinds, played[i].Scenario.Kind) {
			continue
		}
		if out.Scenarios == 0 {
			out.Services = slices.Repeat([]Worst{notAffected}, services)
		}
		out.Scenarios++
		for j := range played[i].Services {
			a := &played[i].Services[j]
			out.Services[a.Service].add(a, int32(i))
		}
	}
	return out
}

func (w *Worst) add(a *Affected, scenario int32) {
	switch a.Outcome {
	case OutcomeLost:
		w.Lost++
		w.LostIn = first(w.LostIn, scenario)
	case OutcomeUnproven:
		w.Unproven++
		w.UnprovenIn = first(w.UnprovenIn, scenario)
	}
	if overtakes(a.Interruption, w.Interruption) {
		w.InterruptionIn = scenario
	}
	if overtakes(a.DataLoss, w.DataLoss) {
		w.DataLossIn = scenario
	}
	w.Interruption, w.DataLoss = w.Interruption.worse(a.Interruption), w.DataLoss.worse(a.DataLoss)
}

func first(known, scenario int32) int32 {
	if known < 0 {
		return scenario
	}
	return known
}

// overtakes tells whether a figure is worse than the worst before it.
func overtakes(b, worst Bounds) bool {
	return b.High > worst.High || b.Endless() && !worst.Endless()
}
