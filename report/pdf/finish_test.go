package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// drawnFont is a font of a finished file.
type drawnFont struct {
	name, tounicode   string
	composite, single dict
	descriptor        dict
	program           []byte
	glyphs            []byte // two bytes for each code
}

func (r *reader) fonts() []drawnFont {
	r.t.Helper()
	var fonts []drawnFont
	for _, o := range r.objects {
		if o.dict.get("Subtype") != "/Type0" {
			continue
		}
		single := r.follow(strings.Trim(o.dict.get("DescendantFonts"), "[]")).dict
		descriptor := r.follow(single.get("FontDescriptor")).dict
		fonts = append(fonts, drawnFont{name: o.dict.get("BaseFont"), composite: o.dict, single: single, descriptor: descriptor,
			tounicode: string(r.plain(r.follow(o.dict.get("ToUnicode")))), program: r.plain(r.follow(descriptor.get("FontFile2"))),
			glyphs: r.plain(r.follow(single.get("CIDToGIDMap")))})
	}
	slices.SortFunc(fonts, func(a, b drawnFont) int { return strings.Compare(a.name[7:], b.name[7:]) })
	return fonts
}

func TestFontsAreNamedAsSubsets(t *testing.T) {
	var names []string
	for _, f := range openSample(t).fonts() {
		if !regexp.MustCompile(`^/[A-Z]{6}\+SourceSans3-`).MatchString(f.name) || f.single.get("BaseFont") != f.name || f.descriptor.get("FontName") != f.name {
			t.Errorf("names %s, %s, %s", f.name, f.single.get("BaseFont"), f.descriptor.get("FontName"))
		}
		names = append(names, f.name[8:])
	}
	if want := []string{"SourceSans3-Bold", "SourceSans3-Regular", "SourceSans3-SemiBold"}; !slices.Equal(names, want) {
		t.Errorf("fonts %v, want %v", names, want)
	}
}

// TestFontsAreComplete looks up every code that a page draws: it has a glyph, a character, and the width of its glyph.
func TestFontsAreComplete(t *testing.T) {
	r := openSample(t)
	resources := r.inline(r.follow(r.objects[r.pages[0]].dict.get("Resources")).dict.get("Font"))
	drawn := map[string]map[rune]bool{}
	for _, c := range r.contents() {
		for resource, codes := range c.codes {
			name := r.follow(resources.get(resource)).dict.get("BaseFont")
			if drawn[name] == nil {
				drawn[name] = map[rune]bool{}
			}
			maps.Copy(drawn[name], codes)
		}
	}
	for _, f := range r.fonts() {
		parsed, err := sfnt.Parse(f.program)
		if err != nil {
			t.Fatal(err)
		}
		widths := r.widths(f.single.get("W"))
		var buffer sfnt.Buffer
		for code := range drawn[f.name] {
			glyph := sfnt.GlyphIndex(binary.BigEndian.Uint16(f.glyphs[2*code:]))
			advance, err := parsed.GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone)
			if err != nil || glyph == 0 || advance.Round() != widths[int(code)] {
				t.Errorf("%s: %q is glyph %d, %d wide instead of %d (error %v)", f.name, code, glyph, widths[int(code)], advance.Round(), err)
			}
			if !strings.Contains(f.tounicode, fmt.Sprintf("\n<%04X> <%04X>\n", code, code)) {
				t.Errorf("%s: %q is not in the character map", f.name, code)
			}
		}
		if len(drawn[f.name]) < 10 {
			t.Errorf("%s draws %d characters", f.name, len(drawn[f.name]))
		}
	}
}

// widths reads the widths of a composite font: a first code and a list, or a first, a last and one width.
func (r *reader) widths(list string) map[int]int {
	r.t.Helper()
	widths := map[int]int{}
	values := r.values(list)
	for len(values) > 0 {
		first := r.number(values[0])
		if strings.HasPrefix(values[1], "[") {
			for i, w := range r.values(values[1]) {
				widths[first+i] = r.number(w)
			}
			values = values[2:]
			continue
		}
		for code := first; code <= r.number(values[1]); code++ {
			widths[code] = r.number(values[2])
		}
		values = values[3:]
	}
	return widths
}

