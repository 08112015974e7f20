package inventory_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"

	"github.com/google/go-cmp/cmp"
)

// TestAt takes an inventory back to several moments.
func TestAt(t *testing.T) {
	inv, found := load(t, "testdata/asof/inventory.yaml")
	if found != "" {
		t.Fatal(found)
	}
	whole := dump(inv)
	for _, text := range []string{"2026-09-30", "2026-06-30", "2026-06-30T00:00:00+02:00", "2025-12-31"} {
		asOf, err := source.ParseMoment(text, inv.Zone)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, "testdata/asof/"+strings.ReplaceAll(text, ":", "")+".want", dump(inv.At(asOf.End())))
	}
	if diff := cmp.Diff(whole, dump(inv)); diff != "" {
		t.Errorf("the original has changed:\n%s", diff)
	}
}

// TestAtBoundary holds the first and the last instant of a day against a test of that day and of the next.
func TestAtBoundary(t *testing.T) {
	inv, found := load(t, "testdata/asof/inventory.yaml")
	if found != "" {
		t.Fatal(found)
	}
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	midnight := time.Date(2026, 8, 12, 0, 0, 0, 0, brussels)
	for _, c := range []struct {
		name  string
		asOf  time.Time
		tests int
	}{
		{"before the day", midnight.Add(-time.Second), 1},
		{"first instant of the day, which the day before ends with", midnight, 1},
		{"within the day", midnight.Add(time.Nanosecond), 2},
		{"an instant is known from itself on", time.Date(2026, 8, 20, 10, 0, 0, 0, time.UTC), 3},
		{"and not before", time.Date(2026, 8, 20, 9, 59, 59, 0, time.UTC), 2},
	} {
		if got := len(inv.At(c.asOf).RestoreTests); got != c.tests {
			t.Errorf("%s: %d restore tests, want %d", c.name, got, c.tests)
		}
	}
}

// TestAtAfterAppending makes sure that what an earlier quarter looks like does not depend on what journals gained since.
func TestAtAfterAppending(t *testing.T) {
	text, err := os.ReadFile("testdata/asof/inventory.yaml")
	if err != nil {
		t.Fatal(err)
	}
	later := string(text) + `---
restore_tests:
  - {service: mail, backup: gone-since, date: 2026-11-02, outcome: failed}
commitments:
  - {id: C-9, what: w, owner: o, due: 2027-01-31, decided_on: 2026-12-01}
attestations:
  - {id: att-later, confirmed_on: 2026-12-24, by: Audit}
`
	asOf := time.Date(2026, 9, 30, 22, 0, 0, 0, time.UTC)
	first, second := loadText(t, string(text)).At(asOf), loadText(t, later).At(asOf)
	first.Files, second.Files = nil, nil
	if diff := cmp.Diff(dump(first), dump(second)); diff != "" {
		t.Errorf("entries of a later date change an earlier quarter:\n%s", diff)
	}
	if n := len(loadText(t, later).Notices); n <= len(second.Notices) {
		t.Errorf("the later restore test should give a notice once it is known: %d notices", n)
	}
}

func loadText(t *testing.T, text string) *inventory.Inventory {
	t.Helper()
	inv, found := inventory.Load([]inventory.Root{root(map[string]string{"inventory.yaml": text})})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	return inv
}
