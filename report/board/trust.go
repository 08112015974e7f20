package board

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// drawTrust draws how far the report can be trusted: what the checks rest on, what weakens them, and how they are made.
func drawTrust(b *board) {
	h := &b.a.Highlights
	if h.Applicable == 0 {
		b.lead(b.l.Text("board.trust.nothing", nil))
	} else {
		message := b.l.Text("board.trust.message", templates.Args{"n": h.Demonstrated, "of": h.Applicable, "share": b.l.Percent(*b.a.Summary.Demonstrated)})
		rest := b.l.Text("board.trust.rest", templates.Args{"n": h.Declared})
		if h.Demonstrated == 0 {
			rest = b.l.Text("board.trust.rest_all", nil)
		}
		b.lead(message, rest)
		b.Skip(gapPart)
		b.grounds()
	}
	b.Skip(gapBlock)
	b.weaknesses()
	b.Skip(gapBlock)
	b.method()
	b.Skip(gapBlock)
	b.limits()
}

const groundsBar = 61.0 // mm

var groundsColumns = []pdf.Column{
	{Width: 32, Gap: 4}, {Width: 20, Gap: 4, Align: pdf.AlignRight}, {Width: 25, Gap: 4, Align: pdf.AlignRight}, {Width: 20, Gap: 4, Align: pdf.AlignRight}, {Width: groundsBar},
}

// ground is a kind of basis with the fill of its part of a bar.
type ground struct {
	key   string
	count func(report.Totals) int
	fill  pdf.Color
}

var grounds = []ground{
	// From what is surest to what is least sure, left to right.
	{"board.trust.observed", func(t report.Totals) int { return t.Observed }, pdf.Accent},
	{"board.trust.documented", func(t report.Totals) int { return t.Documented }, pdf.AccentMid},
	{"board.trust.declared", func(t report.Totals) int { return t.Declared }, pdf.Track},
}

// grounds draws what the checks rest on, in all and by tier.
func (b *board) grounds() {
	h := &b.a.Highlights
	row := pdf.Row{Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text("board.trust.head", nil))}}}}
	for _, g := range grounds {
		square := pdf.Run{Text: "■\u00a0", Style: pdf.Style{Size: pdf.Small, Color: g.fill}, Spoken: " "}
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{{Runs: []pdf.Run{square, {Text: b.l.Text(g.key, nil), Style: smallHead}}}}})
	}
	row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text("board.trust.bar", nil))}})
	t := pdf.Table{Columns: groundsColumns, Head: []pdf.Row{row}}
	t.Rows = append(t.Rows, b.groundsRow(b.l.Text("board.trust.all", nil), h.Totals, strong))
	for _, tier := range b.a.Pack.Tiers[:min(len(b.a.Pack.Tiers), mostTiers)] {
		t.Rows = append(t.Rows, b.groundsRow(b.tierTitle(tier), h.ByTier[tier], body))
	}
	b.Table(t)
}

// groundsRow is what the checks of one tier, or all of them, rest on: counts, then the same as a bar.
func (b *board) groundsRow(name string, t report.Totals, style pdf.Style) pdf.Row {
	row := pdf.Row{Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(style, name)}, Head: true}}}
	for _, g := range grounds {
		n, numberStyle := g.count(t), style
		if n == 0 {
			numberStyle = in(style, pdf.Grey)
		}
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(numberStyle, b.l.Integer(int64(n)))}})
	}
	if t.Applicable == 0 {
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(small, b.l.Text("words.status.not_applicable", nil))}})
		return row
	}
	alt := b.l.Text("board.trust.alt", templates.Args{"n": t.Demonstrated, "of": t.Applicable})
	figure := pdf.Figure{Alt: alt, Height: 6, Draw: func(c *pdf.Canvas) { drawGrounds(c, t) }}
	row.Cells = append(row.Cells, pdf.Cell{Figure: &figure})
	return row
}

// drawGrounds draws one bar in three parts, its whole width all checks.
func drawGrounds(c *pdf.Canvas, t report.Totals) {
	box := pdf.Box{X: c.Box.X, Y: c.Box.Y + 1.2, Height: 3.6}
	for _, g := range grounds {
		box.Width = groundsBar * float64(g.count(t)) / float64(t.Applicable)
		c.Rect(pdf.Box{X: box.X, Y: box.Y, Width: max(0, box.Width-0.25), Height: box.Height}, pdf.Paint{Fill: g.fill})
		box.X += box.Width
	}
}

// weakness is something that makes the report less sure, with its count.
type weakness struct {
	count string
	text  string
	about string // second line
}

// weaknesses lists what weakens the report.
func (b *board) weaknesses() {
	b.panel(pdf.Plain(head, b.l.Text("board.weak.title", nil)), pdf.Text{}, 2*pdf.Body.Leading())
	// What the program counts comes before what it noticed, and both before what the typeface lacks.
	all := append(append(b.counted(), b.noticed()...), b.replacedCharacters()...)
	if len(all) == 0 {
		b.Skip(gapLine)
		b.Paragraph(pdf.Plain(body, b.l.Text("board.weak.none", nil)))
		return
	}
	t := pdf.Table{Columns: []pdf.Column{{Width: 34, Gap: 4}, {Width: pdf.Width - 38}}}
	for _, w := range all {
		cell := pdf.Cell{Text: []pdf.Text{pdf.Plain(body, w.text)}}
		if w.about != "" {
			cell.Text = append(cell.Text, pdf.Plain(small, w.about))
		}
		t.Rows = append(t.Rows, pdf.Row{Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(strong, w.count)}, Head: true}, cell}})
	}
	b.Table(t)
}

