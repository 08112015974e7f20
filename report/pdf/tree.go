package pdf

// node is one structure element.
type node struct {
	role Role
	kids []kid

	alt           string // what a figure shows
	box           *Box   // where it stands on the page of its first mark
	scope         string // what a head cell names: Column or Row
	columns, rows int    // that a cell spans
	numbering     string // of a list's labels
}

// kid is one thing inside a structure element: another element, marked content, or the annotation of a link.
type kid struct {
	node *node
	mark mark
	link *annotation
}

// mark is a piece of marked content: the page, from 1, and its number there, from 0.
type mark struct{ page, id int }

// annotation is the sensitive area of a link.
type annotation struct {
	page  int
	box   Box
	to    string
	about string
	owner *node
}

// add puts an element at the end of another.
func (n *node) add(child *node) *node {
	n.kids = append(n.kids, kid{node: child})
	return child
}
