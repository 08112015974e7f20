package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"coupefeu/inventory/source"
)

const (
	// mostValues is how many different values of a selector are remembered to suggest from.
	mostValues = 2000
	// longestValue is the length of a value, in bytes, above which nobody mistypes it.
	longestValue = 200
	// mostNear is how many values a notice names.
	mostNear = 3
)

// vocabulary is the values that a source's runs have for one selector: the first ones in file order.
type vocabulary struct {
	values map[string]bool
	full   bool // there are more
}

func (v *vocabulary) add(values []string) {
	for _, value := range values {
		switch {
		case v.values[value]:
		case len(v.values) == mostValues || len(value) > longestValue:
			v.full = true
		case v.values == nil:
			v.values = map[string]bool{strings.Clone(value): true}
		default:
			v.values[strings.Clone(value)] = true
		}
	}
}

// knows tells whether one of the values that are remembered is as the pattern says.
func (v *vocabulary) knows(pattern string) bool {
	for value := range v.values {
		if matches(pattern, value) {
			return true
		}
	}
	return false
}

// near names the values that the pattern was probably meant for: the nearest in spelling, else those that hold it or
// that it holds, else the first in order.
func (v *vocabulary) near(pattern string) string {
	word := strings.ReplaceAll(pattern, "*", "")
	known := slices.Sorted(maps.Keys(v.values))
	if near := source.Nearest(word, known); near != "" {
		return "near it is " + list([]string{near})
	}
	var akin []string
	for _, value := range known {
		if value != "" && word != "" && (strings.Contains(value, word) || strings.Contains(word, value)) {
			akin = append(akin, value)
		}
	}
	if len(akin) > 0 {
		return "near it are " + list(akin)
	}
	return "there are " + list(known)
}

// list names the first of several values, and how many more there are.
func list(values []string) string {
	var quoted []string
	for _, value := range values[:min(len(values), mostNear)] {
		quoted = append(quoted, `"`+shorten(value)+`"`)
	}
	if more := len(values) - mostNear; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(quoted, ", "), more)
	}
	return strings.Join(quoted, ", ")
}
