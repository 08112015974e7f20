package rules

import "slices"

// Metric is one figure that the engine computes for one service. The texts are what help, the documentation and the
// workbook's glossary print.
type Metric struct {
	Name           string
	Unit           Unit
	Summary        string // what it measures, in one English sentence
	Definition     string // how it is computed
	NoneWhen       string // when what is asked for does not exist; empty: never
	UnknownWhen    string // when the figure is not known exactly; empty: never
	BasisKind      BasisKind
	OfData         bool // asked only of services that hold data of their own
	TakesDepth     bool // rules may say `depth`
	TakesScenarios bool // rules may say `scenarios`

	worst   worst
	perSet  func(*subject, *dataSet) part // of one data set; worst says which of them counts
	measure func(*subject) answer         // of the whole service
}

// BasisKind says what a metric's figure rests on, from which its basis follows.
type BasisKind uint8

// The kinds of ground that a figure can rest on.
const (
	RestsOnRecord    BasisKind = iota // what people typed: always declared
	RestsOnPoints                     // recovery points and runs: observed where evidence shows them
	RestsOnTests                      // decisive restore tests: documented where each has a document
	RestsOnPlacement                  // where instances and backups stand: documented where each is confirmed
	RestsOnScenarios                  // placements, recovery points and decisive tests together
)

// metrics is the one list of metrics, in the order in which they are documented. A new metric is a value in its
// family's file and a line here.
var metrics = []*Metric{
	&backupInterval, &backupAge, &backupGap, &backupFailedRuns, &backupSizeDrop, &backupRetention,
	&backupCopies, &backupMedia, &backupOffsiteCopies, &backupConfirmedOffsiteCopies, &backupOffsiteDistance,
	&backupImmutableCopies, &backupUnencryptedCopies, &backupUndocumented,
	&restoreTestAge, &restoreTestDuration, &restoreTestDataLoss, &restoreTestOutdated,
	&providersCount, &sitesCount, &sitesDistance, &sitesUnconfirmed,
	&dependenciesWeaker, &recordMissing,
	&scenarioDataLost, &scenarioInterruption, &scenarioDataLoss,
}

// Metrics returns every metric that a rule may name, in the order in which they are documented.
func Metrics() []*Metric { return slices.Clone(metrics) }

// metricNamed returns a metric by its name, nil if there is none.
func metricNamed(name string) *Metric {
	for _, m := range metrics {
		if m.Name == name {
			return m
		}
	}
	return nil
}

func metricNames() []string {
	names := make([]string, len(metrics))
	for i, m := range metrics {
		names[i] = m.Name
	}
	return names
}

// answer measures the metric for a service.
func (m *Metric) answer(s *subject) answer {
	s.trail = s.trail[:0]
	if m.OfData && !s.service.HoldsData() {
		return answer{figure: Figure{Known: Inapplicable}}
	}
	if m.perSet != nil {
		return s.overSets(m)
	}
	a := m.measure(s)
	a.provenance = s.keepTrail()
	return a
}
