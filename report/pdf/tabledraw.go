package pdf

import (
	"fmt"
	"slices"
)

// Table draws a table at the cursor. It starts with its head and two rows at least on one page.
func (d *Document) Table(t Table) {
	l, err := d.layTable(t)
	if err != nil {
		d.fail(fmt.Errorf("page %d: %w", d.Page(), err))
		return
	}
	all := units(l.rows)
	if len(all) > 0 {
		d.Keep(sum(l.head) + sum(l.rows[all[0].from:all[0].to]))
	}
	d.inside(d.at.add(&node{role: table}), func() {
		if len(l.head) > 0 {
			d.Group(tableHead, func() { d.drawHead(&l) })
		}
		d.Group(tableBody, func() {
			for _, u := range all {
				d.drawUnit(&l, u)
			}
		})
	})
	d.pen.lift()
}

// TableHeight is the height of a table in the frame when it is drawn in one piece, in millimetres.
func (d *Document) TableHeight(t Table) float64 {
	l, err := d.layTable(t)
	if err != nil {
		d.fail(fmt.Errorf("page %d: %w", d.Page(), err))
		return 0
	}
	return sum(l.head) + sum(l.rows)
}

// drawHead draws the head rows and the rule under them.
func (d *Document) drawHead(l *laidTable) {
	for i := range l.head {
		d.drawRow(l, l.head, i, headCell)
	}
	d.headRule(l)
}

// repeatHead draws the head again as an artifact: it is heard once only.
func (d *Document) repeatHead(l *laidTable) {
	for _, r := range l.head {
		for _, c := range r.cells {
			d.decorateCell(c, Box{c.box.X, d.y, c.box.Width, r.height})
		}
		d.y += r.height
	}
	d.headRule(l)
}

func (d *Document) decorateCell(c laidCell, box Box) {
	d.pen.decorate(headerArtifact)
	if c.cell.Figure != nil {
		c.cell.Figure.Draw(&Canvas{Box: box, document: d})
	}
	y := box.Bottom() - headBelow - c.textHeight()
	if c.cell.Mark != nil {
		d.drawMark(nil, c, Point{c.mark, y})
	}
	for _, lines := range c.texts {
		y = d.drawLines(nil, unlinked(lines), Box{c.text.X, y, c.text.Width, 0})
	}
}

// headRule draws the ink rule under a head, open where a column is parted.
func (d *Document) headRule(l *laidTable) {
	if len(l.head) == 0 {
		return
	}
	d.pen.decorate(layoutArtifact)
	ink := Stroke{Color: Ink, Width: HeadRule}
	from := l.lefts[0]
	for i, c := range l.table.Columns {
		if last := i == len(l.table.Columns)-1; last || c.Parted {
			d.pen.line(Point{from, d.y}, Point{l.lefts[i] + c.Width, d.y}, ink)
			from = l.lefts[i+1]
		}
	}
}

// drawUnit draws rows that belong together, on the next page if they do not fit. Only what is taller than a page is
// split, first between rows, then between lines.
func (d *Document) drawUnit(l *laidTable, u unit) {
	tall := !d.frame.placed && sum(l.rows[u.from:u.to]) > Bottom-Top-sum(l.head)
	switch {
	case tall && u.to-u.from > 1:
		for i := u.from; i < u.to; i++ {
			d.drawUnit(l, unit{i, i + 1})
		}
		return
	case tall && !l.rows[u.from].spans():
		d.drawLongRow(l, l.rows[u.from])
		return
	case !d.frame.placed && sum(l.rows[u.from:u.to]) > d.Left()+fitTolerance:
		d.NewPage()
		d.repeatHead(l)
	}
	for i := u.from; i < u.to; i++ {
		d.drawRow(l, l.rows, i, dataCell)
	}
}

// spans says whether a cell of the row goes on in the next.
func (r *laidRow) spans() bool { return slices.Contains(r.covered, true) }

