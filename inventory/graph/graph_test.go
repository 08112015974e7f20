package graph

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAgainstReachability holds the graph, its reverse and its components against a table of who reaches whom, which
// is filled in the simplest way.
func TestAgainstReachability(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		nodes := random.IntN(9)
		edge := make([][]bool, nodes)
		for i := range edge {
			edge[i] = make([]bool, nodes)
			for range random.IntN(4) {
				edge[i][random.IntN(nodes)] = true
			}
		}
		g := New(nodes, func(i int, into []int32) []int32 {
			for to := nodes - 1; to >= 0; to-- { // in no order, and twice
				if edge[i][to] {
					into = append(into, int32(to), int32(to))
				}
			}
			return into
		})
		back := g.Reversed()
		for i := range nodes {
			var to, from []int32
			for j := range nodes {
				if i != j && edge[i][j] {
					to = append(to, int32(j))
				}
				if i != j && edge[j][i] {
					from = append(from, int32(j))
				}
			}
			if !slices.Equal(g.Of(int32(i)), to) || !slices.Equal(back.Of(int32(i)), from) {
				t.Fatalf("node %d leads to %v from %v, want %v from %v", i, g.Of(int32(i)), back.Of(int32(i)), to, from)
			}
		}
		checkComponents(t, &g, reach(edge))
	}
}

// reach closes a table of edges: who comes to whom over any number of them.
func reach(edge [][]bool) [][]bool {
	out := make([][]bool, len(edge))
	for i := range edge {
		out[i] = slices.Clone(edge[i])
	}
	for via := range out {
		for i := range out {
			for j := range out {
				out[i][j] = out[i][j] || out[i][via] && out[via][j]
			}
		}
	}
	return out
}

func checkComponents(t *testing.T, g *Graph, reaches [][]bool) {
	t.Helper()
	c := g.Components()
	seen := 0
	for i := range c.Count() {
		for _, node := range c.Members(i) {
			seen++
			if c.Of(node) != int32(i) {
				t.Fatalf("node %d is in component %d, which lists it under %d", node, c.Of(node), i)
			}
		}
	}
	if seen != len(reaches) {
		t.Fatalf("components hold %d of %d nodes", seen, len(reaches))
	}
	for i := range reaches {
		for j := range reaches {
			together := i == j || reaches[i][j] && reaches[j][i]
			if (c.Of(int32(i)) == c.Of(int32(j))) != together {
				t.Fatalf("nodes %d and %d: one component %v, want %v", i, j, !together, together)
			}
			if !together && reaches[i][j] && c.Of(int32(i)) < c.Of(int32(j)) {
				t.Fatalf("node %d needs %d, but its component comes first", i, j)
			}
		}
	}
}

// TestLongChain would overflow a stack of calls.
func TestLongChain(t *testing.T) {
	const nodes = 200_000
	g := New(nodes, func(i int, into []int32) []int32 { return append(into, int32((i+1)%nodes)) })
	if c := g.Components(); c.Count() != 1 || len(c.Members(0)) != nodes {
		t.Errorf("a circle of %d nodes has %d components", nodes, c.Count())
	}
}
