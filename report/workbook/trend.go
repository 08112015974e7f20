package workbook

import (
	"maps"
	"slices"

	"coupefeu/report"
	"coupefeu/rules"
)

// trend is one row per quarter, from the oldest usable report to this one, each with its own figures as they were
// sealed. Nothing is computed anew; a quarter without a usable report is a row that says so.
var trend = sheet{key: trendKey, table: trendTable}

const trendKey = "trend"

// trendRow is one quarter and its place in the sheet.
type trendRow struct {
	*report.Quarter
	n int
}

// trendTable has what the board's PDF follows over quarters, and under the + what it is made of, tier by tier.
func trendTable(b *book) *table {
	rows := make([]trendRow, len(b.Trend))
	reported := 0
	for i := range b.Trend {
		rows[i] = trendRow{&b.Trend[i], i + 1}
		if rows[i].Figures != nil {
			reported++
		}
	}
	t := tabulate(trendKey, rows, slices.Concat(trendIdentity(b), trendServices(), trendChecks(), trendRestores(), trendDanger(),
		trendPromises(), trendSeal(b), trendDetail(b), trendTiers(b), trendKeys(b)))
	t.identity = 3
	t.sentence = b.text("trend.sentence", args{"n": reported, "missing": len(rows) - reported})
	if reported == 1 {
		t.sentence += " " + b.text("trend.first", nil)
	}
	t.formats = append(checkFormats(), rule{"as_of", `LEFT({as_of}#,1)="?"`, unproven})
	t.yields = []yielding{{"worst_campus.name", 11.4}, {"sha256.start", 13}, {"pack.title", 13}, {"worst_campus.name", 10.5}}
	t.draws = b.trendCharts
	return t
}

// figured is the cell of a quarter that has figures. One that has none leaves its cells empty: charts take that for a
// gap, where they would draw a word as a zero.
func figured(of func(*report.Figures) cell) func(*trendRow) cell {
	return func(r *trendRow) cell {
		if r.Figures == nil {
			return cell{}
		}
		return of(r.Figures)
	}
}

// trendCount is a column of counts.
func trendCount(h head, of func(*report.Figures) int) column[trendRow] {
	h.align = right
	return column[trendRow]{h, figured(func(f *report.Figures) cell { return count(of(f)) })}
}

// ofShare is a column with one of the two figures of a share; – where the quarter's report does not have it.
func ofShare(h head, share func(*report.Figures) *report.Share, of func(*report.Share) int) column[trendRow] {
	h.align = right
	return column[trendRow]{h, figured(func(f *report.Figures) cell {
		s := share(f)
		if s == nil {
			return text("–").in(quiet)
		}
		return count(of(s))
	})}
}

func shareCount(s *report.Share) int { return s.Count }
func shareOf(s *report.Share) int    { return s.Of }

// trendIdentity says which quarter it is, and as of when it was reported.
func trendIdentity(b *book) []column[trendRow] {
	return []column[trendRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *trendRow) cell { return count(r.n) }},
		{head{key: "period.title", word: "quarter", width: 8.5, font: strong, align: indented}, func(r *trendRow) cell {
			return text(b.l.Period(r.Period))
		}},
		{head{key: "as_of", word: "as-of", width: 15.4, align: right, wrap: true}, func(r *trendRow) cell {
			if r.Figures == nil {
				return text("? " + b.text("trend.missing", nil))
			}
			return b.moment(&r.Figures.AsOf)
		}},
	}
}

func trendServices() []column[trendRow] {
	return []column[trendRow]{
		trendCount(head{key: "services", word: "services", band: "services", width: 8, font: quiet}, func(f *report.Figures) int { return f.Services }),
		trendCount(head{key: "compliant", word: "compliant", width: 9.4, font: strong}, func(f *report.Figures) int { return f.Compliant }),
		trendCount(head{key: "compliant_with_waivers", word: "compliant-waived", width: 8.6}, func(f *report.Figures) int {
			return f.CompliantWithWaivers
		}),
	}
}

