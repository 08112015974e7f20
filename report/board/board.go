// Package board draws the board's PDF from a finished assessment: what elected members read in ten minutes, print and
// decide on. A section is a file and its line in the one table of sections; every figure is a field of the assessment.
//
// Lists are cut where a page is full, never silently: the line below says how many more there are, and under which
// numbers the workbook has them. Whatever the size of the inventory, the report has 20 pages at most.
package board

import (
	"errors"
	"fmt"
	"io"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// Options is what the PDF carries beside what it shows.
type Options struct {
	Attachment []byte // assessment.json as it is written beside the PDF; empty where it is too large to be carried
	Digest     string // SHA-256 of assessment.json; "" where Attachment tells it

	Template *Template // how the report looks; nil: as the template inside the program says
}

// section is one part that a report may have. It starts on a page of its own, unless it is but a sentence that the page before
// has room for.
type section struct {
	name  string // of its destination and of its page in what Write returns
	title string // key of its title
	draw  func(*board)
	brief func(*board) bool // whether it is one sentence; nil: never
	left  func(*board) bool // whether there is nothing to say at all, so that it is left out; nil: never
}

// sections is the one list of the report's sections, in their usual order. A template may choose another.
var sections = []section{
	{"verdict", "board.section.verdict", drawVerdict, nil, nil},
	{"sites", "board.section.sites", drawSites, nil, noScenario},
	{"lost", "board.section.lost", drawLost, noLoss, noScenario},
	{"decisions", "board.section.decisions", drawDecisions, shortDecisions, nil},
	{"quarter", "board.section.quarter", drawQuarter, shortQuarter, nil},
	{"rules", "board.section.rules", drawRules, nil, nil},
	{"work", "board.section.work", drawWork, noWork, nil},
	{"restores", "board.section.restores", drawRestores, noRestores, nil},
	{"waivers", "board.section.waivers", drawWaivers, noWaivers, nil},
	{"trust", "board.section.trust", drawTrust, nil, nil},
	{"seal", "board.section.seal", drawSeal, nil, nil},
}

// Write writes the board's PDF in one language and returns the page on which each section starts, by the section's
// name: verdict, sites, lost, decisions, quarter, rules, work, restores, waivers, trust and seal. Sites and lost are left out where the rule
// pack plays no scenario. The bytes depend on nothing but the arguments.
func Write(w io.Writer, a *report.Assessment, l *templates.Language, o Options) (map[string]int, error) {
	b := newBoard(a, l, o)
	pages, err := b.render(w)
	for errors.Is(err, errTooLong) {
		b.squeeze()
		pages, err = b.render(w)
	}
	if err != nil {
		return nil, fmt.Errorf("drawing the board's report: %w", err)
	}
	return pages, nil
}

const (
	mostPages     = 20 // of a report, whatever the size of the inventory
	mostListPages = 4  // that a list may go on for where there is room
)

// errTooLong is that the report has more pages than it may, and something in it can give some up.
var errTooLong = errors.New("more pages than a report may have")

// squeeze makes a report shorter that would otherwise be too long: lists give up the pages that they go on to, and when
// none has any left, the template's titles and introductions are left out, which the seal says.
func (b *board) squeeze() {
	if b.listPages > 1 {
		b.listPages--
		return
	}
	b.squeezed = true
	b.entitle()
}

// render draws the whole report once its page numbers stand, and gives back the page of each section.
func (b *board) render(w io.Writer) (map[string]int, error) {
	pages := make(map[string]int, len(b.chapters))
	err := pdf.Render(w, b.options(), func(d *pdf.Document) error {
		if d.Pages() > mostPages && (b.listPages > 1 || b.worded()) {
			return errTooLong
		}
		b.Document = d
		for _, c := range b.chapters {
			b.section(c)
		}
		// The page numbers of the pass before are those of this one in the last pass, which is the one that is written.
		for _, c := range b.chapters {
			if page := d.PageOf(c.name); page > 0 {
				pages[c.name] = page
			}
		}
		return nil
	})
	return pages, err
}

// board is one report that is being drawn.
type board struct {
	*pdf.Document
	a         *report.Assessment
	l         *templates.Language
	words     *report.Words
	services  map[string]*report.Service
	members   map[string]*report.Member
	campuses  map[string]*report.Campus
	scenarios map[string]*report.Scenario
	promised  map[string]*report.Commitment
	named     map[int32]*rules.Finding // by number: those that the highlights and the promises name
	template  *Template
	chapters  []chapter         // the sections that are drawn, in order
	hidden    []string          // names of those that the template leaves out
	titles    map[string]string // of the sections, by name
	intro     []string          // paragraphs of the section's introduction that are still to be drawn
	squeezed  bool              // there is no room for the template's titles and introductions
	attached  []byte
	digest    string // of assessment.json where it is not attached
	listPages int    // that a long list may go on for
}

// newBoard makes ready what every pass over the document needs: services by id, and the findings that pages name, so
// that a large assessment is walked through once and not on every page.
func newBoard(a *report.Assessment, l *templates.Language, o Options) *board {
	b := &board{a: a, l: l, words: report.NewWords(l, a), attached: o.Attachment, digest: o.Digest, titles: map[string]string{}, listPages: mostListPages,
		services: make(map[string]*report.Service, len(a.Services)), named: map[int32]*rules.Finding{},
		members: map[string]*report.Member{}, campuses: map[string]*report.Campus{}, scenarios: map[string]*report.Scenario{},
		promised: map[string]*report.Commitment{}}
	for i := range a.Members {
		b.members[a.Members[i].ID] = &a.Members[i]
	}
	for i := range a.Campuses {
		b.campuses[a.Campuses[i].ID] = &a.Campuses[i]
	}
	for i := range a.Scenarios {
		b.scenarios[a.Scenarios[i].ID] = &a.Scenarios[i]
	}
	for i := range a.Services {
		b.services[a.Services[i].ID] = &a.Services[i]
	}
	for i := range a.Commitments {
		b.promised[a.Commitments[i].ID] = &a.Commitments[i]
		if number := a.Commitments[i].Finding; number != nil {
			b.named[*number] = nil
		}
	}
	// Only what somebody names is kept: findings run to millions.
	for _, w := range a.Highlights.Work {
		for _, number := range w.Findings {
			b.named[number] = nil
		}
	}
	if a.Highlights.Times != nil {
		for _, row := range a.Highlights.Times.Rows {
			b.named[row.Number] = nil
		}
	}
	for i := range a.Findings {
		if _, wanted := b.named[a.Findings[i].Number]; wanted {
			b.named[a.Findings[i].Number] = &a.Findings[i]
		}
	}
	if o.Template == nil {
		o.Template = insideTemplate()
	}
	b.arrange(o.Template)
	return b
}

// section draws one section. The title page has a face of its own.
func (b *board) section(c chapter) {
	b.intro = b.introduced(c)
	if c.name != firstSection {
		title := b.titles[c.name]
		// Each section is a heading of the first level, a bookmark, and the place that links lead to.
		h := pdf.Heading{Level: 1, Text: pdf.Plain(pageTitle, title), Name: c.name, Bookmark: title}
		// Nothing comes below the title page, whatever room it leaves.
		if c.brief != nil && c.brief(b) && b.Page() > 1 && b.Left() > briefRoom+b.introHeight() {
			b.Skip(gapSection)
			b.Heading(h)
			b.Skip(gapSmall)
		} else {
			b.StartPage(h)
		}
	}
	c.draw(b)
}

// briefRoom is what a section of one sentence needs below the one before, in millimetres.
const briefRoom = 45.0

// options is what the document says of itself, and its running header and footer.
func (b *board) options() pdf.Options {
	title := b.l.Text("board.title", templates.Args{"period": b.l.PeriodName(b.a.Period.ID)})
	o := pdf.Options{
		Title: title + ", " + b.organisation(), Author: b.organisation(), Subject: b.kind(),
		Language: b.l.Tag(), Producer: b.a.Generator.Name + " " + b.a.Generator.Version, Date: b.a.AsOf,
		Accent:     &b.template.accent,
		Fonts:      pdf.Fonts{Regular: templates.Font(templates.Regular), SemiBold: templates.Font(templates.SemiBold), Bold: templates.Font(templates.Bold)},
		HeaderLeft: shortened(b.organisation(), headerLength), HeaderRight: b.header(), FooterLeft: b.footer(),
		PageNumber: func(page, pages int) string {
			return b.l.Text("board.page_of", templates.Args{"page": page, "pages": pages})
		},
	}
	if len(b.attached) > 0 {
		o.Attachments = []pdf.Attachment{{Name: "assessment.json", Description: b.l.Text("board.attachment", nil),
			MediaType: "application/json", Data: b.attached}}
	}
	return o
}

// headerLength is the most characters of the organisation's name in the running header.
const headerLength = 90

// header says the quarter, and on every page whether the report is a sample or not final yet.
func (b *board) header() string {
	text := b.l.Text("board.title", templates.Args{"period": b.l.Period(b.a.Period.ID)})
	// A sample may be a draft too; then both are said.
	if b.a.Fictitious {
		text += ", " + b.l.Text("board.sample.word", nil)
	}
	if b.a.Draft {
		text += ", " + b.l.Text("board.draft.word", nil)
	}
	return text
}

// footer says what made the report and by which rules, on every page: pages get separated. Words of the template's own
// come first.
func (b *board) footer() string {
	made := b.l.Text("board.footer", templates.Args{"program": b.a.Generator.Name, "version": b.a.Generator.Version,
		"pack": b.name(b.a.Pack.Title.In(b.l.Tag())), "pack_version": b.a.Pack.Version})
	if own := b.own(b.template.footer); own != "" {
		return own + " · " + made
	}
	return made
}

// kind is what the report calls itself.
func (b *board) kind() string { return b.ownOr(b.template.kind, "board.kind") }

// organisation is the name of the body whose board reads the report.
func (b *board) organisation() string { return b.name(b.a.Organisation.Name) }
