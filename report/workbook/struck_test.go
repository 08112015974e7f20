package workbook

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	tools "coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
	"coupefeu/rules/wording"
)

// struck plays scenarios on an inventory whose services have the ids of the assessment's.
func struck(a *report.Assessment, files fs.FS, plan scenario.Plan) {
	roots := []inventory.Root{{FS: files, Shown: "struck"}}
	inv, mistakes := inventory.Load(roots)
	if len(mistakes) > 0 {
		panic(mistakes.Format())
	}
	known := inv.At(a.AsOf)
	observed, mistakes := tools.Observe(roots, known, a.AsOf)
	if len(mistakes) > 0 {
		panic(mistakes.Format())
	}
	in := scenario.Input{Tiers: a.Pack.Tiers, Scenarios: plan.Expand(known),
		View: recovery.View{Inventory: known, Observed: observed, AsOf: a.AsOf, Start: a.Period.Start}}
	a.Scenarios = report.DescribeScenarios(known, a.Pack.Tiers, scenario.PlayAll(in).Played)
}

func lasting(d time.Duration) (out source.Optional[source.Duration]) {
	out.Given, out.Value = true, source.Duration(d.Seconds())
	return out
}

// addScenarios plays one of every kind that reads differently, with names in one language and in several.
func addScenarios(a *report.Assessment) {
	struck(a, os.DirFS("testdata/struck"), scenario.Plan{
		Each: []scenario.Kind{scenario.Campus, scenario.CampusOutage}, OutageDuration: lasting(5 * 24 * time.Hour), Pairs: true,
		Also: []scenario.Disruption{
			{ID: "ransomware", Kind: scenario.Ransomware, Name: wording.Text{"fr": "Rançongiciel", "nl": "Ransomware", "de": "Ransomware", "en": "Ransomware"}},
			{ID: "=flood", Kind: scenario.Disaster},
		},
	})
	for _, i := range []int{0, 2, 4, 5, 7, 8} {
		a.Services[i].RPO = seconds(3600)
	}
}

// addCampuses plays the loss of each of so many campuses, over which the services of a large assessment are spread.
func addCampuses(a *report.Assessment, campuses int) {
	var out bytes.Buffer
	out.WriteString("organisation: {id: ourthe, name: Ourthe}\nproviders: [{id: hexa, name: Hexa}]\nsites:\n")
	for i := range campuses {
		fmt.Fprintf(&out, "  - {id: site-%d, name: Site %d, provider: hexa, campus: campus-%d}\n", i, i, i)
	}
	out.WriteString("services:\n")
	for i := range a.Services {
		s := &a.Services[i]
		fmt.Fprintf(&out, "  - {id: %s, name: %s, tier: %s, rto: 4h, rpo: 1h, instances: [", s.ID, s.ID, s.Tier)
		// Each hangs on one of the first, which hang on one another: a campus stops those behind it in the chain too.
		fmt.Fprintf(&out, "{site: site-%d, role: active}], backups: [{id: nightly, site: site-%d, every: 1d, last_success: 2026-09-30}]", i%campuses, (i+1)%campuses)
		if i >= campuses {
			fmt.Fprintf(&out, ", depends_on: [%s]", a.Services[i%campuses].ID)
		} else if i > 0 {
			fmt.Fprintf(&out, ", depends_on: [%s]", a.Services[i-1].ID)
		}
		out.WriteString("}\n")
	}
	struck(a, fstest.MapFS{"all.yaml": {Data: out.Bytes()}}, scenario.Plan{Each: []scenario.Kind{scenario.Campus}})
}
