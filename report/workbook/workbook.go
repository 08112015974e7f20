// Package workbook writes the auditor's workbook: every figure of the report can be found in it, filtered, traced to a
// file and line, and recomputed. It only sets out what the assessment holds; what it adds are counts of its own rows,
// ratios, and formulas that do both before the reader's eyes.
//
// A sheet is one file and one line in the table of sheets. Most are tables: a list of columns, each a value with its
// key, its head, its width and the function that gives a row's cell. Their first five rows are the same everywhere:
// technical keys (folded away, so that scripts read every language alike), name, one sentence with the counts, names of
// groups of columns, heads. Keys that values have in every language stand in folded columns at the right.
//
// Sheets are made in turns, since some tell of others: first the tables, then the notices on what they could not show,
// then the pages that count them all. Each is made in two steps. Settings go through excelize, which is imported only
// here: conditional formats, filters, print set-up, charts. Its part of the sheet is then written to the package with the
// rows, which go through rowWriter and are compressed at once, so that they are nowhere held. They ask for styles while
// they are written: all that is no sheet comes last.
//
// For those who pipe, Separated writes the same sheets as files of separated values: the same tables, rows and cells go
// to another cellWriter.
//
// The bytes depend on nothing but the arguments: members stand in one order and are dated 1980, blocks are cut by size,
// and no map is walked in its own order.
package workbook

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/templates"
)

// Options is what the assessment cannot hold, since it is known only after it is written.
type Options struct {
	Digest string         // SHA-256 of assessment.json, for the footer; empty: not printed
	Pages  map[string]int // the page of the board's PDF on which a section starts, by its name; nil without a PDF
}

// Write writes the workbook of an assessment in a language. The same assessment, language and options give the same
// bytes. The error is that of w, or of a sheet that cannot be made, which no assessment causes.
func Write(w io.Writer, a *report.Assessment, l *templates.Language, o Options) error {
	b, err := newBook(a, l, o)
	if err != nil {
		return fmt.Errorf("begin workbook: %w", err)
	}
	return b.finish(w)
}

// finish makes the sheets of a workbook that was begun, and writes it.
func (b *book) finish(w io.Writer) (err error) {
	defer func() {
		// Without it, excelize leaves its temporary files behind.
		if failed := b.file.Close(); failed != nil && err == nil {
			err = fmt.Errorf("close workbook: %w", failed)
		}
	}()
	b.sheets = sheets
	if err := b.describe(); err != nil {
		return err
	}
	to := newArchive(w)
	if err := b.build(to); err != nil {
		return err
	}
	return b.complete(to)
}

// describe sets the document's properties. It was made when the assessment is as of, whenever that is run.
func (b *book) describe() error {
	moment := b.AsOf.UTC().Format(time.RFC3339)
	title := b.text("readme.title", nil) + " · " + b.Organisation.Name + " · " + b.l.Period(b.Period.ID)
	maker := b.Generator.Name + " " + b.Generator.Version
	properties := excelize.DocProperties{Title: title, Subject: b.runningHead(b.Organisation.Name), Creator: maker,
		LastModifiedBy: maker, Created: moment, Modified: moment, Language: b.l.Tag()}
	if err := b.file.SetDocProps(&properties); err != nil {
		return fmt.Errorf("set properties: %w", err)
	}
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: b.Generator.Name, Company: b.Organisation.Name}); err != nil {
		return fmt.Errorf("set properties: %w", err)
	}
	return nil
}

// sheet is one entry of the list of sheets. A sheet of rows has a table, any other draws itself. Its key names it in
// the texts (workbook.sheet.<key>, workbook.<key>.for) and among the tables that other sheets refer to.
type sheet struct {
	key   string // of its name, workbook.sheet.<key>, and of its texts
	turn  turn
	rows  func(b *book) int    // how many it has: of a page, and of a table that may be longer than a sheet
	table func(b *book) *table // rows and columns
	page  func(b *book) *leaf  // anything else
}

