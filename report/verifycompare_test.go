package report

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
)

// pieces writes a text in pieces of so many bytes.
func pieces(text string, size int) func(io.Writer) error {
	return func(w io.Writer) error {
		for len(text) > 0 {
			n := min(size, len(text))
			if _, err := io.WriteString(w, text[:n]); err != nil {
				return err
			}
			text = text[n:]
		}
		return nil
	}
}

func TestMatches(t *testing.T) {
	long := strings.Repeat("0123456789", 20_000)
	for _, c := range []struct {
		there, again string
		want         int64
	}{
		{"", "", SameBytes},
		{"abc", "abc", SameBytes},
		{long, long, SameBytes},
		{"abc", "", 0},
		{"", "abc", 0},
		{"abcd", "abc", 3},
		{"abc", "abcd", 3},
		{"abc", "xbc", 0},
		{"abc", "abx", 2},
		{long, long + ".", 200_000},
		{long + ".", long, 200_000},
		{long, long[:131_071] + "." + long[131_072:], 131_071},
	} {
		s := &Sealed{Folder: fstest.MapFS{"x": {Data: []byte(c.there)}}}
		for _, size := range []int{1, 7, 70_000, 1 << 20} {
			if size == 1 && len(c.again) > 1000 {
				continue
			}
			got, err := s.Matches(Output{Name: "x", Write: pieces(c.again, size)})
			if err != nil || got != c.want {
				t.Errorf("%d bytes against %d, by %d: %d, %v, want %d", len(c.again), len(c.there), size, got, err, c.want)
			}
		}
	}
}

// TestMatchesMakesWhatIsNotThere counts the bytes of an output whose file is gone: others may rest on its having been made.
func TestMatchesMakesWhatIsNotThere(t *testing.T) {
	made := 0
	s := &Sealed{Folder: fstest.MapFS{"folder": {Mode: fs.ModeDir}}}
	for _, name := range []string{"x", "folder"} {
		_, err := s.Matches(Output{Name: name, Write: func(w io.Writer) error { made++; return nil }})
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if made != 2 {
		t.Errorf("made %d times", made)
	}
}

func TestMatchesFails(t *testing.T) {
	full := errors.New("no space left on device")
	s := &Sealed{Folder: fstest.MapFS{"x": {Data: []byte("abc")}}}
	if _, err := s.Matches(Output{Name: "x", Write: func(io.Writer) error { return full }}); !errors.Is(err, full) {
		t.Errorf("a failure to make is %v", err)
	}
	torn := errors.New("input/output error")
	h := &heldAgainst{in: iotest.ErrReader(torn), differs: SameBytes}
	if _, err := h.Write([]byte("abc")); err != nil {
		t.Errorf("a failure to read shows where it is written: %v", err)
	}
	if _, err := h.end(); !errors.Is(err, torn) {
		t.Errorf("a failure to read is %v", err)
	}
}

// TestDifferenceEndsEarly compares assessments that part at once, and that do not part at all but in how they are written.
func TestDifferenceEndsEarly(t *testing.T) {
	a := verifiable(t)
	var text strings.Builder
	if err := WriteJSON(&text, a); err != nil {
		t.Fatal(err)
	}
	for written, want := range map[string]string{
		text.String(): "",
		strings.ReplaceAll(text.String(), "\n", " "):                  "",
		strings.Replace(text.String(), "coupefeu.assess", "x", 1):     "schema was xment/1 when sealed, is coupefeu.assessment/1 now",
		strings.Replace(text.String(), `"evidence": []`, `"e": 1`, 1): `"e" when sealed, "evidence" in its place now`,
	} {
		s := &Sealed{Folder: fstest.MapFS{assessmentFile: {Data: []byte(written)}}}
		got, err := s.Difference(a)
		if err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}
