package report

import (
	"math"
	"strconv"
	"time"

	"coupefeu/rules"
)

// appendFinding writes an entry of the findings of assessment.json, key by key. They run to gigabytes.
func appendFinding(b []byte, f *rules.Finding, words *Words) []byte {
	b = appendWord(append(b, "\n    {\n      \"rule\": "...), f.Rule)
	b = appendWord(append(b, ",\n      \"service\": "...), f.Service)
	b = strconv.AppendInt(append(b, ",\n      \"number\": "...), int64(f.Number), 10)
	b = appendWord(append(b, ",\n      \"status\": "...), f.Status.String())
	b = appendWord(append(b, ",\n      \"severity\": "...), f.Severity.String())
	b = append(b, ",\n      \"before_waiver\": "...)
	if f.Status == rules.Waived {
		b = appendWord(b, f.Before.String())
	} else {
		b = append(b, "null"...)
	}
	b = appendTextOrNull(append(b, ",\n      \"waiver\": "...), f.Waiver)
	b = appendMeasured(append(b, ",\n      \"measured\": "...), f)
	b = appendLimit(append(b, ",\n      \"limit\": "...), f)
	// English, whatever the languages of the report: the same assessment must give the same bytes in all of them.
	b = appendText(append(b, ",\n      \"reason\": "...), words.Reason(f))
	b = append(b, ",\n      \"basis\": "...)
	if f.Basis == rules.NoBasis {
		b = append(b, "null"...)
	} else {
		b = appendWord(b, f.Basis.String())
	}
	b = appendProvenance(append(b, ",\n      \"provenance\": "...), f.Provenance)
	b = appendTextOrNull(append(b, ",\n      \"since\": "...), f.Since)
	return append(b, "\n    }"...)
}

func appendMeasured(b []byte, f *rules.Finding) []byte {
	if f.Measured.Known != rules.Measured {
		return append(b, "null"...)
	}
	b = appendNumber(append(b, `{"low": `...), f.Measured.Low)
	b = append(b, `, "high": `...)
	// JSON has no infinity.
	if math.IsInf(f.Measured.High, 1) {
		b = append(b, "null"...)
	} else {
		b = appendNumber(b, f.Measured.High)
	}
	b = appendWord(append(b, `, "unit": `...), f.Unit.String())
	return append(b, '}')
}

func appendLimit(b []byte, f *rules.Finding) []byte {
	if f.Limit.Bound == rules.NoBound {
		return append(b, "null"...)
	}
	b = appendWord(append(b, `{"bound": `...), f.Limit.Bound.String())
	b = appendNumber(append(b, `, "value": `...), f.Limit.Value)
	b = appendWord(append(b, `, "unit": `...), f.Unit.String())
	return append(b, '}')
}

func appendProvenance(b []byte, places []rules.Provenance) []byte {
	b = append(b, '[')
	for i := range places {
		if i > 0 {
			b = append(b, ", "...)
		}
		p := &places[i]
		if p.Source == "" {
			b = appendText(append(b, `{"file": `...), p.File)
			b = strconv.AppendInt(append(b, `, "line": `...), int64(p.Line), 10)
		} else {
			b = appendWord(append(b, `{"source": `...), p.Source)
			b = appendText(append(b, `, "point": `...), p.Point)
			b = append(p.Time.AppendFormat(append(b, `, "time": "`...), time.RFC3339Nano), '"')
		}
		b = append(b, '}')
	}
	return append(b, ']')
}
