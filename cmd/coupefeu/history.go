package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"coupefeu/report"
	"coupefeu/report/ci"
	quarters "coupefeu/report/sample"
)

// readHistory finds the earlier reports that this one looks back at: those of --history, else of the output folder,
// which need not be there yet; of the sample those inside the program.
func readHistory(in *loaded, o *options) (report.History, error) {
	called, folder, err := historyFolder(o)
	if err != nil || folder == nil {
		return report.History{}, err
	}
	history, err := report.ReadHistory(folder, report.Wanted{Organisation: in.Inventory.Organisation.ID, Before: in.period.ID})
	if err != nil {
		return history, unusableHistory(called, err)
	}
	return history, nil
}

// historyFolder is where earlier reports are looked for, and how it is called; nil: nowhere, for nobody has written one
// yet.
func historyFolder(o *options) (called string, folder fs.FS, err error) {
	path, called := o.history, "--history "+o.history
	switch {
	case path == "" && o.sample:
		folder, err = quarters.Quarters()
		return "the sample", folder, err
	case path == "":
		path, called = o.out, o.out
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && o.history == "" {
		return called, nil, nil
	}
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return called, nil, unusableHistory(called, err)
	}
	return called, os.DirFS(path), nil
}

// unusableHistory says which folder cannot be looked through for earlier reports, and why.
func unusableHistory(called string, err error) error {
	return fmt.Errorf("%s, in which earlier reports are looked for: %w", called, reason(err))
}

// noteHistory says which earlier reports were found and not used, for without them it is another report.
func noteHistory(a *report.Assessment, o *options, s streams) {
	for _, n := range a.Notices {
		if !o.quiet && report.AboutHistory(n) {
			fmt.Fprintf(s.err, "coupefeu: note: %s\n", ci.Plain(n.Text))
		}
	}
}
