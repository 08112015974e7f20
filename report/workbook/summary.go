package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"coupefeu/report"
)

// summary is three tables on one grid: the key figures beside those of the quarter before, the checks by tier, the
// checks by rule.
var summary = sheet{key: overviewKey, turn: late, rows: summaryRows, page: summaryPage}

const overviewKey = "overview"

// The columns of the grid. All three tables use it: the name at the left, counts in the middle, what is open at the
// right. Where a table by rule has limits, the one by tier counts services.
const (
	atTitle = iota
	atServices
	atPass
	atFail
	atUnknown
	atWaived
	atCompliant
	atCompliantWaived
	atDemonstrated
	atOpen
	atGap
	atChart
	atKey    = 18
	atJudged = 19
)

var summaryWidths = [...]float64{34, 11, 8.5, 10.5, 11.5, 10.5, 10.5, 10.5, 10.5, 15.5, 2.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 28, 10}

// mostLimits is how many tiers the table by rule has columns for; with more, limits are on the sheet of the rules only.
const mostLimits = 3

// sectionHeight is the height of a section's head, in points.
const sectionHeight = 22

// rowHeight is the height of a row of the summary, in points.
const rowHeight = 14.0

// summaryRows counts the rows of the three tables, without their sums.
func summaryRows(b *book) int {
	return len(b.keyFigures()) + len(b.Pack.Tiers) + len(b.Rules)
}

// overview is the summary while it is drawn. It is a page and no table: three heads on one sheet leave no place for a
// filter, and rows are found through the links.
type overview struct {
	*book
	page
	leaf *leaf
}

// summaryPage lays the three tables out on one grid, the chart at their right.
func summaryPage(b *book) *leaf {
	o := &overview{book: b, leaf: &leaf{name: b.sheetName(overviewKey), printed: atKey}}
	for i, width := range summaryWidths {
		o.leaf.columns = append(o.leaf.columns, span{width, i >= atKey})
	}
	for _, heads := range [][]string{o.tierHeads(), o.ruleHeads()} {
		for column, head := range heads {
			w := &o.leaf.columns[column].width
			*w = fit(*w, heading, right, strings.Fields(head)...)
		}
	}
	s := b.Summary
	o.keys("rule.title", "checks.applicable", "checks.pass", "checks.fail", "checks.unknown", "checks.waived", "limit.1", "limit.2", "limit.3",
		"checks.open", "", "", "", "", "", "", "", "", "key", "judged")
	sentence := b.text("overview.sentence", args{"n": s.Compliant, "services": s.Services, "waived": s.CompliantWithWaivers,
		"open": s.Checks.Open(), "checks": s.Checks.Applicable()})
	b.opening(&o.page, o.leaf.name, placed{0, look{}, text(sentence)})
	o.rows[1].cells = append(o.rows[1].cells, placed{atOpen, look{font: underlined, align: right, upright: middle}, b.home()})
	o.figures()
	first, last := o.tiers()
	o.byRule()
	o.leaf.lastRow = len(o.page.rows)
	o.charts(first, last)
	o.leaf.rows = o.page.write
	return o.leaf
}

// charts are drawn one under the other at the right of the tables. Where they reach further down, so does the page.
func (o *overview) charts(firstTier, lastTier int) {
	f := o.leaf
	for i := range o.page.rows {
		f.heights = append(f.heights, o.page.rows[i].style.height)
	}
	row := sentenceRow + 1
	place := func(c chart) {
		f.charts = append(f.charts, c)
		row = f.rowAfter(row, float64(c.form.height)+chartApart)
		f.below = max(0, row-1-f.lastRow)
	}
	if o.Summary.Checks.Applicable() > 0 {
		place(o.tierChart(firstTier, lastTier))
	}
	if o.followed() {
		place(o.openChart(letters(atChart) + strconv.Itoa(row)))
		place(o.compliantChart(letters(atChart) + strconv.Itoa(row)))
	}
}

