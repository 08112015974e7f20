package board

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// A marked assessment has, in the place of each count, a number of six digits that no other count has, and each list of
// ids is as long as no other. Whatever a page prints of it can be traced to its field: two counts that happen to be alike
// cannot stand for each other.

// notCounts are the whole numbers of an assessment that count nothing, with what they are instead.
var notCounts = map[string]string{
	"Line": "a line of a file", "Bytes": "the size of a file", "DaysLeft": "a length of time", "Population": "of a member, as declared",
	"Longest": "lengths of time", "Number": "names a finding", "Finding": "names a finding", "Findings": "numbers of findings",
}

// structural are the counts that pages are laid out by: how many rows of a list are of one kind. Other values would lead
// beyond its end. They are looked for as they are.
var structural = map[string]string{
	"ScenarioSum.Campuses": "the first so many rows are campuses", "CommitmentSum.All": "as many as there are to show", "CommitmentSum.Open": "the last so many of these",
	"WaiverSum.All": "as many as there are to show", "WaiverSum.Ending": "heads a group of so many", "WaiverSum.Expired": "heads a group of so many",
	"WaiverSum.TooLong": "heads a group of so many", "WaiverSum.Idle": "heads a group of so many", "WaiverSum.Future": "heads a group of so many", "Times.Services": "those beyond the rows are named by their findings", "GroundsSum.Inputs": "as many as there are to show",
}

// keptLists are the lists of ids that keep their length, with the reason why.
var keptLists = map[string]string{
	"Pack.Tiers": "a tier has but one place", "CommitmentSum.Order": "each is shown", "AtRisk.Scenarios": "each is named", "AtRisk.Lacks": "each is named",
	"RuleChange.Parts": "each is named", "RuleChange.Tiers": "each is named", "Decision.Campuses": "each is named", "Decision.Scenarios": "each is named",
	"Decision.Owners": "a count of others is printed", "Control.Rules": "adds up what rules count", "Rule.Scenarios": "kinds", "Sample.Findings": "each has its row",
	"Service.MemberIDs": "their number is a count of its own", "Service.DependsOn": "no page says how many", "Service.StoresIn": "no page says how many",
	"Service.Sites": "no page says how many", "Scenario.LostSites": "a sheet's cell cuts very long lists", "Waiver.Renews": "a sheet's cell cuts very long lists",
	"Effect.Gone": "before and after are counts of their own", "Effect.Come": "before and after are counts of their own", "Decision.Better": "served members are what is counted",
	"Other.Services": "no page speaks of them",
}

// findingShift is added to the numbers of findings, so that they can be told from counts.
const findingShift = 3_000_000

// marker replaces counts and lengthens lists.
type marker struct {
	paths map[int]string // of the marked counts and lengths, by value
	shift int32          // of the numbers of findings
	next  uint64
	seen  map[string]bool // fields, by their own name and by that of their struct before it
}

// marked is an assessment whose counts are told apart.
func marked(a *report.Assessment, shift int32) (*report.Assessment, map[int]string) {
	m := newMarker(shift)
	m.structure(reflect.ValueOf(a).Elem(), "")
	return a, m.paths
}

func newMarker(shift int32) *marker {
	return &marker{paths: map[int]string{}, shift: shift, seen: map[string]bool{}}
}

// value is a number from low on that no other field has. The sequence is the same every time, and so irregular that no sum
// of a few is one of the others by more than chance.
func (m *marker) value(low, high int, path string) int {
	for {
		m.next++
		z := m.next * 0x9e3779b97f4a7c15
		z = (z ^ z>>29) * 0xbf58476d1ce4e5b9
		n := low + int((z^z>>32)%uint64(high-low))
		if m.paths[n] == "" {
			m.paths[n] = path
			return n
		}
	}
}

