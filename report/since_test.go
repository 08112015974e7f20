package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"coupefeu/inventory"
	"coupefeu/rules"
)

// past is an earlier report of some rules and services, with statuses drawn by chance.
func past(t testing.TB, d dice, period string, ruleIDs, services []string) *Earlier {
	t.Helper()
	e := &Earlier{Assessment: &Assessment{Period: Period{ID: period}}}
	for _, rule := range ruleIDs {
		for _, service := range services {
			if err := e.Grid.add(&Entry{Rule: rule, Service: service, Status: rules.StatusOrder[d.IntN(len(rules.StatusOrder))].String()}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return e
}

// naiveSince walks back through the reports, one look at a time.
func naiveSince(f *rules.Finding, quarters []*Earlier, period string) string {
	if f.Status == rules.Pass || f.Status == rules.NotApplicable {
		return ""
	}
	since := period
	for i := len(quarters) - 1; i >= 0; i-- {
		status, was := quarters[i].Grid.At(f.Rule, f.Service)
		if !was || status != f.Status {
			break
		}
		since = quarters[i].Period.ID
	}
	return since
}

// bareQuarter is a rule pack and an inventory of nothing but ids, with a finding of each rule on each service.
func bareQuarter(d dice, ruleIDs, services []string) (rules.Input, []rules.Finding) {
	in := rules.Input{Pack: &rules.Pack{}, Inventory: &inventory.Inventory{}}
	for _, id := range services {
		in.Inventory.Services = append(in.Inventory.Services, inventory.Service{ID: id})
	}
	var findings []rules.Finding
	for r, rule := range ruleIDs {
		in.Pack.Rules = append(in.Pack.Rules, rules.Rule{ID: rule})
		for s, service := range services {
			findings = append(findings, rules.Finding{Rule: rule, Service: service, RuleIndex: int32(r), ServiceIndex: int32(s),
				Status: rules.StatusOrder[d.IntN(len(rules.StatusOrder))]})
		}
	}
	return in, findings
}

func sorted(ids []string) []string {
	slices.Sort(ids)
	return ids
}

// TestSinceAgainstNaive holds the runs of random histories, with missing quarters, rules and services, against a walk
// back through each.
func TestSinceAgainstNaive(t *testing.T) {
	long := 0
	for seed := range uint64(500) {
		d := dice{rand.New(rand.NewPCG(seed, 8))}
		ruleIDs, services := []string{"r0", "r1", "r2", "r3"}, []string{"s0", "s1", "s2", "s3", "s4", "s5"}
		var quarters []*Earlier
		for _, period := range []string{"2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"} {
			if d.chance(75) {
				quarters = append(quarters, past(t, d, period, d.some(ruleIDs), sorted(d.some(services))))
			}
		}
		in, findings := bareQuarter(d, d.some(ruleIDs), sorted(d.some(services)))
		for i := range findings { // statuses that last are rare by chance
			for _, q := range quarters {
				if at, was := q.Grid.rule[findings[i].Rule]; was && d.chance(80) {
					if place, there := q.Grid.service[findings[i].Service]; there {
						q.Grid.statuses[at*len(q.Grid.Services)+place] = findings[i].Status
					}
				}
			}
		}
		stamp(in, findings, quarters, "2026-Q3")
		for i := range findings {
			want := naiveSince(&findings[i], quarters, "2026-Q3")
			if findings[i].Since != want {
				t.Fatalf("seed %d: %s %s is %s since %q, want %q", seed, findings[i].Rule, findings[i].Service, findings[i].Status, findings[i].Since, want)
			}
			if want != "" && want < "2026-Q1" {
				long++
			}
		}
	}
	if long < 200 {
		t.Errorf("only %d findings have been so for longer: the random histories do not try it", long)
	}
}

// TestSince tells runs apart by the last quarters of one finding.
func TestSince(t *testing.T) {
	for _, c := range []struct {
		about string
		past  string // by quarter from 2025-Q3: f, u, w, p, n; . no report; s without the service; r without the rule
		now   rules.Status
		want  string
	}{
		{"the first time", "pppp", rules.Fail, "2026-Q3"},
		{"two quarters", "pppf", rules.Fail, "2026-Q2"},
		{"always", "ffff", rules.Fail, "2025-Q3"},
		{"interrupted", "ffpf", rules.Fail, "2026-Q2"},
		{"another status is another run", "fffu", rules.Fail, "2026-Q3"},
		{"not known is a run of its own", "fuuu", rules.Unknown, "2025-Q4"},
		{"so is waived", "fwww", rules.Waived, "2025-Q4"},
		{"a missing quarter ends no run", "f..f", rules.Fail, "2025-Q3"},
		{"nor does the last one", "ff..", rules.Fail, "2025-Q3"},
		{"a quarter without the service does", "fsff", rules.Fail, "2026-Q1"},
		{"a quarter without the rule does", "ffrf", rules.Fail, "2026-Q2"},
		{"passing has no since", "pppp", rules.Pass, ""},
		{"what does not apply has none", "nnnn", rules.NotApplicable, ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			words := map[rune]rules.Status{'f': rules.Fail, 'u': rules.Unknown, 'w': rules.Waived, 'p': rules.Pass, 'n': rules.NotApplicable}
			var quarters []*Earlier
			for i, letter := range c.past {
				e := &Earlier{Assessment: &Assessment{Period: Period{ID: []string{"2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"}[i]}}}
				rule, service := "rule", "service"
				switch letter {
				case '.':
					continue
				case 'r':
					rule = "other"
				case 's':
					service = "other"
				}
				if err := e.Grid.add(&Entry{Rule: rule, Service: service, Status: words[letter].String()}); err != nil {
					t.Fatal(err)
				}
				quarters = append(quarters, e)
			}
			in, findings := bareQuarter(dice{rand.New(rand.NewPCG(1, 1))}, []string{"rule"}, []string{"service"})
			findings[0].Status = c.now
			if stamp(in, findings, quarters, "2026-Q3"); findings[0].Since != c.want {
				t.Errorf("since %q, want %q", findings[0].Since, c.want)
			}
		})
	}
}

// largeHistory is as many services as a large inventory has under as many rules as the baseline pack, and reports of
// them for two years, in which a tenth of everything differs from quarter to quarter.
func largeHistory(b *testing.B, services int) (rules.Input, []rules.Finding, []*Earlier) {
	b.Helper()
	d := dice{rand.New(rand.NewPCG(7, 7))}
	var ruleIDs, ids []string
	for r := range 28 {
		ruleIDs = append(ruleIDs, fmt.Sprint("rule-", r))
	}
	for s := range services {
		ids = append(ids, fmt.Sprintf("service-%06d", s))
	}
	in, findings := bareQuarter(d, ruleIDs, ids)
	in.Pack.Tiers = []string{"only"}
	var quarters []*Earlier
	for q := range 8 {
		e := past(b, d, fmt.Sprintf("%d-Q%d", 2024+q/4, q%4+1), ruleIDs, ids)
		for i := range findings {
			if !d.chance(10) {
				e.Grid.statuses[i] = findings[i].Status
			}
		}
		quarters = append(quarters, e)
	}
	return in, findings, quarters
}

var sizes = []int{100, 10_000, 100_000}

func BenchmarkSince(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in, findings, quarters := largeHistory(b, n)
			b.ReportAllocs()
			for b.Loop() {
				stamp(in, findings, quarters, "2026-Q1")
			}
		})
	}
}

// BenchmarkChanges compares with a report made by the same pack.
func BenchmarkChanges(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in, findings, quarters := largeHistory(b, n)
			in.Inventory.Zone = quarters[0].AsOf.Location()
			b.ReportAllocs()
			for b.Loop() {
				if changes, _ := changesSince(quarters[7], in, findings); len(changes.Items) == 0 {
					b.Fatal("nothing changed")
				}
			}
		})
	}
}
