package workbook

import (
	"math"

	"coupefeu/rules"
)

// A finding's proof is what lies under the + for whoever works it out again: inputs and operation, every place that the
// figure rests on, its two ends as plain numbers, and the status that follows from these. Where nobody scrolls any more
// it is left out, as the sentence above the table says: the sample is there for that.

// proves tells whether each finding has its proof.
func (b *book) proves() bool { return len(b.Findings) <= wrapRows }

// proof is the columns while they are made, with what their rows repeat.
type proof struct {
	*book
	comparison
}

// findingProof is the columns of the proof. Of what does not apply there is nothing to work out.
func findingProof(b *book) []column[findingRow] {
	p := &proof{b, b.comparison()}
	proves := b.proves()
	folded := func(h head, of func(*findingRow) cell) column[findingRow] {
		h.folded = true
		return column[findingRow]{h, func(r *findingRow) cell {
			if !proves || r.Status == rules.NotApplicable {
				return cell{}
			}
			return of(r)
		}}
	}
	return []column[findingRow]{
		folded(head{key: "recipe", word: "recipe", width: 42}, func(r *findingRow) cell { return text(b.recipe(r)) }),
		folded(head{key: "provenance.all", word: "provenance-all", width: 30}, func(r *findingRow) cell { return text(everyPlace(r.Provenance)) }),
		folded(head{key: "low", word: "low", width: 11, align: right}, p.low),
		folded(head{key: "high", word: "high", width: 11, align: right}, p.high),
		folded(head{key: "verdict", word: "verdict", width: 12}, p.verdict),
		folded(head{key: "agrees", word: "review-match", width: 12}, p.compare),
	}
}

// low and high are the ends of what was measured; empty where there is nothing to measure. What is not known lies
// between 0 and ∞.
func (p *proof) low(r *findingRow) cell { return p.end(r, r.Measured.Low) }

func (p *proof) high(r *findingRow) cell { return p.end(r, r.Measured.High) }

func (p *proof) end(r *findingRow, end float64) cell {
	switch {
	case r.Measured.Known != rules.Measured:
		return cell{}
	case math.IsInf(end, 1):
		return text("∞")
	}
	return p.figure(end, r.rule)
}

// The formulas of a verdict, by bound, first that applies: nothing there, no limit set, then the ends against the limit.
// A spreadsheet takes every word to be greater than every number, so ∞ keeps no limit from above and fails none from
// below.
var verdictFormulas = map[string]string{
	"at_most":  `IF({low}#="","fail",IF(ISTEXT({limit.value}#),"unknown",IF({low}#>{limit.value}#,"fail",IF({high}#<={limit.value}#,"pass","unknown"))))`,
	"at_least": `IF({low}#="","fail",IF(ISTEXT({limit.value}#),"unknown",IF({high}#<{limit.value}#,"fail",IF({low}#>={limit.value}#,"pass","unknown"))))`,
}

// verdict is the status that follows from the figures of the row, before any waiver.
func (p *proof) verdict(r *findingRow) cell {
	return cell{kind: words, text: p.follows(r).String(), formula: verdictFormulas[r.rule.Bound]}
}

// follows is what the formula comes to, by the figures that the row shows.
func (p *proof) follows(r *findingRow) rules.Status {
	low, high, limit := p.low(r), p.high(r), p.limitCell(r)
	most, endless := r.rule.Bound == "at_most", high.kind == words
	switch {
	case low.kind == nothing:
		return rules.Fail
	case limit.kind == words:
		return rules.Unknown
	case most && low.number > limit.number, !most && !endless && high.number < limit.number:
		return rules.Fail
	case most && !endless && high.number <= limit.number, !most && low.number >= limit.number:
		return rules.Pass
	}
	return rules.Unknown
}

// compare compares the verdict with the status: of what is waived, with the one that it had before.
func (p *proof) compare(r *findingRow) cell {
	with, status := "{status}#", r.Status
	if r.Status == rules.Waived {
		with, status = "{before}#", r.Before
	}
	return cell{kind: words, text: p.said[p.follows(r) == status], formula: p.asks("{verdict}#=" + with)}
}
