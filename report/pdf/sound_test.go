package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestSampleIsSound audits the sample, which uses every part of the package.
func TestSampleIsSound(t *testing.T) {
	for _, fault := range openSample(t).audit() {
		t.Error(fault)
	}
}

// set changes one entry of the first object that a tag and a text of its dictionary tell.
func set(r *reader, holds, key, value string) {
	for number := ref(1); int(number) < 100_000; number++ {
		o, found := r.objects[number]
		if found && strings.Contains(fmt.Sprint(o.dict), holds) {
			changed := append(dict(nil), o.dict...)
			changed.set(key, value)
			r.objects[number] = object{changed, o.data}
			return
		}
	}
	r.t.Fatalf("nothing holds %q", holds)
}

// redraw changes the first of some words in what a page draws.
func redraw(r *reader, page int, from, to string) {
	contents, err := parseRef(r.objects[r.pages[page-1]].dict.get("Contents"))
	if err != nil {
		r.t.Fatal(err)
	}
	plain := r.plain(r.objects[contents])
	if !bytes.Contains(plain, []byte(from)) {
		r.t.Fatalf("page %d does not draw %q", page, from)
	}
	r.objects[contents] = compressed(dict{}, bytes.Replace(plain, []byte(from), []byte(to), 1))
}

// TestAuditFindsFaults spoils the sample in one place each, and asks the audit to tell.
func TestAuditFindsFaults(t *testing.T) {
	file := render(t, sampleOptions(t), sample)
	sound := openFile(t, file)
	figure, link, table, heading := elements(sound.tree(), "Figure")[0], elements(sound.tree(), "Link")[0], elements(sound.tree(), "Table")[0], elements(sound.tree(), "H2")[0]
	change := func(e *element, key, value string) func(*reader) {
		return func(r *reader) {
			d := append(dict(nil), r.objects[e.number].dict...)
			d.set(key, value)
			r.objects[e.number] = object{dict: d}
		}
	}
	for _, c := range []struct {
		name, want string
		spoil      func(*reader)
	}{
		{"no language", "language", func(r *reader) { set(r, "/Type /Catalog", "Lang", "<>") }},
		{"not marked", "marks", func(r *reader) { set(r, "/Type /Catalog", "MarkInfo", "<</Marked false>>") }},
		{"title not shown", "preferences", func(r *reader) { set(r, "/Type /Catalog", "ViewerPreferences", "<<>>") }},
		{"no title", "no title", func(r *reader) { set(r, "/Title <FEFF", "Title", "<FEFF>") }},
		{"another part", "not that of PDF/UA-1", func(r *reader) {
			number, _ := parseRef(r.catalog().get("Metadata"))
			o := r.objects[number]
			r.objects[number] = object{o.dict, bytes.Replace(o.data, []byte("<pdfuaid:part>1<"), []byte("<pdfuaid:part>2<"), 1)}
		}},
		{"drawn outside marks", "draws outside tagged content", func(r *reader) { redraw(r, 2, "/P <</MCID 1>> BDC", "") }},
		{"marks in marks", "inside [", func(r *reader) { redraw(r, 2, "EMC", "") }},
		{"a mark more", "in no element", func(r *reader) { redraw(r, 2, "/Artifact <</Type /Layout>> BDC", "/P <</MCID 999>> BDC") }},
		{"a mark less", "which is not there", func(r *reader) { redraw(r, 2, "/P <</MCID 1>> BDC", "/Artifact <</Type /Layout>> BDC") }},
		{"a mark twice", "there twice", func(r *reader) { redraw(r, 2, "<</MCID 1>>", "<</MCID 0>>") }},
		{"claimed twice", "in elements", func(r *reader) {
			p := elements(r.tree(), "P")
			change(p[1], "K", p[0].dict.get("K"))(r)
			change(p[1], "Pg", p[0].dict.get("Pg"))(r)
		}},
		{"read in another order", "read after mark", func(r *reader) {
			kids := r.refs(r.tree().dict.get("K"))
			kids[3], kids[4] = kids[4], kids[3]
			change(r.tree(), "K", array(kids))(r)
		}},
		{"no parents", "tab order", func(r *reader) { set(r, "/Type /Page ", "StructParents", "77") }},
		{"no tab order", "tab order", func(r *reader) { set(r, "/Type /Page ", "Tabs", "/R") }},
		{"no next key", "next key", func(r *reader) { set(r, "/Type /StructTreeRoot", "ParentTreeNextKey", "1") }},
		{"parents of others", "the parent tree leads elsewhere", func(r *reader) {
			number, _ := parseRef(r.follow(r.catalog().get("StructTreeRoot")).dict.get("ParentTree"))
			pairs := r.values(r.objects[number].dict.get("Nums"))
			pairs[1] = strings.Replace(pairs[1], "[", "["+r.tree().number.String()+" ", 1)
			r.objects[number] = object{dict: dict{{"Nums", "[" + strings.Join(pairs, " ") + "]"}}}
		}},
		{"no standard type", "no standard structure type", change(figure, "S", "/Chart")},
		{"out of place", "TD inside", change(heading, "S", "/TD")},
		{"a list without items", "P inside L", change(elements(sound.tree(), "LI")[0], "S", "/P")},
		{"an item without a body", "not a label and a body", change(elements(sound.tree(), "LBody")[0], "S", "/Lbl")},
		{"an empty heading", "H2 is empty", change(heading, "K", "[]")},
		{"a level skipped", "H4 after level 1", change(heading, "S", "/H4")},
		{"a table without rows", "parts THead", change(table, "K", "["+table.kids[0].number.String()+"]")},
		{"a row too short", "columns in row", func(r *reader) {
			row := elements(r.tree(), "TR")[1]
			kids := r.refs(row.dict.get("K"))
			change(row, "K", array(kids[:len(kids)-1]))(r)
		}},
		{"cells below the last row", "cells go on below", change(elements(table.kids[len(table.kids)-1].kids[len(table.kids[len(table.kids)-1].kids)-1], "TH", "TD")[0], "A", "<</O /Table /Scope /Row /RowSpan 2>>")},
		{"a head without scope", "with the scope", change(elements(sound.tree(), "TH")[0], "A", "<</O /Table>>")},
		{"no words for a figure", "nothing to read out", change(figure, "Alt", "<FEFF>")},
		{"no place for a figure", "box", change(figure, "A", "<</O /Layout /Placement /Block>>")},
		{"a figure off the page", "box", change(figure, "A", "<</O /Layout /BBox [10 10 700 20]>>")},
		{"a link without annotation", "0 annotations", change(link, "K", "[0]")},
		{"no description of a link", "does not say where it leads", func(r *reader) { set(r, "/Subtype /Link", "Contents", "<FEFF>") }},
		{"a link that is not printed", "annotation", func(r *reader) { set(r, "/Subtype /Link", "F", "0") }},
		{"an annotation of nobody", "is in no element", func(r *reader) { set(r, "/Type /Page ", "Annots", "[1 0 R]") }},
		{"a link that no page has", "is on no page", func(r *reader) { set(r, "/Annots", "Annots", "[]") }},
		{"a link of other parents", "does not lead from annotation", func(r *reader) { set(r, "/Subtype /Link", "StructParent", "0") }},
		{"a link to nowhere", "leads to no page", func(r *reader) { set(r, "/Dest [", "Dest", "[1 0 R /XYZ 0 0 null]") }},
		{"no character for a code", "no character", func(r *reader) {
			for _, o := range r.objects {
				if o.dict.get("Subtype") == "/Type0" {
					characters, _ := parseRef(o.dict.get("ToUnicode"))
					r.objects[characters] = compressed(dict{}, nil)
				}
			}
		}},
		{"a bookmark to nowhere", "bookmark", func(r *reader) { set(r, "/Parent "+r.catalog().get("Outlines"), "Dest", "[1 0 R /XYZ 0 0 null]") }},
		{"bookmarks miscounted", "below it", func(r *reader) { set(r, "/Type /Outlines", "Count", "99") }},
	} {
		r := openFile(t, file)
		c.spoil(r)
		if found := strings.Join(r.audit(), "\n"); !strings.Contains(found, c.want) {
			t.Errorf("%s: the audit says %q, want %q", c.name, found, c.want)
		}
	}
}
