package pdf

import (
	"fmt"
	"slices"
	"strings"
)

// drawLines draws lines one under the other, from the upper edge of a box down, aligned in its width, as content of an
// element; without one, inside the artifact that is open. It gives back their lower edge.
func (d *Document) drawLines(n *node, lines []line, box Box) float64 {
	y := box.Y
	for _, l := range lines {
		d.drawLine(n, l, Point{l.start(box), y + l.size.Baseline()})
		y += l.size.Leading()
	}
	if box.Y < 0 || y > PageHeight {
		d.fail(fmt.Errorf("page %d: text runs off the page", d.Page()))
	}
	return y
}

// displayBearing is the empty space at the left of a figure in Display: the digit stands on the margin, not its bearing.
const displayBearing = 0.6

// start is the left end of a line in a box.
func (l line) start(box Box) float64 {
	switch l.align {
	case AlignRight:
		return box.Right() - l.width
	case AlignCenter:
		return box.X + (box.Width-l.width)/2
	}
	if l.size == Display {
		return box.X - displayBearing
	}
	return box.X
}

// drawLine draws the parts of a line from a point on. Neighbouring parts of one link share a Link element.
func (d *Document) drawLine(n *node, l line, at Point) {
	for from := 0; from < len(l.parts); {
		to := from + 1
		for to < len(l.parts) && l.parts[to].run.Link == l.parts[from].run.Link {
			to++
		}
		piece := line{parts: l.parts[from:to], size: l.size, more: l.more && to == len(l.parts)}
		at.X = d.drawPiece(n, piece, at)
		from = to
	}
}

// drawPiece draws parts that have one link or none, and gives back their right end.
func (d *Document) drawPiece(n *node, piece line, at Point) float64 {
	link := piece.parts[0].run.Link
	owner := n
	if n != nil && link != (Link{}) {
		owner = n.add(&node{role: linked})
	}
	x := at.X
	for _, p := range piece.parts {
		d.drawPart(owner, p, Point{x, at.Y})
		x += p.width
	}
	if piece.more {
		d.drawPart(owner, part{run: &Run{Style: piece.parts[len(piece.parts)-1].run.Style}, text: " "}, Point{x, at.Y})
	}
	if owner != n {
		if link.About == "" {
			link.About = piece.String()
		}
		d.pen.link(owner, Box{at.X, at.Y - piece.size.Baseline(), x - at.X, piece.size.Leading()}, link)
	}
	return x
}

// String is the line without its styles.
func (l line) String() string {
	var words strings.Builder
	for _, p := range l.parts {
		words.WriteString(p.text)
	}
	return words.String()
}

// drawPart draws one part as content of an element, with what is to be read out in its place; without an element, inside
// the artifact that is open, which nobody reads out.
func (d *Document) drawPart(n *node, p part, at Point) {
	spoken := p.run.Spoken
	if p.soft {
		spoken = string(softHyphen)
	}
	switch {
	case n != nil && spoken != "":
		d.pen.speak(n, spoken)
	case n != nil:
		d.pen.write(n)
	}
	d.pen.text(at, p.run.Style, p.text)
}

// Write draws a paragraph at the cursor, in an element of its own; one without words takes its place and is no element. A
// paragraph that does not fit goes on on the next page, with at least two lines on either.
func (d *Document) Write(role Role, t Text) {
	lines := d.wrap(t, d.frame.width)
	n := &node{role: role}
	if !wordless(lines) {
		d.at.add(n)
	}
	d.flow(n, lines)
}

// wordless tells whether lines have nothing in them.
func wordless(lines []line) bool {
	return !slices.ContainsFunc(lines, func(l line) bool { return len(l.parts) > 0 })
}

// Paragraph is Write in the role of a paragraph.
func (d *Document) Paragraph(t Text) { d.Write(Paragraph, t) }

// flow draws lines of an element at the cursor, over pages if need be.
func (d *Document) flow(n *node, lines []line) {
	for len(lines) > 0 {
		fit := len(lines)
		if !d.frame.placed {
			fit = d.fitting(lines)
		}
		d.y = d.drawLines(n, lines[:fit], Box{d.frame.x, d.y, d.frame.width, 0})
		lines = lines[fit:]
		if len(lines) > 0 {
			d.NewPage()
		}
	}
}

// fitting is how many lines go on this page: no single first or last line on a page of its own.
func (d *Document) fitting(lines []line) int {
	fit, y := 0, d.y
	for fit < len(lines) && y+lines[fit].size.Leading() <= Bottom+fitTolerance {
		y += lines[fit].size.Leading()
		fit++
	}
	if fit == len(lines) {
		return fit
	}
	if len(lines)-fit < 2 {
		fit = len(lines) - 2
	}
	if fit < 2 && d.y > Top {
		return 0
	}
	return max(fit, 1)
}
