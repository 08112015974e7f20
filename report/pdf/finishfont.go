package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fonts gives every font the name of a subset, and a map from its codes to characters that strict readers follow.
func (x *finisher) fonts() error {
	for number := 1; number < len(x.file.objects); number++ {
		if x.file.objects[number].dict.get("Subtype") != "/Type0" {
			continue
		}
		if err := x.font(&x.file.objects[number]); err != nil {
			return fmt.Errorf("object %d: %w", number, err)
		}
	}
	return nil
}

// font mends one composite font: itself, its descendant, its descriptor and its map.
func (x *finisher) font(composite *object) error {
	descendant, err := x.file.follow(strings.Trim(composite.dict.get("DescendantFonts"), "[]"))
	if err != nil {
		return fmt.Errorf("descendant: %w", err)
	}
	descriptor, err := x.file.follow(descendant.dict.get("FontDescriptor"))
	if err != nil {
		return fmt.Errorf("descriptor: %w", err)
	}
	program, err := x.file.follow(descriptor.dict.get("FontFile2"))
	if err != nil {
		return fmt.Errorf("font file: %w", err)
	}
	base := name(subsetTag(program.data) + "+" + x.postScriptName(composite.dict.get("BaseFont")))
	composite.dict.set("BaseFont", base)
	descendant.dict.set("BaseFont", base)
	descriptor.dict.set("FontName", base)
	return x.characters(composite, descendant)
}

// spread is how many numbers a font's object may be put on; the numbers left out cost nothing once compressed.
const spread = 9973

// spreadFonts moves each font to an object number made from its name, which tells its content. The languages of one
// report otherwise have their fonts under the same numbers with other glyphs, and a program that reads several of
// them and remembers fonts by number takes one language's for another's.
func (x *finisher) spreadFonts() {
	moved := map[string]string{}
	last := len(x.file.objects)
	for number := 1; number < last; number++ {
		font := x.file.objects[number]
		if font.dict.get("Subtype") != "/Type0" {
			continue
		}
		digest := sha256.Sum256([]byte(font.dict.get("BaseFont")))
		place := last + int(binary.BigEndian.Uint32(digest[:]))%spread
		for len(x.file.objects) <= place || !x.file.objects[place].absent() {
			place = max(place, len(x.file.objects))
			x.file.objects = append(x.file.objects, make([]object, place-len(x.file.objects)+1)...)
		}
		x.file.objects[place], x.file.objects[number] = font, object{}
		moved[ref(number).String()] = ref(place).String()
	}
	for number := 1; number < last; number++ {
		if fonts := x.file.objects[number].dict.get("Font"); fonts != "" {
			x.file.objects[number].dict.set("Font", renamed(fonts, moved))
		}
	}
}

// renamed replaces the references of a dictionary of fonts.
func renamed(fonts string, moved map[string]string) string {
	for _, from := range slices.Sorted(maps.Keys(moved)) {
		fonts = strings.ReplaceAll(fonts, " "+from, " "+moved[from])
	}
	return fonts
}

// subsetTag is the six letters before the name of a subset (ISO 32000-1, 9.6.4), made from its content.
func subsetTag(program []byte) string {
	digest := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + digest[i]%26
	}
	return string(tag)
}

// postScriptName is that of the font that fpdf calls after its weight.
func (x *finisher) postScriptName(base string) string {
	for weight, face := range x.document.faces {
		if base == "/utf8"+Weight(weight).String() {
			return face.name
		}
	}
	return strings.TrimPrefix(base, "/")
}

// mostCodes is the length of a table with two bytes for each two-byte code.
const mostCodes = 2 << 16

// characters replaces the map from codes to characters. fpdf writes one range over all codes, but a range may not
// go past a change of the first byte (ISO 32000-1, 9.10.3). Codes are UTF-16; those without a glyph are left out.
func (x *finisher) characters(composite, descendant *object) error {
	table, err := x.file.follow(descendant.dict.get("CIDToGIDMap"))
	if err != nil {
		return fmt.Errorf("glyph map: %w", err)
	}
	glyphs, err := inflate(table.data, mostCodes)
	if err != nil {
		return fmt.Errorf("glyph map: %w", err)
	}
	var codes []int
	for code := 1; 2*code+1 < len(glyphs); code++ {
		if glyphs[2*code] != 0 || glyphs[2*code+1] != 0 {
			codes = append(codes, code)
		}
	}
	target, err := x.file.follow(composite.dict.get("ToUnicode"))
	if err != nil {
		return fmt.Errorf("character map: %w", err)
	}
	*target = compressed(nil, characterMap(codes))
	return nil
}

// characterMap writes the map in blocks of at most a hundred, as the format demands.
func characterMap(codes []int) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for len(codes) > 0 {
		n := min(100, len(codes))
		fmt.Fprintf(&b, "%d beginbfchar\n", n)
		for _, code := range codes[:n] {
			fmt.Fprintf(&b, "<%04X> <%04X>\n", code, code)
		}
		b.WriteString("endbfchar\n")
		codes = codes[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
