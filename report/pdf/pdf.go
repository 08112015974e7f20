// Package pdf writes tagged, archival PDF (PDF/UA-1 and PDF/A-3a) on A4 paper: text, lists, tables, figures and links
// in one family of type and one palette, each with its place in the structure tree. It knows nothing of what the
// pages say.
//
// Render is the one way in: it lays the document out as often as page numbers need, then finishes the bytes. Lengths
// are in millimetres from the top left corner of the page. Blocks are drawn at the cursor (Y), in the full width or in
// a frame that At opens, and go to the next page when they do not fit; their order in the structure tree is the order
// of the calls. What goes wrong is kept and returned by Render, so that drawing needs no error checks.
//
// What comes ready made, such as a logo, is drawn on a Canvas as Artwork or as a Picture. Left out on purpose: forms,
// encryption, other page sizes, text from right to left.
package pdf

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Options is what a document says of itself, and what all its pages share.
type Options struct {
	Title, Author, Subject string
	Language               string    // BCP 47, such as "fr" or "nl-BE"
	Producer               string    // the program, with its version
	Date                   time.Time // of creation and modification

	Fonts  Fonts
	Accent *RGB // replaces the palette's accent; nil keeps it

	HeaderLeft, HeaderRight string                       // on every page but title pages
	FooterLeft              string                       // on every page
	PageNumber              func(page, pages int) string // at the right of the footer; nil for none

	Attachments []Attachment
}

// Fonts are the TrueType files of the three weights, whole. They are embedded as subsets.
type Fonts struct{ Regular, SemiBold, Bold []byte }

// Attachment is a file inside the document, the data that its pages are made from (AFRelationship Data).
type Attachment struct {
	Name        string // a file name without folders
	Description string
	MediaType   string // such as "application/json"
	Data        []byte
}

// check finds what a document must not lack or have.
func (o Options) check() error {
	switch {
	case o.Title == "":
		return errors.New("no title")
	case o.Language == "":
		return errors.New("no language")
	case o.Date.IsZero():
		return errors.New("no date")
	}
	named := map[string]bool{}
	for _, a := range o.Attachments {
		switch {
		case a.Name == "" || strings.ContainsAny(a.Name, `/\:`):
			return fmt.Errorf("attachment %q: not a file name", a.Name)
		case named[a.Name]:
			return fmt.Errorf("attachment %q is there twice", a.Name)
		case !strings.Contains(a.MediaType, "/"):
			return fmt.Errorf("attachment %q: no media type", a.Name)
		}
		named[a.Name] = true
	}
	return nil
}

// mostPasses is how often a document is laid out before its page numbers must agree with themselves. Two passes are
// the rule; more are needed only where a page number changes a line break.
const mostPasses = 6

// Render lays a document out until its page numbers, destinations and notes are those of the pass before, and writes
// the last pass. It calls draw for every pass, which must draw the same each time but for what it reads from
// Document.Pages, PageOf, Contents and Replaced. The bytes depend on nothing but options and draw.
func Render(w io.Writer, options Options, draw func(*Document) error) error {
	if err := options.check(); err != nil {
		return fmt.Errorf("check options: %w", err)
	}
	faces, err := loadFaces(options.Fonts)
	if err != nil {
		return fmt.Errorf("load fonts: %w", err)
	}
	var before survey
	for range mostPasses {
		d, err := newDocument(options, faces, before)
		if err != nil {
			return fmt.Errorf("load fonts: %w", err)
		}
		if err := d.layOut(draw); err != nil {
			return fmt.Errorf("lay out: %w", err)
		}
		if d.found.equal(before) {
			return d.writeTo(w)
		}
		before = d.found
	}
	return fmt.Errorf("lay out: page numbers still change after %d passes", mostPasses)
}
