// Package templates holds everything that a report says in words: the texts of each language, how it writes numbers,
// durations, dates and quarters; and the typeface and the template of the board's PDF. A language is one file in
// locales/; it is read when Lookup asks for it, never before.
//
// The texts speak of resilience; how they are laid out is report/board and report/workbook's affair.
package templates

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed locales/*.yaml
var locales embed.FS

//go:embed fonts/*.ttf fonts/OFL.txt
var fonts embed.FS

//go:embed board.yaml
var board string

// first are the languages that lists begin with, in this order. Others follow by their tags.
const first = "fr nl de en"

// Tags returns the tags of the languages that Lookup knows: fr, nl, de, en, then any other by alphabet.
func Tags() []string {
	tags := strings.Fields(first)
	entries, err := locales.ReadDir("locales")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	for _, entry := range entries {
		tag := strings.TrimSuffix(entry.Name(), ".yaml")
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// readEach reads each language when it is first asked for: its texts are part of the program, so that reading them
// again could give nothing else.
var readEach = readers()

func readers() map[string]func() (*Language, error) {
	out := map[string]func() (*Language, error){}
	for _, tag := range Tags() {
		out[tag] = sync.OnceValues(func() (*Language, error) { return read(tag) })
	}
	return out
}

// Lookup gives the language with the tag ("fr", "nl", "de", "en"). A Language is never changed and may be shared. An
// unknown tag is an error that names the known ones.
func Lookup(tag string) (*Language, error) {
	language, known := readEach[tag]
	if !known {
		return nil, fmt.Errorf("unknown language %q: known are %s", tag, strings.Join(Tags(), ", "))
	}
	return language()
}

func read(tag string) (*Language, error) {
	name := path.Join("locales", tag+".yaml")
	data, err := locales.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read language %s: %w", tag, err)
	}
	texts, err := readTexts(name, data)
	if err != nil {
		return nil, fmt.Errorf("read language %s: %w", tag, err)
	}
	return newLanguage(tag, texts)
}

// Weight is how heavy a typeface is.
type Weight uint8

// The weights of Source Sans 3 that the reports use.
const (
	Regular Weight = iota
	SemiBold
	Bold
)

// String returns the weight as its font file names it.
func (w Weight) String() string {
	return [...]string{Regular: "Regular", SemiBold: "SemiBold", Bold: "Bold"}[w]
}

// Font returns the TrueType file of Source Sans 3 in the weight, unmodified. Its licence, the SIL Open Font License
// 1.1, lies beside it in fonts/OFL.txt.
func Font(w Weight) []byte {
	data, err := fonts.ReadFile("fonts/SourceSans3-" + w.String() + ".ttf")
	if err != nil {
		panic(err) // the file is part of the program
	}
	return data
}

// Board returns the template of the board's report that is inside the program, as it is written. What it may say is
// report/board's affair.
func Board() []byte { return []byte(board) }
