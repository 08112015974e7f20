package workbook

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// hostile are names that a careless writer would turn into formulas, commands, markup or nothing.
var hostile = []string{
	"=1+1", "+1", "@SUM(A1)", "-2", "\tafter a tab", `=cmd|' /c calc'!A0`, "<b>&amp;\"'</b>", "_x0041_ and _x000D_",
	"Ωμέγα", "خدمة الأرشيف", "🚒 pompiers", strings.Repeat("très long nom de service ", 12), "two\nlines", "007", "2026-01-01",
}

// tongues are the languages in which to do what is the same work in each.
func tongues() []string {
	if raced {
		return []string{"en"}
	}
	return templates.Tags()
}

var brussels = time.FixedZone("Europe/Brussels", 2*3600)

func at2026(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 30, 0, 0, brussels)
}

// byHand is an assessment with one of everything: each status, bounds of every kind, a service per hostile name.
func byHand() *report.Assessment {
	a := &report.Assessment{
		Schema: report.Schema, Generator: report.Generator{Name: "coupefeu", Version: "1.2.3"},
		Organisation: report.Organisation{ID: "ourthe", Name: "Ourthe & Cie <=1>", Timezone: "Europe/Brussels", Language: "fr"},
		AsOf:         time.Date(2026, 10, 1, 0, 0, 0, 0, brussels),
		Period:       report.Period{ID: "2026-Q3", Start: time.Date(2026, 7, 1, 0, 0, 0, 0, brussels), End: time.Date(2026, 10, 1, 0, 0, 0, 0, brussels)},
		Pack:         report.Pack{ID: "baseline", Version: "1.0.0", SHA256: strings.Repeat("ab", 32), Tiers: []string{"vital", "standard"}},
		Sites:        []report.Site{{ID: "rbx8", Name: "Roubaix 8"}, {ID: "gra1", Name: "Gravelines 1"}},
		Members:      []report.Member{{ID: "hamoir", Name: "Hamoir"}},
		Notices:      []inventory.Notice{{Code: "dependency-cycle", Text: "a and b depend on each other", Args: []string{"a", "b"}}, {Code: "of-no-language", Text: "=only English"}},
	}
	addRules(a)
	for i, name := range hostile {
		a.Services = append(a.Services, report.Service{
			ID: fmt.Sprintf("s%02d", i), Name: name, Description: name, Owner: name, Tier: a.Pack.Tiers[i%2], Stateful: true, RTO: seconds(14400),
			Sites: []string{"rbx8", "gra1"}, DependsOn: []string{"s00", "gone"}, Members: 1, File: "services.yaml", Line: int32(10 * (i + 1)),
			Placements: 2, Unconfirmed: i % 2, MinActive: 1,
		})
	}
	addFindings(a)
	addJournals(a)
	addScenarios(a)
	addCounts(a)
	a.Highlights.Waivers.Since = &report.WaiverMoves{Period: "2026-Q2", Granted: 1, Ended: 1}
	return a
}

func seconds(n float64) *float64 { return &n }

func addRules(a *report.Assessment) {
	titled := func(s string) rules.Text { return rules.Text{"fr": s + " (fr)", "en": s} }
	rule := func(id, metric, unit, bound string, limits ...float64) {
		r := report.Rule{ID: id, Title: titled(id), Why: titled("why " + id), Remedy: titled("do " + id), Metric: metric, Unit: unit, Bound: bound,
			Limits: map[string]report.Limit{}, Severity: map[string]string{"vital": "critical", "standard": "low"},
			References: map[string][]string{"iso27001-2022": {"A.8.13"}, "cis-v8": {"11.2", "11.4"}}}
		for i, limit := range limits {
			r.Limits[a.Pack.Tiers[i]] = report.Limit{Value: limit}
		}
		a.Rules = append(a.Rules, r)
	}
	rule("backup-gap", "backup.gap", "s", "at_most", 9*3600, 15*86400)
	rule("backup-retention", "backup.retention", "s", "at_least", 35*86400, 30*86400)
	rule("backup-distance", "backup.offsite_distance", "km", "at_least", 100)
	rule("backup-size", "backup.size_drop", "ratio", "at_most", 0.5, 0.5)
	rule("backup-encrypted", "backup.unencrypted_copies", "count", "at_most", 0, 0)
	rule("restore-age", "restore_test.age", "s", "at_most", 92*86400, 366*86400)
	a.Rules[4].Limits["standard"] = report.Limit{Target: "service.rto"}
}

