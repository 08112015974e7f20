package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"coupefeu/report"
	"coupefeu/rules"
)

// findings is every rule × service: what was measured, against what, why, and on what it rests.
var findings = sheet{
	key:   findingsKey,
	rows:  func(b *book) int { return len(b.Findings) },
	table: findingsTable,
}

const findingsKey = "findings"

// findingRow is one finding with what it speaks of, so that columns look nothing up: there may be a million of them.
type findingRow struct {
	*rules.Finding
	place   int // in the assessment's findings
	service *report.Service
	rule    *report.Rule
}

// findingsTable delivers the findings in the order of their numbers. What is not applicable is there, since rules ×
// services must add up, but the filter leaves it out until somebody asks for it.
func findingsTable(b *book) *table {
	t := tabulateEach(findingsKey, len(b.Findings), func(row int, into *findingRow) *findingRow {
		*into = b.numberedFinding(int32(row + 1))
		return into
	}, findingColumns(b))
	t.identity = 4
	t.sentence, t.adds = b.findingsSentence(), b.findingsRows
	t.hidden = func(row int) bool { return b.numberedFinding(int32(row+1)).Status == rules.NotApplicable }
	// A filter takes one word, and none of the others begins like this one: they begin with their symbols.
	t.status, t.without = "status.title", strings.Fields(b.statusWord(rules.NotApplicable))[0]
	t.formats = append(verdicts("status.title", "measured.low measured.high"), comparisons("agrees")...)
	t.bars = []ratioBar{{"measured/limit", 2}}
	t.choices = b.reviewChoices()
	t.yields = []yielding{{"review.comment", 12}, {"rule.title", 19.2}, {"reason.text", 24}, {"service.name", 20}, {"reason.text", 22}, {"provenance", 16}}
	return t
}

// numberedFinding is the finding with a number. Numbers go by status, rule, tier and service, so that each count is one
// block of rows. Rows are made when they are asked for: only the order of a million is held.
func (b *book) numberedFinding(number int32) findingRow {
	if b.order == nil {
		b.order = make([]int32, len(b.Findings))
		for i := range b.Findings {
			b.order[b.Findings[i].Number-1] = int32(i)
		}
	}
	at := b.order[number-1]
	f := &b.Findings[at]
	return findingRow{f, int(at), &b.Services[f.ServiceIndex], &b.Rules[f.RuleIndex]}
}

// findingColumns are the groups of columns from the left: who, what came out, by which figures, on what ground, what
// the auditor says of it, and what is folded away.
func findingColumns(b *book) []column[findingRow] {
	v := newVocabulary(b)
	return slices.Concat(findingVerdict(b, v), findingFigures(b), findingEvidence(b, v), reviewColumns[findingRow](b), findingDetail(b, v), findingProof(b), findingKeys(b))
}

// findingVerdict says which rule and service the row is of, and what came out.
func findingVerdict(b *book, v *vocabulary) []column[findingRow] {
	return []column[findingRow]{
		{head{key: "n", word: "n", band: "identity", width: 5.6, font: quiet, align: right}, func(r *findingRow) cell {
			return b.numbered(r)
		}},
		{head{key: "service.name", word: "service", width: 20.5, font: strong, align: indented, wrap: true}, func(r *findingRow) cell {
			return text(r.service.Name)
		}},
		{head{key: "service.tier.title", word: "tier", width: 9, font: quiet, wrap: true}, func(r *findingRow) cell {
			return text(v.tiers[r.service.Tier])
		}},
		{head{key: "rule.title", word: "rule", width: 22, wrap: true}, func(r *findingRow) cell { return text(v.rules[r.RuleIndex]) }},
		{head{key: "status.title", word: "status", band: "verdict", width: fit(15.8, strong, indented, v.statuses[:]...), align: indented}, func(r *findingRow) cell {
			return text(v.statuses[r.Status])
		}},
		{head{key: "severity.title", word: "severity", width: fit(9, quiet, left, v.severities[:]...), font: quiet}, func(r *findingRow) cell {
			return text(v.severities[r.Severity])
		}},
		{head{key: "since", word: "since", width: 7.6}, func(r *findingRow) cell { return text(b.l.Period(r.Since)) }},
	}
}

// findingFigures are real numbers with their unit in the format, so that they can be sorted and computed with; the
// sentence beside them says the same in words.
func findingFigures(b *book) []column[findingRow] {
	return []column[findingRow]{
		{head{key: "measured.low", word: "measured", band: "figures", width: 11, align: right, wrap: true}, b.measuredLow},
		{head{key: "measured.high", word: "measured-high", width: 6.8, align: right}, b.measuredHigh},
		{head{key: "limit.value", word: "limit", width: 10, font: quiet, align: indented, wrap: true}, b.limitCell},
		{head{key: "measured/limit", word: "measured-limit", width: 8.8, align: right}, b.ratioCell},
		{head{key: "reason.text", word: "reason", width: 28, align: indented, wrap: true}, func(r *findingRow) cell {
			if r.Status == rules.NotApplicable {
				return cell{}
			}
			return text(b.reason(r))
		}},
	}
}

