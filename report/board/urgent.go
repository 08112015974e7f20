package board

import (
	"slices"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// untested is a service whose restore test failed, or that has none.
type untested struct {
	finding *rules.Finding
	service *report.Service
	failed  bool
}

// urgent names the services whose restore is not proven at all, by tier: failed first, then never tested.
func (b *board) urgent(r *report.Restores, lists []urgentList) {
	right := b.l.Text("board.urgent.right", templates.Args{"failed": b.count("board.count.failed_tests", r.Failed), "never": b.count("board.count.never_tested", r.Never)})
	b.panel(pdf.Plain(head, b.l.Text("board.urgent.title", nil)), pdf.Plain(strong, right), max(b.urgentLeast(lists), min(b.urgentHeight(lists)-urgentHead, mostKept)))
	if len(lists) == 1 {
		lists = spread(lists[0])
	}
	for from := 0; from < len(lists); from += 3 {
		if from > 0 {
			b.Skip(gapPart)
			b.Keep(b.urgentLeast(lists[from:]))
		}
		b.urgentRow(lists[from:min(from+3, len(lists))])
	}
}

// urgentHeight is what the part takes if it is not cut, in millimetres.
func (b *board) urgentHeight(lists []urgentList) float64 {
	if len(lists) == 1 {
		lists = spread(lists[0])
	}
	height := urgentHead
	for from := 0; from < len(lists); from += 3 {
		tallest := 0.0
		for _, list := range lists[from:min(from+3, len(lists))] {
			tallest = max(tallest, b.urgentItemsHeight(list.items))
			if len(list.more) > 0 {
				tallest += 3 * pdf.Small.Leading()
			}
		}
		height += tallest + gapLine + pdf.Body.Leading() + 0.6
		if from > 0 {
			height += gapPart
		}
	}
	return height
}

const (
	urgentHead   = 10.0 // mm for the title
	mostKept     = 90.0 // mm that stay together on a page
	urgentLength = 12   // most services named in a panel
)

// urgentLeast is what a row of panels needs to begin on a page, in millimetres: each with its title, its first service
// and the line for what is left out.
func (b *board) urgentLeast(lists []urgentList) float64 {
	least := 0.0
	for _, list := range lists[:min(3, len(lists))] {
		title := b.Height(pdf.ColumnSpan(4), pdf.Plain(strong, list.title))
		least = max(least, title+b.urgentItemsHeight(list.items[:1]))
	}
	return least + gapLine + 4*pdf.Small.Leading()
}

// urgentList is the services of one panel. A list without a title goes on from the panel before.
type urgentList struct {
	title string
	items []untested
	more  []untested // that belong to the panel's tier and have no room
}

// untestedByTier are the services without a test that passed, by tier, tiers without any left out.
func (b *board) untestedByTier(rule string) []urgentList {
	byTier := map[string][]untested{}
	// What was tried and failed comes before what was never tried: there the way back is known to be shut.
	for _, failed := range []bool{true, false} {
		for i := range b.a.Findings {
			f := &b.a.Findings[i]
			if f.Rule != rule || f.Measured.Known != rules.None || f.Status == rules.NotApplicable || report.TestFailed(f) != failed {
				continue
			}
			s := &b.a.Services[f.ServiceIndex]
			byTier[s.Tier] = append(byTier[s.Tier], untested{f, s, failed})
		}
	}
	var lists []urgentList
	for _, tier := range b.a.Pack.Tiers {
		if items := byTier[tier]; len(items) > 0 {
			n := min(len(items), urgentLength)
			lists = append(lists, urgentList{b.tierTitle(tier), items[:n], items[n:]})
		}
	}
	return lists
}

// spread sets one long list in three panels side by side.
func spread(list urgentList) []urgentList {
	all := slices.Concat(list.items, list.more)
	all, list.more = all[:min(len(all), 3*urgentLength)], all[min(len(all), 3*urgentLength):]
	// A short list side by side would be three columns of one line.
	if len(all) < 6 {
		list.items = all
		return []urgentList{list}
	}
	each := (len(all) + 2) / 3
	lists := []urgentList{{title: list.title, items: all[:each]}, {items: all[each : 2*each]}, {items: all[2*each:]}}
	lists[2].more = list.more
	return lists
}

// urgentRow draws up to three panels side by side, as long as the page has room, and says what is left out.
func (b *board) urgentRow(lists []urgentList) {
	top, bottom := b.Y(), b.Y()
	for i, list := range lists {
		x, width := pdf.ColumnLeft(1+4*i), pdf.ColumnSpan(4)
		bottom = max(bottom, b.At(x, top, width, func() { b.urgentPanel(list, pdf.Bottom) }))
	}
	b.SetY(bottom)
}

// urgentPanel draws one panel down to a lower edge.
func (b *board) urgentPanel(list urgentList, lowest float64) {
	b.Skip(gapLine)
	if list.title == "" {
		b.Skip(pdf.Body.Leading())
	} else {
		b.Heading(pdf.Heading{Level: 3, Text: pdf.Plain(strong, list.title)})
	}
	b.Skip(0.6)
	room := lowest - b.Y()
	shown := len(list.items)
	// Room is kept for the line that says what is left out.
	if len(list.more) > 0 || b.urgentItemsHeight(list.items) > room {
		room -= 3*pdf.Small.Leading() + 1
	}
	for shown > 1 && b.urgentItemsHeight(list.items[:shown]) > room {
		shown--
	}
	b.List(pdf.List{Indent: urgentIndent, Items: b.urgentItems(list.items[:shown])})
	var rest []*rules.Finding
	for _, item := range slices.Concat(list.items[shown:], list.more) {
		rest = append(rest, item.finding)
	}
	if len(rest) == 0 {
		return
	}
	b.Skip(1)
	b.Paragraph(pdf.Plain(small, b.l.Text("board.urgent.more", templates.Args{"n": len(rest), "numbers": b.numbers(rest),
		"sheet": b.l.Text("workbook.sheet.findings", nil)})))
}

const urgentIndent = 4.0 // mm for the symbol

// urgentItems are the services, each with what became of its test, its owner and its members.
func (b *board) urgentItems(items []untested) []pdf.Item {
	words := map[bool]string{true: b.l.Text("board.urgent.failed", nil), false: b.l.Text("board.urgent.never", nil)}
	var out []pdf.Item
	for _, item := range items {
		s := item.service
		mark := b.mark(item.finding.Status, pdf.Small)
		first := pdf.Plain(smallStrong, b.name(s.Name)).With(in(smallStrong, mark.Style.Color), "  "+words[item.failed])
		second := b.l.Text("board.urgent.owner", templates.Args{"owner": b.owner(s), "members": b.count("board.count.members", s.Members)})
		out = append(out, pdf.Item{Label: pdf.Text{Runs: []pdf.Run{mark}}, Body: []pdf.Text{first, pdf.Plain(small, second)}})
	}
	return out
}

// urgentItemsHeight is what the items take in a panel, in millimetres.
func (b *board) urgentItemsHeight(items []untested) float64 {
	height := 0.0
	for _, item := range b.urgentItems(items) {
		height += b.Height(pdf.ColumnSpan(4)-urgentIndent, item.Body...)
	}
	return height
}

// owner is who answers for a service; that nobody does is said, not left blank.
func (b *board) owner(s *report.Service) string {
	if s.Owner == "" {
		return b.l.Text("board.no_owner", nil)
	}
	return b.name(s.Owner)
}

// numbers are the findings' numbers in the workbook, from the least to the greatest.
func (b *board) numbers(findings []*rules.Finding) string {
	least, greatest := findings[0].Number, findings[0].Number
	for _, f := range findings {
		least, greatest = min(least, f.Number), max(greatest, f.Number)
	}
	return b.numbersFrom(least, greatest)
}

// numbersFrom is a range of numbers in the workbook.
func (b *board) numbersFrom(least, greatest int32) string {
	if least == greatest {
		return b.l.Integer(int64(least))
	}
	return b.l.Text("board.numbers", templates.Args{"from": int(least), "to": int(greatest)})
}
