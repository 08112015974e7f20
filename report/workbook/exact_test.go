package workbook

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"coupefeu/report"
)

func TestQuotedText(t *testing.T) {
	long := strings.Repeat("m", longestLiteral)
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", `""`},
		{"plain", "vital", `"vital"`},
		{"quotes", `say "no"`, `"say ""no"""`},
		{"as long as it may be", long, `"` + long + `"`},
		{"one too long", long + "n", `"` + long + `"&"n"`},
		{"two units at the edge", long[1:] + "🚒", `"` + long[1:] + `"&"🚒"`},
		{"an escape", "a_x0041_b", `"a_"&"x0041_b"`},
		{"two escapes", "_x005F_x0041_", `"_"&"x005F_"&"x0041_"`},
		{"no escape", "_x004_", `"_x004_"`},
		{"a row's sign", "C#", `"C"&CHAR(35)&""`},
	} {
		if diff := cmp.Diff(c.want, quotedText(c.text)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestMistaken asks for exact comparison where COUNTIFS would pick other rows than those that are asked for, and nowhere
// else: it is what auditors know.
func TestMistaken(t *testing.T) {
	for _, c := range []struct {
		asked, beside string
		want          bool
	}{
		{"vital", "standard", false}, {"very vital", "vital", false}, {"=x", "-x", false}, {"a*b?", "aab", false}, {`say "no"`, "", false},
		{"007", "vital", false}, {"007", "7", true}, {"1e5", "100000", true}, {"-1", "- 1", true}, {"2026-01-01", "1/1/2026", true},
		{"2026-Q3", "2026-Q2", false}, {"vital", "Vital", true}, {"straße", "STRASSE", false}, {"é", "É", true}, {";copy:liège;", "", false}, {";", "", false},
		{"TRUE", "", true}, {"faux", "", true}, {"Waar", "", true}, {"wahr", "", true}, {"true story", "", false}, {"#N/A", "", true}, {"C#", "", true},
		{"a_x0041_", "", true}, {strings.Repeat("m", longestLiteral-2), "", false}, {strings.Repeat("m", longestLiteral-1), "", true},
	} {
		b := &book{counts: map[string]map[string]*int{"x\x00k\x00s": {c.asked + "\x00pass": nil, c.beside + "\x00pass": nil, c.asked + "\x00fail": nil}}}
		if got := b.mistaken(where{table: "x", when: []condition{{key: "k", text: c.asked}, {key: "s", text: "pass"}}}); got != c.want {
			t.Errorf("%q beside %q: mistaken %t", c.asked, c.beside, got)
		}
	}
}

// awkward are tiers that COUNTIFS cannot count: for each other, or at all.
var awkward = []string{"=1+1", "_x0041_", "_X0041_", "7", "007", "*", "a?", "ab", "C#", "TRUE", "tier", "Tier", strings.Repeat("long ", 60)}

// TestAwkwardKeys gives services tiers that conditions mistake: every count agrees, and no formula is more than Excel
// reads.
func TestAwkwardKeys(t *testing.T) {
	a := byHand()
	renamed := map[string]string{}
	for i, tier := range awkward {
		if i < len(a.Pack.Tiers) {
			renamed[a.Pack.Tiers[i]] = tier
			a.Pack.Tiers[i] = tier
		} else {
			a.Pack.Tiers = append(a.Pack.Tiers, tier)
		}
	}
	for i := range a.Services {
		a.Services[i].Tier, a.Services[i].Checks = awkward[i%len(awkward)], report.Checks{}
	}
	for i := range a.Rules {
		for before, now := range renamed {
			if limit, given := a.Rules[i].Limits[before]; given {
				a.Rules[i].Limits[now] = limit
			}
		}
	}
	numberFindings(a)
	addCounts(a)
	f := opened(t, written(t, a, "en"))
	checkVerdicts(t, f, "Reconciliation", "✓")
	exact := 0
	for row := firstRow; row < 800; row++ {
		formula, err := f.GetCellFormula("Reconciliation", "F"+strconv.Itoa(row))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(formula, "EXACT(") {
			exact++
		}
		checkReadable(t, formula)
	}
	if exact < len(awkward)*5 {
		t.Errorf("only %d exact counts", exact)
	}
}

var literals = regexp.MustCompile(`"((?:[^"]|"")*)"`)

// checkReadable asks of a formula what Excel takes: 8,192 characters, 255 in a text, and no text that may be undone.
func checkReadable(t *testing.T, formula string) {
	t.Helper()
	if len(utf16.Encode([]rune(formula))) > 8192 {
		t.Errorf("a formula of %d characters", len(formula))
	}
	for _, found := range literals.FindAllStringSubmatch(formula, -1) {
		if text := strings.ReplaceAll(found[1], `""`, `"`); len(utf16.Encode([]rune(text))) > longestLiteral || escape.MatchString(text) {
			t.Errorf("the text %q in a formula", text)
		}
	}
}

// TestAwkwardServices counts the findings of services by comparing rows where their ids are no conditions, and as usual
// where they are.
func TestAwkwardServices(t *testing.T) {
	a := byHand()
	want := map[string]string{"007": "SUMPRODUCT(EXACT(", "1e5": "SUMPRODUCT(EXACT(", "true": "SUMPRODUCT(EXACT(", "s03": "COUNTIFS(", strings.Repeat("m", 300): "SUMPRODUCT(EXACT("}
	i := 0
	for id := range want {
		for f := range a.Findings {
			if a.Findings[f].Service == a.Services[i].ID {
				a.Findings[f].Service = id
			}
		}
		a.Services[i].ID = id
		i++
	}
	f := opened(t, written(t, a, "en"))
	id, recounted := find(t, f, "Services", "service"), find(t, f, "Services", "open.recounted")
	for row := firstRow; row < firstRow+len(want); row++ {
		at := strconv.Itoa(row)
		formula, err := f.GetCellFormula("Services", recounted+at)
		if begins := want[raw(t, f, "Services", id+at)]; err != nil || begins == "" || !strings.HasPrefix(formula, begins) {
			t.Errorf("%s is counted by %s, %v", raw(t, f, "Services", id+at), formula, err)
		}
	}
}
