package sample_test

import (
	"testing"

	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// play plays the baseline pack's scenarios on the sample.
func play(t *testing.T) (*assessed, map[string]*scenario.Played) {
	t.Helper()
	a := assess(t)
	results := scenario.PlayAll(scenario.Input{
		View:      recovery.View{Inventory: a.inventory, Observed: a.observed, AsOf: a.end, Start: a.start},
		Tiers:     a.pack.Tiers,
		Scenarios: a.pack.Scenarios.Expand(a.inventory),
	})
	played := map[string]*scenario.Played{}
	for i := range results.Played {
		played[results.Played[i].Scenario.ID] = &results.Played[i]
	}
	return a, played
}

// fate is what a scenario does to one service, as the sample is there to show.
type fate struct {
	about             string
	scenario, service string
	outcome           scenario.Outcome
	because           string // the last of the chain: the cause; empty where it is the service itself
}

var fates = []fate{
	{"scanned papers in one other building burn with the campus", "campus:strasbourg", "dossiers-cpas", scenario.OutcomeLost, ""},
	{"so does the copy that was in another data centre", "campus:strasbourg", "accueil-extrascolaire", scenario.OutcomeLost, ""},
	{"and the cemeteries", "campus:strasbourg", "cimetieres", scenario.OutcomeLost, ""},
	{"and what was never backed up", "campus:strasbourg", "enregistrements", scenario.OutcomeLost, ""},
	{"one building alone would not have cost them that", "site:sbg1", "accueil-extrascolaire", scenario.OutcomeRestore, ""},
	{"school meals keep their data, but need what is lost", "campus:strasbourg", "repas-scolaires", scenario.OutcomeStranded, "accueil-extrascolaire"},
	{"the web sites' database goes on in Limburg", "campus:strasbourg", "mariadb-web", scenario.OutcomeFailover, ""},
	{"web sites are restored", "campus:strasbourg", "sites-web", scenario.OutcomeRestore, ""},
	{"newsletters are redeployed", "campus:strasbourg", "lettres", scenario.OutcomeRebuild, ""},
	{"online services go on at their other site", "campus:strasbourg", "teleservices", scenario.OutcomeContinue, ""},
	{"permits wait for the maps", "campus:strasbourg", "permis-urbanisme", scenario.OutcomeWaiting, "geoportail"},
	{"the shared database fails over", "campus:roubaix", "postgres-main", scenario.OutcomeFailover, ""},
	{"nearly everything waits for the sign-on", "campus:roubaix", "wiki", scenario.OutcomeWaiting, "sso"},
	{"nothing shows that the rooms' bookings are backed up", "campus:roubaix", "reservation-salles", scenario.OutcomeUnproven, ""},
	{"emergency calls go on at their second centre", "campus:herstal", "appels-secours", scenario.OutcomeContinue, ""},
	{"names go on whatever burns", "campus:roubaix", "dns", scenario.OutcomeContinue, ""},
	{"the payroll is with one provider only", "provider:hexa", "paie", scenario.OutcomeLost, ""},
	{"nothing of the inquiries is locked", "ransomware", "enquetes-publiques", scenario.OutcomeLost, ""},
	{"nobody knows of the password vault", "ransomware", "coffre-mots-de-passe", scenario.OutcomeUnproven, ""},
	{"what is locked comes back", "ransomware", "registre-population", scenario.OutcomeRestore, ""},
	{"recordings wait a power cut out", "campus_outage:strasbourg", "enregistrements", scenario.OutcomeWait, ""},
}

func TestFates(t *testing.T) {
	a, played := play(t)
	places := map[string]int{}
	for i := range a.inventory.Services {
		places[a.inventory.Services[i].ID] = i
	}
	for _, f := range fates {
		t.Run(f.scenario+" "+f.service, func(t *testing.T) {
			p := played[f.scenario]
			if p == nil {
				t.Fatal("it is not played")
			}
			affected := p.Of(places[f.service])
			if affected == nil {
				t.Fatalf("%s: unaffected, want %v", f.about, f.outcome)
			}
			cause := ""
			for s := range p.Because(affected) {
				cause = a.inventory.Services[s].ID
			}
			if affected.Outcome != f.outcome || cause != f.because {
				t.Errorf("%s: %v because of %q, want %v because of %q", f.about, affected.Outcome, cause, f.outcome, f.because)
			}
		})
	}
}

// TestOneCampusIsTheWeakPoint: the verdict on the first page has one campus to name.
func TestOneCampusIsTheWeakPoint(t *testing.T) {
	_, played := play(t)
	for id, lost := range map[string]int{
		"campus:strasbourg": 4, "campus:roubaix": 0, "campus:gravelines": 0, "campus:gembloux": 0, "campus:herstal": 0, "campus:limburg": 0,
		"site:sbg1": 0, "site:sbg3": 0, "ransomware": 7,
	} {
		p := played[id]
		if p == nil {
			t.Errorf("%s is not played", id)
			continue
		}
		if got := p.Outcomes[scenario.OutcomeLost]; got != lost {
			t.Errorf("%s: %d services lost, want %d", id, got, lost)
		}
		if losing := p.MembersLosingData > 0; losing != (lost > 0) {
			t.Errorf("%s: %d members lose data, with %d services lost", id, p.MembersLosingData, lost)
		}
	}
}
