package source

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// units are the units of a duration, largest first, in seconds.
var units = []unit{{"w", 7 * 86400}, {"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}}

type unit struct {
	letter  string
	seconds int64
}

// longest keeps every duration within what a time.Duration can hold.
const longest = Duration(math.MaxInt64 / 1_000_000_000)

// ParseDuration reads a duration: whole numbers with w, d, h, m, s, largest first, each at most once, as in 90d or
// 2h10m. A day is 24 hours. The error says what is wrong and how to write it.
func ParseDuration(text string) (Duration, error) {
	if err := odd(text); err != nil {
		return 0, err
	}
	total, last, rest := int64(0), -1, text
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 {
			return 0, fmt.Errorf("there is no whole number before %s", Quoted(rest))
		}
		word := rest[digits:]
		word = word[:len(word)-len(strings.TrimLeftFunc(word, unicode.IsLetter))]
		unit := unitOf(word)
		if unit < 0 {
			return 0, unknownUnit(word, rest)
		}
		if unit <= last {
			return 0, errors.New("the largest unit comes first, and each only once: w, d, h, m, s")
		}
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil || n > (int64(longest)-total)/units[unit].seconds {
			return 0, fmt.Errorf("longer than %d days, the longest there is", longest/86400)
		}
		total, last, rest = total+n*units[unit].seconds, unit, rest[digits+len(word):]
	}
	return Duration(total), nil
}

// odd names the ways in which people write durations that mean something else or nothing here.
func odd(text string) error {
	switch {
	case text == "":
		return errors.New("it is empty")
	case text[0] == '-':
		return errors.New("a duration cannot be negative")
	case strings.ContainsAny(text, " \t") && strings.Trim(text[:1], " \t0123456789") == "":
		if err := calendar(strings.TrimLeft(text, " \t0123456789")); err != nil {
			return err
		}
		return errors.New("it is written without spaces")
	case strings.ContainsAny(text, ".,"):
		return errors.New("only whole numbers: 1.5h is 1h30m")
	}
	return nil
}

// unitOf returns which unit a word is, -1 where it is none.
func unitOf(word string) int {
	return slices.IndexFunc(units, func(u unit) bool { return u.letter == word })
}

// unknownUnit says what a word that is no unit was probably meant to be.
func unknownUnit(word, rest string) error {
	if err := calendar(word); err != nil {
		return err
	}
	lower := strings.ToLower(word)
	switch {
	case word == "":
		return fmt.Errorf("the unit is missing after %s: w, d, h, m or s", Quoted(rest))
	case unitOf(lower) >= 0:
		return fmt.Errorf("units are lower-case letters: `%s`, not %s", lower, Quoted(word))
	case unitOf(lower[:1]) >= 0:
		return fmt.Errorf("there is no unit %s: write `%s`", Quoted(word), lower[:1])
	}
	return fmt.Errorf("there is no unit %s: w, d, h, m or s", Quoted(word))
}

// calendar refuses months and years, and says how to put them instead.
func calendar(unit string) error {
	for _, word := range []string{"mo", "M", "y", "Y", "an"} {
		if strings.HasPrefix(unit, word) {
			return errors.New("months and years have no fixed length: write days, such as 30d or 365d")
		}
	}
	return nil
}

// String returns the duration as it is written in an inventory, largest unit first: "2h10m", "0s". Weeks are used only
// where nothing is left over, so that 90 days stay "90d".
func (d Duration) String() string {
	if d == 0 {
		return "0s"
	}
	var out strings.Builder
	rest := int64(d)
	if rest < 0 {
		out.WriteByte('-')
		rest = -rest
	}
	for _, unit := range units {
		if n := rest / unit.seconds; n > 0 && (unit.letter != "w" || rest%unit.seconds == 0) {
			out.WriteString(strconv.FormatInt(n, 10))
			out.WriteString(unit.letter)
			rest %= unit.seconds
		}
	}
	return out.String()
}
