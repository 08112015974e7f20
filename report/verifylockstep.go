package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// lockstep walks through two assessments token by token, as long as they say the same. It holds no more than a token of
// each, for they may take gigabytes.
type lockstep struct {
	sealed, now *stream
	path        []frame
}

// frame is an object or a list that the walk is in.
type frame struct {
	list  bool
	count int    // of a list: entries begun
	key   string // of an object: that of the value at hand
	keyed bool   // of an object: the key has been read, its value comes
	names []naming
	named bool // of an object: all that names it has been read
}

// naming is a key that tells an entry of a list from the others, with its value.
type naming struct{ key, value string }

// namingKeys tell the entries of a list apart. Those that an entry begins with name it; an id alone does.
var namingKeys = []string{"id", "rule", "service", "path", "period", "code", "scenario", "data", "backup", "date", "from", "to"}

// parting is the place where two assessments part.
type parting struct {
	kind partingKind
	path []frame // what it is in, from the outermost; the last list, or an entry of it, where entries differ
	// What each has there: a token as it is written; "" at the end of the file. Of an entry its names, where it has some.
	sealed, now           string
	sealedNames, nowNames []naming
}

// partingKind says what differs.
type partingKind uint8

const (
	otherValue partingKind = iota
	otherKey               // of an object: another one stands in its place, or "}"
	otherEntry             // of a list: another one stands in its place, or "]"
)

// walkTogether walks on to where two assessments part; nil where they do not. The error is that of reading.
func walkTogether(sealed, now io.Reader) (*parting, error) {
	w := &lockstep{sealed: &stream{in: sealed}, now: &stream{in: now}}
	for {
		a, err := nextToken(w.sealed)
		if err != nil {
			return nil, err
		}
		b, err := nextToken(w.now)
		if err != nil {
			return nil, err
		}
		if !sameToken(a, b) {
			return w.part(string(a), string(b)), nil
		}
		if len(a) == 0 {
			return nil, nil
		}
		w.step(a)
	}
}

// nextToken is the next token; none at the end, where that is or where the file is cut off.
func nextToken(s *stream) ([]byte, error) {
	token, err := s.token()
	if errors.Is(err, errCutOff) {
		return nil, nil
	}
	return token, err
}

// sameToken compares what two tokens mean: a letter may be written as itself or as an escape.
func sameToken(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	return len(a) > 0 && len(b) > 0 && a[0] == '"' && b[0] == '"' && plainString(a) == plainString(b)
}

// step moves on over a token that both have.
func (w *lockstep) step(token []byte) {
	top := w.top()
	switch {
	case token[0] == '}' || token[0] == ']':
		w.path = w.path[:max(len(w.path)-1, 0)]
		if top = w.top(); top != nil {
			top.keyed = false
		}
	case top != nil && !top.list && !top.keyed:
		top.begin(plainString(token))
	case token[0] == '{' || token[0] == '[':
		top.entry()
		w.path = append(w.path, frame{list: token[0] == '['})
	default:
		top.entry()
		top.take(token)
	}
}

func (w *lockstep) top() *frame {
	if len(w.path) == 0 {
		return nil
	}
	return &w.path[len(w.path)-1]
}

// begin takes the next key of an object.
func (f *frame) begin(key string) {
	f.key, f.keyed = key, true
	f.named = f.named || !slices.Contains(namingKeys, key)
}

// entry counts an entry of a list.
func (f *frame) entry() {
	if f != nil && f.list {
		f.count++
	}
}

// take takes the value of a key of an object, which may name it.
func (f *frame) take(token []byte) {
	if f == nil || f.list {
		return
	}
	if f.keyed = false; !f.named {
		f.names = append(f.names, naming{f.key, plainString(token)})
		f.named = f.key == "id"
	}
}

// part tells what differs where the two have different tokens.
func (w *lockstep) part(sealed, now string) *parting {
	p := &parting{path: w.path, sealed: sealed, now: now}
	top := w.top()
	switch {
	case top == nil:
	case top.list && (sealed == "]" || now == "]"):
		p.kind = otherEntry
		p.sealedNames, p.nowNames = namesWithin(w.sealed, sealed), namesWithin(w.now, now)
	case top.list:
		top.count++
	case !top.keyed:
		p.kind = otherKey
	case w.namesEntry(sealed) && w.namesEntry(now):
		p.kind = otherEntry
		p.sealedNames = moreNames(w.sealed, append(slices.Clone(top.names), naming{top.key, plainString([]byte(sealed))}))
		p.nowNames = moreNames(w.now, append(slices.Clone(top.names), naming{top.key, plainString([]byte(now))}))
	}
	return p
}

// namesEntry tells whether a token is a value that names the entry of a list.
func (w *lockstep) namesEntry(token string) bool {
	top := w.top()
	return !top.named && len(w.path) > 1 && w.path[len(w.path)-2].list && token != "" && token[0] != '{' && token[0] != '['
}

// namesWithin are those of an entry whose first token has been read.
func namesWithin(s *stream, first string) []naming {
	if first != "{" {
		return nil
	}
	return moreNames(s, nil)
}

// moreNames reads on as long as an entry goes on with what names it.
func moreNames(s *stream, names []naming) []naming {
	for len(names) == 0 || names[len(names)-1].key != "id" {
		key, err := nextToken(s)
		if err != nil || len(key) == 0 || !slices.Contains(namingKeys, plainString(key)) {
			break
		}
		name := naming{key: plainString(key)}
		value, err := nextToken(s)
		if err != nil || len(value) == 0 || value[0] == '{' || value[0] == '[' {
			break
		}
		name.value = plainString(value)
		names = append(names, name)
	}
	return names
}

// plainString is the text that a token means: what stands between the quotes of a string, any other as it is.
func plainString(token []byte) string {
	if token[0] != '"' {
		return string(token)
	}
	var text string
	if bytes.IndexByte(token, '\\') < 0 || json.Unmarshal(token, &text) != nil {
		return string(bytes.Trim(token, `"`))
	}
	return text
}
