package board

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// drawQuarter draws what moved since the quarter before, how the last quarters went, and what became of the promises.
func drawQuarter(b *board) {
	c := b.a.Changes
	if c == nil {
		b.lead(b.l.Text("board.quarter.first", nil), b.unusableReports(), b.l.Text("board.quarter.first_rest", nil))
	} else {
		b.lead(b.changesMessage(c), b.older(), b.l.Text("board.quarter.open", nil), b.fixedAndWorse(c))
		b.Skip(gapPart)
		b.waterfall(c)
		b.Skip(gapLine)
		b.trend()
	}
	if b.a.Highlights.Commitments.All > 0 {
		b.Skip(gapText)
		b.promises()
	}
}

// shortQuarter tells whether the section is but a sentence, and perhaps a few promises that the page before has room for.
func shortQuarter(b *board) bool {
	return b.a.Changes == nil && briefRoom+b.promisesHeight(b.a.Highlights.Commitments.All) < b.Left()
}

// unusableReports says where to read why earlier reports that were found are not used.
func (b *board) unusableReports() string {
	if !slices.ContainsFunc(b.a.Notices, func(n inventory.Notice) bool { return report.AboutHistory(n) }) {
		return ""
	}
	if !b.draws("trust") {
		return b.l.Text("board.quarter.unusable_elsewhere", b.sheet("workbook.sheet.notices"))
	}
	return b.l.Text("board.quarter.unusable", templates.Args{"page": b.PageOf("trust")})
}

// changesMessage counts what was open then and what is open now.
func (b *board) changesMessage(c *report.Changes) string {
	before, now := lastDay(c.OpeningAsOf), lastDay(b.a.AsOf)
	// The same number twice reads like a mistake; "as many" does not.
	closing := "board.quarter.now"
	if c.Closing == c.Opening && c.Opening > 0 {
		closing = "board.quarter.as_many"
	}
	// The year is said once where it is the same.
	opened := b.endOf(c.OpeningAsOf, before.Year() != now.Year())
	closed := b.l.Text(closing, templates.Args{"n": c.Closing, "at": b.endOf(b.a.AsOf, true)})
	return b.l.Text("board.quarter.message", templates.Args{"n": c.Opening, "at": opened, "now": closed})
}

// endOf is when a report was made: at the end of a month, or on a day.
func (b *board) endOf(moment time.Time, withYear bool) string {
	day := lastDay(moment)
	// A draft is made within the quarter, and a time zone may move an old report's midnight: then the day is said.
	if hour, minute, second := moment.Clock(); moment.Day() != 1 || hour+minute+second > 0 {
		return b.l.Text("board.quarter.on", templates.Args{"date": b.l.Date(day)})
	}
	month := b.l.Text("dates.month."+strconv.Itoa(int(day.Month())), nil)
	if !withYear {
		return b.l.Text("board.quarter.end", templates.Args{"month": month})
	}
	return b.l.Text("board.quarter.end_year", templates.Args{"month": month, "year": strconv.Itoa(day.Year())})
}

// lastDay is the day that a moment ends, or is in.
func lastDay(moment time.Time) time.Time { return moment.Add(-time.Second) }

// older says that the quarter just before has no report to compare with.
func (b *board) older() string {
	if p := b.a.Highlights.Progress; p == nil || p.Calendar {
		return ""
	}
	return b.l.Text("board.quarter.older", templates.Args{"period": b.l.Period(b.a.Previous.Period)})
}

// fixedAndWorse says what was mended and what went to ruin, in one sentence.
func (b *board) fixedAndWorse(c *report.Changes) string {
	return b.l.Text("board.quarter.both", templates.Args{
		"fixed": b.count("board.quarter.fixed", c.ByCause[report.Fixed]), "worse": b.count("board.quarter.worse", c.ByCause[report.Regressed]),
	})
}

// quarterName is a quarter without its year, unless it is another than the reported one's.
func (b *board) quarterName(id string) string {
	year, _, _ := strings.Cut(id, "-")
	if strings.HasPrefix(b.a.Period.ID, year) {
		return b.l.Quarter(id)
	}
	return b.l.Quarter(id) + "\u00a0" + year
}

// triangles show the direction of a change.
const (
	upward   = "▲\u00a0"
	downward = "▼\u00a0"
)

// judgement is how a change is told: its word and its colour.
type judgement struct {
	more, fewer string // keys of the word where there are more, and where there are fewer
	color       pdf.Color
}

// judgements are by what a change means. Where count and share go opposite ways only that is said.
var judgements = map[report.Judgement]judgement{
	report.Better: {"board.figure.better", "board.figure.better", pdf.Pass},
	report.Worse:  {"board.figure.worse", "board.figure.worse", pdf.Fail},
	report.Mixed:  {"board.figure.smaller_share", "board.figure.greater_share", pdf.Grey},
}

// moved tells how a figure of the title page changed: the triangle shows the direction, its colour the judgement.
func (b *board) moved(s *report.Step) pdf.Text {
	p := b.a.Highlights.Progress
	if p == nil {
		return pdf.Plain(small, b.l.Text("board.figure.first_quarter", nil))
	}
	period := b.quarterName(p.Period)
	if s == nil {
		return pdf.Plain(small, b.l.Text("board.figure.no_figure", templates.Args{"period": period}))
	}
	// Each figure has its own denominator, since services come and go.
	before := b.l.Text("board.share", templates.Args{"n": s.Before.Count, "of": s.Before.Of})
	if s.Judged == report.Unchanged {
		return pdf.Plain(smallInk, b.l.Text("board.figure.unchanged", templates.Args{"period": period})).With(small, ", "+before)
	}
	judged := judgements[s.Judged]
	key, word, triangle, n := "board.figure.more", judged.more, upward, s.Change
	if s.Change < 0 {
		key, word, triangle, n = "board.figure.fewer", judged.fewer, downward, -s.Change
	}
	style := pdf.Style{Size: pdf.Small, Weight: pdf.Bold, Color: judged.color}
	change := b.l.Text(key, templates.Args{"n": n, "period": period, "judged": b.l.Text(word, nil)})
	// The words say the direction; a reader who listens needs no triangle.
	t := pdf.Text{Runs: []pdf.Run{{Text: triangle, Style: style, Spoken: " "}}}
	return t.Add(emphasised(glued(change), smallInk, style).Runs...).With(small, ", "+before)
}
