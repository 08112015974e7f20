package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"coupefeu/inventory/source"
)

// jobLog reads what a scheduler or a script wrote of its jobs, for tools that have no reader of their own. A failed
// or partial job is a run, and no recovery point.
var jobLog = Reader{
	Tool:      "csv",
	Selectors: []string{"service", "backup"},
	MadeBy:    "a job log with the header `service,backup,time,status`",
	read:      readJobLog,
}

// column is a column of a job log. The first four must be there.
type column int

const (
	serviceColumn column = iota
	backupColumn
	timeColumn
	statusColumn
	bytesColumn
	durationColumn
	requiredColumns = bytesColumn
)

var columnNames = []string{"service", "backup", "time", "status", "bytes", "duration"}

// statuses are the words for how a job ended, and whether that makes a recovery point.
var statuses = map[string]bool{"ok": true, "failed": false, "partial": false}

// mostBadRows is how many mistakes are told one by one.
const mostBadRows = 20

// badRows are the mistakes in a job log: the first ones, and how many more there are.
type badRows struct {
	told []badRow
	more int
}

type badRow struct {
	line, column int // from 1, in characters
	text         string
}

// Error tells the first one.
func (b *badRows) Error() string {
	first := fmt.Sprintf("line %d: %s", b.told[0].line, b.told[0].text)
	if rest := len(b.told) - 1 + b.more; rest > 0 {
		return fmt.Sprintf("%s, and %d more", first, rest)
	}
	return first
}

// jobLogFile is a job log that is being read.
type jobLogFile struct {
	*csv.Reader
	in     *input
	at     []int // by column, which field of a row it is; -1 where it is not there
	record []string
	line   int // where the last whole row began
	run    entry
	bad    badRows
}

func readJobLog(in *input, add func(*entry)) error {
	f, err := openJobLog(in)
	if err != nil {
		return err
	}
	for {
		f.record, err = f.Read()
		f.in.whole(f.InputOffset())
		switch {
		case errors.Is(err, io.EOF):
			return f.mistakes()
		case f.blank() && (err == nil || errors.Is(err, csv.ErrFieldCount)):
		case err != nil:
			if err = f.broken(err); err != nil {
				return err
			}
		case f.row():
			add(&f.run)
		}
	}
}

// openJobLog reads the header, which also tells what separates the fields.
func openJobLog(in *input) (*jobLogFile, error) {
	head := in.head()
	if err := notText(head); err != nil {
		return nil, err
	}
	if known := outputOf(keysOf(head)); known != nil && !isJobLog(head) {
		return nil, mistake{known.what, otherFile}
	}
	f := &jobLogFile{Reader: csv.NewReader(in), in: in}
	f.Comma, f.ReuseRecord = separatorOf(head), true
	f.run.values = [][]string{{""}, {""}}
	header, err := f.Read()
	if err != nil {
		return nil, mistake{"a first line that is no header, " + quote(string(head)), otherFile}
	}
	f.line, _ = f.FieldPos(0)
	f.at = columnsOf(header)
	return f, checkHeader(header, f.at)
}

// isJobLog tells whether a text begins with the header of a job log.
func isJobLog(head []byte) bool {
	return missing(columnsOf(firstRow(head, separatorOf(head)))) == 0
}

// separatorOf tells which separator shows the more columns of a job log in the first row.
func separatorOf(head []byte) rune {
	if missing(columnsOf(firstRow(head, ';'))) < missing(columnsOf(firstRow(head, ','))) {
		return ';'
	}
	return ','
}

// firstRow reads the first row at the beginning of a file; nil where it is none.
func firstRow(head []byte, separator rune) []string {
	r := csv.NewReader(bytes.NewReader(head))
	r.Comma = separator
	names, err := r.Read()
	if err != nil {
		return nil
	}
	return names
}

// columnsOf finds the columns in a header.
func columnsOf(header []string) []int {
	at := make([]int, len(columnNames))
	for c, name := range columnNames {
		at[c] = slices.IndexFunc(header, func(title string) bool { return strings.TrimSpace(title) == name })
	}
	return at
}

// missing counts the required columns that are not there.
func missing(at []int) int {
	n := 0
	for _, field := range at[:requiredColumns] {
		if field < 0 {
			n++
		}
	}
	return n
}

// checkHeader makes sure that every required column is there, and none twice.
func checkHeader(header []string, at []int) error {
	for c, name := range columnNames {
		if at[c] < 0 && column(c) < requiredColumns {
			return mistake{fmt.Sprintf("a header without `%s`, %s", name, quote(strings.Join(header, " "))), hint(name, header)}
		}
		if at[c] >= 0 && columnsOf(header[at[c]+1:])[c] >= 0 {
			return mistake{fmt.Sprintf("a header with two columns `%s`", name), "it must be clear which of them counts"}
		}
	}
	return nil
}

