package pdf

import "fmt"

// rowMetrics are the measures of a kind of row, in millimetres from its upper edge.
type rowMetrics struct {
	baseline float64 // of the first line of every cell, whatever its size
	below    float64 // under the lowest line
	least    float64 // height of the row
}

var (
	rowKinds = [...]rowMetrics{
		PlainRow: {baseline: 4.3, below: 0.55, least: 6},
		GroupRow: {baseline: 5.2, below: 0.6, least: 6.8},
		TotalRow: {baseline: 4.3, below: 0.55, least: 6},
	}
	denseRow = rowMetrics{baseline: 4.1, below: 0.6, least: 5.7}
)

// headBelow is the space between the lowest line of a head and its rule: the baseline stands 1.8 mm above it.
const headBelow = 0.8

// laidTable is a table with every line broken and every row measured.
type laidTable struct {
	table Table
	lefts []float64 // of the columns, and the right edge of the last
	head  []laidRow
	rows  []laidRow
}

// laidRow is a row with its height; covered are the columns that a cell from this row or above still spans below it.
type laidRow struct {
	row     Row
	metrics rowMetrics
	cells   []laidCell
	height  float64
	covered []bool
}

// laidCell is a cell with its place. Text has one list of lines a paragraph.
type laidCell struct {
	cell    Cell
	first   int // column
	columns int
	rows    int
	box     Box     // X and Width of the whole cell
	mark    float64 // X of its mark
	text    Box     // X and Width of its text
	texts   [][]line
	height  float64 // that it needs
}

// layTable measures a table in the frame.
func (d *Document) layTable(t Table) (laidTable, error) {
	l := laidTable{table: t, lefts: []float64{d.frame.x}}
	for _, c := range t.Columns {
		l.lefts = append(l.lefts, l.lefts[len(l.lefts)-1]+c.Width+c.Gap)
	}
	if right := l.lefts[len(t.Columns)]; right > d.frame.x+d.frame.width+fitTolerance {
		return l, fmt.Errorf("table of %.1f mm in %.1f mm", right-d.frame.x, d.frame.width)
	}
	var err error
	if l.head, err = d.layRows(&l, t.Head, rowMetrics{below: headBelow}); err != nil {
		return l, fmt.Errorf("table head: %w", err)
	}
	plain := rowKinds[PlainRow]
	if t.Dense {
		plain = denseRow
	}
	if l.rows, err = d.layRows(&l, t.Rows, plain); err != nil {
		return l, fmt.Errorf("table body: %w", err)
	}
	return l, nil
}

// layRows measures the rows of a head or a body.
func (d *Document) layRows(l *laidTable, rows []Row, plain rowMetrics) ([]laidRow, error) {
	laid := make([]laidRow, len(rows))
	free := make([]int, len(l.table.Columns)) // the first row in which each column is free again
	for i, row := range rows {
		r := laidRow{row: row, metrics: plain}
		if row.Kind != PlainRow {
			r.metrics = rowKinds[row.Kind]
		}
		if err := d.layCells(l, &r, i, free); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		laid[i] = r
	}
	for column, row := range free {
		if row > len(rows) {
			return nil, fmt.Errorf("column %d: a cell spans %d rows too many", column+1, row-len(rows))
		}
	}
	stretch(laid)
	return laid, nil
}

// layCells puts the cells of a row in the columns that are free.
func (d *Document) layCells(l *laidTable, r *laidRow, number int, free []int) error {
	column := 0
	for _, cell := range r.row.Cells {
		for column < len(free) && free[column] > number {
			column++
		}
		c := laidCell{cell: cell, first: column, columns: max(1, cell.Columns), rows: max(1, cell.Rows)}
		if column+c.columns > len(free) {
			return fmt.Errorf("cells for more than %d columns", len(free))
		}
		for i := range c.columns {
			if free[column+i] > number {
				return fmt.Errorf("column %d is taken twice", column+i+1)
			}
			free[column+i] = number + c.rows
		}
		column += c.columns
		d.layCell(l, &c, r.metrics)
		r.cells = append(r.cells, c)
	}
	for i, row := range free {
		if row <= number {
			return fmt.Errorf("no cell for column %d", i+1)
		}
		r.covered = append(r.covered, row > number+1)
	}
	return nil
}

