package workbook

import (
	"fmt"
	"strconv"
	"strings"
)

// readMe is the way in: what is where, how to follow a figure, what the signs and columns mean.
var readMe = sheet{key: readMeKey, turn: late, page: readMePage}

const readMeKey = "readme"

var readMeWidths = [...]float64{20, 13, 64, 3, 20, 62}

// pair is the columns of one half: from that of the term to that of its meaning.
type pair struct{ term, meaning int }

var (
	onLeft  = pair{0, 2}
	onRight = pair{4, 5}
)

// readMeHeight is the height of a row of one line, in points.
const readMeHeight = 15.0

// guide is the read-me while it is drawn: two halves side by side, whose rows are the same rows. The signs are shown as
// the sheets show them, by the same conditional formats.
type guide struct {
	*book
	page
	leaf *leaf
}

// half is the cells of one half of a row.
type half []placed

// readMePage lays the way in out on one page: what is where beside what this is, how to work beside how to read.
func readMePage(b *book) *leaf {
	g := &guide{book: b, leaf: &leaf{name: b.sheetName(readMeKey), printed: len(readMeWidths)}}
	for _, width := range readMeWidths {
		g.leaf.columns = append(g.leaf.columns, span{width: width})
	}
	g.keys("sheet", "rows", "for", "", "term", "meaning")
	b.opening(&g.page, b.text("readme.title", nil), placed{0, look{font: strong}, text(b.text("readme.sentence", nil))})
	g.add(readMeHeight / 2)
	g.beside(g.contents(), g.report())
	g.add(readMeHeight / 2)
	g.beside(g.list("steps", onLeft), g.list("columns", onRight))
	g.leaf.lastRow = len(g.page.rows)
	for _, r := range verdicts("E", "") {
		area := fmt.Sprintf("E%d:E%d", firstRow, g.leaf.lastRow)
		formula := strings.NewReplacer("{E}", "E", "#", strconv.Itoa(firstRow)).Replace(r.formula)
		g.leaf.formats = append(g.leaf.formats, conditional{area, formula, r.paint})
	}
	g.leaf.rows = g.page.write
	return g.leaf
}

// beside sets two halves next to each other.
func (g *guide) beside(l, r []half) {
	for i := range max(len(l), len(r)) {
		var cells []placed
		tall := readMeHeight
		if i < len(l) {
			cells = append(cells, l[i]...)
		}
		if i < len(r) {
			cells = append(cells, r[i]...)
		}
		for _, c := range cells {
			switch {
			case c.look.font == section && (i >= len(l) || i >= len(r) || l[i][0].look.font == r[i][0].look.font):
				tall = sectionHeight
			case c.look.wrap:
				tall = max(tall, height(body.lines(c.cell.text, room(readMeWidths[c.column], c.look.align))))
			}
		}
		g.add(tall, cells...)
	}
}

// section is the head of a part, over its columns.
func (g *guide) section(key string, at pair) half {
	out := half{{at.term, look{font: section, edges: underHead, upright: middle}, text(g.text("readme."+key+".title", nil))}}
	for column := at.term + 1; column <= at.meaning; column++ {
		out = append(out, placed{column, look{font: section, edges: underHead}, cell{}})
	}
	return out
}

// contents lists the other sheets: a link, how many rows, what for.
func (g *guide) contents() []half {
	out := []half{g.section("sheets", onLeft)}
	line := look{edges: under, upright: middle}
	for _, s := range g.sheets {
		if s.key == readMeKey {
			continue
		}
		name := text(g.sheetName(s.key)).to(quoted(g.sheetName(s.key)) + "!A1")
		rows := cell{kind: figure, number: float64(g.size(s)), format: g.format.rows}
		first, number := line, line
		first.font, number.font, number.align = underlined, quiet, right
		what := line
		what.align = indented
		out = append(out, half{{0, first, name}, {1, number, rows}, {2, what, text(g.shared("workbook."+s.key+".for", nil))}})
	}
	return out
}

// size is how many rows a sheet has.
func (b *book) size(s sheet) int {
	if s.table != nil {
		return b.table(s.key).rows
	}
	return s.rows(b)
}

// list is a part of numbered texts: a term and what it means.
func (g *guide) list(key string, at pair) []half {
	out := []half{g.section(key, at)}
	for i := 1; g.l.Has("workbook.readme." + key + "." + strconv.Itoa(i) + ".term"); i++ {
		id := "readme." + key + "." + strconv.Itoa(i)
		term := g.text(id+".term", nil)
		if at == onLeft {
			term = strconv.Itoa(i) + "  " + term
		}
		out = append(out, g.line(at, strong, term, g.text(id+".text", nil)))
	}
	return out
}

// line is a term and its meaning.
func (g *guide) line(at pair, f font, term, meaning string) half {
	var out half
	for column := at.term; column <= at.meaning; column++ {
		k := look{edges: under, upright: middle}
		content := cell{}
		switch column {
		case at.term:
			k.font, content = f, text(term)
		case at.meaning:
			k.wrap, content = true, text(meaning)
			if at == onLeft {
				k.align = indented
			}
		}
		out = append(out, placed{column, k, content})
	}
	return out
}

// report says what this report is of, and what the signs mean.
func (g *guide) report() []half {
	out := []half{g.section("report", onRight)}
	add := func(key, meaning string) {
		out = append(out, g.line(onRight, quiet, g.text("readme.report."+key, nil), meaning))
	}
	add("organisation", g.Organisation.Name)
	add("period", g.text("readme.report.from-to", args{"period": g.l.Period(g.Period.ID), "from": g.l.ShortDate(g.Period.Start),
		"to": g.l.ShortDate(g.Period.End.Add(-1))}))
	add("as-of", g.l.ShortMoment(g.AsOf))
	add("state", g.state())
	add("pack", g.Pack.ID+" "+g.Pack.Version+" · SHA-256 "+start(g.Pack.SHA256))
	if g.Previous != nil {
		add("previous", g.l.Period(g.Previous.Period)+" · SHA-256 "+start(g.Previous.SHA256))
	} else {
		add("previous", g.text("readme.report.first", nil))
	}
	s := g.Summary
	add("scope", g.text("readme.report.counts", args{"n": s.Services, "members": s.Members, "sites": s.Sites, "campuses": s.Campuses}))
	add("generator", g.Generator.Name+" "+g.Generator.Version)
	out = append(out, nil, g.section("signs", onRight))
	for _, status := range statuses {
		out = append(out, g.line(onRight, body, g.statusWord(status), g.text("readme.signs."+status.String(), nil)))
	}
	return out
}

// state says whether the report is final, and whether its organisation exists.
func (g *guide) state() string {
	key := "readme.report.final"
	if g.Draft {
		key = "readme.report.draft"
	}
	if g.Fictitious {
		return g.text(key, nil) + " · " + g.shared("summary.fictitious", nil)
	}
	return g.text(key, nil)
}

// start is the first digits of a digest, marked as such.
func start(digest string) string {
	const shown = 12
	if len(digest) <= shown {
		return digest
	}
	return digest[:shown] + "…"
}
