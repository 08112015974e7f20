package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// drawLost names every service that a scenario loses or leaves unproven, with what would mend it.
func drawLost(b *board) {
	h := b.a.Highlights.Scenarios
	b.lead(b.lostMessage(), b.doubtMessage())
	if noLoss(b) {
		return
	}
	b.Skip(gapSmall)
	height := func(services int) float64 { return b.TableHeight(b.riskTable(services)) }
	n := fitting(len(h.AtRisk), b.room(1), height)
	// A second page is for many services, not for long names.
	if n >= manyAtRisk {
		n = fitting(len(h.AtRisk), b.room(2), height)
	}
	b.Table(b.riskTable(n))
}

// manyAtRisk is how many services a page of ordinary names holds at least.
const manyAtRisk = 8

// noLoss tells whether no scenario loses anything, nor leaves anything in doubt.
func noLoss(b *board) bool {
	return noScenario(b) || len(b.a.Highlights.Scenarios.AtRisk) == 0
}

// lostMessage counts the services that a scenario loses.
func (b *board) lostMessage() string {
	h := b.a.Highlights.Scenarios
	return b.l.Text("board.lost.message", templates.Args{"n": h.Lost, "played": b.count("board.count.scenarios", h.Played)})
}

// doubtMessage counts those of which nothing shows that they would come back.
func (b *board) doubtMessage() string {
	h := b.a.Highlights.Scenarios
	key := "board.lost.doubt"
	if h.Lost > 0 {
		key = "board.lost.doubt_others"
	}
	return b.count(key, h.Unproven)
}

// riskTable is the table of the first services, those that are lost before those in doubt.
func (b *board) riskTable(most int) pdf.Table {
	h := b.a.Highlights.Scenarios
	t := pdf.Table{Columns: []pdf.Column{{Width: 4.6, Gap: 1.4}, {Width: 41, Gap: 2.5}, {Width: 38, Gap: 2.5}, {Width: 23, Gap: 2.5}, {Width: 24.5, Gap: 2.5}, {Width: 31.5}}}
	head := headRow([]string{b.l.Text("board.lost.head.service", nil), b.l.Text("board.lost.head.scenario", nil), b.l.Text("board.lost.head.members", nil),
		b.l.Text("board.lost.head.owner", nil), b.l.Text("board.lost.head.fix", nil)})
	head.Cells[0].Columns = 2
	t.Head = []pdf.Row{head}
	for i := range h.AtRisk[:most] {
		risk := &h.AtRisk[i]
		if i == 0 || risk.Outcome != h.AtRisk[i-1].Outcome {
			t.Rows = append(t.Rows, b.riskGroup(risk.Outcome, len(t.Columns)))
		}
		t.Rows = append(t.Rows, b.riskRow(risk))
	}
	b.more(&t, h.Lost+h.Unproven-most, "board.lost.more", b.sheet("workbook.sheet.impact"))
	return t
}

// riskStatus is the sign of an outcome.
func riskStatus(outcome string) rules.Status {
	if outcome == scenario.OutcomeLost.String() {
		return rules.Fail
	}
	return rules.Unknown
}

// riskGroup heads the services of an outcome with their number, also those that are not shown.
func (b *board) riskGroup(outcome string, columns int) pdf.Row {
	n := b.a.Highlights.Scenarios.Unproven
	if outcome == scenario.OutcomeLost.String() {
		n = b.a.Highlights.Scenarios.Lost
	}
	title := b.marked(riskStatus(outcome), pdf.Small, b.l.Text("board.lost.group."+outcome, templates.Args{"services": b.count("board.count.services", n)}))
	return pdf.Row{Kind: pdf.GroupRow, Cells: []pdf.Cell{{Text: []pdf.Text{title}, Columns: columns}}}
}

// scenariosNamed is how many scenarios of a service are named before the rest is counted.
const scenariosNamed = 2

// riskRow is one service: what loses it and why, whom it serves, who answers for it, and what would mend it.
func (b *board) riskRow(risk *report.AtRisk) pdf.Row {
	s := b.services[risk.Service]
	var names []string
	for _, id := range risk.Scenarios[:min(len(risk.Scenarios), scenariosNamed)] {
		names = append(names, shortened(b.scenarioName(b.scenarios[id]), campusLength))
	}
	if rest := len(risk.Scenarios) - len(names); rest > 0 {
		names = append(names, b.count("board.count.others", rest))
	}
	mark := b.mark(riskStatus(risk.Outcome), pdf.Body)
	scenarios := glued(capital(b.parted(names)))
	return pdf.Row{Cells: []pdf.Cell{
		{Text: []pdf.Text{{Runs: []pdf.Run{mark}}}},
		{Text: []pdf.Text{pdf.Plain(strong, b.name(s.Name)), pdf.Plain(small, b.tier(s.Tier))}, Head: true},
		{Text: []pdf.Text{pdf.Plain(smallInk, scenarios), pdf.Plain(small, b.why(risk))}},
		{Text: []pdf.Text{pdf.Plain(smallInk, b.served(s))}},
		{Text: []pdf.Text{pdf.Plain(smallInk, b.owner(s))}},
		{Text: []pdf.Text{pdf.Plain(smallInk, b.remedy(risk))}},
	}}
}

// why says what is missing first. Data that another service holds are mended there.
func (b *board) why(risk *report.AtRisk) string {
	if risk.Because != "" {
		return capital(b.l.Text("board.lost.why.because", templates.Args{"name": b.name(b.services[risk.Because].Name)}))
	}
	return capital(b.l.Text("board.lost.why."+risk.Lacks[0], nil))
}

// remedy says what would mend it in all scenarios: one copy of which several things are asked, and proof.
func (b *board) remedy(risk *report.AtRisk) string {
	if risk.Because != "" {
		return capital(b.l.Text("board.lost.fix.because", templates.Args{"name": b.name(b.services[risk.Because].Name)}))
	}
	var how, out []string
	for _, lack := range risk.Lacks {
		switch text := b.l.Text("board.lost.fix."+lack, nil); lack {
		case report.LacksBackup:
			return capital(text)
		case report.LacksPoint:
			out = append(out, text)
		default:
			how = append(how, text)
		}
	}
	if len(how) > 0 {
		out = append([]string{b.l.Text("board.lost.fix.copy", templates.Args{"how": strings.Join(how, ", ")})}, out...)
	}
	return capital(b.parted(out))
}

// parted sets a few things one after the other that may have commas of their own.
func (b *board) parted(parts []string) string {
	out := parts[0]
	for _, part := range parts[1:] {
		out = b.l.Text("board.lost.pair", templates.Args{"first": out, "second": part})
	}
	return out
}

// served counts the members of a service, by their kind where they are all of one.
func (b *board) served(s *report.Service) string {
	// "12 communes" says more to a board than "12 members", as long as it is true of all.
	kinds := map[string]bool{}
	for _, id := range s.MemberIDs {
		kinds[b.members[id].Kind] = true
	}
	if len(kinds) == 1 && !kinds[""] {
		return b.membersOf(b.members[s.MemberIDs[0]].Kind, s.Members)
	}
	return b.count("board.count.members", s.Members)
}
