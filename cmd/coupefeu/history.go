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
	if err != nil {
		return report.History{}, err
	}
	history, err := report.ReadHistory(folder, report.Wanted{Organisation: in.Inventory.Organisation.ID, Before: in.period.ID, Seals: o.seals})
	if errors.Is(err, fs.ErrNotExist) && o.history == "" {
		return report.History{}, nil
	}
	return history, err
}

// historyFolder is where earlier reports are looked for.
func historyFolder(o *options) (fs.FS, error) {
	if o.history != "" {
		info, err := os.Stat(o.history)
		if err == nil && !info.IsDir() {
			err = errors.New("it is no folder")
		}
		if err != nil {
			return nil, fmt.Errorf("--history %s: %w", o.history, err)
		}
		return os.DirFS(o.history), nil
	}
	if o.sample {
		return quarters.Quarters()
	}
	return os.DirFS(o.out), nil
}

// noteHistory says which earlier reports were found and not used, for without them it is another report.
func noteHistory(a *report.Assessment, o *options, s streams) {
	for _, n := range a.Notices {
		if !o.quiet && report.AboutHistory(n) {
			fmt.Fprintf(s.err, "coupefeu: note: %s\n", ci.Plain(n.Text))
		}
	}
}
