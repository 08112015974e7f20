package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/templates"
)

// separatedText is a sheet's file as Separated writes it.
func separatedText(t testing.TB, a *report.Assessment, tag, key string) string {
	t.Helper()
	files, err := NewSeparated(a, language(t, tag), Options{Pages: map[string]int{"rules": 2}})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := files.Write(&out, key); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// records reads a file back as any reader of RFC 4180 would.
func records(t testing.TB, text, tag string) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(text, byteOrderMark)
	if !marked || !strings.HasSuffix(text, "\r\n") {
		t.Fatalf("the file begins with %q and ends with %q", text[:3], text[len(text)-3:])
	}
	r := csv.NewReader(strings.NewReader(text))
	if tag != "en" {
		r.Comma = ';'
	}
	all, err := r.ReadAll() // it asks every record for as many fields as the first
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unguarded is a text without its guard.
func unguarded(text string) string {
	if rest, found := strings.CutPrefix(text, guard); found && formulaLike(rest) {
		return rest
	}
	return text
}

// TestSeparatedHoldTheSheets sets every file beside its sheet, cell by cell, in every language: nothing is lost, and
// figures are the same.
func TestSeparatedHoldTheSheets(t *testing.T) {
	a := byHand()
	for _, tag := range tongues() {
		f := opened(t, written(t, a, tag))
		for i, s := range sheets {
			got := records(t, separatedText(t, a, tag, s.key), tag)
			rows, err := f.GetRows(f.GetSheetName(i), excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(rows) {
				t.Errorf("%s: %s has %d records for %d rows", tag, s.key, len(got), len(rows))
				continue
			}
			for row := range rows {
				for column, field := range got[row] {
					want := ""
					if column < len(rows[row]) {
						want = rows[row][column]
					}
					if !sameCell(want, field, row == headRow-1 && s.table != nil) {
						t.Errorf("%s: %s%d of %s is %q, its field %q", tag, letters(column), row+1, s.key, want, field)
					}
				}
			}
		}
	}
}

// sameCell tells whether a field says what a cell does: the same text, figure or moment. Heads are another matter: their
// line breaks are gone, and their unit is there.
func sameCell(cell, field string, head bool) bool {
	if head {
		word := strings.ReplaceAll(strings.ReplaceAll(cell, "-\n", ""), "\n", " ")
		return field == word || strings.HasPrefix(field, word+" (")
	}
	if cell == unguarded(field) {
		return true
	}
	want, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return false
	}
	if day, err := time.Parse(time.DateOnly, field); err == nil {
		return serial(day) == math.Floor(want) // the sheet shows the day alone, whatever the hour
	}
	if moment, err := time.Parse(time.DateTime, field); err == nil {
		return math.Abs(serial(moment)-want) < 1.0/86400
	}
	got, err := strconv.ParseFloat(strings.Replace(field, ",", ".", 1), 64)
	return err == nil && got == want
}

// TestSeparatedGolden compares the files of some sheets, byte for byte. Their names are sheet and language. UPDATE=1
// rewrites them.
func TestSeparatedGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/csv/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no expectation in testdata/csv: %v", err)
	}
	for _, file := range files {
		key, tag, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".csv"), ".")
		got := separatedText(t, byHand(), tag, key)
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
			t.Errorf("%s:\n%s", file, diff)
		}
	}
}

// TestSeparatedHostile takes names from outside through the file and back, and asks that none stands where a spreadsheet
// would take it for a formula.
func TestSeparatedHostile(t *testing.T) {
	a := byHand()
	more := []string{"'=1", "''", "'plain", " =1+1", "\u00a0@x", "\u200b-1", "\ufeff=1", `"=1"`, "＝1+1", "\n=1", "\r\n+1", "a;b", "a,b", `say "x";=1`, "\r=2", "-", "=", "+ 32 4"}
	for i, name := range more {
		a.Services[i%len(a.Services)].Owner = name
		if i >= len(a.Services) {
			a.Services[i%len(a.Services)].Name = more[i-len(a.Services)]
		}
	}
	for _, tag := range templates.Tags() {
		got := records(t, separatedText(t, a, tag, servicesKey), tag)
		name, owner := slices.Index(got[0], "service.name"), slices.Index(got[0], "owner")
		for i := range a.Services {
			record := got[headRow+i]
			for field, want := range map[int]string{name: a.Services[i].Name, owner: a.Services[i].Owner} {
				want = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(want)
				if unguarded(record[field]) != want {
					t.Errorf("%s: %q is read back as %q", tag, want, record[field])
				}
				if dangerous(record[field]) {
					t.Errorf("%s: %q stands in the file as it is", tag, record[field])
				}
			}
		}
	}
}

// dangerous is what a spreadsheet acts on: a model of its own, by the characters that OWASP lists.
func dangerous(field string) bool {
	return strings.HasPrefix(field, "\t") || strings.HasPrefix(field, "\r") || strings.HasPrefix(field, "\n") ||
		strings.IndexAny(strings.TrimLeft(field, " \u00a0\u200b\ufeff\""), "=+-@＝＋－＠") == 0
}

