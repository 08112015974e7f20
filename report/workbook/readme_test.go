package workbook

import (
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"coupefeu/templates"
)

// TestReadMeHoldsItsTexts asks every row of the way in to be as high as its texts in any language. A line that does not
// wrap may reach into the gap between the halves.
func TestReadMeHoldsItsTexts(t *testing.T) {
	const gap = 3 * unitPixels
	for _, tag := range templates.Tags() {
		f, sheet := opened(t, written(t, byHand(), tag)), name(t, tag, readMeKey)
		wrapped := 0
		for row := firstRow; row < 60; row++ {
			tall, err := f.GetRowHeight(sheet, row)
			if err != nil {
				t.Fatal(err)
			}
			for column, where := range map[int]align{onLeft.meaning: indented, onRight.meaning: left} {
				cell, wide := letters(column)+strconv.Itoa(row), room(readMeWidths[column], where)
				text := raw(t, f, sheet, cell)
				if !wraps(t, f, sheet, cell) {
					wide += gap
				}
				lines := body.lines(text, wide)
				if text != "" && tall < height(lines) {
					t.Errorf("%s: row %d is %v points high, and has %d lines: %s", tag, row, tall, lines, text)
				}
				if lines > 1 {
					wrapped++
				}
			}
		}
		if wrapped < 5 {
			t.Errorf("%s: only %d texts take more than a line", tag, wrapped)
		}
	}
}

// wraps tells whether a cell's text wraps.
func wraps(t *testing.T, f *excelize.File, sheet, cell string) bool {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style.Alignment != nil && style.Alignment.WrapText
}
