package workbook

import (
	"strings"

	"coupefeu/templates"
)

// formula is the query as the spreadsheet computes it.
func (b *book) formula(q query) string {
	var parts []string
	for _, w := range q.plus {
		parts = append(parts, b.counting(w))
	}
	out := strings.Join(parts, "+")
	for _, w := range q.minus {
		out += "-(" + b.counting(w) + ")"
	}
	return out
}

// counting is a formula over each of a table's sheets, added. Where an id stands among others in a cell, FIND looks for
// it, and ISTEXT tells text from figures and from nothing: wildcards do not look into cells of more than 255 characters
// everywhere, and take figures for text in some programs.
func (b *book) counting(w where) string {
	t := b.table(w.table)
	exact := w.asked(holds) || w.asked(filled) || b.mistaken(w)
	var parts []string
	for part := range t.names {
		parts = append(parts, t.countingIn(w, part, exact))
	}
	return strings.Join(parts, "+")
}

// countingIn is the formula over one of a table's sheets.
func (t *table) countingIn(w where, part int, exact bool) string {
	switch {
	case exact && w.sum != "":
		return "SUMPRODUCT(" + t.exactly(w, part) + "," + t.spans(w.sum)[part] + ")"
	case exact:
		return "SUMPRODUCT(" + t.exactly(w, part) + ")"
	case w.sum != "" && len(w.when) > 0:
		return "SUMIFS(" + t.spans(w.sum)[part] + "," + t.criteria(w, part) + ")"
	case w.sum != "":
		return "SUM(" + t.spans(w.sum)[part] + ")"
	case len(w.when) == 0:
		return "COUNTA(" + t.spans(w.key)[part] + ")"
	}
	return "COUNTIFS(" + t.criteria(w, part) + ")"
}

// criteria are the pairs of a key column and what it must read, for one of a table's sheets.
func (t *table) criteria(w where, part int) string {
	var terms []string
	for i := range w.when {
		terms = append(terms, t.spans(w.when[i].key)[part]+","+w.when[i].criterion())
	}
	return strings.Join(terms, ",")
}

// signs are the comparisons as formulas write them.
var signs = map[asks]string{above: ">", noLess: ">=", noMore: "<=", below: "<"}

// criterion is a condition as COUNTIFS takes it. A number stands outside of the quotes, so that the program puts its own
// decimal sign into them.
func (c *condition) criterion() string {
	if c.asks == is {
		return criterion(c.text)
	}
	return `"` + signs[c.asks] + `"&` + number(c.number)
}

// literally takes their meaning from the signs that stand for others in a condition.
var literally = strings.NewReplacer("~", "~~", "*", "~*", "?", "~?", `"`, `""`)

// criterion is a text as a condition that only this text meets: signs in front would compare, and * ? ~ stand for
// others.
func criterion(value string) string {
	plain := literally.Replace(value)
	if strings.ContainsAny(value[:min(1, len(value))], "=<>") {
		plain = "=" + plain
	}
	return `"` + plain + `"`
}

// inPlainWords is the query as a person would say it: "Findings where status = fail".
func (b *book) inPlainWords(q query) string {
	if q.words != "" {
		return q.words
	}
	out := b.inWordsOf(q.plus[0])
	for _, w := range q.plus[1:] {
		out += ", " + b.text("reconciliation.plus", args{"what": b.inWordsOf(w)})
	}
	for _, w := range q.minus {
		out += ", " + b.text("reconciliation.less", args{"what": b.inWordsOf(w)})
	}
	return out
}

// inWordsOf says which rows are counted, or what is added up.
func (b *book) inWordsOf(w where) string {
	sheet := b.sheetName(w.table)
	switch {
	case w.sum != "" && len(w.when) > 0:
		return b.text("reconciliation.sum", args{"sheet": sheet, "column": w.sum}) + " (" + b.conditions(w) + ")"
	case w.sum != "":
		return b.text("reconciliation.sum", args{"sheet": sheet, "column": w.sum})
	case len(w.when) == 0:
		return b.text("reconciliation.every", args{"sheet": sheet})
	}
	return b.text("reconciliation.where", args{"sheet": sheet, "conditions": b.conditions(w)})
}

// spokenSigns are those that every language reads alike.
var spokenSigns = map[asks]string{is: " = ", holds: " ∋ ", above: " > ", noLess: " ≥ ", noMore: " ≤ ", below: " < "}

// conditions is what the key columns must read, in words.
func (b *book) conditions(w where) string {
	var said []string
	for _, c := range w.when {
		switch c.asks {
		case is, holds:
			said = append(said, c.key+spokenSigns[c.asks]+c.text)
		case filled:
			said = append(said, b.text("reconciliation.filled", args{"column": c.key}))
		default:
			said = append(said, c.key+spokenSigns[c.asks]+b.plainNumber(c.number))
		}
	}
	return strings.Join(said, ", ")
}

// plainNumber is a number in words, with as many decimals as it has.
func (b *book) plainNumber(n float64) string {
	_, decimals, _ := strings.Cut(number(n), ".")
	return templates.Workbook(b.l.Decimal(n, len(decimals)))
}

// cell is the reference of one cell: 'Scénarios'!$AK$6.
func (t *table) cell(key string, row int) string {
	return quoted(t.names[row/mostRows]) + "!$" + letters(t.column(key)) + "$" + number(float64(firstRow+row%mostRows))
}
