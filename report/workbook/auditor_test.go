package workbook

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/rules/packs"
	"coupefeu/templates"
)

// auditor is somebody who has the workbook and nothing else: the cells of its sheets as they are stored, by the keys of
// row 1, and the words that stand for what is no figure.
type auditor struct {
	testing.TB
	sheets                                    map[string][]entry
	sentences                                 map[string]string   // of row 3, by sheet
	keys                                      map[string][]string // of row 1
	unknown, yes, no, noTarget, forGood, gone string

	services                  map[string]entry
	backups, tests            map[string][]entry // by service
	struck                    map[string][]entry // of Scenario impact, by service
	rules, scenarios, sources map[string]entry
	tiers                     []string // most critical first
}

// entry is a row, by key.
type entry map[string]string

// audit reads a workbook back.
func audit(t testing.TB, data []byte, tag string) *auditor {
	t.Helper()
	l := language(t, tag)
	say := func(key string) string { return templates.Workbook(l.Text(key, nil)) }
	a := &auditor{TB: t, sheets: map[string][]entry{}, sentences: map[string]string{}, keys: map[string][]string{}, unknown: say("words.answer.unknown"), yes: say("words.answer.yes"), no: say("words.answer.no"),
		noTarget: say("words.target.missing"), forGood: say("workbook.impact.endless"), gone: say("simulate.everything")}
	f := opened(t, data)
	for _, key := range []string{findingsKey, servicesKey, backupsKey, testsKey, impactKey, scenariosKey, rulesKey, waiversKey, evidenceKey, sampleKey} {
		a.sheets[key] = a.read(f, key, name(t, tag, key))
	}
	a.services, a.rules, a.scenarios = a.byKey(servicesKey, "service"), a.byKey(rulesKey, "rule"), a.byKey(scenariosKey, "id")
	a.sources = a.byKey(evidenceKey, "id")
	a.backups, a.tests, a.struck = a.byService(backupsKey), a.byService(testsKey), a.byService(impactKey)
	return a
}

// read reads the rows of a sheet.
func (a *auditor) read(f *excelize.File, key, sheet string) []entry {
	a.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(rows) < headRow {
		a.Fatalf("%s has %d rows, %v", sheet, len(rows), err)
	}
	a.tiers = append(a.tiers, tiersOf(rows[0])...)
	a.sentences[key], a.keys[key] = rows[sentenceRow-1][0], rows[0]
	var out []entry
	for _, row := range rows[headRow:] {
		cells := entry{}
		for i, value := range row {
			cells[rows[0][i]] = value
		}
		out = append(out, cells)
	}
	return out
}

func (a *auditor) byKey(sheet, key string) map[string]entry {
	out := map[string]entry{}
	for _, row := range a.sheets[sheet] {
		out[row[key]] = row
	}
	return out
}

func (a *auditor) byService(sheet string) map[string][]entry {
	out := map[string][]entry{}
	for _, row := range a.sheets[sheet] {
		out[row["service"]] = append(out[row["service"]], row)
	}
	return out
}

// tiersOf are the tiers as the sheet of the rules has them, most critical first.
func tiersOf(keys []string) []string {
	var out []string
	for _, key := range keys {
		if tier, target := strings.CutPrefix(key, "target."); target {
			out = append(out, tier)
		}
	}
	return out
}

// number is a cell with a figure.
func (a *auditor) number(row entry, key string) float64 {
	a.Helper()
	value, err := strconv.ParseFloat(row[key], 64)
	if err != nil {
		a.Fatalf("%s of %s is %q, no figure", key, row["service"], row[key])
	}
	return value
}

// known is a cell with a figure, if it has one and no word.
func known(row entry, key string) (float64, bool) {
	value, err := strconv.ParseFloat(row[key], 64)
	return value, err == nil
}

// extent is a figure between two ends, in the unit of its column; none where there is nothing to measure.
type extent struct {
	none      bool
	low, high float64
}

func point(value float64) extent { return extent{low: value, high: value} }

var (
	nothingThere = extent{none: true}
	notShown     = extent{high: math.Inf(1)}
)

// shown is the figure that a row of the findings shows, in the columns that everybody sees.
func (a *auditor) shown(row entry) extent {
	a.Helper()
	low, figure := known(row, "measured.low")
	switch {
	case !figure && row["measured.low"] == a.unknown:
		return notShown
	case !figure && row["measured.low"] != "" && row["measured.high"] == "":
		return nothingThere
	case row["measured.high"] == "":
		return point(low)
	case row["measured.high"] == "∞":
		return extent{low: low, high: math.Inf(1)}
	}
	return extent{low: low, high: a.number(row, "measured.high")}
}