// counted are the weaknesses that the highlights count.
func (b *board) counted() []weakness {
	g := b.a.Highlights.Grounds
	var out []weakness
	for _, w := range []struct {
		n, of int
		key   string
		about string
	}{
		{b.a.Summary.Checks.Unknown, b.a.Highlights.Applicable, "board.weak.unknown", ""},
		{g.Unconfirmed, g.Placements, "board.weak.unconfirmed", ""},
		{g.Undocumented, g.Backups, "board.weak.undocumented", ""},
		{g.WithoutPapers, g.Decisive, "board.weak.papers", ""},
		{g.UnusableOnes, g.Sources, "board.weak.unusable", b.unusable()},
	} {
		if w.n > 0 {
			count := b.l.Text("board.share", templates.Args{"n": w.n, "of": w.of})
			out = append(out, weakness{count, b.l.Text(w.key, templates.Args{"n": w.n}), w.about})
		}
	}
	return out
}

// mostNamed is how many sources or characters are named before the rest is counted.
const mostNamed = 6

// unusable names the evidence that could not be used.
func (b *board) unusable() string {
	var names []string
	for i := range b.a.Evidence {
		if e := &b.a.Evidence[i]; !e.Usable {
			names = append(names, b.name(e.ID))
		}
	}
	return b.someOf(names)
}

// someOf lists the first few names, and counts the others.
func (b *board) someOf(names []string) string {
	if len(names) > mostNamed+1 {
		names = append(slices.Clone(names[:mostNamed]), b.count("board.count.others", len(names)-mostNamed))
	}
	return b.l.List(names)
}

// mostNotices bounds the kinds of notices shown.
const mostNotices = 8

// noticed are the notices, one entry a code, with the number of each and the workbook's place for them.
func (b *board) noticed() []weakness {
	var out []weakness
	codes := slices.Sorted(maps.Keys(b.a.Highlights.Notices))
	for _, code := range codes[:min(len(codes), mostNotices)] {
		n := b.a.Highlights.Notices[code]
		// One notice of each kind is quoted; the workbook has them all.
		text := b.notice(code)
		if n > 1 {
			text = b.l.Text("board.weak.notice_more", templates.Args{"n": n - 1, "text": text})
		}
		out = append(out, weakness{b.count("board.count.notices", n), text, ""})
	}
	if rest := len(codes) - len(out); rest > 0 {
		out = append(out, weakness{b.l.Text("board.weak.notices.more", templates.Args{"n": rest}), b.l.Text("board.weak.notices.where", b.sheet("workbook.sheet.notices")), ""})
	}
	return out
}

// notice is the first notice of a code. One that the language has no text for is quoted as the program wrote it.
func (b *board) notice(code string) string {
	for _, n := range b.a.Notices {
		if n.Code != code {
			continue
		}
		if text, known := b.l.Notice(n.Code, n.Args); known {
			return shortened(text, reasonLength)
		}
		return shortened(n.Text, reasonLength)
	}
	return code
}

// replacedCharacters tells of characters that the font cannot show.
func (b *board) replacedCharacters() []weakness {
	var names []string
	for _, r := range b.Replaced() {
		names = append(names, fmt.Sprintf("U+%04X", r))
	}
	if len(names) == 0 {
		return nil
	}
	return []weakness{{b.count("board.count.characters", len(names)), b.l.Text("board.weak.replaced", nil), b.someOf(names)}}
}

// methods are the steps of the method, each a text.
var methods = []string{"board.method.inventory", "board.method.evidence", "board.method.basis", "board.method.rules", "board.method.unknown", "board.method.waivers", "board.method.counts"}

// method says in half a page how the report is made.
func (b *board) method() {
	b.panel(pdf.Plain(head, b.l.Text("board.method.title", nil)), pdf.Text{}, 3*pdf.Body.Leading())
	b.Skip(gapLine)
	l := pdf.List{Numbered: true}
	for i, key := range methods {
		number := pdf.Plain(accent, b.l.Integer(int64(i+1)))
		l.Items = append(l.Items, pdf.Item{Label: number, Body: []pdf.Text{b.tell(key, nil, body, strong)}})
	}
	b.List(l)
}

// mostLimitTiers bounds the tiers in the table of rules and limits.
const mostLimitTiers = 5

// limits lists every rule with what it measures and its limits.
func (b *board) limits() {
	tiers := b.a.Pack.Tiers[:min(len(b.a.Pack.Tiers), mostLimitTiers)]
	all := len(b.a.Rules)
	b.whole(b.TableHeight(b.limitsTable(tiers, all)) + gapSection)
	height := func(rules int) float64 { return b.TableHeight(b.limitsTable(tiers, rules)) }
	b.panel(pdf.Plain(head, b.l.Text("board.limits.title", nil)), pdf.Plain(small, b.count("board.count.rules", all)), min(height(min(2, all)), pageful-gapSection))
	b.Skip(gapSmall)
	b.Table(b.limitsTable(tiers, fitting(all, b.room(2), height)))
}

// limitsTable is the table of the first rules, by family.
func (b *board) limitsTable(tiers []string, rules int) pdf.Table {
	t := pdf.Table{Dense: true}
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
