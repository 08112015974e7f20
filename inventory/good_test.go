package inventory_test

import (
	"path/filepath"
	"testing"
)

func TestGoodInput(t *testing.T) {
	paths, err := filepath.Glob("testdata/good/*")
	if err != nil {
		t.Fatal(err)
	}
	inputs := 0
	for _, path := range paths {
		if filepath.Ext(path) == ".want" {
			continue
		}
		inputs++
		t.Run(filepath.Base(path), func(t *testing.T) {
			inv, found := load(t, path)
			if found != "" {
				t.Fatal(found)
			}
			compare(t, path+".want", dump(inv))
		})
	}
	if inputs == 0 {
		t.Fatal("testdata/good is empty")
	}
}
