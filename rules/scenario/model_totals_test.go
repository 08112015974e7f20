package scenario_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// compareWithModel plays everything in the model too, and compares all that is said.
func compareWithModel(t *testing.T, in scenario.Input, plan *scenario.Plan, results *scenario.Results) {
	t.Helper()
	w := newWorld(&in)
	var want, got []account
	var games []*game
	for _, d := range disasters(plan, in.View.Inventory) {
		g := w.play(&d)
		games, want = append(games, g), append(want, g.account())
	}
	for i := range results.Played {
		got = append(got, show(&in, &results.Played[i]))
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(account{}), exactly); diff != "" {
		t.Fatal(diff)
	}
	for i, kinds := range in.Asked {
		if diff := cmp.Diff(w.answer(kinds, games, want), showAnswer(&in, &results.Answers[i], results), exactly); diff != "" {
			t.Fatalf("asked %v: %s", kinds, diff)
		}
	}
}

// account adds up what the model played.
func (g *game) account() account {
	out := account{
		shown: shown{ID: g.d.id, Kind: g.d.kind, Outcomes: map[string]int{}, Services: []shownService{}},
		Name:  g.d.name, Sites: sortedKeys(g.d.sites), ByTier: map[string]int{}, MembersByTier: map[string]int{},
	}
	for _, id := range sortedKeys(g.services) {
		g.add(&out, id)
	}
	out.Interruption = g.total(func(id string) [2]float64 { return g.times[id] })
	out.DataLoss = g.total(g.loss)
	for member := range g.view.Inventory.Members {
		g.addMember(&out, int32(member))
	}
	return out
}

func (g *game) add(out *account, id string) {
	s, own, time, loss := g.services[id], g.own[id], g.times[id], g.loss(id)
	outcome, because := g.outcome(id)
	out.Outcomes[outcome]++
	if slices.Contains(g.tiers, s.Tier.ID) {
		out.ByTier[s.Tier.ID+" "+outcome]++
	}
	if time[1] > 0 {
		out.ServicesInterrupted++
	}
	rto, rpo := met(time, s.RTO), met(loss, s.RPO)
	if rto != nil && !*rto {
		out.RTOMissed++
	}
	if rpo != nil && !*rpo {
		out.RPOMissed++
	}
	if outcome == "unaffected" && loss[1] == 0 && !own.unprotected {
		return
	}
	out.Services = append(out.Services, shownService{
		Service: id, Outcome: outcome, Own: own.mechanism, Interruption: figure(time), DataLoss: figure(loss),
		Because: append([]string{}, because...), RTOMet: rto, RPOMet: rpo, Unprotected: own.unprotected,
	})
}

func met(b [2]float64, target source.Optional[source.Duration]) *bool {
	yes, no := true, false
	switch {
	case !target.Given:
		return nil
	case b[1] <= float64(target.Value):
		return &yes
	case b[0] > float64(target.Value):
		return &no
	}
	return nil
}

func figure(b [2]float64) []any {
	if b[0] == never {
		return []any{nil, nil, true}
	}
	if b[1] == never {
		return []any{b[0], nil, false}
	}
	return []any{b[0], b[1], false}
}

func (g *game) total(of func(string) [2]float64) shownTotal {
	var out shownTotal
	var worst [2]float64
	for _, id := range sortedKeys(g.services) {
		b := of(id)
		switch {
		case b[0] == never:
			out.Endless++
		case b[1] == never:
			out.Unknown++
		case b[1] > worst[1] || b[1] == worst[1] && b[1] > 0 && b[0] > worst[0]:
			worst, out.WorstOf = b, id
		}
	}
	if out.WorstOf != "" {
		out.Worst = figure(worst)
	}
	return out
}

// addMember counts a member by what happens to the services that serve it.
func (g *game) addMember(out *account, member int32) {
	interrupted, losing := false, false
	most := len(g.tiers)
	for id, s := range g.services {
		if !slices.Contains(s.Members.Value.Indexes, member) {
			continue
		}
		if g.times[id][1] > 0 {
			interrupted = true
			if tier := slices.Index(g.tiers, s.Tier.ID); tier >= 0 {
				most = min(most, tier)
			}
		}
		word, _ := g.outcome(id)
		losing = losing || word == "lost"
	}
	if interrupted {
		out.MembersInterrupted++
		if most < len(g.tiers) {
			out.MembersByTier[g.tiers[most]]++
		}
	}
	if losing {
		out.MembersLosingData++
	}
}

// worst is an answer to the metrics, for one service.
type worst struct {
	Lost, Unproven         int
	Interruption, DataLoss []any
	In                     string // ids of the scenarios named
}

// answer goes through every scenario of the kinds.
func (w *world) answer(kinds []scenario.Kind, games []*game, played []account) map[string]worst {
	out := map[string]worst{}
	for id := range w.services {
		var answer worst
		var time, loss [2]float64
		lostIn, unprovenIn, timeIn, lossIn := "", "", "", ""
		scenarios := 0
		for i, g := range games {
			if !slices.ContainsFunc(kinds, func(k scenario.Kind) bool { return k.String() == g.d.kind }) {
				continue
			}
			scenarios++
			switch word, _ := g.outcome(id); word {
			case "lost":
				answer.Lost++
				lostIn = orElse(lostIn, played[i].ID)
			case "unproven":
				answer.Unproven++
				unprovenIn = orElse(unprovenIn, played[i].ID)
			}
			if weight(g.times[id]) > weight(time) {
				timeIn = played[i].ID
			}
			if weight(g.loss(id)) > weight(loss) {
				lossIn = played[i].ID
			}
			time, loss = greatest(time, g.times[id]), greatest(loss, g.loss(id))
		}
		if scenarios == 0 {
			continue
		}
		answer.Interruption, answer.DataLoss = figure(time), figure(loss)
		answer.In = fmt.Sprint(scenarios, lostIn, " ", unprovenIn, " ", timeIn, " ", lossIn)
		out[id] = answer
	}
	return out
}

// weight puts the endless after the unknown, and the unknown after all figures.
func weight(b [2]float64) float64 {
	switch {
	case b[0] == never:
		return never
	case b[1] == never:
		return math.MaxFloat64
	}
	return b[1]
}

func orElse(word, otherwise string) string {
	if word != "" {
		return word
	}
	return otherwise
}

func showAnswer(in *scenario.Input, a *scenario.Answer, results *scenario.Results) map[string]worst {
	name := func(played int32) string {
		if played < 0 {
			return ""
		}
		return results.Played[played].Scenario.ID
	}
	out := map[string]worst{}
	for i := range a.Services {
		s := &a.Services[i]
		out[in.View.Inventory.Services[i].ID] = worst{
			Lost: int(s.Lost), Unproven: int(s.Unproven), Interruption: showBounds(s.Interruption), DataLoss: showBounds(s.DataLoss),
			In: fmt.Sprint(a.Scenarios, name(s.LostIn), " ", name(s.UnprovenIn), " ", name(s.InterruptionIn), " ", name(s.DataLossIn)),
		}
	}
	return out
}

// exactly compares figures but for the last digits of fractions of seconds.
var exactly = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-6 })
