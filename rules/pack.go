package rules

import (
	"regexp"
	"slices"
	"strings"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// packFile is the keys of a rule pack.
type packFile struct {
	Pack      packHead      `key:"pack,required"`
	Tiers     []string      `key:"tiers,required"`
	Waivers   waiverTerms   `key:"waivers"`
	Scenarios scenario.Plan `key:"scenarios"`
	Rules     []ruleFile    `key:"rules,required"`
	RAG       anything      `key:"rag"`
}

// packHead says which pack it is. Reports name the version, so that a quarter can be told from the next.
type packHead struct {
	ID      string `key:"id,required"`
	Version string `key:"version"`
	Title   Text   `key:"title"`
}

// waiverTerms is how long a waiver may last, by tier; a tier left out has no longest term.
type waiverTerms struct {
	Longest map[string]source.Duration `key:"longest"`
}

// ruleFile is the keys of a rule. What needs the tiers or the metric's unit is read afterwards.
type ruleFile struct {
	ID         string                           `key:"id,required"`
	Title      Text                             `key:"title,required"`
	Why        Text                             `key:"why"`
	Remedy     Text                             `key:"remedy"`
	Severity   anything                         `key:"severity,required"`
	When       anything                         `key:"when"`
	Metric     anything                         `key:"metric,required"`
	AtMost     anything                         `key:"at_most"`
	AtLeast    anything                         `key:"at_least"`
	Depth      source.Optional[inventory.Depth] `key:"depth"`
	Scenarios  []scenario.Kind                  `key:"scenarios"`
	References references                       `key:"references"`
	Place      source.Place
}

// anything is a key whose value is read later.
type anything struct{}

// DecodeNode takes any value.
func (anything) DecodeNode(*source.Decoder, *source.Node) {}

// idShape is that of the inventory's ids: they end up in file names, links and CI annotations.
var idShape = regexp.MustCompile(`^[a-z0-9._-]+$`)

// Load reads a rule pack strictly, and names every mistake at once. The pack is nil where there is one.
func Load(f source.File) (*Pack, source.Diagnostics) {
	documents, found := source.Parse(&f)
	d := source.NewDecoder(&f)
	p := &Pack{File: f}
	if n := theDocument(d, documents); n != nil {
		p.read(d, n)
	}
	if len(found)+len(d.Diagnostics()) > 0 {
		found = append(found, d.Diagnostics().Quote(&f)...)
		found.Sort()
		return nil, found
	}
	if len(documents) == 0 {
		return nil, emptyPack(f)
	}
	return p, nil
}

// theDocument returns the one document that a pack is.
func theDocument(d *source.Decoder, documents []*source.Node) *source.Node {
	if len(documents) == 0 {
		return nil
	}
	for _, n := range documents[1:] {
		d.Fail(n, "a rule pack is one document: put this one into a file of its own")
	}
	return documents[0]
}

// emptyPack is the one mistake that no parser sees: a file without a document.
func emptyPack(f source.File) source.Diagnostics {
	return source.Diagnostics{{
		Place: source.Place{File: f.Name, Line: 1, Column: 1}, Shown: f.Shown,
		Message: "the file is empty: expected a rule pack with `pack`, `tiers` and `rules`",
	}}
}

// read fills in the pack. What is wrong is gathered by the decoder, so it goes on to the end.
func (p *Pack) read(d *source.Decoder, n *source.Node) {
	var file packFile
	d.Document(n, &file)
	p.ID, p.Version, p.Title = file.Pack.ID, file.Pack.Version, file.Pack.Title
	p.Tiers, p.Scenarios, p.Longest = file.Tiers, file.Scenarios, file.Waivers.Longest
	r := &reader{d: d, tiers: file.Tiers}
	r.checkHead(n, &file)
	for i := range file.Rules {
		entry := &n.Get("rules").Children[i]
		if entry.Kind != source.Mapping {
			continue // reported already
		}
		p.Rules = append(p.Rules, r.rule(&file.Rules[i], entry))
		r.checkID(&file, i, entry)
	}
}

// reader reads what depends on the pack's tiers and the metrics' units.
type reader struct {
	d     *source.Decoder
	tiers []string
}

// checkHead reports mistakes outside the rules.
func (r *reader) checkHead(n *source.Node, file *packFile) {
	if id := file.Pack.ID; id != "" && !idShape.MatchString(id) {
		r.d.Fail(n.Get("pack").Get("id"), "the id %s may hold only lower-case letters, digits, `-`, `_` and `.`", source.Quoted(id))
	}
	if key, value := n.Find("rag"); value != nil && !value.Empty() {
		r.d.Fail(key, "colours (`rag`) are not built in yet: delete this key")
	}
	for i, tier := range r.tiers {
		if tier != "" && slices.Contains(r.tiers[:i], tier) {
			r.d.Fail(&n.Get("tiers").Children[i], "the tier %s stands twice in this list: delete one", source.Quoted(tier))
		}
	}
	if len(file.Waivers.Longest) > 0 {
		for key := range n.Get("waivers").Get("longest").Pairs {
			r.tier(key)
		}
	}
}

// checkID reports a rule's impossible id, or one that another rule has.
func (r *reader) checkID(file *packFile, i int, entry *source.Node) {
	id := file.Rules[i].ID
	if id == "" {
		return
	}
	if !idShape.MatchString(id) {
		r.d.Fail(entry.Get("id"), "the id %s may hold only lower-case letters, digits, `-`, `_` and `.`", source.Quoted(id))
	}
	for j := range file.Rules[:i] {
		if file.Rules[j].ID == id {
			r.d.Fail(entry.Get("id"), "there are two rules `%s`: the other one is on line %d", id, file.Rules[j].Place.Line)
			return
		}
	}
}

// tier returns the place of a tier in the pack's list, or -1 where it is not there, which has been reported.
func (r *reader) tier(key *source.Node) int {
	place := slices.Index(r.tiers, key.Text)
	if place < 0 && len(r.tiers) > 0 {
		r.d.Fail(key, "the pack has no tier %s%s", source.Quoted(key.Text), suggest(key.Text, r.tiers))
	}
	return place
}

// suggest names the nearest known word, or all of them where none is near.
func suggest(word string, known []string) string {
	if nearest := source.Nearest(word, known); nearest != "" {
		return ": did you mean `" + nearest + "`?"
	}
	return ": it must be one of " + listed(known)
}

// listed writes "`a`, `b` or `c`".
func listed(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return "`" + strings.Join(words, "") + "`"
	}
	return "`" + strings.Join(words[:last], "`, `") + "` or `" + words[last] + "`"
}
