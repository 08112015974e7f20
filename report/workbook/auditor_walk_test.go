package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"coupefeu/rules"
)

// walk is a workbook with its links: from where, by the sheet's key and the cell, to which row of which sheet.
type walk struct {
	*auditor
	names map[string]string // sheets' keys by name
	links map[string]map[string]string
}

var hyperlinkShape = regexp.MustCompile(`<hyperlink ref="([A-Z]+\d+)" location="([^"]*)"`)

func newWalk(t *testing.T, data []byte, tag string) *walk {
	w := &walk{auditor: audit(t, data, tag), names: map[string]string{}, links: map[string]map[string]string{}}
	for i, s := range sheets {
		w.names[name(t, tag, s.key)], w.links[s.key] = s.key, map[string]string{}
		for _, m := range hyperlinkShape.FindAllStringSubmatch(part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)), -1) {
			w.links[s.key][m[1]] = strings.ReplaceAll(m[2], "&apos;", "'")
		}
	}
	return w
}

// follow follows the link in a row's cell to the row where it leads; nil without one.
func (w *walk) follow(sheet string, row int, key string) (to string, found entry) {
	w.Helper()
	target := w.links[sheet][letters(slices.Index(w.keys[sheet], key))+strconv.Itoa(firstRow+row)]
	if target == "" {
		return "", nil
	}
	name, cell, _ := strings.Cut(target, "!")
	to = w.names[strings.Trim(name, "'")]
	n, err := strconv.Atoi(strings.TrimPrefix(cell, "A"))
	if err != nil || n < firstRow || n-firstRow >= len(w.sheets[to]) {
		w.Fatalf("%s, row %d: %s leads to %s", sheet, row, key, target)
	}
	return to, w.sheets[to][n-firstRow]
}

// leads asks a row's cell to lead to a row of a sheet in which some cells hold some words.
func (w *walk) leads(sheet string, row int, key, to string, want entry) {
	w.Helper()
	got, found := w.follow(sheet, row, key)
	if got != to {
		w.Errorf("%s, row %d: %s leads to %q, want %s", sheet, firstRow+row, key, got, to)
		return
	}
	for key, value := range want {
		if found[key] != value {
			w.Errorf("%s, row %d: it leads to %s where %s is %q, want %q", sheet, firstRow+row, to, key, found[key], value)
		}
	}
}

// TestWalkFromRedServices goes the auditor's way: from each service that keeps not all its rules to its findings, from
// each of these to what decided it, to its rule, service and waiver, and back. What it takes to work the finding out
// again stands in its row.
func TestWalkFromRedServices(t *testing.T) {
	w := newWalk(t, written(t, sampled(t), "nl"), "nl")
	red := 0
	for i, service := range w.sheets[servicesKey] {
		if service["compliance"] == "not_compliant" {
			red++
		}
		for _, status := range []string{"fail", "unknown", "waived"} {
			if service["checks."+status] != "0" {
				w.leads(servicesKey, i, "checks."+status, findingsKey, entry{"service": service["service"], "status": status})
			}
		}
		if _, tested := known(service, "last_test.date"); tested {
			w.leads(servicesKey, i, "last_test.date", testsKey, entry{"service": service["service"], "date": service["last_test.date"], "decisive.key": "yes"})
		}
	}
	open, details := 0, map[string]int{}
	for i, row := range w.sheets[findingsKey] {
		if row["status"] == "not_applicable" {
			continue
		}
		if row["status"] != "pass" {
			open++
		}
		details[w.detail(i, row)]++
	}
	if red < 30 || open < 150 || details[backupsKey] == 0 || details[testsKey] == 0 || details[impactKey] == 0 || details[servicesKey] == 0 {
		t.Errorf("%d red services, %d findings that are not kept, details %v", red, open, details)
	}
	w.back()
}

