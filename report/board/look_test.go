package board

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coupefeu/report/pdf"
	"coupefeu/templates"
)

const (
	lookResolution = 100 // dots per inch that pages are drawn at
	lookShrink     = 2   // dots of a page for one of its reference, in either direction
	lookGreys      = 16  // levels of grey in a reference
	lookCell       = 6   // dots of a reference; what is compared is the mean grey of cells
	lookTolerance  = 24  // of 255, between two cells: type that is drawn otherwise stays below, a line that moves does not
)

// TestLook compares how each page of the sample's report looks, in every language, with its reference in testdata/look.
// UPDATE=1 draws the references anew. Where poppler is not installed, only the texts of pages are compared elsewhere.
func TestLook(t *testing.T) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Logf("the look of pages is not compared: %v", err)
		return
	}
	a := sampled(t)
	// Digests change with the program that made earlier quarters; their look does not matter.
	a.Previous.SHA256 = strings.Repeat("0d", 32)
	for _, tag := range templates.Tags() {
		file, _ := written(t, a, tag)
		pages := looks(t, program, file)
		folder := filepath.Join("testdata", "look", tag)
		if os.Getenv("UPDATE") == "1" {
			keepLooks(t, folder, pages)
			continue
		}
		kept, err := filepath.Glob(filepath.Join(folder, "*.png"))
		if err != nil || len(kept) != len(pages) {
			t.Errorf("%s: %d pages, and %d references in %s; UPDATE=1 draws them anew", tag, len(pages), len(kept), folder)
			continue
		}
		for i, name := range kept {
			if where := differs(lookOf(t, name), pages[i]); where != "" {
				t.Errorf("%s: page %d looks different %s; UPDATE=1 go test ./report/board -run TestLook draws %s anew", tag, i+1, where, name)
			}
		}
	}
}

// looks draws the pages of a file in grey, as small as references are.
func looks(t *testing.T, program string, file []byte, options ...string) []*image.Gray {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "board.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	arguments := slices.Concat([]string{"-r", fmt.Sprint(lookResolution), "-gray"}, options, []string{path, filepath.Join(folder, "page")})
	if message, err := exec.Command(program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, message)
	}
	names, err := filepath.Glob(filepath.Join(folder, "page-*.pgm"))
	if err != nil || len(names) == 0 {
		t.Fatalf("nothing is drawn: %v", err)
	}
	var pages []*image.Gray
	for _, name := range names {
		pages = append(pages, shrunk(greyMap(t, read(t, name))))
	}
	return pages
}

// greyMap reads the plain format that pdftoppm writes: P5, width, height, 255, then a byte for each dot.
func greyMap(t *testing.T, data []byte) *image.Gray {
	t.Helper()
	var width, height, most int
	if _, err := fmt.Sscanf(string(data[:min(len(data), 40)]), "P5\n%d %d\n%d\n", &width, &height, &most); err != nil || most != 255 || len(data) < width*height {
		t.Fatalf("no picture in grey: %v", err)
	}
	return &image.Gray{Pix: data[len(data)-width*height:], Stride: width, Rect: image.Rect(0, 0, width, height)}
}

// shrunk is a picture of a part of its size, each dot the mean of those it stands for, in few greys.
func shrunk(large *image.Gray) *image.Gray {
	size := large.Rect.Size().Div(lookShrink)
	small := image.NewGray(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			grey := mean(large, image.Rect(x*lookShrink, y*lookShrink, (x+1)*lookShrink, (y+1)*lookShrink))
			const step = 255.0 / (lookGreys - 1)
			small.SetGray(x, y, color.Gray{Y: uint8(step*float64(int(grey/step+0.5)) + 0.5)})
		}
	}
	return small
}

// mean is the mean grey of a part of a picture.
func mean(p *image.Gray, part image.Rectangle) float64 {
	part = part.Intersect(p.Rect)
	sum := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			sum += int(p.GrayAt(x, y).Y)
		}
	}
	return float64(sum) / float64(max(1, part.Dx()*part.Dy()))
}

// differs says where on the page two looks are different, in millimetres; "" where nowhere.
func differs(want, got *image.Gray) string {
	if want.Rect != got.Rect {
		return fmt.Sprintf("in size: %v instead of %v", got.Rect.Max, want.Rect.Max)
	}
	var where image.Rectangle
	cells := 0
	for y := 0; y < want.Rect.Max.Y; y += lookCell {
		for x := 0; x < want.Rect.Max.X; x += lookCell {
			cell := image.Rect(x, y, x+lookCell, y+lookCell)
			if difference := mean(want, cell) - mean(got, cell); difference > lookTolerance || -difference > lookTolerance {
				where, cells = where.Union(cell), cells+1
			}
		}
	}
	if cells == 0 {
		return ""
	}
	mm := func(dots int) int { return int(float64(dots*lookShrink)*25.4/lookResolution + 0.5) }
	return fmt.Sprintf("in %d places between %d and %d mm from the left and %d and %d mm from the top", cells, mm(where.Min.X), mm(where.Max.X), mm(where.Min.Y), mm(where.Max.Y))
}

// keepLooks writes the references of a language, in place of those that are there.
func keepLooks(t *testing.T, folder string, pages []*image.Gray) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	var greys color.Palette
	for i := range lookGreys {
		greys = append(greys, color.Gray{Y: uint8(255 * i / (lookGreys - 1))})
	}
	for i, page := range pages {
		// A palette takes half a byte for each dot.
		packed := image.NewPaletted(page.Rect, greys)
		for at, grey := range page.Pix {
			packed.Pix[at] = uint8((int(grey)*(lookGreys-1) + 127) / 255)
		}
		var file bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&file, packed); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.png", i+1)), file.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// lookOf reads a reference.
func lookOf(t *testing.T, name string) *image.Gray {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(read(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(picture.Bounds())
	for y := range picture.Bounds().Max.Y {
		for x := range picture.Bounds().Max.X {
			grey.Set(x, y, picture.At(x, y))
		}
	}
	return grey
}

// TestLooksAreTold draws a page with type drawn otherwise, which is not told, and with things moved a little or of
// another size, which is.
func TestLooksAreTold(t *testing.T) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Logf("nothing is drawn: %v", err)
		return
	}
	page := func(shift float64, style pdf.Style, options ...string) *image.Gray {
		a := fabricated(shape{services: 9, rules: 5, tiers: 2, members: 3})
		return looks(t, program, drawnOn(t, a, "fr", func(b *board) {
			b.Skip(shift)
			b.lead("Une phrase qui ouvre la page, en gras.", "Une autre, plus longue, qui ne l’est pas et qui va à la ligne parce qu’elle n’a pas de fin.")
			b.Skip(gapPart)
			b.Table(b.frameworkTable(len(a.Frameworks)))
			b.Paragraph(pdf.Plain(style, "Un seul mot change"))
		}), options...)[0]
	}
	same := page(0, body)
	for name, c := range map[string]struct {
		got  *image.Gray
		told bool
	}{
		"the same":              {page(0, body), false},
		"type without greys":    {page(0, body, "-aa", "no"), false},
		"a millimetre down":     {page(1, body), true},
		"larger words":          {page(0, head), true},
		"a line more":           {page(4.5, body), true},
		"another size of paper": {shrunk(same), true},
	} {
		if where := differs(same, c.got); (where != "") != c.told {
			t.Errorf("%s: told %q", name, where)
		}
	}
}
