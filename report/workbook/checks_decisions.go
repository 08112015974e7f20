package workbook

import (
	"fmt"
	"maps"
	"slices"

	"coupefeu/report"
	"coupefeu/report/decision"
	"coupefeu/rules"
	"coupefeu/rules/scenario"
)

// decisionChecks checks what the board is asked to decide as a whole: how many decisions there are, which findings they
// close, and what all of them come to together.
func (b *book) decisionChecks() []checkGroup {
	g, o := b.begin(b.say("decisions"), onDecisions), &b.Outlook
	g.on(onDecisions, onVerdict).listed(b.say("decisions"), "decisions", len(b.Decisions), "decisions")
	if len(b.Decisions) > 0 {
		g.on(onDecisions)
		g.count(b.say("outlook-open"), "outlook.open", o.Open, b.open())
		g.count(b.say("outlook-covered"), "outlook.covered", o.Covered, b.covered())
		g.count(b.say("outlook-left"), "outlook.findings", len(o.Findings), b.open().less(b.covered()).said(b.text("reconciliation.uncovered", args{"sheet": b.sheetName(findingsKey)})))
		g.listed(b.say("outlook-others"), "outlook.left", o.Left, "others")
	}
	together := b.begin(b.say("together"), onDecisions).asDetail()
	together.effects(allTogether, "", "outlook.together", o.Together)
	groups := []checkGroup{g, together}
	for i := range b.Decisions {
		groups = append(groups, b.decisionCheck(i))
	}
	if len(o.Others) > 0 {
		groups = append(groups, b.otherDecisions())
	}
	return groups
}

// decisionCheck checks one decision: whom it is about, which findings it closes, whom it protects, what it changes.
func (b *book) decisionCheck(i int) checkGroup {
	d, path := &b.Decisions[i], fmt.Sprintf("decisions[%d].", i)
	g := b.begin(b.text("reconciliation.decision", args{"decision": d.ID}), onDecisions, onVerdict).asDetail()
	g.item("decisions")
	g.count(b.say("decision-services"), path+"services", len(d.Services), with(servicesKey, "decisions", d.ID))
	g.on().count(b.say("decision-findings"), path+"findings", len(d.Findings), with(findingsKey, "decisions", d.ID))
	if len(d.Waivers) > 0 {
		g.on(onDecisions, onVerdict).count(b.say("waiver"), path+"waivers", len(d.Waivers), with("waivers", "decisions", d.ID))
	}
	g.on(onDecisions)
	for _, part := range slices.Sorted(maps.Keys(d.Parts)) {
		g.count(b.say("part."+part), path+"parts."+part, d.Parts[part], with(servicesKey, "effects", partMark(d.ID, part)))
	}
	better := with(membersKey, "effects", betterMark(d.ID))
	g.count(b.say("protected"), path+"members", d.Members, better)
	for _, kind := range slices.Sorted(maps.Keys(d.MembersByKind)) {
		g.count(b.say("protected")+" · "+kind, path+"members_by_kind."+kind, d.MembersByKind[kind], better.and(condition{key: "kind", text: kind}))
	}
	g.effects(d.ID, "", path+"effects", d.Effects)
	return g
}

// with counts the rows whose cell holds an id among others.
func with(table, key, id string) query {
	return query{plus: []where{{table: table, when: []condition{{key: key, asks: holds, text: unmarked(id)}}}}}
}

// otherDecisions lists the decisions that could be asked for too, each with the services that it is about.
func (b *book) otherDecisions() checkGroup {
	g := b.begin(b.say("outlook-others")).asDetail()
	for i := range b.Outlook.Others {
		o := &b.Outlook.Others[i]
		g.item("others")
		g.count(b.text("reconciliation.decision", args{"decision": o.ID})+" · "+b.say("decision-services"), fmt.Sprintf("outlook.others[%d].services", i), len(o.Services),
			with(servicesKey, "effects", otherMark(o.ID)))
	}
	return g
}

// covered counts the open findings that some decision closes.
func (b *book) covered() query {
	decided := condition{key: "decisions", asks: filled}
	return b.open().and(decided).said(b.text("reconciliation.covered", args{"sheet": b.sheetName(findingsKey)}))
}

// effects checks figures before and after, and what they are out of. After is what is counted today, less the rows that
// the decision takes out of the figure, and those that come into it.
func (g *checkGroup) effects(id, title, path string, effects []decision.Effect) {
	for i := range effects {
		e := &effects[i]
		m, known := measured[e.Measure]
		if !known {
			continue
		}
		name := g.measureWord(e.Measure)
		if title != "" {
			name = title + " · " + name
		}
		today, among := m.today(g.book, id, e), m.among(g.book, id, e)
		at := fmt.Sprintf("%s[%d].", path, i)
		g.count(g.text("reconciliation.before", args{"measure": name}), at+"before", e.Before, today)
		then := today.less(with(m.marked(), "effects", effectMark(id, e.Measure, markGone))).with(with(m.marked(), "effects", effectMark(id, e.Measure, markCome)))
		then.words = g.text("reconciliation.then", args{"today": g.inPlainWords(today), "sheet": g.sheetName(m.marked()), "mark": effectMark(id, e.Measure, "")})
		g.count(g.text("reconciliation.after", args{"measure": name}), at+"after", e.After, then)
		printed := g.sections
		if id == allTogether {
			g.on() // a sentence says what all come to, not of how many
		}
		g.count(g.text("reconciliation.of", args{"measure": name}), at+"of", e.Of, among)
		g.on(printed...)
	}
}

