package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
)

// finisher makes a tagged and archival file of one that fpdf wrote.
type finisher struct {
	file     *file
	pages    []ref
	document *Document
}

// bytes is the finished file.
func (d *Document) bytes() ([]byte, error) {
	var drawn bytes.Buffer
	if err := d.pen.pdf.Output(&drawn); err != nil {
		return nil, fmt.Errorf("write pages: %w", err)
	}
	finished, err := d.finish(drawn.Bytes())
	if err != nil {
		return nil, fmt.Errorf("finish document: %w", err)
	}
	return finished, nil
}

// finish adds to a file what fpdf cannot write. It reads whatever it is given and returns an error for what is not as
// fpdf writes it.
func (d *Document) finish(drawn []byte) ([]byte, error) {
	f, err := read(drawn)
	if err != nil {
		return nil, err
	}
	x := &finisher{file: f, document: d}
	if x.pages, err = pagesOf(f); err != nil {
		return nil, fmt.Errorf("find pages: %w", err)
	}
	if len(x.pages) != d.pen.page() {
		return nil, fmt.Errorf("%d pages instead of %d", len(x.pages), d.pen.page())
	}
	if err := x.fonts(); err != nil {
		return nil, fmt.Errorf("finish fonts: %w", err)
	}
	if err := x.placePictures(); err != nil {
		return nil, fmt.Errorf("place pictures: %w", err)
	}
	info := f.add(object{dict: x.information()})
	catalog := x.catalog()
	f.objects[f.root].dict = catalog
	x.spreadFonts()
	return f.bytes(info), nil
}

// pagesOf are the pages in order.
func pagesOf(f *file) ([]ref, error) {
	catalog, err := f.get(f.root)
	if err != nil {
		return nil, err
	}
	tree, err := f.follow(catalog.dict.get("Pages"))
	if err != nil {
		return nil, err
	}
	kids := &scanner{src: []byte(tree.dict.get("Kids"))}
	if !kids.next("[") {
		return nil, errors.New("no list of pages")
	}
	var pages []ref
	for {
		kids.space()
		if kids.next("]") {
			return pages, nil
		}
		value, err := kids.value()
		if err != nil {
			return nil, err
		}
		page, err := parseRef(value)
		if err != nil {
			return nil, err
		}
		if _, err := f.get(page); err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
}

// identifier is the file identifier of ISO 32000-1, 14.4: the same for the same content.
func identifier(content []byte) string {
	digest := sha256.Sum256(content)
	return fmt.Sprintf("<%X>", digest[:16])
}

// points is a length in the units of a PDF page.
func points(millimetres float64) float64 { return millimetres * 72 / 25.4 }

// number writes a length to a hundredth of a point, which is finer than print.
func number(length float64) string { return strconv.FormatFloat(length, 'f', 2, 64) }

// pageHeight is A4's in points as fpdf has it.
const pageHeight = 841.89

// rectangle is a box in the coordinates of a PDF page, which begin at the lower left corner.
func rectangle(b Box) string {
	return "[" + number(points(b.X)) + " " + number(pageHeight-points(b.Bottom())) + " " +
		number(points(b.Right())) + " " + number(pageHeight-points(b.Y)) + "]"
}
