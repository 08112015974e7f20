package workbook

import (
	"fmt"
	"io"
	"testing"

	"coupefeu/report"
	"coupefeu/rules"
)

// large is an assessment of so many services under 24 rules.
func large(services int) *report.Assessment {
	a := byHand()
	some, six := a.Services, a.Rules
	a.Services, a.Rules, a.Findings, a.Backups, a.RestoreTests, a.Scenarios = nil, nil, nil, nil, nil, nil
	for i := range 24 {
		r := six[i%len(six)]
		r.ID = fmt.Sprintf("%s-%d", r.ID, i)
		a.Rules = append(a.Rules, r)
	}
	for i := range services {
		s := some[9+i%2]
		s.ID, s.Name, s.Owner, s.Checks = fmt.Sprintf("service-%06d", i), fmt.Sprintf("Service %d des archives", i), fmt.Sprintf("team %d", i%50), report.Checks{}
		s.DependsOn = nil
		a.Services = append(a.Services, s)
		points := 92
		a.Backups = append(a.Backups, report.Backup{Service: s.ID, Data: "main", ID: "nightly", Site: "gra1", Media: "disk", Every: seconds(86400), Gap: seconds(90000),
			Points: &points, Basis: "observed", Source: "restic-gra", File: "services.yaml", Line: int32(i)})
	}
	for r := range a.Rules {
		for s := range a.Services {
			f := rules.Finding{Rule: a.Rules[r].ID, Service: a.Services[s].ID, RuleIndex: int32(r), ServiceIndex: int32(s), Status: rules.Pass, Severity: rules.High,
				Basis: rules.Observed, Measured: exactly(float64(3600 * (s%40 + 1))), Limit: rules.Limit{Bound: rules.AtMost, Value: 48 * 3600},
				Reason:     rules.Reason{Key: "backup.gap", Facts: &rules.Facts{From: at2026(8, 12, 2), To: at2026(8, 15, 9)}},
				Provenance: []rules.Provenance{{File: "services.yaml", Line: int32(s)}, {Source: "restic-gra", Point: "a1b2c3d4"}}}
			if s%10 == 0 {
				f.Status, f.Since = rules.Fail, "2026-Q3"
			}
			a.Findings = append(a.Findings, f)
		}
	}
	numberFindings(a)
	addCounts(a)
	return a
}

// BenchmarkWrite writes the workbook of inventories of several sizes under 24 rules.
func BenchmarkWrite(b *testing.B) {
	for _, services := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			a, l := large(services), language(b, "fr")
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, a, l, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWriteScenarios writes what the loss of each of 60 campuses does to services that hang on one another.
func BenchmarkWriteScenarios(b *testing.B) {
	for _, services := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			a, l := large(services), language(b, "fr")
			addCampuses(a, 60)
			a.Highlights = report.Highlight(a)
			// Findings and what speaks of them are the other benchmark's.
			a.Findings, a.Changes, a.Commitments, a.Decisions, a.Sample = nil, nil, nil, nil, report.Sample{}
			rows := 0
			for i := range a.Scenarios {
				rows += len(a.Scenarios[i].Services)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, a, l, Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows), "rows")
		})
	}
}
