package pdf

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// information is the document information dictionary. It says the same as the metadata stream.
func (x *finisher) information() dict {
	o := x.document.options
	d := dict{{"Title", textString(plain(o.Title))}}
	for _, e := range []entry{{"Author", o.Author}, {"Subject", o.Subject}, {"Producer", o.Producer}} {
		if e.value != "" {
			d.set(e.key, textString(plain(e.value)))
		}
	}
	d.set("CreationDate", date(o.Date))
	d.set("ModDate", date(o.Date))
	return d
}

// catalog is the root of the document. What hangs from it is written on the way.
func (x *finisher) catalog() dict {
	o := x.document.options
	d := dict{
		{"Type", "/Catalog"},
		{"Pages", x.file.objects[x.file.root].dict.get("Pages")},
		{"Lang", byteString(o.Language)},
		{"MarkInfo", "<</Marked true>>"},
		{"ViewerPreferences", "<</DisplayDocTitle true>>"},
		{"StructTreeRoot", x.structure().String()},
		{"OutputIntents", "[" + x.outputIntent().String() + "]"},
		{"Metadata", x.file.add(object{dict{{"Type", "/Metadata"}, {"Subtype", "/XML"}}, metadata(o)}).String()},
	}
	if outlines := x.outlines(); outlines != 0 {
		d.set("Outlines", outlines.String())
		d.set("PageMode", "/UseOutlines")
	}
	if len(o.Attachments) > 0 {
		x.attach(&d, o.Attachments)
	}
	return d
}

// outputIntent says that colours are those of sRGB.
func (x *finisher) outputIntent() ref {
	profile := x.file.add(compressed(dict{{"N", "3"}}, colorProfile()))
	return x.file.add(object{dict: dict{{"Type", "/OutputIntent"}, {"S", "/GTS_PDFA1"}, {"OutputConditionIdentifier", "(sRGB IEC61966-2.1)"},
		{"Info", "(sRGB IEC61966-2.1)"}, {"DestOutputProfile", profile.String()}}})
}

// attach puts files into the document (ISO 19005-3, 6.8): in the tree of names, which must be sorted, and in the list
// of files that belong to the document as a whole.
func (x *finisher) attach(catalog *dict, attachments []Attachment) {
	sorted := slices.SortedFunc(slices.Values(attachments), func(a, b Attachment) int { return cmp.Compare(a.Name, b.Name) })
	var names []string
	var files []ref
	for _, a := range sorted {
		content := x.file.add(compressed(dict{{"Type", "/EmbeddedFile"}, {"Subtype", name(a.MediaType)},
			{"Params", dict{{"Size", strconv.Itoa(len(a.Data))}, {"ModDate", date(x.document.options.Date)}}.String()}}, a.Data))
		file := textString(plain(a.Name))
		files = append(files, x.file.add(object{dict: dict{{"Type", "/Filespec"}, {"F", byteString(a.Name)}, {"UF", file}, {"Desc", textString(plain(a.Description))},
			{"AFRelationship", "/Data"}, {"EF", dict{{"F", content.String()}, {"UF", content.String()}}.String()}}}))
		names = append(names, file+" "+files[len(files)-1].String())
	}
	catalog.set("AF", array(files))
	catalog.set("Names", "<</EmbeddedFiles <</Names ["+strings.Join(names, " ")+"]>>>>")
}
