package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"coupefeu/rules"
	"coupefeu/templates"
)

// entriesAtOnce is how many entries of a long list one goroutine writes before its text is passed on: enough to pay
// for the hand-over, few enough to bound memory.
const entriesAtOnce = 4096

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
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString("{")
	separator := "\n  "
	for i := range value.NumField() {
		name := value.Type().Field(i).Tag.Get("json")
		out.WriteString(separator + strconv.Quote(name) + ": ")
		separator = ",\n  "
		if err := writeField(out, value.Field(i), words); err != nil {
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
func writeField(out *bufio.Writer, field reflect.Value, words *Words) error {
	switch list := field.Interface().(type) {
	case []rules.Finding:
		writeList(out, len(list), "\n  ", func(b []byte, i int) []byte {
			b = appendFinding(append(b, "\n    {"...), &list[i], words)
			return append(b, "\n    }"...)
		})
		return nil
	case []Scenario:
		return writeScenarios(out, list)
	}
	if field.Kind() != reflect.Slice {
		text, err := indented(field.Interface(), "  ")
		out.Write(text)
		return err
	}
	var failed atomic.Pointer[error]
	writeList(out, field.Len(), "\n  ", func(b []byte, i int) []byte {
		text, err := indented(field.Index(i).Addr().Interface(), "    ")
		if err != nil {
			failed.CompareAndSwap(nil, &err)
		}
		return append(append(b, "\n    "...), text...)
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
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

// writeList writes n entries of a list, chunk by chunk: as many chunks as there are processors are encoded side by side
// and written in order. Errors stick to the writer and come out at its Flush.
func writeList(out *bufio.Writer, n int, end string, appendEntry func(b []byte, i int) []byte) {
	if n == 0 {
		out.WriteString("[]")
		return
	}
	out.WriteString("[")
	// They are kept from round to round, so that a list takes the same memory however long it is.
	buffers := make([][]byte, runtime.GOMAXPROCS(0))
	for start := 0; start < n; start += entriesAtOnce * len(buffers) {
		var wait sync.WaitGroup
		for worker := range buffers {
			from := min(start+worker*entriesAtOnce, n)
			to := min(from+entriesAtOnce, n)
			wait.Go(func() { buffers[worker] = appendEntries(buffers[worker][:0], from, to, appendEntry) })
		}
		wait.Wait()
		for _, b := range buffers {
			out.Write(b)
		}
	}
	out.WriteString(end + "]")
}

func appendEntries(b []byte, from, to int, appendEntry func(b []byte, i int) []byte) []byte {
	for i := from; i < to; i++ {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendEntry(b, i)
	}
	return b
}

const findingKey = "\n      "

func appendFinding(b []byte, f *rules.Finding, words *Words) []byte {
	b = appendWord(append(b, findingKey+`"rule": `...), f.Rule)
	b = appendWord(append(b, ","+findingKey+`"service": `...), f.Service)
	b = strconv.AppendInt(append(b, ","+findingKey+`"number": `...), int64(f.Number), 10)
	b = appendWord(append(b, ","+findingKey+`"status": `...), f.Status.String())
	b = appendWord(append(b, ","+findingKey+`"severity": `...), f.Severity.String())
	b = append(b, ","+findingKey+`"before_waiver": `...)
	if f.Status == rules.Waived {
		b = appendWord(b, f.Before.String())
	} else {
		b = append(b, "null"...)
	}
	b = appendTextOrNull(append(b, ","+findingKey+`"waiver": `...), f.Waiver)
	b = appendMeasured(append(b, ","+findingKey+`"measured": `...), f)
	b = appendLimit(append(b, ","+findingKey+`"limit": `...), f)
	// English, whatever the languages of the report: the same assessment must give the same bytes in all of them.
	b = appendText(append(b, ","+findingKey+`"reason": `...), words.Reason(f))
	b = append(b, ","+findingKey+`"basis": `...)
	if f.Basis == rules.NoBasis {
		b = append(b, "null"...)
	} else {
		b = appendWord(b, f.Basis.String())
	}
	b = appendProvenance(append(b, ","+findingKey+`"provenance": `...), f.Provenance)
	return appendTextOrNull(append(b, ","+findingKey+`"since": `...), f.Since)
}

func appendMeasured(b []byte, f *rules.Finding) []byte {
	if f.Measured.Known != rules.Measured {
		return append(b, "null"...)
	}
	b = appendNumber(append(b, `{"low": `...), f.Measured.Low)
	b = append(b, `, "high": `...)
	// JSON has no infinity.
	if math.IsInf(f.Measured.High, 1) {
		b = append(b, "null"...)
	} else {
		b = appendNumber(b, f.Measured.High)
	}
	b = appendWord(append(b, `, "unit": `...), f.Unit.String())
	return append(b, '}')
}

func appendLimit(b []byte, f *rules.Finding) []byte {
	if f.Limit.Bound == rules.NoBound {
		return append(b, "null"...)
	}
	b = appendWord(append(b, `{"bound": `...), f.Limit.Bound.String())
	b = appendNumber(append(b, `, "value": `...), f.Limit.Value)
	b = appendWord(append(b, `, "unit": `...), f.Unit.String())
	return append(b, '}')
}

func appendProvenance(b []byte, places []rules.Provenance) []byte {
	b = append(b, '[')
	for i := range places {
		if i > 0 {
			b = append(b, ", "...)
		}
		p := &places[i]
		if p.Source == "" {
			b = appendText(append(b, `{"file": `...), p.File)
			b = strconv.AppendInt(append(b, `, "line": `...), int64(p.Line), 10)
		} else {
			b = appendWord(append(b, `{"source": `...), p.Source)
			b = appendText(append(b, `, "point": `...), p.Point)
			b = append(b, `, "time": "`...)
			b = append(p.Time.AppendFormat(b, time.RFC3339Nano), '"')
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendNumber writes a figure the way encoding/json does: no exponent for what people read.
func appendNumber(b []byte, f float64) []byte {
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

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
	return ascii || utf8.ValidString(text) && !strings.ContainsAny(text, "\u2028\u2029")
}
