package pdf

import "math"

// Color is a token of the palette. Text never uses one with less than 4.5 : 1 against white: those are for fills and
// rules only.
type Color uint8

// The palette.
const (
	NoColor     Color = iota // text is drawn in Ink, a fill or a line is not drawn at all
	Ink                      // text, head rules, limit and target lines
	Grey                     // second lines, units, captions, zero
	Hair                     // hairlines; no text
	Track                    // hairlines in dense tables, rest of a bar; no text
	Accent                   // page titles, group heads, links; what Options.Accent says
	AccentMid                // fill only
	AccentLight              // fill only
	Fail                     // not kept, lost, late, worse
	FailTint                 // cell behind a count of failures; no text
	Unknown                  // not demonstrated: hollow, never solid
	Pass                     // kept, met, better
	PassFill                 // fill only
	Waived                   // text only
	White
)

// RGB is a colour of sRGB.
type RGB struct{ Red, Green, Blue uint8 }

// token is a colour of the palette with its name.
type token struct {
	name string
	rgb  RGB
}

type palette [White + 1]token

var tokens = palette{
	NoColor:     {"none", RGB{0x1B, 0x1F, 0x24}},
	Ink:         {"ink", RGB{0x1B, 0x1F, 0x24}},
	Grey:        {"grey", RGB{0x5A, 0x61, 0x6A}},
	Hair:        {"hair", RGB{0xC4, 0xC9, 0xCF}},
	Track:       {"track", RGB{0xE4, 0xE7, 0xEA}},
	Accent:      {"accent", RGB{0x17, 0x45, 0x6B}},
	AccentMid:   {"accent-mid", RGB{0x5E, 0x8D, 0xB5}},
	AccentLight: {"accent-light", RGB{0xB4, 0xCA, 0xDD}},
	Fail:        {"fail", RGB{0x96, 0x18, 0x0F}},
	FailTint:    {"fail-tint", RGB{0xF3, 0xDD, 0xD8}},
	Unknown:     {"unknown", RGB{0x93, 0x6A, 0x00}},
	Pass:        {"pass", RGB{0x15, 0x71, 0x6C}},
	PassFill:    {"pass-fill", RGB{0x4F, 0x99, 0x93}},
	Waived:      {"waived", RGB{0x67, 0x50, 0x8F}},
	White:       {"white", RGB{0xFF, 0xFF, 0xFF}},
}

// String is the name of the token.
func (c Color) String() string { return tokens[c].name }

// RGB is the colour of the token before Options.Accent replaces the accent.
func (c Color) RGB() RGB { return tokens[c].rgb }

// Contrast is the ratio of two colours' luminance as WCAG 2.1 defines it, from 1 to 21.
func Contrast(a, b RGB) float64 {
	light, dark := a.luminance(), b.luminance()
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

// luminance is the relative luminance of WCAG 2.1.
func (c RGB) luminance() float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.Red) + 0.7152*linear(c.Green) + 0.0722*linear(c.Blue)
}

// withAccent is the palette with another accent. The two fills that go with it are the accent mixed with white, as
// light as those they replace, so that the order of greys in print stays. The palette's own accent changes nothing.
func (p palette) withAccent(accent RGB) palette {
	if accent == p[Accent].rgb {
		return p
	}
	p[Accent].rgb = accent
	for _, fill := range []Color{AccentMid, AccentLight} {
		p[fill].rgb = accent.lightened(p[fill].rgb.luminance())
	}
	return p
}

// lightened is the colour mixed with just enough white to reach a luminance.
func (c RGB) lightened(luminance float64) RGB {
	mixed := c
	for white := 0; white <= 255 && mixed.luminance() < luminance; white++ {
		mix := func(v uint8) uint8 { return v + uint8(int(255-v)*white/255) }
		mixed = RGB{mix(c.Red), mix(c.Green), mix(c.Blue)}
	}
	return mixed
}
