package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// drawRules draws how each rule is kept in each tier: a count for each status, with its symbol.
func drawRules(b *board) {
	// What is not kept and what is not shown are told apart, for they are mended in different ways.
	b.lead(b.leastKept(), b.alsoNotKept(), b.leastShown())
	b.Skip(gapLine)
	b.totals()
	c := b.a.Summary.Checks
	b.Paragraph(pdf.Plain(small, b.l.Text("board.rules.note", templates.Args{"n": b.a.Highlights.Open,
		"fail": b.count("board.count.fail", c.Fail), "unknown": b.count("board.count.unknown", c.Unknown)})))
	b.Skip(gapSmall)
	chunks := b.tierChunks()
	// All tables of the matrix show the same rules, those that the narrowest has room for.
	most := len(b.a.Rules)
	for _, tiers := range chunks {
		most = fitting(most, b.room(max(1, matrixPages/len(chunks))), func(rules int) float64 { return b.TableHeight(b.matrix(tiers, rules)) })
	}
	for i, tiers := range chunks {
		table := b.matrix(tiers, most)
		if i > 0 {
			b.Skip(gapBlock)
			b.Keep(b.TableHeight(table))
		}
		b.Table(table)
	}
}

// matrixPages bounds the pages of the matrix: rules beyond are in the workbook.
const matrixPages = 4

// leastKept names the rule that most services break.
func (b *board) leastKept() string {
	if len(b.a.Rules) == 0 || b.a.Highlights.Applicable == 0 {
		return b.l.Text("board.rules.nothing", nil)
	}
	worst, _ := b.worstRule(func(c report.Checks) int { return c.Fail })
	if worst == nil {
		return b.l.Text("board.rules.none_broken", nil)
	}
	return b.l.Text("board.rules.least_kept", templates.Args{"rule": b.title(worst)})
}

// alsoNotKept counts the services that break that rule, and those that a waiver excuses.
func (b *board) alsoNotKept() string {
	worst, c := b.worstRule(func(c report.Checks) int { return c.Fail })
	switch {
	case worst == nil:
		return ""
	case c.Waived > 0:
		waived := b.count("board.rules.waived_there", c.Waived)
		return b.l.Text("board.rules.broken_and_waived", templates.Args{"n": c.Fail, "of": c.Applicable(), "waived": waived})
	}
	return b.l.Text("board.rules.broken_by", templates.Args{"n": c.Fail, "of": c.Applicable()})
}

// leastShown names the rule that lacks most evidence.
func (b *board) leastShown() string {
	worst, c := b.worstRule(func(c report.Checks) int { return c.Unknown })
	if worst == nil {
		return ""
	}
	return b.l.Text("board.rules.least_shown", templates.Args{"rule": b.title(worst), "n": c.Unknown, "of": c.Applicable()})
}

// worstRule is the first rule with the greatest count above 0; nil if there is none.
func (b *board) worstRule(count func(report.Checks) int) (*report.Rule, report.Checks) {
	var worst *report.Rule
	var most report.Checks
	for i := range b.a.Rules {
		c := b.a.Summary.ByRule[b.a.Rules[i].ID]
		if count(c) > count(most) {
			worst, most = &b.a.Rules[i], c
		}
	}
	return worst, most
}

// title is a rule's title in the report's language.
func (b *board) title(r *report.Rule) string { return b.name(r.Title.In(b.l.Tag())) }

// totals are the counts of all checks, with the symbols that the matrix uses.
func (b *board) totals() {
	var line pdf.Text
	c := b.a.Summary.Checks
	for _, total := range []struct {
		status rules.Status
		key    string
		n      int
	}{
		{rules.Pass, "board.count.pass", c.Pass}, {rules.Fail, "board.count.fail", c.Fail},
		{rules.Unknown, "board.count.unknown", c.Unknown}, {rules.Waived, "board.count.waived", c.Waived},
	} {
		if len(line.Runs) > 0 {
			line = line.With(body, "     ")
		}
		// A symbol and its words stay on one line.
		words := strings.ReplaceAll(b.count(total.key, total.n), " ", "\u00a0")
		line = line.Add(b.marked(total.status, pdf.Body, words).Runs...)
	}
	b.Paragraph(line)
}
