package workbook

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"coupefeu/templates"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		want int // characters left
		lost bool
	}{
		{"short", "abc", 3, false},
		{"as long as it may be", strings.Repeat("x", longestText), longestText, false},
		{"one too long", strings.Repeat("x", longestText+1), longestText, true},
		{"many bytes, few units", strings.Repeat("é", longestText), longestText, false},
		{"two units each", strings.Repeat("🚒", longestText/2+1), longestText/2 + 1, true},
	} {
		got, lost := cut(c.text)
		if utf8.RuneCountInString(got) != c.want || lost != c.lost {
			t.Errorf("%s: %d characters left, lost %t", c.name, utf8.RuneCountInString(got), lost)
		}
	}
}

func TestAppendText(t *testing.T) {
	for _, c := range []struct {
		text, want string
		lost       int
	}{
		{"plain", "plain", 0},
		{`a < b & "c" > d`, `a &lt; b &amp; "c" &gt; d`, 0},
		{"tab\tand\nline", "tab\tand\nline", 0},
		{"_x0041_", "_x005F_x0041_", 0},
		{"_x0041", "_x0041", 0},
		{"_xGGGG_", "_xGGGG_", 0},
		{"__x00e9__", "__x005F_x00e9__", 0},
		{"bell\a", "bell\uFFFD", 1},
		{"nul\x00nul\x00", "nul\uFFFDnul\uFFFD", 2},
		{"bad \xff byte", "bad \uFFFD byte", 1},
		{"true \uFFFD sign", "true \uFFFD sign", 0},
		{"not a character \uFFFE", "not a character \uFFFD", 1},
		{"one\rline", "one\nline", 0},
		{"one\r\nline\r\r\n", "one\nline\n\n", 0},
		{"del \x7f, nel \u0085, csi \u009b", "del \uFFFD, nel \uFFFD, csi \uFFFD", 3},
		{"no-break\u00a0space", "no-break\u00a0space", 0},
	} {
		got, lost, _ := appendText([]byte("before "), c.text)
		if string(got) != "before "+c.want || lost != c.lost {
			t.Errorf("%q: %q, %d lost", c.text, got, lost)
		}
	}
}

// escape is how the format writes one character as a code, which readers undo once.
var escape = regexp.MustCompile("_x[0-9A-Fa-f]{4}_")

// FuzzAppendText asks of every text that it makes well-formed XML and is read back as it was, but for what is counted
// as lost.
func FuzzAppendText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, lost, _ := appendText(nil, text)
		var got struct {
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte("<t>"+string(out)+"</t>"), &got); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		back := escape.ReplaceAllStringFunc(got.Text, func(code string) string {
			n, _ := strconv.ParseUint(code[2:6], 16, 16)
			return string(rune(n))
		})
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		if lost == 0 && back != want {
			t.Errorf("%q is read back as %q", text, back)
		}
		if lost > 0 && !strings.Contains(got.Text, "\uFFFD") {
			t.Errorf("%q: %d lost, and nothing shows it", text, lost)
		}
	})
}

func TestAppendNumber(t *testing.T) {
	for number, want := range map[float64]string{0: "0", 1728: "1728", -3: "-3", 0.5: "0.5", 1.0 / 3: "0.3333333333333333", 1e20: "1e+20", 45930.19: "45930.19"} {
		if got := string(appendNumber(nil, number)); got != want {
			t.Errorf("%v is written %s", number, got)
		}
	}
}

func TestSerial(t *testing.T) {
	for _, c := range []struct {
		moment string
		want   float64
	}{
		{"1970-01-01T00:00:00Z", 25569}, {"2026-10-01T00:00:00+02:00", 46296}, {"2026-09-30T05:36:00+02:00", 46295.23333333333}, {"1969-12-31T12:00:00Z", 25568.5},
	} {
		moment, err := time.Parse(time.RFC3339, c.moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := serial(moment); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s is %v, want %v", c.moment, got, c.want)
		}
	}
}

func TestCriterion(t *testing.T) {
	for value, want := range map[string]string{"vital": `"vital"`, "=x": `"==x"`, "<5": `"=<5"`, "a*b?": `"a~*b~?"`, `say "no"`: `"say ""no"""`, "~": `"~~"`, "": `""`} {
		if got := criterion(value); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
	}
}

func TestNullFormat(t *testing.T) {
	for format, want := range map[string]string{
		whole: `#,##0;-#,##0;#,##0;@_s`, difference: `+#,##0;−#,##0;0;@_s`,
	} {
		if got := nullFormat(format); got != want {
			t.Errorf("%s: %s", format, got)
		}
	}
}

