// Package ci writes an assessment for terminals, pull requests and CI systems. Each format is one file; a writer
// only projects the assessment, in the language it is given.
package ci

import (
	"cmp"
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// view is what the formats share: the assessment with its names at hand.
type view struct {
	*report.Assessment
	words  *report.Words
	l      *templates.Language
	ranked []*rules.Finding // open findings, the gravest first, then by number
}

func newView(a *report.Assessment, l *templates.Language) *view {
	v := &view{Assessment: a, words: report.NewWords(l, a), l: l}
	for i := range a.Findings {
		if f := &a.Findings[i]; f.Status == rules.Fail || f.Status == rules.Unknown {
			v.ranked = append(v.ranked, f)
		}
	}
	slices.SortFunc(v.ranked, func(x, y *rules.Finding) int {
		return cmp.Or(cmp.Compare(y.Severity, x.Severity), cmp.Compare(x.Number, y.Number))
	})
	return v
}

func (v *view) symbol(s rules.Status) string { return v.l.Text("words.symbol."+s.String(), nil) }

func (v *view) status(s rules.Status) string { return v.l.Text("words.status."+s.String(), nil) }

func (v *view) severity(f *rules.Finding) string {
	return v.l.Text("words.severity."+f.Severity.String(), nil)
}

func (v *view) rule(f *rules.Finding) string {
	return v.Rules[f.RuleIndex].Title.In(v.l.Tag())
}

func (v *view) service(f *rules.Finding) *report.Service { return &v.Services[f.ServiceIndex] }

func (v *view) tier(id string) string { return v.words.Tier(id) }

// title names the organisation, the quarter and what kind of report this is.
func (v *view) title() string {
	text := v.Organisation.Name + " · " + v.l.Period(v.Period.ID)
	if v.Fictitious {
		text += " · " + v.l.Text("summary.fictitious", nil)
	}
	if v.Draft {
		text += " · " + v.l.Text("summary.draft", nil)
	}
	return text
}

// counts is the line that every format ends or begins with: services and checks with their denominators.
func (v *view) counts() (services, checks string) {
	s := v.Summary
	services = v.l.Text("summary.services", templates.Args{"n": s.Compliant, "total": s.Services, "waived": s.CompliantWithWaivers})
	checks = v.l.Text("summary.checks", templates.Args{"n": s.Checks.Applicable(), "pass": s.Checks.Pass, "fail": s.Checks.Fail,
		"unknown": s.Checks.Unknown, "waived": s.Checks.Waived})
	return services, checks
}
