package workbook

import (
	"cmp"
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/rules/scenario"
)

// testsAs lists the decisive tests, each as a function words it.
func testsAs(word func(*book, *report.RestoreTest) string) func(*book, *findingRow) string {
	return func(b *book, r *findingRow) string {
		return b.tested(r, func(t *report.RestoreTest) string { return word(b, t) })
	}
}

// tested lists the decisive tests that the figure rests on, each as a function words it. A data set without one leaves
// the service's own line in its place.
func (b *book) tested(r *findingRow, word func(*report.RestoreTest) string) string {
	var items []string
	untested := false
	for _, p := range r.Provenance {
		if test := b.testAt(p.File, p.Line); test != nil {
			items = append(items, b.text("recipe.test", args{"on": b.l.ShortDate(test.Date), "what": word(test)}))
		}
		untested = untested || p.File == r.service.File && p.Line == r.service.Line
	}
	if untested && len(items) > 0 {
		items = append(items, b.text("recipe.untested", nil))
	}
	return b.enumerated(items, ", ")
}

// testAt is the restore test that stands at a line; nil where there is another thing.
func (b *book) testAt(file string, line int32) *report.RestoreTest {
	if i, known := b.testRow(file, line); known {
		return &b.RestoreTests[i]
	}
	return nil
}

// testOutcome, testDuration and testLoss are what the journal says of a test.
func (b *book) testOutcome(t *report.RestoreTest) string {
	return b.shared("words.test."+t.Outcome, nil)
}

func (b *book) testDuration(t *report.RestoreTest) string {
	return b.testOutcome(t) + ", " + b.amount(t.Duration, hours)
}

func (b *book) testLoss(t *report.RestoreTest) string {
	return b.testOutcome(t) + ", " + b.amount(t.DataLoss, hours)
}

// outdatedRecipe sets the tests beside the service's last change.
func outdatedRecipe(b *book, r *findingRow) args {
	changed := b.text("recipe.ungiven", nil)
	if r.service.Changed != nil {
		changed = b.l.ShortDate(*r.service.Changed)
	}
	return args{"of": b.tested(r, b.testOutcome), "changed": changed}
}

// weakerRecipe lists the services that this one rests on with their tiers.
func weakerRecipe(b *book, r *findingRow) args {
	var items []string
	for _, id := range slices.Concat(r.service.DependsOn, r.service.StoresIn) {
		in := b.text("recipe.in", args{"name": b.serviceName(id), "in": b.tierOf(b.service(id))})
		if !slices.Contains(items, in) {
			items = append(items, in)
		}
	}
	return args{"of": b.enumerated(items, ", "), "tier": b.tierWord(r.service.Tier)}
}

// recordFields are what a record is asked for; the last only of services that hold data.
var recordFields = []string{"owner", "description", "rto", "members", "rpo"}

// recordOf says of each field of the record whether it is there.
func recordOf(b *book, r *findingRow) string {
	var items, missing []string
	if r.Reason.Facts != nil {
		missing = r.Reason.Facts.Names
	}
	for _, field := range recordFields {
		if field == "rpo" && !r.service.Stateful {
			continue
		}
		items = append(items, item(b.shared("words.field."+field, nil), b.given(!slices.Contains(missing, field))))
	}
	return b.enumerated(items, ", ")
}

// given is yes or no.
func (b *book) given(yes bool) string { return b.answer(&yes).text }

// blow is what one scenario does to a service, and how bad that is, by which the worst come first.
type blow struct {
	said  string
	worst scenario.Bounds
}

// scenariosAs lists what the scenarios of the rule's kinds do to the service, where it counts, as the sheet of effects
// has it.
func scenariosAs(word func(*book, *scenario.Affected) blow) func(*book, *findingRow) args {
	return func(b *book, r *findingRow) args {
		var blows []blow
		n := 0
		for i := range b.Scenarios {
			s := &b.Scenarios[i]
			if !slices.Contains(r.rule.Scenarios, s.Kind) {
				continue
			}
			n++
			if x := b.struckBy(s, r.ServiceIndex, word); x.said != "" {
				blows = append(blows, x)
			}
		}
		slices.SortStableFunc(blows, func(x, y blow) int {
			return cmp.Or(cmp.Compare(y.worst.High, x.worst.High), cmp.Compare(y.worst.Low, x.worst.Low))
		})
		items := make([]string, len(blows))
		for i := range blows {
			items[i] = blows[i].said
		}
		return args{"n": n, "kinds": b.kindsOf(r.rule), "sheet": b.sheetName(impactKey), "of": b.enumerated(items, " · ")}
	}
}

// kindsOf are the kinds of scenario that a rule looks at, in words.
func (b *book) kindsOf(r *report.Rule) string {
	words := make([]string, len(r.Scenarios))
	for i, kind := range r.Scenarios {
		words[i] = b.shared("words.scenario."+kind, nil)
	}
	return strings.Join(words, ", ")
}

// struckBy is what one scenario does to a service; empty where that is nothing.
func (b *book) struckBy(s *report.Scenario, service int32, word func(*book, *scenario.Affected) blow) blow {
	at, listed := slices.BinarySearchFunc(s.Services, service, func(a scenario.Affected, index int32) int { return int(a.Service - index) })
	if !listed {
		return blow{}
	}
	x := word(b, &s.Services[at])
	if x.said != "" {
		x.said = b.text("recipe.played", args{"scenario": b.words.Scenario(s), "what": x.said})
	}
	return x
}

// outcomeIn is an outcome that is counted: data that are lost, or may be.
func outcomeIn(b *book, a *scenario.Affected) blow {
	worst := scenario.Bounds{High: 1}
	switch a.Outcome {
	case scenario.OutcomeLost:
		worst.Low = 1
	case scenario.OutcomeUnproven:
	default:
		return blow{}
	}
	return blow{b.shared("words.outcome."+a.Outcome.String(), nil), worst}
}

// interruptionIn and lossIn are how long a service is down and what it loses.
func interruptionIn(b *book, a *scenario.Affected) blow {
	return blow{b.stretch(a.Interruption, b.text("impact.endless", nil)), a.Interruption}
}

func lossIn(b *book, a *scenario.Affected) blow {
	return blow{b.stretch(a.DataLoss, b.shared("words.outcome.lost", nil)), a.DataLoss}
}

// stretch is a length of time in hours; empty for none at all.
func (b *book) stretch(x scenario.Bounds, endless string) string {
	switch {
	case x.Endless():
		return endless
	case x.High == 0:
		return ""
	case x.Low == x.High:
		return b.amount(&x.Low, hours)
	case x.Low == 0 && x.Open():
		return b.unknown().text
	case x.Open():
		return b.shared("units.bounds.at_least", args{"low": b.amount(&x.Low, hours)})
	}
	return b.shared("units.bounds.between", args{"low": b.amount(&x.Low, hours), "high": b.amount(&x.High, hours)})
}
