package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// writeReconciliation writes the lines of the topics, then the topics one under the other, numbered through.
func (b *book) writeReconciliation(w cellWriter, l *layout) {
	b.writeKeys(w, reconciliationHeads)
	b.writeTitle(w, b.sheetName("reconciliation"), 2)
	w.begin(sentenceRow, rowStyle{height: height(1)})
	sentence := b.agreement(l)
	w.cell(0, look{}, &sentence)
	w.end()
	b.writeBands(w, reconciliationHeads)
	b.writeWords(w, reconciliationHeads, 25)
	b.writeGroupLine(w, firstRow, rowStyle{height: groupHeight}, b.say("by-topic"))
	for i := range l.topics {
		t := &l.topics[i]
		name := text(t.title).in(linked).to(quoted(b.sheetName("reconciliation")) + "!A" + strconv.Itoa(t.first))
		b.writeTally(w, t.line, tallyLine{title: name, topic: t, from: t.first, to: t.last, words: b.text("reconciliation.rows", args{"from": t.first, "to": t.last})})
	}
	n := 0
	for i := range l.topics {
		n = b.writeTopic(w, l, &l.topics[i], n)
	}
}

// writeTopic writes a topic's groups after so many counts, and returns how many there are by then. What lies folded does
// so as long as all of it agrees.
func (b *book) writeTopic(w cellWriter, l *layout, t *topicPlace, n int) int {
	folds := t.fold > 0 && agree(t.topic.groups, true) == countsOf(t.topic.groups, true)
	for _, detail := range []bool{false, true} {
		for j := range t.topic.groups {
			g := &t.topic.groups[j]
			if g.detail != detail {
				continue
			}
			row := t.groups[j]
			b.writeGroupLine(w, row, rowStyle{height: groupHeight, folded: detail && folds}, g.title)
			for k := range g.checks {
				n++
				b.writeCheck(w, row+1+k, checkLine{check: &g.checks[k], n: n, folded: detail && folds, layout: l})
			}
		}
	}
	if t.fold > 0 {
		b.writeTally(w, t.fold, tallyLine{title: text(b.say("in-detail")), topic: t, detail: true, folds: folds, from: t.folded, to: t.last,
			words: b.detailNames(t, b.text("reconciliation.rows", args{"from": t.folded, "to": t.last}))})
	}
	return n
}

// countsOf is how many counts open or folded groups have, and agree how many of them agree.
func countsOf(groups []checkGroup, detail bool) int {
	n := 0
	for i := range groups {
		if groups[i].detail == detail {
			n += len(groups[i].checks)
		}
	}
	return n
}

func agree(groups []checkGroup, detail bool) int {
	n := 0
	for i := range groups {
		for k := range groups[i].checks {
			if groups[i].detail == detail && groups[i].checks[k].agrees() {
				n++
			}
		}
	}
	return n
}

// agrees tells whether the workbook counts what the assessment says. Quotients may differ in their last digits.
func (c *check) agrees() bool { return rounded(c.result-c.value) == 0 }

// detailNames says in which rows groups lie folded, names as many of them as one line holds, and counts the others.
func (b *book) detailNames(t *topicPlace, rows string) string {
	var names []string
	for i := range t.topic.groups {
		if t.topic.groups[i].detail {
			names = append(names, t.topic.groups[i].title)
		}
	}
	h := reconciliationHeads[slices.IndexFunc(reconciliationHeads, func(h head) bool { return h.key == "text" })]
	for n := len(names); n > 0; n-- {
		said := rows + " · " + strings.Join(names[:n], ", ")
		if n < len(names) {
			said += fmt.Sprintf(", + %d", len(names)-n)
		}
		if h.font.lines(said, room(h.width, h.align)) == 1 {
			return said
		}
	}
	return rows
}

// writeGroupLine writes the line that begins a group.
func (b *book) writeGroupLine(w cellWriter, row int, style rowStyle, name string) {
	w.begin(row, style)
	for i := range reconciliationHeads {
		title := cell{}
		if i == 0 {
			title = text(name)
		}
		w.cell(i, look{font: group, edges: underBand, upright: middle}, &title)
	}
	w.end()
}

// tallyLine says of a topic, or of what lies folded in it, how many of its counts agree.
type tallyLine struct {
	title    cell
	topic    *topicPlace
	detail   bool // only of what lies folded
	folds    bool // and does so
	from, to int  // rows
	words    string
}

