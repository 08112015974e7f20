package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads the text at the next byte, a double quote. Most texts have no escape, and are not copied.
func (s *jsonScanner) quoted(into *string) bool {
	opening, wide := s.at, s.wide
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '"':
			*into = s.text[opening+1 : s.at]
			s.at++
			return true
		case c == '\\':
			return s.escaped(into, opening, wide)
		case c < 0x20:
			return s.brokenText(opening, wide)
		case c&0xC0 == 0x80:
			s.wide++
		}
	}
	return s.brokenText(opening, wide)
}

// escaped goes on reading a text from its first backslash.
func (s *jsonScanner) escaped(into *string, opening, wide int) bool {
	var out strings.Builder
	out.WriteString(s.text[opening+1 : s.at])
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c == '"':
			*into = out.String()
			s.at++
			return true
		case c < 0x20:
			return s.brokenText(opening, wide)
		case c == '\\':
			r, width := escape(s.text[s.at:])
			if width == 0 {
				return s.badEscape()
			}
			out.WriteRune(r)
			s.at += width
			continue
		case c&0xC0 == 0x80:
			s.wide++
		}
		out.WriteByte(c)
		s.at++
	}
	return s.brokenText(opening, wide)
}

// brokenText reports what a text cannot hold: a tab where it stands, the end of the line or of the file where the text
// begins.
func (s *jsonScanner) brokenText(opening, wide int) bool {
	if s.at < len(s.text) && s.text[s.at] == '\t' {
		return s.fail("a tab within a text is written \\t")
	}
	ended := s.at == len(s.text)
	s.at, s.wide = opening, wide
	if ended {
		return s.fail("the text that begins here has no closing double quote: the file seems to be cut off")
	}
	return s.fail("the text that begins here has no closing double quote on its line: a line break within a text is written \\n")
}

// badEscape reports the escape at the next byte.
func (s *jsonScanner) badEscape() bool {
	rest := s.text[s.at:]
	if strings.HasPrefix(rest, `\u`) {
		return s.fail("the escape %s is no character: \\u takes four hexadecimal digits, twice for characters beyond U+FFFF",
			Quoted(rest[:min(6, len(rest))]))
	}
	return s.fail("unknown escape %s: a backslash in a text is written \\\\", Quoted(rest[:min(2, len(rest))]))
}

// escapes are the escapes of one letter.
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
	r, ok := codeUnit(text)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	low, ok := codeUnit(text[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// codeUnit reads the \uXXXX at the start of a text.
func codeUnit(text string) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil
}
