package decision

import (
	"slices"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// TestDueDate draws the line between what is urgent and what is not, over the end of a year and in other zones.
func TestDueDate(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		end  time.Time
		zone *time.Location
		tier int32
		due  deadline
		want string // the last day
	}{
		{time.Date(2026, 10, 1, 0, 0, 0, 0, brussels), brussels, 0, monthOrQuarter, "2026-10-31"},
		{time.Date(2026, 10, 1, 0, 0, 0, 0, brussels), brussels, 1, monthOrQuarter, "2026-12-31"},
		{time.Date(2026, 10, 1, 0, 0, 0, 0, brussels), brussels, 0, twoQuarters, "2027-03-31"},
		{time.Date(2026, 10, 1, 0, 0, 0, 0, brussels), brussels, 0, quarter, "2026-12-31"},
		{time.Date(2027, 1, 1, 0, 0, 0, 0, brussels), brussels, 0, monthOrQuarter, "2027-01-31"},
		{time.Date(2027, 4, 1, 0, 0, 0, 0, brussels), brussels, 3, monthOrQuarter, "2027-06-30"},
		{time.Date(2026, 9, 30, 22, 0, 0, 0, time.UTC), brussels, 0, monthOrQuarter, "2026-10-31"},
	} {
		d := &desk{Input: Input{Period: c.end}, inv: &inventory.Inventory{Zone: c.zone}, tiers: []int32{c.tier}}
		got := Decision{Due: d.dueDate(&candidate{act: &act{due: c.due}}, []int32{0})}
		if day := got.LastDay().In(c.zone).Format(time.DateOnly); day != c.want || got.Due.Location() != c.zone {
			t.Errorf("end %v, tier %d, %+v: due on %s, want %s", c.end, c.tier, c.due, day, c.want)
		}
	}
}

// TestHarm compares field by field.
func TestHarm(t *testing.T) {
	falling := []harm{
		{lost: 4}, {lost: 3, members: 2}, {lost: 3, members: 1, unproven: 9}, {lost: 3, members: 1}, {unproven: 1},
		{critical: 2, closed: 2}, {critical: 1, closed: 9}, {closed: 5, waived: 1}, {closed: 5}, {waived: 3}, {}, {lost: -1, closed: 7},
	}
	for i := range falling {
		for j := range falling {
			if got := falling[i].compare(falling[j]); (got > 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%+v against %+v: %d", falling[i], falling[j], got)
			}
		}
	}
}

// TestChoose ranks, cuts, and asks nothing twice.
func TestChoose(t *testing.T) {
	made := func(id string, h harm, findings ...int32) *candidate {
		return &candidate{Decision: Decision{ID: id, Findings: findings}, harm: h, tried: true}
	}
	untried := made("untried", harm{})
	untried.tried = false
	all := []*candidate{
		made("closes what others close", harm{closed: 1}, 2), made("useless", harm{}), made("harmful", harm{lost: -1, closed: 9}, 9),
		made("first of equals", harm{critical: 1, closed: 1}, 3), made("second of equals", harm{critical: 1, closed: 1}, 4),
		made("saves", harm{lost: 1}, 1, 2), made("saves too", harm{lost: 1, members: 1}, 1, 2), untried,
		made("sixth", harm{closed: 1}, 5), made("closes a new one", harm{closed: 2}, 1, 6),
	}
	asked, left := choose(all)
	var ids []string
	for _, c := range asked {
		ids = append(ids, c.ID)
	}
	want := []string{"saves too", "saves", "first of equals", "second of equals", "closes a new one"}
	if !slices.Equal(ids, want) || left != 2 {
		t.Errorf("%q and %d left, want %q and 2", ids, left, want)
	}
}

// TestOwners puts who has most first, then goes by name, and leaves out services without one.
func TestOwners(t *testing.T) {
	d := &desk{inv: &inventory.Inventory{}}
	for _, owner := range []string{"Cis", "Bert", "Anne", "Cis", ""} {
		d.inv.Services = append(d.inv.Services, inventory.Service{Owner: source.Optional[string]{Value: owner, Given: owner != ""}})
	}
	if got := d.owners([]int32{0, 1, 2, 3, 4}); !slices.Equal(got, []string{"Cis", "Anne", "Bert"}) {
		t.Errorf("owners %q", got)
	}
	if got := d.owners([]int32{4}); got == nil || len(got) > 0 {
		t.Errorf("owners %#v, want an empty list", got)
	}
}
