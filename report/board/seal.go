package board

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// drawSeal draws what the report was made from, how anybody can check it, and where it is signed.
func drawSeal(b *board) {
	same := "board.seal.same"
	if !b.template.standard {
		same = "board.seal.same_template"
	}
	b.lead(b.sealMessage(), b.l.Text(same, nil))
	b.Skip(gapPart)
	b.identity()
	b.Skip(gapBlock)
	b.verification()
	b.Skip(gapBlock)
	b.signatures()
	b.Skip(gapBlock)
	b.inputs()
}

// sealMessage says what the report is worth: final, not yet, or a sample.
func (b *board) sealMessage() string {
	switch {
	case b.a.Fictitious:
		return b.l.Text("board.sample.notice", nil)
	case b.a.Draft:
		return b.l.Text("board.draft.notice", templates.Args{"moment": b.l.Moment(b.a.Period.End)})
	}
	return b.l.Text("board.seal.final", nil)
}

// identity lists what makes this report this one.
func (b *board) identity() {
	t := pdf.Table{Dense: true, Columns: []pdf.Column{{Width: 44, Gap: 4}, {Width: pdf.Width - 48}}}
	add := func(key, value string) {
		t.Rows = append(t.Rows, pdf.Row{Cells: []pdf.Cell{
			{Text: []pdf.Text{pdf.Plain(small, b.l.Text(key, nil))}, Head: true}, {Text: []pdf.Text{pdf.Plain(smallInk, value)}},
		}})
	}
	a := b.a
	add("board.seal.organisation", b.organisation()+" ("+a.Organisation.ID+")")
	add("board.seal.period", b.l.PeriodName(a.Period.ID))
	add("board.seal.as_of", b.l.Moment(a.AsOf)+", "+a.Organisation.Timezone)
	add("board.seal.program", a.Generator.Name+" "+a.Generator.Version)
	add("board.seal.pack", b.name(a.Pack.Title.In(b.l.Tag()))+", "+a.Pack.ID+" "+a.Pack.Version)
	add("board.seal.pack_digest", a.Pack.SHA256)
	// The digest of the very bytes that the PDF carries, so that a copy beside can be compared by eye.
	if len(b.attached) > 0 {
		digest := sha256.Sum256(b.attached)
		add("board.seal.assessment", hex.EncodeToString(digest[:]))
	} else {
		if b.digest != "" {
			add("board.seal.assessment", b.digest)
		}
		add("board.seal.attachment", b.l.Text("board.seal.not_carried", nil))
	}
	// The chain of quarters begins somewhere; the first says that it does.
	if a.Previous == nil {
		add("board.seal.previous", b.l.Text("board.seal.first", nil))
	} else {
		add("board.seal.previous", b.l.Period(a.Previous.Period)+", "+a.Previous.SHA256)
	}
	if a.Supersedes != nil {
		add("board.seal.supersedes", *a.Supersedes)
	}
	b.look(add)
	b.Rule(inkRule)
	b.Table(t)
}

// look tells what of the report's look is the organisation's own, so that whoever makes it again gives the same, and
// whoever reads it knows what is not there.
func (b *board) look(add func(key, value string)) {
	t := b.template
	if !t.standard {
		add("board.seal.template", b.name(t.file.Name))
		add("board.seal.template_digest", t.file.SHA256)
	}
	if t.logo != nil {
		add("board.seal.logo", b.name(t.logo.file))
		add("board.seal.logo_digest", t.logo.sha256)
	}
	if len(b.hidden) > 0 {
		var titles []string
		for _, name := range b.hidden {
			titles = append(titles, b.l.Text("board.section."+name, nil))
		}
		add("board.seal.hidden", strings.Join(titles, " · "))
	}
	if b.squeezed {
		add("board.seal.squeezed", b.l.Text("board.seal.no_room", templates.Args{"n": mostPages}))
	}
	// What the typeface lacks is told among the weaknesses, unless they are left out.
	if replaced := b.replacedCharacters(); len(replaced) > 0 && !b.draws("trust") {
		add("board.seal.replaced", replaced[0].about)
	}
	if contact := b.own(t.contact); contact != "" {
		add("board.seal.contact", contact)
	}
}

