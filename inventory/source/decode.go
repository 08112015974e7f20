package source

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// NodeDecoder is a value that reads itself from a node, and reports what is wrong with it to the decoder.
type NodeDecoder interface {
	DecodeNode(d *Decoder, n *Node)
}

// NodeChecker is a struct with more to check than its keys and their types. CheckNode is called once the struct is
// decoded, with the mapping it was decoded from, whether or not that held mistakes.
type NodeChecker interface {
	CheckNode(d *Decoder, n *Node)
}

// Worded is a small integer type whose values are written as words: a value is the place of its word in Words. An
// empty word is a value that cannot be written.
type Worded interface {
	Words() []string
}

// Decoder turns the nodes of one file into values. The struct tag `key:"name,required"` is the one list of the keys
// that a mapping may have; a Place field without a tag is set to where the mapping begins. Every mistake is gathered,
// none stops it. Of a value that holds a mistake nothing more is set than could be read.
//
// Days are set to their midnight in UTC: the caller gives them their zone with Moment.In once it is known.
type Decoder struct {
	file  *File
	found Diagnostics
	plans map[reflect.Type]*plan
	key   string // what is being decoded, for messages; "" at the top
	entry bool   // an entry of the list at key, not the value itself
}

// NewDecoder returns a decoder for the nodes that Parse made of the file.
func NewDecoder(f *File) *Decoder {
	return &Decoder{file: f, plans: make(map[reflect.Type]*plan)}
}

// Diagnostics returns the mistakes found so far, in the order in which they were found, without their lines.
func (d *Decoder) Diagnostics() Diagnostics { return d.found }

// Document decodes a file's top-level mapping into the struct that into points at. Keys that begin with x- are the
// author's own and are passed over.
func (d *Decoder) Document(n *Node, into any) {
	v := reflect.ValueOf(into).Elem()
	if n.Kind != Mapping {
		d.Fail(n, "expected a mapping with keys such as %s, not %s", d.plan(v.Type()).names(), n.found())
		return
	}
	d.mapping(n, v, func(key string) bool { return strings.HasPrefix(key, "x-") })
}

// Decode decodes a node into what into points at.
func (d *Decoder) Decode(n *Node, into any) {
	v := reflect.ValueOf(into).Elem()
	d.plan(v.Type()).decode(d, n, v)
}

// Field decodes the value of a mapping's key into what into points at; messages name the key. It is for values that
// read mappings of their own kind: those of structs need no call.
func (d *Decoder) Field(key, value *Node, into any) {
	d.within(key.Text, func() { d.Decode(value, into) })
}

// within runs a step of the decoding that concerns the value of a key, so that messages name it.
func (d *Decoder) within(key string, step func()) {
	k, e := d.key, d.entry
	d.key, d.entry = key, false
	step()
	d.key, d.entry = k, e
}

// Place returns where a node stands.
func (d *Decoder) Place(n *Node) Place {
	return Place{File: d.file.Name, Line: n.Line, Column: n.Column}
}

// Fail reports a mistake at a node.
func (d *Decoder) Fail(n *Node, format string, args ...any) {
	d.found = append(d.found, Diagnostic{Place: d.Place(n), Message: fmt.Sprintf(format, args...)})
}

// What names what is being decoded, for messages: "`rto`", or "an entry of `depends_on`".
func (d *Decoder) What() string {
	switch {
	case d.key == "":
		return "the value"
	case d.entry:
		return "an entry of `" + d.key + "`"
	}
	return "`" + d.key + "`"
}

// Expect reports that a node is not what it should be: "`rto` must be a duration such as 4h, not a list".
func (d *Decoder) Expect(n *Node, want string) {
	d.Fail(n, "%s must be %s, not %s", d.What(), want, n.found())
}

// String returns a node's text. False: it is none, which has been reported.
func (d *Decoder) String(n *Node) (string, bool) {
	if !n.IsText() {
		if n.Kind == Bool || n.Kind == Number {
			d.Fail(n, "%s must be a text between double quotes, not %s", d.What(), n.found())
		} else {
			d.Expect(n, "a text")
		}
		return "", false
	}
	return n.Text, true
}

// Word returns which of the known words a node is, or -1 where it is none of them, which has been reported.
func (d *Decoder) Word(n *Node, known []string) int {
	choice := enumerate(known, "or")
	if !n.IsText() {
		d.Expect(n, choice)
		return -1
	}
	if i := slices.Index(known, n.Text); i >= 0 {
		return i
	}
	d.Fail(n, "%s must be %s, not %s%s", d.What(), choice, n.found(), didYouMean(n.Text, known, ""))
	return -1
}

// enumerate writes "`a`, `b` or `c`".
func enumerate(words []string, last string) string {
	var out strings.Builder
	for i, word := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			out.WriteString(" " + last + " ")
		default:
			out.WriteString(", ")
		}
		out.WriteString("`" + word + "`")
	}
	return out.String()
}
