package evidence

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"math"
	"time"
)

// Reader turns the file that one backup tool prints into runs.
type Reader struct {
	Tool      string   // as the inventory names it
	Selectors []string // what a select may ask for
	MadeBy    string   // the command that prints the file, or what it is

	// read hands every entry of the file to add, in file order; add keeps nothing of it. An error, a mistake where
	// the file is not what the tool prints, says that none of them counts.
	read func(in *input, add func(*entry)) error
}

// Readers are the tools whose files can be read: the one list that validation, help and docs read.
var Readers = []Reader{restic, jobLog}

// readerOf returns the reader of a tool, nil where there is none.
func readerOf(tool string) *Reader {
	for i := range Readers {
		if Readers[i].Tool == tool {
			return &Readers[i]
		}
	}
	return nil
}

// entry is a run as a reader found it, with its values for each of the reader's selectors.
type entry struct {
	Run
	values [][]string
}

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// longestEntry is how many bytes one entry may take. Files have no limit, but what is held of them has.
const longestEntry = 16 << 20

var errLongEntry = errors.New("an entry is too long")

// input is an evidence file as its reader gets it.
type input struct {
	*bufio.Reader
	clock clock
	meter *meter
}

func newInput(file io.Reader, zone *time.Location) *input {
	m := &meter{file: file, hash: sha256.New()}
	return &input{Reader: bufio.NewReaderSize(m, headSize), clock: clock{zone: zone}, meter: m}
}

// head returns the beginning of the file without reading past it; a byte-order mark is passed over.
func (in *input) head() []byte {
	const mark = "\ufeff"
	if start, _ := in.Peek(len(mark)); string(start) == mark {
		in.Discard(len(mark))
	}
	head, _ := in.Peek(headSize) // what goes wrong goes wrong again when it is read
	return head
}

// whole notes how many bytes the entries took that were read so far.
func (in *input) whole(offset int64) { in.meter.whole = offset }

// finish reads what a reader left, so that the digest is of the whole file.
func (in *input) finish() error {
	in.meter.whole = math.MaxInt64
	_, err := io.Copy(io.Discard, in.meter)
	return err
}

// meter hashes and counts what is read of a file, and stops where an entry does not end.
type meter struct {
	file        io.Reader
	hash        hash.Hash
	read, whole int64 // bytes: of the file so far, and of them in whole entries
}

// Read reads from the file. It fails once longestEntry bytes were read without an entry ending.
func (m *meter) Read(p []byte) (int, error) {
	if m.read-m.whole > longestEntry {
		return 0, errLongEntry
	}
	n, err := m.file.Read(p)
	m.hash.Write(p[:n])
	m.read += int64(n)
	return n, err
}

// digest is the SHA-256 of what was read, in lower-case hexadecimal.
func (m *meter) digest() string { return hex.EncodeToString(m.hash.Sum(nil)) }
