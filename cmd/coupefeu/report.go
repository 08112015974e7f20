package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"coupefeu/report"
	"coupefeu/report/board"
	"coupefeu/report/ci"
	"coupefeu/report/workbook"
	"coupefeu/templates"
)

// making is what the renderers of one report share.
type making struct {
	assessment *report.Assessment
	languages  []*templates.Language
	json       []byte                    // assessment.json
	pages      map[string]map[string]int // by language: the PDF's page of each section, once that is drawn
}

// renderer is a format that report can write: its files, in the order in which they are made.
type renderer struct {
	name  string
	files func(m *making) []report.Output
}

// renderers is the one list of report's formats. The PDF comes before the workbook, which names its pages.
func renderers() []renderer {
	return []renderer{
		{"pdf", func(m *making) []report.Output { return m.each("board.%s.pdf", m.writeBoard) }},
		{"xlsx", func(m *making) []report.Output { return m.each("audit.%s.xlsx", m.writeWorkbook) }},
		{"md", func(m *making) []report.Output {
			return []report.Output{{Name: "summary.md", Write: func(w io.Writer) error { return ci.Markdown(w, m.assessment, m.languages[0]) }}}
		}},
	}
}

// each is one file a language.
func (m *making) each(name string, write func(io.Writer, *templates.Language) error) []report.Output {
	var out []report.Output
	for _, l := range m.languages {
		out = append(out, report.Output{Name: fmt.Sprintf(name, l.Tag()), Write: func(w io.Writer) error { return write(w, l) }})
	}
	return out
}

func (m *making) writeBoard(w io.Writer, l *templates.Language) error {
	pages, err := board.Write(w, m.assessment, l, board.Options{Attachment: m.json})
	m.pages[l.Tag()] = pages
	return err
}

func (m *making) writeWorkbook(w io.Writer, l *templates.Language) error {
	return workbook.Write(w, m.assessment, l, workbook.Options{Pages: m.pages[l.Tag()]})
}

func (m *making) writeJSON(w io.Writer) error {
	_, err := w.Write(m.json)
	return err
}

// outputs are the files of the chosen formats. assessment.json is always there, and first: the PDF carries it.
func (m *making) outputs(formats []string) ([]report.Output, error) {
	var text bytes.Buffer
	if err := report.WriteJSON(&text, m.assessment); err != nil {
		return nil, err
	}
	m.json, m.pages = text.Bytes(), map[string]map[string]int{}
	out := []report.Output{{Name: "assessment.json", Write: m.writeJSON}}
	for _, r := range renderers() {
		if slices.Contains(formats, r.name) {
			out = append(out, r.files(m)...)
		}
	}
	return out, nil
}

func runReport(c command, args []string, s streams) int {
	k := kind{defaultGate: "never", writes: true}
	for _, r := range renderers() {
		k.formats = append(k.formats, r.name)
	}
	k.defaultFormat = k.formats
	o, status, ended := parseFlags(c, k, args, s)
	if ended {
		return status
	}
	p := newProgress(s, o.quiet)
	defer p.finish()
	a, err := assess(o, s, p)
	if err != nil {
		p.finish()
		return inputStatus(err, s)
	}
	if a.AsOf.After(s.now) && !o.sample {
		p.finish()
		complain(s.err, fmt.Sprintf("as-of %s is later than the clock: a quarter that has not ended can't be sealed", a.AsOf.Format("2006-01-02T15:04:05Z07:00")),
			"leave --as-of and --period out for a draft as of now, or use check")
		return exitInput
	}
	p.at("writing the reports")
	status = save(o, a, s, p)
	if status != exitDone {
		return status
	}
	return gate(o, a, s)
}

// save writes the outputs into the period's folder and says what it did.
func save(o *options, a *report.Assessment, s streams, p *progress) int {
	languages, err := chosenLanguages(o, a)
	if err != nil {
		return failed(err, s)
	}
	m := &making{assessment: a, languages: languages}
	changed, err := report.Folder{Out: o.out, Force: o.force}.Save(a, func() ([]report.Output, error) { return m.outputs(o.formats) })
	p.finish()
	target := filepath.Join(o.out, a.Period.ID)
	var refused *report.RefusedError
	switch {
	case errors.As(err, &refused):
		complain(s.err, refused.Error(), "")
		return exitInput
	case err != nil:
		return failed(err, s)
	}
	if !o.quiet {
		printSaved(s.out, a, target, changed)
	}
	return exitDone
}

// printSaved says where the report is and what it found, in a few lines.
func printSaved(w io.Writer, a *report.Assessment, target string, changed bool) {
	what := "sealed report"
	switch {
	case a.Fictitious:
		what = "report on the sample, a fictitious organisation,"
	case a.Draft:
		what = "draft"
	}
	if !changed {
		fmt.Fprintf(w, "%s: the %s is there already, byte for byte\n", target, what)
		return
	}
	c := a.Summary.Checks
	fmt.Fprintf(w, "%s: %s of %s as of %s\n", target, what, ci.Plain(a.Organisation.Name), a.AsOf.Format("2006-01-02 15:04"))
	fmt.Fprintf(w, "%d of %d services compliant, %d more with waivers; of %d checks %d pass, %d fail, %d not demonstrated, %d waived\n",
		a.Summary.Compliant, a.Summary.Services, a.Summary.CompliantWithWaivers, c.Applicable(), c.Pass, c.Fail, c.Unknown, c.Waived)
}
