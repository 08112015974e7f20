package board

import (
	"cmp"
	"slices"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// waiverGroup is waivers that a board looks at together.
type waiverGroup struct {
	title string // key
	holds func(*report.Waiver) bool
	color pdf.Color
}

// inState holds the waivers in a state.
func inState(state rules.WaiverState) func(*report.Waiver) bool {
	return func(w *report.Waiver) bool { return w.State == state.String() }
}

// waiverGroups are the groups in the order in which they ask for attention. A waiver is in the first that holds it.
var waiverGroups = []waiverGroup{
	{"board.waivers.group.ending", func(w *report.Waiver) bool { return w.EndsSoon }, pdf.Accent},
	{"board.waivers.group.in_force", inState(rules.InForce), pdf.Accent},
	{"board.waivers.group.expired", inState(rules.Expired), pdf.Fail},
	{"board.waivers.group.too_long", inState(rules.TooLong), pdf.Fail},
	{"board.waivers.group.idle", inState(rules.Idle), pdf.Accent},
	{"board.waivers.group.future", inState(rules.Future), pdf.Accent},
}

const (
	mostWaivers        = 20 // shown
	mostWaiverServices = 3  // named for each
	reasonLength       = 240
)

// drawWaivers draws what the organisation has agreed to live with, who agreed, and until when.
func drawWaivers(b *board) {
	s := b.a.Highlights.Waivers
	b.lead(b.waiversMessage(), b.waiversEffect(s))
	if rest := b.waiversLife(s); rest != "" {
		b.Skip(gapLine)
		b.SetY(b.At(pdf.Margin, b.Y(), pdf.ColumnSpan(10), func() { b.Paragraph(pdf.Plain(body, glued(rest))) }))
	}
	if noWaivers(b) {
		return
	}
	b.Skip(gapPart)
	n := fitting(min(s.All, mostWaivers), b.room(1), func(waivers int) float64 { return b.TableHeight(b.waiversTable(waivers)) })
	b.Table(b.waiversTable(n))
}

// noWaivers tells whether there is none at all.
func noWaivers(b *board) bool { return b.a.Highlights.Waivers.All == 0 }

// waiversTable is the table of the first waivers, by group.
func (b *board) waiversTable(most int) pdf.Table {
	t := pdf.Table{Columns: waiverColumns, Head: []pdf.Row{b.waiverHead()}}
	rest := b.a.Highlights.Waivers.All - most
	// Groups that ask for attention come first, so that a cut takes from those that ask least.
	for i, group := range b.waiversByGroup() {
		n := min(len(group), most)
		most -= n
		if n == 0 {
			continue
		}
		t.Rows = append(t.Rows, b.waiverTitle(waiverGroups[i], len(group)))
		for _, w := range group[:n] {
			t.Rows = append(t.Rows, b.waiverRow(w))
		}
	}
	b.more(&t, rest, "board.waivers.more", b.sheet("workbook.sheet.waivers"))
	return t
}

// waiversMessage says how many waivers are in force and how many findings they cover.
func (b *board) waiversMessage() string {
	s := b.a.Highlights.Waivers
	switch {
	case s.All == 0:
		return b.l.Text("board.waivers.none", nil)
	case s.InForce == 0:
		return b.l.Text("board.waivers.none_in_force", nil)
	}
	return b.l.Text("board.waivers.message", templates.Args{"n": s.InForce, "findings": b.waiversCover(s)})
}

// waiversCover counts the findings that waivers cover. Doubt that is covered is told apart from what is known.
func (b *board) waiversCover(s report.WaiverSum) string {
	findings := b.count("board.count.open_findings", b.a.Summary.Checks.Waived)
	args := templates.Args{"findings": findings, "n": s.HidesUnknown}
	switch s.HidesUnknown {
	case 0:
		return findings
	case b.a.Summary.Checks.Waived:
		return b.l.Text("board.waivers.doubt.all", args)
	}
	return b.l.Text("board.waivers.doubt.some", args)
}

// waiversEffect says what the board would read without the waivers, and what it reads with them.
func (b *board) waiversEffect(s report.WaiverSum) string {
	if s.InForce == 0 {
		return ""
	}
	return b.l.Text("board.waivers.effect", templates.Args{"without": s.OpenWithout, "with": b.a.Highlights.Open,
		"of": b.a.Summary.Services, "compliant_without": s.CompliantWithout, "compliant_with": s.CompliantWith})
}

// waiversLife says what the board must look after, and what became of the waivers since the quarter before.
func (b *board) waiversLife(s report.WaiverSum) string {
	return sentences(b.waiversEnding(s), b.waiversRenewed(s), b.waiversVoid(s), b.waiversSince(s.Since))
}

// waiversEnding says how many of them the board must soon decide on again.
func (b *board) waiversEnding(s report.WaiverSum) string {
	if s.Ending == 0 {
		return ""
	}
	return b.l.Text("board.waivers.ending", templates.Args{"n": s.Ending, "days": report.EndingDays})
}

// waiversRenewed says how many of them were granted before, by another name.
func (b *board) waiversRenewed(s report.WaiverSum) string {
	if s.Renewed == 0 {
		return ""
	}
	return b.l.Text("board.waivers.renewals", templates.Args{"n": s.Renewed})
}

// waiversVoid counts those that cover nothing, each kind with its reason.
func (b *board) waiversVoid(s report.WaiverSum) string {
	parts := b.counts([]counted{
		{"board.waivers.part.expired", s.Expired}, {"board.waivers.part.too_long", s.TooLong}, {"board.waivers.part.idle", s.Idle},
		{"board.waivers.part.future", s.Future},
	})
	if parts == "" {
		return ""
	}
	return b.l.Text("board.waivers.void", templates.Args{"parts": parts})
}

// waiversSince says what became of the waivers since the previous quarter, if there is one.
func (b *board) waiversSince(m *report.WaiverMoves) string {
	if m == nil {
		return ""
	}
	args := templates.Args{"period": b.l.Period(m.Period)}
	args["parts"] = b.counts([]counted{
		{"board.waivers.part.granted", m.Granted}, {"board.waivers.part.ended", m.Ended}, {"board.waivers.part.gone", len(m.Gone)},
	})
	if args["parts"] == "" {
		return b.l.Text("board.waivers.since_none", args)
	}
	return b.l.Text("board.waivers.since", args)
}

// counted is a number of things and the key of their name.
type counted struct {
	key string
	n   int
}

// counts lists those of which there are some.
func (b *board) counts(all []counted) string {
	var parts []string
	for _, c := range all {
		if c.n > 0 {
			parts = append(parts, b.count(c.key, c.n))
		}
	}
	return b.l.List(parts)
}

// waiversByGroup are the waivers of each group, those that end first before others.
func (b *board) waiversByGroup() [][]*report.Waiver {
	out := make([][]*report.Waiver, len(waiverGroups))
	for i := range b.a.Waivers {
		w := &b.a.Waivers[i]
		at := slices.IndexFunc(waiverGroups, func(g waiverGroup) bool { return g.holds(w) })
		if at >= 0 {
			out[at] = append(out[at], w)
		}
	}
	for _, group := range out {
		slices.SortStableFunc(group, func(x, y *report.Waiver) int {
			return cmp.Or(x.Expires.Compare(y.Expires), cmp.Compare(x.ID, y.ID))
		})
	}
	return out
}

var waiverColumns = []pdf.Column{
	{Width: 82, Gap: 3}, {Width: 52, Gap: 2}, {Width: 20, Gap: 2, Align: pdf.AlignRight}, {Width: 13, Align: pdf.AlignRight},
}

// waiverHead names the columns.
func (b *board) waiverHead() pdf.Row {
	var row pdf.Row
	for _, key := range []string{"board.waivers.head.what", "board.waivers.head.approved", "board.waivers.head.end", "board.waivers.head.hides"} {
		row.Cells = append(row.Cells, pdf.Cell{Text: []pdf.Text{pdf.Plain(smallHead, b.l.Text(key, nil))}})
	}
	return row
}

// waiverTitle heads a group with its number of waivers, also those that are not shown.
func (b *board) waiverTitle(g waiverGroup, n int) pdf.Row {
	title := b.l.Text(g.title, templates.Args{"n": n, "days": report.EndingDays})
	return pdf.Row{Kind: pdf.GroupRow, Cells: []pdf.Cell{{Text: []pdf.Text{pdf.Plain(in(groupHead, g.color), title)}, Columns: len(waiverColumns)}}}
}

// waiverRow is one waiver: what is waived and why, who agreed and when, and until when it holds.
func (b *board) waiverRow(w *report.Waiver) pdf.Row {
	title := pdf.Plain(strong, b.name(b.words.Rule(w.Rule))).With(small, "  "+b.name(w.ID))
	what := []pdf.Text{title, pdf.Plain(smallInk, b.serviceNames(w.Services)), pdf.Plain(small, shortened(w.Reason, reasonLength))}
	if len(w.TooLongFor) > 0 {
		what = append(what, pdf.Plain(in(small, pdf.Fail), b.l.Text("board.waivers.too_long_for", templates.Args{"services": b.serviceNames(w.TooLongFor)})))
	}
	if len(w.Renews) > 0 {
		what = append(what, pdf.Plain(smallStrong, b.renewed(w)))
	}
	approved := []pdf.Text{pdf.Plain(body, b.name(w.ApprovedBy)), pdf.Plain(small, b.approval(w))}
	// An end that is near is bolder; nothing else on the page is.
	end, days := body, small
	if w.EndsSoon {
		end, days = strong, smallStrong
	}
	left := b.l.Text("board.waivers.days_left", templates.Args{"n": w.DaysLeft})
	if w.DaysLeft < 0 {
		left = b.l.Text("board.waivers.over", nil)
	}
	return pdf.Row{Cells: []pdf.Cell{
		{Text: what, Head: true}, {Text: approved},
		{Text: []pdf.Text{pdf.Plain(end, b.l.ShortDate(w.LastDay())), pdf.Plain(days, left)}},
		{Text: []pdf.Text{b.hides(w)}},
	}}
}

// renewed says how often a waiver has been renewed, and which one it took over from.
func (b *board) renewed(w *report.Waiver) string {
	n := len(w.Renews)
	return b.l.Text("board.waivers.renewed", templates.Args{"n": n, "last": b.name(w.Renews[n-1])})
}

// hides is how many findings a waiver covers; none in grey.
func (b *board) hides(w *report.Waiver) pdf.Text {
	style := in(strong, pdf.Waived)
	if w.Hides == 0 {
		style = quiet
	}
	return pdf.Plain(style, b.l.Integer(int64(w.Hides)))
}

// approval is when a waiver was approved, and by which decision if one is named.
func (b *board) approval(w *report.Waiver) string {
	args := templates.Args{"date": b.l.ShortDate(w.ApprovedOn), "decision": b.name(w.Decision)}
	if w.Decision == "" {
		return b.l.Text("board.waivers.approved_on", args)
	}
	return b.l.Text("board.waivers.approved_by_decision", args)
}

// serviceNames names the first services of a list, and counts the others.
func (b *board) serviceNames(ids []string) string {
	var names []string
	for _, id := range ids {
		name := id // of a service that is retired
		if s := b.services[id]; s != nil {
			name = s.Name
		}
		names = append(names, b.name(name))
	}
	if len(names) > mostWaiverServices+1 {
		others := b.count("board.count.other_services", len(names)-mostWaiverServices)
		names = append(names[:mostWaiverServices], others)
	}
	return b.l.List(names)
}
