package workbook

import (
	"slices"
	"strconv"
	"strings"

	"coupefeu/report"
	"coupefeu/rules/scenario"
)

// impactSheet is one row per scenario and service that it does something to: what becomes of it, how long it stops, what
// it loses, because of what, and whether its targets hold.
var impactSheet = sheet{key: impactKey, rows: impactRows, table: impactTable}

const impactKey = "impact"

// effects is the table while it is made: the words that its rows repeat, looked up once.
type effects struct {
	*book
	names, kinds []string // of the scenarios
	outcomes     [scenario.OutcomeUnaffected + 1]string
	own          [scenario.Wait + 1]string
	met          [scenario.Missed + 1]string
	tiers        map[string]string
	yes, no      cell
	open         cell // what is not known
	never, all   cell // what has no end
	asked        impactRow
	steps        []string // of the row that was asked for last
}

func newEffects(b *book) *effects {
	yes, no := true, false
	e := &effects{book: b, tiers: map[string]string{}, yes: b.answer(&yes), no: b.answer(&no), open: b.unknown(),
		never: text(b.text("impact.endless", nil)), all: text(b.shared("simulate.everything", nil))}
	for i := range b.Scenarios {
		e.names = append(e.names, b.scenarioName(&b.Scenarios[i]))
		e.kinds = append(e.kinds, b.kindWord(b.Scenarios[i].Kind))
	}
	for o := scenario.OutcomeLost; o <= scenario.OutcomeUnaffected; o++ {
		e.outcomes[o] = b.effectWord(o)
	}
	for m := scenario.None; m <= scenario.Wait; m++ {
		e.own[m] = b.mechanismWord(m)
	}
	for m, status := range map[scenario.Met]string{scenario.Kept: "pass", scenario.Missed: "fail", scenario.Undecided: "unknown"} {
		e.met[m] = b.shared("words.symbol."+status, nil) + " " + b.text("impact."+status, nil)
	}
	for _, tier := range b.Pack.Tiers {
		e.tiers[tier] = b.tierWord(tier)
	}
	return e
}

// effectWord is an outcome with its symbol first. Only what is lost and what is not proven has one, as in the PDF.
func (b *book) effectWord(o scenario.Outcome) string {
	word := b.shared("words.outcome."+o.String(), nil)
	switch o {
	case scenario.OutcomeLost:
		return b.shared("words.symbol.fail", nil) + " " + word
	case scenario.OutcomeUnproven:
		return b.shared("words.symbol.unknown", nil) + " " + word
	}
	return word
}

// mechanismWord is what a service comes to on its own. What loses no instance is not affected itself.
func (b *book) mechanismWord(m scenario.Mechanism) string {
	if m == scenario.None {
		return b.shared("words.outcome.unaffected", nil)
	}
	return b.shared("words.outcome."+m.String(), nil)
}

func impactTable(b *book) *table {
	e := newEffects(b)
	t := tabulate(impactKey, b.impacts().rows, slices.Concat(e.identity(), e.interruption(), e.loss(), e.cause(), e.keys()))
	t.identity = 4
	t.sentence = b.text("impact.sentence", args{"n": t.rows, "scenarios": len(b.Scenarios)})
	t.formats = slices.Concat(verdicts("outcome.title", ""), verdicts("rto_met.title", "interruption.low interruption.high"),
		verdicts("rpo_met.title", "data_loss.low data_loss.high"), []rule{
			{"outcome.title", `${outcome}#="` + scenario.OutcomeStranded.String() + `"`, failedText},
			{"unprotected.title", `${unprotected}#="yes"`, failedText},
			{"unprotected.title", `${unprotected}#="no"`, nought},
			{"interruption.low", `{interruption.low}#="` + e.never.text + `"`, failedText}, {"data_loss.low", `{data_loss.low}#="` + e.all.text + `"`, failedText},
			{"interruption.low", "{interruption.low}#=0", nought}, {"data_loss.low", "{data_loss.low}#=0", nought},
			b.unknowns("interruption.low data_loss.low"),
		})
	t.yields = []yielding{{"because.title", 24}, {"service.name", 20}, {"kind.title", 14}, {"scenario.name", 14}}
	return t
}

