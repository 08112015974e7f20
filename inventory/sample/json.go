package sample

import (
	"bytes"
	"strconv"
)

// object is a JSON object that is written key by key. The words that go into it are this package's own and hold
// nothing that would need escaping.
type object struct{ b []byte }

func (o *object) key(key string) {
	if len(o.b) == 0 {
		o.b = append(o.b, '{')
	} else {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '"')
	o.b = append(o.b, key...)
	o.b = append(o.b, '"', ':')
}

// text writes nothing where the value is empty: a key that is not given.
func (o *object) text(key, value string) {
	if value == "" {
		return
	}
	o.key(key)
	o.b = append(o.b, '"')
	o.b = append(o.b, value...)
	o.b = append(o.b, '"')
}

func (o *object) number(key string, value int) {
	o.key(key)
	o.b = strconv.AppendInt(o.b, int64(value), 10)
}

// yes writes a key that is true.
func (o *object) yes(key string) { o.raw(key, []byte("true")) }

func (o *object) raw(key string, value []byte) {
	if len(value) == 0 {
		return
	}
	o.key(key)
	o.b = append(o.b, value...)
}

// texts writes a list of texts, and nothing where there are none.
func (o *object) texts(key string, values []string) {
	if len(values) == 0 {
		return
	}
	o.key(key)
	o.b = append(o.b, '[')
	for i, v := range values {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = append(o.b, '"')
		o.b = append(o.b, v...)
		o.b = append(o.b, '"')
	}
	o.b = append(o.b, ']')
}

// line is the object as a value of another.
func (o *object) line() []byte { return append(o.b, '}') }

// bytes is the object as a file.
func (o *object) bytes() []byte { return append(o.line(), '\n') }

// list is a JSON list with one entry a line, so that a message that quotes a line quotes one entry.
type list struct{ b []byte }

func (l *list) add(entry []byte) {
	if len(l.b) == 0 {
		l.b = append(l.b, '[', '\n')
	} else {
		l.b = append(l.b, ',', '\n')
	}
	l.b = append(l.b, entry...)
}

func (l *list) addAll(entries [][]byte) {
	for _, e := range entries {
		l.add(e)
	}
}

// inline is the list on one line, for lists within an entry; nothing where it is empty.
func (l *list) inline() []byte {
	return bytes.ReplaceAll(l.bytes(), []byte{'\n'}, nil)
}

// bytes is the list as a value; nothing where it is empty.
func (l *list) bytes() []byte {
	if len(l.b) == 0 {
		return nil
	}
	return append(l.b, '\n', ']')
}
