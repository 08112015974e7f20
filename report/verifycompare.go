package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// SameBytes says that two files agree in every byte.
const SameBytes int64 = -1

// Matches makes an output again and holds it against the file of its name in the folder, without keeping either. It
// returns the offset of the first byte that differs, or SameBytes. The error wraps fs.ErrNotExist where the file is not
// there, or is no plain file; the output is made all the same, for others may need to know of it.
func (s *Sealed) Matches(o Output) (int64, error) {
	file, err := openPlain(s.Folder, o.Name)
	if errors.Is(err, errNotPlain) {
		err = fmt.Errorf("%w: %w", err, fs.ErrNotExist)
	}
	if err != nil {
		return 0, errors.Join(fmt.Errorf("opening %s: %w", o.Name, err), o.Write(io.Discard))
	}
	defer file.Close()
	c := &heldAgainst{in: bufio.NewReaderSize(file, 1<<16), differs: SameBytes}
	if err := o.Write(c); err != nil {
		return 0, fmt.Errorf("making %s again: %w", o.Name, err)
	}
	return c.end()
}

// heldAgainst holds what is written to it against what it reads.
type heldAgainst struct {
	in      io.Reader
	at      int64 // bytes that agree
	differs int64 // offset of the first that does not; SameBytes until one is found
	part    []byte
	failed  error
}

// Write never fails: whoever writes need not know of differences.
func (c *heldAgainst) Write(p []byte) (int, error) {
	if c.differs != SameBytes || c.failed != nil {
		return len(p), nil
	}
	c.part = append(c.part[:0], p...)
	n, err := io.ReadFull(c.in, c.part)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		c.failed = err
		return len(p), nil
	}
	same := agree(c.part[:n], p)
	c.at += int64(same)
	if same < len(p) {
		c.differs = c.at
	}
	return len(p), nil
}

// agree counts the bytes that two texts have in common from the start.
func agree(a, b []byte) int {
	if bytes.Equal(a, b) {
		return len(a)
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// end tells what the heldAgainst found: what was read must be over too.
func (c *heldAgainst) end() (int64, error) {
	if c.failed != nil {
		return 0, fmt.Errorf("reading what is there: %w", c.failed)
	}
	if c.differs != SameBytes {
		return c.differs, nil
	}
	switch _, err := io.ReadFull(c.in, make([]byte, 1)); {
	case err == nil:
		return c.at, nil
	case errors.Is(err, io.EOF):
		return SameBytes, nil
	default:
		return 0, fmt.Errorf("reading what is there: %w", err)
	}
}

// Difference says in words where the sealed assessment and one made again first part, as in "finding backup-offsite on
// paie: status was pass when sealed, is fail now". It is "" where they say the same, if in other bytes.
func (s *Sealed) Difference(again *Assessment) (string, error) {
	file, err := openPlain(s.Folder, assessmentFile)
	if err != nil {
		return "", fmt.Errorf("opening %s: %w", assessmentFile, err)
	}
	defer file.Close()
	out, in := io.Pipe()
	go func() { in.CloseWithError(WriteJSON(in, again)) }()
	defer out.Close() // which ends the writing, where the difference comes early
	parting, err := walkTogether(file, out)
	if err != nil {
		return "", fmt.Errorf("comparing %s: %w", assessmentFile, err)
	}
	return parting.words(), nil
}
