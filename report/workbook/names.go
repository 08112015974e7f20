package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Every table and each of its columns has a name in the workbook, so that an auditor and scripts write formulas that no
// language and no moved column breaks: findings is all cells of the table's rows, findings.status those of a column. The
// name is the sheet's technical key and that of the column in row 1, with _ for what a name cannot hold: measured/limit
// is findings.measured_limit. Where a table goes on in a second sheet, its cells there are findings.2 and
// findings.2.status.

// named is a range of cells and its name.
type named struct{ name, area string }

// nameable is a key as a name holds it: letters without accents, digits, full stops and low lines.
func nameable(key string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_':
			return r
		}
		return '_'
	}, key)
}

// mostNamed is how many characters of a key go into a name, which holds 255 with a number.
const mostNamed = 240

// distinct is a name that none of the others is, in upper or lower case: programs take both for the same. Keys that make
// the same name, as two tiers may, are told apart by a number.
func distinct(name string, taken map[string]bool) string {
	name = name[:min(len(name), mostNamed)]
	for base, n := name, 2; taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s._%d", base, n)
	}
	taken[strings.ToLower(name)] = true
	return name
}

// ranges are the names of the cells of some columns, down to a last row: of all together, then of each.
func ranges(table, sheet string, heads []head, last int) []named {
	area := func(from, to int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(sheet), letters(from), firstRow, letters(to), last)
	}
	out, taken := []named{{table, area(0, len(heads)-1)}}, map[string]bool{}
	for i := range heads {
		out = append(out, named{distinct(table+"."+nameable(heads[i].key), taken), area(i, i)})
	}
	return out
}

// ranges are the names of the cells of one of a table's sheets. What is beside the table has none.
func (t *table) ranges(part int) []named {
	key := t.key
	if part > 0 {
		key = fmt.Sprintf("%s.%d", key, part+1)
	}
	return ranges(key, t.names[part], t.heads[:t.width()], t.lastRow(part))
}

// setRanges names a sheet's cells.
func (b *book) setRanges(f *leaf) error {
	for _, r := range f.ranges {
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: r.name, RefersTo: r.area}); err != nil {
			return fmt.Errorf("name %s: %w", r.name, err)
		}
	}
	return nil
}
