package workbook

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ownerKey is what formulas know an owner by: the text itself, which people typed, or where no formula could hold it or a
// cell shows it otherwise, its place among the owners.
func (b *book) ownerKey(owner string) string {
	const placed = "owner:"
	if b.ownerKeys == nil {
		b.ownerKeys = map[string]string{}
		for i, name := range slices.Sorted(maps.Keys(b.Summary.ByOwner)) {
			b.ownerKeys[name] = name
			_, replaced, _ := appendText(nil, name)
			if replaced > 0 || unconditional(name) || strings.ContainsAny(name, "\r\n") || strings.HasPrefix(name, placed) {
				b.ownerKeys[name] = placed + strconv.Itoa(i+1)
			}
		}
	}
	return b.ownerKeys[owner]
}
