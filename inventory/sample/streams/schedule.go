package streams

import (
	"slices"
	"time"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// runs are the runs of a stream up to a moment that the tool still lists, oldest first.
func (s *Stream) runs(until time.Time) []run {
	var runs []run
	for d := 0; ; d++ {
		date := s.First.AddDate(0, 0, d)
		if date.After(until) {
			break
		}
		runs = s.runsOf(date, runs)
	}
	runs = s.withIncidents(runs)
	slices.SortStableFunc(runs, func(a, b run) int { return a.Time.Compare(b.Time) })
	for len(runs) > 0 && runs[len(runs)-1].Time.After(until) {
		runs = runs[:len(runs)-1]
	}
	for i := range runs {
		runs[i].Number = i
	}
	runs = s.Keep.left(runs)
	for i := range runs {
		s.fill(&runs[i])
	}
	return runs
}

// runsOf adds the runs that the schedule asks for on one day.
func (s *Stream) runsOf(date time.Time, runs []run) []run {
	if s.Every == week {
		monday := time.Duration(int(date.Weekday()+6)%7) * day
		if at := s.At - monday; at >= 0 && at < day {
			runs = append(runs, run{Time: s.start(date, at)})
		}
		return runs
	}
	for at := s.At; at < day; at += s.Every {
		t := s.start(date, at)
		// An hour that the clock skips is made up for by a daily job; of the more frequent ones the next is due anyway.
		if s.Every < day && clock(t) != at.Truncate(time.Minute) {
			continue
		}
		runs = append(runs, run{Time: t})
	}
	return runs
}

// start is when a run that is due really begins: its place in the queue is nearly the same every day.
func (s *Stream) start(date time.Time, at time.Duration) time.Time {
	queue := time.Duration(s.draw(0, "queue", 40)+1) * time.Second
	t := wall(date, at).Add(queue)
	fraction := s.draw(int(t.Unix()/60), "fraction", 1e9)
	return t.Add(time.Duration(fraction))
}

// wall is the moment at which the clock on the wall shows at on a date. Of an hour that happens twice it is the
// first; one that is skipped keeps the offset from before the skip, so 02:30 becomes 03:30.
func wall(date time.Time, at time.Duration) time.Time {
	y, m, d := date.Date()
	_, offset := time.Date(y, m, d, 0, 0, 0, 0, date.Location()).Zone()
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Add(at - time.Duration(offset)*time.Second).In(date.Location())
	if clock(t) == at {
		return t
	}
	_, later := t.Zone()
	if u := t.Add(time.Duration(offset-later) * time.Second); clock(u) == at {
		return u
	}
	return t
}

// clock is what the clock on the wall shows, to the minute.
func clock(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// fill gives a run a size, and a duration that follows from it.
func (s *Stream) fill(r *run) {
	days := int64(r.Time.Sub(s.First) / day)
	size := s.Bytes + s.Bytes/1000*s.Growth*days/30
	// Up or down by a thousandth, as data come and go.
	size += size/1_000_000*(s.draw(r.Number, "size", 2001)-1000) + s.draw(r.Number, "odd", 997)
	for _, i := range s.Incidents {
		if i.Kind == Shrink && !r.Time.Before(i.From) {
			size = size / 1000 * i.PerMille
		}
	}
	r.Bytes = size
	// Some 60 MB a second, and what starting up takes.
	r.Seconds = size/60_000_000 + 4 + s.draw(r.Number, "seconds", 20)
	if r.Failed {
		r.Bytes, r.Seconds = 0, 2+s.draw(r.Number, "seconds", 5)
	}
}
