package workbook

import (
	"fmt"
	"strings"

	"coupefeu/report"
)

// mostPairs is up to how many pairs of a member and a service each member's counts are formulas over the services. Nine
// formulas a member read every service; more than that would keep the reader waiting.
const mostPairs = 400_000

// membersRecounted tells whether each member's counts are formulas. Where a service names more members than its cell
// holds, they could not come to the same.
func (b *book) membersRecounted() bool {
	if len(b.Members) == 0 || len(b.Members)*len(b.Services) > mostPairs || len(b.Services) > b.mostRows {
		return false
	}
	for i := range b.Services {
		if length := 0; !b.Services[i].ServesAll {
			for _, id := range b.Services[i].MemberIDs {
				length += len(id) + len(idMark)
			}
			if length >= longestText {
				return false
			}
		}
	}
	return true
}

// memberCount is a count of the services of a member: how it is formed of their rows.
type memberCount struct {
	key  string // of the column
	sum  string // the column of the services that is added up; empty: they are counted
	when string // the compliance that counts; empty: any
	of   func(*report.Group) *int
}

// memberCounts are the counts that formulas make, in the order of their columns.
var memberCounts = []memberCount{
	{"services", "", "", func(g *report.Group) *int { return &g.Services }},
	{"compliant", "", report.Compliant, func(g *report.Group) *int { return &g.Compliant }},
	{"compliant_with_waivers", "", report.CompliantWithWaivers, func(g *report.Group) *int { return &g.CompliantWithWaivers }},
	{"checks.pass", "checks.pass", "", func(g *report.Group) *int { return &g.Checks.Pass }},
	{"checks.fail", "checks.fail", "", func(g *report.Group) *int { return &g.Checks.Fail }},
	{"checks.unknown", "checks.unknown", "", func(g *report.Group) *int { return &g.Checks.Unknown }},
	{"checks.waived", "checks.waived", "", func(g *report.Group) *int { return &g.Checks.Waived }},
	{"checks.not_applicable", "checks.not_applicable", "", func(g *report.Group) *int { return &g.Checks.NotApplicable }},
}

// formula counts the services that serve everybody, and those that name the member of the row.
func (c *memberCount) formula(services *table) string {
	at := func(key string) string { return services.spans(key)[0] }
	everybody, named := at("members.all")+`,"yes"`, `ISNUMBER(FIND("`+idMark+`"&{member}#&"`+idMark+`",`+at("members.id")+"))"
	switch {
	case c.sum != "":
		return "SUMIFS(" + at(c.sum) + "," + everybody + ")+SUMPRODUCT(1*" + named + "," + at(c.sum) + ")"
	case c.when != "":
		return "COUNTIFS(" + everybody + "," + at("compliance") + `,"` + c.when + `")+SUMPRODUCT(` + named + "*(" + at("compliance") + `="` + c.when + `"))`
	}
	return "COUNTIFS(" + everybody + ")+SUMPRODUCT(1*" + named + ")"
}

// recountMembers counts, by member, what the rows of the services say.
func (b *book) recountMembers() map[string]*report.Group {
	out := make(map[string]*report.Group, len(b.Members))
	for i := range b.Members {
		out[b.Members[i].ID] = &report.Group{}
	}
	for i := range b.Services {
		s := &b.Services[i]
		if !s.ServesAll {
			for _, id := range s.MemberIDs {
				serve(out[id], s)
			}
			continue
		}
		for _, g := range out {
			serve(g, s)
		}
	}
	return out
}

// serve counts a service among those of a member; of one that is gone nothing is counted.
func serve(g *report.Group, s *report.Service) {
	if g == nil {
		return
	}
	g.Services++
	switch s.Compliance {
	case report.Compliant:
		g.Compliant++
	case report.CompliantWithWaivers:
		g.CompliantWithWaivers++
	}
	g.Checks = summed(g.Checks, s.Checks)
}

// recounting makes the counts of members formulas over the services, and adds what the assessment says of each beside,
// folded, with a verdict on both.
func (b *book) recounting(columns []column[memberRow]) []column[memberRow] {
	if !b.membersRecounted() {
		return columns
	}
	services, recounted := b.table(servicesKey), b.recountMembers()
	var said []column[memberRow]
	var same []string
	for _, c := range memberCounts {
		formula := c.formula(services)
		for i := range columns {
			if columns[i].key != c.key {
				continue
			}
			columns[i].cell = func(r *memberRow) cell {
				n := count(*c.of(recounted[r.ID]))
				n.formula = formula
				return n
			}
		}
		said = append(said, column[memberRow]{head{key: "json." + c.key, width: 11, align: right, folded: true}, func(r *memberRow) cell { return count(*c.of(&r.Group)) }})
		same = append(same, fmt.Sprintf("{%s}#={json.%s}#", c.key, c.key))
	}
	said = append(said, column[memberRow]{head{key: "agrees", word: "agrees", width: 11, folded: true}, func(r *memberRow) cell {
		verdict := cell{kind: words, text: b.verdictOK(), formula: "IF(AND(" + strings.Join(same, ",") + `),"` + b.verdictOK() + `","` + literal(b.verdictNot()) + `")`}
		for _, c := range memberCounts {
			if *c.of(recounted[r.ID]) != *c.of(&r.Group) {
				verdict.text = b.verdictNot()
			}
		}
		return verdict
	}})
	return append(columns, said...)
}

// memberMarks are key columns that hold several ids each: the scenarios that interrupt a service for the member or cost it
// data, and the figures of decisions that count it.
func memberMarks(b *book) []column[memberRow] {
	hit, effects := b.membersStruck(), b.decisionsOf().byMember
	key := func(key string, of marks[string]) column[memberRow] {
		return column[memberRow]{head{key: key, width: 18, folded: true}, func(r *memberRow) cell { return text(of[r.ID]) }}
	}
	return []column[memberRow]{key("interrupted_in", hit.interrupted), key("losing_in", hit.losing), key("effects", effects)}
}
