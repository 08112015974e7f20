package workbook

import (
	"slices"
	"strings"
)

// where picks rows of a table: those that meet every condition, or all of them. They are counted, or a column's figures
// are added up.
type where struct {
	table string
	when  []condition // none: every row
	key   string      // of a column that no row leaves empty, by which every row is counted
	sum   string      // the column that is added up; empty: rows are counted
}

// condition is what a key column must read.
type condition struct {
	key    string
	asks   asks
	text   string
	number float64
}

// asks is how a condition compares.
type asks uint8

// The ways to compare.
const (
	is     asks = iota // the text, and nothing else
	holds              // the id, among others in the cell
	filled             // any text
	above              // a figure greater than the number
	noLess             // a figure of the number at least
	noMore             // a figure of the number at most
	below              // a figure less than the number
)

// query is a figure that the workbook makes of its own rows, by a formula. Its value is made here of the same cells.
type query struct {
	plus, minus []where
	words       string // as a person would say it; empty: as the only where says it
}

// every counts the rows of a table by a column that none leaves empty.
func every(table, key string) query {
	return query{plus: []where{{table: table, key: key}}}
}

// only counts the rows of a table whose key column reads as asked.
func only(table, key, value string) query { return both(table, key, value) }

// both counts the rows of a table of which several columns read as asked: key, value, key, value.
func both(table string, pairs ...string) query {
	q := where{table: table}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.when = append(q.when, condition{key: pairs[i], text: pairs[i+1]})
	}
	return query{plus: []where{q}}
}

// total adds up a column.
func total(table, column string) query {
	return query{plus: []where{{table: table, sum: column}}}
}

// and asks one thing more of the rows that a query counts.
func (q query) and(c condition) query {
	out := query{words: q.words}
	for _, w := range q.plus {
		w.when = append(slices.Clone(w.when), c)
		out.plus = append(out.plus, w)
	}
	for _, w := range q.minus {
		w.when = append(slices.Clone(w.when), c)
		out.minus = append(out.minus, w)
	}
	return out
}

// with adds what others count.
func (q query) with(others ...query) query {
	q.plus, q.minus = slices.Clone(q.plus), slices.Clone(q.minus)
	for _, o := range others {
		q.plus, q.minus = append(q.plus, o.plus...), append(q.minus, o.minus...)
	}
	return q
}

// less takes away what others count.
func (q query) less(others ...query) query {
	q.plus, q.minus = slices.Clone(q.plus), slices.Clone(q.minus)
	for _, o := range others {
		q.plus, q.minus = append(q.plus, o.minus...), append(q.minus, o.plus...)
	}
	return q
}

// said gives a query its words.
func (q query) said(words string) query {
	q.words = words
	return q
}

// asked tells whether a condition compares in a way.
func (w where) asked(way asks) bool {
	return slices.ContainsFunc(w.when, func(c condition) bool { return c.asks == way })
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
	case len(w.when) == 0:
		return float64(b.filled(w))
	}
	var keys, values []string
	for _, c := range w.when {
		if c.asks != is && c.asks != holds {
			return float64(b.picked(w))
		}
		keys, values = append(keys, c.key), append(values, c.text)
	}
	several := slices.IndexFunc(w.when, func(c condition) bool { return c.asks == holds })
	if n := b.tallies(w.table, keys, several)[strings.Join(values, "\x00")]; n != nil {
		return float64(*n)
	}
	return 0
}

// picked counts the rows of a table that meet conditions which no tally keeps. The first of them, if it asks for a text,
// says where to look.
func (b *book) picked(w where) int {
	t, n := b.table(w.table), 0
	if w.when[0].asks == is {
		rest := t.places(w.when[1:])
		for _, row := range b.rowsOf(w.table, w.when[0].key)[w.when[0].text] {
			if t.meets(rest, int(row)) {
				n++
			}
		}
		return n
	}
	all := t.places(w.when)
	for row := range t.rows {
		if t.meets(all, row) {
			n++
		}
	}
	return n
}

