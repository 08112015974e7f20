package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"coupefeu/rules"
)

// auditSample is the findings that the auditor is asked to work out again: a row gives inputs and operation, and what
// the auditor types is compared with what was measured.
var auditSample = sheet{
	key:   sampleKey,
	rows:  func(b *book) int { return len(b.Sample.Findings) },
	table: sampleTable,
}

const sampleKey = "sample"

// sampleRow is one finding that was drawn, with its place in the sheet.
type sampleRow struct {
	findingRow
	n    int
	rank string
}

// sampleTable keeps the order of the draw: by status, tier and rank, so that whoever draws again can compare.
func sampleTable(b *book) *table {
	rows := b.sampleRows()
	v := newVocabulary(b)
	t := tabulate(sampleKey, rows, slices.Concat(sampleFinding(b, v), sampleFigures(b), sampleInputs(b), sampleReview(b), sampleDetail(b, v)))
	t.identity = 5
	t.sentence = b.sampleSentence()
	t.formats = append(verdicts("status.title", "measured"), comparisons("review.match")...)
	t.choices = []choiceFor{
		{"review.value", choice{list: []string{b.nothingThere(), b.unknown().text}, free: true, hint: b.text("sample.hint", nil)}},
		b.reviewDate(),
	}
	t.yields = []yielding{{"review.comment", 12}, {"rule.title", 19.2}, {"service.name", 18}, {"recipe", 42}, {"provenance", 18}, {"recipe", 36}}
	return t
}

// sampleRows are the drawn findings in the order of the assessment.
func (b *book) sampleRows() []sampleRow {
	rows := make([]sampleRow, len(b.Sample.Findings))
	for i, number := range b.Sample.Findings {
		rows[i] = sampleRow{b.numberedFinding(number), i + 1, b.Sample.Ranks[i]}
	}
	return rows
}

// sampleFinding says which finding it is, and leads to its row.
func sampleFinding(b *book, v *vocabulary) []column[sampleRow] {
	return []column[sampleRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *sampleRow) cell { return count(r.n) }},
		{head{key: "finding.n", word: "finding", width: 7.5, font: underlined, align: right}, func(r *sampleRow) cell {
			return count(int(r.Number)).to(b.table(findingsKey).place(int(r.Number) - 1))
		}},
		{head{key: "service.name", word: "service", width: 20, font: strong, align: indented, wrap: true}, func(r *sampleRow) cell {
			return text(r.service.Name)
		}},
		{head{key: "service.tier.title", word: "tier", width: 9, font: quiet, wrap: true}, func(r *sampleRow) cell {
			return text(v.tiers[r.service.Tier])
		}},
		{head{key: "rule.title", word: "rule", width: 22, wrap: true}, func(r *sampleRow) cell { return text(v.rules[r.RuleIndex]) }},
		{head{key: "status.title", word: "status", band: "verdict", width: fit(15.8, strong, indented, v.statuses[:]...), align: indented}, func(r *sampleRow) cell {
			return text(v.statuses[r.Status])
		}},
	}
}

// sampleFigures are what is to come out, and the limit that it was held against.
func sampleFigures(b *book) []column[sampleRow] {
	return []column[sampleRow]{
		{head{key: "measured", word: "measured", band: "figures", width: 11, align: right, wrap: true}, b.sampleMeasured},
		{head{key: "limit", word: "limit", width: 10.6, font: quiet, align: indented, wrap: true}, func(r *sampleRow) cell { return b.limitCell(&r.findingRow) }},
	}
}

// sampleInputs are what the auditor works with.
func sampleInputs(b *book) []column[sampleRow] {
	return []column[sampleRow]{
		{head{key: "recipe", word: "recipe", band: "recipe", width: 48, align: indented, wrap: true}, func(r *sampleRow) cell { return text(b.recipe(&r.findingRow)) }},
		{head{key: "provenance", word: "provenance", width: 21.8, align: indented, wrap: true}, func(r *sampleRow) cell { return text(provenance(r.Provenance, b.sampleBetween())) }},
		{head{key: "draw", word: "draw", width: 10.5, font: quiet}, func(r *sampleRow) cell { return text(shortRank(r.rank)) }},
	}
}

// shortRank is the first digits of a rank, marked as such: eight digits alone might pass for a number.
func shortRank(rank string) string { return rank[:min(8, len(rank))] + "…" }

