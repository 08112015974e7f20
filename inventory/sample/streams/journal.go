package streams

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// journalDays is how far back a job log reaches: nine months, then it is put away.
const journalDays = 273

// line is a run in a job log, with the stream that it belongs to.
type line struct {
	stream *Stream
	run    run
}

// lines are the runs that the job log of these streams holds, by time.
func lines(table []Stream, asOf time.Time) []line {
	opened := asOf.AddDate(0, 0, -journalDays)
	var out []line
	for i := range table {
		for _, r := range table[i].runs(asOf) {
			if !r.Time.Before(opened) {
				out = append(out, line{&table[i], r})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b line) int { return a.run.Time.Compare(b.run.Time) })
	return out
}

// printJobs writes the log of a job scheduler: RFC 3339 times, whole seconds.
func printJobs(w io.Writer, table []Stream, asOf time.Time) error {
	var b strings.Builder
	b.WriteString("service,backup,time,status,bytes,duration\n")
	for _, l := range lines(table, asOf) {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%d,%d\n", l.stream.Service, l.stream.Backup, l.run.Time.Format(time.RFC3339), l.status(), l.run.Bytes, l.run.Seconds)
	}
	return flush(w, &b)
}

// printScripts writes what home-made scripts leave behind: no sizes.
func printScripts(w io.Writer, table []Stream, asOf time.Time) error {
	var b strings.Builder
	b.WriteString("time,service,backup,status\n")
	for _, l := range lines(table, asOf) {
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", l.run.Time.Format(time.RFC3339), l.stream.Service, l.stream.Backup, l.status())
	}
	return flush(w, &b)
}

// printTapes writes the log that a tape library exports: semicolons, times of the clock on the wall, the tape's label.
func printTapes(w io.Writer, table []Stream, asOf time.Time) error {
	var b strings.Builder
	b.WriteString("\ufefftime;service;backup;status;bytes;duration;bande\n")
	for i, l := range lines(table, asOf) {
		minutes := l.run.Seconds/60 + 3
		fmt.Fprintf(&b, "%s;%s;%s;%s;%d;%dh%dm;OUR%03dL8\n", l.run.Time.Format(time.DateTime), l.stream.Service, l.stream.Backup, l.status(), l.run.Bytes, minutes/60, minutes%60, i%48+1)
	}
	return flush(w, &b)
}

func (l *line) status() string {
	if l.run.Failed {
		return "failed"
	}
	return "ok"
}

func flush(w io.Writer, b *strings.Builder) error {
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("print job log: %w", err)
	}
	return nil
}
