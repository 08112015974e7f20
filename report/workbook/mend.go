package workbook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// write writes a sheet: what comes before its rows, the rows, and what comes after them, which is in excelize's part.
func (b *book) write(to *archive, f *leaf, part []byte) error {
	m, err := to.member(f.part)
	if err != nil {
		return err
	}
	m.open = f.head(m.open)
	w := &rowWriter{out: m, styles: b.styles, texts: b.texts}
	f.rows(w)
	b.lost[f.name] = w.lost
	if err := f.tail(w, part); err != nil {
		return err
	}
	if err := m.end(); err != nil {
		return fmt.Errorf("write %s: %w", f.name, err)
	}
	return nil
}

const worksheet = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`

// head writes what comes before the rows. Excelize knows neither that rows or columns are folded, nor that a filter may
// leave nothing out.
func (f *leaf) head(out []byte) []byte {
	active := ""
	if f.filter.word != "" {
		active = ` filterMode="1"`
	}
	out = fmt.Appendf(out, `%s<sheetPr%s><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:%s%d"/>`,
		worksheet, active, letters(len(f.columns)-1), f.lastRow)
	out = fmt.Appendf(out, `<sheetViews><sheetView showGridLines="0" zoomScale="100" zoomScaleNormal="100" workbookViewId="0"%s`+
		`</sheetView></sheetViews>`, f.panes())
	out = append(out, `<sheetFormatPr defaultRowHeight="15" customHeight="1" outlineLevelRow="1"`...)
	if f.folds() {
		out = append(out, ` outlineLevelCol="1"`...)
	}
	out = append(out, `/><cols>`...)
	for i, c := range f.columns {
		out = fmt.Appendf(out, `<col min="%d" max="%d" width="%s" customWidth="1"%s/>`, i+1, i+1, number(c.width), f.fold(i))
	}
	if f.folds() {
		// The column that carries the +.
		n := len(f.columns) + 1
		out = fmt.Appendf(out, `<col min="%d" max="%d" width="9" collapsed="1"/>`, n, n)
	}
	return append(out, `</cols><sheetData>`...)
}

// panes is what stays on the screen.
func (f *leaf) panes() string {
	selected := ""
	if f.part == firstPart {
		selected = ` tabSelected="1"`
	}
	if f.across == 0 {
		return selected + `>`
	}
	corner := letters(f.across) + strconv.Itoa(firstRow)
	return fmt.Sprintf(`%s><pane xSplit="%d" ySplit="%d" topLeftCell="%s" activePane="bottomRight" state="frozen"/>`+
		`<selection pane="topRight"/><selection pane="bottomLeft"/><selection pane="bottomRight" activeCell="%s" sqref="%s"/>`,
		selected, f.across, headRow, corner, corner, corner)
}

// folds tells whether there are folded columns; they are the last ones.
func (f *leaf) folds() bool { return f.columns[len(f.columns)-1].folded }

// fold is what a folded column says of itself.
func (f *leaf) fold(column int) string {
	if f.columns[column].folded {
		return ` outlineLevel="1" hidden="1"`
	}
	return ""
}

// tail writes what comes after the rows: excelize's part, mended. What excelize wrote before its own (empty) rows is left
// out, since head has written it; links go where the format wants them, before the page's margins.
func (f *leaf) tail(w *rowWriter, part []byte) error {
	_, tail, found := bytes.Cut(part, []byte(`</sheetData>`))
	if !found {
		return fmt.Errorf("write %s: no place for its rows", f.name)
	}
	before, after, found := strings.Cut(mendBars(string(tail)), `<pageMargins `)
	if !found {
		return fmt.Errorf("write %s: no page set-up", f.name)
	}
	w.out.open = append(append(w.out.open, `</sheetData>`...), before...)
	w.hyperlinks()
	w.out.open = append(append(w.out.open, `<pageMargins `...), after...)
	return nil
}

// mendBars gives data bars their lengths, without which programs draw 0 as a tenth of the cell. The extension of 2010,
// which would make them solid, is left out: some readers warn of every extension that they do not know.
func mendBars(tail string) string {
	return strings.ReplaceAll(tail, `<dataBar `, `<dataBar minLength="0" maxLength="100" `)
}

// number writes a number for an attribute or a formula.
func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// quoted writes a sheet's name as references do.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
