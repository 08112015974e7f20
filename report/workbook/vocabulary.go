package workbook

import (
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// vocabulary is the words that a quarter of a million rows repeat, looked up once.
type vocabulary struct {
	statuses   [rules.NotApplicable + 1]string
	severities [rules.Critical + 1]string
	bases      [rules.Observed + 1]string
	tiers      map[string]string
	rules      []string // titles, in pack order
	units      [percents + 1]string
}

// newVocabulary looks the words up.
func newVocabulary(b *book) *vocabulary {
	v := &vocabulary{tiers: map[string]string{}}
	for s := range v.statuses {
		v.statuses[s] = b.statusWord(rules.Status(s))
	}
	for s := rules.Low; s <= rules.Critical; s++ {
		v.severities[s] = b.shared("words.severity."+s.String(), nil)
	}
	for s := rules.Declared; s <= rules.Observed; s++ {
		v.bases[s] = b.shared("words.basis."+s.String(), nil)
	}
	for _, tier := range b.Pack.Tiers {
		v.tiers[tier] = b.tierWord(tier)
	}
	for i := range b.Rules {
		v.rules = append(v.rules, templates.Workbook(b.words.Rule(b.Rules[i].ID)))
	}
	for u := range v.units {
		v.units[u] = b.text("unit."+unit(u).String(), nil)
	}
	return v
}

// statusWord is a status with its symbol first. What is not applicable has none: it is no verdict.
func (b *book) statusWord(s rules.Status) string {
	word := b.shared("words.status."+s.String(), nil)
	if s == rules.NotApplicable {
		return word
	}
	return b.shared("words.symbol."+s.String(), nil) + " " + word
}

// unit is how the workbook counts a metric's figures: one unit a metric, so that a column can be sorted. The sentence
// beside a figure says it as people do ("2 d 13 h").
type unit uint8

// The units. Durations are in days where they run to months, else in hours.
const (
	counts unit = iota
	hours
	days
	kilometres
	percents
)

var unitNames = [...]string{counts: "count", hours: "hours", days: "days", kilometres: "kilometres", percents: "percent"}

// String returns the unit's name as the texts are keyed.
func (u unit) String() string { return unitNames[u] }

// inDays are the metrics that run to months.
var inDays = map[string]bool{"backup.retention": true, "restore_test.age": true}

// unitOf is the unit of a rule's figures.
func (b *book) unitOf(r *report.Rule) unit {
	switch {
	case r.Unit == rules.Seconds.String() && inDays[r.Metric]:
		return days
	case r.Unit == rules.Seconds.String():
		return hours
	case r.Unit == rules.Kilometres.String():
		return kilometres
	case r.Unit == rules.Ratio.String():
		return percents
	}
	return counts
}

// unitFormat is a unit's number format.
func (b *book) unitFormat(u unit) string {
	return [...]string{counts: whole, hours: b.format.hours, days: b.format.days, kilometres: b.format.kilometres, percents: b.format.percent}[u]
}

// unitSeconds is how many of the assessment's own units one of the workbook's is.
var unitSeconds = [...]float64{counts: 1, hours: 3600, days: 86400, kilometres: 1, percents: 1}

// figure is a cell with a figure of a rule's metric.
func (b *book) figure(value float64, r *report.Rule) cell {
	u := b.unitOf(r)
	return cell{kind: figure, number: value / unitSeconds[u], format: b.unitFormat(u)}
}

// limited is a cell with a limit of a rule: its sign is in the format.
func (b *book) limited(value float64, r *report.Rule) cell {
	c := b.figure(value, r)
	c.format = limitSigns[r.Bound] + c.format
	return c
}

var limitSigns = map[string]string{"at_most": `"≤ "`, "at_least": `"≥ "`}

// verdicts paints a column of verdicts by their symbols, which are the same in every language, and the figures that
// belong to them.
func verdicts(column, figures string) []rule {
	symbol := func(s string) string { return `LEFT(${` + column + `}#,1)="` + s + `"` }
	out := []rule{
		{column, symbol("✗"), failed}, {column, symbol("?"), unproven}, {column, symbol("◊"), waived}, {column, symbol("✓"), passed},
	}
	if figures != "" {
		out = append(out, rule{figures, symbol("✗"), failedText}, rule{figures, symbol("?"), unprovenText}, rule{figures, symbol("◊"), waived})
	}
	return out
}