// turn says when a sheet is made: what tells of others comes after them.
type turn uint8

// The turns: the sheets of rows, the notices on what they could not hold, the sheets that count them.
const (
	early turn = iota
	notices
	late
)

// sheets is the one list of the workbook's sheets, in the reader's order. A new one is a file and a line here.
var sheets = []sheet{
	readMe, reconciliation, summary, findings, services, scenarios, impactSheet, backups, restoreTests, waivers, packRules, frameworks, members, trend,
	changes, evidence, noticeSheet, auditSample,
}

// build makes every sheet, in the order of their turns: first it is set up, then its rows are written.
func (b *book) build(to *archive) error {
	if err := b.nameSheets(); err != nil {
		return err
	}
	for now := early; now <= late; now++ {
		if now == notices {
			b.loseLater()
		}
		leaves, err := b.setUp(now)
		if err != nil {
			return err
		}
		p, err := b.drafted()
		if err != nil {
			return err
		}
		// What says what kind of package this is goes first: some programs tell by it.
		if err := to.add(p, aboutPackage); err != nil {
			return err
		}
		for _, f := range leaves {
			if err := b.write(to, f, p[f.part].Bytes()); err != nil {
				return err
			}
		}
	}
	return nil
}

// aboutPackage picks the files that speak of the package and not of the workbook in it.
func aboutPackage(name string) bool {
	return strings.HasPrefix(name, "_rels/") || strings.HasPrefix(name, "docProps/")
}

// setUp sets up the sheets of a turn.
func (b *book) setUp(now turn) ([]*leaf, error) {
	var out []*leaf
	for i := range b.sheets {
		s := &b.sheets[i]
		if s.turn != now {
			continue
		}
		for _, f := range b.leavesOf(s) {
			f.part = b.parts[f.name]
			if err := b.settings(f); err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// nameSheets gives every sheet its name and its place.
func (b *book) nameSheets() error {
	for i := range b.sheets {
		s := &b.sheets[i]
		b.names[s.key] = b.namesOf(s)
		for _, name := range b.names[s.key] {
			if err := b.addSheet(name); err != nil {
				return fmt.Errorf("add sheet %s: %w", name, err)
			}
		}
	}
	return nil
}

// namesOf are the names of a sheet, and of those in which it goes on.
func (b *book) namesOf(s *sheet) []string {
	names := []string{b.sheetName(s.key)}
	for extra := b.mostRows; s.table != nil && s.rows != nil && s.rows(b) > extra; extra += b.mostRows {
		names = append(names, fmt.Sprintf("%s %d", b.sheetName(s.key), len(names)+1))
	}
	return names
}

// addSheet adds a sheet after the others. A new file has one already, which the first takes over.
func (b *book) addSheet(name string) error {
	if len(b.parts) == 0 {
		b.parts[name] = firstPart
		return b.file.SetSheetName(b.file.GetSheetName(0), name)
	}
	index, err := b.file.NewSheet(name)
	b.parts[name] = fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1)
	return err
}

// firstPart is the file of the sheet that is shown when the workbook is opened.
const firstPart = "xl/worksheets/sheet1.xml"

// table returns a sheet's table by the sheet's key. It is made when it is first asked for.
func (b *book) table(key string) *table {
	for i := range b.sheets {
		if s := &b.sheets[i]; s.key == key && b.tables[key] == nil {
			b.tables[key] = s.table(b)
			b.tables[key].names, b.tables[key].most = b.names[key], b.mostRows
			b.settle(b.tables[key])
		}
	}
	return b.tables[key]
}

// leavesOf are the sheets of the file that a sheet takes.
func (b *book) leavesOf(s *sheet) []*leaf {
	if s.table != nil {
		return b.leaves(b.table(s.key))
	}
	return []*leaf{s.page(b)}
}
