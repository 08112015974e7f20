package recovery

import (
	"time"

	"coupefeu/inventory/evidence"
)

// Gap is the longest stretch without a new recovery point of one backup. An end that is a recovery point names its
// run; the others are the ends of the window that was looked at.
type Gap struct {
	Opens          time.Time // when the window opens, from which recovery points are asked for
	From, To       time.Time
	FromRun, ToRun *evidence.Run
}

// Seconds is the gap's length.
func (g *Gap) Seconds() float64 { return Seconds(g.From, g.To) }

// Gap returns the longest time that a backup went without a new recovery point in its window, of equal ones the first.
// It is false where no evidence shows a recovery point.
func (v *View) Gap(service, backup int) (Gap, bool) {
	stream := v.Observed.Of(service, backup)
	if newestRun(stream) == nil {
		return Gap{}, false
	}
	opens := v.windowStart(service, backup)
	longest := Gap{Opens: opens, From: opens, To: opens}
	last := Gap{Opens: opens, From: opens}
	for i := range stream.Runs {
		run := &stream.Runs[i]
		if !run.OK || run.Time.Before(opens) {
			continue
		}
		last.To, last.ToRun = run.Time, run
		longest = longer(longest, last)
		last = Gap{Opens: opens, From: run.Time, FromRun: run}
	}
	last.To = v.AsOf
	return longer(longest, last), true
}

// longer keeps the first of two gaps of one length.
func longer(a, b Gap) Gap {
	if b.Seconds() > a.Seconds() {
		return b
	}
	return a
}

// windowStart is the moment from which a backup's recovery points can be expected in a listing: what was pruned or
// thinned out cannot be listed, and what was before the period or before the backup itself is not asked.
func (v *View) windowStart(service, backup int) time.Time {
	b := &v.Inventory.Services[service].Backups[backup]
	opens := v.Start
	if b.ThinnedAfter.Given {
		opens = later(opens, before(v.AsOf, b.ThinnedAfter.Value))
	}
	if b.Retention.Given {
		opens = later(opens, before(v.AsOf, b.Retention.Value))
	}
	if b.Since.Given {
		opens = later(opens, b.Since.Value.Time)
	}
	if opens.After(v.AsOf) {
		return v.AsOf
	}
	return opens
}

// later is the later of two moments.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
