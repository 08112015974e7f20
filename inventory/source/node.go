package source

// Kind is what a node holds.
type Kind uint8

// The kinds of a node. A plain YAML scalar has the kind that YAML gives it, and may still stand for a text.
const (
	Null Kind = iota
	Text
	Bool
	Number
	List
	Mapping
)

// Node is one value of a file and where it stands. YAML and JSON give the same nodes; aliases and merge keys are
// already expanded, and share the nodes of their anchors, so a node is never changed.
type Node struct {
	Text     string // of a scalar, without its quotes
	Children []Node // entries of a list; of a mapping its keys and values in turn
	Line     int32  // from 1
	Column   int32  // from 1, in characters
	Kind     Kind
	Plain    bool // a YAML scalar without quotes: a text where a text is wanted, whatever its kind
}

// Find returns a key of a mapping and its value, or nils where the node is no mapping or has no such key.
func (n *Node) Find(word string) (key, value *Node) {
	for key, value := range n.Pairs {
		if key.Text == word {
			return key, value
		}
	}
	return nil, nil
}

// Get returns the value of a mapping's key, or nil where the node is no mapping or has no such key.
func (n *Node) Get(word string) *Node {
	_, value := n.Find(word)
	return value
}

// Pairs yields the keys and values of a mapping in the order in which they are written; nothing for other kinds.
func (n *Node) Pairs(yield func(key, value *Node) bool) {
	if n.Kind != Mapping {
		return
	}
	for i := 0; i+1 < len(n.Children); i += 2 {
		if !yield(&n.Children[i], &n.Children[i+1]) {
			return
		}
	}
}

// Empty tells whether the node counts as not given: null, an empty text or an empty list.
func (n *Node) Empty() bool {
	switch n.Kind {
	case Null:
		return true
	case Text:
		return n.Text == ""
	case List:
		return len(n.Children) == 0
	}
	return false
}

// IsText tells whether the node can stand for a text: a text, or any plain YAML scalar but null.
func (n *Node) IsText() bool {
	return n.Kind == Text || n.Plain && (n.Kind == Bool || n.Kind == Number)
}

// found says in words what a node holds, for messages.
func (n *Node) found() string {
	switch n.Kind {
	case Null:
		return "nothing"
	case List:
		return "a list"
	case Mapping:
		return "a mapping"
	case Number:
		return "the number " + Quoted(n.Text)
	}
	return Quoted(n.Text)
}

// Quoted puts a found word between back quotes, cut where it is too long to be read in a message.
func Quoted(text string) string {
	const longest = 60
	if runes := []rune(text[:min(len(text), 5*longest)]); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return "`" + text + "`"
}

// firstRepeated calls report for every key of a mapping that has been written before, with the first of the two.
func firstRepeated(pairs []Node, report func(again, first *Node)) {
	const few = 32 // up to here comparing is faster than a map
	if len(pairs) > 2*few {
		repeatedAmongMany(pairs, report)
		return
	}
	for i := 2; i < len(pairs); i += 2 {
		for j := 0; j < i; j += 2 {
			if pairs[i].Text == pairs[j].Text {
				report(&pairs[i], &pairs[j])
				break
			}
		}
	}
}

func repeatedAmongMany(pairs []Node, report func(again, first *Node)) {
	seen := make(map[string]int, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		if first, ok := seen[pairs[i].Text]; ok {
			report(&pairs[i], &pairs[first])
			continue
		}
		seen[pairs[i].Text] = i
	}
}
