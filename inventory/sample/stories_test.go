package sample_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// assessed is the sample held against the baseline pack.
type assessed struct {
	pack       *rules.Pack
	start, end time.Time // of the quarter
	inventory  *inventory.Inventory
	observed   *evidence.Observed
	result     rules.Result
	findings   map[string]*rules.Finding // by rule and service
}

func assess(t *testing.T) *assessed {
	t.Helper()
	roots := []inventory.Root{{FS: sample.FS(), Shown: "sample"}}
	inv, found := inventory.Load(roots)
	if len(found) > 0 {
		t.Fatalf("load:\n%s", found.Format())
	}
	end := asOf(t)
	observed, found := evidence.Observe(roots, inv, end)
	if len(found) > 0 {
		t.Fatalf("observe:\n%s", found.Format())
	}
	pack, found := rules.Load(source.File{Name: "baseline.yaml", Shown: "baseline.yaml", Data: packs.Baseline()})
	if len(found) > 0 {
		t.Fatalf("load the pack:\n%s", found.Format())
	}
	if _, found = rules.Check(pack, inv, end); len(found) > 0 {
		t.Fatalf("check against the pack:\n%s", found.Format())
	}
	start := time.Date(2026, 7, 1, 0, 0, 0, 0, inv.Zone)
	a := &assessed{pack: pack, start: start, end: end, inventory: inv.At(end), observed: observed, findings: map[string]*rules.Finding{}}
	a.result = rules.Evaluate(rules.Input{Pack: pack, Inventory: a.inventory, Observed: observed, AsOf: end, Start: start})
	for i := range a.result.Findings {
		f := &a.result.Findings[i]
		a.findings[f.Rule+" "+f.Service] = f
	}
	return a
}

// Figures as the stories write them: of durations in seconds, of distances in kilometres.
const (
	hour = 3600.0
	days = 24 * hour
)

// story is one finding that the sample is there to show.
type story struct {
	about         string
	rule, service string
	status        rules.Status
	low, high     float64 // within which what was measured lies; both 0 where nothing or 0 was measured
	waiver        string
}

