package board

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
)

// drawnBy is the report of an assessment under a template: its file, its pages, and the page of each section.
func drawnBy(t testing.TB, a *report.Assessment, tag string, template *Template) (file []byte, pages [][]shown, starts map[string]int) {
	t.Helper()
	var out bytes.Buffer
	starts, err := Write(&out, a, language(t, tag), Options{Attachment: []byte("{}\n"), Template: template})
	if err != nil {
		t.Fatalf("%s: %v", tag, err)
	}
	return out.Bytes(), pagesOf(t, out.Bytes()), starts
}

// TestTemplates compares what templates change: the order of the sections, the head of the title page, the opening of
// every other section, and the seal, in a language that they have words in and in one that they have none in.
func TestTemplates(t *testing.T) {
	a := assessed(t, "testdata/fire")
	for _, path := range found(t, "testdata/template/good/*.yaml") {
		template := goodTemplate(t, path)
		for _, tag := range []string{"fr", "de"} {
			_, pages, starts := drawnBy(t, a, tag, template)
			b := newBoard(a, language(t, tag), Options{Template: template})
			var got strings.Builder
			for _, c := range b.chapters {
				fmt.Fprintf(&got, "──── %s\n%s", c.name, b.opening(lines(pages[starts[c.name]-1]), c.name))
			}
			compared(t, strings.TrimSuffix(path, ".yaml")+"."+tag+".txt", got.String())
		}
	}
}

// opening is the lines of a page that a template can change, from a section's title on. Of the seal that is nearly all.
func (b *board) opening(text, section string) string {
	most := map[string]int{firstSection: 5, keptSection: 60}[section]
	if section != firstSection {
		_, text, _ = strings.Cut(text, b.titles[section]+"\n")
		text = b.titles[section] + "\n" + text
	}
	for name, title := range b.titles {
		if name != section {
			text, _, _ = strings.Cut(text, "\n"+title+"\n")
		}
	}
	all := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return strings.Join(all[:min(max(most, 4), len(all))], "\n") + "\n"
}

// TestGivenAsItIs asks for the same bytes with the template inside the program and with none.
func TestGivenAsItIs(t *testing.T) {
	a := assessed(t, "testdata/quarter")
	given := goodTemplate(t, "../../templates/board.yaml")
	file, _, _ := drawnBy(t, a, "nl", given)
	if usual, _ := written(t, a, "nl"); !bytes.Equal(file, usual) {
		t.Error("the template inside the program changes a report when it is given")
	}
}

// talkative is a template in which every section that is drawn has a title and an introduction as long as they may be.
func talkative(names ...string) *Template {
	t := standardTemplate(source.File{Name: strings.Repeat("gabarit", 20) + ".yaml", SHA256: strings.Repeat("d", 64)})
	t.kind, t.footer, t.contact = long("kind", mostKind), long("footer", mostFooter), long("contact", mostContact)
	for i := range mostSignatures {
		t.signatures = append(t.signatures, long(fmt.Sprintf("signature %d", i), mostSignature))
	}
	t.chosen = nil
	for _, name := range names {
		c := choice{name, long("title of "+name, mostTitle), long("intro of "+name, mostIntro)}
		if name == firstSection {
			c.intro = long("intro of "+name, mostFirstIntro)
		}
		t.chosen = append(t.chosen, c)
	}
	return t
}

// long is a text of so many characters.
func long(begin string, length int) rules.Text {
	text := begin
	for _, word := range slices.Repeat([]string{" commune", " Gemeinden", " en", " interbestuurlijke", " d’Ourthe"}, length) {
		if len(text)+len(word) > length {
			break
		}
		text += word
	}
	return rules.Text{"": text}
}

// TestOwnWords looks for the title and the introduction of every section on its page, in full reports and in empty ones,
// in the usual order and the other way round.
func TestOwnWords(t *testing.T) {
	usual := sectionNames()
	reversed := sectionNames()
	slices.Reverse(reversed[1:])
	for _, folder := range []string{"testdata/fire", "testdata/empty", "testdata/kept"} {
		a := assessed(t, folder)
		for _, names := range [][]string{usual, reversed} {
			_, pages, starts := drawnBy(t, a, "fr", talkative(names...))
			last := 0
			for _, name := range names {
				page := starts[name]
				if page == 0 {
					continue // there is nothing to say
				}
				if page < last {
					t.Errorf("%s: %s is on page %d, after page %d", folder, name, page, last)
				}
				last = page
				text := strings.ReplaceAll(lines(pages[page-1]), "\n", " ")
				if name != firstSection && !strings.Contains(text, "title of "+name) || !strings.Contains(text, "intro of "+name) {
					t.Errorf("%s: page %d lacks the words of %s:\n%s", folder, page, name, text)
				}
			}
		}
	}
}

