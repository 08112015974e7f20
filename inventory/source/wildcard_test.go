package source

import (
	"regexp"
	"strings"
	"testing"
)

// TestWildcard holds every short pattern against every short text, and both against the regular expression that means
// the same.
func TestWildcard(t *testing.T) {
	patterns, texts := words("ab*?", 4), words("ab?", 5)
	for _, w := range []Wildcard{{Any: '*'}, {Any: '*', One: '?'}} {
		for _, pattern := range patterns {
			means := w.meaning(pattern)
			for _, text := range texts {
				if got, want := w.Matches(pattern, text), means.MatchString(text); got != want {
					t.Fatalf("%q on %q with %q for one: %v, want %v", pattern, text, w.One, got, want)
				}
			}
		}
	}
}

// words are all words of the letters, of up to so many.
func words(letters string, longest int) []string {
	out := []string{""}
	for from := 0; longest > 0; longest-- {
		to := len(out)
		for _, word := range out[from:to] {
			for _, letter := range letters {
				out = append(out, word+string(letter))
			}
		}
		from = to
	}
	return out
}

func (w Wildcard) meaning(pattern string) *regexp.Regexp {
	var b strings.Builder
	for _, c := range []byte(pattern) {
		switch {
		case c == w.Any:
			b.WriteString(".*")
		case w.One != 0 && c == w.One:
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return regexp.MustCompile("^" + b.String() + "$")
}
