package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"coupefeu/inventory/source"
	"coupefeu/report/board"
)

// templateFlag declares how the PDF looks, for the commands that make one.
func (o *options) templateFlag(flags *pflag.FlagSet) {
	flags.StringVar(&o.template, "template", "", "board template `FILE`: logo, colour, sections and words of the PDF (default: the one inside the program)")
}

// readTemplate reads the template of --template and the logo that it names. Its mistakes are printed beside those of the
// inventory; the error is that there is no such file.
func (o *options) readTemplate() (source.Diagnostics, error) {
	if o.template == "" {
		return nil, nil
	}
	data, err := readBounded(o.template)
	if err != nil {
		return nil, fmt.Errorf("--template %s: %w", o.template, err)
	}
	folder, err := os.OpenRoot(filepath.Dir(o.template))
	if err != nil {
		return nil, fmt.Errorf("opening the template's folder: %w", err)
	}
	defer folder.Close()
	file := source.File{Name: filepath.Base(o.template), Shown: filepath.ToSlash(o.template), Data: data, Bytes: int64(len(data)),
		SHA256: fmt.Sprintf("%x", sha256.Sum256(data))}
	var found source.Diagnostics
	o.board, found = board.LoadTemplate(file, folder.FS())
	return found, nil
}

// readBounded reads a file that a flag names, and no more of it than tells that it is too large. The error does not name
// the path.
func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, reason(err)
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("it is a folder, expected a file")
	}
	data, err := io.ReadAll(io.LimitReader(file, source.MaxBytes+1))
	return data, reason(err)
}
