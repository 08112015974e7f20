//go:build race

package board

// raced tells whether the race detector watches, under which drawing takes eight times as long. What is the same work in
// each language, or with each logo, is then done once: without the detector all of it is.
const raced = true
