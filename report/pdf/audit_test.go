package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// audit is what a finished file lacks of a tagged document. It stands in for a validator, which no other program that
// CI has is.
type audit struct {
	*reader
	pagesDrawn []content
	found      []string
}

func (r *reader) audit() []string {
	a := &audit{reader: r, pagesDrawn: r.contents()}
	root := r.tree()
	for _, look := range []func(*element){a.document, a.contentsOf, a.marks, a.order, a.nesting, a.headings, a.tables, a.figures, a.linksOf, a.fontsOf, a.outlineOf} {
		look(root)
	}
	return a.found
}

func (a *audit) fault(format string, values ...any) {
	a.found = append(a.found, fmt.Sprintf(format, values...))
}

// elements are those with one of the tags, in reading order.
func elements(root *element, tags ...string) []*element {
	var out []*element
	root.walk(func(e *element) {
		if slices.Contains(tags, e.tag) {
			out = append(out, e)
		}
	})
	return out
}

// document looks at what the file says of itself (ISO 14289-1, 7.1).
func (a *audit) document(root *element) {
	c := a.catalog()
	if root.tag != "Document" {
		a.fault("the root is %s", root.tag)
	}
	if hexText(c.get("Lang")) == "" || c.get("MarkInfo") != "<</Marked true>>" || c.get("ViewerPreferences") != "<</DisplayDocTitle true>>" {
		a.fault("language %s, marks %s, preferences %s", c.get("Lang"), c.get("MarkInfo"), c.get("ViewerPreferences"))
	}
	if a.text(a.follow(a.trailer.get("Info")).dict.get("Title")) == "" {
		a.fault("no title")
	}
	if xmp := string(a.follow(c.get("Metadata")).data); !strings.Contains(xmp, "<pdfuaid:part>1</") || !strings.Contains(xmp, "<dc:title>") {
		a.fault("the metadata is not that of PDF/UA-1 with a title")
	}
}

// contentsOf asks for nothing that is drawn outside tagged content and artifacts, and for marks that do not nest.
func (a *audit) contentsOf(*element) {
	for i, c := range a.pagesDrawn {
		for _, fault := range c.faults {
			a.fault("page %d: %s", i+1, fault)
		}
	}
}

// marks asks for every mark to be in one element, and for the parent tree to lead back to it.
func (a *audit) marks(root *element) {
	claimed := map[mark]ref{}
	root.walk(func(e *element) {
		for _, m := range e.marks {
			if other, twice := claimed[m]; twice {
				a.fault("page %d, mark %d: in elements %d and %d", m.page, m.id, other, e.number)
			}
			claimed[m] = e.number
		}
	})
	tree := a.follow(a.catalog().get("StructTreeRoot")).dict
	pairs := a.values(a.follow(tree.get("ParentTree")).dict.get("Nums"))
	parents := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		parents[pairs[i]] = pairs[i+1]
	}
	if tree.get("ParentTreeNextKey") != strconv.Itoa(len(parents)) {
		a.fault("the next key of the parent tree is %s after %d", tree.get("ParentTreeNextKey"), len(parents))
	}
	for i, c := range a.pagesDrawn {
		page := a.objects[a.pages[i]].dict
		owners, found := parents[page.get("StructParents")]
		if !found || page.get("Tabs") != "/S" {
			a.fault("page %d: parents %q, tab order %s", i+1, page.get("StructParents"), page.get("Tabs"))
			continue
		}
		a.marksOf(i+1, c, claimed, a.refs(owners))
	}
	for m, e := range claimed {
		a.fault("element %d claims mark %d of page %d, which is not there", e, m.id, m.page)
	}
}

// marksOf are those of one page. Marks that it has are taken out of those that are claimed.
func (a *audit) marksOf(page int, c content, claimed map[mark]ref, owners []ref) {
	if len(c.marks) == 0 || len(owners) != len(c.marks) {
		a.fault("page %d: %d marks, %d in the parent tree", page, len(c.marks), len(owners))
	}
	for id := range c.marks {
		m := mark{page, id}
		e, inTree := claimed[m]
		switch {
		case !inTree:
			a.fault("page %d, mark %d: in no element", page, id)
		case id >= len(owners) || owners[id] != e:
			a.fault("page %d, mark %d: in element %d, but the parent tree leads elsewhere", page, id, e)
		}
		delete(claimed, m)
	}
}

// order asks for content to be drawn in the order in which the tree has it, page by page: programs that know no tags
// read it so.
func (a *audit) order(root *element) {
	next := map[int]int{}
	page := 1
	var visit func(e *element)
	visit = func(e *element) {
		for _, k := range e.order {
			switch k := k.(type) {
			case *element:
				visit(k)
			case mark:
				if k.page < page || k.id != next[k.page] {
					a.fault("page %d, mark %d: read after mark %d of page %d", k.page, k.id, next[page]-1, page)
				}
				page, next[k.page] = k.page, k.id+1
			}
		}
	}
	visit(root)
}

