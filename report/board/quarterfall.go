package board

import (
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/report/pdf"
	"coupefeu/templates"
)

// The measures of the waterfall, in millimetres.
const (
	fallRowTall  = 8.4
	fallLineTall = 3.7 // of each further line of a row's words
	fallBar      = 4.4
	fallHalf     = 2.1  // of each bar in a row that has two
	fallThinnest = 0.4  // a bar is never drawn thinner
	fallAxis     = 74.0 // of the zero line, from the left edge
	fallText     = 71.0 // for the words at the left
	fallApart    = 1.5  // between a bar and its figure
	fallScale    = 4.2  // for the figure under the zero line
	fallTitle    = 3.4  // of the baselines, from the upper edge of the row
	fallAbout    = 7.1
	fallFigure   = 1.15 // of a figure's baseline under the middle of its bar
)

// fallCause is a row between opening and closing: a cause that closes findings, one that opens them, or a pair of both.
type fallCause struct {
	key    string
	closes report.Cause
	opens  report.Cause
	about  func(*board, *report.Changes) [][]string // lines on what it is made of, the most telling first; nil: of which rule mostly
}

// fallCauses are the rows in their order. Every cause is in one of them, so that they add up.
var fallCauses = []fallCause{
	{"fixed", report.Fixed, "", nil},
	{"new", report.Dropped, report.New, nil},
	{"regressed", "", report.Regressed, nil},
	{"waived", report.NowWaived, "", nil},
	{"waiver_ended", "", report.WaiverEnded, nil},
	{"scope", report.ScopeOut, report.ScopeIn, (*board).aboutScope},
	{"rules", report.RuleOut, report.RuleIn, (*board).aboutRules},
}

// words is the key of the row's title and meaning. What became applicable shares a row with what no longer is, but is
// mostly alone in it.
func (f fallCause) words(c *report.Changes) string {
	switch {
	case f.closes != report.Dropped || c.ByCause[report.Dropped] == 0:
		return f.key
	case c.ByCause[report.New] == 0:
		return "dropped"
	}
	return "new_dropped"
}

// fallRow is a row of the waterfall as it is drawn and read out.
type fallRow struct {
	title string
	about []string // lines
	total bool     // opening or closing
	down  int      // findings that close
	up    int      // findings that open; of a total: its height
}

// tall is the height of the row.
func (r fallRow) tall() float64 { return fallRowTall + float64(len(r.about)-1)*fallLineTall }

// bare tells whether the row has no bar.
func (r fallRow) bare() bool { return !r.total && r.down+r.up == 0 }

// figure is what stands beside the row's bars.
func (r fallRow) figure(b *board) string {
	var parts []string
	if r.down > 0 {
		parts = append(parts, b.change(-r.down))
	}
	if r.up > 0 && !r.total {
		parts = append(parts, b.change(r.up))
	}
	if len(parts) == 0 {
		return b.l.Integer(int64(r.up))
	}
	return strings.Join(parts, ", ")
}

// change is a count with its sign.
func (b *board) change(n int) string {
	if n > 0 {
		return "+" + b.l.Integer(int64(n))
	}
	return b.l.Integer(int64(n))
}

// waterfall draws how the findings that were open became those that are, cause by cause.
func (b *board) waterfall(c *report.Changes) {
	f := fall{board: b, rows: b.fallRows(c)}
	height := fallScale
	var alt []string
	for _, r := range f.rows {
		height += r.tall()
		alt = append(alt, b.l.Text("board.quarter.fall.alt", templates.Args{"title": r.title, "figure": r.figure(b), "about": b.parted(r.about)}))
	}
	b.Figure(pdf.Figure{Alt: strings.Join(alt, " "), Height: height, Draw: f.draw})
}

// fallRows are the rows from opening to closing.
func (b *board) fallRows(c *report.Changes) []fallRow {
	total := func(key, day string, n, checks int) fallRow {
		return fallRow{title: b.l.Text(key, templates.Args{"date": day}), about: []string{b.count("board.quarter.fall.checks", checks)}, total: true, up: n}
	}
	rows := []fallRow{total("board.quarter.fall.opening", b.l.Date(lastDay(c.OpeningAsOf)), c.Opening, c.OpeningChecks)}
	for _, cause := range fallCauses {
		about := cause.about
		if about == nil {
			about = cause.mostly
		}
		// Every row says something: where nothing of a kind happened, what it would count.
		words := append(about(b, c), []string{b.l.Text("board.quarter.fall.means."+cause.words(c), nil)})
		rows = append(rows, fallRow{title: b.l.Text("board.quarter.fall.title."+cause.words(c), nil), about: b.firstFitting(words),
			down: c.ByCause[cause.closes], up: c.ByCause[cause.opens]})
	}
	return append(rows, total("board.quarter.fall.closing", b.l.Date(lastDay(b.a.AsOf)), c.Closing, c.ClosingChecks))
}

