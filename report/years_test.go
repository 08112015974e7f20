package report

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory/sample"
	"coupefeu/inventory/sample/streams"
	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// landscape is an inventory and a rule pack that are edited from quarter to quarter, as an organisation does.
type landscape struct {
	texts map[string]string
	pack  string
}

// year is one quarter of the two years: what was edited since the one before.
type year struct {
	day     string // its last
	skipped bool   // nobody made a report
	edit    func(t *testing.T, l *landscape)
}

// swap changes a text, which must be there, wherever it stands in a file.
func (l *landscape) swap(t *testing.T, file, old, now string) {
	t.Helper()
	if !strings.Contains(l.texts[file], old) {
		t.Fatalf("%s has no %q to edit", file, old)
	}
	l.texts[file] = strings.ReplaceAll(l.texts[file], old, now)
}

// rule changes a text in one rule of the pack.
func (l *landscape) rule(t *testing.T, id, old, now string) {
	t.Helper()
	from := strings.Index(l.pack, "\n  - id: "+id+"\n")
	if from < 0 {
		t.Fatalf("the pack has no rule %s", id)
	}
	to := from + 1 + strings.Index(l.pack[from+1:]+"\n  - id: ", "\n  - id: ")
	entry := l.pack[from:to]
	if !strings.Contains(entry, old) {
		t.Fatalf("the rule %s has no %q to edit", id, old)
	}
	l.pack = l.pack[:from] + strings.Replace(entry, old, now, 1) + l.pack[to:]
}

// trialService writes a service of its own file.
func trialService(id, tier, more string) string {
	return fmt.Sprintf("services:\n  - {id: %s, name: %s, tier: %s, owner: Équipe, description: D, members: all, rto: 8h, rpo: 24h, "+
		"instances: [{site: gbx1, role: active}], backups: [{id: nuit, site: rbx8, every: 24h, retention: 90d, encrypted: true}]%s}\n", id, id, tier, more)
}

func acceptedWaiver(id, rule, service, from, to string) string {
	return fmt.Sprintf("waivers:\n  - {id: %s, rule: %s, services: [%s], reason: R, approved_by: CA, approved_on: %s, expires: %s}\n", id, rule, service, from, to)
}