// verdict is what a finding of the test says.
type verdict struct {
	status rules.Status
	figure rules.Figure
	basis  rules.Basis
	reason string
}

func exactly(value float64) rules.Figure {
	return rules.Figure{Known: rules.Measured, Low: value, High: value}
}

func between(low, high float64) rules.Figure {
	return rules.Figure{Known: rules.Measured, Low: low, High: high}
}

// verdicts2026 is, by rule, what its services are told in turn.
var verdicts2026 = [][]verdict{
	{{rules.Pass, exactly(3600), rules.Observed, "backup.gap"}, {rules.Fail, exactly(20 * 86400), rules.Observed, "backup.gap"},
		{rules.Unknown, between(0, math.Inf(1)), rules.Declared, "backup.gap.unknown"}, {rules.Unknown, between(16200, math.Inf(1)), rules.Observed, "backup.gap"}},
	{{rules.Pass, exactly(90 * 86400), rules.Declared, "backup.retention"}, {rules.Waived, exactly(10 * 86400), rules.Declared, "backup.retention"},
		{rules.Fail, rules.Figure{Known: rules.None}, rules.Declared, "backup.retention.none"}},
	{{rules.Unknown, between(20, 300), rules.Declared, "backup.offsite_distance"}, {rules.NotApplicable, rules.Figure{}, rules.NoBasis, "tier"}},
	{{rules.Pass, exactly(0), rules.Observed, "backup.size_drop"}, {rules.Fail, between(0.6, 0.9), rules.Observed, "backup.size_drop"}},
	{{rules.Unknown, between(0, 1), rules.Declared, "backup.unencrypted_copies"}, {rules.Unknown, exactly(1), rules.Declared, "no_target"}},
	{{rules.Fail, rules.Figure{Known: rules.None}, rules.Declared, "restore_test.age.none"}, {rules.Pass, exactly(30 * 86400), rules.Documented, "restore_test.age"},
		{rules.Fail, rules.Figure{Known: rules.None}, rules.Documented, "restore_test.age.failed"}},
}

func addFindings(a *report.Assessment) {
	for r := range a.Rules {
		for s := range a.Services {
			v := verdicts2026[r][s%len(verdicts2026[r])]
			f := rules.Finding{Rule: a.Rules[r].ID, Service: a.Services[s].ID, RuleIndex: int32(r), ServiceIndex: int32(s), Status: v.status,
				Severity: rules.High, Basis: v.basis, Measured: v.figure, Since: "2026-Q2", Reason: rules.Reason{Key: v.reason, Facts: &rules.Facts{
					Data: "main", Backup: "nightly", Names: []string{"owner", "rto"}, From: at2026(8, 12, 2), To: at2026(8, 15, 9), On: at2026(6, 3, 0)}}}
			limit, given := a.Rules[r].Limits[a.Services[s].Tier]
			switch {
			case v.status == rules.NotApplicable:
				f.Since = ""
			case given && limit.Target == "":
				f.Limit = rules.Limit{Bound: map[string]rules.Bound{"at_most": rules.AtMost, "at_least": rules.AtLeast}[a.Rules[r].Bound], Value: limit.Value}
			}
			if v.status == rules.Waived {
				f.Before, f.Waiver = rules.Fail, "W-1"
			}
			for i := range 2 + s%4 {
				f.Provenance = append(f.Provenance, rules.Provenance{File: "services.yaml", Line: int32(i + 1)})
			}
			a.Findings = append(a.Findings, f)
		}
	}
	numberFindings(a)
}

