package pdf

import "strconv"

// outlineItem is a bookmark with those under it.
type outlineItem struct {
	bookmark
	number ref
	kids   []*outlineItem
}

// outlines writes the bookmarks (ISO 32000-1, 12.3.3), all unfolded, and gives back their root; 0 where there are none.
func (x *finisher) outlines() ref {
	if len(x.document.outline) == 0 {
		return 0
	}
	root := &outlineItem{number: x.file.add(object{})}
	above := []*outlineItem{root}
	for _, b := range x.document.outline {
		for above[len(above)-1].level >= b.level {
			above = above[:len(above)-1]
		}
		item := &outlineItem{bookmark: b, number: x.file.add(object{})}
		parent := above[len(above)-1]
		parent.kids = append(parent.kids, item)
		above = append(above, item)
	}
	x.outlineItem(root, dict{{"Type", "/Outlines"}})
	return root.number
}

// outlineItem writes an item, whose dictionary was begun by the one above, and those under it.
func (x *finisher) outlineItem(item *outlineItem, d dict) {
	if n := len(item.kids); n > 0 {
		d.set("First", item.kids[0].number.String())
		d.set("Last", item.kids[n-1].number.String())
		d.set("Count", strconv.Itoa(item.below()))
	}
	x.file.objects[item.number].dict = d
	for i, kid := range item.kids {
		d := dict{{"Title", textString(kid.title)}, {"Parent", item.number.String()}, {"Dest", x.destination(kid.place)}}
		if i > 0 {
			d.set("Prev", item.kids[i-1].number.String())
		}
		if i < len(item.kids)-1 {
			d.set("Next", item.kids[i+1].number.String())
		}
		x.outlineItem(kid, d)
	}
}

// below is the number of items under one, at any depth.
func (item *outlineItem) below() int {
	count := len(item.kids)
	for _, kid := range item.kids {
		count += kid.below()
	}
	return count
}
