package source

import (
	"strings"
	"unicode/utf8"
)

// json reads one JSON value (RFC 8259), strictly, and stops at the first mistake of syntax.
func (p *parser) json(text string) []*Node {
	s := &jsonScanner{parser: p, text: text, line: 1}
	s.blanks()
	if s.at == len(text) {
		return nil
	}
	root := new(Node)
	if !s.value(root) {
		return nil
	}
	s.blanks()
	if s.at < len(text) {
		s.fail("%s stands after the end of the value: a JSON file holds one value", s.here())
		return nil
	}
	return []*Node{root}
}

// jsonScanner walks over a text once. Children are gathered on a stack and copied to blocks when their parent ends, so
// that a file of millions of values costs few allocations.
type jsonScanner struct {
	*parser
	text      string
	at        int   // offset of the next byte
	line      int32 // of at
	lineStart int   // offset of the line's first byte
	wide      int   // bytes of this line that begin no character
	depth     int
	stack     []Node
	block     []Node // what is left of the newest block
	open      []Node // the lists and mappings around at
}

// column is that of the next byte, in characters, kept up to date so that no line is ever counted again.
func (s *jsonScanner) column() int32 { return int32(s.at-s.lineStart-s.wide) + 1 }

// fail reports a mistake at the next byte, and returns false for its caller to return.
func (s *jsonScanner) fail(format string, args ...any) bool {
	s.parser.fail(s.line, s.column(), format, args...)
	return false
}

// here names what stands at the next byte.
func (s *jsonScanner) here() string {
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	word := s.text[s.at:]
	if end := strings.IndexAny(word, " \t\r\n,:[]{}\""); end > 0 {
		word = word[:end]
	} else {
		word = string(r)
	}
	return Quoted(word)
}

// blanks passes over white space.
func (s *jsonScanner) blanks() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t':
			s.at++
		case '\r':
			s.at++
			if s.at == len(s.text) || s.text[s.at] != '\n' {
				s.newLine()
			}
		case '\n':
			s.at++
			s.newLine()
		default:
			return
		}
	}
}

// newLine begins a line at the next byte.
func (s *jsonScanner) newLine() {
	s.line++
	s.lineStart, s.wide = s.at, 0
}

// value reads the value at the next byte into n. False: there was a mistake, which has been reported.
func (s *jsonScanner) value(n *Node) bool {
	n.Line, n.Column = s.line, s.column()
	if s.at == len(s.text) {
		return s.cutOff()
	}
	switch c := s.text[s.at]; {
	case c == '{':
		return s.nested(n, Mapping)
	case c == '[':
		return s.nested(n, List)
	case c == '"':
		n.Kind = Text
		return s.quoted(&n.Text)
	case c == '-' || c >= '0' && c <= '9':
		return s.number(n)
	}
	return s.word(n)
}

// jsonWords are the only words that stand without quotes.
var jsonWords = []struct {
	word string
	kind Kind
}{{"true", Bool}, {"false", Bool}, {"null", Null}}

// word reads a value that is none by its first byte: one of the words, or a mistake.
func (s *jsonScanner) word(n *Node) bool {
	for _, w := range jsonWords {
		if strings.HasPrefix(s.text[s.at:], w.word) {
			n.Kind, n.Text = w.kind, w.word
			s.at += len(w.word)
			return true
		}
	}
	if c := s.text[s.at]; c == ']' || c == '}' || c == ',' {
		return s.fail("a value is missing before %s", s.here())
	}
	return s.unexpected("a value", ": a text stands between double quotes")
}

// unexpected reports what stands at the next byte instead of what should.
func (s *jsonScanner) unexpected(wanted, advice string) bool {
	switch s.text[s.at] {
	case '\'':
		return s.fail("texts stand between double quotes in JSON, not single ones")
	case '#', '/':
		return s.fail("comments are not allowed in JSON: delete this one, or use YAML")
	}
	return s.fail("expected %s, not %s%s", wanted, s.here(), advice)
}

