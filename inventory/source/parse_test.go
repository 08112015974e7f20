package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parse reads a text under a file name, whose ending says what it is.
func parse(name, text string) ([]*Node, Diagnostics) {
	return Parse(&File{Name: name, Shown: name, Data: []byte(text)})
}

func TestParse(t *testing.T) {
	paths, err := filepath.Glob("testdata/nodes/*.[yj]*")
	if err != nil {
		t.Fatal(err)
	}
	inputs := 0
	for _, path := range paths {
		if filepath.Ext(path) == ".want" {
			continue
		}
		inputs++
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			documents, found := parse(path, string(data))
			if len(found) > 0 {
				t.Fatal(found.Format())
			}
			var out strings.Builder
			for _, n := range documents {
				out.WriteString("document\n")
				dump(&out, n, 1)
			}
			compare(t, path+".want", out.String())
		})
	}
	if inputs == 0 {
		t.Fatal("testdata/nodes is empty")
	}
}

// dump writes a node on a line: where it stands, its kind, its text and whether it is plain, and its children below it.
func dump(out *strings.Builder, n *Node, depth int) {
	kinds := map[Kind]string{Null: "null", Text: "text", Bool: "bool", Number: "number", List: "list", Mapping: "mapping"}
	fmt.Fprintf(out, "%s%d:%d %s", strings.Repeat("  ", depth), n.Line, n.Column, kinds[n.Kind])
	if n.Kind <= Number {
		fmt.Fprintf(out, " %q", n.Text)
	}
	if n.Plain {
		out.WriteString(" plain")
	}
	out.WriteString("\n")
	for i := range n.Children {
		dump(out, &n.Children[i], depth+1)
	}
}

// compare holds a result against a file, or writes the file where UPDATE is set.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-%s +got:\n%s", file, diff)
	}
}

// TestSharedAnchors makes sure that aliases share the nodes of their anchor: a list of a thousand entries that is
// named a thousand times must not become a million nodes.
func TestSharedAnchors(t *testing.T) {
	documents, found := parse("a.yaml", "a: &a ["+strings.Repeat("x,", 1000)+"]\nb: ["+strings.Repeat("*a,", 1000)+"]\n")
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	anchor, aliases := documents[0].Get("a"), documents[0].Get("b")
	for i := range aliases.Children {
		if &aliases.Children[i].Children[0] != &anchor.Children[0] {
			t.Fatalf("alias %d has nodes of its own", i)
		}
	}
}

// TestAliasLimit holds the number of aliases at and just over its limit.
func TestAliasLimit(t *testing.T) {
	for _, c := range []struct {
		n    int
		fine bool
	}{{maxAliases, true}, {maxAliases + 1, false}} {
		_, found := parse("a.yaml", "a: &a x\nb: ["+strings.Repeat("*a,", c.n)+"]\n")
		if fine := len(found) == 0; fine != c.fine {
			t.Errorf("%d aliases: %s", c.n, found.Format())
		}
	}
}

// TestAliasesOfAliases counts what an alias brings in: 1 + 10 × (1 + 10 × …).
func TestAliasesOfAliases(t *testing.T) {
	text := "a: &a x\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n" // 9 aliases
	for _, c := range []struct {
		times int // each brings 1 + 9
		fine  bool
	}{{999, true}, {1000, false}} {
		_, found := parse("a.yaml", text+"c: ["+strings.Repeat("*b,", c.times)+"]\n")
		if fine := len(found) == 0; fine != c.fine {
			t.Errorf("%d times: %s", c.times, found.Format())
		}
	}
}

// TestDepthLimit holds the nesting at and just over its limit, in both formats and through an alias.
func TestDepthLimit(t *testing.T) {
	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	for _, c := range []struct {
		name, text string
		fine       bool
	}{
		{"a.json", nested(64), true}, {"a.json", nested(65), false},
		{"a.yaml", nested(64), true}, {"a.yaml", nested(65), false}, {"a.yaml", nested(20_000), false},
		{"a.yaml", "- &a " + nested(40) + "\n- " + strings.Repeat("[", 23) + "*a" + strings.Repeat("]", 23), true},
		{"a.yaml", "- &a " + nested(40) + "\n- " + strings.Repeat("[", 24) + "*a" + strings.Repeat("]", 24), false},
	} {
		_, found := parse(c.name, c.text)
		if fine := len(found) == 0; fine != c.fine {
			t.Errorf("%s %.60s…: %s", c.name, c.text, found.Format())
		}
	}
}

// TestPlaceOfYAMLMistakes makes sure that a mistake far down a file is named where it is, not where its mapping begins.
func TestPlaceOfYAMLMistakes(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		line, column int32
	}{
		{"an entry indented less", "a:\n" + strings.Repeat("  - b: c\n", 50) + " - b: c\n", 52, 2},
		{"a colon in a text", strings.Repeat("a: b\n", 30) + "c: d: e\n", 31, 5},
		{"a key in a list", "a:\n" + strings.Repeat("  - b\n", 50) + "  c: d\n", 52, 4},
		{"wide characters before it", "a: é😀: b\n", 1, 6},
		{"on the first line", "a: b: c\n", 1, 5},
		{"an unknown alias", "a: 1\nb: [x, *nobody]\n", 2, 8},
		{"an alias that stands in a text too", "a: '*nobody'\nb: x*nobody\nc: *nobody\n", 3, 4},
	} {
		_, found := parse("a.yaml", c.text)
		if len(found) != 1 || found[0].Place.Line != c.line || found[0].Place.Column != c.column {
			t.Errorf("%s: want %d:%d, got\n%s", c.name, c.line, c.column, found.Format())
		}
	}
}

// TestLargeYAMLMistake makes sure that a mistake of syntax in a large file is found soon, with the line at least.
func TestLargeYAMLMistake(t *testing.T) {
	lines := strings.Repeat("- a: b\n", 100_000)
	_, found := parse("a.yaml", lines+"- c: d: e\n")
	if len(found) != 1 || found[0].Place.Line != 100_001 {
		t.Error(found.Format())
	}
}

// TestTooLarge refuses a file by its size before anything else is looked at.
func TestTooLarge(t *testing.T) {
	f := &File{Name: "a.yaml", Shown: "a.yaml", Data: make([]byte, MaxBytes+1)}
	documents, found := Parse(f)
	if documents != nil || len(found) != 1 || !strings.Contains(found[0].Message, "64 MiB") {
		t.Errorf("%d documents, %s", len(documents), found.Format())
	}
}
