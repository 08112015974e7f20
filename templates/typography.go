package templates

import "strings"

// List joins the items of an enumeration, the last two with the language's "and": "Roubaix, Gravelines et Strasbourg".
func (l *Language) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return l.Text("units.list", Args{"first": strings.Join(items[:last], ", "), "last": items[last]})
}

// Workbook returns a text as a workbook's cell takes it: its narrow no-break spaces (U+202F), which old cuts of Arial
// lack, become plain no-break spaces (U+00A0).
func Workbook(s string) string {
	return strings.ReplaceAll(s, "\u202f", "\u00a0")
}
