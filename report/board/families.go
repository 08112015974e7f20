package board

import (
	"strings"

	"coupefeu/report"
)

// family is a group of rules that a page shows together: those whose metric begins with one of the prefixes.
type family struct {
	title    string // key
	prefixes []string
}

// families are the groups in the order in which pages show them. The last takes what no other does: expressions.
var families = []family{
	{"board.family.backups", []string{"backup."}},
	{"board.family.restores", []string{"restore_test."}},
	{"board.family.sites", []string{"sites.", "providers."}},
	{"board.family.scenarios", []string{"scenario."}},
	{"board.family.record", []string{"dependencies.", "record."}},
	{"board.family.others", []string{""}},
}

// of is the place of a rule's family.
func familyOf(r *report.Rule) int {
	for i, f := range families {
		for _, prefix := range f.prefixes {
			if strings.HasPrefix(r.Metric, prefix) {
				return i
			}
		}
	}
	return len(families) - 1
}

// ruleGroup is the rules of one family, in pack order.
type ruleGroup struct {
	title string
	rules []*report.Rule
}

// ruleGroups are the pack's rules by family, families without a rule left out, at most so many rules in all.
func (b *board) ruleGroups(most int) []ruleGroup {
	groups := make([]ruleGroup, len(families))
	for i := range b.a.Rules {
		r := &b.a.Rules[i]
		at := familyOf(r)
		groups[at].title = b.l.Text(families[at].title, nil)
		groups[at].rules = append(groups[at].rules, r)
	}
	var out []ruleGroup
	for _, g := range groups {
		g.rules = g.rules[:min(len(g.rules), most)]
		most -= len(g.rules)
		if len(g.rules) > 0 {
			out = append(out, g)
		}
	}
	return out
}
