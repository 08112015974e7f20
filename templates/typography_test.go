package templates

import (
	"regexp"
	"testing"
)

// wrongSigns are what no text may have, in any language or in French alone.
var wrongSigns = []struct {
	what string
	in   string // the tag, or "" for every language
	sign *regexp.Regexp
}{
	{"a plain space before : ; ? ! or »", "fr", regexp.MustCompile(`[^\s,:] [:;?!»]`)},
	{"a no-break space of full width before : ; ? ! or »", "fr", regexp.MustCompile(`\x{a0}[:;?!»]`)},
	{"no space before ; ? ! or »", "fr", regexp.MustCompile(`[\pL\d)}%][;?!»]`)},
	{"no narrow space after «", "fr", regexp.MustCompile(`«[^\x{202f}]`)},
	{"a straight apostrophe or quote", "", regexp.MustCompile(`['"]`)},
	{"two spaces in a row", "", regexp.MustCompile(`[ \x{a0}]{2}`)},
	{"a space at an end", "", regexp.MustCompile(`^\s|\s$`)},
	{"three points instead of …", "", regexp.MustCompile(`\.\.\.`)},
	{"a hyphen that stands for a dash", "", regexp.MustCompile(` - `)},
	{"a figure and a unit that can be parted", "", regexp.MustCompile(`(\d|\{n\}) (km|h|min|%|j|u)\b`)},
}

// tests of the table itself: each text has the fault of the row in the same place.
var faulty = []string{
	"Attention !", "Attention\u00a0!", "Attention!", "« oui »", "l'outil", "a  b", "a ", "a...", "a - b", "{n} km",
}

func TestTypography(t *testing.T) {
	for _, l := range languages(t) {
		for key, text := range l.texts {
			if key == "units.number.group" {
				continue // it is a space
			}
			for _, form := range text.forms() {
				for _, wrong := range wrongSigns {
					if (wrong.in == "" || wrong.in == l.tag) && wrong.sign.MatchString(form) {
						t.Errorf("%s: %s has %s: %q", l.tag, key, wrong.what, form)
					}
				}
			}
		}
	}
}

// TestWrongSigns proves that each row of the table finds its fault.
func TestWrongSigns(t *testing.T) {
	if len(faulty) != len(wrongSigns) {
		t.Fatalf("%d faulty texts for %d faults", len(faulty), len(wrongSigns))
	}
	for i, wrong := range wrongSigns {
		if !wrong.sign.MatchString(faulty[i]) {
			t.Errorf("%s is not found in %q", wrong.what, faulty[i])
		}
	}
}
