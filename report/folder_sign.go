package report

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"coupefeu/report/sign"
)

func isSignature(entry fs.DirEntry) bool { return entry.Name() == Signature }

// sign lays the signature of the sums into a folder that is being written.
func (f Folder) sign(folder, sums string) error {
	if f.Key == nil {
		return nil
	}
	// It is laid in before the folder gets its name, so that nobody ever finds the report without.
	signature, err := f.Key.Sign([]byte(sums))
	if err != nil {
		return fmt.Errorf("signing %s: %w", Sums, err)
	}
	if _, err := writeFile(filepath.Join(folder, Signature), writing(string(signature))); err != nil {
		return fmt.Errorf("writing %s: %w", Signature, err)
	}
	return nil
}

// signSealed moves the signature of a report that was prepared beside the sealed one, which has the same bytes. Where
// the key has signed that already, nothing happens; the signature of another needs Force.
func (f Folder) signSealed(temporary, target string, there existing) (Saved, error) {
	if f.Key == nil {
		return SavedNothing, nil
	}
	if there.signature != nil {
		signer, err := sign.Check(there.signature, there.sums)
		switch {
		case err == nil && signer == f.Key.Signer():
			return SavedNothing, nil
		case f.Force:
		case err != nil:
			return SavedUnknown, &RefusedError{fmt.Sprintf("%s does not hold: %v. It is left alone; with --force it is replaced, and the report stays as it is",
				filepath.Join(target, Signature), err)}
		default:
			return SavedUnknown, &RefusedError{fmt.Sprintf("%s is signed already, with the %s: the signature is left alone. "+
				"With --force it is replaced, and the report stays as it is", target, signer)}
		}
	}
	// In one call: the signature there is the old one or the new one, and whole.
	if err := os.Rename(filepath.Join(temporary, Signature), filepath.Join(target, Signature)); err != nil {
		return SavedUnknown, fmt.Errorf("putting the signature in place: %w", err)
	}
	return SavedSignature, syncFolder(target)
}

// keeps tells whether a folder that is kept beside holds all of a sealed report.
func (e existing) keeps(sealed existing) bool {
	return e.digest == sealed.digest && (sealed.signature == nil || bytes.Equal(e.signature, sealed.signature))
}