// judge is the status of a figure against the limit of its row: the rule of page 4, first that applies.
func (a *auditor) judge(x extent, row entry) string {
	limit, set := known(row, "limit.value")
	if !set && row["limit.value"] != a.noTarget {
		a.Errorf("finding %s has the limit %q", row["n"], row["limit.value"])
	}
	switch {
	case x.none:
		return "fail"
	case !set:
		return "unknown"
	case row["limit.bound"] == "at_most" && x.low > limit, row["limit.bound"] == "at_least" && x.high < limit:
		return "fail"
	case row["limit.bound"] == "at_most" && x.high <= limit, row["limit.bound"] == "at_least" && x.low >= limit:
		return "pass"
	}
	return "unknown"
}

// limitOf is what the limit of a finding should be by the sheet of the rules: a value for the service's tier, or the
// service's own target in the unit of the findings; false where the rule leaves the tier out.
func (a *auditor) limitOf(row entry) (limit string, given bool) {
	service, rule := a.services[row["service"]], a.rules[row["rule"]]
	switch target := rule["target."+service["tier"]]; target {
	case "":
		limit = rule["limit."+service["tier"]]
		return limit, limit != "–"
	default:
		limit = service[strings.TrimPrefix(target, "service.")]
		if limit == "–" {
			limit = a.noTarget
		}
		return limit, true
	}
}

// TestAuditorReperforms works everything that several assessments say out again from the cells of their workbooks: every
// finding from the sheets of services, backups, restore tests and scenarios; every service's counts and balance; every
// scenario; and the draw of the sample. Nothing of the assessments is looked at.
func TestAuditorReperforms(t *testing.T) {
	for _, c := range []struct {
		name, tag, seed   string
		of                *report.Assessment
		metrics, outcomes int
	}{
		{"the sample", "fr", "2026-Q3-ourthe", sampledBy(t, packs.Baseline()), 25, 10},
		{"the sample under a rule for each metric", "de", "2026-Q3-ourthe", allRecipes(t), 27, 9},
		{"wild 1", "en", "2026-Q3-generated", wild(t, 1), 27, 10},
		{"wild 2", "nl", "2026-Q3-generated", wild(t, 2), 27, 10},
	} {
		if !slices.Contains(tongues(), c.tag) {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			a := audit(t, written(t, c.of, c.tag), c.tag)
			if n := len(a.rules) * len(a.services); n == 0 || len(a.sheets[findingsKey]) != n {
				t.Fatalf("%d findings of %d rules and %d services", len(a.sheets[findingsKey]), len(a.rules), len(a.services))
			}
			seen := map[string]int{}
			for _, row := range a.sheets[findingsKey] {
				seen[a.rules[row["rule"]]["metric"]]++
				a.reperform(row)
			}
			if len(seen) != c.metrics {
				t.Errorf("%d metrics are worked out again, want %d: %v", len(seen), c.metrics, seen)
			}
			a.recount()
			a.agreements()
			if outcomes := a.replay(); len(outcomes) != c.outcomes {
				t.Errorf("%d outcomes are worked out again, want %d: %v", len(outcomes), c.outcomes, outcomes)
			}
			a.redraw(c.seed)
		})
	}
}

// reperform works one finding out again.
func (a *auditor) reperform(row entry) {
	a.Helper()
	rule, said := a.rules[row["rule"]], fmt.Sprintf("finding %s, %s of %s", row["n"], row["rule"], row["service"])
	limit, given := a.limitOf(row)
	figure, applies := a.measure(rule, row["service"])
	if applies := applies && given; applies != (row["status"] != "not_applicable") {
		a.Errorf("%s: it applies: %t, its status is %s", said, applies, row["status"])
		return
	}
	if row["status"] == "not_applicable" {
		return
	}
	if !same(limit, row["limit.value"]) {
		a.Errorf("%s: the limit is %s, should be %s", said, row["limit.value"], limit)
	}
	if got := a.shown(row); got.none != figure.none || !near(got.low, figure.low) || !near(got.high, figure.high) {
		a.Errorf("%s: %+v is shown, %+v comes out", said, got, figure)
	}
	status := row["status"]
	if status == "waived" {
		status = row["before"]
		if waiver := a.waiver(row["waiver"]); waiver["state"] != "in_force" || waiver["rule"] != row["rule"] ||
			!strings.Contains(", "+waiver["services.id"]+",", ", "+row["service"]+",") {
			a.Errorf("%s: its waiver is %v", said, waiver)
		}
	}
	if by, again := a.judge(a.shown(row), row), a.judge(figure, row); by != status || again != status || row["verdict"] != status {
		a.Errorf("%s is %s; %s follows from the row, %s from what comes out, and the row's formula says %s", said, status, by, again, row["verdict"])
	}
	if !strings.HasPrefix(row["agrees"], "✓ ") {
		a.Errorf("%s: %s", said, row["agrees"])
	}
}