// trendChecks are the counts of checks. What is open is added up by a formula, as everywhere in this workbook.
func trendChecks() []column[trendRow] {
	open := head{key: "open", word: "open", width: 10, font: strong, align: right}
	demonstrated := func(f *report.Figures) *report.Share { return f.Demonstrated }
	return []column[trendRow]{
		trendCount(head{key: "applicable", word: "applicable", band: "checks", width: 9.4, font: quiet}, func(f *report.Figures) int { return f.Applicable }),
		trendCount(head{key: "checks.pass", word: "pass", width: 8}, func(f *report.Figures) int { return f.Checks.Pass }),
		trendCount(head{key: "checks.fail", word: "fail", width: 8.5}, func(f *report.Figures) int { return f.Checks.Fail }),
		trendCount(head{key: "checks.unknown", word: "unknown", width: 10.5}, func(f *report.Figures) int { return f.Checks.Unknown }),
		trendCount(head{key: "checks.waived", word: "waived", width: 9.5}, func(f *report.Figures) int { return f.Checks.Waived }),
		{open, figured(func(f *report.Figures) cell {
			c := count(f.Open)
			c.formula = "{checks.fail}#+{checks.unknown}#"
			return c
		})},
		ofShare(head{key: "demonstrated.count", word: "number", band: "demonstrated", width: 6.6}, demonstrated, shareCount),
		ofShare(head{key: "demonstrated.of", word: "of", width: 6.4, font: quiet}, demonstrated, shareOf),
	}
}

func trendRestores() []column[trendRow] {
	restores := func(f *report.Figures) *report.Share { return f.Restores }
	return []column[trendRow]{
		ofShare(head{key: "restores.count", word: "number", band: "restores", width: 6.6}, restores, shareCount),
		ofShare(head{key: "restores.of", word: "of", width: 6, font: quiet}, restores, shareOf),
	}
}

// trendDanger is what a site that is lost would take along: at the worst campus, and in any scenario.
func trendDanger() []column[trendRow] {
	some := func(h head, of func(*report.Figures) *int) column[trendRow] {
		h.align = right
		return column[trendRow]{h, figured(func(f *report.Figures) cell {
			n := of(f)
			if n == nil {
				return text("–").in(quiet)
			}
			return count(*n)
		})}
	}
	return []column[trendRow]{
		{head{key: "worst_campus.name", word: "campus", band: "worst-campus", width: 12.5, wrap: true, align: indented}, figured(func(f *report.Figures) cell {
			if f.Worst == nil {
				return text("–").in(quiet)
			}
			return text(f.Worst.Name)
		})},
		some(head{key: "worst_campus.lost", word: "outcome-lost", width: 7.4}, func(f *report.Figures) *int {
			if f.Worst == nil {
				return nil
			}
			return &f.Worst.Lost
		}),
		some(head{key: "lost", word: "outcome-lost", band: "any-scenario", width: 7.4}, func(f *report.Figures) *int { return f.Lost }),
		some(head{key: "unproven", word: "outcome-unproven", width: 8.4}, func(f *report.Figures) *int { return f.Unproven }),
	}
}

// trendPromises is what was accepted for a time, and what was promised.
func trendPromises() []column[trendRow] {
	return []column[trendRow]{
		trendCount(head{key: "waivers.in_force", word: "waivers-in-force", band: "decided", width: 8}, func(f *report.Figures) int {
			return f.Waivers[rules.InForce.String()]
		}),
		trendCount(head{key: "commitments.kept", word: "commitments-kept", width: 8}, func(f *report.Figures) int { return f.Commitments[report.Kept] }),
		trendCount(head{key: "commitments.late", word: "commitments-late", width: 8}, func(f *report.Figures) int { return f.Commitments[report.Late] }),
	}
}

// trendSeal says under which rules a quarter was assessed, and by which seal its report is known. That of this report
// comes when all its files are written.
func trendSeal(b *book) []column[trendRow] {
	return []column[trendRow]{
		{head{key: "pack.title", word: "pack", band: "policy", width: 13.6, font: quiet, align: indented, wrap: true}, figured(func(f *report.Figures) cell {
			return text(f.Pack + " " + f.PackVersion)
		})},
		{head{key: "sha256.start", word: "seal", width: 14.4, font: quiet, align: indented}, figured(func(f *report.Figures) cell {
			if f.Seal == "" {
				return text(b.text("trend.this", nil))
			}
			return text(start(f.Seal))
		})},
	}
}

