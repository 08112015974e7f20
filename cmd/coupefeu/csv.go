package main

import (
	"io"

	"coupefeu/report"
	"coupefeu/report/workbook"
	"coupefeu/templates"
)

// csvNotes is what people must know to read the files of separated values.
const csvNotes = `With csv, each sheet of the workbook is a file as well, audit.LANG.SHEET.csv: UTF-8 with a byte-order mark,
lines as RFC 4180 has them. In fr, nl and de a semicolon separates and the decimal sign is a comma; in en a
comma separates and the decimal sign is a point. So each language's spreadsheets take figures for figures.
Line 1 is technical keys, the same in every language; lines 2 to 5 are name, sentence, groups and heads, with
units; data begin with line 6, in the order of the sheet. Text is quoted, nothing else is; dates are written
2026-09-30 or 2026-09-30 05:36:00, percentages as ratios. Text that a spreadsheet might take for a formula
(= + - @ in front, or a tab or line break) begins with an apostrophe, as OWASP advises; text that would look
so already gets one more, so that taking one off gives it back.
`

// csvFiles are a file for each sheet and language.
func (m *making) csvFiles() []report.Output {
	var out []report.Output
	for _, l := range m.languages {
		for _, key := range workbook.SheetKeys() {
			out = append(out, report.Output{Name: "audit." + l.Tag() + "." + key + ".csv", Write: func(w io.Writer) error {
				files, err := m.separatedIn(l)
				if err != nil {
					return err
				}
				return files.Write(w, key)
			}})
		}
	}
	return out
}

// separated is the sheets of one language, which share what they look up.
type separated struct {
	tag   string
	files *workbook.Separated
}

// separatedIn prepares a language's sheets when its first is asked for. Those of the language before are let go: their
// rows may be millions.
func (m *making) separatedIn(l *templates.Language) (*workbook.Separated, error) {
	if m.separated.tag == l.Tag() {
		return m.separated.files, nil
	}
	files, err := workbook.NewSeparated(m.assessment, l, workbook.Options{Pages: m.pages[l.Tag()]})
	if err != nil {
		return nil, err
	}
	m.separated = separated{l.Tag(), files}
	return files, nil
}
