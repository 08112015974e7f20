package report

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// layout is how the values of a plain type are written: as encoding/json writes them indented, in one pass instead of
// two, which matters for lists of a hundred thousand. A type is plain if it is made of structs of tagged fields, lists,
// pointers, texts, numbers, truth values and moments, and none of it asks for a form of its own.
type layout struct {
	kind   reflect.Kind
	moment bool
	end    string   // the line break and indentation in front of the closing bracket
	keys   []string // of a struct's fields, with all that stands in front of their values
	parts  []layout // of a struct's fields; else of what a list or a pointer holds
}

var momentType = reflect.TypeFor[time.Time]()

// layoutOf returns the layout of a type whose values stand on a line that begins with end, or false for a type that is
// not plain.
func layoutOf(t reflect.Type, end string) (layout, bool) {
	l := layout{kind: t.Kind(), moment: t == momentType, end: end}
	switch {
	case l.moment:
		return l, true
	case l.kind == reflect.Pointer:
		return l.holding(t.Elem(), end)
	case asksForItsForm(t):
		return l, false
	}
	switch l.kind {
	case reflect.Struct:
		return l.withFields(t)
	case reflect.Slice:
		return l.holding(t.Elem(), end+"  ")
	case reflect.String, reflect.Bool, reflect.Float64, reflect.Int, reflect.Int32, reflect.Int64:
		return l, true
	}
	return l, false
}

// asksForItsForm tells whether values of a type say themselves how they are written.
func asksForItsForm(t reflect.Type) bool {
	for _, form := range []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[interface{ MarshalText() ([]byte, error) }]()} {
		if t.Implements(form) || reflect.PointerTo(t).Implements(form) {
			return true
		}
	}
	return false
}

func (l layout) holding(t reflect.Type, end string) (layout, bool) {
	part, plain := layoutOf(t, end)
	l.parts = []layout{part}
	return l, plain && t.Kind() != reflect.Uint8
}

func (l layout) withFields(t reflect.Type) (layout, bool) {
	separator := "{"
	for i := range t.NumField() {
		field := t.Field(i)
		name := field.Tag.Get("json")
		part, plain := layoutOf(field.Type, l.end+"  ")
		if !plain || field.Anonymous || name == "" || strings.ContainsAny(name, "-,") {
			return l, false
		}
		l.keys = append(l.keys, separator+l.end+"  "+strconv.Quote(name)+": ")
		l.parts = append(l.parts, part)
		separator = ","
	}
	return l, len(l.keys) > 0
}

// append adds a value of the layout's type, which must be addressable.
func (l *layout) append(b []byte, v reflect.Value) ([]byte, error) {
	if l.moment {
		return appendMoment(b, v.Addr().Interface().(*time.Time))
	}
	switch l.kind {
	case reflect.String:
		return appendText(b, v.String()), nil
	case reflect.Bool:
		return appendBool(b, v.Bool()), nil
	case reflect.Float64:
		return appendFloat(b, v.Float())
	case reflect.Struct:
		return l.appendFields(b, v)
	case reflect.Slice:
		return l.appendList(b, v)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return l.parts[0].append(b, v.Elem())
	}
	return strconv.AppendInt(b, v.Int(), 10), nil
}

func (l *layout) appendFields(b []byte, v reflect.Value) (_ []byte, err error) {
	for i := range l.parts {
		b = append(b, l.keys[i]...)
		if b, err = l.parts[i].append(b, v.Field(i)); err != nil {
			return b, err
		}
	}
	return append(append(b, l.end...), '}'), nil
}

func (l *layout) appendList(b []byte, v reflect.Value) (_ []byte, err error) {
	switch {
	case v.IsNil():
		return append(b, "null"...), nil
	case v.Len() == 0:
		return append(b, "[]"...), nil
	}
	entry := &l.parts[0]
	for i := range v.Len() {
		separator := byte(',')
		if i == 0 {
			separator = '['
		}
		b = append(append(b, separator), entry.end...)
		if b, err = entry.append(b, v.Index(i)); err != nil {
			return b, err
		}
	}
	return append(append(b, l.end...), ']'), nil
}

// appendMoment writes a moment as RFC 3339 has it; it is an error if its year takes more than four digits.
func appendMoment(b []byte, t *time.Time) ([]byte, error) {
	b, err := t.AppendText(append(b, '"'))
	return append(b, '"'), err
}

// appendFloat writes a number as encoding/json does: an error where it is infinite or none, with an exponent where it
// is very large or very small.
func appendFloat(b []byte, f float64) ([]byte, error) {
	if size := math.Abs(f); f == 0 || size >= 1e-6 && size < 1e21 {
		return appendNumber(b, f), nil
	}
	text, err := json.Marshal(f)
	return append(b, text...), err
}
