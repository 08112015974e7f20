package source

import (
	"bytes"
	"unicode/utf8"
)

// QuoteLine sets the offending line of a mistake, for a file that is too large to be held whole.
func (d *Diagnostic) QuoteLine(line []byte) {
	if d.Place.Line == 1 {
		line = bytes.TrimPrefix(line, []byte(byteOrderMark))
	}
	at := 0
	for column := int32(1); column < d.Place.Column && at < len(line); column++ {
		_, width := utf8.DecodeRune(line[at:])
		at += width
	}
	d.Source, d.caret = around(line, at)
}
