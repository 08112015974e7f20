package workbook

import (
	"strconv"
	"strings"
	"testing"

	"coupefeu/report"
)

// TestOwnerKeys counts by owners whose names a cell shows alike, or no formula could hold.
func TestOwnerKeys(t *testing.T) {
	a := byHand()
	owners := []string{"C. Delhez", "a\rb", "a\nb", "bell \a", "bell \b", strings.Repeat("long ", 8000), "owner:2", "true", "_x0041_", "c. delhez"}
	for i := range a.Services {
		a.Services[i].Owner, a.Services[i].Checks = owners[i%len(owners)], report.Checks{}
	}
	addCounts(a)
	a.Summary.ByOwner = map[string]report.Group{}
	for i := range a.Services {
		g := a.Summary.ByOwner[a.Services[i].Owner]
		g.Services++
		g.Checks = plus(g.Checks, a.Services[i].Checks)
		switch a.Services[i].Compliance {
		case report.Compliant:
			g.Compliant++
		case report.CompliantWithWaivers:
			g.CompliantWithWaivers++
		}
		a.Summary.ByOwner[a.Services[i].Owner] = g
	}
	f := opened(t, written(t, a, "en"))
	checkVerdicts(t, f, "Reconciliation", "✓")
	want := map[string]string{"C. Delhez": "C. Delhez", "c. delhez": "c. delhez", "a\rb": "owner:4", "a\nb": "owner:3"}
	key, service := find(t, f, "Services", "owner.key"), find(t, f, "Services", "service")
	seen := map[string]string{}
	for i := range a.Services {
		row := strconv.Itoa(firstRow + i)
		if id := raw(t, f, "Services", service+row); id != a.Services[i].ID {
			t.Fatalf("row %s is %s", row, id)
		}
		got, owner := raw(t, f, "Services", key+row), a.Services[i].Owner
		if want[owner] != "" && got != want[owner] {
			t.Errorf("%q has the key %s, want %s", owner, got, want[owner])
		}
		if before, known := seen[got]; known && before != owner {
			t.Errorf("%.20q and %.20q have the key %s", before, owner, got)
		}
		seen[got] = owner
	}
	for row := firstRow; row < 1500; row++ {
		formula, err := f.GetCellFormula("Reconciliation", "F"+strconv.Itoa(row))
		if err != nil {
			t.Fatal(err)
		}
		checkReadable(t, formula)
	}
}

// TestMarks keeps ids apart whose own text has the mark.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		want string
	}{{nil, ""}, {[]string{"a"}, ";a;"}, {[]string{"a", "b"}, ";a;b;"}, {[]string{"a;b;", "b"}, ";a,b,;b;"}} {
		added := ""
		for _, id := range c.ids {
			added = marked(added, id)
		}
		if got := joined(c.ids); got != c.want || added != c.want {
			t.Errorf("%q: %q and %q, want %q", c.ids, got, added, c.want)
		}
	}
	if q := with("x", "k", "a;b"); q.plus[0].when[0].text != "a,b" {
		t.Errorf("it is looked for as %q", q.plus[0].when[0].text)
	}
}
