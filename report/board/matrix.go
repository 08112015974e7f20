package board

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// tierChunks are the tiers that one table of the matrix shows together: all of them up to four, else three; fewer
// where the counts are so long that the rules' names would have no place.
func (b *board) tierChunks() [][]string {
	tiers, size := b.a.Pack.Tiers[:min(len(b.a.Pack.Tiers), mostTiers)], len(b.a.Pack.Tiers)
	if size > 4 {
		size = 3
	}
	// Long counts push the names aside; fewer tiers on a page give them their place back.
	for size > 1 && b.namesWidth(tiers[:size]) < leastName {
		size--
	}
	var chunks [][]string
	for len(tiers) > 0 {
		n := min(size, len(tiers))
		chunks = append(chunks, tiers[:n])
		tiers = tiers[n:]
	}
	return chunks
}

const (
	mostTiers = 9
	leastName = 28.0 // mm for a rule's name
	tierGap   = 3.5  // mm between tiers
	limitGap  = 1.5  // mm between a rule's name and its limit
	mostLimit = 32.0 // mm for a rule's limits on one line
)

// statusColumn is one of the four columns of a tier.
type statusColumn struct {
	status rules.Status
	count  func(report.Checks) int
	width  float64 // mm, for counts of two or three digits
	gap    float64 // mm
}

var statusColumns = []statusColumn{
	{rules.Pass, func(c report.Checks) int { return c.Pass }, 8.7, 0.8},
	{rules.Fail, func(c report.Checks) int { return c.Fail }, 7.7, 1.4},
	{rules.Unknown, func(c report.Checks) int { return c.Unknown }, 6.6, 1.0},
	{rules.Waived, func(c report.Checks) int { return c.Waived }, 6.3, 0},
}

// statusWidth is the width of a status's column in a tier: as much as the greatest count and the total need.
func (b *board) statusWidth(s statusColumn, tier string) float64 {
	most := 0
	for _, tiers := range b.a.Summary.ByRuleTier {
		most = max(most, s.count(tiers[tier]))
	}
	total := b.Width(b.totalText(s, s.count(b.a.Summary.ByTier[tier].Checks)).Runs...)
	return max(s.width, b.countWidth(s, most), total)
}

// countWidth is the width of a count with its mark.
func (b *board) countWidth(s statusColumn, n int) float64 {
	width := b.Width(b.mark(s.status, pdf.Body)) + markGap + b.Width(b.statusText(s, n, body).Runs...)
	if s.status == rules.Fail {
		width += b.Width(pdf.Run{Text: inset})
	}
	return width
}

// markGap is what a table keeps free between a mark and the text of its cell, with a hair to spare, in millimetres.
const markGap = 1.01

// namesWidth is what tiers leave for the rules' names and limits.
func (b *board) namesWidth(tiers []string) float64 {
	width := pdf.Width
	for _, tier := range tiers {
		width -= tierGap
		for _, s := range statusColumns {
			width -= b.statusWidth(s, tier) + s.gap
		}
	}
	return width
}

// matrix is the table of the first rules by some tiers.
func (b *board) matrix(tiers []string, most int) pdf.Table {
	groups := b.ruleGroups(most)
	m := matrix{board: b, tiers: tiers, names: b.namesWidth(tiers)}
	m.divide(groups)
	t := pdf.Table{Dense: true, Columns: m.columns(), Head: []pdf.Row{m.head()}}
	for _, g := range groups {
		t.Rows = append(t.Rows, pdf.Row{Kind: pdf.GroupRow, Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(groupHead, g.title)}, Columns: len(t.Columns)}}})
		for _, r := range g.rules {
			t.Rows = append(t.Rows, m.row(r))
		}
	}
	t.Rows = append(t.Rows, m.total())
	b.more(&t, len(b.a.Rules)-most, "board.rules.more", b.sheet("workbook.sheet.overview"))
	return t
}

// matrix is one table of the page. The names' column is divided in a few places, so that a long name can have more of
// it where its limits are short.
type matrix struct {
	*board
	tiers  []string
	names  float64   // mm for names and limits together
	limits bool      // shown
	edges  []float64 // mm from the left, ascending: where a name may end and its limits begin
}

// mostEdges bounds the places where the names' column is divided.
const mostEdges = 4

// showsLimits tells whether a table of some tiers has room for the rules' limits.
func (b *board) showsLimits(tiers []string) bool { return len(tiers) <= 3 && b.namesWidth(tiers) >= 50 }

