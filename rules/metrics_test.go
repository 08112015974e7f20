package rules

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
)

// row is one service held against one rule, as of the last instant of 30 September 2026 in Brussels.
type row struct {
	name    string
	rule    string // metric, bound and limit, and the other keys of the rule
	service string // further keys of the service `s`, in flow style
	tests   string // entries of restore_tests, without the service
	runs    string // "backup time status bytes", one a line
	want    string // status, figure, basis and reason's key
}

const tableInventory = `
organisation: {id: org, name: Org, timezone: Europe/Brussels}
providers: [{id: pa, name: A}, {id: pb, name: B}]
sites:
  - {id: a1, name: A1, provider: pa, campus: a, coordinates: [50, 4]}
  - {id: a2, name: A2, provider: pb, campus: a, coordinates: [50.5, 4]}
  - {id: b1, name: B1, provider: pa, campus: b, coordinates: [51, 4]}
  - {id: n1, name: N1, provider: pa, campus: n}
  - {id: n2, name: N2, provider: pa, campus: n}
attestations: [{id: att, confirmed_on: 2026-09-30, by: x}, {id: later, confirmed_on: 2026-10-01, by: x}]
evidence: [{id: log, tool: csv, file: evidence/log.csv}]
services:
  - {id: strong, name: Strong, tier: vital, instances: [{site: b1, role: active}], backups: [{id: b, site: a1, last_success: 2026-09-30}]}
  - {id: equal, name: Equal, tier: important, stateful: false, rebuild_time: 3h, instances: [{site: n1, role: active}]}
  - {id: weak, name: Weak, tier: standard, instances: [{site: a1, role: active}]}
  - {id: s, name: S, tier: important%s}
restore_tests: [%s]
`

// tableScenarios is what the pack of the rows plays: a campus each for a, b and n, for good and for five days, and two more.
const tableScenarios = `
  each: [campus, campus_outage]
  outage_duration: 5d
  also: [{id: ransomware, kind: ransomware}, {id: closed, kind: outage, sites: [b1], duration: 2h}]`

// tables are all rows there are.
var tables = [][]row{backupRows, pointRows, placeRows, testRows, otherRows, lostRows, interruptionRows, lossRows, groundRows}

// link is a backup's evidence; which of its runs count is said by the row.
const link = ", evidence: {source: log}"

func tableInput(t testing.TB, r row) Input {
	t.Helper()
	parts := strings.SplitN(r.rule, " ", 2)
	pack := fmt.Sprintf("pack: {id: t}\ntiers: [vital, important, standard]\nscenarios:%s\nrules:\n  - {id: r, title: R, severity: high, metric: %s, %s}\n",
		tableScenarios, parts[0], parts[1])
	p, found := Load(source.File{Name: "pack.yaml", Data: []byte(pack)})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	service := r.service
	if service != "" {
		service = ", " + service
	}
	service = strings.ReplaceAll(service, ", ", ",\n      ") // each key has its line
	tests := strings.ReplaceAll(strings.ReplaceAll(r.tests, "{date", "{service: s, date"), "}, {", "},\n  {")
	inv := loadInventory(t, fmt.Appendf(nil, tableInventory, service, tests))
	asOf := time.Date(2026, 10, 1, 0, 0, 0, 0, inv.Zone)
	if _, found := Check(p, inv, asOf); len(found) > 0 {
		t.Fatal(found.Format())
	}
	known := inv.At(asOf)
	return Input{Pack: p, Inventory: known, Observed: observe(t, known, r.runs), AsOf: asOf,
		Start: time.Date(2026, 7, 1, 0, 0, 0, 0, inv.Zone)}
}

