package decision

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/packs"
	"coupefeu/rules/scenario"

	"github.com/google/go-cmp/cmp"
)

// loaded evaluates an inventory as of the end of September 2026, under _pack.yaml where the folder has one, else under
// the baseline.
func loaded(t testing.TB, folder fs.FS) Input {
	t.Helper()
	text, err := fs.ReadFile(folder, "_pack.yaml") // a name that is no inventory
	if err != nil {
		text = packs.Baseline()
	}
	pack, mistakes := rules.Load(source.File{Name: "pack.yaml", Shown: "pack.yaml", Data: text})
	roots := []inventory.Root{{FS: folder, Shown: "."}}
	inv, wrong := inventory.Load(roots)
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	moment, err := source.ParseMoment("2026-09-30", inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	asOf := moment.End()
	_, mistakes = rules.Check(pack, inv, asOf)
	known := inv.At(asOf)
	observed, wrong := evidence.Observe(roots, known, asOf)
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: asOf, Start: asOf.AddDate(0, -3, 0)}
	out := Input{Input: in, Result: rules.Evaluate(in), Period: asOf}
	for _, w := range out.Result.Waivers {
		if w.State == rules.InForce && w.Waiver.Expires.End().Before(asOf.AddDate(0, 0, 90)) {
			out.Ending = append(out.Ending, w.Waiver.ID)
		}
	}
	return out
}

// folderOf is the files of a case, today's or those of an inventory in which the decision is carried out.
func folderOf(t testing.TB, folder, left string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == left {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func cases(t testing.TB) []string {
	t.Helper()
	folders, err := filepath.Glob("testdata/*/today.yaml")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for i := range folders {
		folders[i] = filepath.Dir(folders[i])
	}
	return folders
}

// TestCases compares the decisions of each case.
func TestCases(t *testing.T) {
	for _, folder := range cases(t) {
		decisions, outlook := Ask(loaded(t, folderOf(t, folder, "then.yaml")))
		got, err := json.MarshalIndent(struct {
			Decisions []Decision
			Outlook   Outlook
		}{decisions, outlook}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		golden := filepath.Join(folder, "decisions.want")
		if os.Getenv("UPDATE") == "1" {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(string(want), string(got)); difference != "" {
			t.Errorf("%s (−want +got):\n%s", golden, difference)
		}
	}
}

// TestCarriedOut holds what a decision is said to change against an inventory in which somebody has carried it out: the
// kind that gives the case its name, every finding, every outcome, every effect.
func TestCarriedOut(t *testing.T) {
	for _, folder := range cases(t) {
		then := filepath.Join(folder, "then.yaml")
		if _, err := os.Stat(then); err != nil {
			continue // a case of which decisions are asked, not of what one does
		}
		d := newDesk(loaded(t, folderOf(t, folder, "then.yaml")))
		c := firstOf(t, d, kindOfCase(folder))
		after := newDesk(loaded(t, folderOf(t, folder, "today.yaml"))).today()
		computed := carriedOut(t, d, c)
		sameFindings(t, folder, computed, after)
		sameOutcomes(t, folder, computed, after)
		for _, e := range c.Effects {
			m := measures[slices.IndexFunc(measures, func(m measure) bool { return m.name == e.Measure })]
			if fresh := m.count(after, c, m.name); fresh.n != e.After {
				t.Errorf("%s: %s goes from %d to %d, a fresh assessment says %d", folder, e.Measure, e.Before, e.After, fresh.n)
			}
		}
		if len(c.Effects) == 0 {
			t.Errorf("%s: no effect", folder)
		}
	}
}

// kindOfCase is the kind that a case's folder is named after.
func kindOfCase(folder string) Kind {
	switch name := filepath.Base(folder); name {
	case "nowhere", "provider", "pack", "campuses":
		return Copy
	default:
		return Kind(name)
	}
}

// firstOf is the first candidate of a kind, tried.
func firstOf(t testing.TB, d *desk, kind Kind) *candidate {
	t.Helper()
	for i := range acts {
		if acts[i].kind != kind {
			continue
		}
		for _, c := range acts[i].propose(d) {
			c.act, c.Kind = &acts[i], kind
			d.describe(c)
			d.try(c)
			return c
		}
	}
	t.Fatalf("no decision of the kind %s", kind)
	return nil
}

// carriedOut is the world in which a candidate is carried out.
func carriedOut(t testing.TB, d *desk, c *candidate) *world {
	t.Helper()
	services, affordable := d.reach(c.targets)
	if !affordable {
		t.Fatal("too large to try")
	}
	p := d.partOf(services)
	c.act.edit(p, c)
	return d.changed(p)
}

func sameFindings(t testing.TB, name string, computed, fresh *world) {
	t.Helper()
	for rule := range fresh.Pack.Rules {
		for service := range fresh.inv.Services {
			x, y := computed.finding(rule, service), fresh.finding(rule, service)
			if x.Rule != y.Rule || x.Service != y.Service || x.Status != y.Status || x.Measured != y.Measured || x.Limit != y.Limit || x.Waiver != y.Waiver {
				t.Errorf("%s: %s of %s is %s %+v, a fresh assessment says %s %+v", name, x.Rule, x.Service, x.Status, x.Measured, y.Status, y.Measured)
			}
		}
	}
}

// sameOutcomes compares the scenarios that the computed world has.
func sameOutcomes(t testing.TB, name string, computed, fresh *world) {
	t.Helper()
	if len(computed.byID) == 0 && len(computed.Pack.Scenarios.Each) > 0 {
		t.Errorf("%s: no scenario is played", name)
	}
	for id := range computed.byID {
		if _, known := computed.desk.byID[id]; !known {
			continue // of a site that is still to be found
		}
		if x, y := outcomesOf(computed, id), outcomesOf(fresh, id); !slices.Equal(x, y) {
			t.Errorf("%s: in %s the outcomes are %v, a fresh assessment says %v", name, id, x, y)
		}
	}
}

func outcomesOf(w *world, id string) []scenario.Outcome {
	out := make([]scenario.Outcome, len(w.inv.Services))
	w.struck(id, func(service int32, o scenario.Outcome) { out[service] = o })
	return out
}

// TestEveryKindIsTried makes sure that no kind is without a case.
func TestEveryKindIsTried(t *testing.T) {
	var kinds []Kind
	for _, folder := range cases(t) {
		kinds = append(kinds, kindOfCase(folder))
	}
	for _, a := range acts {
		if !slices.Contains(kinds, a.kind) {
			t.Errorf("no case for the kind %s", a.kind)
		}
	}
}

// TestSameWhateverTheOrder asks twice.
func TestAskTwice(t *testing.T) {
	for _, folder := range cases(t) {
		in := loaded(t, folderOf(t, folder, "then.yaml"))
		first, _ := json.Marshal(askAll(in))
		second, _ := json.Marshal(askAll(in))
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two answers", folder)
		}
	}
}

func askAll(in Input) any {
	decisions, outlook := Ask(in)
	return []any{decisions, outlook}
}
