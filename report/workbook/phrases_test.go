package workbook

import (
	"reflect"
	"testing"
	"time"

	"coupefeu/rules"
	"coupefeu/templates"
)

// TestPhrases compares what is kept with what is said anew, of every finding of the sample in every language.
func TestPhrases(t *testing.T) {
	a := sampled(t)
	for _, tag := range templates.Tags() {
		b := unwrittenOf(t, a, tag)
		for round := range 2 {
			for i := range a.Findings {
				row := b.numberedFinding(int32(i + 1))
				want := phrase{templates.Workbook(b.words.Measured(row.Finding)), templates.Workbook(b.words.Limit(row.Finding)), templates.Workbook(b.words.Reason(row.Finding))}
				if got := b.phrase(&row); got != want {
					t.Errorf("%s, round %d, %s of %s: %+v, want %+v", tag, round+1, row.Rule, row.Service, got, want)
				}
			}
		}
		if n := len(b.phrases.known); n == 0 || n >= len(a.Findings) {
			t.Errorf("%s: %d phrases are kept of %d findings", tag, n, len(a.Findings))
		}
	}
}

// TestPhrasesAreForgotten keeps so many phrases and no more.
func TestPhrasesAreForgotten(t *testing.T) {
	b := unwritten(t, "en")
	r := b.numberedFinding(1)
	for n := range mostPhrases + 10 {
		f := *r.Finding
		f.Measured = exactly(float64(n) * 3600)
		row := r
		row.Finding = &f
		if got, want := b.phrase(&row).measured, templates.Workbook(b.words.Measured(&f)); got != want {
			t.Fatalf("%d: %q, want %q", n, got, want)
		}
	}
	if n := len(b.phrases.known); n > mostPhrases {
		t.Errorf("%d phrases are kept", n)
	}
}

// TestSubjects asks of all that the words of a finding may depend on that it makes another subject: whoever adds a fact
// must think of it.
func TestSubjects(t *testing.T) {
	plain := func() *rules.Finding {
		return &rules.Finding{Status: rules.Pass, Reason: rules.Reason{Key: "backup.gap", Facts: &rules.Facts{}}}
	}
	first := subjectOf(plain(), "vital")
	facts := reflect.TypeFor[rules.Facts]()
	for i := range facts.NumField() {
		f := plain()
		change(t, reflect.ValueOf(f.Reason.Facts).Elem().Field(i))
		if subjectOf(f, "vital") == first {
			t.Errorf("%s does not count", facts.Field(i).Name)
		}
	}
	for what, f := range map[string]func(*rules.Finding){
		"rule": func(f *rules.Finding) { f.RuleIndex = 1 }, "status": func(f *rules.Finding) { f.Status = rules.NotApplicable },
		"measured": func(f *rules.Finding) { f.Measured = exactly(1) }, "limit": func(f *rules.Finding) { f.Limit.Value = 1 },
		"reason": func(f *rules.Finding) { f.Reason.Key = "tier" },
	} {
		changed := plain()
		if f(changed); subjectOf(changed, "vital") == first {
			t.Errorf("the %s does not count", what)
		}
	}
	if subjectOf(plain(), "standard") == first {
		t.Error("the tier does not count")
	}
}

// change gives a field another value than none.
func change(t *testing.T, field reflect.Value) {
	t.Helper()
	switch field.Interface().(type) {
	case string:
		field.SetString("x")
	case int:
		field.SetInt(7)
	case []string:
		field.Set(reflect.ValueOf([]string{"x"}))
	case time.Time:
		field.Set(reflect.ValueOf(at2026(8, 12, 2)))
	default:
		t.Fatalf("no value for a field of the type %s", field.Type())
	}
}
