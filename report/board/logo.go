package board

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"io"
	"io/fs"
	"path"
	"strings"

	"coupefeu/inventory/source"
	"coupefeu/report/board/svg"
	"coupefeu/report/pdf"
	"coupefeu/rules"
)

// logo is an organisation's mark, as a drawing or as a picture.
type logo struct {
	alt     rules.Text
	file    string // its path, seen from the template
	sha256  string
	art     *pdf.Artwork
	picture *pdf.Picture
}

// The hard limits of a logo. A report must stay under 2 MB whatever it carries.
const (
	mostLogoBytes   = svg.MaxBytes // of the file
	mostLogoPixels  = 2_400        // across, and down
	mostLogoCarried = 200_000      // bytes of a picture in a report
)

// logoSource is where a template says that its logo is.
type logoSource struct {
	folder   fs.FS
	template *source.File
	logoFile
}

// readLogo reads the logo that a template names at a node.
func readLogo(d *source.Decoder, n *source.Node, from logoSource) (*logo, source.Diagnostics) {
	from.File = path.Clean(from.File)
	data, err := from.read()
	if err != nil {
		d.Fail(n, "the logo %s %v", source.Quoted(from.File), err)
		return nil, nil
	}
	sum := sha256.Sum256(data)
	l := &logo{alt: from.Alt, file: from.File, sha256: hex.EncodeToString(sum[:])}
	if strings.EqualFold(path.Ext(from.File), ".svg") {
		shown := path.Join(path.Dir(from.template.Shown), from.File)
		var found source.Diagnostics
		l.art, found = svg.Parse(&source.File{Name: from.File, Shown: shown, Data: data})
		return l, found
	}
	if l.picture, err = readPicture(data); err != nil {
		d.Fail(n, "the logo %s %v", source.Quoted(from.File), err)
	}
	return l, nil
}

// read reads the file, if it is one that a logo may be. Its errors go on after the logo's name.
func (l logoSource) read() ([]byte, error) {
	switch {
	case strings.Contains(l.File, `\`):
		return nil, errors.New("has a backslash in its path: write / between folders")
	case !fs.ValidPath(l.File):
		return nil, errors.New("leads out of the template's folder: put it beside the template or in a folder under it")
	}
	if ending := strings.ToLower(path.Ext(l.File)); ending != ".svg" && ending != ".png" {
		return nil, errors.New("is neither an SVG nor a PNG file: save it as one of these, with that ending")
	}
	info, err := fs.Stat(l.folder, l.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("is not there: its path is seen from the template's folder")
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", reason(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("is no file")
	case info.Size() > mostLogoBytes:
		return nil, tooLong(info.Size())
	}
	file, err := l.folder.Open(l.File)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", reason(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, mostLogoBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", reason(err))
	case len(data) > mostLogoBytes: // it has grown meanwhile
		return nil, tooLong(int64(len(data)))
	}
	return data, nil
}

// reason is what is wrong with a path, without the path.
func reason(err error) error {
	var detail *fs.PathError
	if errors.As(err, &detail) {
		return detail.Err
	}
	return err
}

func tooLong(bytes int64) error {
	return fmt.Errorf("has %d bytes, more than the %d that a logo may have: make it simpler or smaller", bytes, mostLogoBytes)
}

// pngSignature begins every PNG file (PNG specification, 5.2).
const pngSignature = "\x89PNG\r\n\x1a\n"

// readPicture reads a PNG. Its errors go on after the logo's name.
func readPicture(data []byte) (*pdf.Picture, error) {
	if !bytes.HasPrefix(data, []byte(pngSignature)) {
		return nil, errors.New("is no PNG, though it is called one: save it as PNG, do not rename it")
	}
	head, err := png.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return nil, fmt.Errorf("is no whole PNG: %s", strings.TrimPrefix(err.Error(), "png: "))
	case head.Width > mostLogoPixels || head.Height > mostLogoPixels:
		return nil, fmt.Errorf("has %d × %d pixels, more than %d × %d: make it smaller, 945 pixels across give 600 dots per inch",
			head.Width, head.Height, mostLogoPixels, mostLogoPixels)
	}
	whole, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("is no whole PNG: %s", strings.TrimPrefix(err.Error(), "png: "))
	}
	picture, err := pdf.NewPicture(whole)
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be printed: %w", err)
	case picture.Bytes() > mostLogoCarried:
		return nil, fmt.Errorf("would add %d bytes to each report, more than %d: make it smaller, or use an SVG", picture.Bytes(), mostLogoCarried)
	}
	return picture, nil
}

// The box of a logo on the title page, in millimetres: its right edge is that of the type area.
const (
	mostLogoWidth  = 40.0
	mostLogoHeight = 12.0
	logoBottom     = 26.0
)

// box is the place of the logo, as large as it may be.
func (l *logo) box() pdf.Box {
	width, height := l.size()
	scale := min(mostLogoWidth/width, mostLogoHeight/height)
	width, height = scale*width, scale*height
	return pdf.Box{X: pdf.PageWidth - pdf.Margin - width, Y: logoBottom - height, Width: width, Height: height}
}

// size is the logo's own, in whatever units.
func (l *logo) size() (width, height float64) {
	if l.art != nil {
		return l.art.View.Width, l.art.View.Height
	}
	return float64(l.picture.Columns), float64(l.picture.Rows)
}

// drawLogo draws the logo as one figure.
func (b *board) drawLogo(l *logo) {
	box := l.box()
	b.At(box.X, box.Y, box.Width, func() {
		b.Figure(pdf.Figure{Alt: strings.TrimSpace(l.alt.In(b.l.Tag())), Height: box.Height, Draw: func(c *pdf.Canvas) {
			if l.art != nil {
				c.Artwork(box, l.art)
			} else {
				c.Picture(box, l.picture)
			}
		}})
	})
}
