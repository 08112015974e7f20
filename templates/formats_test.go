package templates_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/templates"
)

// formats print one line of a file in testdata/formats, by that file's name.
var formats = map[string]func(l *templates.Language, words []string) string{
	"integer":  func(l *templates.Language, w []string) string { return l.Integer(int64(number(w[0]))) },
	"decimal":  func(l *templates.Language, w []string) string { return l.Decimal(number(w[0]), int(number(w[1]))) },
	"percent":  func(l *templates.Language, w []string) string { return l.Percent(number(w[0])) },
	"duration": func(l *templates.Language, w []string) string { return l.Duration(number(w[0])) },
	"distance": func(l *templates.Language, w []string) string { return l.Distance(number(w[0])) },
	"bounds": func(l *templates.Language, w []string) string {
		return l.Bounds(number(w[0]), number(w[1]), w[2])
	},
	"against": func(l *templates.Language, w []string) string {
		return l.Against(number(w[0]), number(w[1]), number(w[2]), w[3])
	},
	"limit":        func(l *templates.Language, w []string) string { return l.Limit(w[0], number(w[1]), w[2]) },
	"limit_sign":   func(l *templates.Language, w []string) string { return l.LimitSign(w[0], number(w[1]), w[2]) },
	"date":         func(l *templates.Language, w []string) string { return l.Date(moment(w[0])) },
	"day":          func(l *templates.Language, w []string) string { return l.Day(moment(w[0])) },
	"short_date":   func(l *templates.Language, w []string) string { return l.ShortDate(moment(w[0])) },
	"moment":       func(l *templates.Language, w []string) string { return l.Moment(moment(w[0])) },
	"short_moment": func(l *templates.Language, w []string) string { return l.ShortMoment(moment(w[0])) },
	"period":       func(l *templates.Language, w []string) string { return l.Period(strings.Join(w, " ")) },
	"period_name":  func(l *templates.Language, w []string) string { return l.PeriodName(strings.Join(w, " ")) },
	"quarter":      func(l *templates.Language, w []string) string { return l.Quarter(strings.Join(w, " ")) },
	"list":         func(l *templates.Language, w []string) string { return l.List(w) },
}

func number(word string) float64 {
	value, err := strconv.ParseFloat(word, 64)
	if err != nil {
		panic(err)
	}
	return value
}

func moment(word string) time.Time {
	t, err := time.Parse(time.RFC3339, word)
	if err != nil {
		panic(err)
	}
	return t
}

// visible shows the spaces that may not be broken, so that a golden file can be read and a wrong one seen.
var visible = strings.NewReplacer("\u00a0", "~", "\u202f", "^")

// TestFormats prints each line of testdata/formats/*.txt in every language. In the golden files ~ is U+00A0 and ^ is
// U+202F.
func TestFormats(t *testing.T) {
	inputs, err := filepath.Glob("testdata/formats/*.txt")
	if err != nil || len(inputs) != len(formats) {
		t.Fatalf("%d files of input for %d formats (%v)", len(inputs), len(formats), err)
	}
	for _, input := range inputs {
		name := strings.TrimSuffix(filepath.Base(input), ".txt")
		t.Run(name, func(t *testing.T) {
			format := formats[name]
			if format == nil {
				t.Fatalf("no format is called %s", name)
			}
			compare(t, strings.TrimSuffix(input, ".txt")+".golden", table(t, input, format))
		})
	}
}

// table prints each line of the input in every language, one language a line.
func table(t *testing.T, input string, format func(*templates.Language, []string) string) string {
	t.Helper()
	data, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(data)) {
		fmt.Fprintf(&out, "%s\n", strings.TrimSuffix(line, "\n"))
		for _, tag := range templates.Tags() {
			fmt.Fprintf(&out, "  %s %s\n", tag, visible.Replace(format(lookup(t, tag), strings.Fields(line))))
		}
	}
	return out.String()
}

// compare holds a text against a golden file, which UPDATE=1 rewrites.
func compare(t *testing.T, golden, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

func lookup(t testing.TB, tag string) *templates.Language {
	t.Helper()
	l, err := templates.Lookup(tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
