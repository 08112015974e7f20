package pdf

import (
	"encoding/xml"
	"strings"
	"time"
)

// metadata is the metadata stream (XMP, ISO 16684-1): the document's own data, the parts of PDF/A and PDF/UA that it
// keeps, and the description of the latter's properties that PDF/A asks for (ISO 19005-3, 6.6.2.3). It is not compressed,
// so that programs that know no PDF find it.
func metadata(o Options) []byte {
	moment := o.Date.UTC().Format(time.RFC3339)
	var s strings.Builder
	s.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n")
	describe(&s, `xmlns:dc="http://purl.org/dc/elements/1.1/"`, []entry{
		{"dc:format", "application/pdf"},
		{"dc:title", alternative(o.Title)},
		{"dc:creator", container("Seq", o.Author)},
		{"dc:description", alternative(o.Subject)},
		{"dc:language", container("Bag", o.Language)},
	})
	describe(&s, `xmlns:xmp="http://ns.adobe.com/xap/1.0/"`, []entry{{"xmp:CreateDate", moment}, {"xmp:ModifyDate", moment}, {"xmp:MetadataDate", moment}})
	describe(&s, `xmlns:pdf="http://ns.adobe.com/pdf/1.3/"`, []entry{{"pdf:Producer", escape(o.Producer)}})
	describe(&s, `xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"`, []entry{{"pdfaid:part", "3"}, {"pdfaid:conformance", "A"}})
	describe(&s, `xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"`, []entry{{"pdfuaid:part", "1"}})
	s.WriteString(accessibilitySchema)
	s.WriteString("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n")
	return []byte(s.String())
}

// describe writes the properties of one schema; those without a value are left out.
func describe(s *strings.Builder, namespace string, properties []entry) {
	s.WriteString(`<rdf:Description rdf:about="" ` + namespace + ">")
	for _, p := range properties {
		if p.value != "" {
			s.WriteString("<" + p.key + ">" + p.value + "</" + p.key + ">")
		}
	}
	s.WriteString("</rdf:Description>\n")
}

// alternative is a text in the one language it has.
func alternative(text string) string {
	if text == "" {
		return ""
	}
	return `<rdf:Alt><rdf:li xml:lang="x-default">` + escape(text) + "</rdf:li></rdf:Alt>"
}

// container is a list of one.
func container(kind, text string) string {
	if text == "" {
		return ""
	}
	return "<rdf:" + kind + "><rdf:li>" + escape(text) + "</rdf:li></rdf:" + kind + ">"
}

// escape is a text in XML; writing to memory does not fail.
func escape(text string) string {
	var s strings.Builder
	xml.EscapeText(&s, []byte(plain(text)))
	return s.String()
}

// accessibilitySchema describes pdfuaid to PDF/A.
const accessibilitySchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"` +
	` xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` +
	`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">` +
	`<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>` +
	`<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>` +
	`<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>` +
	`<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">` +
	`<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>` +
	`<pdfaProperty:category>internal</pdfaProperty:category>` +
	`<pdfaProperty:description>the part of ISO 14289 that the document keeps</pdfaProperty:description>` +
	`</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>` + "\n"
