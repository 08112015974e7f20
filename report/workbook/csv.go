package workbook

import (
	"fmt"
	"io"
	"math"
	"strings"

	"coupefeu/report"
	"coupefeu/templates"
)

// Separated is the workbook's sheets as files of separated values, for those who pipe: one file a sheet, however long,
// record by record what the sheet has row by row. The first record is the technical keys, the same in every language.
type Separated struct {
	book *book
}

// SheetKeys are the technical names of the sheets, in the order in which their files are best written: what counts others
// comes last.
func SheetKeys() []string {
	var keys []string
	for now := early; now <= late; now++ {
		for i := range sheets {
			if sheets[i].turn == now {
				keys = append(keys, sheets[i].key)
			}
		}
	}
	return keys
}

// NewSeparated prepares the files of an assessment in a language. Of the options it needs the pages alone. The error is
// one of the program, which no assessment causes.
func NewSeparated(a *report.Assessment, l *templates.Language, o Options) (*Separated, error) {
	b, err := newBook(a, l, o)
	if err != nil {
		return nil, fmt.Errorf("begin tables: %w", err)
	}
	// Nothing goes into the file that excelize began: only its texts are of use here.
	if err := b.file.Close(); err != nil {
		return nil, fmt.Errorf("begin tables: %w", err)
	}
	b.sheets, b.mostRows = sheets, math.MaxInt
	for i := range b.sheets {
		b.names[b.sheets[i].key] = b.namesOf(&b.sheets[i])
	}
	return &Separated{book: b}, nil
}

// Write writes the file of a sheet by its key. The same key gives the same bytes, in whatever order files are asked for.
// The error is that of w, or of a key that no sheet has.
func (s *Separated) Write(w io.Writer, key string) error {
	for i := range s.book.sheets {
		if sheet := &s.book.sheets[i]; sheet.key == key {
			if sheet.turn != early {
				s.countLost()
			}
			return s.write(w, sheet)
		}
	}
	return fmt.Errorf("write %s: there is no such sheet", key)
}

// countLost writes the sheets that were not written yet to nowhere, since the notices tell what the others lost.
func (s *Separated) countLost() {
	b := s.book
	for i := range b.sheets {
		sheet := &b.sheets[i]
		if _, known := b.lost[b.sheetName(sheet.key)]; !known {
			// Nowhere takes everything.
			_ = s.write(io.Discard, sheet)
		}
	}
	b.forgetNotices()
}

// write writes a sheet's file and keeps what it lost.
func (s *Separated) write(w io.Writer, sheet *sheet) error {
	b := s.book
	var out *separated
	if sheet.table != nil {
		t := b.table(sheet.key)
		out = newSeparated(w, b.dialect(), t.width())
		b.writeRecords(out, t)
	} else {
		f := sheet.page(b)
		out = newSeparated(w, b.dialect(), len(f.columns))
		f.rows(out)
	}
	b.lost[b.sheetName(sheet.key)] = out.lost
	if err := out.out.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", sheet.key, err)
	}
	return nil
}

// dialect is the language's.
func (b *book) dialect() dialect {
	d := dialect{separator: ',', decimal: '.', date: b.format.date, moment: b.format.moment}
	if b.shared("units.number.decimal", nil) == "," {
		d.separator, d.decimal = ';', ','
	}
	return d
}

// writeRecords writes a table: the five records above its rows, then the rows. A table without rows has no record that
// says so, which scripts would take for a row; its sentence does.
func (b *book) writeRecords(w cellWriter, t *table) {
	top := *t
	top.heads, top.names = b.labelled(t), t.names[:1]
	if t.rows == 0 && t.says == nil {
		top.sentence += " " + b.nothingIn(t)
	}
	b.writeHeads(w, &top, 0)
	cells := make([]cell, len(t.heads))
	for row := range t.rows {
		t.fill(row, cells)
		w.begin(firstRow+row, rowStyle{})
		for i := range cells[:t.width()] {
			w.cell(i, look{}, &cells[i])
		}
		w.end()
	}
}

// unitRows is in how many rows a column's unit is looked for.
const unitRows = 200

// labelled is a table's heads as a file has them: without hyphens that only break a line, and with the unit that in a
// workbook the number format carries.
func (b *book) labelled(t *table) []head {
	heads := make([]head, len(t.heads))
	units := make([]string, len(t.heads))
	cells := make([]cell, len(t.heads))
	for row := range min(t.rows, unitRows) {
		t.fill(row, cells)
		for i := range cells {
			if unit := b.unitIn(&cells[i]); unit != "" && units[i] != "" && units[i] != unit {
				units[i] = mixed
			} else if unit != "" && units[i] == "" {
				units[i] = unit
			}
		}
	}
	for i, h := range t.heads {
		heads[i] = h
		word := strings.ReplaceAll(strings.ReplaceAll(b.headWord(&h), "-\n", ""), "\n", " ")
		if units[i] != "" && units[i] != mixed {
			word += " (" + units[i] + ")"
		}
		heads[i].word, heads[i].title = "", word
	}
	return heads[:t.width()]
}

// mixed marks a column whose figures have several units: another column names them.
const mixed = "\x00"

// unitIn is the unit that a cell's format carries; empty for a count, a percentage or a date.
func (b *book) unitIn(c *cell) string {
	for _, unit := range []string{"hours", "days", "kilometres"} {
		if c.kind == figure && strings.HasSuffix(c.format, b.suffix(unit)) {
			return b.text("format."+unit, nil)
		}
	}
	return ""
}
