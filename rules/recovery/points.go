package recovery

import (
	"time"

	"coupefeu/inventory/evidence"
)

// Point is one recovery point of a backup: a moment one can go back to.
type Point struct {
	At       time.Time
	ID       string // of the run, where evidence shows it
	Observed bool   // from evidence; else the declared last_success
}

// Newest returns the newest recovery point of a backup, up to as-of: of the observed successful runs where evidence
// is linked, else the declared last_success alone. It is false where there is none.
func (v *View) Newest(service, backup int) (Point, bool) {
	stream := v.Observed.Of(service, backup)
	if stream.Linked {
		run := newestRun(stream)
		if run == nil {
			return Point{}, false
		}
		return Point{At: run.Time, ID: run.ID, Observed: true}, true
	}
	declared := &v.Inventory.Services[service].Backups[backup].LastSuccess
	return Point{At: declared.Value.Time}, declared.Given
}

// newestRun is the last good run of a stream, nil where there is none.
func newestRun(stream *evidence.Stream) *evidence.Run {
	for i := len(stream.Runs) - 1; i >= 0; i-- {
		if stream.Runs[i].OK {
			return &stream.Runs[i]
		}
	}
	return nil
}

// FailedRuns returns the runs of a backup within the period, both ends included, that are no recovery point.
func (v *View) FailedRuns(service, backup int) []evidence.Run {
	var out []evidence.Run
	for _, run := range v.Observed.Of(service, backup).Runs {
		if !run.OK && !run.Time.Before(v.Start) && !run.Time.After(v.AsOf) {
			out = append(out, run)
		}
	}
	return out
}
