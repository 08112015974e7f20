package templates

import "testing"

// TestPlural looks at the boundary between the forms. French counts 0 as one, the others do not.
func TestPlural(t *testing.T) {
	table := []struct {
		tag string
		n   any
		one bool
	}{
		{"fr", -1, false}, {"fr", 0, true}, {"fr", 1, true}, {"fr", 2, false}, {"fr", int64(1000), false},
		{"nl", 0, false}, {"nl", 1, true}, {"nl", int32(1), true}, {"nl", 2, false}, {"nl", 11, false},
		{"de", 0, false}, {"de", 1, true}, {"de", int64(1), true}, {"de", 2, false}, {"de", 10, false},
		{"en", 0, false}, {"en", 1, true}, {"en", 2, false}, {"en", 101, false},
	}
	for _, c := range table {
		l, err := Lookup(c.tag)
		if err != nil {
			t.Fatal(err)
		}
		l.texts["several"] = message{one: "one", other: "other"}
		l.texts["none"] = message{zero: "zero", one: "one", other: "other"}
		want := "other"
		if c.one {
			want = "one"
		}
		if got := l.Text("several", Args{"n": c.n}); got != want {
			t.Errorf("%s, %v: %s, want %s", c.tag, c.n, got, want)
		}
		if c.n == 0 {
			want = "zero"
		}
		if got := l.Text("none", Args{"n": c.n}); got != want {
			t.Errorf("%s, %v with a form for zero: %s, want %s", c.tag, c.n, got, want)
		}
	}
}

// TestBrokenLocale names the file and what is wrong with it.
func TestBrokenLocale(t *testing.T) {
	table := map[string]string{
		"":                           "xx.yaml: expected one document, not 0",
		"words: {a: b}\n---\nc: d\n": "xx.yaml: expected one document, not 2",
	}
	for data, want := range table {
		if _, err := readTexts("xx.yaml", []byte(data)); err == nil || err.Error() != want {
			t.Errorf("%q: error is %v, want %s", data, err, want)
		}
	}
	if _, err := readTexts("xx.yaml", []byte("a: 1\na: 2\n")); err == nil {
		t.Error("a key that is there twice is no error")
	}
	if _, err := newLanguage("xx", map[string]message{}); err == nil {
		t.Error("a language that does not say how it writes numbers is no error")
	}
}
