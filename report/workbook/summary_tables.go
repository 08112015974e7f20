package workbook

import (
	"fmt"
	"strconv"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// share is a part of a whole as a formula over the two cells to its left; – of nothing.
func (o *overview) share(n, of int) cell {
	c := cell{kind: words, text: "–", formula: `IF(D#=0,"–",C#/D#)`}
	if of > 0 {
		c.kind, c.number, c.format = figure, float64(n)/float64(of), o.format.percent
	}
	return c
}

// tierHeads are the heads of the table by tier.
func (b *book) tierHeads() []string {
	return []string{
		b.text("head.tier", nil), b.text("head.services", nil), b.text("head.pass", nil), b.text("head.fail", nil), b.text("head.unknown", nil),
		b.text("head.waived", nil), b.text("head.compliant", nil), b.text("head.compliant-waived", nil), b.text("head.demonstrated", nil),
		b.text("head.open", nil),
	}
}

// ruleHeads are the heads of the table by rule, on the same grid.
func (b *book) ruleHeads() []string {
	heads := []string{
		b.text("head.rule", nil), b.text("head.applicable", nil), b.text("head.pass", nil), b.text("head.fail", nil),
		b.text("head.unknown", nil), b.text("head.waived", nil), "", "", "", b.text("head.open", nil),
	}
	for i, tier := range b.limitTiers() {
		heads[atCompliant+i] = b.tierWord(tier)
		if i == 0 {
			heads[atCompliant] = b.text("overview.limit", args{"tier": b.tierWord(tier)})
		}
	}
	return heads
}

// tiers is the table of checks by tier. It returns the rows of its tiers.
func (o *overview) tiers() (first, last int) {
	o.section("by-tier", o.tierHeads(), 25)
	first = o.next()
	for _, tier := range o.Pack.Tiers {
		g := o.Summary.ByTier[tier]
		cells := []cell{text(o.tierWord(tier)), count(g.Services).in(quiet)}
		cells = append(cells, counted4(g.Checks)...)
		cells = append(cells, count(g.Compliant), count(g.CompliantWithWaivers), o.portion(g.Demonstrated), openCell(g.Checks))
		o.add(rowHeight, o.row(tier, cells)...)
	}
	last = o.next() - 1
	o.paintCounts(first, last+1)
	o.total(first, last, map[int]cell{
		atServices: count(o.Summary.Services), atCompliant: count(o.Summary.Compliant),
		atCompliantWaived: count(o.Summary.CompliantWithWaivers), atDemonstrated: o.portion(o.Summary.Demonstrated),
	})
	return first, last
}

// portion is a share that the assessment holds; – where it is of nothing.
func (b *book) portion(share *float64) cell {
	if share == nil {
		return text("–")
	}
	return cell{kind: figure, number: *share, format: b.format.percent}
}

// counted4 are the cells of the four statuses that count, kept first.
func counted4(c report.Checks) []cell {
	return []cell{count(c.Pass), count(c.Fail), count(c.Unknown), count(c.Waived)}
}

// openCell is what is not kept and not waived, added up by a formula.
func openCell(c report.Checks) cell {
	open := count(c.Open()).in(strong)
	open.formula = "D#+E#"
	return open
}

// total adds a table up under an ink line. Others are the columns that have more to add than the counts of checks; a
// share is not added up, and stands as it is.
func (o *overview) total(first, last int, others map[int]cell) {
	cells := make([]cell, atOpen+1)
	cells[atTitle] = text(o.text("overview.total", nil))
	c := o.Summary.Checks
	for column, n := range map[int]int{atPass: c.Pass, atFail: c.Fail, atUnknown: c.Unknown, atWaived: c.Waived, atOpen: c.Open()} {
		cells[column] = count(n)
	}
	for column, other := range others {
		cells[column] = other
	}
	for column := range cells {
		if cells[column].kind == figure && column != atDemonstrated {
			cells[column].formula = fmt.Sprintf("SUM(%s%d:%s%d)", letters(column), first, letters(column), last)
		}
		cells[column].font = strong
	}
	out := o.row("total", cells)
	for i := range out[:len(cells)] {
		out[i].look.edges = overSum
	}
	o.add(rowHeight, out...)
}

// paintCounts paints the counts of checks of a table, by what they count.
func (o *overview) paintCounts(first, last int) {
	for column, p := range []paint{atPass: passed, atFail: failed, atUnknown: someUnproven, atWaived: waived} {
		if column < atPass {
			continue
		}
		name := letters(column)
		area := fmt.Sprintf("%s%d:%s%d", name, first, name, last)
		o.leaf.formats = append(o.leaf.formats,
			conditional{area, fmt.Sprintf("%s%d=0", name, first), nought}, conditional{area, fmt.Sprintf("%s%d>0", name, first), p})
	}
}

// byRule is the table of checks by rule. Its counts lead to the first of their findings.
func (o *overview) byRule() {
	row := o.section("by-rule", o.ruleHeads(), 25)
	for i := range o.limitTiers() {
		cells := o.page.rows[row-1].cells
		cells[atCompliant+i].look.align = indented
	}
	o.leaf.repeated = fmt.Sprintf("$%d:$%d", row, row)
	first, most := o.next(), 0
	for i := range o.Rules {
		o.add(rowHeight, o.ruleRow(&o.Rules[i])...)
		most = max(most, o.Summary.ByRule[o.Rules[i].ID].Open())
	}
	if len(o.Rules) == 0 {
		return
	}
	last := o.next() - 1
	o.paintCounts(first, last+1)
	if most > 0 {
		// Up to twice the greatest, so that the figure stands clear of its bar.
		o.leaf.bars = append(o.leaf.bars, bar{fmt.Sprintf("J%d:J%d", first, last), float64(2 * most)})
	}
	o.total(first, last, map[int]cell{atServices: count(o.Summary.Checks.Applicable())})
}

// limitTiers are the tiers whose limits stand in the table.
func (b *book) limitTiers() []string {
	if len(b.Pack.Tiers) > mostLimits {
		return nil
	}
	return b.Pack.Tiers
}

// ruleRow is one rule's row. What is applicable and what is open is added up before the reader's eyes.
func (o *overview) ruleRow(r *report.Rule) []placed {
	c := o.Summary.ByRule[r.ID]
	applicable := count(c.Applicable()).in(quiet)
	applicable.formula = "SUM(C#:F#)"
	cells := append([]cell{text(o.in(r.Title)), applicable}, counted4(c)...)
	for i, status := range []rules.Status{rules.Fail, rules.Unknown, rules.Waived} {
		if at := o.firstOf(r.ID, status); at >= 0 {
			cells[atFail+i] = cells[atFail+i].in(counted).to(o.table(findingsKey).place(at))
		}
	}
	for range mostLimits {
		cells = append(cells, cell{})
	}
	for i, tier := range o.limitTiers() {
		cells[atCompliant+i] = text(o.limitWord(r, tier))
	}
	out := o.row(r.ID, append(cells, openCell(c)))
	for column := atCompliant; column < atOpen; column++ {
		out[column].look.font, out[column].look.align = small, indented
	}
	return out
}

// limitWord is a rule's limit as people read it, since no figure stands beside it.
func (b *book) limitWord(r *report.Rule, tier string) string {
	if limit, given := r.Limits[tier]; given && limit.Target == "" {
		return templates.Workbook(b.l.LimitSign(r.Bound, limit.Value, r.Unit))
	}
	return templates.Workbook(b.words.RuleLimit(r, tier))
}

// firstOf is the place among the rows of the findings where those of a rule and status begin; -1 if there are none.
func (b *book) firstOf(rule string, status rules.Status) int {
	if b.firsts == nil {
		b.firsts = map[ruleStatus]int{}
		for i := range b.Findings {
			f := &b.Findings[i]
			id, row := ruleStatus{f.Rule, f.Status}, int(f.Number)-1
			if at, known := b.firsts[id]; !known || row < at {
				b.firsts[id] = row
			}
		}
	}
	if at, known := b.firsts[ruleStatus{rule, status}]; known {
		return at
	}
	return -1
}

// ruleStatus picks the findings of a rule that have a status.
type ruleStatus struct {
	rule   string
	status rules.Status
}

// smallest is the least number of applicable checks that a tier with any has.
func (b *book) smallest() int {
	least := 0
	for _, tier := range b.Pack.Tiers {
		if n := b.Summary.ByTier[tier].Checks.Applicable(); n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// tierChart is "checks by tier": what part of each tier's checks stands how.
func (b *book) tierChart(first, last int) chart {
	name := quoted(b.sheetName(overviewKey))
	span := func(column, from, to int) string {
		return name + "!$" + letters(column) + "$" + strconv.Itoa(from) + ":$" + letters(column) + "$" + strconv.Itoa(to)
	}
	c := chart{
		form: parted, at: letters(atChart) + strconv.Itoa(sentenceRow+1), title: b.text("chart.tiers", args{"n": b.Summary.Checks.Fail, "checks": b.Summary.Checks.Applicable()}),
		categories: span(atTitle, first, last), labels: fmt.Sprintf("[>=%d]#,##0;;", max(1, (b.smallest()*4+99)/100)),
	}
	// The two hollow ones never touch.
	for _, s := range []series{
		{column: atFail, fill: failInk, label: white}, {column: atUnknown, fill: white, line: unknownInk, label: unknownInk},
		{column: atPass, fill: passFill, label: white}, {column: atWaived, fill: white, line: waivedInk, label: waivedInk},
	} {
		s.name = name + "!$" + letters(s.column) + "$" + strconv.Itoa(first-1)
		s.values = span(s.column, first, last)
		for i, tier := range b.Pack.Tiers {
			if c := b.Summary.ByTier[tier].Checks; s.column == atUnknown && c.Unknown == 0 || s.column == atWaived && c.Waived == 0 {
				s.none = append(s.none, i)
			}
		}
		c.series = append(c.series, s)
	}
	return c
}
