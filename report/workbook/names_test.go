package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/templates"
)

// namesIn are the names of a workbook's cells, without those of the format's own.
func namesIn(f *excelize.File) map[string]string {
	out := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if !strings.HasPrefix(n.Name, "_xlnm") {
			out[n.Name] = n.RefersTo
		}
	}
	return out
}

// TestNames reads the names back: every table and each of its columns has one, over its rows and no other, and it is
// the same in every language but for the sheet.
func TestNames(t *testing.T) {
	for _, tag := range templates.Tags() {
		a := byHand()
		f, b := opened(t, written(t, a, tag)), unwrittenOf(t, a, tag)
		got := namesIn(f)
		for _, s := range sheets {
			if s.table == nil {
				continue
			}
			table := b.table(s.key)
			last := headRow + max(1, table.rows)
			checkName(t, got, s.key, fmt.Sprintf("%s!$A$%d:$%s$%d", quoted(name(t, tag, s.key)), firstRow, letters(table.width()-1), last))
			for i := range table.width() {
				key := raw(t, f, name(t, tag, s.key), letters(i)+"1")
				area := fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(name(t, tag, s.key)), letters(i), firstRow, letters(i), last)
				checkName(t, got, s.key+"."+strings.NewReplacer("/", "_", " ", "_").Replace(key), area)
			}
		}
		for rest := range got {
			if !strings.HasPrefix(rest, "reconciliation") {
				t.Errorf("%s: the name %s is of no table", tag, rest)
			}
		}
	}
}

// checkName asks for a name and takes it away.
func checkName(t *testing.T, names map[string]string, name, area string) {
	t.Helper()
	if names[name] != area {
		t.Errorf("%s is %q, want %s", name, names[name], area)
	}
	delete(names, name)
}

// TestNamesInFormulas writes what an auditor would, and lets it be computed.
func TestNamesInFormulas(t *testing.T) {
	a := byHand()
	f := opened(t, written(t, a, "fr"))
	c := a.Summary.Checks
	for formula, want := range map[string]int{
		`COUNTIFS(findings.status,"fail")`: c.Fail, `COUNTIFS(findings.status,"fail",findings.tier,"vital")`: a.Summary.ByTier["vital"].Checks.Fail,
		`ROWS(findings)`: len(a.Findings), `COUNT(findings.measured_limit)>0`: -1, `SUM(services.checks.unknown)`: c.Unknown,
		`COUNT(reconciliation.n)-MAX(reconciliation.n)`: 0,
	} {
		if err := f.SetCellFormula("Lisez-moi", "Z1", formula); err != nil {
			t.Fatal(err)
		}
		got, err := f.CalcCellValue("Lisez-moi", "Z1", excelize.Options{RawCellValue: true})
		if text := strconv.Itoa(want); err != nil || got != text && !(want < 0 && got == "TRUE") {
			t.Errorf("%s is %q, want %s, %v", formula, got, text, err)
		}
	}
}

// TestNamesOfLongTables names the cells of each sheet that a table takes.
func TestNamesOfLongTables(t *testing.T) {
	long := tabulate("x", make([]struct{}, mostRows+3), []column[struct{}]{{head{key: "k/l"}, func(*struct{}) cell { return count(1) }},
		{head{key: "aside"}, func(*struct{}) cell { return cell{} }}})
	long.names, long.aside = []string{"It's", "It's 2"}, 1
	want := []named{{"x", "'It''s'!$A$6:$A$1048576"}, {"x.k_l", "'It''s'!$A$6:$A$1048576"}, {"x.2", "'It''s 2'!$A$6:$A$8"}, {"x.2.k_l", "'It''s 2'!$A$6:$A$8"}}
	if diff := cmp.Diff(want, append(long.ranges(0), long.ranges(1)...), cmp.AllowUnexported(named{})); diff != "" {
		t.Error(diff)
	}
}

// TestDistinct tells keys apart that a name cannot, and shortens what is too long for one.
func TestDistinct(t *testing.T) {
	var heads []head
	for _, key := range []string{"by.a b", "by.A_b", "by.a_b._2", "by.été", strings.Repeat("long", 90), strings.Repeat("long", 91)} {
		heads = append(heads, head{key: key})
	}
	var got []string
	for _, r := range ranges("t", "S", heads, 9) {
		got = append(got, r.name)
	}
	cut := ("t." + strings.Repeat("long", 90))[:mostNamed]
	if diff := cmp.Diff([]string{"t", "t.by.a_b", "t.by.A_b._2", "t.by.a_b._2._2", "t.by._t_", cut, cut + "._2"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestHostileTiers writes the workbook of a pack whose tiers make the same names.
func TestHostileTiers(t *testing.T) {
	a := byHand()
	a.Pack.Tiers = []string{"vital", "a b", "A_b", strings.Repeat("étage ", 60), "standard", "=1+1"}
	got := namesIn(opened(t, written(t, a, "fr")))
	for _, name := range []string{"scenarios.members_interrupted_by_tier.a_b", "scenarios.members_interrupted_by_tier.A_b._2", "scenarios.members_interrupted_by_tier._1_1"} {
		if got[name] == "" {
			t.Errorf("nothing is named %s", name)
		}
	}
}

// TestNamesWithoutRows names the row that says that there are none, so that formulas over it count nothing.
func TestNamesWithoutRows(t *testing.T) {
	a := byHand()
	a.Waivers, a.Highlights = nil, report.Highlight(a)
	f := opened(t, written(t, a, "en"))
	if got := namesIn(f)["waivers.state"]; !strings.HasSuffix(got, "$6") {
		t.Errorf("the states of no waiver are %s", got)
	}
}
