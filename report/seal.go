package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Signature is the name of the file that may stand beside the sums and signs them; it is the one file of a report that
// the sums do not list.
const Signature = Sums + ".sig"

// FaultKind says what is wrong with a file of a sealed folder.
type FaultKind uint8

// The kinds of fault. FaultUnknown is none.
const (
	FaultUnknown FaultKind = iota
	Changed                // the bytes are not those that were sealed
	Missing                // listed, and not there
	Added                  // there, and not listed
	Malformed              // of the sums themselves: not written as report writes them
)

// Fault is one thing wrong with a sealed folder.
type Fault struct {
	Kind FaultKind
	File string
	Line int // of the sums, where Malformed; 0: they are no plain file
}

// Seal is what the sums of a folder are worth.
type Seal struct {
	SHA256 string            // digest of SHA256SUMS, which names the whole folder; "" where that is no plain file
	Files  map[string]string // digests as listed, by name
	Faults []Fault           // by file; empty: every byte is as it was sealed
}

// Holds tells whether plain sha256sum -c would be content: nothing that was sealed is changed or missing. What was laid
// beside later does no harm.
func (s *Seal) Holds() bool {
	return !slices.ContainsFunc(s.Faults, func(f Fault) bool { return f.Kind != Added })
}

// CheckSeal reads SHA256SUMS in a folder and compares every file there. Its error is fs.ErrNotExist where there is no
// SHA256SUMS, else a failure to read.
func CheckSeal(folder fs.FS) (*Seal, error) {
	s := &Seal{Files: map[string]string{}}
	names, err := s.read(folder)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", Sums, err)
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the folder: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		signs := name == Signature && entry.Type().IsRegular()
		if _, listed := s.Files[name]; !listed && name != Sums && !signs {
			s.Faults = append(s.Faults, Fault{Kind: Added, File: name})
		}
	}
	for _, name := range names {
		if err := s.compare(folder, name); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(s.Faults, func(a, b Fault) int { return strings.Compare(a.File, b.File) })
	return s, nil
}

// mostSums is how many bytes of sums are read: a report has a few dozen files, and no line is longer than a name may be.
const mostSums = 1 << 20

// read reads the sums and returns the names that they list. A link in their place, or more than a report would write, is
// a fault.
func (s *Seal) read(folder fs.FS) ([]string, error) {
	info, err := fs.Lstat(folder, Sums)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostSums {
		s.Faults = append(s.Faults, Fault{Kind: Malformed, File: Sums})
		return nil, nil
	}
	text, err := fs.ReadFile(folder, Sums)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(text)
	s.SHA256 = hex.EncodeToString(digest[:])
	return s.list(text), nil
}

// list reads the lines of the sums. They must be written exactly as report writes them, so that no byte of them can
// change unseen: lower-case digits, two spaces, the names sorted, each once, and a line feed.
func (s *Seal) list(text []byte) []string {
	var names []string
	number := 0
	for line := range bytes.Lines(text) {
		number++
		digest, name, ok := strings.Cut(string(line), "  ")
		name, ended := strings.CutSuffix(name, "\n")
		sorted := len(names) == 0 || names[len(names)-1] < name
		if !ok || !ended || !sorted || !isDigest(digest) || !plainName(name) {
			s.Faults = append(s.Faults, Fault{Kind: Malformed, File: Sums, Line: number})
			continue
		}
		names = append(names, name)
		s.Files[name] = digest
	}
	if number == 0 {
		s.Faults = append(s.Faults, Fault{Kind: Malformed, File: Sums, Line: 1})
	}
	return names
}

func isDigest(text string) bool {
	return len(text) == 2*sha256.Size && strings.Trim(text, "0123456789abcdef") == ""
}

// plainName tells whether a name is that of a file of a report: it leads nowhere else.
func plainName(name string) bool {
	return name != "." && name != Sums && name != Signature && fs.ValidPath(name) && !strings.Contains(name, "/")
}

// compare holds one file against its digest. A link in its place is another file, whatever it leads to.
func (s *Seal) compare(folder fs.FS, name string) error {
	digest, err := digestOf(folder, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.Faults = append(s.Faults, Fault{Kind: Missing, File: name})
	case err != nil:
		return err
	case digest != s.Files[name]:
		s.Faults = append(s.Faults, Fault{Kind: Changed, File: name})
	}
	return nil
}

// digestOf is the SHA-256 of a plain file; "" for what is none.
func digestOf(folder fs.FS, name string) (string, error) {
	info, err := fs.Lstat(folder, name)
	if err != nil {
		return "", fmt.Errorf("looking at %s: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return "", nil
	}
	file, err := folder.Open(name)
	if err != nil {
		return "", fmt.Errorf("opening %s: %w", name, err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("reading %s: %w", name, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
