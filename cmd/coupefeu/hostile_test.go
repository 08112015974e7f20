package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"coupefeu/templates"
)

// hostileReport writes the report of an inventory whose every text is what a careless program would take for a formula,
// a figure, a command or nothing, and returns its folder. The quarter before is there too, so that every sheet has rows.
func hostileReport(t *testing.T, more ...string) string {
	t.Helper()
	const folder = "testdata/hostile"
	out := t.TempDir()
	for _, words := range [][]string{{"--period", "2026-Q2", "--format", "md"}, append([]string{"--period", "2026-Q3"}, more...)} {
		words = append([]string{"report", "--inventory", folder + "/inventory", "--rules", folder + "/pack.yaml", "--out", out}, words...)
		var stderr bytes.Buffer
		if got := run(words, strings.NewReader(""), &bytes.Buffer{}, &stderr); got != exitDone {
			t.Fatalf("exit %d\n%s", got, stderr.String())
		}
	}
	return filepath.Join(out, "2026-Q3")
}

// textLists is what assessment.json says, as far as the papers repeat its texts.
type textLists map[string][]map[string]any

func readAccount(t *testing.T, folder string) textLists {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "assessment.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	a := textLists{}
	for _, repeated := range repeatedTexts {
		var list []map[string]any
		if err := json.Unmarshal(all[repeated.list], &list); err != nil {
			t.Fatalf("%s: %v", repeated.list, err)
		}
		a[repeated.list] = list
	}
	return a
}

// repeatedTexts says where papers repeat texts of assessment.json as they are: the sheet whose rows are entries of a
// list, the columns that tell which, and by column the key of the text.
var repeatedTexts = []struct {
	sheet, list string
	row         []string // of the entry: key, then the column that reads the same
	texts       map[string]string
}{
	{"services", "services", []string{"id", "service"}, map[string]string{"service.name": "name", "description": "description", "owner": "owner"}},
	{"members", "members", []string{"id", "member"}, map[string]string{"name": "name", "kind": "kind"}},
	{"waivers", "waivers", []string{"id", "id"}, map[string]string{"reason": "reason", "approved_by": "approved_by", "decision": "decision"}},
	{"rules", "rules", []string{"id", "rule"}, map[string]string{"rule.title": "title", "why": "why", "remedy": "remedy"}},
	{"evidence", "evidence", []string{"id", "id"}, map[string]string{"path": "path"}},
	{"changes", "commitments", []string{"id", "reference"}, map[string]string{"what": "what", "owner": "owner", "decision": "decision", "document": "document"}},
	{"tests", "restore_tests", []string{"place", "provenance"}, map[string]string{"by": "by", "document": "document"}},
	{"backups", "backups", []string{"place", "provenance"}, map[string]string{"data": "data", "backup": "id"}},
}

// textOf is a text of an entry, in a language where it has several.
func textOf(entry map[string]any, key, tag string) string {
	if key == "place" {
		return fmt.Sprintf("%v:%v", entry["file"], entry["line"])
	}
	switch v := entry[key].(type) {
	case string:
		return v
	case map[string]any:
		return fmt.Sprint(v[tag])
	}
	return ""
}

// TestHostileWorkbook asks of every text from outside that it is a text in the workbook, the same to the letter but for
// what the notice speaks of, and of every formula that nobody outside had a hand in it.
func TestHostileWorkbook(t *testing.T) {
	folder := hostileReport(t, "--format", "xlsx", "--lang", strings.Join(templates.Tags(), ","))
	a := readAccount(t, folder)
	outside := a.texts()
	for _, tag := range templates.Tags() {
		sheets := readWorkbook(t, filepath.Join(folder, "audit."+tag+".xlsx"))
		checkRepeated(t, tag, a, func(sheet string) table { return tableOf(sheets[sheet]) }, heldByCell)
		for key, s := range sheets {
			checkFormulas(t, tag+" "+key, s, outside)
		}
		checkLosses(t, tag, sheets)
	}
}

// table is the rows of a sheet by the keys of its columns.
type table []map[string]string

func tableOf(s *readSheet) table {
	var rows table
	for row := 6; row <= s.rows; row++ {
		read := map[string]string{}
		for key := range s.columns {
			read[key] = s.at(key, row)
		}
		rows = append(rows, read)
	}
	return rows
}

