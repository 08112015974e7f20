package board

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"coupefeu/report"
	"coupefeu/report/ci"
	"coupefeu/report/workbook"
	"coupefeu/templates"
)

// A count that a page prints is one that the workbook counts again, in its reconciliation, with the page in that row.
// To prove it, counts are marked (counts_marks_test.go), so that none can pass for another; then the pages are read back,
// and each number that they hold is looked for.

// saidAs is a text that prints a number which the workbook does not count, and why that is right. The text's other
// arguments are named.
type saidAs struct{ key, number, others, why string }

const (
	layOutRest = "what a list has no room for: the whole is counted, and what is shown is named"
	aTerm      = "a length of time"
	aTick      = "of an axis"
)

// excused are the only numbers of that kind that stand in a text.
var excused = []saidAs{
	{"board.sites.more", "n", "sheet", layOutRest}, {"board.lost.more", "n", "sheet", layOutRest}, {"board.times.more", "n", "sheet numbers", layOutRest},
	{"board.work.more", "n", "sheet last", layOutRest}, {"board.against.more", "n", "sheet", layOutRest}, {"board.waivers.more", "n", "sheet", layOutRest},
	{"board.rules.more", "n", "sheet", layOutRest}, {"board.urgent.more", "n", "sheet numbers", layOutRest}, {"board.quarter.kept.more", "n", "sheet", layOutRest},
	{"board.quarter.kept.more_open", "n", "sheet", layOutRest}, {"board.frameworks.more", "n", "sheet", layOutRest}, {"board.frameworks.more_controls", "n", "sheet", layOutRest},
	{"board.inputs.more", "n", "", layOutRest}, {"board.weak.notice_more", "n", "text", layOutRest}, {"board.weak.notices.more", "n", "", layOutRest},
	{"board.count.others", "n", "", layOutRest}, {"board.count.other_services", "n", "", layOutRest}, {"board.decisions.other_sites", "n", "", layOutRest},
	{"board.decisions.owners", "n", "owner", layOutRest}, {"board.work.some", "shown", "n", layOutRest}, {"board.restores.ages.more", "n", "sheet", layOutRest},
	{"board.waivers.ending", "days", "n", aTerm}, {"board.waivers.group.ending", "days", "n", aTerm}, {"board.restores.ages.last", "n", "", aTick},
	{"board.count.files", "n", "", "files have no rows of their own; each stands beside, with its digest"}, {"board.seal.no_room", "n", "", "the most pages that a report may have"},
}

// spaced makes spaces that keep words together plain ones: which are depends on the line.
var spaced = strings.NewReplacer("\u00a0", " ")

// pattern is the text in a language, of many, with the number in a group.
func (e *saidAs) pattern(t testing.TB, tag string) *regexp.Regexp {
	t.Helper()
	const many, fewer = 98_765_432, 87_654_321
	l, args := language(t, tag), templates.Args{"n": fewer}
	for other := range strings.FieldsSeq(e.others) {
		if other != "n" {
			args[other] = "\x01"
		}
	}
	args[e.number] = many
	text := l.Text(e.key, args)
	if !strings.Contains(text, l.Integer(many)) {
		t.Fatalf("%s: %s does not print %s: %s", tag, e.key, e.number, text)
	}
	text = spaced.Replace(text)
	return regexp.MustCompile(strings.NewReplacer("\x01", ".*", regexp.QuoteMeta(l.Integer(many)), `(\d[\d\pZs.,]*)`, regexp.QuoteMeta(l.Integer(fewer)), ".*").
		Replace(regexp.QuoteMeta(text)))
}

// said is a text of a report, with the pages on which the sections of its page start; nil where it is on no page.
type said struct {
	where, text string
	pages       []int
}

