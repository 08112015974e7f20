package source

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// at makes a mistake of a file named f.
func at(line, column int32) Diagnostics {
	return Diagnostics{{Place: Place{File: "f", Line: line, Column: column}, Message: "wrong"}}
}

func TestFormat(t *testing.T) {
	long := strings.Repeat("0123456789", 20)
	for _, c := range []struct {
		name, text   string
		line, column int32
		want         string
	}{
		{"first column", "abc", 1, 1, "dir/f:1:1: wrong\n  | abc\n  | ^\n"},
		{"last column", "abc\n", 1, 3, "dir/f:1:3: wrong\n  | abc\n  |   ^\n"},
		{"just after the line", "abc\n", 1, 4, "dir/f:1:4: wrong\n  | abc\n  |    ^\n"},
		{"far after the line", "abc\n", 1, 9, "dir/f:1:9: wrong\n  | abc\n  |         ^\n"},
		{"second line", "a\nbc\nd", 2, 2, "dir/f:2:2: wrong\n  | bc\n  |  ^\n"},
		{"CR LF", "a\r\nbc\r\nd", 2, 2, "dir/f:2:2: wrong\n  | bc\n  |  ^\n"},
		{"CR", "a\rbc\rd", 2, 2, "dir/f:2:2: wrong\n  | bc\n  |  ^\n"},
		{"beyond the end", "a\n", 5, 1, "dir/f:5:1: wrong\n"},
		{"no line", "a\n", 0, 0, "dir/f: wrong\n"},
		{"byte-order mark", "\ufeffab", 1, 2, "dir/f:1:2: wrong\n  | ab\n  |  ^\n"},
		{"tabs stay", "\ta\tbc", 1, 5, "dir/f:1:5: wrong\n  | \ta\tbc\n  | \t \t ^\n"},
		{"wide characters", "éé😀x", 1, 4, "dir/f:1:4: wrong\n  | éé😀x\n  |    ^\n"},
		{"combining marks", "e\u0301e\u0301x", 1, 5, "dir/f:1:5: wrong\n  | e\u0301e\u0301x\n  |   ^\n"},
		{"control characters", "a\x1b[31mb\x00c", 1, 9, "dir/f:1:9: wrong\n  | a\\x1b[31mb\\x00c\n  |               ^\n"},
		{"right-to-left marks", "a\u202eb\u2066c", 1, 5, "dir/f:1:5: wrong\n  | a\\u202eb\\u2066c\n  |               ^\n"},
		{"commands of CI systems", "::error::x ##[error]y ##vso[x]", 1, 1,
			"dir/f:1:1: wrong\n  | ::error::x #\\x23[error]y #\\x23vso[x]\n  | ^\n"},
		{"a long line, its beginning", long, 1, 1, "dir/f:1:1: wrong\n  | " + long[:60] + "…\n  | ^\n"},
		{"a long line, its middle", long, 1, 101, "dir/f:1:101: wrong\n  | …" + long[40:160] + "…\n  | " + strings.Repeat(" ", 61) + "^\n"},
		{"a long line, its end", long, 1, 200, "dir/f:1:200: wrong\n  | …" + long[139:] + "\n  | " + strings.Repeat(" ", 61) + "^\n"},
	} {
		f := &File{Name: "f", Shown: "dir/f", Data: []byte(c.text)}
		if diff := cmp.Diff(c.want, at(c.line, c.column).Quote(f).Format()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestFormatOfNames makes sure that names from outside command nothing in a message or a path either.
func TestFormatOfNames(t *testing.T) {
	d := Diagnostics{{Shown: "a\nb\x1b", Message: "found ##[error]\u202e `\x07`"}, {Message: "nowhere"}}
	const want = `a\x0ab\x1b: found #\x23[error]\u202e ` + "`\\x07`\nnowhere\n"
	if diff := cmp.Diff(want, d.Format()); diff != "" {
		t.Error(diff)
	}
}

// TestQuoteSorts sorts by the path as it is shown, then by place; what is found first at a place stays first.
func TestQuoteSorts(t *testing.T) {
	var found Diagnostics
	for i, place := range []Place{{"b", 2, 1}, {"a", 3, 7}, {"a", 3, 1}, {"a", 3, 7}, {"b", 1, 9}, {"gone", 4, 1}, {"", 0, 0}} {
		found = append(found, Diagnostic{Place: place, Message: fmt.Sprint(i)})
	}
	found.Quote(&File{Name: "a", Shown: "2", Data: []byte("x\ny\nz\n")}, &File{Name: "b", Shown: "1", Data: []byte("v\nw\n")})
	var got []string
	for _, d := range found {
		got = append(got, d.Message+d.Source)
	}
	if diff := cmp.Diff([]string{"6", "5", "4v", "0w", "2z", "1z", "3z"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestManyMistakesOnOneLine quotes a hundred thousand mistakes of one line, which counting columns anew for each would
// take minutes for.
func TestManyMistakesOnOneLine(t *testing.T) {
	const n = 100_000
	var found Diagnostics
	for i := range int32(n) {
		found = append(found, Diagnostic{Place: Place{File: "f", Line: 1, Column: 10 * (i + 1)}})
	}
	found.Quote(&File{Name: "f", Data: []byte(strings.Repeat("012345678^", n))})
	for i := range found {
		if r := []rune(found[i].Source); r[found[i].caret-1] != '^' {
			t.Fatalf("mistake %d points at %q in %q", i, r[found[i].caret-1], found[i].Source)
		}
	}
}

func TestErr(t *testing.T) {
	if err := Diagnostics(nil).Err(); err != nil {
		t.Errorf("no mistake is an error: %v", err)
	}
	var found Diagnostics
	if err := fmt.Errorf("loading: %w", at(1, 1).Err()); !errors.As(err, &found) || len(found) != 1 {
		t.Errorf("mistakes are not found in %v", err)
	}
}
