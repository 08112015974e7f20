package ci

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// stagedScenarios are those of testdata/simulate that the golden files show.
var stagedScenarios = []string{"site:a", "campus_outage:nord", "attack"}

// staged plays them on the inventory of testdata/simulate.
func staged(t *testing.T) (rules.Input, scenario.Input) {
	t.Helper()
	roots := []inventory.Root{{FS: os.DirFS("testdata/simulate/inventory"), Shown: "inventory"}}
	inv, mistakes := inventory.Load(roots)
	data, err := os.ReadFile("testdata/simulate/pack.yaml")
	if err != nil || len(mistakes) > 0 {
		t.Fatal(err, mistakes)
	}
	pack, mistakes := rules.Load(source.File{Name: "pack.yaml", Shown: "pack.yaml", Data: data})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	day, err := source.ParseMoment("2026-09-30", inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	if _, mistakes = rules.Check(pack, inv, day.End()); len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	known := inv.At(day.End())
	observed, mistakes := evidence.Observe(roots, known, day.End())
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: day.End(), Start: report.PeriodOf(day.End(), inv.Zone).Start}
	play := scenario.Input{View: recovery.View{Inventory: known, Observed: observed, AsOf: in.AsOf, Start: in.Start}, Tiers: pack.Tiers}
	for _, s := range pack.Scenarios.Expand(known) {
		for _, id := range stagedScenarios {
			if s.ID == id {
				play.Scenarios = append(play.Scenarios, s)
			}
		}
	}
	if len(play.Scenarios) != len(stagedScenarios) {
		t.Fatalf("the pack has %d of %v", len(play.Scenarios), stagedScenarios)
	}
	return in, play
}

// TestSimulation holds what a crisis team reads, in each language, against its golden file.
func TestSimulation(t *testing.T) {
	in, play := staged(t)
	s := report.Simulate(in, report.Request{Fictitious: true}, scenario.PlayAll(play).Played)
	bothWays(t, ".simulate.txt", s, Simulation)
}

// TestExplanation does the same for the explanation of every service.
func TestExplanation(t *testing.T) {
	in, play := staged(t)
	s := report.Simulate(in, report.Request{}, nil)
	for service := range in.Inventory.Services {
		for i := range play.Scenarios {
			s.Explanations = append(s.Explanations, scenario.Explain(play, &play.Scenarios[i], service))
		}
	}
	bothWays(t, ".why.txt", s, Explanation)
}

// bothWays prints a simulation plain and painted: colours apart the two are the same, and no name gets through that
// would command a terminal or turn the text around.
func bothWays(t *testing.T, name string, s *report.Simulation, print func(io.Writer, *report.Simulation, *templates.Language, Paint) error) {
	t.Helper()
	for _, tag := range templates.Tags() {
		l, err := templates.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		var text, painted bytes.Buffer
		if err := errors.Join(print(&text, s, l, false), print(&painted, s, l, true)); err != nil {
			t.Fatal(err)
		}
		golden(t, tag+name, text.String())
		if plain := strings.NewReplacer("\x1b[31m", "", "\x1b[33m", "", bold, "", colourOff, "").Replace(painted.String()); plain != text.String() {
			t.Errorf("%s: without its colours the painted text is\n%s", tag, plain)
		}
		if painted.Len() == text.Len() {
			t.Errorf("%s: nothing is painted", tag)
		}
		if strings.ContainsAny(text.String(), "\x1b\u202e") || strings.Contains(text.String(), "⟦") {
			t.Errorf("%s: a name is taken for an escape, or a text is missing", tag)
		}
		for line := range strings.Lines(text.String()) {
			if strings.TrimRight(line, " \n") != strings.TrimRight(line, "\n") {
				t.Errorf("%s: blanks at the end of %q", tag, line)
			}
		}
	}
}

// TestSimulationToAFullDisk returns the error of its writer.
func TestSimulationToAFullDisk(t *testing.T) {
	in, play := staged(t)
	s := report.Simulate(in, report.Request{}, scenario.PlayAll(play).Played)
	s.Explanations = []*scenario.Explanation{scenario.Explain(play, &play.Scenarios[0], 0)}
	l, err := templates.Lookup("fr")
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"simulation": Simulation(full{}, s, l, false), "explanation": Explanation(full{}, s, l, false)} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
