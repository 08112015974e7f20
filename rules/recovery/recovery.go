// Package recovery says what a service could be recovered from as of one moment: the recovery points of its backups,
// the longest time without one, how sizes moved, and the restore test that decides. The metrics of package rules, the
// scenarios and the tables of the reports all ask here, so that a gap is the same gap everywhere.
package recovery

import (
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
)

// View is an inventory and what evidence shows of it, as of one moment.
type View struct {
	Inventory *inventory.Inventory // as of AsOf already (inventory.At)
	Observed  *evidence.Observed
	AsOf      time.Time
	Start     time.Time // first instant of the period
}

// Seconds is the time from one moment to another in seconds, fractions kept. It holds for dates further apart than
// time.Duration can span, 292 years.
func Seconds(from, to time.Time) float64 {
	return float64(to.Unix()-from.Unix()) + float64(to.Nanosecond()-from.Nanosecond())/1e9
}

// before is a length of time before a moment. Durations are never longer than time.Duration can span.
func before(t time.Time, d source.Duration) time.Time { return t.Add(-time.Duration(d) * time.Second) }
