package board

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory/source"
	"coupefeu/templates"
)

// loadedTemplate loads a template from its folder.
func loadedTemplate(t testing.TB, path string) (*Template, source.Diagnostics) {
	t.Helper()
	data := read(t, path)
	name := filepath.Base(path)
	return LoadTemplate(source.File{Name: name, Shown: name, Data: data, SHA256: fmt.Sprintf("%x", sha256.Sum256(data))}, os.DirFS(filepath.Dir(path)))
}

// goodTemplate loads a template that has no mistake.
func goodTemplate(t testing.TB, path string) *Template {
	t.Helper()
	template, found := loadedTemplate(t, path)
	none(t, found)
	return template
}

// compared holds a text against a golden file, which UPDATE=1 rewrites.
func compared(t *testing.T, golden, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if difference := cmp.Diff(string(read(t, golden)), got); difference != "" {
		t.Errorf("%s (−want +got):\n%s", golden, difference)
	}
}

func found(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s finds nothing: %v", pattern, err)
	}
	return paths
}

// TestBadTemplates holds every mistake that a template can have against its message.
func TestBadTemplates(t *testing.T) {
	for _, path := range found(t, "testdata/template/bad/*.yaml") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			template, wrong := loadedTemplate(t, path)
			if len(wrong) == 0 || template != nil {
				t.Fatal("a wrong template was accepted")
			}
			compared(t, strings.TrimSuffix(path, ".yaml")+".want", wrong.Format())
		})
	}
}

// TestInsideTemplate asks the template inside the program to say what holds where a template says nothing, every section
// in the order of the table, so that both are one.
func TestInsideTemplate(t *testing.T) {
	inside, usual := insideTemplate(), standardTemplate(source.File{Data: templates.Board()})
	if !inside.standard || inside.accent != usual.accent || inside.logo != nil || inside.signatures != nil || len(inside.hidden()) > 0 {
		t.Errorf("templates/board.yaml says %+v", inside)
	}
	for i, s := range sections {
		if i >= len(inside.chosen) || inside.chosen[i].name != s.name {
			t.Fatalf("templates/board.yaml has the sections %v: the %d. of the table is %s", inside.chosen, i+1, s.name)
		}
	}
	var silent []string
	for key := range strings.SplitSeq("accent logo kind footer contact signatures sections", " ") {
		if !strings.Contains("\n"+string(templates.Board()), "\n"+key+":") && !strings.Contains(string(templates.Board()), "\n# "+key+":") {
			silent = append(silent, key)
		}
	}
	if keys := source.Keys(templateFile{}); len(silent) > 0 || len(keys) != 7 {
		t.Errorf("templates/board.yaml does not show %v, of %v", silent, keys)
	}
}

// TestExamplesInside takes the examples in the comments of the template inside the program at their word.
func TestExamplesInside(t *testing.T) {
	example := regexp.MustCompile(`(?m)^# ((logo|kind|footer|contact|signatures):.*|  (file|alt): .*|  - \{.*)$`)
	section := regexp.MustCompile(`(?m)(^#   - id: lost\n)((#     .*\n)+)`)
	text := string(templates.Board())
	words := section.FindString(text)
	if len(example.FindAllString(text, -1)) != 10 || words == "" {
		t.Fatalf("other examples than these: %q, %q", example.FindAllString(text, -1), words)
	}
	text = example.ReplaceAllString(section.ReplaceAllString(text, ""), "$1")
	text = regexp.MustCompile(`(?m)^  - lost .*\n`).ReplaceAllString(text, strings.ReplaceAll(words, "#   ", "  "))
	logo := fstest.MapFS{"logo.svg": {Data: read(t, "testdata/template/good/tall.svg")}}
	template, wrong := LoadTemplate(source.File{Name: "board.yaml", Shown: "board.yaml", Data: []byte(text)}, logo)
	none(t, wrong)
	lost := template.chosen[2]
	if template.logo == nil || template.kind == nil || template.footer == nil || template.contact == nil || len(template.signatures) != 3 || lost.title == nil || lost.intro == nil {
		t.Errorf("the examples give %+v", template)
	}
}

// TestAccentAtTheLimit tries colours just over and just under the least contrast.
func TestAccentAtTheLimit(t *testing.T) {
	for color, good := range map[string]bool{"#595959": true, "#5A5A5A": false, "#000000": true, "#767676": false, "#17456b": true} {
		_, wrong := LoadTemplate(source.File{Name: "a.yaml", Shown: "a.yaml", Data: []byte(`accent: "` + color + `"`)}, nil)
		if (len(wrong) == 0) != good {
			t.Errorf("%s: %s", color, wrong.Format())
		}
	}
}

// TestLogoLimits tries files just under and just over the most bytes, as drawings and as pictures.
func TestLogoLimits(t *testing.T) {
	drawing := []byte(`<svg viewBox="0 0 10 10"><path d="M0 0h1v1z"/></svg>`)
	padded := func(n int) []byte { return append(drawing, []byte(strings.Repeat("\n", n-len(drawing)))...) }
	for name, c := range map[string]struct {
		data []byte
		want string // part of the message; "": none
	}{
		"logo.svg":  {padded(mostLogoBytes), ""},
		"LOGO.SVG":  {drawing, ""},
		"large.svg": {padded(mostLogoBytes + 1), "has 200001 bytes, more than the 200000"},
		"large.png": {append([]byte(pngSignature), padded(mostLogoBytes)...), "has 200008 bytes"},
	} {
		file := source.File{Name: "a.yaml", Shown: "here/a.yaml", Data: []byte("logo: {file: logos/" + name + ", alt: Logo}")}
		template, wrong := LoadTemplate(file, fstest.MapFS{"logos/" + name: {Data: c.data}})
		switch {
		case (template == nil) != (c.want != "") || c.want != "" && !strings.Contains(wrong.Format(), c.want):
			t.Errorf("%s: %s", name, wrong.Format())
		case template != nil && template.logo.file != "logos/"+name:
			t.Errorf("logo %q", template.logo.file)
		}
	}
}

// FuzzLoadTemplate feeds the loader anything: it must say what is wrong, or give a template that draws a report.
func FuzzLoadTemplate(f *testing.F) {
	for _, pattern := range []string{"testdata/template/good/*.yaml", "testdata/template/bad/*.yaml"} {
		for _, path := range found(f, pattern) {
			f.Add(read(f, path))
		}
	}
	f.Add(templates.Board())
	folder := os.DirFS("testdata/template/good")
	f.Fuzz(func(t *testing.T, data []byte) {
		template, wrong := LoadTemplate(source.File{Name: "board.yaml", Shown: "board.yaml", Data: data}, folder)
		if template == nil {
			if len(wrong) == 0 || strings.TrimSpace(wrong.Format()) == "" {
				t.Fatal("refused without a reason")
			}
			return
		}
		names := map[string]bool{}
		for _, c := range template.chosen {
			names[c.name] = true
		}
		if len(wrong) > 0 || template.chosen[0].name != firstSection || !names[keptSection] || len(names) != len(template.chosen) {
			t.Fatalf("%d mistakes beside %v", len(wrong), template.chosen)
		}
	})
}
