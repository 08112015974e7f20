package pdf

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"
)

// painted fills an image with parts that are transparent, half transparent and solid.
func painted(in draw.Image) image.Image {
	size := in.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			in.Set(x, y, color.NRGBA{R: uint8(40 * (x % 6)), G: 0x80, B: uint8(30 * y), A: uint8(85 * (x % 4))})
		}
	}
	return in
}

// unpacked is the image that a file's object holds, read as a PNG file with the same data.
func unpacked(t *testing.T, o object, colorType byte) image.Image {
	t.Helper()
	r := reader{t: t}
	head := binary.BigEndian.AppendUint32(nil, uint32(r.number(o.dict.get("Width"))))
	head = binary.BigEndian.AppendUint32(head, uint32(r.number(o.dict.get("Height"))))
	file := []byte("\x89PNG\r\n\x1a\n")
	for _, chunk := range [][]byte{append([]byte("IHDR"), append(head, 8, colorType, 0, 0, 0)...), append([]byte("IDAT"), o.data...), []byte("IEND")} {
		file = binary.BigEndian.AppendUint32(file, uint32(len(chunk)-4))
		file = append(file, chunk...)
		file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(chunk))
	}
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// TestPictures reads pictures of every kind back and compares each pixel with what it is on white paper.
func TestPictures(t *testing.T) {
	box := image.Rect(3, 2, 9, 6)
	palette := color.Palette{color.Transparent, color.Black, color.NRGBA{0xCC, 0x10, 0x10, 0x80}}
	const grey, coloured = 0, 2 // the PNG's kinds
	for name, c := range map[string]struct {
		image image.Image
		kind  byte
	}{
		"transparent":   {painted(image.NewNRGBA(box)), coloured},
		"premultiplied": {painted(image.NewRGBA(box)), coloured},
		"sixteen bits":  {painted(image.NewNRGBA64(box)), coloured},
		"palette":       {painted(image.NewPaletted(box, palette)), coloured},
		"grey":          {painted(image.NewGray(box)), grey},
		"empty":         {image.NewNRGBA(box), grey},
	} {
		p, err := NewPicture(c.image)
		if err != nil {
			t.Fatal(err)
		}
		o := p.object()
		space := map[byte]string{grey: "/DeviceGray", coloured: "/DeviceRGB"}[c.kind]
		if o.dict.get("ColorSpace") != space || p.Columns != 6 || p.Rows != 4 || p.Bytes() != len(o.data) {
			t.Errorf("%s: %v", name, o.dict)
		}
		got := unpacked(t, o, c.kind)
		for y := range p.Rows {
			for x := range p.Columns {
				if g, w := got.At(x, y), onPaper(c.image.At(3+x, 2+y)); !near(g, w) {
					t.Errorf("%s: pixel %d, %d is %v, want %v", name, x, y, g, w)
				}
			}
		}
	}
	if _, err := NewPicture(image.NewGray(image.Rectangle{})); err == nil {
		t.Error("a picture without pixels is taken")
	}
}

// onPaper is a colour laid on white.
func onPaper(c color.Color) color.Color {
	r, g, b, a := c.RGBA()
	rest := 0xFFFF - a
	return color.RGBA64{uint16(r + rest), uint16(g + rest), uint16(b + rest), 0xFFFF}
}

// near tells whether two colours differ by no more than rounding to eight bits does.
func near(a, b color.Color) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	for _, d := range []int{int(r1) - int(r2), int(g1) - int(g2), int(b1) - int(b2)} {
		if d < -0x180 || d > 0x180 {
			return false
		}
	}
	return true
}

// TestPictureIsDrawnOnce draws a picture twice on two pages and finds it once in the file, inside its figures.
func TestPictureIsDrawnOnce(t *testing.T) {
	p, err := NewPicture(painted(image.NewNRGBA(image.Rect(0, 0, 6, 4))))
	if err != nil {
		t.Fatal(err)
	}
	draw := func(d *Document) error {
		for range 2 {
			d.TitlePage()
			d.Figure(Figure{Alt: "un", Height: 20, Draw: func(c *Canvas) { c.Picture(Box{100, 50, 15, 10}, p) }})
		}
		return nil
	}
	file := render(t, sampleOptions(t), draw)
	if !bytes.Equal(file, render(t, sampleOptions(t), draw)) {
		t.Error("two runs give other bytes")
	}
	r := openFile(t, file)
	images := 0
	for _, o := range r.objects {
		if o.dict.get("Subtype") == "/Image" {
			images++
		}
	}
	resources := r.follow(r.follow(r.pages[1].String()).dict.get("Resources"))
	names, err := (&scanner{src: []byte(resources.dict.get("XObject"))}).dict()
	if err != nil {
		t.Fatal(err)
	}
	if o := r.follow(names.get("P1")); images != 1 || len(names) != 1 || !bytes.Equal(o.data, p.data) {
		t.Errorf("%d images, under the names %v", images, names)
	}
	for i := range r.pages {
		if want := "BDC\nq 42.52 0 0 28.346 283.465 671.811 cm /P1 Do Q\nEMC"; !strings.Contains(r.drawing(i+1), want) {
			t.Errorf("page %d without %s:\n%s", i+1, want, r.drawing(i+1))
		}
	}
}

// TestPictureNeedsResources refuses a file whose page shares nothing.
func TestPictureNeedsResources(t *testing.T) {
	d, _ := drawn(t)
	d.pictures = []*Picture{{}}
	objects := smallest()
	objects[2] = "<</Type /Page /Parent 1 0 R /Contents 4 0 R>>"
	if _, err := d.finish(assemble(objects)); err == nil {
		t.Error("a page without resources is taken")
	}
}
