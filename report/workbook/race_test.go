//go:build race

package workbook

// raced tells whether the race detector watches, under which a workbook takes many times as long to make and to read.
// What is the same work in each language is then done in one: without the detector all of it is.
const raced = true
