package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// limitsShown tells whether the matrix of rules is there and has their limits in it.
func (b *board) limitsShown() bool {
	if !b.draws("rules") {
		return false
	}
	for _, tiers := range b.tierChunks() {
		if !b.showsLimits(tiers) {
			return false
		}
	}
	return true
}

// mostLimitTiers bounds the tiers in the table of rules and limits.
const mostLimitTiers = 5

// limits lists every rule with what it measures and its limits.
func (b *board) limits() {
	tiers := b.a.Pack.Tiers[:min(len(b.a.Pack.Tiers), mostLimitTiers)]
	all := len(b.a.Rules)
	if b.listPages > 1 {
		b.whole(b.TableHeight(b.limitsTable(tiers, all)) + gapSection)
	}
	height := func(rules int) float64 { return b.TableHeight(b.limitsTable(tiers, rules)) }
	b.panel(pdf.Plain(head, b.l.Text("board.limits.title", nil)), pdf.Plain(small, b.count("board.count.rules", all)), min(height(min(2, all)), pageful-gapSection))
	b.Skip(gapSmall)
	b.Table(b.limitsTable(tiers, fitting(all, b.room(2), height)))
}

// limitsTable is the table of the first rules, by family.
func (b *board) limitsTable(tiers []string, rules int) pdf.Table {
	t := pdf.Table{Dense: true}
	// A tier's column is no wider than its limits need, so that few tiers leave the titles room.
	each := min(24.0, 96/float64(max(1, len(tiers)))-2)
	names := (pdf.Width - float64(len(tiers))*(each+2) - 1) / 2
	t.Columns = []pdf.Column{{Width: names, Gap: 1.5}, {Width: names, Gap: 1.5}}
	heads := []string{b.l.Text("board.limits.rule", nil), b.l.Text("board.limits.measures", nil)}
	for _, tier := range tiers {
		t.Columns = append(t.Columns, pdf.Column{Width: each, Gap: 2})
		heads = append(heads, b.tierTitle(tier))
	}
	t.Columns[len(t.Columns)-1].Gap = 0
	t.Head = []pdf.Row{headRow(heads)}
	for _, group := range b.ruleGroups(rules) {
		t.Rows = append(t.Rows, pdf.Row{Kind: pdf.GroupRow, Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(groupHead, group.title)}, Columns: len(t.Columns)}}})
		for _, r := range group.rules {
			t.Rows = append(t.Rows, b.limitsRow(r, tiers))
		}
	}
	b.more(&t, len(b.a.Rules)-rules, "board.rules.more", b.sheet("workbook.sheet.rules"))
	b.more(&t, len(b.a.Pack.Tiers)-len(tiers), "board.restores.ages.more", b.sheet("workbook.sheet.rules"))
	return t
}

// headRow is a table's head of plain words.
func headRow(words []string) pdf.Row {
	var row pdf.Row
	for _, word := range words {
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(smallHead, word)}})
	}
	return row
}

// limitsRow is one rule: its title, what it measures, and its limit in each tier.
func (b *board) limitsRow(r *report.Rule, tiers []string) pdf.Row {
	row := pdf.Row{Cells: []pdf.Cell{
		{Text: []pdf.Text{pdf.Plain(smallInk, b.title(r))}, Head: true},
		{Text: []pdf.Text{pdf.Plain(small, b.measures(r))}},
	}}
	for _, tier := range tiers {
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(smallInk, b.signed(r, tier))}})
	}
	return row
}

// anyDepth is the depth of a rule that every test is deep enough for.
const anyDepth = "file"

// measures is what a rule's metric is, and of what depth of test it speaks.
func (b *board) measures(r *report.Rule) string {
	key := "metrics." + r.Metric + ".name"
	// A metric that the pack itself defines has no name in any language.
	if !b.l.Has(key) {
		return b.l.Text("board.limits.expression", nil)
	}
	name := b.l.Text(key, nil)
	if r.Depth != "" && r.Depth != anyDepth {
		name += ", " + b.l.Text("words.depth."+r.Depth, nil)
	}
	return name
}

// signed is a rule's limit with its sign: "≤ 4 h".
func (b *board) signed(r *report.Rule, tier string) string {
	limit, given := r.Limits[tier]
	switch {
	case !given:
		return b.l.Text("words.status.not_applicable", nil)
	case limit.Target != "":
		return b.l.Text("units.sign."+r.Bound, templates.Args{"value": b.l.Text("words.target."+strings.TrimPrefix(limit.Target, "service."), nil)})
	}
	return b.l.LimitSign(r.Bound, limit.Value, r.Unit)
}
