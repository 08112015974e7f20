package recovery

import (
	"slices"

	"coupefeu/inventory/evidence"
)

// compared is how many recovery points before the newest a size is held against.
const compared = 10

// Drop says how much smaller the newest recovery point of a backup is than those before it.
type Drop struct {
	Ratio  float64         // 0 to 1: 1 − the newest's bytes ÷ the median of those before it
	Newest *evidence.Run   // the newest that has a size
	Others []*evidence.Run // those it is held against, by time
}

// SizeDrop compares the newest recovery point that has a size with the median of up to ten before it. It is false
// where fewer than three have a size.
func (v *View) SizeDrop(service, backup int) (Drop, bool) {
	sized := make([]*evidence.Run, 0, compared)
	runs := v.Observed.Of(service, backup).Runs
	var newest *evidence.Run
	for i := len(runs) - 1; i >= 0 && len(sized) < compared; i-- {
		if !runs[i].OK || runs[i].Bytes < 0 {
			continue
		}
		if newest == nil {
			newest = &runs[i]
			continue
		}
		sized = append(sized, &runs[i])
	}
	if len(sized) < 2 {
		return Drop{}, false
	}
	slices.Reverse(sized)
	return Drop{Ratio: drop(newest.Bytes, median(sized)), Newest: newest, Others: sized}, true
}

// drop is the part of the usual size that is missing. Where nothing is usual, nothing can be missing.
func drop(bytes int64, usual float64) float64 {
	if usual == 0 {
		return 0
	}
	return max(0, 1-float64(bytes)/usual)
}

// median is the middle size; of an even number the mean of the middle two.
func median(runs []*evidence.Run) float64 {
	var room [compared]int64 // not on the heap, since every backup asks twice
	bytes := room[:0]
	for _, run := range runs {
		bytes = append(bytes, run.Bytes)
	}
	slices.Sort(bytes)
	middle := len(bytes) / 2
	if len(bytes)%2 == 1 {
		return float64(bytes[middle])
	}
	return (float64(bytes[middle-1]) + float64(bytes[middle])) / 2
}
