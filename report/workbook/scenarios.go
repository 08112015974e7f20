package workbook

import (
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// scenarios is one row per disruption that was played: what it strikes, how many services come to what, who feels it.
var scenarios = sheet{key: scenariosKey, table: scenariosTable}

const scenariosKey = "scenarios"

// scenarioRow is one scenario, its place in the sheet, and where its services begin on the sheet of their own.
type scenarioRow struct {
	*report.Scenario
	n      int
	begins begins
}

// outcomeCounts are the outcomes in the order of the columns, the worst first.
var outcomeCounts = []struct {
	outcome scenario.Outcome
	count   func(*report.Outcomes) int
}{
	{scenario.OutcomeLost, func(o *report.Outcomes) int { return o.Lost }},
	{scenario.OutcomeUnproven, func(o *report.Outcomes) int { return o.Unproven }},
	{scenario.OutcomeStranded, func(o *report.Outcomes) int { return o.Stranded }},
	{scenario.OutcomeRestore, func(o *report.Outcomes) int { return o.Restore }},
	{scenario.OutcomeRebuild, func(o *report.Outcomes) int { return o.Rebuild }},
	{scenario.OutcomeFailover, func(o *report.Outcomes) int { return o.Failover }},
	{scenario.OutcomeWait, func(o *report.Outcomes) int { return o.Wait }},
	{scenario.OutcomeWaiting, func(o *report.Outcomes) int { return o.Waiting }},
	{scenario.OutcomeContinue, func(o *report.Outcomes) int { return o.Continue }},
	{scenario.OutcomeUnaffected, func(o *report.Outcomes) int { return o.Unaffected }},
}

// mostLinkedScenarios is how many rows have their counts linked: each row may have one for every outcome but
// unaffected, for the services interrupted and for both targets; the sheet has one more, to the read-me.
const mostLinkedScenarios = (mostLinks - 1) / 12

func scenariosTable(b *book) *table {
	rows := make([]scenarioRow, len(b.Scenarios))
	for i := range b.Scenarios {
		rows[i] = scenarioRow{Scenario: &b.Scenarios[i], n: i + 1}
		if i < mostLinkedScenarios {
			rows[i].begins = b.impacts().begins[i]
		}
	}
	bars := scenarioBars(b)
	t := tabulate(scenariosKey, rows, slices.Concat(scenarioIdentity(b), scenarioOutcomes(b), scenarioReach(b), scenarioWorst(b),
		scenarioMissed(b), scenarioKeys(b), bars))
	t.identity, t.aside, t.draws = 3, len(bars), b.drawCampuses
	t.sentence = b.scenariosSentence()
	t.formats = scenarioFormats()
	t.yields = []yielding{{"name", 15}, {"kind.title", 13}}
	return t
}

func (b *book) scenariosSentence() string {
	h := b.Highlights.Scenarios
	if h == nil {
		h = &report.ScenarioSum{}
	}
	said := b.text("scenarios.sentence", args{"n": len(b.Scenarios), "services": len(b.Services), "lost": h.Lost, "unproven": h.Unproven,
		"sheet": b.sheetName(impactKey)})
	if len(b.Scenarios) > mostLinkedScenarios {
		said += " " + b.text("scenarios.links", args{"row": headRow + mostLinkedScenarios})
	}
	return said
}

// scenarioFormats paints counts by what they count, and zeros grey.
func scenarioFormats() []rule {
	above := func(column string, p paint) rule { return rule{column, "{" + column + "}#>0", p} }
	zeros := []string{"lost_sites.count"}
	for _, o := range outcomeCounts {
		zeros = append(zeros, "outcomes."+o.outcome.String())
	}
	zeros = append(zeros, "services_interrupted", "members_interrupted", "interrupted.first_tier", "members_losing_data", "interruption.unknown",
		"interruption.unbounded", "data_loss.unknown", "data_loss.everything", "rto_missed", "rpo_missed")
	return []rule{
		{strings.Join(zeros, " "), "{lost_sites.count}#=0", nought},
		above("outcomes.lost", failed), above("outcomes.unproven", someUnproven), above("outcomes.stranded", failedText),
		above("members_losing_data", failedText), above("interruption.unknown", someUnproven), above("interruption.unbounded", failedText),
		above("data_loss.unknown", someUnproven), above("data_loss.everything", failedText),
		above("rto_missed", failedText), above("rpo_missed", failedText),
	}
}

func scenarioIdentity(b *book) []column[scenarioRow] {
	return []column[scenarioRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *scenarioRow) cell { return count(r.n) }},
		{head{key: "name", word: "scenario", width: 20, font: strong, align: indented, wrap: true}, func(r *scenarioRow) cell {
			return text(b.scenarioName(r.Scenario))
		}},
		{head{key: "kind.title", word: "kind", width: 20.4, font: quiet, wrap: true}, func(r *scenarioRow) cell {
			return text(b.kindWord(r.Kind))
		}},
		{head{key: "lost_sites.count", word: "buildings", width: 7, align: right}, func(r *scenarioRow) cell {
			return count(len(r.LostSites))
		}},
	}
}

