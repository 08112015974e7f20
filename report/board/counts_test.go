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
	"testing/fstest"
	"unicode"

	"coupefeu/inventory"
	"coupefeu/inventory/sample"
	"coupefeu/report"
	"coupefeu/report/ci"
	"coupefeu/report/workbook"
	"coupefeu/rules/packs"
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

// patterns are the text in a language with the number in a group: of many, and of one where that reads otherwise.
func (e *saidAs) patterns(t testing.TB, tag string) []*regexp.Regexp {
	t.Helper()
	const many, fewer = 98_765_432, 87_654_321
	l, args := language(t, tag), templates.Args{"n": fewer}
	for other := range strings.FieldsSeq(e.others) {
		if other != "n" {
			args[other] = "\x01"
		}
	}
	args[e.number] = many
	text := spaced.Replace(l.Text(e.key, args))
	if !strings.Contains(text, l.Integer(many)) {
		t.Fatalf("%s: %s does not print %s: %s", tag, e.key, e.number, text)
	}
	out := []*regexp.Regexp{regexp.MustCompile(strings.NewReplacer("\x01", ".*", regexp.QuoteMeta(l.Integer(many)), `(\d[\d\pZs.,]*)`,
		regexp.QuoteMeta(l.Integer(fewer)), ".*").Replace(regexp.QuoteMeta(text)))}
	args[e.number] = 1
	if one := spaced.Replace(l.Text(e.key, args)); e.number == "n" && strings.Count(one, "1") == 1 {
		out = append(out, regexp.MustCompile(strings.NewReplacer("\x01", ".*", "1", `(1)`).Replace(regexp.QuoteMeta(one))))
	}
	return out
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
		for _, text := range mended(paragraphs(page), groupOf(t, tag)) {
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

// groupOf is what a language has between thousands.
func groupOf(t testing.TB, tag string) string {
	return strings.Trim(language(t, tag).Integer(1000), "10")
}

// mended joins the pieces of numbers that are longer than their cell, as marked ones may be.
func mended(texts []string, group string) []string {
	rest := regexp.MustCompile(`^` + regexp.QuoteMeta(group) + `\d{3}`)
	var out []string
	for _, text := range texts {
		if rest.MatchString(text) {
			for len(out) > 1 && out[len(out)-1] == "\u2010" {
				out = out[:len(out)-1]
			}
			out[len(out)-1] += text
			continue
		}
		out = append(out, text)
	}
	return out
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
	if last > 0 {
		out = append(out, last)
	}
	return out
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

// countedCase is an assessment, made anew each time.
type countedCase struct {
	name string
	make func() *report.Assessment
}

// countedCases are the sample, the assessments that are made by hand, one that nobody wrote, and shapes of several kinds.
func countedCases(t testing.TB) []countedCase {
	t.Helper()
	cases := []countedCase{{"sample", func() *report.Assessment { return sampled(t) }}, {"generated", func() *report.Assessment { return generated(t, 47, 5) }}}
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
		if extreme.services < 50 && extreme.campuses+extreme.others == 0 {
			cases = append(cases, countedCase{extreme.name, func() *report.Assessment { return fabricated(extreme.shape) }})
		}
	}
	return cases
}

// generated is an assessment of an inventory that nobody wrote.
func generated(t testing.TB, services int, seed uint64) *report.Assessment {
	t.Helper()
	files := fstest.MapFS{}
	err := sample.Generate(services, seed, func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: bytes.Clone(data)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return report.Assess(inputOf(t, inventory.Root{FS: files, Shown: "generated"}, packs.Baseline(), sample.AsOf))
}

// TestPrintedCounts reads the report of each case and looks for every marked number among what the workbook counts.
func TestPrintedCounts(t *testing.T) {
	for place, c := range countedCases(t) {
		if raced && place > 1 {
			break
		}
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

// TestMissedCounts takes from the workbook what it counts, and then the pages that it says: every number is missed.
func TestMissedCounts(t *testing.T) {
	printed, paths := marked(sampled(t), findingShift)
	plain, _ := marked(sampled(t), 0)
	texts, pages := allSaid(t, printed, "en")
	counts, _ := reconciledCounts(t, plain, "en", pages)
	nowhere := map[int][]int{}
	for n := range counts {
		nowhere[n] = []int{0}
	}
	there, missing, misplaced := newProof(t, "en", printed, counts), newProof(t, "en", printed, nil), newProof(t, "en", printed, nowhere)
	onPages, missed, elsewhere := 0, 0, 0
	for _, s := range texts {
		before := there.found
		there.faults(s, paths)
		missed += len(missing.faults(s, paths))
		if s.pages != nil {
			onPages += there.found - before
			elsewhere += len(misplaced.faults(s, paths))
		}
	}
	if missed != there.found || elsewhere != onPages || onPages < 400 {
		t.Errorf("of %d counts %d are missed, of %d on pages %d stand elsewhere", there.found, missed, onPages, elsewhere)
	}
}

// proof looks numbers up.
type proof struct {
	number  *regexp.Regexp
	group   string
	forms   []*regexp.Regexp
	excused []*regexp.Regexp
	names   *strings.Replacer
	counts  map[int][]int
	sizes   map[int]bool // of files
	found   int
}

// forms are what numbers in English are part of that count nothing. In other languages numbers of up to three digits are
// not looked at: what prints them is the same.
var forms = []string{
	`page \d+( of \d+)?`, `\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?`, `quarter of \d{4}`, `end of \w+ \d{4}`,
	`\d\d/\d\d/\d{4}`, `\d{4}-Q\d`, `\bQ\d`, `\d[\d.,]*( / \d+)*( )?(%|h|min|s|days|day|d|km|kB)([^\pL]|$)`, `\d+° [NESW]`, `\d+(\.\d+)+`, `U\+[0-9A-F]+`,
	`(≤|≥|at least|at most|limit:?|measured|no\.|among no\.) \d[\d,]*( to \d[\d,]*)?`, `\d+( /( [\d–])+)+`, `now: \d+`, `[\pL-]+-[\d-]+`, `\d+ to \d+$`, `\d times`,
}

func newProof(t testing.TB, tag string, a *report.Assessment, counts map[int][]int) *proof {
	t.Helper()
	group := groupOf(t, tag)
	parted := `\d{1,3}(?:` + regexp.QuoteMeta(group) + `\d{3})+`
	p := &proof{group: group, counts: counts, sizes: map[int]bool{}, number: regexp.MustCompile(parted), names: unnaming(namesIn(a))}
	for i := range excused {
		p.excused = append(p.excused, excused[i].patterns(t, tag)...)
	}
	if tag == "en" {
		p.number = regexp.MustCompile(parted + `|\d+`)
		for _, form := range forms {
			p.forms = append(p.forms, regexp.MustCompile(form))
		}
	}
	for _, figure := range []string{language(t, tag).Duration(1500 * 86400), language(t, tag).Percent(15), language(t, tag).Distance(1500)} {
		unit := strings.TrimLeft(spaced.Replace(figure), " 0123456789"+group)
		p.forms = append(p.forms, regexp.MustCompile(`(?:`+parted+`|\d+) ?`+regexp.QuoteMeta(unit)))
	}
	for i := range a.Inputs {
		p.sizes[int(a.Inputs[i].Bytes)] = true
	}
	return p
}

// faults are the numbers of a text that the workbook does not count, or not for this page.
func (p *proof) faults(s said, paths map[int]string) []string {
	var out []string
	text := p.names.Replace(digestLike.ReplaceAllString(spaced.Replace(s.text), "N"))
	plain := p.withoutForms(text)
	// A small number that stands alone is a place, a tick of an axis, or what was measured: counts are marked.
	alone := !strings.ContainsFunc(text, unicode.IsLetter)
	for _, at := range p.number.FindAllStringIndex(plain, -1) {
		n, _ := strconv.Atoi(strings.ReplaceAll(text[at[0]:at[1]], p.group, ""))
		where, counted := p.counts[n]
		switch {
		case n >= findingShift && n < findingShift+100_000, p.sizes[n], alone && n < 1000, p.isExcused(text, at):
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

// withoutForms is a text of the same length without the digits that are part of a form.
func (p *proof) withoutForms(text string) string {
	digits := regexp.MustCompile(`\d`)
	for _, form := range p.forms {
		text = form.ReplaceAllStringFunc(text, func(part string) string { return digits.ReplaceAllString(part, "#") })
	}
	return text
}

// isExcused tells whether a number stands where a text prints one that need not be counted.
func (p *proof) isExcused(text string, at []int) bool {
	return slices.ContainsFunc(p.excused, func(e *regexp.Regexp) bool {
		return slices.ContainsFunc(e.FindAllStringSubmatchIndex(text, -1), func(m []int) bool { return m[2] <= at[0] && at[1] <= m[3] })
	})
}

// namesIn are the texts of an assessment that somebody gave something, or gave as a reason.
func namesIn(a *report.Assessment) []string {
	names := (&spokenCase{a: a}).given()
	for i := range a.Services {
		names = append(names, a.Services[i].Name, a.Services[i].Owner)
	}
	for i := range a.Sites {
		names = append(names, a.Sites[i].ID, a.Sites[i].Name)
	}
	for i := range a.Scenarios {
		names = append(names, a.Scenarios[i].Name)
		for _, name := range a.Scenarios[i].Names {
			names = append(names, name)
		}
	}
	for i := range a.Waivers {
		w := &a.Waivers[i]
		names = append(append(names, w.ID, w.Reason, w.ApprovedBy, w.Decision), w.Renews...)
	}
	for i := range a.Commitments {
		c := &a.Commitments[i]
		names = append(names, c.ID, c.What, c.Document)
	}
	for i := range a.Backups {
		names = append(names, a.Backups[i].ID)
	}
	for i := range a.Evidence {
		names = append(names, a.Evidence[i].ID, a.Evidence[i].Path)
	}
	for i := range a.Rules {
		for _, title := range a.Rules[i].Title {
			names = append(names, title)
		}
	}
	for _, title := range a.Pack.Title {
		names = append(names, title)
	}
	for i := range a.Notices {
		names = append(names, a.Notices[i].Args...)
	}
	for _, tier := range a.Pack.Tiers {
		names = append(names, tier, capital(tier))
	}
	return names
}
