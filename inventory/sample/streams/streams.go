// Package streams makes up what backup tools would have printed: from a table of backup streams (what runs when, how
// big, how long kept, what went wrong) it computes every run up to a moment and prints those that are left in the
// tools' own formats. The sample's evidence is made with it, and so is that of generated inventories.
//
// Nothing here is random: each figure is a hash of the stream's name and the run's number, in whole numbers only, so
// that the same table gives the same bytes on every machine.
package streams

import (
	"hash/fnv"
	"time"
)

// Stream is one backup as a tool runs it.
type Stream struct {
	Source  string // evidence source that shows it
	Service string
	Backup  string
	Host    string // restic: the machine; empty elsewhere
	Path    string // restic: what is backed up; a dump piped into restic ends in .sql

	First     time.Time     // the day of the first run, at its first instant, in the zone of the machine
	At        time.Duration // of day (of week, from Monday, where Every is a week) of the first run
	Every     time.Duration // 1 h to 24 h by the clock on the wall, or a week
	Keep      Keep
	Bytes     int64 // size of the first run
	Growth    int64 // per mille of that, a month of 30 days
	Incidents []Incident
}

// run is one attempt of a stream.
type run struct {
	Number  int // from 0, counted from the stream's first day
	Time    time.Time
	Failed  bool
	Bytes   int64
	Seconds int64 // how long it took
}

// draw gives a figure from 0 to below n that depends on the stream, the run and what it is for, and on nothing else.
func (s *Stream) draw(number int, purpose string, n int64) int64 {
	h := fnv.New64a()
	for _, part := range []string{s.Source, s.Service, s.Backup, purpose} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return int64(Mix(h.Sum64()+uint64(number)) % uint64(n))
}

// Mix is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014): neighbouring numbers come out unrelated.
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
