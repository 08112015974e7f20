package inventory_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
)

// BenchmarkLoad loads inventories such as programs write (JSON, in files of 20,000 services) and people keep (YAML,
// in files of 1,000).
func BenchmarkLoad(b *testing.B) {
	for _, form := range []struct {
		name    string
		perFile int
		write   func(services []map[string]any) []byte
	}{{"json", 20_000, asJSON}, {"yaml", 1_000, asYAML}} {
		for _, n := range []int{100, 10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", form.name, n), func(b *testing.B) {
				root := inventory.Root{FS: generate(n, form.perFile, form.name, form.write), Shown: "inventory"}
				benchmarkLoad(b, root, n)
			})
		}
	}
}

func benchmarkLoad(b *testing.B, root inventory.Root, services int) {
	b.ReportAllocs()
	runtime.GC()
	for b.Loop() {
		inv, found := inventory.Load([]inventory.Root{root})
		if len(found) > 0 {
			b.Fatal(found.Format())
		}
		if len(inv.Services) != services {
			b.Fatalf("got %d services, want %d", len(inv.Services), services)
		}
	}
}

// generate returns an inventory of n services with all that a real one holds.
func generate(n, perFile int, extension string, write func([]map[string]any) []byte) fstest.MapFS {
	system := fstest.MapFS{"base.yaml": {Data: []byte(base())}}
	for from := 0; from < n; from += perFile {
		var services []map[string]any
		for i := from; i < min(n, from+perFile); i++ {
			services = append(services, service(i))
		}
		system[fmt.Sprintf("services-%06d.%s", from, extension)] = &fstest.MapFile{Data: write(services)}
	}
	return system
}

func base() string {
	var out bytes.Buffer
	out.WriteString("organisation: {id: ourthe, name: Ourthe, timezone: Europe/Brussels}\nproviders: [{id: hexa, name: Hexa}]\nsites:\n")
	for i := range 9 {
		fmt.Fprintf(&out, "  - {id: site-%d, name: Site %d, provider: hexa, coordinates: [%d.5, 4.25]}\n", i, i, 40+i)
	}
	out.WriteString("members:\n")
	for i := range 300 {
		fmt.Fprintf(&out, "  - {id: member-%d, name: Commune %d, kind: commune}\n", i, i)
	}
	out.WriteString("evidence: [{id: restic, tool: restic, file: evidence/restic.json}]\n" +
		"attestations: [{id: att-1, confirmed_on: 2026-06-12, by: Audit}]\n")
	return out.String()
}

func service(i int) map[string]any {
	s := map[string]any{
		"id": fmt.Sprintf("service-%06d", i), "name": fmt.Sprintf("Délibérations et séances %d", i),
		"description": "Projets de délibération, séances et procès-verbaux", "owner": fmt.Sprintf("equipe-%d", i%40),
		"tier": []string{"vital", "important", "standard"}[i%3], "members": "all", "rto": "4h", "rpo": "1h", "changed": "2026-09-02",
		"instances": []any{
			map[string]any{"site": fmt.Sprintf("site-%d", i%9), "role": "active", "location": "att-1"},
			map[string]any{"site": fmt.Sprintf("site-%d", (i+1)%9), "role": "standby", "failover_time": "15m", "replication_lag": "5m"},
		},
		"backups": []any{
			map[string]any{"id": "nightly", "data": "files", "tool": "restic", "site": fmt.Sprintf("site-%d", (i+2)%9), "every": "24h", "retention": "90d",
				"since": "2025-01-10", "immutable": true, "encrypted": true, "evidence": map[string]any{"source": "restic", "select": map[string]any{"host": fmt.Sprintf("host-%d", i)}}},
			map[string]any{"id": "dump", "data": "database", "site": fmt.Sprintf("site-%d", (i+3)%9), "media": "object", "every": "4h", "retention": "30d",
				"last_success": "2026-09-29T02:10:00+02:00", "location": map[string]any{"confirmed_on": "2026-06-12", "by": "Audit sur site"}},
		},
	}
	if i > 10 {
		s["depends_on"] = []any{fmt.Sprintf("service-%06d", i/2), fmt.Sprintf("service-%06d", i/3)}
	}
	return s
}

func asJSON(services []map[string]any) []byte {
	data, err := json.MarshalIndent(map[string]any{"services": services}, "", "  ")
	if err != nil {
		panic(err)
	}
	return data
}

// asYAML writes services in block style, as people do.
func asYAML(services []map[string]any) []byte {
	var out bytes.Buffer
	out.WriteString("services:\n")
	for _, s := range services {
		block(&out, s, "    ")
	}
	return out.Bytes()
}

func block(out *bytes.Buffer, entry map[string]any, indent string) {
	lead := indent[:len(indent)-2] + "- "
	for _, key := range []string{"id", "name", "site", "data", "tool", "role", "description", "owner", "tier", "members", "rto", "rpo", "changed", "every", "retention",
		"since", "media", "immutable", "encrypted", "location", "failover_time", "replication_lag", "evidence", "last_success", "depends_on", "instances", "backups"} {
		value, ok := entry[key]
		if !ok {
			continue
		}
		out.WriteString(lead + key + ":")
		lead = indent
		list, nested := value.([]any)
		if nested && key != "depends_on" {
			out.WriteByte('\n')
			for _, e := range list {
				block(out, e.(map[string]any), indent+"    ")
			}
			continue
		}
		flow, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(out, " %s\n", flow)
	}
}

// BenchmarkAt takes inventories back to a moment at which half of the confirmations do not exist yet.
func BenchmarkAt(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			inv, found := inventory.Load([]inventory.Root{{FS: generate(n, 20_000, "json", asJSON), Shown: "inventory"}})
			if len(found) > 0 {
				b.Fatal(found.Format())
			}
			b.ReportAllocs()
			for b.Loop() {
				inv.At(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
			}
		})
	}
}
