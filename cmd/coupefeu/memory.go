package main

import (
	"os"
	"runtime/debug"
)

// By how many per cent the heap may grow over what is in use before it is swept. What the inventory is read into stays
// in use, so that sweeping meanwhile costs time and finds little; it takes less than what is held later.
const (
	whileReading = 300
	afterwards   = 100
)

// letHeapGrow says by how much, unless the user has set GOGC, Go's own setting for it.
func letHeapGrow(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
