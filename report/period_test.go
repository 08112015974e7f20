package report

import (
	"testing"
	"time"
)

func TestPeriodOfTakesTheLastInstantIntoTheQuarterThatEnds(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ asOf, want string }{
		{"2026-10-01T00:00:00+02:00", "2026-Q3"},
		{"2026-10-01T00:00:00.000000001+02:00", "2026-Q4"},
		{"2026-07-01T00:00:01+02:00", "2026-Q3"},
		{"2026-07-01T00:00:00+02:00", "2026-Q2"},
		{"2027-01-01T00:00:00+01:00", "2026-Q4"},
		{"2026-12-31T23:30:00Z", "2027-Q1"}, // already January in Brussels
	} {
		asOf, err := time.Parse(time.RFC3339Nano, c.asOf)
		if err != nil {
			t.Fatal(err)
		}
		got := PeriodOf(asOf, brussels)
		if got.ID != c.want || !got.Holds(asOf) {
			t.Errorf("PeriodOf(%s) = %s from %s to %s, want %s", c.asOf, got.ID, got.Start, got.End, c.want)
		}
		again, err := ParsePeriod(got.ID, brussels)
		if err != nil || !again.Start.Equal(got.Start) || !again.End.Equal(got.End) {
			t.Errorf("ParsePeriod(%s) = %v, %v; want %v", got.ID, again, err, got)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, text := range []string{"", "2026-Q5", "2026-Q0", "26-Q1", "2026Q1", "2026-q1", "2026-Q1 "} {
		if p, err := ParsePeriod(text, time.UTC); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", text, p)
		}
	}
}
