package workbook

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
	"coupefeu/templates"
)

// spoiled is an assessment with texts that no cell can show as they are: of a service, and of the organisation, which
// only a sheet names that comes after the notices, and of the notices themselves.
func spoiled() *report.Assessment {
	a := byHand()
	a.Services[0].Description = strings.Repeat("é", 40000)
	a.Services[1].Description = "bell \a and \xff"
	a.Organisation.Name = "Ourthe \x1b[31m"
	a.Notices[1].Text = "nul \x00"
	return a
}

// TestLostTexts asks for a notice where a cell does not hold its text whole: how many do not, and on which sheets.
func TestLostTexts(t *testing.T) {
	a := spoiled()
	f := opened(t, written(t, a, "en"))
	code, text, about := find(t, f, "Notices", "code"), find(t, f, "Notices", "text"), find(t, f, "Notices", "args")
	last := strconv.Itoa(firstRow + len(a.Notices))
	got := []string{raw(t, f, "Notices", code+last), raw(t, f, "Notices", about+last)}
	if diff := cmp.Diff([]string{lostCode, "Read me (1), Services (2), Notices (2)"}, got); diff != "" {
		t.Error(diff)
	}
	if said := raw(t, f, "Notices", text+last); !strings.HasPrefix(said, "5 cells") {
		t.Errorf("the last notice says %q", said)
	}
	description := find(t, f, "Services", "description")
	if got := raw(t, f, "Services", description+"6"); len([]rune(got)) != longestText || !strings.HasSuffix(got, "é…") {
		t.Errorf("cut to %d characters", len([]rune(got)))
	}
	if got := raw(t, f, "Services", description+"7"); got != "bell \uFFFD and \uFFFD" {
		t.Errorf("control characters are read back as %q", got)
	}
	checkVerdicts(t, f, "Reconciliation", "✓")
}

// TestEveryLossIsCounted counts the cells that show a loss, on every sheet, and asks the notice for as many. No text of
// the assessment has the character that stands for what is lost, or ends as cut ones do.
func TestEveryLossIsCounted(t *testing.T) {
	for _, tag := range templates.Tags() {
		a := spoiled()
		f := opened(t, written(t, a, tag))
		want := map[string]int{}
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if strings.Contains(cell, "\uFFFD") || strings.HasSuffix(cell, "é…") {
						want[sheet]++
					}
				}
			}
		}
		notices := name(t, tag, "notices")
		want[notices]-- // it says what stands for control characters
		b := lostOf(t, a, tag)
		for sheet, n := range b.lost {
			if n == 0 {
				delete(b.lost, sheet)
			}
		}
		if diff := cmp.Diff(want, map[string]int(b.lost)); diff != "" {
			t.Errorf("%s: %s", tag, diff)
		}
	}
}

// lostOf is a book whose rows were written, with what they lost.
func lostOf(t *testing.T, a *report.Assessment, tag string) *book {
	t.Helper()
	b, err := newBook(a, language(t, tag), Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.sheets = sheets
	if err := b.build(newArchive(&strings.Builder{})); err != nil {
		t.Fatal(err)
	}
	if err := b.file.Close(); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSeparatedNoticeCountsAll asks the notice of the files for every sheet's losses, even of those that come later.
func TestSeparatedNoticeCountsAll(t *testing.T) {
	a := spoiled()
	got := records(t, separatedText(t, a, "en", "notices"), "en")
	last := got[len(got)-1]
	if last[1] != lostCode || !strings.HasPrefix(last[2], "4 cells") || last[3] != "Read me (1), Services (1), Notices (2)" {
		t.Errorf("the notice is %q", last)
	}
}

// TestTextList asks that texts with escapes, and no others, stand in the list of texts, once each.
func TestTextList(t *testing.T) {
	a := byHand()
	list := part(t, written(t, a, "fr"), textListPart)
	item := `<si><t xml:space="preserve">_x005F_x0041_ and _x005F_x000D_</t></si>`
	if strings.Count(list, item) != 1 || !strings.Contains(list, `uniqueCount="`+strconv.Itoa(strings.Count(list, "<si>"))+`"`) {
		t.Errorf("the list is %s", list)
	}
	for i := range a.Services {
		s := &a.Services[i]
		s.Name, s.Owner, s.Description = "plain", "", "_x004_"
	}
	if types := part(t, written(t, a, "fr"), contentTypes); strings.Contains(types, "sharedStrings") {
		t.Error("there is a list of texts, and nothing is in it")
	}
}
