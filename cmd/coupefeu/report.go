package main

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
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
	template   *board.Template           // how the PDF looks; nil: as usual
	digest     string                    // of assessment.json, once that is written
	json       []byte                    // assessment.json, nil where it is too large for the PDF to carry
	pages      map[string]map[string]int // by language: the PDF's page of each section, once that is drawn
	separated  separated                 // the sheets as files of separated values, of the language at hand
}

// renderer is a format that report can write: its files, in the order in which they are made.
type renderer struct {
	name  string
	files func(m *making) []report.Output
	asked bool // it is made only where it is asked for by name
}

// formatPDF is the format that a template is for.
const formatPDF = "pdf"

// renderers is the one list of report's formats. The PDF comes before the workbook, which names its pages.
func renderers() []renderer {
	return []renderer{
		{name: formatPDF, files: func(m *making) []report.Output { return m.each("board.%s.pdf", m.writeBoard) }},
		{name: "xlsx", files: func(m *making) []report.Output { return m.each("audit.%s.xlsx", m.writeWorkbook) }},
		{name: "md", files: func(m *making) []report.Output {
			return []report.Output{{Name: "summary.md", Write: func(w io.Writer) error { return ci.Markdown(w, m.assessment, m.languages[0]) }}}
		}},
		{name: "csv", files: (*making).csvFiles, asked: true},
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
	pages, err := board.Write(w, m.assessment, l, board.Options{Attachment: m.json, Digest: m.digest, Template: m.template})
	m.pages[l.Tag()] = pages
	return err
}

func (m *making) writeWorkbook(w io.Writer, l *templates.Language) error {
	return workbook.Write(w, m.assessment, l, workbook.Options{Digest: m.digest, Pages: m.pages[l.Tag()]})
}

// writeJSON writes assessment.json, whose digest the others print and which the PDF carries.
func (m *making) writeJSON(w io.Writer) error {
	hash, kept := sha256.New(), &keeper{}
	if err := report.WriteJSON(io.MultiWriter(w, hash, kept), m.assessment); err != nil {
		return err
	}
	m.digest = hex.EncodeToString(hash.Sum(nil))
	m.json = kept.small()
	return nil
}

// The PDF must stay under 2 MB. It carries assessment.json where that takes no more than mostCarried once compressed;
// what is longer than mostKept would not, and is not kept to find out.
const (
	mostKept    = 32 << 20
	mostCarried = 1_400_000
)

// keeper keeps what is written to it, as long as it is not too much.
type keeper struct {
	text bytes.Buffer
	over bool
}

// Write never fails.
func (k *keeper) Write(p []byte) (int, error) {
	if k.over = k.over || k.text.Len()+len(p) > mostKept; k.over {
		k.text = bytes.Buffer{}
		return len(p), nil
	}
	return k.text.Write(p)
}

// small is what was written, nil where it is too much for the PDF.
func (k *keeper) small() []byte {
	if k.over {
		return nil
	}
	var size counter
	packed := zlib.NewWriter(&size)
	packed.Write(k.text.Bytes()) // a counter does not fail
	packed.Close()
	if size > mostCarried {
		return nil
	}
	return k.text.Bytes()
}

// counter counts the bytes that are written to it.
type counter int

// Write never fails.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// outputs are the files of the chosen formats. assessment.json is always there, and first.
func (m *making) outputs(formats []string) []report.Output {
	m.pages, m.separated = map[string]map[string]int{}, separated{}
	out := []report.Output{{Name: "assessment.json", Write: m.writeJSON}}
	for _, r := range renderers() {
		if slices.Contains(formats, r.name) {
			out = append(out, r.files(m)...)
		}
	}
	return out
}

func runReport(c command, args []string, s streams) int {
	k := kind{defaultGate: "never", writes: true, notes: csvNotes}
	for _, r := range renderers() {
		k.formats = append(k.formats, r.name)
		if !r.asked {
			k.defaultFormat = append(k.defaultFormat, r.name)
		}
	}
	o, status, ended := parseFlags(c, k, args, s)
	if ended {
		return status
	}
	if err := readKey(o, s); err != nil {
		return keyStatus(err, o, s)
	}
	p := newProgress(s, o.quiet)
	defer p.finish()
	if err := (report.Folder{Out: o.out}).Mend(); err != nil {
		return failed(err, s)
	}
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
	languages, err := chosenLanguages(o, a.Organisation.Language)
	if err != nil {
		return failed(err, s)
	}
	m := &making{assessment: a, languages: languages, template: o.board}
	saved, err := report.Folder{Out: o.out, Force: o.force, Key: o.key}.Save(a, func() []report.Output { return m.outputs(o.formats) })
	p.finish()
	noteHistory(a, o, s)
	var refused *report.RefusedError
	switch {
	case errors.As(err, &refused):
		complain(s.err, refused.Error(), "")
		return exitInput
	case err != nil:
		complain(s.err, err.Error(), "the earlier outputs are as they were")
		return exitFailed
	}
	if o.quiet {
		return exitDone
	}
	if err := buffered(s.out, func(w io.Writer) error { printSaved(w, a, o, saved); return nil }); err != nil {
		complain(s.err, fmt.Sprintf("printing what was written: %v", err), "the report itself is whole: "+filepath.Join(o.out, a.Period.ID))
		return exitFailed
	}
	return exitDone
}

// printSaved says where the report is and what it found, in a few lines.
func printSaved(w io.Writer, a *report.Assessment, o *options, saved report.Saved) {
	target := filepath.Join(o.out, a.Period.ID)
	what := "sealed report"
	switch {
	case a.Fictitious:
		what = "report on the sample, a fictitious organisation,"
	case a.Draft:
		what = "draft"
	}
	if saved != report.SavedReport {
		fmt.Fprintf(w, "%s: the %s is there already, byte for byte\n", target, what)
		printSigned(w, o.key, target, saved)
		return
	}
	c := a.Summary.Checks
	fmt.Fprintf(w, "%s: %s of %s as of %s\n", target, what, ci.Plain(a.Organisation.Name), a.AsOf.Format("2006-01-02 15:04"))
	fmt.Fprintf(w, "%d of %d services compliant, %d more with waivers; of %d checks %d pass, %d fail, %d not demonstrated, %d waived\n",
		a.Summary.Compliant, a.Summary.Services, a.Summary.CompliantWithWaivers, c.Applicable(), c.Pass, c.Fail, c.Unknown, c.Waived)
	printSigned(w, o.key, target, saved)
}
