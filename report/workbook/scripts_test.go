package workbook

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"coupefeu/templates"
)

// TestScriptsReadAnyLanguage compares what does not depend on the language (technical keys, figures, the folded key
// columns) with one expectation for all languages. UPDATE=1 rewrites it.
func TestScriptsReadAnyLanguage(t *testing.T) {
	files, err := filepath.Glob("testdata/scripts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no expectation in testdata/scripts")
	}
	for _, file := range files {
		for _, tag := range templates.Tags() {
			key := strings.TrimSuffix(filepath.Base(file), ".txt")
			got := scriptsView(t, opened(t, written(t, byHand(), tag)), name(t, tag, key), unwritten(t, tag).table(key))
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s in %s:\n%s", file, tag, diff)
			}
		}
	}
}

// scriptsView is a sheet's technical keys and, row by row, its figures and the words of columns whose head is their key.
func scriptsView(t *testing.T, f *excelize.File, sheet string, table *table) string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString(strings.Join(rows[keyRow-1], "\t") + "\n")
	for row := headRow; row < len(rows); row++ {
		var cells []string
		for column, value := range rows[row] {
			kind, err := f.GetCellType(sheet, letters(column)+strconv.Itoa(row+1))
			if err != nil {
				t.Fatal(err)
			}
			isKey := column < len(table.heads) && table.heads[column].word == "" && table.heads[column].title == ""
			if value != "" && (isKey || kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) {
				cells = append(cells, rows[keyRow-1][column]+"="+strconv.Quote(value))
			}
		}
		out.WriteString(strings.Join(cells, " ") + "\n")
	}
	return out.String()
}
