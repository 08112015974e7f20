package workbook

import (
	"slices"
	"strconv"
	"strings"

	"coupefeu/report"
	"coupefeu/rules"
)

// Names of the sections of the board's PDF that print counts, as Options.Pages has them.
const (
	onVerdict   = "verdict"
	onSites     = "sites"
	onLost      = "lost"
	onDecisions = "decisions"
	onQuarter   = "quarter"
	onRules     = "rules"
	onWork      = "work"
	onRestores  = "restores"
	onWaivers   = "waivers"
	onTrust     = "trust"
)

// inSummary and inHighlights begin the path of a count in assessment.json.
const (
	inSummary    = "summary."
	inHighlights = "highlights."
)

// check is one count: what the assessment says, and what this workbook counts. Nothing is compared here but by the
// formula in the row: an auditor who doubts it reads it.
type check struct {
	title    string
	path     string   // in assessment.json
	sections []string // of the board's PDF that print it, as Options.Pages names them; empty: none
	value    float64
	format   string
	formula  string
	result   float64  // the formula's value
	words    string   // the formula, as a person would say it
	items    []string // lists whose rows another check counts, and that this row is one of
	counts   string   // the list whose rows on this very sheet it counts
	reads    string   // what the paths of these rows read, where they are many and apart; * stands for any text
}

// checkGroup is the counts that belong together.
type checkGroup struct {
	*book
	title    string
	detail   bool     // folded away, as long as all of it agrees
	sections []string // of the checks that are added next
	next     []string // the lists whose item the next check is
	checks   []check
}

// topic is the groups of counts that answer one question, in the order of the report.
type topic struct {
	title  string
	groups []checkGroup // none is empty
}

// checkTopics are all the counts, in the order of the report. What is printed large comes first in each topic; what it
// is made of lies folded below.
func (b *book) checkTopics() []topic {
	if b.topics != nil {
		return b.topics
	}
	for _, t := range []topic{
		{b.say("scope"), b.scopeChecks()}, {b.say("services"), b.serviceChecks()}, {b.say("scenarios"), b.scenarioChecks()},
		{b.say("decisions"), b.decisionChecks()}, {b.say("quarter"), slices.Concat(b.changeChecks(), b.trendChecks(), b.commitmentChecks())},
		{b.say("checks"), b.findingChecks()}, {b.say("work"), b.workChecks()}, {b.say("tests"), b.restoreChecks()},
		{b.say("waivers"), b.waiverChecks()}, {b.say("grounds"), b.groundChecks()}, {b.say("frameworks"), b.controlChecks()},
		{b.say("members"), b.memberChecks()}, {b.sheetName(sampleKey), b.sampleChecks()},
	} {
		t.groups = slices.DeleteFunc(t.groups, func(g checkGroup) bool { return len(g.checks) == 0 })
		if len(t.groups) > 0 {
			b.topics = append(b.topics, t)
		}
	}
	b.countLists()
	return b.topics
}

// countLists gives the checks that count rows of this sheet their values.
func (b *book) countLists() {
	items := map[string]float64{}
	b.eachCheck(func(c *check) {
		for _, list := range c.items {
			items[list]++
		}
	})
	b.eachCheck(func(c *check) {
		if c.counts != "" {
			c.result = items[c.counts]
		}
	})
}

// eachCheck goes through the checks in the order of the sheet.
func (b *book) eachCheck(do func(*check)) {
	for i := range b.topics {
		for j := range b.topics[i].groups {
			for k := range b.topics[i].groups[j].checks {
				do(&b.topics[i].groups[j].checks[k])
			}
		}
	}
}

// begin begins a group, whose counts stand in sections of the board's PDF.
func (b *book) begin(title string, sections ...string) checkGroup {
	return checkGroup{book: b, title: title, sections: sections}
}

// asDetail marks a group as one that lies folded.
func (g checkGroup) asDetail() checkGroup {
	g.detail = true
	return g
}

// on says where the counts stand that are added next.
func (g *checkGroup) on(sections ...string) *checkGroup {
	g.sections = sections
	return g
}

// item says that the next check is an item of lists.
func (g *checkGroup) item(lists ...string) { g.next = lists }

