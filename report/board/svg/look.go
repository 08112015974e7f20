package svg

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// look is how shapes are painted. Elements hand it down to those inside them.
type look struct {
	fill, stroke *pdf.RGB
	evenOdd      bool
	line         pdf.Outline
}

// plainLook is that of shapes that say nothing of it.
func plainLook() look {
	return look{fill: &pdf.RGB{}, line: pdf.Outline{Width: 1, Miter: 4}}
}

// shape paints a path.
func (l look) shape(path []pdf.Segment) pdf.Shape {
	s := pdf.Shape{Path: path, EvenOdd: l.evenOdd, Line: l.line}
	if len(path) == 0 {
		return s
	}
	if hasInside(path) {
		s.Fill = l.fill
	}
	if l.line.Width > 0 {
		s.Stroke = l.stroke
	}
	return s
}

// hasInside tells whether any part of a path can enclose something. A straight line does not, though programs that
// show PDF fill one with a hair.
func hasInside(path []pdf.Segment) bool {
	straight := 0
	for _, s := range path {
		switch s.Step {
		case pdf.MoveTo:
			straight = 0
		case pdf.CurveTo:
			return true
		case pdf.LineTo:
			straight++
		}
		if straight > 1 {
			return true
		}
	}
	return false
}

// property is one thing that a look is made of.
type property func(l *look, value string) error

// properties are those that are followed, whether they stand as attributes or in `style`.
var properties = map[string]property{
	"fill":              func(l *look, value string) (err error) { l.fill, err = parseColor(value); return err },
	"stroke":            func(l *look, value string) (err error) { l.stroke, err = parseColor(value); return err },
	"stroke-width":      func(l *look, value string) (err error) { l.line.Width, err = parseSize(value); return err },
	"stroke-miterlimit": func(l *look, value string) (err error) { l.line.Miter, err = parseMiter(value); return err },
	"fill-rule": func(l *look, value string) error {
		at, err := parseWord(value, "nonzero", "evenodd")
		l.evenOdd = at == 1
		return err
	},
	"stroke-linecap": func(l *look, value string) error {
		at, err := parseWord(value, "butt", "round", "square")
		l.line.Cap = pdf.Cap(at)
		return err
	},
	"stroke-linejoin": func(l *look, value string) error {
		at, err := parseWord(value, "miter", "round", "bevel")
		l.line.Join = pdf.Join(at)
		return err
	},
}

// unfollowed are properties that would change what is seen, with the values at which they do not.
var unfollowed = map[string][]string{
	"opacity": {"1", "1.0", "100%"}, "fill-opacity": {"1", "1.0", "100%"}, "stroke-opacity": {"1", "1.0", "100%"},
	"stroke-dasharray": {"none"}, "display": {"inline", "block"}, "visibility": {"visible"},
	"clip-path": {"none"}, "mask": {"none"}, "filter": {"none"}, "mix-blend-mode": {"normal"}, "vector-effect": {"none"},
	"marker": {"none"}, "marker-start": {"none"}, "marker-mid": {"none"}, "marker-end": {"none"},
	"paint-order": {"normal", "fill", "fill stroke", "fill stroke markers", "markers fill stroke", "fill markers stroke"},
}

// idle are the beginnings of the names of what changes nothing that is drawn here: text, gradients, links, and what
// programs write for themselves.
var idle = []string{"id", "class", "version", "baseProfile", "preserveAspectRatio", "role", "aria-", "data-", "lang", "tabindex", "focusable", "clip-rule",
	"enable-background", "overflow", "font", "text-", "letter-", "word-", "white-space", "line-height", "writing-mode", "direction", "color", "stop-", "solid-",
	"stroke-dashoffset", "shape-", "image-rendering", "isolation", "pointer-events", "cursor", "-inkscape-", "inline-size", "baseline-", "dominant-"}

// dress reads the attributes of an element but for those that say where it is drawn.
func (r *reader) dress(e element, from state, figure []string) state {
	s := from
	for _, a := range e.Attr {
		name := a.Name.Local
		switch {
		case name == "href":
			r.fail(r.attribute(e, name), "%s refers to something: a logo stands for itself", named(e))
		case a.Name.Space != "" || name == "xmlns" || name == "style" || slices.Contains(figure, name):
		case name == "transform":
			m, err := parseTransform(a.Value)
			if err != nil {
				r.fail(r.attribute(e, name), "`transform`: %v", err)
			}
			s.matrix = s.matrix.Times(m)
		default:
			r.apply(&s.look, e, declaration{name, a.Value, name, figure})
		}
	}
	// What stands in `style` goes before attributes, wherever it is written.
	for _, a := range e.Attr {
		if a.Name.Local == "style" && a.Name.Space == "" {
			r.style(&s.look, e, a.Value)
		}
	}
	return s
}

// declaration is a property with its value.
type declaration struct {
	name, value string
	attribute   string   // in which it stands
	others      []string // that could stand there and are no properties
}

// style reads the declarations of a `style`.
func (r *reader) style(l *look, e element, text string) {
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, value, found := strings.Cut(part, ":")
		if !found {
			r.fail(r.attribute(e, "style"), "`style`: %s has no value", source.Quoted(strings.TrimSpace(part)))
			continue
		}
		r.apply(l, e, declaration{strings.TrimSpace(name), value, "style", nil})
	}
}

