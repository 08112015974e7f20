package board

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// assessed assesses a case: inventory.yaml under pack.yaml, as of the day in as_of, fictitious if a file says so.
func assessed(t testing.TB, folder string) *report.Assessment {
	t.Helper()
	in, request := inputOf(t, inventory.Root{FS: os.DirFS(folder), Name: "inventory.yaml", Shown: folder},
		read(t, filepath.Join(folder, "pack.yaml")), strings.TrimSpace(string(read(t, filepath.Join(folder, "as_of")))))
	_, missing := os.Stat(filepath.Join(folder, "fictitious"))
	request.Fictitious = missing == nil
	return report.Assess(in, request)
}

// inputOf reads what an assessment is made from, as the program does.
func inputOf(t testing.TB, root inventory.Root, packText []byte, asOf string) (rules.Input, report.Request) {
	t.Helper()
	roots := []inventory.Root{root}
	inv, mistakes := inventory.Load(roots)
	none(t, mistakes)
	pack, mistakes := rules.Load(source.File{Name: "pack.yaml", Shown: "pack.yaml", Data: packText, SHA256: fmt.Sprintf("%x", sha256.Sum256(packText))})
	none(t, mistakes)
	moment, err := source.ParseMoment(asOf, inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	notices, mistakes := rules.Check(pack, inv, moment.End())
	none(t, mistakes)
	known := inv.At(moment.End())
	observed, mistakes := evidence.Observe(roots, known, moment.End())
	none(t, mistakes)
	period := report.PeriodOf(moment.End(), inv.Zone)
	return rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: moment.End(), Start: period.Start},
		report.Request{Version: "0.0.0", Period: period, Notices: notices}
}

func none(t testing.TB, mistakes source.Diagnostics) {
	t.Helper()
	if len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func language(t testing.TB, tag string) *templates.Language {
	t.Helper()
	l, err := templates.Lookup(tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func written(t testing.TB, a *report.Assessment, tag string) ([]byte, map[string]int) {
	t.Helper()
	var file bytes.Buffer
	pages, err := Write(&file, a, language(t, tag), Options{Attachment: []byte("{}\n")})
	if err != nil {
		t.Fatalf("%s: %v", tag, err)
	}
	return file.Bytes(), pages
}

// TestPages compares the text of each case, page by page and in reading order, in every language.
func TestPages(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/as_of")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range folders {
		folder := filepath.Dir(file)
		a := assessed(t, folder)
		for _, tag := range templates.Tags() {
			data, _ := written(t, a, tag)
			var got strings.Builder
			for i, page := range pagesOf(t, data) {
				fmt.Fprintf(&got, "──── %d\n%s", i+1, lines(page))
			}
			compared(t, filepath.Join(folder, tag+".txt"), got.String())
		}
	}
}

// TestSections asks every section to start where Write says, with its title.
func TestSections(t *testing.T) {
	a := assessed(t, "testdata/quarter")
	for _, tag := range templates.Tags() {
		l := language(t, tag)
		data, pages := written(t, a, tag)
		if len(pages) != expected(a) {
			t.Fatalf("%s: pages of %d sections, want %d: %v", tag, len(pages), expected(a), pages)
		}
		text := pagesOf(t, data)
		last := 0
		for _, s := range sections {
			page := pages[s.name]
			if page == 0 && s.left != nil {
				continue
			}
			// A section of one sentence may share a page with the one before.
			if page < last || page > len(text) {
				t.Fatalf("%s: section %s starts on page %d of %d, after page %d", tag, s.name, page, len(text), last)
			}
			last = page
			if title := l.Text(s.title, nil); s.name != "verdict" && !strings.Contains(lines(text[page-1]), title) {
				t.Errorf("%s: page %d lacks the title %q", tag, page, title)
			}
		}
	}
}

// TestEveryPageSaysWhatItIs asks drafts and samples to be called so on every page.
func TestEveryPageSaysWhatItIs(t *testing.T) {
	for folder, key := range map[string]string{"testdata/kept": "board.draft.word", "testdata/tiers": "board.sample.word"} {
		word := language(t, "fr").Text(key, nil)
		data, _ := written(t, assessed(t, folder), "fr")
		for i, page := range pagesOf(t, data) {
			if text := lines(page); !strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: page %d does not say %q", folder, i+1, word)
			}
		}
	}
}

// TestSameBytes draws a report twice.
func TestSameBytes(t *testing.T) {
	a := assessed(t, "testdata/quarter")
	first, _ := written(t, a, "nl")
	second, _ := written(t, a, "nl")
	if !bytes.Equal(first, second) {
		t.Error("two runs give other bytes")
	}
}

// TestTooLargeToCarry asks the seal to give the digest of assessment.json and to say that it is not in the PDF.
func TestTooLargeToCarry(t *testing.T) {
	a, digest := assessed(t, "testdata/empty"), strings.Repeat("7", 64)
	for _, tag := range templates.Tags() {
		var file bytes.Buffer
		if _, err := Write(&file, a, language(t, tag), Options{Digest: digest}); err != nil {
			t.Fatal(err)
		}
		pages := pagesOf(t, file.Bytes())
		words := language(t, tag).Text("board.seal.attachment", nil)
		if seal := lines(pages[len(pages)-1]); !strings.Contains(seal, digest) || !strings.Contains(seal, words) {
			t.Errorf("%s: the seal does not say so:\n%s", tag, seal)
		}
		if bytes.Contains(file.Bytes(), []byte("/EmbeddedFile")) {
			t.Errorf("%s: something is attached", tag)
		}
	}
}
