package report

import (
	"fmt"
	"regexp"
	"time"
)

var periodPattern = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)

// PeriodOf returns the quarter that holds asOf in zone: start < as-of ≤ end, so that the last instant of
// 30 September is in the third quarter.
func PeriodOf(asOf time.Time, zone *time.Location) Period {
	local := asOf.In(zone)
	quarter := (int(local.Month()) - 1) / 3
	period := quarterOf(local.Year(), quarter, zone)
	if !period.Start.Before(asOf) {
		return quarterOf(local.Year(), quarter-1, zone)
	}
	return period
}

// ParsePeriod reads a quarter such as 2026-Q3. The error says what is expected.
func ParsePeriod(text string, zone *time.Location) (Period, error) {
	match := periodPattern.FindStringSubmatch(text)
	if match == nil {
		return Period{}, fmt.Errorf("%q is no quarter; write it like 2026-Q3", text)
	}
	year, quarter := 0, 0
	if _, err := fmt.Sscanf(match[1]+" "+match[2], "%d %d", &year, &quarter); err != nil {
		return Period{}, fmt.Errorf("reading quarter %q: %w", text, err)
	}
	return quarterOf(year, quarter-1, zone), nil
}

// quarterOf counts quarters from 0; −1 is the last of the year before.
func quarterOf(year, quarter int, zone *time.Location) Period {
	start := time.Date(year, time.Month(quarter*3+1), 1, 0, 0, 0, 0, zone)
	end := time.Date(year, time.Month(quarter*3+4), 1, 0, 0, 0, 0, zone)
	return Period{ID: fmt.Sprintf("%04d-Q%d", start.Year(), (int(start.Month())+2)/3), Start: start, End: end}
}

// Holds tells whether the period holds as-of.
func (p Period) Holds(asOf time.Time) bool { return p.Start.Before(asOf) && !asOf.After(p.End) }
