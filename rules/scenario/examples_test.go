package scenario_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// asked is what metrics might ask, among it a set of kinds that is never played.
var asked = [][]scenario.Kind{{scenario.Campus}, {scenario.Ransomware, scenario.Site, scenario.SharedFate}, {scenario.KindUnknown}}

// shown is a scenario as the worked cases write it.
type shown struct {
	ID                 string         `json:"id"`
	Kind               string         `json:"kind"`
	Outcomes           map[string]int `json:"outcomes"` // those that are 0 left out
	MembersInterrupted int            `json:"members_interrupted"`
	MembersLosingData  int            `json:"members_losing_data"`
	Services           []shownService `json:"services"`
}

type shownService struct {
	Service      string   `json:"service"`
	Outcome      string   `json:"outcome"`
	Own          string   `json:"own"`
	Interruption []any    `json:"interruption"` // low, high (null: infinity), unbounded
	DataLoss     []any    `json:"data_loss"`    // low, high, everything
	Because      []string `json:"because"`
	RTOMet       *bool    `json:"rto_met"`
	RPOMet       *bool    `json:"rpo_met"`
	Unprotected  bool     `json:"unprotected"`
}

// examples are the worked cases of package rules. Those of before the scenarios list none in what they expect.
const examples = "../testdata/examples/"

// TestExamples plays the worked cases from their files and compares every scenario to the letter, and all cases with the
// model.
func TestExamples(t *testing.T) {
	folders, err := filepath.Glob(examples + "*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no worked cases: %v", err)
	}
	listing := 0
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			in, plan := openCase(t, folder)
			var want struct {
				Scenarios []shown `json:"scenarios"`
			}
			if err := json.Unmarshal(read(t, folder, "expected.json"), &want); err != nil {
				t.Fatal(err)
			}
			results := scenario.PlayAll(in)
			var got []shown
			for i := range results.Played {
				got = append(got, show(&in, &results.Played[i]).shown)
			}
			if want.Scenarios != nil {
				listing++
				if diff := cmp.Diff(want.Scenarios, got, toTheSecond); diff != "" {
					t.Error(diff)
				}
			}
			compareWithModel(t, in, &plan, results)
		})
	}
	if listing == 0 {
		t.Error("no worked case lists scenarios")
	}
}

// toTheSecond compares figures to the second: evidence may hold fractions.
var toTheSecond = cmp.Comparer(func(a, b float64) bool { return a-b < 1 && b-a < 1 })

func read(t testing.TB, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// openCase loads a worked case as a run of the program would; of its pack only the tiers and the scenarios.
func openCase(t testing.TB, folder string) (scenario.Input, scenario.Plan) {
	t.Helper()
	roots, err := inventory.OpenRoots([]string{filepath.Join(folder, "inventory")})
	if err != nil {
		t.Fatal(err)
	}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	moment, err := source.ParseMoment(strings.TrimSpace(string(read(t, folder, "as_of"))), inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	asOf := moment.End()
	plan, tiers := readPack(t, read(t, folder, "pack.yaml"))
	if found := plan.Check(inv, "pack.yaml"); len(found) > 0 {
		t.Fatal(found.Format())
	}
	known := inv.At(asOf)
	observed, found := evidence.Observe(roots, known, asOf)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	in := scenario.Input{
		View:  recovery.View{Inventory: known, Observed: observed, AsOf: asOf, Start: quarterStart(asOf, inv.Zone)},
		Tiers: tiers, Scenarios: plan.Expand(known),
		Asked: asked,
	}
	return in, plan
}

// passedOver is what a pack says beside its tiers and scenarios.
type passedOver struct{}

// DecodeNode takes any value.
func (passedOver) DecodeNode(*source.Decoder, *source.Node) {}

// readPack reads the tiers and the scenarios of a pack.
func readPack(t testing.TB, data []byte) (plan scenario.Plan, tiers []string) {
	t.Helper()
	file := source.File{Name: "pack.yaml", Data: data}
	documents, found := source.Parse(&file)
	if len(found) > 0 || len(documents) != 1 {
		t.Fatal(found.Format())
	}
	d := source.NewDecoder(&file)
	var pack struct {
		Tiers     []string      `key:"tiers"`
		Scenarios scenario.Plan `key:"scenarios"`
		Head      passedOver    `key:"pack"`
		Waivers   passedOver    `key:"waivers"`
		Rules     passedOver    `key:"rules"`
	}
	d.Document(documents[0], &pack)
	if found := d.Diagnostics(); len(found) > 0 {
		t.Fatal(found.Format())
	}
	return pack.Scenarios, pack.Tiers
}

// quarterStart is the first instant of the quarter that holds a moment, whose end belongs to it.
func quarterStart(asOf time.Time, zone *time.Location) time.Time {
	within := asOf.Add(-time.Nanosecond).In(zone)
	month := (within.Month()-1)/3*3 + 1
	return time.Date(within.Year(), month, 1, 0, 0, 0, 0, zone)
}
