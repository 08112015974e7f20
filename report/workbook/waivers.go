package workbook

import (
	"slices"

	"coupefeu/report"
	"coupefeu/templates"
)

// waivers is who accepted what until when, and what it hides. The sum of what they hide is reconciled with the
// findings.
var waivers = sheet{key: waiversKey, table: waiversTable}

const waiversKey = "waivers"

// waiverRow is one waiver and its place in the sheet.
type waiverRow struct {
	*report.Waiver
	n int
}

// waiversTable lists every waiver, those that hide nothing too: an expired one that nobody noticed is a finding of its
// own kind.
func waiversTable(b *book) *table {
	rows := make([]waiverRow, len(b.Waivers))
	inForce, hides := 0, 0
	for i := range b.Waivers {
		rows[i] = waiverRow{&b.Waivers[i], i + 1}
		hides += rows[i].Hides
		if rows[i].State == "in_force" {
			inForce++
		}
	}
	t := tabulate(waiversKey, rows, slices.Concat(waiverIdentity(b), waiverDecision(b), waiverKeys(b)))
	t.identity = 3
	t.sentence = b.text("waivers.sentence", args{"n": len(rows), "force": inForce, "hides": hides})
	t.yields = []yielding{{"reason", 18}, {"services", 17}, {"approved_by", 13}, {"decision", 13}}
	t.formats = append(verdicts("state.title", ""), rule{"days_left", "{days_left}#<0", failedText})
	return t
}

// stateSymbols tell waivers apart at a glance: in force, over or void, without effect. The word follows.
var stateSymbols = map[string]string{"in_force": "◊", "expired": "✗", "too_long": "✗", "idle": "–", "future": "–"}

// waiverIdentity says which waiver it is, and what it accepts.
func waiverIdentity(b *book) []column[waiverRow] {
	hidden := b.firstHidden()
	return []column[waiverRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *waiverRow) cell {
			return count(r.n)
		}},
		{head{key: "id", word: "waiver", width: 12.5, font: strong, align: indented, wrap: true}, func(r *waiverRow) cell {
			return text(r.ID)
		}},
		{head{key: "state.title", word: "state", width: 13, wrap: true}, func(r *waiverRow) cell {
			return text(stateSymbols[r.State] + " " + b.shared("words.waiver."+r.State, nil))
		}},
		{head{key: "before.title", word: "state-before", width: 12, font: quiet, wrap: true}, b.stateBefore},
		{head{key: "rule.title", word: "rule", band: "hidden", width: 20, align: indented, wrap: true}, func(r *waiverRow) cell {
			return text(templates.Workbook(b.words.Rule(r.Rule)))
		}},
		{head{key: "services", word: "covers", width: 21.5, wrap: true}, func(r *waiverRow) cell {
			return text(b.serviceNames(r.Services))
		}},
		{head{key: "hides", word: "hides", width: 8.5, align: right}, func(r *waiverRow) cell {
			if first := hidden[r.ID]; first > 0 && r.n <= wrapRows {
				return some(r.Hides).in(counted).to(b.table(findingsKey).place(int(first) - 1))
			}
			return some(r.Hides)
		}},
		{head{key: "hides_fail", word: "hides-fail", width: 7.5, align: right}, func(r *waiverRow) cell { return some(r.HidesFail) }},
		{head{key: "hides_unknown", word: "hides-unknown", width: 7.5, align: right}, func(r *waiverRow) cell {
			return some(r.HidesUnknown)
		}},
	}
}

// firstHidden is the number of the first finding that each waiver hides, by its id.
func (b *book) firstHidden() map[string]int32 {
	first := map[string]int32{}
	for i := range b.Findings {
		f := &b.Findings[i]
		if n, known := first[f.Waiver]; f.Waiver != "" && (!known || f.Number < n) {
			first[f.Waiver] = f.Number
		}
	}
	return first
}

