package workbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"coupefeu/report"
)

// cellIn refers to the figure of one quarter in a column of the trend.
func cellIn(period, column string) query {
	return query{plus: []where{{table: trendKey, sum: column, when: []condition{{key: "period", text: period}}}}}
}

// sumIn adds several columns of one quarter up.
func (b *book) sumIn(period string, columns ...string) query {
	var q query
	for _, column := range columns {
		q.plus = append(q.plus, cellIn(period, column).plus...)
	}
	if len(columns) > 1 {
		q.words = b.text("reconciliation.columns", args{"sheet": b.sheetName(trendKey), "columns": strings.Join(columns, " + "), "period": period})
	}
	return q
}

// openIn refers to the open findings of a quarter.
func (b *book) openIn(period string) query { return cellIn(period, "open") }

// changeChecks checks what opened and closed since last quarter: each cause and that it all adds up, then what each
// cause is made of.
func (b *book) changeChecks() []checkGroup {
	g, c := b.begin(b.say("quarter"), onQuarter), b.Changes
	if c == nil {
		return nil
	}
	before := b.Previous.Period
	g.count(b.say("opening"), "changes.opening", c.Opening, b.openIn(before))
	g.count(b.say("opening-checks"), "changes.opening_checks", c.OpeningChecks, cellIn(before, "applicable"))
	parts := b.begin(b.say("causes"), onQuarter).asDetail()
	for _, cause := range report.Causes {
		key := string(cause)
		title := b.text("reconciliation.cause", args{"cause": b.shared("words.cause."+key, nil)})
		g.count(title, "changes.by_cause."+key, c.ByCause[cause], only(changesKey, "cause", key))
		most := slices.Max(append(slices.Collect(maps.Values(c.ByRule[cause])), 0))
		for _, rule := range slices.Sorted(maps.Keys(c.ByRule[cause])) {
			parts.on()
			if c.ByRule[cause][rule] == most {
				parts.on(onQuarter) // what a cause counts most of is named
			}
			parts.count(title+" · "+b.ruleTitle(rule), "changes.by_rule."+key+"."+rule, c.ByRule[cause][rule], both(changesKey, "cause", key, "rule", rule))
		}
	}
	g.count(b.say("closing"), "changes.closing", c.Closing, b.open())
	g.count(b.say("closing-checks"), "changes.closing_checks", c.ClosingChecks, b.applicable())
	g.count(b.say("adds-up"), "changes.closing", c.Closing, b.addedUp())
	g.count(b.say("services-in"), "changes.services_in", len(c.ServicesIn), only(servicesKey, "new", "yes"))
	g.count(b.say("services-out"), "changes.services_out", len(c.ServicesOut), b.servicesOut())
	g.count(b.say("rules-changed"), "changes.rules", len(c.Rules), every("rules", "change.kind"))
	return []checkGroup{g, parts}
}

// addedUp is the opening and all that moved since.
func (b *book) addedUp() query {
	q := b.openIn(b.Previous.Period).with(total(changesKey, "effect"))
	q.words = b.text("reconciliation.moved", args{"trend": b.sheetName(trendKey), "sheet": b.sheetName(changesKey)})
	return q
}

// servicesOut is how many services were there and are not: those of then, with those that came, less those of today.
func (b *book) servicesOut() query {
	q := cellIn(b.Previous.Period, "services").with(only(servicesKey, "new", "yes")).less(every(servicesKey, "service"))
	q.words = b.text("reconciliation.gone", args{"trend": b.sheetName(trendKey), "sheet": b.sheetName(servicesKey)})
	return q
}

// trendChecks checks how the figures that open the board's PDF moved, then the quarters: those of earlier ones within
// their own rows, by tier and by status; this one's also with the rows of the other sheets.
func (b *book) trendChecks() []checkGroup {
	groups := b.progressChecks()
	for i := range b.Trend {
		if f := b.Trend[i].Figures; f != nil {
			g := b.begin(b.text("reconciliation.quarter-of", args{"quarter": b.l.Period(b.Trend[i].Period)}), onQuarter).asDetail()
			g.quarter(i, f)
			groups = append(groups, g)
		}
	}
	return groups
}

// progressChecks checks each figure now and in the quarter before, what both are counted among, and the change.
func (b *book) progressChecks() []checkGroup {
	g, p := b.begin(b.say("trend"), onVerdict), b.Highlights.Progress
	if p == nil {
		return nil
	}
	for _, s := range []struct {
		key, column, among string
		step               *report.Step
	}{
		{"lost", "worst_campus.lost", "services", p.Lost}, {"compliant", "compliant", "services", p.Compliant},
		{"restores", "restores.count", "restores.of", p.Restores}, {"demonstrated", "demonstrated.count", "demonstrated.of", p.Demonstrated},
		{"open", "open", "applicable", p.Open},
	} {
		if s.step != nil {
			g.step(s.key, "progress."+s.key, [2]string{s.column, s.among}, s.step)
		}
	}
	byTier := b.begin(b.say("trend")+" · "+b.say("trend-open"), onVerdict).asDetail()
	for _, tier := range b.Pack.Tiers {
		if step, there := p.OpenByTier[tier]; there {
			column := "by_tier." + tier + "."
			byTier.step("open", "progress.open_by_tier."+tier, [2]string{column + "open", column + "applicable"}, &step)
		}
	}
	return []checkGroup{g, byTier}
}