// divide finds places at which names stand beside their limits on one line. A rule's place is anywhere between the end
// of its name and the beginning of its limits; the least end that is still free serves all that reach so far.
func (m *matrix) divide(groups []ruleGroup) {
	m.limits = m.showsLimits(m.tiers)
	if !m.limits {
		return
	}
	type stretch struct{ from, to float64 }
	var rows []stretch
	least := m.Width(m.limitHead().Runs...)
	for _, g := range groups {
		for _, r := range g.rules {
			// Limits longer than that are broken at their slashes, not given the whole column.
			limit := min(m.Width(m.limitText(r).Runs...), mostLimit)
			from, to := m.Width(m.ruleName(r).Runs...)+limitGap, max(m.names-limit, min(m.longestWord(r), m.names-10))
			to = min(to, m.names-least)
			rows = append(rows, stretch{min(from, to), to})
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].to < rows[j].to })
	for _, row := range rows {
		if n := len(m.edges); (n == 0 || m.edges[n-1] < row.from) && n < mostEdges {
			m.edges = append(m.edges, row.to)
		}
	}
	// A pack without rules still has a head and a total.
	if len(m.edges) == 0 {
		m.edges = []float64{m.names / 2}
	}
}

// breaksWell tells whether no word of a text is wider than a width.
func (m *matrix) breaksWell(t pdf.Text, width float64) bool {
	for _, word := range strings.Fields(t.String()) {
		if m.Width(pdf.Run{Text: word, Style: t.Runs[0].Style})+limitGap > width {
			return false
		}
	}
	return true
}

// longestWord is the width that a rule's name needs to be broken at spaces only.
func (m *matrix) longestWord(r *report.Rule) float64 {
	longest := 0.0
	for _, word := range strings.Fields(m.title(r)) {
		longest = max(longest, m.Width(pdf.Run{Text: word}))
	}
	return longest + limitGap
}

// columns are those of the name, parted at the edges, then four for each tier.
func (m *matrix) columns() []pdf.Column {
	out := []pdf.Column{{Width: m.names, Gap: tierGap, Parted: true}}
	if m.limits {
		out = nil
		from := 0.0
		for _, edge := range m.edges {
			out = append(out, pdf.Column{Width: edge - from})
			from = edge
		}
		out = append(out, pdf.Column{Width: m.names - from, Gap: tierGap, Parted: true})
	}
	for i, tier := range m.tiers {
		for _, s := range statusColumns {
			out = append(out, pdf.Column{Width: m.statusWidth(s, tier), Gap: s.gap, Align: pdf.AlignRight})
		}
		if i < len(m.tiers)-1 {
			out[len(out)-1].Gap, out[len(out)-1].Parted = tierGap, true
		}
	}
	return out
}

// nameCells are the cells of a name and what stands at the right of it, divided where both fit, or where the right one
// does.
func (m *matrix) nameCells(name, right pdf.Text) []pdf.Cell {
	if !m.limits {
		return []pdf.Cell{{Text: []pdf.Text{name}, Head: true}}
	}
	columns := 1
	for i, edge := range m.edges {
		if m.Width(name.Runs...)+limitGap <= m.edges[columns-1] {
			break
		}
		if m.Width(right.Runs...) <= m.names-edge+0.01 || !m.breaksWell(name, m.edges[columns-1]) {
			columns = i + 1
		}
	}
	return []pdf.Cell{
		{Text: []pdf.Text{name}, Columns: columns, Head: true},
		{Text: []pdf.Text{right}, Columns: len(m.edges) + 1 - columns, Align: pdf.AlignRight},
	}
}

// limitHead is the head above the limits, which the last part of the names' column must have room for.
func (m *matrix) limitHead() pdf.Text { return pdf.Plain(small, m.l.Text("board.rules.limit", nil)) }

