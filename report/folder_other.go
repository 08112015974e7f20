//go:build !linux

package report

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// exchangeFolders is not to be had here: the caller moves the old folder aside first.
func exchangeFolders(a, b string) error { return errors.ErrUnsupported }

// lockFolder lets one run at a time write into an output folder, by a file that only one can create. A lock that a
// dead run left behind must be removed by hand; the error names it.
func lockFolder(path string) (unlock func(), err error) {
	name := filepath.Join(path, ".lock-coupefeu")
	for range 100 {
		lock, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o644)
		if err == nil {
			return func() { lock.Close(); os.Remove(name) }, nil
		}
		if !errors.Is(err, os.ErrExist) {
			return nil, err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, fmt.Errorf("another run is writing there, or died: if none is running, remove %s", name)
}
