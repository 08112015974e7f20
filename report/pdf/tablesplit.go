package pdf

// drawLongRow draws a row that is taller than a page: as many lines of each cell as fit, the others on the next page
// in the same elements. No sensible text needs it, but none may run off the page.
func (d *Document) drawLongRow(l *laidTable, r laidRow) {
	row := d.at.add(&node{role: tableRow})
	elements := make([]*node, len(r.cells))
	for i, c := range r.cells {
		elements[i] = row.add(c.element(dataCell, r.row.Kind))
	}
	for {
		piece, rest := r.split(d.Left())
		for i, c := range piece.cells {
			d.drawCell(elements[i], c, piece, Box{c.box.X, d.y, c.box.Width, piece.height})
		}
		d.y += piece.height
		if rest.height == 0 {
			break
		}
		d.NewPage()
		d.repeatHead(l)
		r = rest
	}
	d.hairline(l, r)
}

// split parts a row into what fits in a height and the rest, which has no height when all fits.
func (r laidRow) split(room float64) (piece, rest laidRow) {
	piece, rest = r, r
	piece.cells, rest.cells = nil, nil
	piece.height, rest.height = 0, 0
	for _, c := range r.cells {
		c.cell.Middle = false
		fits, more := c.split(room, r.metrics)
		piece.cells, rest.cells = append(piece.cells, fits), append(rest.cells, more)
		piece.height = max(piece.height, fits.height)
		rest.height = max(rest.height, more.height)
	}
	return piece, rest
}

// split parts the lines of a cell. Fill stays on both sides, mark and figure with the first lines.
func (c laidCell) split(room float64, m rowMetrics) (fits, more laidCell) {
	fits, more = c, c
	fits.texts, more.texts = nil, nil
	height := m.baseline + m.below
	for i, lines := range c.texts {
		n := 0
		for n < len(lines) && height+lines[n].size.Leading() <= room {
			height += lines[n].size.Leading()
			n++
		}
		if n > 0 {
			fits.texts = append(fits.texts, lines[:n])
		}
		if n < len(lines) {
			more.texts = append([][]line{lines[n:]}, c.texts[i+1:]...)
			break
		}
	}
	fits.height = max(height, fits.figureHeight())
	more.cell.Mark, more.cell.Figure = nil, nil
	more.height = 0
	if len(more.texts) > 0 {
		more.height = more.textHeight() + m.baseline + m.below
	}
	return fits, more
}
