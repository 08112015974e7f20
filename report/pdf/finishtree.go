package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// numbers are the object numbers of structure elements.
type numbers map[*node]ref

// structure writes the structure tree (ISO 32000-1, 14.7) and gives back its root: elements, what content they claim,
// and the parent tree that leads back from the content.
func (x *finisher) structure() ref {
	root := x.file.add(object{})
	elements := numbers{}
	x.reserve(x.document.root, elements)
	annotations := x.annotations(elements)
	x.element(x.document.root, root, elements, annotations)
	x.file.objects[root].dict = dict{
		{"Type", "/StructTreeRoot"},
		{"K", "[" + elements[x.document.root].String() + "]"},
		{"ParentTree", x.parentTree(elements).String()},
		{"ParentTreeNextKey", strconv.Itoa(len(x.pages) + len(annotations))},
	}
	return root
}

// reserve gives every element a number, in reading order.
func (x *finisher) reserve(n *node, elements numbers) {
	elements[n] = x.file.add(object{})
	for _, k := range n.kids {
		if k.node != nil {
			x.reserve(k.node, elements)
		}
	}
}

// element writes an element and those inside it.
func (x *finisher) element(n *node, parent ref, elements numbers, annotations map[*annotation]ref) {
	page := n.firstPage()
	d := dict{{"Type", "/StructElem"}, {"S", "/" + n.role.String()}, {"P", parent.String()}}
	if page > 0 {
		d.set("Pg", x.pages[page-1].String())
	}
	if n.alt != "" {
		d.set("Alt", textString(n.alt))
	}
	if a := n.attributes(); a != nil {
		d.set("A", a.String())
	}
	var kids []string
	for _, k := range n.kids {
		switch {
		case k.node != nil:
			kids = append(kids, elements[k.node].String())
			x.element(k.node, elements[n], elements, annotations)
		case k.link != nil:
			kids = append(kids, fmt.Sprintf("<</Type /OBJR /Pg %v /Obj %v>>", x.pages[k.link.page-1], annotations[k.link]))
		case k.mark.page == page:
			kids = append(kids, strconv.Itoa(k.mark.id))
		default:
			kids = append(kids, fmt.Sprintf("<</Type /MCR /Pg %v /MCID %d>>", x.pages[k.mark.page-1], k.mark.id))
		}
	}
	if len(kids) > 0 {
		d.set("K", "["+strings.Join(kids, " ")+"]")
	}
	x.file.objects[elements[n]].dict = d
}

// firstPage is the page of the first marked content; 0 where there is none.
func (n *node) firstPage() int {
	for _, k := range n.kids {
		if k.mark.page > 0 {
			return k.mark.page
		}
	}
	return 0
}

// attributes are those of figures, cells and lists (ISO 32000-1, 14.8.5); nil where there are none.
func (n *node) attributes() dict {
	var d dict
	switch n.role {
	case figure:
		return dict{{"O", "/Layout"}, {"Placement", "/Block"}, {"BBox", rectangle(*n.box)}}
	case ListOf:
		if n.numbering != "" {
			d = dict{{"O", "/List"}, {"ListNumbering", "/" + n.numbering}}
		}
	case headCell, dataCell:
		d = dict{{"O", "/Table"}}
		if n.scope != "" {
			d.set("Scope", "/"+n.scope)
		}
		if n.columns > 1 {
			d.set("ColSpan", strconv.Itoa(n.columns))
		}
		if n.rows > 1 {
			d.set("RowSpan", strconv.Itoa(n.rows))
		}
		if len(d) == 1 {
			return nil
		}
	}
	return d
}

// parentTree leads from each page's marked content, and from each link's annotation, to the element it belongs to. It
// also gives the pages their keys.
func (x *finisher) parentTree(elements numbers) ref {
	owners := make([][]ref, len(x.pages))
	for i := range owners {
		owners[i] = make([]ref, x.document.pen.marks[i])
		page := &x.file.objects[x.pages[i]]
		page.dict.set("StructParents", strconv.Itoa(i))
		page.dict.set("Tabs", "/S")
	}
	for n, number := range elements {
		for _, k := range n.kids {
			if k.mark.page > 0 {
				owners[k.mark.page-1][k.mark.id] = number
			}
		}
	}
	var pairs strings.Builder
	for i := range owners {
		fmt.Fprintf(&pairs, "%d %s ", i, array(owners[i]))
	}
	for i, a := range x.document.pen.links {
		fmt.Fprintf(&pairs, "%d %v ", len(x.pages)+i, elements[a.owner])
	}
	return x.file.add(object{dict: dict{{"Nums", "[" + strings.TrimSpace(pairs.String()) + "]"}}})
}

// annotations writes the sensitive areas of the links, each with a description, and lists them on their pages.
func (x *finisher) annotations(elements numbers) map[*annotation]ref {
	written := map[*annotation]ref{}
	onPage := make([][]ref, len(x.pages))
	for i, a := range x.document.pen.links {
		d := dict{{"Type", "/Annot"}, {"Subtype", "/Link"}, {"Rect", rectangle(a.box)}, {"Border", "[0 0 0]"},
			{"F", "4"}, // printed
			{"P", x.pages[a.page-1].String()}, {"Contents", textString(plain(a.about))}, {"StructParent", strconv.Itoa(len(x.pages) + i)}}
		if p, inside := x.document.found.places[destination(a.to)]; inside {
			d.set("Dest", x.destination(p))
		} else {
			d.set("A", "<</S /URI /URI "+byteString(address(a.to))+">>")
		}
		written[a] = x.file.add(object{dict: d})
		onPage[a.page-1] = append(onPage[a.page-1], written[a])
	}
	for i, list := range onPage {
		if len(list) > 0 {
			x.file.objects[x.pages[i]].dict.set("Annots", array(list))
		}
	}
	return written
}

// destination is a place with a little space above it.
func (x *finisher) destination(p place) string {
	const above = 4 // mm
	top := pageHeight - points(max(0, p.y-above))
	return "[" + x.pages[p.page-1].String() + " /XYZ 0 " + number(top) + " null]"
}
