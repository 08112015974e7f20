package inventory_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"coupefeu/inventory"

	"github.com/google/go-cmp/cmp"
)

var regexpPlaces = regexp.MustCompile(`(?m)^.*\.?Place: .*\n|, at \d+:\d+|, key on line \d+|^.*(FileAt|StderrAt|\.At): .*\n`)

// TestCirclesAgainstModel compares the circles of random inventories with those that following every path gives.
func TestCirclesAgainstModel(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 1 + random.IntN(12)
		edges := make([][]bool, n)
		for i := range edges {
			edges[i] = make([]bool, n)
			for range random.IntN(3) {
				if to := random.IntN(n); to != i {
					edges[i][to] = true
				}
			}
		}
		inv := loadText(t, writeGraph(edges))
		var got []string
		for _, notice := range inv.Notices {
			if notice.Code == "dependency-cycle" {
				got = append(got, strings.Join(notice.Args, " "))
			}
		}
		if diff := cmp.Diff(circlesOf(edges), got); diff != "" {
			t.Fatalf("%v: %s", edges, diff)
		}
	}
}

func writeGraph(edges [][]bool) string {
	var out strings.Builder
	out.WriteString(organisation + "services:\n")
	for i := range edges {
		var lists [2][]string
		for to, ok := range edges[i] {
			if ok {
				lists[(i+to)%2] = append(lists[(i+to)%2], fmt.Sprintf("s%02d", to))
			}
		}
		fmt.Fprintf(&out, "  - {id: s%02d, name: S, tier: t, depends_on: [%s], stores_data_in: [%s]}\n",
			i, strings.Join(lists[0], ", "), strings.Join(lists[1], ", "))
	}
	return out.String()
}

// circlesOf closes the graph over its paths and groups what can be reached from each other.
func circlesOf(edges [][]bool) []string {
	n := len(edges)
	for k := range n {
		for i := range n {
			for j := range n {
				edges[i][j] = edges[i][j] || edges[i][k] && edges[k][j]
			}
		}
	}
	var circles []string
	var done []int
	for i := range n {
		if slices.Contains(done, i) {
			continue
		}
		ids := []string{fmt.Sprintf("s%02d", i)}
		for j := i + 1; j < n; j++ {
			if edges[i][j] && edges[j][i] {
				ids, done = append(ids, fmt.Sprintf("s%02d", j)), append(done, j)
			}
		}
		if len(ids) > 1 {
			circles = append(circles, strings.Join(ids, " "))
		}
	}
	return circles
}

// TestLongChain walks a chain of dependencies as long as the inventory, closed to one circle.
func TestLongChain(t *testing.T) {
	const n = 50_000
	var text strings.Builder
	text.WriteString(`{"organisation": {"id": "o", "name": "O"}, "services": [`)
	for i := range n {
		fmt.Fprintf(&text, `{"id": "s%05d", "name": "S", "tier": "t", "depends_on": ["s%05d"]},`, i, (i+1)%n)
	}
	text.WriteString(`{"id": "end", "name": "E", "tier": "t", "depends_on": ["s00000"]}]}`)
	inv, found := inventory.Load([]inventory.Root{root(map[string]string{"s.json": text.String()})})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	if notice := inv.Notices[0]; notice.Code != "dependency-cycle" || len(notice.Args) != n || len(notice.Text) > 500 {
		t.Errorf("got %s with %d services and a text of %d bytes", notice.Code, len(notice.Args), len(notice.Text))
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b inventory.Coordinates
		want float64
	}{
		{"the same place", inventory.Coordinates{Latitude: 48.585, Longitude: 7.797}, inventory.Coordinates{Latitude: 48.585, Longitude: 7.797}, 0},
		{"a quarter of the way round", inventory.Coordinates{}, inventory.Coordinates{Latitude: 90}, math.Pi / 2 * 6371.0088},
		{"the other side", inventory.Coordinates{Longitude: -90}, inventory.Coordinates{Longitude: 90}, math.Pi * 6371.0088},
		{"across the date line", inventory.Coordinates{Longitude: 179.5}, inventory.Coordinates{Longitude: -179.5}, math.Pi / 180 * 6371.0088},
		{"one degree of longitude at 60 degrees", inventory.Coordinates{Latitude: 60}, inventory.Coordinates{Latitude: 60, Longitude: 1},
			2 * 6371.0088 * math.Asin(0.5*math.Sin(math.Pi/360))},
	} {
		for _, got := range []float64{inventory.Distance(c.a, c.b), inventory.Distance(c.b, c.a)} {
			if math.Abs(got-c.want) > 1e-6 {
				t.Errorf("%s: %.9f km, want %.9f", c.name, got, c.want)
			}
		}
	}
}

func TestDataSets(t *testing.T) {
	for _, c := range []struct {
		data []string
		want []inventory.DataSet
	}{
		{nil, []inventory.DataSet{{Name: "main"}}},
		{[]string{"main"}, []inventory.DataSet{{Name: "main", Backups: []int{0}}}},
		{[]string{"files", "database", "files", "a"}, []inventory.DataSet{
			{Name: "files", Backups: []int{0, 2}}, {Name: "database", Backups: []int{1}}, {Name: "a", Backups: []int{3}}}},
	} {
		var s inventory.Service
		for _, data := range c.data {
			s.Backups = append(s.Backups, inventory.Backup{Data: data})
		}
		if diff := cmp.Diff(c.want, s.DataSets()); diff != "" {
			t.Errorf("%q: %s", c.data, diff)
		}
	}
}
