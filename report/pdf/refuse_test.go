package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// drawn is a document of one page, and the bytes that fpdf makes of it.
func drawn(t testing.TB) (*Document, []byte) {
	t.Helper()
	d := blank(t)
	d.Paragraph(Plain(Style{}, "un").Add(Run{Text: "lien", Link: Link{To: "https://example.org"}}))
	d.pen.lift()
	var out bytes.Buffer
	if err := d.pen.pdf.Output(&out); err != nil {
		t.Fatal(err)
	}
	return d, out.Bytes()
}

// FuzzFinish gives the finishing pass arbitrary bytes: it may refuse them, but it must end.
func FuzzFinish(f *testing.F) {
	d, whole := drawn(f)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, src []byte) {
		finished, err := d.finish(src)
		if (err == nil) != bytes.HasPrefix(finished, []byte("%PDF-1.7")) {
			t.Errorf("error %v with %d bytes", err, len(finished))
		}
	})
}

// smallest is the least file that the finishing pass takes: one page and one font.
func smallest() []string {
	glyphs := string(deflate([]byte{0, 0, 0, 0, 0, 1}))
	return []string{
		"<</Type /Pages /Kids [3 0 R ] /Count 1>>",
		"<</Font <</F1 5 0 R>>>>",
		"<</Type /Page /Parent 1 0 R /Resources 2 0 R /Contents 4 0 R>>",
		"<</Length 0>>\nstream\n\nendstream",
		"<</Type /Font /Subtype /Type0 /BaseFont /utf8regular /DescendantFonts [6 0 R] /ToUnicode 7 0 R>>",
		"<</Type /Font /Subtype /CIDFontType2 /FontDescriptor 8 0 R /CIDToGIDMap 9 0 R>>",
		"<</Length 4>>\nstream\nnone\nendstream",
		"<</Type /FontDescriptor /FontName /utf8regular /FontFile2 10 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(glyphs), glyphs),
		"<</Length 4>>\nstream\nfont\nendstream",
		"<</Type /Catalog /Pages 1 0 R>>",
	}
}

// assemble writes objects as fpdf does; the last is the root.
func assemble(objects []string) []byte {
	var out, table bytes.Buffer
	out.WriteString("%PDF-1.3\n")
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<<\n/Root %d 0 R\n>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects), start)
	return out.Bytes()
}

// TestFinishRefusesFiles spoils the frame of a file in one place each.
func TestFinishRefusesFiles(t *testing.T) {
	d, _ := drawn(t)
	whole := string(assemble(smallest()))
	if _, err := d.finish([]byte(whole)); err != nil {
		t.Fatalf("the sound file: %v", err)
	}
	tests := []struct{ name, from, to, want string }{
		{"nothing", whole, "", "no startxref"},
		{"cut off", "startxref", "start", "no startxref"},
		{"end leads nowhere", "startxref\n", "startxref\n99", "startxref leads nowhere"},
		{"no table", "xref\n0 12", "xfer\n0 12", "no table at byte"},
		{"no count", "xref\n0 12", "xref\n0 xx", "wrong number of objects"},
		{"more objects than lines", "xref\n0 12", "xref\n0 99", "wrong number of objects"},
		{"no offset", "0000000000 65535 f", "00000x0000 65535 f", "object 0: no offset"},
		{"offset outside", "0000000009 00000 n", "9999999999 00000 n", "read object 1: begins outside the file"},
		{"no trailer", "\ntrailer\n", "\ntrailor\n", "no trailer"},
		{"trailer cut off", "/Root 11 0 R\n>>", "/Root 11 0 R\n> ", "no key at byte"},
		{"no root", "/Root 11 0 R", "/Ruut 11 0 R", `read trailer: "" is no reference`},
		{"root is not there", "/Root 11 0 R", "/Root 12 0 R", "find pages: object 12 is not there"},
		{"another number", "\n1 0 obj", "\n7 0 obj", "read object 1: does not begin at byte 9"},
	}
	for _, test := range tests {
		src := strings.Replace(whole, test.from, test.to, 1)
		if _, err := d.finish([]byte(src)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
}

// TestFinishRefusesObjects spoils one object each.
func TestFinishRefusesObjects(t *testing.T) {
	d, _ := drawn(t)
	tests := []struct {
		number         int
		from, to, want string
	}{
		{1, "<<", "[", "read object 1: no dictionary"},
		{1, "/Kids [3 0 R ]", "/Kids (3 0 R )", "find pages: no list of pages"},
		{1, "/Kids [3 0 R ]", "/Kids [/N]", `find pages: "/N" is no reference`},
		{1, "/Kids [3 0 R ]", "/Kids [30 0 R]", "find pages: object 30 is not there"},
		{1, "/Kids [3 0 R ]", "/Kids [3 0 R 3 0 R]", "2 pages instead of 1"},
		{4, "/Length 0", "/Length 1", "read object 4: stream does not end where it should"},
		{4, "/Length 0", "/Length 99999", "read object 4: wrong length of stream"},
		{4, "/Length 0", "/Length -1", "read object 4: wrong length of stream"},
		{5, "[6 0 R]", "[]", "finish fonts: object 5: descendant"},
		{5, "/ToUnicode", "/ToUniform", "character map"},
		{6, "/FontDescriptor 8 0 R", "/FontDescriptor 80 0 R", "descriptor: object 80 is not there"},
		{6, "/CIDToGIDMap 9 0 R", "/CIDToGIDMap /Identity", "glyph map"},
		{6, "/CIDToGIDMap 9 0 R", "/CIDToGIDMap 10 0 R", "glyph map: uncompress"},
		{8, "/FontFile2", "/FontFile3", "font file"},
		{11, "/Pages", "/Papers", "find pages"},
	}
	for _, test := range tests {
		objects := smallest()
		objects[test.number-1] = strings.Replace(objects[test.number-1], test.from, test.to, 1)
		if _, err := d.finish(assemble(objects)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("object %d, %s: error %v, want %q", test.number, test.to, err, test.want)
		}
	}
}

// TestInflateIsBounded: a small stream that grows without end is refused.
func TestInflateIsBounded(t *testing.T) {
	if _, err := inflate(deflate(make([]byte, mostCodes+1)), mostCodes); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("error %v", err)
	}
	if data, err := inflate(deflate(make([]byte, mostCodes)), mostCodes); err != nil || len(data) != mostCodes {
		t.Errorf("%d bytes, error %v", len(data), err)
	}
}

func TestScannerEnds(t *testing.T) {
	for _, src := range []string{"", "<<", "<</A", "<</A (", "<</A (\\", "<</A <0", "<</A [", "<</A [(", "<</A /", "<<>", "<</A >>", "<</A )>>", strings.Repeat("<</A ", 100), "<</A " + strings.Repeat("[", 100)} {
		d, err := (&scanner{src: []byte(src)}).dict()
		if err == nil && src != "<</A />>" {
			t.Errorf("%.20q: %v", src, d)
		}
	}
	const sound = `<</A (a\)(b)) /B [1 0 R <00> /N] /C <</D 2 0 R>> /E 12 0 R /F true>>`
	d, err := (&scanner{src: []byte(sound)}).dict()
	if got := fmt.Sprint(d); err != nil || got != sound {
		t.Errorf("%s: error %v", got, err)
	}
}
