package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// temporaryPrefix begins the names of folders that are being written; asideSuffix ends that of a report that had to
// move aside where the system cannot exchange two folders in one call.
const (
	temporaryPrefix = ".coupefeu-"
	asideSuffix     = ".aside"
)

// Mend puts back the reports that a run which died had moved aside, of any period: later quarters would not find them,
// and be sealed as if there had been none. Where there is nothing to put back, the output folder is not touched.
func (f Folder) Mend() error {
	if asides, err := f.left("*" + asideSuffix); err != nil || len(asides) == 0 {
		return err
	}
	unlock, err := lockFolder(f.Out)
	if err != nil {
		return fmt.Errorf("locking the output folder: %w", err)
	}
	defer unlock()
	return f.mend()
}

// mend puts things right after a run that died: a report that had moved aside comes back, unless the new one took its
// place, and what was half-written goes. The folder is locked, so nobody is writing there now.
func (f Folder) mend() error {
	asides, err := f.left("*" + asideSuffix)
	if err != nil {
		return err
	}
	for _, aside := range asides {
		period := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(aside), temporaryPrefix), asideSuffix)
		target := filepath.Join(f.Out, period)
		if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(aside, target); err != nil {
			return fmt.Errorf("putting the earlier report of %s back: %w", period, err)
		}
	}
	stale, err := f.left("*")
	if err != nil {
		return err
	}
	for _, path := range stale {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing a half-written folder: %w", err)
		}
	}
	return nil
}

// left lists what runs that died left in the output folder.
func (f Folder) left(pattern string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(escapeGlob(f.Out), temporaryPrefix+pattern))
	if err != nil {
		return nil, fmt.Errorf("looking for half-written folders: %w", err)
	}
	return paths, nil
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
