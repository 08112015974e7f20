package workbook

import (
	"fmt"
	"strconv"
	"strings"
)

// reconciliation sets every count of the assessment beside a formula that counts this workbook's own rows.
var reconciliation = sheet{key: "reconciliation", turn: late, rows: reconciled, page: reconciliationPage}

// check is one count: what the assessment says, and what this workbook counts. Nothing is compared here but by the
// formula in the row: an auditor who doubts it reads it.
type check struct {
	title   string
	path    string // in assessment.json
	section string // of the board's PDF that prints it, as Options.Pages names it; empty: none
	value   float64
	format  string
	formula string
	result  float64 // the formula's value
	words   string  // the formula, as a person would say it
}

// checkGroup is the counts that belong together.
type checkGroup struct {
	*book
	title   string
	section string // of the checks that are added next
	checks  []check
}

var reconciliationHeads = []head{
	{key: "n", word: "n", band: "counted", width: 5, font: quiet, align: right},
	{key: "title", word: "figure", width: 50, align: indented, wrap: true},
	{key: "where", word: "page", width: 10, font: quiet, align: right},
	{key: "path", word: "json-path", band: "assessment", width: 53, font: quiet, align: indented, wrap: true},
	{key: "json", word: "value", width: 10, font: strong, align: right},
	{key: "formula", word: "recounted", band: "workbook", width: 11, font: strong, align: right},
	{key: "text", word: "formula", width: 71.5, font: quiet, align: indented, wrap: true},
	{key: "diff", word: "difference", band: "verdict", width: 8, font: quiet, align: right},
	{key: "ok", word: "agrees", width: 11, align: indented},
}

// groupHeight is the height of a line that begins a group, in points.
const groupHeight = 19

// reconciliationPage keeps the order of the report, so it has no filter.
func reconciliationPage(b *book) *leaf {
	groups := b.checkGroups()
	last := headRow + len(groups) + reconciled(b)
	verdicts := fmt.Sprintf("I%d:I%d", firstRow, last)
	f := &leaf{
		name: b.sheetName("reconciliation"), across: 2, lastRow: last, printed: len(reconciliationHeads),
		repeated: fmt.Sprintf("$%d:$%d", titleRow, headRow),
		ranges:   ranges("reconciliation", b.sheetName("reconciliation"), reconciliationHeads, last),
		formats: []conditional{
			{verdicts, fmt.Sprintf(`LEFT($I%d,1)="✓"`, firstRow), passed},
			{verdicts, fmt.Sprintf(`LEFT($I%d,1)="✗"`, firstRow), failed},
			{"A3", `LEFT($A$3,1)="✗"`, failedText},
		},
		rows: func(w cellWriter) { b.writeReconciliation(w, groups, last) },
	}
	for _, h := range reconciliationHeads {
		f.columns = append(f.columns, span{width: h.width})
	}
	return f
}

// writeReconciliation writes the groups one under the other, numbered through.
func (b *book) writeReconciliation(w cellWriter, groups []checkGroup, last int) {
	b.writeKeys(w, reconciliationHeads)
	b.writeTitle(w, b.sheetName("reconciliation"), 2)
	w.begin(sentenceRow, rowStyle{height: height(1)})
	sentence := b.agreement(last)
	w.cell(0, look{}, &sentence)
	w.end()
	b.writeBands(w, reconciliationHeads)
	b.writeWords(w, reconciliationHeads, 25)
	row, n := firstRow, 0
	for _, g := range groups {
		w.begin(row, rowStyle{height: groupHeight})
		for i := range reconciliationHeads {
			title := cell{}
			if i == 0 {
				title = text(g.title)
			}
			w.cell(i, look{font: group, edges: underBand, upright: middle}, &title)
		}
		w.end()
		row++
		for i := range g.checks {
			n++
			b.writeCheck(w, row, n, &g.checks[i])
			row++
		}
	}
}

// writeCheck writes one count. The value beside each formula was counted here over the cells that it counts, not taken
// from the assessment: a disagreement shows even where nothing is recalculated.
func (b *book) writeCheck(w cellWriter, row, n int, c *check) {
	difference := cell{kind: figure, number: c.result - c.value, format: difference, formula: "ROUND(F#-E#,9)"}
	verdict := cell{kind: words, text: "✓ OK", formula: `IF(H#=0,"✓ OK","✗ ` + b.text("reconciliation.differs", nil) + `")`}
	if c.result != c.value {
		verdict.text = "✗ " + b.text("reconciliation.differs", nil)
	}
	cells := []cell{
		count(n), text(c.title), b.printedOn(c.section), text(c.path),
		{kind: figure, number: c.value, format: c.format},
		{kind: figure, number: c.result, format: c.format, formula: c.formula},
		text(c.words), difference, verdict,
	}
	lines := 1
	for i, h := range reconciliationHeads {
		if h.wrap {
			lines = max(lines, h.font.lines(cells[i].text, room(h.width, h.align)))
		}
	}
	w.begin(row, rowStyle{height: height(lines)})
	for i, h := range reconciliationHeads {
		k := look{font: h.font, align: h.align, edges: under, wrap: h.wrap}
		if h.band != "" && i > 0 {
			k.edges |= before
		}
		w.cell(i, k, &cells[i])
	}
	w.end()
}

// printedOn is the page of the board's PDF on which a section starts; – where there is none.
func (b *book) printedOn(section string) cell {
	if n := b.options.Pages[section]; n > 0 {
		return count(n)
	}
	return text("–")
}

// reconciled is how many counts there are.
func reconciled(b *book) int {
	n := 0
	for _, g := range b.checkGroups() {
		n += len(g.checks)
	}
	return n
}

// agreement is the sentence of row 3: a formula that counts what agrees.
func (b *book) agreement(last int) cell {
	n, agree := 0, 0
	for _, g := range b.checkGroups() {
		for _, c := range g.checks {
			if n++; c.result == c.value {
				agree++
			}
		}
	}
	counted := fmt.Sprintf(`COUNTIF($I$%d:$I$%d,"✓ OK")`, firstRow, last)
	yes := "✓ " + b.text("reconciliation.agree", args{"n": n})
	no := " " + b.text("reconciliation.disagree", args{"n": n})
	c := cell{kind: words, text: yes, formula: fmt.Sprintf(`IF(%s=%d,"%s","✗ "&%s&"%s")`, counted, n, literal(yes), counted, literal(no))}
	if agree < n {
		c.text = "✗ " + strconv.Itoa(agree) + no
	}
	return c
}

// literal is a text between the quotes of a formula.
func literal(s string) string { return strings.ReplaceAll(s, `"`, `""`) }
