package board

import (
	"slices"
	"strings"

	"coupefeu/report/pdf"
	"coupefeu/rules"
)

// chapter is a section as this report draws it.
type chapter struct {
	section
	intro rules.Text // the template's own words; nil: none
}

// arrange sets the sections that the template chooses, in its order and under its titles, but for those that have
// nothing to say.
func (b *board) arrange(t *Template) {
	b.template, b.hidden = t, t.hidden()
	b.entitle()
	for _, c := range t.chosen {
		at := slices.IndexFunc(sections, func(s section) bool { return s.name == c.name })
		if s := sections[at]; s.left == nil || !s.left(b) {
			b.chapters = append(b.chapters, chapter{s, c.intro})
		}
	}
}

// entitle sets the titles of all sections: the template's own where it has some and there is room for them.
func (b *board) entitle() {
	for _, s := range sections {
		b.titles[s.name] = b.l.Text(s.title, nil)
	}
	for _, c := range b.template.chosen {
		if own := b.own(c.title); own != "" && !b.squeezed {
			b.titles[c.name] = own
		}
	}
}

// draws tells whether the report has a section.
func (b *board) draws(name string) bool {
	return slices.ContainsFunc(b.chapters, func(c chapter) bool { return c.name == name })
}

// own is a text of the template in the report's language; "" where it has none. Tabs are spaces, which is how they look
// in the file.
func (b *board) own(t rules.Text) string {
	return strings.ReplaceAll(strings.TrimSpace(t.In(b.l.Tag())), "\t", " ")
}

// ownOr is a text of the template, or the usual one.
func (b *board) ownOr(t rules.Text, key string) string {
	if own := b.own(t); own != "" {
		return own
	}
	return b.l.Text(key, nil)
}

// worded tells whether the report has titles or introductions of the template's own.
func (b *board) worded() bool {
	return !b.squeezed && slices.ContainsFunc(b.template.chosen, func(c choice) bool { return b.own(c.title) != "" || b.own(c.intro) != "" })
}

// introduced are the paragraphs of a section's introduction: a line each.
func (b *board) introduced(c chapter) []string {
	if b.squeezed {
		return nil
	}
	return slices.DeleteFunc(strings.Split(b.own(c.intro), "\n"), func(words string) bool { return strings.TrimSpace(words) == "" })
}

// introWidth is the measure of introductions, in millimetres: that of what opens a page.
var introWidth = pdf.ColumnSpan(10)

// introHeight is what the introduction of the section takes that is drawn next, in millimetres.
func (b *board) introHeight() float64 {
	height := 0.0
	for _, words := range b.intro {
		height += gapLine + b.Height(introWidth, pdf.Plain(body, words))
	}
	return height
}

// introduce draws the introduction of the section, if it is not there yet.
func (b *board) introduce(width float64) {
	for _, words := range b.intro {
		b.Skip(gapLine)
		b.SetY(b.At(pdf.Margin, b.Y(), width, func() { b.Paragraph(pdf.Plain(body, words)) }))
	}
	b.intro = nil
}

// leading is a text with the page of a section after it, which is a link; alone where the report has no such section.
func (b *board) leading(t pdf.Text, gap pdf.Style, section string) pdf.Text {
	if !b.draws(section) {
		return t
	}
	return t.With(gap, "  ").Add(b.see(section))
}
