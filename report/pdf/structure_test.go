package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// openSample renders the sample document and reads it back.
func openSample(t testing.TB) *reader {
	t.Helper()
	return openFile(t, render(t, sampleOptions(t), sample))
}

// contents are those of all pages.
func (r *reader) contents() []content {
	all := make([]content, len(r.pages))
	for i := range all {
		all[i] = r.content(i + 1)
	}
	return all
}

func TestSampleTree(t *testing.T) {
	r := openSample(t)
	var got strings.Builder
	dump(&got, r.tree(), r.contents(), "")
	path := filepath.Join("testdata", "sample.tree")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("structure of the sample (UPDATE=1 accepts it):\n%s", diff)
	}
}

// dump writes an element, its attributes and its texts, a line each.
func dump(out *strings.Builder, e *element, pages []content, indent string) {
	fmt.Fprintf(out, "%s%s", indent, e.tag)
	if a := e.dict.get("A"); a != "" {
		fmt.Fprintf(out, " %s", a)
	}
	out.WriteByte('\n')
	for _, k := range e.order {
		switch k := k.(type) {
		case *element:
			dump(out, k, pages, indent+"  ")
		case mark:
			fmt.Fprintf(out, "%s  page %d: %q\n", indent, k.page, pages[k.page-1].marks[k.id])
		case ref:
			fmt.Fprintf(out, "%s  link\n", indent)
		}
	}
}

func TestNothingIsUntagged(t *testing.T) {
	r := openSample(t)
	for i, c := range r.contents() {
		for _, f := range c.faults {
			t.Errorf("page %d: %s", i+1, f)
		}
		if len(c.marks) == 0 {
			t.Errorf("page %d: no tagged content", i+1)
		}
	}
}

func TestMarksAndTreeAgree(t *testing.T) {
	r := openSample(t)
	claimed := map[mark]*element{}
	r.tree().walk(func(e *element) {
		for _, m := range e.marks {
			if other := claimed[m]; other != nil {
				t.Errorf("%v belongs to elements %d and %d", m, other.number, e.number)
			}
			claimed[m] = e
		}
	})
	for i, c := range r.contents() {
		owners := r.owners(i + 1)
		if len(owners) != len(c.marks) {
			t.Errorf("page %d: %d marks, %d in the parent tree", i+1, len(c.marks), len(owners))
		}
		for id := range c.marks {
			m := mark{i + 1, id}
			switch e := claimed[m]; {
			case e == nil:
				t.Errorf("%v is in no element", m)
			case owners[id] != e.number:
				t.Errorf("%v is in element %d, the parent tree leads to %d", m, e.number, owners[id])
			}
			delete(claimed, m)
		}
	}
	for m, e := range claimed {
		t.Errorf("element %d claims %v, which is not there", e.number, m)
	}
}

// owners are the elements that the parent tree gives for a page.
func (r *reader) owners(page int) []ref {
	r.t.Helper()
	d := r.objects[r.pages[page-1]].dict
	if d.get("Tabs") != "/S" {
		r.t.Errorf("page %d: tab order %q", page, d.get("Tabs"))
	}
	return r.refs(r.parents()[d.get("StructParents")])
}

// parents is the parent tree, its values as they are written.
func (r *reader) parents() map[string]string {
	r.t.Helper()
	root := r.follow(r.catalog().get("StructTreeRoot")).dict
	pairs := r.values(r.follow(root.get("ParentTree")).dict.get("Nums"))
	parents := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		parents[pairs[i]] = pairs[i+1]
	}
	if root.get("ParentTreeNextKey") != fmt.Sprint(len(parents)) {
		r.t.Errorf("next key %s after %d", root.get("ParentTreeNextKey"), len(parents))
	}
	return parents
}

func TestTablesAreRectangles(t *testing.T) {
	tables := 0
	openSample(t).tree().walk(func(e *element) {
		if e.tag != "Table" {
			return
		}
		tables++
		var widths, carried []int // columns of each row; columns that cells above cover, one entry a row below
		for _, part := range e.kids {
			for _, row := range part.kids {
				width := 0
				if len(carried) > 0 {
					width, carried = carried[0], carried[1:]
				}
				for _, cell := range row.kids {
					columns, rows := span(cell, "ColSpan"), span(cell, "RowSpan")
					width += columns
					for i := range rows - 1 {
						if i == len(carried) {
							carried = append(carried, 0)
						}
						carried[i] += columns
					}
					if scope := attribute(cell, "Scope"); (cell.tag == "TH") != (scope != "") {
						t.Errorf("element %d: %s with scope %q", cell.number, cell.tag, scope)
					}
				}
				widths = append(widths, width)
			}
		}
		slices.Sort(widths)
		if widths = slices.Compact(widths); len(widths) != 1 || len(carried) > 0 {
			t.Errorf("element %d: rows of %v columns, %v left", e.number, widths, carried)
		}
	})
	if tables != 4 {
		t.Errorf("%d tables, want 4", tables)
	}
}

