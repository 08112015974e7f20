package sample_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
)

// reported is the sample's reports of the quarters that are kept, whole but for their findings, and of its latest one,
// which looks back at them.
func reported(t *testing.T) (now *report.Assessment, earlier []*report.Assessment) {
	t.Helper()
	kept := os.DirFS(made(t))
	for _, period := range periods {
		file, err := kept.Open(period + "/assessment.json")
		if err != nil {
			t.Fatal(err)
		}
		a, err := report.ReadAssessment(file, func(*report.Entry) error { return nil })
		if err = errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		earlier = append(earlier, a)
	}
	return assess(t, today(t), "2026-Q3", history(t, kept, "2026-Q3")), earlier
}

// TestStories: the four quarters show what they are there to show.
func TestStories(t *testing.T) {
	now, earlier := reported(t)
	quarters := slices.Concat(earlier, []*report.Assessment{now})
	t.Run("changes", func(t *testing.T) { testChanges(t, quarters) })
	t.Run("causes", func(t *testing.T) { testCauses(t, quarters) })
	t.Run("trend", func(t *testing.T) { testTrend(t, now) })
	t.Run("promises", func(t *testing.T) { testPromises(t, quarters) })
	t.Run("waivers", func(t *testing.T) { testWaivers(t, quarters) })
	t.Run("renewals", func(t *testing.T) { testRenewals(t, now) })
}

// change is one thing that the history is there to show.
type change struct {
	about                 string
	period, rule, service string
	cause                 report.Cause
	before, now, byWaiver string
}

var changes = []change{
	{"the copy of the libraries' catalogue leaves the campus", "2026-Q1", "campus-loss-data", "bibliotheques", report.Fixed, "fail", "pass", ""},
	{"two runs of a night failed", "2026-Q1", "backup-observed", "registre-population", report.Regressed, "pass", "fail", ""},
	{"a restore that failed", "2026-Q1", "restore-test-time", "bibliotheques", report.Regressed, "pass", "fail", ""},
	{"a rule that is new", "2026-Q1", "backup-size", "temps-de-travail", report.RuleIn, "", "unknown", ""},
	{"a rule that asks less", "2026-Q1", "site-distance", "telephonie", report.RuleOut, "fail", "pass", ""},
	{"a service that is new", "2026-Q1", "backup-frequency", "pret-materiel", report.ScopeIn, "", "fail", ""},
	{"a service that is gone", "2026-Q1", "record-complete", "fax-numerique", report.ScopeOut, "fail", "", ""},
	{"what the board accepted", "2026-Q1", "backup-retention", "enregistrements", report.NowWaived, "fail", "waived", "W-2026-011"},
	{"the night is over", "2026-Q2", "backup-observed", "registre-population", report.Fixed, "fail", "pass", ""},
	{"a second campus, as promised", "2026-Q2", "site-spread", "registre-population", report.Fixed, "fail", "pass", ""},
	{"building works are taken over, with a copy elsewhere", "2026-Q2", "campus-loss-data", "chantiers", report.Fixed, "fail", "pass", ""},
	{"but were not restored since", "2026-Q2", "restore-test-current", "chantiers", report.Regressed, "pass", "fail", ""},
	{"a restore test that became too old", "2026-Q2", "restore-test-age", "accueil-extrascolaire", report.Regressed, "pass", "fail", ""},
	{"a machine moved, and its backups did not", "2026-Q2", "backup-fresh", "geoportail", report.Regressed, "pass", "fail", ""},
	{"a waiver that nobody renewed in time", "2026-Q2", "provider-spread", "paie", report.WaiverEnded, "waived", "fail", "W-2026-001"},
	{"one for a cluster that is on order", "2026-Q2", "site-spread", "stockage-objets", report.NowWaived, "fail", "waived", "W-2026-004"},
	{"the old portal is gone", "2026-Q2", "backup-two-media", "guichet-2019", report.ScopeOut, "fail", "", ""},
	{"web sites no longer burn with their campus", "2026-Q3", "campus-loss-data", "sites-web", report.Fixed, "fail", "pass", ""},
	{"a copy that nobody can delete, as promised", "2026-Q3", "backup-immutable", "main-courante", report.Fixed, "fail", "pass", ""},
	{"a log, as promised", "2026-Q3", "backup-evidence", "appels-secours", report.Fixed, "fail", "pass", ""},
	{"encryption confirmed at last", "2026-Q3", "backup-encrypted", "mariadb-web", report.Fixed, "unknown", "pass", ""},
	{"a failover that was timed", "2026-Q3", "campus-loss-time", "maison-repos", report.Fixed, "unknown", "pass", ""},
	{"61 hours without a copy", "2026-Q3", "backup-observed", "comptabilite", report.Regressed, "pass", "fail", ""},
	{"a dump that shrank", "2026-Q3", "backup-size", "cadastre", report.Regressed, "pass", "fail", ""},
	{"a restore that failed", "2026-Q3", "restore-test-age", "telephonie", report.Regressed, "pass", "fail", ""},
	{"a new version, not restored yet", "2026-Q3", "restore-test-current", "deliberations", report.Regressed, "pass", "fail", ""},
	{"data that moved into a shared database", "2026-Q3", "restore-test-age", "lettres", report.Dropped, "fail", "not_applicable", ""},
	{"a service that is important now", "2026-Q3", "dependency-tier", "supervision", report.New, "not_applicable", "fail", ""},
	{"the waiver of the missing lock has ended", "2026-Q3", "backup-immutable", "enquetes-publiques", report.WaiverEnded, "waived", "fail", "W-2026-002"},
	{"taken up again by the board", "2026-Q3", "provider-spread", "paie", report.NowWaived, "fail", "waived", "W-2026-006"},
	{"a rule tightened", "2026-Q3", "backup-retention", "bibliotheques", report.RuleIn, "pass", "fail", ""},
	{"which two services met in time", "2026-Q3", "backup-retention", "parc-informatique", report.Fixed, "fail", "pass", ""},
	{"a service that nobody had listed", "2026-Q3", "campus-loss-data", "reservation-salles", report.ScopeIn, "", "unknown", ""},
	{"the box of ideas is closed", "2026-Q3", "restore-test-age", "boite-a-idees", report.ScopeOut, "fail", "", ""},
}