func (m *marker) mark(v reflect.Value, path string) {
	switch v.Type() {
	case reflect.TypeFor[time.Time](), reflect.TypeFor[scenario.Affected](), reflect.TypeFor[rules.Text]():
		return
	case reflect.TypeFor[rules.Finding]():
		number := v.FieldByName("Number")
		number.SetInt(number.Int() + int64(m.shift))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			one := reflect.New(v.Type().Elem())
			one.Elem().Set(v.Elem())
			m.mark(one.Elem(), path)
			v.Set(one)
		}
	case reflect.Struct:
		m.structure(v, path)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			m.mark(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
		for _, key := range keys {
			one := reflect.New(v.Type().Elem()).Elem()
			one.Set(v.MapIndex(key))
			m.mark(one, path+"."+key.String())
			v.SetMapIndex(key, one)
		}
	case reflect.Int:
		// What is nothing stays nothing: there are words for it.
		if v.Int() != 0 {
			v.SetInt(int64(m.value(100_000, 1_000_000, path)))
		}
	}
}

// structure marks the fields of a struct.
func (m *marker) structure(v reflect.Value, path string) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		below := strings.TrimPrefix(path+"."+name, ".")
		if field.Anonymous {
			below = path
		}
		m.field(v.Field(i), field.Name, v.Type().Name()+"."+field.Name, below)
	}
}

// field marks one field, by its name and by that of its struct and its own.
func (m *marker) field(v reflect.Value, name, full, path string) {
	m.seen[name], m.seen[full] = true, true
	_, other := notCounts[name]
	_, kept := keptLists[full]
	of := reflect.Invalid
	if v.Kind() == reflect.Slice {
		of = v.Type().Elem().Kind()
	}
	if other {
		m.renumber(v)
	}
	switch {
	case structural[full] != "", kept:
	case of == reflect.String, other && of == reflect.Int32:
		m.lengthen(v, path)
	case !other || of == reflect.Struct:
		m.mark(v, path)
	}
}

// renumber shifts the numbers of findings.
func (m *marker) renumber(v reflect.Value) {
	switch v.Kind() {
	case reflect.Int32:
		if v.Int() > 0 {
			v.SetInt(v.Int() + int64(m.shift))
		}
	case reflect.Pointer:
		// It may point into the finding itself, which comes first.
		if !v.IsNil() && v.Elem().Kind() == reflect.Int32 && v.Elem().Int() < findingShift {
			n := int32(v.Elem().Int()) + m.shift
			v.Set(reflect.ValueOf(&n))
		}
	case reflect.Slice:
		for i := range v.Len() {
			if v.Index(i).Kind() == reflect.Int32 {
				v.Index(i).SetInt(v.Index(i).Int() + int64(m.shift))
			}
		}
	}
}

// lengthen repeats a list's last entry until it is as long as no other list, which takes four digits to say.
func (m *marker) lengthen(v reflect.Value, path string) {
	if v.Len() == 0 {
		return
	}
	n := m.value(1_000, 4_000, path)
	longer := reflect.MakeSlice(v.Type(), n, n)
	reflect.Copy(longer, v)
	for i := v.Len(); i < n; i++ {
		longer.Index(i).Set(v.Index(v.Len() - 1))
	}
	v.Set(longer)
}

// TestMarked marks the sample and asks that nothing else was changed, and that the same marks come again.
func TestMarked(t *testing.T) {
	a, paths := marked(sampled(t), 0)
	again, same := marked(sampled(t), findingShift)
	if !maps.Equal(paths, same) || len(paths) < 3000 {
		t.Errorf("%d marks, then %d others", len(paths), len(same))
	}
	if a.Findings[0].Number+findingShift != again.Findings[0].Number || again.Highlights.Work[0].Findings[0] < findingShift {
		t.Error("findings are not renumbered")
	}
	m := newMarker(0)
	m.structure(reflect.ValueOf(sampled(t)).Elem(), "")
	for _, names := range []map[string]string{notCounts, structural, keptLists} {
		for name := range names {
			if !m.seen[name] {
				t.Errorf("no field is named %s", name)
			}
		}
	}
	if paths[a.Summary.Services] != "summary.services" || paths[len(a.Outlook.Findings)] != "outlook.findings" {
		t.Errorf("%q and %q are the paths", paths[a.Summary.Services], paths[len(a.Outlook.Findings)])
	}
}
