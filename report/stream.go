package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// stream cuts JSON into values as it is read. What nobody asks for is passed over without a look into it, at the speed
// of the disk; what is asked for is held only until the next value. There is no recursion, so no depth of nesting can
// exhaust anything.
type stream struct {
	in     io.Reader
	buffer []byte // what was read and is still of use
	at     int    // of the next byte in buffer
	passed int64  // bytes before buffer
	err    error  // that ended the reading; io.EOF: all was read
}

// chunk is how much is read at once, at least.
const chunk = 1 << 18

// errCutOff is that more was due.
var errCutOff = errors.New("the file ends here, in the middle of the assessment")

// streamOf cuts up a text that is in memory.
func streamOf(text []byte) stream { return stream{buffer: text, err: io.EOF} }

// where is the offset of the next byte.
func (s *stream) where() int64 { return s.passed + int64(s.at) }

// more reads on, and drops what is before at. False: the text has ended, or cannot be read.
func (s *stream) more() bool {
	if s.err != nil {
		return false
	}
	left := len(s.buffer) - s.at
	if s.at > 0 { // a value that goes on stands in its place already
		copy(s.buffer, s.buffer[s.at:])
		s.passed, s.at, s.buffer = s.passed+int64(s.at), 0, s.buffer[:left]
	}
	if cap(s.buffer)-left < chunk/2 {
		// Doubling keeps the copying of a long value in proportion to its length.
		s.buffer = append(make([]byte, 0, max(chunk, 2*cap(s.buffer))), s.buffer...)
	}
	for range 100 {
		var n int
		n, s.err = s.in.Read(s.buffer[left:cap(s.buffer)])
		s.buffer = s.buffer[:left+n]
		if n > 0 || s.err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// ended is the error of a text that ends too early.
func (s *stream) ended() error {
	if s.err == io.EOF {
		return errCutOff
	}
	return &readError{s.err}
}

// readError is a failure to read, which says nothing of what the file holds.
type readError struct{ err error }

func (e *readError) Error() string { return "reading it: " + e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// next is the next byte that is no white space. It is not passed.
func (s *stream) next() (byte, error) {
	for {
		for ; s.at < len(s.buffer); s.at++ {
			if c := s.buffer[s.at]; !isBlank(c) {
				return c, nil
			}
		}
		if !s.more() {
			return 0, s.ended()
		}
	}
}

// expect passes a byte that must be next.
func (s *stream) expect(want byte) error {
	found, err := s.next()
	if err != nil {
		return err
	}
	if found != want {
		return fmt.Errorf("found %q where %q is due", found, want)
	}
	s.at++
	return nil
}

// between hands over what stands between two brackets, value by value, to a function that passes one.
func (s *stream) between(opening, closing byte, one func() error) error {
	if err := s.expect(opening); err != nil {
		return err
	}
	switch c, err := s.next(); {
	case err != nil:
		return err
	case c == closing:
		s.at++
		return nil
	}
	for {
		if err := one(); err != nil {
			return err
		}
		c, err := s.next()
		if err != nil {
			return err
		}
		if c != closing && c != ',' {
			return fmt.Errorf("found %q where a comma or %q is due", c, closing)
		}
		s.at++
		if c == closing {
			return nil
		}
	}
}

// key passes a key and its colon, and returns the key with its quotes, as it is written. It holds until the next call.
func (s *stream) key() ([]byte, error) {
	switch c, err := s.next(); {
	case err != nil:
		return nil, err
	case c != '"':
		return nil, fmt.Errorf("found %q where a key is due", c)
	}
	key, err := s.value()
	if err != nil {
		return nil, err
	}
	if s.at == len(s.buffer) {
		key = bytes.Clone(key) // what is read next may take its place
	}
	return key, s.expect(':')
}

// value passes the next value, which stands within a list or an object, and returns it as it is written. It holds until
// the next call.
func (s *stream) value() ([]byte, error) {
	if _, err := s.next(); err != nil {
		return nil, err
	}
	var v cutter
	for seen := 0; ; {
		if n := v.end(s.buffer[s.at+seen:]); n >= 0 {
			return s.pass(seen + n)
		}
		seen = len(s.buffer) - s.at
		if !s.more() {
			return nil, s.ended()
		}
	}
}

// pass passes a value of so many bytes.
func (s *stream) pass(n int) ([]byte, error) {
	if n == 0 {
		return nil, fmt.Errorf("found %q where a value is due", s.buffer[s.at])
	}
	v := s.buffer[s.at : s.at+n]
	s.at += n
	return v, nil
}

// token passes the next bracket, text, number or word and returns it as it is written, past the commas and colons before
// it: whether these stand where they must is for whoever reads values. It holds until the next call.
func (s *stream) token() ([]byte, error) {
	for {
		switch c, err := s.next(); {
		case err != nil:
			return nil, err
		case c == ',' || c == ':':
			s.at++
		case c == '{' || c == '}' || c == '[' || c == ']':
			return s.pass(1)
		default:
			return s.value()
		}
	}
}

// skip passes the next value without holding it.
func (s *stream) skip() error {
	if _, err := s.next(); err != nil {
		return err
	}
	var v cutter
	for first := true; ; first = false {
		if n := v.end(s.buffer[s.at:]); n >= 0 {
			if first {
				_, err := s.pass(n)
				return err
			}
			s.at += n
			return nil
		}
		s.at = len(s.buffer)
		if !s.more() {
			return s.ended()
		}
	}
}

// decode passes the next value and reads it into a variable.
func (s *stream) decode(into any) error {
	if _, err := s.next(); err != nil {
		return err
	}
	at := s.where()
	text, err := s.value()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return &BrokenError{at, inWords(err)}
	}
	return nil
}

// cutter finds the end of one value in a text that comes in pieces. It looks at brackets and quotes alone.
type cutter struct {
	depth   int
	scalar  bool // a number or word has begun
	quoted  bool // within a text
	escapes bool // within a text, an odd number of backslashes stands before the next piece
}

// brackets are the bytes that matter within a list or an object.
var brackets = [256]bool{'"': true, '{': true, '[': true, '}': true, ']': true}

// end returns how many bytes of the next piece belong to the value; less than 0: all of them, and it goes on.
func (v *cutter) end(piece []byte) int {
	for i := 0; i < len(piece); i++ {
		if v.quoted {
			n := v.text(piece[i:])
			if n < 0 {
				return -1
			}
			v.quoted = false
			if i += n - 1; v.depth == 0 {
				return i + 1
			}
			continue
		}
		if v.depth > 0 && !brackets[piece[i]] {
			continue
		}
		switch c := piece[i]; {
		case c == '"' || c == '{' || c == '[':
			if v.scalar {
				return i
			}
			if v.quoted = c == '"'; !v.quoted {
				v.depth++
			}
		case v.depth > 0:
			if v.depth--; v.depth == 0 {
				return i + 1
			}
		case c == '}' || c == ']' || c == ',' || c == ':' || isBlank(c):
			return i
		default:
			v.scalar = true
		}
	}
	return -1
}

// text returns how many bytes of a piece belong to the text that it begins or goes on with, the closing quote included;
// less than 0: all of them.
func (v *cutter) text(piece []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(piece[i:], '"')
		if n < 0 {
			v.escapes = v.escaped(piece)
			return -1
		}
		if i += n + 1; !v.escaped(piece[:i-1]) {
			v.escapes = false
			return i
		}
	}
}

// escaped tells whether an odd number of backslashes ends a piece of a text.
func (v *cutter) escaped(piece []byte) bool {
	n := 0
	for n < len(piece) && piece[len(piece)-1-n] == '\\' {
		n++
	}
	return n%2 == 1 != (n == len(piece) && v.escapes)
}
