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

// appendText adds a text to a part of the package. Characters that XML cannot hold become U+FFFD and are counted;
// what looks like an escape of the format's own (_x0041_) is escaped itself, so that readers give it back unchanged.
func appendText(b []byte, text string) (out []byte, replaced int) {
	from := 0
	for at := 0; at < len(text); {
		if ordinary(text[at]) {
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if xml, lost := escaped(r, text[at:]); xml != "" {
			b = append(append(b, text[from:at]...), xml...)
			from = at + size
			replaced += lost
		}
		at += size
	}
	return append(b, text[from:]...), replaced
}

// ordinary tells of a byte that it is a character which stands for itself: most are.
func ordinary(c byte) bool {
	return c >= ' ' && c < utf8.RuneSelf && c != '&' && c != '<' && c != '>' && c != '_' || c == '\t' || c == '\n'
}

// escaped is what stands in XML for the character at the start of a text; empty: itself. Lost is 1 where the reader
// does not get it back.
func escaped(r rune, text string) (xml string, lost int) {
	switch {
	case r == '&':
		return "&amp;", 0
	case r == '<':
		return "&lt;", 0
	case r == '>':
		return "&gt;", 0
	case r == '_' && isEscape(text):
		return "_x005F_", 0
	case r == '\r':
		return "\n", 0
	case r < 0x20 && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
		return "\uFFFD", 1
	case r == utf8.RuneError && !strings.HasPrefix(text, "\uFFFD"):
		return "\uFFFD", 1
	}
	return "", 0
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
	return strings.TrimSpace(text) != text || strings.Contains(text, "  ") || strings.ContainsAny(text, "\t\n\r")
}

// startsFormula tells whether a text would become a formula if its cell were edited and left again. Such cells are
// marked as text in their style.
func startsFormula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}

// attribute escapes a text for an attribute in double quotes.
func attribute(text string) string {
	out, _ := appendText(nil, text)
	return strings.ReplaceAll(string(out), `"`, "&quot;")
}
