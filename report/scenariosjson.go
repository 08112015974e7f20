package report

import (
	"bytes"
	"encoding/json"
	"math"

	"coupefeu/rules/scenario"
)

// writeScenarios writes the scenarios of assessment.json. Their lists of services, one a line, are most of it.
func (r *relay) writeScenarios(list []Scenario) error {
	separator := ""
	r.WriteString("[")
	for i := range list {
		r.WriteString(separator + "\n    ")
		separator = ","
		type withoutServices Scenario // and without MarshalJSON
		head, err := indented((*withoutServices)(&list[i]), "    ")
		if err != nil {
			return err
		}
		// The library's closing brace makes way for the services, which are written one by one and never held whole.
		r.Write(bytes.TrimSuffix(head, []byte("\n    }")))
		r.WriteString(",\n      \"services\": ")
		err = r.writeList(len(list[i].Services), "\n      ", func(b []byte, n int) ([]byte, error) {
			return list[i].appendAffected(append(b, "\n        "...), &list[i].Services[n]), nil
		})
		if err != nil {
			return err
		}
		r.WriteString("\n    }")
	}
	if len(list) > 0 {
		r.WriteString("\n  ")
	}
	r.WriteString("]")
	return nil
}

// MarshalJSON gives the scenario as it stands in assessment.json, its services included.
func (s *Scenario) MarshalJSON() ([]byte, error) {
	type withoutServices Scenario
	text, err := json.Marshal((*withoutServices)(s))
	if err != nil {
		return nil, err
	}
	text = append(bytes.TrimSuffix(text, []byte("}")), `,"services":[`...)
	for i := range s.Services {
		if i > 0 {
			text = append(text, ',')
		}
		text = s.appendAffected(text, &s.Services[i])
	}
	return append(text, "]}"...), nil
}

// appendAffected writes one service. There are as many as services times scenarios, so no reflection is at work here.
func (s *Scenario) appendAffected(b []byte, a *scenario.Affected) []byte {
	b = appendWord(append(b, `{"service": `...), s.ids[a.Service])
	b = appendWord(append(b, `, "outcome": `...), a.Outcome.String())
	b = appendWord(append(b, `, "own": `...), a.Own.String())
	b = appendSpan(append(b, `, "interruption": `...), a.Interruption, `, "unbounded": `)
	b = appendSpan(append(b, `, "data_loss": `...), a.DataLoss, `, "everything": `)
	b = append(b, `, "because": [`...)
	separator := ""
	for service := range s.played.Because(a) {
		b = appendWord(append(b, separator...), s.ids[service])
		separator = ", "
	}
	b = appendMet(append(b, `], "rto_met": `...), a.RTO)
	b = appendMet(append(b, `, "rpo_met": `...), a.RPO)
	return append(appendBool(append(b, `, "unprotected": `...), a.Unprotected), '}')
}

// appendSpan writes a length of time; one without end has null bounds.
func appendSpan(b []byte, span scenario.Bounds, endless string) []byte {
	b = appendFinite(append(b, `{"low": `...), span.Low)
	b = appendFinite(append(b, `, "high": `...), span.High)
	return append(appendBool(append(b, endless...), span.Endless()), '}')
}

func appendFinite(b []byte, value float64) []byte {
	if math.IsInf(value, 1) {
		return append(b, "null"...)
	}
	return appendNumber(b, value)
}

// appendMet writes whether a target is kept; null where the bounds leave it open, or there is none.
func appendMet(b []byte, m scenario.Met) []byte {
	if m == scenario.Undecided {
		return append(b, "null"...)
	}
	return appendBool(b, m == scenario.Kept)
}

func appendBool(b []byte, value bool) []byte {
	if value {
		return append(b, "true"...)
	}
	return append(b, "false"...)
}
