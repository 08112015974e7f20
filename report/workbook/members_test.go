package workbook

import (
	"strconv"
	"strings"
	"testing"

	"coupefeu/report"
	"coupefeu/rules"
)

// addMembers gives the services members, one of them served by every service, and counts on a way of its own how their
// services stand; and refers the rules to two frameworks, of which one is not known to the program.
func addMembers(a *report.Assessment) {
	a.Members = []report.Member{{ID: "hamoir", Name: "=Hamoir", Kind: "commune", Population: 3800}, {ID: "zone", Name: "-Zone", Kind: "@zone"}, {ID: "none", Name: "nobody's"}}
	a.Summary.Members, a.Summary.ByMember = len(a.Members), map[string]report.Group{}
	for i := range a.Services {
		s := &a.Services[i]
		s.MemberIDs = []string{"hamoir", "zone"}[:1+i%2]
		s.Members = len(s.MemberIDs)
		for _, id := range s.MemberIDs {
			g := a.Summary.ByMember[id]
			g.Services++
			g.Checks = plus(g.Checks, s.Checks)
			switch s.Compliance {
			case report.Compliant:
				g.Compliant++
			case report.CompliantWithWaivers:
				g.CompliantWithWaivers++
			}
			a.Summary.ByMember[id] = g
		}
	}
	a.Summary.ByControl, a.Frameworks = map[string]map[string]report.Checks{"iso27001-2022": {}, "=own": {}}, nil
	for _, f := range []report.Framework{
		{ID: "iso27001-2022", Title: rules.Text{"fr": "ISO (fr)", "en": "ISO"}, Publisher: "ISO/IEC", Source: "https://www.iso.org/standard/27001",
			Controls: []report.Control{{ID: "A.8.13", Rules: ids(a.Rules)}, {ID: "A.8.14", Rules: ids(a.Rules[:2])}}},
		{ID: "=own", Title: rules.Text{"": "=own"}, Controls: []report.Control{{ID: "+1", Rules: ids(a.Rules[1:3])}, {ID: "4.1", Rules: ids(a.Rules[:1])}, {ID: "4.10", Rules: ids(a.Rules[3:4])}}},
	} {
		seen := map[string]bool{}
		for _, c := range f.Controls {
			for _, rule := range c.Rules {
				a.Summary.ByControl[f.ID][c.ID] = plus(a.Summary.ByControl[f.ID][c.ID], a.Summary.ByRule[rule])
				if !seen[rule] {
					seen[rule] = true
					f.Rules++
					f.Checks = plus(f.Checks, a.Summary.ByRule[rule])
				}
			}
		}
		a.Frameworks = append(a.Frameworks, f)
	}
}

func ids(pack []report.Rule) []string {
	var out []string
	for i := range pack {
		out = append(out, pack[i].ID)
	}
	return out
}

// TestMembersAndFrameworks reads a member whose size is not known, and a rule that two controls of a framework name.
func TestMembersAndFrameworks(t *testing.T) {
	f := opened(t, written(t, byHand(), "en"))
	if got := raw(t, f, "Members", find(t, f, "Members", "population")+"7"); got != "unknown" {
		t.Errorf("a population that is not given is %q", got)
	}
	if got := raw(t, f, "Members", find(t, f, "Members", "services")+"8"); got != "0" {
		t.Errorf("a member without a service has %q", got)
	}
	var first []string
	for row := range 10 {
		first = append(first, raw(t, f, "Frameworks", find(t, f, "Frameworks", "first")+strconv.Itoa(firstRow+row)))
	}
	if got := strings.Join(first, " "); got != "yes yes yes yes yes yes no no yes yes" {
		t.Errorf("rules are met first %s", got)
	}
}
