package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"coupefeu/rules"
	"coupefeu/templates"
)

// WriteJSON writes assessment.json: indented, UTF-8, keys in the order of the type, maps sorted. The findings of a
// large inventory run to gigabytes, so they are written in parallel by code of their own and never held whole.
func WriteJSON(w io.Writer, a *Assessment) error {
	english, err := templates.Lookup("en")
	if err != nil {
		return fmt.Errorf("writing assessment: %w", err)
	}
	return writeObject(w, reflect.ValueOf(a).Elem(), NewWords(english, a))
}

// writeObject writes the top object of a file, field by field.
func writeObject(w io.Writer, value reflect.Value, words *Words) error {
	out := newRelay(w)
	out.WriteString("{")
	separator := "\n  "
	for i := range value.NumField() {
		name := value.Type().Field(i).Tag.Get("json")
		out.WriteString(separator + strconv.Quote(name) + ": ")
		separator = ",\n  "
		if err := out.writeField(value.Field(i), words); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	out.WriteString("\n}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

// writeField writes the value of one key of the top object. Lists are written entry by entry, so that none is held
// as text whole.
func (r *relay) writeField(field reflect.Value, words *Words) error {
	switch list := field.Interface().(type) {
	case []rules.Finding:
		return r.writeList(len(list), "\n  ", func(b []byte, i int) ([]byte, error) {
			return appendFinding(b, &list[i], words), nil
		})
	case []Scenario:
		return r.writeScenarios(list)
	}
	if field.Kind() != reflect.Slice {
		text, err := indented(field.Interface(), "  ")
		r.Write(text)
		return err
	}
	entry, plain := layoutOf(field.Type().Elem(), "\n    ")
	return r.writeList(field.Len(), "\n  ", func(b []byte, i int) ([]byte, error) {
		b = append(b, "\n    "...)
		if plain {
			return entry.append(b, field.Index(i))
		}
		text, err := indented(field.Index(i).Addr().Interface(), "    ")
		return append(b, text...), err
	})
}

// indented is the JSON of a value that stands indented by prefix, without the escapes that only HTML needs.
func indented(value any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(prefix, "  ")
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// appendNumber writes a figure the way encoding/json does: no exponent for what people read. Most are whole, and whole
// numbers are the quicker ones to write.
func appendNumber(b []byte, f float64) []byte {
	if n := int64(f); f == float64(n) && -mostExact < n && n < mostExact && n != 0 {
		return strconv.AppendInt(b, n, 10)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// mostExact is from where on not every whole number is a float64.
const mostExact = 1 << 53

func appendTextOrNull(b []byte, text string) []byte {
	if text == "" {
		return append(b, "null"...)
	}
	return appendText(b, text)
}

// appendWord quotes a word of the program's own or an id, in which nothing needs an escape.
func appendWord(b []byte, word string) []byte {
	return append(append(append(b, '"'), word...), '"')
}

// appendText quotes a text for JSON. Plain ones, nearly all, are copied as they are.
func appendText(b []byte, text string) []byte {
	if isPlain(text) {
		return append(append(append(b, '"'), text...), '"')
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return append(b, `""`...) // a string always encodes
	}
	return append(b, bytes.TrimRight(quoted.Bytes(), "\n")...)
}

// isPlain tells whether a text needs no escape in JSON.
func isPlain(text string) bool {
	ascii := true
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.ValidString(text) && !strings.Contains(text, "\u2028") && !strings.Contains(text, "\u2029")
}
