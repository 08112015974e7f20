package workbook

import (
	"bytes"
	"regexp"
)

// coreProperties is the part with the document's title, maker and dates.
const coreProperties = "docProps/core.xml"

// coreNamespace is the namespace of those of its elements that are no Dublin Core.
const coreNamespace = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"

// bareElement is the opening or end of an element without a prefix.
var bareElement = regexp.MustCompile(`<(/?)([A-Za-z]+)([ >])`)

// mendProperties gives the elements of the core properties the prefix that programs write them with. Excelize makes
// their namespace the default one, which is as sound, but a widespread reader (exceljs) knows elements by their
// prefixed names and does not open the workbook at all.
func mendProperties(p parts) {
	text := p[coreProperties].Bytes()
	text = bytes.Replace(text, []byte(` xmlns="`+coreNamespace+`"`), []byte(` xmlns:cp="`+coreNamespace+`"`), 1)
	p[coreProperties] = bytes.NewBuffer(bareElement.ReplaceAll(text, []byte("<${1}cp:$2$3")))
}
