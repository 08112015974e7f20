package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// nouns name an entry of each list.
var nouns = map[string]string{
	"inputs": "input", "findings": "finding", "scenarios": "scenario", "services": "service", "waivers": "waiver",
	"items": "change", "trend": "quarter", "commitments": "commitment", "decisions": "decision", "notices": "notice",
	"rules": "rule", "members": "member", "providers": "provider", "campuses": "campus", "campus_links": "link of campuses",
	"sites": "site", "backups": "backup", "restore_tests": "restore test", "evidence": "evidence source",
}

// sortedLists are sorted by what names their entries: there one can tell which entry came and which went.
var sortedLists = []string{"inputs", "services", "campuses", "trend"}

// special are the places where somebody who verifies a report wants to be told what the difference means, rather than
// what it is. They go by the keys that lead there, with [] for an entry.
var special = map[string]func(p *parting, sealed, now string) string{
	"generator.version": func(_ *parting, sealed, now string) string {
		return fmt.Sprintf("the report was made by coupefeu %s, this is %s", sealed, now)
	},
	"inputs[].sha256": func(p *parting, sealed, now string) string {
		return fmt.Sprintf("input %s: sealed with digest %s, now %s: the file is not the one that was assessed", named(p.path[2].names, ""), sealed, now)
	},
	"pack.id": otherPack, "pack.version": otherPack, "pack.title": otherPack, "pack.sha256": otherPack,
	"fictitious": func(_ *parting, sealed, _ string) string {
		if sealed == "true" {
			return "the report was made from the sample inside the program, this is another inventory"
		}
		return "the report was made from an inventory of its own, this is the sample inside the program"
	},
}

func otherPack(p *parting, sealed, now string) string {
	return fmt.Sprintf("the rule pack is not the one that was applied: its %s was %s when sealed, is %s now", p.path[1].key, sealed, now)
}

// words say what differs and where; "" of no difference.
func (p *parting) words() string {
	if p == nil {
		return ""
	}
	if last := len(p.path) - 1; p.kind == otherEntry && !p.path[last].list {
		p = &parting{p.kind, p.path[:last], p.sealed, p.now, p.sealedNames, p.nowNames}
	}
	switch {
	case p.sealed == "":
		return strings.TrimRight("the sealed file is cut off: "+p.place(), ": ")
	case p.now == "":
		return "in the sealed file something follows the assessment"
	case p.kind == otherEntry:
		return p.place() + p.entryWords()
	case p.kind == otherKey:
		return p.place() + p.keyWords()
	}
	sealed, now := sideBySide(p.sealed, p.now)
	if say := special[p.keys()]; say != nil {
		return say(p, sealed, now)
	}
	return fmt.Sprintf("%s was %s when sealed, is %s now", p.place(), sealed, now)
}

// keyWords tell of an object whose keys differ.
func (p *parting) keyWords() string {
	sealed, now := plainString([]byte(p.sealed)), plainString([]byte(p.now))
	switch {
	case p.sealed == "}":
		return fmt.Sprintf("%q is there now, and was not when sealed", now)
	case p.now == "}":
		return fmt.Sprintf("%q was there when sealed, and is not now", sealed)
	}
	return fmt.Sprintf("%q when sealed, %q in its place now", sealed, now)
}

// entryWords tell of a list in which one side has another entry, or none.
func (p *parting) entryWords() string {
	noun := p.noun(len(p.path) - 1)
	sealed, now := noun+named(p.sealedNames, p.sealed), noun+named(p.nowNames, p.now)
	came, went := p.sealed == "]", p.now == "]"
	if p.sorted() && !came && !went {
		came = p.sealedNames[p.same()].value > p.nowNames[p.same()].value
		went = !came
	}
	switch {
	case came:
		return now + " is there now, and was not when sealed"
	case went:
		return sealed + " was there when sealed, and is not now"
	}
	return sealed + " when sealed, " + now + " in its place now"
}

// sorted tells whether the order of the entries tells which of two came, and which went. Findings are sorted by service
// within each rule.
func (p *parting) sorted() bool {
	same := p.same()
	if same >= len(p.sealedNames) || same >= len(p.nowNames) || len(p.path) < 2 {
		return false
	}
	key := p.path[len(p.path)-2].key
	return slices.Contains(sortedLists, key) || key == "findings" && same == 1
}

