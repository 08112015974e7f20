package rules

import (
	"time"

	"coupefeu/inventory/evidence"
	"coupefeu/rules/recovery"
)

// A count, for one failed night is weather and ten are climate. Backups without evidence add nothing, as long as one
// has some.
var backupFailedRuns = Metric{
	Name: "backup.failed_runs", Unit: Count, OfData: true, BasisKind: RestsOnPoints,
	Summary:     "How many backup runs failed or were partial in the period.",
	Definition:  "Failed or partial runs from the period's start to as-of, both included, summed over the backups with evidence.",
	NoneWhen:    "no backup",
	UnknownWhen: "no evidence on any backup",
	measure:     failedRuns,
}

// A failed dump often lists like a good one, only smaller. The median keeps one odd night from being the yardstick.
var backupSizeDrop = Metric{
	Name: "backup.size_drop", Unit: Ratio, OfData: true, BasisKind: RestsOnPoints, worst: greatest,
	Summary: "How much smaller the newest recovery point is than those before it.",
	Definition: "Per data set, the greatest over its evidence-linked backups of: of the recovery points that have a size, 1 minus " +
		"the newest's bytes divided by the median of up to 10 before it, at least 0; 0 if that median is 0; the greatest counts.",
	NoneWhen:    "no backup",
	UnknownWhen: "no backup of a data set has 3 recovery points with a size",
	perSet:      sizeDrop,
}

// failedRuns sums over all backups, and names those that failed and the last time it happened.
func failedRuns(s *subject) answer {
	backups := s.service.Backups
	if len(backups) == 0 {
		s.here()
		return answer{figure: Figure{Known: None}, basis: Declared, why: notThere}
	}
	count, linked, last := 0, false, time.Time{}
	names := s.store.scratch[:0]
	for i := range backups {
		if !s.view.Observed.Of(s.index, i).Linked {
			continue
		}
		linked = true
		failed := s.view.FailedRuns(s.index, i)
		count += len(failed)
		s.failures(i, failed)
		if len(failed) > 0 {
			names = append(names, backups[i].ID)
			last = latest(last, failed[len(failed)-1].Time)
		}
	}
	s.store.scratch = names
	if !linked {
		return s.unseen()
	}
	if count == 0 {
		return number(0, Observed, nil)
	}
	return number(float64(count), Observed, s.store.keep(Facts{Names: s.store.list(names), On: last}))
}

// latest is the later of two moments; the zero moment is before all.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// failures adds a backup's failed runs to what the figure rests on, or its evidence as a whole where none failed.
func (s *subject) failures(backup int, failed []evidence.Run) {
	if len(failed) == 0 {
		s.source(backup)
	}
	for i := range failed {
		s.run(backup, &failed[i])
	}
}

// unseen is the answer of a service whose backups no evidence shows.
func (s *subject) unseen() answer {
	for i := range s.service.Backups {
		s.at(0, s.service.Backups[i].Place)
	}
	p := unknown(nil)
	return answer{figure: p.figure, basis: p.basis}
}

// sizeDrop lets the worst backup speak for its data set: a stream that has shrunk must not hide behind one that has
// not.
func sizeDrop(s *subject, set *dataSet) part {
	var most recovery.Drop
	chosen := -1
	for _, i := range set.Backups {
		drop, ok := s.view.SizeDrop(s.index, i)
		if ok && (chosen < 0 || drop.Ratio > most.Ratio) {
			most, chosen = drop, i
		}
	}
	if chosen < 0 {
		s.backupLines(set)
		return s.missing(set)
	}
	s.run(chosen, most.Newest)
	for _, run := range most.Others {
		s.run(chosen, run)
	}
	facts := Facts{Data: s.name(set), Backup: s.backup(chosen).ID, On: most.Newest.Time}
	return exactly(most.Ratio, Observed, s.store.keep(facts))
}
