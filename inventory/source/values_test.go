package source

import (
	"strings"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for _, c := range []struct {
		text string
		want Duration
		back string // how it is written again
	}{
		{"0s", 0, "0s"}, {"0w0d0h0m0s", 0, "0s"}, {"1s", 1, "1s"}, {"59s", 59, "59s"}, {"60s", 60, "1m"}, {"90m", 5400, "1h30m"},
		{"2h10m", 7800, "2h10m"}, {"24h", 86400, "1d"}, {"36h", 129600, "1d12h"}, {"7d", 604800, "1w"}, {"8d", 691200, "8d"},
		{"90d", 7776000, "90d"}, {"1w2d3h4m5s", 788645, "9d3h4m5s"}, {"007d", 604800, "1w"}, {"2w1h", 1213200, "14d1h"},
		{"9223372036s", 9223372036, "106751d23h47m16s"},
	} {
		got, err := ParseDuration(c.text)
		if err != nil || got != c.want || got.String() != c.back {
			t.Errorf("%s: %d (%s), %v; want %d (%s)", c.text, got, got, err, c.want, c.back)
		}
	}
	if got := Duration(-3661).String(); got != "-1h1m1s" {
		t.Errorf("a negative duration is written %s", got)
	}
}

func TestParseDurationMistakes(t *testing.T) {
	for text, part := range map[string]string{
		"": "empty", "90": "the unit is missing after `90`", "4h10": "the unit is missing after `10`", "h": "no whole number before `h`",
		"-1h": "negative", "+1h": "no whole number", "1.5h": "only whole numbers", "1,5h": "only whole numbers", "4 h": "without spaces",
		" 4h": "without spaces", "10m2h": "largest unit comes first", "1h1h": "each only once", "4H": "`h`, not `H`", "4hours": "write `h`",
		"4min": "write `m`", "4x": "no unit `x`", "1mo": "no fixed length", "3 months": "no fixed length", "1y": "no fixed length",
		"2 years": "no fixed length", "1M": "no fixed length", "1an": "no fixed length", "1d1mo": "no fixed length",
		"9223372037s": "longer than 106751 days", "15251w": "longer than", "99999999999999999999s": "longer than", "15250w99999999d": "longer than",
		"P1D": "no whole number before `P1D`", "1h-": "no whole number before `-`", "١h": "no whole number", "1é": "no unit `é`",
	} {
		got, err := ParseDuration(text)
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %d, %v; want an error that says %q", text, got, err, part)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestParseMoment holds first and last instants in UTC. São Paulo, Beirut and Cairo have skipped midnight, Samoa has
// skipped a whole day, and Havana goes back over midnight.
func TestParseMoment(t *testing.T) {
	for _, c := range []struct{ text, zone, first, end string }{
		{"2026-09-30", "UTC", "2026-09-30T00:00:00Z", "2026-10-01T00:00:00Z"},
		{"2026-09-30", "Europe/Brussels", "2026-09-29T22:00:00Z", "2026-09-30T22:00:00Z"},
		{"2026-10-25", "Europe/Brussels", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		{"2026-03-29", "Europe/Brussels", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		{"2024-02-29", "UTC", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"},
		{"2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"},
		{"2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z"},
		{"2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z"},
		{"2023-04-28", "Africa/Cairo", "2023-04-27T22:00:00Z", "2023-04-28T21:00:00Z"},
		{"2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"},
		{"2026-11-01", "America/Havana", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		{"2026-09-30T02:10:00+02:00", "UTC", "2026-09-30T00:10:00Z", "2026-09-30T00:10:00Z"},
		{"2026-09-30t02:10:00.5z", "Europe/Brussels", "2026-09-30T02:10:00.5Z", "2026-09-30T02:10:00.5Z"},
		{"1970-01-01", "UTC", "1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z"},
		{"9999-12-31", "Asia/Tokyo", "9999-12-30T15:00:00Z", "9999-12-31T15:00:00Z"},
	} {
		z := zone(t, c.zone)
		got, err := ParseMoment(c.text, z)
		first, end := got.Time.UTC().Format(time.RFC3339Nano), got.End().UTC().Format(time.RFC3339Nano)
		if err != nil || first != c.first || end != c.end || got.Time.Location() != z || got.Day != (len(c.text) == 10) {
			t.Errorf("%s in %s: %s to %s, day %t, in %s, %v; want %s to %s",
				c.text, c.zone, first, end, got.Day, got.Time.Location(), err, c.first, c.end)
		}
	}
}

func TestParseMomentMistakes(t *testing.T) {
	for text, part := range map[string]string{
		"": "expected a day", "2026-02-30": "no day 30 in February 2026", "2023-02-29": "no day 29", "2026-13-01": "no month 13", "2026-00-10": "no month 00",
		"2026-01-00": "no day 00", "30/09/2026": "perhaps 2026-09-30", "3.9.2026": "perhaps 2026-09-03", "2026-09-30T02:10:00": "offset from UTC is missing",
		"2026-09-30 02:10": "offset from UTC is missing", "2026-09-30 02:10:00Z": "a T, not a space", "2026-9-3": "expected a day", "20260930": "expected a day",
		"1969-12-31": "before 1970", "0001-01-01T00:00:00Z": "before 1970", "2026-09-30T24:00:00Z": "expected a day", "2026-09-30T02:10:00+25:00": "expected a day",
		"2026-09-30T2:10:00Z": "expected a day", "2026-09-30T02:10:00,5Z": "expected a day", "２026-09-30": "expected a day",
	} {
		got, err := ParseMoment(text, time.UTC)
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v, %v; want an error that says %q", text, got, err, part)
		}
	}
}

// TestOnOrBefore holds moments against an as-of just before, at and just after them.
func TestOnOrBefore(t *testing.T) {
	at := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		moment Moment
		asOf   time.Time
		want   bool
	}{
		{"a day is not known at its first instant", Moment{Time: at, Day: true}, at, false},
		{"a day is known just after", Moment{Time: at, Day: true}, at.Add(1), true},
		{"an instant is known at itself", Moment{Time: at}, at, true},
		{"an instant is not known just before", Moment{Time: at}, at.Add(-1), false},
	} {
		if got := c.moment.OnOrBefore(c.asOf); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"active", "standby", "id", "name", "depends_on", "stores_data_in", "data_loss", "rto", "rpo"}
	for word, want := range map[string]string{
		"acitve": "active", "activ": "active", "aktiv": "active", "Active": "active", "stand-by": "standby", "standbye": "standby", "dependson": "depends_on",
		"depends-on": "depends_on", "dependency": "", "ids": "id", "x": "", "": "", "rt": "rto", "name": "", "namee": "name", "store_data_in": "stores_data_in",
		"dataloss": "data_loss", "anme": "name", "colour": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