// FuzzSeparatedText asks of every text that it is read back as it was, but for what is replaced, and is no formula.
func FuzzSeparatedText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	for _, text := range []string{"'=1", "''=1", "'", `"`, `"=1`, "\x00", "\xff=1", "a\r\nb", "\u2028", "\x1b[31m"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var out bytes.Buffer
		s := newSeparated(&out, dialect{separator: ';', decimal: ','}, 2)
		s.begin(1, rowStyle{})
		s.cell(1, look{}, &cell{kind: words, text: text})
		s.end()
		if err := s.out.Flush(); err != nil {
			t.Fatal(err)
		}
		got := records(t, out.String(), "fr")
		if len(got) != 1 || len(got[0]) != 2 {
			t.Fatalf("%q makes the records %q", text, got)
		}
		field := got[0][1]
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		if s.lost == 0 && unguarded(field) != want {
			t.Errorf("%q is read back as %q", want, field)
		}
		if s.lost > 0 && !strings.Contains(field, "\uFFFD") {
			t.Errorf("%q: a loss, and nothing shows it in %q", text, field)
		}
		if dangerous(field) || strings.ContainsAny(field, "\x00\x1b\r") {
			t.Errorf("%q stands in the file as %q", text, field)
		}
	})
}

// TestSeparatedSameBytes asks for files in another order, and on other numbers of cores: the bytes are the same.
func TestSeparatedSameBytes(t *testing.T) {
	a := byHand()
	a.Services[1].Description = "bell \a"
	keys := SheetKeys()
	if len(keys) != len(sheets) || keys[len(keys)-1] == "notices" {
		t.Fatalf("the keys are %q", keys)
	}
	first := map[string]string{}
	for turn, cores := range []int{1, 4} {
		before := runtime.GOMAXPROCS(cores)
		files, err := NewSeparated(a, language(t, "nl"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			var out bytes.Buffer
			if err := files.Write(&out, key); err != nil {
				t.Fatal(err)
			}
			if turn > 0 && out.String() != first[key] {
				t.Errorf("%s: asked for in another order, the bytes differ", key)
			}
			first[key] = out.String()
		}
		runtime.GOMAXPROCS(before)
		slices.Reverse(keys)
	}
	if !strings.Contains(first["notices"], lostCode) {
		t.Error("no notice of what the other files do not show")
	}
	if err := (&Separated{book: unwritten(t, "fr")}).Write(io.Discard, "no-sheet"); err == nil {
		t.Error("there is a sheet that there is not")
	}
}

// TestSeparatedErrors fills the disk at several places.
func TestSeparatedErrors(t *testing.T) {
	for _, left := range []int{0, 100} {
		files, err := NewSeparated(byHand(), language(t, "fr"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := files.Write(&broken{left}, findingsKey); err == nil {
			t.Errorf("after %d bytes the disk is full, and there is no error", left)
		}
	}
}

// TestSeparatedNumbers writes figures so that none needs an exponent, and reads them back.
func TestSeparatedNumbers(t *testing.T) {
	for _, c := range []struct {
		cell cell
		want string
	}{
		{cell{kind: figure, number: 61.5}, "61,5"}, {cell{kind: figure, number: -3}, "-3"}, {cell{kind: figure, number: 1e20}, "100000000000000000000"},
		{cell{kind: figure, number: 1.0 / 3}, "0,3333333333333333"}, {cell{kind: figure, number: 0.37, format: "0%"}, "0,37"},
		{cell{kind: figure, number: 46296, format: "date"}, "2026-10-01"}, {cell{kind: figure, number: 46295.23333333333, format: "moment"}, "2026-09-30 05:36:00"},
		{cell{}, ""}, {cell{format: "date"}, ""}, {cell{kind: words, text: "à faire", formula: "1+1"}, `"à faire"`}, {cell{kind: figure, number: 2, formula: "1+1"}, "2"},
	} {
		var out bytes.Buffer
		s := newSeparated(&out, dialect{separator: ';', decimal: ',', date: "date", moment: "moment"}, 1)
		s.begin(1, rowStyle{})
		s.cell(0, look{}, &c.cell)
		s.end()
		if err := s.out.Flush(); err != nil || out.String() != byteOrderMark+c.want+"\r\n" {
			t.Errorf("%+v is written %q, want %q, %v", c.cell, out.String(), c.want, err)
		}
	}
}

// BenchmarkSeparated writes every file of inventories of several sizes under 24 rules.
func BenchmarkSeparated(b *testing.B) {
	for _, services := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			a, l := large(services), language(b, "fr")
			b.ReportAllocs()
			for b.Loop() {
				files, err := NewSeparated(a, l, Options{})
				if err != nil {
					b.Fatal(err)
				}
				for _, key := range SheetKeys() {
					if err := files.Write(io.Discard, key); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