// measureWord says what a measure counts.
func (b *book) measureWord(m decision.Measure) string { return b.say("measure." + string(m)) }

// counting is how the rows of a measure are counted: those of today, and those that they are counted among.
type counting struct {
	table        string // whose rows it counts; empty: services
	own          bool   // it is of one kind of decision alone, whose services are marked
	today, among func(b *book, id string, e *decision.Effect) query
}

// marked is the sheet whose rows are marked.
func (c counting) marked() string {
	if c.table == "" {
		return servicesKey
	}
	return c.table
}

// measured is how each measure is counted. That of outcomes is told by the scenario of the effect.
var measured = map[decision.Measure]counting{
	decision.LostIn:          {today: inScenario(scenario.OutcomeLost), among: allServices},
	decision.UnprovenIn:      {today: inScenario(scenario.OutcomeUnproven), among: allServices},
	decision.LosingIn:        {table: membersKey, today: losingToday, among: allMembers},
	decision.LostAnywhere:    {today: firstOnes(firstLost), among: allServices},
	decision.UnprovenNowhere: {today: firstOnes(firstUnproven), among: allServices},
	decision.RestoresProven:  {table: findingsKey, today: provenToday, among: askedToday},
	decision.StopsTooLong:    {table: findingsKey, today: stoppedToday, among: stoppable},
	decision.CriticalOpen:    {table: findingsKey, today: func(b *book, _ string, _ *decision.Effect) query { return b.openCritical() }, among: allChecks},
	decision.Open:            {table: findingsKey, today: func(b *book, _ string, _ *decision.Effect) query { return b.open() }, among: allChecks},
	decision.OnOneCampus:     ownMeasure,
	decision.Unconfirmed:     ownMeasure,
	decision.Incomplete:      ownMeasure,
}

var ownMeasure = counting{own: true, today: ownMarked(markToday), among: ownMarked(markOf)}

func ownMarked(what string) func(*book, string, *decision.Effect) query {
	return func(_ *book, id string, e *decision.Effect) query {
		return with(servicesKey, "effects", effectMark(id, e.Measure, what))
	}
}

func inScenario(o scenario.Outcome) func(*book, string, *decision.Effect) query {
	return func(_ *book, _ string, e *decision.Effect) query {
		return both(impactKey, "scenario", e.Scenario, "outcome", o.String())
	}
}

func firstOnes(f first) func(*book, string, *decision.Effect) query {
	return func(*book, string, *decision.Effect) query { return only(impactKey, "first", f.String()) }
}

func losingToday(b *book, _ string, e *decision.Effect) query { return b.membersLosing(e.Scenario) }

func allServices(*book, string, *decision.Effect) query { return every(servicesKey, "service") }
func allMembers(*book, string, *decision.Effect) query  { return every(membersKey, "member") }
func allChecks(b *book, _ string, _ *decision.Effect) query {
	return b.applicable()
}

// provenToday counts the services whose restore is proven, by the rule that asks for it.
func provenToday(b *book, _ string, _ *decision.Effect) query {
	return both(findingsKey, "rule", b.firstRule("restore_test.age"), "status", rules.Pass.String())
}

func askedToday(b *book, _ string, _ *decision.Effect) query {
	return b.applicableTo(b.firstRule("restore_test.age"))
}

// stoppedToday counts the services whose interruption is too long, or may be.
func stoppedToday(b *book, _ string, _ *decision.Effect) query {
	return b.openUnder(b.firstRule("scenario.interruption"))
}

func stoppable(b *book, _ string, _ *decision.Effect) query {
	return b.applicableTo(b.firstRule("scenario.interruption"))
}

// firstRule is the id of the first rule with a metric; empty without one.
func (b *book) firstRule(metric string) string {
	for i := range b.Rules {
		if b.Rules[i].Metric == metric {
			return b.Rules[i].ID
		}
	}
	return ""
}

// openUnder counts the open findings of a rule.
func (b *book) openUnder(rule string) query {
	return both(findingsKey, "rule", rule, "status", rules.Fail.String()).with(both(findingsKey, "rule", rule, "status", rules.Unknown.String()))
}

// applicableTo counts the services that a rule applies to.
func (b *book) applicableTo(rule string) query {
	q := both(findingsKey, "rule", rule).less(both(findingsKey, "rule", rule, "status", rules.NotApplicable.String()))
	return q.said(b.text("reconciliation.asked", args{"sheet": b.sheetName(findingsKey), "rule": rule}))
}

// openCritical counts the open findings that are critical.
func (b *book) openCritical() query {
	q := b.open().and(condition{key: "severity", text: rules.Critical.String()})
	return q.said(b.text("reconciliation.critical", args{"sheet": b.sheetName(findingsKey)}))
}

// cameIn tells whether a service came into the scope since the quarter before; "" without one.
func (b *book) cameIn(s *report.Service) string {
	if b.Changes == nil {
		return ""
	}
	return answers[slices.Contains(b.Changes.ServicesIn, s.ID)]
}
