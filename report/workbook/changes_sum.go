package workbook

import (
	"strconv"

	"coupefeu/report"
)

// changesSentence says how the findings that were open became those that are, with live figures: opening, less what
// closed, plus what opened, is closing. It begins with a sign that turns where that is not so.
func (b *book) changesSentence() cell {
	if b.Changes == nil {
		return text(b.text("changes.first", nil) + b.promisesSentence())
	}
	sum := []summand{{"", b.openIn(b.Previous.Period), b.l.Period(b.Previous.Period)}}
	for _, cause := range report.Causes {
		sign := map[bool]string{true: " + ", false: " − "}[cause.Opens()]
		if q := only(changesKey, "cause", string(cause)); b.Changes.ByCause[cause] > 0 {
			sum = append(sum, summand{sign, q, b.text("changes.cause."+string(cause), nil)})
		}
	}
	sum = append(sum, summand{" = ", b.open(), b.l.Period(b.Period.ID)})
	return b.equation(sum)
}

// summand is one term of the sentence, after its sign.
type summand struct {
	sign  string
	query query
	name  string
}

// equation writes the terms one after the other, each a figure that the workbook counts with its name in brackets.
func (b *book) equation(sum []summand) cell {
	before, moved, after := sum[0].query, total(changesKey, "effect"), sum[len(sum)-1].query
	said, written := b.text("changes.open", nil)+" ", `"`+literal(b.text("changes.open", nil))+` "`
	for _, s := range sum {
		name := " (" + s.name + ")"
		said += s.sign + strconv.Itoa(int(b.value(s.query))) + name
		written += `&"` + literal(s.sign) + `"&` + `(` + b.formula(s.query) + `)&"` + literal(name) + `"`
	}
	rest := "." + b.promisesSentence()
	mark := "✗ "
	if b.value(before)+b.value(moved) == b.value(after) {
		mark = "✓ "
	}
	adds := b.formula(before) + "+" + b.formula(moved) + "=" + b.formula(after)
	return cell{kind: words, text: mark + said + rest, formula: `IF(` + adds + `,"✓ ","✗ ")&` + written + `&"` + literal(rest) + `"`}
}

// promisesSentence says how many promises follow under the changes; nothing where there are none.
func (b *book) promisesSentence() string {
	sum := b.Highlights.Commitments
	if sum.All == 0 {
		return ""
	}
	return " " + b.text("changes.promises", args{"n": sum.All, "kept": sum.Kept})
}
