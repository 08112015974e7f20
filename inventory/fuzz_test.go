package inventory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// FuzzLoad loads anything, as YAML and as JSON: it never fails otherwise than by naming mistakes that have a place, and
// what it loads can be taken back to any moment.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(organisation), false)
	f.Fuzz(func(t *testing.T, data []byte, isJSON bool) {
		name := "a.yaml"
		if isJSON {
			name = "a.json"
		}
		inv, found := inventory.Load([]inventory.Root{root(map[string]string{name: string(data)})})
		if (inv == nil) == (len(found) == 0) {
			t.Fatalf("an inventory: %t, mistakes: %d", inv != nil, len(found))
		}
		checkDiagnostics(t, data, found)
		if inv == nil {
			return
		}
		before := dump(inv)
		for _, asOf := range []time.Time{{}, time.Date(2026, 9, 30, 22, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
			inv.At(asOf)
		}
		if dump(inv) != before {
			t.Error("taking the inventory back changes it")
		}
	})
}

func checkDiagnostics(t *testing.T, data []byte, found source.Diagnostics) {
	t.Helper()
	lines := int32(1 + strings.Count(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") + strings.Count(string(data), "\r") +
		3*strings.Count(string(data), "\u0085") + 3*strings.Count(string(data), "\u2028") + 3*strings.Count(string(data), "\u2029"))
	for _, d := range found {
		if d.Place.Line > lines || d.Place.Line > 0 && d.Place.Column < 1 {
			t.Errorf("%d:%d is outside the file of %d lines: %s", d.Place.Line, d.Place.Column, lines, d.Message)
		}
		if word := goWords.FindString(d.Message); word != "" && !strings.Contains(string(data), word) {
			t.Errorf("%q in %s", word, d.Message)
		}
	}
	if text := found.Format(); slices.ContainsFunc([]rune(text), func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }) {
		t.Errorf("control characters in %q", text)
	}
	if !slices.IsSortedFunc(found, func(a, b source.Diagnostic) int { return int(a.Place.Line - b.Place.Line) }) {
		t.Error("the mistakes are not sorted")
	}
}
