package decision

import (
	"fmt"
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
)

// ground is sites on a line, one degree of longitude, 71 km, apart: each is a provider and a campus by its letters.
func ground(sites ...string) *inventory.Inventory {
	inv := &inventory.Inventory{}
	for i, s := range sites {
		at := inventory.Site{ID: fmt.Sprint(s, i), Campus: s, Provider: inventory.Reference{ID: s[:1], Index: int32(s[0] - 'a')}}
		if len(s) == 2 { // a third letter hides where it is
			at.Coordinates = given(inventory.Coordinates{Latitude: 50, Longitude: float64(i)})
		}
		inv.Sites = append(inv.Sites, at)
	}
	return inv
}

// TestAssign tries what decides where copies go.
func TestAssign(t *testing.T) {
	for _, c := range []struct {
		name  string
		sites []string
		at    []int32 // where each service stands
		need  need
		ban   []int
		want  string
	}{
		{"the nearest on another campus", []string{"ax", "ax", "ay", "az"}, []int32{0}, need{}, nil, "map[0:2]"},
		{"far enough", []string{"ax", "ay", "az"}, []int32{0}, need{kilometres: 100}, nil, "map[0:2]"},
		{"of another provider", []string{"ax", "ay", "bx"}, []int32{0}, need{provider: true}, nil, "map[0:2]"},
		{"out of reach of a scenario", []string{"ax", "ay", "az"}, []int32{0}, need{}, []int{1}, "map[0:2]"},
		{"one for most, the nearest for the rest", []string{"ax", "ay", "az", "ay"}, []int32{0, 0, 2}, need{}, nil, "map[0:1 1:1 2:1]"},
		{"the rest goes elsewhere", []string{"ax", "ay", "ay", "az"}, []int32{0, 0, 1}, need{kilometres: 100}, nil, "map[0:3 1:3 2:3]"},
		{"a known distance is better", []string{"ax", "ayy", "ay"}, []int32{0}, need{}, nil, "map[0:2]"},
		{"an unknown one is better than none", []string{"ax", "ayy"}, []int32{0}, need{kilometres: 100}, nil, "map[0:1]"},
		{"too near", []string{"ax", "ay"}, []int32{0}, need{kilometres: 100}, nil, "map[0:-1]"},
		{"nowhere to go", []string{"ax", "ax"}, []int32{0, 1}, need{}, nil, "map[0:-1 1:-1]"},
		{"no service", []string{"ax"}, nil, need{}, nil, "map[]"},
	} {
		d := &desk{inv: ground(c.sites...)}
		var services []int32
		for i, site := range c.at {
			services = append(services, int32(i))
			d.inv.Services = append(d.inv.Services, inventory.Service{ID: fmt.Sprint(i),
				Instances: []inventory.Instance{{Site: inventory.Reference{Index: site}}}})
		}
		c.need.banned = make([]bool, len(c.sites))
		for _, site := range c.ban {
			c.need.banned[site] = true
		}
		if got := fmt.Sprint(d.assign(services, func(int) need { return c.need })); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestToLock prefers a copy that is away, then one that evidence shows, then the most frequent.
func TestToLock(t *testing.T) {
	for _, c := range []struct {
		name    string
		backups []inventory.Backup
		linked  []bool
		want    int
	}{
		{"away", []inventory.Backup{{Site: inventory.Reference{Index: 0}}, {Site: inventory.Reference{Index: 1}}}, []bool{true, false}, 1},
		{"shown", []inventory.Backup{{Every: given(source.Duration(1))}, {Every: given(source.Duration(2))}}, []bool{false, true}, 1},
		{"frequent", []inventory.Backup{{}, {Every: given(source.Duration(2))}, {Every: given(source.Duration(1))}}, []bool{true, true, true}, 2},
		{"the first", []inventory.Backup{{}, {}}, []bool{true, true}, 0},
	} {
		d := &desk{inv: ground("ax", "ay")}
		d.inv.Services = []inventory.Service{{Instances: []inventory.Instance{{Site: inventory.Reference{Index: 0}}}, Backups: c.backups}}
		d.Observed = shown(c.linked)
		set := inventory.DataSet{}
		for i := range c.backups {
			set.Backups = append(set.Backups, i)
		}
		if got := d.toLock(0, &set); got != c.want {
			t.Errorf("%s: backup %d, want %d", c.name, got, c.want)
		}
	}
}

// shown is what evidence shows of one service whose backups it shows or not.
func shown(linked []bool) *evidence.Observed {
	o := &evidence.Observed{Streams: [][]evidence.Stream{nil}}
	for _, is := range linked {
		o.Streams[0] = append(o.Streams[0], evidence.Stream{Linked: is})
	}
	return o
}
