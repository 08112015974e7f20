package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"coupefeu/report/sign"
)

// Sums is the name of the file that lists the digests of every other file of a report, in the format of sha256sum.
const Sums = "SHA256SUMS"

// Output is one file of a report. Write is called once for each attempt, and must give the same bytes each time.
type Output struct {
	Name  string
	Write func(io.Writer) error
}

// RefusedError says why a report was not written over what stands there: the user must decide.
type RefusedError struct{ Reason string }

// Error is the reason.
func (e *RefusedError) Error() string { return e.Reason }

// Folder is where reports are kept, one folder a period.
type Folder struct {
	Out   string // the output folder
	Force bool   // keep a different sealed report beside and replace it; replace another key's signature
	// Key signs the sums. nil: none is made, and the signature of a sealed report stays as long as that does.
	Key *sign.Key
}

// Saved is what a run did to a period's folder.
type Saved uint8

// What Save may have done. SavedUnknown is nothing, because of an error.
const (
	SavedUnknown   Saved = iota
	SavedNothing         // what would be written is there already
	SavedSignature       // but for a signature with the key, which is there now
	SavedReport          // the report is there now
)

// Save writes the outputs of the assessment's period into Out/PERIOD so that, whatever happens, the folder there is
// whole: the earlier report or this one. outputs is called with a.Supersedes set as it must be written.
// A *RefusedError means that a sealed report or its signature stands in the way; every other error is a failure of the
// machine.
func (f Folder) Save(a *Assessment, outputs func() []Output) (Saved, error) {
	if err := os.MkdirAll(f.Out, 0o777); err != nil {
		return SavedUnknown, fmt.Errorf("making the output folder: %w", err)
	}
	unlock, err := lockFolder(f.Out)
	if err != nil {
		return SavedUnknown, fmt.Errorf("locking the output folder: %w", err)
	}
	defer unlock()
	target := filepath.Join(f.Out, a.Period.ID)
	if err := f.mend(); err != nil {
		return SavedUnknown, err
	}
	there, err := inspect(target)
	if err != nil {
		return SavedUnknown, err
	}
	if err := there.allows(a, target); err != nil {
		return SavedUnknown, err
	}
	if there.sealed() && !a.Draft && !a.Fictitious {
		return f.replaceSealed(a, target, there, outputs)
	}
	return f.write(target, outputs)
}

// write puts a new report in the target's place.
func (f Folder) write(target string, outputs func() []Output) (Saved, error) {
	temporary, err := f.prepare(target, outputs)
	if err != nil {
		return SavedUnknown, err
	}
	return f.place(temporary, target)
}

// place puts a prepared report in the target's place, or leaves nothing of it.
func (f Folder) place(temporary, target string) (Saved, error) {
	if err := f.exchange(temporary, target); err != nil {
		return SavedUnknown, errors.Join(err, os.RemoveAll(temporary))
	}
	return SavedReport, nil
}

// replaceSealed deals with a final report over a sealed one: the same but for what it supersedes changes nothing but
// the signature; another needs Force, and then the old folder is kept beside before it is exchanged.
func (f Folder) replaceSealed(a *Assessment, target string, there existing, outputs func() []Output) (Saved, error) {
	a.Supersedes = there.head.Supersedes
	temporary, err := f.prepare(target, outputs)
	if err != nil {
		return SavedUnknown, err
	}
	saved := SavedUnknown
	same, err := sameFolders(temporary, target)
	if err == nil && same {
		saved, err = f.signSealed(temporary, target, there)
	}
	if err = errors.Join(err, os.RemoveAll(temporary)); err != nil || same {
		return saved, err
	}
	if !f.Force {
		return SavedUnknown, &RefusedError{fmt.Sprintf("%s holds a sealed report that %s: it is left alone. "+
			"With --force it is kept beside as %s.superseded-N, and this one says that it replaces it", target, wayward(target), a.Period.ID)}
	}
	a.Supersedes = &there.digest
	if temporary, err = f.prepare(target, outputs); err != nil {
		return SavedUnknown, err
	}
	if err := f.keepBeside(target, there); err != nil {
		return SavedUnknown, errors.Join(err, os.RemoveAll(temporary))
	}
	return f.place(temporary, target)
}

// wayward says what is the matter with a sealed report that is not the one at hand. One that was altered is told apart:
// the one at hand may be the one that was sealed, and --force would keep the altered one for good.
func wayward(target string) string {
	seal, err := CheckSeal(os.DirFS(target))
	if err != nil || len(seal.Faults) == 0 {
		return "differs from this one"
	}
	return fmt.Sprintf("was altered since it was sealed (%s; coupefeu verify tells more)", seal.Faults[0].File)
}

// prepare writes the outputs and their sums to a folder of its own beside the target, down to the disk.
func (f Folder) prepare(target string, outputs func() []Output) (temporary string, err error) {
	temporary, err = os.MkdirTemp(f.Out, temporaryPrefix+filepath.Base(target)+"-")
	if err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	if err := f.fill(temporary, outputs()); err != nil {
		return "", errors.Join(err, os.RemoveAll(temporary))
	}
	return temporary, nil
}

