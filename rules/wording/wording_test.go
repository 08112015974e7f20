package wording

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory/source"
)

// TestText reads texts as packs write them, and asks for them in German.
func TestText(t *testing.T) {
	for _, c := range []struct {
		written string
		want    Text
		german  string
	}{
		{"plain", Text{"": "plain"}, "plain"},
		{"12", Text{"": "12"}, "12"},
		{"{fr: un, de: eins}", Text{"fr": "un", "de": "eins", "": "un"}, "eins"},
		{"{fr: un, en: one}", Text{"fr": "un", "en": "one"}, "one"},
		{"{nl: een, fr: un}", Text{"nl": "een", "fr": "un", "": "een"}, "een"},
		{"{de: '', fr: un}", Text{"fr": "un", "": "un"}, "un"},
		{"{en: [one]}", Text{"en": ""}, ""},              // reported
		{"[one]", nil, ""},                               // reported
		{"{es: uno, fr: null}", Text{}, ""},              // reported
		{"{es: uno, en: one}", Text{"en": "one"}, "one"}, // reported
	} {
		file := source.File{Name: "t.yaml", Data: []byte("text: " + c.written)}
		documents, found := source.Parse(&file)
		if len(found) > 0 {
			t.Fatal(found.Format())
		}
		var got struct {
			Text Text `key:"text"`
		}
		d := source.NewDecoder(&file)
		d.Document(documents[0], &got)
		if diff := cmp.Diff(c.want, got.Text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.written, diff)
		}
		if in := got.Text.In("de"); in != c.german {
			t.Errorf("%s in German: %q, want %q", c.written, in, c.german)
		}
	}
}