// detail follows the links of a finding.
func (w *walk) detail(i int, row entry) (sheet string) {
	w.Helper()
	of := entry{"service": row["service"]}
	w.leads(findingsKey, i, "service", servicesKey, of)
	w.leads(findingsKey, i, "rule", rulesKey, entry{"rule": row["rule"]})
	if row["waiver"] != "" {
		w.leads(findingsKey, i, "waiver", waiversKey, entry{"id": row["waiver"]})
	}
	sheet, _ = w.follow(findingsKey, i, "see")
	w.leads(findingsKey, i, "see", sheet, of)
	for _, key := range []string{"recipe", "provenance.all", "provenance", "reason.text"} {
		if row[key] == "" {
			w.Errorf("finding %s: %s is empty", row["n"], key)
		}
	}
	return sheet
}

// back follows the links from the details, the rules and the waivers.
func (w *walk) back() {
	w.Helper()
	for _, sheet := range []string{backupsKey, testsKey, impactKey} {
		for i, row := range w.sheets[sheet] {
			w.leads(sheet, i, "service", servicesKey, entry{"service": row["service"]})
		}
	}
	for i, row := range w.sheets[impactKey] {
		w.leads(impactKey, i, "scenario", scenariosKey, entry{"id": row["scenario"]})
	}
	for i, row := range w.sheets[rulesKey] {
		for _, status := range []string{"fail", "unknown", "waived"} {
			if row["checks."+status] != "0" {
				w.leads(rulesKey, i, "checks."+status, findingsKey, entry{"rule": row["rule"], "status": status})
			}
		}
	}
	for i, row := range w.sheets[waiversKey] {
		w.leads(waiversKey, i, "rule", rulesKey, entry{"rule": row["rule"]})
		if row["hides"] != "0" {
			w.leads(waiversKey, i, "hides", findingsKey, entry{"waiver": row["id"], "status": "waived"})
		}
	}
}

// TestSeeLeadsToWhatDecided asks the arrow to lead to the backup, the restore test or the scenario that a reason names.
func TestSeeLeadsToWhatDecided(t *testing.T) {
	assessment := allRecipes(t)
	w := newWalk(t, written(t, assessment, "en"), "en")
	followed := map[string]int{}
	for i, row := range w.sheets[findingsKey] {
		f := &assessment.Findings[int(w.number(row, "index"))]
		if f.Reason.Facts == nil || f.Status == rules.NotApplicable {
			continue
		}
		family, _, _ := strings.Cut(w.rules[row["rule"]]["metric"], ".")
		switch {
		case family == "backup" && f.Reason.Facts.Backup != "":
			w.leads(findingsKey, i, "see", backupsKey, entry{"backup": f.Reason.Facts.Backup})
		case family == "restore_test" && !f.Reason.Facts.On.IsZero():
			w.leads(findingsKey, i, "see", testsKey, entry{"date": strconv.FormatFloat(serial(f.Reason.Facts.On), 'f', -1, 64)})
		case family == "scenario" && len(f.Reason.Facts.Names) > 0:
			w.leads(findingsKey, i, "see", impactKey, entry{"scenario": f.Reason.Facts.Names[0]})
		default:
			continue
		}
		followed[family]++
	}
	if followed["backup"] < 100 || followed["restore_test"] < 100 || followed["scenario"] < 50 {
		t.Errorf("followed %v", followed)
	}
}

// TestLargeWorkbooksHaveNoProofs asks findings beyond what anybody scrolls through to be without recipes, recomputed
// statuses and links of keys, and to say so.
func TestLargeWorkbooksHaveNoProofs(t *testing.T) {
	b := unwrittenOf(t, large(wrapRows/24+1), "en")
	for sheet, keys := range map[string]string{findingsKey: "recipe provenance.all low high verdict agrees", servicesKey: "open.recounted balance agrees"} {
		table := b.table(sheet)
		for _, row := range []int{0, table.rows - 1} {
			for key := range strings.FieldsSeq(keys) {
				if c := table.at(row, table.column(key)); c.kind != nothing {
					t.Errorf("%s, row %d has a %s: %q", sheet, firstRow+row, key, c.text)
				}
			}
		}
	}
	findings := b.table(findingsKey)
	if c := findings.at(0, findings.column("rule")); c.text == "" || c.link != "" {
		t.Errorf("the rule %s leads to %q", c.text, c.link)
	}
	if said := b.findingsRows(0); !strings.Contains(said, "Beyond 20,000 findings") {
		t.Errorf("the sentence does not say it: %q", said)
	}
}
