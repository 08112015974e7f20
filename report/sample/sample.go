// Package sample is the history of the sample: the three quarters before the one that --sample reports, sealed as
// report writes them, so that its first report shows a trend, a waterfall and promises kept or not.
//
// Nobody wrote these reports by hand. The inventory inside the program, with the edits that lead back in time undone
// one quarter after the other (folder edits), is assessed by the program itself; a test does so again and fails where
// a byte differs from what is kept.
package sample

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
)

// The quarters take 5 MB as they are and a twelfth of that packed, and most runs never look at them.
//
//go:embed quarters.zip
var packed []byte

// Quarters is an output folder with the reports of the sample's earlier quarters, one folder a quarter. Its error is that
// of reading the archive inside the program.
func Quarters() (fs.FS, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("opening the sample's quarters: %w", err)
	}
	return archive, nil
}