// writeTally writes such a line. Its verdict reads otherwise than that of a count, so that the sentence above counts the
// counts alone.
func (b *book) writeTally(w cellWriter, row int, t tallyLine) {
	groups := t.topic.topic.groups
	n, ok := countsOf(groups, true), agree(groups, true)
	if !t.detail {
		n, ok = n+countsOf(groups, false), ok+agree(groups, false)
	}
	all := b.verdictAll()
	verdict := cell{kind: words, text: all, formula: `IF(H#=0,"` + literal(all) + `","` + literal(b.verdictNot()) + `")`}
	if ok < n {
		verdict.text = b.verdictNot()
	}
	cells := []cell{
		{}, t.title, b.printedOnAll(b.sectionsOf(groups, t.detail)), {}, count(n),
		{kind: figure, number: float64(ok), format: whole, formula: fmt.Sprintf(`COUNTIF(I%d:I%d,"%s")`, t.from, t.to, b.verdictOK())},
		text(t.words), {kind: figure, number: float64(ok - n), format: difference, formula: "F#-E#"}, verdict,
	}
	b.writeLine(w, row, rowStyle{foldAbove: t.folds}, cells)
}

// sectionsOf are the sections that print counts of a topic, or of what lies folded in it.
func (b *book) sectionsOf(groups []checkGroup, detail bool) []string {
	var out []string
	for i := range groups {
		for k := range groups[i].checks {
			if groups[i].detail || !detail {
				out = append(out, groups[i].checks[k].sections...)
			}
		}
	}
	return out
}

// checkLine is a count in its place.
type checkLine struct {
	*check
	*layout
	n      int
	folded bool
}

// writeCheck writes one count. The value beside each formula was counted here over the cells that it counts, not taken
// from the assessment: a disagreement shows even where nothing is recalculated.
func (b *book) writeCheck(w cellWriter, row int, c checkLine) {
	formula, said := c.formula, c.words
	switch {
	case c.reads != "":
		formula = fmt.Sprintf(`COUNTIFS(D%d:D%d,"%s")`, firstRow, c.last, c.reads)
		said = b.text("reconciliation.paths", args{"path": c.reads})
	case c.counts != "":
		formula, said = b.countingLines(c.lists[c.counts])
	}
	verdict := cell{kind: words, text: b.verdictOK(), formula: `IF(H#=0,"` + b.verdictOK() + `","` + literal(b.verdictNot()) + `")`}
	if !c.agrees() {
		verdict.text = b.verdictNot()
	}
	cells := []cell{
		count(c.n), text(c.title), b.printedOnAll(c.sections), text(c.path),
		{kind: figure, number: c.value, format: c.format},
		{kind: figure, number: c.result, format: c.format, formula: formula},
		text(said), {kind: figure, number: rounded(c.result - c.value), format: difference, formula: "ROUND(F#-E#,9)"}, verdict,
	}
	b.writeLine(w, row, rowStyle{folded: c.folded}, cells)
}

// rounded is a difference to nine places, as the formula rounds it.
func rounded(n float64) float64 { return math.Round(n*1e9) / 1e9 }

// countingLines is a formula that counts lines of this very sheet, and what it says in words.
func (b *book) countingLines(rows []int) (formula, said string) {
	var cells, spoken []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		cells = append(cells, fmt.Sprintf("B%d:B%d", rows[i], rows[j]))
		if i == j {
			spoken = append(spoken, strconv.Itoa(rows[i]))
		} else {
			spoken = append(spoken, fmt.Sprintf("%d–%d", rows[i], rows[j]))
		}
		i = j + 1
	}
	if len(cells) == 0 {
		return "0", b.say("no-lines")
	}
	// A function takes 255 arguments.
	var parts []string
	for some := range slices.Chunk(cells, 250) {
		parts = append(parts, "COUNTA("+strings.Join(some, ",")+")")
	}
	return strings.Join(parts, "+"), b.text("reconciliation.lines", args{"rows": strings.Join(spoken, ", ")})
}

// writeLine writes the cells of a line under their heads, as high as its texts.
func (b *book) writeLine(w cellWriter, row int, style rowStyle, cells []cell) {
	lines := 1
	for i, h := range reconciliationHeads {
		if h.wrap {
			lines = max(lines, h.font.lines(cells[i].text, room(h.width, h.align)))
		}
	}
	style.height = height(lines)
	w.begin(row, style)
	for i, h := range reconciliationHeads {
		k := look{font: h.font, align: h.align, edges: under, wrap: h.wrap && cells[i].link == ""}
		if cells[i].font != body {
			k.font = cells[i].font
		}
		if h.band != "" && i > 0 {
			k.edges |= before
		}
		w.cell(i, k, &cells[i])
	}
	w.end()
}

// printedOn is the page of the board's PDF on which a section starts; – where there is none.
func (b *book) printedOn(section string) cell { return b.printedOnAll([]string{section}) }

// printedOnAll is the pages on which several sections start.
func (b *book) printedOnAll(sections []string) cell {
	var pages []int
	for _, section := range sections {
		if n := b.options.Pages[section]; n > 0 {
			pages = append(pages, n)
		}
	}
	slices.Sort(pages)
	pages = slices.Compact(pages)
	switch len(pages) {
	case 0:
		return text("–")
	case 1:
		return count(pages[0])
	}
	var said []string
	for _, page := range pages {
		said = append(said, strconv.Itoa(page))
	}
	return text(strings.Join(said, ", "))
}