// scenarioName is a scenario's name in the report's language. What happens there is another column.
func (b *book) scenarioName(s *report.Scenario) string {
	if s.Names != nil {
		return b.in(s.Names)
	}
	return s.Name
}

func (b *book) kindWord(kind string) string { return b.shared("words.scenario."+kind, nil) }

// scenarioOutcomes has a column for each outcome. Each count leads to the first of its services; those that nothing
// happens to have no rows of their own.
func scenarioOutcomes(b *book) []column[scenarioRow] {
	var out []column[scenarioRow]
	for _, o := range outcomeCounts {
		h := head{key: "outcomes." + o.outcome.String(), word: "outcome-" + o.outcome.String(), width: 6.6, align: right}
		if o.outcome == scenario.OutcomeLost {
			h.band, h.width = "outcomes", 7.4 // its symbol and word are one line
		}
		out = append(out, column[scenarioRow]{h, func(r *scenarioRow) cell {
			if o.outcome == scenario.OutcomeUnaffected {
				return count(o.count(&r.Outcomes)).in(quiet)
			}
			return b.leading(o.count(&r.Outcomes), r.begins.outcomes[o.outcome])
		}})
	}
	return out
}

// leading is a count that leads to the first of the rows that it counts, itself counted from 1; 0 leads nowhere.
func (b *book) leading(n int, first int32) cell {
	if n == 0 || first == 0 {
		return count(n)
	}
	return count(n).in(counted).to(b.table(impactKey).place(int(first) - 1))
}

// scenarioReach says how many services and members feel it. Of the members it shows those who miss a service of the
// most critical tier; those counted under the others are folded away.
func scenarioReach(b *book) []column[scenarioRow] {
	out := []column[scenarioRow]{
		{head{key: "services_interrupted", word: "services-interrupted", band: "reach", width: 7.4, align: right}, func(r *scenarioRow) cell {
			return b.leading(r.ServicesInterrupted, r.begins.interrupted)
		}},
		{head{key: "members_interrupted", word: "members-interrupted", width: 7, align: right}, func(r *scenarioRow) cell {
			return count(r.MembersInterrupted)
		}},
	}
	critical := ""
	if len(b.Pack.Tiers) > 0 {
		critical = b.Pack.Tiers[0]
	}
	return append(out,
		column[scenarioRow]{head{key: "interrupted.first_tier", title: b.text("scenarios.of-tier", args{"tier": b.tierWord(critical)}), width: 7, align: right},
			func(r *scenarioRow) cell { return count(r.MembersInterruptedByTier[critical]) }},
		column[scenarioRow]{head{key: "members_losing_data", word: "members-losing", width: 7, align: right}, func(r *scenarioRow) cell {
			return count(r.MembersLosingData)
		}})
}

// scenarioWorst is the worst interruption and data loss that are known, and how many services have one that is not.
func scenarioWorst(b *book) []column[scenarioRow] {
	worst := func(key, band, none string, of func(*scenarioRow) (*report.Bounds, int)) []column[scenarioRow] {
		return []column[scenarioRow]{
			{head{key: key + ".worst.low", word: "worst", band: band, width: 9.2, align: right, wrap: true}, func(r *scenarioRow) cell {
				bounds, others := of(r)
				return b.worstLow(bounds, others, none)
			}},
			{head{key: key + ".worst.high", word: "measured-high", width: 7.6, align: right}, func(r *scenarioRow) cell {
				bounds, _ := of(r)
				return b.worstHigh(bounds)
			}},
		}
	}
	number := func(key, word string, of func(*scenarioRow) int) column[scenarioRow] {
		return column[scenarioRow]{head{key: key, word: word, width: 7, align: right}, func(r *scenarioRow) cell { return count(of(r)) }}
	}
	return slices.Concat(
		worst("interruption", "worst-interruption", "simulate.none.interruption", func(r *scenarioRow) (*report.Bounds, int) {
			return r.Interruption.Worst, r.Interruption.Unknown + r.Interruption.Unbounded
		}),
		[]column[scenarioRow]{
			number("interruption.unknown", "unknown-for", func(r *scenarioRow) int { return r.Interruption.Unknown }),
			number("interruption.unbounded", "endless-for", func(r *scenarioRow) int { return r.Interruption.Unbounded }),
		},
		worst("data_loss", "worst-loss", "simulate.none.data_loss", func(r *scenarioRow) (*report.Bounds, int) {
			return r.DataLoss.Worst, r.DataLoss.Unknown + r.DataLoss.Everything
		}),
		[]column[scenarioRow]{
			number("data_loss.unknown", "unknown-for", func(r *scenarioRow) int { return r.DataLoss.Unknown }),
			number("data_loss.everything", "everything-for", func(r *scenarioRow) int { return r.DataLoss.Everything }),
		})
}

