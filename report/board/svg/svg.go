// Package svg reads logos from SVG, strictly: filled and stroked shapes in plain colours, moved, turned and scaled, and
// nothing else. What a drawing may hold is in the tables of elements and properties; whatever else it holds, and would
// be seen, is a mistake that says what to do instead, for a logo that is drawn wrong is worse than none. Text, pictures,
// gradients, transparency, style sheets, scripts and references are left out on purpose.
package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"coupefeu/inventory/source"
	"coupefeu/report/pdf"
)

// The hard limits of one drawing.
const (
	MaxBytes     = 200_000 // of the file
	mostDepth    = 32      // elements inside each other
	mostSegments = 20_000  // of all paths together
	mostMistakes = 100     // reported
	mostFar      = 1_000   // times its own size that a drawing may reach out of what is shown
)

// namespace is that of SVG's elements. Those of others, which drawing programs add for themselves, draw nothing.
const namespace = "http://www.w3.org/2000/svg"

// reader reads one drawing.
type reader struct {
	file     *source.File
	decoder  *xml.Decoder
	found    source.Diagnostics
	art      pdf.Artwork
	segments int // of all paths so far

	begun bool    // the outermost element was there
	open  []state // of the elements that are open
}

// state is what an element hands down to those inside it.
type state struct {
	look   look
	matrix pdf.Matrix
}

// element is the beginning of an element: its name, its attributes, and where it stands.
type element struct {
	xml.StartElement
	at, end int // offsets of its first byte, and of the first after it
}

// Parse reads a drawing, and names every mistake at once. The artwork is nil where there is one.
func Parse(f *source.File) (*pdf.Artwork, source.Diagnostics) {
	r := &reader{file: f, decoder: xml.NewDecoder(bytes.NewReader(f.Data))}
	// What a file says of its own encoding does not count: it is known to be UTF-8.
	r.decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	if r.readable() {
		r.read()
	}
	if len(r.found) == 0 && len(r.art.Shapes) == 0 {
		r.fail(0, "the drawing is empty: nothing in it has a fill or a stroke")
	}
	if len(r.found) > 0 {
		return nil, r.found.Quote(f)
	}
	return &r.art, nil
}

// readable checks what must hold before the drawing is looked at.
func (r *reader) readable() bool {
	data := r.file.Data
	switch {
	case len(data) > MaxBytes:
		r.fail(0, "the drawing has %d bytes, more than the %d that a logo may have: simplify its paths", len(data), MaxBytes)
	case !utf8.Valid(data):
		r.fail(0, "the drawing is not in UTF-8: save it as UTF-8")
	}
	return len(r.found) == 0
}

// fail reports a mistake at an offset.
func (r *reader) fail(at int, format string, args ...any) {
	before := bytes.TrimPrefix(r.file.Data[:at], []byte("\uFEFF"))
	line := bytes.Count(before, []byte("\n"))
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	r.found = append(r.found, source.Diagnostic{
		Place:   source.Place{File: r.file.Name, Line: int32(line + 1), Column: int32(column + 1)},
		Message: fmt.Sprintf(format, args...),
	})
}

// read goes through the file to its end.
func (r *reader) read() {
	for {
		at := int(r.decoder.InputOffset())
		token, err := r.decoder.Token()
		switch {
		case len(r.found) >= mostMistakes:
			r.fail(at, "the drawing has more mistakes than these")
			return
		case errors.Is(err, io.EOF) && r.begun:
			return
		case errors.Is(err, io.EOF):
			r.fail(0, "expected a drawing that begins with `<svg`, and there is none")
			return
		case err != nil:
			r.fail(at, "this is no whole XML: %s", xmlFault(err))
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.start(element{t, at, int(r.decoder.InputOffset())})
		case xml.EndElement:
			r.open = r.open[:max(0, len(r.open)-1)]
		case xml.Directive:
			if bytes.ContainsRune(t, '[') {
				r.fail(at, "the document type declares things of its own: delete it")
			}
		}
	}
}

// xmlFault says what a parser did not like.
func xmlFault(err error) string {
	var syntax *xml.SyntaxError
	switch {
	case !errors.As(err, &syntax):
		return err.Error()
	case syntax.Msg == "unexpected EOF":
		return "it ends before the drawing does"
	}
	return syntax.Msg
}

// start reads the beginning of an element, and of one that draws nothing also its end.
func (r *reader) start(e element) {
	foreign := e.Name.Space != namespace && e.Name.Space != ""
	switch {
	case !r.begun:
		r.outermost(e)
	case len(r.open) == 0:
		r.fail(e.at, "the drawing has ended before %s: a file holds one", named(e))
		r.pass()
	case foreign:
		r.pass()
	case len(r.open) >= mostDepth:
		r.fail(e.at, "elements are nested more than %d deep: ungroup some", mostDepth)
		r.pass()
	case elements[e.Name.Local].inside != nil:
		r.open = append(r.open, r.draw(e))
	default:
		r.refuse(e)
		r.pass()
	}
}

// pass reads to the end of the element that was begun. What would change the look of others is seen even there.
func (r *reader) pass() {
	for depth := 1; depth > 0; {
		at := int(r.decoder.InputOffset())
		token, err := r.decoder.Token()
		if err != nil {
			return // the next token is the same error, and is reported
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			if e := (element{t, at, int(r.decoder.InputOffset())}); elements[t.Name.Local].always {
				r.refuse(e)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// refuse reports an element that cannot be drawn. Those that draw nothing anyhow are let be.
func (r *reader) refuse(e element) {
	known, listed := elements[e.Name.Local]
	switch {
	case listed && known.advice != "":
		r.fail(e.at, "%s is not drawn in a logo: %s", named(e), known.advice)
	case !listed:
		r.fail(e.at, "%s is not drawn in a logo: only %s are", named(e), drawn())
	}
}

func named(e element) string { return source.Quoted("<" + e.Name.Local + ">") }
