package board

import (
	"fmt"
	"maps"
	"slices"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

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
		{g.OldOnes, g.Sources, "board.weak.old", b.old()},
	} {
		if w.n > 0 {
			count := b.l.Text("board.share", templates.Args{"n": w.n, "of": w.of})
			out = append(out, weakness{count, b.l.Text(w.key, templates.Args{"n": w.n, "days": report.OldDays}), w.about})
		}
	}
	return out
}

// How many sources or characters are named before the rest is counted, and how many kinds of notices are quoted; fewer
// where the report is short of pages.
const (
	mostNamed, fewNamed     = 6, 2
	mostNotices, fewNotices = 8, 3
)

// many is one of two numbers, the lesser where the report is short of pages.
func (b *board) many(most, few int) int {
	if b.listPages == 1 {
		return few
	}
	return most
}

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

// old names the evidence whose newest run is long past, each with its day.
func (b *board) old() string {
	var names []string
	for i := range b.a.Evidence {
		e := &b.a.Evidence[i]
		switch {
		case !e.Old(b.a.AsOf):
		case e.Newest == nil:
			names = append(names, b.name(e.ID))
		default:
			names = append(names, b.l.Text("board.weak.last", templates.Args{"name": b.name(e.ID), "date": b.l.ShortDate(*e.Newest)}))
		}
	}
	return b.someOf(names)
}

// someOf lists the first few names, and counts the others.
func (b *board) someOf(names []string) string {
	if most := b.many(mostNamed, fewNamed); len(names) > most+1 {
		names = append(slices.Clone(names[:most]), b.count("board.count.others", len(names)-most))
	}
	return b.l.List(names)
}

// toldByCount is the notice that the count of unusable evidence tells already.
const toldByCount = "evidence-unusable"

// noticed are the notices, one entry a code, with the number of each and the workbook's place for them.
func (b *board) noticed() []weakness {
	var out []weakness
	codes := slices.DeleteFunc(slices.Sorted(maps.Keys(b.a.Highlights.Notices)), func(code string) bool { return code == toldByCount })
	for _, code := range codes[:min(len(codes), b.many(mostNotices, fewNotices))] {
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
		if text, known := b.l.Notice(n.Code, b.noticeNames(n)); known {
			return shortened(text, reasonLength)
		}
		return shortened(n.Text, reasonLength)
	}
	return code
}

// everyName stands for all arguments of a notice.
const everyName = -1

// noticeServices are the arguments of notices that are services, by code.
var noticeServices = map[string]int{"dependency-cycle": everyName, "no-instance": 0, "member-kind-unknown": 1, "stateful-or-not": 0,
	"restore-test-backup-gone": 0, "evidence-select-no-match": 1}

// noticeNames are the arguments of a notice, with services by the names that a board knows.
func (b *board) noticeNames(n inventory.Notice) []string {
	at, speaks := noticeServices[n.Code]
	names := slices.Clone(n.Args)
	for i, id := range names {
		if s := b.services[id]; speaks && s != nil && (at == everyName || at == i) {
			names[i] = b.name(s.Name)
		}
	}
	return names
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
