package evidence

import (
	"bytes"
	"errors"
	"math"
	"time"
)

// clock reads the times that tools print. One without an offset is what a clock on the wall in zone showed.
type clock struct {
	zone *time.Location

	// The stretch of constant offset that held the last such time: the next one is mostly there too.
	from, to, offset int64 // Unix seconds; seconds east of UTC
}

// errTime is the answer to a text that is no time.
var errTime = errors.New("no such time")

const (
	shortestTime = len("2006-01-02T15:04")
	longestTime  = len("2006-01-02T15:04:05.999999999+00:00")

	// No zone has ever been as far as a day and a half from UTC, or moved its clocks by more.
	beyondAnyOffset = 36 * 60 * 60
)

// parse reads an RFC 3339 time, or one without an offset, with or without seconds, with a space or a T before the
// hour. The result is in UTC.
func (c *clock) parse(text string) (time.Time, error) {
	if len(text) < shortestTime || len(text) > longestTime {
		return time.Time{}, errTime
	}
	b := append(make([]byte, 0, longestTime+4), text...)
	if b[10] == ' ' || b[10] == 't' { // RFC 3339, 5.6: both may stand for the T
		b[10] = 'T'
	}
	if b[len(b)-1] == 'z' {
		b[len(b)-1] = 'Z'
	}
	wall := !hasOffset(b)
	if wall {
		b = asUTC(b)
	}
	var t time.Time
	if !isShaped(b) || t.UnmarshalText(b) != nil {
		return time.Time{}, errTime
	}
	if wall {
		return c.instant(t), nil
	}
	return t.UTC(), nil
}

// hasOffset tells whether a time ends with Z or ±hh:mm.
func hasOffset(b []byte) bool {
	sign := b[len(b)-len("+00:00")]
	return b[len(b)-1] == 'Z' || sign == '+' || sign == '-'
}

// asUTC makes an RFC 3339 text of a time on the wall.
func asUTC(b []byte) []byte {
	if len(b) == shortestTime {
		b = append(b, ":00"...)
	}
	return append(b, 'Z')
}

// isShaped tells whether a text has the shape of an RFC 3339 time. The time package checks that there is such a day and
// hour, but takes a single digit of an hour, a decimal comma and any offset.
func isShaped(b []byte) bool {
	rest, ok := cutShape(b, "0000-00-00T00:00:00")
	if ok && len(rest) > 0 && rest[0] == '.' {
		digits := len(rest[1:]) - len(bytes.TrimLeft(rest[1:], "0123456789"))
		rest, ok = rest[1+digits:], digits > 0
	}
	if !ok || string(rest) == "Z" {
		return ok
	}
	if len(rest) == 0 || rest[0] != '+' && rest[0] != '-' {
		return false
	}
	end, ok := cutShape(rest[1:], "00:00")
	return ok && len(end) == 0 && string(rest[1:3]) < "24" && rest[4] < '6'
}

// cutShape cuts what has a given shape, in which 0 is any digit, from the beginning of a text.
func cutShape(b []byte, shape string) (rest []byte, ok bool) {
	if len(b) < len(shape) {
		return b, false
	}
	for i := range len(shape) {
		isDigit := '0' <= b[i] && b[i] <= '9'
		if shape[i] == '0' && !isDigit || shape[i] != '0' && b[i] != shape[i] {
			return b, false
		}
	}
	return b[len(shape):], true
}

// instant gives the moment at which clocks in the zone showed what wall shows in UTC: the first of two where they
// showed it twice; where they skipped it, the moment that they would have shown it had they not been moved.
func (c *clock) instant(wall time.Time) time.Time {
	u := wall.Unix()
	at := u - c.offset
	if at < c.from+beyondAnyOffset || at >= c.to-beyondAnyOffset {
		at = c.search(u)
	}
	return time.Unix(at, int64(wall.Nanosecond())).UTC()
}

// search walks the stretches of constant offset around u, seconds on the wall, from before it can have been shown.
func (c *clock) search(u int64) int64 {
	stretch := time.Unix(u-beyondAnyOffset, 0).In(c.zone)
	for {
		from, to, offset := bounds(stretch)
		at := u - offset
		if at < to {
			c.from, c.to, c.offset = from, to, offset
			return at
		}
		stretch = time.Unix(to, 0).In(c.zone)
		_, next := stretch.Zone()
		if u-int64(next) < to { // the clock was moved past it
			return at
		}
	}
}

// bounds returns the first second of the stretch of constant offset that holds t, the first after it, and the
// offset. A stretch without an end on one side reaches further there than any time that tools print.
func bounds(t time.Time) (from, to, offset int64) {
	_, east := t.Zone()
	start, end := t.ZoneBounds()
	from, to = math.MinInt64/2, math.MaxInt64/2
	if !start.IsZero() {
		from = start.Unix()
	}
	if !end.IsZero() {
		to = end.Unix()
	}
	return from, to, int64(east)
}
