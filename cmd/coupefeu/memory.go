package main

import (
	"os"
	"runtime/debug"
)

// An assessment of 100,000 services holds 1.9 GB for as long as it is written out: twice that, as Go would have it, is
// more than many a CI runner has. From manyServices on the heap grows by no more than heapGrowth per cent over what is
// in use before it is swept; that costs a few per cent of time, which smaller inventories are spared.
const (
	manyServices = 50_000
	heapGrowth   = 70
)

// boundMemory keeps the heap of a large assessment near what is in use, unless the user has set GOGC, Go's own setting
// for it.
func boundMemory(services int) {
	if services >= manyServices && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
}
