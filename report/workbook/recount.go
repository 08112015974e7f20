package workbook

import (
	"slices"
	"strings"
)

// where picks rows of a table: those whose key columns read as asked, or all of them. They are counted, or a column's
// figures are added up.
type where struct {
	table  string
	keys   []string
	values []string // as many as keys; none: every row, by a column that no row leaves empty
	sum    string   // the column that is added up; empty: rows are counted
}

// query is a figure that the workbook makes of its own rows, by a formula. Its value is made here of the same cells.
type query struct {
	plus, minus []where
	words       string // as a person would say it; empty: as the only where says it
}

// every counts the rows of a table by a column that none leaves empty.
func every(table, key string) query {
	return query{plus: []where{{table: table, keys: []string{key}}}}
}

// only counts the rows of a table whose key column reads as asked.
func only(table, key, value string) query {
	return query{plus: []where{{table: table, keys: []string{key}, values: []string{value}}}}
}

// both counts the rows of a table of which two columns read as asked: key, value, key, value.
func both(table string, pairs ...string) query {
	q := where{table: table}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.keys, q.values = append(q.keys, pairs[i]), append(q.values, pairs[i+1])
	}
	return query{plus: []where{q}}
}

// total adds up a column.
func total(table, column string) query {
	return query{plus: []where{{table: table, sum: column}}}
}

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

// counting is a formula over each of a table's sheets, added.
func (b *book) counting(w where) string {
	t := b.table(w.table)
	exact := len(w.values) > 0 && b.mistaken(w)
	var parts []string
	for part := range t.names {
		switch {
		case exact && w.sum != "":
			parts = append(parts, "SUMPRODUCT("+t.exactly(w, part)+","+t.spans(w.sum)[part]+")")
		case exact:
			parts = append(parts, "SUMPRODUCT("+t.exactly(w, part)+")")
		case w.sum != "" && len(w.values) > 0:
			parts = append(parts, "SUMIFS("+t.spans(w.sum)[part]+","+t.conditions(w, part)+")")
		case w.sum != "":
			parts = append(parts, "SUM("+t.spans(w.sum)[part]+")")
		case len(w.values) == 0:
			parts = append(parts, "COUNTA("+t.spans(w.keys[0])[part]+")")
		default:
			parts = append(parts, "COUNTIFS("+t.conditions(w, part)+")")
		}
	}
	return strings.Join(parts, "+")
}

// conditions are the pairs of a key column and what it must read, for one of a table's sheets.
func (t *table) conditions(w where, part int) string {
	var terms []string
	for i, key := range w.keys {
		terms = append(terms, t.spans(key)[part]+","+criterion(w.values[i]))
	}
	return strings.Join(terms, ",")
}

// literally takes their meaning from the signs that stand for others in a condition.
var literally = strings.NewReplacer("~", "~~", "*", "~*", "?", "~?", `"`, `""`)

// criterion is a text as a condition that only this text meets: signs in front would compare, and * ? ~ stand for
// others. An id among several meets it wherever it stands.
func criterion(value string) string {
	plain := literally.Replace(value)
	if strings.ContainsAny(value[:min(1, len(value))], "=<>") {
		plain = "=" + plain
	}
	if among(value) {
		plain = "*" + plain + "*"
	}
	return `"` + plain + `"`
}

// value is what the formula gives.
func (b *book) value(q query) float64 {
	sum := 0.0
	for _, w := range q.plus {
		sum += b.counted(w)
	}
	for _, w := range q.minus {
		sum -= b.counted(w)
	}
	return sum
}

// counted is the figure of some rows.
func (b *book) counted(w where) float64 {
	switch {
	case w.sum != "":
		return b.added(w)
	case len(w.values) == 0:
		return float64(b.filled(w))
	}
	if slices.ContainsFunc(w.values, among) {
		return float64(b.picked(w))
	}
	if n := b.tallies(w.table, w.keys)[strings.Join(w.values, "\x00")]; n != nil {
		return float64(*n)
	}
	return 0
}