// twoYears is nine quarters of the sample and its rules, of which one has no report.
var twoYears = []year{
	{day: "2025-12-31", edit: func(t *testing.T, l *landscape) {
		l.texts["essai-a.yaml"] = trialService("essai-a", "important", "")
		l.texts["essai-b.yaml"] = trialService("essai-b", "important", "")
		l.rule(t, "backup-frequency", "{vital: 4h, important: 24h, standard: 7d}", "{vital: 24h, important: 24h, standard: 7d}")
		l.rule(t, "site-distance", "  - id: site-distance\n", "  - id: site-distance-old\n")
	}},
	{day: "2026-03-31", edit: func(t *testing.T, l *landscape) { // the board accepts, a test is made, a copy is added
		l.texts["essai-w.yaml"] = acceptedWaiver("W-A", "backup-immutable", "essai-a", "2026-02-10", "2026-07-20")
		l.texts["essai-t.yaml"] = "restore_tests:\n  - {service: essai-a, date: 2026-03-12, outcome: passed, depth: application, duration: 3h, data_loss: 2h, document: PV}\n"
		l.swap(t, "essai-b.yaml", "backups: [", "backups: [{id: bande, site: lim1, media: tape, offline: true, every: 7d, retention: 400d, encrypted: true}, ")
	}},
	{day: "2026-06-30", edit: func(t *testing.T, l *landscape) { // the rules are tightened
		l.rule(t, "backup-frequency", "vital: 24h", "vital: 4h")
		l.rule(t, "site-distance-old", "  - id: site-distance-old\n", "  - id: site-distance\n")
	}},
	{day: "2026-09-30", edit: func(t *testing.T, l *landscape) { // one service comes, one goes
		l.texts["essai-c.yaml"] = trialService("essai-c", "standard", "")
		delete(l.texts, "essai-b.yaml")
		l.texts["essai-r.yaml"] = "retired: [{service: essai-b, on: 2026-08-15}]\n"
	}},
	{day: "2026-12-31", edit: func(*testing.T, *landscape) {}}, // time alone passes
	{day: "2027-03-31", skipped: true, edit: func(t *testing.T, l *landscape) {
		l.swap(t, "essai-c.yaml", "tier: standard", "tier: important")
	}},
	{day: "2027-06-30", edit: func(t *testing.T, l *landscape) { // what holds no data any more, terms and depths
		l.swap(t, "essai-a.yaml", "tier: important", "tier: important, stateful: false")
		l.rule(t, "restore-test-full", "depth: application", "depth: site")
		l.rule(t, "backup-retention", "important: 35d", "important: 500d")
		l.pack = strings.Replace(l.pack, "important: 180d, standard: 365d}", "important: 90d, standard: 180d}", 1)
	}},
	{day: "2027-09-30", edit: func(t *testing.T, l *landscape) { // it does again; a limit is loosened, a rule is given up
		l.swap(t, "essai-a.yaml", ", stateful: false", "")
		l.rule(t, "backup-retention", "important: 500d", "important: 30d")
		l.rule(t, "record-complete", "  - id: record-complete\n", "  - id: record-whole\n")
	}},
	{day: "2027-12-31", edit: func(t *testing.T, l *landscape) { // a building is renamed, the tiers are told apart anew
		l.swap(t, "essai-c.yaml", "tier: important", "tier: vital")
		l.rule(t, "restore-test-age", "important: 183d", "important: 92d")
	}},
}

