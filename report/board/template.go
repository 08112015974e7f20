package board

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// Template is what an organisation chooses of its report: colour, logo, which sections in which order, and words of its
// own. No figure depends on it. It is not changed once loaded, and may draw any number of reports.
type Template struct {
	file     source.File // its data are no longer there
	standard bool        // it is the one inside the program
	accent   pdf.RGB
	logo     *logo // nil: none

	kind, footer, contact rules.Text
	signatures            []rules.Text // none: the usual ones
	chosen                []choice     // the sections that are drawn, in order
}

// choice is a section that a template draws, with what it says there.
type choice struct {
	name         string
	title, intro rules.Text // nil: the usual title, no introduction
}

// templateFile is the keys of a template.
type templateFile struct {
	Accent     accentColor    `key:"accent"`
	Logo       logoFile       `key:"logo"`
	Kind       rules.Text     `key:"kind"`
	Footer     rules.Text     `key:"footer"`
	Contact    rules.Text     `key:"contact"`
	Signatures []rules.Text   `key:"signatures"`
	Sections   []sectionEntry `key:"sections"`
}

// logoFile is the keys of a logo. Its file is read once the template is whole.
type logoFile struct {
	File string     `key:"file,required"`
	Alt  rules.Text `key:"alt,required"`
}

// sectionFields is the keys of a section that is more than a name.
type sectionFields struct {
	ID    string                `key:"id,required"`
	Show  source.Optional[bool] `key:"show"`
	Title rules.Text            `key:"title"`
	Intro rules.Text            `key:"intro"`
}

// sectionEntry is a section in the list: its name, or a mapping.
type sectionEntry struct{ sectionFields }

// LoadTemplate reads a template strictly, and its logo from the folder that it lies in, out of which nothing is read. It
// names every mistake at once, and the template is nil where there is one. The seal prints the names of the two
// files, so f.Name should be without folders.
func LoadTemplate(f source.File, folder fs.FS) (*Template, source.Diagnostics) {
	documents, found := source.Parse(&f)
	d := source.NewDecoder(&f)
	t := standardTemplate(f)
	if len(documents) == 0 && len(found) == 0 {
		return nil, source.Diagnostics{{Place: source.Place{File: f.Name, Line: 1, Column: 1}, Shown: f.Shown,
			Message: "the file is empty: expected a template with keys such as `accent`, `logo` and `sections`; copy templates/board.yaml to begin with"}}
	}
	var wrongLogo source.Diagnostics
	for i, n := range documents {
		if i > 0 {
			d.Fail(n, "a template is one document: delete this one")
			continue
		}
		var file templateFile
		d.Document(n, &file)
		t.take(&file)
		if name := under(n, "logo", "file"); name != nil && file.Logo.File != "" {
			t.logo, wrongLogo = readLogo(d, name, logoSource{folder, &f, file.Logo})
		}
	}
	found = append(append(found, d.Diagnostics().Quote(&f)...), wrongLogo...)
	if len(found) > 0 {
		found.Sort()
		return nil, found
	}
	t.file.Data = nil
	return t, nil
}

// standardTemplate is what holds where a template says nothing.
func standardTemplate(f source.File) *Template {
	t := &Template{file: f, standard: bytes.Equal(f.Data, templates.Board()), accent: pdf.Accent.RGB()}
	for _, s := range sections {
		t.chosen = append(t.chosen, choice{name: s.name})
	}
	return t
}

// insideTemplate is the one inside the program.
func insideTemplate() *Template {
	t, found := LoadTemplate(source.File{Name: "board.yaml", Shown: "board.yaml", Data: templates.Board()}, nil)
	if len(found) > 0 {
		panic(found.Format()) // the file is part of the program
	}
	return t
}

// take sets what a template's file says.
func (t *Template) take(file *templateFile) {
	if file.Accent.given {
		t.accent = file.Accent.rgb
	}
	t.kind, t.footer, t.contact, t.signatures = file.Kind, file.Footer, file.Contact, file.Signatures
	if file.Sections == nil {
		return
	}
	t.chosen = nil
	for _, s := range file.Sections {
		if !s.Show.Given || s.Show.Value {
			t.chosen = append(t.chosen, choice{s.ID, s.Title, s.Intro})
		}
	}
}

// hidden are the sections that the template leaves out, in their usual order.
func (t *Template) hidden() []string {
	var names []string
	for _, s := range sections {
		if !slices.ContainsFunc(t.chosen, func(c choice) bool { return c.name == s.name }) {
			names = append(names, s.name)
		}
	}
	return names
}

// accentColor is a colour that is dark enough for titles.
type accentColor struct {
	rgb   pdf.RGB
	given bool
}

// leastContrast is that of an accent against white: what WCAG 2.1, 1.4.6, asks of text for those who see little.
const leastContrast = 7.0

var colorShape = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// DecodeNode reads a colour written like #17456B.
func (a *accentColor) DecodeNode(d *source.Decoder, n *source.Node) {
	const want = `a colour of six hexadecimal digits between double quotes, such as "#17456B"`
	if !n.IsText() || !colorShape.MatchString(n.Text) {
		d.Expect(n, want)
		return
	}
	value, _ := strconv.ParseUint(n.Text[1:], 16, 32) // the shape has been checked
	a.rgb, a.given = pdf.RGB{Red: uint8(value >> 16), Green: uint8(value >> 8), Blue: uint8(value)}, true
	if contrast := pdf.Contrast(a.rgb, pdf.White.RGB()); contrast < leastContrast {
		d.Fail(n, "the accent %s has a contrast of %s : 1 against white: titles and links need at least 7 : 1; the same colour at %s has it",
			source.Quoted(n.Text), strconv.FormatFloat(contrast, 'f', 1, 64), source.Quoted(darkened(a.rgb)))
	}
}

// darkened is a colour mixed with just enough black for an accent.
func darkened(c pdf.RGB) string {
	dark := c
	for light := 255; pdf.Contrast(dark, pdf.White.RGB()) < leastContrast; light-- {
		dim := func(v uint8) uint8 { return uint8(int(v) * light / 255) }
		dark = pdf.RGB{Red: dim(c.Red), Green: dim(c.Green), Blue: dim(c.Blue)}
	}
	return "#" + strconv.FormatUint(1<<24|uint64(dark.Red)<<16|uint64(dark.Green)<<8|uint64(dark.Blue), 16)[1:]
}