func TestCatalog(t *testing.T) {
	r := openSample(t)
	c := r.catalog()
	if hexText(c.get("Lang")) != "fr" || c.get("MarkInfo") != "<</Marked true>>" || c.get("ViewerPreferences") != "<</DisplayDocTitle true>>" {
		t.Errorf("catalog %v", c)
	}
	if !regexp.MustCompile(`^\[<([0-9A-F]{32})> <[0-9A-F]{32}>\]$`).MatchString(r.trailer.get("ID")) {
		t.Errorf("ID %s", r.trailer.get("ID"))
	}
	intent := r.follow(strings.Trim(c.get("OutputIntents"), "[]")).dict
	if profile := r.follow(intent.get("DestOutputProfile")); intent.get("S") != "/GTS_PDFA1" || !bytes.Equal(r.plain(profile), colorProfile()) {
		t.Errorf("output intent %v", intent)
	}
	info := r.follow(r.trailer.get("Info")).dict
	if info.get("CreationDate") != "(D:20260930220000Z)" || info.get("ModDate") != "(D:20260930220000Z)" || r.text(info.get("Title")) != "Jardin botanique & serres <2026>" {
		t.Errorf("information %v", info)
	}
}

func TestAttachments(t *testing.T) {
	options := sampleOptions(t)
	options.Attachments = append(options.Attachments, Attachment{Name: "a b.txt", MediaType: "text/plain", Data: []byte("deux")})
	r := openFile(t, render(t, options, sample))
	names := r.values(r.inline(r.inline(r.catalog().get("Names")).get("EmbeddedFiles")).get("Names"))
	files := r.values(r.catalog().get("AF"))
	for i, want := range []Attachment{options.Attachments[1], options.Attachments[0]} {
		spec := r.follow(names[2*i+1]).dict
		content := r.follow(r.inline(spec.get("EF")).get("F"))
		if names[2*i+1] != files[i] || r.text(names[2*i]) != want.Name || r.text(spec.get("UF")) != want.Name || spec.get("AFRelationship") != "/Data" {
			t.Errorf("attachment %d: %v", i, spec)
		}
		if !bytes.Equal(r.plain(content), want.Data) || content.dict.get("Subtype") != strings.ReplaceAll("/"+want.MediaType, "t/", "t#2F") && content.dict.get("Subtype") != "/application#2Fjson" {
			t.Errorf("attachment %d: %v", i, content.dict)
		}
	}
}

// TestDateIsAnInstant: another zone is the same moment, and so the same bytes.
func TestDateIsAnInstant(t *testing.T) {
	here, there := sampleOptions(t), sampleOptions(t)
	there.Date = there.Date.In(time.FixedZone("", 2*3600))
	if !bytes.Equal(render(t, here, sample), render(t, there, sample)) {
		t.Error("two zones differ")
	}
}

func TestMetadata(t *testing.T) {
	options := Options{Title: "A & <B>\x01\u202E", Author: "é", Language: "nl-BE", Producer: "p", Date: time.Date(2026, 10, 1, 0, 0, 0, 0, time.FixedZone("", 7200))}
	packet := metadata(options)
	found := map[string]string{}
	decoder := xml.NewDecoder(bytes.NewReader(packet))
	var path []string
	for {
		token, err := decoder.Token()
		if token == nil {
			if err.Error() != "EOF" {
				t.Fatal(err)
			}
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if text := strings.TrimSpace(string(token)); text != "" {
				found[strings.Join(path[2:], "/")] = text
			}
		}
	}
	for key, want := range map[string]string{
		"Description/title/Alt/li": "A & <B>¤¤", "Description/creator/Seq/li": "é", "Description/language/Bag/li": "nl-BE",
		"Description/Producer": "p", "Description/CreateDate": "2026-09-30T22:00:00Z", "Description/ModifyDate": "2026-09-30T22:00:00Z",
		"Description/conformance": "A", "Description/part": "1", "Description/description/Alt/li": "",
		"Description/schemas/Bag/li/namespaceURI": "http://www.aiim.org/pdfua/ns/id/",
	} {
		if found[key] != want {
			t.Errorf("%s is %q, want %q", key, found[key], want)
		}
	}
	if !bytes.Contains(packet, []byte("<pdfaid:part>3</pdfaid:part>")) {
		t.Error("not part 3 of PDF/A")
	}
}

// TestColorProfile derives the primaries from their chromaticities (IEC 61966-2-1, table 1), by the Bradford transform.
func TestColorProfile(t *testing.T) {
	xyzOf := func(x, y float64) [3]float64 { return [3]float64{x / y, 1, (1 - x - y) / y} }
	white := xyzOf(0.3127, 0.3290)
	columns := [3][3]float64{xyzOf(0.64, 0.33), xyzOf(0.30, 0.60), xyzOf(0.15, 0.06)}
	scale := solve(columns, white)
	for i, column := range columns {
		var d65 [3]float64
		for j := range d65 {
			d65[j] = column[j] * scale[i]
		}
		for j, row := range adaptation {
			got := row[0]*d65[0] + row[1]*d65[1] + row[2]*d65[2]
			if math.Abs(got-primaries[i][j]) > 0.0005 {
				t.Errorf("primary %d: coordinate %d is %.5f, derived %.5f", i, j, primaries[i][j], got)
			}
		}
	}
	for j := range whiteD50 {
		if sum := primaries[0][j] + primaries[1][j] + primaries[2][j]; math.Abs(sum-whiteD50[j]) > 0.0005 {
			t.Errorf("white has coordinate %d %.5f, want %.5f", j, sum, whiteD50[j])
		}
	}
	linear := func(v float64) float64 { return math.Pow(curve[1]*v+curve[2], curve[0]) }
	if jump := linear(curve[4]) - curve[3]*curve[4]; math.Abs(jump) > 1e-6 || math.Abs(linear(1)-1) > 1e-9 {
		t.Errorf("the curve jumps by %g and ends at %g", jump, linear(1))
	}
}

