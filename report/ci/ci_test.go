package ci

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// hostile is a name that would forge lines, colours, markup and formulas if it were printed as it is.
const hostile = "=Evil |<b>*x*</b>\x1b[31m\n# [a](http://x) \u202egpj.exe"

// example is an assessment with a finding of each open kind and a name that must not be trusted.
func example() *report.Assessment {
	rule := report.Rule{ID: "frequency", Title: rules.Text{"fr": "Fréquence", "nl": "Frequentie", "de": "Häufigkeit", "en": "Frequency"},
		Metric: "backup.interval", Unit: "s", Bound: "at_most", Limits: map[string]report.Limit{"vital": {Value: 14400}}}
	checks := report.Checks{Pass: 1, Fail: 1, Unknown: 1, Waived: 1, NotApplicable: 1}
	finding := func(service int, number int32, status rules.Status, measured rules.Figure, key string) rules.Finding {
		f := rules.Finding{Rule: "frequency", Service: "s", ServiceIndex: int32(service), Number: number, Status: status, Severity: rules.Critical,
			Unit: rules.Seconds, Measured: measured, Limit: rules.Limit{Bound: rules.AtMost, Value: 14400}, Reason: rules.Reason{Key: key}}
		f.Provenance = []rules.Provenance{{File: "services.yaml", Line: 12}}
		return f
	}
	zone := time.FixedZone("CEST", 7200)
	return &report.Assessment{
		Organisation: report.Organisation{Name: "Petite intercommunale"}, AsOf: time.Date(2026, 10, 1, 0, 0, 0, 0, zone),
		Period: report.Period{ID: "2026-Q3"}, Fictitious: true, Draft: true,
		Pack:     report.Pack{Tiers: []string{"vital"}},
		Rules:    []report.Rule{rule},
		Services: []report.Service{{ID: "a", Name: hostile, Tier: "vital", Owner: "Anne", File: "s.yaml", Line: 3}, {ID: "b", Name: "Wiki", Tier: "vital"}},
		Summary: report.Summary{Group: report.Group{Services: 2, Compliant: 1, Checks: checks},
			ByTier: map[string]report.Group{"vital": {Services: 2, Compliant: 1, Checks: checks}}, ByRule: map[string]report.Checks{"frequency": checks}},
		Findings: []rules.Finding{
			finding(0, 1, rules.Fail, rules.Figure{Known: rules.Measured, Low: 219600, High: 219600}, "backup.interval"),
			finding(1, 2, rules.Unknown, rules.Figure{Known: rules.Measured, High: math.Inf(1)}, "backup.interval.unknown"),
		},
		Waivers: []report.Waiver{{ID: "W-1", State: "in_force", Rule: "frequency", Hides: 1, Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, zone)}},
		Notices: []inventory.Notice{{Code: "no-instance", Text: "The service b has no instance.", Args: []string{"b"}}},
	}
}

// TestFormats holds each format in each language against its golden file.
func TestFormats(t *testing.T) {
	for _, tag := range templates.Tags() {
		l, err := templates.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		var text, painted, markdown bytes.Buffer
		if err := Text(&text, example(), l, false); err != nil {
			t.Fatal(err)
		}
		if err := Text(&painted, example(), l, true); err != nil {
			t.Fatal(err)
		}
		if err := Markdown(&markdown, example(), l); err != nil {
			t.Fatal(err)
		}
		golden(t, tag+".txt", text.String())
		golden(t, tag+".md", markdown.String())
		if plain := strings.NewReplacer("\x1b[31m", "", "\x1b[33m", "", colourOff, "").Replace(painted.String()); plain != text.String() {
			t.Errorf("%s: without its colours the painted text is\n%s", tag, plain)
		}
		if strings.Contains(text.String()+markdown.String(), "\x1b") || strings.Contains(markdown.String(), "<b>") || strings.Contains(markdown.String(), "\n# [") {
			t.Errorf("%s: a name is taken for an escape or for markup", tag)
		}
		if strings.Contains(text.String()+markdown.String(), "⟦") {
			t.Errorf("%s: a text is missing", tag)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
