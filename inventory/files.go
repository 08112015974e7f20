package inventory

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"coupefeu/inventory/source"
)

// input is one file of the inventory: where it is and what was read from it.
type input struct {
	root      int
	name      string // within the root's file system
	file      source.File
	documents []document
	found     source.Diagnostics
	broken    bool // not all of it could be read
}

// fail reports a mistake that concerns the whole file.
func (in *input) fail(message string) {
	in.broken = true
	in.found = append(in.found, source.Diagnostic{
		Place: source.Place{File: in.file.Name}, Shown: in.file.Shown, Message: message,
	})
}

// passedOver tells which folders and files are not looked into, by their names.
func passedOver(entry fs.DirEntry) bool {
	name := entry.Name()
	if name == "." {
		return false
	}
	return name[0] == '.' || name[0] == '_' || entry.IsDir() && (name == "evidence" || name == "testdata")
}

// list returns the files of a root in path order, compared name by name in bytes. That is the order in which a
// folder's entries, sorted by name, are walked.
func list(number int, root *Root) []*input {
	if root.Name != "" {
		return []*input{newInput(number, root, root.Name)}
	}
	var inputs []*input
	_ = fs.WalkDir(root.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			in := newInput(number, root, name)
			in.fail(pathProblem(err))
			inputs = append(inputs, in)
			return fs.SkipDir
		}
		if passedOver(entry) {
			return skip(entry)
		}
		if entry.IsDir() {
			return nil
		}
		if in := newInput(number, root, name); wanted(root, in, entry) {
			inputs = append(inputs, in)
		}
		return nil
	})
	return inputs
}

// skip passes over a file, or a folder with all that is in it.
func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// newInput names a file of a root as records and messages do.
func newInput(number int, root *Root, name string) *input {
	return &input{root: number, name: name, file: source.File{Name: root.record(name), Shown: root.shown(name)}}
}

// wanted tells whether a file belongs to the inventory. A symbolic link does by its own name; one to a folder is not
// followed, since what it leads to is read where it stands, so it must not lead outside.
func wanted(root *Root, in *input, entry fs.DirEntry) bool {
	isInventory := slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(in.name))
	if entry.Type()&fs.ModeSymlink == 0 {
		return isInventory
	}
	info, err := fs.Stat(root.FS, in.name)
	if err != nil && (isInventory || path.Ext(in.name) == "") {
		in.fail(pathProblem(err))
		return true
	}
	return err == nil && isInventory && !info.IsDir()
}

// read reads a file whole and notes its size and digest.
func (in *input) read(root *Root) bool {
	info, err := fs.Stat(root.FS, in.name)
	switch {
	case err != nil:
		in.fail(pathProblem(err))
		return false
	case !info.Mode().IsRegular():
		in.fail("expected a file, but this is none")
		return false
	case info.Size() > source.MaxBytes:
		in.fail(tooLarge(info.Size()))
		return false
	}
	data, err := readAll(root.FS, in.name, info.Size())
	if err != nil {
		in.fail(pathProblem(err))
		return false
	}
	sum := sha256.Sum256(data)
	in.file.Data, in.file.Bytes, in.file.SHA256 = data, int64(len(data)), hex.EncodeToString(sum[:])
	return true
}

// tooLarge says so before the file is read.
func tooLarge(size int64) string {
	return fmt.Sprintf("the file has %d bytes, more than the %d MiB that an inventory file may have: split it into several",
		size, source.MaxBytes>>20)
}

// readAll reads a file, and no more of it than the limit and one byte, should it grow meanwhile.
func readAll(system fs.FS, name string, size int64) ([]byte, error) {
	file, err := system.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening: %w", err)
	}
	defer file.Close()
	var data bytes.Buffer
	data.Grow(int(size) + bytes.MinRead)
	if _, err := data.ReadFrom(io.LimitReader(file, source.MaxBytes+1)); err != nil {
		return nil, fmt.Errorf("reading: %w", err)
	}
	return data.Bytes(), nil
}

// decode turns what was read into documents.
func (in *input) decode() {
	nodes, found := source.Parse(&in.file)
	in.broken = len(found) > 0 && nodes == nil
	decoder := source.NewDecoder(&in.file)
	in.documents = make([]document, len(nodes))
	for i, n := range nodes {
		decoder.Document(n, &in.documents[i])
		in.broken = in.broken || listLost(n)
	}
	in.found = append(in.found, found...)
	in.found = append(in.found, decoder.Diagnostics()...)
}

// listLost tells whether a top-level list could not be read as one, so that what it defines is not known: it is no
// list, its key is misspelt, or there are two of it.
func listLost(n *source.Node) bool {
	known := source.Keys(document{})
	seen := make(map[string]bool, len(known))
	for key, value := range n.Pairs {
		switch {
		case strings.HasPrefix(key.Text, "x-") || key.Text == "organisation" && value.Kind == source.Mapping:
		case seen[key.Text] || !slices.Contains(known, key.Text):
			return true
		case value.Kind != source.List && !value.Empty():
			return true
		}
		seen[key.Text] = true
	}
	return n.Kind != source.Mapping
}
