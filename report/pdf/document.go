package pdf

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-pdf/fpdf"
)

// Document is one that is being laid out.
type Document struct {
	options Options
	faces   *faces
	pen     pen
	root    *node
	at      *node // the element that what is drawn next belongs to
	outline []bookmark

	pictures []*Picture // drawn so far, in the order of their names

	frame frame
	y     float64
	level int // of the last heading

	before, found survey
	err           error
}

// frame is the strip that blocks are drawn in.
type frame struct {
	x, width float64
	placed   bool // it stands at a fixed place and cannot go on on the next page
}

// bookmark is an entry of the outline.
type bookmark struct {
	level int
	title string
	place place
}

func newDocument(options Options, faces *faces, before survey) (*Document, error) {
	colors := tokens
	if options.Accent != nil {
		colors = colors.withAccent(*options.Accent)
	}
	root := &node{role: document}
	d := &Document{options: options, faces: faces, pen: pen{palette: colors}, root: root, at: root, frame: frame{x: Margin, width: Width},
		before: before, found: survey{places: map[string]place{}, replaced: map[rune]bool{}}}
	if before.pages == 0 {
		return d, nil
	}
	var err error
	d.pen.pdf, err = newSheets(options.Date, faces)
	return d, err
}

// newSheets is a file to draw on. Both dates are set because fpdf would read the clock; the finishing pass writes them
// anew.
func newSheets(date time.Time, faces *faces) (*fpdf.Fpdf, error) {
	p := fpdf.New("P", "mm", "A4", "")
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCreationDate(date.UTC())
	p.SetModificationDate(date.UTC())
	p.SetLineCapStyle("butt")
	for weight, f := range faces {
		p.AddUTF8FontFromBytes(Weight(weight).String(), "", f.data)
		p.SetFont(Weight(weight).String(), "", sizes[Body].points)
	}
	return p, p.Error()
}

// layOut runs one pass.
func (d *Document) layOut(draw func(*Document) error) error {
	if err := draw(d); err != nil {
		return err
	}
	d.pen.lift()
	d.found.pages = d.pen.page()
	if d.found.pages == 0 || d.pen.early {
		d.fail(errors.New("the document has no page, or something is drawn before the first"))
	}
	d.checkLinks()
	if d.pen.pdf != nil {
		d.err = errors.Join(d.err, d.pen.pdf.Error())
	}
	return d.err
}

// fail keeps the first error.
func (d *Document) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// checkLinks makes sure that every link leads somewhere.
func (d *Document) checkLinks() {
	for _, a := range d.pen.links {
		if _, found := d.found.places[destination(a.to)]; !found && !external(a.to) {
			d.fail(fmt.Errorf("page %d: link to %q, which leads nowhere", a.page, a.to))
		}
	}
}

// writeTo finishes the bytes that fpdf makes.
func (d *Document) writeTo(w io.Writer) error {
	finished, err := d.bytes()
	if err != nil {
		return err
	}
	if _, err := w.Write(finished); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return nil
}

// TitlePage starts a page without header.
func (d *Document) TitlePage() {
	if d.frame.placed {
		d.fail(fmt.Errorf("page %d: a placed frame is too tall for its page", d.pen.page()))
		return
	}
	d.pen.newPage()
	d.footer()
	d.y = Top
}

// NewPage starts a page with the header, and puts the cursor at its top.
func (d *Document) NewPage() {
	d.TitlePage()
	d.header()
}

// Page is the number of the current page, from 1.
func (d *Document) Page() int { return d.pen.page() }

// Y is the cursor: the upper edge of the next block.
func (d *Document) Y() float64 { return d.y }

// SetY moves the cursor.
func (d *Document) SetY(y float64) { d.y = y }

// Skip moves the cursor down.
func (d *Document) Skip(height float64) { d.y += height }

// Left is the height that is left above the lower edge of the content.
func (d *Document) Left() float64 { return Bottom - d.y }

// Keep starts a page if a height does not fit on this one. It does nothing in a placed frame, nor for what fits on no
// page.
func (d *Document) Keep(height float64) {
	if !d.frame.placed && d.Left() < height-fitTolerance && height <= Bottom-Top {
		d.NewPage()
	}
}

// fitTolerance is the excess that is a matter of rounding, in millimetres.
const fitTolerance = 0.01

// Frame is the place that blocks are drawn in: its left edge, its width, and the height left from the cursor.
func (d *Document) Frame() Box { return Box{d.frame.x, d.y, d.frame.width, d.Left()} }

// At draws blocks in a frame at a fixed place of the current page, from y down, and gives back their lower edge. The
// cursor outside stays. Blocks in it do not go to the next page: the caller makes sure that they fit.
func (d *Document) At(x, y, width float64, draw func()) float64 {
	outer, cursor := d.frame, d.y
	d.frame, d.y = frame{x, width, true}, y
	draw()
	bottom := d.y
	d.frame, d.y = outer, cursor
	if bottom > FooterRule {
		d.fail(fmt.Errorf("page %d: a placed frame ends at %.1f mm, below the footer rule", d.pen.page(), bottom))
	}
	return bottom
}

// Group puts what draw draws inside one structure element.
func (d *Document) Group(role Role, draw func()) { d.inside(d.at.add(&node{role: role}), draw) }

// inside draws with another element as the parent.
func (d *Document) inside(n *node, draw func()) {
	outer := d.at
	d.at = n
	draw()
	d.at = outer
}

// Destination names the cursor's place, for links to "#" and the name, and for PageOf.
func (d *Document) Destination(name string) {
	if _, taken := d.found.places[name]; taken {
		d.fail(fmt.Errorf("page %d: destination %q is there twice", d.pen.page(), name))
	}
	d.found.places[name] = place{d.pen.page(), d.y}
}

// header and footer are artifacts: a reader who listens should not hear them on every page. Long ones wrap away from
// the content.
func (d *Document) header() {
	d.pen.decorate(headerArtifact)
	style := Style{Size: Small, Color: Grey}
	right := Plain(style, d.options.HeaderRight).Aligned(AlignRight)
	style.Weight = SemiBold
	left := d.wrap(Plain(style, d.options.HeaderLeft), Width-d.Width(right.Runs...)-Gutter)
	top := HeaderBaseline - Small.Baseline() - float64(len(left)-1)*Small.Leading()
	d.drawLines(nil, left, Box{Margin, top, Width, 0})
	d.drawLines(nil, d.wrap(right, Width), Box{Margin, HeaderBaseline - Small.Baseline(), Width, 0})
	d.pen.line(Point{Margin, HeaderRule}, Point{PageWidth - Margin, HeaderRule}, Stroke{Color: Hair, Width: HairRule})
	d.pen.lift()
}

func (d *Document) footer() {
	d.pen.decorate(footerArtifact)
	d.pen.line(Point{Margin, FooterRule}, Point{PageWidth - Margin, FooterRule}, Stroke{Color: Hair, Width: HairRule})
	style := Style{Size: Small, Color: Grey}
	number := Text{Align: AlignRight}
	if d.options.PageNumber != nil {
		number = number.With(style, d.options.PageNumber(d.pen.page(), d.before.pages))
	}
	top := FooterBaseline - Small.Baseline()
	d.drawLines(nil, d.wrap(Plain(style, d.options.FooterLeft), Width-d.Width(number.Runs...)-Gutter), Box{Margin, top, Width, 0})
	d.drawLines(nil, d.wrap(number, Width), Box{Margin, top, Width, 0})
	d.pen.lift()
}
