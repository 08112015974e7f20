package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// node is a value of JSON read whole, keys in their order: what lockstep never holds.
type node struct {
	token string // of a scalar as encoding/json writes it, else "{" or "["
	keys  []string
	kids  []*node
}

func (n *node) leaf() bool { return n.token != "{" && n.token != "[" }

// parse reads a value whole.
func parse(t testing.TB, d *json.Decoder) *node {
	t.Helper()
	token, err := d.Token()
	if err != nil {
		t.Fatal(err)
	}
	delim, opens := token.(json.Delim)
	if !opens {
		text, err := json.Marshal(token)
		if err != nil {
			t.Fatal(err)
		}
		return &node{token: string(text)}
	}
	n := &node{token: delim.String()}
	for d.More() {
		if n.token == "{" {
			key, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			n.keys = append(n.keys, key.(string))
		}
		n.kids = append(n.kids, parse(t, d))
	}
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	return n
}

func parsed(t testing.TB, text []byte) *node {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return parse(t, d)
}

// write puts a value down with as many blanks, and escapes, as chance has it.
func (n *node) write(b *strings.Builder, chance *rand.Rand) {
	b.WriteString(strings.Repeat(" ", chance.IntN(3)))
	if n.leaf() {
		b.WriteString(escaped(n.token, chance))
		return
	}
	b.WriteString(n.token)
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteString(strings.Repeat("\n", chance.IntN(2)) + ",")
		}
		if n.token == "{" {
			key, _ := json.Marshal(n.keys[i]) // a string always encodes
			b.WriteString(string(key) + strings.Repeat("\t", chance.IntN(2)) + ":")
		}
		kid.write(b, chance)
	}
	b.WriteString(map[string]string{"{": "}", "[": "]"}[n.token])
}

// escaped writes some letters of a string as escapes.
func escaped(token string, chance *rand.Rand) string {
	if token[0] != '"' || chance.IntN(4) > 0 || strings.Contains(token, `\`) {
		return token
	}
	var b strings.Builder
	for _, r := range strings.Trim(token, `"`) {
		if r < 0x10000 && chance.IntN(3) == 0 {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// differ is the plain way: both whole in memory, first difference by recursion. It returns the path to it and what each has there.
func differ(a, b *node, path string) (where, sealed, now string, differs bool) {
	if a.token != b.token {
		return path, a.token, b.token, true
	}
	end := map[string]string{"{": "}", "[": "]"}[a.token]
	for i := range max(len(a.kids), len(b.kids)) {
		one, two := end, end
		if i < len(a.kids) {
			one = "more"
			if a.keys != nil {
				one = quoted(a.keys[i])
			}
		}
		if i < len(b.kids) {
			two = "more"
			if b.keys != nil {
				two = quoted(b.keys[i])
			}
		}
		if one != two {
			return path, one, two, true
		}
		step := fmt.Sprint(i)
		if a.keys != nil {
			step = a.keys[i]
		}
		if where, sealed, now, differs := differ(a.kids[i], b.kids[i], path+"/"+step); differs {
			return where, sealed, now, true
		}
	}
	return "", "", "", false
}

func quoted(text string) string {
	b, _ := json.Marshal(text) // a string always encodes
	return string(b)
}

// pointer is where the walk found a difference, written as the model writes it.
func (p *parting) pointer() string {
	var b strings.Builder
	for i, f := range p.path {
		top := i == len(p.path)-1
		switch {
		case f.list && top && (p.sealed == "]" || p.now == "]"), !f.list && top && p.kind == otherKey:
		case f.list:
			fmt.Fprintf(&b, "/%d", f.count-1)
		default:
			b.WriteString("/" + f.key)
		}
	}
	return b.String()
}

// all lists a value and everything in it.
func (n *node) all() []*node {
	list := []*node{n}
	for _, kid := range n.kids {
		list = append(list, kid.all()...)
	}
	return list
}

// edit changes something somewhere, or nothing at all.
func (n *node) edit(chance *rand.Rand) {
	list := n.all()
	for range chance.IntN(3) {
		at := list[chance.IntN(len(list))]
		switch {
		case at.leaf():
			at.token = []string{`"other"`, "1", "null", `"é\""`, "true", `"é\\"`, at.token}[chance.IntN(7)]
		case len(at.kids) > 0 && chance.IntN(2) == 0:
			i := chance.IntN(len(at.kids))
			at.kids = slices.Delete(slices.Clone(at.kids), i, i+1)
			if at.keys != nil {
				at.keys = slices.Delete(slices.Clone(at.keys), i, i+1)
			}
		default:
			i := chance.IntN(len(at.kids) + 1)
			at.kids = slices.Insert(slices.Clone(at.kids), i, list[chance.IntN(len(list))].copy())
			if at.token == "{" {
				at.keys = slices.Insert(slices.Clone(at.keys), i, []string{"id", "rule", "other", "é"}[chance.IntN(4)])
			}
		}
	}
}

func (n *node) copy() *node {
	c := &node{token: n.token, keys: slices.Clone(n.keys)}
	for _, kid := range n.kids {
		c.kids = append(c.kids, kid.copy())
	}
	return c
}

// TestLockstepFindsWhatAModelFinds edits an assessment at random, writes both with blanks and escapes as chance has it, and
// holds the place that the walk finds against that of a model which reads both whole.
func TestLockstepFindsWhatAModelFinds(t *testing.T) {
	var text bytes.Buffer
	if err := WriteJSON(&text, verifiable(t)); err != nil {
		t.Fatal(err)
	}
	whole := parsed(t, text.Bytes())
	same, parted := 0, map[partingKind]int{}
	for seed := range uint64(1000) {
		chance := rand.New(rand.NewPCG(seed, 5))
		other := whole.copy()
		other.edit(chance)
		var a, b strings.Builder
		whole.write(&a, chance)
		other.write(&b, chance)
		got, err := walkTogether(strings.NewReader(a.String()), strings.NewReader(b.String()))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		where, sealed, now, differs := differ(whole, other, "")
		if differs != (got != nil) {
			t.Fatalf("seed %d: the model finds %q, the walk %q", seed, where, got.words())
		}
		if !differs {
			same++
			continue
		}
		parted[got.kind]++
		if got.pointer() != where || !agrees(got.sealed, sealed) || !agrees(got.now, now) {
			t.Fatalf("seed %d: the model finds %s: %s, %s; the walk %s: %s, %s", seed, where, sealed, now, got.pointer(), got.sealed, got.now)
		}
		if words := got.words(); words == "" || strings.Contains(words, "%!") {
			t.Fatalf("seed %d: no words for %s: %q", seed, where, words)
		}
	}
	if same < 20 || parted[otherValue] < 20 || parted[otherKey] < 20 || parted[otherEntry] < 20 {
		t.Errorf("chance was uneven: %d the same, %v", same, parted)
	}
}

// agrees compares a token of the walk with what the model says, which tells only of some entries that there is one.
func agrees(token, model string) bool {
	return model == "more" && token != "" && token != "]" || sameToken([]byte(token), []byte(model))
}

// TestLockstepOfCutOffFiles cuts an assessment off at every byte: what is there is read, and the end is a difference.
func TestLockstepOfCutOffFiles(t *testing.T) {
	const text = `{"a": ["b\"", 1.5, {"id": "x"}], "c": null}`
	for n := range len(text) {
		p, err := walkTogether(strings.NewReader(text[:n]), strings.NewReader(text))
		if err != nil || p == nil || p.words() == "" {
			t.Errorf("cut off after %q: %v, %v", text[:n], p, err)
		}
	}
}
