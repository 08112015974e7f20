package pdf

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// replacement stands for every character that cannot be shown.
const replacement = '¤'

// milli is a length in thousandths of the type size.
type milli int

// inMillimetres is a length at a size of type.
func (m milli) inMillimetres(size Size) float64 {
	const millimetresPerPoint = 25.4 / 72
	return float64(m) / 1000 * sizes[size].points * millimetresPerPoint
}

// glyph is what is known of a character in a font; missing ones have no width of their own.
type glyph struct {
	advance milli
	shown   bool
}

// face is a font that is measured. It remembers each character it was asked for.
type face struct {
	name   string // PostScript
	data   []byte
	font   *sfnt.Font
	buffer sfnt.Buffer
	glyphs map[rune]glyph
}

// faces are the three weights.
type faces [Bold + 1]*face

// loadFaces reads the fonts; each must have the replacement character and the hyphen.
func loadFaces(fonts Fonts) (*faces, error) {
	var loaded faces
	for weight, data := range [...][]byte{Regular: fonts.Regular, SemiBold: fonts.SemiBold, Bold: fonts.Bold} {
		f, err := loadFace(data)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", Weight(weight), err)
		}
		loaded[weight] = f
	}
	return &loaded, nil
}

func loadFace(data []byte) (*face, error) {
	// The table of contents of a TrueType file starts so; fpdf prints to standard output for any other.
	if !strings.HasPrefix(string(data), "\x00\x01\x00\x00") {
		return nil, errors.New("not a TrueType font")
	}
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	f := &face{data: data, font: parsed, glyphs: map[rune]glyph{}}
	if f.name, err = parsed.Name(&f.buffer, sfnt.NameIDPostScript); err != nil {
		return nil, fmt.Errorf("read font name: %w", err)
	}
	for _, r := range []rune{replacement, hyphen, ' '} {
		if !f.glyph(r).shown {
			return nil, fmt.Errorf("font %s has no %q", f.name, r)
		}
	}
	return f, nil
}

// glyph looks a character up.
func (f *face) glyph(r rune) glyph {
	g, known := f.glyphs[r]
	if !known {
		g = f.lookUp(r)
		f.glyphs[r] = g
	}
	return g
}

func (f *face) lookUp(r rune) glyph {
	if !printable(r) {
		return glyph{}
	}
	index, err := f.font.GlyphIndex(&f.buffer, r)
	if err != nil || index == 0 {
		return glyph{}
	}
	advance, err := f.font.GlyphAdvance(&f.buffer, index, fixed.I(1000), font.HintingNone)
	if err != nil {
		return glyph{}
	}
	return glyph{milli(advance.Round()), true}
}

// width is the length of a text that was made showable.
func (f *face) width(text string) milli {
	var sum milli
	for _, r := range text {
		sum += f.glyph(r).advance
	}
	return sum
}

// showable is the text with every character that cannot be shown replaced, and those characters.
func (f *face) showable(text string) (string, []rune) {
	var lost []rune
	shown := strings.Map(func(r rune) rune {
		if r == softHyphen {
			return -1
		}
		if !f.glyph(r).shown {
			lost = append(lost, r)
			return replacement
		}
		return r
	}, text)
	return shown, lost
}

const (
	hyphen     = '\u2010'
	softHyphen = '\u00AD' // a hint where to hyphenate, which nothing here follows; drawn, it would be a hyphen
)

// printable says whether a character may be drawn at all. Not so: what UTF-16 needs two units for, which fpdf cannot
// write; control characters and marks of direction, which hide or reorder text; private characters; and those that
// readers take for a missing glyph.
func printable(r rune) bool {
	switch {
	case r > 0xFFFF, unicode.Is(unicode.Co, r), r == unicode.ReplacementChar, r == '□', r == '▯':
		return false
	}
	return !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) && r != '\u2028' && r != '\u2029'
}

// plain is a text for titles and descriptions, which no font limits: only what hides or reorders text is replaced.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == softHyphen:
			return -1
		case r <= 0xFFFF && !printable(r):
			return replacement
		}
		return r
	}, text)
}