// service is the service that a row is about.
func (e *effects) service(r *impactRow) *report.Service { return &e.Services[e.affected(r).Service] }

func (e *effects) identity() []column[impactRow] {
	return []column[impactRow]{
		{head{key: "n", word: "n", band: "identity", width: 6, font: quiet, align: right}, func(r *impactRow) cell { return count(int(r.n)) }},
		{head{key: "scenario.name", word: "scenario", width: 17, align: indented, wrap: true}, func(r *impactRow) cell {
			return text(e.names[r.scenario])
		}},
		{head{key: "kind.title", word: "kind", width: 20.4, font: quiet, wrap: true}, func(r *impactRow) cell { return text(e.kinds[r.scenario]) }},
		{head{key: "service.name", word: "service", width: 25.2, font: strong, wrap: true}, func(r *impactRow) cell { return text(e.service(r).Name) }},
		{head{key: "service.tier.title", word: "tier", width: 9, font: quiet, wrap: true}, func(r *impactRow) cell {
			return text(e.tiers[e.service(r).Tier])
		}},
		{head{key: "outcome.title", word: "effect", band: "effect", width: 19, align: indented, wrap: true}, func(r *impactRow) cell {
			return text(e.outcomes[e.affected(r).Outcome])
		}},
		{head{key: "own.title", word: "own", width: e.ownWidth(), font: quiet, wrap: true}, func(r *impactRow) cell { return text(e.own[e.affected(r).Own]) }},
	}
}

func (e *effects) interruption() []column[impactRow] {
	return []column[impactRow]{
		{head{key: "rto", word: "rto", band: "stop", width: 8.8, font: quiet, align: right}, func(r *impactRow) cell {
			return e.target(e.service(r).RTO)
		}},
		{head{key: "interruption.low", word: "stop", width: 10, align: right, wrap: true}, func(r *impactRow) cell {
			return e.least(e.affected(r).Interruption, e.never)
		}},
		{head{key: "interruption.high", word: "measured-high", width: 7.6, align: right}, func(r *impactRow) cell {
			return e.most(e.affected(r).Interruption)
		}},
		{head{key: "rto_met.title", word: "rto-met", width: e.metWidth(), align: indented, wrap: true}, func(r *impactRow) cell {
			return e.kept(e.affected(r).RTO, e.service(r).RTO)
		}},
	}
}

func (e *effects) loss() []column[impactRow] {
	return []column[impactRow]{
		{head{key: "rpo", word: "rpo", band: "loss", width: 8.8, font: quiet, align: right}, func(r *impactRow) cell {
			return e.target(e.service(r).RPO)
		}},
		{head{key: "data_loss.low", word: "loss", width: 10, align: right, wrap: true}, func(r *impactRow) cell {
			return e.least(e.affected(r).DataLoss, e.all)
		}},
		{head{key: "data_loss.high", word: "measured-high", width: 7.6, align: right}, func(r *impactRow) cell {
			return e.most(e.affected(r).DataLoss)
		}},
		{head{key: "rpo_met.title", word: "rpo-met", width: e.metWidth(), align: indented, wrap: true}, func(r *impactRow) cell {
			return e.kept(e.affected(r).RPO, e.service(r).RPO)
		}},
	}
}

// least is the least that a length of time can be, or the word for one that is not known or has no end.
func (e *effects) least(span scenario.Bounds, endless cell) cell {
	switch {
	case span.Endless():
		return endless
	case span.Low <= 0 && span.Open():
		return e.open
	}
	return cell{kind: figure, number: span.Low / unitSeconds[hours], format: e.format.hours}
}

// most is the most that it can be, where that is more than the least.
func (e *effects) most(span scenario.Bounds) cell {
	switch {
	case span.Low == span.High || span.Low <= 0 && span.Open():
		return cell{}
	case span.Open():
		return text("∞")
	}
	return cell{kind: figure, number: span.High / unitSeconds[hours], format: e.format.hours}
}

// ownWidth is that of the column of mechanisms, none of whose words may break.
func (e *effects) ownWidth() float64 {
	return fit(15.2, quiet, left, strings.Fields(strings.Join(e.own[:], " "))...)
}

