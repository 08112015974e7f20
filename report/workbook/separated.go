package workbook

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// cellWriter is where a sheet's rows go: a part of the workbook, or a file of separated values. Rows come in order, and
// so do the cells of a row.
type cellWriter interface {
	begin(row int, s rowStyle)
	cell(column int, k look, c *cell)
	end()
}

// dialect is how a language's spreadsheets expect separated values: where the comma is the decimal sign, the semicolon
// separates.
type dialect struct {
	separator, decimal byte
	date, moment       string // the number formats of cells that hold one
}

// separated writes a sheet's rows as RFC 4180 has them, one record a row. Text stands in quotes, and what does not is a
// figure, a date, or nothing. A formula is its value. Looks and links are left out.
type separated struct {
	dialect
	out     *bufio.Writer // it keeps the first error
	columns int           // of every record
	row     int           // that is written, or was last
	at      int           // the column that comes next
	lost    int           // texts with characters replaced
	buffer  []byte
}

// byteOrderMark tells spreadsheets that the file is UTF-8; some take it for the system's own code page otherwise.
const byteOrderMark = "\uFEFF"

// newSeparated begins a file with so many columns.
func newSeparated(w io.Writer, d dialect, columns int) *separated {
	s := &separated{dialect: d, out: bufio.NewWriterSize(w, 1<<16), columns: columns}
	s.out.WriteString(byteOrderMark)
	return s
}

// begin begins a record. Rows that a sheet leaves empty are empty records, so that records and rows have the same
// numbers.
func (s *separated) begin(row int, _ rowStyle) {
	for s.row+1 < row {
		s.row++
		s.at = 0
		s.end()
	}
	s.row, s.at = row, 0
}

// end ends the record, which has as many fields as any other.
func (s *separated) end() {
	s.separate(s.columns - 1)
	s.out.WriteString("\r\n")
}

// separate writes the separators up to a column.
func (s *separated) separate(column int) {
	for ; s.at < column; s.at++ {
		s.out.WriteByte(s.separator)
	}
}

// cell writes a field.
func (s *separated) cell(column int, _ look, c *cell) {
	s.separate(column)
	switch {
	case c.kind == words:
		s.text(c.text)
	case c.kind == figure && c.format == s.date:
		s.out.WriteString(wallClock(c.number).Format(time.DateOnly))
	case c.kind == figure && c.format == s.moment:
		s.out.WriteString(wallClock(c.number).Format(time.DateTime))
	case c.kind == figure:
		s.number(c.number)
	}
}

// number writes a figure so that it is read back the same, without an exponent or groups.
func (s *separated) number(n float64) {
	s.buffer = strconv.AppendFloat(s.buffer[:0], n, 'f', -1, 64)
	for i, c := range s.buffer {
		if c == '.' {
			s.buffer[i] = s.decimal
		}
	}
	s.out.Write(s.buffer)
}

// text writes a text in quotes, made safe. A line break within it is a line feed, as in a workbook's cell.
func (s *separated) text(text string) {
	safe, replaced := shown(text)
	if replaced {
		s.lost++
	}
	if formulaLike(safe) {
		safe = guard + safe
	}
	s.out.WriteByte('"')
	s.out.WriteString(strings.ReplaceAll(safe, `"`, `""`))
	s.out.WriteByte('"')
}

// shown replaces what no text file should hold: control characters, of which some command terminals, and what is no
// UTF-8. They become U+FFFD, as in the workbook.
func shown(text string) (safe string, replaced bool) {
	if strings.IndexFunc(text, unprintable) < 0 && utf8.ValidString(text) {
		return text, false
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	safe = strings.Map(func(r rune) rune {
		if unprintable(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	return safe, safe != text
}

// unprintable tells whether a character is a command, but for tab and line feed.
func unprintable(r rune) bool {
	return r != '\t' && r != '\n' && unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF
}

// guard stands before a text that a spreadsheet might take for a formula (OWASP, CSV Injection). It is taken off again
// where what follows it is such a text: one that already begins with the guard gets another, so nothing is lost.
const guard = "'"

// formulaLike tells whether a spreadsheet might take a text for a formula: it begins with = + - @ or one of their forms
// of full width, after blanks or quotes that programs pass over, or with a tab or line break, which some cut off. Guards
// in front change nothing, so that one can be taken off again.
func formulaLike(text string) bool {
	text = strings.TrimLeft(text, guard)
	if strings.IndexAny(text, "\t\r\n") == 0 {
		return true
	}
	first := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(guard+`"`, r)
	})
	if first == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(first)
	return strings.ContainsRune("=+-@＝＋－＠", r)
}

// wallClock is the moment that a serial number stands for, to the second.
func wallClock(serial float64) time.Time {
	return time.Date(1899, 12, 30, 0, 0, int(math.Round(serial*86400)), 0, time.UTC)
}