// picked counts the rows of a table one by one, of those that hold ids.
func (b *book) picked(w where) int {
	t, n := b.table(w.table), 0
	for _, row := range b.holding(w.table, w.keys[slices.IndexFunc(w.values, among)]) {
		if t.picks(w, int(row)) {
			n++
		}
	}
	return n
}

// holding are the rows of a table in which a column holds ids: few of many, and asked for by each decision.
func (b *book) holding(table, key string) []int32 {
	id := table + "\x00" + key
	if rows, known := b.holders[id]; known {
		return rows
	}
	t, rows := b.table(table), []int32(nil)
	column := t.column(key)
	for row := range t.rows {
		if t.at(row, column).text != "" {
			rows = append(rows, int32(row))
		}
	}
	b.holders[id] = rows
	return rows
}

// added is the sum of a column's figures in the rows that are picked.
func (b *book) added(w where) float64 {
	t, sum := b.table(w.table), 0.0
	column := t.column(w.sum)
	for row := range t.rows {
		if t.picks(w, row) {
			sum += t.at(row, column).number
		}
	}
	return sum
}

// picks tells whether the key columns of a row read as asked.
func (t *table) picks(w where, row int) bool {
	for i := range w.values {
		read := t.at(row, t.column(w.keys[i])).text
		if read != w.values[i] && !(among(w.values[i]) && strings.Contains(read, w.values[i])) {
			return false
		}
	}
	return true
}

// filled counts the cells of a column that hold something.
func (b *book) filled(w where) int {
	t, n := b.table(w.table), 0
	column := t.column(w.keys[0])
	for row := range t.rows {
		if t.at(row, column).kind != nothing {
			n++
		}
	}
	return n
}

// tallies counts a table's rows for all checks of one kind in one go: five hundred formulas over a quarter of a million
// rows would otherwise be counted five hundred times. The counts are kept by what the key columns read.
func (b *book) tallies(table string, keys []string) map[string]*int {
	id := table + "\x00" + strings.Join(keys, "\x00")
	if b.counts[id] != nil {
		return b.counts[id]
	}
	t, out := b.table(table), map[string]*int{}
	columns := make([]int, len(keys))
	for i, key := range keys {
		columns[i] = t.column(key)
	}
	var read []byte
	for row := range t.rows {
		read = read[:0]
		for i, column := range columns {
			if i > 0 {
				read = append(read, 0)
			}
			read = append(read, t.at(row, column).text...)
		}
		if n := out[string(read)]; n != nil {
			*n++
		} else {
			first := 1
			out[string(read)] = &first
		}
	}
	b.counts[id] = out
	return out
}

// inPlainWords is the query as a person would say it: "Findings where status = fail".
func (b *book) inPlainWords(q query) string {
	if q.words != "" {
		return q.words
	}
	w := q.plus[0]
	sheet := b.sheetName(w.table)
	if w.sum != "" {
		return b.text("reconciliation.sum", args{"sheet": sheet, "column": w.sum}) + b.onlyWhere(w)
	}
	if len(w.values) == 0 {
		return b.text("reconciliation.every", args{"sheet": sheet})
	}
	return b.text("reconciliation.where", args{"sheet": sheet, "conditions": w.said()})
}

// said is what the key columns must read, in words.
func (w where) said() string {
	var conditions []string
	for i, key := range w.keys {
		sign := " = "
		if among(w.values[i]) {
			sign = " ∋ "
		}
		conditions = append(conditions, key+sign+w.values[i])
	}
	return strings.Join(conditions, ", ")
}

// onlyWhere says in which rows a column is added up; nothing where it is in all of them.
func (b *book) onlyWhere(w where) string {
	if len(w.values) == 0 {
		return ""
	}
	return " (" + w.said() + ")"
}