func testChanges(t *testing.T, quarters []*report.Assessment) {
	all := map[string]*report.Changes{}
	for _, a := range quarters {
		all[a.Period.ID] = a.Changes
	}
	if all["2025-Q4"] != nil {
		t.Error("the first quarter has changes")
	}
	for _, c := range changes {
		t.Run(c.period+" "+c.rule+" "+c.service, func(t *testing.T) {
			items := all[c.period].Items
			i := slices.IndexFunc(items, func(item report.Change) bool { return item.Rule == c.rule && item.Service == c.service })
			if i < 0 {
				t.Fatalf("%s: nothing changed", c.about)
			}
			got := change{c.about, c.period, c.rule, c.service, items[i].Cause, text(items[i].Before), text(items[i].Now), items[i].Waiver}
			if got != c {
				t.Errorf("got  %v\nwant %v", got, c)
			}
		})
	}
}

func text(status *string) string {
	if status == nil {
		return ""
	}
	return *status
}

// causes are how many findings each cause opened or closed; of those that are left out: none.
var causes = map[string]map[report.Cause]int{
	"2026-Q1": {report.Fixed: 12, report.NowWaived: 5, report.ScopeOut: 9, report.RuleOut: 3, report.Regressed: 5, report.ScopeIn: 5, report.RuleIn: 3},
	"2026-Q2": {report.Fixed: 48, report.NowWaived: 6, report.ScopeOut: 2, report.Regressed: 16, report.WaiverEnded: 1, report.ScopeIn: 1},
	"2026-Q3": {report.Fixed: 33, report.NowWaived: 3, report.Dropped: 2, report.ScopeOut: 3, report.Regressed: 12, report.WaiverEnded: 2,
		report.New: 2, report.ScopeIn: 8, report.RuleIn: 3},
}

// testCauses: each quarter adds up from the one before, and every cause happens somewhere.
func testCauses(t *testing.T, quarters []*report.Assessment) {
	seen := map[report.Cause]int{}
	for i, a := range quarters[1:] {
		sum, c := quarters[i].Summary.Checks.Open(), a.Changes
		if c.Opening != sum || c.Closing != a.Summary.Checks.Open() {
			t.Errorf("%s: from %d to %d, want from %d to %d", a.Period.ID, c.Opening, c.Closing, sum, a.Summary.Checks.Open())
		}
		for _, cause := range report.Causes {
			n := c.ByCause[cause]
			seen[cause] += n
			if n != causes[a.Period.ID][cause] {
				t.Errorf("%s: %d findings %s, want %d", a.Period.ID, n, cause, causes[a.Period.ID][cause])
			}
			if !cause.Opens() {
				n = -n
			}
			sum += n
		}
		if sum != c.Closing {
			t.Errorf("%s: the causes lead from %d to %d, not to %d", a.Period.ID, c.Opening, sum, c.Closing)
		}
	}
	for _, cause := range report.Causes {
		if seen[cause] == 0 {
			t.Errorf("no finding is %s in any quarter", cause)
		}
	}
}

