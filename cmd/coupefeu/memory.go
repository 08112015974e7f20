package main

import (
	"os"
	"runtime/debug"
)

// heapGrowth is how far the heap may grow over what is in use before it is swept, in per cent. An assessment of 100,000
// services holds 1.9 GB for as long as it is written out: twice that, as Go would have it, is more than many a CI runner
// has, and the runs over it cost a few per cent of time.
const heapGrowth = 70

// boundMemory keeps the heap near what is in use, unless the user has set GOGC, Go's own setting for it.
func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
}
