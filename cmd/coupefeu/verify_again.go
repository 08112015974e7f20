package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"coupefeu/report"
	"coupefeu/templates"
)

// reproduce assesses again what the report was made from, where that is asked for, and holds every output against what is
// in the folder. It returns the exit status where the inventory is wrong or the machine fails, else exitDone.
func (v *verification) reproduce(s streams, p *progress) int {
	head := v.sealed.Head
	switch {
	case !v.again:
		return exitDone
	case head == nil:
		v.ledger.add(lineFault, checkAgain, "not tried: %s does not say what it was made from", assessmentName)
		return exitDone
	}
	v.asOf, v.auditSeed = head.AsOf.Format(time.RFC3339Nano), head.Sample.Seed
	in, err := load(v.options, s, p)
	if err != nil {
		p.finish()
		return inputStatus(err, s)
	}
	p.at("reading the earlier reports")
	past := v.sealed.Past(v.links, v.shelves)
	if len(past.Missing) > 0 {
		v.ledger.add(lineFault, checkAgain, "not tried: of the quarters that it looks back at, these are not at hand as they were sealed: %s", strings.Join(past.Missing, ", "))
		return exitDone
	}
	for _, period := range past.AsSaid {
		v.ledger.add(lineNote, checkAgain, "the report says why that of %s was not usable then; nothing shows it now, and it is taken as said", period)
	}
	a := assessAfter(in, past.History, v.options, p)
	a.Supersedes = head.Supersedes
	if err := v.compare(a, p); err != nil {
		p.finish()
		return failed(err, s)
	}
	return exitDone
}

// checkAgain is what lines about assessing again are printed under.
const checkAgain = "reproduced"

// compare makes every output again and says which differ.
func (v *verification) compare(a *report.Assessment, p *progress) error {
	r, err := readRecipe(a, v.sealed.Seal.Files)
	if err != nil {
		return err
	}
	m := &making{assessment: a, languages: r.languages, template: v.board}
	faults, same, papers := v.ledger.faults, 0, false
	for _, output := range m.outputs(r.formats) {
		p.at("making " + output.Name + " again")
		at, err := v.matches(m, output, r.shared[output.Name])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			v.ledger.add(lineFault, checkAgain, "%s is made again, and is not there", output.Name)
		case err != nil:
			return err
		case at == report.SameBytes:
			same++
		case output.Name == assessmentName:
			return v.firstDifference(a, at)
		default:
			v.ledger.add(lineFault, checkAgain, "%s differs from byte %d on, though %s is the same", output.Name, at+1, assessmentName)
			papers = papers || strings.HasSuffix(output.Name, "."+formatPDF)
		}
	}
	if papers {
		v.ledger.add(lineNote, checkAgain, "%s", v.aboutTemplate())
	}
	for _, name := range r.strangers {
		v.ledger.add(lineFault, checkAgain, "%s is no file that this version of report writes", name)
	}
	if v.ledger.faults == faults {
		v.ledger.add(lineHolds, checkAgain, "%s, byte for byte", counted(same, "file"))
	}
	return nil
}

// aboutTemplate says what a PDF may differ by though the assessment is the same.
func (v *verification) aboutTemplate() string {
	if v.template == "" {
		return "where the seal in a PDF names a template, give that with --template"
	}
	return "the seal in a PDF prints the digests of its template and logo: see that those of --template are the same"
}

// firstDifference says where two assessments part. The other outputs print the digest of the assessment, so that they
// differ too.
func (v *verification) firstDifference(a *report.Assessment, at int64) error {
	words, err := v.sealed.Difference(a)
	if err != nil {
		return err
	}
	if words == "" {
		words = fmt.Sprintf("%s says the same, and is written differently from byte %d on", assessmentName, at+1)
	}
	v.ledger.add(lineFault, checkAgain, "%s", words)
	return nil
}

// matches holds an output against its file. One that every language shares is in the first language of the original
// command line, which nothing tells: then any language may be it.
func (v *verification) matches(m *making, output report.Output, shared bool) (int64, error) {
	at, err := v.sealed.Matches(output)
	if err != nil || at == report.SameBytes || !shared {
		return at, err
	}
	given := m.languages
	defer func() { m.languages = given }()
	for i := range given {
		m.languages = append([]*templates.Language{given[i]}, given...)
		if other, err := v.sealed.Matches(output); err != nil || other == report.SameBytes {
			return other, err
		}
	}
	return at, nil
}

// recipe is what the files of a report tell of the command line that wrote them.
type recipe struct {
	formats   []string
	languages []*templates.Language // all there are where no file tells
	shared    map[string]bool       // names that are the same in every language
	strangers []string              // files that no format makes
}

// readRecipe finds the formats and languages that give files of these names.
func readRecipe(a *report.Assessment, files map[string]string) (recipe, error) {
	r := recipe{shared: map[string]bool{}}
	languages, err := chosenLanguages(&options{languages: templates.Tags()}, "")
	if err != nil {
		return r, err
	}
	makers := map[string][]*templates.Language{}
	for _, format := range renderers() {
		for _, l := range languages {
			for _, output := range format.files(&making{assessment: a, languages: []*templates.Language{l}}) {
				if _, there := files[output.Name]; there {
					makers[output.Name] = append(makers[output.Name], l)
					r.formats = append(r.formats, format.name)
				}
			}
		}
	}
	for name, by := range makers {
		r.shared[name] = len(by) == len(languages)
	}
	r.languages = slices.DeleteFunc(slices.Clone(languages), func(l *templates.Language) bool {
		return !slices.ContainsFunc(slices.Collect(maps.Values(makers)), func(by []*templates.Language) bool { return len(by) == 1 && by[0] == l })
	})
	if len(r.languages) == 0 {
		r.languages = languages
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if makers[name] == nil && name != assessmentName {
			r.strangers = append(r.strangers, name)
		}
	}
	return r, nil
}
