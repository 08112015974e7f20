package workbook

import (
	"bytes"
	"fmt"
)

// textList is the package's list of texts, to which cells refer by their place. Only texts with escapes are in it:
// several programs (openpyxl, exceljs) undo those in the list and not in a cell, where the others take both.
type textList struct {
	places map[string]int // by the text as XML
	items  bytes.Buffer
	cells  int // that refer to it
}

// place is the place of a text, given as XML; it is added where it is new.
func (l *textList) place(xml string) int {
	l.cells++
	place, known := l.places[xml]
	if !known {
		if l.places == nil {
			l.places = map[string]int{}
		}
		place = len(l.places)
		l.places[xml] = place
		l.items.WriteString(`<si><t xml:space="preserve">` + xml + `</t></si>`)
	}
	return place
}

// textListPart is the file of the list.
const textListPart = "xl/sharedStrings.xml"

// announceTexts has excelize say that there is a list, if there is anything in it. The cell that it takes for that is
// left out with all rows of excelize's.
func (b *book) announceTexts() error {
	if len(b.texts.places) == 0 {
		return nil
	}
	if err := b.file.SetCellStr(b.file.GetSheetName(0), "A1", "list"); err != nil {
		return fmt.Errorf("announce list of texts: %w", err)
	}
	return nil
}

// into puts the list in the place of excelize's.
func (l *textList) into(p parts) {
	if len(l.places) == 0 {
		return
	}
	part := fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
		`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">`, l.cells, len(l.places))
	p[textListPart] = bytes.NewBuffer(append(append(part, l.items.Bytes()...), `</sst>`...))
}
