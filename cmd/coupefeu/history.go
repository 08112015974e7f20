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
	folder, err := historyFolder(o)
	if err != nil || folder == nil {
		return report.History{}, err
	}
	return report.ReadHistory(folder, report.Wanted{Organisation: in.Inventory.Organisation.ID, Before: in.period.ID})
}

// historyFolder is where earlier reports are looked for; nil: nowhere, for nobody has written one yet.
func historyFolder(o *options) (fs.FS, error) {
	path, flag := o.history, "--history "
	switch {
	case path == "" && o.sample:
		return quarters.Quarters()
	case path == "":
		path, flag = o.out, ""
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && o.history == "" {
		return nil, nil
	}
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return nil, fmt.Errorf("%s%s, in which earlier reports are looked for: %w", flag, path, err)
	}
	return os.DirFS(path), nil
}

// noteHistory says which earlier reports were found and not used, for without them it is another report.
func noteHistory(a *report.Assessment, o *options, s streams) {
	for _, n := range a.Notices {
		if !o.quiet && report.AboutHistory(n) {
			fmt.Fprintf(s.err, "coupefeu: note: %s\n", ci.Plain(n.Text))
		}
	}
}
