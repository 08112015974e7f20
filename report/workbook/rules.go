package workbook

import (
	"maps"
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// packRules is the rule pack as it was applied: limits by tier, severity, why, what to do, and how it stands. It has as
// many columns of limits as the pack has tiers.
var packRules = sheet{key: rulesKey, table: rulesTable}

const rulesKey = "rules"

// ruleRow is one rule with its counts and its place in the sheet. Rules of the quarter before that are gone come last.
type ruleRow struct {
	*report.Rule
	n      int
	checks report.Checks
	change *report.RuleChange // nil where both packs write it alike, or there is no quarter before
}

// rulesTable shows the pack as it was applied, with what became of each rule.
func rulesTable(b *book) *table {
	var rows []ruleRow
	changed := b.changedRules()
	for i := range b.Rules {
		r := &b.Rules[i]
		rows = append(rows, ruleRow{r, i + 1, b.Summary.ByRule[r.ID], changed[r.ID]})
	}
	for _, gone := range b.goneRules() {
		rows = append(rows, ruleRow{b.ruleThen(gone), len(rows) + 1, report.Checks{}, gone})
	}
	t := tabulate(rulesKey, rows, slices.Concat(ruleIdentity(b), ruleLimits(b), ruleChecks(b), ruleSince(b), ruleTexts(b), ruleKeys(b)))
	t.identity = 2
	t.sentence = b.text("rules.sentence", args{"n": len(b.Rules), "pack": b.Pack.ID + " " + b.Pack.Version})
	if b.Changes != nil {
		t.sentence += " " + b.text("rules.changed", args{"n": len(b.Changes.Rules), "period": b.l.Period(b.Previous.Period)})
	}
	t.formats = checkFormats()
	t.yields = []yielding{{"why", 21}, {"remedy", 21}, {"references", 30}, {"why", 20}, {"remedy", 20}, {"references", 24}}
	return t
}

// ruleIdentity says which rule it is, and by which metric it measures.
func ruleIdentity(b *book) []column[ruleRow] {
	return []column[ruleRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *ruleRow) cell { return count(r.n) }},
		{head{key: "rule.title", word: "rule", width: 20, font: strong, align: indented, wrap: true}, func(r *ruleRow) cell {
			return text(b.in(r.Title))
		}},
		{head{key: "metric.title", word: "metric", band: "definition", width: b.metricWidth(), font: quiet, align: indented, wrap: true}, func(r *ruleRow) cell {
			return text(b.metricName(r.Metric))
		}},
	}
}

// metricName is a metric's name as people say it. One that is of an earlier pack only may have none.
func (b *book) metricName(metric string) string {
	if key := "metrics." + metric + ".name"; b.l.Has(key) {
		return b.shared(key, nil)
	}
	return metric
}

// metricWidth is that of the column of metrics, none of whose words may break.
func (b *book) metricWidth() float64 {
	var parts []string
	for i := range b.Rules {
		parts = append(parts, strings.Fields(b.metricName(b.Rules[i].Metric))...)
	}
	return fit(17, quiet, indented, parts...)
}

// in is a text of the rule pack in the report's language.
func (b *book) in(t rules.Text) string { return templates.Workbook(t.In(b.l.Tag())) }

// ruleLimits has a column for each tier, and the severities.
func ruleLimits(b *book) []column[ruleRow] {
	var out []column[ruleRow]
	for i, tier := range b.Pack.Tiers {
		h := head{key: "limit." + tier, width: 9.5, align: indented}
		if i == 0 {
			h.band = "limits"
		}
		h.title = b.tierWord(tier)
		out = append(out, column[ruleRow]{h, func(r *ruleRow) cell { return b.ruleLimit(r.Rule, tier) }})
	}
	severity := head{key: "severity", word: "severity", width: 16, wrap: true}
	return append(out, column[ruleRow]{severity, func(r *ruleRow) cell { return text(b.severityByTier(r.Rule)) }})
}

// ruleLimit is a rule's limit for a tier, the name of the service's own target, or – where the rule does not apply.
func (b *book) ruleLimit(r *report.Rule, tier string) cell {
	limit, given := r.Limits[tier]
	if given && limit.Target == "" {
		return b.limited(limit.Value, r)
	}
	return text(templates.Workbook(b.words.RuleLimit(r, tier)))
}

