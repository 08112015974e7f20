package ci

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// word points at a status.
func word(s rules.Status) *string {
	text := s.String()
	return &text
}

func exactly(value float64, unit string) *report.DiffMeasured {
	return &report.DiffMeasured{Low: value, High: &value, Unit: unit}
}

func most(value float64) *report.DiffLimit {
	return &report.DiffLimit{Bound: "at_most", Value: value, Unit: "s"}
}

// difference is one with an item of each cause, figures of each kind, and a name that must not be trusted.
func difference() *report.Difference {
	zone, day := time.FixedZone("CEST", 7200), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	share := 0.712
	item := func(cause report.Cause, before, now *string) report.DiffItem {
		return report.DiffItem{Change: report.Change{Rule: "frequency", Service: "mail", Cause: cause, Before: before, Now: now},
			Severity: "high", Name: "Messagerie", Tier: "vital", Owner: "Anne",
			MeasuredBefore: exactly(14400, "s"), MeasuredNow: exactly(219600, "s"), LimitBefore: most(86400), LimitNow: most(86400)}
	}
	items := []report.DiffItem{
		item(report.Fixed, word(rules.Fail), word(rules.Pass)),
		item(report.Regressed, word(rules.Pass), word(rules.Unknown)),
		item(report.Regressed, word(rules.Pass), word(rules.Fail)),
		item(report.WaiverEnded, word(rules.Waived), word(rules.Fail)),
		item(report.NowWaived, word(rules.Unknown), word(rules.Waived)),
		item(report.New, word(rules.NotApplicable), word(rules.Fail)),
		item(report.Dropped, word(rules.Fail), word(rules.NotApplicable)),
		item(report.ScopeIn, nil, word(rules.Fail)),
		item(report.ScopeOut, word(rules.Fail), nil),
		item(report.RuleIn, word(rules.Pass), word(rules.Fail)),
		item(report.RuleOut, word(rules.Fail), nil),
	}
	items[1].MeasuredNow.High = nil
	items[2].Severity, items[2].Name, items[2].Owner = "critical", hostile, hostile
	items[3].LimitBefore, items[3].MeasuredNow, items[3].LimitNow = nil, nil, nil
	items[4].MeasuredBefore = &report.DiffMeasured{Unit: "s"}
	for _, gone := range []int{5, 7} {
		items[gone].MeasuredBefore, items[gone].LimitBefore = nil, nil
	}
	for _, gone := range []int{6, 8, 10} {
		items[gone].MeasuredNow, items[gone].LimitNow = nil, nil
	}
	items[9].Rule, items[9].MeasuredBefore, items[9].FailedBefore, items[9].MeasuredNow = "tested", nil, &day, nil
	items[10].Rule, items[10].Severity = "gone", ""
	d := &report.Difference{
		Organisation: report.Organisation{Name: "Petite intercommunale & C°"}, Opening: 118, Closing: 1208, OpeningChecks: 1279, ClosingChecks: 12900,
		Old: report.DiffSide{Period: "2026-Q2", AsOf: time.Date(2026, 7, 1, 0, 0, 0, 0, zone),
			Figures: report.DiffFigures{Services: 68, Compliant: 32, CompliantWithWaivers: 3}},
		New: report.DiffSide{Period: "2026-Q3", AsOf: time.Date(2026, 8, 12, 9, 5, 0, 0, zone), Draft: true, Fictitious: true,
			Figures: report.DiffFigures{Services: 69, Compliant: 1, CompliantWithWaivers: 3, Demonstrated: &share},
			Worst:   &report.WorstCampus{Name: hostile, Lost: 2, Unproven: 1}},
		ByCause: map[report.Cause]int{}, Items: items, Tiers: []string{"vital", "standard", "gold"},
		Rules: []report.RuleChange{
			{Rule: "frequency", Kind: report.RuleChanged, Parts: []string{"metric", "depth", "scenarios", "limit"}, Tiers: []string{"vital", "standard", "gold"},
				LimitsBefore: map[string]report.Limit{"vital": {Value: 86400}, "standard": {Value: 604800}},
				LimitsNow:    map[string]report.Limit{"vital": {Value: 14400}, "gold": {Target: "service.rpo"}}},
			{Rule: "tested", Kind: report.RuleAdded, LimitsNow: map[string]report.Limit{"vital": {Value: 14400}, "standard": {Target: "service.rto"}}},
			{Rule: "gone", Kind: report.RuleRemoved, LimitsBefore: map[string]report.Limit{"vital": {Value: 2}}},
		},
		Named: map[string]report.DiffRuleName{
			"frequency": {Title: rules.Text{"fr": "Fréquence", "nl": "Frequentie", "de": "Häufigkeit", "en": "Frequency"}, MetricBefore: "backup.interval",
				MetricNow: "backup.interval", BoundBefore: "at_most", BoundNow: "at_most", UnitBefore: "s", UnitNow: "s"},
			"tested": {Title: rules.Text{"": "Test*ed*"}, MetricBefore: "restore_test.age", MetricNow: "restore_test.age", BoundNow: "at_most", UnitNow: "s"},
			"gone":   {Title: rules.Text{"": "Gone"}, MetricBefore: "backup.copies", BoundBefore: "at_least", UnitBefore: "count"},
		},
		ServicesIn:  []report.DiffService{{ID: "evil", Name: hostile, Tier: "gold"}},
		ServicesOut: []report.DiffService{{ID: "fax", Name: "Fax", Tier: "standard", Owner: "Anne"}},
	}
	for i := range items {
		d.ByCause[items[i].Cause]++
	}
	return d
}

