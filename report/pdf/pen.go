package pdf

import (
	"fmt"

	"github.com/go-pdf/fpdf"
)

// pen draws on the pages and keeps everything drawn inside marked content: that of a structure element, or an
// artifact. Marks open when something is drawn for another owner and close by themselves, so they never nest and never
// cross a page.
type pen struct {
	pdf     *fpdf.Fpdf // nil in the first pass, which counts and draws nothing
	palette palette

	owner    *node  // whose mark is open; nil: none
	spoken   bool   // something else is read out in place of what is in that mark
	artifact string // the kind of artifact that is open; "": none
	marks    []int  // marked contents on each page
	links    []*annotation

	style Style // last set; weights and sizes only
	set   bool  // whether style was set on this page
	early bool  // something was drawn before the first page
}

// The kinds of artifacts (ISO 32000-1, table 330).
const (
	layoutArtifact = "/Type /Layout"
	headerArtifact = "/Type /Pagination /Subtype /Header"
	footerArtifact = "/Type /Pagination /Subtype /Footer"
)

// newPage closes what is open and turns to the next page.
func (p *pen) newPage() {
	p.lift()
	if p.pdf != nil {
		p.pdf.AddPage()
	}
	p.marks = append(p.marks, 0)
	p.set = false
}

// operator writes to the page what fpdf has no word for.
func (p *pen) operator(words string) {
	if p.pdf != nil {
		p.pdf.RawWriteStr(words)
	}
}

// page is the current page, from 1.
func (p *pen) page() int { return len(p.marks) }

// begin makes sure that there is a page to draw on; without one, what is drawn is lost, and Render says so.
func (p *pen) begin() {
	if p.page() == 0 {
		p.early = true
		p.newPage()
	}
}

// lift closes the open mark.
func (p *pen) lift() {
	if p.owner != nil || p.artifact != "" {
		p.operator("EMC")
	}
	p.owner, p.artifact, p.spoken = nil, "", false
}

// write makes what is drawn next the content of a structure element.
func (p *pen) write(n *node) {
	if p.owner != n || p.spoken {
		p.open(n, n.role.String(), "")
	}
}

// speak makes what is drawn next the content of a structure element, with words to be read out in its place. It is a mark
// of its own (ISO 32000-1, 14.9.4), for readers lose what follows a mark inside another.
func (p *pen) speak(n *node, words string) {
	p.open(n, "Span", " /ActualText "+textString(words))
	p.spoken = true
}

// open begins a mark.
func (p *pen) open(n *node, tag, properties string) {
	p.lift()
	p.begin()
	m := mark{p.page(), p.marks[p.page()-1]}
	p.marks[p.page()-1]++
	n.kids = append(n.kids, kid{mark: m})
	p.operator(fmt.Sprintf("/%s <</MCID %d%s>> BDC", tag, m.id, properties))
	p.owner = n
}

// decorate makes what is drawn next an artifact.
func (p *pen) decorate(kind string) {
	if p.artifact == kind {
		return
	}
	p.lift()
	p.begin()
	p.operator("/Artifact <<" + kind + ">> BDC")
	p.artifact = kind
}

// link puts a sensitive area around content of a Link element.
func (p *pen) link(n *node, box Box, to Link) {
	a := &annotation{page: p.page(), box: box, to: to.To, about: to.About, owner: n}
	n.kids = append(n.kids, kid{link: a})
	p.links = append(p.links, a)
}

// text draws a string with its left end on a baseline.
func (p *pen) text(at Point, style Style, words string) {
	if p.pdf == nil {
		return
	}
	if !p.set || p.style.Size != style.Size || p.style.Weight != style.Weight {
		p.pdf.SetFont(style.Weight.String(), "", sizes[style.Size].points)
		p.style, p.set = style, true
	}
	c := p.palette[style.Color].rgb
	p.pdf.SetTextColor(int(c.Red), int(c.Green), int(c.Blue))
	p.pdf.Text(at.X, at.Y, words)
}

// line draws a straight line.
func (p *pen) line(from, to Point, s Stroke) {
	p.shape(Paint{Stroke: s}, func(pdf *fpdf.Fpdf, _ string) { pdf.Line(from.X, from.Y, to.X, to.Y) })
}

// shape sets the colours and draws: filled (F), outlined (D), or both.
func (p *pen) shape(paint Paint, draw func(pdf *fpdf.Fpdf, style string)) {
	if p.pdf == nil {
		return
	}
	style := ""
	if paint.Fill != NoColor {
		c := p.palette[paint.Fill].rgb
		p.pdf.SetFillColor(int(c.Red), int(c.Green), int(c.Blue))
		style += "F"
	}
	if s := paint.Stroke; s.Color != NoColor {
		c := p.palette[s.Color].rgb
		p.pdf.SetDrawColor(int(c.Red), int(c.Green), int(c.Blue))
		p.pdf.SetLineWidth(s.Width)
		p.pdf.SetDashPattern(s.Dash, 0)
		style += "D"
	}
	if style != "" {
		draw(p.pdf, style)
	}
}
