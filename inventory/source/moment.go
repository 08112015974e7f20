package source

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	noOffset     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`)
	dayFirst     = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$`)
	spaceInPlace = regexp.MustCompile(`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}`)
)

// ParseMoment reads an RFC 3339 instant, or a day such as 2026-09-30, which means its first instant in the zone (End
// gives its last). The time is in the zone. The error says what is wrong and how to write it.
func ParseMoment(text string, zone *time.Location) (Moment, error) {
	if isDay(text) {
		day, err := parseDay(text)
		if err != nil {
			return Moment{}, err
		}
		return Moment{Time: day, Day: true}.In(zone), nil
	}
	var at time.Time
	if err := at.UnmarshalText([]byte(strings.ToUpper(text))); err != nil || !isInstant(text) {
		return Moment{}, oddMoment(text)
	}
	if at.UTC().Year() < earliest {
		return Moment{}, tooEarly(at.UTC().Year())
	}
	return Moment{Time: at.In(zone)}, nil
}

// earliest is the first year that can be meant: anything before is a slip of the pen.
const earliest = 1970

// tooEarly refuses a year.
func tooEarly(year int) error {
	return fmt.Errorf("the year %04d is before %d", year, earliest)
}

// isDay tells whether a text has the shape of a day: 2026-09-30.
func isDay(text string) bool {
	if len(text) != len("2026-09-30") {
		return false
	}
	for i := range len(text) {
		if hyphen := i == 4 || i == 7; hyphen != (text[i] == '-') || !hyphen && (text[i] < '0' || text[i] > '9') {
			return false
		}
	}
	return true
}

// isInstant refuses what the standard library takes for RFC 3339 though it is not: hours of one digit, and a comma
// before the fraction.
func isInstant(text string) bool {
	return len(text) > 19 && text[13] == ':' && text[16] == ':' && text[19] != ','
}

// parseDay returns the day's midnight in UTC, a mark that says which day it is and no more.
func parseDay(text string) (time.Time, error) {
	year, _ := strconv.Atoi(text[:4])
	month, _ := strconv.Atoi(text[5:7])
	day, _ := strconv.Atoi(text[8:])
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case month < 1 || month > 12:
		return at, fmt.Errorf("there is no month %02d: a day is written year-month-day", month)
	case at.Day() != day:
		return at, fmt.Errorf("there is no day %02d in %s %d", day, time.Month(month), year)
	case year < earliest:
		return at, tooEarly(year)
	}
	return at, nil
}

// oddMoment names the ways in which people write moments that could mean several things or none.
func oddMoment(text string) error {
	part := dayFirst.FindStringSubmatch(text)
	switch {
	case part != nil:
		return fmt.Errorf("a day is written year-month-day: perhaps %s-%02s-%02s", part[3], part[2], part[1])
	case noOffset.MatchString(text):
		return errors.New("the offset from UTC is missing: add Z or, for example, +02:00")
	case spaceInPlace.MatchString(text):
		return errors.New("a T, not a space, stands between the day and the time")
	}
	return errors.New("expected a day such as 2026-09-30 or a moment such as 2026-09-30T02:10:00+02:00")
}

// In returns the moment in another zone: the same day, from its first instant there; an instant stays the same one.
func (m Moment) In(zone *time.Location) Moment {
	if m.Day {
		return Moment{Time: firstInstant(m.Time, zone), Day: true}
	}
	return Moment{Time: m.Time.In(zone)}
}

// firstInstant returns when a day begins in a zone. That is not always midnight, which some zones skip when their
// clocks go forward, so the clock's own rules are followed from well before.
func firstInstant(day time.Time, zone *time.Location) time.Time {
	year, month, date := day.Date()
	midnight := time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
	for at := midnight.Add(-30 * time.Hour).In(zone); ; {
		_, offset := at.Zone()
		start, end := at.ZoneBounds()
		first := midnight.Add(-time.Duration(offset) * time.Second).In(zone)
		if first.Before(start) {
			first = start
		}
		if end.IsZero() || first.Before(end) {
			return first
		}
		at = end
	}
}
