package workbook

import (
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
)

// frameworks is one row per control and rule that serves it: how the rule's checks stand, and beside them those of the
// whole control, which several rules may serve.
var frameworks = sheet{key: frameworksKey, table: frameworksTable}

const frameworksKey = "frameworks"

// controlRow is one rule under one control of one framework, and its place in the sheet. A rule is met first under one
// control of a framework, so that the rules of a framework can be added up without counting any twice.
type controlRow struct {
	n             int
	framework     *report.Framework
	control, rule string
	first         bool
	own, all      report.Checks // of the rule; of the control
}

// frameworksTable has the frameworks in the order in which the reports list them, and their controls as people count.
func frameworksTable(b *book) *table {
	rows := b.controlRows()
	controls := 0
	for i := range b.Frameworks {
		controls += len(b.Frameworks[i].Controls)
	}
	t := tabulate(frameworksKey, rows, slices.Concat(controlIdentity(b), ruleUnderControl(), wholeControl(), controlKeys()))
	t.identity = 3
	t.sentence = b.text("frameworks.sentence", args{"n": len(b.Frameworks), "controls": controls})
	t.formats = checkFormats()
	t.yields = []yielding{{"framework.source", 22}, {"framework.title", 22}, {"rule.title", 22}, {"framework.publisher", 14}}
	return t
}

func (b *book) controlRows() []controlRow {
	var rows []controlRow
	for i := range b.Frameworks {
		f, met := &b.Frameworks[i], map[string]bool{}
		for _, c := range f.Controls {
			for _, rule := range c.Rules {
				rows = append(rows, controlRow{n: len(rows) + 1, framework: f, control: c.ID, rule: rule, first: !met[rule],
					own: b.Summary.ByRule[rule], all: b.Summary.ByControl[f.ID][c.ID]})
				met[rule] = true
			}
		}
	}
	return rows
}

// controlIdentity says which control of which framework it is, and where the framework can be read.
func controlIdentity(b *book) []column[controlRow] {
	return []column[controlRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *controlRow) cell { return count(r.n) }},
		{head{key: "framework.title", word: "framework", width: 28.4, font: strong, align: indented, wrap: true}, func(r *controlRow) cell {
			return text(b.in(r.framework.Title))
		}},
		{head{key: "control", word: "control", width: 12.6, align: indented, wrap: true}, func(r *controlRow) cell { return text(r.control) }},
		{head{key: "rule.title", word: "rule", width: 28.2, wrap: true}, func(r *controlRow) cell { return text(b.ruleTitle(r.rule)) }},
	}
}

// ruleUnderControl are the counts of the rule alone.
func ruleUnderControl() []column[controlRow] {
	return checkColumns("rule-checks", "checks.", func(r *controlRow) report.Checks { return r.own })
}

// wholeControl are the counts of all rules under the control, the same in each of its rows.
func wholeControl() []column[controlRow] {
	return checkColumns("control-checks", "control.checks.", func(r *controlRow) report.Checks { return r.all })
}

// checkColumns has a column for the applicable checks, and one for each status that counts.
func checkColumns[R any](band, key string, checks func(*R) report.Checks) []column[R] {
	out := []column[R]{{head{key: key + "applicable", word: "applicable", band: band, width: 9.5, font: quiet, align: right}, func(r *R) cell {
		return count(checks(r).Applicable())
	}}}
	for _, c := range []struct {
		status rules.Status
		word   string
		width  float64
	}{{rules.Pass, "pass", 8}, {rules.Fail, "fail", 8.5}, {rules.Unknown, "unknown", 10.5}, {rules.Waived, "waived", 9.5}} {
		h := head{key: key + c.status.String(), word: c.word, width: c.width, align: right}
		out = append(out, column[R]{h, func(r *R) cell { return count(of(checks(r), c.status)) }})
	}
	return out
}

// controlKeys are the publisher's address and the technical keys.
func controlKeys() []column[controlRow] {
	key := func(key string, width float64, of func(*controlRow) string) column[controlRow] {
		return column[controlRow]{head{key: key, width: width, folded: true}, func(r *controlRow) cell { return text(of(r)) }}
	}
	return []column[controlRow]{
		{head{key: "framework.publisher", word: "publisher", band: "source", width: 28.6, font: quiet, align: indented, wrap: true}, func(r *controlRow) cell {
			return text(r.framework.Publisher)
		}},
		{head{key: "framework.source", word: "address", width: 36, font: quiet, wrap: true}, func(r *controlRow) cell { return text(r.framework.Source) }},
		{head{key: "checks.not_applicable", width: 11, align: right, folded: true}, func(r *controlRow) cell { return count(r.own.NotApplicable) }},
		key("control.id", 26, func(r *controlRow) string { return controlID(r.framework.ID, r.control) }),
		key("framework", 18, func(r *controlRow) string { return r.framework.ID }),
		key("rule", 20, func(r *controlRow) string { return r.rule }),
		key("first", 9, func(r *controlRow) string { return answers[r.first] }),
	}
}

// controlID names a control with its framework. Alone, many are figures to a formula, to which 4.1 and 4.10 are one.
func controlID(framework, control string) string { return framework + "/" + control }