// apply sets one property, or says why it cannot.
func (r *reader) apply(l *look, e element, d declaration) {
	value := strings.TrimSpace(d.value)
	if set := properties[d.name]; set != nil {
		if value == "inherit" {
			return
		}
		if err := set(l, value); err != nil {
			r.fail(r.attribute(e, d.attribute), "`%s`: %v", d.name, err)
		}
		return
	}
	if harmless, known := unfollowed[d.name]; known {
		if !slices.Contains(harmless, strings.Join(strings.Fields(value), " ")) {
			r.fail(r.attribute(e, d.attribute), "%s is not drawn: delete it, or make the drawing without", source.Quoted(d.name+": "+value))
		}
		return
	}
	if !slices.ContainsFunc(idle, func(beginning string) bool { return strings.HasPrefix(d.name, beginning) }) {
		r.fail(r.attribute(e, d.attribute), "%s is not known in a logo%s", source.Quoted(d.name), perhaps(d))
	}
}

// perhaps names what was probably meant.
func perhaps(d declaration) string {
	known := append(slices.Clone(d.others), "style", "transform")
	for name := range properties {
		known = append(known, name)
	}
	slices.Sort(known)
	if near := source.Nearest(d.name, known); near != "" {
		return ": did you mean `" + near + "`?"
	}
	return ": delete it"
}

// attribute is the offset of an attribute, or of the element where it cannot be found.
func (r *reader) attribute(e element, name string) int {
	text := r.file.Data[e.at:e.end]
	for _, before := range []string{" ", "\n", "\t", "\r"} {
		if at := bytes.Index(text, []byte(before+name+"=")); at >= 0 {
			return e.at + at + 1
		}
	}
	return e.at
}

// names are the colours that have a name: those of CSS 2.1, 4.3.6.
var names = map[string]pdf.RGB{
	"black": {}, "silver": {Red: 0xC0, Green: 0xC0, Blue: 0xC0}, "gray": {Red: 0x80, Green: 0x80, Blue: 0x80}, "white": {Red: 0xFF, Green: 0xFF, Blue: 0xFF},
	"maroon": {Red: 0x80}, "red": {Red: 0xFF}, "purple": {Red: 0x80, Blue: 0x80}, "fuchsia": {Red: 0xFF, Blue: 0xFF}, "green": {Green: 0x80},
	"lime": {Green: 0xFF}, "olive": {Red: 0x80, Green: 0x80}, "yellow": {Red: 0xFF, Green: 0xFF}, "navy": {Blue: 0x80}, "blue": {Blue: 0xFF},
	"teal": {Green: 0x80, Blue: 0x80}, "aqua": {Green: 0xFF, Blue: 0xFF}, "orange": {Red: 0xFF, Green: 0xA5},
}

// parseColor reads a colour; nil is none.
func parseColor(text string) (*pdf.RGB, error) {
	word := strings.ToLower(text)
	switch c, named := names[word]; {
	case named:
		return &c, nil
	case word == "none" || word == "transparent":
		return nil, nil
	case strings.HasPrefix(word, "url("):
		return nil, errors.New("gradients and patterns are not drawn: fill with one colour")
	case strings.HasPrefix(word, "rgb("):
		return parseRGB(word)
	case strings.HasPrefix(word, "#") && len(word) == 4:
		word = "#" + strings.Repeat(word[1:2], 2) + strings.Repeat(word[2:3], 2) + strings.Repeat(word[3:4], 2)
	}
	value, err := strconv.ParseUint(strings.TrimPrefix(word, "#"), 16, 24)
	if err != nil || len(word) != 7 || word[0] != '#' {
		return nil, fmt.Errorf("%s is no colour that is known: write it like #17456B", source.Quoted(text))
	}
	return &pdf.RGB{Red: uint8(value >> 16), Green: uint8(value >> 8), Blue: uint8(value)}, nil
}

// parseRGB reads rgb(23, 69, 107).
func parseRGB(text string) (*pdf.RGB, error) {
	var parts [3]uint8
	inside := strings.Split(strings.TrimSuffix(strings.TrimPrefix(text, "rgb("), ")"), ",")
	for i, part := range inside {
		value, err := strconv.ParseUint(strings.TrimSpace(part), 10, 8)
		if err != nil || len(inside) != len(parts) {
			return nil, fmt.Errorf("%s is no colour that is known: write it like #17456B", source.Quoted(text))
		}
		parts[i] = uint8(value)
	}
	return &pdf.RGB{Red: parts[0], Green: parts[1], Blue: parts[2]}, nil
}

// parseWord reads one of a few words and gives back its place among them.
func parseWord(text string, known ...string) (int, error) {
	if at := slices.Index(known, text); at >= 0 {
		return at, nil
	}
	return 0, fmt.Errorf("%s is not drawn: it may be %s", source.Quoted(text), strings.Join(known, " or "))
}

// parseSize reads a length that is not negative.
func parseSize(text string) (float64, error) {
	value, err := parseLength(text)
	if err == nil && value < 0 {
		err = fmt.Errorf("%s is negative: write 0 or more", source.Quoted(text))
	}
	return value, err
}

// parseMiter reads how far a corner may reach out, in widths of the line.
func parseMiter(text string) (float64, error) {
	value, err := parseLength(text)
	if err == nil && value < 1 {
		err = fmt.Errorf("%s is less than 1: write 1 or more", source.Quoted(text))
	}
	return value, err
}
