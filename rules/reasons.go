package rules

// What a reason's key ends with beside the metric's name.
const (
	suffixNone    = ".none"    // what is asked for does not exist
	suffixUnknown = ".unknown" // the bounds leave the verdict open
	suffixFailed  = ".failed"  // of restore tests: the newest decisive one failed
)

// The keys of reasons that belong to no metric.
const (
	keyNoTarget     = "no_target"    // the limit is a target that the service does not set; Facts.Names: rto or rpo
	keyTier         = "tier"         // the rule does not apply to the service's tier
	keyInapplicable = "inapplicable" // what the metric asks makes no sense for the service
)

// missingTarget names the target that is not set.
var missingTarget = [...]*Facts{TargetRTO: {Names: []string{"rto"}}, TargetRPO: {Names: []string{"rpo"}}}

// ReasonKeys returns every key that a reason can have, in the order of the metrics, so that each language can be
// checked to have a text for it.
func ReasonKeys() []string {
	keys := []string{keyNoTarget, keyTier, keyInapplicable}
	for _, m := range metrics {
		keys = append(keys, m.Name)
		if m.NoneWhen != "" {
			keys = append(keys, m.Name+suffixNone)
		}
		if m.BasisKind == RestsOnTests {
			keys = append(keys, m.Name+suffixFailed)
		}
		if m.UnknownWhen != "" {
			keys = append(keys, m.Name+suffixUnknown)
		}
	}
	return keys
}
