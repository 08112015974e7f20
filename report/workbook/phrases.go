package workbook

import (
	"strings"
	"time"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// phrase is what is said of a finding in words, as in the board's PDF.
type phrase struct{ measured, limit, reason string }

// phrases keeps what was said: most of a million findings read like another one, which stands near, since rows are sorted
// by status, rule and tier.
type phrases struct {
	words *report.Words
	known map[subject]phrase
	last  *rules.Finding
	said  phrase // of the last
}

// mostPhrases is how many phrases are kept, so that they take a megabyte or two, however many rows there are.
const mostPhrases = 4096

// subject is all that the words about a finding depend on. What is new in a finding and changes its words must be here
// too; a test asks that of each of the facts.
type subject struct {
	rule               int32
	tier, key          string
	applies            bool
	measured           rules.Figure
	limit              rules.Limit
	data, backup, site string
	number             int
	names              string
	from, to, on       time.Time
}

// of returns what is said of a finding of a service in a tier.
func (p *phrases) of(f *rules.Finding, tier string) phrase {
	if f == p.last {
		return p.said
	}
	s := subjectOf(f, tier)
	said, known := p.known[s]
	if !known {
		if len(p.known) >= mostPhrases {
			clear(p.known)
		}
		w := p.words
		said = phrase{templates.Workbook(w.Measured(f)), templates.Workbook(w.Limit(f)), templates.Workbook(w.Reason(f))}
		p.known[s] = said
	}
	p.last, p.said = f, said
	return said
}

// subjectOf is what the words about a finding of a service in a tier depend on.
func subjectOf(f *rules.Finding, tier string) subject {
	s := subject{rule: f.RuleIndex, tier: tier, key: f.Reason.Key, applies: f.Status != rules.NotApplicable, measured: f.Measured, limit: f.Limit}
	if facts := f.Reason.Facts; facts != nil {
		s.data, s.backup, s.site, s.number = facts.Data, facts.Backup, facts.Site, facts.Number
		s.names = strings.Join(facts.Names, "\x00")
		s.from, s.to, s.on = facts.From, facts.To, facts.On
	}
	return s
}

// phrase is what is said of a finding.
func (b *book) phrase(r *findingRow) phrase { return b.phrases.of(r.Finding, r.service.Tier) }