// observe gives the backups that link evidence the runs that a row writes down, which must be in order.
func observe(t testing.TB, inv *inventory.Inventory, text string) *evidence.Observed {
	t.Helper()
	runs := map[string][]evidence.Run{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		word := strings.Fields(line)
		if len(word) == 0 {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, word[1])
		if err != nil {
			t.Fatal(err)
		}
		run := evidence.Run{Time: at, OK: word[2] == "ok", Bytes: -1, ID: strconv.Itoa(len(runs[word[0]]))}
		if len(word) > 3 {
			run.Bytes, _ = strconv.ParseInt(word[3], 10, 64)
		}
		runs[word[0]] = append(runs[word[0]], run)
	}
	o := &evidence.Observed{Streams: make([][]evidence.Stream, len(inv.Services))}
	for i := range inv.Services {
		for j := range inv.Services[i].Backups {
			b := &inv.Services[i].Backups[j]
			o.Streams[i] = append(o.Streams[i], evidence.Stream{Linked: b.Evidence.Given, Runs: runs[b.ID]})
		}
	}
	return o
}

func runRows(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.rule+" "+r.name, func(t *testing.T) {
			for _, f := range Evaluate(tableInput(t, r)).Findings {
				if f.Service != "s" {
					continue
				}
				if got := outcome(&f); got != r.want {
					t.Errorf("got  %s\nwant %s", got, r.want)
				}
				if open := f.Status != NotApplicable; open != (len(f.Provenance) > 0) {
					t.Errorf("provenance %v of a finding that is %s", f.Provenance, f.Status)
				}
			}
		})
	}
}

// outcome writes a finding as rows do.
func outcome(f *Finding) string {
	return fmt.Sprintf("%s %s %s %s", f.Status, figureOf(f.Measured), f.Basis, f.Reason.Key)
}

func figureOf(f Figure) string {
	switch {
	case f.Known == Inapplicable:
		return "-"
	case f.Known == None:
		return "none"
	case f.Low == f.High:
		return short(f.Low)
	}
	return short(f.Low) + ".." + short(f.High)
}

func short(value float64) string {
	if math.IsInf(value, 1) {
		return "inf"
	}
	return strconv.FormatFloat(math.Round(value*1e9)/1e9, 'f', -1, 64)
}

// TestEveryMetricHasRows fails for a metric that no table tests, so that a new one cannot be forgotten.
func TestEveryMetricHasRows(t *testing.T) {
	tested := map[string]bool{}
	for _, rows := range tables {
		for _, r := range rows {
			name, _, _ := strings.Cut(r.rule, " ")
			tested[name] = true
		}
	}
	for _, m := range Metrics() {
		if !tested[m.Name] {
			t.Errorf("no row tests %s", m.Name)
		}
	}
}

// TestMetricTexts checks what help and the glossary print of each metric.
func TestMetricTexts(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Metrics() {
		if seen[m.Name] {
			t.Errorf("%s is in the list twice", m.Name)
		}
		seen[m.Name] = true
		if !strings.HasSuffix(m.Summary, ".") || m.Definition == "" || m.Unit == UnitUnknown {
			t.Errorf("%s: summary %q, definition %q, unit %v", m.Name, m.Summary, m.Definition, m.Unit)
		}
		if data := strings.HasPrefix(m.Name, "backup.") || strings.HasPrefix(m.Name, "restore_test."); data != m.OfData {
			t.Errorf("%s: OfData is %v", m.Name, m.OfData)
		}
		if m.TakesDepth != strings.HasPrefix(m.Name, "restore_test.") || m.TakesScenarios != strings.HasPrefix(m.Name, "scenario.") {
			t.Errorf("%s: depth %v, scenarios %v", m.Name, m.TakesDepth, m.TakesScenarios)
		}
	}
}

func TestReasonKeys(t *testing.T) {
	known := map[string]bool{}
	for _, key := range ReasonKeys() {
		if known[key] {
			t.Errorf("%s is listed twice", key)
		}
		known[key] = true
	}
	for _, rows := range tables {
		for _, r := range rows {
			if key := r.want[strings.LastIndex(r.want, " ")+1:]; !known[key] {
				t.Errorf("the reason %s is not in the list", key)
			}
		}
	}
	folders := files(t, "testdata/examples/*")
	for _, folder := range folders {
		for _, f := range Evaluate(openCase(t, folder)).Findings {
			if !known[f.Reason.Key] {
				t.Fatalf("the reason %q of %s is not in the list", f.Reason.Key, f.Rule)
			}
		}
	}
}