// severityByTier is one word where the severity is the same in every tier, else a line a tier.
func (b *book) severityByTier(r *report.Rule) string {
	var lines []string
	same := true
	for _, tier := range b.Pack.Tiers {
		if r.Severity[tier] == "" {
			continue
		}
		same = same && r.Severity[tier] == r.Severity[b.Pack.Tiers[0]]
		severity := b.shared("words.severity."+r.Severity[tier], nil)
		lines = append(lines, b.text("rules.severity", args{"tier": b.tierWord(tier), "severity": severity}))
	}
	if same && len(lines) > 0 {
		return b.shared("words.severity."+r.Severity[b.Pack.Tiers[0]], nil)
	}
	return strings.Join(lines, "\n")
}

// ruleChecks are the rule's counts. What is not kept, not demonstrated or waived leads to the first of its findings.
func ruleChecks(b *book) []column[ruleRow] {
	leading := func(r *ruleRow, n int, status rules.Status) cell {
		if first := b.firstOf(r.ID, status); n > 0 && first >= 0 && r.n <= wrapRows {
			return count(n).in(counted).to(b.table(findingsKey).place(first))
		}
		return count(n)
	}
	return []column[ruleRow]{
		{head{key: "checks.applicable", word: "applicable", band: "checks", width: 10, font: quiet, align: right}, func(r *ruleRow) cell {
			return count(r.checks.Applicable())
		}},
		{head{key: "checks.pass", word: "pass", width: 8, align: right}, func(r *ruleRow) cell { return count(r.checks.Pass) }},
		{head{key: "checks.fail", word: "fail", width: 8.5, align: right}, func(r *ruleRow) cell { return leading(r, r.checks.Fail, rules.Fail) }},
		{head{key: "checks.unknown", word: "unknown", width: 10.5, align: right}, func(r *ruleRow) cell {
			return leading(r, r.checks.Unknown, rules.Unknown)
		}},
		{head{key: "checks.waived", word: "waived", width: 9.5, align: right}, func(r *ruleRow) cell { return leading(r, r.checks.Waived, rules.Waived) }},
	}
}

// ruleTexts are the pack's own words: why, what to do, and which controls the rule serves.
func ruleTexts(b *book) []column[ruleRow] {
	// The texts share what the tiers' limits leave.
	width := max(22, (mostUnits-121.5-34-9.5*float64(len(b.Pack.Tiers)))/2)
	return []column[ruleRow]{
		{head{key: "why", word: "why", band: "texts", width: width, align: indented, wrap: true}, func(r *ruleRow) cell {
			return text(b.in(r.Why))
		}},
		{head{key: "remedy", word: "remedy", width: width, align: indented, wrap: true}, func(r *ruleRow) cell { return text(b.in(r.Remedy)) }},
		{head{key: "references", word: "references", width: 34, font: quiet, align: indented, wrap: true}, func(r *ruleRow) cell {
			return text(references(r.Rule))
		}},
	}
}

// references lists a rule's controls by framework.
func references(r *report.Rule) string {
	var lines []string
	for _, framework := range slices.Sorted(maps.Keys(r.References)) {
		lines = append(lines, framework+" "+listed(r.References[framework]))
	}
	return strings.Join(lines, "; ")
}

// ruleKeys are the technical keys, in the words of the assessment. A rule is applied if it is in today's pack.
func ruleKeys(b *book) []column[ruleRow] {
	out := []column[ruleRow]{
		{head{key: "metric", width: 22, folded: true}, func(r *ruleRow) cell { return text(r.Metric) }},
		{head{key: "metric.definition", word: "definition", width: 40, folded: true}, func(r *ruleRow) cell { return text(b.definition(r.Rule)) }},
		{head{key: "rule", width: 20, folded: true}, func(r *ruleRow) cell { return text(r.ID) }},
		{head{key: "unit", width: 9, folded: true}, func(r *ruleRow) cell { return text(r.Unit) }},
		{head{key: "limit.bound", width: 9, folded: true}, func(r *ruleRow) cell { return text(r.Bound) }},
		{head{key: "depth", width: 11, folded: true}, func(r *ruleRow) cell { return text(r.Depth) }},
		{head{key: "scenarios", width: 18, folded: true}, func(r *ruleRow) cell { return text(listed(r.Scenarios)) }},
	}
	for _, tier := range b.Pack.Tiers {
		out = append(out, column[ruleRow]{head{key: "target." + tier, width: 12, folded: true}, func(r *ruleRow) cell { return text(r.Limits[tier].Target) }})
	}
	out = append(out, column[ruleRow]{head{key: "applied", width: 9, folded: true}, func(r *ruleRow) cell {
		return text(answers[r.change == nil || r.change.Kind != report.RuleRemoved])
	}})
	return append(out, ruleChangeKeys(b)...)
}
