package board

import (
	"coupefeu/report/decision"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// drawDecisions draws what the board is asked to decide: a module for each decision, with a line to minute it.
func drawDecisions(b *board) {
	all := b.a.Decisions
	if noDecisions(b) {
		b.lead(b.l.Text("board.decisions.none", nil), b.decisionsUncovered())
		return
	}
	message, method := b.count("board.decisions.count", len(all)), b.count("board.decisions.alone", len(all))
	if together := b.decisionsTogether(); together != "" {
		message = together
	}
	b.lead(message, method)
	b.Skip(gapSmall)
	rest := pdf.Plain(small, sentences(b.decisionsLeft(), b.decisionsUncovered()))
	modules := b.modules(b.Left() - gapLine - b.Height(pdf.Width, rest))
	b.Numbered(func() {
		for i, m := range modules {
			page := b.Page()
			b.Keep(m.height())
			// The first of a page stands under a head's rule, the others are parted by thinner ones.
			rule := inkRule
			if i > 0 && b.Page() == page {
				rule.Width = pdf.LeaderRule
			}
			b.Rule(rule)
			b.Group(pdf.ListItem, m.draw)
		}
	})
	b.Rule(inkRule)
	if rest.String() != "" {
		b.Skip(gapLine)
		b.Paragraph(rest)
	}
}

// modules are those of all decisions, with as many effects each as fit in a height; two at least.
func (b *board) modules(room float64) []*module {
	var out []*module
	for effects := decision.EffectsLength; effects >= leastEffects; effects-- {
		out = nil
		height := 0.0
		for i := range b.a.Decisions {
			m := b.module(i, &b.a.Decisions[i], effects)
			out, height = append(out, m), height+m.height()
		}
		if height <= room {
			break
		}
	}
	return out
}

const leastEffects = 2 // shown of a decision

// noDecisions tells whether the board is asked for none.
func noDecisions(b *board) bool { return len(b.a.Decisions) == 0 }

// shortDecisions tells whether the section is but a sentence, or a few decisions that the page before has room for.
func shortDecisions(b *board) bool {
	height := briefRoom
	for i := range b.a.Decisions {
		height += b.module(i, &b.a.Decisions[i], decision.EffectsLength).height()
	}
	return noDecisions(b) || height < b.Left()
}

// togetherTold are the measures of what all decisions come to, those that a sentence tells.
var togetherTold = []decision.Measure{decision.LostAnywhere, decision.UnprovenNowhere, decision.RestoresProven, decision.Open}

// decisionsTogether says what all decisions come to together; "" where that was not computed.
func (b *board) decisionsTogether() string {
	var parts []string
	for _, e := range b.a.Outlook.Together {
		for _, told := range togetherTold {
			if e.Measure == told {
				parts = append(parts, b.l.Text("board.decisions.part."+string(told), templates.Args{"n": max(e.Before, e.After), "before": e.Before, "after": e.After}))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return b.l.Text("board.decisions.together", templates.Args{"n": len(b.a.Decisions), "parts": b.l.List(parts)})
}

// decisionsLeft counts the decisions that could be asked for too.
func (b *board) decisionsLeft() string {
	if b.a.Outlook.Left == 0 {
		return ""
	}
	return b.count("board.decisions.left", b.a.Outlook.Left)
}

// decisionsUncovered points to the findings that no decision closes.
func (b *board) decisionsUncovered() string {
	numbers := b.a.Outlook.Findings
	if len(numbers) == 0 {
		return ""
	}
	args := b.sheet("workbook.sheet.findings")
	args["n"], args["of"], args["numbers"] = len(numbers), b.a.Outlook.Open, b.numbersFrom(numbers[0], numbers[len(numbers)-1])
	return b.l.Text("board.decisions.uncovered", args)
}

// Where the parts of a module stand, in millimetres: from its left edge, and from its rule down.
const (
	moduleText     = 8.5  // what, why and what else happens
	moduleTextWide = 70.5 // of them
	moduleFacts    = 81.5 // whom it protects, who owns it, by when
	moduleFactWide = 42.0
	moduleEffects  = 126.0 // what it changes
	moduleNumber   = 8.6   // baseline
	moduleTop      = 1.4   // upper edge of the columns
	moduleMinute   = 19.15 // upper edge of the line to minute, at least
	moduleUnder    = 6.45  // from there to the next rule
)

// module is one decision on the page, its texts made.
type module struct {
	*board
	number    string
	text      []pdf.Text // what, why, otherwise
	facts     []pdf.Item
	indent    float64 // of the facts' labels
	effects   []moduleEffect
	head      pdf.Text // above the effects
	condition pdf.Text // below them
}

// moduleEffect is a figure before and after, and what it counts. Figures too long to stand beside their words stand
// under them.
type moduleEffect struct {
	words, figure pdf.Text
	wide          float64 // of the words
	under         bool
}

// module makes the texts of a decision, with so many of its effects at most.
func (b *board) module(i int, d *decision.Decision, effects int) *module {
	m := &module{board: b, number: b.l.Integer(int64(i + 1)),
		text: []pdf.Text{pdf.Plain(strong, glued(b.decisionAsks(d))), pdf.Plain(body, glued(b.decisionWhy(d))), pdf.Plain(body, b.decisionOtherwise(d))},
		head: pdf.Plain(small, b.l.Text("board.decisions.label.effect", nil)), condition: pdf.Plain(small, b.l.Text("board.decisions.assumes."+string(d.Assumes), nil)),
	}
	protects := "board.decisions.label.protects"
	if d.Kind == decision.Waivers || d.Kind == decision.Lapsed {
		protects = "board.decisions.label.concerns"
	}
	for _, fact := range []struct {
		label string
		value pdf.Text
	}{
		{protects, pdf.Plain(smallInk, glued(b.decisionMembers(d)))},
		{"board.decisions.label.owner", pdf.Plain(smallInk, glued(b.decisionOwners(d)))},
		{"board.decisions.due", pdf.Plain(smallStrong, b.l.Date(d.LastDay()))},
	} {
		label := pdf.Plain(small, b.l.Text(fact.label, nil))
		m.indent = max(m.indent, b.Width(label.Runs...)+gapLine)
		m.facts = append(m.facts, pdf.Item{Label: label, Body: []pdf.Text{fact.value}})
	}
	for i := range min(effects, len(d.Effects)) {
		m.effects = append(m.effects, b.moduleEffect(&d.Effects[i]))
	}
	if len(d.Effects) == 0 {
		m.head, m.condition = pdf.Plain(small, b.l.Text("board.decisions.no_effect", nil)), pdf.Text{}
	}
	return m
}

// leastWords is what the words of an effect need beside its figure, in millimetres.
const leastWords = 24.0

func (b *board) moduleEffect(e *decision.Effect) moduleEffect {
	run := pdf.Run{Text: b.l.Text("board.decisions.change", templates.Args{"before": e.Before, "after": e.After}), Style: strong}
	out := moduleEffect{words: pdf.Plain(smallInk, b.measureWords(e)), figure: pdf.Text{Runs: []pdf.Run{run}, Align: pdf.AlignRight}}
	out.wide = pdf.Width - moduleEffects - b.Width(run) - gapLine
	if out.under = out.wide < leastWords; out.under {
		out.wide = pdf.Width - moduleEffects
	}
	return out
}

// height is what the module takes, from its rule to the next, in millimetres.
func (m *module) height() float64 { return m.minuteTop() + moduleUnder }

// minuteTop is the upper edge of the line to minute, below its rule: under the text, and so that the rule to write on
// runs under the other columns.
func (m *module) minuteTop() float64 {
	text := moduleTop + m.Height(moduleTextWide, m.text...)
	facts := moduleTop
	for _, fact := range m.facts {
		facts += m.Height(moduleFactWide-m.indent, fact.Body...)
	}
	return max(moduleMinute, text+2.0, max(facts, moduleTop+m.effectsHeight())-minuteRule+0.6)
}

// effectsHeight is what the effects take, with what stands above and below them.
func (m *module) effectsHeight() float64 {
	wide := pdf.Width - moduleEffects
	height := m.Height(wide, m.head)
	for _, e := range m.effects {
		height += m.effectHeight(e)
	}
	if len(m.condition.Runs) > 0 {
		height += effectGap + m.Height(wide, m.condition)
	}
	return height
}

const effectGap = 0.7 // mm above each effect

func (m *module) effectHeight(e moduleEffect) float64 {
	words, figure := m.Height(e.wide, e.words), pdf.Body.Leading()
	if e.under {
		return effectGap + words + figure
	}
	return effectGap + max(words, figure)
}

// draw draws the module below its rule, and moves the cursor to the next. What a reader hears is the number, what is
// asked and why, whom it concerns, what it changes, and what to minute.
func (m *module) draw() {
	top := m.Y()
	m.At(pdf.Margin, top+moduleNumber-pdf.Title.Baseline(), moduleText, func() { m.Write(pdf.ListLabel, pdf.Plain(pageTitle, m.number)) })
	m.Group(pdf.ListBody, func() {
		m.At(pdf.Margin+moduleText, top+moduleTop, moduleTextWide, func() {
			m.board.Heading(pdf.Heading{Level: 2, Text: m.text[0]})
			for _, text := range m.text[1:] {
				m.Paragraph(text)
			}
		})
		m.At(pdf.Margin+moduleFacts, top+moduleTop, moduleFactWide, func() { m.List(pdf.List{Indent: m.indent, Items: m.facts}) })
		m.At(pdf.Margin+moduleEffects, top+moduleTop, pdf.Width-moduleEffects, m.drawEffects)
		m.drawMinute(top + m.minuteTop())
	})
	m.SetY(top + m.height())
}

func (m *module) drawEffects() {
	m.Paragraph(m.head)
	frame := m.Frame()
	for _, e := range m.effects {
		m.Skip(effectGap)
		top := m.Y()
		bottom := m.At(frame.X, top, e.wide, func() { m.Paragraph(e.words) })
		if e.under {
			top = bottom
		}
		// The figure is larger than its words, and stands on their first baseline.
		lift := pdf.Body.Baseline() - pdf.Small.Baseline()
		m.SetY(max(bottom, m.At(frame.X, top-lift, frame.Width, func() { m.Paragraph(e.figure) })))
	}
	if len(m.condition.Runs) > 0 {
		m.Skip(effectGap)
		m.Paragraph(m.condition)
	}
}

const (
	minuteBox  = 2.6  // mm
	minuteRule = 3.45 // mm from the upper edge of the words to the rule to write on
)

// drawMinute draws the line to minute: three boxes to tick, with their words, and a rule to write a date on.
func (m *module) drawMinute(top float64) {
	style := smallInk
	x := pdf.Margin + moduleText
	word := func(key string) {
		text := pdf.Plain(style, m.l.Text(key, nil))
		width := m.Width(text.Runs...) + 0.1
		m.At(x, top, width, func() { m.Paragraph(text) })
		x += width
	}
	style = small
	word("board.decisions.minute.label")
	style = smallInk
	for _, key := range []string{"board.decisions.minute.accepted", "board.decisions.minute.refused", "board.decisions.minute.postponed"} {
		x += 4
		// A box is drawn for the pen; the word says what it stands for.
		m.Decorate(func(c *pdf.Canvas) {
			box := pdf.Box{X: x, Y: top + pdf.Small.Baseline() - minuteBox + 0.3, Width: minuteBox, Height: minuteBox}
			c.Rect(box, pdf.Paint{Stroke: pdf.Stroke{Color: pdf.Ink, Width: pdf.LeaderRule}})
		})
		x += minuteBox + 1.2
		word(key)
	}
	m.Decorate(func(c *pdf.Canvas) {
		y := top + minuteRule
		c.Line(pdf.Point{X: x + 1.2, Y: y}, pdf.Point{X: pdf.PageWidth - pdf.Margin, Y: y}, pdf.Stroke{Color: pdf.Ink, Width: pdf.LeaderRule})
	})
}
