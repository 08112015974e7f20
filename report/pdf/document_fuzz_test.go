package pdf

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// script makes a document out of bytes: each says what is drawn next, and its text comes from words.
type script struct {
	d     *Document
	bytes []byte
	words string
	level int
	depth int // of groups and frames
}

// next is a number below n.
func (s *script) next(n int) int {
	if len(s.bytes) == 0 {
		return 0
	}
	b := int(s.bytes[0])
	s.bytes = s.bytes[1:]
	return b % n
}

// text is a stretch of the words, in a style and with an alignment; now and then with something else to read out, or a
// link.
func (s *script) text(links bool) Text {
	from := s.next(200)
	words := "mot"
	if runes := []rune(s.words); len(runes) > 0 {
		from %= len(runes)
		words = string(runes[from:min(len(runes), from+1+s.next(250))])
	}
	style := Style{Size: Size(s.next(3)), Weight: Weight(s.next(3)), Color: Ink}
	t := Plain(style, words).Aligned(Align(s.next(3)))
	switch s.next(5) {
	case 1:
		t = t.Add(Run{Text: "✗", Style: style, Spoken: "non"}).With(style, " suite")
	case 2:
		if links {
			t = t.Add(Run{Text: " un lien " + words, Style: style, Link: Link{To: []string{"#here", "https://example.org/é"}[s.next(2)], About: "Ailleurs"}}).With(style, " fin")
		}
	}
	return t
}

// steps are what a byte may stand for.
var steps = []func(*script){
	func(s *script) { s.d.Paragraph(s.text(true)) },
	func(s *script) { s.d.Skip(float64(s.next(90))) },
	func(s *script) { s.heading() },
	func(s *script) { s.list() },
	func(s *script) { s.d.Table(s.table()) },
	func(s *script) { s.d.Figure(s.figure()) },
	func(s *script) { s.page() },
	func(s *script) { s.frame() },
	func(s *script) { s.group() },
	func(s *script) { s.d.Rule(Stroke{Color: Hair, Width: HairRule}) },
	func(s *script) {
		s.d.Keep(float64(10 * s.next(40)))
		s.d.Paragraph(Plain(Style{}, "suite"))
	},
}

// draw follows the bytes to their end. A first page, a heading and the destination of the links are always there.
func (s *script) draw(d *Document) error {
	s.d = d
	d.NewPage()
	d.Heading(Heading{Level: 1, Text: Plain(Style{Size: Title}, "Titre"), Name: "here", Bookmark: "Titre"})
	s.level = 1
	for len(s.bytes) > 0 {
		steps[s.next(len(steps))](s)
	}
	return nil
}

func (s *script) heading() {
	level := 1 + s.next(min(6, s.level+1))
	h := Heading{Level: level, Text: Plain(Style{Size: Head}, "Tête ").Add(s.text(true).Runs...)}
	if s.next(2) == 1 {
		h.Bookmark = "Signet"
	}
	s.level = level
	s.d.Heading(h)
}

func (s *script) list() {
	l := List{Numbered: s.next(2) == 1, Gap: float64(s.next(3))}
	for range 1 + s.next(40) {
		item := Item{Label: Plain(Style{}, "–"), Body: []Text{s.text(true)}}
		if s.next(4) == 0 {
			item.Body = append(item.Body, s.text(false))
		}
		l.Items = append(l.Items, item)
	}
	s.d.List(l)
}