// checkRepeated finds the texts of assessment.json in the sheets that repeat them.
func checkRepeated(t *testing.T, tag string, a textLists, sheet func(string) table, held func(string) string) {
	t.Helper()
	for _, repeated := range repeatedTexts {
		rows := map[string]map[string]string{}
		for _, row := range sheet(repeated.sheet) {
			rows[row[repeated.row[1]]] = row
		}
		if len(a[repeated.list]) == 0 {
			t.Errorf("%s: nothing to compare in %s", tag, repeated.list)
		}
		for _, entry := range a[repeated.list] {
			row, found := rows[held(textOf(entry, repeated.row[0], tag))]
			if !found {
				t.Errorf("%s: %s has no row for %v", tag, repeated.sheet, entry[repeated.row[0]])
			}
			for column, key := range repeated.texts {
				want := held(textOf(entry, key, tag))
				if repeated.list == "rules" {
					want = templates.Workbook(want) // what a pack says is printed as a text of the program's own
				}
				if row[column] != want {
					t.Errorf("%s: %s of %s is %.80q, want %.80q", tag, column, repeated.sheet, row[column], want)
				}
			}
		}
	}
}

var anyBreak = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// heldByFile is a text as a file of separated values holds it: line breaks of one kind, control characters replaced.
func heldByFile(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return unicode.ReplacementChar
		}
		return r
	}, anyBreak.Replace(text))
}

// mostUnits is how much a cell holds.
const mostUnits = 32767

// heldByCell is a text as a cell holds it: no longer than it may be.
func heldByCell(text string) string {
	text = heldByFile(text)
	if len(utf16.Encode([]rune(text))) <= mostUnits {
		return text
	}
	runes := []rune(text)
	for len(utf16.Encode(runes)) >= mostUnits {
		runes = runes[:len(runes)-1-(len(utf16.Encode(runes))-mostUnits)/2]
	}
	return string(runes) + "…"
}

var (
	inQuotes = regexp.MustCompile(`"(?:[^"]|"")*"|'(?:[^']|'')*'`)
	harmless = regexp.MustCompile(`^[A-Z0-9a-z_.$:!#(),+*/<>=&§ -]*$`)
	outwards = regexp.MustCompile(`\b(HYPERLINK|WEBSERVICE|FILTERXML|IMPORT[A-Z]*|DDE|RTD|CALL|REGISTER|EXEC|IMAGE|INDIRECT|OFFSET|NOW|TODAY|RAND[A-Z]*|NA)\(`)
)

// checkFormulas asks of each formula that Excel reads it, of a text in it that it is no escape, and of the rest that it
// does not reach outside and is no text from there.
func checkFormulas(t *testing.T, where string, s *readSheet, outside []string) {
	t.Helper()
	for name, c := range s.cells {
		if c.formula == "" {
			continue
		}
		if len(utf16.Encode([]rune(c.formula))) > 8192 {
			t.Errorf("%s!%s: a formula of %d characters", where, name, len(c.formula))
		}
		for _, text := range inQuotes.FindAllString(c.formula, -1) {
			if len(utf16.Encode([]rune(text))) > 255+2 || anEscape.MatchString(text) {
				t.Errorf("%s!%s: the text %.80q in a formula", where, name, text)
			}
		}
		bare := inQuotes.ReplaceAllString(c.formula, "§")
		if !harmless.MatchString(bare) || outwards.MatchString(bare) || slices.Contains(outside, "="+c.formula) || slices.Contains(outside, c.formula) {
			t.Errorf("%s!%s: the formula %.200q", where, name, bare)
		}
	}
}

var placesLost = regexp.MustCompile(`\((\d+)\)`)

// checkLosses counts the cells that do not show a text as it is, and asks the notice for as many.
func checkLosses(t *testing.T, tag string, sheets map[string]*readSheet) {
	t.Helper()
	const own = "fffd \uFFFD" // a name that has the character of its own
	lost := 0
	for key, s := range sheets {
		for _, c := range s.cells {
			cut := len(utf16.Encode([]rune(c.text))) == mostUnits && strings.HasSuffix(c.text, "…")
			if key != "notices" && (cut || strings.Contains(strings.ReplaceAll(c.text, own, ""), "\uFFFD")) {
				lost++
			}
		}
	}
	notices := sheets["notices"]
	said, told := 0, 0
	for row := 6; row <= notices.rows; row++ {
		if notices.at("code", row) != "text-not-whole" {
			continue
		}
		for _, n := range placesLost.FindAllStringSubmatch(notices.at("args", row), -1) {
			of, _ := strconv.Atoi(n[1])
			told += of
		}
		said = leadingNumber(notices.at("text", row))
	}
	if lost < 1000 || said != lost || told != lost {
		t.Errorf("%s: %d cells are not whole, the notice says %d, on its sheets %d", tag, lost, said, told)
	}
}

