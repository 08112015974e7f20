package ci

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// diffView is a difference being told in one language.
type diffView struct {
	*report.Difference
	l     *templates.Language
	words *report.Words
	parts []diffPart
}

// diffPart is the findings of one cause, the gravest first, then as findings are sorted.
type diffPart struct {
	cause report.Cause
	items []*report.DiffItem
}

const (
	arrow  = " → "
	absent = "–"
)

func newDiffView(d *report.Difference, l *templates.Language) *diffView {
	v := &diffView{Difference: d, l: l, words: &report.Words{Language: l}}
	byCause := map[report.Cause][]*report.DiffItem{}
	for i := range d.Items {
		item := &d.Items[i]
		byCause[item.Cause] = append(byCause[item.Cause], item)
	}
	for _, cause := range diffOrder() {
		if items := byCause[cause]; len(items) > 0 {
			slices.SortStableFunc(items, func(a, b *report.DiffItem) int { return cmp.Compare(gravity(b), gravity(a)) })
			v.parts = append(v.parts, diffPart{cause, items})
		}
	}
	return v
}

// diffOrder is the order in which causes are told: what opens findings first, regressions before all, for they fail the
// gate.
func diffOrder() []report.Cause {
	order := slices.Clone(report.Causes[:])
	slices.SortStableFunc(order, func(a, b report.Cause) int { return cmp.Compare(closes(a), closes(b)) })
	return order
}

func closes(c report.Cause) int {
	if c.Opens() {
		return 0
	}
	return 1
}

// gravity is the severity of an item as a number, more for the graver.
func gravity(i *report.DiffItem) int {
	return slices.Index(rules.Severity(0).Words(), i.Severity)
}

// title names the organisation and the two quarters. Two assessments of one quarter are told apart by the line below.
func (v *diffView) title() string {
	text := v.Organisation.Name + " · " + v.side(&v.Old)
	if now := v.side(&v.New); now != v.side(&v.Old) {
		text += arrow + now
	}
	return text
}

func (v *diffView) side(s *report.DiffSide) string {
	text := v.l.Period(s.Period)
	if s.Fictitious {
		text += " (" + v.l.Text("summary.fictitious", nil) + ")"
	}
	if s.Draft {
		text += " (" + v.l.Text("summary.draft", nil) + ")"
	}
	return text
}

func (v *diffView) moments() string {
	old, now := v.l.Moment(v.Old.AsOf), v.l.Moment(v.New.AsOf)
	if old == now { // two checks that ran in one minute
		return v.l.Text("summary.as_of", templates.Args{"moment": now})
	}
	return v.l.Text("diff.as_of", templates.Args{"old": old, "new": now})
}

func (v *diffView) verdict() string {
	return v.l.Text("diff.verdict", templates.Args{"n": v.Regressions()})
}

// diffFigure is one headline figure before and now.
type diffFigure struct{ label, before, now string }

// figures are the headline figures. One that an assessment does not have is a dash there, and left out if neither has it.
func (v *diffView) figures() []diffFigure {
	old, now := &v.Old.Figures, &v.New.Figures
	all := []diffFigure{
		{"open", v.of(v.Opening, v.OpeningChecks), v.of(v.Closing, v.ClosingChecks)},
		{"compliant", v.of(old.Compliant, old.Services), v.of(now.Compliant, now.Services)},
		{"compliant_with_waivers", v.of(old.CompliantWithWaivers, old.Services), v.of(now.CompliantWithWaivers, now.Services)},
		{"demonstrated", v.share(old.Demonstrated), v.share(now.Demonstrated)},
		{"worst", v.worst(v.Old.Worst), v.worst(v.New.Worst)},
	}
	all = slices.DeleteFunc(all, func(f diffFigure) bool { return f.before == absent && f.now == absent })
	for i := range all {
		all[i].label = v.l.Text("diff.figure."+all[i].label, nil)
	}
	return all
}

// of is a count with its denominator.
func (v *diffView) of(n, total int) string {
	return v.l.Text("diff.of", templates.Args{"count": n, "total": total})
}

func (v *diffView) share(s *float64) string {
	if s == nil {
		return absent
	}
	return v.l.Percent(*s)
}

func (v *diffView) worst(w *report.WorstCampus) string {
	if w == nil {
		return absent
	}
	return v.l.Text("diff.worst", templates.Args{"lost": w.Lost, "unproven": w.Unproven, "campus": w.Name})
}

// label is what stands before a colon.
func (v *diffView) label(label, value string) string {
	return v.l.Text("diff.label", templates.Args{"label": label, "value": value})
}

func (v *diffView) cause(c report.Cause) string { return v.l.Text("diff.cause."+string(c), nil) }

// signed is a count as it is added or taken away.
func (v *diffView) signed(c report.Cause) string {
	n := int64(v.ByCause[c])
	if c.Opens() {
		return "+" + v.l.Integer(n)
	}
	return v.l.Integer(-n)
}

func (v *diffView) heading(p *diffPart) string {
	return v.label(v.cause(p.cause), v.l.Integer(int64(len(p.items))))
}

// The columns of each list, by the keys of their heads.
var (
	findingColumns = []string{"summary.head.severity", "summary.head.service", "summary.head.rule", "summary.head.measured",
		"summary.head.limit", "summary.head.owner"}
	ruleColumns    = []string{"diff.head.rule", "diff.head.change", "diff.head.limits"}
	serviceColumns = []string{"summary.head.service", "summary.head.tier", "summary.head.owner"}
)

