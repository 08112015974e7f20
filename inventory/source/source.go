// Package source reads YAML and JSON with positions, strictly: it turns files into trees of Node that know where
// each value stands, decodes them into structs whose tags are the one list of keys, and collects every mistake as a
// Diagnostic. It knows nothing of inventories; rule packs and templates are read through it too.
package source

import "time"

// Place is where something stands in an input file. The zero Place is nowhere.
type Place struct {
	File   string // as the record names it: relative, with slashes
	Line   int32  // from 1
	Column int32  // from 1, in characters
}

// File is one input as it was read.
type File struct {
	Name   string // relative path with slashes: what assessment.json and provenance name
	Shown  string // the path as the user gave it, for messages
	Data   []byte // nil once decoded, where it is no longer needed
	Bytes  int64
	SHA256 string // lower-case hexadecimal
}

// Optional is a value that the author may leave out. Absent is not zero: look at Given before Value.
type Optional[T any] struct {
	Value T
	Given bool
	Line  int32 // of its key, in the file of the object that holds it; 0 where not given
}

// Duration is a length of time in whole seconds. Written as whole numbers with w, d, h, m, s, largest first.
type Duration int64

// Moment is an RFC 3339 instant or a whole day.
type Moment struct {
	Time time.Time // of a day: its first instant in the organisation's time zone
	Day  bool
}

// End is the last instant of the moment: of a day the next day's first instant.
func (m Moment) End() time.Time {
	if m.Day {
		year, month, day := m.Time.Date()
		return firstInstant(time.Date(year, month, day+1, 0, 0, 0, 0, time.UTC), m.Time.Location())
	}
	return m.Time
}

// OnOrBefore tells whether the moment exists for an assessment as of t. A day does only if its first instant is
// before t: as of the last instant of 30 September, nothing of 1 October is known.
func (m Moment) OnOrBefore(t time.Time) bool {
	if m.Day {
		return m.Time.Before(t)
	}
	return !m.Time.After(t)
}
