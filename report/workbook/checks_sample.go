package workbook

import (
	"fmt"

	"coupefeu/rules"
)

// sampleChecks checks the auditor's sample: how many were drawn, and of each status and tier, of how many.
func (b *book) sampleChecks() []checkGroup {
	g := b.begin(b.sheetName(sampleKey))
	g.count(b.say("drawn"), "sample.findings", len(b.Sample.Findings), every(sampleKey, "rule"))
	strata := b.begin(b.say("strata")).asDetail()
	for i, s := range b.Sample.Strata {
		if s.Population == 0 {
			continue
		}
		named := args{"status": b.statusTitle(statusNamed(s.Status)), "tier": b.tierWord(s.Tier)}
		path := fmt.Sprintf("sample.strata[%d].", i)
		strata.count(b.text("reconciliation.drawn-of", named), path+"drawn", s.Drawn, both(sampleKey, "status", s.Status, "tier", s.Tier))
		strata.count(b.text("reconciliation.population", named), path+"population", s.Population, both(findingsKey, "status", s.Status, "tier", s.Tier))
	}
	return []checkGroup{g, strata}
}

// statusNamed is the status that a word of the assessment means.
func statusNamed(word string) rules.Status {
	for _, s := range rules.StatusOrder {
		if s.String() == word {
			return s
		}
	}
	return rules.Unknown
}
