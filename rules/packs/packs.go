// Package packs holds the rule pack inside the program, and the names of the frameworks that its rules refer to.
// How a pack is read is rules' affair.
package packs

import (
	_ "embed"
	"fmt"

	"coupefeu/inventory/source"
)

//go:embed baseline.yaml
var baseline string

//go:embed frameworks.yaml
var frameworks string

// Baseline returns the text of the pack that is applied where the organisation gives none of its own.
func Baseline() []byte { return []byte(baseline) }

// Framework is a standard or a law whose controls rules refer to.
type Framework struct {
	ID        string            `key:"id,required"` // as rules write it under references: "iso27001-2022"
	Title     map[string]string `key:"title,required"`
	Publisher string            `key:"publisher,required"`
	Source    string            `key:"source,required"` // where the publisher keeps it
}

// Frameworks returns the frameworks that the program can name, in the order in which a report lists them. A pack may
// refer to others; they are shown by their id.
func Frameworks() ([]Framework, error) {
	file := &source.File{Name: "frameworks.yaml", Shown: "frameworks.yaml", Data: []byte(frameworks)}
	documents, found := source.Parse(file)
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("read the frameworks: %w", err)
	}
	var all struct {
		Frameworks []Framework `key:"frameworks,required"`
	}
	decoder := source.NewDecoder(file)
	decoder.Document(documents[0], &all)
	if err := decoder.Diagnostics().Quote(file).Err(); err != nil {
		return nil, fmt.Errorf("read the frameworks: %w", err)
	}
	return all.Frameworks, nil
}
