package workbook

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// longestLiteral is how many UTF-16 units a text within a formula may have. Excel calls a file damaged that has a longer
// one, and compares no longer ones with COUNTIFS either.
const longestLiteral = 255

// truths are the words that a spreadsheet reads as true and false, in the languages of the reports. As a condition they
// are met by such values only, and not by the word.
var truths = []string{"true", "false", "vrai", "faux", "waar", "onwaar", "wahr", "falsch"}

// figureLike is how texts look that a spreadsheet may read as figures, amounts, times or dates.
var figureLike = regexp.MustCompile(`^[-+(€$\s]*[\d.,][-+\d\s.,:/eE%€$)]*$`)

// mistaken tells whether COUNTIFS would pick other rows than those that are asked for, or is no condition at all. Ids
// among others are looked for by other means, and figures are what they are.
func (b *book) mistaken(w where) bool {
	var keys, values []string
	for _, c := range w.when {
		if c.asks == is {
			keys, values = append(keys, c.key), append(values, c.text)
		}
	}
	if len(keys) == 0 {
		return false
	}
	if slices.ContainsFunc(values, unconditional) {
		return true
	}
	for read := range b.tallies(w.table, keys, noneSeveral) {
		if takenFor(values, strings.Split(read, "\x00")) {
			return true
		}
	}
	return false
}

// unconditional tells whether a text cannot be a condition of COUNTIFS: a truth value, an error, what is too long, what
// programs do not agree on, and what has the sign that stands for a row in formulas here.
func unconditional(value string) bool {
	isTruth := func(truth string) bool { return strings.EqualFold(value, truth) }
	return slices.ContainsFunc(truths, isTruth) || strings.Contains(value, "#") || len(criterion(value)) > longestLiteral || hasEscape(value)
}

// takenFor tells whether a row that reads otherwise than is asked for meets the conditions too: where it differs, small
// letters are as good as capitals, and a figure is equal to any text that reads like it.
func takenFor(asked, read []string) bool {
	differ := false
	for i := range asked {
		if asked[i] == read[i] {
			continue
		}
		differ = true
		if !strings.EqualFold(asked[i], read[i]) && !(figureLike.MatchString(asked[i]) && figureLike.MatchString(read[i])) {
			return false
		}
	}
	return differ
}

// hasEscape tells whether a text holds what the format reads as one character. Programs do not agree on whether they
// undo it in formulas.
func hasEscape(text string) bool {
	for at := range text {
		if text[at] == '_' && isEscape(text[at:]) {
			return true
		}
	}
	return false
}

// exactly is the conditions of a count as a product: of each row 1 where all hold, and otherwise 0.
func (t *table) exactly(w where, part int) string {
	product := "1"
	for i := range w.when {
		c, span := &w.when[i], t.spans(w.when[i].key)[part]
		switch c.asks {
		case is:
			product += "*EXACT(" + span + "," + quotedText(c.text) + ")"
		case holds:
			product += "*ISNUMBER(FIND(" + quotedText(idMark+c.text+idMark) + "," + span + "))"
		case filled:
			product += "*ISTEXT(" + span + ")"
		default:
			product += "*ISNUMBER(" + span + ")*(" + span + signs[c.asks] + number(c.number) + ")"
		}
	}
	return product
}

// quotedText writes a text as formulas hold it: in pieces where it is too long for one, and so that none of them looks
// like an escape. Where it has #, which cells replace by their row, the character is asked for by its number.
func quotedText(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	units := 0
	for at, r := range text {
		broken := at > 0 && text[at-1] == '_' && isEscape(text[at-1:])
		if units += utf16.RuneLen(r); units > longestLiteral || broken {
			out.WriteString(`"&"`)
			units = utf16.RuneLen(r)
		}
		switch r {
		case '"':
			out.WriteString(`""`)
		case '#':
			out.WriteString(`"&CHAR(35)&"`)
			units = 0
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