// Blocks and what they may hold (ISO 32000-1, 14.8.4).
const (
	blocks = "P H1 H2 H3 H4 H5 H6 L Table Figure Sect Div Caption Link"
	inline = "Link Figure"
)

var holds = map[string]string{
	"Document": blocks, "Sect": blocks, "Div": blocks, "LBody": blocks, "TD": blocks, "TH": blocks, "Caption": inline,
	"P": inline, "H1": inline, "H2": inline, "H3": inline, "H4": inline, "H5": inline, "H6": inline, "Lbl": inline,
	"L": "LI Caption", "LI": "Lbl LBody", "Table": "THead TBody Caption", "THead": "TR", "TBody": "TR", "TR": "TH TD", "Figure": "", "Link": "",
}

// containers hold no content of their own.
const containers = "Document Sect Div L LI Table THead TBody TR"

// nesting asks for standard elements that stand where they may.
func (a *audit) nesting(root *element) {
	root.walk(func(e *element) {
		allowed, standard := holds[e.tag]
		if !standard {
			a.fault("element %d: %s is no standard structure type", e.number, e.tag)
		}
		for _, k := range e.kids {
			if !slices.Contains(strings.Fields(allowed), k.tag) {
				a.fault("element %d: %s inside %s", k.number, k.tag, e.tag)
			}
		}
		if len(e.marks) > 0 && slices.Contains(strings.Fields(containers), e.tag) {
			a.fault("element %d: %s has content of its own", e.number, e.tag)
		}
		if len(e.order) == 0 && !slices.Contains([]string{"TD", "TH", "LBody", "Lbl"}, e.tag) {
			a.fault("element %d: %s is empty", e.number, e.tag)
		}
	})
	for _, item := range elements(root, "LI") {
		if len(item.kids) != 2 || item.kids[0].tag != "Lbl" || item.kids[1].tag != "LBody" {
			a.fault("element %d: an item that is not a label and a body", item.number)
		}
	}
}

// headings asks for levels that begin at 1 and skip none, and for words in each.
func (a *audit) headings(root *element) {
	level := 0
	for _, h := range elements(root, "H1", "H2", "H3", "H4", "H5", "H6") {
		next := int(h.tag[1] - '0')
		if next > level+1 {
			a.fault("element %d: %s after level %d", h.number, h.tag, level)
		}
		level = next
		if strings.TrimSpace(a.words(h)) == "" {
			a.fault("element %d: a heading without words", h.number)
		}
	}
}

// words are those of an element and of what is inside.
func (a *audit) words(e *element) string {
	var out strings.Builder
	for _, k := range e.order {
		switch k := k.(type) {
		case *element:
			out.WriteString(a.words(k))
		case mark:
			if k.page >= 1 && k.page <= len(a.pagesDrawn) {
				out.WriteString(a.pagesDrawn[k.page-1].marks[k.id])
			}
		}
	}
	return out.String()
}

// tables asks for rectangles with heads: one above all columns, or one in each row.
func (a *audit) tables(root *element) {
	for _, table := range elements(root, "Table") {
		var parts []string
		for _, part := range table.kids {
			parts = append(parts, part.tag)
		}
		if got := strings.Join(parts, " "); got != "THead TBody" && got != "TBody" {
			a.fault("table %d: parts %s", table.number, got)
		}
		for _, part := range table.kids {
			a.rectangle(table, part)
		}
		for _, cell := range elements(table, "TH", "TD") {
			if scope := attribute(cell, "Scope"); (cell.tag == "TH") != (scope == "/Column" || scope == "/Row") {
				a.fault("element %d: %s with the scope %q", cell.number, cell.tag, scope)
			}
		}
		if len(elements(table, "TH")) == 0 {
			a.fault("table %d: no head", table.number)
		}
	}
}

// rectangle asks for as many columns in every row of a part, with those that cells above cover, as the first row of the
// table has.
func (a *audit) rectangle(table, part *element) {
	width := 0
	for _, cell := range table.kids[0].kids[0].kids {
		width += span(cell, "ColSpan")
	}
	var covered []int // columns that cells above cover, one entry a row below
	for i, row := range part.kids {
		columns := 0
		if len(covered) > 0 {
			columns, covered = covered[0], covered[1:]
		}
		for _, cell := range row.kids {
			columns += span(cell, "ColSpan")
			for below := range span(cell, "RowSpan") - 1 {
				if below == len(covered) {
					covered = append(covered, 0)
				}
				covered[below] += span(cell, "ColSpan")
			}
		}
		if columns != width {
			a.fault("table %d: %d columns in row %d of %s, %d in the first", table.number, columns, i+1, part.tag, width)
		}
	}
	if len(covered) > 0 {
		a.fault("table %d: cells go on below %s", table.number, part.tag)
	}
}