// metWidth is that of a column of verdicts on a target, none of whose words may break.
func (e *effects) metWidth() float64 {
	return fit(11, strong, indented, strings.Fields(strings.Join(e.met[:], " "))...)
}

// kept says whether a target is kept; – where none is set.
func (e *effects) kept(met scenario.Met, target *float64) cell {
	if met == scenario.Undecided && target == nil {
		return text("–")
	}
	return text(e.met[met])
}

func (e *effects) cause() []column[impactRow] {
	return []column[impactRow]{
		{head{key: "because.title", word: "because", band: "cause", width: 29, align: indented, wrap: true}, func(r *impactRow) cell {
			return text(e.because(r))
		}},
		{head{key: "unprotected.title", word: "unprotected", width: 9.5, wrap: true}, func(r *impactRow) cell {
			if e.affected(r).Unprotected {
				return e.yes
			}
			return e.no
		}},
	}
}

// chain is the ids of the services from a row's, itself left out, to the cause. Two columns ask for it.
func (e *effects) chain(r *impactRow) []string {
	if *r != e.asked {
		e.asked, e.steps = *r, e.Scenarios[r.scenario].Because(e.affected(r))
	}
	return e.steps
}

// mostSteps is how many services of a chain are named, besides its cause; the others are counted. The key column has
// all of them.
const mostSteps = 5

// because is the chain from the service, itself left out, to the cause.
func (e *effects) because(r *impactRow) string {
	chain := e.chain(r)
	var steps []string
	for i, id := range chain {
		switch last := i == len(chain)-1; {
		case i < mostSteps || last:
			steps = append(steps, e.serviceName(id))
		case i == mostSteps:
			steps = append(steps, "+ "+strconv.Itoa(len(chain)-1-i))
		}
	}
	return strings.Join(steps, " → ")
}

// keys lie under the +. Scenario and service lead to their rows, where there are links for all. Yes and no of a target
// are empty where the bounds leave it open, or none is set.
func (e *effects) keys() []column[impactRow] {
	key := func(key string, width float64, of func(*impactRow) string) column[impactRow] {
		return column[impactRow]{head{key: key, width: width, folded: true}, func(r *impactRow) cell { return text(of(r)) }}
	}
	leads := len(e.impacts().rows) <= wrapRows
	leading := func(key string, id, place func(*impactRow) string) column[impactRow] {
		return column[impactRow]{head{key: key, width: 20, folded: true}, func(r *impactRow) cell {
			if !leads {
				return text(id(r))
			}
			return text(id(r)).toward(place(r))
		}}
	}
	met := [...]string{scenario.Undecided: "", scenario.Kept: "yes", scenario.Missed: "no"}
	return []column[impactRow]{
		leading("scenario", func(r *impactRow) string { return e.Scenarios[r.scenario].ID },
			func(r *impactRow) string { return e.table(scenariosKey).place(int(r.scenario)) }),
		leading("service", func(r *impactRow) string { return e.service(r).ID },
			func(r *impactRow) string { return e.serviceRow(e.service(r).ID) }),
		key("tier", 10, func(r *impactRow) string { return e.service(r).Tier }),
		key("outcome", 10, func(r *impactRow) string { return e.affected(r).Outcome.String() }),
		key("own", 10, func(r *impactRow) string { return e.affected(r).Own.String() }),
		key("interrupted", 10, func(r *impactRow) string { return answers[e.affected(r).Interruption.High > 0] }),
		key("because", 20, func(r *impactRow) string {
			return listed(e.chain(r))
		}),
		key("rto_met", 9, func(r *impactRow) string { return met[e.affected(r).RTO] }),
		key("rpo_met", 9, func(r *impactRow) string { return met[e.affected(r).RPO] }),
		key("unprotected", 11, func(r *impactRow) string { return answers[e.affected(r).Unprotected] }),
		key("first", 10, func(r *impactRow) string { return r.first.String() }),
		key("first_campus", 12, func(r *impactRow) string { return r.firstCampus.String() }),
	}
}
