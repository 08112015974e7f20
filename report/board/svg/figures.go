package svg

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// figures reads the figures among the attributes of an element and keeps the first mistake.
type figures struct {
	reader  *reader
	element element
	err     error
	wrong   string // the attribute that the mistake is in
}

func (r *reader) figures(e element) *figures { return &figures{reader: r, element: e} }

// text is an attribute's text; "" where it is not given.
func (f *figures) text(name string) string {
	for _, a := range f.element.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func (f *figures) given(name string) bool { return f.text(name) != "" }

// at is where the mistake stands.
func (f *figures) at() int { return f.reader.attribute(f.element, f.wrong) }

func (f *figures) fail(name string, err error) {
	if f.err == nil {
		f.err, f.wrong = fmt.Errorf("`%s`: %w", name, err), name
	}
}

// length is an attribute's length; 0 where it is not given.
func (f *figures) length(name string) float64 {
	if !f.given(name) {
		return 0
	}
	value, err := parseLength(f.text(name))
	if err != nil {
		f.fail(name, err)
	}
	return value
}

// size is a length that is not negative.
func (f *figures) size(name string) float64 {
	value := f.length(name)
	if value < 0 {
		f.fail(name, fmt.Errorf("%s is negative: write 0 or more", source.Quoted(f.text(name))))
	}
	return value
}

// numbers are those of an attribute that is a list of them.
func (f *figures) numbers(name string) []float64 {
	all, err := parseNumbers(f.text(name))
	if err != nil {
		f.fail(name, err)
	}
	return all
}

// points are those of `points`.
func (f *figures) points() []pdf.Point {
	numbers := f.numbers("points")
	if len(numbers)%2 != 0 {
		f.fail("points", errors.New("the last point has no second number"))
	}
	all := make([]pdf.Point, len(numbers)/2)
	for i := range all {
		all[i] = pdf.Point{X: numbers[2*i], Y: numbers[2*i+1]}
	}
	return all
}

// units are the lengths that may be written with a unit, in those of the drawing (CSS 2.1, 4.3.2).
var units = []struct {
	name string
	size float64
}{{"px", 1}, {"pt", 96.0 / 72}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}}

// parseLength reads a number with or without a unit.
func parseLength(text string) (float64, error) {
	number, unit := strings.TrimSpace(text), 1.0
	for _, u := range units {
		if before, found := strings.CutSuffix(number, u.name); found {
			number, unit = strings.TrimSpace(before), u.size
			break
		}
	}
	s := scanner{text: number}
	value := s.number()
	if s.err != nil || s.more() {
		return 0, fmt.Errorf("%s is no length that is known: write a number", source.Quoted(text))
	}
	return value * unit, nil
}

// parseNumbers reads a list of numbers.
func parseNumbers(text string) ([]float64, error) {
	s := scanner{text: text}
	var all []float64
	for s.skip(); s.more() && s.err == nil; s.skip() {
		all = append(all, s.number())
	}
	return all, s.err
}

// most is how large a figure may be: farther out no logo reaches.
const most = 1_000_000

// scanner reads numbers from a text and keeps the first mistake.
type scanner struct {
	text string
	at   int
	err  error
}

func (s *scanner) more() bool { return s.at < len(s.text) }

// separators may stand between figures.
const separators = " \t\r\n\f,"

// skip passes over what may stand between figures.
func (s *scanner) skip() {
	for s.more() && strings.IndexByte(separators, s.text[s.at]) >= 0 {
		s.at++
	}
}

// fail keeps a mistake and where it is.
func (s *scanner) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("at character %d: %s", s.at+1, fmt.Sprintf(format, args...))
	}
}

// digits passes over decimal digits and tells whether there were any.
func (s *scanner) digits() bool {
	from := s.at
	for s.more() && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at > from
}

// sign passes over + or -.
func (s *scanner) sign() {
	if s.more() && (s.text[s.at] == '+' || s.text[s.at] == '-') {
		s.at++
	}
}

// number reads a number as SVG writes it (SVG 1.1, 8.3.9): "12", "-.5", "1e-3". It ends where it cannot go on, so that
// "1.5.5" is two of them.
func (s *scanner) number() float64 {
	from := s.at
	s.sign()
	whole := s.digits()
	if s.more() && s.text[s.at] == '.' {
		s.at++
		whole = s.digits() || whole
	}
	if !whole {
		s.at = from
		s.fail("expected a number")
		return 0
	}
	if mark := s.at; s.more() && (s.text[s.at] == 'e' || s.text[s.at] == 'E') {
		s.at++
		s.sign()
		if !s.digits() {
			s.at = mark
		}
	}
	value, err := strconv.ParseFloat(s.text[from:s.at], 64)
	if err != nil || math.Abs(value) > most {
		s.at = from
		s.fail("a number is larger than %d", most)
		return 0
	}
	return value
}

// flag reads the 0 or 1 of an arc, which need not be parted from what follows.
func (s *scanner) flag() float64 {
	if !s.more() || s.text[s.at] != '0' && s.text[s.at] != '1' {
		s.fail("expected 0 or 1")
		return 0
	}
	s.at++
	return float64(s.text[s.at-1] - '0')
}