var stories = []story{
	{"a copy in another building of the same campus is no copy elsewhere", "backup-offsite", "accueil-extrascolaire", rules.Fail, 0, 0, ""},
	{"and it is 0 km away", "backup-distance", "accueil-extrascolaire", rules.Fail, 0, 0, ""},
	{"the same for cemeteries", "backup-offsite", "cimetieres", rules.Fail, 0, 0, ""},
	{"one data set of two has no copy off the campus, so the service has none", "backup-offsite", "dossiers-cpas", rules.Fail, 0, 0, ""},
	{"the standby stands behind the same fence", "site-spread", "dossiers-cpas", rules.Fail, 1, 1, ""},
	{"the database on which twenty rest is sound", "backup-observed", "postgres-main", rules.Pass, hour, 1.1 * hour, ""},
	{"declared every 24 h", "backup-frequency", "comptabilite", rules.Pass, 24 * hour, 24 * hour, ""},
	{"longest observed gap 61 h", "backup-observed", "comptabilite", rules.Fail, 61 * hour, 61*hour + 1, ""},
	{"a dump that shrank by nine tenths", "backup-size", "cadastre", rules.Fail, 0.89, 0.91, ""},
	{"and looks fresh all the same", "backup-fresh", "cadastre", rules.Pass, 18 * hour, 24 * hour, ""},
	{"never restored", "restore-test-age", "coffre-mots-de-passe", rules.Fail, 0, 0, ""},
	{"never restored, but that is waived", "restore-test-age", "fonds-photos", rules.Waived, 0, 0, "W-2026-013"},
	{"the last restore failed", "restore-test-age", "telephonie", rules.Fail, 0, 0, ""},
	{"restored, but before the big change", "restore-test-current", "deliberations", rules.Fail, 1, 1, ""},
	{"and recently enough otherwise", "restore-test-age", "deliberations", rules.Pass, 49 * days, 51 * days, ""},
	{"no test ever met the RTO", "restore-test-time", "messagerie", rules.Fail, 5.5 * hour, 5.5 * hour, ""},
	{"which is no matter of its age", "restore-test-age", "messagerie", rules.Pass, 15 * days, 17 * days, ""},
	{"the waiver of the missing lock has ended", "backup-immutable", "enquetes-publiques", rules.Fail, 0, 0, ""},
	{"a waiver in force that ends within 90 days", "provider-spread", "paie", rules.Waived, 1, 1, "W-2026-006"},
	{"a waiver too long for a vital service hides nothing there", "restore-test-age", "coffre-mots-de-passe", rules.Fail, 0, 0, ""},
	{"but holds for the important one", "restore-test-age", "facturation", rules.Waived, 0, 0, "W-2026-007"},
	{"nobody has confirmed where the copies are", "backup-offsite-confirmed", "espaces-partages", rules.Fail, 0, 0, ""},
	{"backups that watch a machine that is gone", "backup-fresh", "geoportail", rules.Fail, 110 * days, 111 * days, ""},
	{"a nightly job that has failed for a week", "backup-fresh", "temps-de-travail", rules.Fail, 7 * days, 7.1 * days, ""},
	{"a tool whose list did not come: nothing is known", "backup-observed", "intranet-police", rules.Unknown, 0, 0, ""},
	{"and its backups count as undocumented", "backup-evidence", "intranet-police", rules.Fail, 2, 2, ""},
	{"a home-made script that nobody logs", "backup-fresh", "reservation-salles", rules.Unknown, 0, 0, ""},
	{"encryption announced, not shown", "backup-encrypted", "archives", rules.Unknown, 0, 0, ""},
	{"copies in the clear", "backup-encrypted", "pret-materiel", rules.Fail, 1, 1, ""},
	{"an important service that needs a standard one", "dependency-tier", "supervision", rules.Fail, 1, 1, ""},
	{"no owner, no RPO", "record-complete", "parc-vehicules", rules.Fail, 2, 2, ""},
	{"nothing is asked of the backups of a portal without data", "backup-frequency", "donnees-ouvertes", rules.NotApplicable, 0, 0, ""},
	{"nor of one whose data live elsewhere", "restore-test-age", "teleservices", rules.NotApplicable, 0, 0, ""},
	{"never backed up, for it is too big", "backup-three-copies", "enregistrements", rules.Fail, 1, 1, ""},
	{"the recordings would burn with their campus", "campus-loss-data", "enregistrements", rules.Fail, 1, 1, ""},
	{"so would all that has no copy off the campus", "campus-loss-data", "accueil-extrascolaire", rules.Fail, 1, 1, ""},
	{"and what has one for only one of its two data sets", "campus-loss-data", "dossiers-cpas", rules.Fail, 1, 1, ""},
	{"the database on which twenty rest comes through", "campus-loss-data", "postgres-main", rules.Pass, 0, 0, ""},
	{"whether the home-made script left anything, nobody can tell", "campus-loss-data", "reservation-salles", rules.Unknown, 0, 0, ""},
	{"whose data are lost never comes back", "campus-loss-time", "cimetieres", rules.Fail, 0, 0, ""},
	{"nor does what needs it, though its own data are safe", "campus-loss-time", "repas-scolaires", rules.Fail, 0, 0, ""},
	{"for these are", "campus-loss-data", "repas-scolaires", rules.Pass, 0, 0, ""},
	{"what it needs holds it up, so the target is missed for sure", "campus-loss-time", "chantiers", rules.Fail, 25 * hour, math.Inf(1), ""},
	{"a copy every other week loses two weeks", "campus-loss-rpo", "pret-materiel", rules.Fail, 14 * days, 14 * days, ""},
	{"the copy that a thief of keys could delete", "ransomware-data", "enquetes-publiques", rules.Fail, 1, 1, ""},
	{"a list that did not come proves no lock worth anything", "ransomware-data", "intranet-police", rules.Unknown, 0, 0, ""},
	{"locked copies bring the payroll back", "ransomware-data", "paie", rules.Pass, 0, 0, ""},
	{"which was accepted rule by rule", "backup-frequency", "enregistrements", rules.Waived, 0, 0, "W-2026-010"},
}

func TestStories(t *testing.T) {
	a := assess(t)
	for _, s := range stories {
		t.Run(s.rule+" "+s.service, func(t *testing.T) {
			f := a.findings[s.rule+" "+s.service]
			if f == nil {
				t.Fatal("there is no such finding")
			}
			if f.Status != s.status || f.Waiver != s.waiver {
				t.Errorf("%s: %v by waiver %q, want %v by %q", s.about, f.Status, f.Waiver, s.status, s.waiver)
			}
			if f.Status != rules.Unknown && (f.Measured.Low < s.low || f.Measured.High > s.high) {
				t.Errorf("%s: measured %v, want %v to %v", s.about, f.Measured, s.low, s.high)
			}
		})
	}
}

