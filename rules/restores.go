package rules

import (
	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
)

// untested is when there is no figure, in words: it is the same for all four.
const untested = "a data set was never tested, or its newest decisive test failed"

// A backup that was never restored is a hope. A test that failed takes back what an older one had shown.
var restoreTestAge = Metric{
	Name: "restore_test.age", Unit: Seconds, OfData: true, TakesDepth: true, BasisKind: RestsOnTests, worst: greatest,
	Summary:    "How long ago recovery was last shown to work.",
	Definition: "Per data set, as-of minus the date of its newest decisive restore test, if that passed; the greatest counts.",
	NoneWhen:   untested,
	perSet: func(s *subject, set *dataSet) part {
		return tested(s, set, func(test *inventory.RestoreTest) part {
			return exactly(recovery.Seconds(test.Date.Time, s.view.AsOf), Declared, s.testFacts(set, test))
		})
	},
}

// The recovery time actual, to be held against the RTO.
var restoreTestDuration = Metric{
	Name: "restore_test.duration", Unit: Seconds, OfData: true, TakesDepth: true, BasisKind: RestsOnTests, worst: greatest,
	Summary:     "How long recovery took when it was tried.",
	Definition:  "Per data set, the `duration` of its newest decisive restore test, if that passed; the greatest counts.",
	NoneWhen:    untested,
	UnknownWhen: "no duration was recorded",
	perSet: func(s *subject, set *dataSet) part {
		return recorded(s, set, func(test *inventory.RestoreTest) *source.Optional[source.Duration] { return &test.Duration })
	},
}

// The recovery point actual, to be held against the RPO.
var restoreTestDataLoss = Metric{
	Name: "restore_test.data_loss", Unit: Seconds, OfData: true, TakesDepth: true, BasisKind: RestsOnTests, worst: greatest,
	Summary:     "How much work was lost when recovery was tried.",
	Definition:  "Per data set, the `data_loss` of its newest decisive restore test, if that passed; the greatest counts.",
	NoneWhen:    untested,
	UnknownWhen: "no data loss was recorded",
	perSet: func(s *subject, set *dataSet) part {
		return recorded(s, set, func(test *inventory.RestoreTest) *source.Optional[source.Duration] { return &test.DataLoss })
	},
}

// A count of 0 or 1, so that a limit of 0 asks for a new test after every change.
var restoreTestOutdated = Metric{
	Name: "restore_test.outdated", Unit: Count, OfData: true, TakesDepth: true, BasisKind: RestsOnTests, worst: greatest,
	Summary: "Whether the service has changed since recovery was last shown to work.",
	Definition: "Per data set, 1 if `changed`, on or before as-of, is later than its newest decisive restore test, else 0; " +
		"the greatest counts.",
	NoneWhen: untested,
	perSet: func(s *subject, set *dataSet) part {
		return tested(s, set, func(test *inventory.RestoreTest) part { return s.outdated(set, test) })
	},
}

// tested finds the decisive test of a data set and, if that passed, asks it. The basis is the test's.
func tested(s *subject, set *dataSet, ask func(*inventory.RestoreTest) part) part {
	test := s.view.Decisive(s.service, set, s.depth)
	if test == nil {
		s.here()
		return nothing(s.setFacts(set))
	}
	s.at(0, test.Place)
	answer := part{figure: Figure{Known: None}, why: testFailed}
	if test.Outcome == inventory.Passed {
		answer = ask(test)
	} else {
		answer.facts = s.testFacts(set, test)
	}
	answer.basis = Declared
	if test.Document != "" {
		answer.basis = Documented
	}
	return answer
}

// recorded asks the decisive test for a figure that was written down, or not.
func recorded(s *subject, set *dataSet, key func(*inventory.RestoreTest) *source.Optional[source.Duration]) part {
	return tested(s, set, func(test *inventory.RestoreTest) part {
		value := key(test)
		if !value.Given {
			return unknown(s.testFacts(set, test))
		}
		return exactly(float64(value.Value), Declared, s.testFacts(set, test))
	})
}

// testFacts says which test is meant: its date, and the backup if it names one.
func (s *subject) testFacts(set *dataSet, test *inventory.RestoreTest) *Facts {
	return s.store.keep(Facts{Data: s.name(set), Backup: test.Backup.Value.ID, On: test.Date.Time})
}

// outdated compares first instants: of a change and a test dated on one day, the test is taken to have seen the change.
func (s *subject) outdated(set *dataSet, test *inventory.RestoreTest) part {
	changed := &s.service.Changed
	if !changed.Given || !changed.Value.Time.After(test.Date.Time) {
		return exactly(0, Declared, s.testFacts(set, test))
	}
	s.at(changed.Line, s.service.Place)
	facts := Facts{Data: s.name(set), Backup: test.Backup.Value.ID, On: test.Date.Time, To: changed.Value.Time}
	return exactly(1, Declared, s.store.keep(facts))
}
