package board

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// shown is a piece of text on a page: its left end and baseline in points from the lower left corner.
type shown struct {
	x, y, size float64
	text       string
}

var (
	streamStart = regexp.MustCompile(`stream\r?\n`)
	// sized sets the size of the type, drawn draws a text; strings are in the shape that escaping leaves.
	sized = regexp.MustCompile(`/F[0-9a-f]+ ([\d.]+) Tf`)
	drawn = regexp.MustCompile(`(?s)BT ([\d.-]+) ([\d.-]+) Td \(((?:[^\\)]|\\.)*)\) Tj ET`)
)

// pagesOf reads what is drawn on each page back, in the order of drawing, which is that of reading.
func pagesOf(t testing.TB, file []byte) [][]shown {
	t.Helper()
	var pages [][]shown
	for _, at := range streamStart.FindAllIndex(file, -1) {
		inflater, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
		if err != nil {
			continue // not packed: the metadata
		}
		content, err := io.ReadAll(inflater)
		if err == nil && bytes.Contains(content, []byte("BDC")) {
			pages = append(pages, pieces(t, content))
		}
	}
	if len(pages) == 0 {
		t.Fatal("no page can be read back")
	}
	return pages
}

func pieces(t testing.TB, content []byte) []shown {
	t.Helper()
	var out []shown
	size := 0.0
	for len(content) > 0 {
		next, set := drawn.FindSubmatchIndex(content), sized.FindSubmatchIndex(content)
		if set != nil && (next == nil || set[0] < next[0]) {
			size = number(t, content[set[2]:set[3]])
			content = content[set[1]:]
			continue
		}
		if next == nil {
			return out
		}
		out = append(out, shown{number(t, content[next[2]:next[3]]), number(t, content[next[4]:next[5]]), size, unescaped(content[next[6]:next[7]])})
		content = content[next[1]:]
	}
	return out
}

func number(t testing.TB, digits []byte) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(string(digits), 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// unescaped is the text of a string of two-byte codes, which are those of UTF-16.
func unescaped(raw []byte) string {
	var plain []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '\\' {
			i++
			if raw[i] == 'r' {
				plain = append(plain, '\r')
				continue
			}
		}
		plain = append(plain, raw[i])
	}
	units := make([]uint16, len(plain)/2)
	for i := range units {
		units[i] = uint16(plain[2*i])<<8 | uint16(plain[2*i+1])
	}
	return string(utf16.Decode(units))
}

// lines is the text of a page, one line for each line drawn; pieces of one line are set apart by spaces.
func lines(page []shown) string {
	var out strings.Builder
	var before shown
	for i, s := range page {
		if strings.TrimSpace(s.text) == "" {
			continue // between two lines
		}
		switch {
		case i == 0:
		case s.y != before.y || s.x < before.x:
			out.WriteString("\n")
		case !strings.HasSuffix(before.text, " ") && !strings.HasPrefix(s.text, " "):
			out.WriteString(" | ")
		}
		out.WriteString(s.text)
		before = s
	}
	return out.String() + "\n"
}