// hint says what to do about a column that is not there.
func hint(name string, header []string) string {
	if near := source.Nearest(name, header); near != "" {
		return "did you mean `" + name + "` by " + quote(near) + "?"
	}
	return "the columns are " + strings.Join(columnNames, ", ") + ", separated by `,` or `;`; the last two may be left out"
}

// blank tells a row without anything in it, such as spreadsheets leave below a table.
func (f *jobLogFile) blank() bool {
	for _, field := range f.record {
		if strings.TrimSpace(field) != "" {
			return false
		}
	}
	return true
}

// field returns a column's text; empty where the column is not there.
func (f *jobLogFile) field(c column) string {
	if f.at[c] < 0 {
		return ""
	}
	return strings.TrimSpace(f.record[f.at[c]])
}

// row makes the run of a row. It notes all mistakes in it, and is false once there was one in the file.
func (f *jobLogFile) row() bool {
	f.line, _ = f.FieldPos(0)
	f.run.values[0][0] = f.name(serviceColumn)
	f.run.values[1][0] = f.name(backupColumn)
	f.run.Run = Run{
		Time:     f.time(),
		OK:       f.status(),
		Bytes:    f.bytes(),
		Duration: f.duration(),
		ID:       "line " + strconv.Itoa(f.line),
	}
	return len(f.bad.told) == 0
}

// name returns the text of a column that a select can ask for. Text that is not UTF-8 would never match one.
func (f *jobLogFile) name(c column) string {
	text := f.field(c)
	switch {
	case text == "":
		f.fail(c, fmt.Sprintf("there is no %s", columnNames[c]))
	case !utf8.ValidString(text):
		f.fail(c, fmt.Sprintf("the %s %s is not UTF-8; save the file as UTF-8", columnNames[c], quote(text)))
	}
	return text
}

// time returns when the job ran, which is taken for the moment its data are from.
func (f *jobLogFile) time() time.Time {
	text := f.field(timeColumn)
	t, err := f.in.clock.parse(text)
	if err != nil {
		f.fail(timeColumn, fmt.Sprintf("the time %s is not as in 2026-09-30T02:10:00+02:00 or 2026-09-30 02:10", quote(text)))
	}
	return t
}

func (f *jobLogFile) status() bool {
	text := f.field(statusColumn)
	ok, known := statuses[text]
	if !known {
		f.fail(statusColumn, fmt.Sprintf("the status %s is none of ok, failed and partial", quote(text)))
	}
	return ok
}

// bytes returns the size of what was backed up, -1 where it is not given.
func (f *jobLogFile) bytes() int64 {
	text := f.field(bytesColumn)
	if text == "" {
		return -1
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		f.fail(bytesColumn, fmt.Sprintf("the bytes %s are no whole number", quote(text)))
	}
	return int64(n)
}

// duration returns how long the job took, 0 where it is not given.
func (f *jobLogFile) duration() time.Duration {
	text := f.field(durationColumn)
	if text == "" {
		return 0
	}
	if strings.Trim(text, "0123456789") == "" {
		text += "s"
	}
	d, err := source.ParseDuration(text)
	if err != nil {
		f.fail(durationColumn, fmt.Sprintf("the duration %s is neither whole seconds nor as in 2h10m: %v", quote(text), err))
	}
	return time.Duration(d) * time.Second
}

// fail notes a mistake in a field of the row at hand.
func (f *jobLogFile) fail(c column, text string) {
	field := max(f.at[c], 0)
	line, column := f.FieldPos(field)
	for _, before := range f.record[:field] { // FieldPos counts bytes
		column -= len(before) - utf8.RuneCountInString(before)
	}
	f.note(badRow{line, max(column, 1), text})
}

// note keeps a mistake to be told, or counts it once there are enough.
func (f *jobLogFile) note(row badRow) {
	if len(f.bad.told) == mostBadRows {
		f.bad.more++
		return
	}
	f.bad.told = append(f.bad.told, row)
}

// broken notes a row that is no row, so that the next can be read. It returns the errors that nothing can follow.
func (f *jobLogFile) broken(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, errLongEntry):
		f.note(badRow{f.line + 1, 1, fmt.Sprintf("a row of more than %d MiB begins here or further down; a quote is not closed", longestEntry>>20)})
		return &f.bad
	case !errors.As(err, &parse):
		return err
	case errors.Is(err, csv.ErrFieldCount):
		f.note(badRow{parse.StartLine, 1, fmt.Sprintf("the row has %d fields and the header %d", len(f.record), f.FieldsPerRecord)})
	case errors.Is(err, csv.ErrBareQuote):
		f.note(badRow{parse.Line, parse.Column, "there is a quote inside a field that does not begin with one"})
	default:
		f.note(badRow{parse.StartLine, 1, "a quoted field is not closed, or something follows its end"})
	}
	return nil
}

// mistakes returns what was noted; nil where nothing was.
func (f *jobLogFile) mistakes() error {
	if len(f.bad.told) == 0 {
		return nil
	}
	return &f.bad
}
