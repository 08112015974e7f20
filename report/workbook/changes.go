package workbook

import (
	"slices"
	"time"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// changes is what became of last quarter's findings and promises: one row per finding that opened or closed since, with
// its cause, then one row per commitment. Both are told by what they were before and what they are now.
var changes = sheet{key: changesKey, rows: changeCount, table: changesTable}

const changesKey = "changes"

// Kinds of rows, by the key that counts them apart.
const (
	aChange     = "change"
	aCommitment = "commitment"
)

// changeRow is one of the two, and its place in the sheet. What it speaks of may be gone: then it is told by the name
// that it had.
type changeRow struct {
	n               int
	kind            string
	rule, service   string // ids
	before, now     string // statuses, or states of a commitment; "" where it was not there
	number          int32  // of the finding; 0 where it is there no more, or none is named
	change          *report.Change
	commitment      *report.Commitment
	ruleTitle, name string
}

// changesTable has the changes in the order of the findings, then the commitments in the order in which a board asks
// after them.
func changesTable(b *book) *table {
	rows := append(b.changeRows(), b.commitmentRows()...)
	for i := range rows {
		rows[i].n = i + 1
		rows[i].ruleTitle, rows[i].name = b.ruleTitle(rows[i].rule), b.nameThen(rows[i].service)
	}
	t := tabulate(changesKey, rows, slices.Concat(changeIdentity(b), changeMove(b), changeDetail(b), changePromise(b), changeKeys()))
	t.identity = 3
	t.formats = append(verdicts("before.title", ""), verdicts("now.title", "")...)
	t.formats = append(t.formats, rule{"effect", "{effect}#>0", failedText}, rule{"effect", "{effect}#<0", passed})
	t.yields = []yielding{{"what", 24}, {"rule.title", 19.2}, {"service.name", 18}, {"document", 12}, {"provenance", 17.6}, {"cause.title", 15}, {"decision", 12}, {"what", 20}}
	t.says = b.changesSentence
	if b.Changes != nil {
		t.none = b.text("changes.unchanged", nil)
	}
	return t
}

// changeCount is how many rows there are.
func changeCount(b *book) int {
	if b.Changes == nil {
		return len(b.Commitments)
	}
	return len(b.Changes.Items) + len(b.Commitments)
}

// changeRows are the findings that opened or closed.
func (b *book) changeRows() []changeRow {
	if b.Changes == nil {
		return nil
	}
	var rows []changeRow
	for i := range b.Changes.Items {
		c := &b.Changes.Items[i]
		r := changeRow{kind: aChange, rule: c.Rule, service: c.Service, change: c}
		if c.Before != nil {
			r.before = *c.Before
		}
		if c.Now != nil {
			r.now = *c.Now
		}
		if c.Number != nil {
			r.number = *c.Number
		}
		rows = append(rows, r)
	}
	return rows
}

// commitmentRows are the promises, late ones first.
func (b *book) commitmentRows() []changeRow {
	place := map[string]int{}
	for i, id := range b.Highlights.Commitments.Order {
		place[id] = i
	}
	var rows []changeRow
	for i := range b.Commitments {
		c := &b.Commitments[i]
		r := changeRow{kind: aCommitment, rule: c.Rule, service: c.Service, now: c.State, commitment: c}
		if c.Before != nil {
			r.before = *c.Before
		}
		if c.Finding != nil {
			r.number = *c.Finding
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(x, y changeRow) int { return place[x.commitment.ID] - place[y.commitment.ID] })
	return rows
}

// ruleTitle is the title of a rule, of today's pack or of the earlier one.
func (b *book) ruleTitle(id string) string {
	if b.Changes != nil {
		if gone, there := b.Changes.GoneRules[id]; there {
			return b.in(gone)
		}
	}
	return templates.Workbook(b.words.Rule(id))
}

// nameThen is the name of a service, of today or of the quarter before.
func (b *book) nameThen(id string) string {
	if b.Changes != nil {
		if gone, there := b.Changes.GoneServices[id]; there {
			return gone
		}
	}
	return b.serviceName(id)
}

// changeIdentity says whether the row is of a finding or of a promise, and which service and rule it is about.
func changeIdentity(b *book) []column[changeRow] {
	kinds := map[string]string{aChange: b.text("changes.finding", nil), aCommitment: b.text("changes.commitment", nil)}
	return []column[changeRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *changeRow) cell { return count(r.n) }},
		{head{key: "kind.title", word: "kind", width: fit(13.6, quiet, indented, kinds[aChange], kinds[aCommitment]), font: quiet, align: indented}, func(r *changeRow) cell { return text(kinds[r.kind]) }},
		{head{key: "service.name", word: "service", width: 20, font: strong, wrap: true}, func(r *changeRow) cell { return text(r.name) }},
		{head{key: "rule.title", word: "rule", width: 22, wrap: true}, func(r *changeRow) cell { return text(r.ruleTitle) }},
	}
}

