package streams

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
)

func brussels(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func date(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, text, brussels(t))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWallOnSummerTimeNights(t *testing.T) {
	for _, c := range []struct{ day, at, want string }{
		{"2026-01-10", "2h30m", "2026-01-10T02:30:00+01:00"},
		{"2026-07-10", "2h30m", "2026-07-10T02:30:00+02:00"},
		{"2026-03-29", "1h59m", "2026-03-29T01:59:00+01:00"},
		{"2026-03-29", "2h30m", "2026-03-29T03:30:00+02:00"}, // skipped: the offset from before
		{"2026-03-29", "3h30m", "2026-03-29T03:30:00+02:00"},
		{"2026-03-29", "22h10m", "2026-03-29T22:10:00+02:00"},
		{"2025-10-26", "2h30m", "2025-10-26T02:30:00+02:00"}, // twice: the first
		{"2025-10-26", "3h0m", "2025-10-26T03:00:00+01:00"},
		{"2025-10-26", "22h10m", "2025-10-26T22:10:00+01:00"},
	} {
		at, err := time.ParseDuration(c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := wall(date(t, c.day), at).Format(time.RFC3339); got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.day, c.at, got, c.want)
		}
	}
}

// times are the runs of a stream to the minute, failed ones with an exclamation mark.
func times(s *Stream, until time.Time) []string {
	var out []string
	for _, r := range s.runs(until) {
		text := r.Time.Format("01-02 15:04")
		if r.Failed {
			text += "!"
		}
		out = append(out, text)
	}
	return out
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		name, at, every, keep, incidents string
		until                            string
		want                             []string
	}{
		{"daily", "02:10", "24h", "", "", "2026-03-03", []string{"03-01 02:10", "03-02 02:10"}},
		{"eight-hourly", "05:00", "8h", "", "", "2026-03-02", []string{"03-01 05:00", "03-01 13:00", "03-01 21:00"}},
		{"weekly", "Wed 04:00", "7d", "", "", "2026-03-15", []string{"03-04 04:00", "03-11 04:00"}},
		{"up to the very moment", "00:00", "24h", "", "", "2026-03-02", []string{"03-01 00:00"}},
		{"skipped", "02:10", "24h", "", "skip 2026-03-02..2026-03-03", "2026-03-05", []string{"03-01 02:10", "03-04 02:10"}},
		{"failed", "02:10", "24h", "", "fail 2026-03-02", "2026-03-04", []string{"03-01 02:10", "03-02 02:10!", "03-03 02:10"}},
		{"failed on Tuesdays", "02:10", "24h", "", "fail 2026-03-01..2026-03-31 Tue", "2026-03-04", []string{"03-01 02:10", "03-02 02:10", "03-03 02:10!"}},
		{"by hand", "02:10", "24h", "", "skip 2026-03-02; extra 2026-03-02T11:05", "2026-03-04", []string{"03-01 02:10", "03-02 11:05", "03-03 02:10"}},
		{"begun late", "02:10", "24h", "", "start 2026-03-02", "2026-03-04", []string{"03-02 02:10", "03-03 02:10"}},
		{"stopped", "02:10", "24h", "", "stop 2026-03-02", "2026-03-04", []string{"03-01 02:10"}},
		{"kept by day", "02:00", "12h", "d2", "", "2026-03-04", []string{"03-02 14:00", "03-03 14:00"}},
		{"kept by hour and day", "02:00", "12h", "h3 d3", "", "2026-03-04", []string{"03-01 14:00", "03-02 14:00", "03-03 02:00", "03-03 14:00"}},
		{"kept by week", "02:00", "24h", "w2", "", "2026-03-11", []string{"03-08 02:00", "03-10 02:00"}},
		{"kept by month", "02:00", "24h", "m2", "", "2026-04-03", []string{"03-31 02:00", "04-02 02:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := parseStream([]string{"x", "a", "b", "", "", c.at, c.every, c.keep, "10", "0", c.incidents}, brussels(t))
			if err != nil {
				t.Fatal(err)
			}
			s.First = date(t, "2026-03-01")
			if diff := cmp.Diff(c.want, times(&s, date(t, c.until))); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHourlyRunsLoseTheSkippedHour(t *testing.T) {
	s := Stream{Source: "x", First: date(t, "2026-03-29"), Every: time.Hour, Bytes: 1}
	if got := len(s.runs(date(t, "2026-03-30"))); got != 23 {
		t.Errorf("%d runs on the night that summer time begins, want 23", got)
	}
}

func TestSizes(t *testing.T) {
	s := Stream{Source: "x", First: date(t, "2026-01-01"), Every: day, Bytes: 500_000_000_000, Growth: 10}
	s.Incidents = []Incident{{Kind: Shrink, From: date(t, "2026-06-01"), PerMille: 100}}
	runs := s.runs(date(t, "2026-07-01"))
	last := runs[len(runs)-1]
	before := runs[len(runs)-40]
	if first := runs[0].Bytes; first < 499_000_000_000 || first > 501_000_000_000 {
		t.Errorf("first run %d bytes, want within a thousandth or so of 500 GB", first)
	}
	// Five months at ten per mille.
	if before.Bytes < 520_000_000_000 || before.Bytes > 530_000_000_000 {
		t.Errorf("%d bytes at the end of May, want about 525 GB", before.Bytes)
	}
	if last.Bytes < 52_000_000_000 || last.Bytes > 53_500_000_000 {
		t.Errorf("%d bytes at the end of June, want a tenth", last.Bytes)
	}
}

// realKeys are those of a snapshot, and of its summary, in the order in which restic 0.18.0 prints them.
var realKeys = []string{
	"time", "parent", "tree", "paths", "hostname", "username", "tags", "program_version", "summary",
	"backup_start", "backup_end", "files_new", "files_changed", "files_unmodified", "dirs_new", "dirs_changed", "dirs_unmodified",
	"data_blobs", "tree_blobs", "data_added", "data_added_packed", "total_files_processed", "total_bytes_processed", "id", "short_id",
}

func TestResticPrintsItsKeysInOrder(t *testing.T) {
	s := Stream{Source: "r", Service: "a", Host: "h", Path: "/srv/a", First: date(t, "2026-03-28"), Every: day, Bytes: 1_000_000_000}
	var b bytes.Buffer
	if err := printRestic(&b, []Stream{s}, date(t, "2026-03-31")); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "}]\n") {
		t.Fatalf("want one line: %q", text)
	}
	second := text[strings.Index(text, "},{")+3:]
	second = second[:strings.Index(second, "},{")]
	from := 0
	for _, key := range realKeys {
		at := strings.Index(second[from:], fmt.Sprintf("%q:", key))
		if at < 0 {
			t.Fatalf("key %s is missing or out of order in %s", key, second)
		}
		from += at
	}
	if strings.Contains(text[:strings.Index(text, "},{")], "parent") {
		t.Error("the first snapshot has a parent")
	}
}

func TestSnapshotsAgreeWithThemselves(t *testing.T) {
	table, err := Sample(brussels(t))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	err = Files(table, date(t, "2026-10-01"), func(name string, data []byte) error {
		if !strings.HasSuffix(name, ".json") {
			return nil
		}
		var list []snapshot
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		for i := range list {
			checkSnapshot(t, &list[i])
			seen[list[i].ID] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 1000 {
		t.Errorf("%d different snapshots, want a thousand or more", len(seen))
	}
}

func checkSnapshot(t *testing.T, n *snapshot) {
	t.Helper()
	s := &n.Summary
	if files := s.FilesNew + s.FilesChanged + s.FilesUnmodified; files != s.TotalFilesProcessed || s.FilesUnmodified < 0 {
		t.Errorf("%s: %d files add up to %d", n.ShortID, files, s.TotalFilesProcessed)
	}
	if s.DirsUnmodified < 0 || s.TotalBytesProcessed <= 0 || s.DataAddedPacked > s.DataAdded || s.DataBlobs <= 0 {
		t.Errorf("%s: impossible figures %+v", n.ShortID, *s)
	}
	if !s.BackupStart.Equal(n.Time) || !s.BackupEnd.After(n.Time) {
		t.Errorf("%s: taken %s, from %s to %s", n.ShortID, n.Time, s.BackupStart, s.BackupEnd)
	}
	if len(n.ID) != 64 || len(n.Tree) != 64 || !strings.HasPrefix(n.ID, n.ShortID) || n.Parent == n.ID {
		t.Errorf("identifiers %s, %s, %s", n.ID, n.Tree, n.Parent)
	}
}

func TestTableRefusesWhatItCannotRead(t *testing.T) {
	good := []string{"x", "a", "b", "", "", "02:10", "24h", "d14 w8", "10", "8", ""}
	if _, err := parseStream(good, time.UTC); err != nil {
		t.Fatalf("the sound row: %v", err)
	}
	for column, wrong := range map[int][]string{
		5:  {"", "2h10", "25:00", "Sunday 02:10", "unT 02:10", "onT 02:10"},
		6:  {"", "0h", "25h", "-1h", "8d"},
		7:  {"14d", "x3", "d", "dd"},
		8:  {"", "1.5"},
		9:  {"", "1%"},
		10: {"skip", "lost 2026-01-01", "skip 2026-13-01", "skip 2026-01-01..soon", "extra 2026-01-01", "shrink 2026-01-01 half"},
	} {
		for _, text := range wrong {
			row := append([]string(nil), good...)
			row[column] = text
			if _, err := parseStream(row, time.UTC); err == nil {
				t.Errorf("%s %q is accepted", columns[column], text)
			}
		}
	}
}

func TestJournalsByForm(t *testing.T) {
	for _, c := range []struct{ source, name, want string }{
		{"bandes-x", "bandes-x.csv", "\ufefftime;service;backup;status;bytes;duration;bande\n2026-03-01 02:10:"},
		{"travaux-x", "travaux-x.csv", "time,service,backup,status\n2026-03-01T02:10:"},
		{"coffre-x", "coffre-x.csv", "service,backup,time,status,bytes,duration\na,b,2026-03-01T02:10:"},
	} {
		s := Stream{Source: c.source, Service: "a", Backup: "b", First: date(t, "2026-03-01"), At: 130 * time.Minute, Every: day, Bytes: 1_000_000}
		calls := 0
		err := Files([]Stream{s}, date(t, "2026-03-02"), func(name string, data []byte) error {
			calls++
			if name != c.name || !strings.HasPrefix(string(data), c.want) {
				t.Errorf("%s: %q, want %q…", name, data, c.want)
			}
			return nil
		})
		if err != nil || calls != 1 {
			t.Errorf("%s: %d files, error %v", c.source, calls, err)
		}
	}
}

func TestJournalsReachNineMonthsBack(t *testing.T) {
	s := Stream{Source: "coffre-x", First: date(t, "2025-09-01"), At: time.Hour, Every: day, Bytes: 1_000_000}
	got := lines([]Stream{s}, date(t, "2026-10-01"))
	if first := got[0].run.Time.Format(time.DateOnly); first != "2026-01-01" || len(got) != 273 {
		t.Errorf("%d lines from %s, want 273 from 2026-01-01", len(got), first)
	}
}