// trendDetail is what lies under the + beside the tiers.
func trendDetail(b *book) []column[trendRow] {
	out := []column[trendRow]{
		{head{key: "others", title: b.text("trend.others", nil), width: 9, align: right, folded: true}, figured(func(f *report.Figures) cell {
			c := count(f.Services - f.Compliant)
			c.formula = "{services}#-{compliant}#"
			return c
		})},
		folded("checks.not_applicable", func(f *report.Figures) int { return f.Checks.NotApplicable }),
		folded("members", func(f *report.Figures) int { return f.Members }),
		folded("sites", func(f *report.Figures) int { return f.Sites }),
		folded("campuses", func(f *report.Figures) int { return f.Campuses }),
	}
	for _, state := range []rules.WaiverState{rules.Expired, rules.Future, rules.TooLong, rules.Idle} {
		out = append(out, folded("waivers."+state.String(), func(f *report.Figures) int { return f.Waivers[state.String()] }))
	}
	for _, state := range []string{report.Undemonstrated, report.StillOpen} {
		out = append(out, folded("commitments."+state, func(f *report.Figures) int { return f.Commitments[state] }))
	}
	return out
}

// folded is a count that is told by its key alone.
func folded(key string, of func(*report.Figures) int) column[trendRow] {
	return trendCount(head{key: key, width: 11, folded: true}, of)
}

// tierCounts are the counts of a tier by quarter, by their keys.
var tierCounts = []struct {
	key string
	of  func(report.TierFigures) int
}{
	{"services", func(f report.TierFigures) int { return f.Services }},
	{"compliant", func(f report.TierFigures) int { return f.Compliant }},
	{"compliant_with_waivers", func(f report.TierFigures) int { return f.CompliantWithWaivers }},
	{"applicable", func(f report.TierFigures) int { return f.Applicable }},
	{"open", func(f report.TierFigures) int { return f.Open }},
	{"checks.pass", func(f report.TierFigures) int { return f.Checks.Pass }},
	{"checks.fail", func(f report.TierFigures) int { return f.Checks.Fail }},
	{"checks.unknown", func(f report.TierFigures) int { return f.Checks.Unknown }},
	{"checks.waived", func(f report.TierFigures) int { return f.Checks.Waived }},
}

// trendTiers has the counts of each tier.
func trendTiers(b *book) []column[trendRow] {
	var out []column[trendRow]
	for _, tier := range b.trendTierNames() {
		for _, c := range tierCounts {
			out = append(out, folded("by_tier."+tier+"."+c.key, func(f *report.Figures) int { return c.of(f.ByTier[tier]) }))
		}
	}
	return out
}

// trendTierNames are today's tiers, then those that only earlier packs had.
func (b *book) trendTierNames() []string {
	tiers := slices.Clone(b.Pack.Tiers)
	for i := range b.Trend {
		if f := b.Trend[i].Figures; f != nil {
			for _, tier := range slices.Sorted(maps.Keys(f.ByTier)) {
				if !slices.Contains(tiers, tier) {
					tiers = append(tiers, tier)
				}
			}
		}
	}
	return tiers
}

// trendKeys are the technical keys.
func trendKeys(b *book) []column[trendRow] {
	return []column[trendRow]{
		{head{key: "label", word: "quarter", width: 12, folded: true}, func(r *trendRow) cell { return text(b.quarterLabel(r)) }},
		{head{key: "worst_campus.scenario", width: 20, folded: true}, figured(func(f *report.Figures) cell {
			if f.Worst == nil {
				return cell{}
			}
			return text(f.Worst.Scenario)
		})},
		{head{key: "sha256", width: 20, folded: true}, figured(func(f *report.Figures) cell { return text(f.Seal) })},
		{head{key: "pack_sha256", width: 20, folded: true}, figured(func(f *report.Figures) cell { return text(f.PackSHA256) })},
		{head{key: "reported", width: 9, folded: true}, func(r *trendRow) cell { return text(answers[r.Figures != nil]) }},
		{head{key: "period", width: 10, folded: true}, func(r *trendRow) cell { return text(r.Period) }},
	}
}