// fill writes the outputs, their sums and, with a key, the signature into a folder.
func (f Folder) fill(folder string, list []Output) error {
	if err := os.Chmod(folder, 0o755); err != nil {
		return fmt.Errorf("opening the temporary folder to readers: %w", err)
	}
	lines := make([]string, 0, len(list))
	for _, output := range list {
		digest, err := writeFile(filepath.Join(folder, output.Name), output.Write)
		if err != nil {
			return fmt.Errorf("writing %s: %w", output.Name, err)
		}
		lines = append(lines, digest+"  "+output.Name+"\n")
	}
	sort.Slice(lines, func(i, j int) bool { return lines[i][66:] < lines[j][66:] })
	sums := strings.Join(lines, "")
	if _, err := writeFile(filepath.Join(folder, Sums), writing(sums)); err != nil {
		return fmt.Errorf("writing %s: %w", Sums, err)
	}
	if err := f.sign(folder, sums); err != nil {
		return err
	}
	return syncFolder(folder)
}

func writing(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

// writeFile writes one file down to the disk and returns the SHA-256 of what it wrote.
func writeFile(path string, write func(io.Writer) error) (digest string, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	err = write(io.MultiWriter(file, hash))
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// exchange puts the temporary folder in the target's place, in one call where the system has one.
func (f Folder) exchange(temporary, target string) error {
	if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
		return finish(os.Rename(temporary, target), f.Out)
	}
	if err := exchangeFolders(temporary, target); err == nil {
		return finish(os.RemoveAll(temporary), f.Out)
	}
	aside := filepath.Join(f.Out, temporaryPrefix+filepath.Base(target)+asideSuffix)
	if err := os.Rename(target, aside); err != nil {
		return fmt.Errorf("moving the earlier report aside: %w", err)
	}
	if err := os.Rename(temporary, target); err != nil {
		return errors.Join(fmt.Errorf("putting the report in place: %w", err), os.Rename(aside, target))
	}
	return finish(os.RemoveAll(aside), f.Out)
}

func finish(err error, out string) error {
	if err != nil {
		return fmt.Errorf("putting the report in place: %w", err)
	}
	return syncFolder(out)
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening %s: %w", path, err)
	}
	defer folder.Close()
	// Not every file system lets a folder be synced; the report is then as safe as that system makes it.
	_ = folder.Sync()
	return nil
}

// keepBeside copies a sealed report to PERIOD.superseded-N, whole before it gets that name, so that there is no
// moment at which it stands nowhere. One that is kept already, with its signature, is not kept twice.
func (f Folder) keepBeside(target string, sealed existing) error {
	for n := 1; ; n++ {
		kept := fmt.Sprintf("%s.superseded-%d", target, n)
		there, err := inspect(kept)
		if err != nil {
			return err
		}
		if there.keeps(sealed) {
			return nil
		}
		if there.present {
			continue
		}
		copied, err := os.MkdirTemp(f.Out, temporaryPrefix+filepath.Base(kept)+"-")
		if err != nil {
			return fmt.Errorf("keeping the sealed report: %w", err)
		}
		if err := copyFolder(target, copied); err != nil {
			return fmt.Errorf("keeping the sealed report: %w", errors.Join(err, os.RemoveAll(copied)))
		}
		return finish(os.Rename(copied, kept), f.Out)
	}
}

func copyFolder(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			return &RefusedError{fmt.Sprintf("%s is no file of a report: take it away first", filepath.Join(from, entry.Name()))}
		}
		source, err := os.Open(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		_, err = writeFile(filepath.Join(to, entry.Name()), func(w io.Writer) error { _, err := io.Copy(w, source); return err })
		if err = errors.Join(err, source.Close()); err != nil {
			return err
		}
	}
	return errors.Join(os.Chmod(to, 0o755), syncFolder(to))
}

// sameFolders compares two folders of plain files, names and bytes. It looks past the signatures: who signed a report
// does not make it another one, and some keys never sign twice alike.
func sameFolders(a, b string) (bool, error) {
	left, err := os.ReadDir(a)
	if err != nil {
		return false, fmt.Errorf("comparing with what is there: %w", err)
	}
	right, err := os.ReadDir(b)
	if err != nil {
		return false, fmt.Errorf("comparing with what is there: %w", err)
	}
	left, right = slices.DeleteFunc(left, isSignature), slices.DeleteFunc(right, isSignature)
	if len(left) != len(right) {
		return false, nil
	}
	for i := range left {
		if left[i].Name() != right[i].Name() {
			return false, nil
		}
		same, err := sameFiles(filepath.Join(a, left[i].Name()), filepath.Join(b, right[i].Name()))
		if err != nil {
			return false, fmt.Errorf("comparing with what is there: %w", err)
		}
		if !same {
			return false, nil
		}
	}
	return true, nil
}

// sameFiles compares the bytes of two files piece by piece: they may be of gigabytes.
func sameFiles(a, b string) (bool, error) {
	one, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer one.Close()
	two, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer two.Close()
	left, right := make([]byte, chunk), make([]byte, chunk)
	for {
		n, errOne := io.ReadFull(one, left)
		m, errTwo := io.ReadFull(two, right)
		switch {
		case failed(errOne) || failed(errTwo):
			return false, errors.Join(errOne, errTwo)
		case !bytes.Equal(left[:n], right[:m]):
			return false, nil
		case errOne != nil:
			return true, nil // both end here, or one would be longer
		}
	}
}

// failed tells a failure to read from the end of a file.
func failed(err error) bool { return err != nil && err != io.EOF && err != io.ErrUnexpectedEOF }