// TestLeftOut draws reports with each section alone and with each section missing: no link may lead to what is not there,
// and the seal must say what is not.
func TestLeftOut(t *testing.T) {
	a := assessed(t, "testdata/fire")
	l := language(t, "fr")
	for _, s := range sections {
		if s.name == firstSection || s.name == keptSection {
			continue
		}
		without := slices.DeleteFunc(sectionNames(), func(name string) bool { return name == s.name })
		for _, names := range [][]string{{firstSection, s.name, keptSection}, without} {
			_, pages, starts := drawnBy(t, a, "fr", talkative(names...))
			if len(starts) > len(names) {
				t.Errorf("%v: sections on %v", names, starts)
			}
			seal := strings.ReplaceAll(lines(pages[starts[keptSection]-1]), "\n", " ")
			for _, other := range sections {
				if told := strings.Contains(seal, l.Text(other.title, nil)); told == slices.Contains(names, other.name) {
					t.Errorf("%v: the seal tells of %s: %v\n%s", names, other.name, told, seal)
				}
			}
		}
	}
}

// TestReplacedCharactersAreTold asks a report without the page that tells of characters that the typeface lacks to tell
// of them at its seal.
func TestReplacedCharactersAreTold(t *testing.T) {
	a := assessed(t, "testdata/kept")
	template := goodTemplate(t, "testdata/template/good/short.yaml")
	_, pages, starts := drawnBy(t, a, "en", template)
	if seal := lines(pages[starts[keptSection]-1]); !strings.Contains(seal, "U+2736") {
		t.Errorf("the seal does not tell of U+2736:\n%s", seal)
	}
}

// TestTemplateExtremes draws the hardest shapes with the longest words and the largest logos, and looks at every page.
func TestTemplateExtremes(t *testing.T) {
	names := sectionNames()
	slices.Reverse(names[1:])
	for i, logo := range []string{"own", "short", "picture"} {
		if raced && i > 0 {
			break
		}
		template := talkative(names...)
		template.logo = goodTemplate(t, filepath.Join("testdata/template/good", logo+".yaml")).logo
		for _, extreme := range extremes {
			if !slices.Contains([]string{"nothing at all", "names of 120 characters", "all of it", "campuses of 120 characters", "no campus that is played, none on the map"}, extreme.name) {
				continue
			}
			a := fabricated(extreme.shape)
			_, pages, starts := drawnBy(t, a, "de", template)
			if len(pages) > mostPages {
				t.Errorf("%s: %d pages", extreme.name, len(pages))
			}
			if starts[keptSection] != 2 {
				t.Errorf("%s: the title page takes more than one: %v", extreme.name, starts)
			}
			faults := faultsOf(pages)
			for i, box := range boxesOf(pages[:1])[0] {
				if overlap(box, template.logo.box()) {
					faults = append(faults, fmt.Sprintf("%q lies on the logo", pages[0][i].text))
				}
			}
			if len(faults) > 0 {
				t.Errorf("%s, logo of %s: %s", extreme.name, logo, strings.Join(faults[:min(8, len(faults))], "\n"))
			}
		}
	}
}

// TestLogoBox keeps every logo in its place.
func TestLogoBox(t *testing.T) {
	for _, size := range [][2]float64{{400, 100}, {400, 120}, {10, 1000}, {1, 1}, {1000, 1}} {
		box := (&logo{art: &pdf.Artwork{View: pdf.Box{Width: size[0], Height: size[1]}}}).box()
		right, bottom := pdf.PageWidth-pdf.Margin, logoBottom
		if !near(box.Right(), right) || !near(box.Bottom(), bottom) || !near(box.Width/box.Height, size[0]/size[1]) ||
			!near(box.Width, mostLogoWidth) && !near(box.Height, mostLogoHeight) || box.Width > mostLogoWidth+1e-9 || box.Height > mostLogoHeight+1e-9 {
			t.Errorf("a logo of %v in %v", size, box)
		}
	}
}

func near(a, b float64) bool { return a-b < 1e-6*(1+b) && b-a < 1e-6*(1+b) }
