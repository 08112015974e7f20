package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/rules/scenario"
)

// explained are services of which every step is written out; site a is lost for good.
var explained = []struct{ name, service, journal, want string }{
	{"failover", `{min_active: 2, instances: [*a, *b, {<<: *b, failover_time: 9m, replication_lag: 5m}, {<<: *b, failover_time: 5m}], depends_on: [late]}`, `{<<: *test}`,
		`instance a taken; instance b; instance b takes over; instance b takes over
failover 540 from failover_time:21 failover_time:21
loss 300 from replication_lag:21
held 600 by late
failover 600–1140 loss 300`},
	{"failover unknown", `{instances: [*a, *b]}`, ``,
		`instance a taken; instance b takes over
failover 0–∞ from no failover_time:11
loss 0–∞ from no replication_lag:11
failover 0–∞ loss 0–∞`},
	{"rebuild", `{stateful: false, rebuild_time: 2h, instances: [*a]}`, ``,
		`instance a taken
rebuild 7200 from rebuild_time:21
loss 0
rebuild 7200 loss 0`},
	{"restore", `{instances: [*a], backups: [*bad, {<<: *copy, last_success: 2026-09-20}, {<<: *good, since: 2026-09-30}, {<<: *copy, id: f, data: files, every: 7d, last_success: 2026-09-30}]}`,
		`{<<: *test, duration: 2h}`,
		`instance a taken
backup bad empty; backup copy 950400; backup good 86400; backup f 604800
restore 7200 from duration:23 duration:23
loss 604800 from evidence:13 log 2026-09-30 every:21
restore 7200 loss 604800`},
	{"restore after a gap", `{instances: [*a], backups: [{<<: *good, since: 2026-09-27}]}`, ``,
		`instance a taken
backup good 172800
restore 0–∞ from no duration:21
loss 172800 from evidence:13 log 2026-09-30 gap 28 to 30
restore 0–∞ loss 172800`},
	{"restore declared", `{instances: [*a], backups: [{<<: *copy, last_success: 2026-09-20}]}`, `{<<: *test, outcome: failed}`,
		`instance a taken
backup copy 950400
restore 0–∞ from no duration:23
loss 950400 from last_success:21 2026-09-20
restore 0–∞ loss 950400`},
	{"restore from a standby", `{min_active: 2, instances: [*a, {<<: *b, replication_lag: 5m}, {<<: *b, site: a}]}`, ``,
		`instance a taken; instance b; instance a taken
restore 0–∞ from no duration:21
loss 300 from replication_lag:21
restore 0–∞ loss 300`},
	{"lost", `{instances: [*a], backups: [*bad, {id: x, site: a}]}`, ``,
		`instance a taken
backup bad empty; backup x taken 0–∞
lost ∞ from no backups:14 no backups:21
loss ∞ from no backups:14 no backups:21
lost ∞ loss ∞`},
	{"lost without backups", `{instances: [*a]}`, ``,
		`instance a taken
lost ∞ from no backups:21
loss ∞ from no backups:21
lost ∞ loss ∞`},
	{"a circle", `{instances: [{site: c, role: active}], stores_data_in: [u], depends_on: [lost]}`, ``,
		`instance c
none 0
loss 0
with s u
held ∞ by lost
stranded ∞ loss 0 because lost`},
	{"unaffected", `{instances: [{site: c, role: active}], depends_on: [well]}`, ``,
		`instance c
none 0
loss 0
unaffected 0 loss 0`},
}

const company = `
  - {<<: *s, id: u, instances: [{site: c, role: active}], depends_on: [s, late]}`

func TestExplain(t *testing.T) {
	strike := scenario.Disruption{ID: "x", Kind: scenario.Disaster, Sites: []inventory.Reference{{ID: "a"}}}
	for _, c := range explained {
		t.Run(c.name, func(t *testing.T) {
			in := caseInput(t, grounds+"\n  - {<<: *s, id: s, "+strings.TrimPrefix(c.service, "{")+company+"\n", c.journal, strike)
			service := serviceNamed(&in, "s")
			got := steps(&in, scenario.Explain(in, &in.Scenarios[0], service))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n%s", diff, got)
			}
		})
	}
}