// row is an item in findingColumns.
func (v *diffView) row(i *report.DiffItem) []string {
	severity := absent
	if i.Severity != "" {
		severity = v.l.Text("words.severity."+i.Severity, nil)
	}
	before, now := v.before(i), v.now(i)
	return []string{severity, i.Name, v.rule(i.Rule), moved(v.measured(&before), v.measured(&now)), moved(v.limit(&before), v.limit(&now)), i.Owner}
}

func (v *diffView) rule(id string) string { return v.Named[id].Title.In(v.l.Tag()) }

// moved is what something was and is; once where that is the same, or where it was or is not there.
func moved(before, now string) string {
	switch {
	case before == now || before == "":
		return now
	case now == "":
		return before
	}
	return before + arrow + now
}

// reading is one side of an item.
type reading struct {
	status   *string
	metric   string
	measured *report.DiffMeasured
	limit    *report.DiffLimit
	failed   *time.Time
}

func (v *diffView) before(i *report.DiffItem) reading {
	return reading{i.Before, v.Named[i.Rule].MetricBefore, i.MeasuredBefore, i.LimitBefore, i.FailedBefore}
}

func (v *diffView) now(i *report.DiffItem) reading {
	return reading{i.Now, v.Named[i.Rule].MetricNow, i.MeasuredNow, i.LimitNow, i.FailedNow}
}

// measured is a figure as people read it, beside the limit that it had to keep; "" where the finding is not there.
func (v *diffView) measured(r *reading) string {
	switch {
	case r.status == nil:
		return ""
	case *r.status == rules.NotApplicable.String():
		return v.l.Text("words.status.not_applicable", nil)
	case r.measured == nil:
		return v.none(r)
	}
	high := math.Inf(1)
	if r.measured.High != nil {
		high = *r.measured.High
	}
	if r.limit == nil {
		return v.l.Bounds(r.measured.Low, high, r.measured.Unit)
	}
	return v.l.Against(r.measured.Low, high, r.limit.Value, r.measured.Unit)
}

// none is what a metric calls it that what it asks for does not exist.
func (v *diffView) none(r *reading) string {
	none, failed := "metrics."+r.metric+".none", "metrics."+r.metric+".failed"
	switch {
	case r.failed != nil && v.l.Has(failed):
		return v.l.Text(failed, templates.Args{"on": v.l.Date(*r.failed)})
	case v.l.Has(none):
		return v.l.Text(none, nil)
	}
	return absent
}

// limit is what a figure was held against; "" where the finding is not there.
func (v *diffView) limit(r *reading) string {
	switch {
	case r.status == nil:
		return ""
	case r.limit != nil:
		return v.l.Limit(r.limit.Bound, r.limit.Value, r.limit.Unit)
	case *r.status == rules.NotApplicable.String():
		return absent
	}
	return v.l.Text("words.target.missing", nil)
}

// ruleRow is a rule in ruleColumns: what of it changed, and its limits before and now for the tiers that it changed for.
func (v *diffView) ruleRow(c *report.RuleChange) []string {
	words, tiers := slices.Clone(c.Parts), c.Tiers
	if c.Kind != report.RuleChanged {
		words, tiers = []string{c.Kind}, v.Tiers
	}
	for i, word := range words {
		if key := "diff.part." + word; v.l.Has(key) {
			words[i] = v.l.Text(key, nil)
		}
	}
	name := v.Named[c.Rule]
	var list []string
	for _, tier := range tiers {
		before := v.written(c.LimitsBefore, tier, &ruleAsks{c.Kind == report.RuleAdded, name.BoundBefore, name.UnitBefore})
		now := v.written(c.LimitsNow, tier, &ruleAsks{c.Kind == report.RuleRemoved, name.BoundNow, name.UnitNow})
		if limits := moved(before, now); limits != absent {
			list = append(list, v.label(v.words.Tier(tier), limits))
		}
	}
	return []string{v.rule(c.Rule), strings.Join(words, ", "), strings.Join(list, " · ")}
}

// ruleAsks is how a pack's limits of a rule are to be read.
type ruleAsks struct {
	nothing     bool // the pack does not have the rule
	bound, unit string
}

// written is a rule's limit for a tier as the pack writes it: a value, or the service's own target.
func (v *diffView) written(limits map[string]report.Limit, tier string, r *ruleAsks) string {
	limit, given := limits[tier]
	switch {
	case r.nothing:
		return ""
	case !given:
		return absent
	case limit.Target != "":
		return v.l.Text("diff.target."+strings.TrimPrefix(limit.Target, "service."), nil)
	}
	return v.l.Limit(r.bound, limit.Value, r.unit)
}

// counted is the heading of a list that is not one of findings.
func (v *diffView) counted(section string, n int) string {
	return v.label(v.l.Text("diff.section."+section, nil), v.l.Integer(int64(n)))
}

// serviceRow is a service in serviceColumns.
func (v *diffView) serviceRow(s *report.DiffService) []string {
	return []string{s.Name, v.words.Tier(s.Tier), s.Owner}
}

// names are the heads of columns.
func (v *diffView) names(columns []string) []string {
	row := make([]string, len(columns))
	for i, key := range columns {
		row[i] = v.l.Text(key, nil)
	}
	return row
}