// sampleBetween is what stands between places.
func (b *book) sampleBetween() string {
	if len(b.Sample.Findings) > wrapRows {
		return " · "
	}
	return "\n"
}

// sampleReview is what the auditor fills in. Only the comparison is written: a formula that waits for a figure.
func sampleReview(b *book) []column[sampleRow] {
	empty := func(*sampleRow) cell { return cell{} }
	return []column[sampleRow]{
		{head{key: "review.value", word: "review-value", band: "review", width: 11, align: right, input: true}, func(r *sampleRow) cell {
			return cell{format: b.tenths(b.unitOf(r.rule))}
		}},
		{head{key: "review.match", word: "review-match", width: 12, font: quiet, align: indented}, b.match},
		{head{key: "review.comment", word: "review-comment", width: 16, wrap: true, input: true}, empty},
		{head{key: "review.by", word: "review-by", width: 4.5, input: true}, empty},
		{head{key: "review.date", word: "review-date", width: 9.5, input: true}, func(*sampleRow) cell { return cell{format: b.format.date} }},
	}
}

// sampleDetail is what lies under the +: the metric in words, every input's place, the figures alone, and the keys.
func sampleDetail(b *book, v *vocabulary) []column[sampleRow] {
	return []column[sampleRow]{
		{head{key: "metric.definition", word: "definition", width: 40, folded: true}, func(r *sampleRow) cell { return text(b.definition(r.rule)) }},
		{head{key: "provenance.all", word: "provenance-all", width: 30, folded: true}, func(r *sampleRow) cell { return text(everyPlace(r.Provenance)) }},
		{head{key: "measured.text", word: "measured-text", width: 18, folded: true}, func(r *sampleRow) cell { return b.measuredWords(&r.findingRow) }},
		{head{key: "limit.text", word: "limit-text", width: 18, folded: true}, func(r *sampleRow) cell { return b.limitWords(&r.findingRow) }},
		{head{key: "unit", word: "unit", width: 9, folded: true}, func(r *sampleRow) cell { return text(v.units[b.unitOf(r.rule)]) }},
		{head{key: "measured.low", width: 12, folded: true, align: right}, func(r *sampleRow) cell { return b.bound(r, r.Measured.Low) }},
		{head{key: "measured.high", width: 12, folded: true, align: right}, func(r *sampleRow) cell { return b.bound(r, r.Measured.High) }},
		{head{key: "metric", width: 22, folded: true}, func(r *sampleRow) cell { return text(r.rule.Metric) }},
		{head{key: "rule", width: 20, folded: true}, func(r *sampleRow) cell { return text(r.Rule) }},
		{head{key: "service", width: 20, folded: true}, func(r *sampleRow) cell { return text(r.Service) }},
		{head{key: "tier", width: 10, folded: true}, func(r *sampleRow) cell { return text(r.service.Tier) }},
		{head{key: "status", width: 14, folded: true}, func(r *sampleRow) cell { return text(r.Status.String()) }},
		{head{key: "rank", width: 30, folded: true}, func(r *sampleRow) cell { return text(r.rank) }},
	}
}

// everyPlace names all that a figure rests on.
func everyPlace(places []rules.Provenance) string {
	out := make([]string, len(places))
	for i := range places {
		out[i] = placeName(&places[i])
	}
	return listed(out)
}

// bound is one end of what was measured, as a number; empty where there is none.
func (b *book) bound(r *sampleRow, end float64) cell {
	if r.Measured.Known != rules.Measured || math.IsInf(end, 1) {
		return cell{}
	}
	u := b.unitOf(r.rule)
	return cell{kind: figure, number: end / unitSeconds[u], format: b.tenths(u)}
}

// spread tells what kind of figure a finding has, which decides how it is shown and compared.
type spread uint8

// The kinds: nothing to measure, nothing known, one figure, a least figure without a greatest, two ends.
const (
	nothingAtAll spread = iota
	notKnown
	oneFigure
	openEnded
	twoEnds
)

func spreadOf(f *rules.Finding) spread {
	switch m := f.Measured; {
	case m.Known != rules.Measured:
		return nothingAtAll
	case m.Low == m.High:
		return oneFigure
	case !math.IsInf(m.High, 1):
		return twoEnds
	case m.Low <= 0:
		return notKnown
	}
	return openEnded
}

