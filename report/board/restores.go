package board

import (
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// drawRestores draws what restore tests have shown: how old they are, how long they took, and who has none.
func drawRestores(b *board) {
	// Where no rule asks for tests the page says so: silence would read as if all were well.
	r := b.a.Highlights.Restores
	if r == nil || r.Services == 0 {
		b.lead(b.l.Text("board.restores.not_asked", nil))
	} else {
		b.lead(b.l.Text("board.restores.message", templates.Args{"n": r.Proven, "of": r.Services}), b.restoresRest(r))
		b.Skip(gapPart)
		b.ages(r)
	}
	// The chart of times gives up rows if what comes below then fits on the same page.
	var lists []urgentList
	below := 0.0
	if r != nil && r.Failed+r.Never > 0 {
		lists = b.untestedByTier(r.Rule)
		below = gapBlock + b.urgentHeight(lists)
	}
	if t := b.a.Highlights.Times; t != nil && t.Services > 0 {
		b.Skip(gapBlock)
		b.times(t, below)
	}
	if len(lists) > 0 {
		b.Skip(gapBlock)
		b.urgent(r, lists)
	}
}

// noRestores tells whether no rule asks any service for a restore test.
func noRestores(b *board) bool {
	h := &b.a.Highlights
	return (h.Restores == nil || h.Restores.Services == 0) && (h.Times == nil || h.Times.Services == 0)
}

// restoresRest says how the others fail to be proven, and how many of them a waiver excuses.
func (b *board) restoresRest(r *report.Restores) string {
	if r.Unproven == 0 {
		return ""
	}
	waived := ""
	if r.Waived > 0 {
		waived = b.l.Text("board.restores.waived", templates.Args{"n": r.Waived})
	}
	args := templates.Args{"n": r.Unproven, "parts": b.unprovenParts(r.RestoreSum)}
	if r.Proven == 0 {
		return sentences(b.l.Text("board.restores.rest_all", args), waived)
	}
	return sentences(b.l.Text("board.restores.rest", args), waived)
}

// mostAgePanels bounds the tiers that the histogram shows.
const mostAgePanels = 5

// ages draws a histogram of the tests' ages for each tier, all on one scale.
func (b *board) ages(r *report.Restores) {
	b.panel(pdf.Plain(head, b.l.Text("board.restores.ages.title", nil)), pdf.Plain(small, b.l.Text("board.restores.ages.right", nil)), 2*ageHeight)
	// One scale for all, or a tier with old tests would look like one with fresh ones.
	scale := ageScale(r)
	tiers := b.a.Pack.Tiers[:min(len(b.a.Pack.Tiers), mostAgePanels)]
	for i, tier := range tiers {
		h := histogram{board: b, sum: r.ByTier[tier], tier: tier, scale: scale, axis: i == len(tiers)-1}
		b.agePanel(h)
		if !h.axis {
			b.Rule(hair)
		}
	}
	if rest := len(b.a.Pack.Tiers) - len(tiers); rest > 0 {
		args := b.sheet("workbook.sheet.overview")
		args["n"] = rest
		b.Paragraph(pdf.Plain(small, b.l.Text("board.restores.ages.more", args)))
	}
}

// agePanel draws one tier: in words at the left, as a histogram beside it.
func (b *board) agePanel(h histogram) {
	width := ageLeft - pdf.Margin - gapSmall
	title, words := pdf.Plain(strong, b.tierTitle(h.tier)), b.ageWords(h.sum)
	// A long tier name makes its panel taller rather than running into the next.
	height := max(ageHeight, b.Height(width, append(words, title)...)+gapSmall)
	if h.axis {
		height += ageAxis
	}
	b.Keep(height)
	top := b.Y()
	b.At(pdf.Margin, top+gapLine, width, func() {
		b.Heading(pdf.Heading{Level: 3, Text: title})
		for _, text := range words {
			b.Paragraph(text)
		}
	})
	b.At(ageLeft, top, pdf.Margin+pdf.Width-ageLeft, func() { b.Figure(pdf.Figure{Alt: h.spoken(), Height: height, Draw: h.draw}) })
	b.SetY(top + height)
}

// ageWords are a tier's counts: how many restores are proven, how many are not.
func (b *board) ageWords(sum report.RestoreSum) []pdf.Text {
	if sum.Services == 0 {
		return []pdf.Text{pdf.Plain(small, b.l.Text("board.figure.nothing", nil))}
	}
	var words []pdf.Text
	if sum.Proven > 0 {
		words = append(words, b.marked(rules.Pass, pdf.Small, b.l.Text("board.restores.ages.proven", templates.Args{"n": sum.Proven, "of": sum.Services})))
	}
	if sum.Unproven > 0 {
		words = append(words, b.marked(rules.Fail, pdf.Small, b.l.Text("board.restores.ages.unproven", templates.Args{"n": sum.Unproven, "of": sum.Services})))
	}
	return words
}