func TestFormats(t *testing.T) {
	for tag, want := range map[string]formats{
		"fr": {"#,##0.0\"\u00a0h\"", "#,##0\"\u00a0j\"", "#,##0\"\u00a0km\"", "0\"\u00a0\"%", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", `[<2]0" ligne";#,##0" lignes"`},
		"nl": {"#,##0.0\"\u00a0u\"", "#,##0\"\u00a0d\"", "#,##0\"\u00a0km\"", "0%", "dd-mm-yyyy", "dd-mm-yyyy hh:mm", `[=1]0" rij";#,##0" rijen"`},
		"de": {"#,##0.0\"\u00a0h\"", "#,##0\"\u00a0T\"", "#,##0\"\u00a0km\"", "0\"\u00a0\"%", "dd.mm.yyyy", "dd.mm.yyyy hh:mm", `[=1]0" Zeile";#,##0" Zeilen"`},
		"en": {"#,##0.0\"\u00a0h\"", "#,##0\"\u00a0d\"", "#,##0\"\u00a0km\"", "0%", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", `[=1]0" row";#,##0" rows"`},
	} {
		b := &book{l: language(t, tag)}
		if diff := cmp.Diff(want, b.formats(), cmp.AllowUnexported(formats{})); diff != "" {
			t.Errorf("%s: %s", tag, diff)
		}
	}
	if len(templates.Tags()) != 4 {
		t.Errorf("a language has no expectation: %q", templates.Tags())
	}
}

func TestLines(t *testing.T) {
	wide := room(20, left) // 135 pixels: 19 digits of body text, with 5 % to spare
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 1}, {"one line", 1}, {strings.Repeat("0", 19), 1}, {strings.Repeat("0", 20), 2}, {"two\nlines", 2},
		{"twelve twelve twelve twelve", 2}, {strings.Repeat("0", 19) + " 0", 2}, {strings.Repeat("0", 60), 4},
		{"services-important.yaml:217", 2}, {"漢字漢字漢字漢字漢字漢字", 2},
	} {
		if got := body.lines(c.text, wide); got != c.want {
			t.Errorf("%q takes %d lines, want %d", c.text, got, c.want)
		}
	}
	if body.lines("Plus long temps sans point", wide) > strong.lines("Plus long temps sans point de reprise", wide) {
		t.Error("bold text takes fewer lines than regular")
	}
	for lines, want := range map[int]float64{0: 15, 1: 15, 2: 27, 6: 75, 9: 75} {
		if got := height(lines); got != want {
			t.Errorf("%d lines are %v points high, want %v", lines, got, want)
		}
	}
}

func TestFit(t *testing.T) {
	if got := fit(9, body, left, "short"); got != 9 {
		t.Errorf("a width that fits became %v", got)
	}
	word := "a word that is certainly wider"
	if got := fit(9, body, indented, word); body.lines(word, room(got, indented)) != 1 || got > 30 {
		t.Errorf("fitted to %v, where it takes %d lines", got, body.lines(word, room(got, indented)))
	}
}

// TestLongTable cuts a table where a sheet ends, and finds its rows in both.
func TestLongTable(t *testing.T) {
	long := tabulate("x", make([]struct{}, mostRows+3), []column[struct{}]{{head{key: "k"}, func(*struct{}) cell { return count(1) }}})
	long.names = []string{"It's", "It's 2"}
	want := []string{"'It''s'!$A$6:$A$1048576", "'It''s 2'!$A$6:$A$8"}
	if diff := cmp.Diff(want, long.spans("k")); diff != "" {
		t.Error(diff)
	}
	for row, want := range map[int]string{0: "'It''s'!A6", mostRows - 1: "'It''s'!A1048576", mostRows: "'It''s 2'!A6", mostRows + 2: "'It''s 2'!A8"} {
		if got := long.place(row); got != want {
			t.Errorf("row %d is at %s, want %s", row, got, want)
		}
	}
	if long.wraps() {
		t.Error("words wrap in a million rows")
	}
}

func TestListed(t *testing.T) {
	if got := listed([]string{"a", "b"}); got != "a, b" {
		t.Errorf("%q", got)
	}
	many := make([]string, 2000)
	for i := range many {
		many[i] = "service"
	}
	got := listed(many)
	if !strings.HasSuffix(got, ", + 1112") || len(got) > longestList+20 {
		t.Errorf("%d characters, ending in %q", len(got), got[len(got)-20:])
	}
}

func TestPlain(t *testing.T) {
	if got := plain("R&D &P"); got != "R&&D &&P" {
		t.Errorf("%q", got)
	}
	if got := plain(strings.Repeat("é", 300)); utf8.RuneCountInString(got) != longestName {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
}