// sampleMeasured is the figure as a number where one number says it, else the words for it. What is typed is compared to
// the tenth, so a figure that is not whole shows its tenths.
func (b *book) sampleMeasured(r *sampleRow) cell {
	u := b.unitOf(r.rule)
	c := cell{kind: figure, number: r.Measured.Low / unitSeconds[u], format: b.unitFormat(u)}
	shown := c.number
	if u == percents {
		shown *= 100
	}
	if math.Abs(shown-math.Round(shown)) >= tolerance {
		c.format = b.tenths(u)
	}
	switch spreadOf(r.Finding) {
	case oneFigure:
		return c
	case openEnded:
		c.format = limitSigns["at_least"] + c.format
		return c
	}
	return text(b.phrase(&r.findingRow).measured)
}

// tenths is a unit's number format with one digit after the decimal sign; things are counted whole.
func (b *book) tenths(u unit) string {
	format := b.unitFormat(u)
	if u == counts || u == hours {
		return format
	}
	return strings.Replace(format, "0", "0.0", 1)
}

// tolerance is how far what is typed may be from what was measured, in the column's unit.
const tolerance = 0.05

// match compares what the auditor typed: a figure with the figure, and a word with the word.
func (b *book) match(r *sampleRow) cell {
	var compare string
	switch spreadOf(r.Finding) {
	case nothingAtAll:
		compare = `OR({review.value}#="` + literal(b.nothingThere()) + `",{review.value}#={measured}#)`
	case notKnown:
		compare = "{review.value}#={measured}#"
	default:
		compare = b.near(r)
	}
	waiting, agrees, differs := b.text("sample.waiting", nil), "✓ "+b.text("sample.agrees", nil), "✗ "+b.text("sample.differs", nil)
	formula := fmt.Sprintf(`IF(LEN({review.value}#)=0,"%s",IF(%s,"%s","%s"))`, literal(waiting), compare, literal(agrees), literal(differs))
	return cell{kind: words, text: waiting, formula: formula}
}

// near is the condition that a typed figure is close to what was measured; of two ends, to the lower. The last 1E-9 is
// what programs get wrong in a difference; N keeps a word from being an error.
func (b *book) near(r *sampleRow) string {
	with, within := "{measured}#", tolerance
	if spreadOf(r.Finding) == twoEnds {
		with = "{measured.low}#"
	}
	if b.unitOf(r.rule) == percents {
		within /= 100 // a percentage is a hundredth in its cell
	}
	return fmt.Sprintf("AND(ISNUMBER({review.value}#),ABS(N({review.value}#)-%s)-%s<1E-9)", with, strconv.FormatFloat(within, 'f', -1, 64))
}

// nothingThere is what to type where what is asked for does not exist.
func (b *book) nothingThere() string { return b.text("sample.nothing", nil) }

// sampleSentence says how many were drawn of how many, by what rule, and with which seed.
func (b *book) sampleSentence() string {
	s := &b.Sample
	a := args{"n": len(s.Findings), "seed": s.Seed, "size": s.Size, "tier": ""}
	if len(b.Pack.Tiers) > 0 {
		a["tier"] = b.tierWord(b.Pack.Tiers[0])
	}
	for _, status := range statuses {
		sizes := s.ByStatus[status.String()]
		a[status.String()], a["of_"+status.String()] = sizes.Drawn, sizes.Population
	}
	said := b.text("sample.sentence", a)
	if len(s.Findings) >= mostLinks {
		said += " " + b.text("scenarios.links", args{"row": headRow + mostLinks - 1})
	}
	return said
}

// drawn tells in which row of the sample a finding stands, by its number.
func (b *book) drawn() map[int32]int {
	if b.drawnRows == nil {
		b.drawnRows = make(map[int32]int, len(b.Sample.Findings))
		for i, number := range b.Sample.Findings {
			b.drawnRows[number] = i
		}
	}
	return b.drawnRows
}

// numbered is a finding's number, which leads to its row in the sample if it was drawn.
func (b *book) numbered(r *findingRow) cell {
	n := count(int(r.Number))
	if at, drawn := b.drawn()[r.Number]; drawn {
		return n.in(underlined).to(b.table(sampleKey).place(at))
	}
	return n
}

// arrows is how many links each sheet of findings leaves for others: those of the sample go first, and one leads back to
// the way in.
func (b *book) arrows() []int {
	left := make([]int, max(1, len(b.names[findingsKey])))
	for part := range left {
		left[part] = mostLinks - 1
	}
	for _, number := range b.Sample.Findings {
		if part := (int(number) - 1) / b.mostRows; left[part] > 0 {
			left[part]--
		}
	}
	return left
}
