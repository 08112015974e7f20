package report

import (
	"cmp"
	"slices"
	"time"

	"coupefeu/rules"
)

// GroundsSum counts what the checks rest on, each with how many there are in all.
type GroundsSum struct {
	Placements    int `json:"placements"` // instances and backups
	Unconfirmed   int `json:"unconfirmed"`
	Backups       int `json:"backups"`
	Undocumented  int `json:"undocumented"` // without evidence
	Compared      int `json:"compared"`     // backups whose declared interval can be held against an observed gap
	Contradicted  int `json:"contradicted"` // of them: the gap is longer than GapRatio intervals
	Sources       int `json:"sources"`
	UnusableOnes  int `json:"unusable_sources"`
	OldOnes       int `json:"old_sources"` // usable, but without a run of the last OldDays before as-of
	Inputs        int `json:"inputs"`
	RestoreTests  int `json:"restore_tests"`
	WithoutPapers int `json:"undocumented_tests"` // decisive restore tests without a document
	Decisive      int `json:"decisive_tests"`
}

// OldDays is how many days before as-of the newest run of an evidence source may be, before the source counts as old.
// A source that was listed long ago is old too, for it cannot show a later run.
const OldDays = 7

// GapRatio is how many declared intervals an observed gap may last, before it contradicts what is declared: two, which
// one missed run makes.
const GapRatio = 2

// Contradiction is a backup whose longest observed gap is longer than GapRatio of its declared intervals.
type Contradiction struct {
	Service string    `json:"service"`
	Data    string    `json:"data"`
	Backup  string    `json:"backup"`
	Every   float64   `json:"every"` // declared, seconds
	Gap     float64   `json:"gap"`   // observed, seconds
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Lasting bool      `json:"lasting"` // To is as-of: it has not ended
}

// ContradictionsLength is how many of them the board is shown.
const ContradictionsLength = 5

// countPlacements says of each service how many instances and backups it has, and of how many nobody has confirmed
// where they stand.
func countPlacements(in rules.Input, services []Service) {
	for i := range in.Inventory.Services {
		s, out := &in.Inventory.Services[i], &services[i]
		out.Placements = len(s.Instances) + len(s.Backups)
		out.Unconfirmed = out.Placements
		for j := range s.Instances {
			if l := &s.Instances[j].Location; l.Given && l.Value.ConfirmedOn.OnOrBefore(in.AsOf) {
				out.Unconfirmed--
			}
		}
		for j := range s.Backups {
			if l := &s.Backups[j].Location; l.Given && l.Value.ConfirmedOn.OnOrBefore(in.AsOf) {
				out.Unconfirmed--
			}
		}
	}
}

func sumGrounds(a *Assessment) GroundsSum {
	g := GroundsSum{Backups: len(a.Backups), Sources: len(a.Evidence), Inputs: len(a.Inputs), RestoreTests: len(a.RestoreTests)}
	for i := range a.Services {
		g.Placements += a.Services[i].Placements
		g.Unconfirmed += a.Services[i].Unconfirmed
	}
	g.countBackups(a.Backups)
	for i := range a.Evidence {
		switch e := &a.Evidence[i]; {
		case !e.Usable:
			g.UnusableOnes++
		case e.Old(a.AsOf):
			g.OldOnes++
		}
	}
	for i := range a.RestoreTests {
		if !a.RestoreTests[i].Decisive {
			continue
		}
		g.Decisive++
		if a.RestoreTests[i].Document == "" {
			g.WithoutPapers++
		}
	}
	return g
}

// countBackups tells those without evidence from those whose evidence can be held against what is declared.
func (g *GroundsSum) countBackups(backups []Backup) {
	for i := range backups {
		b := &backups[i]
		if b.Source == "" {
			g.Undocumented++
		}
		if b.Every != nil && b.Gap != nil {
			g.Compared++
		}
		if b.contradicted() {
			g.Contradicted++
		}
	}
}

// Old tells whether a source shows no run of the last OldDays before a moment. Of a source that cannot be used nothing
// is known, so it is not called old.
func (e *Evidence) Old(asOf time.Time) bool {
	return e.Usable && (e.Newest == nil || asOf.Sub(*e.Newest) > OldDays*24*time.Hour)
}

// contradicted tells whether a backup's longest observed gap is more than what is declared allows.
func (b *Backup) contradicted() bool {
	return b.Every != nil && b.Gap != nil && *b.Gap > GapRatio**b.Every
}

// contradictions are the backups whose gap is longest in declared intervals. Ties keep the order of the backups.
func contradictions(a *Assessment) []Contradiction {
	found := []Contradiction{}
	for i := range a.Backups {
		if b := &a.Backups[i]; b.contradicted() {
			found = append(found, Contradiction{Service: b.Service, Data: b.Data, Backup: b.ID, Every: *b.Every, Gap: *b.Gap,
				From: *b.GapFrom, To: *b.GapTo, Lasting: !b.GapTo.Before(a.AsOf)})
		}
	}
	slices.SortStableFunc(found, func(x, y Contradiction) int { return cmp.Compare(y.Gap/y.Every, x.Gap/x.Every) })
	return found[:min(len(found), ContradictionsLength)]
}
