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
	text []byte // of the token at hand
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
	return t.text, err
}

// first passes over what only parts tokens.
func (t *tokens) first() (byte, error) {
	for {
		c, err := t.in.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\n', '\r', '\t', ',', ':':
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
