package workbook

import (
	"strconv"

	"coupefeu/report"
	"coupefeu/rules"
)

// serviceInputs is what the service's figures are worked out from and no visible column says: when it changed, what it
// needs to run, and its instances one by one. Those are lists in the order of the inventory, with ids and figures as
// the recipes of the findings use them.
func serviceInputs(b *book) []column[serviceRow] {
	each := func(key, word string, width float64, of func(*report.Instance) string) column[serviceRow] {
		return column[serviceRow]{head{key: "instances." + key, word: word, width: width, folded: true}, func(r *serviceRow) cell {
			return text(inTurn(r.Instances, of))
		}}
	}
	return []column[serviceRow]{
		{head{key: "changed", word: "changed", width: 9.5, align: right, folded: true}, func(r *serviceRow) cell {
			if r.Changed == nil {
				return cell{}
			}
			return b.day(*r.Changed)
		}},
		{head{key: "min_active", word: "min-active", width: 10, align: right, folded: true}, func(r *serviceRow) cell { return count(r.MinActive) }},
		{head{key: "rebuild_time", word: "rebuild-time", width: 10, align: right, folded: true}, func(r *serviceRow) cell { return b.target(r.RebuildTime) }},
		{head{key: "depends_on.id", width: 18, folded: true}, func(r *serviceRow) cell { return text(listed(r.DependsOn)) }},
		{head{key: "stores_data_in.id", width: 18, folded: true}, func(r *serviceRow) cell { return text(listed(r.StoresIn)) }},
		each("site", "instances", 18, func(i *report.Instance) string { return i.Site }),
		each("role", "roles", 16, func(i *report.Instance) string { return i.Role }),
		each("confirmed", "instances-confirmed", 12, func(i *report.Instance) string { return answers[i.Confirmed] }),
		each("campus", "campuses", 18, func(i *report.Instance) string { return b.whereabouts(i.Site).Campus }),
		each("provider", "providers", 16, func(i *report.Instance) string { return b.whereabouts(i.Site).Provider }),
		each("coordinates", "coordinates", 22, func(i *report.Instance) string { return degrees(b.whereabouts(i.Site)) }),
		each("failover_time", "failover-times", 14, func(i *report.Instance) string { return inSeconds(i.FailoverTime) }),
		each("replication_lag", "replication-lags", 14, func(i *report.Instance) string { return inSeconds(i.ReplicationLag) }),
	}
}

// inTurn lists something of each instance, in their order.
func inTurn(instances []report.Instance, of func(*report.Instance) string) string {
	out := make([]string, len(instances))
	for i := range instances {
		out[i] = of(&instances[i])
	}
	return listed(out)
}

// whereabouts is a site by its id; nothing is known of one that is not listed.
func (b *book) whereabouts(id string) *report.Site {
	if s := b.site(id); s != nil {
		return s
	}
	return &report.Site{}
}

// nowhere stands for what is not given in a list, so that the others keep their places.
const nowhere = "–"

// degrees are a site's latitude and longitude.
func degrees(s *report.Site) string {
	if len(s.Coordinates) != 2 {
		return nowhere
	}
	return exact(s.Coordinates[0]) + "/" + exact(s.Coordinates[1])
}

// inSeconds is a length of time. The unit keeps a list of one from looking like a number.
func inSeconds(seconds *float64) string {
	if seconds == nil {
		return nowhere
	}
	return exact(*seconds) + " s"
}

// exact is a number as machines read it.
func exact(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// balances is what follows from a service's counts, first that applies.
const balances = `IF({checks.pass}#+{checks.fail}#+{checks.unknown}#+{checks.waived}#=0,"` + report.NothingToCheck + `",` +
	`IF({checks.fail}#+{checks.unknown}#>0,"` + report.NotCompliant + `",` +
	`IF({checks.waived}#>0,"` + report.CompliantWithWaivers + `","` + report.Compliant + `")))`

// serviceProof counts a service's open findings again on their sheet, and draws its balance again from its counts.
func serviceProof(b *book) []column[serviceRow] {
	c := b.comparison()
	var counted, compared string // once asked for: findings know their services too
	proven := func(h head, of func(*serviceRow) cell) column[serviceRow] {
		h.folded = true
		return column[serviceRow]{h, func(r *serviceRow) cell {
			if !b.proves() {
				return cell{}
			}
			return of(r)
		}}
	}
	return []column[serviceRow]{
		proven(head{key: "open.recounted", word: "open-recounted", width: 11, align: right}, func(r *serviceRow) cell {
			if counted == "" {
				counted, compared = b.openOf("{service}#")
			}
			open := count(b.openFound(r.ID))
			open.formula = counted
			if unconditional(r.ID) || figureLike.MatchString(r.ID) {
				open.formula = compared
			}
			return open
		}),
		proven(head{key: "balance", word: "balance", width: 20}, func(r *serviceRow) cell {
			return cell{kind: words, text: r.Checks.Compliance(), formula: balances}
		}),
		proven(head{key: "agrees", word: "review-match", width: 12}, func(r *serviceRow) cell {
			open := b.openFound(r.ID)
			return cell{kind: words, text: c.said[r.Checks.Compliance() == r.Compliance && open == r.Checks.Open()],
				formula: c.asks("AND({balance}#={compliance}#,{open.recounted}#={checks.fail}#+{checks.unknown}#)")}
		}),
	}
}

// openFound is how many open findings of a service there are.
func (b *book) openFound(service string) int {
	s := b.standingOf(service)
	return int(s[rules.Fail].n + s[rules.Unknown].n)
}

// openOf counts a service's open findings on their sheet: as auditors know it, and for an id that could not be a condition
// or be taken for another one, by comparing each row. Where each finding has its proof, there is one such sheet.
func (b *book) openOf(service string) (counted, compared string) {
	t := b.table(findingsKey)
	services, statuses := t.spans("service")[0], t.spans("status")[0]
	for _, status := range []rules.Status{rules.Fail, rules.Unknown} {
		is := `"` + status.String() + `"`
		counted += "+COUNTIFS(" + services + "," + service + "," + statuses + "," + is + ")"
		compared += "+(" + statuses + "=" + is + ")"
	}
	return counted[1:], "SUMPRODUCT(EXACT(" + services + "," + service + ")*(" + compared[1:] + "))"
}
