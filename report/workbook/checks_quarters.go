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
	return query{plus: []where{{table: trendKey, sum: column, keys: []string{"period"}, values: []string{period}}}}
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

// changeChecks checks what opened and closed since last quarter: each cause, what it is mostly made of, and that it all
// adds up.
func (b *book) changeChecks() checkGroup {
	g, c := b.begin(b.say("quarter"), onQuarter), b.Changes
	if c == nil {
		return g
	}
	before := b.Previous.Period
	g.count(b.say("opening"), "changes.opening", c.Opening, b.openIn(before))
	g.count(b.say("opening-checks"), "changes.opening_checks", c.OpeningChecks, cellIn(before, "applicable"))
	for _, cause := range report.Causes {
		key := string(cause)
		title := b.text("reconciliation.cause", args{"cause": b.shared("words.cause."+key, nil)})
		g.count(title, "changes.by_cause."+key, c.ByCause[cause], only(changesKey, "cause", key))
		for _, rule := range slices.Sorted(maps.Keys(c.ByRule[cause])) {
			g.count(title+" · "+b.ruleTitle(rule), "changes.by_rule."+key+"."+rule, c.ByRule[cause][rule], both(changesKey, "cause", key, "rule", rule))
		}
	}
	g.count(b.say("closing"), "changes.closing", c.Closing, b.open())
	g.count(b.say("closing-checks"), "changes.closing_checks", c.ClosingChecks, b.applicable())
	g.count(b.say("adds-up"), "changes.closing", c.Closing, b.addedUp())
	g.count(b.say("services-in"), "changes.services_in", len(c.ServicesIn), only(servicesKey, "new", "yes"))
	g.count(b.say("services-out"), "changes.services_out", len(c.ServicesOut), b.servicesOut())
	g.count(b.say("rules-changed"), "changes.rules", len(c.Rules), every("rules", "change.kind"))
	return g
}

// addedUp is the opening and all that moved since.
func (b *book) addedUp() query {
	q := b.openIn(b.Previous.Period)
	q.plus = append(q.plus, total(changesKey, "effect").plus...)
	q.words = b.text("reconciliation.moved", args{"trend": b.sheetName(trendKey), "sheet": b.sheetName(changesKey)})
	return q
}

// servicesOut is how many services were there and are not: those of then, with those that came, less those of today.
func (b *book) servicesOut() query {
	q := cellIn(b.Previous.Period, "services")
	q.plus = append(q.plus, only(servicesKey, "new", "yes").plus...)
	q.minus = every(servicesKey, "service").plus
	q.words = b.text("reconciliation.gone", args{"trend": b.sheetName(trendKey), "sheet": b.sheetName(servicesKey)})
	return q
}

// trendChecks checks the quarters: those of earlier ones within their own rows, by tier and by status; this one's also
// with the rows of the other sheets.
func (b *book) trendChecks() checkGroup {
	g := b.begin(b.say("trend"), onQuarter)
	for i := range b.Trend {
		if f := b.Trend[i].Figures; f != nil {
			g.quarter(i, f)
		}
	}
	if p := b.Highlights.Progress; p != nil {
		g.section = onVerdict
		for _, s := range []struct {
			key, column string
			step        *report.Step
		}{{"lost", "worst_campus.lost", p.Lost}, {"compliant", "compliant", p.Compliant}, {"restores", "restores.count", p.Restores},
			{"demonstrated", "demonstrated.count", p.Demonstrated}, {"open", "open", p.Open}} {
			if s.step != nil {
				q := cellIn(b.Period.ID, s.column)
				q.minus = cellIn(p.Period, s.column).plus
				q.words = b.text("reconciliation.moved-by", args{"sheet": b.sheetName(trendKey), "column": s.column, "now": b.Period.ID, "before": p.Period})
				g.count(b.text("reconciliation.change-of", args{"figure": b.say("trend-" + s.key)}), inHighlights+"progress."+s.key+".change", s.step.Change, q)
			}
		}
	}
	return g
}

// quarter checks the figures of one quarter that the board's PDF follows.
func (g *checkGroup) quarter(place int, f *report.Figures) {
	period, path := g.Trend[place].Period, fmt.Sprintf("trend[%d].figures.", place)
	add := func(key, path string, n int, q query) {
		g.count(g.l.Period(period)+" · "+g.say("trend-"+key), path, n, q)
	}
	add("services", path+"services", f.Services, g.sumIn(period, g.tierColumns(f, "services")...))
	add("compliant", path+"compliant", f.Compliant, g.sumIn(period, g.tierColumns(f, "compliant")...))
	add("applicable", path+"applicable", f.Applicable, g.sumIn(period, "checks.pass", "checks.fail", "checks.unknown", "checks.waived"))
	add("open", path+"open", f.Open, g.sumIn(period, g.tierColumns(f, "open")...))
	if f.Demonstrated != nil {
		add("demonstrated", path+"demonstrated.count", f.Demonstrated.Count, g.sumIn(period, "demonstrated.count"))
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
		g.count(g.l.Period(g.Period.ID)+" · "+g.say("trend-"+key), path, n, q)
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
func (b *book) commitmentChecks() checkGroup {
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
	return g
}
