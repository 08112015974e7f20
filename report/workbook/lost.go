package workbook

import (
	"fmt"
	"strings"
)

// losses is how many texts each sheet does not show whole or unchanged, by the sheet's name.
type losses map[string]int

// total is that of all sheets.
func (l losses) total() int {
	n := 0
	for _, of := range l {
		n += of
	}
	return n
}

// lostIn lists the sheets that lost something, in the workbook's order, each with how many.
func (b *book) lostIn() []string {
	var places []string
	for i := range b.sheets {
		for _, name := range b.names[b.sheets[i].key] {
			if n := b.lost[name]; n > 0 {
				places = append(places, fmt.Sprintf("%s (%d)", name, n))
			}
		}
	}
	return places
}

// lostCounter counts the texts of a sheet that a cell could not show as they are, and writes nothing.
type lostCounter int

func (*lostCounter) begin(int, rowStyle) {}
func (*lostCounter) end()                {}

func (l *lostCounter) cell(_ int, _ look, c *cell) {
	if c.kind != words {
		return
	}
	short, lost := cut(c.text)
	if _, replaced, _ := appendText(nil, short); lost || replaced > 0 {
		*l++
	}
}

// loseLater counts what the notices will lose, and the sheets after them, so that they can tell of it. These sheets are
// short, and what is said of losses is whole.
func (b *book) loseLater() {
	for i := range b.sheets {
		if b.sheets[i].turn == early {
			continue
		}
		for _, f := range b.leavesOf(&b.sheets[i]) {
			var n lostCounter
			f.rows(&n)
			b.lost[f.name] = int(n)
		}
	}
	b.forgetNotices()
}

// forgetNotices has the notices made again: those sheets count them.
func (b *book) forgetNotices() {
	const key = "notices"
	delete(b.tables, key)
	for id := range b.counts {
		if strings.HasPrefix(id, key+"\x00") {
			delete(b.counts, id)
		}
	}
}
