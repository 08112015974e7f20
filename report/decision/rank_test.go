package decision

import (
	"slices"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules"
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
		{lost: 4}, {lost: 3, members: 2}, {lost: 3, members: 1, unproven: 9}, {lost: 3, members: 1}, {unproven: 1}, {twice: 8},
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
	d := &desk{inv: &inventory.Inventory{Services: make([]inventory.Service, 9), Members: make([]inventory.Member, 3)}}
	d.inv.Services[1].Members.Value.All = true
	findings := make([]rules.Finding, 10)
	for i := range findings {
		findings[i] = rules.Finding{Number: int32(i), Status: rules.Fail}
	}
	findings[3].Severity, findings[4].Severity = rules.Critical, rules.Critical
	made := func(id string, reliefs []relief, closed ...int) *candidate {
		c := &candidate{Decision: Decision{ID: id}, relief: reliefs, tried: true}
		for _, number := range closed {
			c.closed = append(c.closed, &findings[number])
		}
		return c
	}
	harmful := made("opens more than it closes", nil, 9)
	harmful.opened = 2
	ending := made("waivers", nil)
	ending.Kind, ending.opened = Waivers, 3
	untried := made("untried", nil)
	untried.tried = false
	all := []*candidate{
		made("closes what others close", nil, 2), made("useless", nil), harmful, ending, untried,
		made("first of equals", nil, 3), made("second of equals", nil, 4),
		made("saves", []relief{{service: 0, lost: 1000}}, 1, 2), made("saves as much, for more members", []relief{{service: 1, lost: 1000}}, 1),
		made("saves what is safe by then", []relief{{service: 1, lost: 900}}, 1), made("closes a new one", nil, 1, 6, 7), made("loses", []relief{{service: 5, lost: -5}}, 8),
	}
	asked, left := d.choose(all)
	var ids []string
	for _, c := range asked {
		ids = append(ids, c.ID)
	}
	want := []string{"saves as much, for more members", "saves", "first of equals", "second of equals", "closes a new one"}
	if !slices.Equal(ids, want) || len(left) != 2 {
		t.Errorf("%q and %d left, want %q and 2", ids, len(left), want)
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
