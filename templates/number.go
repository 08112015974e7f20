package templates

import (
	"math"
	"strconv"
	"strings"
)

// Integer prints a whole number with its thousands grouped: "1 280" in French, "1.280" in Dutch and German.
func (l *Language) Integer(n int64) string {
	digits := strconv.FormatInt(n, 10)
	if negative := strings.HasPrefix(digits, "-"); negative {
		return l.minus + l.grouped(digits[1:])
	}
	return l.grouped(digits)
}

// grouped puts the separator between groups of three digits.
func (l *Language) grouped(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	var out strings.Builder
	head := (len(digits)-1)%3 + 1
	out.WriteString(digits[:head])
	for at := head; at < len(digits); at += 3 {
		out.WriteString(l.group)
		out.WriteString(digits[at : at+3])
	}
	return out.String()
}

// Decimal prints a number with a fixed count of digits after the decimal sign, rounded to the nearest.
func (l *Language) Decimal(value float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(value), 'f', digits, 64)
	entire, fraction, _ := strings.Cut(text, ".")
	out := l.grouped(entire)
	if fraction != "" {
		out += l.decimal + fraction
	}
	// What rounds to nothing has no sign.
	if value < 0 && strings.Trim(text, "0.") != "" {
		out = l.minus + out
	}
	return out
}

// Percent prints a share between 0 and 1 as a whole percentage: "71 %". Only nothing is 0 % and only all is 100 %;
// what would round to them is "< 1 %" and "> 99 %".
func (l *Language) Percent(share float64) string {
	percent := math.Round(share * 100)
	switch {
	case share > 0 && percent == 0:
		return l.Text("units.percent.below", Args{"n": 1})
	case share < 1 && percent == 100:
		return l.Text("units.percent.above", Args{"n": 99})
	}
	return l.Text("units.percent.is", Args{"n": int64(percent)})
}

// Distance prints kilometres: whole from 10 on, below with one decimal.
func (l *Language) Distance(km float64) string {
	digits := 0
	if km > 0 && km < 9.95 {
		digits = 1
	}
	return l.Text("units.distance", Args{"n": l.Decimal(km, digits)})
}

// Figure prints one exact value of a metric. The units are those of the assessment: s, count, km and ratio.
func (l *Language) Figure(value float64, unit string) string {
	switch unit {
	case "s":
		return l.Duration(value)
	case "km":
		return l.Distance(value)
	case "ratio":
		return l.Percent(value)
	}
	if value == math.Trunc(value) {
		return l.Integer(int64(value))
	}
	return l.Decimal(value, 1)
}

// Bounds prints what is known of a figure, low ≤ truth ≤ high: "2 h 10", "entre 2 h et 5 h", "au moins 2 h",
// "0 à 1", and "inconnu" from 0 to infinity. Bounds that read the same are printed once.
func (l *Language) Bounds(low, high float64, unit string) string {
	return l.bounds(low, high, unit, func(value float64) string { return l.Figure(value, unit) })
}

// Against prints what Bounds does for a figure that stands beside a limit. What is rounded to the limit without being
// equal is "un peu plus de 8 h": a reader must not see "8 h" fail a limit of 8 h.
func (l *Language) Against(low, high, limit float64, unit string) string {
	edge := l.Figure(limit, unit)
	return l.bounds(low, high, unit, func(value float64) string {
		text := l.Figure(value, unit)
		switch {
		case text != edge || value == limit:
			return text
		case value > limit:
			return l.Text("units.bounds.over", Args{"value": text})
		}
		return l.Text("units.bounds.under", Args{"value": text})
	})
}

func (l *Language) bounds(low, high float64, unit string, figure func(float64) string) string {
	open := math.IsInf(high, 1)
	switch {
	case open && low <= 0:
		return l.Text("units.bounds.unknown", nil)
	case open:
		return l.Text("units.bounds.at_least", Args{"low": figure(low)})
	}
	to := figure(high)
	if low == high {
		return to
	}
	from := figure(low)
	switch {
	case from == to:
		return to
	case unit == "count":
		return l.Text("units.bounds.count", Args{"low": from, "high": to})
	case low <= 0:
		return l.Text("units.bounds.at_most", Args{"high": to})
	}
	return l.Text("units.bounds.between", Args{"low": from, "high": to})
}

// Limit prints a rule's limit in words: "24 h" for at_most, "au moins 50 km" for at_least.
func (l *Language) Limit(bound string, value float64, unit string) string {
	return l.Text("units.limit."+bound, Args{"value": l.Figure(value, unit)})
}

// LimitSign prints a rule's limit with its sign, for tables: "≤ 24 h", "≥ 50 km".
func (l *Language) LimitSign(bound string, value float64, unit string) string {
	return l.Text("units.sign."+bound, Args{"value": l.Figure(value, unit)})
}
