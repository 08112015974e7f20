package pdf

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// dict is a dictionary in the order of its keys; values are written out, keys have no slash.
type dict []entry

type entry struct{ key, value string }

// get is the value of a key; "" where there is none.
func (d dict) get(key string) string {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return ""
}

// set replaces the value of a key, or adds it.
func (d *dict) set(key, value string) {
	for i := range *d {
		if (*d)[i].key == key {
			(*d)[i].value = value
			return
		}
	}
	*d = append(*d, entry{key, value})
}

// String is the dictionary as it stands in a file.
func (d dict) String() string {
	var s strings.Builder
	s.WriteString("<<")
	for i, e := range d {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteString("/" + e.key + " " + e.value)
	}
	s.WriteString(">>")
	return s.String()
}

// ref is the number of an indirect object.
type ref int

// String is the reference as it stands in a file. Generations other than 0 do not occur.
func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// parseRef reads a reference.
func parseRef(value string) (ref, error) {
	var number int
	if n, err := fmt.Sscanf(value, "%d 0 R", &number); n != 1 || err != nil || number < 1 {
		return 0, fmt.Errorf("%.20q is no reference", value)
	}
	return ref(number), nil
}

// array is values between brackets.
func array[T fmt.Stringer](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.String()
	}
	return "[" + strings.Join(words, " ") + "]"
}

// textString is a text as a PDF text string: UTF-16 in hexadecimal, which holds every character and needs no escapes.
func textString(text string) string {
	var hex strings.Builder
	hex.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", unit)
	}
	hex.WriteString(">")
	return hex.String()
}

// byteString is bytes as a PDF string.
func byteString(text string) string { return fmt.Sprintf("<%X>", text) }

// name is a text as a PDF name, with everything but letters, digits and a few marks escaped.
func name(text string) string {
	var s strings.Builder
	s.WriteByte('/')
	for _, b := range []byte(text) {
		regular := b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || strings.IndexByte("+-._", b) >= 0
		if regular {
			s.WriteByte(b)
			continue
		}
		fmt.Fprintf(&s, "#%02X", b)
	}
	return s.String()
}

// date is a moment as a PDF date, in UTC.
func date(t time.Time) string { return "(D:" + t.UTC().Format("20060102150405") + "Z)" }

// deepest is how far values may be nested.
const deepest = 40

var errCut = errors.New("file ends inside a value")

// scanner reads values one after the other.
type scanner struct {
	src   []byte
	at    int
	depth int
}

const (
	white      = "\x00\t\n\f\r "
	delimiters = "()<>[]{}/%"
)

// space goes over white space. Comments do not occur.
func (s *scanner) space() {
	for s.at < len(s.src) && strings.IndexByte(white, s.src[s.at]) >= 0 {
		s.at++
	}
}

// next says whether a word comes next, and goes over it if so.
func (s *scanner) next(word string) bool {
	if s.at > len(s.src) || !strings.HasPrefix(string(s.src[s.at:min(len(s.src), s.at+len(word))]), word) {
		return false
	}
	s.at += len(word)
	return true
}

// dict reads a dictionary.
func (s *scanner) dict() (dict, error) {
	s.space()
	if !s.next("<<") {
		return nil, fmt.Errorf("no dictionary at byte %d", s.at)
	}
	if s.depth++; s.depth > deepest {
		return nil, errors.New("values nested too deep")
	}
	defer func() { s.depth-- }()
	var d dict
	for {
		s.space()
		if s.next(">>") {
			return d, nil
		}
		if !s.next("/") {
			return nil, fmt.Errorf("no key at byte %d", s.at)
		}
		key := s.regular()
		value, err := s.value()
		if err != nil {
			return nil, err
		}
		d = append(d, entry{key, value})
	}
}

// value reads one value as it is written.
func (s *scanner) value() (string, error) {
	s.space()
	from := s.at
	if s.at >= len(s.src) {
		return "", errCut
	}
	if err := s.skip(); err != nil {
		return "", err
	}
	return string(s.src[from:s.at]), nil
}

// skip goes over one value.
func (s *scanner) skip() error {
	switch {
	case s.src[s.at] == '(':
		return s.string()
	case s.src[s.at] == '[':
		return s.array()
	case s.next("<<"):
		s.at -= 2
		_, err := s.dict()
		return err
	case s.src[s.at] == '<':
		return s.hexadecimal()
	case s.next("/"):
		s.regular()
		return nil
	}
	if s.regular() == "" {
		return fmt.Errorf("no value at byte %d", s.at)
	}
	s.reference()
	return nil
}

// regular reads up to the next white space or delimiter.
func (s *scanner) regular() string {
	from := s.at
	for s.at < len(s.src) && strings.IndexByte(white+delimiters, s.src[s.at]) < 0 {
		s.at++
	}
	return string(s.src[from:s.at])
}

// reference goes over the rest of a reference, if the number just read begins one.
func (s *scanner) reference() {
	back := s.at
	if s.next(" 0 R") && s.regular() == "" {
		return
	}
	s.at = back
}

// string goes over a string in parentheses.
func (s *scanner) string() error {
	open := 0
	for ; s.at < len(s.src); s.at++ {
		switch s.src[s.at] {
		case '\\':
			s.at++
		case '(':
			open++
		case ')':
			open--
		}
		if open == 0 {
			s.at++
			return nil
		}
	}
	return errCut
}

// hexadecimal goes over a string in angle brackets.
func (s *scanner) hexadecimal() error {
	for ; s.at < len(s.src); s.at++ {
		if s.src[s.at] == '>' {
			s.at++
			return nil
		}
	}
	return errCut
}

// array goes over an array.
func (s *scanner) array() error {
	if s.depth++; s.depth > deepest {
		return errors.New("values nested too deep")
	}
	defer func() { s.depth-- }()
	s.at++
	for {
		s.space()
		if s.next("]") {
			return nil
		}
		if _, err := s.value(); err != nil {
			return err
		}
	}
}
