package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

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

// TestReadingOrder holds what another program reads against what is drawn, which the audit holds against the tree. In the
// order of the file it must read the same; where it goes by the eye, paragraphs must stay whole, unless they stand in
// narrow columns.
func TestReadingOrder(t *testing.T) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Logf("only the audit looks at the order of reading: %v", err)
		return
	}
	a := assessed(t, sample.FS(), "", packs.Baseline(), sample.AsOf)
	for _, tag := range templates.Tags() {
		l, err := templates.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if _, err := board.Write(&file, a, l, board.Options{}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "board.pdf")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		pages, paragraphs := pdf.Drawn(t, file.Bytes())
		for i, read := range textOf(t, program, "-raw", path) {
			if want := letters(pages[i]); letters(read) != want {
				at := alike(letters(read), want)
				t.Errorf("%s, page %d: reads %.60q where %.60q is drawn", tag, i+1, letters(read)[at:], want[at:])
			}
		}
		looked, parted := 0, 0
		whole := letters(strings.Join(textOf(t, program, "-nopgbrk", path), ""))
		for _, words := range paragraphs {
			if len(words) < 60 {
				continue
			}
			looked++
			if !strings.Contains(whole, letters(words)) {
				parted++
			}
		}
		if looked < 60 || parted > looked/10 {
			t.Errorf("%s: %d of %d paragraphs are read in pieces", tag, parted, looked)
		}
	}
}

// textOf is what pdftotext reads on each page.
func textOf(t *testing.T, program, mode, path string) []string {
	t.Helper()
	text, err := exec.Command(program, "-enc", "UTF-8", mode, path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// letters is a text without spaces and without the hyphens of broken words.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00ad' || r == '\u2010' {
			return -1
		}
		return r
	}, text)
}

// alike is how many bytes two texts begin with alike.
func alike(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
