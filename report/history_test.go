package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"coupefeu/rules"
	"coupefeu/templates"
)

// shelf is an output folder in memory.
type shelf fstest.MapFS

// put seals files in a folder.
func (s shelf) put(folder string, files map[string][]byte) {
	for name, file := range sealedFolder(files) {
		s[folder+"/"+name] = file
	}
}

// account is the report of a quarter, as it is written, with replacements: old, new, old, new.
func account(t testing.TB, asOf string, replacements ...string) []byte {
	t.Helper()
	text := string(accountOf(t, assessed(t, testInventory, testPack, asOf)))
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(text, replacements[i]) {
			t.Fatalf("the assessment has no %q", replacements[i])
		}
		text = strings.ReplaceAll(text, replacements[i], replacements[i+1])
	}
	return []byte(text)
}

// report puts a report of one file, and returns the digest of its sums.
func (s shelf) report(folder string, account []byte) string {
	s.put(folder, map[string][]byte{assessmentFile: account, "summary.md": []byte("# Summary\n")})
	return digestOfText(string(s[folder+"/"+Sums].Data))
}

// look reads a history, and tells of it in short: the quarters, then the notices with what they name.
func look(t testing.TB, out fs.FS, w Wanted) (History, string) {
	t.Helper()
	h, err := ReadHistory(out, w)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range h.Quarters {
		found = append(found, e.Period.ID)
	}
	for _, n := range h.Notices {
		found = append(found, n.Code+" "+strings.Join(n.Args, " "))
	}
	return h, strings.Join(found, "; ")
}

func TestHistory(t *testing.T) {
	out := shelf{}
	for folder, asOf := range map[string]string{"2025-Q4": "2025-12-31", "2026-Q1": "2026-03-31", "2026-Q2": "2026-06-30", "2026-Q3": "2026-09-30"} {
		out.report(folder, account(t, asOf))
	}
	for before, want := range map[string]string{
		"2025-Q4": "", "2026-Q1": "2025-Q4", "2026-Q3": "2025-Q4; 2026-Q1; 2026-Q2", "2026-Q4": "2025-Q4; 2026-Q1; 2026-Q2; 2026-Q3",
	} {
		h, got := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: before})
		if got != want {
			t.Errorf("before %s: %q, want %q", before, got, want)
		}
		if (h.Previous() == nil) != (want == "") {
			t.Errorf("before %s: the previous one is %v", before, h.Previous())
		}
	}
	h, _ := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q3"})
	latest := h.Previous()
	if want := digestOfText(string(out["2026-Q2/"+Sums].Data)); latest.Period.ID != "2026-Q2" || latest.Seal != want {
		t.Errorf("the previous one is %s under %s, want 2026-Q2 under %s", latest.Period.ID, latest.Seal, want)
	}
	// Only the latest is asked what its services and rules are; all of them, which finding had which status.
	if len(latest.Services) != 4 || len(latest.Rules) != 3 || latest.Pack.Text == "" || h.Quarters[0].Services != nil || h.Quarters[0].Pack.Text != "" {
		t.Errorf("of the latest, %d services and %d rules are known; of the first, %d", len(latest.Services), len(latest.Rules), len(h.Quarters[0].Services))
	}
	for _, e := range h.Quarters {
		if status, known := e.Grid.At("frequency", "wiki"); !known || status != map[bool]rules.Status{true: rules.Waived, false: rules.Fail}[e.Period.ID == "2026-Q2"] {
			t.Errorf("%s: frequency of wiki is %v, %t", e.Period.ID, status, known)
		}
		if by := e.Grid.Waiver("frequency", "wiki"); by != map[bool]string{true: "W-1"}[e.Period.ID == "2026-Q2"] {
			t.Errorf("%s: frequency of wiki is waived by %q", e.Period.ID, by)
		}
		for _, unknown := range [][2]string{{"frequency", "gone"}, {"gone", "wiki"}, {"", ""}} {
			if status, known := e.Grid.At(unknown[0], unknown[1]); known || status != rules.Unknown || e.Grid.Waiver(unknown[0], unknown[1]) != "" {
				t.Errorf("%s: %v is said to be %v", e.Period.ID, unknown, status)
			}
		}
	}
}

