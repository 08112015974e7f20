package rules

// The words of each enumeration, as packs, assessment.json and messages write them.
var (
	statusWords   = [...]string{Unknown: "unknown", Fail: "fail", Pass: "pass", Waived: "waived", NotApplicable: "not_applicable"}
	severityWords = [...]string{"", "low", "medium", "high", "critical"}
	basisWords    = [...]string{"", "declared", "documented", "observed"}
	unitWords     = [...]string{"", "s", "count", "km", "ratio"}
	boundWords    = [...]string{"", "at_most", "at_least"}
	targetWords   = [...]string{"", "service.rto", "service.rpo"}
	stateWords    = [...]string{"", "in_force", "expired", "future", "too_long", "idle"}
)

// StatusOrder is the order in which a reader wants the statuses: what is wrong first.
var StatusOrder = [...]Status{Fail, Unknown, Waived, Pass, NotApplicable}

// String returns the status as assessment.json writes it.
func (s Status) String() string { return statusWords[s] }

// Words returns the words for severities, each at its value; the empty one cannot be written.
func (Severity) Words() []string { return severityWords[:] }

// String returns the severity's word, "" for the unknown one.
func (s Severity) String() string { return severityWords[s] }

// String returns the basis's word, "" for none.
func (b Basis) String() string { return basisWords[b] }

// String returns the unit's symbol: s, count, km or ratio.
func (u Unit) String() string { return unitWords[u] }

// String returns at_most or at_least, "" where there is no limit.
func (b Bound) String() string { return boundWords[b] }

// String returns service.rto or service.rpo, "" where the limit is a value.
func (t Target) String() string { return targetWords[t] }

// String returns the state as assessment.json writes it.
func (w WaiverState) String() string { return stateWords[w] }