func (a *auditor) waiver(id string) entry {
	for _, row := range a.sheets[waiversKey] {
		if row["id"] == id {
			return row
		}
	}
	return nil
}

// near allows for what rounding and dropped fractions of a second come to, in hours, days, km, counts or shares.
func near(x, y float64) bool { return x == y || math.Abs(x-y) < 0.0005 }

// same tells whether two cells hold the same word or figure. A target is in hours; a limit in days is that of no target.
func same(x, y string) bool {
	a, errA := strconv.ParseFloat(x, 64)
	b, errB := strconv.ParseFloat(y, 64)
	return x == y || errA == nil && errB == nil && near(a, b)
}

// recount counts every service's findings by status, and draws its balance from them.
func (a *auditor) recount() {
	a.Helper()
	counts := map[string]map[string]float64{}
	for _, row := range a.sheets[findingsKey] {
		if counts[row["service"]] == nil {
			counts[row["service"]] = map[string]float64{}
		}
		counts[row["service"]][row["status"]]++
	}
	for id, row := range a.services {
		n := counts[id]
		for _, status := range []string{"pass", "fail", "unknown", "waived", "not_applicable"} {
			if got := a.number(row, "checks."+status); got != n[status] {
				a.Errorf("%s has %v %s, %v are among the findings", id, got, status, n[status])
			}
		}
		want := "compliant"
		switch {
		case n["fail"]+n["unknown"] > 0:
			want = "not_compliant"
		case n["waived"] > 0:
			want = "compliant_with_waivers"
		case n["pass"] == 0:
			want = "nothing_to_check"
		}
		if row["compliance"] != want || row["balance"] != want || !strings.HasPrefix(row["agrees"], "✓ ") || a.number(row, "open.recounted") != n["fail"]+n["unknown"] {
			a.Errorf("%s is %s, should be %s: %v", id, row["compliance"], want, row)
		}
	}
}

// agreements asks the sheets' own comparisons to be there where there is a figure, and to say that it is right.
func (a *auditor) agreements() {
	a.Helper()
	for sheet, columns := range map[string][]string{backupsKey: {"gap.agrees", "age.agrees", "size_drop.agrees"}, testsKey: {"age.agrees"}} {
		for _, row := range a.sheets[sheet] {
			for _, key := range columns {
				if _, shown := known(row, strings.TrimSuffix(key, ".agrees")); shown != strings.HasPrefix(row[key], "✓ ") || !shown && row[key] != "" {
					a.Errorf("%s, row %s: %s is %q", sheet, row["n"], key, row[key])
				}
			}
		}
	}
}

// redraw draws the sample again: of each status and tier the findings with the smallest SHA-256 of seed|rule|service,
// all failed ones of the first tier, of the others their share of 60, rounded up.
func (a *auditor) redraw(seed string) {
	a.Helper()
	if said := a.sentences[sampleKey]; !strings.Contains(said, seed) {
		a.Errorf("the seed %s is not in %q", seed, said)
	}
	strata, rest := map[string][]entry{}, 0
	for _, row := range a.sheets[findingsKey] {
		id := row["status"] + " " + row["tier"]
		strata[id] = append(strata[id], row)
		if row["status"] != "not_applicable" && id != "fail "+a.tiers[0] {
			rest++
		}
	}
	drawn := 0
	for _, status := range []string{"fail", "unknown", "waived", "pass"} {
		for _, tier := range a.tiers {
			lot := strata[status+" "+tier]
			rank := func(row entry) string {
				return fmt.Sprintf("%x", sha256.Sum256([]byte(seed+"|"+row["rule"]+"|"+row["service"])))
			}
			slices.SortFunc(lot, func(x, y entry) int { return strings.Compare(rank(x), rank(y)) })
			if status+tier != "fail"+a.tiers[0] {
				lot = lot[:min(len(lot), int(math.Ceil(60*float64(len(lot))/float64(rest))))]
			}
			for _, row := range lot {
				if drawn++; drawn > len(a.sheets[sampleKey]) {
					a.Fatalf("more than the %d findings of the sample are drawn", drawn-1)
				}
				got := a.sheets[sampleKey][drawn-1]
				if got["finding.n"] != row["n"] || got["rank"] != rank(row) || got["draw"] != rank(row)[:8]+"…" || got["recipe"] != row["recipe"] || got["provenance.all"] != row["provenance.all"] {
					a.Errorf("place %d of the sample is %s %s, drawn is %s %s", drawn, got["finding.n"], got["rank"], row["n"], rank(row))
				}
			}
		}
	}
	if drawn != len(a.sheets[sampleKey]) {
		a.Errorf("%d findings are in the sample, %d are drawn", len(a.sheets[sampleKey]), drawn)
	}
}