// figures asks for words in place of each, and for its place on the page where it stands.
func (a *audit) figures(root *element) {
	for _, f := range elements(root, "Figure") {
		if alt := f.dict.get("Alt"); alt == "" || strings.TrimSpace(a.text(alt)) == "" {
			a.fault("figure %d: nothing to read out", f.number)
		}
		var left, bottom, right, top float64
		n, _ := fmt.Sscanf(attribute(f, "BBox"), "[%f %f %f %f]", &left, &bottom, &right, &top)
		if n != 4 || left < 0 || bottom < 0 || right <= left || top <= bottom || right > 596 || top > 842 {
			a.fault("figure %d: box %q", f.number, attribute(f, "BBox"))
		}
		for _, m := range f.marks {
			if m.page != f.marks[0].page {
				a.fault("figure %d: on pages %d and %d", f.number, f.marks[0].page, m.page)
			}
		}
	}
}

// linksOf asks for each link to be one element with words and one annotation that says where it leads.
func (a *audit) linksOf(root *element) {
	owners := map[ref]*element{}
	for _, e := range elements(root, "Link") {
		if len(e.links) != 1 || len(e.marks) == 0 {
			a.fault("link %d: %d annotations around %d marks", e.number, len(e.links), len(e.marks))
		}
		for _, annotation := range e.links {
			owners[annotation] = e
		}
	}
	tree := a.follow(a.catalog().get("StructTreeRoot")).dict
	pairs := a.values(a.follow(tree.get("ParentTree")).dict.get("Nums"))
	for i, page := range a.pages {
		for _, number := range a.refs(a.objects[page].dict.get("Annots")) {
			d := a.objects[number].dict
			owner := owners[number]
			delete(owners, number)
			at := slices.Index(pairs, d.get("StructParent"))
			switch {
			case owner == nil:
				a.fault("page %d: annotation %d is in no element", i+1, number)
			case at < 0 || at%2 != 0 || pairs[at+1] != owner.number.String():
				a.fault("page %d: the parent tree does not lead from annotation %d to its element", i+1, number)
			case d.get("Contents") == "" || a.text(d.get("Contents")) == "":
				a.fault("page %d: annotation %d does not say where it leads", i+1, number)
			case d.get("F") != "4" || d.get("P") != page.String() || d.get("Dest") == "" && d.get("A") == "":
				a.fault("page %d: annotation %d is %v", i+1, number, d)
			case d.get("Dest") != "" && a.lead(d) == "page 0":
				a.fault("page %d: annotation %d leads to no page", i+1, number)
			}
		}
	}
	for annotation, e := range owners {
		a.fault("link %d: its annotation %d is on no page", e.number, annotation)
	}
}

// fontsOf asks for every code that is drawn to have a glyph in an embedded font, and a character.
func (a *audit) fontsOf(*element) {
	fonts := map[string]drawnFont{}
	for _, f := range a.fonts() {
		if len(f.program) == 0 {
			a.fault("font %s is not embedded", f.name)
		}
		fonts[f.name] = f
	}
	for i, page := range a.pages {
		resources := a.inline(a.follow(a.objects[page].dict.get("Resources")).dict.get("Font"))
		for resource, codes := range a.pagesDrawn[i].codes {
			f := fonts[a.follow(resources.get(resource)).dict.get("BaseFont")]
			for code := range codes {
				if glyph := f.glyphs[2*code : 2*code+2]; glyph[0] == 0 && glyph[1] == 0 || !strings.Contains(f.tounicode, fmt.Sprintf("\n<%04X> ", code)) {
					a.fault("page %d: %q has no glyph or no character in %s", i+1, code, f.name)
				}
			}
		}
	}
}

// outlineOf asks for bookmarks that lead to pages, each with a title.
func (a *audit) outlineOf(*element) {
	root := a.catalog().get("Outlines")
	if root == "" {
		return
	}
	var below func(parent string) int
	below = func(parent string) int {
		d := a.follow(parent).dict
		count, last := 0, ""
		for at := d.get("First"); at != ""; at = a.follow(at).dict.get("Next") {
			item := a.follow(at).dict
			if a.text(item.get("Title")) == "" || a.lead(item) == "page 0" || item.get("Prev") != last || item.get("Parent") != parent {
				a.fault("bookmark %s: %v", at, item)
			}
			count, last = count+1+below(at), at
		}
		if d.get("Last") != last || count > 0 && d.get("Count") != strconv.Itoa(count) {
			a.fault("bookmark %s: %d below it, %v", parent, count, d)
		}
		return count
	}
	below(root)
}