// historyCases put something in the folder of 2026-Q1; want is the notice, or 2026-Q1 where the report is used.
var historyCases = []struct {
	name, want string
	put        func(*testing.T, shelf)
}{
	{"whole", "2026-Q1", func(t *testing.T, s shelf) { s.report("2026-Q1", account(t, "2026-03-31")) }},
	{"something laid beside", "2026-Q1", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31"))
		s["2026-Q1/notes.txt"] = &fstest.MapFile{}
	}},
	{"a later minor version", "2026-Q1", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31", `"summary": {`, `"more": [{"a": 1}], "summary": {"more": {},`))
	}},

	{"an empty folder", "history-not-sealed 2026-Q1", func(t *testing.T, s shelf) { s["2026-Q1"] = &fstest.MapFile{Mode: fs.ModeDir} }},
	{"no sums", "history-not-sealed 2026-Q1", func(t *testing.T, s shelf) {
		s["2026-Q1/"+assessmentFile] = &fstest.MapFile{Data: account(t, "2026-03-31")}
	}},
	{"sums of other files", "history-not-sealed 2026-Q1", func(t *testing.T, s shelf) {
		s.put("2026-Q1", map[string][]byte{"summary.md": nil})
	}},

	{"altered", "history-altered 2026-Q1 summary.md", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31"))
		s["2026-Q1/summary.md"] = &fstest.MapFile{Data: []byte("# summary\n")}
	}},
	{"altered in one byte of the assessment", "history-altered 2026-Q1 assessment.json", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31"))
		s["2026-Q1/"+assessmentFile].Data[9]++
	}},
	{"a file gone", "history-altered 2026-Q1 summary.md", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31"))
		delete(s, "2026-Q1/summary.md")
	}},
	{"the assessment gone", "history-altered 2026-Q1 assessment.json", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31"))
		delete(s, "2026-Q1/"+assessmentFile)
	}},
	{"sums altered", "history-altered 2026-Q1 SHA256SUMS", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31"))
		s["2026-Q1/"+Sums].Data[0] = 'x'
	}},
	{"much altered", "history-altered 2026-Q1 a, b, c, d, e, …", func(t *testing.T, s shelf) {
		s.put("2026-Q1", map[string][]byte{"a": nil, "b": nil, "c": nil, "d": nil, "e": nil, "f": nil, assessmentFile: nil})
		for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
			delete(s, "2026-Q1/"+name)
		}
	}},

	{"another program", "history-foreign 2026-Q1", func(t *testing.T, s shelf) { s.report("2026-Q1", []byte(`{"runs": []}`)) }},
	{"nothing in the file", "history-foreign 2026-Q1", func(t *testing.T, s shelf) { s.report("2026-Q1", nil) }},
	{"newer", "history-newer 2026-Q1 coupefeu.assessment/2", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31", Schema, "coupefeu.assessment/2"))
	}},
	{"another organisation", "history-organisation 2026-Q1 other", func(t *testing.T, s shelf) {
		s.report("2026-Q1", account(t, "2026-03-31", `"id": "test",
    "name": "Test"`, `"id": "other",
    "name": "Test"`))
	}},
	{"draft", "history-draft 2026-Q1", func(t *testing.T, s shelf) { s.report("2026-Q1", account(t, "2026-03-30")) }},
	{"another quarter", "history-period 2026-Q1 2026-Q2", func(t *testing.T, s shelf) { s.report("2026-Q1", account(t, "2026-06-30")) }},
}

