package ci

import (
	"fmt"
	"io"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// account is one explanation being told.
type account struct {
	*stage
	e *scenario.Explanation
	s *inventory.Service
}

// Explanation prints step by step how one service comes to its outcome: what is taken and left, what the service does
// on its own and where each figure comes from, what holds it up, and what comes out.
func Explanation(w io.Writer, s *report.Simulation, l *templates.Language, paint Paint) error {
	g := newStage(w, s, l, paint)
	g.title()
	for _, e := range s.Explanations {
		x := &account{stage: g, e: e, s: g.Service(&e.Result)}
		g.strike(e.Played.Scenario)
		x.taken()
		x.alone()
		x.needs()
		x.result()
	}
	if err := g.out.Flush(); err != nil {
		return fmt.Errorf("writing text: %w", err)
	}
	return nil
}

func (x *account) text(key string, args templates.Args) string {
	return x.l.Text("simulate.why."+key, args)
}

// step is the heading of a step.
func (x *account) step(key string) { x.strong(x.text("step."+key, nil)) }

// say prints a sentence of a step.
func (x *account) say(text string) { x.wrapped("  " + text) }

// taken tells the fate of each copy.
func (x *account) taken() {
	x.strong(Plain(x.s.Name + " (" + x.s.ID + ") · " + x.tier(x.s)))
	x.step("taken")
	var rows [][]string
	for i := range x.e.Instances {
		f := &x.e.Instances[i]
		what := x.text("instance."+f.Instance.Role.String(), nil)
		rows = append(rows, []string{x.fate(f.Taken), what, x.siteAt(&f.Instance.Site), x.takesOver(f), at(f.Instance.Place)})
	}
	for i := range x.e.Backups {
		f := &x.e.Backups[i]
		what := x.text("backup", templates.Args{"id": f.Backup.ID, "data": f.Backup.Data})
		rows = append(rows, []string{x.fate(f.Taken), what, x.siteAt(&f.Backup.Site), x.exposure(f), at(f.Backup.Place)})
	}
	if len(rows) == 0 {
		x.say(x.text("no_copy", nil))
		return
	}
	x.list(rows)
}

func (x *account) fate(taken bool) string {
	switch {
	case !taken:
		return x.l.Text("words.symbol.pass", nil) + " " + x.text("left", nil)
	case x.e.Played.Scenario.Kind.OutOfReach():
		return x.l.Text("words.symbol.fail", nil) + " " + x.text("away", nil)
	}
	return x.l.Text("words.symbol.fail", nil) + " " + x.text("gone", nil)
}

func (x *account) siteAt(r *inventory.Reference) string { return x.site(&x.Inventory.Sites[r.Index]) }

func (x *account) takesOver(f *scenario.InstanceFate) string {
	if f.TakesOver {
		return x.text("takes_over", nil)
	}
	return "–"
}

// exposure is what recovering from a backup would cost.
func (x *account) exposure(f *scenario.BackupFate) string {
	switch {
	case f.Taken:
		return "–"
	case f.Empty:
		return x.text("no_point", nil)
	case f.Exposure.Open():
		return x.text("point_unknown", nil)
	}
	return x.text("exposure", templates.Args{"loss": x.loss(f.Exposure)})
}

func at(p source.Place) string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// alone tells what the service does on its own, with its figures and their grounds.
func (x *account) alone() {
	x.step("alone")
	mechanism := x.e.Alone.Mechanism
	active, standby := x.left(inventory.Active), x.left(inventory.Standby)
	if len(x.e.Instances) > 0 {
		x.say(x.text("need", templates.Args{"need": x.e.Need, "active": active, "standby": standby}))
	}
	x.say(x.text("mechanism."+x.mechanism(active+standby), nil))
	if mechanism == scenario.None || mechanism == scenario.Continue {
		return
	}
	// What is lost or not proven rests on the backups alone, which the first step shows.
	if mechanism != scenario.Lost && mechanism != scenario.Unproven {
		x.figure("interruption", x.interruption(&scenario.Affected{Interruption: x.e.Alone.Interruption}), x.e.Alone.InterruptionFrom)
		x.figure("data_loss", x.loss(x.e.Alone.DataLoss), x.e.Alone.DataLossFrom)
	}
	if x.e.Result.Own == scenario.Wait {
		x.say(x.text("wait", templates.Args{"duration": x.l.Duration(x.e.Played.Scenario.Duration)}))
	}
}

// mechanism is the name of the sentence for what the service does.
func (x *account) mechanism(left int) string {
	m := x.e.Alone.Mechanism
	switch {
	case len(x.e.Instances) == 0:
		return "nowhere"
	case m == scenario.Restore && left > 0:
		return "restore_from_copy"
	case m == scenario.Lost && x.e.Played.Scenario.Kind.OutOfReach():
		return "lost_away"
	case m == scenario.Lost && len(x.e.Backups) == 0:
		return "lost_no_backup"
	}
	return m.String()
}

func (x *account) left(role inventory.Role) int {
	n := 0
	for i := range x.e.Instances {
		if f := &x.e.Instances[i]; !f.Taken && f.Instance.Role == role {
			n++
		}
	}
	return n
}

// figure prints a figure and below it what it rests on.
func (x *account) figure(key, value string, from []scenario.Ground) {
	x.say(x.text(key, templates.Args{"value": value}))
	for i := range from {
		x.wrapped("    " + Plain(x.ground(&from[i])))
	}
}

// ground says where a figure comes from.
func (x *account) ground(g *scenario.Ground) string {
	args := templates.Args{"at": at(g.At), "source": g.Source, "moment": x.moment(g)}
	if !g.From.IsZero() {
		args["from"], args["to"] = x.day(g.From), x.day(g.To)
		return x.text("ground.gap", args)
	}
	if g.Missing {
		return x.text("missing."+g.Key, args)
	}
	return x.text("ground."+g.Key, args)
}

// moment is when the newest recovery point was made, and its id where the tool gives one.
func (x *account) moment(g *scenario.Ground) string {
	if g.Time.IsZero() {
		return ""
	}
	text := x.day(g.Time)
	if g.Point != "" {
		text += " (" + g.Point + ")"
	}
	return text
}

// day is a date where the moment is the first instant of a day, which is what people mean who write one, else date
// and hour.
func (x *account) day(t time.Time) string {
	t = t.In(x.Inventory.Zone)
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return x.l.Date(t)
	}
	return x.l.Moment(t)
}