var statusOrder = map[rules.Status]int{rules.Fail: 0, rules.Unknown: 1, rules.Waived: 2, rules.Pass: 3, rules.NotApplicable: 4}

// numberFindings gives the findings their numbers: by status, rule, tier, service.
func numberFindings(a *report.Assessment) {
	order := make([]int, len(a.Findings))
	for i := range order {
		order[i] = i
	}
	tier := func(f *rules.Finding) int { return slices.Index(a.Pack.Tiers, a.Services[f.ServiceIndex].Tier) }
	slices.SortStableFunc(order, func(x, y int) int {
		f, g := &a.Findings[x], &a.Findings[y]
		return cmp.Or(cmp.Compare(statusOrder[f.Status], statusOrder[g.Status]), cmp.Compare(f.RuleIndex, g.RuleIndex),
			cmp.Compare(tier(f), tier(g)), cmp.Compare(f.ServiceIndex, g.ServiceIndex))
	})
	for n, i := range order {
		a.Findings[i].Number = int32(n + 1)
	}
}

func addJournals(a *report.Assessment) {
	newest, yes, no, points, failed := at2026(9, 30, 5), true, false, 92, 2
	before := newest.Add(-61 * time.Hour)
	for i := range a.Services[:4] {
		b := report.Backup{Service: a.Services[i].ID, Data: "main", ID: "nightly", Site: "gra1", Media: "disk", Offsite: &yes, Distance: seconds(162),
			Every: seconds(86400), Gap: seconds(61 * 3600), GapFrom: &before, GapTo: &newest, Newest: &newest, Age: seconds(66600), Basis: "observed",
			Retention: seconds(90 * 86400), Oldest: seconds(85 * 86400), Points: &points, FailedRuns: &failed, SizeDrop: seconds(0), Immutable: true,
			Encrypted: &no, Source: "restic-gra", File: "services.yaml", Line: int32(i)}
		if i == 3 {
			b = report.Backup{Service: a.Services[i].ID, Data: "main", ID: "=typed", Site: "rbx8", Media: "tape", Basis: "declared", File: "services.yaml", Line: 1}
		}
		a.Backups = append(a.Backups, b)
	}
	a.RestoreTests = []report.RestoreTest{
		{Service: "s01", Date: at2026(9, 1, 0), Outcome: "passed", Depth: "application", Site: "gra1", Duration: seconds(7800), DataLoss: seconds(0), By: "@team", Document: "PV-1", Decisive: true, File: "restore-tests.yaml", Line: 4},
		{Service: "s02", Backup: "nightly", Date: at2026(8, 1, 0), Outcome: "failed", Depth: "file", By: "b", Decisive: true, File: "restore-tests.yaml", Line: 9},
		{Service: "gone", Date: at2026(7, 1, 0), Outcome: "partial", Depth: "file", By: "b", File: "restore-tests.yaml", Line: 14},
	}
	for i := range a.RestoreTests {
		a.RestoreTests[i].Age = a.AsOf.Sub(a.RestoreTests[i].Date).Seconds()
	}
	a.Services[1].LastTest = &report.LastTest{Outcome: "passed", Date: at2026(9, 1, 0), Age: a.RestoreTests[0].Age, Duration: seconds(7800)}
	a.Evidence = []report.Evidence{
		{ID: "restic-gra", Tool: "restic", Path: "evidence/restic-gra.json", SHA256: strings.Repeat("0f", 32), Bytes: 123456, Collected: &newest, Runs: 92, Failed: 2, Backups: 3, Usable: true, File: "evidence.yaml", Line: 2},
		{ID: "broken", Tool: "csv", Path: "evidence/x.csv", Problem: "=not there", File: "evidence.yaml", Line: 5},
	}
	waived, state := 0, "in_force"
	for i := range a.Findings {
		if a.Findings[i].Status == rules.Waived {
			waived++
		}
	}
	a.Waivers = []report.Waiver{
		{ID: "W-1", State: "in_force", Hides: waived, HidesFail: waived, Renews: []string{"W-0001", "=W"}, Granted: true, Rule: "backup-retention", Services: []string{"s01", "s04"}, Reason: "+soon", ApprovedBy: "board", ApprovedOn: at2026(6, 24, 0), Decision: "PV", Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, brussels), DaysLeft: 92, File: "waivers.yaml", Line: 3},
		{ID: "W-0", State: "expired", Before: &state, Rule: "gone-rule", Services: []string{"gone"}, Reason: "r", ApprovedBy: "board", ApprovedOn: at2026(1, 2, 0), Expires: at2026(9, 1, 0), DaysLeft: -30, File: "waivers.yaml", Line: 9},
	}
}

