package report

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// exchangeFolders puts each of two folders in the other's place in one call, so that there is no moment without one.
func exchangeFolders(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// lockFolder lets one run at a time write into an output folder; another one waits. The lock goes with the process,
// however that ends.
func lockFolder(path string) (unlock func(), err error) {
	folder, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	for {
		err = unix.Flock(folder, unix.LOCK_EX)
		if err != unix.EINTR {
			break
		}
	}
	if err != nil {
		unix.Close(folder)
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return func() { unix.Close(folder) }, nil
}
