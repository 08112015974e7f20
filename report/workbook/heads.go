package workbook

import (
	"cmp"
	"strings"
)

// writeHeads writes rows 1 to 5.
func (b *book) writeHeads(w cellWriter, t *table, part int) {
	b.writeKeys(w, t.heads)
	b.writeTitle(w, t.names[part], t.identity-1)
	w.begin(sentenceRow, rowStyle{height: height(1)})
	sentence := b.sentence(t, part)
	w.cell(0, look{}, &sentence)
	w.end()
	b.writeBands(w, t.heads)
	b.writeWords(w, t.heads, 35)
}

// sentence is what row 3 says of one of a table's sheets: where the table goes on, and its counts.
func (b *book) sentence(t *table, part int) cell {
	goesOn, adds := b.goesOn(t, part), ""
	if t.adds != nil {
		adds = t.adds(part)
	}
	if t.says == nil {
		return text(goesOn + t.sentence + adds)
	}
	said, after := t.says(), strings.TrimRight(" "+goesOn, " ")
	if after != "" && said.formula != "" {
		// Its sign stays in front.
		said.formula = "(" + said.formula + `)&"` + literal(after) + `"`
	}
	said.text += after
	return said
}

// goesOn says of a table with several sheets where it comes from and where it goes on.
func (b *book) goesOn(t *table, part int) string {
	said := ""
	if part > 0 {
		said = b.text("table.from", args{"sheet": t.names[part-1]}) + " "
	}
	if part+1 < len(t.names) {
		said += b.text("table.on", args{"sheet": t.names[part+1]}) + " "
	}
	return said
}

// writeKeys writes the technical keys, folded away under the + beside row 2. They never change with the language.
func (b *book) writeKeys(w cellWriter, heads []head) {
	w.begin(keyRow, rowStyle{height: height(1), folded: true})
	for i := range heads {
		key := text(heads[i].key)
		w.cell(i, look{font: small}, &key)
	}
	w.end()
}

// home is the link back to the way in.
func (b *book) home() cell {
	return text("← " + b.sheetName(readMeKey)).to(quoted(b.sheetName(readMeKey)) + "!A1")
}

// writeTitle writes the sheet's name and the way back. The link stands in the last column that stays on the screen.
func (b *book) writeTitle(w cellWriter, name string, back int) {
	w.begin(titleRow, rowStyle{height: 24, foldAbove: true})
	shown := text(name)
	w.cell(0, look{font: title, upright: middle}, &shown)
	home, where := b.home(), right
	if back < 2 {
		// The name needs the place of the first two columns.
		back, where = 2, indented
	}
	w.cell(back, look{font: underlined, align: where, upright: middle}, &home)
	w.end()
}

// writeBands names the groups of columns, and tints those that the reader fills in.
func (b *book) writeBands(w cellWriter, heads []head) {
	w.begin(bandRow, rowStyle{height: height(1)})
	input := false
	for i, h := range heads {
		if h.folded {
			break
		}
		k := look{font: banding, edges: underBand, input: h.input}
		band := cell{}
		if h.band != "" {
			band, input = text(b.text("band."+h.band, nil)), h.input
		}
		if h.band != "" && i > 0 {
			k.edges |= before
		}
		k.input = input
		w.cell(i, k, &band)
	}
	w.end()
}

// headWord is what a column's head says.
func (b *book) headWord(h *head) string {
	if h.word != "" {
		return b.text("head."+h.word, nil)
	}
	return cmp.Or(h.title, h.key)
}

// writeWords writes the heads.
func (b *book) writeWords(w cellWriter, heads []head, height float64) {
	w.begin(headRow, rowStyle{height: height})
	for i, h := range heads {
		word := b.headWord(&h)
		k := look{font: heading, align: h.align, edges: underHead, wrap: true, input: h.input}
		if h.band != "" && i > 0 {
			k.edges |= before
		}
		shown := text(word)
		w.cell(i, k, &shown)
	}
	w.end()
}