// count adds a check of a count.
func (g *checkGroup) count(title, path string, value int, q query) {
	g.add(check{title: title, path: path, value: float64(value), format: whole, formula: g.formula(q), result: g.value(q), words: g.inPlainWords(q)})
}

// listed adds a check of how many items a list on this very sheet has. Its formula is made when their rows are known.
func (g *checkGroup) listed(title, path string, value int, list string) {
	g.add(check{title: title, path: path, value: float64(value), format: whole, counts: list})
}

// matching is the same of a list whose rows are told by their paths.
func (g *checkGroup) matching(title, path string, value int, list, reads string) {
	g.add(check{title: title, path: path, value: float64(value), format: whole, counts: list, reads: reads})
}

func (g *checkGroup) add(c check) {
	c.sections, c.items, g.next = g.sections, g.next, nil
	g.checks = append(g.checks, c)
}

// idList is a list of ids in one cell of a table, parted by commas.
type idList struct {
	table, key string
	row        int
	ids        []string
}

// namedIn adds a check of how many ids a cell names. Of a list that its cell could not hold, or whose ids have commas of
// their own, it cannot be told.
func (g *checkGroup) namedIn(title, path string, list idList) {
	const comma = ", "
	joined := strings.Join(list.ids, comma)
	if listed(list.ids) != joined || strings.Count(joined, comma) != max(0, len(list.ids)-1) {
		return
	}
	t := g.table(list.table)
	cell := t.cell(list.key, list.row)
	c := check{title: title, path: path, value: float64(len(list.ids)), format: whole,
		formula: "(LEN(" + cell + ")-LEN(SUBSTITUTE(" + cell + `,"` + comma + `","")))/` + strconv.Itoa(len(comma)) + "+(LEN(" + cell + ")>0)",
		words:   g.text("reconciliation.ids-in", args{"sheet": t.names[0], "column": list.key, "id": letters(t.column(list.key)) + strconv.Itoa(firstRow+list.row)})}
	if read := t.at(list.row, t.column(list.key)).text; read != "" {
		c.result = float64(strings.Count(read, comma) + 1)
	}
	g.add(c)
}

// say is the name of a count.
func (b *book) say(key string) string { return b.text("reconciliation."+key, nil) }

// statuses are those that are counted apart, in the reports' order.
var statuses = []rules.Status{rules.Pass, rules.Fail, rules.Unknown, rules.Waived, rules.NotApplicable}

// of is the count of a status.
func of(c report.Checks, s rules.Status) int {
	return map[rules.Status]int{rules.Pass: c.Pass, rules.Fail: c.Fail, rules.Unknown: c.Unknown, rules.Waived: c.Waived,
		rules.NotApplicable: c.NotApplicable}[s]
}

// statusTitle names the count of a status.
func (b *book) statusTitle(s rules.Status) string {
	return b.text("reconciliation.status."+s.String(), nil)
}

// applicable counts the checks that every denominator counts.
func (b *book) applicable() query {
	q := every(findingsKey, "rule").less(only(findingsKey, "status", rules.NotApplicable.String()))
	return q.said(b.text("reconciliation.without", args{"sheet": b.sheetName(findingsKey)}))
}

// shown counts the checks that rest on more than what was typed.
func (b *book) shown() query {
	q := only(findingsKey, "basis", rules.Observed.String()).with(only(findingsKey, "basis", rules.Documented.String()))
	return q.said(b.text("reconciliation.shown", args{"sheet": b.sheetName(findingsKey)}))
}

// open counts what is not kept and not waived.
func (b *book) open() query {
	q := only(findingsKey, "status", rules.Fail.String()).with(only(findingsKey, "status", rules.Unknown.String()))
	return q.said(b.text("reconciliation.failed-or-unknown", args{"sheet": b.sheetName(findingsKey)}))
}

// withVerdict are sections, and the one that opens the report where that speaks of a tier: of the most critical one, if no
// campus is lost in any scenario that was played.
func (b *book) withVerdict(tier string, sections ...string) []string {
	if tier == b.Pack.Tiers[0] && b.opensWithChecks() {
		return append(sections, onVerdict)
	}
	return sections
}

// opensWithChecks tells whether the board's PDF opens with what the checks say, since no campus is lost in any scenario.
func (b *book) opensWithChecks() bool {
	h := b.Highlights.Scenarios
	return h == nil || h.Worst == ""
}
