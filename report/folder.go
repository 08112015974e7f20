package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
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
	Force bool   // keep a different sealed report beside and replace it
}

// Save writes the outputs of the assessment's period into Out/PERIOD so that, whatever happens, the folder there is
// whole: the earlier report or this one. outputs is called with a.Supersedes set as it must be written. It tells
// whether anything changed: a run that would write what is there already writes nothing.
// A *RefusedError means that a sealed report stands in the way; every other error is a failure of the machine.
func (f Folder) Save(a *Assessment, outputs func() []Output) (changed bool, err error) {
	if err := os.MkdirAll(f.Out, 0o777); err != nil {
		return false, fmt.Errorf("making the output folder: %w", err)
	}
	unlock, err := lockFolder(f.Out)
	if err != nil {
		return false, fmt.Errorf("locking the output folder: %w", err)
	}
	defer unlock()
	target := filepath.Join(f.Out, a.Period.ID)
	if err := f.mend(target); err != nil {
		return false, err
	}
	there, err := inspect(target)
	if err != nil {
		return false, err
	}
	if err := there.allows(a, target); err != nil {
		return false, err
	}
	if there.sealed() && !a.Draft && !a.Fictitious {
		return f.replaceSealed(a, target, there, outputs)
	}
	temporary, err := f.prepare(target, outputs)
	if err != nil {
		return false, err
	}
	return true, f.exchange(temporary, target)
}

// replaceSealed deals with a final report over a sealed one: the same but for what it supersedes changes nothing;
// another needs Force, and then the old folder is kept beside before it is exchanged.
func (f Folder) replaceSealed(a *Assessment, target string, there existing, outputs func() []Output) (bool, error) {
	a.Supersedes = there.head.Supersedes
	temporary, err := f.prepare(target, outputs)
	if err != nil {
		return false, err
	}
	same, err := sameFolders(temporary, target)
	if err != nil || same {
		return false, errors.Join(err, os.RemoveAll(temporary))
	}
	if err := os.RemoveAll(temporary); err != nil {
		return false, fmt.Errorf("clearing up: %w", err)
	}
	if !f.Force {
		return false, &RefusedError{fmt.Sprintf("%s holds a sealed report that differs from this one: it is left alone. "+
			"With --force it is kept beside as %s.superseded-N, and this one says that it replaces it", target, a.Period.ID)}
	}
	a.Supersedes = &there.digest
	if temporary, err = f.prepare(target, outputs); err != nil {
		return false, err
	}
	if err := f.keepBeside(target, there.digest); err != nil {
		return false, err
	}
	return true, f.exchange(temporary, target)
}

// temporaryPrefix begins the names of folders that are being written; asideSuffix ends that of a report that had to
// move aside where the system cannot exchange two folders in one call.
const (
	temporaryPrefix = ".coupefeu-"
	asideSuffix     = ".aside"
)

// mend puts things right after a run that died: a report that had moved aside comes back, what was half-written
// goes. The folder is locked, so nobody is writing there now.
func (f Folder) mend(target string) error {
	aside := filepath.Join(f.Out, temporaryPrefix+filepath.Base(target)+asideSuffix)
	if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(aside, target); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("putting the earlier report back: %w", err)
		}
	}
	stale, err := filepath.Glob(filepath.Join(escapeGlob(f.Out), temporaryPrefix+"*"))
	if err != nil {
		return fmt.Errorf("looking for half-written folders: %w", err)
	}
	for _, path := range stale {
		if strings.HasSuffix(path, asideSuffix) && path != aside {
			continue // another period's report, which that period's next run puts back
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing a half-written folder: %w", err)
		}
	}
	return nil
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// prepare writes the outputs and their sums to a folder of its own beside the target, down to the disk.
func (f Folder) prepare(target string, outputs func() []Output) (temporary string, err error) {
	temporary, err = os.MkdirTemp(f.Out, temporaryPrefix+filepath.Base(target)+"-")
	if err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	if err := fill(temporary, outputs()); err != nil {
		return "", errors.Join(err, os.RemoveAll(temporary))
	}
	return temporary, nil
}

