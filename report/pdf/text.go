package pdf

import "strings"

// Run is a piece of a paragraph in one style.
type Run struct {
	Text   string
	Style  Style
	Spoken string // what is read out in place of Text; "" where Text speaks for itself
	Link   Link   // where it leads; the zero Link nowhere
}

// Link is the target of a run. To is "#" and the name of a destination, or an address that starts with https:,
// http: or mailto:. About says to a reader who cannot see the page where the link leads; "" stands for the run's text.
type Link struct{ To, About string }

// Text is one paragraph. It is broken at plain spaces only; a word that is wider than its measure is broken with a
// hyphen (U+2010) as the last resort.
type Text struct {
	Runs  []Run
	Align Align
}

// Plain is a paragraph in one style.
func Plain(style Style, words string) Text { return Text{Runs: []Run{{Text: words, Style: style}}} }

// With is the paragraph with a run more.
func (t Text) With(style Style, words string) Text { return t.Add(Run{Text: words, Style: style}) }

// Add is the paragraph with more runs.
func (t Text) Add(runs ...Run) Text {
	t.Runs = append(append([]Run(nil), t.Runs...), runs...)
	return t
}

// Aligned is the paragraph with another alignment.
func (t Text) Aligned(align Align) Text {
	t.Align = align
	return t
}

// String is the words without their styles.
func (t Text) String() string {
	var words strings.Builder
	for _, run := range t.Runs {
		words.WriteString(run.Text)
	}
	return words.String()
}
