package report

import (
	"cmp"
	"slices"
	"strings"

	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// Framework is a standard or a law whose controls the pack's rules refer to, and what its checks come to. Checks of
// several rules are added up, and a rule that serves several controls counts once for the framework.
type Framework struct {
	ID        string     `json:"id"`
	Title     rules.Text `json:"title"` // its id where the program does not know it
	Publisher string     `json:"publisher"`
	Source    string     `json:"source"` // where the publisher keeps it
	Rules     int        `json:"rules"`  // that refer to it
	Checks    Checks     `json:"checks"`
	Controls  []Control  `json:"controls"` // in the order in which people count: 4.2 before 4.10
}

// Control is one control of a framework. Its checks are those of Summary.ByControl.
type Control struct {
	ID    string   `json:"id"`
	Rules []string `json:"rules"` // ids of those that serve it, in pack order
}

// describeFrameworks lists the frameworks that the rules refer to: those that the program knows in its own order, then
// the others by id.
func describeFrameworks(pack []Rule, byRule map[string]Checks) []Framework {
	known, err := packs.Frameworks()
	if err != nil {
		panic(err) // the file is part of the program
	}
	out := []Framework{}
	for _, f := range known {
		out = append(out, Framework{ID: f.ID, Title: rules.Text(f.Title), Publisher: f.Publisher, Source: f.Source, Controls: []Control{}})
	}
	for _, id := range referredTo(pack) {
		if !slices.ContainsFunc(out, func(f Framework) bool { return f.ID == id }) {
			out = append(out, Framework{ID: id, Title: rules.Text{"": id}, Controls: []Control{}})
		}
	}
	for i := range out {
		out[i].fill(pack, byRule)
	}
	return slices.DeleteFunc(out, func(f Framework) bool { return f.Rules == 0 })
}

// referredTo are the ids of all frameworks, sorted.
func referredTo(pack []Rule) []string {
	var ids []string
	for i := range pack {
		for id := range pack[i].References {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// fill adds the rules that refer to the framework, their checks and the controls that they name.
func (f *Framework) fill(pack []Rule, byRule map[string]Checks) {
	serving := map[string][]string{}
	for i := range pack {
		controls, refers := pack[i].References[f.ID]
		if !refers {
			continue
		}
		f.Rules++
		f.Checks.add(byRule[pack[i].ID])
		for _, control := range controls {
			serving[control] = append(serving[control], pack[i].ID)
		}
	}
	for id, served := range serving {
		f.Controls = append(f.Controls, Control{ID: id, Rules: served})
	}
	slices.SortFunc(f.Controls, func(a, b Control) int { return compareNumbered(a.ID, b.ID) })
}

const digits = "0123456789"

// compareNumbered compares names as people count: runs of digits by their value, all else letter by letter.
func compareNumbered(a, b string) int {
	for x, y := a, b; x != "" || y != ""; {
		var textX, textY, numberX, numberY string
		textX, x = cutAt(x, strings.IndexAny(x, digits))
		textY, y = cutAt(y, strings.IndexAny(y, digits))
		numberX, x = cutAt(x, firstOther(x))
		numberY, y = cutAt(y, firstOther(y))
		numberX, numberY = strings.TrimLeft(numberX, "0"), strings.TrimLeft(numberY, "0")
		// Of two numbers without zeros before them the longer is the greater.
		if order := cmp.Or(cmp.Compare(textX, textY), cmp.Compare(len(numberX), len(numberY)), cmp.Compare(numberX, numberY)); order != 0 {
			return order
		}
	}
	return cmp.Compare(a, b)
}

// firstOther is where a text goes on after the digits that it begins with; −1 where it does not.
func firstOther(text string) int {
	return strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune(digits, r) })
}

// cutAt parts a text before a byte, or after its end for −1.
func cutAt(text string, at int) (before, after string) {
	if at < 0 {
		return text, ""
	}
	return text[:at], text[at:]
}