// changeMove says what it was, what it is, and why it is counted otherwise: by the effect, +1 or −1, the open findings
// of one quarter become those of the next.
func changeMove(b *book) []column[changeRow] {
	signed := map[bool]float64{true: 1, false: -1}
	return []column[changeRow]{
		{head{key: "before.title", word: "state-before", band: "move", width: 15.8, align: indented, wrap: true}, func(r *changeRow) cell {
			return b.stood(r, r.before, b.Changes != nil)
		}},
		{head{key: "now.title", word: "now", width: 15.8, align: indented, wrap: true}, func(r *changeRow) cell { return b.stood(r, r.now, true) }},
		{head{key: "cause.title", word: "cause", width: 19, align: indented, wrap: true}, func(r *changeRow) cell {
			if r.change == nil {
				return cell{}
			}
			return text(b.shared("diff.cause."+string(r.change.Cause), nil))
		}},
		{head{key: "effect", word: "effect-open", width: 8, align: right}, func(r *changeRow) cell {
			if r.change == nil {
				return cell{}
			}
			return cell{kind: figure, number: signed[r.change.Cause.Opens()], format: difference}
		}},
		{head{key: "finding.n", word: "finding", band: "see", width: 7.5, font: linked, align: right}, func(r *changeRow) cell {
			if r.number == 0 {
				return cell{}
			}
			return count(int(r.number)).to(b.table(findingsKey).place(int(r.number) - 1))
		}},
		{head{key: "reference", word: "waiver-or-commitment", width: 11.5, align: indented, wrap: true}, func(r *changeRow) cell {
			if r.change != nil {
				return text(r.change.Waiver)
			}
			return text(r.commitment.ID)
		}},
	}
}

// promiseSymbols tell promises apart at a glance, as the statuses of findings are. What is not due yet is no verdict.
var promiseSymbols = map[string]rules.Status{report.Late: rules.Fail, report.Undemonstrated: rules.Unknown, report.Kept: rules.Pass}

// stood is a status of a finding or a state of a promise, with its symbol; or the word for what was not there, where
// there was a quarter to be there.
func (b *book) stood(r *changeRow, state string, reported bool) cell {
	switch {
	case state == "" && reported:
		return text(b.text("changes.absent", nil)).in(quiet)
	case state == "":
		return cell{}
	case r.kind == aCommitment:
		word := b.shared("words.commitment."+state, nil)
		if s, marked := promiseSymbols[state]; marked {
			word = b.shared("words.symbol."+s.String(), nil) + " " + word
		}
		return text(word)
	}
	word := b.shared("words.status."+state, nil)
	if state != rules.NotApplicable.String() {
		word = b.shared("words.symbol."+state, nil) + " " + word
	}
	return text(word)
}

// changeDetail says why the finding is what it is now, or what was promised; and who must answer for it.
func changeDetail(b *book) []column[changeRow] {
	return []column[changeRow]{
		{head{key: "what", word: "reason-or-promise", band: "content", width: 30, align: indented, wrap: true}, func(r *changeRow) cell {
			switch {
			case r.commitment != nil:
				return text(r.commitment.What)
			case r.number == 0 || r.now == rules.NotApplicable.String():
				return cell{}
			}
			found := b.numberedFinding(r.number)
			return text(b.reason(&found))
		}},
		{head{key: "owner", word: "owner", width: 13, align: indented, wrap: true}, func(r *changeRow) cell {
			if r.commitment != nil {
				return text(r.commitment.Owner)
			}
			if s := b.service(r.service); s != nil {
				return text(s.Owner)
			}
			return cell{}
		}},
	}
}

// changePromise says who decided what was promised, until when, and what shows that it was done.
func changePromise(b *book) []column[changeRow] {
	promised := func(h head, of func(*report.Commitment) cell) column[changeRow] {
		return column[changeRow]{h, func(r *changeRow) cell {
			if r.commitment == nil {
				return cell{}
			}
			return of(r.commitment)
		}}
	}
	return []column[changeRow]{
		promised(head{key: "decision", word: "decision", band: "promise", width: 14, align: indented, wrap: true}, func(c *report.Commitment) cell { return text(c.Decision) }),
		promised(head{key: "due", word: "due", width: 9.5, align: right}, func(c *report.Commitment) cell { return b.day(c.Due.Add(-time.Second)) }),
		promised(head{key: "done_on", word: "done-on", width: 9.5, align: right}, func(c *report.Commitment) cell {
			if c.DoneOn == nil {
				return cell{}
			}
			return b.day(*c.DoneOn)
		}),
		promised(head{key: "document", word: "document", width: 14, align: indented, wrap: true}, func(c *report.Commitment) cell { return text(c.Document) }),
		promised(head{key: "provenance", word: "place", width: 18, font: quiet, wrap: true}, func(c *report.Commitment) cell { return at(c.File, c.Line) }),
	}
}

// changeKeys are the technical keys.
func changeKeys() []column[changeRow] {
	key := func(key string, width float64, of func(r *changeRow) string) column[changeRow] {
		return column[changeRow]{head{key: key, width: width, folded: true}, func(r *changeRow) cell { return text(of(r)) }}
	}
	return []column[changeRow]{
		key("kind", 12, func(r *changeRow) string { return r.kind }),
		key("rule", 20, func(r *changeRow) string { return r.rule }),
		key("service", 20, func(r *changeRow) string { return r.service }),
		key("before", 14, func(r *changeRow) string { return r.before }),
		key("now", 14, func(r *changeRow) string { return r.now }),
		key("cause", 13, func(r *changeRow) string {
			if r.change == nil {
				return ""
			}
			return string(r.change.Cause)
		}),
		key("reported_done", 9, func(r *changeRow) string {
			if r.commitment == nil {
				return ""
			}
			return answers[r.commitment.DoneOn != nil]
		}),
	}
}
