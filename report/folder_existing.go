package report

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// existing is what stands in a period's folder already.
type existing struct {
	present bool
	digest  string // of its SHA256SUMS; "" without
	sums    []byte // nil without
	// signature stands beside the sums; nil without
	signature []byte
	head      struct {
		Schema     string
		Draft      bool
		Fictitious bool
		Supersedes *string

		Organisation struct{ ID string }
	}
}

// sealed tells whether a final report of a real organisation stands there.
func (e existing) sealed() bool {
	return e.present && e.digest != "" && !e.head.Draft && !e.head.Fictitious
}

func inspect(path string) (existing, error) {
	var e existing
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		e.present = true // and no report
		return e, nil
	}
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return e, nil
	}
	if err != nil {
		return e, fmt.Errorf("looking at what is there: %w", err)
	}
	e.present = true
	if e.sums, err = readIfThere(filepath.Join(path, Sums)); err != nil {
		return e, err
	}
	if e.sums != nil {
		e.digest = fmt.Sprintf("%x", sha256.Sum256(e.sums))
	}
	if e.signature, err = readIfThere(filepath.Join(path, Signature)); err != nil {
		return e, err
	}
	return e, e.readHead(filepath.Join(path, assessmentFile))
}

// readHead reads what an assessment says of itself, through to its end but without holding it: it may be of gigabytes.
func (e *existing) readHead(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at what is there: %w", err)
	}
	defer file.Close()
	known := map[string]any{"schema": &e.head.Schema, "draft": &e.head.Draft, "fictitious": &e.head.Fictitious, "supersedes": &e.head.Supersedes,
		"organisation": &e.head.Organisation}
	p := parts{stream: &stream{in: file}, known: known, seen: map[string]bool{}}
	anySchema := &Assessment{Schema: Schema} // a report of a newer version is one too
	err = p.between('{', '}', func() error { return p.one(anySchema) })
	var failure *readError
	switch {
	case errors.As(err, &failure):
		return fmt.Errorf("looking at what is there: %w", err)
	case err != nil:
		e.head.Schema = "" // not ours, or not whole: allows refuses it
	}
	return nil
}

// readIfThere is what a file holds, nil where there is none.
func readIfThere(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking at what is there: %w", err)
	}
	return data, nil
}

// allows refuses what must never happen without a word: writing over something that is no report of this program,
// a draft, the sample or another organisation's report over a sealed one.
func (e existing) allows(a *Assessment, target string) error {
	switch {
	case !e.present:
		return nil
	case !strings.HasPrefix(e.head.Schema, "coupefeu.assessment/"):
		return &RefusedError{fmt.Sprintf("%s is there and holds no assessment.json of coupefeu: it is left alone. "+
			"Move it away, or choose another folder with --out", target)}
	case e.sealed() && !a.Fictitious && e.head.Organisation.ID != a.Organisation.ID:
		return &RefusedError{fmt.Sprintf("%s holds the sealed report of another organisation, %q, which this one never replaces, not even with --force: "+
			"choose another folder with --out", target, e.head.Organisation.ID)}
	case e.sealed() && a.Fictitious:
		return &RefusedError{fmt.Sprintf("%s holds a sealed report, which the sample never replaces: choose another folder with --out", target)}
	case e.sealed() && a.Draft:
		return &RefusedError{fmt.Sprintf("%s holds the sealed report of the quarter, which a draft never replaces, not even with --force: "+
			"choose another folder with --out, or leave --as-of out or set it to the quarter's end", target)}
	}
	return nil
}