// drawRow draws a row in an element of its own.
func (d *Document) drawRow(l *laidTable, rows []laidRow, i int, role Role) {
	r := rows[i]
	if r.row.Kind == TotalRow {
		d.pen.decorate(layoutArtifact)
		d.pen.line(Point{l.lefts[0], d.y}, Point{l.right(), d.y}, Stroke{Color: Ink, Width: HeadRule})
	}
	row := d.at.add(&node{role: tableRow})
	for _, c := range r.cells {
		box := Box{c.box.X, d.y, c.box.Width, sum(rows[i : i+c.rows])}
		d.drawCell(row.add(c.element(role, r.row.Kind)), c, r, box)
	}
	d.y += r.height
	if role == dataCell {
		d.hairline(l, r)
	}
}

func (l *laidTable) right() float64 {
	last := len(l.table.Columns) - 1
	return l.lefts[last] + l.table.Columns[last].Width
}

// element is the cell in the structure tree: a head names its column, the head of a row or group its row.
func (c *laidCell) element(role Role, kind RowKind) *node {
	n := &node{role: role, columns: c.columns, rows: c.rows}
	switch {
	case role == headCell:
		n.scope = "Column"
	case c.cell.Head || kind == GroupRow:
		n.role, n.scope = headCell, "Row"
	}
	return n
}

// drawCell draws the fill, the figure and the text of a cell.
func (d *Document) drawCell(n *node, c laidCell, r laidRow, box Box) {
	if c.cell.Fill != NoColor {
		d.pen.decorate(layoutArtifact)
		(&Canvas{document: d}).Rect(box, Paint{Fill: c.cell.Fill})
	}
	if c.cell.Figure != nil {
		d.drawFigure(n, *c.cell.Figure, box)
	}
	y := box.Y + c.textTop(r.metrics, box.Height)
	if c.cell.Mark != nil {
		d.drawMark(n, c, Point{c.mark, y})
	}
	for _, lines := range c.texts {
		owner := n
		if len(c.texts) > 1 && !wordless(lines) {
			owner = n.add(&node{role: Paragraph})
		}
		y = d.drawLines(owner, lines, Box{c.text.X, y, c.text.Width, 0})
	}
}

// textTop is the upper edge of a cell's text: heads stand on their rule, others on the baseline of the row.
func (c *laidCell) textTop(m rowMetrics, height float64) float64 {
	switch {
	case m.baseline == 0:
		return height - m.below - c.textHeight()
	case c.cell.Middle:
		return (height - c.textHeight()) / 2
	case len(c.texts) == 0:
		return m.baseline - Body.Baseline()
	}
	return m.baseline - c.texts[0][0].size.Baseline()
}

// drawMark draws the mark of a cell on the baseline of its first line.
func (d *Document) drawMark(n *node, c laidCell, at Point) {
	mark := d.wrap(Text{Runs: []Run{*c.cell.Mark}}, unbroken)[0]
	mark.more = true
	baseline := at.Y + mark.size.Baseline()
	if len(c.texts) > 0 {
		baseline = at.Y + c.texts[0][0].size.Baseline()
	}
	d.drawLine(n, mark, Point{at.X, baseline})
}

// hairline closes a row, but not through cells that go on below it; there it is pale, as it parts less.
func (d *Document) hairline(l *laidTable, r laidRow) {
	if r.row.Open || r.row.Kind == TotalRow {
		return
	}
	s := Stroke{Color: Hair, Width: HairRule}
	if l.table.Dense && r.row.Kind == PlainRow || r.spans() {
		s.Color = Track
	}
	d.pen.decorate(layoutArtifact)
	for i := 0; i < len(r.covered); {
		if r.covered[i] {
			i++
			continue
		}
		from := i
		for i < len(r.covered) && !r.covered[i] {
			i++
		}
		right := l.right()
		if i < len(r.covered) {
			right = l.lefts[i]
		}
		d.pen.line(Point{l.lefts[from], d.y}, Point{right, d.y}, s)
	}
}

func unlinked(lines []line) []line {
	plain := make([]line, len(lines))
	for i, l := range lines {
		plain[i] = l.unlinked()
	}
	return plain
}
