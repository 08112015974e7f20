package recovery

import (
	"time"

	"coupefeu/inventory"
)

// DepthOf is how much a restore test brought back: a test without a depth counts as one of a file.
func DepthOf(test *inventory.RestoreTest) inventory.Depth {
	if !test.Depth.Given {
		return inventory.DepthFile
	}
	return test.Depth.Value
}

// Decisive returns the restore test that decides for a data set: the newest that passed or failed, that names no
// backup or one of the set's, and that is of the depth asked for or deeper. It is nil where there is none.
func (v *View) Decisive(s *inventory.Service, set *inventory.DataSet, depth inventory.Depth) *inventory.RestoreTest {
	var newest *inventory.RestoreTest
	for _, test := range s.Tests {
		if !decides(test, depth) || !speaksFor(test, set) {
			continue
		}
		if newest == nil || !older(test.Date.Time, newest.Date.Time) {
			newest = test
		}
	}
	return newest
}

// decides tells whether a test says yes or no, about as much as is asked.
func decides(test *inventory.RestoreTest, depth inventory.Depth) bool {
	return (test.Outcome == inventory.Passed || test.Outcome == inventory.Failed) && DepthOf(test) >= depth
}

// speaksFor tells whether a test is about a data set. One of a backup that is gone speaks for none.
func speaksFor(test *inventory.RestoreTest, set *inventory.DataSet) bool {
	if !test.Backup.Given {
		return true
	}
	for _, backup := range set.Backups {
		if int(test.Backup.Value.Index) == backup {
			return true
		}
	}
	return false
}

// older tells whether a is of an earlier day than b. Of two tests of one day the later in reading order is the newer,
// whatever hours they give: a journal is written forward.
func older(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	if ay != by {
		return ay < by
	}
	if am != bm {
		return am < bm
	}
	return ad < bd
}