// fill writes the outputs and their sums into a folder.
func fill(folder string, list []Output) error {
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
	sums := func(w io.Writer) error { _, err := io.WriteString(w, strings.Join(lines, "")); return err }
	if _, err := writeFile(filepath.Join(folder, Sums), sums); err != nil {
		return fmt.Errorf("writing %s: %w", Sums, err)
	}
	return syncFolder(folder)
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
// moment at which it stands nowhere. One that is kept already is not kept twice.
func (f Folder) keepBeside(target, digest string) error {
	for n := 1; ; n++ {
		kept := fmt.Sprintf("%s.superseded-%d", target, n)
		there, err := inspect(kept)
		if err != nil {
			return err
		}
		if there.digest == digest {
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

// existing is what stands in a period's folder already.
type existing struct {
	present bool
	digest  string // of its SHA256SUMS; "" without
	head    struct {
		Schema     string  `json:"schema"`
		Draft      bool    `json:"draft"`
		Fictitious bool    `json:"fictitious"`
		Supersedes *string `json:"supersedes"`
	}
}

// sealed tells whether a final report of a real organisation stands there.
func (e existing) sealed() bool {
	return e.present && e.digest != "" && !e.head.Draft && !e.head.Fictitious
}

func inspect(path string) (existing, error) {
	var e existing
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return e, nil
	}
	if err != nil {
		return e, fmt.Errorf("looking at what is there: %w", err)
	}
	e.present = true
	sums, err := os.ReadFile(filepath.Join(path, Sums))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return e, fmt.Errorf("looking at what is there: %w", err)
	}
	if err == nil {
		e.digest = fmt.Sprintf("%x", sha256.Sum256(sums))
	}
	text, err := os.ReadFile(filepath.Join(path, "assessment.json"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return e, fmt.Errorf("looking at what is there: %w", err)
	}
	if json.Unmarshal(text, &e.head) != nil {
		e.head.Schema = "" // not ours, or not whole: allows refuses it
	}
	return e, nil
}

// allows refuses what must never happen without a word: writing over something that is no report of this program,
// a draft or the sample over a sealed report.
func (e existing) allows(a *Assessment, target string) error {
	switch {
	case !e.present:
		return nil
	case !strings.HasPrefix(e.head.Schema, "coupefeu.assessment/"):
		return &RefusedError{fmt.Sprintf("%s is there and holds no assessment.json of coupefeu: it is left alone. "+
			"Move it away, or choose another folder with --out", target)}
	case e.sealed() && a.Fictitious:
		return &RefusedError{fmt.Sprintf("%s holds a sealed report, which the sample never replaces: choose another folder with --out", target)}
	case e.sealed() && a.Draft:
		return &RefusedError{fmt.Sprintf("%s holds the sealed report of the quarter, which a draft never replaces, not even with --force: "+
			"choose another folder with --out, or leave --as-of out or set it to the quarter's end", target)}
	}
	return nil
}

// sameFolders compares two folders of plain files, names and bytes.
func sameFolders(a, b string) (bool, error) {
	left, err := os.ReadDir(a)
	if err != nil {
		return false, fmt.Errorf("comparing with what is there: %w", err)
	}
	right, err := os.ReadDir(b)
	if err != nil {
		return false, fmt.Errorf("comparing with what is there: %w", err)
	}
	if len(left) != len(right) {
		return false, nil
	}
	for i := range left {
		if left[i].Name() != right[i].Name() {
			return false, nil
		}
		one, errOne := os.ReadFile(filepath.Join(a, left[i].Name()))
		two, errTwo := os.ReadFile(filepath.Join(b, right[i].Name()))
		if err := errors.Join(errOne, errTwo); err != nil {
			return false, fmt.Errorf("comparing with what is there: %w", err)
		}
		if !bytes.Equal(one, two) {
			return false, nil
		}
	}
	return true, nil
}
