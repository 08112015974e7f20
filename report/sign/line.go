package sign

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/ssh"

	"coupefeu/inventory/source"
)

// lines numbers the lines of a text from 1. Both endings are taken, and a mark of byte order before the first.
func lines(text []byte) iter.Seq2[int32, string] {
	return func(yield func(int32, string) bool) {
		number := int32(0)
		for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\uFEFF"))) {
			number++
			if !yield(number, strings.TrimRight(string(line), "\r\n")) {
				return
			}
		}
	}
}

// line is read word by word. at is where the word begins that was read last, so that a mistake can point at it.
type line struct {
	text     string
	at, next int // in bytes
}

// column is the place of the last word, in characters from 1.
func (l *line) column() int32 { return int32(utf8.RuneCountInString(l.text[:l.at])) + 1 }

const blanks = " \t"

// word reads the next word, whose quoted parts may hold blanks; "" at the end. An odd quote is a mistake.
func (l *line) word() (string, error) {
	l.skip()
	word, closed := field(l.text[l.at:], blanks)
	if !closed {
		return "", errors.New("a quote is opened and not closed")
	}
	l.next += len(word)
	return word, nil
}

// field is what stands before the first separator outside of quotes. closed tells whether every quote has its second.
func field(text, separators string) (head string, closed bool) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && strings.HasPrefix(text[i+1:], `"`):
			i++ // a quote that stands for itself
		case c == '"':
			quoted = !quoted
		case !quoted && strings.IndexByte(separators, c) >= 0:
			return text[:i], true
		}
	}
	return text, !quoted
}

// skip goes to the next word.
func (l *line) skip() {
	rest := strings.TrimLeft(l.text[l.next:], blanks)
	l.next = len(l.text) - len(rest)
	l.at = l.next
}

// entry reads the line; nil where it is empty or a comment. It reads: names, options if there are any, kind of key, key,
// and whatever else, which is a comment.
func (l *line) entry() (*entry, error) {
	if l.skip(); l.at == len(l.text) || l.text[l.at] == '#' {
		return nil, nil
	}
	principals, err := l.word()
	if err != nil {
		return nil, err
	}
	if namesKind(principals) {
		return nil, fmt.Errorf("the names of the signer are missing before the key; a line reads %s", example)
	}
	e := &entry{}
	if e.principals, err = readPrincipals(principals); err != nil {
		return nil, err
	}
	word, err := l.word()
	if err != nil {
		return nil, err
	}
	if word != "" && !namesKind(word) {
		if err := e.readOptions(l); err != nil {
			return nil, err
		}
		if word, err = l.word(); err != nil {
			return nil, err
		}
	}
	e.signer, err = l.signer(word)
	return e, err
}

// certified is in the name of every kind of certificate.
const certified = "-cert-v01@"

// namesKind tells a kind of key from options. Kinds that are not supported are told too, so that the message is about
// them.
func namesKind(word string) bool {
	return kinds[word] != "" || word == kindDSA || strings.Contains(word, certified)
}

// signer reads the key of the line, whose kind has been read.
func (l *line) signer(kind string) (Signer, error) {
	switch {
	case strings.Contains(kind, certified):
		return Signer{}, errors.New("certificates are not supported: name the plain key")
	case kind == "":
		return Signer{}, fmt.Errorf("the line ends where a key was expected; a line reads %s", example)
	case kind == kindDSA:
		return Signer{}, outdated
	case kinds[kind] == "":
		return Signer{}, fmt.Errorf("found %q where a kind of key was expected, such as ssh-ed25519; a line reads %s", kind, example)
	}
	text, err := l.word() // a comment may follow, of which nothing is expected
	if err != nil {
		return Signer{}, err
	}
	// Decoded and parsed by the library; the kind is written twice, and both must agree.
	wire, err := base64.StdEncoding.DecodeString(text)
	if err != nil || text == "" {
		return Signer{}, errors.New("the key is cut off or altered: copy the line of the .pub file anew")
	}
	key, err := ssh.ParsePublicKey(wire)
	if err != nil || key.Type() != kind {
		return Signer{}, fmt.Errorf("this is no key of the kind %s: copy the line of the .pub file anew", kind)
	}
	return signerOf(key), nil
}

// readPrincipals checks a list of names and patterns, which may be quoted as a whole. They end up in messages, so what
// a terminal would obey is refused here.
func readPrincipals(word string) (string, error) {
	list := word
	if inner, quoted := strings.CutPrefix(word, `"`); quoted {
		list = strings.TrimSuffix(inner, `"`)
	}
	if strings.Contains(list, `"`) || !utf8.ValidString(list) || source.Safe(list) != list {
		return "", errors.New("the names of the signer hold a quote or a character that cannot be shown")
	}
	someone := false
	for name := range strings.SplitSeq(list, ",") {
		if strings.TrimPrefix(name, "!") == "" {
			return "", errors.New("a name is empty: the names of the signer are a list with commas and without blanks, as in a@b.example,c@b.example")
		}
		someone = someone || name[0] != '!'
	}
	if !someone {
		return "", errors.New("the names of the signer only say who it is not")
	}
	return list, nil
}