// row is a quarter as the trend has it, as far as the history is made to show it.
type row struct {
	Period                                           string
	Pack                                             string
	Services, Compliant, WithWaivers, Open, Restores int
	Lost                                             int // in the worst campus
}

// testTrend: a body that works at it: each quarter less is open and less would burn; a dip in what was restored lately.
func testTrend(t *testing.T, now *report.Assessment) {
	var got []row
	for _, q := range now.Trend {
		f := q.Figures
		if f.Worst.Scenario != "campus:strasbourg" {
			t.Errorf("%s: the worst campus is %s", q.Period, f.Worst.Scenario)
		}
		got = append(got, row{q.Period, f.PackVersion, f.Services, f.Compliant, f.CompliantWithWaivers, f.Open, f.Restores.Count, f.Worst.Lost})
	}
	want := []row{
		{"2025-Q4", "0.8.0", 64, 12, 0, 241, 38, 7},
		{"2026-Q1", "0.9.0", 66, 20, 0, 225, 40, 6},
		{"2026-Q2", "0.9.0", 67, 23, 1, 187, 39, 5},
		{"2026-Q3", "1.0.0", 68, 32, 3, 173, 41, 4},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// promises are the states of commitments, quarter by quarter from 2025-Q4; a dash where one is not there.
var promises = map[string]string{
	"C-2025-004": "kept - - -",
	"C-2025-006": "late - - -", // taken up by C-2026-001
	"C-2025-008": "late - - -", // taken up by C-2026-005
	"C-2026-001": "- open kept kept",
	"C-2026-002": "- open open kept",
	"C-2026-003": "- open open kept",
	"C-2026-004": "- - open late",
	"C-2026-005": "- open open late",
	"C-2026-006": "- - open undemonstrated",
	"C-2026-007": "- - - open",
	"C-2026-008": "- open open kept",
	"C-2026-009": "- - open undemonstrated",
	"C-2026-010": "- - kept kept",
	"C-2026-011": "- open open open",
}

// lives are the states of those waivers that change, likewise.
var lives = map[string]string{
	"W-2025-009": "expired - - -",
	"W-2025-014": "idle in_force in_force expired",
	"W-2025-015": "in_force expired expired expired",
	"W-2026-001": "- in_force expired expired",
	"W-2026-002": "- in_force in_force expired",
	"W-2026-003": "- - idle idle",
	"W-2026-004": "- - in_force in_force",
	"W-2026-006": "- - - in_force",
}

func testPromises(t *testing.T, quarters []*report.Assessment) {
	for id, want := range promises {
		got := states(quarters, func(a *report.Assessment) string {
			i := slices.IndexFunc(a.Commitments, func(c report.Commitment) bool { return c.ID == id })
			if i < 0 {
				return "-"
			}
			return a.Commitments[i].State
		})
		if got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func testWaivers(t *testing.T, quarters []*report.Assessment) {
	for id, want := range lives {
		got := states(quarters, func(a *report.Assessment) string {
			i := slices.IndexFunc(a.Waivers, func(w report.Waiver) bool { return w.ID == id })
			if i < 0 {
				return "-"
			}
			return a.Waivers[i].State
		})
		if got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func states(quarters []*report.Assessment, of func(*report.Assessment) string) string {
	var all []string
	for _, a := range quarters {
		all = append(all, of(a))
	}
	return strings.Join(all, " ")
}

// testRenewals: a waiver that takes another up names it, even where that is in an earlier report only.
func testRenewals(t *testing.T, now *report.Assessment) {
	want := map[string]string{"W-2026-002": "W-2025-015", "W-2026-004": "W-2025-009", "W-2026-006": "W-2026-001"}
	for _, w := range now.Waivers {
		if got := strings.Join(w.Renews, " "); got != want[w.ID] {
			t.Errorf("%s renews %q, want %q", w.ID, got, want[w.ID])
		}
	}
}