func attribute(e *element, key string) string {
	d, _ := (&scanner{src: []byte(e.dict.get("A"))}).dict()
	return d.get(key)
}

func span(cell *element, key string) int {
	n := 1
	fmt.Sscan(attribute(cell, key), &n)
	return n
}

func TestFiguresAreDescribed(t *testing.T) {
	r := openSample(t)
	figures := 0
	r.tree().walk(func(e *element) {
		if e.tag != "Figure" {
			return
		}
		figures++
		if r.text(e.dict.get("Alt")) == "" || attribute(e, "BBox") == "" {
			t.Errorf("figure %d: %v", e.number, e.dict)
		}
	})
	if figures != 7 {
		t.Errorf("%d figures, want 7", figures)
	}
}

func TestLinks(t *testing.T) {
	r := openSample(t)
	owners := map[ref]*element{}
	r.tree().walk(func(e *element) {
		for _, link := range e.links {
			owners[link] = e
		}
		if (e.tag == "Link") != (len(e.links) == 1) {
			t.Errorf("element %d: %s with %d annotations", e.number, e.tag, len(e.links))
		}
	})
	parents := r.parents()
	var leads []string
	for _, page := range r.pages {
		for _, number := range r.refs(r.objects[page].dict.get("Annots")) {
			d := r.objects[number].dict
			if owner := owners[number]; owner == nil || parents[d.get("StructParent")] != owner.number.String() {
				t.Errorf("link %d: its parent is %q", number, parents[d.get("StructParent")])
			}
			if d.get("F") != "4" || d.get("P") != page.String() {
				t.Errorf("link %d: %v", number, d)
			}
			leads = append(leads, r.text(d.get("Contents"))+" → "+r.lead(d))
		}
	}
	want := []string{
		"Le jardin en bref → <mailto:jardin@example.org>", "Serres et parterres → page 2", "Travaux → <mailto:jardin@example.org>", "Relevé → page 2",
		"Relevé des parterres → page 2", "Site du jardin → <https://example.org/jardin?a=(1)&b=%C3%A9>", "Site du jardin → <https://example.org/jardin?a=(1)&b=%C3%A9>",
	}
	if diff := cmp.Diff(want, leads); diff != "" {
		t.Error(diff)
	}
}

// lead is where a link or a bookmark leads.
func (r *reader) lead(d dict) string {
	r.t.Helper()
	if dest := d.get("Dest"); dest != "" {
		page, err := parseRef(r.values(dest)[0])
		if err != nil {
			r.t.Fatal(err)
		}
		return fmt.Sprintf("page %d", slices.Index(r.pages, page)+1)
	}
	return "<" + hexText(r.inline(d.get("A")).get("URI")) + ">"
}

func hexText(value string) string {
	var text []byte
	fmt.Sscanf(value, "<%X>", &text)
	return string(text)
}

func TestOutline(t *testing.T) {
	r := openSample(t)
	root := r.follow(r.catalog().get("Outlines"))
	var got []string
	var list func(parent dict, indent string)
	list = func(parent dict, indent string) {
		last := ""
		for at := parent.get("First"); at != ""; at = r.follow(at).dict.get("Next") {
			item := r.follow(at).dict
			if item.get("Prev") != last || item.get("Count") == "0" {
				t.Errorf("item %s: %v", at, item)
			}
			got = append(got, indent+r.text(item.get("Title"))+" → "+r.lead(item))
			list(item, indent+"  ")
			last = at
		}
		if last != parent.get("Last") {
			t.Errorf("last is %s instead of %s", last, parent.get("Last"))
		}
	}
	list(root.dict, "")
	want := []string{"Le jardin en bref → page 1", "Serres et parterres → page 2", "  Travaux → page 2", "  Relevé → page 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if root.dict.get("Count") != "4" {
		t.Errorf("%s items", root.dict.get("Count"))
	}
}
