package pdf

import "fmt"

// Heading is a head with its place in the outline. Levels start at 1 and skip none.
type Heading struct {
	Level    int
	Text     Text
	Name     string // of the destination it makes; "" for none
	Bookmark string // its entry in the outline and in Contents; "" for none
}

// List is a list with labels in a column of their own.
type List struct {
	Items    []Item
	Indent   float64 // width of the label column, mm; 0 stands for 6
	Numbered bool    // the labels count
	Gap      float64 // between items, mm
}

// Item is one item of a list.
type Item struct {
	Label Text
	Body  []Text
}

// Figure is a drawing. Its alternative text says what it shows to those who cannot see it.
type Figure struct {
	Alt    string
	Height float64 // mm
	Draw   func(*Canvas)
}

// List draws a list.
func (d *Document) List(l List) {
	indent := l.Indent
	if indent == 0 {
		indent = 6
	}
	numbering := "Disc"
	if l.Numbered {
		numbering = "Decimal"
	}
	d.inside(d.at.add(&node{role: ListOf, numbering: numbering}), func() {
		for i, item := range l.Items {
			if i > 0 {
				d.Skip(l.Gap)
			}
			d.Group(ListItem, func() { d.listItem(item, indent) })
		}
	})
}

// Numbered puts what draw draws inside a list whose labels count, for items that List has no shape for: each is a Group in
// the role ListItem, with its ListLabel and its ListBody.
func (d *Document) Numbered(draw func()) {
	d.inside(d.at.add(&node{role: ListOf, numbering: "Decimal"}), draw)
}

// listItem draws the label beside the first line of the body; both go to the next page together.
func (d *Document) listItem(item Item, indent float64) {
	d.Keep(max(d.Height(indent, item.Label), min(2, float64(d.Lines(d.frame.width-indent, item.Body...)))*Body.Leading()))
	page, y := d.Page(), d.y
	d.drawLines(d.at.add(&node{role: ListLabel}), d.wrap(item.Label, indent), Box{d.frame.x, d.y, indent, 0})
	outer := d.frame
	d.frame.x += indent
	d.frame.width -= indent
	d.Group(ListBody, func() {
		for _, t := range item.Body {
			d.Paragraph(t)
		}
	})
	d.frame = outer
	if d.Page() == page {
		d.y = max(d.y, y+d.Height(indent, item.Label))
	}
}

// Heading draws a heading at the cursor; it stays with what follows for at least two lines of body text.
func (d *Document) Heading(h Heading) {
	d.Keep(d.Height(d.frame.width, h.Text) + 2*Body.Leading())
	d.head(h)
}

// StartPage starts a page with its title on TitleBaseline, and puts the cursor where the content begins.
func (d *Document) StartPage(h Heading) {
	d.NewPage()
	lines := d.wrap(h.Text, d.frame.width)
	d.y = TitleBaseline - lines[0].size.Baseline()
	d.head(h)
	d.y = Top + height(lines[1:])
}

// head draws a heading and enters it in the outline.
func (d *Document) head(h Heading) {
	if h.Level < 1 || h.Level > d.level+1 || h.Level > 6 {
		d.fail(fmt.Errorf("page %d: heading %q of level %d after level %d", d.Page(), h.Text, h.Level, d.level))
		return
	}
	d.level = h.Level
	if h.Name != "" {
		d.Destination(h.Name)
	}
	if h.Bookmark != "" {
		title := plain(h.Bookmark)
		d.outline = append(d.outline, bookmark{h.Level, title, place{d.Page(), d.y}})
		d.found.contents = append(d.found.contents, Entry{h.Level, title, d.Page(), h.Name})
	}
	d.Write(heading1+Role(h.Level-1), h.Text)
}

// Role is what a part of the page is in the structure tree (ISO 32000-1, 14.8.4).
type Role uint8

// The roles that Group and Write give.
const (
	Paragraph Role = iota // P
	Section               // Sect
	Division              // Div
	Caption               // Caption
	ListOf                // L
	ListItem              // LI
	ListLabel             // Lbl
	ListBody              // LBody
	document              // Document, at the root alone
	figure                // Figure
	linked                // Link
	table                 // Table
	tableHead             // THead
	tableBody             // TBody
	tableRow              // TR
	headCell              // TH
	dataCell              // TD
	heading1              // H1, and so on
	heading2
	heading3
	heading4
	heading5
	heading6
)

var roleTags = [...]string{Paragraph: "P", Section: "Sect", Division: "Div", Caption: "Caption", ListOf: "L", ListItem: "LI", ListLabel: "Lbl",
	ListBody: "LBody", document: "Document", figure: "Figure", linked: "Link", table: "Table", tableHead: "THead",
	tableBody: "TBody", tableRow: "TR", headCell: "TH", dataCell: "TD", heading1: "H1", heading2: "H2", heading3: "H3", heading4: "H4",
	heading5: "H5", heading6: "H6"}

// String is the standard structure type.
func (r Role) String() string { return roleTags[r] }
