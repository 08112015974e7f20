package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The hard limits of one file.
const (
	MaxBytes   = 64 << 20 // of an inventory or pack file
	maxAliases = 10_000   // expanded in one file
	maxShared  = 5_000_000
	maxDepth   = 64
)

// byteOrderMark may stand before the text; editors of some systems put it there unasked.
const byteOrderMark = "\uFEFF"

// Parse reads a file into one tree for each of its documents: JSON where the name ends in .json, else YAML. An empty
// file has none. Mistakes are quoted already. Repeated keys are mistakes beside which the trees are returned; where
// there are mistakes and no trees, the file could not be read to its end.
func Parse(f *File) ([]*Node, Diagnostics) {
	p := &parser{file: f}
	if !p.readable() {
		return nil, p.found.Quote(f)
	}
	text := strings.TrimPrefix(string(f.Data), byteOrderMark)
	var documents []*Node
	if strings.HasSuffix(strings.ToLower(f.Name), ".json") {
		documents = p.json(text)
	} else {
		documents = p.yaml(text)
	}
	return documents, p.found.Quote(f)
}

// parser gathers the mistakes of one file while it is read.
type parser struct {
	file  *File
	found Diagnostics
}

// fail reports a mistake; line 0 is that of no line.
func (p *parser) fail(line, column int32, format string, args ...any) {
	p.found = append(p.found, Diagnostic{
		Place:   Place{File: p.file.Name, Line: line, Column: column},
		Message: fmt.Sprintf(format, args...),
	})
}

// readable checks what must hold of any text before its structure is looked at: its size, its encoding, and that it
// has no control characters.
func (p *parser) readable() bool {
	data := p.file.Data
	if len(data) > MaxBytes {
		p.fail(0, 0, "the file has %d bytes, more than the %d MiB that one file may have: split it into several", len(data), MaxBytes>>20)
		return false
	}
	if at := firstInvalid(data); at >= 0 {
		line, column := position(data, at)
		p.fail(line, column, "%s", encodingMessage(data, at))
		return false
	}
	if at := firstForbidden(data); at >= 0 {
		r, _ := utf8.DecodeRune(data[at:])
		line, column := position(data, at)
		p.fail(line, column, "the control character U+%04X is not allowed here: delete it, or write it as an escape within double quotes", r)
		return false
	}
	return true
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for at := 0; ; {
		r, width := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && width < 2 {
			return at
		}
		at += width
	}
}

// encodingMessage says which encoding the file seems to have instead of UTF-8.
func encodingMessage(data []byte, at int) string {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return "the file is in UTF-16: save it as UTF-8"
	}
	return fmt.Sprintf("the byte 0x%02X is not valid UTF-8: save the file as UTF-8 (it may be in Windows-1252 or Latin-1)", data[at])
}

// firstForbidden returns the offset of the first character that may not stand in YAML or JSON as it is, or -1.
func firstForbidden(data []byte) int {
	for at, c := range data {
		if c >= ' ' && c < 0x7F || c == '\n' || c == '\r' || c == '\t' {
			continue
		}
		if c < 0x80 {
			return at
		}
		if c != 0xC2 && c != 0xEF { // no other first byte begins a character that is forbidden
			continue
		}
		if r, _ := utf8.DecodeRune(data[at:]); r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF {
			return at
		}
	}
	return -1
}

// position returns the line and the column in characters of an offset. A byte-order mark takes no column.
func position(data []byte, offset int) (line, column int32) {
	line, rest := 1, bytes.TrimPrefix(data[:offset], []byte(byteOrderMark))
	for {
		text, after := cutLine(rest)
		if after == nil && len(text) == len(rest) {
			return line, int32(utf8.RuneCount(text)) + 1
		}
		line, rest = line+1, after
	}
}
