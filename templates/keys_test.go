package templates

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// languages reads all of them, French first.
func languages(t *testing.T) []*Language {
	t.Helper()
	var all []*Language
	for _, tag := range Tags() {
		l, err := Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

// forms returns what a text says in its forms; empty where it has none.
func (m message) forms() []string {
	return slices.DeleteFunc([]string{m.plain, m.zero, m.one, m.other}, func(form string) bool { return form == "" })
}

var place = regexp.MustCompile(`\{([^}]*)\}`)

// places returns the names between braces in any form of a text, sorted, each once.
func (m message) places() []string {
	var names []string
	for _, form := range m.forms() {
		for _, match := range place.FindAllStringSubmatch(form, -1) {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// oneWay are the texts whose places may differ from language to language, for they say how it writes figures.
func oneWay(key string) bool {
	return strings.HasPrefix(key, "units.duration.") || strings.HasPrefix(key, "dates.")
}

// TestLanguagesAgree asks every language for the same texts, with the same arguments.
func TestLanguagesAgree(t *testing.T) {
	all := languages(t)
	first := all[0]
	for _, l := range all[1:] {
		for _, key := range slices.Sorted(maps.Keys(first.texts)) {
			text, found := l.texts[key]
			switch {
			case !found:
				t.Errorf("%s: %s is missing", l.tag, key)
			case !oneWay(key) && !slices.Equal(text.places(), first.texts[key].places()):
				t.Errorf("%s: %s has the places %q, in %s %q", l.tag, key, text.places(), first.tag, first.texts[key].places())
			}
		}
		for _, key := range slices.Sorted(maps.Keys(l.texts)) {
			if _, found := first.texts[key]; !found {
				t.Errorf("%s: %s is missing", first.tag, key)
			}
		}
	}
}

// TestNothingIsEmpty asks each text to say something.
func TestNothingIsEmpty(t *testing.T) {
	for _, l := range languages(t) {
		for key, text := range l.texts {
			if len(text.forms()) == 0 {
				t.Errorf("%s: %s is empty", l.tag, key)
			}
		}
	}
}

// TestUsedKeysExist looks for every key that the program asks for by name.
func TestUsedKeysExist(t *testing.T) {
	u := scan(t)
	if len(u.asked) < 20 {
		t.Fatalf("found only %d keys in the code", len(u.asked))
	}
	for _, l := range languages(t) {
		for _, key := range slices.Sorted(maps.Keys(u.asked)) {
			if !l.Has(key) {
				t.Errorf("%s: %s is not in %s", u.asked[key], key, l.tag)
			}
		}
	}
}

// keyLike is what a literal looks like that can only be a key: a section and names in lower case.
var keyLike = regexp.MustCompile(`^(board|workbook|summary|simulate|diff|check|words|units|dates|metrics|reasons)(\.[a-z0-9_]+)+$`)

// TestLiteralsAreKeys looks for the keys that the program keeps in tables, or hands to functions of its own.
func TestLiteralsAreKeys(t *testing.T) {
	extensions := regexp.MustCompile(`\.(go|json|md|pdf|xlsx|yaml|txt)$`)
	u := scan(t)
	for _, l := range languages(t) {
		for _, text := range slices.Sorted(maps.Keys(u.literals)) {
			if keyLike.MatchString(text) && !extensions.MatchString(text) && !l.Has(text) {
				t.Errorf("the code speaks of %s, which is not in %s", text, l.tag)
			}
		}
	}
}

// namedByData are the sections whose keys come from other tables of the program: external tests hold them to those.
var namedByData = []string{"metrics", "notices", "reasons", "words"}

// TestKeysAreUsed asks of every text that the program can come to print it.
func TestKeysAreUsed(t *testing.T) {
	u := scan(t)
	for _, key := range slices.Sorted(maps.Keys(languages(t)[0].texts)) {
		section, _, _ := strings.Cut(key, ".")
		if !slices.Contains(namedByData, section) && !u.uses(key) {
			t.Errorf("nothing asks for %s", key)
		}
	}
}