// firstFitting are the first lines that the place under a row's title has room for, else the last.
func (b *board) firstFitting(choices [][]string) []string {
	for _, lines := range choices {
		if !slices.ContainsFunc(lines, func(line string) bool { return b.Width(pdf.Run{Text: line, Style: small}) > fallText }) {
			return lines
		}
	}
	return choices[len(choices)-1]
}

// mostly names the rule that most of a cause's findings are of. Of a pair of causes there are two, and none is named.
func (f fallCause) mostly(b *board, c *report.Changes) [][]string {
	cause := f.closes
	if c.ByCause[cause] == 0 {
		cause = f.opens
	}
	byRule, rule := c.ByRule[cause], ""
	for i := range b.a.Rules {
		if id := b.a.Rules[i].ID; byRule[id] > byRule[rule] {
			rule = id
		}
	}
	if rule == "" || c.ByCause[f.closes] > 0 && c.ByCause[f.opens] > 0 {
		return nil
	}
	key := "board.quarter.fall.mostly"
	if byRule[rule] == c.ByCause[cause] {
		key = "board.quarter.fall.all"
	}
	return [][]string{{b.l.Text(key, templates.Args{"n": byRule[rule], "rule": b.name(b.words.Rule(rule))})}}
}

// aboutScope names the services that came and went.
func (b *board) aboutScope(c *report.Changes) [][]string {
	var came, went []string
	for _, id := range c.ServicesIn {
		came = append(came, b.services[id].Name)
	}
	for _, id := range c.ServicesOut {
		went = append(went, c.GoneServices[id])
	}
	var long, short, counted []string
	for _, part := range []struct {
		key   string
		names []string
	}{{"came", came}, {"went", went}} {
		if n := len(part.names); n > 0 {
			names, count := b.l.List(part.names), b.count("board.quarter.fall."+part.key, n)
			long = append(long, b.l.Text("board.quarter.fall.named", templates.Args{"count": count, "names": names}))
			short = append(short, b.l.Text("board.quarter.fall.names."+part.key, templates.Args{"names": names}))
			counted = append(counted, count)
		}
	}
	// Services may come or go without an open finding: the row is then 0, and that they did is still said.
	if len(counted) == 0 {
		return [][]string{{b.l.Text("board.quarter.fall.same_services", nil)}}
	}
	return [][]string{{b.parted(long)}, long, {b.parted(short)}, short, {b.parted(counted)}}
}

// aboutRules says what became of the rules that the two packs do not write alike.
func (b *board) aboutRules(c *report.Changes) [][]string {
	if len(c.Rules) == 0 {
		return [][]string{{b.l.Text("board.quarter.fall.same_rules", nil)}}
	}
	var each []string
	for i := range c.Rules {
		r := &c.Rules[i]
		title := b.words.Rule(r.Rule)
		if gone, there := c.GoneRules[r.Rule]; there {
			title = gone.In(b.l.Tag())
		}
		each = append(each, b.l.Text("board.quarter.fall.rule."+b.ruleChange(r), templates.Args{"rule": title}))
	}
	// Two changes may have a line each; of more only the number is told, and the workbook has the rules.
	choices := [][]string{{b.parted(each)}}
	if len(each) == 2 {
		choices = append(choices, each)
	}
	return append(choices, []string{b.count("board.quarter.fall.rules_changed", len(each))})
}

// ruleChange is what became of a rule: added, removed, tighter, looser, or changed otherwise.
func (b *board) ruleChange(r *report.RuleChange) string {
	// Whether another metric or depth asks more or less cannot be told from the limits.
	if r.Kind != report.RuleChanged || !slices.Equal(r.Parts, []string{"limit"}) {
		return r.Kind
	}
	tighter, looser := false, false
	for _, tier := range r.Tiers {
		before, had := r.LimitsBefore[tier]
		now, has := r.LimitsNow[tier]
		switch {
		// A service's own target may be tighter for one service and looser for another.
		case had && has && before.Target != now.Target:
			return r.Kind
		case !had, has && (now.Value < before.Value) == (r.BoundBefore == "at_most"):
			tighter = true
		default:
			looser = true
		}
	}
	switch {
	case tighter && !looser:
		return "tighter"
	case looser && !tighter:
		return "looser"
	}
	return r.Kind
}

// fall draws the rows.
type fall struct {
	*board
	rows  []fallRow
	scale float64 // millimetres for a finding
	zero  float64 // X of the zero line
}

// draw draws row by row from the top: words, bars, figures, and the line that leads on.
func (f fall) draw(c *pdf.Canvas) {
	f.zero = c.Box.X + fallAxis
	f.scale = f.scaleIn(c)
	bottom := c.Box.Bottom() - fallScale
	f.parting(c)
	c.Line(pdf.Point{X: f.zero, Y: c.Box.Y}, pdf.Point{X: f.zero, Y: bottom}, inkRule)
	// Text is drawn row by row, in the order in which it is read.
	level, top := 0, c.Box.Y
	for i, r := range f.rows {
		c.Text(pdf.Point{X: c.Box.X, Y: top + fallTitle}, pdf.Plain(strong, r.title))
		for n, line := range r.about {
			c.Text(pdf.Point{X: c.Box.X, Y: top + fallAbout + float64(n)*fallLineTall}, pdf.Plain(small, line))
		}
		level = f.row(c, top+r.tall()/2, level, r)
		top += r.tall()
		if i < len(f.rows)-1 {
			f.connect(c, pdf.Point{X: f.at(level), Y: top}, r, f.rows[i+1])
		}
	}
	c.Text(pdf.Point{X: f.zero, Y: bottom + 3.4}, pdf.Plain(small, f.l.Integer(0)).Aligned(pdf.AlignCenter))
}

