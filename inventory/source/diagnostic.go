package source

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Diagnostic says what is wrong with the input, where, and what to do about it.
type Diagnostic struct {
	Place   Place
	Shown   string // the path of the file as the user gave it; set by Quote
	Message string // lower case, no full stop
	Source  string // the offending line, or as much of a long one as is around the column; set by Quote

	caret int // column within Source, from 1
}

// Diagnostics are mistakes of the input. Not empty, they are an error.
type Diagnostics []Diagnostic

// Error returns the whole report, as Format does.
func (d Diagnostics) Error() string { return d.Format() }

// Err returns the mistakes as an error, nil where there is none.
func (d Diagnostics) Err() error {
	if len(d) == 0 {
		return nil
	}
	return d
}

// Sort puts the mistakes in the order of shown path, line and column; those of one place stay in the order in which
// they were found.
func (d Diagnostics) Sort() {
	slices.SortStableFunc(d, func(a, b Diagnostic) int {
		return cmp.Or(strings.Compare(a.Shown, b.Shown), strings.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
	})
}

// Quote sets the shown path and the offending line of every mistake that stands in one of the files, and sorts them.
// The files must still have their data.
func (d Diagnostics) Quote(files ...*File) Diagnostics {
	byName := make(map[string]*File, len(files))
	for _, f := range files {
		byName[f.Name] = f
	}
	for i := range d {
		if f := byName[d[i].Place.File]; f != nil {
			d[i].Shown = f.Shown
		}
	}
	d.Sort()
	for from := 0; from < len(d); {
		to := from + 1
		for to < len(d) && d[to].Place.File == d[from].Place.File {
			to++
		}
		if f := byName[d[from].Place.File]; f != nil {
			quoteLines(d[from:to], f.Data)
		}
		from = to
	}
	return d
}

// quoteLines fills in the offending lines of one file's mistakes, which are sorted by place, in one pass, since a file
// may be one long line with a hundred thousand mistakes.
func quoteLines(found Diagnostics, data []byte) {
	rest := bytes.TrimPrefix(data, []byte(byteOrderMark))
	text, after := cutLine(rest)
	line, column, at := int32(1), int32(1), 0
	for i := range found {
		for line < found[i].Place.Line && len(after) > 0 {
			text, after = cutLine(after)
			line, column, at = line+1, 1, 0
		}
		if line != found[i].Place.Line {
			continue
		}
		for ; column < found[i].Place.Column && at < len(text); column++ {
			_, width := utf8.DecodeRune(text[at:])
			at += width
		}
		found[i].Source, found[i].caret = around(text, at)
		found[i].caret += int(found[i].Place.Column - column)
	}
}

// cutLine splits data after its first line, which may end with LF, CR LF or CR; the ending belongs to neither part.
func cutLine(data []byte) (line, after []byte) {
	end := bytes.IndexAny(data, "\r\n")
	if end < 0 {
		return data, nil
	}
	if data[end] == '\r' && end+1 < len(data) && data[end+1] == '\n' {
		return data[:end], data[end+2:]
	}
	return data[:end], data[end+1:]
}

// around returns a line, or of a long one the stretch around an offset, and the column of the offset in what it returns.
func around(line []byte, at int) (string, int) {
	const before, after = 60, 60
	from, to := 0, len(line)
	if len(line) > before+after {
		from, to = back(line, at, before), forth(line, at, after)
	}
	text, column := string(line[from:to]), utf8.RuneCount(line[from:at])+1
	if from > 0 {
		text, column = "…"+text, column+1
	}
	if to < len(line) {
		text += "…"
	}
	return text, column
}

// back returns where the character begins that stands n characters before at, or the start.
func back(line []byte, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, width := utf8.DecodeLastRune(line[:at])
		at -= width
	}
	return at
}

// forth returns where the character begins that stands n characters after at, or the end.
func forth(line []byte, at, n int) int {
	for ; n > 0 && at < len(line); n-- {
		_, width := utf8.DecodeRune(line[at:])
		at += width
	}
	return at
}

// Format writes each mistake as "shown:line:col: message", the offending line and a caret under its column. What the
// input holds is made safe: nothing in it can move the cursor, turn the text around or command a CI system.
func (d Diagnostics) Format() string {
	var out strings.Builder
	for i := range d {
		d[i].format(&out)
	}
	return out.String()
}

// format writes one mistake.
func (d *Diagnostic) format(out *strings.Builder) {
	shown := cmp.Or(d.Shown, d.Place.File)
	if shown != "" {
		out.WriteString(Safe(shown) + ":")
		if d.Place.Line > 0 {
			fmt.Fprintf(out, "%d:%d:", d.Place.Line, max(d.Place.Column, 1))
		}
		out.WriteByte(' ')
	}
	out.WriteString(Safe(d.Message) + "\n")
	if d.Source == "" {
		return
	}
	line, caret := pointAt(d.Source, d.caret)
	out.WriteString("  | " + line + "\n  | " + caret + "^\n")
}

// pointAt returns a line made safe and the blanks that bring a caret under its column; tabs are kept in both.
func pointAt(source string, column int) (line, blanks string) {
	var text, pad strings.Builder
	at := 0
	for _, r := range source {
		at++
		shown := string(r)
		if r != '\t' {
			shown = safeRune(r)
		}
		text.WriteString(shown)
		switch {
		case at >= column || unicode.Is(unicode.Mn, r):
		case r == '\t':
			pad.WriteByte('\t')
		default:
			pad.WriteString(strings.Repeat(" ", utf8.RuneCountInString(shown)))
		}
	}
	if missing := column - 1 - at; missing > 0 {
		pad.WriteString(strings.Repeat(" ", missing))
	}
	return breakCommands(text.String()), pad.String()
}

// Safe returns a text with what a terminal or a CI system would obey shown instead of sent: control characters, marks
// that turn the direction of writing, and the openings of logging commands.
func Safe(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteString(safeRune(r))
	}
	return breakCommands(out.String())
}

// safeRune shows a character that acts on its surroundings as an escape.
func safeRune(r rune) string {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u00ad' || r == '\u2028' || r == '\u2029' {
		if r < 0x100 {
			return fmt.Sprintf(`\x%02x`, r)
		}
		return fmt.Sprintf(`\u%04x`, r)
	}
	return string(r)
}

// breakCommands keeps "##[error]" and "##vso[…]", which CI systems look for anywhere in a line, from being found.
func breakCommands(text string) string {
	return strings.NewReplacer("##[", `#\x23[`, "##vso[", `#\x23vso[`).Replace(text)
}
