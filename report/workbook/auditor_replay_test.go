package workbook

import (
	"strconv"
	"strings"
)

// met is whether a target is kept.
func met(x extent, target string) string {
	limit, err := strconv.ParseFloat(target, 64)
	switch {
	case err != nil:
		return ""
	case x.none || x.low > limit+1e-9:
		return "no"
	case x.high <= limit+1e-9:
		return "yes"
	}
	return ""
}

// replay plays every scenario, compares each row of the sheet of effects, and asks that there be none beside. It counts
// the outcomes.
func (a *auditor) replay() map[string]int {
	a.Helper()
	outcomes := map[string]int{}
	for _, scenario := range a.sheets[scenariosKey] {
		p := newPlay(a, scenario)
		p.spreads()
		p.compare(outcomes)
	}
	return outcomes
}

// compare holds the rows of a scenario against what was worked out.
func (p *play) compare(outcomes map[string]int) {
	p.Helper()
	rows := map[string]entry{}
	for _, row := range p.sheets[impactKey] {
		if row["scenario"] == p.scenario["id"] {
			rows[row["service"]] = row
		}
	}
	for _, id := range p.ids {
		f, row, said := p.fates[id], rows[id], p.scenario["id"]+", "+id
		outcomes[f.outcome]++
		if listed := f.outcome != "unaffected" || !f.losing.nothing() || f.unprotected; listed != (row != nil) {
			p.Errorf("%s: it is listed: %t; %+v", said, row != nil, f)
			continue
		}
		if row == nil {
			continue
		}
		if row["outcome"] != f.outcome || row["own"] != f.own || (row["unprotected"] == "yes") != f.unprotected || row["because"] != strings.Join(f.because, ", ") {
			p.Errorf("%s: %s, own %s, because %s, unprotected %s; it comes to %+v", said, row["outcome"], row["own"], row["because"], row["unprotected"], f)
		}
		for key, x := range map[string]extent{"interruption": f.total, "data_loss": f.losing} {
			endless := map[string]string{"interruption": p.forGood, "data_loss": p.gone}[key]
			if got := p.stretchOf(row, key, endless); got.none != x.none || !x.none && (!near(got.low, x.low) || !near(got.high, x.high)) {
				p.Errorf("%s: %s of %+v, comes to %+v", said, key, got, x)
			}
		}
		if s := p.services[id]; row["rto_met"] != met(f.total, s["rto"]) || row["rpo_met"] != met(f.losing, s["rpo"]) {
			p.Errorf("%s: targets met %s and %s, by %+v and %+v of %s and %s", said, row["rto_met"], row["rpo_met"], f.total, f.losing, s["rto"], s["rpo"])
		}
	}
}
