package rules

import (
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// rule reads what of a rule depends on its metric and on the pack's tiers.
func (r *reader) rule(f *ruleFile, n *source.Node) Rule {
	out := Rule{ID: f.ID, Title: f.Title, Why: f.Why, Remedy: f.Remedy, References: f.References, Place: f.Place}
	if key, value := n.Find("when"); value != nil && !value.Empty() {
		r.d.Fail(key, "conditions (`when`) are not built in yet: delete this key")
	}
	out.Metric = r.metric(n)
	out.Severity = r.severities(n)
	out.Bound, out.Limits = r.limits(n, out.Metric)
	r.checkSeverities(n, &out)
	if out.Metric != nil {
		r.options(f, n, &out)
	}
	return out
}

// metric finds the metric that a rule names; nil where there is none, which has been reported.
func (r *reader) metric(n *source.Node) *Metric {
	key, value := n.Find("metric")
	if value == nil || value.Empty() {
		return nil
	}
	if value.Kind == source.Mapping {
		r.d.Fail(key, "expressions (`metric: {expr: …}`) are not built in yet: name a metric such as `backup.age`")
		return nil
	}
	var name string
	if r.d.Field(key, value, &name); name == "" {
		return nil
	}
	m := metricNamed(name)
	if m == nil {
		r.d.Fail(value, "there is no metric %s%s", source.Quoted(name), suggest(name, metricNames()))
		return nil
	}
	return m
}

// severities reads one severity for every tier, or one a tier.
func (r *reader) severities(n *source.Node) []Severity {
	out := make([]Severity, len(r.tiers))
	key, value := n.Find("severity")
	if value == nil || value.Empty() {
		return out
	}
	if value.Kind != source.Mapping {
		var all Severity
		r.d.Field(key, value, &all)
		for i := range out {
			out[i] = all
		}
		return out
	}
	for tier, word := range value.Pairs {
		if place := r.tier(tier); place >= 0 && !word.Empty() {
			r.d.Field(tier, word, &out[place])
		}
	}
	return out
}

// checkSeverities reports a tier that has a limit and no severity.
func (r *reader) checkSeverities(n *source.Node, rule *Rule) {
	value := n.Get("severity")
	if value == nil || value.Kind != source.Mapping {
		return
	}
	for i, tier := range r.tiers {
		if named := value.Get(tier); rule.Limits[i].Given && (named == nil || named.Empty()) {
			r.d.Fail(value, "the tier %s has a limit, but no severity: give it one", source.Quoted(tier))
		}
	}
}

// options reads the keys that only some metrics take.
func (r *reader) options(f *ruleFile, n *source.Node, out *Rule) {
	for _, option := range []struct {
		key   string
		takes bool
		whose string
	}{
		{"depth", out.Metric.TakesDepth, "restore_test.*"},
		{"scenarios", out.Metric.TakesScenarios, "scenario.*"},
	} {
		if key, value := n.Find(option.key); value != nil && !value.Empty() && !option.takes {
			r.d.Fail(key, "`%s` is for `%s` metrics: `%s` takes none", option.key, option.whose, out.Metric.Name)
		}
	}
	if out.Metric.TakesDepth {
		out.Depth = f.Depth.Value
		if !f.Depth.Given {
			out.Depth = inventory.DepthFile
		}
	}
	if out.Metric.TakesScenarios {
		out.Scenarios = r.kinds(f, n)
	}
}

// kinds lists the kinds of scenario that a rule looks at, campus where it does not say.
func (r *reader) kinds(f *ruleFile, n *source.Node) []string {
	if len(f.Scenarios) == 0 {
		return []string{scenario.Campus.String()}
	}
	out := make([]string, 0, len(f.Scenarios))
	for i, k := range f.Scenarios {
		if slices.Contains(f.Scenarios[:i], k) && k != scenario.KindUnknown {
			r.d.Fail(&n.Get("scenarios").Children[i], "`%s` stands twice in this list: delete one", k)
		}
		out = append(out, k.String())
	}
	return out
}

// references are the controls of each framework that a rule serves, in the order in which they are written.
type references []Reference

// DecodeNode reads a mapping from frameworks to lists of controls.
func (r *references) DecodeNode(d *source.Decoder, n *source.Node) {
	if n.Kind != source.Mapping {
		d.Expect(n, "a mapping from frameworks to lists of controls, such as {iso27001-2022: [A.8.13]}")
		return
	}
	for key, value := range n.Pairs {
		if value.Empty() {
			continue
		}
		reference := Reference{Framework: key.Text}
		d.Field(key, value, &reference.Controls)
		*r = append(*r, reference)
		for i, control := range reference.Controls {
			if control != "" && slices.Contains(reference.Controls[:i], control) {
				d.Fail(&value.Children[i], "the control %s stands twice in this list: delete one", source.Quoted(control))
			}
		}
	}
}
