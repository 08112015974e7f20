package report

// depths gives every service of a list how many steps of dependencies lie below it within the list. Services that need
// each other are one step together. It finds these as Tarjan did: a service from which nothing earlier can be reached
// ends a group, and all that it needs outside of it has its depth already.
// (R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1, 1972)
func depths(list []Return) map[int32]int {
	w := &walk{after: make(map[int32][]int, len(list)), low: map[int32]int{}, depth: map[int32]int{}}
	for i := range list {
		w.after[list[i].Service] = list[i].After
	}
	for i := range list {
		if w.low[list[i].Service] == 0 {
			w.visit(list[i].Service)
		}
	}
	return w.depth
}

// walk is the search at hand.
type walk struct {
	after map[int32][]int
	low   map[int32]int // the earliest visit that can be reached, from 1
	open  []int32       // visited, but in no group yet
	count int
	depth map[int32]int // of those in a group
}

func (w *walk) visit(at int32) {
	w.count++
	number, from := w.count, len(w.open)
	w.low[at] = number
	w.open = append(w.open, at)
	for _, next := range w.after[at] {
		to := int32(next)
		if w.low[to] == 0 {
			w.visit(to)
		}
		if _, grouped := w.depth[to]; !grouped {
			w.low[at] = min(w.low[at], w.low[to])
		}
	}
	if w.low[at] == number {
		w.close(w.open[from:])
		w.open = w.open[:from]
	}
}

// close makes a group of what is open: one step above the deepest that it needs.
func (w *walk) close(group []int32) {
	depth := 0
	for _, member := range group {
		for _, next := range w.after[member] {
			if below, grouped := w.depth[int32(next)]; grouped {
				depth = max(depth, below+1)
			}
		}
	}
	for _, member := range group {
		w.depth[member] = depth
	}
}
