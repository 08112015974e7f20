package board

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"coupefeu/report"
)

// commonEnglish are words that English texts can hardly do without. Those that another language has too are left out
// there.
var commonEnglish = strings.Fields(`about after all and any are been before both but can cannot could did does done down each either else every few for
	from given has have here how into its later less least longer many may more most much must never none not nothing of off once only other others
	out over own same several shall should since some still such than that the their them then there these they this those through under until
	was were what when where whether which while who whose why will with within without would yet you your
	january february march june july october december monday tuesday wednesday thursday friday saturday sunday
	day days hour hours minute minutes week weeks month months year years quarter backup backups restore restored test tests tested site sites
	rule rules check checks finding findings waiver waivers scenario lost unproven pass fail failed unknown waived owner board report page`)

// english finds what a text has of English that the language itself, and the names in the report, have not.
type english struct {
	words   map[string]bool
	phrases []string
}

// englishBut is the English that a language does not share.
func englishBut(t testing.TB, l *tongue, names []string) *english {
	t.Helper()
	en := tongueOf(t, "en")
	en.add(strings.Join(commonEnglish, " "))
	own := map[string]bool{}
	for _, word := range wordsOf(strings.Join(names, " ")) {
		own[word] = true
	}
	e := &english{words: map[string]bool{}}
	for word := range en.words {
		e.words[word] = !l.words[word] && !own[word]
	}
	all := strings.Join(slices.Concat(l.texts, names), "\n")
	for _, text := range en.texts {
		for _, phrase := range placeLike.Split(text, -1) {
			// A phrase of several words is English even where each of them is a word of the language too.
			if phrase = strings.TrimSpace(strings.ReplaceAll(phrase, emphasis, "")); len(wordLike.FindAllString(phrase, 2)) == 2 && !strings.Contains(all, phrase) {
				e.phrases = append(e.phrases, phrase)
			}
		}
	}
	return e
}

// in names what is English in a text; "" if nothing is.
func (e *english) in(text string) string {
	for _, word := range wordsOf(text) {
		if e.words[word] {
			return word
		}
	}
	for _, phrase := range e.phrases {
		if strings.Contains(text, phrase) {
			return phrase
		}
	}
	return ""
}

// TestNoEnglishLeft reads every text of the reports in other languages, seen or read out.
func TestNoEnglishLeft(t *testing.T) {
	cases := spokenCases(t)
	for i, tag := range []string{"fr", "nl", "de"} {
		if raced && i > 0 {
			break
		}
		l := tongueOf(t, tag)
		for _, c := range cases {
			e := englishBut(t, l, c.given())
			for _, s := range sayings(t, c.a, tag) {
				if found := e.in(s.text); found != "" {
					t.Errorf("%s, %s: %q is English in %q", c.name, s.where, found, s.text)
				}
			}
		}
	}
}

// given are the names in a report, and what else in it is in no language.
func (c *spokenCase) given() []string {
	a := c.a
	names := slices.Concat(c.names, []string{a.Organisation.Name, a.Organisation.Timezone, a.Generator.Name + " verify " + a.Period.ID, a.Pack.ID + " " + a.Pack.Version,
		a.Generator.Version, "SHA-256", "SHA256SUMS", a.Period.ID, "assessment.json", "ssh-keygen -Y verify", "sha256sum -c"})
	for i := range a.Frameworks {
		for _, title := range a.Frameworks[i].Title {
			names = append(names, title)
		}
		for _, c := range a.Frameworks[i].Controls {
			names = append(names, c.ID)
		}
	}
	for i := range a.Inputs {
		names = append(names, a.Inputs[i].Path, a.Inputs[i].SHA256)
	}
	for i := range a.Campuses {
		names = append(names, a.Campuses[i].Name)
	}
	return names
}

// wrongForm is a fault of form that a text may have.
type wrongForm struct {
	what string
	in   string // tags of the languages that it is a fault in; "" for all
	form *regexp.Regexp
	like string // a text that has it
}

