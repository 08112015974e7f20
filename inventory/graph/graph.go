// Package graph is what services need of each other, as plain numbers: who leads to whom, turned round, and which of
// them lead to each other. It knows nothing of services, so that the loader and the scenarios share it.
package graph

import "slices"

// Graph is who needs whom, in compressed rows: the targets of i are to[start[i]:start[i+1]], ascending and each once.
type Graph struct{ start, to []int32 }

// Of returns the targets of a node.
func (g *Graph) Of(i int32) []int32 { return g.to[g.start[i]:g.start[i+1]] }

// New asks for the targets of every node, which may come in any order and more than once. What leads from a node
// to itself is left out.
func New(nodes int, targets func(i int, into []int32) []int32) Graph {
	g := Graph{start: make([]int32, 1, nodes+1)}
	var row []int32
	for i := range nodes {
		row = targets(i, row[:0])
		slices.Sort(row)
		for j, to := range row {
			if int(to) != i && (j == 0 || to != row[j-1]) {
				g.to = append(g.to, to)
			}
		}
		g.start = append(g.start, int32(len(g.to)))
	}
	return g
}

// Reversed is the graph with every edge turned round.
func (g *Graph) Reversed() Graph {
	nodes := len(g.start) - 1
	r := Graph{start: make([]int32, nodes+1), to: make([]int32, len(g.to))}
	for _, to := range g.to {
		r.start[to+1]++
	}
	for i := range nodes {
		r.start[i+1] += r.start[i]
	}
	next := slices.Clone(r.start)
	for i := range nodes {
		for _, to := range g.Of(int32(i)) {
			r.to[next[to]] = int32(i)
			next[to]++
		}
	}
	return r
}

// Components are the strongly connected components of a graph, those that others lead to first: component c is
// order[start[c]:start[c+1]], and of says which component a node is in.
type Components struct{ order, start, of []int32 }

// Count is how many there are.
func (c *Components) Count() int { return len(c.start) - 1 }

// Members are the nodes of a component.
func (c *Components) Members(i int) []int32 { return c.order[c.start[i]:c.start[i+1]] }

// Of is the component that a node is in.
func (c *Components) Of(node int32) int32 { return c.of[node] }

// tarjan is Tarjan's algorithm under way (R. Tarjan, Depth-first search and linear graph algorithms, 1972), with a
// stack of its own, since a chain can be as long as the inventory.
type tarjan struct {
	graph  *Graph
	number []int32 // in the order of arrival, from 1; 0: not met yet
	low    []int32 // the least number that can be reached
	count  int32
	open   []int32 // met, and in no component yet
	path   []step
	found  Components
}

// step is a node on the way down, and which of its targets comes next.
type step struct{ at, next int32 }

// Components finds the components of the graph.
func (g *Graph) Components() Components {
	nodes := len(g.start) - 1
	t := &tarjan{graph: g, number: make([]int32, nodes), low: make([]int32, nodes)}
	t.found = Components{order: make([]int32, 0, nodes), start: make([]int32, 1, nodes+1), of: make([]int32, nodes)}
	for i := range t.found.of {
		t.found.of[i] = -1
	}
	for i := range nodes {
		if t.number[i] == 0 {
			t.walk(int32(i))
		}
	}
	return t.found
}

func (t *tarjan) walk(from int32) {
	t.enter(from)
	for len(t.path) > 0 {
		top := &t.path[len(t.path)-1]
		targets := t.graph.Of(top.at)
		if int(top.next) == len(targets) {
			t.leave(top.at)
			continue
		}
		to := targets[top.next]
		top.next++
		if t.number[to] == 0 {
			t.enter(to)
		} else if t.found.of[to] < 0 {
			t.low[top.at] = min(t.low[top.at], t.number[to])
		}
	}
}

func (t *tarjan) enter(at int32) {
	t.count++
	t.number[at], t.low[at] = t.count, t.count
	t.open = append(t.open, at)
	t.path = append(t.path, step{at: at})
}

func (t *tarjan) leave(at int32) {
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		above := t.path[len(t.path)-1].at
		t.low[above] = min(t.low[above], t.low[at])
	}
	if t.low[at] != t.number[at] {
		return
	}
	component := int32(t.found.Count())
	for t.found.of[at] < 0 {
		last := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.found.of[last] = component
		t.found.order = append(t.found.order, last)
	}
	t.found.start = append(t.found.start, int32(len(t.found.order)))
}
