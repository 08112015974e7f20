package workbook

// comparison says of a row whether what it shows and what a formula works out again from its cells are the same.
type comparison struct {
	said map[bool]string
	tail string // of the formula, after its condition
}

func (b *book) comparison() comparison {
	c := comparison{said: map[bool]string{true: "✓ " + b.text("sample.agrees", nil), false: "✗ " + b.text("sample.differs", nil)}}
	c.tail = `,"` + literal(c.said[true]) + `","` + literal(c.said[false]) + `")`
	return c
}

// asks is the formula that says it by a condition over the row's cells.
func (c *comparison) asks(condition string) string { return "IF(" + condition + c.tail }

// comparisons paint columns of them.
func comparisons(columns ...string) []rule {
	var out []rule
	for _, column := range columns {
		out = append(out, rule{column, `LEFT({` + column + `}#,1)="✓"`, passed}, rule{column, `LEFT({` + column + `}#,1)="✗"`, failed})
	}
	return out
}
