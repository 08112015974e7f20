package pdf

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// fixed16 is s15Fixed16Number, the fractions of ICC profiles.
func fixed16(value float64) int32 { return int32(math.Round(value * 65536)) }

// whiteD50 is the white of the profile connection space (ICC.1:2010, 7.2.16).
var whiteD50 = [3]float64{0.9642, 1, 0.8249}

// adaptation leads from D65, the white of sRGB, to D50: the linear Bradford transform (ICC.1:2010, annex E.3).
var adaptation = [3][3]float64{
	{1.04788, 0.02292, -0.05019},
	{0.02959, 0.99048, -0.01706},
	{-0.00922, 0.01508, 0.75168},
}

// primaries are red, green and blue of sRGB (IEC 61966-2-1) adapted to D50, in XYZ.
var primaries = [3][3]float64{
	{0.43604, 0.22249, 0.01392},
	{0.38512, 0.71690, 0.09706},
	{0.14305, 0.06061, 0.71393},
}

// curve are the parameters g, a, b, c, d of the sRGB transfer function (IEC 61966-2-1): ((v+0.055)/1.055)^2.4, and
// v/12.92 up to 0.04045.
var curve = [5]float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}

// tag is one element of a profile.
type tag struct {
	signatures []string // that share it
	data       []byte
}

// colorProfile is a display profile of sRGB, version 4.2 (ICC.1:2004-10), which PDF 1.7 allows: matrix and curves only.
func colorProfile() []byte {
	tags := []tag{
		{[]string{"desc"}, localized("sRGB")},
		{[]string{"cprt"}, localized("Free of rights")},
		{[]string{"wtpt"}, xyz(whiteD50)},
		{[]string{"chad"}, fixedArray("sf32", append(append(adaptation[0][:], adaptation[1][:]...), adaptation[2][:]...))},
		{[]string{"rXYZ"}, xyz(primaries[0])},
		{[]string{"gXYZ"}, xyz(primaries[1])},
		{[]string{"bXYZ"}, xyz(primaries[2])},
		{[]string{"rTRC", "gTRC", "bTRC"}, parametric()},
	}
	const headerLength, entryLength = 128, 12
	count := 0
	for _, t := range tags {
		count += len(t.signatures)
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(count))
	var body []byte
	start := headerLength + 4 + count*entryLength
	for _, t := range tags {
		for _, signature := range t.signatures {
			table = append(table, signature...)
			table = binary.BigEndian.AppendUint32(table, uint32(start+len(body)))
			table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		}
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	return append(append(profileHeader(start+len(body)), table...), body...)
}

// profileHeader is the first 128 bytes (ICC.1:2004-10, 7.2).
func profileHeader(size int) []byte {
	h := make([]byte, 128)
	binary.BigEndian.PutUint32(h, uint32(size))
	copy(h[8:], "\x04\x20\x00\x00mntrRGB XYZ ")
	binary.BigEndian.PutUint16(h[24:], 2004) // a fixed day, as the bytes must not vary: 1 January
	binary.BigEndian.PutUint16(h[26:], 1)
	binary.BigEndian.PutUint16(h[28:], 1)
	copy(h[36:], "acsp")
	for i, v := range whiteD50 {
		binary.BigEndian.PutUint32(h[68+4*i:], uint32(fixed16(v)))
	}
	return h
}

// localized is a multiLocalizedUnicodeType of one language.
func localized(text string) []byte {
	units := utf16.Encode([]rune(text))
	var b bytes.Buffer
	b.WriteString("mluc\x00\x00\x00\x00")
	binary.Write(&b, binary.BigEndian, []uint32{1, 12})
	b.WriteString("enUS")
	binary.Write(&b, binary.BigEndian, []uint32{uint32(2 * len(units)), 28})
	binary.Write(&b, binary.BigEndian, units)
	return b.Bytes()
}

func xyz(value [3]float64) []byte { return fixedArray("XYZ ", value[:]) }

// fixedArray is a type that holds fractions.
func fixedArray(signature string, values []float64) []byte {
	data := append([]byte(signature), 0, 0, 0, 0)
	for _, v := range values {
		data = binary.BigEndian.AppendUint32(data, uint32(fixed16(v)))
	}
	return data
}

// parametric is a parametricCurveType of function type 3: a power with a straight piece at its foot.
func parametric() []byte {
	data := append([]byte("para"), 0, 0, 0, 0, 0, 3, 0, 0)
	for _, v := range curve {
		data = binary.BigEndian.AppendUint32(data, uint32(fixed16(v)))
	}
	return data
}
