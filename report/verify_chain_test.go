package report

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// said is what a report in a test says of itself.
type said struct {
	folder, period, organisation string
	draft                        bool
	previous                     *Previous
	supersedes                   *string
	trend                        []Quarter
	schema                       string
}

// lay writes a sealed report that says so into a shelf, and returns its seal.
func lay(t *testing.T, shelf fstest.MapFS, s said) string {
	t.Helper()
	if s.schema == "" {
		s.schema = Schema
	}
	if s.organisation == "" {
		s.organisation = "petite"
	}
	text, err := json.Marshal(map[string]any{
		"schema": s.schema, "organisation": Organisation{ID: s.organisation}, "period": Period{ID: s.period}, "draft": s.draft,
		"previous": s.previous, "supersedes": s.supersedes, "trend": s.trend, "findings": []string{"a, \"b\" {", "]"},
	})
	if err != nil {
		t.Fatal(err)
	}
	sums := fmt.Sprintf("%x  %s\n", sha256.Sum256(text), assessmentFile)
	shelf[s.folder+"/"+assessmentFile] = &fstest.MapFile{Data: text}
	shelf[s.folder+"/"+Sums] = &fstest.MapFile{Data: []byte(sums)}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(sums)))
}

// open reads the report in a folder of a shelf.
func open(t *testing.T, shelf fstest.MapFS, folder string) *Sealed {
	t.Helper()
	sub, err := shelf.Sub(folder)
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenSealed(sub)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tell writes what was found of a link in one line.
func (l *Link) tell() string {
	words := []string{map[Relation]string{Precedes: "previous", LookedBackAt: "trend", Replaced: "replaced"}[l.Relation], l.Period}
	if l.Folder != "" && l.Folder != l.Period {
		words = append(words, "in "+l.Folder)
	}
	if l.Inside {
		words = append(words, "inside")
	}
	switch {
	case l.Folder == "" && l.Others == nil:
		words = append(words, "absent")
	case l.Folder == "":
		words = append(words, fmt.Sprintf("other %d", len(l.Others)))
	case l.First:
		words = append(words, "first")
	case !l.Followed:
		words = append(words, "not followed")
	}
	for _, f := range l.Faults {
		words = append(words, f.File)
	}
	if l.Wrong != "" {
		words = append(words, l.Wrong)
	}
	return strings.Join(words, " ")
}

func previousOf(period, seal string) *Previous { return &Previous{Period: period, SHA256: seal} }

// follows are reports of every odd kind where a link leads, and what is found of each link.
var follows = []struct {
	name string
	lay  func(t *testing.T, beside, inside fstest.MapFS)
	want []string
}{
	{"first", func(t *testing.T, beside, _ fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3"})
	}, nil},
	{"absent", func(t *testing.T, beside, _ fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", "12")})
	}, []string{"previous 2026-Q2 absent"}},
	{"a chain with a gap", func(t *testing.T, beside, _ fstest.MapFS) {
		first := lay(t, beside, said{folder: "2025-Q4", period: "2025-Q4"})
		second := lay(t, beside, said{folder: "2026-Q1", period: "2026-Q1", previous: previousOf("2025-Q4", first)})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q1", second)})
	}, []string{"previous 2026-Q1", "previous 2025-Q4 first"}},
	{"another seal", func(t *testing.T, beside, _ fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2"})
		lay(t, beside, said{folder: "2026-Q2.superseded-1", period: "2026-Q2", supersedes: new(string)})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", "12")})
	}, []string{"previous 2026-Q2 other 2"}},
	{"replaced since, the tenth time", func(t *testing.T, beside, _ fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2"})
		for _, name := range []string{"2", "10"} {
			seal := lay(t, beside, said{folder: "2026-Q2.superseded-" + name, period: "2026-Q2", schema: "coupefeu.assessment/1", trend: make([]Quarter, len(name))})
			lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
		}
	}, []string{"previous 2026-Q2 in 2026-Q2.superseded-10 first"}},
	{"another period under the seal", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q1"})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
	}, []string{"previous 2026-Q2 not followed it is the report of 2026-Q1"}},
	{"another organisation", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2", organisation: "grande"})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
	}, []string{`previous 2026-Q2 not followed it is of another organisation, "grande"`}},
	{"a draft", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2", draft: true})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
	}, []string{"previous 2026-Q2 not followed it is a draft"}},
	{"a later quarter", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q4", period: "2026-Q4", previous: previousOf("2026-Q3", "12")})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q4", seal)})
	}, []string{"previous 2026-Q4 not followed 2026-Q3 looks back at it, and it is not earlier"}},
	{"another program's", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2", schema: "other/1"})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
	}, []string{"previous 2026-Q2 not followed reading assessment.json: this is no assessment of coupefeu"}},
	{"altered, and replaced by what it names", func(t *testing.T, beside, _ fstest.MapFS) {
		first := lay(t, beside, said{folder: "2026-Q1", period: "2026-Q1"})
		second := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2", previous: previousOf("2026-Q1", first), supersedes: &first})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", second)})
		beside["2026-Q1/notes.txt"] = &fstest.MapFile{}
	}, []string{"previous 2026-Q2", "previous 2026-Q1 first notes.txt", "replaced 2026-Q2 absent"}},
	{"an altered assessment leads nowhere", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2", previous: previousOf("2026-Q1", "12")})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
		beside["2026-Q2/assessment.json"] = &fstest.MapFile{Data: []byte("{")}
	}, []string{"previous 2026-Q2 not followed assessment.json"}},
	{"a forged signature", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2"})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
		beside["2026-Q2/SHA256SUMS.sig"] = &fstest.MapFile{Data: []byte("signed")}
	}, []string{"previous 2026-Q2 first SHA256SUMS.sig"}},
	{"of the trend", func(t *testing.T, beside, _ fstest.MapFS) {
		other := lay(t, beside, said{folder: "2026-Q1", period: "2026-Q1"})
		seal := lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2", supersedes: new(string)})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal), trend: []Quarter{
			{Period: "2025-Q3", Figures: &Figures{Seal: "12"}}, {Period: "2025-Q4"}, {Period: "2026-Q1", Figures: &Figures{Seal: other}},
			{Period: "2026-Q2", Figures: &Figures{Seal: seal}}, {Period: "2026-Q3", Figures: &Figures{}}}})
	}, []string{"previous 2026-Q2 first", "trend 2026-Q1 first", "trend 2025-Q3 absent", "replaced 2026-Q2 absent"}},
	{"inside the program", func(t *testing.T, beside, inside fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q2", period: "2026-Q2"})
		seal := lay(t, inside, said{folder: "2026-Q2", period: "2026-Q2", previous: previousOf("2026-Q1", "12")})
		lay(t, inside, said{folder: "2026-Q1", period: "2026-Q1"})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
	}, []string{"previous 2026-Q2 inside", "previous 2026-Q1 absent"}},
	{"what it replaced, twice", func(t *testing.T, beside, _ fstest.MapFS) {
		one := lay(t, beside, said{folder: "2026-Q3.superseded-1", period: "2026-Q3"})
		two := lay(t, beside, said{folder: "2026-Q3.superseded-2", period: "2026-Q3", supersedes: &one})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", supersedes: &two})
	}, []string{"replaced 2026-Q3 in 2026-Q3.superseded-2 first", "replaced 2026-Q3 in 2026-Q3.superseded-1 first"}},
	{"its own folder is no other", func(t *testing.T, beside, _ fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q4", previous: previousOf("2026-Q3", "12")})
	}, []string{"previous 2026-Q3 absent"}},
	{"kept beside twice", func(t *testing.T, beside, _ fstest.MapFS) {
		seal := lay(t, beside, said{folder: "2026-Q2.superseded-1", period: "2026-Q2"})
		lay(t, beside, said{folder: "2026-Q2.superseded-2", period: "2026-Q2"})
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("2026-Q2", seal)})
		beside["2026-Q2.superseded-1/notes.txt"] = &fstest.MapFile{}
	}, []string{"previous 2026-Q2 in 2026-Q2.superseded-1 first notes.txt", "previous 2026-Q2 in 2026-Q2.superseded-2 first"}},
	{"names from outside", func(t *testing.T, beside, _ fstest.MapFS) {
		lay(t, beside, said{folder: "2026-Q3", period: "2026-Q3", previous: previousOf("../2026-Q2", "12"), trend: []Quarter{{Period: "/etc", Figures: &Figures{Seal: "3"}}}})
	}, []string{"previous ../2026-Q2 absent", "trend /etc absent"}},
}

