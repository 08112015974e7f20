package evidence

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"*", "a/b\nc", true}, {"**", "x", true},
		{"a", "a", true}, {"a", "A", false}, {"a", "ab", false}, {"a*", "a", true}, {"a*", "ba", false},
		{"*a", "ba", true}, {"*a", "ab", false}, {"a*c", "abc", true}, {"a*c", "ac", true}, {"a*c", "acb", false},
		{"/srv/*/data", "/srv/a/b/data", true}, {"/srv/*", "/srv", false}, {"*/data/*", "/srv/data/", true},
		{"a?c", "abc", false}, {"a?c", "a?c", true}, {"[ab]", "a", false}, {`a\*`, "a*", false}, {`a\*`, `a\b`, true},
		{"*ab*ab", "abab", true}, {"*ab*ab", "aab", false}, {"*ab*ab*", "xabyab", true}, {"a*", "a*", true},
		{"é*", "éa", true}, {"*", "*", true}, {"a*a", "a", false}, {"service:*", "service:Portail citoyen", true},
	} {
		if got := matches(c.pattern, c.text); got != c.want {
			t.Errorf("%q matches %q: got %v", c.pattern, c.text, got)
		}
	}
}

// word makes a short text of few letters, so that much is alike.
func word(r *rand.Rand, letters string, most int) string {
	var out strings.Builder
	for range r.IntN(most + 1) {
		out.WriteByte(letters[r.IntN(len(letters))])
	}
	return out.String()
}

func TestMatchesLikeRegexp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	agreed := map[bool]int{}
	for range 50_000 {
		pattern, text := word(r, "ab**/", 7), word(r, "ab*/\n", 9)
		like := regexp.MustCompile(`(?s)\A` + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + `\z`)
		got := matches(pattern, text)
		if got != like.MatchString(text) {
			t.Fatalf("%q matches %q: got %v", pattern, text, got)
		}
		agreed[got]++
	}
	if agreed[true] < 1000 || agreed[false] < 1000 {
		t.Fatalf("the texts are too much alike: %v", agreed)
	}
}

// The index must find what looking at every link finds, whatever the selects.
func TestIndexFindsWhatAllLinksFind(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range 400 {
		const selectors = 3
		links := make([]link, r.IntN(40))
		for i := range links {
			for key := range selectors {
				if r.IntN(2) == 0 {
					links[i].conditions = append(links[i].conditions, condition{key, word(r, "aab*", 4)})
				}
			}
		}
		x := newIndex(links, selectors)
		for range 50 {
			values := make([][]string, selectors)
			for key := range values {
				for range r.IntN(4) {
					values[key] = append(values[key], word(r, "aab", 4))
				}
			}
			var want, got []int32
			for i := range links {
				if links[i].meets(values) {
					want = append(want, int32(i))
				}
			}
			for _, i := range x.candidates(nil, values) {
				if links[i].meets(values) {
					got = append(got, i)
				}
			}
			slices.Sort(got)
			if got = slices.Compact(got); !slices.Equal(got, want) {
				t.Fatalf("links %+v, values %q: found %v, want %v", links, values, got, want)
			}
			found += len(got)
		}
	}
	if found < 10_000 {
		t.Fatalf("only %d matches were tried", found)
	}
}

// Whole values, beginnings and endings are found without looking at all links.
func TestIndexIsNarrow(t *testing.T) {
	for _, pattern := range []string{"host%d", "host%d*", "*-%d", "*/host/%d", "srv/%d-*"} {
		links := make([]link, 1000)
		for i := range links {
			links[i].conditions = []condition{{0, fmt.Sprintf(pattern, i+1000)}, {1, "prod"}}
		}
		x := newIndex(links, 2)
		value := strings.ReplaceAll(fmt.Sprintf(pattern, 1500), "*", "")
		got := x.candidates(nil, [][]string{{value}, {"prod"}})
		if !slices.Contains(got, 500) || len(got) > 3 {
			t.Errorf("%s: %d candidates", pattern, len(got))
		}
	}
}

// What picks runs from the real list picks the same from the grouped one, which is the same list.
func TestGroupedIsTheSame(t *testing.T) {
	read := func(name string) string {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var lines []string
		err = readRestic(newInput(file, nil), func(e *entry) { lines = append(lines, fmt.Sprint(e.Run, e.values)) })
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	plain, grouped := read("testdata/restic/snapshots.json"), read("testdata/restic/snapshots-grouped-host.json")
	if plain != grouped || strings.Count(plain, "\n") != 205 {
		t.Errorf("the grouped list differs, or is not of 206 snapshots:\n%s\n%s", plain, grouped)
	}
}