// table has cells that span columns and rows, marks, figures and fills, and goes on to other pages.
func (s *script) table() Table {
	columns := 1 + s.next(5)
	t := Table{Dense: s.next(2) == 1}
	for range columns {
		t.Columns = append(t.Columns, Column{Width: 120 / float64(columns), Gap: 2, Align: Align(s.next(3)), Parted: s.next(3) == 0})
	}
	if s.next(3) > 0 {
		t.Head = []Row{{Cells: s.cells(columns)}}
	}
	for range 1 + s.next(60) {
		switch s.next(9) {
		case 0:
			t.Rows = append(t.Rows, Row{Kind: GroupRow, Cells: []Cell{{Text: []Text{s.text(false)}, Columns: columns}}})
		case 1:
			if columns > 1 {
				tall := Cell{Text: []Text{s.text(true), s.text(false)}, Head: true, Rows: 2}
				t.Rows = append(t.Rows, Row{Cells: append([]Cell{tall}, s.cells(columns-1)...)}, Row{Cells: s.cells(columns - 1)})
			}
		default:
			row := Row{Cells: s.cells(columns), Open: s.next(5) == 0, Height: float64(s.next(9))}
			row.Cells[0].Head = true
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (s *script) cells(columns int) []Cell {
	var out []Cell
	for columns > 0 {
		c := Cell{Columns: 1 + s.next(min(2, columns)), Middle: s.next(6) == 0, Align: Align(s.next(3))}
		switch s.next(5) {
		case 0:
			f := s.figure()
			c.Figure = &f
		case 1:
			c.Fill, c.Mark = FailTint, &Run{Text: "✗", Style: Style{Weight: Bold, Color: Fail}, Spoken: "non"}
			c.Text = []Text{s.text(false)}
		case 2: // empty
		default:
			c.Text = []Text{s.text(true)}
		}
		out, columns = append(out, c), columns-c.Columns
	}
	return out
}

func (s *script) figure() Figure {
	text, kind := s.text(true), s.next(4)
	return Figure{Alt: "Un dessin", Height: 5 + float64(s.next(60)), Draw: func(c *Canvas) {
		c.Rect(Box{c.Box.X, c.Box.Y, 4, 4}, Paint{Fill: AccentMid, Stroke: Stroke{Color: Ink, Width: 0.2}})
		switch kind {
		case 1:
			c.Text(Point{c.Box.X + 6, c.Box.Y + 4}, Plain(Style{Size: Small}, "légende").Add(text.Runs[:1]...))
		case 2:
			c.Circle(Point{c.Box.X + 5, c.Box.Y + 5}, 2, Paint{Fill: White, Stroke: Stroke{Color: Unknown, Width: 0.4}})
		case 3:
			c.Paragraph(Box{c.Box.X, c.Box.Y, max(5, c.Box.Width), 0}, Plain(Style{Size: Small}, "un deux trois").Add(Run{Text: "✓", Spoken: "oui"}))
		}
	}}
}

func (s *script) page() {
	// No page begins inside a frame at a fixed place.
	if s.depth > 0 {
		return
	}
	if s.next(4) == 0 {
		s.d.TitlePage()
	} else {
		s.d.NewPage()
	}
	// A page without content of its own is not what a document is made of.
	s.d.Paragraph(Plain(Style{}, "suite"))
}

func (s *script) frame() {
	if s.depth > 0 || s.d.Left() < 120 {
		return
	}
	s.depth++
	for i := range 1 + s.next(3) {
		s.d.At(ColumnLeft(1+4*i), s.d.Y(), ColumnSpan(4), func() { s.d.Group(Section, func() { s.d.Paragraph(Plain(Style{}, fmt.Sprintf("cadre %d", i))) }) })
	}
	s.d.Skip(20)
	s.depth--
}

func (s *script) group() {
	s.d.Group([]Role{Section, Division}[s.next(2)], func() { s.d.Paragraph(s.text(true)) })
}

// FuzzDocument draws whatever bytes say. Render may refuse it, but what it writes is sound.
func FuzzDocument(f *testing.F) {
	fonts := sampleFonts(f)
	f.Add([]byte{0, 1, 2, 3}, "Un texte")
	f.Fuzz(func(t *testing.T, data []byte, words string) {
		if len(data) > 400 || len(words) > 2000 {
			return // more of the same
		}
		options := sampleOptions(t)
		options.Fonts = fonts
		var out bytes.Buffer
		err := Render(&out, options, func(d *Document) error { return (&script{bytes: data, words: words}).draw(d) })
		switch {
		case err != nil && out.Len() > 0:
			t.Errorf("%d bytes are written in spite of %v", out.Len(), err)
		case err != nil && !strings.Contains(err.Error(), "page "):
			t.Errorf("refused: %v", err)
		case err != nil:
			return
		}
		for _, fault := range openFile(t, out.Bytes()).audit() {
			t.Error(fault)
		}
	})
}

// TestDrawnDocumentsAreSound draws documents by chance, the same in every run.
func TestDrawnDocumentsAreSound(t *testing.T) {
	const words = "Le jardin est ouvert. Ûñé 🌱 longmotinterminablequinefinitjamaisetquidébordedetoutescellules et 日本 des espaces  doubles\u00a0insécables\u202f: fin\u00adcoupée"
	options := sampleOptions(t)
	drawn := 0
	for seed := range uint64(40) {
		chance := rand.New(rand.NewPCG(seed, 7))
		data := make([]byte, 30+chance.IntN(300))
		for i := range data {
			data[i] = byte(chance.IntN(256))
		}
		var out bytes.Buffer
		if err := Render(&out, options, func(d *Document) error { return (&script{bytes: data, words: words}).draw(d) }); err != nil {
			continue // words that run off a page are refused
		}
		drawn++
		for _, fault := range openFile(t, out.Bytes()).audit() {
			t.Errorf("seed %d: %s", seed, fault)
		}
	}
	if drawn < 35 {
		t.Errorf("only %d documents are drawn", drawn)
	}
}
