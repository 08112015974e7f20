package pdf

import (
	"strings"
	"testing"
)

// Audit is what a finished file lacks of a tagged document, for tests of those who draw one.
func Audit(t testing.TB, file []byte) []string { return openFile(t, file).audit() }

// Drawn is the text of each page as it is drawn, artifacts too, and the paragraphs of the whole file by the tree.
func Drawn(t testing.TB, file []byte) (pages, paragraphs []string) {
	r := openFile(t, file)
	a := &audit{reader: r, pagesDrawn: r.contents()}
	for _, c := range a.pagesDrawn {
		pages = append(pages, c.drawn)
	}
	for _, e := range elements(r.tree(), "P", "H1", "H2", "H3", "LBody") {
		paragraphs = append(paragraphs, strings.TrimSpace(a.words(e)))
	}
	return pages, paragraphs
}