// worstLow is the least that the worst known figure can be. Without one it is the word for none, or – where there are
// only figures that are not known.
func (b *book) worstLow(bounds *report.Bounds, others int, none string) cell {
	switch {
	case bounds != nil:
		return b.hours(&bounds.Low)
	case others > 0:
		return text("–").in(quiet)
	}
	return text(b.shared(none, nil)).in(quiet)
}

// worstHigh is the most that it can be, where that is more.
func (b *book) worstHigh(bounds *report.Bounds) cell {
	switch {
	case bounds == nil || bounds.High != nil && *bounds.High == bounds.Low:
		return cell{}
	case bounds.High == nil:
		return text("∞")
	}
	return b.hours(bounds.High)
}

func scenarioMissed(b *book) []column[scenarioRow] {
	return []column[scenarioRow]{
		{head{key: "rto_missed", word: "missed-rto", band: "missed", width: 7.4, align: right}, func(r *scenarioRow) cell {
			return b.leading(r.RTOMissed, r.begins.rto)
		}},
		{head{key: "rpo_missed", word: "missed-rpo", width: 7.4, align: right}, func(r *scenarioRow) cell {
			return b.leading(r.RPOMissed, r.begins.rpo)
		}},
	}
}

func scenarioKeys(b *book) []column[scenarioRow] {
	out := []column[scenarioRow]{
		{head{key: "lost_sites", word: "sites", width: 20, folded: true}, func(r *scenarioRow) cell { return text(b.siteNames(r.LostSites)) }},
		{head{key: "duration", word: "out-of-reach", width: 11, align: right, folded: true}, func(r *scenarioRow) cell {
			if r.Duration == nil {
				return cell{}
			}
			return b.hours(r.Duration)
		}},
	}
	for _, tier := range b.Pack.Tiers {
		h := head{key: "members_interrupted_by_tier." + tier, title: b.text("scenarios.members-tier", args{"tier": b.tierWord(tier)}), width: 11, align: right, folded: true}
		out = append(out, column[scenarioRow]{h, func(r *scenarioRow) cell { return count(r.MembersInterruptedByTier[tier]) }})
	}
	return append(out,
		column[scenarioRow]{head{key: "interruption.worst_of", width: 18, folded: true}, func(r *scenarioRow) cell { return text(r.Interruption.WorstOf) }},
		column[scenarioRow]{head{key: "data_loss.worst_of", width: 18, folded: true}, func(r *scenarioRow) cell { return text(r.DataLoss.WorstOf) }},
		column[scenarioRow]{head{key: "id", width: 22, folded: true}, func(r *scenarioRow) cell { return text(r.ID) }},
		column[scenarioRow]{head{key: "kind", width: 14, folded: true}, func(r *scenarioRow) cell { return text(r.Kind) }},
		column[scenarioRow]{head{key: "class", width: 10, folded: true}, func(r *scenarioRow) cell { return text(class(&r.Outcomes)) }},
		column[scenarioRow]{head{key: "lost_sites.id", width: 20, folded: true}, func(r *scenarioRow) cell { return text(templates.Workbook(listed(r.LostSites))) }},
	)
}

// Classes of scenarios, by which the board's PDF tells campuses apart.
const (
	losing    = "losing"    // data are lost
	uncertain = "uncertain" // none are, but some are unproven
	holding   = "holding"   // neither
)

func class(o *report.Outcomes) string {
	switch {
	case o.Lost > 0:
		return losing
	case o.Unproven > 0:
		return uncertain
	}
	return holding
}