var wrongForms = []wrongForm{
	{"a place that is not filled in", "", regexp.MustCompile(`\{[a-z_0-9]*\}|⟦|⟧`), "reste {n}"},
	{"an emphasis that is not set", "", regexp.MustCompile(`\*\*`), "**oui**"},
	{"a key", "", regexp.MustCompile(`\b(board|workbook|summary|words|units|dates|metrics|reasons|notices)\.[a-z]+[._][a-z_.]+`), "board.section.trust"},
	{"what Go prints for nothing", "", regexp.MustCompile(`<nil>|%!|\bNaN\b|[+-]Inf|0x[0-9a-f]{6}`), "<nil>"},
	{"what Go prints for a duration or a time", "", regexp.MustCompile(`\d+h\d+m|\d+m\d+s|[+-]\d{4} [A-Z]{3,4}\b`), "48h0m0s"},
	{"a straight apostrophe or quote", "", regexp.MustCompile(`['"]`), "l'outil"},
	{"two spaces in a row", "", regexp.MustCompile(`[^\s|][ \x{a0}\x{202f}]{2,}[^\s|]`), "un  deux"},
	{"no narrow space before : ; ? ! or »", "fr", regexp.MustCompile(`[^\s\x{202f}][;?!»]|[^\s\d\x{202f}]:|[ \x{a0}][:;!»]|[\pL»)][ \x{a0}]\?$`), "voici: oui"},
	{"no narrow space after «", "fr", regexp.MustCompile(`«[^\x{202f}]`), "« oui »"},
	{"a French space before a sign", "nl de", regexp.MustCompile(`[ \x{a0}\x{202f}][:;!]`), "so : ja"},
	{"a figure parted from its unit", "", regexp.MustCompile(`\d (%|km|h|min|s|j|u|d)([^\pL]|$)`), "61 h"},
	{"a figure that sticks to its unit", "fr de", regexp.MustCompile(`\d(%|km|h|min|j)([^\pL\d]|$)`), "53% des"},
	{"a space before %", "nl", regexp.MustCompile(`\d[ \x{a0}\x{202f}]%`), "53 %"},
	{"thousands that are not parted", "", regexp.MustCompile(`(^|[^\pL\d.,:/+_-])(\d{5,}|[3-9]\d{3}|1[0-8]\d\d|2[1-9]\d\d)([^\pL\d.,:/_-]|$)`), "1279 règles"},
	{"thousands that another language parts so", "fr", regexp.MustCompile(`(^|[^\pL\d])\d{1,3}[.,\x{a0} ]\d{3}([^\d]|$)`), "1,279 règles"},
	{"thousands that another language parts so", "nl de", regexp.MustCompile(`(^|[^\pL\d])\d{1,3}[, \x{a0}\x{202f}]\d{3}([^\d]|$)`), "1,279 regels"},
	{"a decimal point", "fr nl de", regexp.MustCompile(`(^|[^\d.])\d{1,3}\.\d{1,2}([^\d.]|$)`), "2.5 fois"},
	{"a date as machines write it", "", regexp.MustCompile(`\d{4}-\d\d-\d\d`), "2026-09-30"},
	{"a date of another language", "fr", regexp.MustCompile(`\d\d[.-]\d\d[.-]\d{4}`), "30.09.2026"},
	{"a date of another language", "nl", regexp.MustCompile(`\d\d[./]\d\d[./]\d{4}`), "30/09/2026"},
	{"a date of another language", "de", regexp.MustCompile(`\d\d[/-]\d\d[/-]\d{4}`), "30/09/2026"},
	{"a first of the month as of another language", "fr", regexp.MustCompile(`(^|\D)1 (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)`), "1 juillet"},
	{"a day without its point", "de", regexp.MustCompile(`\d (Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)`), "1 Juli"},
	{"a quarter of another language", "fr", regexp.MustCompile(`\d{4}-[QK]\d`), "2026-Q3"},
	{"a quarter of another language", "nl", regexp.MustCompile(`\d{4}-[QT]\d`), "2026-Q3"},
	{"a quarter of another language", "de en", regexp.MustCompile(`\d{4}-[KT]\d`), "2026-T3"},
	{"quotes of another language", "nl de en", regexp.MustCompile(`[«»]`), "«\u202fja\u202f»"},
	{"quotes of another language", "fr", regexp.MustCompile(`[“”„‘]`), "“oui”"},
}

// formFault names the first fault of form that a text of a language has; "" if there is none.
func formFault(tag, text string) string {
	for _, w := range wrongForms {
		if (w.in == "" || slices.Contains(strings.Fields(w.in), tag)) && w.form.MatchString(text) {
			return w.what
		}
	}
	return ""
}

// TestForms looks at spaces, figures, dates and what should never be read in every text of the reports, names apart.
func TestForms(t *testing.T) {
	for _, c := range spokenCases(t) {
		names := unnaming(c.given())
		for i, tag := range []string{"fr", "nl", "de", "en"} {
			if raced && i > 0 {
				break
			}
			for _, s := range sayings(t, c.a, tag) {
				if fault := formFault(tag, names.Replace(bounded(s.text, c.a))); fault != "" {
					t.Errorf("%s, %s: %s in %q", c.name, s.where, fault, s.text)
				}
			}
		}
	}
}

// unnaming replaces names, the longest first, by a letter. What could be an ordinary word or figure stays.
func unnaming(names []string) *strings.Replacer {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return len(name) < 3 || !strings.ContainsAny(name, " .:;-_/'’?!()0123456789") || strings.Trim(name, "0123456789") == ""
	})
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var pairs []string
	for _, name := range slices.Compact(names) {
		pairs = append(pairs, name, "N")
		for _, shown := range []string{shortened(name, nameLength), replacedRunes(name)} {
			if shown != name {
				pairs = append(pairs, shown, "N")
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// replacedRunes is a name as it is shown where the typeface lacks pictures.
func replacedRunes(name string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '¤'
		}
		return r
	}, name)
}

// digestLike is a SHA-256, or the beginning of one that a line break cuts.
var digestLike = regexp.MustCompile(`[0-9a-f]{32,}`)

// bounded is a text without digests.
func bounded(text string, a *report.Assessment) string {
	return digestLike.ReplaceAllString(strings.ReplaceAll(text, a.Pack.SHA256, "N"), "N")
}

// TestFaultyTexts proves that English, and each fault of form, is found.
func TestFaultyTexts(t *testing.T) {
	for _, w := range wrongForms {
		for _, tag := range strings.Fields(cmp.Or(w.in, "fr nl de en")) {
			if formFault(tag, w.like) == "" || !w.form.MatchString(w.like) {
				t.Errorf("%s: %s is not found in %q", tag, w.what, w.like)
			}
		}
	}
	for tag, texts := range map[string][]string{
		"fr": {"Longest gap: 61 h", "Service never tested", "The page of waivers", "3 of 68 buildings", "31 October 2026", "as of midnight"},
		"nl": {"Longest gap: 61 u", "Not demonstrated", "What burns tonight", "31 October 2026"},
		"de": {"Longest gap: 61 h", "Not demonstrated", "What burns tonight", "31 October 2026"},
	} {
		e := englishBut(t, tongueOf(t, tag), []string{"Gap", "Wanted"})
		for _, text := range texts {
			if e.in(text) == "" {
				t.Errorf("%s: nothing is English in %q", tag, text)
			}
		}
		if found := e.in("Gap, Wanted"); found != "" {
			t.Errorf("%s: %q is a name", tag, found)
		}
	}
}