func serviceNamed(in *scenario.Input, id string) int {
	return slices.IndexFunc(in.View.Inventory.Services, func(s inventory.Service) bool { return s.ID == id })
}

// steps writes an explanation, one step a line.
func steps(in *scenario.Input, e *scenario.Explanation) string {
	services := in.View.Inventory.Services
	out := instances(e) + backups(e)
	out += fmt.Sprintf("%s %s%s\nloss %s%s\n", e.Alone.Mechanism, bounds(e.Alone.Interruption), from(e.Alone.InterruptionFrom),
		bounds(e.Alone.DataLoss), from(e.Alone.DataLossFrom))
	if e.Cycle != nil {
		out += "with"
		for _, at := range e.Cycle {
			out += " " + services[at].ID
		}
		out += "\n"
	}
	if e.HeldBy >= 0 {
		out += fmt.Sprintf("held %s by %s\n", bounds(e.Held), services[e.HeldBy].ID)
	}
	out += line(&e.Result)
	for at := range e.Played.Because(&e.Result) {
		out += " because " + services[at].ID
	}
	return out
}

func instances(e *scenario.Explanation) string {
	var out []string
	for _, f := range e.Instances {
		text := "instance " + f.Instance.Site.ID
		if f.Taken {
			text += " taken"
		}
		if f.TakesOver {
			text += " takes over"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ") + "\n"
}

func backups(e *scenario.Explanation) string {
	var out []string
	for _, f := range e.Backups {
		text := "backup " + f.Backup.ID
		if f.Taken {
			text += " taken"
		}
		if f.Empty {
			text += " empty"
		} else {
			text += " " + bounds(f.Exposure)
		}
		out = append(out, text)
	}
	if out == nil {
		return ""
	}
	return strings.Join(out, "; ") + "\n"
}

func from(grounds []scenario.Ground) string {
	out := ""
	for _, g := range grounds {
		if g.Missing {
			out += " no"
		}
		out += fmt.Sprintf(" %s:%d", g.Key, g.At.Line)
		if g.Source != "" {
			out += " " + g.Source
		}
		if !g.Time.IsZero() {
			out += g.Time.Format(" 2006-01-02")
		}
		if !g.To.IsZero() {
			out += g.From.Format(" gap 2") + g.To.Format(" to 2")
		}
	}
	if out == "" {
		return ""
	}
	return " from" + out
}

// TestExplainRandom explains services of random inventories: what the steps come to is what was played.
func TestExplainRandom(t *testing.T) {
	for seed := range uint64(60) {
		r := &random{Rand: rand.New(rand.NewPCG(seed, 2))}
		in, _ := r.input()
		s := &in.Scenarios[r.IntN(len(in.Scenarios))]
		service := r.IntN(len(in.View.Inventory.Services))
		e := scenario.Explain(in, s, service)
		alone := e.Alone.Mechanism
		if e.Result.Own != alone && e.Result.Own != scenario.Wait {
			t.Errorf("seed %d: own is %s, and %s alone", seed, e.Result.Own, alone)
		}
		if idle := alone == scenario.None || alone == scenario.Continue; idle != (len(e.Alone.InterruptionFrom) == 0) {
			t.Errorf("seed %d: %s rests on %v", seed, alone, e.Alone.InterruptionFrom)
		}
		if idle := alone == scenario.None || alone == scenario.Continue; idle && e.Cycle == nil && e.Result.Interruption != e.Held {
			t.Errorf("seed %d: held %v, interrupted %v", seed, e.Held, e.Result.Interruption)
		}
		if (e.HeldBy >= 0) != (e.Held.High > 0) {
			t.Errorf("seed %d: held %v by %d", seed, e.Held, e.HeldBy)
		}
	}
}
