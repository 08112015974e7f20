package report

import (
	"bytes"
	"strings"
	"testing"
)

// verifiable is an assessment with something in most of its lists.
func verifiable(t testing.TB) *Assessment {
	t.Helper()
	return assessed(t, `
organisation: {id: petite, name: Petite intercommunale, timezone: Europe/Brussels, language: fr}
members: [{id: awans, name: Awans, kind: commune}, {id: zone, name: Zone, kind: police_zone}]
providers: [{id: hexa, name: Hexa}]
sites:
  - {id: a, name: Bâtiment A, provider: hexa, campus: nord, coordinates: [50.6, 5.5]}
  - {id: b, name: Bâtiment B, provider: hexa, campus: sud, coordinates: [50.1, 4.5]}
services:
  - id: mail
    name: Messagerie
    tier: vital
    rpo: 4h
    members: all
    instances: [{site: a, role: active}]
    backups: [{id: nightly, site: b, every: 24h}]
  - {id: paie, name: Paie, tier: standard, members: [awans], depends_on: [mail], backups: [{id: weekly, site: b, every: 7d}]}
restore_tests: [{service: mail, date: 2026-05-01, outcome: passed, depth: application}]
waivers:
  - {id: W-1, rule: tested, services: [paie], reason: essai, approved_by: CA, approved_on: 2026-05-01, expires: 2026-09-30}
commitments:
  - {id: C-1, what: Restaurer la paie, rule: tested, service: paie, owner: IT, decided_on: 2026-05-01, due: 2026-12-31}
`, testPack, "2026-06-30")
}

// TestDifferenceInWords edits an assessment the way time, mistakes and forgery do, and reads what is said of it.
func TestDifferenceInWords(t *testing.T) {
	var text bytes.Buffer
	if err := WriteJSON(&text, verifiable(t)); err != nil {
		t.Fatal(err)
	}
	sealed := text.String()
	for _, c := range []struct{ old, new, want string }{
		{`"version": "0.0.0"`, `"version": "0.0.9"`, "the report was made by coupefeu 0.0.0, this is 0.0.9"},
		{`"name": "Petite intercommunale"`, `"name": "Petite  intercommunale"`, `organisation.name was "Petite intercommunale" when sealed, is "Petite  intercommunale" now`},
		{`"name": "Petite intercommunale"`, `"name": "Grande"`, `organisation.name was "Petite intercommunale" when sealed, is Grande now`},
		{`"fictitious": false`, `"fictitious": true`, "the report was made from an inventory of its own, this is the sample inside the program"},
		{`"version": "1.0.0"`, `"version": "1.0.1"`, "the rule pack is not the one that was applied: its version was 1.0.0 when sealed, is 1.0.1 now"},
		{`at_most: {vital: 4h,`, `at_most: {vital: 8h,`, "pack.text was \"…\n    at_most: {vital: 4h, standard: 7d}\n    references: {iso27001-2022: [A.8.13,…\" when sealed, " +
			"is \"…\n    at_most: {vital: 8h, standard: 7d}\n    references: {iso27001-2022: [A.8.13,…\" now"},
		{`"path": "inventory.yaml"`, `"path": "a.yaml"`, "input a.yaml is there now, and was not when sealed"},
		{`"path": "inventory.yaml"`, `"path": "z.yaml"`, "input inventory.yaml was there when sealed, and is not now"},
		{`"bytes": `, `"bytes": 9`, "input inventory.yaml: bytes was 1068 when sealed, is 91068 now"},
		{`"previous": null`, `"previous": {"period": "2026-Q1"}`, "previous was null when sealed, is {…} now"},
		{`"services": 2`, `"services": 3`, "summary.services was 2 when sealed, is 3 now"},
		{`"vital": {`, `"vitale": {`, `summary.by_tier: "vital" when sealed, "vitale" in its place now`},
		{`"by_owner": {`, `"by_owner": {"it": {},`, `summary.by_owner: "" when sealed, "it" in its place now`},
		{`"by_owner": {`, `"by_owner": {}, "was": {`, `summary.by_owner: "" was there when sealed, and is not now`},
		{`"status": "fail"`, `"status": "pass"`, "finding frequency on mail: status was fail when sealed, is pass now"},
		{`"low": 86400`, `"low": 86401`, "finding frequency on mail: measured.low was 86400 when sealed, is 86401 now"},
		{"\"tested\",\n      \"service\": \"mail\"", "\"tested\",\n      \"service\": \"paie\"", "finding tested on mail was there when sealed, and is not now"},
		{"\"rule\": \"tested\",\n      \"service\": \"mail\"", "\"rule\": \"tried\",\n      \"service\": \"mail\"", "finding tested on mail when sealed, finding tried on mail in its place now"},
		{`"line": 15`, `"line": 14`, "finding frequency on mail: provenance: entry 1: line was 15 when sealed, is 14 now"},
		{`"findings": [`, `"findings": [], "more": [`, "highlights.work: mail: finding 1 was there when sealed, and is not now"},
		{"\"findings\": [\n    {", "\"findings\": [], \"more\": [\n    {", "finding frequency on mail was there when sealed, and is not now"},
		{"\"findings\": [\n    {", "\"findings\": [{\"rule\": \"age\", \"service\": \"mail\"},\n    {", "finding frequency on mail when sealed, finding age on mail in its place now"},
		{`"id": "W-1"`, `"id": "W-2"`, "waiver W-1 when sealed, waiver W-2 in its place now"},
		{`"too_long_for": []`, `"too_long_for": ["paie"]`, "waiver W-1: too_long_for: paie is there now, and was not when sealed"},
		{"\"sites\": [\n        \"a\"", "\"sites\": [\n        \"b\"", "service mail: site entry 1 was a when sealed, is b now"},
		{`"from": "nord"`, `"from": "sud"`, "link of campuses nord sud when sealed, link of campuses sud sud in its place now"},
		{"\"id\": \"sud\"", "\"id\": \"est\"", "campus est is there now, and was not when sealed"},
		{`"id": "nightly"`, `"id": "hourly"`, "backup mail main nightly when sealed, backup mail main hourly in its place now"},
		{"\n}\n", "", "in the sealed file something follows the assessment"},
		{"\n}\n", "\n}}\n", "the sealed file is cut off"},
	} {
		if !strings.Contains(sealed, c.old) {
			t.Errorf("the assessment has no %s", c.old)
		}
		now := strings.Replace(sealed, c.old, c.new, 1)
		p, err := walkTogether(strings.NewReader(sealed), strings.NewReader(now))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.words(); got != c.want {
			t.Errorf("%s → %s:\n%s\nwant\n%s", c.old, c.new, got, c.want)
		}
	}
}
