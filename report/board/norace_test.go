//go:build !race

package board

// raced: see race_test.go.
const raced = false
