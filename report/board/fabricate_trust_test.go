package board

import (
	"fmt"

	"coupefeu/report"
	"coupefeu/rules"
)

// fabricateGrounds gives an assessment backups that run otherwise than declared, old evidence, and frameworks that the
// rules refer to: as many as there are rules, some of them with more controls than a page holds.
func fabricateGrounds(a *report.Assessment, s shape) {
	every, gap := 3600.0, 5.5*86400
	from, to := a.AsOf.AddDate(0, 0, -9), a.AsOf
	for i := range a.Services {
		b := report.Backup{Service: a.Services[i].ID, Data: "main", ID: named("b", s.name), Source: "source0", Every: &every, Gap: &gap, GapFrom: &from, GapTo: &to}
		if i%3 == 0 {
			b.Gap = &every
		}
		a.Backups = append(a.Backups, b)
	}
	for i := range a.Evidence {
		if i%4 < 2 {
			a.Evidence[i].Newest = &from
		}
	}
	a.Summary.ByControl = map[string]map[string]report.Checks{}
	for i := range a.Rules {
		f := report.Framework{ID: fmt.Sprintf("framework-%d", i), Title: rules.Text{"": named(fmt.Sprintf("Framework %d", i), s.name)}, Rules: 1 + i, Checks: a.Summary.Checks}
		a.Summary.ByControl[f.ID] = map[string]report.Checks{}
		for j := range 1 + i*i%17 {
			c := report.Control{ID: named(fmt.Sprintf("C.%d", j), s.name/4), Rules: []string{a.Rules[i].ID}}
			f.Controls = append(f.Controls, c)
			a.Summary.ByControl[f.ID][c.ID] = a.Summary.ByRule[a.Rules[(i+j)%len(a.Rules)].ID]
		}
		a.Frameworks = append(a.Frameworks, f)
	}
}
