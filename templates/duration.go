package templates

import (
	"math"
	"strconv"
)

// Seconds of the units that durations are written in.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

// step is one way of writing a duration.
type step struct {
	below int64  // it is for what is less than this once rounded, in seconds
	grain int64  // rounded to this, in seconds
	large int64  // seconds of the unit that comes first
	small int64  // seconds of the unit that follows; 0: none
	alone string // key of the text with the first unit alone
	both  string // key of the text with both
}

// steps are the ways of writing a duration, from the finest; the last has no end.
var steps = [...]step{
	{minute, 1, 1, 0, "units.duration.seconds", ""},
	{10 * minute, 1, minute, 1, "units.duration.minutes", "units.duration.minutes_and"},
	{hour, minute, minute, 0, "units.duration.minutes", ""},
	{3 * day, minute, hour, minute, "units.duration.hours", "units.duration.hours_and"},
	{30 * day, hour, day, hour, "units.duration.days", "units.duration.days_and"},
	{math.MaxInt64, day, day, 0, "units.duration.days", ""},
}

// longest is what a duration may be to be written: beyond it is as good as without end.
const longest = 1 << 53

// Duration prints a length of time in seconds the way people read one: "45 s", "12 min", "2 h 10", "61 h" up to
// three days, then "3 j 4 h", and whole days from thirty on. It is rounded to the nearest of what it shows.
func (l *Language) Duration(seconds float64) string {
	switch {
	case math.Abs(seconds) > longest || math.IsNaN(seconds):
		return l.Text("units.bounds.unknown", nil)
	case seconds < 0:
		return l.minus + l.Duration(-seconds)
	case seconds == 0:
		return l.Text("units.duration.hours", Args{"n": 0})
	}
	at := 0
	for steps[at].rounded(seconds) >= steps[at].below {
		at++
	}
	return l.written(&steps[at], steps[at].rounded(seconds))
}

// rounded returns the seconds rounded to the step's grain.
func (s *step) rounded(seconds float64) int64 {
	return int64(math.Round(seconds/float64(s.grain))) * s.grain
}

// written writes a rounded duration in one unit or two. A language takes the second as it is, or with two digits,
// as French writes "2 h 05".
func (l *Language) written(s *step, seconds int64) string {
	first, rest := seconds/s.large, seconds%s.large
	if s.small == 0 || rest == 0 {
		return l.Text(s.alone, Args{"n": first})
	}
	second := int(rest / s.small)
	return l.Text(s.both, Args{"first": first, "second": strconv.Itoa(second), "padded": two(second)})
}
