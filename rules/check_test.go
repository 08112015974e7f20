package rules

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// loadInventory loads an inventory of one file.
func loadInventory(t testing.TB, data []byte) *inventory.Inventory {
	t.Helper()
	root := inventory.Root{FS: fstest.MapFS{"inventory.yaml": {Data: data}}, Shown: "."}
	inv, found := inventory.Load([]inventory.Root{root})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	return inv
}

// TestCheck compares packs with inventories, as of the last instant of 30 September 2026.
func TestCheck(t *testing.T) {
	asOf := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range files(t, "testdata/check/*/pack.yaml") {
		folder := filepath.Dir(name)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			p, found := loadPack(t, name)
			if len(found) > 0 {
				t.Fatal(found.Format())
			}
			inv := loadInventory(t, read(t, folder, "inventory.yaml"))
			notices, found := Check(p, inv, asOf)
			var out strings.Builder
			out.WriteString(found.Quote(&p.File, &source.File{Name: "inventory.yaml", Shown: "inventory.yaml", Data: read(t, folder, "inventory.yaml")}).Format())
			for _, n := range notices {
				fmt.Fprintf(&out, "%s:%d: %s: %s\n", n.At.File, n.At.Line, n.Code, n.Text)
			}
			for i := range inv.Services {
				fmt.Fprintf(&out, "service %s: tier %d\n", inv.Services[i].ID, inv.Services[i].Tier.Index)
			}
			for i := range inv.Waivers {
				fmt.Fprintf(&out, "waiver %s: rule %d\n", inv.Waivers[i].ID, inv.Waivers[i].Rule.Index)
			}
			for i := range inv.Commitments {
				fmt.Fprintf(&out, "commitment %s: rule %d\n", inv.Commitments[i].ID, inv.Commitments[i].Rule.Value.Index)
			}
			golden(t, filepath.Join(folder, "want"), out.String())
		})
	}
}
