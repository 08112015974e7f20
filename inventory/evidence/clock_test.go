package evidence

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	for _, c := range []struct{ zone, text, want string }{
		{"Europe/Brussels", "2026-09-30T02:10:00+02:00", "2026-09-30T00:10:00Z"},
		{"Europe/Brussels", "2026-09-30t02:10:00z", "2026-09-30T02:10:00Z"},
		{"Europe/Brussels", "2026-09-30 02:10:00-05:30", "2026-09-30T07:40:00Z"},
		{"Europe/Brussels", "2026-09-30T02:10:00.123456789+02:00", "2026-09-30T00:10:00.123456789Z"},
		{"Europe/Brussels", "2026-09-30 02:10", "2026-09-30T00:10:00Z"},
		{"Europe/Brussels", "2026-01-30T02:10", "2026-01-30T01:10:00Z"},
		{"Europe/Brussels", "2026-09-30T02:10:05", "2026-09-30T00:10:05Z"},
		{"Europe/Brussels", "2026-01-30 02:10:05.5", "2026-01-30T01:10:05.5Z"},
		{"Europe/Brussels", "2024-02-29 00:00", "2024-02-28T23:00:00Z"},

		// The clock goes from 02:00 to 03:00 on 29 March, and from 03:00 to 02:00 on 25 October.
		{"Europe/Brussels", "2026-03-29 01:59:59", "2026-03-29T00:59:59Z"},
		{"Europe/Brussels", "2026-03-29 02:00:00", "2026-03-29T01:00:00Z"},
		{"Europe/Brussels", "2026-03-29 02:30", "2026-03-29T01:30:00Z"},
		{"Europe/Brussels", "2026-03-29 02:59:59.9", "2026-03-29T01:59:59.9Z"},
		{"Europe/Brussels", "2026-03-29 03:00", "2026-03-29T01:00:00Z"},
		{"Europe/Brussels", "2026-10-25 01:59:59", "2026-10-24T23:59:59Z"},
		{"Europe/Brussels", "2026-10-25 02:00", "2026-10-25T00:00:00Z"},
		{"Europe/Brussels", "2026-10-25 02:30", "2026-10-25T00:30:00Z"},
		{"Europe/Brussels", "2026-10-25 02:59:59.9", "2026-10-25T00:59:59.9Z"},
		{"Europe/Brussels", "2026-10-25 03:00", "2026-10-25T02:00:00Z"},

		// West of UTC; half an hour; a whole day skipped; no winter time; years before and after the tables.
		{"America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00Z"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z"},
		{"America/New_York", "2026-11-01 02:00", "2026-11-01T07:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z"},
		{"Pacific/Apia", "2011-12-30 12:00", "2011-12-30T22:00:00Z"},
		{"Pacific/Apia", "2011-12-31 00:00", "2011-12-30T10:00:00Z"},
		{"Atlantic/Azores", "2026-10-25 00:30", "2026-10-25T00:30:00Z"},
		{"Asia/Kolkata", "2026-10-25 02:30", "2026-10-24T21:00:00Z"},
		{"UTC", "2026-10-25 02:30", "2026-10-25T02:30:00Z"},
		{"Europe/Brussels", "2100-07-01 12:00", "2100-07-01T10:00:00Z"},
		{"Europe/Brussels", "1971-01-01 00:00", "1970-12-31T23:00:00Z"},
		{"Europe/Brussels", "0001-01-01 00:00", "0000-12-31T23:42:30Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := (&clock{zone: zone}).parse(c.text)
		if err != nil || got.Format(time.RFC3339Nano) != c.want {
			t.Errorf("%s in %s: got %s, %v, want %s", c.text, c.zone, got.Format(time.RFC3339Nano), err, c.want)
		}
	}
}

func TestClockRefuses(t *testing.T) {
	for _, text := range []string{
		"", "2026-09-30", "2026-09-30T", "30/09/2026 02:10", "09:10", "1795390200", "2026-9-30 02:10:00",
		"2026-02-29 02:10", "2026-13-01 02:10", "2026-00-01 02:10", "2026-09-31 02:10", "2026-09-30 24:00", "2026-09-30 02:60",
		"2026-09-30 02:10:60", "2026-09-30 2:10:00", "2026-09-30T02:10Z", "2026-09-30T02:10+02:00", "2026-09-30T02:10:00+0200",
		"2026-09-30T02:10:00+02", "2026-09-30T02:10:00+24:00", "2026-09-30T02:10:00+02:60", "2026-09-30T02:10:00 +02:00",
		"2026-09-30T02:10:00,5Z", "2026-09-30T02:10:00.Z", "2026-09-30_02:10", "2026-09-30T02:10:00 CET", "٢٠٢٦-09-30 02:10",
		"+2026-09-30 02:10", "2026-09-30 02.10", "2026-09-30T02:10:00Z ", "2026-09-30T02:10:00.1234567890123456789+02:00",
	} {
		if got, err := (&clock{zone: time.UTC}).parse(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// What one clock remembers of the last time must not change the next: in any order, every hour of two years is read
// as a fresh clock reads it.
func TestClockRemembers(t *testing.T) {
	for _, name := range []string{"Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		used := clock{zone: zone}
		start := time.Date(2025, 1, 1, 0, 30, 0, 0, time.UTC)
		for i := range 2 * 365 * 24 {
			wall := start.Add(time.Duration(i*7919%(2*365*24)) * time.Hour)
			fresh := clock{zone: zone}
			if got, want := used.instant(wall), fresh.instant(wall); !got.Equal(want) {
				t.Fatalf("%s: %v is %v after others and %v alone", name, wall, got, want)
			}
		}
	}
}

// A time that clocks showed is read as one at which they showed it, the first if there are two.
func TestClockAgreesWithZones(t *testing.T) {
	for _, name := range []string{"Europe/Brussels", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := clock{zone: zone}
		shown := map[string]time.Time{}
		for at := time.Date(2011, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2013; at = at.Add(15 * time.Minute) {
			wall := at.In(zone).Format("2006-01-02 15:04:05")
			if _, twice := shown[wall]; !twice {
				shown[wall] = at
			}
			if got, err := c.parse(wall); err != nil || !got.Equal(shown[wall]) {
				t.Fatalf("%s in %s: got %v, %v, want %v", wall, name, got, err, shown[wall])
			}
		}
	}
}