// solve finds the amounts of three columns that make up a sum (Cramer).
func solve(columns [3][3]float64, sum [3]float64) [3]float64 {
	det := func(m [3][3]float64) float64 {
		return m[0][0]*(m[1][1]*m[2][2]-m[2][1]*m[1][2]) - m[1][0]*(m[0][1]*m[2][2]-m[2][1]*m[0][2]) + m[2][0]*(m[0][1]*m[1][2]-m[1][1]*m[0][2])
	}
	var amounts [3]float64
	for i := range amounts {
		replaced := columns
		replaced[i] = sum
		amounts[i] = det(replaced) / det(columns)
	}
	return amounts
}

func TestColorProfileIsWellFormed(t *testing.T) {
	p := colorProfile()
	if int(binary.BigEndian.Uint32(p)) != len(p) || string(p[12:24]) != "mntrRGB XYZ " || string(p[36:40]) != "acsp" {
		t.Errorf("header % X", p[:40])
	}
	var signatures []string
	for i := range int(binary.BigEndian.Uint32(p[128:])) {
		entry := p[132+12*i:]
		offset, size := binary.BigEndian.Uint32(entry[4:]), binary.BigEndian.Uint32(entry[8:])
		if offset%4 != 0 || int(offset+size) > len(p) || size < 8 {
			t.Errorf("element %s: %d bytes from %d", entry[:4], size, offset)
		}
		signatures = append(signatures, string(entry[:4]))
	}
	if got := strings.Join(signatures, " "); got != "desc cprt wtpt chad rXYZ gXYZ bXYZ rTRC gTRC bTRC" {
		t.Errorf("elements %s", got)
	}
}

func TestPalette(t *testing.T) {
	text := map[Color]float64{Ink: 16.6, Grey: 6.3, Accent: 10.0, Fail: 8.6, Unknown: 4.9, Pass: 5.8, Waived: 6.7}
	for color, want := range text {
		if got := Contrast(color.RGB(), White.RGB()); math.Abs(got-want) > 0.06 {
			t.Errorf("%v: contrast %.2f, want %.1f", color, got, want)
		}
	}
	if got := Contrast(FailTint.RGB(), Fail.RGB()); math.Abs(got-6.6) > 0.1 {
		t.Errorf("fail on its tint: contrast %.2f, want 6.6", got)
	}
	if tokens.withAccent(Accent.RGB()) != tokens {
		t.Error("the palette's own accent changes it")
	}
	green := RGB{0x10, 0x50, 0x20}
	p := tokens.withAccent(green)
	if p[Accent].rgb != green || tokens[Accent].rgb == green || p[Fail] != tokens[Fail] {
		t.Errorf("accent %v", p[Accent])
	}
	for _, fill := range []Color{AccentMid, AccentLight} {
		got, want := Contrast(p[fill].rgb, White.RGB()), Contrast(fill.RGB(), White.RGB())
		if math.Abs(got-want) > 0.1 || p[fill].rgb == fill.RGB() {
			t.Errorf("%v: contrast %.2f, want %.2f", fill, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	var got []string
	for _, s := range []fmt.Stringer{Body, Display, Regular, Bold, AlignDefault, AlignCenter, NoColor, White, PlainRow, TotalRow, Paragraph, heading6} {
		got = append(got, s.String())
	}
	if want := "body display regular bold default center none white plain total P H6"; strings.Join(got, " ") != want {
		t.Errorf("names %v, want %s", got, want)
	}
}

func TestGrid(t *testing.T) {
	if got := ColumnSpan(1); math.Abs(got-10.83) > 0.005 {
		t.Errorf("a column of %.3f mm", got)
	}
	if got := ColumnLeft(12) + ColumnSpan(1); math.Abs(got-(PageWidth-Margin)) > 1e-9 {
		t.Errorf("the last column ends at %.3f mm", got)
	}
	if got := Top + Body.Baseline(); got != 37.5 {
		t.Errorf("the first line stands on %.2f mm", got)
	}
}
