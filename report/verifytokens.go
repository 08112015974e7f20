package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// tokens cuts JSON into its tokens without holding more than one: an assessment may take gigabytes. Commas and colons
// only part them: whether they stand where they must is for whoever reads the values, or for the seal.
type tokens struct {
	in   *bufio.Reader
	at   int64  // bytes that were read
	text []byte // of the token at hand
	kept []byte // what was read since keep was set
	keep bool
}

func newTokens(r io.Reader) *tokens { return &tokens{in: bufio.NewReaderSize(r, 1<<16)} }

// next is the next token as it is written: a bracket or brace, a string with its quotes, a number or a word. It holds
// until the next call. The error is io.EOF after the last, io.ErrUnexpectedEOF within a string.
func (t *tokens) next() ([]byte, error) {
	first, err := t.first()
	if err != nil {
		return nil, err
	}
	t.text = append(t.text[:0], first)
	switch first {
	case '{', '}', '[', ']':
	case '"':
		err = t.rest()
	default:
		err = t.word()
	}
	t.at += int64(len(t.text) - 1)
	if t.keep {
		t.kept = append(t.kept, t.text...)
	}
	return t.text, err
}

// first passes over what only parts tokens.
func (t *tokens) first() (byte, error) {
	for {
		c, err := t.in.ReadByte()
		if err != nil {
			return 0, err
		}
		t.at++
		switch c {
		case ' ', '\n', '\r', '\t', ',', ':':
			if t.keep {
				t.kept = append(t.kept, c)
			}
		default:
			return c, nil
		}
	}
}

// rest reads a string up to its closing quote, the first with an even number of backslashes before it.
func (t *tokens) rest() error {
	for {
		part, err := t.in.ReadSlice('"')
		t.text = append(t.text, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return io.ErrUnexpectedEOF
		}
		before := t.text[1 : len(t.text)-1]
		if (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 0 {
			return nil
		}
	}
}

// word reads a number, true, false or null.
func (t *tokens) word() error {
	for {
		c, err := t.in.ReadByte()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch c {
		case ' ', '\n', '\r', '\t', ',', ':', '{', '}', '[', ']', '"':
			return t.in.UnreadByte()
		}
		t.text = append(t.text, c)
	}
}

// value passes over one value, however deep.
func (t *tokens) value() error {
	for depth := 0; ; {
		token, err := t.next()
		if err != nil {
			return err
		}
		switch token[0] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth < 0 {
			return errors.New("a value is missing")
		}
	}
}

// readParts reads some keys of the object that r holds, each into what want names, and passes over the others; it
// stops once it has them all. read is called after each. An error says at which byte what stands there cannot be read.
func readParts(r io.Reader, want map[string]any, read func(key string) error) error {
	t := newTokens(r)
	if token, err := t.next(); err != nil || token[0] != '{' {
		return ErrForeign
	}
	for left := len(want); left > 0; {
		token, err := t.next()
		if err != nil {
			return t.broken(err)
		}
		if token[0] == '}' {
			return nil
		}
		key := plainString(token)
		into, wanted := want[key]
		t.keep, t.kept = wanted, t.kept[:0]
		if err := t.value(); err != nil {
			return t.broken(err)
		}
		if !wanted {
			continue
		}
		if err := json.Unmarshal(bytes.TrimLeft(t.kept, " \n\r\t:"), into); err != nil {
			return t.broken(err)
		}
		if err := read(key); err != nil {
			return err
		}
		left--
	}
	return nil
}

func (t *tokens) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errCutOff
	}
	return &BrokenError{Offset: t.at, Err: inWords(err)}
}

// plainString is the text that a token means: what stands between the quotes of a string, any other as it is.
func plainString(token []byte) string {
	if token[0] != '"' {
		return string(token)
	}
	var text string
	if bytes.IndexByte(token, '\\') < 0 || json.Unmarshal(token, &text) != nil {
		return string(bytes.Trim(token, `"`))
	}
	return text
}