// head names the tiers, each with its number of services: the denominator of what stands below.
func (m *matrix) head() pdf.Row {
	row := pdf.Row{Cells: m.nameCells(pdf.Plain(strong, m.l.Text("board.rules.head", nil)), m.limitHead())}
	for _, tier := range m.tiers {
		title := pdf.Run{Text: m.tierTitle(tier), Style: strong}
		count := pdf.Plain(small, m.count("board.count.services", m.a.Summary.ByTier[tier].Services))
		cell := pdf.Cell{Columns: len(statusColumns), Align: pdf.AlignRight}
		// The tier and its count share a line as long as both fit.
		if m.Width(title)+2+m.Width(count.Runs...) <= 32.5 {
			cell.Mark, cell.Text = &title, []pdf.Text{count}
		} else {
			cell.Text = []pdf.Text{{Runs: []pdf.Run{title}, Align: pdf.AlignLeft}, count.Aligned(pdf.AlignLeft)}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// ruleName is a rule as its row begins.
func (m *matrix) ruleName(r *report.Rule) pdf.Text { return pdf.Plain(body, m.title(r)) }

// limitText is a rule's limits for the tiers, or the one that all of them name.
func (m *matrix) limitText(r *report.Rule) pdf.Text {
	var limits []string
	one, targets := "", true
	for _, tier := range m.tiers {
		limit := m.words.RuleLimit(r, tier)
		limits = append(limits, limit)
		if given, there := r.Limits[tier]; there {
			targets = targets && given.Target != "" && (one == "" || one == limit)
			one = limit
		}
	}
	joined := strings.Join(withoutRepeatedUnits(limits), "\u202f/ ")
	// A target that all tiers name is written once.
	if targets && one != "" {
		joined = one
	}
	return pdf.Plain(small, m.l.Text("units.sign."+r.Bound, templates.Args{"value": joined}))
}

// withoutRepeatedUnits leaves the unit of a figure to the next one that has the same: 4, 24 h, 7 d.
func withoutRepeatedUnits(figures []string) []string {
	out := slices.Clone(figures)
	for i := range len(figures) - 1 {
		number, unit := unitOf(figures[i])
		if _, next := unitOf(figures[i+1]); unit != "" && unit == next {
			out[i] = number
		}
	}
	return out
}

// unitOf parts a figure from its unit; there is none where the figure has two, as in 2 h 30.
func unitOf(figure string) (number, unit string) {
	at := strings.IndexFunc(figure, func(r rune) bool { return unicode.IsSpace(r) && r != '\u202f' || r == '%' })
	if at < 0 || strings.ContainsAny(figure[at:], "0123456789") {
		return figure, ""
	}
	return figure[:at], strings.TrimSpace(figure[at:])
}

// row is one rule: its name, its limits, and its counts in each tier.
func (m *matrix) row(r *report.Rule) pdf.Row {
	row := pdf.Row{Cells: m.nameCells(m.ruleName(r), m.limitText(r))}
	for _, tier := range m.tiers {
		row.Cells = append(row.Cells, m.checkCells(m.a.Summary.ByRuleTier[r.ID][tier])...)
	}
	return row
}

// total sums up the columns. It has no tint: a total is no finding that calls for work by itself.
func (m *matrix) total() pdf.Row {
	n := m.a.Highlights.Applicable
	row := pdf.Row{Kind: pdf.TotalRow, Cells: m.nameCells(pdf.Plain(strong, m.count("board.rules.total", n)), pdf.Plain(small, ""))}
	if m.limits {
		row.Cells = []pdf.Cell{{Text: row.Cells[0].Text, Columns: len(m.edges) + 1, Head: true}}
	}
	for _, tier := range m.tiers {
		for _, s := range statusColumns {
			row.Cells = append(row.Cells, m.totalCell(s, tier))
		}
	}
	return row
}

// checkCells are four counts: of a rule in a tier, or of a control.
func (b *board) checkCells(c report.Checks) []pdf.Cell {
	// Four points would say that something was counted and came to nothing.
	if c.Applicable() == 0 {
		return []pdf.Cell{{Text: []pdf.Text{pdf.Plain(small, "\u00a0\u00a0"+b.l.Text("words.status.not_applicable", nil))}, Columns: len(statusColumns), Align: pdf.AlignLeft}}
	}
	out := make([]pdf.Cell, len(statusColumns))
	for i, s := range statusColumns {
		n := s.count(c)
		out[i].Text = []pdf.Text{b.statusText(s, n, body)}
		if n == 0 {
			continue
		}
		mark := b.mark(s.status, pdf.Body)
		// Failures stand out by a tint and a bolder figure, in grey print too.
		if s.status == rules.Fail {
			out[i].Fill, mark.Text = pdf.FailTint, inset+mark.Text
		}
		out[i].Mark = &mark
	}
	return out
}

// inset keeps what stands on a tint from its edge.
const inset = "\u202f"

// totalCell is a total. Its symbol stands in the column of the others if there is room.
func (m *matrix) totalCell(s statusColumn, tier string) pdf.Cell {
	n := s.count(m.a.Summary.ByTier[tier].Checks)
	count, mark := m.statusText(s, n, strong), m.mark(s.status, pdf.Body)
	if s.status == rules.Fail {
		mark.Text = inset + mark.Text
	}
	if n == 0 || m.Width(mark)+markGap+m.Width(count.Runs...) > m.statusWidth(s, tier) {
		return pdf.Cell{Text: []pdf.Text{m.totalText(s, n)}}
	}
	return pdf.Cell{Mark: &mark, Text: []pdf.Text{count}}
}

// totalText is a total with its symbol before it.
func (b *board) totalText(s statusColumn, n int) pdf.Text {
	count := b.statusText(s, n, strong)
	if n == 0 {
		return count
	}
	mark := b.mark(s.status, pdf.Body)
	return pdf.Text{Runs: []pdf.Run{mark, {Text: "\u202f", Style: body}}}.Add(count.Runs...)
}

// statusText is a count in its colour; none is a point, which is read out as 0.
func (b *board) statusText(s statusColumn, n int, style pdf.Style) pdf.Text {
	if n == 0 {
		return pdf.Text{Runs: []pdf.Run{{Text: "·" + inset, Style: small, Spoken: "0"}}}
	}
	style.Color = signs[s.status].color
	text := b.l.Integer(int64(n)) + inset
	if s.status == rules.Fail {
		style.Weight = pdf.SemiBold
	}
	return pdf.Plain(style, text)
}
