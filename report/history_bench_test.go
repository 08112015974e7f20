package report

import (
	"fmt"
	"testing"
	"testing/fstest"

	"coupefeu/rules"
)

// BenchmarkReadHistory reads one earlier report of so many services under 28 rules.
func BenchmarkReadHistory(b *testing.B) {
	for _, services := range []int{100, 1000, 10000} {
		a := manyFindings(services)
		text := accountOf(b, a)
		out := shelf{}
		out.report("2026-Q1", text)
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				h, err := ReadHistory(fstest.MapFS(out), Wanted{Organisation: "test", Before: "2026-Q2"})
				if err != nil || len(h.Quarters) != 1 {
					b.Fatal(err, h.Notices)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(a.Findings)), "ns/finding")
		})
	}
}

// manyFindings is an assessment with findings as a real one has them: most pass, and rest on a line and some points.
func manyFindings(services int) *Assessment {
	a := &Assessment{Schema: Schema, Organisation: Organisation{ID: "test"}, Period: Period{ID: "2026-Q1"}}
	points := []rules.Provenance{{File: "services.yaml", Line: 41}, {Source: "restic-gra", Point: "a1b2c3d4"}, {Source: "restic-gra", Point: "e5f6a7b8"}}
	for r := range 28 {
		a.Rules = append(a.Rules, Rule{ID: fmt.Sprintf("rule-%02d", r), Metric: "backup.age", Unit: "s", Bound: "at_most"})
		for s := range services {
			f := rules.Finding{Rule: a.Rules[r].ID, Service: fmt.Sprintf("service-%05d", s), RuleIndex: int32(r), ServiceIndex: int32(s), Number: int32(r*services + s + 1),
				Status: rules.Pass, Severity: rules.High, Basis: rules.Observed, Measured: rules.Figure{Known: rules.Measured, Low: 3600, High: 3600},
				Limit: rules.Limit{Bound: rules.AtMost, Value: 86400}, Reason: rules.Reason{Key: "tier"}, Provenance: points}
			if s%10 == 0 {
				f.Status, f.Since = rules.Fail, "2026-Q1"
			}
			a.Findings = append(a.Findings, f)
		}
	}
	for s := range services {
		a.Services = append(a.Services, Service{ID: fmt.Sprintf("service-%05d", s), Name: fmt.Sprintf("Service %d", s), Tier: "vital"})
	}
	return a
}
