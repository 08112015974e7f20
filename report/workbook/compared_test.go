package workbook

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coupefeu/inventory/sample"
	"coupefeu/report"
	"coupefeu/rules/packs"
	"coupefeu/templates"
)

// drawn is an assessment of an inventory that nobody wrote, with its evidence.
func drawn(t testing.TB, services int, seed uint64) *report.Assessment {
	t.Helper()
	files := fstest.MapFS{}
	err := sample.Generate(services, seed, func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: slices.Clone(data)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return assessedBy(t, files, packs.Baseline())
}

// TestDrawnFormulas computes every formula of workbooks that nobody wrote again, some of inventories in which anything may
// be missing: each comes to what stands beside it, and every count agrees.
func TestDrawnFormulas(t *testing.T) {
	for seed, a := range []*report.Assessment{drawn(t, 0, 1), drawn(t, 1, 2), drawn(t, 43, 3), wild(t, 4), wild(t, 5)} {
		tag := templates.Tags()[seed%4]
		data := written(t, a, tag)
		checkVerdicts(t, opened(t, data), name(t, tag, "reconciliation"), "✓")
		if formulas := checkFormulas(t, data); len(formulas) < 1000 {
			t.Errorf("seed %d: only %d formulas", seed, len(formulas))
		}
	}
}

// sums are the parts of an assessment that count what stands elsewhere in it, but for what a sheet shows of each rule.
func sums(a *report.Assessment) []any {
	s := &a.Summary
	out := []any{&s.Group, &s.Members, &s.Sites, &s.Campuses, &s.Providers, &s.ByTier, &s.ByOwner, &s.ByMember, &s.ByControl, &s.ByRuleTier,
		&a.Highlights, &a.Outlook, a.Decisions, a.Frameworks, a.Sites, a.Campuses}
	for i := range a.Scenarios {
		s := &a.Scenarios[i]
		out = append(out, &s.Outcomes, &s.ByTier, &s.Interruption, &s.DataLoss, &s.ServicesInterrupted, &s.MembersInterrupted, &s.MembersLosingData,
			&s.MembersInterruptedByTier, &s.RTOMissed, &s.RPOMissed)
	}
	if c := a.Changes; c != nil {
		out = append(out, &c.Opening, &c.Closing, &c.OpeningChecks, &c.ClosingChecks, &c.ByCause, &c.ByRule)
	}
	for i := range a.Waivers {
		out = append(out, &a.Waivers[i].Hides)
	}
	for i := range a.Services {
		out = append(out, &a.Services[i].Members)
	}
	return out
}

// raise makes every whole number in a value one more than it is, but for those that only name something.
func raise(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			raise(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && field.Name != "Number" && field.Name != "Line" {
				raise(v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			raise(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			one := reflect.New(v.Type().Elem()).Elem()
			one.Set(v.MapIndex(key))
			raise(one)
			v.SetMapIndex(key, one)
		}
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Float64:
		if v.CanSet() {
			v.SetFloat(v.Float() + 1)
		}
	}
}

// lists are the paths of counts that are lengths of lists, and quarters the figures that cells of other sheets are: lists
// stay as they are where numbers are raised, and those cells are raised too.
var (
	lists = regexp.MustCompile(`^(findings|scenarios|rules|decisions|frameworks|outlook\.(findings|others\[\d+\]\.services)|sample\..*|scenarios\[\*\]\.services|providers\[\d+\]|` +
		`waivers\[\*\]\.ends_soon|changes\.(services_in|services_out|rules)|highlights\.(work|scenarios\.(losing|uncertain|holding)))$|` +
		`\.(lost_sites|renews|sites|controls)$|^decisions\[\d+\]\.(services|findings|waivers)$`)
	quarters = regexp.MustCompile(`^trend\[|\.most_elsewhere$`)
	byRule   = regexp.MustCompile(`^summary\.by_rule\.`)
)

// TestEveryCountIsCompared raises every count of an assessment by one, and asks each row of the reconciliation to differ;
// then those of the rules, which the counts of frameworks are made of.
func TestEveryCountIsCompared(t *testing.T) {
	for _, make := range []func() *report.Assessment{byHand, func() *report.Assessment { return drawn(t, 40, 3) }} {
		a := make()
		for _, part := range sums(a) {
			raise(reflect.ValueOf(part))
		}
		if differ := mustDiffer(t, a, func(path string) bool {
			return !lists.MatchString(path) && !quarters.MatchString(path) && !byRule.MatchString(path)
		}); differ < 500 {
			t.Errorf("only %d counts differ", differ)
		}
		a = make()
		raise(reflect.ValueOf(&a.Summary.ByRule))
		if differ := mustDiffer(t, a, byRule.MatchString); differ < 30 {
			t.Errorf("only %d counts of rules differ", differ)
		}
	}
}

// mustDiffer asks the rows with certain paths to differ, and returns how many do.
func mustDiffer(t *testing.T, a *report.Assessment, asked func(path string) bool) int {
	t.Helper()
	n := 0
	for _, row := range reconciliationRows(t, opened(t, written(t, a, "en")), "Reconciliation") {
		if row["path"] == "" || !asked(row["path"]) {
			continue
		}
		if n++; !strings.HasPrefix(row["ok"], "✗") {
			t.Errorf("%s is %s, and nothing differs", row["path"], row["json"])
		}
	}
	return n
}