// findingEvidence says what the figure rests on, and leads to the row that shows it.
func findingEvidence(b *book, v *vocabulary) []column[findingRow] {
	arrows := b.arrows()
	return []column[findingRow]{
		{head{key: "basis.title", word: "basis", band: "evidence", width: fit(10.2, quiet, indented, v.bases[:]...), font: quiet, align: indented}, func(r *findingRow) cell {
			return text(v.bases[r.Basis])
		}},
		{head{key: "provenance", word: "provenance", width: 23.4, wrap: true}, func(r *findingRow) cell {
			return text(provenance(r.Provenance, b.between()))
		}},
		{head{key: "see", word: "see", width: 4.6, font: linked}, func(r *findingRow) cell { return b.see(r, arrows) }},
	}
}

// findingDetail is what lies under the + for a second look.
func findingDetail(b *book, v *vocabulary) []column[findingRow] {
	return []column[findingRow]{
		{head{key: "owner", word: "owner", width: 18, folded: true}, func(r *findingRow) cell { return text(r.service.Owner) }},
		{head{key: "waiver", word: "waiver", width: 12, folded: true}, func(r *findingRow) cell {
			return text(r.Waiver).toward(b.waiverRow(r.Waiver))
		}},
		{head{key: "before_waiver", word: "before-waiver", width: 15, folded: true}, func(r *findingRow) cell {
			if r.Status != rules.Waived {
				return cell{}
			}
			return text(v.statuses[r.Before])
		}},
		{head{key: "measured.text", word: "measured-text", width: 18, folded: true}, func(r *findingRow) cell {
			return b.measuredWords(r)
		}},
		{head{key: "limit.text", word: "limit-text", width: 18, folded: true}, func(r *findingRow) cell {
			return b.limitWords(r)
		}},
		{head{key: "unit", word: "unit", width: 9, folded: true}, func(r *findingRow) cell { return text(v.units[b.unitOf(r.rule)]) }},
		{head{key: "limit.bound", width: 9, folded: true}, func(r *findingRow) cell { return text(r.rule.Bound) }},
	}
}

// findingKeys are the technical keys, which are the same in every language. Rule and service lead to their rows.
func findingKeys(b *book) []column[findingRow] {
	decided, leads := b.decisionsOf(), b.keysLead()
	key := func(key string, width float64, of func(*findingRow) string) column[findingRow] {
		return column[findingRow]{head{key: key, width: width, folded: true}, func(r *findingRow) cell { return text(of(r)) }}
	}
	return []column[findingRow]{
		{head{key: "rule", width: 20, folded: true}, func(r *findingRow) cell {
			if !leads || r.Status == rules.NotApplicable {
				return text(r.Rule)
			}
			return text(r.Rule).toward(b.table(rulesKey).place(int(r.RuleIndex)))
		}},
		{head{key: "service", width: 20, folded: true}, func(r *findingRow) cell {
			if !leads || r.Status == rules.NotApplicable {
				return text(r.Service)
			}
			return text(r.Service).toward(b.serviceRow(r.Service))
		}},
		key("tier", 10, func(r *findingRow) string { return r.service.Tier }),
		key("status", 14, func(r *findingRow) string { return r.Status.String() }),
		key("before", 10, func(r *findingRow) string {
			if r.Status != rules.Waived {
				return ""
			}
			return r.Before.String()
		}),
		key("severity", 9, func(r *findingRow) string { return r.Severity.String() }),
		key("basis", 11, func(r *findingRow) string {
			if r.Status == rules.NotApplicable {
				return ""
			}
			return r.Basis.String()
		}),
		key("reason", 22, func(r *findingRow) string { return r.Reason.Key }),
		{head{key: "index", width: 9, folded: true}, func(r *findingRow) cell { return count(r.place) }},
		key("decisions", 18, func(r *findingRow) string { return decided.findings[r.Number] }),
		key("effects", 18, func(r *findingRow) string { return decided.byFinding[r.Number] }),
		key("month", 8, b.monthOf),
	}
}

// keysLead tells whether a sheet has links enough for the keys of every row, beside the arrows and the sample.
func (b *book) keysLead() bool {
	c := b.Summary.Checks
	return b.proves() && 3*c.Applicable()+c.Waived+len(b.Sample.Findings) < mostLinks
}

// measuredLow is the figure, or the least that it can be; or the word for what is not there or not known.
func (b *book) measuredLow(r *findingRow) cell {
	switch {
	case r.Measured.Known == rules.Inapplicable:
		return cell{}
	case r.Measured.Known == rules.None, r.Measured.Low <= 0 && math.IsInf(r.Measured.High, 1):
		return text(b.phrase(r).measured)
	}
	return b.figure(r.Measured.Low, r.rule)
}

// measuredHigh is the most that the figure can be, where that is more than the least.
func (b *book) measuredHigh(r *findingRow) cell {
	switch m := r.Measured; {
	case m.Known != rules.Measured || m.Low == m.High || m.Low <= 0 && math.IsInf(m.High, 1):
		return cell{}
	case math.IsInf(m.High, 1):
		return text("∞")
	default:
		return b.figure(m.High, r.rule)
	}
}

