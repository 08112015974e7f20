package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/board"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/rules/packs"
	"coupefeu/templates"
)

// assessed assesses an inventory under a pack, as of a day.
func assessed(t *testing.T, folder fs.FS, name string, packText []byte, asOf string) *report.Assessment {
	t.Helper()
	roots := []inventory.Root{{FS: folder, Name: name, Shown: "test"}}
	inv, mistakes := inventory.Load(roots)
	pack, wrong := rules.Load(source.File{Name: "pack.yaml", Shown: "pack.yaml", Data: packText, SHA256: fmt.Sprintf("%x", sha256.Sum256(packText))})
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	moment, err := source.ParseMoment(asOf, inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	notices, mistakes := rules.Check(pack, inv, moment.End())
	known := inv.At(moment.End())
	observed, wrong := evidence.Observe(roots, known, moment.End())
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	period := report.PeriodOf(moment.End(), inv.Zone)
	return report.Assess(rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: moment.End(), Start: period.Start},
		report.Request{Version: "0.0.0", Period: period, Notices: notices})
}

// TestReportsAreSound audits the board's reports: of the sample, and of the assessments that are made by hand, in every
// language.
func TestReportsAreSound(t *testing.T) {
	cases := map[string]*report.Assessment{"sample": assessed(t, sample.FS(), "", packs.Baseline(), sample.AsOf)}
	days, err := filepath.Glob("../board/testdata/*/as_of")
	if err != nil || len(days) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, day := range days {
		folder := filepath.Dir(day)
		asOf, noDay := os.ReadFile(day)
		pack, noPack := os.ReadFile(filepath.Join(folder, "pack.yaml"))
		if noDay != nil || noPack != nil {
			t.Fatal(noDay, noPack)
		}
		cases[folder] = assessed(t, os.DirFS(folder), "inventory.yaml", pack, strings.TrimSpace(string(asOf)))
	}
	for name, a := range cases {
		for _, tag := range templates.Tags() {
			l, err := templates.Lookup(tag)
			if err != nil {
				t.Fatal(err)
			}
			var file bytes.Buffer
			if _, err := board.Write(&file, a, l, board.Options{Attachment: []byte("{}\n")}); err != nil {
				t.Fatal(err)
			}
			for _, fault := range pdf.Audit(t, file.Bytes()) {
				t.Errorf("%s, %s: %s", name, tag, fault)
			}
		}
	}
}
