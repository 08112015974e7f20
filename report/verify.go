package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"coupefeu/report/sign"
)

// Sealed is a report in its folder as verify finds it: whether every byte is as it was sealed, and what it says of itself.
type Sealed struct {
	Folder fs.FS
	Seal   *Seal

	// Head is the assessment as far as it says which report this is and what it looks back at: schema, generator,
	// organisation, as-of, period, draft, fictitious, previous, supersedes, trend, notices and sample. It is nil where
	// assessment.json is gone or can't be read, which Unread then says; Seal names the file among its faults.
	Head   *Assessment
	Unread error

	// Signer is who signed SHA256SUMS; nil where nobody did, or where the signature that is there does not hold, which Forged
	// then says.
	Signer *sign.Signer
	Forged error
}

// OpenSealed checks a folder byte by byte and reads what its assessment says of itself. Its error tells why this is no
// report that can be verified: it wraps fs.ErrNotExist where SHA256SUMS or an assessment.json that no SHA256SUMS asks for
// is not there, and ErrForeign or a *SchemaError where a whole assessment.json is none that this version reads.
func OpenSealed(folder fs.FS) (*Sealed, error) { return openSealed(folder, headAndTrend) }

func openSealed(folder fs.FS, e reach) (*Sealed, error) {
	seal, err := CheckSeal(folder)
	if err != nil {
		return nil, fmt.Errorf("checking the seal: %w", err)
	}
	s := &Sealed{Folder: folder, Seal: seal}
	if seal.SHA256 != "" {
		s.Signer, s.Forged = signer(folder)
	}
	s.Head, err = readHead(folder, e)
	if err == nil {
		return s, nil
	}
	s.Head, s.Unread = nil, err
	if s.altered(assessmentFile) {
		return s, nil
	}
	return nil, fmt.Errorf("reading %s: %w", assessmentFile, err)
}

// signer checks the signature in a folder, if there is one. Whether its key may sign is not asked here.
func signer(folder fs.FS) (*sign.Signer, error) {
	file, err := openPlain(folder, Signature)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotPlain) {
		return nil, nil // what is no plain file is among the seal's faults
	}
	if err != nil {
		return nil, fmt.Errorf("opening the signature: %w", err)
	}
	defer file.Close()
	signature, err := io.ReadAll(io.LimitReader(file, mostSums))
	if err != nil {
		return nil, fmt.Errorf("reading the signature: %w", err)
	}
	sums, err := fs.ReadFile(folder, Sums)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", Sums, err)
	}
	who, err := sign.Check(signature, sums)
	if err != nil {
		return nil, err
	}
	return &who, nil
}

// errNotPlain says that a link, a folder or a pipe stands where a file should. Reading it could lead anywhere, or never end.
var errNotPlain = errors.New("it is no plain file")

// openPlain opens a plain file.
func openPlain(folder fs.FS, name string) (fs.File, error) {
	info, err := fs.Lstat(folder, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotPlain
	}
	return folder.Open(name)
}

// altered tells whether a file is not the one that was sealed. Then it is no use to complain of what stands in it.
func (s *Sealed) altered(name string) bool {
	for _, f := range s.Seal.Faults {
		if f.File == name && (f.Kind == Changed || f.Kind == Missing) {
			return true
		}
	}
	return false
}

// reach says how much of an assessment is read.
type reach uint8

const (
	headOnly     reach = iota // what stands before the figures
	headAndTrend              // what it looked back at too, which stands behind them
)

// readHead reads what the assessment in a folder says of itself.
func readHead(folder fs.FS, e reach) (*Assessment, error) {
	file, err := openPlain(folder, assessmentFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return parseHead(file, e)
}

func parseHead(r io.Reader, e reach) (*Assessment, error) {
	a := &Assessment{}
	want := map[string]any{
		"schema": &a.Schema, "generator": &a.Generator, "organisation": &a.Organisation, "as_of": &a.AsOf, "period": &a.Period,
		"draft": &a.Draft, "fictitious": &a.Fictitious, "previous": &a.Previous, "supersedes": &a.Supersedes,
	}
	if e == headAndTrend {
		want["trend"], want["notices"], want["sample"] = &a.Trend, &a.Notices, &a.Sample
	}
	p := parts{stream: &stream{in: r}, known: want, seen: map[string]bool{}}
	err := p.between('{', '}', func() error {
		if err := p.one(a); err != nil {
			return err
		}
		if len(p.seen) == len(want) {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, a.broken(p.stream, err)
	}
	if err := checkSchema(a.Schema); err != nil {
		return nil, err
	}
	if !periodPattern.MatchString(a.Period.ID) {
		return nil, fmt.Errorf("it is of no quarter: %q", a.Period.ID)
	}
	return a, nil
}

// Misnamed tells whether a folder's name says that it holds the report of another quarter.
func (s *Sealed) Misnamed(name string) bool {
	period := superseded.ReplaceAllString(name, "")
	return s.Head != nil && periodPattern.MatchString(period) && period != s.Head.Period.ID
}