// same counts the names that both entries have.
func (p *parting) same() int {
	n := 0
	for n < len(p.sealedNames) && n < len(p.nowNames) && p.sealedNames[n] == p.nowNames[n] {
		n++
	}
	return n
}

// named is what names an entry.
func named(names []naming, token string) string {
	if len(names) == 2 && names[0].key == "rule" && names[1].key == "service" {
		return names[0].value + " on " + names[1].value
	}
	var values []string
	for _, name := range names {
		if name.value != "" && name.value != "null" {
			values = append(values, name.value)
		}
	}
	if len(values) == 0 {
		return excerpt(token, 0)
	}
	return strings.Join(values, " ")
}

// place names what the difference is in: the entries of lists by what names them, all else by its keys. It leads on to
// what follows by a colon where entries or keys differ, and is the whole way to a value.
func (p *parting) place() string {
	var out strings.Builder
	add := func(after, text string) {
		if out.Len() > 0 {
			out.WriteString(after)
		}
		out.WriteString(text)
	}
	last := len(p.path) - 1
	for i := range p.path {
		f := &p.path[i]
		switch {
		case f.list && (i < last || p.kind == otherValue):
			add(": ", p.step(i))
		case f.list, i == last && p.kind == otherKey, i < last && p.path[i+1].list && nouns[f.key] != "":
			// what differs is said later, and a noun says as much as the key of its list
		case i > 0 && p.path[i-1].list:
			add(": ", f.key)
		default:
			add(".", f.key)
		}
	}
	if p.kind != otherValue {
		add(": ", "")
	}
	return out.String()
}

// step names the entry of a list on the way to the difference.
func (p *parting) step(list int) string {
	if list+1 < len(p.path) && len(p.path[list+1].names) > 0 {
		return p.noun(list) + named(p.path[list+1].names, "")
	}
	return fmt.Sprintf("%sentry %d", p.noun(list), p.path[list].count)
}

// noun names the entries of a list, with a blank behind; "" where there is no word for them.
func (p *parting) noun(list int) string {
	if list == 0 || nouns[p.path[list-1].key] == "" {
		return ""
	}
	return nouns[p.path[list-1].key] + " "
}

// keys are all the keys that lead to the value that differs.
func (p *parting) keys() string {
	var out strings.Builder
	for i, f := range p.path {
		switch {
		case f.list:
			out.WriteString("[]")
		case i == 0:
			out.WriteString(f.key)
		default:
			out.WriteString("." + f.key)
		}
	}
	return out.String()
}

// Lengths of texts that are shown, in characters.
const (
	mostShown   = 80 // of a text
	shownBefore = 30 // of it: before the first difference
	shownDigest = 12 // of a digest
)

// sideBySide are the values of two tokens as they are set side by side: of long ones that part which differs.
func sideBySide(sealed, now string) (string, string) {
	from := agree([]byte(sealed), []byte(now))
	return excerpt(sealed, from), excerpt(now, from)
}

// excerpt shows a value: a digest by its beginning, a long text around the place where the difference begins.
func excerpt(token string, from int) string {
	switch {
	case token == "{":
		return "{…}"
	case token == "[":
		return "[…]"
	case token == "" || token[0] != '"':
		return token
	}
	text := plainString([]byte(token))
	if isDigest(text) {
		return text[:shownDigest] + "…"
	}
	if utf8.RuneCountInString(text) <= mostShown {
		return quoteOdd(text)
	}
	start := max(min(from-1, len(text))-shownBefore, 0)
	for start > 0 && !utf8.RuneStart(text[start]) {
		start--
	}
	before, after := "", ""
	if start > 0 {
		before = "…"
	}
	rest := []rune(text[start:])
	if len(rest) > mostShown {
		rest, after = rest[:mostShown], "…"
	}
	return `"` + before + string(rest) + after + `"`
}

// quoteOdd puts quotes around a text that is not plainly one word.
func quoteOdd(text string) string {
	if text == "" || strings.ContainsAny(text, " \t\n\"") {
		return `"` + text + `"`
	}
	return text
}