// some is a count of which only those above zero should catch the eye.
func some(n int) cell {
	if n == 0 {
		return count(n).in(quiet)
	}
	return count(n)
}

// stateBefore is the state of a waiver in the previous quarter; without one there is nothing to say.
func (b *book) stateBefore(r *waiverRow) cell {
	switch {
	case r.Before != nil:
		return text(stateSymbols[*r.Before] + " " + b.shared("words.waiver."+*r.Before, nil))
	case b.Highlights.Waivers.Since != nil:
		return text(b.text("waivers.absent", nil))
	}
	return cell{}
}

// waiverDecision says who decided what, when, and until when. Dates of an end are the last day that counts.
func waiverDecision(b *book) []column[waiverRow] {
	return []column[waiverRow]{
		{head{key: "reason", word: "waiver-reason", band: "decision", width: 25, align: indented, wrap: true}, func(r *waiverRow) cell {
			return text(r.Reason)
		}},
		{head{key: "approved_by", word: "approved-by", width: 16, align: indented, wrap: true}, func(r *waiverRow) cell { return text(r.ApprovedBy) }},
		{head{key: "approved_on", word: "approved-on", width: 9.5, align: right}, func(r *waiverRow) cell {
			return b.day(r.ApprovedOn)
		}},
		{head{key: "decision", word: "decision", width: 16, align: indented, wrap: true}, func(r *waiverRow) cell {
			return text(r.Decision)
		}},
		{head{key: "renews", word: "renews", width: 8, align: right}, func(r *waiverRow) cell { return some(len(r.Renews)) }},
		{head{key: "expires", word: "expires", band: "term", width: 9.5, align: right}, func(r *waiverRow) cell {
			return b.day(r.LastDay())
		}},
		{head{key: "days_left", word: "days-left", width: 8.5, align: right}, func(r *waiverRow) cell {
			return cell{kind: figure, number: float64(r.DaysLeft), format: b.format.days}
		}},
		{head{key: "too_long_for", word: "too-long-for", width: 14, align: indented, wrap: true}, func(r *waiverRow) cell {
			return text(b.serviceNames(r.TooLongFor))
		}},
		{head{key: "provenance", word: "place", band: "evidence", width: 16, align: indented, wrap: true}, func(r *waiverRow) cell {
			return at(r.File, r.Line)
		}},
	}
}

// waiverKeys are the technical keys. The rule leads to its row, if the pack still has it.
func waiverKeys(b *book) []column[waiverRow] {
	return []column[waiverRow]{
		{head{key: "state", width: 10, folded: true}, func(r *waiverRow) cell { return text(r.State) }},
		{head{key: "rule", width: 20, folded: true}, func(r *waiverRow) cell {
			at := slices.IndexFunc(b.Rules, func(x report.Rule) bool { return x.ID == r.Rule })
			if at < 0 || r.n > wrapRows {
				return text(r.Rule)
			}
			return text(r.Rule).toward(b.table(rulesKey).place(at))
		}},
		{head{key: "services.id", width: 20, folded: true}, func(r *waiverRow) cell { return text(listed(r.Services)) }},
		{head{key: "renews.id", width: 20, folded: true}, func(r *waiverRow) cell { return text(listed(r.Renews)) }},
		{head{key: "renewed", width: 9, folded: true}, func(r *waiverRow) cell { return text(answers[len(r.Renews) > 0]) }},
		{head{key: "decisions", width: 18, folded: true}, func(r *waiverRow) cell { return text(b.decisionsOf().waivers[r.ID]) }},
		{head{key: "ends_soon", width: 9, folded: true}, func(r *waiverRow) cell { return text(answers[r.EndsSoon]) }},
		{head{key: "granted", width: 9, folded: true}, func(r *waiverRow) cell { return text(answers[r.Granted]) }},
		{head{key: "before", width: 10, folded: true}, func(r *waiverRow) cell {
			if r.Before == nil {
				return cell{}
			}
			return text(*r.Before)
		}},
	}
}
