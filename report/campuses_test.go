package report

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestCommonName(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"Strasbourg 1", "Strasbourg 2", "Strasbourg 3"}, "Strasbourg"},
		{[]string{"Gembloux 1"}, "Gembloux"},
		{[]string{"Bâtiment A"}, "Bâtiment A"},
		{[]string{"Port du Rhin nord", "Port du Rhin sud"}, "Port du Rhin"},
		{[]string{"Alpha", "Beta"}, "Écluse"},
		{[]string{"12"}, "12"},
	} {
		if got := commonName("écluse", c.names); got != c.want {
			t.Errorf("commonName(%q) = %q, want %q", c.names, got, c.want)
		}
	}
}

// TestLinksAreTheShortestTree compares with every spanning tree there is, for small numbers of campuses.
func TestLinksAreTheShortestTree(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		list := make([]Campus, random.IntN(5))
		for i := range list {
			list[i].ID = string(rune('a' + i))
			if random.IntN(6) > 0 {
				list[i].Coordinates = []float64{45 + random.Float64()*10, random.Float64() * 10}
			}
		}
		var placed []*Campus
		for i := range list {
			if list[i].Coordinates != nil {
				placed = append(placed, &list[i])
			}
		}
		got := 0.0
		links := linkCampuses(list)
		for _, l := range links {
			got += l.Kilometres
		}
		if want := shortestTree(placed); math.Abs(got-want) > 1e-6 || len(links) != max(len(placed)-1, 0) {
			t.Fatalf("%d links of %v km in all, want %d of %v km", len(links), got, max(len(placed)-1, 0), want)
		}
	}
}

// shortestTree tries every way of giving each campus but the first a neighbour, and keeps the shortest that connects.
func shortestTree(placed []*Campus) float64 {
	if len(placed) < 2 {
		return 0
	}
	best := math.Inf(1)
	ways := int(math.Pow(float64(len(placed)), float64(len(placed)-1)))
	for way := range ways {
		neighbour, length := make([]int, len(placed)), 0.0
		for i, rest := 1, way; i < len(placed); i++ {
			neighbour[i], rest = rest%len(placed), rest/len(placed)
			length += between(placed[i], placed[neighbour[i]])
		}
		if length < best && connects(neighbour) {
			best = length
		}
	}
	return best
}

func connects(neighbour []int) bool {
	for i := range neighbour {
		at := i
		for range neighbour {
			at = neighbour[at]
		}
		if at != 0 {
			return false
		}
	}
	return true
}