// files is the landscape as a folder, with what the tools would have printed by the end of a day.
func (l *landscape) files(t *testing.T, day string) fs.FS {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	last, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		t.Fatal(err)
	}
	table, err := streams.Sample(zone)
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for name, text := range l.texts {
		if name == "evidence.yaml" {
			text = strings.ReplaceAll(text, sample.AsOf, day)
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	err = streams.Files(table, last.AddDate(0, 0, 1), func(name string, data []byte) error {
		out["evidence/"+name] = &fstest.MapFile{Data: data}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// yearQuarters are the quarters of the two years that have a report.
func yearQuarters(t *testing.T) []quarter {
	t.Helper()
	l := &landscape{texts: map[string]string{}, pack: string(packs.Baseline())}
	names, err := fs.Glob(sample.FS(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(sample.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		l.texts[name] = string(text)
	}
	var out []quarter
	for _, y := range twoYears {
		if y.edit(t, l); !y.skipped {
			out = append(out, quarter{files: l.files(t, y.day), pack: l.pack, asOf: y.day})
		}
	}
	return out
}

// run makes the report of a quarter in an output folder, with the history that it finds there.
func (q quarter) run(t *testing.T, out string) (*Assessment, History, Saved) {
	t.Helper()
	in, request := q.input(t)
	var err error
	request.History, err = ReadHistory(os.DirFS(out), Wanted{Organisation: in.Inventory.Organisation.ID, Before: request.Period.ID})
	if err != nil {
		t.Fatal(err)
	}
	a := Assess(in, request)
	saved, err := Folder{Out: out}.Save(a, func() []Output {
		return []Output{{Name: assessmentFile, Write: func(w io.Writer) error { return WriteJSON(w, a) }}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, request.History, saved
}

// sealOf is the digest of a folder's sums, computed with nothing of this package.
func sealOf(t *testing.T, out, period string) string {
	t.Helper()
	return digestOfText(read(t, filepath.Join(out, period, Sums)))
}

// TestTwoYears makes every report of two years, each with the history of those before, then each again from its inputs.
func TestTwoYears(t *testing.T) {
	out, list := t.TempDir(), yearQuarters(t)
	var made []*Assessment
	seen := map[string]int{}
	for _, q := range list {
		a, history, saved := q.run(t, out)
		if saved != SavedReport || a.Draft || len(history.Quarters) != len(made) || len(history.Notices) > 0 {
			t.Fatalf("%s: saved %v, draft %v, with %d of %d earlier reports, %v", a.Period.ID, saved, a.Draft, len(history.Quarters), len(made), history.Notices)
		}
		made = append(made, a)
		checkTrend(t, out, made)
		for i := range a.Findings {
			if f, want := &a.Findings[i], naiveSince(&a.Findings[i], history.Quarters, a.Period.ID); f.Since != want {
				t.Errorf("%s: %s on %s is %s since %q, want %q", a.Period.ID, f.Rule, f.Service, f.Status, f.Since, want)
			}
		}
		if len(made) == 1 {
			continue
		}
		before := made[len(made)-2]
		if diff := cmp.Diff(&Previous{Period: before.Period.ID, SHA256: sealOf(t, out, before.Period.ID)}, a.Previous); diff != "" {
			t.Errorf("%s: previous (-want +got):\n%s", a.Period.ID, diff)
		}
		reconcile(t, a, history.Previous())
		m := modelOf(t, before, a, q)
		m.parts, m.seen = writtenBy(t, before, a), seen
		if diff := cmp.Diff(m.items(), itemWords(a.Changes)); diff != "" {
			t.Errorf("%s: changes (-want +got):\n%s", a.Period.ID, diff)
		}
		t.Logf("%s: %d open, then %v: %d", a.Period.ID, a.Changes.Opening, a.Changes.ByCause, a.Changes.Closing)
	}
	for _, cause := range causeWords() {
		if seen[cause] == 0 {
			t.Errorf("two years without a change that is %q", cause)
		}
	}
	for i, q := range list {
		written := read(t, filepath.Join(out, made[i].Period.ID, assessmentFile))
		if again, _, saved := q.run(t, out); saved != SavedNothing || read(t, filepath.Join(out, again.Period.ID, assessmentFile)) != written {
			t.Errorf("%s: made again from its inputs it is another report", again.Period.ID)
		}
	}
}

// writtenBy compares the two packs by the texts that the reports keep.
func writtenBy(t *testing.T, before, now *Assessment) func(rule, tier string) []string {
	earlier, today := loadedPack(t, before.Pack.Text), loadedPack(t, now.Pack.Text)
	return func(rule, tier string) []string { return rules.CompareEntry(earlier, today, rule, tier).Parts() }
}

// checkTrend holds the row of quarters against what each report said of itself, and the seals on the disk.
func checkTrend(t *testing.T, out string, made []*Assessment) {
	t.Helper()
	a := made[len(made)-1]
	var want []Quarter
	for _, period := range []string{"2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"} {
		i := slices.IndexFunc(made, func(a *Assessment) bool { return a.Period.ID == period })
		switch {
		case period > a.Period.ID:
		case i < 0:
			want = append(want, Quarter{Period: period})
		default:
			figures := *made[i].Trend[len(made[i].Trend)-1].Figures
			if made[i] != a {
				figures.Seal = sealOf(t, out, period)
			}
			want = append(want, Quarter{Period: period, Figures: &figures})
		}
	}
	if diff := cmp.Diff(want, a.Trend); diff != "" {
		t.Errorf("%s: trend (-want +got):\n%s", a.Period.ID, diff)
	}
	own := a.Trend[len(a.Trend)-1].Figures
	if own.Checks != a.Summary.Checks || own.Seal != "" || own.Demonstrated.Count != a.Highlights.Demonstrated || *own.Lost != a.Highlights.Scenarios.Lost ||
		own.Worst.Scenario != a.Highlights.Scenarios.Worst || own.Restores.Count != a.Highlights.Restores.Proven {
		t.Errorf("%s: its own figures are %+v", a.Period.ID, own)
	}
}
