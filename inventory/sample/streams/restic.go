package streams

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// snapshot is an entry of `restic snapshots --json`, keys in the order in which restic 0.18 prints them.
type snapshot struct {
	Time           time.Time `json:"time"`
	Parent         string    `json:"parent,omitempty"`
	Tree           string    `json:"tree"`
	Paths          []string  `json:"paths"`
	Hostname       string    `json:"hostname"`
	Username       string    `json:"username"`
	Tags           []string  `json:"tags"`
	ProgramVersion string    `json:"program_version"`
	Summary        summary   `json:"summary"`
	ID             string    `json:"id"`
	ShortID        string    `json:"short_id"`
}

// summary is what a snapshot says of the run that made it.
type summary struct {
	BackupStart         time.Time `json:"backup_start"`
	BackupEnd           time.Time `json:"backup_end"`
	FilesNew            int64     `json:"files_new"`
	FilesChanged        int64     `json:"files_changed"`
	FilesUnmodified     int64     `json:"files_unmodified"`
	DirsNew             int64     `json:"dirs_new"`
	DirsChanged         int64     `json:"dirs_changed"`
	DirsUnmodified      int64     `json:"dirs_unmodified"`
	DataBlobs           int64     `json:"data_blobs"`
	TreeBlobs           int64     `json:"tree_blobs"`
	DataAdded           int64     `json:"data_added"`
	DataAddedPacked     int64     `json:"data_added_packed"`
	TotalFilesProcessed int64     `json:"total_files_processed"`
	TotalBytesProcessed int64     `json:"total_bytes_processed"`
}

// printRestic writes what `restic snapshots --json` prints of a repository into which these streams back up: one
// line, by time.
func printRestic(w io.Writer, table []Stream, asOf time.Time) error {
	list := []snapshot{}
	for i := range table {
		s := &table[i]
		for _, r := range s.runs(asOf) {
			list = append(list, s.snapshot(&r))
		}
	}
	slices.SortStableFunc(list, func(a, b snapshot) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID))
	})
	if err := json.NewEncoder(w).Encode(list); err != nil {
		return fmt.Errorf("print snapshots: %w", err)
	}
	return nil
}

func (s *Stream) snapshot(r *run) snapshot {
	id := s.hash(r.Number, "snapshot")
	n := snapshot{
		Time: r.Time, Tree: s.hash(r.Number, "tree"), Paths: []string{s.Path}, Hostname: s.Host, Username: "root",
		Tags: []string{"service:" + s.Service, "env:prod"}, ProgramVersion: "restic 0.18.0", ID: id, ShortID: id[:8],
	}
	switch {
	case strings.HasSuffix(s.Path, ".sql"):
		n.Summary = s.dumped(r)
	case r.Number == 0:
		n.Summary = s.walkedFirst(r)
	default:
		n.Summary = s.walked(r)
		// The parent is the run before, even where forget has taken that one away since.
		n.Parent = s.hash(r.Number-1, "snapshot")
	}
	n.Summary.BackupStart = r.Time
	n.Summary.BackupEnd = r.Time.Add(time.Duration(r.Seconds)*time.Second + time.Duration(s.draw(r.Number, "end", 1e9)))
	n.Summary.TotalBytesProcessed = r.Bytes
	return n
}

// dumped is the summary of a dump piped into restic: one file, always new, and no parent.
func (s *Stream) dumped(r *run) summary {
	added := r.Bytes/50 + s.draw(r.Number, "added", 90_000)
	return summary{FilesNew: 1, DataBlobs: added/900_000 + 1, TreeBlobs: 1, DataAdded: added, DataAddedPacked: added / 100 * 38, TotalFilesProcessed: 1}
}

// walkedFirst is the summary of the first backup of a folder: everything is new.
func (s *Stream) walkedFirst(r *run) summary {
	files, dirs := s.files(r), s.dirs(r)
	return summary{
		FilesNew: files, DirsNew: dirs, DataBlobs: files + r.Bytes/1_400_000, TreeBlobs: dirs + 1,
		DataAdded: r.Bytes, DataAddedPacked: r.Bytes / 100 * 61, TotalFilesProcessed: files,
	}
}

// walked is the summary of a later backup of a folder: little has changed.
func (s *Stream) walked(r *run) summary {
	files, dirs := s.files(r), s.dirs(r)
	fresh := s.draw(r.Number, "new", files/400+2)
	changed := 1 + s.draw(r.Number, "changed", files/150+2)
	touched := min(dirs, 3+(fresh+changed)/4)
	added := (fresh+changed)*(r.Bytes/files)/3 + s.draw(r.Number, "added", 90_000)
	return summary{
		FilesNew: fresh, FilesChanged: changed, FilesUnmodified: files - fresh - changed,
		DirsChanged: touched, DirsUnmodified: dirs - touched,
		DataBlobs: fresh + changed + added/1_400_000, TreeBlobs: touched + 1,
		DataAdded: added, DataAddedPacked: added / 100 * 57, TotalFilesProcessed: files,
	}
}

// files is how many files a folder has: some 400 kB each, so that it grows with the data.
func (s *Stream) files(r *run) int64 {
	return 40 + r.Bytes/(300_000+s.draw(0, "file size", 200_000))
}

func (s *Stream) dirs(r *run) int64 { return 12 + s.files(r)/18 }

// hash is an identifier as restic makes them: a SHA-256.
func (s *Stream) hash(number int, purpose string) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s|%s|%s|%s|%d", s.Source, s.Service, s.Backup, purpose, number)))
	return hex.EncodeToString(sum[:])
}
