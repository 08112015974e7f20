package board

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/rules"
	"coupefeu/templates"
)

// nameLength is the most characters of a name from the inventory that a page prints, tierLength that of a tier's; what
// is longer ends in "…".
const (
	nameLength = 130
	tierLength = 30
)

// name is a text from the inventory or the pack as pages print it.
func (b *board) name(text string) string { return shortened(text, nameLength) }

// shortened is a text of at most so many characters; the "…" at its end says that there was more.
func shortened(text string, length int) string {
	if utf8.RuneCountInString(text) <= length {
		return text
	}
	runes := []rune(text)
	return strings.TrimRight(string(runes[:length-1]), " ") + "…"
}

// emphasis stands around what a text sets in its strong style.
const emphasis = "**"

// stars stands in for emphasis in what comes from outside, while a text is cut at its own.
const stars = "\ue000"

// tell is the text under a key as a paragraph; what stands between two emphases is set in the strong style.
func (b *board) tell(key string, args templates.Args, plain, bold pdf.Style) pdf.Text {
	// A name that holds the mark itself must not set half a sentence in bold.
	safe := make(templates.Args, len(args))
	for name, value := range args {
		if text, isText := value.(string); isText {
			value = strings.ReplaceAll(text, emphasis, stars)
		}
		safe[name] = value
	}
	return emphasised(b.l.Text(key, safe), plain, bold)
}

// emphasised cuts a text at its emphases.
func emphasised(text string, plain, bold pdf.Style) pdf.Text {
	var t pdf.Text
	for i, piece := range strings.Split(text, emphasis) {
		style := plain
		if i%2 == 1 {
			style = bold
		}
		if piece != "" {
			t = t.With(style, strings.ReplaceAll(piece, stars, emphasis))
		}
	}
	return t
}

// capital is a text with a capital at its beginning.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// sentences joins those that say something.
func sentences(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, " ")
}

// lead opens a page: its message, in one sentence, then one or two plain ones, on a short measure. The template's own
// words come after them.
func (b *board) lead(message string, plain ...string) {
	text := pdf.Plain(strong, glued(message))
	if rest := sentences(plain...); rest != "" {
		text = text.With(body, " "+glued(rest))
	}
	b.SetY(b.At(pdf.Margin, b.Y(), pdf.ColumnSpan(10), func() { b.Paragraph(text) }))
	b.introduce(introWidth)
}

// panel opens a part of a page: its head, what is counted at the right, and an ink rule. The cursor is then under the
// rule. What follows needs a height, to stay with it.
func (b *board) panel(title pdf.Text, right pdf.Text, needs float64) {
	b.Keep(b.Height(pdf.Width, title) + gapSmall + needs)
	top := b.Y()
	width := pdf.Width
	if len(right.Runs) > 0 {
		width = pdf.Width - b.Width(right.Runs...) - gapText
	}
	bottom := b.At(pdf.Margin, top, width, func() { b.Heading(pdf.Heading{Level: 2, Text: title}) })
	if len(right.Runs) > 0 {
		// What is counted stands on the baseline of the head, though it is smaller.
		baseline := bottom - pdf.Head.Leading() + pdf.Head.Baseline()
		size := right.Runs[0].Style.Size
		b.At(pdf.Margin, baseline-size.Baseline(), pdf.Width, func() { b.Paragraph(right.Aligned(pdf.AlignRight)) })
	}
	b.SetY(bottom + 1.8)
	b.Rule(inkRule)
}

// see is a link to a section, as a page number that is set small.
func (b *board) see(section string) pdf.Run {
	page := b.l.Text("board.page", templates.Args{"page": b.PageOf(section)})
	return pdf.Run{Text: page, Style: groupHead, Link: pdf.Link{To: "#" + section, About: b.titles[section] + ", " + page}}
}

// more ends a table that was cut with a line: how many more there are, and on which sheet of the workbook, if on any.
// As a row it stays with the last ones. A table that is whole is left as it is.
func (b *board) more(t *pdf.Table, n int, key string, args templates.Args) {
	if n <= 0 {
		return
	}
	if args == nil {
		args = templates.Args{}
	}
	args["n"] = n
	text := pdf.Plain(small, b.l.Text(key, args))
	t.Rows = append(t.Rows, pdf.Row{Open: true, Cells: []pdf.Cell{{Text: []pdf.Text{text}, Columns: len(t.Columns), Align: pdf.AlignLeft}}})
}

