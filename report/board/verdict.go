package board

import (
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// Where the parts of the title page stand, in millimetres, unless what is above them needs the place.
const (
	mastheadBaseline = 24.0
	mastheadRule     = 29.0
	verdictBaseline  = 71.0
	figuresTop       = 127.0
	firstTop         = 190.0
	scopeTop         = 246.0
)

// drawVerdict draws the title page: the one sentence, three figures, the decisions that are asked, and the scope.
func drawVerdict(b *board) {
	b.TitlePage()
	b.masthead()
	b.SetY(max(verdictBaseline-pdf.Verdict.Baseline(), b.Y()+gapSection))
	b.Heading(pdf.Heading{Level: 1, Text: emphasised(glued(b.verdict()), verdict, verdictBad), Name: "verdict", Bookmark: b.titles["verdict"]})
	b.Skip(gapPart)
	b.SetY(b.At(pdf.Margin, b.Y(), pdf.ColumnSpan(9), func() { b.Paragraph(pdf.Plain(body, glued(b.because()))) }))
	b.introduce(pdf.ColumnSpan(9))
	b.SetY(max(figuresTop, b.Y()+gapBlock))
	b.figures()
	b.SetY(max(firstTop, b.Y()+gapBlock))
	b.next()
	// A scope of many lines stands higher, so that the page ends with it.
	b.SetY(max(min(scopeTop, pdf.Bottom-b.scopeHeight()+gapBlock), b.Y()+gapBlock))
	b.scope()
}

// mostKindBeside is how wide what the report calls itself may be to stand beside the organisation's name, in millimetres.
const mostKindBeside = 60.0

// masthead says whose report it is, of which quarter and as of when. A long name goes down and takes the rest along.
// What the report calls itself stands at the right of the name, unless a logo stands there or it is long: then it makes
// way and goes under the rule.
func (b *board) masthead() {
	kind := pdf.Plain(quiet, b.kind()).Aligned(pdf.AlignRight)
	logo, beside := b.template.logo, b.Width(kind.Runs...)
	under := logo != nil || beside > mostKindBeside
	name, title := pdf.Width-beside-gapBlock, pdf.Width
	if under {
		name, title = pdf.Width, name
	}
	if logo != nil {
		name -= logo.box().Width + gapBlock
	}
	top := mastheadBaseline - pdf.Head.Baseline()
	bottom := b.At(pdf.Margin, top, name, func() { b.Paragraph(pdf.Plain(head, b.organisation())) })
	rule := max(mastheadRule, bottom+gapSmall)
	if logo != nil {
		b.drawLogo(logo)
	}
	kindTop := mastheadBaseline - pdf.Body.Baseline()
	if under {
		kindTop = rule + gapText
	}
	b.At(pdf.Margin, kindTop, pdf.Width, func() { b.Paragraph(kind) })
	b.SetY(rule)
	b.Rule(pdf.Stroke{Color: pdf.Accent, Width: pdf.TitleRule})
	b.Skip(gapText)
	quarter := pdf.Plain(accent, b.l.Text("board.title", templates.Args{"period": b.l.PeriodName(b.a.Period.ID)}))
	b.SetY(b.At(pdf.Margin, b.Y(), title, func() { b.Paragraph(quarter) }))
	b.Paragraph(pdf.Plain(quiet, b.l.Text("board.as_of", templates.Args{"moment": b.l.Moment(b.a.AsOf)})))
	if b.a.Fictitious {
		b.Paragraph(pdf.Plain(strong, b.l.Text("board.sample.notice", nil)))
	}
	if b.a.Draft {
		b.Paragraph(pdf.Plain(strong, b.l.Text("board.draft.notice", templates.Args{"moment": b.l.Moment(b.a.Period.End)})))
	}
}

// verdicts are the sentences that may stand on the title page, the most telling first. The first that the assessment
// gives ground for is taken; the last always has ground.
var verdicts = []func(*board) (string, bool){nothingThere, burntCampus, unprovenRestores, openFindings, openElsewhere, nothingOpen}

// verdict is the sentence of the title page, with its gravest part between emphases.
func (b *board) verdict() string {
	for _, verdict := range verdicts {
		if sentence, applies := verdict(b); applies {
			return sentence
		}
	}
	return ""
}

// glued keeps a figure on one line with the word that follows it.
func glued(text string) string {
	words := strings.Split(text, " ")
	var out strings.Builder
	for i, word := range words {
		out.WriteString(word)
		if i == len(words)-1 {
			break
		}
		// A word of nothing but digits, emphases and separators is a figure.
		if digits := strings.TrimLeft(strings.ReplaceAll(word, emphasis, ""), "0123456789\u202f."); digits == "" {
			out.WriteString("\u00a0")
		} else {
			out.WriteString(" ")
		}
	}
	return out.String()
}

// critical is the most critical tier that has a service; "" without any service.
func (b *board) critical() string {
	for _, tier := range b.a.Pack.Tiers {
		if b.a.Summary.ByTier[tier].Services > 0 {
			return tier
		}
	}
	return ""
}

// nothingThere is the verdict on an inventory without services.
func nothingThere(b *board) (string, bool) {
	return b.l.Text("board.verdict.nothing", nil), b.critical() == ""
}

// unprovenRestores is the verdict where the most critical services could perhaps not be brought back.
func unprovenRestores(b *board) (string, bool) {
	if b.a.Highlights.Restores == nil {
		return "", false
	}
	tier := b.critical()
	sum := b.a.Highlights.Restores.ByTier[tier]
	if sum.Unproven == 0 {
		return "", false
	}
	who := b.tierShare(tier, sum.Unproven, sum.Services)
	return b.verdictOf(b.l.Text("board.verdict.unproven", templates.Args{"n": sum.Unproven, "who": who})), true
}

// openFindings is the verdict where they could be brought back, but break rules.
func openFindings(b *board) (string, bool) {
	tier := b.critical()
	n := b.a.Highlights.ByTier[tier].OpenServices
	who := b.tierShare(tier, n, b.a.Summary.ByTier[tier].Services)
	return b.verdictOf(b.l.Text("board.verdict.open", templates.Args{"n": n, "who": who})), n > 0
}

// verdictOf puts the count of compliant services before what matters most.
func (b *board) verdictOf(worst string) string {
	first := b.l.Text("board.verdict.compliant", templates.Args{"n": b.a.Summary.Compliant, "of": b.a.Summary.Services})
	return b.l.Text("board.verdict.and", templates.Args{"first": first, "worst": worst})
}

// openElsewhere is the verdict where all that is open concerns less critical services.
func openElsewhere(b *board) (string, bool) {
	args := templates.Args{"n": b.a.Summary.Compliant, "of": b.a.Summary.Services, "tier": b.tier(b.critical())}
	return b.l.Text("board.verdict.elsewhere", args), b.a.Highlights.Open > 0
}

// nothingOpen is the verdict where nothing is open: all is kept, by waiver or in full, or there was nothing to check.
func nothingOpen(b *board) (string, bool) {
	// A waiver is not the same as keeping a rule, so it is told apart even in good news.
	if b.a.Summary.Compliant == b.a.Summary.Services {
		return b.l.Text("board.verdict.all", templates.Args{"n": b.a.Summary.Services}), true
	}
	if b.a.Summary.CompliantWithWaivers > 0 {
		return b.l.Text("board.verdict.waived", templates.Args{"n": b.a.Summary.CompliantWithWaivers,
			"compliant": b.a.Summary.Compliant, "of": b.a.Summary.Services}), true
	}
	return b.l.Text("board.verdict.closed", templates.Args{"n": b.a.Summary.Compliant, "of": b.a.Summary.Services}), true
}

// because is one or two plain sentences under the verdict: what stands behind it.
func (b *board) because() string {
	if b.worst() != nil && b.critical() != "" {
		return b.fewLines(b.burntBecause())
	}
	doubt := ""
	if n := b.a.Summary.Checks.Unknown; n > 0 {
		doubt = b.l.Text("board.because.unknown", templates.Args{"n": n, "of": b.a.Highlights.Applicable})
	}
	text := sentences(b.unprovenBecause(), doubt)
	if text == "" {
		return b.l.Text("board.because.checks", templates.Args{"n": b.a.Highlights.Applicable, "pass": b.a.Summary.Checks.Pass})
	}
	return text
}

// becauseLines is how many lines the sentences under the verdict take at most, with the template's own.
const becauseLines = 4

// fewLines keeps the first sentences that have room, one at least.
func (b *board) fewLines(parts []string) string {
	text := ""
	most := becauseLines
	for _, words := range b.intro {
		most -= b.Lines(pdf.ColumnSpan(9), pdf.Plain(body, words))
	}
	for _, part := range parts {
		if longer := sentences(text, part); text == "" || b.Lines(pdf.ColumnSpan(9), pdf.Plain(body, glued(longer))) <= most {
			text = longer
		}
	}
	return text
}

// unprovenBecause says how restores fail to be proven, over all tiers: too old, failed, never tried.
func (b *board) unprovenBecause() string {
	r := b.a.Highlights.Restores
	if r == nil || r.Unproven == 0 {
		return ""
	}
	return b.l.Text("board.because.restores", templates.Args{"n": r.Unproven, "of": r.Services, "parts": b.unprovenParts(r.RestoreSum)})
}

// unprovenParts lists the ways, each with its count.
func (b *board) unprovenParts(sum report.RestoreSum) string {
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{
		{"board.restores.part.never", sum.Never}, {"board.restores.part.failed", sum.Failed},
		{"board.restores.part.too_old", sum.TooOld}, {"board.restores.part.no_limit", sum.NoLimit},
	} {
		if part.n > 0 {
			parts = append(parts, b.l.Text(part.key, templates.Args{"n": part.n}))
		}
	}
	return b.l.List(parts)
}

// next is what the title page leads on to: the decisions that are asked, or what needs work first where none is.
func (b *board) next() {
	if len(b.a.Decisions) > 0 || len(b.a.Highlights.Work) == 0 {
		b.asked()
		return
	}
	b.first()
}

// firstLength is how many services the title page names.
const firstLength = 5

// first names the services that need work first, and leads to their section.
func (b *board) first() {
	work := b.a.Highlights.Work
	title := b.leading(pdf.Plain(head, b.l.Text("board.first.title", nil)), head, "work")
	right := pdf.Text{}
	if len(work) > 0 {
		right = pdf.Plain(small, b.l.Text("board.first.right", nil))
	}
	b.panel(title, right, max(2*pdf.Title.Leading(), b.TableHeight(b.firstTable(work[:min(1, len(work))]))))
	if len(work) == 0 {
		b.Skip(gapLine)
		b.Paragraph(pdf.Plain(body, b.l.Text("board.work.none", nil)))
		return
	}
	// Long names take the room of others: the page must still end with its scope.
	most := min(len(work), firstLength)
	b.Table(b.firstTable(work[:fitting(most, b.Left()-b.scopeHeight(), func(rows int) float64 { return b.TableHeight(b.firstTable(work[:rows])) })]))
}

// firstTable is a row for each service: its place, its name, and how many of its checks are open.
func (b *board) firstTable(work []report.Work) pdf.Table {
	t := pdf.Table{Columns: []pdf.Column{{Width: 6}, {Width: 138}, {Width: 30, Align: pdf.AlignRight}}}
	for i, w := range work {
		s := b.services[w.Service]
		count := b.l.Text("board.share", templates.Args{"n": w.Open, "of": w.Applicable})
		t.Rows = append(t.Rows, pdf.Row{Height: 7.5, Cells: []pdf.Cell{
			{Text: []pdf.Text{pdf.Plain(accent, b.l.Integer(int64(i+1)))}, Middle: true},
			{Text: []pdf.Text{pdf.Plain(body, b.name(s.Name)).With(small, "  "+b.about(s))}, Middle: true, Head: true},
			{Text: []pdf.Text{pdf.Plain(body, count)}, Middle: true},
		}})
	}
	return t
}

// scopeIndent is the width of the labels of the last lines, in millimetres.
var scopeIndent = pdf.ColumnSpan(2) + pdf.Gutter

// scope says what was looked at, and what to know before quoting a figure.
func (b *board) scope() {
	scope, know := pdf.Plain(small, glued(b.scopeText())), pdf.Plain(small, glued(b.knowText()))
	b.List(pdf.List{Indent: scopeIndent, Items: []pdf.Item{
		{Label: pdf.Plain(smallHead, b.l.Text("board.scope.title", nil)), Body: []pdf.Text{scope, pdf.Plain(small, "")}},
		{Label: pdf.Plain(smallHead, b.l.Text("board.know.title", nil)), Body: []pdf.Text{know}},
	}})
}

// scopeHeight is what the last lines take, and the space above them.
func (b *board) scopeHeight() float64 {
	texts := []pdf.Text{pdf.Plain(small, glued(b.scopeText())), pdf.Plain(small, ""), pdf.Plain(small, glued(b.knowText()))}
	return b.Height(pdf.Width-scopeIndent, texts...) + gapBlock
}

// scopeText counts what was looked at.
func (b *board) scopeText() string {
	var tiers []string
	for _, tier := range b.a.Pack.Tiers {
		tiers = append(tiers, b.tierShort(tier, b.a.Summary.ByTier[tier].Services))
	}
	s := &b.a.Summary
	return b.l.Text("board.scope.text", templates.Args{
		"services": b.count("board.count.services", s.Services), "tiers": strings.Join(tiers, ", "),
		"members": b.count("board.count.members", s.Members), "sites": b.count("board.count.sites", s.Sites),
		"campuses": b.count("board.count.campuses", s.Campuses), "providers": b.count("board.count.providers", s.Providers),
		"scenarios": b.count("board.count.scenarios", len(b.a.Scenarios)),
		"rules":     b.count("board.count.rules", len(b.a.Rules)), "checks": b.count("board.count.checks", b.a.Highlights.Applicable),
	})
}

// knowText says how doubt is counted, and how much rests on something that can be shown.
func (b *board) knowText() string {
	text := b.l.Text("board.know.unknown", nil)
	if share := b.a.Summary.Demonstrated; share != nil {
		h := &b.a.Highlights
		text = sentences(text, b.l.Text("board.know.demonstrated", templates.Args{"n": h.Demonstrated, "of": h.Applicable, "share": b.l.Percent(*share)}))
	}
	return sentences(text, b.l.Text("board.know.workbook", nil))
}