// TestHistoryNotices asks for each reason why a report is not used, in English and in words that each language has.
func TestHistoryNotices(t *testing.T) {
	codes := map[string]bool{}
	for _, c := range historyCases {
		out := shelf{}
		out.report("2025-Q4", account(t, "2025-12-31"))
		c.put(t, out)
		h, got := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q3"})
		if want := "2025-Q4; " + c.want; got != want {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
		for _, n := range h.Notices {
			codes[n.Code] = true
			if !AboutHistory(n) || !strings.HasPrefix(n.Text, "The earlier report of 2026-Q1 is not used: ") || len(n.Args) > 1 && !strings.Contains(n.Text, n.Args[1]) {
				t.Errorf("%s: %+v", c.name, n)
			}
			checkNotice(t, n.Code, n.Args)
		}
	}
	for _, code := range []string{noticeNotSealed, noticeAltered, noticeForeign, noticeNewer, noticeOther, noticeDraft, noticePeriod} {
		if !codes[code] {
			t.Errorf("no case of %s", code)
		}
	}
	checkNotice(t, noticeBroken, []string{"2026-Q1", "the disk is gone"})
	checkNotice(t, noticeEarlierRules, []string{"2026-Q1"})
}

// checkNotice asks for a text of a notice in every language that names the quarter, and what else the reader can act on.
func checkNotice(t *testing.T, code string, args []string) {
	t.Helper()
	for _, tag := range templates.Tags() {
		l, err := templates.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		text, known := l.Notice(code, args)
		if !known || !strings.Contains(text, l.Period(args[0])) {
			t.Errorf("%s in %s: %q", code, tag, text)
		}
		if len(args) > 1 && strings.Contains(text, args[1]) != (code != noticeBroken && code != noticePeriod || code == noticePeriod && l.Period(args[1]) == args[1]) {
			t.Errorf("%s in %s of %q: %q", code, tag, args[1], text)
		}
	}
}

// TestHistoryBroken seals reports that no later quarter can look back at: something in them is missing or out of order.
func TestHistoryBroken(t *testing.T) {
	whole := account(t, "2026-03-31")
	var parts struct {
		Findings []json.RawMessage `json:"findings"`
	}
	if err := json.Unmarshal(whole, &parts); err != nil || len(parts.Findings) != 12 {
		t.Fatalf("%d findings, %v", len(parts.Findings), err)
	}
	with := func(order ...int) []byte {
		list := []json.RawMessage{}
		for _, i := range order {
			list = append(list, parts.Findings[i])
		}
		start, end := bytes.Index(whole, []byte("\n  \"findings\": [")), bytes.Index(whole, []byte("\n  \"scenarios\""))
		return bytes.Join([][]byte{whole[:start], []byte(`"findings": ` + asJSON(t, list) + ","), whole[end:]}, nil)
	}
	for _, c := range []struct {
		name, want string
		account    []byte
	}{
		{"in order", "", with(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)},
		{"one service less", "", with(0, 1, 2, 4, 5, 6, 8, 9, 10)},
		{"no rule", "", with()},
		{"the last finding missing", "findings are missing", with(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)},
		{"one in the middle missing", `the finding of "tested" on "portal" is not in its place`, with(0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11)},
		{"one at a rule's end missing", `the findings of rule "loss" are not in order`, with(0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11)},
		{"one twice", `the finding of "frequency" on "blog" stands twice`, with(0, 0, 1, 2, 3)},
		{"one too many", `the finding of "tested" on "wiki" is not in its place`, with(0, 1, 2, 4, 5, 6, 7, 8, 9, 10)},
		{"two exchanged", `the finding of "tested" on "mail" is not in its place`, with(0, 1, 2, 3, 5, 4, 6, 7, 8, 9, 10, 11)},
		{"a rule twice", `the findings of rule "frequency" are not in order`, with(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3)},
		{"an unknown status", `the finding of "frequency" on "portal" has the status "green"`, bytes.Replace(whole, []byte(`"status": "not_applicable"`), []byte(`"status": "green"`), 1)},
		{"no summary", `the key "summary" is missing`, bytes.Replace(whole, []byte(`"summary": {`), []byte(`"resume": {`), 1)},
		{"cut off", "the file ends here", whole[:len(whole)/2]},
	} {
		out := shelf{}
		out.report("2026-Q1", c.account)
		h, got := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q3"})
		if c.want == "" && got == "2026-Q1" {
			continue
		}
		if len(h.Notices) != 1 || h.Notices[0].Code != noticeBroken || c.want == "" || !strings.Contains(h.Notices[0].Text, c.want) {
			t.Errorf("%s: %q, %+v; want %q", c.name, got, h.Notices, c.want)
		}
	}
}

// TestHistoryOfTheContract looks back at a report that has no more than the keys that page 6 of the design names.
func TestHistoryOfTheContract(t *testing.T) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(account(t, "2026-03-31"), &whole); err != nil {
		t.Fatal(err)
	}
	contract := map[string]json.RawMessage{}
	for _, key := range strings.Fields("schema generator organisation as_of period draft pack inputs previous supersedes summary findings scenarios waivers changes commitments notices") {
		if contract[key] = whole[key]; whole[key] == nil {
			t.Errorf("the assessment has no %q", key)
		}
	}
	out := shelf{}
	out.report("2026-Q1", []byte(asJSON(t, contract)))
	if h, got := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q2"}); got != "2026-Q1" || h.Previous().Summary.Services != 4 || len(h.Previous().Commitments) == 0 {
		t.Errorf("%q, %+v", got, h.Notices)
	}
}

