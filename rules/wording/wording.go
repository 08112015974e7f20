// Package wording is texts that rule packs give in several languages.
package wording

import (
	"slices"

	"coupefeu/inventory/source"
)

// Languages are those that a text may be given in, in the order in which they are documented.
var Languages = []string{"fr", "nl", "de", "en"}

// Text is a text by language ("fr", "nl", "de", "en"). Under "" stands what every language may use that has none of
// its own: one plain text, or the first given where English is not.
type Text map[string]string

// In returns the text in a language; where that is left out the English one, else the first given.
func (t Text) In(language string) string {
	for _, try := range []string{language, "en"} {
		if text, given := t[try]; given {
			return text
		}
	}
	return t[""]
}

// DecodeNode reads a plain text, or a mapping from languages to texts.
func (t *Text) DecodeNode(d *source.Decoder, n *source.Node) {
	if n.Kind != source.Mapping {
		t.plain(d, n)
		return
	}
	*t = Text{}
	first := ""
	for key, value := range n.Pairs {
		if value.Empty() {
			continue
		}
		if !slices.Contains(Languages, key.Text) {
			d.Fail(key, "%s has no language %s: the languages are `fr`, `nl`, `de` and `en`", d.What(), source.Quoted(key.Text))
			continue
		}
		var text string
		d.Field(key, value, &text)
		(*t)[key.Text] = text
		if first == "" {
			first = text
		}
	}
	if _, english := (*t)["en"]; !english && first != "" {
		(*t)[""] = first
	}
	if len(*t) == 0 {
		d.Fail(n, "%s has no text: give it one, plain or by language", d.What())
	}
}

// plain reads a text that is the same in every language.
func (t *Text) plain(d *source.Decoder, n *source.Node) {
	if !n.IsText() {
		d.Expect(n, "a text, or texts by language such as {fr: …, en: …}")
		return
	}
	*t = Text{"": n.Text}
}
