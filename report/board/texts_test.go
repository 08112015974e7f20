package board

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/ci"
)

// tongue is everything that a report may say in a language, besides names.
type tongue struct {
	texts []string // whole, with their places in braces
	words map[string]bool
}

var (
	wordLike  = regexp.MustCompile(`[\pL]+(?:[’'‑-][\pL]+)*`)
	placeLike = regexp.MustCompile(`\{[^}]*\}`)
	codeLike  = regexp.MustCompile("`[^`]*`")
	hexText   = regexp.MustCompile(`<FEFF([0-9A-F]*)>`)
)

const shortWords = 1 // letters; too short to tell languages apart

// wordsOf are the words of a text, in lower case.
func wordsOf(text string) []string {
	var words []string
	for _, word := range wordLike.FindAllString(strings.ToLower(text), -1) {
		for _, part := range strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune("’'‑-", r) }) {
			if len([]rune(part)) > shortWords {
				words = append(words, part)
			}
		}
	}
	return words
}

// add takes texts into a language.
func (l *tongue) add(texts ...string) {
	for _, text := range texts {
		l.texts = append(l.texts, text)
		for _, word := range wordsOf(placeLike.ReplaceAllString(text, " ")) {
			l.words[word] = true
		}
	}
}

// tongueOf is the program's own language file, and what the rule pack and the frameworks inside the program say in it.
func tongueOf(t testing.TB, tag string) *tongue {
	t.Helper()
	l := &tongue{words: map[string]bool{}}
	l.add(scalars(t, os.DirFS("../../templates/locales"), tag+".yaml", "")...)
	l.add(scalars(t, os.DirFS("../../rules/packs"), "baseline.yaml", tag)...)
	l.add(scalars(t, os.DirFS("../../rules/packs"), "frameworks.yaml", tag)...)
	return l
}

// scalars are the texts of a YAML file; of one that has texts in several languages those in one.
func scalars(t testing.TB, folder fs.FS, name, tag string) []string {
	t.Helper()
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		t.Fatal(err)
	}
	documents, mistakes := source.Parse(&source.File{Name: name, Shown: name, Data: data})
	none(t, mistakes)
	var out []string
	var walk func(n *source.Node)
	walk = func(n *source.Node) {
		if n.Kind == source.Mapping {
			for key, value := range n.Pairs {
				if tag == "" || key.Text == tag || len(key.Text) > 2 {
					walk(value)
				}
			}
			return
		}
		for i := range n.Children {
			walk(&n.Children[i])
		}
		if n.Kind != source.List && (n.Kind == source.Text || tag == "") {
			out = append(out, n.Text)
		}
	}
	for _, d := range documents {
		walk(d)
	}
	return out
}

// saying is one text of one report: a paragraph, a description, a line.
type saying struct{ where, text string }

// sayings are all texts of the board's PDF and of the Markdown summary in a language: what is drawn, and what is read out
// in its place.
func sayings(t testing.TB, a *report.Assessment, tag string) []saying {
	t.Helper()
	file, _ := written(t, a, tag)
	var out []saying
	for i, page := range pagesOf(t, file) {
		for _, text := range paragraphs(page) {
			out = append(out, saying{fmt.Sprintf("%s, page %d", tag, i+1), text})
		}
	}
	for _, text := range spoken(t, file) {
		out = append(out, saying{tag + ", read out", text})
	}
	var summary bytes.Buffer
	if err := ci.Markdown(&summary, a, language(t, tag)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(summary.String()) {
		// What is quoted as code is for machines; a backslash only keeps a sign from being Markdown.
		text := strings.ReplaceAll(codeLike.ReplaceAllString(strings.TrimSpace(line), "N"), `\`, "")
		out = append(out, saying{tag + ", summary.md", text})
	}
	return out
}

// paragraphs joins the lines of a page that belong to one paragraph: a line that goes on ends in a space, and the next
// begins below it, not further to the right than the first.
func paragraphs(page []shown) []string {
	var out []string
	var first, before shown
	for _, s := range page {
		below := before.y - s.y
		switch {
		case strings.TrimSpace(s.text) == "":
			before.text += s.text // between two lines, or two styles
			continue
		case strings.HasSuffix(before.text, " ") && below > 0 && below < 2*s.size && s.x <= first.x+1:
			out[len(out)-1] = strings.TrimRight(out[len(out)-1], " ") + " " + s.text
		default:
			first, out = s, append(out, s.text)
		}
		before = s
	}
	return out
}

// spoken are the texts of a file that nobody sees: titles, descriptions of figures and links, words for symbols.
func spoken(t testing.TB, file []byte) []string {
	t.Helper()
	var out []string
	for _, at := range streamStart.FindAllIndex(file, -1) {
		inflater, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
		if err != nil {
			continue // not packed
		}
		content, err := io.ReadAll(inflater)
		if err != nil {
			continue // more than the stream follows
		}
		for _, match := range hexText.FindAllSubmatch(content, -1) {
			data, err := hex.DecodeString(string(match[1]))
			if err != nil {
				t.Fatal(err)
			}
			units := make([]uint16, len(data)/2)
			for i := range units {
				units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
			}
			out = append(out, string(utf16.Decode(units)))
		}
	}
	if len(out) < 20 {
		t.Fatalf("only %d texts to be read out", len(out))
	}
	return out
}

// spokenCase is an assessment with the names in it, which are in the language of those who gave them.
type spokenCase struct {
	name  string
	a     *report.Assessment
	names []string
}

// spokenCases are the sample and the assessments that are made by hand.
func spokenCases(t testing.TB) []spokenCase {
	t.Helper()
	cases := []spokenCase{{name: "sample", a: sampled(t)}}
	files, err := fs.Glob(sample.FS(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		cases[0].names = append(cases[0].names, scalars(t, sample.FS(), name, "")...)
	}
	folders, err := filepath.Glob("testdata/*/as_of")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range folders {
		folder := filepath.Dir(file)
		c := spokenCase{name: folder, a: assessed(t, folder)}
		for _, name := range []string{"inventory.yaml", "pack.yaml"} {
			c.names = append(c.names, scalars(t, os.DirFS(folder), name, "")...)
		}
		cases = append(cases, c)
	}
	// What has the names of no case: every state of a promise, every cause, gaps in the row of quarters.
	for _, extreme := range extremes[1:3] {
		cases = append(cases, spokenCase{name: extreme.name, a: fabricated(extreme.shape), names: fabricatedNames})
	}
	return cases
}

// fabricatedNames are the words that names are fabricated from.
var fabricatedNames = []string{"Organisation", "Pack", "Service", "Rule", "Gone", "Owner", "Member", "Reason", "Something is odd", "Commitment", "Campus",
	"Scenario", "Framework", "tier", "plateforme", "intercommunale"}