func printed(t *testing.T, print func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestDiffFormats holds each format in each language against its golden file.
func TestDiffFormats(t *testing.T) {
	for _, tag := range templates.Tags() {
		l, err := templates.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		text := printed(t, func(b *bytes.Buffer) error { return DiffText(b, difference(), l, false) })
		painted := printed(t, func(b *bytes.Buffer) error { return DiffText(b, difference(), l, true) })
		markdown := printed(t, func(b *bytes.Buffer) error { return DiffMarkdown(b, difference(), l) })
		golden(t, tag+".diff.txt", text)
		golden(t, tag+".diff.md", markdown)
		if plain := strings.NewReplacer("\x1b[31m", "", bold, "", colourOff, "").Replace(painted); plain != text || plain == painted {
			t.Errorf("%s: without its colours the painted text is\n%s", tag, plain)
		}
		for _, forged := range []string{"\x1b", "\u202e", "⟦"} {
			if strings.Contains(text+markdown, forged) {
				t.Errorf("%s: there is a %q in it", tag, forged)
			}
		}
		for _, forged := range []string{"<b>", "\n# [", "*x*", "*ed*", "http://", "](", "& "} {
			if strings.Contains(strings.ReplaceAll(markdown, `\]`, ""), forged) {
				t.Errorf("%s: %q is markup", tag, forged)
			}
		}
	}
}

// TestDiffOfTheSame says that nothing changed, and when that was.
func TestDiffOfTheSame(t *testing.T) {
	l, err := templates.Lookup("en")
	if err != nil {
		t.Fatal(err)
	}
	d := &report.Difference{Organisation: report.Organisation{Name: "Org"}, Old: difference().Old, New: difference().Old}
	text := printed(t, func(b *bytes.Buffer) error { return DiffText(b, d, l, false) })
	markdown := printed(t, func(b *bytes.Buffer) error { return DiffMarkdown(b, d, l) })
	for _, want := range []string{"Org · 2026-Q2\n", "As of 30 June 2026 at midnight\n", "✓ No regression", "Nothing changed"} {
		if !strings.Contains(text, want) || !strings.Contains(markdown, want) {
			t.Errorf("it does not say %q:\n%s\n%s", want, text, markdown)
		}
	}
}

var (
	moreLine = regexp.MustCompile(`(?m)^([\d,]+) more do(?:es)? not fit in here`)
	nameRow  = regexp.MustCompile(`(?m)^\| (critical|high) \|`)
)

// TestDiffMarkdownFitsIntoAComment has far more to say than a comment takes, in names that are long and grow by their
// escapes: what is shown and what is counted are all.
func TestDiffMarkdownFitsIntoAComment(t *testing.T) {
	l, err := templates.Lookup("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"n", strings.Repeat("&", 400), strings.Repeat("œ", 299), strings.Repeat(hostile, 9)} {
		d := difference()
		all := len(report.Causes) * 900
		d.Items = nil
		for i := range all {
			item := difference().Items[2]
			item.Cause, item.Name, item.Owner = report.Causes[i%len(report.Causes)], fmt.Sprint(i, name), name
			d.Items = append(d.Items, item)
		}
		d.Organisation.Name = strings.Repeat(name, 500)
		for i := range 2000 {
			d.Rules = append(d.Rules, report.RuleChange{Rule: "gone", Kind: report.RuleRemoved})
			d.ServicesIn = append(d.ServicesIn, report.DiffService{ID: fmt.Sprint(i), Name: name})
			d.ServicesOut = append(d.ServicesOut, report.DiffService{ID: fmt.Sprint(i), Name: name})
		}
		markdown := printed(t, func(b *bytes.Buffer) error { return DiffMarkdown(b, d, l) })
		if len(markdown) > longestComment || len(markdown) < longestComment/2 || !utf8.ValidString(markdown) {
			t.Errorf("%.9q: %d bytes", name, len(markdown))
		}
		findings, _, _ := strings.Cut(markdown, "### Rules that changed")
		sum := len(nameRow.FindAllString(findings, -1))
		shown := sum
		for _, rest := range moreLine.FindAllStringSubmatch(findings, -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(rest[1], ",", ""))
			if err != nil {
				t.Fatal(err)
			}
			sum += n
		}
		if sum != all || shown == 0 {
			t.Errorf("%.9q: %d shown and counted, %d of them shown, of %d", name, sum, shown, all)
		}
		if more := len(moreLine.FindAllString(markdown, -1)); more != len(report.Causes)+3 {
			t.Errorf("%.9q: %d lists say that they are cut", name, more)
		}
	}
}
