// Package evidence reads what backup tools printed. One reader a tool, one table; each turns its file into runs, and
// each backup of the inventory picks its own by its selectors. What it shows is observed, never typed.
package evidence

import (
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// Run is one entry of a tool's output that a backup picked: a recovery point if OK, else a failed or partial run.
type Run struct {
	Time     time.Time // the moment the recovered data are from
	OK       bool
	Bytes    int64         // -1 where the tool does not say
	Duration time.Duration // 0 where the tool does not say
	ID       string
}

// Stream is what evidence shows of one backup up to as-of: its runs by time, those of one moment in file order.
type Stream struct {
	Linked bool  // the backup names an evidence source that can be used
	Runs   []Run // every run, good or not
}

// Points counts the recovery points, which are the runs that are OK, and returns the oldest; nil where there is none.
func (s *Stream) Points() (count int, oldest *Run) {
	for i := range s.Runs {
		if !s.Runs[i].OK {
			continue
		}
		if count++; oldest == nil {
			oldest = &s.Runs[i]
		}
	}
	return count, oldest
}

// Source is what became of one evidence entry.
type Source struct {
	Entry      *inventory.Evidence
	Name       string // of the file, as the record names it
	SHA256     string // empty where the file could not be read
	Bytes      int64
	Stderr     source.File // what the tool wrote to standard error; zero where no such file is named or read
	Runs       int         // entries read, before any selection
	Failed     int         // of them, not a recovery point
	PassedOver int         // of 1970, or later than collected
	Usable     bool
	Problem    string // why it is not usable
}

// Observed is everything that evidence shows as of one moment.
type Observed struct {
	Sources []Source   // in the order of the inventory's evidence entries
	Streams [][]Stream // by service, by backup, as in the inventory it was made for
	Notices []inventory.Notice
}

// Of returns the stream of a backup. It is never nil.
func (o *Observed) Of(service, backup int) *Stream { return &o.Streams[service][backup] }

// Files returns every file that was read, for the record of inputs: sources in order, each before its stderr. A file
// that two entries name is there twice.
func (o *Observed) Files() []source.File {
	var out []source.File
	for _, s := range o.Sources {
		if s.SHA256 != "" {
			out = append(out, source.File{Name: s.Name, Bytes: s.Bytes, SHA256: s.SHA256})
		}
		if s.Stderr.SHA256 != "" {
			out = append(out, s.Stderr)
		}
	}
	return out
}
