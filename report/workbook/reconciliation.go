package workbook

import (
	"fmt"
	"strconv"
	"strings"
)

// reconciliation sets every count of the assessment beside a formula that counts this workbook's own rows.
var reconciliation = sheet{key: "reconciliation", turn: late, rows: reconciled, page: reconciliationPage}

var reconciliationHeads = []head{
	{key: "n", word: "n", band: "counted", width: 5, font: quiet, align: right},
	{key: "title", word: "figure", width: 49.5, align: indented, wrap: true},
	{key: "where", word: "page", width: 10, font: quiet, align: right},
	{key: "path", word: "json-path", band: "assessment", width: 53, font: quiet, align: indented, wrap: true},
	{key: "json", word: "value", width: 10, font: strong, align: right},
	{key: "formula", word: "recounted", band: "workbook", width: 11, font: strong, align: right},
	{key: "text", word: "formula", width: 67.5, font: quiet, align: indented, wrap: true},
	{key: "diff", word: "difference", band: "verdict", width: 8, font: quiet, align: right},
	{key: "ok", word: "agrees", width: 11, align: indented},
}

// groupHeight is the height of a line that begins a group, in points.
const groupHeight = 19

// layout is where the counts stand: first a line a topic that says how many of them agree, then the topics, each with
// its groups. What is secondary lies folded above a line that says the same of it.
type layout struct {
	topics []topicPlace
	last   int
	lists  map[string][]int // rows of the items of lists, by name
	n      int              // counts
}

// topicPlace is the rows of a topic: its line at the top, those of its groups, and the line under those that lie folded.
type topicPlace struct {
	*topic
	line, fold  int // fold is 0 where nothing is folded
	first, last int // rows from its first group's line to its last count
	folded      int // row in which the first of those begins that lie folded
	groups      []int
}

// layOut gives every line its row.
func (b *book) layOut() *layout {
	topics := b.checkTopics()
	out, row := &layout{lists: map[string][]int{}}, firstRow+1
	for i := range topics {
		out.topics = append(out.topics, topicPlace{topic: &topics[i], line: row})
		row++
	}
	for i := range out.topics {
		row = out.place(&out.topics[i], row)
	}
	out.last = row - 1
	return out
}

// place gives the lines of a topic their rows: what lies open first.
func (l *layout) place(t *topicPlace, row int) int {
	t.first, t.groups = row, make([]int, len(t.topic.groups))
	for _, detail := range []bool{false, true} {
		for j := range t.topic.groups {
			g := &t.topic.groups[j]
			if g.detail != detail {
				continue
			}
			if detail && t.folded == 0 {
				t.folded = row
			}
			t.groups[j] = row
			for k := range g.checks {
				row++
				l.n++
				for _, list := range g.checks[k].items {
					l.lists[list] = append(l.lists[list], row)
				}
			}
			row++
		}
	}
	t.last = row - 1
	if t.folded > 0 {
		t.fold = row
		row++
	}
	return row
}

// reconciliationPage keeps the order of the report, so it has no filter.
func reconciliationPage(b *book) *leaf {
	l := b.layOut()
	verdicts := fmt.Sprintf("I%d:I%d", firstRow, l.last)
	f := &leaf{
		name: b.sheetName("reconciliation"), across: 2, lastRow: l.last, printed: len(reconciliationHeads),
		repeated: fmt.Sprintf("$%d:$%d", titleRow, headRow),
		ranges:   ranges("reconciliation", b.sheetName("reconciliation"), reconciliationHeads, l.last),
		formats: []conditional{
			{verdicts, fmt.Sprintf(`LEFT($I%d,1)="✓"`, firstRow), passed},
			{verdicts, fmt.Sprintf(`LEFT($I%d,1)="✗"`, firstRow), failed},
			{"A3", `LEFT($A$3,1)="✗"`, failedText},
		},
		rows: func(w cellWriter) { b.writeReconciliation(w, l) },
	}
	for _, h := range reconciliationHeads {
		f.columns = append(f.columns, span{width: h.width})
	}
	// None of the verdicts may be cut.
	f.columns[len(f.columns)-1].width = fit(fit(11, body, indented, b.verdictOK(), b.verdictAll()), strong, indented, b.verdictNot())
	return f
}

// reconciled is how many counts there are.
func reconciled(b *book) int {
	n := 0
	b.checkTopics()
	b.eachCheck(func(*check) { n++ })
	return n
}

// agreement is the sentence of row 3: a formula that counts what agrees.
func (b *book) agreement(l *layout) cell {
	agree := 0
	b.eachCheck(func(c *check) {
		if c.agrees() {
			agree++
		}
	})
	counted := fmt.Sprintf(`COUNTIF($I$%d:$I$%d,"%s")`, firstRow, l.last, b.verdictOK())
	yes := "✓ " + b.text("reconciliation.agree", args{"n": l.n})
	no := " " + b.text("reconciliation.disagree", args{"n": l.n})
	c := cell{kind: words, text: yes, formula: fmt.Sprintf(`IF(%s=%d,"%s","✗ "&%s&"%s")`, counted, l.n, literal(yes), counted, literal(no))}
	if agree < l.n {
		c.text = "✗ " + strconv.Itoa(agree) + no
	}
	return c
}

// verdictOK is what stands beside a count that agrees.
func (b *book) verdictOK() string { return "✓ OK" }

// verdictAll is what stands beside a topic all of whose counts do.
func (b *book) verdictAll() string { return "✓ " + b.say("all-agree") }

// verdictNot is what stands beside one that does not.
func (b *book) verdictNot() string { return "✗ " + b.text("reconciliation.differs", nil) }

// literal is a text between the quotes of a formula.
func literal(s string) string { return strings.ReplaceAll(s, `"`, `""`) }
