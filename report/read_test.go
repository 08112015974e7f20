package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// accountOf is an assessment as it is written.
func accountOf(t testing.TB, a *Assessment) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := WriteJSON(&text, a); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// readAll reads an assessment with copies of its findings.
func readAll(r io.Reader) (*Assessment, []Entry, error) {
	var entries []Entry
	a, err := ReadAssessment(r, func(e *Entry) error { entries = append(entries, *e); return nil })
	return a, entries, err
}

// TestReadAssessment reads back what was written: all that later quarters look at, and every finding.
func TestReadAssessment(t *testing.T) {
	first := assessed(t, testInventory, testPack, "2026-03-31")
	a := assessedAfter(t, quarters(first), testInventory, testPack, "2026-06-30")
	text := accountOf(t, a)
	for way, as := range ways {
		if way == "byte by byte" && len(text) > 1<<20 {
			t.Fatalf("%d bytes are too many", len(text))
		}
		got, entries, err := readAll(as(bytes.NewReader(text)))
		if err != nil {
			t.Fatalf("%s: %v", way, err)
		}
		checkParts(t, a, got)
		checkEntries(t, a, entries)
	}
}

// checkParts compares the parts that are read back, as JSON.
func checkParts(t *testing.T, want, got *Assessment) {
	t.Helper()
	parts := want.fields()
	for key, into := range got.fields() {
		if diff := cmp.Diff(asJSON(t, parts[key]), asJSON(t, into)); diff != "" {
			t.Errorf("%s: (−want +got)\n%s", key, diff)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// checkEntries compares the findings with what was computed.
func checkEntries(t *testing.T, a *Assessment, entries []Entry) {
	t.Helper()
	if len(entries) != len(a.Findings) {
		t.Fatalf("%d findings, want %d", len(entries), len(a.Findings))
	}
	text := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	for i := range entries {
		e, f := &entries[i], &a.Findings[i]
		if e.Rule != f.Rule || e.Service != f.Service || e.Number != f.Number || e.Status != f.Status.String() || e.Severity != f.Severity.String() ||
			text(e.Waiver) != f.Waiver || text(e.Since) != f.Since || (e.Measured == nil) != (f.Measured.Known != 3) && e.Measured != nil && e.Measured.Low != f.Measured.Low {
			t.Errorf("finding %d: %+v, want %+v", i, e, f)
		}
	}
}

// TestReadAssessmentCutOff ends the file at many places: never is it taken for a whole one.
func TestReadAssessmentCutOff(t *testing.T) {
	text := bytes.TrimRight(accountOf(t, register(t, History{}, "2026-06-30", waiver("W", "interval", "slow", "2026-06-01", "2026-07-31"))), "\n")
	places := map[int]bool{}
	for at := 0; at < len(text); at++ {
		places[at] = at < 600 || at > len(text)-200 || at%23 == 0
	}
	for at, wanted := range places {
		if !wanted {
			continue
		}
		_, _, err := readAll(bytes.NewReader(text[:at]))
		var broken *BrokenError
		switch {
		case errors.Is(err, ErrForeign):
			if at > bytes.IndexByte(text, ',') {
				t.Errorf("cut at %d, behind the schema: %v", at, err)
			}
		case !errors.As(err, &broken) || !errors.Is(err, errCutOff) || broken.Offset > int64(at):
			t.Errorf("cut at %d: %v", at, err)
		}
	}
	if _, _, err := readAll(bytes.NewReader(text)); err != nil {
		t.Errorf("whole, without the line feed: %v", err)
	}
}

// minimal is an assessment with the keys that none lacks.
const minimal = `{"schema": "coupefeu.assessment/1", "organisation": {"id": "test"}, "as_of": "2026-07-01T00:00:00+02:00", "period": {"id": "2026-Q2"},
"summary": {"services": 1}, "findings": [{"rule": "r", "service": "s", "status": "pass"}]}`

func TestReadAssessmentErrors(t *testing.T) {
	replaced := func(old, by string) string { return strings.Replace(minimal, old, by, 1) }
	schema := func(schema string) string { return replaced("coupefeu.assessment/1", schema) }
	for _, c := range []struct{ name, text, want string }{
		{"minimal", minimal, ""},
		{"of a later minor version", replaced(`"summary"`, `"more": {"a": [1, {"b": null}]}, "findings2": [{}], "summary"`), ""},
		{"with more in a finding", replaced(`"rule": "r"`, `"rule": "r", "more": {"status": "fail"}`), ""},
		{"with blanks behind", minimal + " \n\t", ""},

		{"empty", "", ErrForeign.Error()},
		{"blank", " \n", ErrForeign.Error()},
		{"no JSON", "%PDF-1.7", ErrForeign.Error()},
		{"null", "null", ErrForeign.Error()},
		{"list", "[" + minimal + "]", ErrForeign.Error()},
		{"text", `"coupefeu.assessment/1"`, ErrForeign.Error()},
		{"no key", "{}", ErrForeign.Error()},
		{"no schema", replaced(`"schema": "coupefeu.assessment/1", `, ""), ErrForeign.Error()},
		{"a number as schema", replaced(`"coupefeu.assessment/1"`, "1"), ErrForeign.Error()},
		{"another program", `{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": []}`, ErrForeign.Error()},
		{"another schema", schema("other/1"), ErrForeign.Error()},
		{"no version", schema("coupefeu.assessment/"), ErrForeign.Error()},
		{"version 0", schema("coupefeu.assessment/0"), ErrForeign.Error()},
		{"negative version", schema("coupefeu.assessment/-1"), ErrForeign.Error()},
		{"version in words", schema("coupefeu.assessment/1x"), ErrForeign.Error()},
		{"byte-order mark", "\ufeff" + minimal, ErrForeign.Error()},

		{"newer", schema("coupefeu.assessment/2"), `it is of the form "coupefeu.assessment/2", and this version reads "coupefeu.assessment/1"`},
		{"newer, with nothing that is known", `{"schema": "coupefeu.assessment/17", "all": "new"}`, `"coupefeu.assessment/17"`},
		{"newer, said at the end", `{"all": "new", "schema": "coupefeu.assessment/2"}`, `"coupefeu.assessment/2"`},

		{"two values", minimal + minimal, `'{' follows the assessment`},
		{"the schema twice", replaced(`"as_of"`, `"schema": "coupefeu.assessment/1", "as_of"`), `the key "schema" stands twice`},
		{"the findings twice", strings.TrimSuffix(minimal, "}") + `, "findings": []}`, `the key "findings" stands twice`},
		{"no findings", replaced(`"findings"`, `"results"`), `the key "findings" is missing`},
		{"no summary", replaced(`"summary"`, `"sum"`), `the key "summary" is missing`},
		{"no period", replaced(`"period"`, `"quarter"`), `the key "period" is missing`},
		{"no as-of", replaced(`"as_of"`, `"at"`), `the key "as_of" is missing`},
		{"no organisation", replaced(`"organisation"`, `"body"`), `the key "organisation" is missing`},
		{"findings that are no list", replaced(`[{"rule": "r", "service": "s", "status": "pass"}]`, "null"), `found 'n' where '[' is due`},
		{"a finding that is no object", replaced(`{"rule": "r", "service": "s", "status": "pass"}`, `["r", "s", "pass"]`), "the value is a list, expected an object"},
		{"a wrong type", replaced(`"services": 1`, `"services": "one"`), "services is a text, expected a whole number"},
		{"a fraction", replaced(`"services": 1`, `"services": 1.5`), "services is a number, expected a whole number"},
		{"an object for a text", replaced(`{"id": "test"}`, `{"id": {}}`), "id is an object, expected a text"},
		{"a truth for a text", replaced(`{"id": "test"}`, `{"id": true}`), "id is true or false, expected a text"},
		{"a wrong type in a finding", replaced(`"status": "pass"`, `"status": 1`), "status is a number, expected a text"},
		{"no moment", replaced("2026-07-01T00:00:00+02:00", "1 July"), "1 July is no moment"},
		{"a number that is none", replaced(`"services": 1`, `"services": 1e`), "invalid character"},
		{"a comma too many", replaced(`"summary"`, `, "summary"`), `found ',' where a key is due`},
		{"what no program nests", replaced(`{"services": 1}`, strings.Repeat("[", 1<<20)+strings.Repeat("]", 1<<20)), "max depth"},
	} {
		_, _, err := readAll(strings.NewReader(c.text))
		if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %q", c.name, got, c.want)
		}
		if strings.Contains(fmt.Sprint(err), "Go ") {
			t.Errorf("%s: %v speaks of Go", c.name, err)
		}
	}
}

// TestReadAssessmentInAnyOrder reads the keys of a real assessment from the last to the first.
func TestReadAssessmentInAnyOrder(t *testing.T) {
	a := assessed(t, testInventory, testPack, "2026-06-30")
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(accountOf(t, a), &parts); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for i, key := range slices.Backward(slices.Sorted(maps.Keys(parts))) {
		fmt.Fprintf(&text, "%s%q:%s", map[bool]string{true: "{", false: ","}[i == len(parts)-1], key, parts[key])
	}
	got, entries, err := readAll(strings.NewReader(text.String() + "}"))
	if err != nil {
		t.Fatal(err)
	}
	checkParts(t, a, got)
	checkEntries(t, a, entries)
}

// TestReadAssessmentThatCannotBeRead tells a failure of the machine from a file that is none of ours.
func TestReadAssessmentThatCannotBeRead(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, at := range []int{0, 1, 20, 60, len(minimal) / 2, len(minimal) - 1, len(minimal)} {
		_, _, err := readAll(io.MultiReader(strings.NewReader(minimal[:at]), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || errors.Is(err, ErrForeign) {
			t.Errorf("after %d bytes: %v", at, err)
		}
	}
	stop := errors.New("enough")
	if _, err := ReadAssessment(strings.NewReader(minimal), func(*Entry) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of who takes the findings becomes %v", err)
	}
}

// TestBrief reads of every finding of a real assessment what the whole reader reads.
func TestBrief(t *testing.T) {
	text := accountOf(t, assessed(t, testInventory, testPack, "2026-06-30"))
	_, want, err := readAll(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	brief, n := briefReader{words: map[string]string{}}, 0
	take := func(e *Entry) error {
		w := Entry{Rule: want[n].Rule, Service: want[n].Service, Status: want[n].Status, Waiver: want[n].Waiver}
		if diff := cmp.Diff(&w, e); diff != "" {
			t.Errorf("finding %d: (−want +got)\n%s", n, diff)
		}
		n++
		return nil
	}
	if _, err := readAssessment(bytes.NewReader(text), lists{"findings": func(text []byte) error { return brief.read(text, take) }}); err != nil || n != len(want) {
		t.Errorf("%d findings of %d, %v", n, len(want), err)
	}
}

// FuzzReadAssessment reads any text: it is an assessment, or one of the three errors says what it is.
func FuzzReadAssessment(f *testing.F) {
	f.Add([]byte(minimal))
	f.Fuzz(func(t *testing.T, text []byte) {
		a, entries, err := readAll(bytes.NewReader(text))
		var newer *SchemaError
		var broken *BrokenError
		switch {
		case err == nil:
			var want struct {
				Schema   string            `json:"schema"`
				Findings []json.RawMessage `json:"findings"`
			}
			// What nobody asks for is not looked into, so it may be anything.
			if json.Unmarshal(text, &want) == nil && (want.Schema != a.Schema || len(want.Findings) != len(entries)) || a.Schema != Schema {
				t.Errorf("%q is taken for an assessment with %d findings", text, len(entries))
			}
		case errors.As(err, &broken):
			if broken.Offset < 0 || broken.Offset > int64(len(text)) {
				t.Errorf("%v, of %d bytes", err, len(text))
			}
		case !errors.Is(err, ErrForeign) && !errors.As(err, &newer):
			t.Errorf("%v", err)
		}
	})
}

// FuzzBrief reads of any finding what the standard library reads, as long as no key stands twice.
func FuzzBrief(f *testing.F) {
	f.Add([]byte(`{"rule": "r", "service": "s", "number": 1, "status": "waived", "waiver": "W", "measured": null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		brief := briefReader{words: map[string]string{}}
		var got Entry
		err := brief.read(text, func(e *Entry) error { got = *e; return nil })
		want, ok := briefByLibrary(text)
		if !ok {
			return
		}
		if diff := cmp.Diff(want, &got); err != nil || diff != "" {
			t.Errorf("%q: %v (−want +got)\n%s", text, err, diff)
		}
	})
}

// briefByLibrary does the work of the brief reader by other means; false where the text is no finding.
func briefByLibrary(text []byte) (*Entry, bool) {
	var fields map[string]json.RawMessage
	cutText, ok := cutByLibrary(text)
	if !ok || json.Unmarshal(text, &fields) != nil || strings.Contains(cutText, `\u`) {
		return nil, false
	}
	var e Entry
	for key, into := range map[string]any{"rule": &e.Rule, "service": &e.Service, "status": &e.Status, "waiver": &e.Waiver} {
		value, given := fields[key]
		if given && (bytes.Count(text, []byte(`"`+key+`"`)) > 1 || json.Unmarshal(value, into) != nil) {
			return nil, false
		}
	}
	if e.Waiver != nil && *e.Waiver == "" {
		e.Waiver = nil // no id is empty
	}
	return &e, true
}