// parting draws a line under each row. The causes are parted less than they are from opening and closing.
func (f fall) parting(c *pdf.Canvas) {
	y := c.Box.Y
	for i, r := range f.rows {
		y += r.tall()
		line := hair
		if i > 0 && i < len(f.rows)-2 {
			line.Color = pdf.Track
		}
		c.Line(pdf.Point{X: c.Box.X, Y: y}, pdf.Point{X: c.Box.Right(), Y: y}, line)
	}
}

// scaleIn is how wide a finding is, so that the longest bar and its figure fit.
func (f fall) scaleIn(c *pdf.Canvas) float64 {
	// Falls come between rises, so the highest level need not be that of opening or closing.
	level, most, widest := 0, 1, 0.0
	for _, r := range f.rows {
		if r.total {
			level = 0
		}
		most = max(most, level)
		level += r.up - r.down
		most = max(most, level)
		widest = max(widest, c.Width(pdf.Run{Text: r.figure(f.board), Style: strong}))
	}
	return (c.Box.Right() - f.zero - widest - fallApart) / float64(most)
}

// at is the place of a count on the axis.
func (f fall) at(n int) float64 { return f.zero + float64(n)*f.scale }

// row draws the bars of a row that begins at a level, with their figures, and gives back the level that it leaves.
func (f fall) row(c *pdf.Canvas, middle float64, level int, r fallRow) int {
	switch {
	case r.total:
		f.bar(c, fallPart{0, r.up, middle, fallBar, pdf.Accent, pdf.Accent}, in(strong, pdf.Accent))
		return r.up
	case r.bare():
		c.Text(pdf.Point{X: f.at(level) + fallApart, Y: middle + fallFigure}, pdf.Plain(quiet, f.l.Integer(0)))
		return level
	case r.down > 0 && r.up > 0:
		// Both parts of a pair are shown, the one that closes above the one that opens: a net figure would hide them.
		apart := (fallHalf + 0.3) / 2
		f.bar(c, fallPart{level, level - r.down, middle - apart, fallHalf, pdf.PassFill, pdf.Pass}, smallStrong)
		f.bar(c, fallPart{level - r.down, level - r.down + r.up, middle + apart, fallHalf, pdf.Fail, pdf.Fail}, smallStrong)
	case r.down > 0:
		f.bar(c, fallPart{level, level - r.down, middle, fallBar, pdf.PassFill, pdf.Pass}, strong)
	default:
		f.bar(c, fallPart{level, level + r.up, middle, fallBar, pdf.Fail, pdf.Fail}, strong)
	}
	return level - r.down + r.up
}

// fallPart is a bar from one level to another.
type fallPart struct {
	from, to     int
	middle, tall float64 // mm
	fill, ink    pdf.Color
}

// bar draws a bar and its figure: that of a fall at the left, if there is room before the zero line, else at the right.
func (f fall) bar(c *pdf.Canvas, p fallPart, style pdf.Style) {
	left, right := f.at(min(p.from, p.to)), f.at(max(p.from, p.to))
	// A count of a few among thousands is still drawn; what it leads to stays where it is.
	if width := right - left; width > 0 {
		c.Rect(pdf.Box{X: left, Y: p.middle - p.tall/2, Width: max(width, fallThinnest), Height: p.tall}, pdf.Paint{Fill: p.fill})
	}
	text := f.l.Integer(int64(p.to))
	if p.ink != pdf.Accent {
		text = f.change(p.to - p.from)
	}
	words := pdf.Plain(in(style, p.ink), text)
	if p.from == p.to {
		words = pdf.Plain(quiet, text)
	}
	at := pdf.Point{X: max(right, left+fallThinnest) + fallApart, Y: p.middle + fallFigure}
	if left-fallApart-c.Width(words.Runs...) > f.zero+1 && p.to < p.from {
		at.X, words = left-fallApart, words.Aligned(pdf.AlignRight)
	}
	c.Text(at, words)
}

// connect draws the line from where a row ends to where the next begins, over a point between the two. A row without a
// bar is crossed.
func (f fall) connect(c *pdf.Canvas, between pdf.Point, r, next fallRow) {
	from, to := between.Y-r.tall()/2, between.Y+next.tall()/2
	if !r.bare() {
		from += fallBar / 2
	}
	if !next.bare() {
		to -= fallBar / 2
	}
	c.Line(pdf.Point{X: between.X, Y: from}, pdf.Point{X: between.X, Y: to}, pdf.Stroke{Color: pdf.Ink, Width: pdf.LeaderRule})
}
