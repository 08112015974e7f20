package pdf

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// blank is a document with one page, outside Render.
func blank(t testing.TB) *Document {
	t.Helper()
	options := sampleOptions(t)
	faces, err := loadFaces(options.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDocument(options, faces, survey{pages: 1})
	if err != nil {
		t.Fatal(err)
	}
	d.NewPage()
	return d
}

// wide is the width of a body text, in millimetres.
func wide(d *Document, text string) float64 { return d.Width(Run{Text: text}) }

func TestWrap(t *testing.T) {
	d := blank(t)
	tests := []struct {
		name  string
		text  string
		width float64
		want  []string
	}{
		{"empty", "", 50, []string{""}},
		{"spaces only", "   ", 50, []string{""}},
		{"fits to the hundredth", "un deux", wide(d, "un deux"), []string{"un deux"}},
		{"a trifle too narrow", "un deux", wide(d, "un deux") - 0.02, []string{"un", "deux"}},
		{"keeps double spaces inside", "un  deux trois", wide(d, "un  deux"), []string{"un  deux", "trois"}},
		{"drops spaces at a break", "un   deux", wide(d, "deux"), []string{"un", "deux"}},
		{"drops spaces at the ends", "  un  ", 50, []string{"un"}},
		{"not at a no-break space", "en 12\u00A0h ou plus", wide(d, "en 12\u00A0h") - 0.1, []string{"en", "12\u00A0h", "ou", "plus"}},
		{"not at a narrow no-break space", "voir\u202F: un", wide(d, "voir\u202F: u"), []string{"voir\u202F:", "un"}},
		{"not at a no-break hyphen", "le Mont\u2011Saint", wide(d, "Mont\u2011‐"), []string{"le", "Mont\u2011‐", "Saint"}},
		{"last resort", "incompréhensibilités", wide(d, "incompréhen‐"), []string{"incompréhen‐", "sibilités"}},
		{"last resort on a line of its own", "un incompréhensibilités", wide(d, "incompréhen‐"), []string{"un", "incompréhen‐", "sibilités"}},
		{"narrower than a letter", "abc", 0.5, []string{"a‐", "b‐", "c"}},
		{"soft hyphens vanish", "in\u00ADcom\u00ADpris", 50, []string{"incompris"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, l := range d.wrap(Plain(Style{}, test.text), test.width) {
				got = append(got, l.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWrapMixedStyles(t *testing.T) {
	d := blank(t)
	text := Plain(Style{}, "Le parterre").With(Style{Weight: Bold}, "s").With(Style{Size: Small}, ", au sud").
		Add(Run{Text: "a b", Spoken: "rien"})
	lines := d.wrap(text, wide(d, "Le parterres, au"))
	var got []string
	for _, l := range lines {
		got = append(got, fmt.Sprintf("%v %v %v", l.String(), l.size, l.more))
	}
	// The letters of one word stay together over styles; what is read out differently is one piece.
	want := []string{"Le parterres, au body true", "suda b body false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHeightFollowsTheTallest(t *testing.T) {
	d := blank(t)
	tests := []struct {
		text Text
		want float64
	}{
		{Text{}, 3.75},
		{Plain(Style{}, "un"), 4.5},
		{Plain(Style{Size: Small}, "un").With(Style{Size: Title}, " deux"), 9},
		{Plain(Style{Size: Verdict}, "un"), 9.75},
	}
	for _, test := range tests {
		if got := d.Height(100, test.text); got != test.want {
			t.Errorf("%q: %.2f mm, want %.2f", test.text, got, test.want)
		}
	}
	if got := d.Height(100, tests[1].text, tests[3].text); got != 14.25 {
		t.Errorf("two paragraphs: %.2f mm, want 14.25", got)
	}
}

func TestReplaced(t *testing.T) {
	tests := []struct{ text, shown string }{
		{"plain é œ ß ≤ → ✓ ✗ ◊ \u00A0\u202F\u2011", "plain é œ ß ≤ → ✓ ✗ ◊ \u00A0\u202F\u2011"},
		{"tab\tline\nend\x7f", "tab¤line¤end¤"},
		{"\u202Egauche\u2066\u200F", "¤gauche¤¤"},
		{"🌱 日本 \uE000", "¤ ¤¤ ¤"},
		{"\uFFFD□▯\u2028", "¤¤¤¤"},
		{"in\u00ADvisible", "invisible"},
		{"bad \xff byte", "bad ¤ byte"},
	}
	for _, test := range tests {
		d := blank(t)
		if got := d.showable(Regular, test.text); got != test.shown {
			t.Errorf("%q is shown as %q, want %q", test.text, got, test.shown)
		}
		if (len(d.found.replaced) > 0) != strings.Contains(test.shown, "¤") {
			t.Errorf("%q: noted %v", test.text, d.found.replaced)
		}
	}
}

// FuzzWrap makes sure that no text is lost, cut off or drawn outside its width.
func FuzzWrap(f *testing.F) {
	d := blank(f)
	f.Add("un deux trois", 10.0)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if !(width > 1 && width < 500) || len(text) > 5000 {
			return
		}
		var got strings.Builder
		for _, l := range d.wrap(Plain(Style{}, text), width) {
			for _, p := range l.parts {
				if !p.soft {
					got.WriteString(p.text)
				}
			}
			if l.width > width+fitTolerance && utf8.RuneCountInString(l.String()) > 2 {
				t.Errorf("%q is %.2f mm wide in %.2f", l, l.width, width)
			}
		}
		want := strings.ReplaceAll(d.showable(Regular, text), " ", "")
		if strings.ReplaceAll(got.String(), " ", "") != want {
			t.Errorf("%q became %q", want, got.String())
		}
	})
}