// layCell breaks the text of a cell and measures it.
func (d *Document) layCell(l *laidTable, c *laidCell, m rowMetrics) {
	last := c.first + c.columns - 1
	left := l.lefts[c.first]
	right := l.lefts[last] + l.table.Columns[last].Width
	c.box = Box{X: left, Width: right - left}
	left += l.table.Columns[c.first].Inset
	right -= l.table.Columns[last].Inset
	c.mark = left
	if c.cell.Mark != nil {
		left += d.Width(*c.cell.Mark) + markGap
	}
	c.text = Box{X: left, Width: max(0, right-left)}
	align := c.cell.Align
	if align == AlignDefault {
		align = l.table.Columns[c.first].Align
	}
	for _, t := range c.cell.Text {
		if t.Align == AlignDefault {
			t.Align = align
		}
		c.texts = append(c.texts, d.wrap(t, c.text.Width))
	}
	c.height = c.textHeight() + m.below
	if m.baseline > 0 && len(c.texts) > 0 {
		c.height += m.baseline - c.texts[0][0].size.Baseline()
	}
	c.height = max(c.height, c.figureHeight())
}

// figureHeight is that of the cell's figure; 0 without one.
func (c *laidCell) figureHeight() float64 {
	if c.cell.Figure == nil {
		return 0
	}
	return c.cell.Figure.Height
}

// markGap is the space right of a cell's mark, in millimetres.
const markGap = 1.0

func (c *laidCell) textHeight() float64 {
	var sum float64
	for _, lines := range c.texts {
		sum += height(lines)
	}
	return sum
}

// stretch gives every row the height of its tallest cell, and the last row that a cell spans what the others lack.
func stretch(rows []laidRow) {
	for i := range rows {
		rows[i].height = max(rows[i].metrics.least, rows[i].row.Height)
		for _, c := range rows[i].cells {
			if c.rows == 1 {
				rows[i].height = max(rows[i].height, c.height)
			}
		}
	}
	for i := range rows {
		for _, c := range rows[i].cells {
			last := i + c.rows - 1
			rows[last].height += max(0, c.height-sum(rows[i:last+1]))
		}
	}
}

func sum(rows []laidRow) float64 {
	var sum float64
	for _, r := range rows {
		sum += r.height
	}
	return sum
}

// unit is a range of rows that stay on one page.
type unit struct{ from, to int }

// units are the smallest ranges that may stand on a page: rows that a cell spans together, a group head with the two
// rows that follow it, the first two rows, and the last two.
func units(rows []laidRow) []unit {
	var all []unit
	for from := 0; from < len(rows); {
		wanted := 1
		if from == 0 {
			wanted = 2
		}
		u := unit{from, unitEnd(rows, from, wanted)}
		all = append(all, u)
		from = u.to
	}
	if n := len(all); n > 1 && all[n-1].to-all[n-1].from == 1 {
		all[n-2].to = all[n-1].to
		all = all[:n-1]
	}
	return all
}

// unitEnd is the row after a unit with so many rows that are not group heads.
func unitEnd(rows []laidRow, from, wanted int) int {
	end := from
	for end < len(rows) && wanted > 0 {
		if rows[end].row.Kind == GroupRow {
			wanted = 2
			end++
			continue
		}
		end = spanEnd(rows, end)
		wanted--
	}
	return end
}

// spanEnd is the row after those that are tied to a row by a cell that spans them.
func spanEnd(rows []laidRow, from int) int {
	end := from + 1
	for row := from; row < end; row++ {
		for _, c := range rows[row].cells {
			end = max(end, row+c.rows)
		}
	}
	return end
}