// sheet is the workbook's sheet as an argument of a text.
func (b *board) sheet(key string) templates.Args { return templates.Args{"sheet": b.l.Text(key, nil)} }

// sign is how a status is marked: a symbol, its word and its colour.
type sign struct {
	symbol, word string // keys
	color        pdf.Color
}

var signs = map[rules.Status]sign{
	rules.Pass:          {"words.symbol.pass", "words.status.pass", pdf.Pass},
	rules.Fail:          {"words.symbol.fail", "words.status.fail", pdf.Fail},
	rules.Unknown:       {"words.symbol.unknown", "words.status.unknown", pdf.Unknown},
	rules.Waived:        {"words.symbol.waived", "words.status.waived", pdf.Waived},
	rules.NotApplicable: {"words.symbol.not_applicable", "words.status.not_applicable", pdf.Grey},
}

// pageful is the height of a page's content, in millimetres; more of a long table is lost where it is broken.
const pageful = pdf.Bottom - pdf.Top

// room is the height that a table may take from here over so many pages, fewer where the report is short of them.
func (b *board) room(pages int) float64 {
	return b.Left() + 0.85*pageful*float64(min(pages, b.listPages)-1)
}

// fitting is how many of n rows fit in a height, one at least; measure is the height of so many.
func fitting(n int, height float64, measure func(rows int) float64) int {
	if n < 2 || measure(n) <= height {
		return n
	}
	return max(1, sort.Search(n, func(rows int) bool { return measure(rows+1) > height }))
}

// fittingHere is how many of n rows fit on what is left of this page below a head of a height, two at least; on the next
// page where not even those do.
func (b *board) fittingHere(n int, above float64, measure func(rows int) float64) int {
	if least := min(n, 2); above+measure(least) <= b.Left() {
		return fitting(n, b.Left()-above, measure)
	}
	return fitting(n, pageful-above, measure)
}

// whole starts a page for something that fits on one, but not on what is left of this.
func (b *board) whole(height float64) {
	if height > b.Left() && height <= pageful {
		b.NewPage()
	}
}

// mark is a status's symbol, which is read out as its word.
func (b *board) mark(status rules.Status, size pdf.Size) pdf.Run {
	s := signs[status]
	return pdf.Run{Text: b.l.Text(s.symbol, nil), Spoken: b.l.Text(s.word, nil), Style: pdf.Style{Size: size, Weight: pdf.Bold, Color: s.color}}
}

// marked is a symbol before words of its own, in its colour. The symbol needs no reading out.
func (b *board) marked(status rules.Status, size pdf.Size, words string) pdf.Text {
	s := signs[status]
	return pdf.Plain(pdf.Style{Size: size, Weight: pdf.Bold, Color: s.color}, b.l.Text(s.symbol, nil)+"\u00a0").
		With(pdf.Style{Size: size, Weight: pdf.SemiBold, Color: s.color}, words)
}

// tierShare is so many of the services of a tier: "9 of 14 vital services".
func (b *board) tierShare(tier string, n, of int) string {
	return b.tierText("share", tier, templates.Args{"n": n, "of": of})
}

// tierShort is so many services of a tier in a list of tiers: "14 vital".
func (b *board) tierShort(tier string, n int) string {
	return b.tierText("short", tier, templates.Args{"n": n})
}

// tierText is a text about a tier in the language's own grammar, where it knows the tier's id.
func (b *board) tierText(form, tier string, args templates.Args) string {
	if key := "board.tier." + form + "." + tier; b.l.Has(key) {
		return b.l.Text(key, args)
	}
	args["tier"] = b.tier(tier)
	return b.l.Text("board.tier."+form+".other_tier", args)
}

// tier is a tier's word.
func (b *board) tier(tier string) string { return shortened(b.words.Tier(tier), tierLength) }

// tierTitle is a tier's word at the head of a panel.
func (b *board) tierTitle(tier string) string { return capital(b.tier(tier)) }

// about is the second line under a service: its tier and owner.
func (b *board) about(s *report.Service) string {
	text := b.tier(s.Tier)
	if s.Owner == "" {
		return text + ", " + b.l.Text("board.no_owner", nil)
	}
	return text + ", " + b.name(s.Owner)
}