// needs tells what the service depends on, and which of it holds the service up.
func (x *account) needs() {
	x.step("needs")
	if len(x.e.Needs) == 0 {
		x.say(x.text("no_need", nil))
		return
	}
	var rows [][]string
	for i := range x.e.Needs {
		n := &x.e.Needs[i]
		on := &x.Inventory.Services[n.Service]
		rows = append(rows, []string{on.Name + " (" + on.ID + ")", x.tie(n), x.outcome(n.Result.Outcome), x.interruption(&n.Result), x.dataThere(n)})
	}
	x.list(rows)
	if len(x.e.Cycle) > 0 {
		x.say(x.text("cycle", templates.Args{"names": Plain(x.stage.names(x.e.Cycle))}))
	}
	switch {
	case x.e.HeldBy < 0 && len(x.e.Cycle) > 0:
		x.say(x.text("cycle_not_held", nil))
		return
	case x.e.HeldBy < 0:
		x.say(x.text("not_held", nil))
		return
	}
	x.say(x.text("held", templates.Args{
		"name": Plain(x.Inventory.Services[x.e.HeldBy].Name), "duration": x.interruption(&scenario.Affected{Interruption: x.e.Held}),
	}))
}

// tie is what binds the service to one that it needs.
func (x *account) tie(n *scenario.Need) string {
	if n.Stores {
		return x.text("tie.stores", nil)
	}
	return x.text("tie.depends", nil)
}

// dataThere is what is lost of data that the service stores in one that it needs.
func (x *account) dataThere(n *scenario.Need) string {
	if !n.Stores {
		return ""
	}
	return x.text("data_loss", templates.Args{"value": x.loss(n.Result.DataLoss)})
}

// result puts the steps together.
func (x *account) result() {
	x.step("result")
	r := &x.e.Result
	outcome := x.outcome(r.Outcome)
	if chain := x.because(x.e.Played, r); chain != "" {
		outcome = x.text("because", templates.Args{"outcome": outcome, "names": Plain(chain)})
	}
	x.say(x.text("outcome", templates.Args{"outcome": outcome}))
	x.say(x.text("interruption", templates.Args{"value": x.interruption(r)}))
	if x.e.HeldBy >= 0 && r.Own != scenario.None && r.Own != scenario.Continue && r.Own != scenario.Wait && !r.Interruption.Endless() {
		x.say("  " + x.text("side_by_side", nil))
	}
	x.say("  " + x.verdict("rto", r.RTO, seconds(x.s.RTO)))
	x.say(x.text("data_loss", templates.Args{"value": x.loss(r.DataLoss)}))
	x.say("  " + x.verdict("rpo", r.RPO, seconds(x.s.RPO)))
	if r.Unprotected {
		x.say(x.text("unprotected", nil))
	}
}

// verdict says whether a target is kept.
func (x *account) verdict(key string, met scenario.Met, target float64) string {
	if target < 0 {
		return x.text(key+".none", nil)
	}
	name := [...]string{scenario.Undecided: ".open", scenario.Kept: ".kept", scenario.Missed: ".missed"}[met]
	return x.text(key+name, templates.Args{"target": x.l.Duration(target)})
}
