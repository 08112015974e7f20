package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// cut cuts an object into its keys and values, each as it is written.
func cut(r io.Reader) (string, error) {
	s := &stream{in: r}
	var out strings.Builder
	err := s.between('{', '}', func() error {
		key, err := s.key()
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%s ", key)
		value, err := s.value()
		fmt.Fprintf(&out, "%s\n", value)
		return err
	})
	return out.String(), err
}

// passed passes over the values of an object, and returns what is left to read.
func passed(r io.Reader) (string, error) {
	s := &stream{in: r}
	err := s.between('{', '}', func() error {
		if _, err := s.key(); err != nil {
			return err
		}
		return s.skip()
	})
	if err != nil {
		return "", err
	}
	rest, err := io.ReadAll(io.MultiReader(bytes.NewReader(s.buffer[s.at:]), r))
	return string(rest), err
}

// ways are ways in which a file may hand over its bytes.
var ways = map[string]func(io.Reader) io.Reader{
	"at once": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader, "by halves": iotest.HalfReader, "with the end": iotest.DataErrReader,
}

func TestStream(t *testing.T) {
	long := strings.Repeat("x", 3*chunk)
	for _, c := range []struct{ text, want, err string }{
		{`{}`, "", ""},
		{" {\r\n\t} ", "", ""},
		{`{"a":1}`, "\"a\" 1\n", ""},
		{`{"a" : -1.5e+3 , "b":true,"c":null}`, "\"a\" -1.5e+3\n\"b\" true\n\"c\" null\n", ""},
		{`{"a":"x","b":""}`, "\"a\" \"x\"\n\"b\" \"\"\n", ""},
		{`{"a":"}","b":"]{["}`, "\"a\" \"}\"\n\"b\" \"]{[\"\n", ""},
		{`{"a":"\"","b":"\\","c":"\\\"\\\\"}`, "\"a\" \"\\\"\"\n\"b\" \"\\\\\"\n\"c\" \"\\\\\\\"\\\\\\\\\"\n", ""},
		{`{"a":{"b":[{},[],"]"]},"c":[1,{"d":"}"}]}`, "\"a\" {\"b\":[{},[],\"]\"]}\n\"c\" [1,{\"d\":\"}\"}]\n", ""},
		{`{"` + long + `":"` + long + `","b":2}`, "\"" + long + "\" \"" + long + "\"\n\"b\" 2\n", ""},
		{`{"a":["` + long + `"],"b":2}`, "\"a\" [\"" + long + "\"]\n\"b\" 2\n", ""},
		{``, "", "the file ends here"},
		{`[]`, "", `found '[' where '{' is due`},
		{`{`, "", "the file ends here"},
		{`{"a"`, "", "the file ends here"},
		{`{"a":`, "", "the file ends here"},
		{`{"a":1`, "", "the file ends here"},
		{`{"a":"x`, "", "the file ends here"},
		{`{"a":"x\"`, "", "the file ends here"},
		{`{"a":[[]`, "", "the file ends here"},
		{`{"a":1,`, "", "the file ends here"},
		{`{"a":1 2}`, "", `found '2' where a comma or '}' is due`},
		{`{"a":1"b"}`, "", `found '"' where a comma or '}' is due`},
		{`{"a":}`, "", `found '}' where a value is due`},
		{`{"a":,"b":1}`, "", `found ',' where a value is due`},
		{`{"a"1}`, "", `found '1' where ':' is due`},
		{`{a:1}`, "", `found 'a' where a key is due`},
		{`{1:1}`, "", `found '1' where a key is due`},
		{`{"a":1,}`, "", `found '}' where a key is due`},
		{`{,}`, "", `found ',' where a key is due`},
	} {
		for way, as := range ways {
			got, err := cut(as(strings.NewReader(c.text)))
			if c.err == "" && (err != nil || got != c.want) || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("%.40q %s: %.60q, %v; want %.60q, %q", c.text, way, got, err, c.want, c.err)
			}
			rest, err := passed(as(strings.NewReader(c.text + "rest")))
			if c.err == "" && (err != nil || strings.TrimSpace(rest) != "rest") {
				t.Errorf("%.40q %s: %q is left, %v", c.text, way, rest, err)
			}
		}
	}
}

