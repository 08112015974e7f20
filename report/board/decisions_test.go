package board

import (
	"fmt"
	"strings"
	"testing"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/templates"
)

// decided is an assessment with a few services, sites and scenarios for decisions to speak of.
func decided() *report.Assessment {
	a := &report.Assessment{
		Sites:    []report.Site{{ID: "g1", Name: "Gembloux 1", Campus: "gembloux"}, {ID: "l1", Name: "Limburg", Campus: "limburg"}, {ID: "s1", Name: "Strasbourg 1", Campus: "strasbourg"}},
		Campuses: []report.Campus{{ID: "gembloux", Name: "Gembloux"}, {ID: "strasbourg", Name: "Strasbourg"}},
		Scenarios: []report.Scenario{
			{ID: "campus:strasbourg", Kind: "campus", Name: "Strasbourg", LostSites: []string{"s1"}}, {ID: "provider:hexa", Kind: "provider", Name: "HexaCloud"},
			{ID: "region:est", Kind: "region", Name: "est"}, {ID: "site:s1", Kind: "site", Name: "Strasbourg 1"}, {ID: "pair:a+b", Kind: "pair", LostSites: []string{"g1", "s1"}},
			{ID: "flood", Kind: "disaster", Name: "Crue"}, {ID: "ransomware", Kind: "ransomware", Name: "Rançongiciel"},
		},
	}
	for i, name := range []string{"Paie", "Courrier", "État civil", "Cadastre", "Portail"} {
		a.Services = append(a.Services, report.Service{ID: fmt.Sprint("s", i), Name: name})
	}
	return a
}

// decisionCases are decisions about one service and about several, each kind in every form that its words have.
func decisionCases() []decision.Decision {
	all := []decision.Decision{
		{Kind: decision.Copy, Campuses: []string{"strasbourg"}, Scenario: "campus:strasbourg", Scenarios: []string{"campus:strasbourg"}, Sites: []string{"g1"}, Locked: true},
		{Kind: decision.Copy, Campuses: []string{"strasbourg", "gembloux"}, Scenarios: []string{"a", "b"}, Sites: []string{"l1", "g1"}},
	}
	for _, id := range []string{"provider:hexa", "region:est", "site:s1", "pair:a+b", "flood"} {
		all = append(all, decision.Decision{Kind: decision.Copy, Scenario: id, Scenarios: []string{id}, Sites: []string{"l1"}})
	}
	return append(all, []decision.Decision{
		{Kind: decision.Copy, Scenarios: []string{"a", "b"}, Sites: []string{"l1"}, Missing: 1, Wanted: decision.Wanted{Kilometres: 100}},
		{Kind: decision.Copy, Missing: 2, Wanted: decision.Wanted{Kilometres: 50, Provider: true}},
		{Kind: decision.Lock}, {Kind: decision.Evidence},
		{Kind: decision.Test, Parts: map[string]int{"never": 1, "failed": 2, "too_old": 3, "outdated": 1}},
		{Kind: decision.Spread, Sites: []string{"l1", "g1", "s1"}}, {Kind: decision.Location},
		{Kind: decision.Waivers, Waivers: []string{"W-1"}}, {Kind: decision.Waivers, Waivers: []string{"W-1", "W-2"}},
		{Kind: decision.Lapsed, Waivers: []string{"W-1"}}, {Kind: decision.Lapsed, Waivers: []string{"W-1", "W-2"}}, {Kind: decision.Record},
	}...)
}

// TestDecisionWords compares what the board is asked, why, and what happens otherwise, in every language.
func TestDecisionWords(t *testing.T) {
	var got strings.Builder
	a := decided()
	for _, tag := range templates.Tags() {
		b := newBoard(a, language(t, tag), Options{})
		fmt.Fprintf(&got, "── %s\n", tag)
		for _, d := range decisionCases() {
			for _, n := range []int{1, 4, 5} {
				d.Services = nil
				for _, s := range a.Services[:n] {
					d.Services = append(d.Services, s.ID)
				}
				fmt.Fprintf(&got, "%s\n    %s\n    %s\n", b.decisionAsks(&d), b.decisionWhy(&d), b.decisionOtherwise(&d))
			}
		}
		got.WriteString(effectWords(b))
	}
	compared(t, "testdata/decisions.txt", got.String())
	if strings.ContainsAny(got.String(), "⟦⟧{}") {
		t.Error("a text is not filled in")
	}
}

// effectWords is what every measure counts, what decisions come to together, and how owners and members are counted.
func effectWords(b *board) string {
	var out strings.Builder
	for _, m := range []decision.Measure{decision.LostIn, decision.LosingIn, decision.LostAnywhere, decision.UnprovenIn, decision.UnprovenNowhere, decision.RestoresProven,
		decision.OnOneCampus, decision.Unconfirmed, decision.Incomplete, decision.StopsTooLong, decision.CriticalOpen, decision.Open} {
		for _, id := range []string{"campus:strasbourg", "ransomware"} {
			fmt.Fprintln(&out, b.measureWords(&decision.Effect{Measure: m, Scenario: id, Of: 68}))
		}
	}
	for _, a := range []decision.Assumption{decision.CopiesShown, decision.LockHolds, decision.RunsShown, decision.TestsPass, decision.StandbyWorks,
		decision.PlacesAreRight, decision.LeftToEnd, decision.OnlyAccepted, decision.TargetsUnknown} {
		fmt.Fprintln(&out, b.l.Text("board.decisions.assumes."+string(a), nil))
	}
	for _, before := range []int{1, 7} {
		b.a.Outlook.Together = nil
		for _, m := range togetherTold {
			b.a.Outlook.Together = append(b.a.Outlook.Together, decision.Effect{Measure: m, Before: before, After: 0, Of: 9})
		}
		b.a.Decisions = make([]decision.Decision, before)
		b.a.Outlook.Left, b.a.Outlook.Open, b.a.Outlook.Findings = before, 173, []int32{2, 9}[:min(2, before)]
		fmt.Fprintf(&out, "%s\n%s %s\n", b.decisionsTogether(), b.decisionsLeft(), b.decisionsUncovered())
	}
	b.a.Decisions, b.a.Outlook = nil, decision.Outlook{}
	for _, d := range []decision.Decision{
		{}, {Members: 1, MembersByKind: map[string]int{"cpas": 1}, Owners: []string{"Anne"}}, {Members: 30, MembersByKind: map[string]int{"cpas": 18, "commune": 12}, Owners: []string{"Anne", "Bert"}},
		{Members: 62, MembersByKind: map[string]int{"a": 1, "b": 2, "c": 3, "d": 56}, Owners: []string{"Anne", "Bert", "Cis"}},
	} {
		fmt.Fprintf(&out, "%s, %s\n", b.decisionMembers(&d), b.decisionOwners(&d))
	}
	return out.String()
}
