package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// promiseSigns are the states of a commitment as they are marked, by state. What is still open is no verdict.
var promiseSigns = map[string]rules.Status{
	report.Late: rules.Fail, report.Undemonstrated: rules.Unknown, report.Kept: rules.Pass, report.StillOpen: rules.NotApplicable,
}

// mostPromises is two pages' worth.
const mostPromises = 60

// promises names what was promised to the board and what became of it, late ones first.
func (b *board) promises() {
	sum := b.a.Highlights.Commitments
	right := pdf.Plain(strong, b.l.Text("board.quarter.kept.right", templates.Args{"n": sum.Kept, "of": sum.All}))
	b.panel(pdf.Plain(head, b.l.Text("board.quarter.kept.title", nil)), right, b.TableHeight(b.promisesTable(min(sum.All, 2))))
	all := min(sum.All, mostPromises)
	height := func(rows int) float64 { return b.TableHeight(b.promisesTable(rows)) }
	n := fitting(all, b.room(1), height)
	// What is late, kept, or said to be done is named, on a second page if need be; what is still to come may be cut.
	if n < sum.All-sum.Open {
		n = fitting(all, b.room(2), height)
	}
	b.Table(b.promisesTable(n))
}

// promisesHeight is what the first promises take below the panels.
func (b *board) promisesHeight(rows int) float64 {
	if b.a.Highlights.Commitments.All == 0 {
		return 0
	}
	return gapText + pdf.Head.Leading() + 1.8 + b.TableHeight(b.promisesTable(min(rows, mostPromises)))
}

// promisesTable is the table of the first promises.
func (b *board) promisesTable(rows int) pdf.Table {
	t := pdf.Table{}
	order, states := b.a.Highlights.Commitments.Order, 0.0
	for _, id := range order[:rows] {
		row := b.promiseRow(b.promised[id])
		t.Rows = append(t.Rows, row)
		states = max(states, b.widest(row.Cells[0])+0.3)
	}
	// The words of a state may take two lines, for what was promised needs the width.
	states = min(states, mostState)
	const due, shown, gap = 17.5, 44.0, 2.5
	t.Columns = []pdf.Column{{Width: states, Gap: gap}, {Width: pdf.Width - states - due - shown - 3*gap, Gap: gap},
		{Width: due, Gap: gap, Align: pdf.AlignRight}, {Width: shown}}
	key := "board.quarter.kept.more"
	// Those that come last are not due yet; that no other is left out is worth a word.
	if len(order)-rows <= b.a.Highlights.Commitments.Open {
		key = "board.quarter.kept.more_open"
	}
	b.more(&t, len(order)-rows, key, b.sheet("workbook.sheet.changes"))
	return t
}

// mostState is the most that the states take, in millimetres.
const mostState = 25.5

// promiseRow is one promise: its state, what was promised and by whom, until when, and what shows it.
func (b *board) promiseRow(c *report.Commitment) pdf.Row {
	what := pdf.Plain(body, b.name(c.What))
	// Who must answer for it is named where there is something to answer for.
	if c.State == report.Late || c.State == report.Undemonstrated {
		what = what.With(small, "  "+strings.ReplaceAll(b.name(c.Owner), " ", "\u00a0"))
	}
	state := b.marked(promiseSigns[c.State], pdf.Small, b.l.Text("words.commitment."+c.State, nil))
	return pdf.Row{Cells: []pdf.Cell{
		{Text: []pdf.Text{state}}, {Text: []pdf.Text{what}, Head: true},
		{Text: []pdf.Text{pdf.Plain(body, b.l.ShortDate(lastDay(c.Due)))}}, {Text: []pdf.Text{pdf.Plain(small, b.shownBy(c))}},
	}}
}

// shownBy says what shows that a promise is kept, or what does not.
func (b *board) shownBy(c *report.Commitment) string {
	args := templates.Args{"document": b.name(c.Document)}
	key := "board.quarter.kept.shown"
	if c.DoneOn != nil {
		args["date"] = b.l.ShortDate(*c.DoneOn)
		if c.Document == "" {
			key = "board.quarter.kept.done"
		}
	}
	switch {
	// It passes, though nobody has said that it was done.
	case c.State == report.Kept && c.DoneOn == nil:
		return b.l.Text("board.quarter.kept.unreported", nil)
	case c.State == report.Kept:
		return b.l.Text(key, args)
	case c.Finding == nil && c.DoneOn != nil:
		return b.l.Text("board.quarter.kept.no_document", args)
	case c.Finding == nil:
		return b.l.Text("board.quarter.kept.nothing", nil)
	case c.DoneOn != nil:
		return b.l.Text("board.quarter.kept.announced", args)
	}
	return b.stands(c)
}

// stands is how the finding stands that a promise is about.
func (b *board) stands(c *report.Commitment) string {
	f := b.named[*c.Finding]
	// A waived finding is not kept, and one that no longer applies can never pass: neither has a figure to show.
	key := "board.quarter.kept.measured"
	switch f.Status {
	case rules.Waived:
		key = "board.quarter.kept.waived"
	case rules.NotApplicable:
		key = "board.quarter.kept.not_applicable"
	}
	return b.l.Text(key, templates.Args{"measured": b.words.Measured(f), "limit": b.words.Limit(f)})
}
