package rules

import (
	"math"
	"regexp"
	"strconv"

	"coupefeu/inventory/source"
)

// limitWants is what a limit must be, by the metric's unit.
var limitWants = [...]string{
	Seconds:    "a duration such as 24h, or `service.rto` or `service.rpo`",
	Count:      "a whole number such as 2",
	Kilometres: "a distance such as `100 km`",
	Ratio:      "a number from 0 to 1, such as 0.5",
}

// The shapes of plain numbers and of distances. Signs, exponents and infinities are no limits that a board can have
// decided.
var (
	numberShape   = regexp.MustCompile(`^\d+(\.\d+)?$`)
	distanceShape = regexp.MustCompile(`^(\d+(?:\.\d+)?) km$`)
)

// limits reads at_most or at_least: one value for every tier, or one a tier.
func (r *reader) limits(n *source.Node, m *Metric) (Bound, []RuleLimit) {
	out := make([]RuleLimit, len(r.tiers))
	most, atMost := n.Find("at_most")
	least, atLeast := n.Find("at_least")
	bound, key, value := AtMost, most, atMost
	switch given := (atMost != nil && !atMost.Empty()); {
	case atLeast == nil || atLeast.Empty():
		if !given {
			r.d.Fail(n, "the limit is missing: give the rule `at_most` or `at_least`")
			return NoBound, out
		}
	case given:
		r.d.Fail(least, "a rule has one limit: `at_most` or `at_least`, not both")
		return NoBound, out
	default:
		bound, key, value = AtLeast, least, atLeast
	}
	l := limitReader{reader: r, key: key.Text, metric: m}
	if value.Kind == source.Mapping {
		l.byTier(value, out)
		return bound, out
	}
	for i := range out {
		out[i].Given = true
	}
	if limit, ok := l.read(value); ok {
		for i := range out {
			out[i] = limit
		}
	}
	return bound, out
}

// limitReader reads the values of one limit.
type limitReader struct {
	*reader
	key    string // at_most or at_least
	metric *Metric
}

// byTier reads one value a tier. A tier that is left out has no limit.
func (l *limitReader) byTier(n *source.Node, out []RuleLimit) {
	any := false
	for key, value := range n.Pairs {
		if value.Empty() {
			continue
		}
		any = true
		tier := l.tier(key)
		limit, ok := l.read(value)
		if tier >= 0 {
			out[tier].Given = true
			if ok {
				out[tier] = limit
			}
		}
	}
	if !any {
		l.d.Fail(n, "`%s` names no tier: give at least one a limit", l.key)
	}
}

// read reads one value in the metric's unit. False: it is none, which has been reported if the metric is known.
func (l *limitReader) read(n *source.Node) (RuleLimit, bool) {
	if l.metric == nil {
		return RuleLimit{}, false
	}
	limit, ok := parseLimit(n, l.metric.Unit)
	if !ok {
		l.d.Fail(n, "%s on %s: the limit must be %s%s", l.written(n), l.metric.Name, limitWants[l.metric.Unit], l.why(n))
	}
	return limit, ok
}

// written shows a limit as it stands in the pack.
func (l *limitReader) written(n *source.Node) string {
	switch n.Kind {
	case source.List:
		return "`" + l.key + "` is a list"
	case source.Mapping:
		return "`" + l.key + "` is a mapping"
	}
	return source.Quoted(l.key + ": " + n.Text)
}

// why says what is wrong with a limit that is not simply of another unit.
func (l *limitReader) why(n *source.Node) string {
	if l.metric.Unit != Seconds {
		return unquote(n)
	}
	if !n.IsText() {
		return ""
	}
	for unit := Count; unit <= Ratio; unit++ {
		if _, ok := parseLimit(n, unit); ok {
			return ""
		}
	}
	for target := TargetRTO; target <= TargetRPO; target++ {
		if source.Nearest(n.Text, targetWords[target:target+1]) != "" {
			return ": did you mean `" + target.String() + "`?"
		}
	}
	_, err := source.ParseDuration(n.Text)
	return ": " + err.Error()
}

// unquote says that a number is one only without quotes.
func unquote(n *source.Node) string {
	if n.Kind == source.Text && numberShape.MatchString(n.Text) {
		return ", without quotes"
	}
	return ""
}

// parseLimit reads a value of a unit. False: it is not one.
func parseLimit(n *source.Node, unit Unit) (RuleLimit, bool) {
	if n.Kind == source.List || n.Kind == source.Mapping {
		return RuleLimit{}, false
	}
	if unit == Seconds {
		return parseSeconds(n)
	}
	text := n.Text
	if unit == Kilometres {
		part := distanceShape.FindStringSubmatch(text)
		if part == nil || !n.IsText() {
			return RuleLimit{}, false
		}
		text = part[1]
	} else if n.Kind != source.Number || !numberShape.MatchString(text) {
		return RuleLimit{}, false
	}
	value, err := strconv.ParseFloat(text, 64)
	whole := value == math.Trunc(value)
	return RuleLimit{Given: true, Value: value}, err == nil && (unit != Count || whole) && (unit != Ratio || value <= 1)
}

// parseSeconds reads a duration, or the service's own target.
func parseSeconds(n *source.Node) (RuleLimit, bool) {
	for target := TargetRTO; target <= TargetRPO; target++ {
		if n.Text == target.String() {
			return RuleLimit{Given: true, Target: target}, true
		}
	}
	length, err := source.ParseDuration(n.Text)
	return RuleLimit{Given: true, Value: float64(length)}, err == nil && n.IsText()
}
