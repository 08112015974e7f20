package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
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

func (s *jsonScanner) column() int32 { return int32(s.at-s.lineStart-s.wide) + 1 }

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

var jsonWords = []struct {
	word string
	kind Kind
}{{"true", Bool}, {"false", Bool}, {"null", Null}}

func (s *jsonScanner) word(n *Node) bool {
	for _, w := range jsonWords {
		if strings.HasPrefix(s.text[s.at:], w.word) {
			n.Kind, n.Text = w.kind, w.word
			s.at += len(w.word)
			return true
		}
	}
	switch s.text[s.at] {
	case '\'':
		return s.fail("texts stand between double quotes in JSON, not single ones")
	case '#', '/':
		return s.fail("comments are not allowed in JSON: delete it, or use YAML")
	case ']', '}', ',':
		return s.fail("a value is missing before %s", s.here())
	}
	return s.fail("expected a value, not %s: a text stands between double quotes", s.here())
}

func (s *jsonScanner) number(n *Node) bool {
	start, from := s.at, s.at
	s.skip("-")
	from = s.at
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

func (s *jsonScanner) skip(word string) bool {
	if strings.HasPrefix(s.text[s.at:], word) {
		s.at += len(word)
		return true
	}
	return false
}

func (s *jsonScanner) digits() bool {
	from := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at > from
}

// quoted reads the text at the next byte, a double quote.
func (s *jsonScanner) quoted(into *string) bool {
	start := s.at + 1
	for i := start; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			*into = s.text[start:i]
			s.at = i + 1
			return true
		case c == '\\':
			return s.escaped(into, start, i)
		case c < 0x20:
			return s.brokenText(i)
		case c&0xC0 == 0x80:
			s.wide++
		}
	}
	return s.fail("the text that begins here has no closing double quote: the file seems to be cut off")
}

// brokenText reports a character that may not stand in a text as it is.
func (s *jsonScanner) brokenText(at int) bool {
	if c := s.text[at]; c == '\n' || c == '\r' {
		return s.fail("the text that begins here has no closing double quote on its line: a line break within a text is written \\n")
	}
	s.at = at
	return s.fail("a tab within a text is written \\t")
}

// escaped goes on reading a text from its first backslash.
func (s *jsonScanner) escaped(into *string, start, i int) bool {
	var out strings.Builder
	out.WriteString(s.text[start:i])
	for i < len(s.text) {
		c := s.text[i]
		switch {
		case c == '"':
			*into = out.String()
			s.at = i + 1
			return true
		case c < 0x20:
			return s.brokenText(i)
		case c == '\\':
			r, width := escape(s.text[i:])
			if width == 0 {
				s.at = i
				return s.fail("unknown escape %s: a backslash in a text is written \\\\", Quoted(s.text[i:min(i+2, len(s.text))]))
			}
			out.WriteRune(r)
			i += width
			continue
		case c&0xC0 == 0x80:
			s.wide++
		}
		out.WriteByte(c)
		i++
	}
	return s.fail("the text that begins here has no closing double quote: the file seems to be cut off")
}

var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads an escape, which begins with a backslash; width is 0 where it is none.
func escape(text string) (r rune, width int) {
	if len(text) < 2 {
		return 0, 0
	}
	if text[1] != 'u' {
		if r, ok := escapes[text[1]]; ok {
			return r, 2
		}
		return 0, 0
	}
	r, ok := unit(text)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	low, ok := unit(text[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// unit reads the \uXXXX at the start of a text.
func unit(text string) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil
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
			return s.fail("expected `,` or `%c`, not %s", closing, s.here())
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
		return s.fail("expected a key between double quotes, not %s", s.here())
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
		return s.fail("expected `:` after the key %s, not %s", Quoted(n.Text), s.here())
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
