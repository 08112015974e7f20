package workbook

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// longestText is how many UTF-16 units a cell holds; what is longer makes Excel call the file damaged.
const longestText = 32767

// cut shortens a text to what a cell holds.
func cut(text string) (short string, lost bool) {
	if len(text) <= longestText {
		return text, false
	}
	units, end := 0, 0
	for at, r := range text {
		if units < longestText {
			end = at
		}
		if units += max(utf16.RuneLen(r), 1); units > longestText {
			return text[:end] + "…", true
		}
	}
	return text, false
}

// appendText adds a text to a part of the package. Control characters, of which XML cannot hold most, and what is no
// character become U+FFFD and are counted as replaced. What looks like an escape of the format's own (_x0041_) is
// escaped itself, so that readers give it back unchanged, and counted too. A line break of any kind is a line feed.
func appendText(b []byte, text string) (out []byte, replaced, escapes int) {
	from := 0
	for at := 0; at < len(text); {
		if ordinary(text[at]) {
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if xml := escaped(r, text[at:]); xml != "" {
			switch {
			case xml == replacement:
				replaced++
			case xml == underscore:
				escapes++
			case strings.HasPrefix(text[at:], "\r\n"):
				size = len("\r\n")
			}
			b = append(append(b, text[from:at]...), xml...)
			from = at + size
		}
		at += size
	}
	return append(b, text[from:]...), replaced, escapes
}

// ordinary tells of a byte that it is a character which stands for itself: most are.
func ordinary(c byte) bool {
	return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '_' || c == '\t' || c == '\n'
}

// What stands in XML for what it cannot hold, and for the underscore with which an escape would begin.
const (
	replacement = "\uFFFD"
	underscore  = "_x005F_"
)

// escaped is what stands in XML for the character at the start of a text; empty: itself.
func escaped(r rune, text string) string {
	switch {
	case r == '&':
		return "&amp;"
	case r == '<':
		return "&lt;"
	case r == '>':
		return "&gt;"
	case r == '_' && isEscape(text):
		return underscore
	case r == '\r':
		return "\n"
	case unprintable(r), r == utf8.RuneError && !strings.HasPrefix(text, replacement):
		return replacement
	}
	return ""
}

// isEscape tells whether a text begins with _xHHHH_, which the format reads as one character.
func isEscape(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	for i := 2; i < 6; i++ {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(text[i])) {
			return false
		}
	}
	return true
}

// spaced tells whether a text has white space that a reader may drop unless it is told to keep it: in front, at the end,
// two in a row, or a line break.
func spaced(text string) bool {
	after := true // what comes next stands in front, or after a space
	for i := range len(text) {
		switch text[i] {
		case ' ':
			if after {
				return true
			}
			after = true
		case '\t', '\n', '\r':
			return true
		default:
			after = false
		}
	}
	return after && text != ""
}

// startsFormula tells whether a text would become a formula if its cell were edited and left again. Such cells are
// marked as text in their style.
func startsFormula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}

// attribute escapes a text for an attribute in double quotes.
func attribute(text string) string {
	out, _, _ := appendText(nil, text)
	return strings.ReplaceAll(string(out), `"`, "&quot;")
}