func TestWaiverStates(t *testing.T) {
	a := assess(t)
	want := map[string]rules.WaiverState{
		"W-2025-014": rules.Expired, "W-2026-002": rules.Expired, "W-2026-003": rules.Idle, "W-2026-004": rules.InForce,
	}
	tooLong := ""
	for _, w := range a.result.Waivers {
		if state, ok := want[w.Waiver.ID]; ok && state != w.State {
			t.Errorf("%s is %v, want %v", w.Waiver.ID, w.State, state)
		}
		delete(want, w.Waiver.ID)
		if len(w.TooLongFor) > 0 {
			tooLong += fmt.Sprint(w.Waiver.ID, w.TooLongFor)
		}
	}
	if len(want) > 0 {
		t.Errorf("there are no waivers %v", want)
	}
	if tooLong != "W-2026-007[coffre-mots-de-passe]" {
		t.Errorf("too long: %s", tooLong)
	}
}

func TestTwentyServicesStoreTheirDataInOne(t *testing.T) {
	a := assess(t)
	count := 0
	for i := range a.inventory.Services {
		for _, r := range a.inventory.Services[i].StoresDataIn {
			if r.ID == "postgres-main" {
				count++
			}
		}
	}
	if count != 20 {
		t.Errorf("%d services store data in postgres-main, want 20", count)
	}
}

func TestNotices(t *testing.T) {
	a := assess(t)
	seen := map[string]int{}
	for _, n := range append(a.inventory.Notices, a.observed.Notices...) {
		seen[n.Code]++
	}
	for _, code := range []string{"dependency-cycle", "restore-test-backup-gone", "evidence-unusable"} {
		if seen[code] != 1 {
			t.Errorf("%d notices %s, want 1: %v", seen[code], code, seen)
		}
	}
	for _, s := range a.observed.Sources {
		if !s.Usable && s.Entry.ID != "restic-zones" {
			t.Errorf("%s is not usable: %s", s.Entry.ID, s.Problem)
		}
		if s.PassedOver > 0 {
			t.Errorf("%s: %d runs passed over", s.Entry.ID, s.PassedOver)
		}
	}
}

// TestFailedRuns: the nightly job that fails shows its failures, not only the lack of recovery points.
func TestFailedRuns(t *testing.T) {
	a := assess(t)
	failed := 0
	for i := range a.inventory.Services {
		if a.inventory.Services[i].ID != "temps-de-travail" {
			continue
		}
		for b := range a.inventory.Services[i].Backups {
			for _, r := range a.observed.Of(i, b).Runs {
				if !r.OK {
					failed++
				}
			}
		}
	}
	if failed < 14 {
		t.Errorf("%d failed runs of temps-de-travail, want two a night for a week", failed)
	}
}

// TestBalance: the sample is a body that works at it seriously, and is not done.
func TestBalance(t *testing.T) {
	a := assess(t)
	checks := map[rules.Status]int{}
	open := map[string]bool{}
	for i := range a.result.Findings {
		f := &a.result.Findings[i]
		checks[f.Status]++
		open[f.Service] = open[f.Service] || f.Status == rules.Fail || f.Status == rules.Unknown
	}
	kept := 0
	for _, bad := range open {
		if !bad {
			kept++
		}
	}
	applicable := float64(checks[rules.Pass] + checks[rules.Fail] + checks[rules.Unknown] + checks[rules.Waived])
	for _, c := range []struct {
		what            string
		share, from, to float64
	}{
		{"failed checks", float64(checks[rules.Fail]) / applicable, 0.07, 0.12},
		{"unknown checks", float64(checks[rules.Unknown]) / applicable, 0.03, 0.06},
		{"waived checks", float64(checks[rules.Waived]) / applicable, 0.01, 0.02},
		{"services that keep all rules", float64(kept) / float64(len(open)), 0.4, 0.6},
	} {
		if c.share < c.from || c.share > c.to {
			t.Errorf("%s: %.3f, want %.2f to %.2f", c.what, c.share, c.from, c.to)
		}
	}
	if len(open) < 64 || len(a.inventory.RestoreTests) < 120 || len(a.inventory.Members) != 62 {
		t.Errorf("%d services, %d restore tests, %d members", len(open), len(a.inventory.RestoreTests), len(a.inventory.Members))
	}
}
