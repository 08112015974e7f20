package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"coupefeu/report"
	"coupefeu/report/ci"
)

// stdinName stands for standard input on the command line.
const stdinName = "-"

// assessmentName is the file that is looked for in a folder.
const assessmentName = "assessment.json"

// account is an assessment on its way in.
type account struct {
	path  string // of the file; "" for standard input
	shown string // as people know it
	*report.Snapshot
}

// inputError says what is wrong with one of the assessments. Line is 0 where no place is known.
type inputError struct {
	shown        string
	line, column int
	err          error
}

func (e *inputError) Error() string {
	if e.line == 0 {
		return fmt.Sprintf("%s: %v", e.shown, e.err)
	}
	return fmt.Sprintf("%s:%d:%d: %v", e.shown, e.line, e.column, e.err)
}

func (e *inputError) Unwrap() error { return e.err }

// compare reads both assessments side by side, and sets one against the other.
func compare(o *diffOptions, s streams) (*report.Difference, error) {
	var sides [2]account
	var faults [2]error
	var readers sync.WaitGroup
	for i, argument := range []string{o.old, o.new} {
		readers.Go(func() { faults[i] = sides[i].read(argument, s.in) })
	}
	readers.Wait()
	if err := errors.Join(faults[:]...); err != nil {
		return nil, err
	}
	before, now := &sides[0], &sides[1]
	before.seal(now, o, s)
	d, err := report.Compare(before.Snapshot, now.Snapshot)
	var pack *report.PackError
	if errors.As(err, &pack) {
		at := before
		if pack.Of == now.Snapshot {
			at = now
		}
		return nil, &inputError{shown: at.shown, err: err}
	}
	return d, err
}

// read finds the assessment that an argument names, and reads it.
func (a *account) read(argument string, stdin io.Reader) (err error) {
	a.path, a.shown = argument, argument
	if argument == stdinName {
		a.path, a.shown = "", "standard input"
		a.Snapshot, err = report.ReadSnapshot(stdin)
		return a.wrong(err)
	}
	info, err := os.Stat(a.path)
	if err == nil && info.IsDir() {
		a.path = filepath.Join(argument, assessmentName)
		a.shown = a.path
		info, err = os.Stat(a.path)
	}
	if err == nil && info.IsDir() {
		err = errors.New("it is a folder, expected the file that report writes")
	}
	if err != nil {
		return a.wrong(reason(err))
	}
	file, err := os.Open(a.path)
	if err != nil {
		return a.wrong(reason(err))
	}
	defer file.Close()
	a.Snapshot, err = report.ReadSnapshot(file)
	return a.wrong(err)
}

// reason is what the system says without the path, which is said already.
func reason(err error) error {
	var about *fs.PathError
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}

// wrong says of which assessment an error is, and where. A machine that fails to read is no wrong input.
func (a *account) wrong(err error) error {
	var machine *fs.PathError
	if err == nil || errors.As(err, &machine) {
		return err
	}
	out := &inputError{shown: ci.Plain(a.shown), err: err}
	var broken *report.BrokenError
	if errors.As(err, &broken) && a.path != "" {
		if line, column, found := locate(a.path, broken.Offset); found {
			out.line, out.column, out.err = line, column, broken.Err
		}
	}
	return out
}

// locate finds the line and column of the first character at an offset in a file that is no space.
func locate(path string, offset int64) (line, column int, found bool) {
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, false
	}
	defer file.Close()
	line, column = 1, 1
	text := bufio.NewReaderSize(file, 1<<16)
	for at := int64(0); ; at++ {
		c, err := text.ReadByte()
		space := c == ' ' || c == '\n' || c == '\r' || c == '\t'
		switch {
		case err != nil || at >= offset && !space:
			return line, column, err == nil || errors.Is(err, io.EOF)
		case c == '\n':
			line, column = line+1, 1
		case c < 0x80 || c >= 0xc0: // not the middle of a character
			column++
		}
	}
}

// seal finds the seal of the older assessment where the newer one looks back at a sealed report. It counts only if the
// file still has the bytes that were sealed; where that cannot be found out, there is none.
func (a *account) seal(newer *account, o *diffOptions, s streams) {
	if newer.Previous == nil || a.path == "" || filepath.Base(a.path) != assessmentName {
		return
	}
	seal, err := report.CheckSeal(os.DirFS(filepath.Dir(a.path)))
	if err != nil || seal.SHA256 != newer.Previous.SHA256 {
		return
	}
	altered := slices.ContainsFunc(seal.Faults, func(f report.Fault) bool { return f.File == assessmentName })
	switch {
	case !altered:
		a.Seal = seal.SHA256
	case !o.quiet:
		fmt.Fprintf(s.err, "coupefeu: note: %s was altered since it was sealed: NEW's own account of the changes is not used\n", ci.Plain(a.shown))
	}
}

// diffFailed prints every error, and tells wrong input from a machine that fails.
func diffFailed(err error, s streams) int {
	var machine *fs.PathError
	if errors.As(err, &machine) {
		return failed(err, s)
	}
	status := inputStatus(err, s)
	if errors.Is(err, report.ErrForeign) {
		fmt.Fprintln(s.err, "coupefeu: hint: what report writes as assessment.json and check prints with --format json can be compared")
	}
	return status
}