// rowsOf are a table's rows by what a column reads, looked up once.
func (b *book) rowsOf(table, key string) map[string][]int32 {
	id := table + "\x00" + key
	if b.found[id] == nil {
		t, out := b.table(table), map[string][]int32{}
		column := t.column(key)
		for row := range t.rows {
			read := t.at(row, column).text
			out[read] = append(out[read], int32(row))
		}
		b.found[id] = out
	}
	return b.found[id]
}

// added is the sum of a column's figures in the rows that are picked.
func (b *book) added(w where) float64 {
	t, sum := b.table(w.table), 0.0
	column, conditions := t.column(w.sum), t.places(w.when)
	for row := range t.rows {
		if t.meets(conditions, row) {
			sum += t.at(row, column).number
		}
	}
	return sum
}

// placedCondition is a condition with its column, counted from 0.
type placedCondition struct {
	condition
	column int
}

// places finds the columns of conditions.
func (t *table) places(conditions []condition) []placedCondition {
	out := make([]placedCondition, len(conditions))
	for i, c := range conditions {
		out[i] = placedCondition{c, t.column(c.key)}
	}
	return out
}

// meets tells whether a row meets every condition.
func (t *table) meets(conditions []placedCondition, row int) bool {
	for i := range conditions {
		c := t.at(row, conditions[i].column)
		if !conditions[i].met(&c) {
			return false
		}
	}
	return true
}

// met tells whether a cell reads as asked.
func (c *condition) met(cell *cell) bool {
	switch c.asks {
	case is:
		return cell.text == c.text
	case holds:
		return strings.Contains(cell.text, idMark+c.text+idMark)
	case filled:
		return cell.kind == words
	}
	if cell.kind != figure {
		return false
	}
	return map[asks]bool{above: cell.number > c.number, noLess: cell.number >= c.number, noMore: cell.number <= c.number, below: cell.number < c.number}[c.asks]
}

// filled counts the cells of a column that hold something.
func (b *book) filled(w where) int {
	t, n := b.table(w.table), 0
	column := t.column(w.key)
	for row := range t.rows {
		if t.at(row, column).kind != nothing {
			n++
		}
	}
	return n
}

// noneSeveral stands for the column that has several ids in a cell where there is none.
const noneSeveral = -1

// tallies counts a table's rows for all checks of one kind in one go: five hundred formulas over a quarter of a million
// rows would otherwise be counted five hundred times. The counts are kept by what the key columns read; of one of them,
// several, each id in a cell is counted on its own; noneSeveral, where no column has several.
func (b *book) tallies(table string, keys []string, several int) map[string]*int {
	id := table + "\x00" + strings.Join(keys, "\x00")
	if several >= 0 {
		id += "\x00" + idMark + keys[several]
	}
	if b.counts[id] != nil {
		return b.counts[id]
	}
	t, out := b.table(table), map[string]*int{}
	columns := make([]int, len(keys))
	for i, key := range keys {
		columns[i] = t.column(key)
	}
	read := make([]string, len(keys))
	for row := range t.rows {
		if several >= 0 {
			if read[several] = t.at(row, columns[several]).text; read[several] == "" {
				continue
			}
		}
		for i, column := range columns {
			if i != several {
				read[i] = t.at(row, column).text
			}
		}
		tally(out, read, several)
	}
	b.counts[id] = out
	return out
}

// tally counts one row: once, or once for every id in the cell that has several.
func tally(counts map[string]*int, read []string, several int) {
	if several < 0 {
		add(counts, read)
		return
	}
	for id := range strings.SplitSeq(strings.Trim(read[several], idMark), idMark) {
		one := slices.Clone(read)
		one[several] = id
		add(counts, one)
	}
}

// add counts what was read. A key is made only where it is new.
func add(counts map[string]*int, read []string) {
	var buffer [128]byte
	key := buffer[:0]
	for i, text := range read {
		if i > 0 {
			key = append(key, 0)
		}
		key = append(key, text...)
	}
	if n := counts[string(key)]; n != nil {
		*n++
		return
	}
	first := 1
	counts[string(key)] = &first
}