// step checks a figure in two quarters: columns of the trend, of the figure and of what it is counted among.
func (g *checkGroup) step(key, path string, columns [2]string, s *report.Step) {
	title, p := g.say("trend-"+key), g.Highlights.Progress
	if tier, of := strings.CutPrefix(path, "progress.open_by_tier."); of {
		title += " · " + g.tierWord(tier)
	}
	add := func(period, side string, share report.Share) {
		named := title + " · " + g.l.Period(period)
		g.count(named, inHighlights+path+"."+side+".count", share.Count, cellIn(period, columns[0]))
		g.count(g.text("reconciliation.of", args{"measure": named}), inHighlights+path+"."+side+".of", share.Of, cellIn(period, columns[1]))
	}
	add(p.Period, "before", s.Before)
	add(g.Period.ID, "now", s.Now)
	moved := cellIn(g.Period.ID, columns[0]).less(cellIn(p.Period, columns[0]))
	moved.words = g.text("reconciliation.moved-by", args{"sheet": g.sheetName(trendKey), "column": columns[0], "now": g.Period.ID, "before": p.Period})
	g.count(g.text("reconciliation.change-of", args{"figure": title}), inHighlights+path+".change", s.Change, moved)
}

// quarter checks the figures of one quarter that the board's PDF follows.
func (g *checkGroup) quarter(place int, f *report.Figures) {
	period, path := g.Trend[place].Period, fmt.Sprintf("trend[%d].figures.", place)
	add := func(key, path string, n int, q query) {
		g.count(g.say("trend-"+key), path, n, q)
	}
	add("services", path+"services", f.Services, g.sumIn(period, g.tierColumns(f, "services")...))
	add("compliant", path+"compliant", f.Compliant, g.sumIn(period, g.tierColumns(f, "compliant")...))
	add("applicable", path+"applicable", f.Applicable, g.sumIn(period, "checks.pass", "checks.fail", "checks.unknown", "checks.waived"))
	add("open", path+"open", f.Open, g.sumIn(period, g.tierColumns(f, "open")...))
	if f.Demonstrated != nil {
		printed := g.sections
		g.on()
		add("demonstrated", path+"demonstrated.count", f.Demonstrated.Count, g.sumIn(period, "demonstrated.count"))
		g.on(printed...)
	}
	if f.Restores != nil {
		add("restores", path+"restores.count", f.Restores.Count, g.sumIn(period, "restores.count"))
		add("restores-of", path+"restores.of", f.Restores.Of, g.sumIn(period, "restores.of"))
	}
	if f.Worst != nil {
		add("lost", path+"worst_campus.lost", f.Worst.Lost, g.sumIn(period, "worst_campus.lost"))
	}
	if place == len(g.Trend)-1 {
		g.thisQuarter(f, path)
	}
}

// tierColumns are those of a count of each tier, or that of the whole in a report that does not tell tiers apart.
func (b *book) tierColumns(f *report.Figures, count string) []string {
	var out []string
	for _, tier := range b.trendTierNames() {
		if _, there := f.ByTier[tier]; there {
			out = append(out, "by_tier."+tier+"."+count)
		}
	}
	if len(out) == 0 {
		return []string{count}
	}
	return out
}

// thisQuarter checks the last quarter against what the other sheets hold of it.
func (g *checkGroup) thisQuarter(f *report.Figures, path string) {
	add := func(key, path string, n int, q query) {
		g.count(g.say("trend-"+key), path, n, q)
	}
	add("services", path+"services", f.Services, every(servicesKey, "service"))
	add("compliant", path+"compliant", f.Compliant, only(servicesKey, "compliance", report.Compliant))
	add("applicable", path+"applicable", f.Applicable, g.applicable())
	add("open", path+"open", f.Open, g.open())
	if f.Worst != nil {
		add("lost", path+"worst_campus.lost", f.Worst.Lost, both(impactKey, "scenario", f.Worst.Scenario, "outcome", "lost"))
	}
}

// commitmentChecks checks the promises by what became of them.
func (b *book) commitmentChecks() []checkGroup {
	g, c := b.begin(b.say("commitments"), onQuarter), b.Highlights.Commitments
	path := inHighlights + "commitments."
	g.count(b.say("commitment"), path+"all", c.All, only(changesKey, "kind", aCommitment))
	for _, s := range []struct {
		state string
		n     int
	}{{report.Kept, c.Kept}, {report.Undemonstrated, c.Undemonstrated}, {report.Late, c.Late}, {report.StillOpen, c.Open}} {
		title := b.text("reconciliation.commitment-state", args{"state": b.shared("words.commitment."+s.state, nil)})
		g.count(title, path+s.state, s.n, both(changesKey, "kind", aCommitment, "now", s.state))
	}
	g.count(b.say("unreported"), path+"unreported", c.Unreported, both(changesKey, "kind", aCommitment, "now", report.Kept, "reported_done", "no"))
	return []checkGroup{g}
}