// number reads a number as it is written; what it is worth is decided where it is decoded.
func (s *jsonScanner) number(n *Node) bool {
	start := s.at
	s.skip("-")
	from := s.at
	s.digits()
	leading := s.at-from > 1 && s.text[from] == '0'
	whole := s.at > from
	fraction, exponent := true, true
	if s.skip(".") {
		fraction = s.digits()
	}
	if s.skip("e") || s.skip("E") {
		_ = s.skip("+") || s.skip("-")
		exponent = s.digits()
	}
	n.Kind, n.Text = Number, s.text[start:s.at]
	if whole && !leading && fraction && exponent {
		return true
	}
	s.at = start
	if leading {
		return s.fail("a number cannot begin with 0: if %s is a text, put it between double quotes", Quoted(n.Text))
	}
	return s.fail("%s is not a number: digits are missing", Quoted(n.Text))
}

// skip passes over a word if it comes next.
func (s *jsonScanner) skip(word string) bool {
	if strings.HasPrefix(s.text[s.at:], word) {
		s.at += len(word)
		return true
	}
	return false
}

// digits passes over digits, and tells whether there were any.
func (s *jsonScanner) digits() bool {
	from := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at > from
}

// nested reads a list or a mapping, whose opening bracket is the next byte.
func (s *jsonScanner) nested(n *Node, kind Kind) bool {
	n.Kind = kind
	if s.depth++; s.depth > maxDepth {
		return s.fail("nested more than %d deep", maxDepth)
	}
	s.open = append(s.open, *n)
	base := len(s.stack)
	s.at++
	if !s.entries(kind) {
		return false
	}
	n.Children = s.keep(s.stack[base:])
	s.stack = s.stack[:base]
	s.open = s.open[:len(s.open)-1]
	s.depth--
	if kind == Mapping {
		firstRepeated(n.Children, s.repeated)
	}
	return true
}

// repeated reports a key that is given twice. It is no reason to stop reading.
func (p *parser) repeated(again, first *Node) {
	p.fail(again.Line, again.Column, "%s is given twice: it is already on line %d", Quoted(again.Text), first.Line)
}

// keep copies nodes from the stack to where they stay.
func (s *jsonScanner) keep(nodes []Node) []Node {
	const blockSize = 4096
	if len(nodes) == 0 {
		return nil
	}
	if len(nodes) > len(s.block) {
		s.block = make([]Node, max(blockSize, len(nodes)))
	}
	kept := s.block[:len(nodes):len(nodes)]
	s.block = s.block[len(nodes):]
	copy(kept, nodes)
	return kept
}

// entries reads what stands between brackets, and the closing one.
func (s *jsonScanner) entries(kind Kind) bool {
	closing := byte(']')
	if kind == Mapping {
		closing = '}'
	}
	if s.blanks(); s.at < len(s.text) && s.text[s.at] == closing {
		s.at++
		return true
	}
	for {
		if kind == Mapping && !s.key() {
			return false
		}
		var n Node
		if s.blanks(); !s.value(&n) {
			return false
		}
		s.stack = append(s.stack, n)
		s.blanks()
		switch {
		case s.at == len(s.text):
			return s.cutOff()
		case s.text[s.at] == closing:
			s.at++
			return true
		case s.text[s.at] != ',':
			return s.unexpected("`,` or `"+string(closing)+"`", "")
		}
		line, column := s.line, s.column()
		s.at++
		if s.blanks(); s.at < len(s.text) && s.text[s.at] == closing {
			s.parser.fail(line, column, "no `,` may stand before `%c`: delete it", closing)
			return false
		}
	}
}

// key reads a key and its colon.
func (s *jsonScanner) key() bool {
	if s.blanks(); s.at == len(s.text) {
		return s.cutOff()
	}
	if s.text[s.at] != '"' {
		return s.unexpected("a key between double quotes", "")
	}
	n := Node{Kind: Text, Line: s.line, Column: s.column()}
	if !s.quoted(&n.Text) {
		return false
	}
	s.stack = append(s.stack, n)
	if s.blanks(); s.at == len(s.text) {
		return s.cutOff()
	}
	if s.text[s.at] != ':' {
		return s.unexpected("`:` after the key "+Quoted(n.Text), "")
	}
	s.at++
	return true
}

// cutOff reports the end of the file where more was due, and what is still open.
func (s *jsonScanner) cutOff() bool {
	if len(s.open) == 0 {
		return s.fail("the file ends where a value was expected")
	}
	n := s.open[len(s.open)-1]
	return s.fail("the file ends within %s that begins on line %d: it seems to be cut off", n.found(), n.Line)
}
