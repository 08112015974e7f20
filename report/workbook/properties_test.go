package workbook

import (
	"regexp"
	"strings"
	"testing"
)

// TestPropertiesHavePrefixes asks that every element of the core properties has a prefix, since one reader knows no
// others, and that text in them is left alone.
func TestPropertiesHavePrefixes(t *testing.T) {
	a := byHand()
	a.Organisation.Name = "<b>R&D <i >"
	core := part(t, written(t, a, "fr"), coreProperties)
	for _, element := range regexp.MustCompile(`</?[A-Za-z][^ >/]*`).FindAllString(core, -1) {
		if !strings.Contains(element, ":") {
			t.Errorf("%s has no prefix in %s", element, core)
		}
	}
	for _, want := range []string{`<cp:coreProperties xmlns:cp="` + coreNamespace + `"`, "<cp:lastModifiedBy>coupefeu 1.2.3</cp:lastModifiedBy>",
		"</cp:coreProperties>", "&lt;b&gt;R&amp;D &lt;i &gt;", "<dc:creator>"} {
		if !strings.Contains(core, want) {
			t.Errorf("no %s in %s", want, core)
		}
	}
}
