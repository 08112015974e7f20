package rules

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"time"
)

// verdict is one finding of the model.
type modelFinding struct {
	rule, service, status, before, waiver, severity, basis string
	figure                                                 figure
	bound                                                  string
	limit                                                  float64
}

// String writes a finding for comparison; figures are rounded, for the model adds up in another order.
func (f modelFinding) String() string {
	measured := f.figure.word
	if measured == "" {
		measured = fmt.Sprintf("%s..%s", rounded(f.figure.lo), rounded(f.figure.hi))
	}
	limit := "no limit"
	if f.bound != "" && !math.IsNaN(f.limit) {
		limit = fmt.Sprintf("%s %v", f.bound, f.limit)
	}
	return strings.Join([]string{f.rule, f.service, f.status, f.before, f.waiver, f.severity, f.basis, measured, limit}, "|")
}

func rounded(value float64) string { return fmt.Sprintf("%.6f", value) }

// show writes a finding of the engine in the same form.
func show(f *Finding, in Input) string {
	out := modelFinding{rule: f.Rule, service: f.Service, status: f.Status.String(), waiver: f.Waiver, severity: f.Severity.String(),
		basis: f.Basis.String(), bound: f.Limit.Bound.String(), limit: f.Limit.Value,
		figure: figure{lo: f.Measured.Low, hi: f.Measured.High, word: [...]string{"n/a", "none", ""}[f.Measured.Known]}}
	if f.Status == Waived {
		out.before = f.Before.String()
	}
	return out.String()
}

// assess gives every finding in the order of the engine's, and the waivers' states.
func (m model) assess() ([]modelFinding, string) {
	var out []modelFinding
	hides := map[any]int{}
	for _, rule := range objects(m.pack["rules"]) {
		for _, id := range m.serviceIDs() {
			s := m.service(id)
			f := modelFinding{rule: rule["id"].(string), service: id}
			f.figure = m.measure(s, rule)
			f.bound, f.limit = m.limit(s, rule)
			f.status = modelVerdict(f.figure, f.bound, f.limit)
			f.basis = f.figure.basis
			f.severity, _ = rule["severity"].(string)
			if byTier, ok := rule["severity"].(object); ok {
				f.severity = byTier[s["tier"].(string)].(string)
			}
			if f.status == "not_applicable" {
				f.figure, f.bound, f.basis = figure{word: "n/a"}, "", ""
			}
			m.hide(&f, s, hides)
			out = append(out, f)
		}
	}
	return out, m.states(hides)
}

// hide lets the first waiver in reading order that is in force hide a finding.
func (m model) hide(f *modelFinding, s object, hides map[any]int) {
	if f.status != "fail" && f.status != "unknown" {
		return
	}
	for _, w := range objects(m.inventory["waivers"]) {
		covers := slices.Contains(w["services"].([]any), any(f.service))
		if w["rule"] == f.rule && covers && m.dated(w) == "in_force" && !m.tooLong(w, s) {
			f.before, f.status, f.waiver = f.status, "waived", w["id"].(string)
			hides[w["id"]]++
			hides[w["id"].(string)+", "+f.before]++
			return
		}
	}
}

// dated: approved_on ≤ as-of ≤ the end of expires.
func (m model) dated(w object) string {
	expires, _ := m.moment(w["expires"])
	switch {
	case !m.exists(w["approved_on"]):
		return "future"
	case m.asOf.After(expires.AddDate(0, 0, 1)):
		return "expired"
	}
	return "in_force"
}

// tooLong counts the days one by one.
func (m model) tooLong(w object, s object) bool {
	waivers, _ := m.pack["waivers"].(object)
	longest, _ := waivers["longest"].(object)
	allowed, limited := longest[s["tier"].(string)]
	if !limited {
		return false
	}
	length, day := 0, m.calendar(w["approved_on"])
	for day.Before(m.calendar(w["expires"])) {
		length, day = length+1, day.AddDate(0, 0, 1)
	}
	return float64(length)*86400 > span(allowed)
}

// calendar is the date of a moment without any zone.
func (m model) calendar(v any) time.Time {
	at, _ := m.moment(v)
	year, month, day := at.In(m.zone).Date()
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

// states writes what became of each waiver that still concerns a service.
func (m model) states(hides map[any]int) string {
	var out []string
	for _, w := range objects(m.inventory["waivers"]) {
		var long, covered []string
		for _, id := range w["services"].([]any) {
			if s := m.service(id.(string)); s != nil {
				covered = append(covered, id.(string))
				if m.tooLong(w, s) {
					long = append(long, id.(string))
				}
			}
		}
		if len(covered) == 0 {
			continue
		}
		state := m.dated(w)
		switch {
		case state != "in_force":
		case len(long) == len(covered):
			state = "too_long"
		case hides[w["id"]] == 0:
			state = "idle"
		}
		if len(long) == len(covered) {
			long = nil
		}
		sort.Strings(long)
		out = append(out, fmt.Sprintf("%s %s %v %d %d", w["id"], state, long, hides[w["id"]], hides[w["id"].(string)+", fail"]))
	}
	return strings.Join(out, "\n")
}

func showWaivers(results []WaiverResult) string {
	var out []string
	for _, r := range results {
		out = append(out, fmt.Sprintf("%s %s %v %d %d", r.Waiver.ID, r.State, r.TooLongFor, r.Hides, r.HidesFail))
	}
	return strings.Join(out, "\n")
}
