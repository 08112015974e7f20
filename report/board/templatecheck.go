package board

import (
	"slices"
	"strings"
	"unicode/utf8"

	"coupefeu/inventory/source"
)

// The most characters of a template's own texts, each as long as its place has room for.
const (
	mostKind       = 60
	mostFooter     = 80
	mostContact    = 200
	mostSignature  = 40
	mostSignatures = 6
	mostTitle      = 80
	mostIntro      = 600
	mostFirstIntro = 120 // on the title page
	mostAlt        = 300
)

// CheckNode checks the texts of a template, and that its colour is no comment.
func (*templateFile) CheckNode(d *source.Decoder, n *source.Node) {
	// Without quotes YAML takes the colour for a comment, and the usual one would stay without a word.
	if key, value := n.Find("accent"); value != nil && value.Kind == source.Null {
		d.Fail(key, "`accent` is empty: write the colour between double quotes, as in \"#17456B\", for # begins a comment")
	}
	for _, text := range []struct {
		key  string
		most int
	}{{"kind", mostKind}, {"footer", mostFooter}, {"contact", mostContact}} {
		checkText(d, n.Get(text.key), text.most)
	}
	checkText(d, under(n, "logo", "alt"), mostAlt)
	if list := n.Get("signatures"); list != nil && list.Kind == source.List {
		checkSignatures(d, list)
	}
	if list := n.Get("sections"); list != nil && list.Kind == source.List {
		checkSections(d, list)
	}
}

// checkText reports a text that its place has no room for, or that says nothing, in any language.
func checkText(d *source.Decoder, n *source.Node, most int) {
	if n == nil {
		return
	}
	if n.Kind == source.Mapping {
		for _, text := range n.Pairs {
			checkText(d, text, most)
		}
		return
	}
	// Characters and not bytes, for that is what people count.
	switch length := utf8.RuneCountInString(strings.TrimSpace(n.Text)); {
	case !n.IsText() || n.Text == "":
		// Reported, or not given.
	case length == 0:
		d.Fail(n, "this text is blank: write something, or delete it")
	case length > most:
		d.Fail(n, "this text has %d characters, and its place has room for %d: shorten it", length, most)
	}
}

// under follows keys into mappings; nil where there is no such value.
func under(n *source.Node, keys ...string) *source.Node {
	for _, key := range keys {
		if n == nil {
			return nil
		}
		n = n.Get(key)
	}
	return n
}

func checkSignatures(d *source.Decoder, list *source.Node) {
	for i := range list.Children {
		checkText(d, &list.Children[i], mostSignature)
	}
	if len(list.Children) > mostSignatures {
		d.Fail(&list.Children[mostSignatures], "there are %d signatures, and the page has room for %d: delete some", len(list.Children), mostSignatures)
	}
}

// sectionNames are those of all sections in their usual order.
func sectionNames() []string {
	names := make([]string, len(sections))
	for i, s := range sections {
		names[i] = s.name
	}
	return names
}

// DecodeNode reads a section's name, or a mapping with more.
func (s *sectionEntry) DecodeNode(d *source.Decoder, n *source.Node) {
	id := n
	if n.Kind == source.Mapping {
		d.Decode(n, &s.sectionFields)
		id = n.Get("id")
	}
	if id == nil || id.Empty() {
		return // reported
	}
	if known := sectionNames(); d.Word(id, known) >= 0 {
		s.ID = id.Text
	}
}

// The sections that every report has: the verdict before all others, and somewhere what it was made from.
const (
	firstSection = "verdict"
	keptSection  = "seal"
)

// checkSections checks the list as a whole: nothing twice, the title page first, the seal there, and texts that fit.
func checkSections(d *source.Decoder, list *source.Node) {
	var seen []string
	for i := range list.Children {
		entry := &list.Children[i]
		name := sectionID(entry)
		switch {
		case name == nil || name.Text == "":
			continue // reported
		case slices.Contains(seen, name.Text):
			d.Fail(name, "the section %s stands twice in this list: delete one", source.Quoted(name.Text))
		case i == 0 && name.Text != firstSection && slices.Contains(sectionNames(), name.Text):
			d.Fail(name, "%s cannot come first: `%s` is the title page, put it before all others", source.Quoted(name.Text), firstSection)
		}
		seen = append(seen, name.Text)
		checkSection(d, entry)
	}
	if !slices.Contains(seen, keptSection) {
		d.Fail(list, "`%s` is not in `sections`: it says what the report was made from, and cannot be left out", keptSection)
	}
}

// sectionID is the node of a section's name; nil where it has none.
func sectionID(entry *source.Node) *source.Node {
	if entry.Kind == source.Mapping {
		return entry.Get("id")
	}
	if entry.Kind == source.List {
		return nil
	}
	return entry
}

// checkSection checks what a section says of itself.
func checkSection(d *source.Decoder, entry *source.Node) {
	name := sectionID(entry).Text
	show := entry.Get("show")
	if hidden := show != nil && show.Kind == source.Bool && show.Text == "false"; hidden && (name == firstSection || name == keptSection) {
		d.Fail(show, "`%s` cannot be left out: a report has its title page and its seal", name)
	}
	most := mostIntro
	if name == firstSection {
		most = mostFirstIntro
	}
	checkText(d, entry.Get("title"), mostTitle)
	checkText(d, entry.Get("intro"), most)
}
