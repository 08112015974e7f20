package inventory

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"coupefeu/inventory/source"
)

// Root is one place that an inventory is read from: a folder, or one file in its folder.
type Root struct {
	FS     fs.FS  // of the folder; nothing outside it can be reached
	Name   string // the one file to read, "" for the whole folder
	Shown  string // the folder's path as the user gave it, for messages
	Prefix string // what record names begin with, "" where there is only one root
}

// shown returns the path of a file of the root as the user would write it.
func (r *Root) shown(name string) string { return path.Join(r.Shown, name) }

// record returns the name of a file of the root in records.
func (r *Root) record(name string) string { return path.Join(r.Prefix, name) }

// OpenRoots opens the folders and files that an inventory is made of. Symbolic links within them that lead outside
// cannot be followed. The error holds every path that cannot be opened.
func OpenRoots(paths []string) ([]Root, error) {
	var roots []Root
	var failed source.Diagnostics
	for _, given := range paths {
		root, err := openRoot(given)
		if err != nil {
			failed = append(failed, source.Diagnostic{Shown: filepath.ToSlash(given), Message: pathProblem(err)})
			continue
		}
		roots = append(roots, root)
	}
	if len(roots) > 1 {
		prefix(roots)
	}
	return roots, failed.Err()
}

// openRoot opens a folder, or the folder of a file.
func openRoot(given string) (Root, error) {
	info, err := os.Stat(given)
	if err != nil {
		return Root{}, fmt.Errorf("looking at it: %w", err)
	}
	folder, name := given, ""
	if !info.IsDir() {
		folder, name = filepath.Split(filepath.Clean(given))
	}
	if folder == "" {
		folder = "."
	}
	opened, err := os.OpenRoot(folder)
	if err != nil {
		return Root{}, fmt.Errorf("opening the folder: %w", err)
	}
	return Root{FS: opened.FS(), Name: name, Shown: filepath.ToSlash(filepath.Clean(folder))}, nil
}

// pathProblem says in plain words why a path cannot be used.
func pathProblem(err error) string {
	var detail *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "it cannot be read: permission denied"
	case errors.As(err, &detail) && detail.Err.Error() == "path escapes from parent":
		return "the symbolic link leads out of the inventory folder: put the file itself there"
	case errors.As(err, &detail):
		return "it cannot be read: " + detail.Err.Error()
	}
	return "it cannot be read: " + err.Error()
}

// prefix sets the prefixes of several roots: the names of their folders, made different where two folders have one.
func prefix(roots []Root) {
	taken := make(map[string]string) // folder by prefix
	for i := range roots {
		folder := roots[i].Shown
		base := path.Base(folder)
		if base == "." || base == ".." || base == "/" {
			base = "inventory"
		}
		name := base
		for n := 2; ; n++ {
			if other, ok := taken[name]; !ok || other == folder {
				break
			}
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[name] = folder
		roots[i].Prefix = name
	}
}
