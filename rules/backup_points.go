package rules

import (
	"time"

	"coupefeu/inventory/evidence"
	"coupefeu/rules/recovery"
)

// How much would be lost if the data were lost now. The newest entry of a listing may be a failed run, which is none.
var backupAge = Metric{
	Name: "backup.age", Unit: Seconds, OfData: true, BasisKind: RestsOnPoints, worst: greatest,
	Summary:     "How long ago the newest recovery point was made.",
	Definition:  "Per data set, as-of minus its newest recovery point; the greatest counts.",
	NoneWhen:    "no backup, or evidence is linked on all backups of a data set and shows no recovery point in any",
	UnknownWhen: "no backup of a data set has a recovery point, and one or more has no evidence",
	perSet:      pointAge,
}

// How much could have been lost at the worst moment of the period. Only evidence can tell: `every` is what should
// happen.
var backupGap = Metric{
	Name: "backup.gap", Unit: Seconds, OfData: true, BasisKind: RestsOnPoints, worst: greatest,
	Summary: "The longest time without a new recovery point, as evidence shows it.",
	Definition: "Per data set, of its evidence-linked backups with a recovery point the one with the smallest gap: the longest " +
		"stretch without a recovery point from the latest of the period's start, as-of minus `thinned_after`, as-of minus " +
		"`retention` and `since`, up to as-of; the greatest counts.",
	NoneWhen:    "no backup, or evidence is linked on all backups of a data set and shows no recovery point in any",
	UnknownWhen: "no evidence shows a recovery point, and one or more backups have no evidence",
	perSet:      pointGap,
}

// pointAge looks for the youngest recovery point among a data set's backups, shown or declared.
func pointAge(s *subject, set *dataSet) part {
	var newest recovery.Point
	chosen := -1
	for _, i := range set.Backups {
		p, ok := s.view.Newest(s.index, i)
		if ok && (chosen < 0 || newer(p, newest)) {
			newest, chosen = p, i
		}
	}
	if chosen < 0 {
		return s.pointless(set)
	}
	b := s.backup(chosen)
	basis := Declared
	if newest.Observed {
		basis = Observed
		s.point(chosen, newest.ID, newest.At)
	} else {
		s.at(b.LastSuccess.Line, b.Place)
	}
	age := recovery.Seconds(newest.At, s.view.AsOf)
	return exactly(age, basis, s.store.keep(Facts{Data: s.name(set), Backup: b.ID, On: newest.At}))
}

// newer tells whether a recovery point counts rather than another: the younger, of one moment the one that is shown.
func newer(a, b recovery.Point) bool {
	if a.At.Equal(b.At) {
		return a.Observed && !b.Observed
	}
	return a.At.After(b.At)
}

// pointless is the part of a data set without a known recovery point: none if evidence would show it, else unknown.
func (s *subject) pointless(set *dataSet) part {
	s.backupLines(set)
	facts := s.setFacts(set)
	for _, i := range set.Backups {
		if !s.view.Observed.Of(s.index, i).Linked {
			return unknown(facts)
		}
	}
	return nothing(facts)
}

// pointGap lets the best backup speak for its data set: two streams to two places need not both be without a hole.
func pointGap(s *subject, set *dataSet) part {
	var smallest recovery.Gap
	chosen := -1
	for _, i := range set.Backups {
		gap, ok := s.view.Gap(s.index, i)
		if ok && (chosen < 0 || gap.Seconds() < smallest.Seconds()) {
			smallest, chosen = gap, i
		}
	}
	if chosen < 0 {
		return s.pointless(set)
	}
	s.gapPoints(chosen, &smallest)
	facts := Facts{Data: s.name(set), Backup: s.backup(chosen).ID, From: smallest.From, To: smallest.To}
	return exactly(smallest.Seconds(), Observed, s.store.keep(facts))
}

// gapPoints adds the recovery points at either end of a gap; where neither end is one, the link to the evidence.
func (s *subject) gapPoints(backup int, gap *recovery.Gap) {
	if gap.FromRun == nil && gap.ToRun == nil {
		s.source(backup)
	}
	for _, run := range []*evidence.Run{gap.FromRun, gap.ToRun} {
		if run != nil {
			s.run(backup, run)
		}
	}
}

// run adds a run of a backup's evidence to what the figure rests on.
func (s *subject) run(backup int, run *evidence.Run) {
	s.point(backup, run.ID, run.Time)
}

func (s *subject) point(backup int, id string, at time.Time) {
	link := &s.backup(backup).Evidence.Value
	s.trail = append(s.trail, Provenance{Source: link.Source.ID, Point: id, Time: at})
}

// source adds the line that links a backup to its evidence.
func (s *subject) source(backup int) {
	b := s.backup(backup)
	s.at(b.Evidence.Line, b.Place)
}
