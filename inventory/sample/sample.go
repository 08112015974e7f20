// Package sample is the inventory inside the program: a fictitious intermunicipal body, Intercommunale numérique de
// l'Ourthe, with what its backup tools printed. It is what --sample reads, what a newcomer clones and what the
// documentation shows. Generate makes inventories like it of any size, to measure with.
//
// The YAML is kept by hand. The evidence is printed by package streams; a test fails when the two drift apart.
package sample

import (
	"embed"
	"io/fs"
)

//go:generate go run ./generate evidence 2026-09-30

// AsOf is the day as of which the sample is assessed: the last of its third quarter.
const AsOf = "2026-09-30"

//go:embed *.yaml evidence
var files embed.FS

// FS is the sample as an inventory folder: its YAML files and, below evidence, what they name.
func FS() fs.FS { return files }
