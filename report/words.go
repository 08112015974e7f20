package report

import (
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/templates"
)

// Words puts an assessment's findings into one language's words, so that the board's PDF, the workbook and the
// machine formats say the same of the same finding.
type Words struct {
	Language *templates.Language
	zone     *time.Location // the organisation's: evidence is read in UTC
	metrics  []string       // by rule
	units    []string
	targets  []map[string]string // by rule: tier to the target that the limit names
	tiers    []string            // by service
	titles   map[string]rules.Text
	places   map[string]string // of scenarios, by id: how people speak of them
	fixed    map[string]string // reasons that need no figure: those of what does not apply, which is much of any pack
}

// NewWords prepares the words of an assessment in a language.
func NewWords(l *templates.Language, a *Assessment) *Words {
	w := &Words{Language: l, zone: a.AsOf.Location(), titles: map[string]rules.Text{}, places: map[string]string{}, fixed: map[string]string{}}
	for i := range a.Scenarios {
		w.places[a.Scenarios[i].ID] = w.Scenario(&a.Scenarios[i])
	}
	for _, key := range []string{"tier", "inapplicable"} {
		w.fixed[key] = l.Text("reasons."+key, nil)
	}
	for i := range a.Rules {
		r := &a.Rules[i]
		w.titles[r.ID] = r.Title
		targets := map[string]string{}
		for tier, limit := range r.Limits {
			targets[tier] = limit.Target
		}
		w.metrics, w.units, w.targets = append(w.metrics, r.Metric), append(w.units, r.Unit), append(w.targets, targets)
	}
	for i := range a.Services {
		w.tiers = append(w.tiers, a.Services[i].Tier)
	}
	return w
}

// Measured is the figure of a finding as people read it: "61 h", "0 to 1", "never tested", "failed on 12 May".
func (w *Words) Measured(f *rules.Finding) string {
	l := w.Language
	switch f.Measured.Known {
	case rules.Inapplicable:
		return l.Text("words.status.not_applicable", nil)
	case rules.None:
		if strings.HasSuffix(f.Reason.Key, ".failed") {
			return l.Text("metrics."+w.metrics[f.RuleIndex]+".failed", templates.Args{"on": l.Date(f.Reason.Facts.On)})
		}
		return l.Text("metrics."+w.metrics[f.RuleIndex]+".none", nil)
	}
	if f.Limit.Bound == rules.NoBound {
		return l.Bounds(f.Measured.Low, f.Measured.High, w.units[f.RuleIndex])
	}
	// Rounded figures may read like a limit that they do not keep.
	return l.Against(f.Measured.Low, f.Measured.High, f.Limit.Value, w.units[f.RuleIndex])
}

// Limit is the limit of a finding as people read it: "24 h", "at least 50 km". It is the word for "not applicable"
// where there is none, and the word for a target that is not set where the limit is one.
func (w *Words) Limit(f *rules.Finding) string {
	l := w.Language
	switch {
	case f.Limit.Bound != rules.NoBound:
		return l.Limit(f.Limit.Bound.String(), f.Limit.Value, w.units[f.RuleIndex])
	case f.Status == rules.NotApplicable:
		return l.Text("words.status.not_applicable", nil)
	}
	return l.Text("words.target.missing", nil)
}

// RuleLimit is a rule's limit for a tier in the short form of tables: "24 h", "objective", "–" where it does not apply.
func (w *Words) RuleLimit(r *Rule, tier string) string {
	limit, given := r.Limits[tier]
	switch {
	case !given:
		return "–"
	case limit.Target != "":
		return w.Language.Text("words.target."+strings.TrimPrefix(limit.Target, "service."), nil)
	}
	return w.Language.Figure(limit.Value, r.Unit)
}

// Reason is the sentence that says why a finding's figure is what it is.
func (w *Words) Reason(f *rules.Finding) string {
	if text, known := w.fixed[f.Reason.Key]; known {
		return text
	}
	sentence := w.Language.TextWith("reasons."+w.reasonKey(f), func(name string) any { return w.argument(f, name) })
	if facts := f.Reason.Facts; facts != nil && facts.Data != "" && facts.Data != inventory.MainData {
		return w.Language.Text("reasons.data_set", templates.Args{"sentence": sentence, "data": facts.Data})
	}
	return sentence
}

// argument words what a reason names. It is asked only for what the sentence has, for there are millions of them.
func (w *Words) argument(f *rules.Finding, name string) any {
	facts := f.Reason.Facts
	switch {
	case name == "measured":
		return w.Measured(f)
	case name == "limit":
		return w.Limit(f)
	case name == "n" && (facts == nil || facts.Number == 0):
		return int(f.Measured.Low)
	case facts == nil:
		return nil
	}
	switch name {
	case "n":
		return facts.Number
	case "data":
		return facts.Data
	case "backup":
		return facts.Backup
	case "site":
		return facts.Site
	case "from":
		return w.moment(facts.From)
	case "to":
		return w.moment(facts.To)
	case "on":
		return w.moment(facts.On)
	case "names":
		return w.Language.List(w.names(f))
	}
	return nil
}

// names are what a reason lists. The keys of a record that are not given, and scenarios, have words in the language;
// all others are ids.
func (w *Words) names(f *rules.Finding) []string {
	metric := w.metrics[f.RuleIndex]
	out := make([]string, 0, len(f.Reason.Facts.Names))
	for _, name := range f.Reason.Facts.Names {
		switch {
		case metric == "record.missing":
			name = w.Language.Text("words.field."+name, nil)
		case strings.HasPrefix(metric, "scenario."):
			name = w.places[name]
		}
		out = append(out, name)
	}
	return out
}

// Scenario is how people speak of a scenario: its name, and what happens there where the name does not say.
func (w *Words) Scenario(s *Scenario) string {
	name := s.Name
	if s.Names != nil {
		name = s.Names.In(w.Language.Tag())
	}
	kind := w.Language.Text("words.scenario."+s.Kind, nil)
	if strings.EqualFold(name, kind) {
		return name
	}
	return name + ", " + kind
}

// Notice is a notice in the language, or as it is where the language has no text for it.
func (w *Words) Notice(n inventory.Notice) string {
	if text, known := w.Language.Notice(n.Code, n.Args); known {
		return text
	}
	return n.Text
}

// reasonKey is the name of the sentence. Without a target set it depends on which one the limit names.
func (w *Words) reasonKey(f *rules.Finding) string {
	if f.Reason.Key != "no_target" {
		return f.Reason.Key
	}
	return "no_target." + strings.TrimPrefix(w.targets[f.RuleIndex][w.tiers[f.ServiceIndex]], "service.")
}

// moment is a date where the moment is the first instant of a day, else date and hour, on the organisation's clock.
func (w *Words) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(w.zone)
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return w.Language.Date(t)
	}
	return w.Language.Moment(t)
}

// Tier is the word for a tier: the language's own where it knows the id, else the id as the pack writes it.
func (w *Words) Tier(id string) string {
	if key := "words.tier." + id; w.Language.Has(key) {
		return w.Language.Text(key, nil)
	}
	return id
}

// Rule is the title of a rule, or its id where the pack has it no more.
func (w *Words) Rule(id string) string {
	if title, known := w.titles[id]; known {
		return title.In(w.Language.Tag())
	}
	return id
}

// LastDay is the day on which a waiver ends, as people name it: that of its last instant, which belongs to the day
// before where it is midnight.
func (w *Waiver) LastDay() time.Time { return w.Expires.Add(-time.Second) }