// limitCell is the limit that applied to the service, or the word for a target that the service does not set.
func (b *book) limitCell(r *findingRow) cell {
	switch {
	case r.Status == rules.NotApplicable:
		return cell{}
	case r.Limit.Bound == rules.NoBound:
		return text(b.phrase(r).limit)
	}
	return b.limited(r.Limit.Value, r.rule)
}

// ratioCell is measured ÷ limit of the bound that decides: what fails does so by the bound nearer to the limit, what
// does not, by the farther one. A word, ∞ or a limit of 0 gives no ratio.
//
// It is a formula over the cells to its left, in every row that has a figure, so that the auditor sees what was
// divided. IFERROR turns what cannot be divided into –; the value beside the formula says so already.
func (b *book) ratioCell(r *findingRow) cell {
	if r.Status == rules.NotApplicable {
		return cell{}
	}
	low := r.Limit.Bound == rules.AtLeast
	if r.Status == rules.Fail || r.Before == rules.Fail {
		low = !low
	}
	unknown := r.Measured.Low <= 0 && math.IsInf(r.Measured.High, 1)
	formula, bound := `IFERROR({measured.high}#/{limit.value}#,"–")`, r.Measured.High
	if low || unknown || r.Measured.Low == r.Measured.High {
		formula, bound = `IFERROR({measured.low}#/{limit.value}#,"–")`, r.Measured.Low
	}
	if r.Measured.Known != rules.Measured || r.Limit.Value == 0 || math.IsInf(bound, 1) || unknown {
		return cell{kind: words, text: "–", formula: formula}
	}
	return cell{kind: figure, number: bound / r.Limit.Value, format: b.format.percent, formula: formula}
}

// reason is the sentence of the board's PDF, word for word.
func (b *book) reason(r *findingRow) string {
	return b.phrase(r).reason
}

// measuredWords is the figure as the board's PDF words it.
func (b *book) measuredWords(r *findingRow) cell {
	if r.Status == rules.NotApplicable {
		return cell{}
	}
	return text(b.phrase(r).measured)
}

// limitWords is the limit as the board's PDF words it.
func (b *book) limitWords(r *findingRow) cell {
	if r.Status == rules.NotApplicable {
		return cell{}
	}
	return text(b.phrase(r).limit)
}

// mostPlaces is how many places of a provenance are named; the others are counted.
const mostPlaces = 3

// between is what stands between places: a line each, or on one line, where rows have one.
func (b *book) between() string {
	if len(b.Findings) > wrapRows {
		return " · "
	}
	return "\n"
}

// provenance names what a figure rests on.
func provenance(places []rules.Provenance, between string) string {
	if len(places) == 1 {
		return placeName(&places[0])
	}
	var out []string
	for i := range places {
		if i == mostPlaces {
			out = append(out, "+ "+strconv.Itoa(len(places)-i))
			break
		}
		out = append(out, placeName(&places[i]))
	}
	return strings.Join(out, between)
}

// placeName is a line of a file, or a recovery point of a source.
func placeName(p *rules.Provenance) string {
	if p.File != "" {
		return p.File + ":" + strconv.Itoa(int(p.Line))
	}
	return strings.TrimSpace(p.Source + " " + p.Point)
}

// see leads to the row that shows what the finding rests on. Arrows are those that each sheet has links for.
func (b *book) see(r *findingRow, arrows []int) cell {
	place := int(r.Number) - 1
	if r.Status == rules.NotApplicable || place%b.mostRows >= arrows[place/b.mostRows] {
		return cell{}
	}
	return text("→").to(b.detail(r))
}

// findingsSentence counts the findings by status.
func (b *book) findingsSentence() string {
	c := b.Summary.Checks
	return b.text("findings.sentence", args{"n": c.Applicable(), "findings": len(b.Findings), "pass": c.Pass, "fail": c.Fail,
		"unknown": c.Unknown, "waived": c.Waived, "not_applicable": c.NotApplicable})
}

// findingsRows says in which rows of a sheet the findings of each status are, where nobody scrolls any more, and where the
// arrows stop.
func (b *book) findingsRows(part int) string {
	if len(b.Findings) <= wrapRows {
		return ""
	}
	said := " " + b.text("findings.unproven-rows", args{"n": wrapRows})
	place, most := -part*b.mostRows, b.mostRows // place: of the next status, from the sheet's first row
	for _, s := range rules.StatusOrder {
		from, to := max(0, place), min(most, place+of(b.Summary.Checks, s))
		if from < to {
			said += " " + b.text("findings.rows", args{"status": b.statusWord(s), "from": firstRow + from, "to": headRow + to})
		}
		place += of(b.Summary.Checks, s)
	}
	// What is not applicable has none, and comes last.
	if arrows := b.arrows()[part]; min(most, b.Summary.Checks.Applicable()-part*most) > arrows {
		said += " " + b.text("findings.links", args{"row": headRow + arrows})
	}
	return said
}
