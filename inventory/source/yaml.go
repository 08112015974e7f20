package source

import (
	"errors"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// yaml reads every document of a YAML file; none where there is a mistake of syntax.
func (p *parser) yaml(text string) (documents []*Node) {
	defer func() {
		// The library panics where it meets something that it never expected; to the author that is a mistake of
		// syntax like any other.
		if cause := recover(); cause != nil {
			p.fail(1, 1, "this cannot be read as YAML: check the indentation and the quotes")
			documents = nil
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	grafter := &grafter{parser: p}
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents
		}
		if err != nil {
			p.syntax(text, err)
			return nil
		}
		grafter.anchors = make(map[*yaml.Node]*anchor)
		root := new(Node)
		if !grafter.graft(document.Content[0], root, 0) {
			return nil
		}
		if root.Kind != Null {
			documents = append(documents, root)
		}
	}
}

// grafter turns the library's nodes into ours, and puts what an alias names in the alias's place. Every anchor is
// turned once and its nodes are shared, so that a file of aliases upon aliases costs no more than it is long; the
// limits count what it would be if it were written out.
type grafter struct {
	*parser
	anchors map[*yaml.Node]*anchor // of this document
	spread  spread                 // what aliases have brought into this file so far
}

// anchor is what an alias brings in.
type anchor struct {
	node   Node
	spread spread
	depth  int
	busy   bool // its own nodes are being turned: an alias to it here would never end
}

// spread counts what a stretch of a file holds once its aliases are written out.
type spread struct{ aliases, nodes, depth int }

// graft turns one node. False: a limit is passed or the meaning is unclear, which has been reported.
func (g *grafter) graft(from *yaml.Node, into *Node, depth int) bool {
	if from.Kind == yaml.AliasNode {
		return g.alias(from, into, depth)
	}
	if from.Anchor == "" {
		return g.plain(from, into, depth)
	}
	a := &anchor{busy: true}
	g.anchors[from] = a
	before := g.spread
	g.spread.depth = depth
	if !g.plain(from, into, depth) {
		return false
	}
	a.busy = false
	a.node = *into
	a.depth = g.spread.depth - depth
	a.spread = spread{aliases: g.spread.aliases - before.aliases, nodes: 1 + count(into)}
	g.spread.depth = max(before.depth, g.spread.depth)
	return true
}

// count returns how many nodes stand below one, those of shared anchors each time; it stops where it is too many.
func count(n *Node) int {
	total := len(n.Children)
	for i := range n.Children {
		if total > maxShared {
			return total
		}
		total += count(&n.Children[i])
	}
	return total
}

// alias puts what an alias names in its place, unless that passes a limit.
func (g *grafter) alias(from *yaml.Node, into *Node, depth int) bool {
	line, column := int32(from.Line), int32(from.Column)
	a := g.anchors[from.Alias]
	switch {
	case a == nil:
		g.fail(line, column, "the anchor `&%s` stands in another document of this file: an alias reaches only its own", from.Value)
		return false
	case a.busy:
		g.fail(line, column, "the alias `*%s` stands within what it names: it would never end", from.Value)
		return false
	case depth+a.depth > maxDepth:
		g.fail(line, column, "nested more than %d deep once the alias `*%s` is written out", maxDepth, from.Value)
		return false
	}
	g.spread.aliases += 1 + a.spread.aliases
	g.spread.nodes += a.spread.nodes
	g.spread.depth = max(g.spread.depth, depth+a.depth)
	switch {
	case g.spread.aliases > maxAliases:
		g.fail(line, column, "more than %d aliases to expand up to here: write values out, or generate JSON", maxAliases)
		return false
	case g.spread.nodes > maxShared:
		g.fail(line, column, "aliases would expand to more than %d values up to here: write values out, or generate JSON", maxShared)
		return false
	}
	*into = a.node
	return true
}

// plain turns a node that is no alias.
func (g *grafter) plain(from *yaml.Node, into *Node, depth int) bool {
	into.Line, into.Column = int32(from.Line), int32(from.Column)
	if from.Kind == yaml.ScalarNode {
		return g.scalar(from, into)
	}
	depth++
	g.spread.depth = max(g.spread.depth, depth)
	if depth > maxDepth {
		g.fail(into.Line, into.Column, "nested more than %d deep", maxDepth)
		return false
	}
	if tag := from.ShortTag(); tag != "!!map" && tag != "!!seq" {
		return g.unknownTag(from)
	}
	if from.Kind == yaml.MappingNode {
		return g.mapping(from, into, depth)
	}
	into.Kind = List
	into.Children = make([]Node, len(from.Content))
	for i, child := range from.Content {
		if !g.graft(child, &into.Children[i], depth) {
			return false
		}
	}
	return true
}

// scalarKinds are the types that YAML gives to scalars; the others are no more than texts to us.
var scalarKinds = map[string]Kind{
	"!!null": Null, "!!bool": Bool, "!!int": Number, "!!float": Number, "!!str": Text, "!!timestamp": Text, "!!merge": Text,
}

// scalar turns a scalar. Only without quotes and tag is it open to what it may be read as.
func (g *grafter) scalar(from *yaml.Node, into *Node) bool {
	kind, known := scalarKinds[from.ShortTag()]
	if !known {
		return g.unknownTag(from)
	}
	const quotes = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	into.Kind, into.Text = kind, from.Value
	into.Plain = from.Style&(quotes|yaml.TaggedStyle) == 0
	if _, ok := yamlBooleans[from.Value]; ok && into.Plain {
		into.Kind = Bool
	}
	return true
}

// unknownTag reports a tag: other programs give them meanings that would be lost here.
func (g *grafter) unknownTag(from *yaml.Node) bool {
	g.fail(int32(from.Line), int32(from.Column), "the tag %s means nothing here: delete it", Quoted(from.Tag))
	return false
}

// yamlBooleans are the words that YAML 1.1 takes for true and false, where they stand without quotes.
var yamlBooleans = map[string]bool{
	"true": true, "True": true, "TRUE": true, "yes": true, "Yes": true, "YES": true, "on": true, "On": true, "ON": true,
	"false": false, "False": false, "FALSE": false, "no": false, "No": false, "NO": false, "off": false, "Off": false, "OFF": false,
}

// mapping turns a mapping: its keys must be scalars, each given once, and merge keys bring in those of others.
func (g *grafter) mapping(from *yaml.Node, into *Node, depth int) bool {
	into.Kind = Mapping
	own := make([]Node, 0, len(from.Content))
	var merged []Node
	for i := 0; i+1 < len(from.Content); i += 2 {
		var key, value Node
		if !g.graft(from.Content[i], &key, depth) || !g.key(&key) || !g.graft(from.Content[i+1], &value, depth) {
			return false
		}
		own = append(own, key, value)
		if from.Content[i].Tag == "!!merge" {
			merged = append(merged, key, value)
		}
	}
	firstRepeated(own, g.repeated)
	into.Children = own
	if len(merged) > 0 {
		return g.merge(into, merged[0], merged[1])
	}
	return true
}

// key tells whether a node can be a key.
func (g *grafter) key(key *Node) bool {
	switch key.Kind {
	case List, Mapping:
		g.fail(key.Line, key.Column, "a key must be a text, not %s", key.found())
		return false
	case Null:
		g.fail(key.Line, key.Column, "a key is missing before `:`")
		return false
	}
	return true
}

// merge replaces the pair `<<: value` of a mapping by the pairs of the mappings that it names. What the mapping says
// itself goes first, then the earlier of several.
func (g *grafter) merge(into *Node, key, value Node) bool {
	sources := []Node{value}
	if value.Kind == List {
		sources = value.Children
	}
	seen := make(map[string]bool)
	kept := make([]Node, 0, len(into.Children))
	for k, v := range into.Pairs {
		if k.Text != "<<" {
			seen[k.Text] = true
			kept = append(kept, *k, *v)
		}
	}
	for i := range sources {
		if sources[i].Kind != Mapping {
			g.fail(key.Line, key.Column, "`<<` must name a mapping or a list of mappings, not %s", sources[i].found())
			return false
		}
		for k, v := range sources[i].Pairs {
			if g.spread.nodes++; !seen[k.Text] {
				seen[k.Text] = true
				kept = append(kept, *k, *v)
			}
		}
	}
	into.Children = kept
	return true
}
