package workbook

// page is a sheet that is laid out by hand: rows from the top, cells from the left. It is held whole before it is
// written, since what stands in a row may be decided later; pages are short.
type page struct {
	rows []pageRow
}

// pageRow is one row of a page.
type pageRow struct {
	style rowStyle
	cells []placed
}

// placed is a cell in a column, counted from 0, with its look.
type placed struct {
	column int
	look   look
	cell   cell
}

// add places a row of a height and returns its number.
func (p *page) add(height float64, cells ...placed) int {
	p.rows = append(p.rows, pageRow{rowStyle{height: height}, cells})
	return len(p.rows)
}

// next is the number of the row that comes next.
func (p *page) next() int { return len(p.rows) + 1 }

// write writes the rows. Cells of a row may have been placed in any order, but none twice.
func (p *page) write(w cellWriter) {
	for i, row := range p.rows {
		w.begin(i+1, row.style)
		for column := range widestRow(row.cells) {
			for j := range row.cells {
				if c := &row.cells[j]; c.column == column {
					w.cell(column, c.look, &c.cell)
				}
			}
		}
		w.end()
	}
}

// widestRow is how many columns a row's cells reach.
func widestRow(cells []placed) int {
	n := 0
	for _, c := range cells {
		n = max(n, c.column+1)
	}
	return n
}

// opening begins a page as every sheet begins: keys (folded), name, and one sentence.
func (b *book) opening(p *page, name string, sentence placed) {
	p.add(24, placed{0, look{font: title, upright: middle}, text(name)})
	p.rows[len(p.rows)-1].style.foldAbove = true
	p.add(height(1), sentence)
}

// keys is the folded first row.
func (p *page) keys(keys ...string) {
	var cells []placed
	for i, key := range keys {
		if key != "" {
			cells = append(cells, placed{i, look{font: small}, text(key)})
		}
	}
	p.add(height(1), cells...)
	p.rows[0].style.folded = true
}