// TestHistoryPassesOver lays beside the reports what is none of an earlier quarter: nothing of it is told.
func TestHistoryPassesOver(t *testing.T) {
	out := shelf{}
	out.report("2026-Q1", account(t, "2026-03-31"))
	for _, folder := range []string{"archive", "2026-Q2.superseded-1", "2026-Q1.superseded-12", ".coupefeu-2026-Q1-123", ".coupefeu-2026-Q1.aside", "2026-Q0", "2026-Q5", "2026-q1",
		"26-Q1", "2026-Q1 ", "2026-Q1.old", "2026-Q1.superseded-0", "2026-Q1.superseded-1.superseded-1", "x2026-Q1", "2026-Q3", "2026-Q4", "2030-Q1", "2026-Q3.superseded-1"} {
		out.report(folder, []byte("{}"))
	}
	out["2025-Q4"] = &fstest.MapFile{Data: account(t, "2025-12-31")} // a file, not a folder
	out["2025-Q3.zip"] = &fstest.MapFile{}
	out[".coupefeu-lock"] = &fstest.MapFile{}
	if _, got := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q3"}); got != "2026-Q1" {
		t.Errorf("%q", got)
	}
}

// TestHistoryThatCannotBeRead tells of reports that nobody may open, and fails only where the folder of all of them is.
func TestHistoryThatCannotBeRead(t *testing.T) {
	out := shelf{}
	out.report("2025-Q4", account(t, "2025-12-31"))
	out.report("2026-Q1", account(t, "2026-03-31"))
	for _, name := range []string{"2026-Q1", "2026-Q1/" + Sums, "2026-Q1/" + assessmentFile, "2026-Q1/summary.md"} {
		h, got := look(t, failing{fstest.MapFS(out), name, fs.ErrPermission}, Wanted{Organisation: "test", Before: "2026-Q3"})
		if !strings.HasPrefix(got, "2025-Q4; history-broken 2026-Q1 ") || !strings.Contains(h.Notices[0].Text, "permission denied") {
			t.Errorf("%s: %q", name, got)
		}
	}
	if _, err := ReadHistory(failing{fstest.MapFS(out), ".", fs.ErrPermission}, Wanted{Organisation: "test", Before: "2026-Q3"}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("the folder of all: %v", err)
	}
	if _, err := ReadHistory(os.DirFS(filepath.Join(t.TempDir(), "none")), Wanted{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	file := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if h, err := ReadHistory(os.DirFS(file), Wanted{}); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file: %v, %v", h, err)
	}
}

// TestHistoryThroughLinks follows a link to a folder, and tells of one that leads nowhere.
func TestHistoryThroughLinks(t *testing.T) {
	out, elsewhere := t.TempDir(), t.TempDir()
	files := map[string][]byte{assessmentFile: account(t, "2026-03-31")}
	for name, file := range sealedFolder(files) {
		if err := os.WriteFile(filepath.Join(elsewhere, name), file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"2026-Q1": elsewhere, "2025-Q4": "nowhere", "2025-Q3": filepath.Join(elsewhere, assessmentFile)} {
		if err := os.Symlink(to, filepath.Join(out, link)); err != nil {
			t.Fatal(err)
		}
	}
	if _, got := look(t, os.DirFS(out), Wanted{Organisation: "test", Before: "2026-Q3"}); got != "2026-Q1; history-not-sealed 2025-Q4" {
		t.Errorf("%q", got)
	}
}

// TestHistoryIsTheSameInAnyOrder reads many quarters at once, twice.
func TestHistoryIsTheSameInAnyOrder(t *testing.T) {
	out := shelf{}
	for year := 2010; year < 2026; year++ {
		for quarter, day := range []string{"03-31", "06-30", "09-30", "12-31"} {
			out.report(fmt.Sprintf("%d-Q%d", year, quarter+1), []byte(strings.NewReplacer("2026-Q2", fmt.Sprintf("%d-Q%d", year, quarter+1), "2026-07-01", fmt.Sprint(year, "-", day), `{"services"`, `{"members": 1, "services"`).Replace(minimal)))
			if year%5 == 0 {
				delete(out, fmt.Sprintf("%d-Q%d/summary.md", year, quarter+1))
			}
		}
	}
	_, first := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q1"})
	for range 20 {
		if _, again := look(t, fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q1"}); again != first {
			t.Fatal(cmp.Diff(first, again))
		}
	}
	if n := strings.Count(first, ";"); n != 63 || strings.Count(first, noticeAltered) != 16 {
		t.Errorf("%d quarters and notices: %s", n+1, first)
	}
}