// TestFollow lays the reports, and follows the one of 2026-Q3.
func TestFollow(t *testing.T) {
	for _, c := range follows {
		t.Run(c.name, func(t *testing.T) {
			beside, inside := fstest.MapFS{}, fstest.MapFS{"README": {}}
			c.lay(t, beside, inside)
			links, err := open(t, beside, "2026-Q3").Follow([]Shelf{{FS: beside, Own: "2026-Q3"}, {FS: inside, Inside: true}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range links {
				got = append(got, links[i].tell())
				if links[i].Holds() != (links[i].Folder != "" && len(links[i].Faults) == 0 && links[i].Wrong == "") {
					t.Errorf("%s: Holds is %v", got[i], links[i].Holds())
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// TestOpenSealedRefuses looks at folders that are no report, and at some that were one.
func TestOpenSealedRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		alter func(folder fstest.MapFS)
		want  string // "": it is opened, and the seal says what is wrong
	}{
		"no sums":       {func(f fstest.MapFS) { delete(f, "2026-Q3/SHA256SUMS") }, "checking the seal: reading SHA256SUMS: lstat SHA256SUMS: file does not exist"},
		"no assessment": {func(f fstest.MapFS) { delete(f, "2026-Q3/assessment.json"); f["2026-Q3/SHA256SUMS"].Data = nil }, "reading assessment.json: lstat assessment.json: file does not exist"},
		"lost":          {func(f fstest.MapFS) { delete(f, "2026-Q3/assessment.json") }, ""},
		"cut off":       {func(f fstest.MapFS) { f["2026-Q3/assessment.json"].Data = f["2026-Q3/assessment.json"].Data[:20] }, ""},
		"altered schema": {func(f fstest.MapFS) {
			f["2026-Q3/assessment.json"].Data = []byte(`{"schema": "coupefeu.assessment/9"}`)
		}, ""},
		"newer": {func(f fstest.MapFS) {
			lay(t, f, said{folder: "2026-Q3", period: "2026-Q3", schema: "coupefeu.assessment/2"})
		}, `reading assessment.json: it is of the form "coupefeu.assessment/2", and this version reads "coupefeu.assessment/1": use a newer coupefeu`},
		"foreign":       {func(f fstest.MapFS) { lay(t, f, said{folder: "2026-Q3", period: "2026-Q3", schema: "other"}) }, "reading assessment.json: this is no assessment of coupefeu"},
		"of no quarter": {func(f fstest.MapFS) { lay(t, f, said{folder: "2026-Q3", period: "../.."}) }, `reading assessment.json: it is of no quarter: "../.."`},
	} {
		t.Run(name, func(t *testing.T) {
			shelf := fstest.MapFS{}
			lay(t, shelf, said{folder: "2026-Q3", period: "2026-Q3"})
			c.alter(shelf)
			folder, err := shelf.Sub("2026-Q3")
			if err != nil {
				t.Fatal(err)
			}
			s, err := OpenSealed(folder)
			switch {
			case c.want != "":
				if err == nil || err.Error() != c.want {
					t.Errorf("error %v, want %s", err, c.want)
				}
			case err != nil:
				t.Errorf("error %v", err)
			case s.Head != nil || s.Unread == nil || len(s.Seal.Faults) == 0:
				t.Errorf("head %v, unread %v, faults %v", s.Head, s.Unread, s.Seal.Faults)
			}
		})
	}
}

// TestPartsAreReadWhereverTheyStand shuffles the keys of an assessment, with values between them that mean other things.
func TestPartsAreReadWhereverTheyStand(t *testing.T) {
	parts := map[string]string{
		"schema": `"coupefeu.assessment/1"`, "period": `{"id": "2026-Q1"}`, "previous": `{"period":"2025-Q4" , "sha256" : "é\"\\"}`,
		"other": `[{"period": {"id": "x"}}, "\\", "]", 1e5, null, [[]]]`, "draft": "true", "figures": `{"previous": null, "draft": false}`,
	}
	keys := slices.Sorted(maps.Keys(parts))
	for turn := range keys {
		var fields []string
		for i := range keys {
			key := keys[(i+turn)%len(keys)]
			fields = append(fields, fmt.Sprintf("%q :\n\t%s", key, parts[key]))
		}
		a, err := parseHead(strings.NewReader("{"+strings.Join(fields, " , ")+"}"), headAndTrend)
		if err != nil {
			t.Fatal(err)
		}
		if a.Period.ID != "2026-Q1" || !a.Draft || a.Previous == nil || a.Previous.SHA256 != `é"\` {
			t.Errorf("turned by %d: read %+v, %+v", turn, a.Period, a.Previous)
		}
	}
}
