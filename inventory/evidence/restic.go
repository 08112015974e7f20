package evidence

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
)

// restic prints a list of snapshots, or with --group-by a list of groups of them. An incomplete run (exit status 3)
// is listed like any other, only smaller; one that read no file at all, such as a failed dump on standard input,
// shows 0 files processed. Fields as in restic 0.18; clients before 0.17 write no summary, so no size.
var restic = Reader{
	Tool:      resticTool,
	Selectors: []string{"host", "tag", "path"},
	MadeBy:    "`restic snapshots --json`",
	read:      readRestic,
}

const resticTool = "restic"

// resticSnapshot is the part of a snapshot that says something of recovery.
type resticSnapshot struct {
	ID       string   `json:"id"`
	ShortID  string   `json:"short_id"`
	Time     string   `json:"time"`
	Hostname *string  `json:"hostname"`
	Tags     []string `json:"tags"`
	Paths    []string `json:"paths"`
	Summary  struct {
		Start string  `json:"backup_start"`
		End   string  `json:"backup_end"`
		Files *uint64 `json:"total_files_processed"`
		Bytes *int64  `json:"total_bytes_processed"`
	} `json:"summary"`
}

func readRestic(in *input, add func(*entry)) error {
	head := in.head()
	if err := notJSON(head, '['); err != nil {
		return err
	}
	keys := keysOf(head)
	if known := outputOf(keys); known != nil && known.tool != resticTool {
		return mistake{known.what, otherFile}
	}
	r := resticFile{jsonFile: newJSONFile(in), add: add, seen: make(map[[16]byte]struct{})}
	element := r.snapshot
	if isGrouped(keys) {
		element = r.group
	}
	if err := r.list(element); err != nil {
		return err
	}
	return r.end()
}

// isGrouped tells a list of groups from a list of snapshots by which of their keys comes first.
func isGrouped(keys []string) bool {
	for _, k := range keys {
		switch k {
		case "group_key", "snapshots":
			return true
		case "time", "hostname", "tree":
			return false
		}
	}
	return false
}

// resticFile is a file that is being read.
type resticFile struct {
	*jsonFile
	add  func(*entry)
	seen map[[16]byte]struct{} // digests of the ids so far: one snapshot is one run, however often it is listed
	next resticSnapshot
	run  entry
}

// group reads a group: an object with a list of snapshots.
func (r *resticFile) group() error {
	if err := r.open('{'); err != nil {
		return err
	}
	listed := false
	for r.More() {
		key, err := r.Token()
		if err != nil {
			return r.explain(err)
		}
		if key != "snapshots" {
			err = r.value(new(any))
		} else {
			listed = true
			err = r.list(r.snapshot)
		}
		if err != nil {
			return err
		}
	}
	if _, err := r.Token(); err != nil {
		return r.explain(err)
	}
	if !listed {
		return mistake{"a group without `snapshots`, " + r.where(), changed}
	}
	return nil
}

// snapshot reads a snapshot and hands it on, unless it was there already.
func (r *resticFile) snapshot() error {
	r.entries++
	s := &r.next
	*s = resticSnapshot{Tags: s.Tags[:0], Paths: s.Paths[:0]} // the lists' room is used again
	if err := r.value(s); err != nil {
		return err
	}
	if s.ID != "" {
		digest := sha256.Sum256([]byte(s.ID))
		id := [16]byte(digest[:])
		if _, again := r.seen[id]; again {
			return nil
		}
		r.seen[id] = struct{}{}
	}
	if err := r.fill(s); err != nil {
		return err
	}
	r.add(&r.run)
	return nil
}

// fill makes the run of a snapshot.
func (r *resticFile) fill(s *resticSnapshot) error {
	if s.Time == "" {
		return mistake{fmt.Sprintf("entry %d without `time`", r.entries), changed}
	}
	if s.Hostname == nil {
		return mistake{fmt.Sprintf("entry %d without `hostname`", r.entries), changed}
	}
	at, err := r.in.clock.parse(s.Time)
	if err != nil {
		return mistake{fmt.Sprintf("entry %d whose `time` is %s, which is no RFC 3339 time", r.entries, quote(s.Time)), changed}
	}
	bytes := int64(-1)
	if s.Summary.Bytes != nil {
		bytes = *s.Summary.Bytes
		if bytes < 0 {
			return mistake{fmt.Sprintf("entry %d with a size below zero", r.entries), changed}
		}
	}
	r.run.Run = Run{
		Time:     at,
		OK:       s.Summary.Files == nil || *s.Summary.Files > 0,
		Bytes:    bytes,
		Duration: r.between(s.Summary.Start, s.Summary.End),
		ID:       r.id(s),
	}
	r.run.values = append(r.run.values[:0], []string{*s.Hostname}, s.Tags, s.Paths)
	return nil
}

// id is the short name by which restic knows a snapshot; without one, its place in the file.
func (r *resticFile) id(s *resticSnapshot) string {
	const short = 8
	switch {
	case s.ShortID != "":
		return s.ShortID
	case len(s.ID) > short:
		return strings.Clone(s.ID[:short])
	case s.ID != "":
		return s.ID
	}
	return fmt.Sprintf("entry %d", r.entries)
}

// between is how long a run took; 0 where that is not said.
func (r *resticFile) between(start, end string) time.Duration {
	from, err := r.in.clock.parse(start)
	if err != nil {
		return 0
	}
	to, err := r.in.clock.parse(end)
	if err != nil {
		return 0
	}
	return max(0, to.Sub(from))
}