// TestTokens cuts texts to the last token, however their bytes come.
func TestTokens(t *testing.T) {
	long := `"` + strings.Repeat("x", 3*chunk) + `"`
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \r\n\t", nil},
		{`{"a": [1, -2.5e3,true] ,"b":null}`, []string{"{", `"a"`, "[", "1", "-2.5e3", "true", "]", `"b"`, "null", "}"}},
		{`["\"","\\","\\\"]",",:{}"]`, []string{"[", `"\""`, `"\\"`, `"\\\"]"`, `",:{}"`, "]"}},
		{`[` + long + `,` + long + `]`, []string{"[", long, long, "]"}},
		{`{}[[]]`, []string{"{", "}", "[", "[", "]", "]"}},
		{`[1"a"{`, []string{"[", "1", `"a"`, "{"}},
		{`["a`, []string{"["}},
		{`[1`, []string{"["}},
	} {
		for way, as := range ways {
			s := &stream{in: as(strings.NewReader(c.text))}
			for _, want := range c.want {
				if got, err := s.token(); err != nil || string(got) != want {
					t.Fatalf("%.40q %s: %.40q, %v; want %.40q", c.text, way, got, err, want)
				}
			}
			if got, err := s.token(); !errors.Is(err, errCutOff) {
				t.Errorf("%.40q %s: %q follows, %v", c.text, way, got, err)
			}
		}
	}
}

// TestStreamIsNeverDeep passes over lists and objects that would exhaust any stack.
func TestStreamIsNeverDeep(t *testing.T) {
	const deep = 1 << 22
	for _, pair := range []string{"[]", "{}"} {
		nested := strings.Repeat(pair[:1], deep) + strings.Repeat(pair[1:], deep)
		if rest, err := passed(strings.NewReader(`{"a":` + nested + `}`)); err != nil || rest != "" {
			t.Errorf("%s: %q is left, %v", pair, rest, err)
		}
		if _, err := passed(strings.NewReader(`{"a":` + nested[:deep+1])); !errors.Is(err, errCutOff) {
			t.Errorf("%s cut off: %v", pair, err)
		}
	}
}

// TestStreamHoldsNoMore passes a value that is far larger than what may be held.
func TestStreamHoldsNoMore(t *testing.T) {
	s := &stream{in: io.MultiReader(strings.NewReader(`[["`), io.LimitReader(endless('x'), 64<<20), strings.NewReader(`"],1]`))}
	values := 0
	if err := s.between('[', ']', func() error { values++; return s.skip() }); err != nil || values != 2 {
		t.Fatalf("%d values, %v", values, err)
	}
	if cap(s.buffer) > 4*chunk {
		t.Errorf("%d bytes are held", cap(s.buffer))
	}
}

// endless gives one byte again and again.
type endless byte

func (e endless) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = byte(e)
	}
	return len(into), nil
}

// TestStreamThatCannotBeRead gives the failure back, and does not turn for ever where nothing comes.
func TestStreamThatCannotBeRead(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := cut(io.MultiReader(strings.NewReader(`{"a":[`), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("a failure becomes %v", err)
	}
	if _, err := cut(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(`{"a":1}`)))); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("a failure that passes becomes %v", err)
	}
	if _, err := cut(silent{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a reader that gives nothing: %v", err)
	}
}

// silent never gives a byte.
type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

// FuzzStream cuts up any text as the standard library does, however the bytes come.
func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":"\\\""}],"c" : null }`))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := cut(bytes.NewReader(text))
		for way, as := range ways {
			again, other := cut(as(bytes.NewReader(text)))
			if again != got || fmt.Sprint(err) != fmt.Sprint(other) {
				t.Fatalf("%s: %q, %v; at once %q, %v", way, again, other, got, err)
			}
		}
		if want, ok := cutByLibrary(text); ok && (err != nil || got != want) {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	})
}

// cutByLibrary does the work of cut by other means; false where the text is no JSON object.
func cutByLibrary(text []byte) (string, bool) {
	if !json.Valid(text) || bytes.TrimLeft(text, " \n\r\t")[0] != '{' {
		return "", false
	}
	var out strings.Builder
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return "", false
	}
	for d.More() {
		from := d.InputOffset()
		if _, err := d.Token(); err != nil {
			return "", false
		}
		key := bytes.TrimLeft(text[from:d.InputOffset()], ", \n\r\t")
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return "", false
		}
		fmt.Fprintf(&out, "%s %s\n", key, value)
	}
	return out.String(), true
}
