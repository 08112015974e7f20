package workbook

import (
	"fmt"

	"coupefeu/report"
)

// figures is the table of key figures. Beside each stands that of the quarter before, with its own total, and how the
// one became the other.
func (o *overview) figures() {
	heads := []string{"", o.text("head.page", nil), o.l.Period(o.Period.ID), o.text("head.of", nil), o.text("head.share", nil)}
	if p := o.Highlights.Progress; p != nil {
		heads = append(heads, o.l.Period(p.Period), o.text("head.of", nil), o.text("head.share", nil), "", o.text("head.change", nil))
	}
	row := o.section("figures", heads, 25)
	if o.Highlights.Progress == nil {
		first := placed{atOpen, look{font: quiet, align: right, upright: middle}, text(o.text("overview.first", nil))}
		o.page.rows[row-2].cells = append(o.page.rows[row-2].cells, first)
	}
	for _, f := range o.keyFigures() {
		o.figure(&f)
	}
	o.paintChanges(row+1, o.next()-1)
}

// figure adds the row of a key figure.
func (o *overview) figure(f *keyFigure) {
	n := count(f.n).in(strong)
	if f.link != "" {
		n = n.in(counted).to(f.link)
	}
	title := f.title
	if title == "" {
		title = o.text("overview.figure."+f.key, nil)
	}
	cells := []cell{text(title), o.printedOn(f.section).in(quiet), n, count(f.of), o.share(f.n, f.of)}
	if o.Highlights.Progress != nil {
		cells = append(cells, o.compared(f)...)
	}
	placedCells := o.row(f.path, cells)
	if f.before != nil {
		placedCells = append(placedCells, placed{atJudged, look{}, text(string(f.judged))})
	}
	o.add(rowHeight, placedCells...)
}

// compared is the figure of the quarter before and the change; – where that quarter has no such figure.
func (o *overview) compared(f *keyFigure) []cell {
	none := text("–").in(quiet)
	if f.before == nil {
		return []cell{none, none, none, {}, none}
	}
	before := o.share(f.before.Count, f.before.Of)
	before.formula = `IF(G#=0,"–",F#/G#)`
	change := cell{kind: figure, number: float64(f.n - f.before.Count), formula: "C#-F#", format: o.changeFormat(f.judged)}
	return []cell{count(f.before.Count).in(quiet), count(f.before.Of).in(quiet), before.in(quiet), {}, change}
}

// changeWords are the words for what a change means where there is more, and where there is less.
var changeWords = map[report.Judgement][2]string{
	report.Better: {"board.figure.better", "board.figure.better"},
	report.Worse:  {"board.figure.worse", "board.figure.worse"},
	report.Mixed:  {"board.figure.smaller_share", "board.figure.greater_share"},
}

// changeFormat shows a difference with its direction and what it means: the cell is a number, and the words its format.
func (o *overview) changeFormat(judged report.Judgement) string {
	more, fewer := "", ""
	if keys, told := changeWords[judged]; told {
		more, fewer = ` "`+literal(o.shared(keys[0], nil))+`"`, ` "`+literal(o.shared(keys[1], nil))+`"`
	}
	return `"▲ +"` + whole + more + `;"▼ −"` + whole + fewer + `;0`
}

// paintChanges paints the changes by what they mean.
func (o *overview) paintChanges(first, last int) {
	if o.Highlights.Progress == nil {
		return
	}
	area := fmt.Sprintf("%s%d:%s%d", letters(atOpen), first, letters(atOpen), last)
	for _, p := range []struct {
		judged report.Judgement
		paint  paint
	}{{report.Better, passed}, {report.Worse, failedText}} {
		formula := fmt.Sprintf(`$%s%d="%s"`, letters(atJudged), first, p.judged)
		o.leaf.formats = append(o.leaf.formats, conditional{area, formula, p.paint})
	}
}
