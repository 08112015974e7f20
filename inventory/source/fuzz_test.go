package source

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzDuration reads any text as a duration; what is a duration is read from what it writes as the same.
func FuzzDuration(f *testing.F) {
	f.Add("2h10m")
	f.Fuzz(func(t *testing.T, text string) {
		length, err := ParseDuration(text)
		if err != nil {
			return
		}
		if length < 0 || float64(length) > math.MaxInt64/float64(time.Second) {
			t.Fatalf("%q is %d seconds", text, length)
		}
		again, err := ParseDuration(length.String())
		if err != nil || again != length {
			t.Fatalf("%q is %d, written %s, and that is %d, %v", text, length, length, again, err)
		}
	})
}

// FuzzMoment reads any text as a moment, in a zone that has days without midnight.
func FuzzMoment(f *testing.F) {
	f.Add("2018-11-04")
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMoment(text, zone)
		if err != nil {
			return
		}
		if m.End().Before(m.Time) || m.Day && m.Time.Format(time.DateOnly) != text || m.In(time.UTC).In(zone) != m {
			t.Fatalf("%q is %v to %v, day %t", text, m.Time, m.End(), m.Day)
		}
	})
}

// FuzzJSON compares the JSON reader with the standard library's: it takes nothing that is no JSON, and of what is JSON
// it refuses only what is said to be refused, and reads the same values.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a": [1, "b", null, true]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents, found := parse("a.json", string(data))
		if len(found) > 0 {
			if strict(data) {
				t.Fatalf("%q is JSON, but: %s", data, found.Format())
			}
			return
		}
		data = bytes.TrimPrefix(data, []byte(byteOrderMark))
		if len(documents) == 0 {
			if len(bytes.TrimSpace(data)) > 0 {
				t.Fatalf("%q is read as nothing", data)
			}
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		var want any
		if err := decoder.Decode(&want); err != nil {
			t.Fatalf("%q is no JSON: %v", data, err)
		}
		if _, err := decoder.Token(); err != io.EOF {
			t.Fatalf("%q has something after its value", data)
		}
		if !same(documents[0], want) {
			t.Fatalf("%q is read otherwise", data)
		}
	})
}

// strict tells whether a text is JSON without anything that we refuse: repeated keys, deep nesting, half characters,
// and control characters.
func strict(data []byte) bool {
	if !json.Valid(data) || !utf8.Valid(data) || bytes.Contains(data, []byte(`\u`)) || firstForbidden(data) >= 0 {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	depth, keys := 0, bytes.Count(data, []byte(`:`))
	for {
		token, err := decoder.Token()
		if err != nil {
			return true
		}
		if d, ok := token.(json.Delim); ok {
			depth += map[bool]int{true: 1, false: -1}[d == '{' || d == '[']
		}
		if depth > maxDepth || keys > 1 {
			return false
		}
	}
}

// same tells whether a node holds what the standard library read.
func same(n *Node, want any) bool {
	switch want := want.(type) {
	case nil:
		return n.Kind == Null
	case bool:
		return n.Kind == Bool && (n.Text == "true") == want
	case json.Number:
		return n.Kind == Number && n.Text == want.String()
	case string:
		return n.Kind == Text && n.Text == want
	case []any:
		for i := range want {
			if !same(&n.Children[i], want[i]) {
				return false
			}
		}
		return n.Kind == List && len(want) == len(n.Children)
	case map[string]any:
		for key, value := range n.Pairs {
			if !same(value, want[key.Text]) {
				return false
			}
		}
		return n.Kind == Mapping && 2*len(want) == len(n.Children)
	}
	return false
}

// FuzzYAML reads anything as YAML: it never fails otherwise than by naming a mistake on a line of the file.
func FuzzYAML(f *testing.F) {
	f.Add([]byte("a: &a [1, *a]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents, found := parse("a.yaml", string(data))
		for _, d := range found {
			if d.Place.Line < 1 || d.Place.Column < 1 || strings.Contains(d.Message, "yaml") {
				t.Fatalf("%q: %s", data, found.Format())
			}
		}
		for _, n := range documents {
			if deepest(n) > maxDepth {
				t.Fatalf("%q is nested %d deep", data, deepest(n))
			}
		}
	})
}

func deepest(n *Node) int {
	most := 0
	for i := range n.Children {
		most = max(most, deepest(&n.Children[i]))
	}
	if n.Kind == List || n.Kind == Mapping {
		most++
	}
	return most
}
