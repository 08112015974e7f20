package workbook

import (
	"math"
	"slices"
	"strings"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// recipe names what of the inventory a metric's figure is worked out from, as the assessment has it: the arguments of
// the text workbook.recipe.<metric>, which says what is done with them. It never says what comes out.
type recipe struct {
	fill  func(b *book, r *findingRow) args
	worst string // which data set counts of several, the one with the greatest or the least; empty: it is not by data set
}

// from is a recipe with one list of inputs.
func from(worst string, list func(b *book, r *findingRow) string) recipe {
	return recipe{func(b *book, r *findingRow) args { return args{"of": list(b, r)} }, worst}
}

// backupsAs lists the service's backups, each as a function words it.
func backupsAs(word func(*book, *report.Backup) string) func(*book, *findingRow) string {
	return func(b *book, r *findingRow) string {
		return b.bySet(r, func(x *report.Backup) string { return word(b, x) })
	}
}

// recipes is the one list of them, by metric.
var recipes = map[string]recipe{
	"backup.interval":                 from("greatest", backupsAs((*book).declaredEvery)),
	"backup.age":                      from("greatest", backupsAs((*book).newestPoint)),
	"backup.gap":                      from("greatest", backupsAs((*book).stream)),
	"backup.failed_runs":              {fill: failedRunsRecipe},
	"backup.size_drop":                {fill: sizesRecipe},
	"backup.retention":                from("least", backupsAs((*book).declaredRetention)),
	"backup.copies":                   from("least", backupsAs((*book).backupName)),
	"backup.media":                    from("least", backupsAs((*book).mediumOf)),
	"backup.offsite_copies":           {placements((*book).campusOf), "least"},
	"backup.confirmed_offsite_copies": {placements((*book).confirmedCampusOf), "least"},
	"backup.offsite_distance":         {distanceRecipe, "least"},
	"backup.immutable_copies":         from("least", backupsAs((*book).protection)),
	"backup.unencrypted_copies":       from("", backupsAs((*book).encryption)),
	"backup.undocumented":             from("", backupsAs((*book).sourceOf)),
	"restore_test.age":                from("greatest", testsAs((*book).testOutcome)),
	"restore_test.duration":           from("greatest", testsAs((*book).testDuration)),
	"restore_test.data_loss":          from("greatest", testsAs((*book).testLoss)),
	"restore_test.outdated":           {outdatedRecipe, "greatest"},
	"providers.count":                 from("", providersOf),
	"sites.count":                     from("", instancesAs((*book).siteCampus)),
	"sites.distance":                  from("", instancesAs((*book).sitePoint)),
	"sites.unconfirmed":               from("", confirmationsOf),
	"dependencies.weaker":             {fill: weakerRecipe},
	"record.missing":                  from("", recordOf),
	"scenario.data_lost":              {fill: scenariosAs(outcomeIn)},
	"scenario.interruption":           {fill: scenariosAs(interruptionIn)},
	"scenario.data_loss":              {fill: scenariosAs(lossIn)},
}

// recipe is what the auditor works out: inputs and operation with their values, then the limit. A metric that is not in
// the list is defined in the pack; its definition stands for the recipe.
func (b *book) recipe(r *findingRow) string {
	said := []string{b.operation(r)}
	if r.rule.Depth != "" && r.rule.Depth != anyDepth {
		said = append(said, b.text("recipe.depth", args{"depth": b.shared("words.depth."+r.rule.Depth, nil)}))
	}
	if r.Measured.Known == rules.None {
		said = append(said, b.text("recipe.nothing", nil))
	}
	said = append(said, b.text("recipe.limit", args{"limit": b.fullLimit(r)}))
	if r.Status == rules.Waived {
		said = append(said, b.text("recipe.waived", args{"waiver": r.Waiver}))
	}
	return strings.Join(said, " ")
}

// anyDepth is the least that a restore test can be: a rule that asks for it asks for nothing.
const anyDepth = "file"

// operation is the inputs and what is done with them; of several data sets too.
func (b *book) operation(r *findingRow) string {
	with, known := recipes[r.rule.Metric]
	if !known {
		return b.definition(r.rule)
	}
	filled := with.fill(b, r)
	filled["at"] = b.l.ShortMoment(b.AsOf)
	said := b.text("recipe."+r.rule.Metric, filled)
	if with.worst != "" && len(b.dataSets(r.Service)) > 1 {
		said += " " + b.text("recipe."+with.worst, nil)
	}
	if clock := b.clock(r); clock != "" {
		said += " " + clock
	}
	return said
}

// definition is what a metric measures, in words.
func (b *book) definition(r *report.Rule) string {
	if key := "metrics." + r.Metric + ".definition"; b.l.Has(key) {
		return b.shared(key, nil)
	}
	return b.in(r.Title)
}

// fullLimit is the limit with its direction in words, and whose target it is: "at most 24 h, the service's RTO".
func (b *book) fullLimit(r *findingRow) string {
	limit := templates.Workbook(b.words.Limit(r.Finding))
	if r.Limit.Bound == rules.AtMost {
		limit = b.shared("words.bound.at_most", nil) + " " + limit // "at least" is in it already, and "no target" needs none
	}
	if target := r.rule.Limits[r.service.Tier].Target; target != "" {
		limit += ", " + b.shared("diff.target."+strings.TrimPrefix(target, "service."), nil)
	}
	return limit
}

// longestRecipe is how many characters of a list a recipe shows: with the operation, what a printed cell holds.
const longestRecipe = 420

// enumerated joins inputs, and counts those beyond what fits.
func (b *book) enumerated(items []string, between string) string {
	if len(items) == 0 {
		return b.text("recipe.none", nil)
	}
	length := 0
	for i, item := range items {
		if length += len(item) + len(between); length > longestRecipe && i > 0 {
			return strings.Join(items[:i], between) + between + "+ " + b.l.Integer(int64(len(items)-i))
		}
	}
	return strings.Join(items, between)
}

// bySet lists a service's backups by data set, each as a function words it.
func (b *book) bySet(r *findingRow, word func(*report.Backup) string) string {
	backups, names := b.ownBackups(r.Service), b.dataSets(r.Service)
	sets := make([]string, len(names))
	for i, name := range names {
		var items []string
		for j := range backups {
			if backups[j].Data == name {
				items = append(items, word(&backups[j]))
			}
		}
		sets[i] = b.enumerated(items, ", ")
		if name == inventory.MainData {
			name = b.text("recipe.main", nil)
		}
		if len(names) > 1 {
			sets[i] = b.text("recipe.set", args{"data": name, "of": sets[i]})
		}
	}
	return b.enumerated(sets, " · ")
}

// dataSets are those of a service's backups, as they come.
func (b *book) dataSets(service string) []string {
	var names []string
	for _, x := range b.ownBackups(service) {
		if !slices.Contains(names, x.Data) {
			names = append(names, x.Data)
		}
	}
	return names
}

// ownBackups are the backups of a service. The assessment has them in the order of the services' ids.
func (b *book) ownBackups(service string) []report.Backup {
	from, _ := slices.BinarySearchFunc(b.Backups, service, func(x report.Backup, id string) int { return strings.Compare(x.Service, id) })
	to := from
	for to < len(b.Backups) && b.Backups[to].Service == service {
		to++
	}
	return b.Backups[from:to]
}

// item is an input with its value.
func item(name, value string) string { return name + " " + value }

// amount is a duration in a rule's unit, or the words for one that is not given.
func (b *book) amount(seconds *float64, u unit) string {
	if seconds == nil {
		return b.text("recipe.ungiven", nil)
	}
	return b.decimal(*seconds/unitSeconds[u], 2) + "\u00a0" + b.text("format."+u.String(), nil)
}

// decimal is a number with as many digits after the decimal sign as it needs, up to some.
func (b *book) decimal(value float64, most int) string {
	digits := 0
	for scaled := value; digits < most && math.Abs(scaled-math.Round(scaled)) > 1e-9; digits++ {
		scaled *= 10
	}
	return b.l.Decimal(value, digits)
}
