package board

import (
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// methodStep is one step of the method: what it is called, and what is done.
type methodStep struct {
	name, text string // keys
}

var methodSteps = []methodStep{
	{"board.method.sources.name", "board.method.sources.text"},
	{"board.method.basis.name", "board.method.basis.text"},
	{"board.method.verdict.name", "board.method.verdict.text"},
	{"board.method.unknown.name", "board.method.unknown.text"},
	{"board.method.scenarios.name", "board.method.scenarios.text"},
	{"board.method.waivers.name", "board.method.waivers.text"},
	{"board.method.counts.name", "board.method.counts.text"},
	{"board.method.trace.name", "board.method.trace.text"},
}

// method says in half a page how the report is made, and where an auditor finds the rest.
func (b *board) method() {
	list := pdf.List{Indent: scopeIndent, Gap: gapLine, Items: b.methodItems()}
	needs := list
	// It reads best in one piece, unless pages are short.
	if b.listPages == 1 {
		needs.Items = list.Items[:2]
	}
	b.panel(pdf.Plain(head, b.l.Text("board.method.title", nil)), pdf.Text{}, gapLine+b.listHeight(needs))
	b.Skip(gapLine)
	b.List(list)
}

// methodItems are the steps, without that of the scenarios where none is played.
func (b *board) methodItems() []pdf.Item {
	args := templates.Args{"findings": b.l.Text("workbook.sheet.findings", nil), "rules": b.l.Text("workbook.sheet.rules", nil)}
	var items []pdf.Item
	for _, step := range methodSteps {
		if step.name == "board.method.scenarios.name" && len(b.a.Scenarios) == 0 {
			continue
		}
		text := pdf.Plain(body, b.l.Text(step.text, args))
		if step.name == "board.method.trace.name" && b.limitsShown() {
			text = text.With(body, " "+b.l.Text("board.method.trace.limits", nil)+"\u00a0").Add(b.see("rules"))
		}
		items = append(items, pdf.Item{Label: pdf.Plain(strong, b.l.Text(step.name, nil)), Body: []pdf.Text{text}})
	}
	return items
}

// listHeight is what a list takes over the whole width, in millimetres.
func (b *board) listHeight(l pdf.List) float64 {
	height := 0.0
	for _, item := range l.Items {
		height += l.Gap + max(b.Height(l.Indent, item.Label), b.Height(pdf.Width-l.Indent, item.Body...))
	}
	return height
}

// unknowns are the things that no report made from files can know.
var unknowns = []string{"board.unknowable.complete", "board.unknowable.place", "board.unknowable.copy", "board.unknowable.chance"}

// unknowable says what a reader must not take from the report.
func (b *board) unknowable() {
	list := pdf.List{Indent: 4}
	for _, key := range unknowns {
		list.Items = append(list.Items, pdf.Item{Label: pdf.Plain(quiet, "–"), Body: []pdf.Text{pdf.Plain(body, b.l.Text(key, nil))}})
	}
	lead := pdf.Plain(body, b.l.Text("board.unknowable.lead", nil))
	b.panel(pdf.Plain(head, b.l.Text("board.unknowable.title", nil)), pdf.Text{}, gapLine+b.Height(pdf.Width, lead)+b.listHeight(list))
	b.Skip(gapLine)
	b.Paragraph(lead)
	b.List(list)
}