// allSaid is what a report says in a language, on its pages, read out, and in its summary; and the pages on which its
// sections start.
func allSaid(t testing.TB, a *report.Assessment, tag string) ([]said, map[string]int) {
	t.Helper()
	file, pages := written(t, a, tag)
	drawn := pagesOf(t, file)
	var out []said
	for i, page := range drawn {
		for _, text := range paragraphs(page) {
			out = append(out, said{fmt.Sprintf("page %d", i+1), text, startsOf(pages, i+1)})
		}
	}
	for _, text := range spoken(t, file) {
		out = append(out, said{"read out", text, nil})
	}
	var summary bytes.Buffer
	if err := ci.Markdown(&summary, a, language(t, tag)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(summary.String()) {
		out = append(out, said{"summary.md", codeLike.ReplaceAllString(line, "N"), nil})
	}
	return out, pages
}

// startsOf are the pages on which the sections start of which something stands on a page: those that start there, and
// the one before, which may end there.
func startsOf(pages map[string]int, page int) []int {
	out, last := []int{}, 0
	for _, start := range pages {
		switch {
		case start == page:
			out = append(out, start)
		case start < page:
			last = max(last, start)
		}
	}
	return append(out, last)
}

// reconciledCounts are the counts that the workbook's reconciliation has, each with the pages on which it says that they
// are printed, and the paths of the assessment that it has.
func reconciledCounts(t testing.TB, a *report.Assessment, tag string, pages map[string]int) (counts map[int][]int, paths map[string]bool) {
	t.Helper()
	w, err := workbook.NewSeparated(a, language(t, tag), workbook.Options{Pages: pages})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := w.Write(&out, "reconciliation"); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\uFEFF")))
	if language(t, tag).Decimal(0.5, 1) != "0.5" {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	where, value, path := slices.Index(rows[0], "where"), slices.Index(rows[0], "json"), slices.Index(rows[0], "path")
	counts, paths = map[int][]int{}, map[string]bool{}
	for _, row := range rows[5:] {
		n, err := strconv.Atoi(row[value])
		if err != nil || row[path] == "" {
			continue // no count, or a line that tells how many counts there are
		}
		paths[row[path]] = true
		counts[n] = append(counts[n], 0)
		for page := range strings.SplitSeq(row[where], ", ") {
			if number, err := strconv.Atoi(page); err == nil {
				counts[n] = append(counts[n], number)
			}
		}
	}
	return counts, paths
}

// countedCase is an assessment, made anew each time, with the names in it.
type countedCase struct {
	name string
	make func() *report.Assessment
}

// countedCases are the sample, the assessments that are made by hand, and shapes of all kinds.
func countedCases(t testing.TB) []countedCase {
	t.Helper()
	cases := []countedCase{{"sample", func() *report.Assessment { return sampled(t) }}}
	folders, err := filepath.Glob("testdata/*/as_of")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range folders {
		folder := filepath.Dir(file)
		cases = append(cases, countedCase{folder, func() *report.Assessment { return assessed(t, folder) }})
	}
	// Scenarios that nobody played have no rows in a workbook.
	for _, extreme := range extremes {
		if extreme.services < 100 && extreme.campuses+extreme.others == 0 {
			cases = append(cases, countedCase{extreme.name, func() *report.Assessment { return fabricated(extreme.shape) }})
		}
	}
	return cases
}

// TestPrintedCounts reads the report of each case and looks for every marked number among what the workbook counts.
func TestPrintedCounts(t *testing.T) {
	for _, c := range countedCases(t) {
		for i, tag := range []string{"en", "fr"} {
			if i > 0 && (raced || c.name != "sample") {
				break
			}
			printed, paths := marked(c.make(), findingShift)
			plain, _ := marked(c.make(), 0)
			texts, pages := allSaid(t, printed, tag)
			counts, _ := reconciledCounts(t, plain, tag, pages)
			p := newProof(t, tag, printed, counts)
			for _, s := range texts {
				for _, fault := range p.faults(s, paths) {
					t.Errorf("%s, %s, %s: %s in %q", c.name, tag, s.where, fault, s.text)
				}
			}
			if p.found < 40 && c.name == "sample" {
				t.Errorf("%s: only %d counts are printed", c.name, p.found)
			}
		}
	}
}

// proof looks numbers up.
type proof struct {
	number    *regexp.Regexp
	group     string
	excused   []*regexp.Regexp
	names     *strings.Replacer
	counts    map[int][]int
	otherwise map[int]bool // sizes of files
	units     []string     // what follows a figure that is no count
	found     int
}

func newProof(t testing.TB, tag string, a *report.Assessment, counts map[int][]int) *proof {
	t.Helper()
	group := strings.Trim(language(t, tag).Integer(1000), "10")
	p := &proof{group: group, counts: counts, otherwise: map[int]bool{}, number: regexp.MustCompile(`\d{1,3}(?:` + regexp.QuoteMeta(group) + `\d{3})+`),
		names: unnaming((&spokenCase{a: a}).given())}
	for i := range excused {
		p.excused = append(p.excused, excused[i].pattern(t, tag))
	}
	for _, figure := range []string{language(t, tag).Duration(1500 * 86400), language(t, tag).Percent(15), language(t, tag).Distance(1500)} {
		p.units = append(p.units, strings.TrimLeft(spaced.Replace(figure), " 0123456789"+group))
	}
	for i := range a.Inputs {
		p.otherwise[int(a.Inputs[i].Bytes)] = true
	}
	return p
}

// faults are the marked numbers of a text that the workbook does not count, or not for this page.
func (p *proof) faults(s said, paths map[int]string) []string {
	var out []string
	text := spaced.Replace(p.names.Replace(s.text))
	for _, at := range p.number.FindAllStringIndex(text, -1) {
		n, _ := strconv.Atoi(strings.ReplaceAll(text[at[0]:at[1]], p.group, ""))
		where, counted := p.counts[n]
		switch {
		case n >= findingShift && n < findingShift+100_000, p.otherwise[n], p.measures(text[at[1]:]), p.isExcused(text, at):
		case !counted:
			out = append(out, fmt.Sprintf("%d (%s) is not counted again", n, paths[n]))
		case s.pages != nil && !slices.ContainsFunc(where, func(page int) bool { return slices.Contains(s.pages, page) }):
			out = append(out, fmt.Sprintf("%d (%s) is said to stand on the pages %v, not on %v", n, paths[n], where, s.pages))
		default:
			p.found++
		}
	}
	return out
}

// measures tells whether a unit follows a number.
func (p *proof) measures(after string) bool {
	return slices.ContainsFunc(p.units, func(unit string) bool { return strings.HasPrefix(strings.TrimLeft(after, " "), unit) })
}

// isExcused tells whether a number stands where a text prints one that need not be counted.
func (p *proof) isExcused(text string, at []int) bool {
	return slices.ContainsFunc(p.excused, func(e *regexp.Regexp) bool {
		return slices.ContainsFunc(e.FindAllStringSubmatchIndex(text, -1), func(m []int) bool { return m[2] <= at[0] && at[1] <= m[3] })
	})
}
