package workbook

import (
	"fmt"
	"strings"

	"coupefeu/report"
)

// memberChecks checks the members against the services. Each service counts once for every member that it serves, so
// the counts of all members, added up, are those of the services, each times its members.
func (b *book) memberChecks() checkGroup {
	g := b.begin(b.say("members"), onVerdict)
	g.count(b.say("member"), inSummary+"members", b.Summary.Members, every(membersKey, "member"))
	g.section = ""
	var all report.Group
	for i := range b.Members {
		m := b.Summary.ByMember[b.Members[i].ID]
		all.Services += m.Services
		all.Compliant += m.Compliant
		all.CompliantWithWaivers += m.CompliantWithWaivers
		all.Checks = summed(all.Checks, m.Checks)
	}
	path := inSummary + "by_member.*."
	served := b.text("reconciliation.member-services", nil)
	g.count(served, path+"services", all.Services, total(membersKey, "services"))
	g.count(served, path+"services", all.Services, total(servicesKey, "members"))
	for _, c := range []struct {
		key, title, compliance string
		n                      int
	}{{"compliant", b.say("compliant"), report.Compliant, all.Compliant},
		{"compliant_with_waivers", b.say("compliant-waived"), report.CompliantWithWaivers, all.CompliantWithWaivers}} {
		title := b.text("reconciliation.by-member", args{"figure": c.title})
		g.count(title, path+c.key, c.n, total(membersKey, c.key))
		g.count(title, path+c.key, c.n, query{plus: []where{{table: servicesKey, sum: "members", keys: []string{"compliance"}, values: []string{c.compliance}}}})
	}
	for _, s := range statuses {
		key := "checks." + s.String()
		title := b.text("reconciliation.by-member", args{"figure": b.statusTitle(s)})
		g.count(title, path+key, of(all.Checks, s), total(membersKey, key))
		g.checks = append(g.checks, b.timesMembers(title, path+key, key, of(all.Checks, s)))
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

// controlChecks checks the frameworks: each as a whole, where a rule counts once, and control by control.
func (b *book) controlChecks() checkGroup {
	g := b.begin(b.say("frameworks"), onTrust)
	for i := range b.Frameworks {
		f := &b.Frameworks[i]
		title := b.in(f.Title)
		for _, s := range statuses {
			g.count(title+" · "+b.statusTitle(s), fmt.Sprintf("frameworks[%d].checks.%s", i, s), of(f.Checks, s), checksWhere(s.String(), "framework", f.ID, "first", "yes"))
		}
		for _, c := range f.Controls {
			for _, s := range statuses[:len(statuses)-1] { // what does not apply is no control's
				g.count(title+" · "+c.ID+" · "+b.statusTitle(s), inSummary+"by_control."+f.ID+"."+c.ID+"."+s.String(), of(b.Summary.ByControl[f.ID][c.ID], s),
					checksWhere(s.String(), "control.id", controlID(f.ID, c.ID)))
			}
		}
	}
	return g
}

// checksWhere adds the checks of a status up over the rules of a framework or a control.
func checksWhere(status string, pairs ...string) query {
	q := both(frameworksKey, pairs...)
	q.plus[0].sum = "checks." + status
	return q
}