// addCounts adds the summary up, on a way of its own.
func addCounts(a *report.Assessment) {
	s := &a.Summary
	*s = report.Summary{Members: len(a.Members), Sites: 2, Campuses: 2, ByTier: map[string]report.Group{}, ByRule: map[string]report.Checks{}, ByRuleTier: map[string]map[string]report.Checks{}}
	s.Services = len(a.Services)
	shown := 0
	for i := range a.Findings {
		f := &a.Findings[i]
		tier := a.Services[f.ServiceIndex].Tier
		if s.ByRuleTier[f.Rule] == nil {
			s.ByRuleTier[f.Rule] = map[string]report.Checks{}
		}
		one := checksOf(f.Status)
		g := s.ByTier[tier]
		g.Checks = plus(g.Checks, one)
		s.ByTier[tier], s.Checks = g, plus(s.Checks, one)
		s.ByRule[f.Rule], s.ByRuleTier[f.Rule][tier] = plus(s.ByRule[f.Rule], one), plus(s.ByRuleTier[f.Rule][tier], one)
		a.Services[f.ServiceIndex].Checks = plus(a.Services[f.ServiceIndex].Checks, one)
		if f.Status != rules.NotApplicable && f.Basis != rules.Declared {
			shown++
		}
	}
	if n := s.Checks.Applicable(); n > 0 {
		s.Demonstrated = seconds(float64(shown) / float64(n))
	}
	for i := range a.Services {
		service := &a.Services[i]
		service.Compliance = service.Checks.Compliance()
		g := s.ByTier[service.Tier]
		g.Services++
		s.ByTier[service.Tier] = g
	}
	addPlaces(a)
	addMembers(a)
	addTouched(a)
	addQuarters(a)
	a.Highlights = report.Highlight(a)
	a.Sample = report.Draw(a, "")
}

func checksOf(s rules.Status) report.Checks {
	n := func(of rules.Status) int {
		if s == of {
			return 1
		}
		return 0
	}
	return report.Checks{Pass: n(rules.Pass), Fail: n(rules.Fail), Unknown: n(rules.Unknown), Waived: n(rules.Waived), NotApplicable: n(rules.NotApplicable)}
}

func plus(x, y report.Checks) report.Checks {
	return report.Checks{Pass: x.Pass + y.Pass, Fail: x.Fail + y.Fail, Unknown: x.Unknown + y.Unknown, Waived: x.Waived + y.Waived, NotApplicable: x.NotApplicable + y.NotApplicable}
}

func language(t testing.TB, tag string) *templates.Language {
	t.Helper()
	l, err := templates.Lookup(tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// written is a workbook as Write makes it.
func written(t testing.TB, a *report.Assessment, tag string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, a, language(t, tag), Options{Digest: strings.Repeat("c", 64), Pages: map[string]int{"rules": 2}}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
