package board

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/report"
	quarters "coupefeu/report/sample"
	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// sampled is the assessment of the sample inside the program, with the quarters before it, as the program's own reports
// are made.
func sampled(t testing.TB) *report.Assessment {
	t.Helper()
	roots := []inventory.Root{{FS: sample.FS(), Shown: "sample"}}
	inv, mistakes := inventory.Load(roots)
	none(t, mistakes)
	text := packs.Baseline()
	pack, mistakes := rules.Load(source.File{Name: "--rules", Shown: "baseline pack", Data: text, Bytes: int64(len(text)), SHA256: fmt.Sprintf("%x", sha256.Sum256(text))})
	none(t, mistakes)
	moment, err := source.ParseMoment(sample.AsOf, inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	notices, mistakes := rules.Check(pack, inv, moment.End())
	none(t, mistakes)
	known := inv.At(moment.End())
	observed, mistakes := evidence.Observe(roots, known, moment.End())
	none(t, mistakes)
	kept, err := quarters.Quarters()
	if err != nil {
		t.Fatal(err)
	}
	period := report.PeriodOf(moment.End(), inv.Zone)
	history, err := report.ReadHistory(kept, report.Wanted{Organisation: known.Organisation.ID, Before: period.ID})
	if err != nil {
		t.Fatal(err)
	}
	return report.Assess(rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: moment.End(), Start: period.Start},
		report.Request{Version: "0.0.0", Period: period, Notices: notices, Fictitious: true, History: history})
}