// leadingNumber is the number that a sentence begins with, however its language groups digits.
func leadingNumber(sentence string) int {
	n := 0
	for _, r := range sentence {
		if unicode.IsDigit(r) {
			n = 10*n + int(r-'0')
		} else if unicode.IsLetter(r) {
			break
		}
	}
	return n
}

// texts are all the texts of the lists.
func (a textLists) texts() []string {
	var all []string
	for _, repeated := range repeatedTexts {
		for _, entry := range a[repeated.list] {
			for _, key := range repeated.texts {
				all = append(all, textOf(entry, key, "en"))
			}
		}
	}
	return all
}

// TestHostileNothingLost asks assessment.json for every text as it was typed: it is where the notice sends the reader.
func TestHostileNothingLost(t *testing.T) {
	a := readAccount(t, hostileReport(t, "--format", "md"))
	for _, service := range a["services"] {
		for where, want := range map[string]int{"long-description description": 40000, "long-emoji description": 17000, "long-most description": 32767,
			"long-over description": 32768, "long-name name": 40000, "name-emoji name": 300} {
			id, key, _ := strings.Cut(where, " ")
			if got := len([]rune(textOf(service, key, ""))); textOf(service, "id", "") == id && got != want {
				t.Errorf("%s has %d characters, want %d", where, got, want)
			}
		}
	}
	all := a.texts()
	for _, want := range []string{"=cmd|' /c calc'!A0", "bell \a", "nul \x00", "\x1b[31mred\x1b[0m", "a\r\nb", "fffe \ufffe", "c1 \u0080 \u009b",
		"_x005F_x0041_", "\u202egnp.exe", "]]>", "007"} {
		if !slices.Contains(all, want) {
			t.Errorf("no text %q", want)
		}
	}
}

// TestHostileSeparated asks the same of the files of separated values: each text is there whole, behind an apostrophe
// where a spreadsheet would act on it.
func TestHostileSeparated(t *testing.T) {
	folder := hostileReport(t, "--format", "csv", "--lang", strings.Join(templates.Tags(), ","))
	a := readAccount(t, folder)
	guarded := 0
	for _, tag := range templates.Tags() {
		files := map[string]table{}
		for _, key := range sheetOrder {
			records := readSeparated(t, filepath.Join(folder, "audit."+tag+"."+key+".csv"), tag)
			for i, record := range records[1:] {
				row := map[string]string{}
				for column, field := range record {
					if strings.HasPrefix(field, "'") {
						guarded++
					}
					if acted(field) && !typed.MatchString(field) {
						t.Errorf("%s %s, record %d: a spreadsheet acts on %.80q", tag, key, i+2, field)
					}
					row[records[0][column]] = strings.TrimPrefix(field, "'")
				}
				files[key] = append(files[key], row)
			}
		}
		// A text that begins with an apostrophe of its own has another one only where a formula follows.
		checkRepeated(t, tag, a, func(key string) table { return files[key] }, func(text string) string {
			return strings.TrimPrefix(guardedAs(heldByFile(text)), "'")
		})
	}
	if guarded < 1000 {
		t.Errorf("only %d apostrophes", guarded)
	}
}

// readSeparated reads a file back; its first record is the keys.
func readSeparated(t *testing.T, path, tag string) [][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	if tag != "en" {
		r.Comma = ';'
	}
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// typed is a figure, which is no text and stands as it is.
var typed = regexp.MustCompile(`^-?\d+([.,]\d+)?$`)

// acted tells whether a spreadsheet would take a field for a formula (OWASP, CSV Injection).
func acted(field string) bool {
	return strings.IndexAny(field, "\t\r\n") == 0 || strings.IndexAny(strings.TrimLeft(field, " \u00a0\u200b\ufeff\""), "=+-@＝＋－＠") == 0
}

// guardedAs is a text as a file must show it.
func guardedAs(text string) string {
	if acted(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// TestHostileSameBytes writes the same on one core and on several.
func TestHostileSameBytes(t *testing.T) {
	var first map[string]string
	for _, cores := range []int{1, 2, 8} {
		before := runtime.GOMAXPROCS(cores)
		folder := hostileReport(t, "--format", "xlsx,csv", "--lang", "fr")
		runtime.GOMAXPROCS(before)
		files := map[string]string{}
		paths, err := filepath.Glob(folder + "/*")
		if err != nil || len(paths) != len(sheetOrder)+3 {
			t.Fatalf("%d files, %v", len(paths), err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.Base(path)] = string(data)
		}
		if first == nil {
			first = files
		}
		for name := range files {
			if files[name] != first[name] {
				t.Errorf("%s differs on %d cores", name, cores)
			}
		}
	}
}
