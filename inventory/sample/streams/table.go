package streams

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

//go:embed streams.csv
var sampleTable string

// columns of streams.csv, in order; megabytes and growth (per mille a month) are whole numbers.
var columns = []string{"source", "service", "backup", "host", "path", "at", "every", "keep", "megabytes", "growth", "incidents"}

// Sample is the table of the sample's streams, whose machines keep the given zone and have run since September 2025.
func Sample(zone *time.Location) ([]Stream, error) { return Read(strings.NewReader(sampleTable), zone) }

// Read reads a table in the form of streams.csv. Its machines keep the given zone and have run since September 2025.
func Read(text io.Reader, zone *time.Location) ([]Stream, error) {
	r := csv.NewReader(text)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read streams: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != strings.Join(columns, ",") {
		return nil, fmt.Errorf("read streams: want the columns %s", strings.Join(columns, ","))
	}
	var table []Stream
	for _, row := range rows[1:] {
		s, err := parseStream(row, zone)
		if err != nil {
			return nil, fmt.Errorf("stream %s of %s: %w", row[2], row[1], err)
		}
		table = append(table, s)
	}
	return table, nil
}

func parseStream(row []string, zone *time.Location) (Stream, error) {
	s := Stream{Source: row[0], Service: row[1], Backup: row[2], Host: row[3], Path: row[4], First: time.Date(2025, 9, 1, 0, 0, 0, 0, zone)}
	var err error
	if s.At, err = parseAt(row[5]); err != nil {
		return s, err
	}
	if s.Every, err = parseEvery(row[6]); err != nil {
		return s, err
	}
	if s.Keep, err = parseKeep(row[7]); err != nil {
		return s, err
	}
	megabytes, err := strconv.ParseInt(row[8], 10, 64)
	if err != nil {
		return s, fmt.Errorf("megabytes: %w", err)
	}
	s.Bytes = megabytes * 1_000_000
	if s.Growth, err = strconv.ParseInt(row[9], 10, 64); err != nil {
		return s, fmt.Errorf("growth: %w", err)
	}
	s.Incidents, err = parseIncidents(row[10], zone)
	return s, err
}

// parseAt reads "02:10", or "Sun 02:10" as the time since Monday.
func parseAt(text string) (time.Duration, error) {
	var offset time.Duration
	if name, clock, found := strings.Cut(text, " "); found {
		weekday := strings.Index("MonTueWedThuFriSatSun", name)
		if weekday%3 != 0 || len(name) != 3 {
			return 0, fmt.Errorf("at %q: no such day", text)
		}
		offset, text = time.Duration(weekday/3)*day, clock
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("at: %w", err)
	}
	return offset + clock(t), nil
}

// parseEvery reads "7d" or a number of hours, "24h".
func parseEvery(text string) (time.Duration, error) {
	if text == "7d" {
		return week, nil
	}
	every, err := time.ParseDuration(text)
	if err != nil || every <= 0 || every > day {
		return 0, fmt.Errorf("every %q: want 1h to 24h, or 7d", text)
	}
	return every, nil
}

// form is a format in which evidence is printed.
type form struct {
	prefix    string // of the sources that print it
	extension string
	print     func(w io.Writer, table []Stream, asOf time.Time) error
}

// forms has one line a format; the last is for all other sources.
var forms = []form{
	{"restic-", ".json", printRestic},
	{"bandes-", ".csv", printTapes},
	{"travaux-", ".csv", printScripts},
	{"", ".csv", printJobs},
}

// Files prints every source of a table as its tool would have at asOf, and hands each to write by name, in the
// order in which the table first names them.
func Files(table []Stream, asOf time.Time, write func(name string, data []byte) error) error {
	var order []string
	bySource := map[string][]Stream{}
	for _, s := range table {
		if bySource[s.Source] == nil {
			order = append(order, s.Source)
		}
		bySource[s.Source] = append(bySource[s.Source], s)
	}
	for _, source := range order {
		f := formOf(source)
		var b bytes.Buffer
		if err := f.print(&b, bySource[source], asOf); err != nil {
			return fmt.Errorf("print %s: %w", source, err)
		}
		if err := write(source+f.extension, b.Bytes()); err != nil {
			return fmt.Errorf("write %s: %w", source, err)
		}
	}
	return nil
}

func formOf(source string) form {
	for _, f := range forms {
		if strings.HasPrefix(source, f.prefix) {
			return f
		}
	}
	return form{}
}
