package board

import (
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/sample"
	"coupefeu/report"
	quarters "coupefeu/report/sample"
	"coupefeu/rules/packs"
)

// sampled is the assessment of the sample inside the program, with the quarters before it, as the program's own reports
// are made.
func sampled(t testing.TB) *report.Assessment {
	t.Helper()
	in, request := inputOf(t, inventory.Root{FS: sample.FS(), Shown: "sample"}, packs.Baseline(), sample.AsOf)
	kept, err := quarters.Quarters()
	if err != nil {
		t.Fatal(err)
	}
	request.Fictitious = true
	request.History, err = report.ReadHistory(kept, report.Wanted{Organisation: in.Inventory.Organisation.ID, Before: request.Period.ID})
	if err != nil {
		t.Fatal(err)
	}
	return report.Assess(in, request)
}
