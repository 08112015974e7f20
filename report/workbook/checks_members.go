package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"coupefeu/report"
	"coupefeu/rules"
)

// memberChecks checks the members: one by one in their own sheet, where each count is a formula over the services that
// serve the member, and all added up. Each service counts once for every member that it serves, so the counts of all
// members are those of the services, each times its members.
func (b *book) memberChecks() []checkGroup {
	g := b.begin(b.say("members"))
	if b.membersRecounted() {
		g.count(b.say("members-agree"), inSummary+"by_member", len(b.Members), only(membersKey, "agrees", b.verdictOK()))
	}
	var all report.Group
	for i := range b.Members {
		m := b.Summary.ByMember[b.Members[i].ID]
		all.Services += m.Services
		all.Compliant += m.Compliant
		all.CompliantWithWaivers += m.CompliantWithWaivers
		all.Checks = summed(all.Checks, m.Checks)
	}
	path := inSummary + "by_member.*."
	g.count(b.say("member-services"), path+"services", all.Services, total(servicesKey, "members"))
	for _, c := range []struct {
		key, title, compliance string
		n                      int
	}{{"compliant", b.say("compliant"), report.Compliant, all.Compliant},
		{"compliant_with_waivers", b.say("compliant-waived"), report.CompliantWithWaivers, all.CompliantWithWaivers}} {
		title := b.text("reconciliation.by-member", args{"figure": c.title})
		g.count(title, path+c.key, c.n, total(servicesKey, "members").and(condition{key: "compliance", text: c.compliance}))
	}
	for _, s := range statuses {
		key := "checks." + s.String()
		title := b.text("reconciliation.by-member", args{"figure": b.statusTitle(s)})
		g.add(b.timesMembers(title, path+key, key, of(all.Checks, s)))
	}
	return append([]checkGroup{g}, b.servedChecks())
}

// mostServed is how many services have their members counted one by one.
const mostServed = 300

// servedChecks checks how many members a service serves, by the ids in its row.
func (b *book) servedChecks() checkGroup {
	g := b.begin(b.say("served")).asDetail()
	atRisk, untested := map[string]bool{}, map[string]bool{}
	if h := b.Highlights.Scenarios; h != nil {
		for i := range h.AtRisk {
			atRisk[h.AtRisk[i].Service] = true
		}
	}
	if r := b.Highlights.Restores; r != nil {
		for i := range b.Findings {
			if f := &b.Findings[i]; f.Rule == r.Rule && f.Measured.Known == rules.None {
				untested[f.Service] = true
			}
		}
	}
	for _, i := range b.shownServices() {
		var sections []string
		if atRisk[b.Services[i].ID] {
			sections = append(sections, onLost)
		}
		if untested[b.Services[i].ID] {
			sections = append(sections, onRestores)
		}
		g.on(sections...).add(b.servedBy(i))
	}
	return g
}

// summed are the checks of both.
func summed(x, y report.Checks) report.Checks {
	return report.Checks{Pass: x.Pass + y.Pass, Fail: x.Fail + y.Fail, Unknown: x.Unknown + y.Unknown, Waived: x.Waived + y.Waived,
		NotApplicable: x.NotApplicable + y.NotApplicable}
}

// timesMembers checks a count of all members by that of the services, each times the members that it serves.
func (b *book) timesMembers(title, path, key string, n int) check {
	t := b.table(servicesKey)
	var parts []string
	for part := range t.names {
		parts = append(parts, "SUMPRODUCT("+t.spans("members")[part]+","+t.spans(key)[part]+")")
	}
	c := check{title: title, path: path, value: float64(n), format: whole, formula: strings.Join(parts, "+"),
		words: b.text("reconciliation.product", args{"sheet": b.sheetName(servicesKey), "column": key})}
	members, column := t.column("members"), t.column(key)
	for row := range t.rows {
		c.result += t.at(row, members).number * t.at(row, column).number
	}
	return c
}

// shownServices are the services whose members are counted one by one: all of them, or where they are many those that the
// board's PDF names: what a scenario loses or leaves unproven, then what was never brought back.
func (b *book) shownServices() []int {
	var out []int
	if len(b.Services) <= mostServed {
		for i := range b.Services {
			out = append(out, i)
		}
		return out
	}
	seen := map[int]bool{}
	add := func(i int) {
		if !seen[i] && len(out) < mostServed {
			seen[i] = true
			out = append(out, i)
		}
	}
	if h := b.Highlights.Scenarios; h != nil {
		for _, risk := range h.AtRisk {
			add(b.services[risk.Service])
		}
	}
	if r := b.Highlights.Restores; r != nil {
		for i := range b.Findings {
			if f := &b.Findings[i]; f.Rule == r.Rule && f.Measured.Known == rules.None && f.Status != rules.NotApplicable {
				add(int(f.ServiceIndex))
			}
		}
	}
	return out
}

// servedBy is a check of how many members a service serves: all of them, or those whose ids stand in its row.
func (b *book) servedBy(i int) check {
	s, t := &b.Services[i], b.table(servicesKey)
	c := check{title: s.Name, path: fmt.Sprintf("services[%d].members", i), value: float64(s.Members), format: whole}
	if s.ServesAll {
		q := every(membersKey, "member")
		c.formula, c.result, c.words = b.formula(q), b.value(q), b.inPlainWords(q)
		return c
	}
	ids := t.cell("members.id", i)
	c.result = float64(len(s.MemberIDs))
	c.formula = "MAX(0,LEN(" + ids + ")-LEN(SUBSTITUTE(" + ids + `,"` + idMark + `",""))-1)`
	c.words = b.text("reconciliation.ids-in", args{"sheet": b.sheetName(servicesKey), "column": "members.id", "id": letters(t.column("members.id")) + strconv.Itoa(firstRow+i)})
	return c
}
