package sign

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"coupefeu/inventory/source"
)

// Allowed is who may sign: an allowed signers file of OpenSSH (ssh-keygen(1), ALLOWED SIGNERS).
type Allowed struct {
	shown   string // the file's path, for messages
	entries []entry
}

// entry is one line of the file.
type entry struct {
	line       int32
	principals string
	signer     Signer
	authority  bool   // the key only certifies others
	namespaces string // a pattern list; "" for any
	after      stamp
	before     stamp
}

// Principal names who holds the signer's key: the principals of the first line that allows the key to sign for the
// Namespace at that time, as they are written there. They may be patterns; ssh-keygen -Y find-principals prints the
// same. Times that the file gives without a zone are taken in that of at. The error says why no line does.
func (a Allowed) Principal(s Signer, at time.Time) (string, error) {
	var why []error
	for i := range a.entries {
		e := &a.entries[i]
		if e.signer != s {
			continue
		}
		err := e.allows(at)
		if err == nil {
			return e.principals, nil
		}
		why = append(why, fmt.Errorf("%s:%d: %w", source.Safe(a.shown), e.line, err))
	}
	if why == nil {
		return "", fmt.Errorf("no line of %s has the %s", source.Safe(a.shown), s)
	}
	return "", errors.Join(why...)
}

// allows says what keeps the line from allowing its key at a time. Like ssh-keygen it counts whole seconds, the first
// and the last included.
func (e *entry) allows(at time.Time) error {
	switch {
	case e.authority:
		return fmt.Errorf("the key of %s only certifies others, and certificates are not supported", e.principals)
	case e.namespaces != "" && !listed(e.namespaces, Namespace):
		return fmt.Errorf("the key of %s may sign for %q, which is not %q", e.principals, e.namespaces, Namespace)
	case e.after.given() && at.Unix() < e.after.in(at.Location()).Unix():
		return fmt.Errorf("the key of %s is valid only after %s", e.principals, e.after.text)
	case e.before.given() && at.Unix() > e.before.in(at.Location()).Unix():
		return fmt.Errorf("the key of %s was valid only before %s", e.principals, e.before.text)
	}
	return nil
}

// ReadAllowed reads an allowed signers file, strictly: a line that ssh-keygen would pass over because it is not
// understood is a mistake here. The error is source.Diagnostics, with every mistake at its place.
func ReadAllowed(file source.File) (Allowed, error) {
	a := Allowed{shown: file.Shown}
	var mistakes source.Diagnostics
	if bytes.HasPrefix(file.Data, []byte(pemBegins)) {
		// Nothing of it is quoted: it may be a private key, and messages end up in logs.
		return a, source.Diagnostics{{Place: source.Place{File: file.Name}, Shown: file.Shown, Message: "this is a key or a certificate, not a list of signers; a line of that reads " + example}}
	}
	for number, text := range lines(file.Data) {
		l := line{text: text}
		e, err := l.entry()
		if err != nil {
			place := source.Place{File: file.Name, Line: number, Column: l.column()}
			mistakes = append(mistakes, source.Diagnostic{Place: place, Message: err.Error()})
			continue
		}
		if e != nil {
			e.line = number
			a.entries = append(a.entries, *e)
		}
	}
	if len(mistakes) == 0 && len(a.entries) == 0 {
		mistakes = source.Diagnostics{{Place: source.Place{File: file.Name}, Message: "no signer is named; a line reads " + example}}
	}
	return a, mistakes.Quote(&file).Err()
}

// pemBegins begins the files of keys.
const pemBegins = "-----BEGIN "

// example is a line as it should be.
const example = `secretary@ourthe.example namespaces="` + Namespace + `" ssh-ed25519 AAAAC3…`