// section begins a table: its name, and its heads. It returns the row of the heads.
func (o *overview) section(name string, heads []string, height float64) int {
	o.add(sectionHeight, placed{0, look{font: section, upright: middle}, text(o.text("overview."+name, nil))})
	cells := make([]placed, 0, len(heads))
	for i, word := range heads {
		k := look{font: heading, align: right, upright: bottom, edges: underHead, wrap: true}
		if i == 0 {
			k.align = left
		}
		cells = append(cells, placed{i, k, text(word)})
	}
	return o.add(height, cells...)
}

// row is the cells of a row from the left, in the fonts of their columns.
func (o *overview) row(key string, cells []cell) []placed {
	out := make([]placed, 0, len(cells)+1)
	for i, c := range cells {
		k := look{align: right, upright: middle, edges: under, font: c.font}
		if i == 0 {
			k.align = left
		}
		out = append(out, placed{i, k, c})
	}
	return append(out, placed{atKey, look{}, text(key)})
}

// keyFigure is one headline figure and its denominator.
type keyFigure struct {
	key     string
	section string // of the board's PDF
	path    string // in assessment.json
	n, of   int
	link    string
	title   string        // where its key names no text
	before  *report.Share // the same figure of the quarter before; nil where there is none, or it has no such figure
	judged  report.Judgement
}

// keyFigures are the headline figures of the board's PDF. Each has its total: a share alone says nothing.
func (b *book) keyFigures() []keyFigure {
	s, h := b.Summary, b.Highlights
	var out []keyFigure
	if lost := b.lostFigure(); lost != nil {
		out = append(out, *lost)
	}
	out = append(out,
		keyFigure{key: "compliant", section: onVerdict, path: inSummary + "compliant", n: s.Compliant, of: s.Services},
		keyFigure{key: "compliant-waived", path: inSummary + "compliant_with_waivers", n: s.CompliantWithWaivers, of: s.Services})
	if r := h.Restores; r != nil {
		out = append(out, keyFigure{key: "restored", section: onRestores, path: inHighlights + "restores.proven", n: r.Proven, of: r.Services})
	}
	open := keyFigure{key: "open", section: onVerdict, path: inHighlights + "open", n: h.Open, of: h.Applicable}
	if open.n > 0 {
		open.link = b.table(findingsKey).place(0)
	}
	shown := keyFigure{key: "demonstrated", section: onTrust, path: inHighlights + "demonstrated_checks", n: h.Demonstrated, of: h.Applicable}
	out = append(out, open, shown)
	for i := range out {
		out[i].compare(b)
	}
	return out
}

// lostFigure is what the worst campus would take along; nil where no loss of a campus was played.
func (b *book) lostFigure() *keyFigure {
	if b.Highlights.Scenarios == nil {
		return nil
	}
	for i := range b.Scenarios {
		if s := &b.Scenarios[i]; s.ID == b.Highlights.Scenarios.Worst {
			return &keyFigure{key: "lost", title: b.text("overview.figure.lost", args{"campus": b.scenarioName(s)}), section: onVerdict,
				path: fmt.Sprintf("scenarios[%d].outcomes.lost", i), n: s.Outcomes.Lost, of: b.Summary.Services}
		}
	}
	return nil
}

// compare looks the figure of the quarter before up, with what the change means.
func (f *keyFigure) compare(b *book) {
	p := b.Highlights.Progress
	if p == nil {
		return
	}
	step := map[string]*report.Step{"lost": p.Lost, "compliant": p.Compliant, "restored": p.Restores, "open": p.Open, "demonstrated": p.Demonstrated}[f.key]
	if step != nil {
		f.before, f.judged = &step.Before, step.Judged
	}
	// Waivers are neither good nor bad, so nothing judges their number.
	if then := b.figuresOf(p.Period); f.key == "compliant-waived" && then != nil {
		f.before = &report.Share{Count: then.CompliantWithWaivers, Of: then.Services}
	}
}

// figuresOf are the figures of a quarter; nil where it has no report.
func (b *book) figuresOf(period string) *report.Figures {
	for i := range b.Trend {
		if b.Trend[i].Period == period {
			return b.Trend[i].Figures
		}
	}
	return nil
}
