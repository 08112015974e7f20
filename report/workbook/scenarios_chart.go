package workbook

import (
	"fmt"
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// outcomeClass is what the board's PDF draws as one part of a bar: ten outcomes would be ten colours.
type outcomeClass struct {
	key              string       // of its word, board.bar.word.<key>
	status           rules.Status // whose symbol goes with the word; NotApplicable: none
	outcomes         []scenario.Outcome
	fill, line, mark string // line: its outline, where it is hollow; mark: the colour of its figures
}

// outcomeClasses are in the order of the bar, the worst at its beginning. What is unproven is hollow, and so is what is
// stranded, whose data are safe: solid red is lost and nothing else.
var outcomeClasses = []outcomeClass{
	{"lost", rules.Fail, []scenario.Outcome{scenario.OutcomeLost}, failInk, "", white},
	{"unproven", rules.Unknown, []scenario.Outcome{scenario.OutcomeUnproven}, white, unknownInk, unknownInk},
	{"stranded", rules.NotApplicable, []scenario.Outcome{scenario.OutcomeStranded}, failTint, failInk, failInk},
	{"restore", rules.NotApplicable, []scenario.Outcome{scenario.OutcomeRestore, scenario.OutcomeRebuild}, accentMid, "", white},
	{"waits", rules.NotApplicable, []scenario.Outcome{scenario.OutcomeFailover, scenario.OutcomeWait, scenario.OutcomeWaiting}, accentLight, "", ink},
	{"goes_on", rules.NotApplicable, []scenario.Outcome{scenario.OutcomeContinue, scenario.OutcomeUnaffected}, track, "", grey},
}

// word is a class's name as the legend has it.
func (b *book) classWord(c *outcomeClass) string {
	word := b.shared("board.bar.word."+c.key, nil)
	if c.status == rules.NotApplicable {
		return word
	}
	return b.shared("words.symbol."+c.status.String(), nil) + " " + word
}

const (
	mostCampuses  = 12 // in the chart, the worst ones
	longestCampus = 40 // characters of a name in it
)

// drawnCampuses are the campuses in the chart, the worst first, in the order of the board's PDF. Without services there
// is nothing to draw.
func (b *book) drawnCampuses() []report.ScenarioRow {
	h := b.Highlights.Scenarios
	if h == nil || b.Summary.Services == 0 {
		return nil
	}
	return h.Rows[:min(h.Campuses, mostCampuses)]
}

// campusNames are the names of the campuses in the chart, by the ids of their scenarios, for the little room that there
// is. Those that share a name have their ids too.
func (b *book) campusNames(drawn []report.ScenarioRow) map[string]string {
	names, same := map[string]string{}, map[string]int{}
	for i := range b.Scenarios {
		s := &b.Scenarios[i]
		names[s.ID] = shortened(b.scenarioName(s), longestCampus)
	}
	for i := range drawn {
		same[names[drawn[i].Scenario]]++
	}
	for i := range drawn {
		if r := &drawn[i]; same[names[r.Scenario]] > 1 {
			names[r.Scenario] += " · " + r.Campus
		}
	}
	return names
}

// scenarioBars are the cells that the chart is drawn from: one row a campus, the worst first, whatever scenario stands in
// that row of the table. They are beside the table, so that sorting or filtering it leaves the chart as it is, and their
// figures are looked up in it by the scenario's key.
func scenarioBars(b *book) []column[scenarioRow] {
	drawn := b.drawnCampuses()
	if len(drawn) == 0 {
		return nil
	}
	names := b.campusNames(drawn)
	bar := func(h head, of func(*report.ScenarioRow) cell) column[scenarioRow] {
		h.folded = true
		return column[scenarioRow]{h, func(r *scenarioRow) cell {
			if r.n > len(drawn) {
				return cell{}
			}
			return of(&drawn[r.n-1])
		}}
	}
	out := []column[scenarioRow]{
		bar(head{key: "chart.id", title: b.text("scenarios.charted", nil), width: 22}, func(r *report.ScenarioRow) cell { return text(r.Scenario) }),
		bar(head{key: "chart.name", word: "scenario", width: 20}, func(r *report.ScenarioRow) cell { return text(names[r.Scenario]) }),
	}
	for i := range outcomeClasses {
		c := &outcomeClasses[i]
		out = append(out, bar(head{key: "chart." + c.key, title: b.classWord(c), width: 11, align: right}, func(r *report.ScenarioRow) cell {
			q := c.query(r.Scenario)
			return cell{kind: figure, number: b.value(q), format: whole, formula: b.formula(q)}
		}))
	}
	return out
}

// query adds a class's outcomes up for a scenario.
func (c *outcomeClass) query(id string) query {
	var q query
	for _, o := range c.outcomes {
		q.plus = append(q.plus, where{table: scenariosKey, when: []condition{{key: "id", text: id}}, sum: "outcomes." + o.String()})
	}
	return q
}

// The measures of the chart of campuses, in pixels: what a bar takes with its gap, and what title and legend take.
const (
	campusWidth = 748 // 19.8 cm
	campusTall  = 24
	campusRest  = 74
)

// drawCampuses draws the loss of each campus under the rows of the scenarios.
func (b *book) drawCampuses(f *leaf) {
	drawn := b.drawnCampuses()
	if len(drawn) == 0 {
		return
	}
	form := *parted
	form.width, form.height = campusWidth, uint(campusRest+campusTall*len(drawn))
	t, last := b.table(scenariosKey), headRow+len(drawn)
	cells := func(key string, first, last int) string {
		name := letters(t.column(key))
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(f.name), name, first, name, last)
	}
	c := chart{form: &form, at: fmt.Sprintf("B%d", f.lastRow+2), title: b.campusesTitle(drawn), categories: cells("chart.name", firstRow, last),
		labels: fmt.Sprintf("[>=%d]#,##0;;", max(1, (b.Summary.Services*4+99)/100))}
	for i := range outcomeClasses {
		class := &outcomeClasses[i]
		key := "chart." + class.key
		head := fmt.Sprintf("%s!$%s$%d", quoted(f.name), letters(t.column(key)), headRow)
		s := series{name: head, values: cells(key, firstRow, last), fill: class.fill, line: class.line, label: class.mark}
		for bar := range drawn {
			if b.value(class.query(drawn[bar].Scenario)) == 0 {
				s.none = append(s.none, bar)
			}
		}
		c.series = append(c.series, s)
	}
	f.charts = []chart{c}
	f.below = f.rowAfter(f.lastRow+2, float64(form.height)) - 1 - f.lastRow
}

// campusesTitle says what the worst campus would take along, or that none takes anything; and of how many campuses the
// chart shows only the worst.
func (b *book) campusesTitle(drawn []report.ScenarioRow) string {
	h := b.Highlights.Scenarios
	worst := &b.Scenarios[slices.IndexFunc(b.Scenarios, func(s report.Scenario) bool { return s.ID == h.Worst })]
	of := args{"campus": b.campusNames(drawn)[worst.ID], "of": b.Summary.Services}
	var said string
	switch o := &worst.Outcomes; {
	case o.Lost > 0:
		of["n"] = o.Lost
		said = b.text("chart.campus-lost", of)
	case o.Unproven > 0:
		of["n"] = o.Unproven
		said = b.text("chart.campus-unproven", of)
	default:
		said = b.text("chart.campus-none", args{"n": h.Campuses})
	}
	if len(drawn) == h.Campuses {
		return said
	}
	return b.text("chart.campus-worst", args{"said": said, "n": len(drawn), "campuses": h.Campuses})
}

// shortened cuts a name to so many characters.
func shortened(name string, most int) string {
	runes := []rune(name)
	if len(runes) <= most {
		return name
	}
	return string(runes[:most-1]) + "…"
}
