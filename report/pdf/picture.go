package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"strconv"
)

// Picture is a raster image, ready to stand in a file: opaque, in grey or in sRGB, eight bits a component.
type Picture struct {
	Columns, Rows int // pixels
	space         string
	components    int
	data          []byte // deflated, each row with a PNG predictor
}

// NewPicture takes an image over. What is transparent in it becomes what it would look like on white paper, so that no
// reader has to blend anything.
func NewPicture(from image.Image) (*Picture, error) {
	size := from.Bounds().Size()
	if size.X < 1 || size.Y < 1 {
		return nil, errors.New("picture without pixels")
	}
	opaque := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(opaque, opaque.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(opaque, opaque.Rect, from, from.Bounds().Min, draw.Over)
	p := &Picture{Columns: size.X, Rows: size.Y, space: "/DeviceRGB", components: 3}
	var whole image.Image = opaque
	if grey, all := inGrey(opaque); all {
		whole, p.space, p.components = grey, "/DeviceGray", 1
	}
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&file, whole); err != nil {
		return nil, fmt.Errorf("compress picture: %w", err)
	}
	// The data of a PNG file is what a PDF calls Flate with a PNG predictor (ISO 32000-1, 7.4.4.4).
	p.data = pixels(file.Bytes())
	return p, nil
}

// Bytes is the size that the picture has in a file.
func (p *Picture) Bytes() int { return len(p.data) }

// inGrey is the image in shades of grey, if it has nothing else.
func inGrey(from *image.RGBA) (*image.Gray, bool) {
	grey := image.NewGray(from.Rect)
	for i := range grey.Pix {
		r, g, b := from.Pix[4*i], from.Pix[4*i+1], from.Pix[4*i+2]
		if r != g || g != b {
			return nil, false
		}
		grey.Pix[i] = r
	}
	return grey, true
}

// pixels joins the IDAT chunks of a PNG file (PNG specification, 5.3).
func pixels(file []byte) []byte {
	var data []byte
	const signature, head, check = 8, 8, 4
	for at := signature; at+head <= len(file); {
		length := int(binary.BigEndian.Uint32(file[at:]))
		if string(file[at+4:at+head]) == "IDAT" {
			data = append(data, file[at+head:at+head+length]...)
		}
		at += head + length + check
	}
	return data
}

// Picture draws a picture over a box.
func (c *Canvas) Picture(box Box, p *Picture) {
	c.begin()
	size := exact(points(box.Width)) + " 0 0 " + exact(points(box.Height)) + " " + exact(points(box.X), pageHeight-points(box.Bottom()))
	c.document.pen.operator("q " + size + " cm " + c.document.pictureName(p) + " Do Q")
}

// pictureName is the name of a picture among the resources of all pages. One that is drawn twice is there once.
func (d *Document) pictureName(p *Picture) string {
	for i, known := range d.pictures {
		if known == p {
			return "/P" + strconv.Itoa(i+1)
		}
	}
	d.pictures = append(d.pictures, p)
	return "/P" + strconv.Itoa(len(d.pictures))
}

// placePictures puts the pictures into the file, and their names among the resources, which all pages share.
func (x *finisher) placePictures() error {
	if len(x.document.pictures) == 0 {
		return nil
	}
	var names dict
	for i, p := range x.document.pictures {
		names = append(names, entry{"P" + strconv.Itoa(i+1), x.file.add(p.object()).String()})
	}
	page, err := x.file.get(x.pages[0])
	if err != nil {
		return err
	}
	resources, err := x.file.follow(page.dict.get("Resources"))
	if err != nil {
		return fmt.Errorf("resources: %w", err)
	}
	resources.dict.set("XObject", names.String())
	return nil
}

// object is the picture as a file has it.
func (p *Picture) object() object {
	parameters := dict{{"Predictor", "15"}, {"Colors", strconv.Itoa(p.components)}, {"BitsPerComponent", "8"}, {"Columns", strconv.Itoa(p.Columns)}}
	return object{dict{{"Type", "/XObject"}, {"Subtype", "/Image"}, {"Width", strconv.Itoa(p.Columns)}, {"Height", strconv.Itoa(p.Rows)},
		{"ColorSpace", p.space}, {"BitsPerComponent", "8"}, {"Filter", "/FlateDecode"}, {"DecodeParms", parameters.String()}}, p.data}
}
