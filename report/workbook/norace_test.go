//go:build !race

package workbook

const raced = false
