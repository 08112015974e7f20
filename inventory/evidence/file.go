package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// sourceFile is one evidence source that is being read.
type sourceFile struct {
	entry  *inventory.Evidence
	reader *Reader // nil where no reader has the tool's name
	root   *inventory.Root
	asOf   time.Time

	links      []link
	index      *index
	words      []vocabulary // by selector; none where no link has conditions
	candidates []int32
	collected  time.Time // the last instant of the entry's collected, where that is given

	found   Source
	early   int    // entries of 1970
	late    int    // later than collected
	strange string // id of the first of them
	shown   int    // entries that exist as of asOf, those of early and late too
	missing bool
	rows    *badRows
	unread  error // why the stderr file could not be read
}

// read reads the file and its stderr. Afterwards either every link has its runs, or found says why there are none.
func (s *sourceFile) read() {
	s.found.Entry, s.found.Name = s.entry, path.Join(s.root.Prefix, s.entry.Path)
	err := s.readFile()
	said := s.readStderr()
	if err != nil {
		s.found.Problem = s.explain(err) + said
		return
	}
	s.found.Usable = s.reader != nil
	for i := range s.links {
		s.links[i].finish()
	}
}

// readFile reads the whole file, for its digest, even where the tool is unknown or failed.
func (s *sourceFile) readFile() error {
	file, err := openFile(s.root.FS, s.entry.Path)
	if err != nil {
		s.missing = errors.Is(err, errMissing)
		return s.failed(fmt.Errorf("opening %s: %w", s.found.Name, err))
	}
	defer file.Close()
	in := newInput(file, s.entry.Zone)
	code := s.entry.ExitCode.Value
	if s.reader != nil && code == 0 {
		s.prepare()
		err = s.reader.read(in, s.add)
	}
	if rest := in.finish(); rest != nil {
		return fmt.Errorf("reading %s: %w", s.found.Name, plain(rest))
	}
	s.found.SHA256, s.found.Bytes = in.meter.digest(), in.meter.read
	return s.failed(err)
}

// failed puts in an error's place that the command itself failed, which explains all others.
func (s *sourceFile) failed(err error) error {
	code := s.entry.ExitCode.Value
	if code == 0 {
		return err
	}
	return fmt.Errorf("%s: the command that printed it ended with exit code %d, so it may be incomplete", s.found.Name, code)
}

func (s *sourceFile) prepare() {
	s.collected = s.entry.Collected.Value.End()
	// Values are remembered only where a select can miss them.
	s.index = newIndex(s.links, len(s.reader.Selectors))
	if len(s.index.byAnchor) > 0 {
		s.words = make([]vocabulary, len(s.reader.Selectors))
	}
}

// add takes an entry of the file: it counts it, and gives it to the backups that pick it.
func (s *sourceFile) add(e *entry) {
	s.found.Runs++
	if !e.OK {
		s.found.Failed++
	}
	wrong := s.wrongClock(e)
	if !wrong && e.Time.After(s.asOf) {
		return
	}
	s.shown++
	for key := range s.words {
		s.words[key].add(e.values[key])
	}
	s.candidates = s.index.candidates(s.candidates[:0], e.values)
	for _, i := range s.candidates {
		l := &s.links[i]
		if l.looked == s.found.Runs || !l.meets(e.values) {
			continue
		}
		l.looked, l.matched = s.found.Runs, true
		if !wrong {
			l.stream.Runs = append(l.stream.Runs, e.Run)
		}
	}
}

// wrongClock tells, and counts, an entry that a clock set wrong dated: of 1970, or later than it was listed.
func (s *sourceFile) wrongClock(e *entry) bool {
	switch {
	case e.Time.UTC().Year() == 1970:
		s.early++
	case s.entry.Collected.Given && e.Time.After(s.collected):
		s.late++
	default:
		return false
	}
	if s.found.PassedOver == 0 {
		s.strange = e.ID
	}
	s.found.PassedOver++
	return true
}

// finish puts the runs in order of time. Of two at one moment the later in the file stays the later.
func (l *link) finish() {
	l.stream.Linked = true
	byTime := func(a, b Run) int { return a.Time.Compare(b.Time) }
	if !slices.IsSortedFunc(l.stream.Runs, byTime) {
		slices.SortStableFunc(l.stream.Runs, byTime)
	}
}

// explain says in words why a file cannot be used.
func (s *sourceFile) explain(err error) string {
	for i := range s.links {
		s.links[i].stream.Runs = nil
	}
	s.found.Runs, s.found.Failed, s.found.PassedOver = 0, 0, 0
	s.early, s.late = 0, 0
	var wrong mistake
	switch {
	case errors.As(err, &s.rows):
		return fmt.Sprintf("%s: %v", s.found.Name, err)
	case errors.As(err, &wrong):
		return fmt.Sprintf("%s: expected %s, found %s; %s", s.found.Name, s.reader.MadeBy, wrong.found, wrong.cause)
	}
	return err.Error()
}

var errMissing = errors.New("there is no such file")

// openFile opens a file to be read from beginning to end.
func openFile(files fs.FS, name string) (fs.File, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, plain(err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file but " + kindOf(info.Mode()))
	}
	if err != nil {
		file.Close()
		return nil, plain(err)
	}
	return file, nil
}

func kindOf(mode fs.FileMode) string {
	if mode.IsDir() {
		return "a folder"
	}
	return "a device, a pipe or a socket"
}

// plain drops from an error what the message says already, and what differs from system to system.
func plain(err error) error {
	var detail *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errMissing
	case errors.Is(err, fs.ErrPermission):
		return errors.New("it may not be read")
	case errors.As(err, &detail) && detail.Err.Error() == "path escapes from parent":
		return errors.New("the symbolic link leads out of the inventory folder: put the file itself there")
	case errors.As(err, &detail):
		return detail.Err
	}
	return err
}

// readStderr hashes what the tool wrote to standard error and quotes its beginning.
func (s *sourceFile) readStderr() string {
	if s.entry.StderrPath == "" {
		return ""
	}
	name := path.Join(s.root.Prefix, s.entry.StderrPath)
	file, err := openFile(s.root.FS, s.entry.StderrPath)
	if err != nil {
		s.unread = fmt.Errorf("opening %s: %w", name, err)
		return "; " + s.unread.Error()
	}
	defer file.Close()
	in := newInput(file, s.entry.Zone)
	head := string(in.head())
	if err := in.finish(); err != nil {
		s.unread = fmt.Errorf("reading %s: %w", name, plain(err))
		return "; " + s.unread.Error()
	}
	s.found.Stderr = source.File{Name: name, Bytes: in.meter.read, SHA256: in.meter.digest()}
	return saying(head)
}

// saying quotes the first lines of what a tool said.
func saying(text string) string {
	const most = 3
	var quoted []string
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" && len(quoted) < most {
			quoted = append(quoted, quote(line))
		}
	}
	if len(quoted) == 0 {
		return ""
	}
	return "; on standard error it said " + strings.Join(quoted, ", ")
}