// verification says how to check the seal.
func (b *board) verification() {
	b.panel(pdf.Plain(head, b.l.Text("board.verify.title", nil)), pdf.Text{}, 3*pdf.Body.Leading())
	b.Skip(gapLine)
	period := templates.Args{"period": b.a.Period.ID}
	b.Paragraph(b.tell("board.verify.sums", period, body, strong))
	b.Paragraph(b.tell("board.verify.chain", period, body, strong))
}

const (
	signatureHeight = 34.0 // mm
	signatureLine   = 7.5  // mm from line to line
)

// usualSignatures are those who sign where the template names nobody.
var usualSignatures = []string{"board.sign.prepared", "board.sign.checked", "board.sign.board"}

// signatories are those who sign.
func (b *board) signatories() []string {
	var names []string
	for _, text := range b.template.signatures {
		names = append(names, b.own(text))
	}
	if len(names) > 0 {
		return names
	}
	for _, key := range usualSignatures {
		names = append(names, b.l.Text(key, nil))
	}
	return names
}

// signatures is the block in which those who answer for the report sign, three beside each other.
func (b *board) signatures() {
	b.panel(pdf.Plain(head, b.l.Text("board.sign.title", nil)), pdf.Text{}, signatureHeight)
	b.Skip(gapLine)
	for i, row := range slices.Collect(slices.Chunk(b.signatories(), 3)) {
		if i > 0 {
			b.Keep(signatureHeight) // the first stays with its head
		}
		top := b.Y()
		for i, name := range row {
			b.At(pdf.ColumnLeft(1+4*i), top, pdf.ColumnSpan(4), func() { b.signature(name) })
		}
		b.SetY(top + signatureHeight)
	}
}

// signature is the place for one: who signs, and lines to write on.
func (b *board) signature(name string) {
	b.Paragraph(pdf.Plain(strong, name))
	for _, line := range []string{"board.sign.name", "board.sign.date", "board.sign.signature"} {
		b.Skip(signatureLine - pdf.Small.Leading())
		b.signatureLine(b.l.Text(line, nil))
	}
}

// signatureLine is a word and the line to write on.
func (b *board) signatureLine(word string) {
	text := pdf.Plain(small, word)
	width := b.Width(text.Runs...)
	y := b.Y() + pdf.Small.Baseline() + 0.8
	frame := b.Frame()
	b.Paragraph(text)
	b.Decorate(func(c *pdf.Canvas) {
		c.Line(pdf.Point{X: frame.X + width + 1.5, Y: y}, pdf.Point{X: frame.Right(), Y: y}, hair)
	})
}

// mostInputs is a page's worth of files.
const mostInputs = 36

// inputs lists the files that were read, with their digests.
func (b *board) inputs() {
	all := b.a.Highlights.Grounds.Inputs
	n := min(all, mostInputs)
	height := func(files int) float64 { return b.TableHeight(b.inputsTable(files)) }
	// A list of files is easier to compare on one page.
	b.whole(height(n) + gapSection)
	b.panel(pdf.Plain(head, b.l.Text("board.inputs.title", nil)), pdf.Plain(small, b.count("board.count.files", all)), min(height(min(3, n)), pageful-gapSection))
	b.Skip(gapSmall)
	b.Table(b.inputsTable(fitting(n, b.Left(), height)))
}

// inputsTable is the table of the first files.
func (b *board) inputsTable(files int) pdf.Table {
	digest := b.Width(pdf.Run{Text: digestSample, Style: smallInk}) + 1
	t := pdf.Table{Dense: true, Columns: []pdf.Column{{Width: pdf.Width - digest - 25, Gap: 2}, {Width: 19, Gap: 4, Align: pdf.AlignRight}, {Width: digest}}}
	t.Head = []pdf.Row{headRow([]string{b.l.Text("board.inputs.file", nil), b.l.Text("board.inputs.bytes", nil), "SHA-256"})}
	for _, input := range b.a.Inputs[:files] {
		t.Rows = append(t.Rows, pdf.Row{Cells: []pdf.Cell{
			{Text: []pdf.Text{pdf.Plain(smallInk, b.name(input.Path))}, Head: true},
			{Text: []pdf.Text{pdf.Plain(small, b.l.Integer(input.Bytes))}},
			{Text: []pdf.Text{pdf.Plain(small, input.SHA256)}},
		}})
	}
	b.more(&t, b.a.Highlights.Grounds.Inputs-files, "board.inputs.more", nil)
	return t
}

// digestSample is as wide as a digest can be: d is among the widest of the sixteen.
const digestSample = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
