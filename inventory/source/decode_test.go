package source

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type colour uint8

func (colour) Words() []string { return []string{"", "red", "green"} }

// shout is a text that reads itself.
type shout string

func (s *shout) DecodeNode(d *Decoder, n *Node) {
	if text, ok := d.String(n); ok {
		*s = shout(strings.ToUpper(text))
	}
}

// pair checks itself once it is decoded.
type pair struct {
	Low   int64 `key:"low,required"`
	High  int64 `key:"high,required"`
	Place Place
}

func (p *pair) CheckNode(d *Decoder, n *Node) {
	if p.Low > p.High {
		d.Fail(n.Get("low"), "`low` is above `high`")
	}
}

// all has a field of every type that can be decoded.
type all struct {
	Text     string                     `key:"text"`
	Yes      bool                       `key:"yes"`
	Whole    int64                      `key:"whole"`
	Real     float64                    `key:"real"`
	Length   Duration                   `key:"length"`
	When     Moment                     `key:"when"`
	Colour   colour                     `key:"colour"`
	Loud     shout                      `key:"loud"`
	Pair     pair                       `key:"pair"`
	Maybe    Optional[int64]            `key:"maybe"`
	Pairs    []pair                     `key:"pairs"`
	Lists    [][]string                 `key:"lists"`
	ByName   map[string]Duration        `key:"by_name"`
	Nested   map[string]map[string]bool `key:"nested"`
	Required string                     `key:"required,required"`
	Untagged string
	Place    Place
}

// decode reads a text into all, and returns it with the mistakes found.
func decode(name, text string) (all, string) {
	f := &File{Name: name, Shown: name, Data: []byte(text)}
	documents, found := Parse(f)
	d := NewDecoder(f)
	var a all
	for _, n := range documents {
		d.Document(n, &a)
	}
	return a, append(found, d.Diagnostics()...).Quote(f).Format()
}

const wholeYAML = `
x-own: {anything: goes}
text: 12
yes: on
whole: -7
real: 48.5
length: 1d12h
when: 2026-09-30
colour: green
loud: quiet
pair: {low: 1, high: 2}
maybe: 0
pairs: [{low: 1, high: 1}, {high: 3, low: 2}]
lists: [[a, b], [c]]
by_name: {a: 1h, b: 2h}
nested: {a: {b: true}}
required: here
`

func TestDecode(t *testing.T) {
	want := all{
		Text: "12", Yes: true, Whole: -7, Real: 48.5, Length: 129600, When: Moment{Time: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC), Day: true},
		Colour: 2, Loud: "QUIET", Pair: pair{1, 2, Place{"a.yaml", 11, 7}}, Maybe: Optional[int64]{0, true, 12},
		Pairs: []pair{{1, 1, Place{"a.yaml", 13, 9}}, {2, 3, Place{"a.yaml", 13, 28}}}, Lists: [][]string{{"a", "b"}, {"c"}},
		ByName: map[string]Duration{"a": 3600, "b": 7200}, Nested: map[string]map[string]bool{"a": {"b": true}},
		Required: "here", Place: Place{"a.yaml", 2, 1},
	}
	got, found := decode("a.yaml", wholeYAML)
	if found != "" {
		t.Fatal(found)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(Optional[int64]{})); diff != "" {
		t.Error(diff)
	}
}

// TestDecodeEmpty makes sure that what is empty is not given, also where something was given before.
func TestDecodeEmpty(t *testing.T) {
	got, found := decode("a.yaml", "required: x\ntext: ''\nyes: ~\nwhole:\nmaybe: null\npairs: []\nby_name: {}\npair: ''\ncolour: ~\nlists: [[]]\n")
	if want := "a.yaml:10:9: an entry of `lists` is empty: give it a value or delete it\n  | lists: [[]]\n  |         ^\n"; found != want {
		t.Error(cmp.Diff(want, found))
	}
	if got.Maybe.Given || got.Text != "" || got.Yes || got.Pairs != nil {
		t.Errorf("something is given: %+v", got)
	}
}

func TestDecodeMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a check after decoding", "required: x\npair: {low: 3, high: 2}\n", "2:13: `low` is above `high`"},
		{"a key that is not known", "required: x\npair: {low: 1, high: 2, middle: 3}\n", "2:25: `middle` is no key in `pair`; the keys are `low` and `high`"},
		{"a key that is nearly known", "required: x\npairs: [{low: 0, hihg: 2}]\n", "2:18: `hihg` is no key in an entry of `pairs`: did you mean `high`?"},
		{"a required key is missing", "text: x\n", "1:1: `required` is missing at the top of the file: it is required"},
		{"a required key is empty", "required:\n", "1:1: `required` is empty, but required: give it a value"},
		{"a key of a mapping of any keys", "required: x\nnested: {a: {b: 3}}\n", "2:17: `b` must be true or false, not the number `3`"},
		{"a list where a mapping is due", "required: x\nby_name: [1h]\n", "2:10: `by_name` must be a mapping, not a list"},
		{"a word that is none", "required: x\ncolour: gren\n", "2:9: `colour` must be `red` or `green`, not `gren`: did you mean `green`?"},
		{"the empty word", "required: x\ncolour: [red]\n", "2:9: `colour` must be `red` or `green`, not a list"},
		{"own keys below the top", "required: x\npair: {low: 1, high: 2, x-own: 3}\n", "2:25: `x-own` is no key in `pair`; the keys are `low` and `high`"},
		{"a quoted number", "required: x\nwhole: '7'\n", "2:8: `whole` must be a whole number, not `7`"},
		{"a quoted word for yes", "required: x\nyes: 'on'\n", "2:6: `yes` must be true or false, not `on`"},
	} {
		_, found := decode("a.yaml", c.text)
		first, _, _ := strings.Cut(found, "\n")
		if first != "a.yaml:"+c.want || strings.Count(found, "\n") != 3 {
			t.Errorf("%s: got\n%s", c.name, found)
		}
	}
}

// TestDecodeJSON is stricter about types than YAML, which has no other way to write a text without quotes.
func TestDecodeJSON(t *testing.T) {
	got, found := decode("a.json", `{"required": "x", "yes": true, "whole": 7, "real": 1e3, "colour": "red"}`)
	if found != "" || !got.Yes || got.Whole != 7 || got.Real != 1000 || got.Colour != 1 {
		t.Errorf("%+v\n%s", got, found)
	}
	_, found = decode("a.json", `{"required": 12, "yes": "yes", "text": true, "length": 3, "when": 20260930}`)
	if n := strings.Count(found, "a.json:1:"); n != 5 {
		t.Errorf("%d mistakes:\n%s", n, found)
	}
}

func TestKeys(t *testing.T) {
	if diff := cmp.Diff([]string{"low", "high"}, Keys(pair{})); diff != "" {
		t.Error(diff)
	}
}
