package pdf

import (
	"strings"
	"unicode/utf8"
)

// part is a piece of a line in the style of its run.
type part struct {
	run   *Run
	text  string
	width float64 // mm
	soft  bool    // the hyphen of a broken word, which is no part of the text
}

// line is one line of a paragraph.
type line struct {
	parts []part
	width float64 // mm, without spaces at its end
	size  Size    // the tallest in it
	align Align
	more  bool // text follows after a space, which is drawn so that readers do not join two words
}

// word is what stands between two spaces, over as many runs as it needs, with the spaces before it.
type word struct {
	space part
	parts []part
	width float64
}

// unbroken is a width that no line reaches.
const unbroken = 1e6

// wrap breaks a paragraph into lines of at most a width. An empty paragraph is one empty line.
func (d *Document) wrap(t Text, width float64) []line {
	b := breaker{document: d, width: width, align: t.Align}
	b.current.size = t.smallest()
	for _, w := range d.words(t) {
		b.place(w)
	}
	return append(b.lines, b.finish())
}

// smallest is the size that an empty line of the paragraph has.
func (t Text) smallest() Size {
	if len(t.Runs) == 0 {
		return Small
	}
	size := t.Runs[0].Style.Size
	for _, run := range t.Runs {
		if run.Style.Size.Leading() < size.Leading() {
			size = run.Style.Size
		}
	}
	return size
}

// words splits a paragraph at plain spaces. Spaces at its end stay behind. A run that is read out differently than it
// is drawn stays whole.
func (d *Document) words(t Text) []word {
	s := splitter{document: d}
	for i := range t.Runs {
		run := &t.Runs[i]
		text := d.showable(run.Style.Weight, run.Text)
		if run.Spoken != "" {
			s.letters(run, text)
			continue
		}
		s.split(run, text)
	}
	s.end()
	return s.words
}

// splitter collects words over the runs of a paragraph.
type splitter struct {
	document *Document
	words    []word
	current  word
}

// split takes a run apart.
func (s *splitter) split(run *Run, text string) {
	for text != "" {
		rest := strings.TrimLeft(text, " ")
		if spaces := len(text) - len(rest); spaces > 0 {
			s.end()
			s.current.space = s.document.part(run, s.current.space.text+text[:spaces])
		}
		end := strings.IndexByte(rest, ' ')
		if end < 0 {
			end = len(rest)
		}
		s.letters(run, rest[:end])
		text = rest[end:]
	}
}

// letters adds to the current word.
func (s *splitter) letters(run *Run, text string) {
	if text == "" {
		return
	}
	p := s.document.part(run, text)
	s.current.parts = append(s.current.parts, p)
	s.current.width += p.width
}

// end closes the current word, if there is one.
func (s *splitter) end() {
	if len(s.current.parts) > 0 {
		s.words = append(s.words, s.current)
		s.current = word{}
	}
}

func (d *Document) part(run *Run, text string) part {
	return part{run: run, text: text, width: d.faces[run.Style.Weight].width(text).inMillimetres(run.Style.Size)}
}

// showable replaces what the font cannot show, and keeps a note of it.
func (d *Document) showable(weight Weight, text string) string {
	shown, lost := d.faces[weight].showable(text)
	for _, r := range lost {
		d.found.replaced[r] = true
	}
	return shown
}

// breaker fills one line after the other.
type breaker struct {
	document *Document
	width    float64
	align    Align
	lines    []line
	current  line
}

// place puts a word on the current line, or on the next if it does not fit.
func (b *breaker) place(w word) {
	if len(b.current.parts) > 0 && b.current.width+w.space.width+w.width > b.width+fitTolerance {
		b.current.more = true
		b.lines = append(b.lines, b.finish())
	}
	if len(b.current.parts) > 0 {
		b.put(w.space)
	}
	if w.width <= b.width+fitTolerance {
		for _, p := range w.parts {
			b.put(p)
		}
		return
	}
	for _, p := range w.parts {
		b.cut(p)
	}
}

// put adds a part to the current line.
func (b *breaker) put(p part) {
	if p.text == "" {
		return
	}
	if len(b.current.parts) == 0 || p.run.Style.Size.Leading() > b.current.size.Leading() {
		b.current.size = p.run.Style.Size
	}
	b.current.width += p.width
	if n := len(b.current.parts); n > 0 && b.current.parts[n-1].joins(p) {
		b.current.parts[n-1].text += p.text
		b.current.parts[n-1].width += p.width
		return
	}
	b.current.parts = append(b.current.parts, p)
}

// joins says whether a part can be drawn in one go with the next.
func (p part) joins(next part) bool {
	return p.run == next.run && p.run.Spoken == "" && !p.soft && !next.soft
}

// cut puts a part that is too wide, with a hyphen at the end of each line.
func (b *breaker) cut(p part) {
	for p.width > b.width+fitTolerance-b.current.width {
		end := b.fitting(p)
		taken := b.document.part(p.run, p.text[:end])
		b.put(taken)
		if end == len(p.text) {
			return
		}
		if end > 0 {
			dash := b.document.part(p.run, string(hyphen))
			dash.soft = true
			b.put(dash)
			p.text, p.width = p.text[end:], p.width-taken.width
		}
		b.lines = append(b.lines, b.finish())
	}
	b.put(p)
}

// fitting is how many bytes of a part fit on the current line with a hyphen: one character at least on an empty line.
func (b *breaker) fitting(p part) int {
	face, room := b.document.faces[p.run.Style.Weight], b.width+fitTolerance-b.current.width
	sum := face.glyph(hyphen).advance
	for i, r := range p.text {
		sum += face.glyph(r).advance
		if sum.inMillimetres(p.run.Style.Size) > room {
			if i == 0 && len(b.current.parts) == 0 {
				return utf8.RuneLen(r)
			}
			return i
		}
	}
	return len(p.text)
}

// finish takes the current line off and begins the next.
func (b *breaker) finish() line {
	done := b.current
	done.align = b.align
	b.current = line{size: done.size}
	return done
}

// Width is the length of runs set on one line, in millimetres.
func (d *Document) Width(runs ...Run) float64 {
	var sum float64
	for i := range runs {
		sum += d.part(&runs[i], d.showable(runs[i].Style.Weight, runs[i].Text)).width
	}
	return sum
}

// Height is that of paragraphs set one under the other in a width, in millimetres.
func (d *Document) Height(width float64, texts ...Text) float64 {
	return height(d.wrapAll(texts, width))
}

// Lines is the number of lines that paragraphs take in a width.
func (d *Document) Lines(width float64, texts ...Text) int { return len(d.wrapAll(texts, width)) }

func (d *Document) wrapAll(texts []Text, width float64) []line {
	var lines []line
	for _, t := range texts {
		lines = append(lines, d.wrap(t, width)...)
	}
	return lines
}

func height(lines []line) float64 {
	var sum float64
	for _, l := range lines {
		sum += l.size.Leading()
	}
	return sum
}
