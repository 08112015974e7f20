package ci

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules/scenario"
	"coupefeu/templates"
)

// stage is a simulation being told in one language.
type stage struct {
	*report.Simulation
	l     *templates.Language
	tiers *report.Words
	paint Paint
	out   *bufio.Writer
}

// outcomeColours are those of the outcomes that are worse than an interruption of known length.
var outcomeColours = map[scenario.Outcome]string{
	scenario.OutcomeLost: "\x1b[31m", scenario.OutcomeStranded: "\x1b[31m", scenario.OutcomeUnproven: "\x1b[33m",
}

const bold = "\x1b[1m"

func newStage(w io.Writer, s *report.Simulation, l *templates.Language, paint Paint) *stage {
	return &stage{Simulation: s, l: l, tiers: &report.Words{Language: l}, paint: paint, out: bufio.NewWriter(w)}
}

// Simulation prints what a crisis team wants first: who is down, in which order things come back, what is gone or not
// proven, which members feel it, and what has no backup left.
func Simulation(w io.Writer, s *report.Simulation, l *templates.Language, paint Paint) error {
	g := newStage(w, s, l, paint)
	g.title()
	for i := range s.Courses {
		g.course(&s.Courses[i])
	}
	if err := g.out.Flush(); err != nil {
		return fmt.Errorf("writing text: %w", err)
	}
	return nil
}

func (g *stage) title() {
	name := g.Organisation.Name
	if g.Fictitious {
		name += " · " + g.l.Text("summary.fictitious", nil)
	}
	g.line(Plain(name))
	g.line(g.l.Text("summary.as_of", templates.Args{"moment": g.l.Moment(g.AsOf)}))
}

func (g *stage) line(text string) { fmt.Fprintln(g.out, text) }

// strong is a line that stands out on a terminal, after an empty one.
func (g *stage) strong(text string) {
	if g.paint {
		text = bold + text + colourOff
	}
	fmt.Fprintf(g.out, "\n%s\n", text)
}

func (g *stage) section(key string, n int) {
	g.strong(g.l.Text("simulate.section."+key, templates.Args{"n": n}))
}

func (g *stage) course(c *report.Course) {
	g.strike(c.Played.Scenario)
	g.summary(c)
	g.down(c)
	g.comeBack(c)
	g.gone(c)
	g.unproven(c)
	g.members(c)
	g.unprotected(c)
}

// strike says which scenario it is and what it takes.
func (g *stage) strike(s *scenario.Scenario) {
	kind := g.l.Text("words.scenario."+s.Kind.String(), nil)
	title := s.ID + " · " + kind
	_, value, _ := strings.Cut(s.ID, ":")
	if name := s.Name.In(g.l.Tag()); !strings.EqualFold(name, value) && name != s.ID && !strings.EqualFold(name, kind) {
		title += " · " + name
	}
	g.strong(Plain(title))
	sites := make([]string, len(s.Sites))
	for i, site := range s.Sites {
		sites[i] = g.site(&g.Inventory.Sites[site])
	}
	switch {
	case len(sites) == 0 && !s.Ransomware:
		g.line(g.l.Text("simulate.strikes.nothing", nil))
	case len(sites) > 0 && s.Kind.OutOfReach():
		g.wrapped(g.l.Text("simulate.strikes.away", templates.Args{"duration": g.l.Duration(s.Duration), "sites": g.l.List(sites)}))
	case len(sites) > 0:
		g.wrapped(g.l.Text("simulate.strikes.destroyed", templates.Args{"sites": g.l.List(sites)}))
	}
	if s.Ransomware {
		g.wrapped(g.l.Text("simulate.strikes.encrypted", nil))
	}
}

func (g *stage) site(s *inventory.Site) string { return Plain(s.Name + " (" + s.ID + ")") }

// summary is the scenario in a few figures.
func (g *stage) summary(c *report.Course) {
	p := c.Played
	services, members := len(g.Inventory.Services), len(g.Inventory.Members)
	g.line("")
	g.line(g.l.Text("simulate.services", templates.Args{"n": p.ServicesInterrupted, "total": services}))
	g.outcomes(p)
	if p.ServicesInterrupted > 0 {
		g.line(g.l.Text("simulate.members", templates.Args{"n": p.MembersInterrupted, "total": members, "losing": p.MembersLosingData}))
		g.total("interruption", &p.Interruption)
	}
	if p.DataLoss.Endless+p.DataLoss.Unknown > 0 || p.DataLoss.WorstOf >= 0 {
		g.total("data_loss", &p.DataLoss)
	}
	if p.RTOMissed+p.RPOMissed > 0 {
		g.line(g.l.Text("simulate.missed", templates.Args{"rto": p.RTOMissed, "rpo": p.RPOMissed}))
	}
}

// outcomes counts the services by outcome, the worst first.
func (g *stage) outcomes(p *scenario.Played) {
	var parts []string
	for outcome := scenario.OutcomeLost; outcome < scenario.OutcomeUnaffected; outcome++ {
		if n := p.Outcomes[outcome]; n > 0 {
			parts = append(parts, g.outcome(outcome)+" "+g.l.Integer(int64(n)))
		}
	}
	if len(parts) > 0 {
		g.wrapped(g.l.Text("simulate.outcomes", templates.Args{"list": strings.Join(parts, " · ")}))
	}
}

func (g *stage) outcome(o scenario.Outcome) string {
	return g.l.Text("words.outcome."+o.String(), nil)
}

// total is the worst known figure, and how many are not known or have no end.
func (g *stage) total(what string, t *scenario.Total) {
	worst := "–"
	if t.WorstOf >= 0 {
		worst = g.l.Bounds(t.Worst.Low, t.Worst.High, "s") + " (" + Plain(g.Inventory.Services[t.WorstOf].Name) + ")"
	}
	g.line(g.l.Text("simulate.total."+what, templates.Args{"worst": worst, "unknown": t.Unknown, "endless": t.Endless}))
}

// down is the table of who is down, the most critical tier first.
func (g *stage) down(c *report.Course) {
	if len(c.Down) == 0 {
		return
	}
	g.section("down", len(c.Down))
	rows := [][]string{g.heads("outcome", "tier", "service", "interruption", "rto", "data_loss", "rpo", "because")}
	for _, a := range c.Down {
		s := g.Service(a)
		rows = append(rows, []string{
			g.outcome(a.Outcome), g.tier(s), short(s.Name), g.interruption(a), g.target(a.RTO, seconds(s.RTO)),
			g.loss(a.DataLoss), g.target(a.RPO, seconds(s.RPO)), g.because(c.Played, a),
		})
	}
	g.table(rows, func(row int) string { return outcomeColours[c.Down[row].Outcome] })
}

func (g *stage) heads(keys ...string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = g.l.Text("simulate.head."+key, nil)
	}
	return out
}

// table prints rows under their heads, aligned, the first cell in the row's colour.
func (g *stage) table(rows [][]string, colour func(row int) string) {
	for i, line := range laidOut(rows) {
		if i > 0 && bool(g.paint) && colour(i-1) != "" {
			line = colour(i-1) + rows[i][0] + colourOff + strings.TrimPrefix(line, rows[i][0])
		}
		g.line("  " + line)
	}
}

func (g *stage) tier(s *inventory.Service) string { return g.tiers.Tier(s.Tier.ID) }

func (g *stage) interruption(a *scenario.Affected) string {
	if a.Interruption.Endless() {
		return g.l.Text("simulate.never", nil)
	}
	return g.length("interruption", a.Interruption)
}

func (g *stage) loss(b scenario.Bounds) string {
	if b.Endless() {
		return g.l.Text("simulate.everything", nil)
	}
	return g.length("data_loss", b)
}

// length is a figure in words; nothing is the language's word for none of what it measures.
func (g *stage) length(what string, b scenario.Bounds) string {
	if b.High == 0 {
		return g.l.Text("simulate.none."+what, nil)
	}
	return g.l.Bounds(b.Low, b.High, "s")
}

// target says whether a target is kept: "✗ 4 h", or a dash where none is set.
func (g *stage) target(met scenario.Met, target float64) string {
	if target < 0 {
		return g.l.Text("words.symbol.not_applicable", nil)
	}
	status := [...]string{scenario.Undecided: "unknown", scenario.Kept: "pass", scenario.Missed: "fail"}[met]
	return g.l.Text("words.symbol."+status, nil) + " " + g.l.Duration(target)
}

// short cuts a name that is wider than a column: in a table of many columns one line out of line hides its figures. The
// lists below the tables have it whole.
func short(name string) string {
	letters := []rune(name)
	if len(letters) <= widest {
		return name
	}
	return string(letters[:widest-1]) + "…"
}

// because is the chain to the cause, by name.
func (g *stage) because(p *scenario.Played, a *scenario.Affected) string {
	var names []string
	for service := range p.Because(a) {
		names = append(names, g.Inventory.Services[service].Name)
	}
	return strings.Join(names, " → ")
}

// comeBack is the order in which services come back.
func (g *stage) comeBack(c *report.Course) {
	if len(c.Return) == 0 {
		return
	}
	g.section("return", len(c.Return))
	rows := [][]string{g.heads("place", "back_after", "service", "tier", "outcome", "needs_first")}
	for i := range c.Return {
		r := &c.Return[i]
		s := g.Service(r.Affected)
		place := g.l.Integer(int64(i + 1))
		if r.Interruption.Endless() {
			place = "–"
		}
		rows = append(rows, []string{
			place, g.interruption(r.Affected), short(s.Name), g.tier(s), g.outcome(r.Outcome), g.names(r.After),
		})
	}
	g.table(rows, func(row int) string { return outcomeColours[c.Return[row].Outcome] })
}

func (g *stage) names(services []int) string {
	names := make([]string, len(services))
	for i, service := range services {
		names[i] = g.Inventory.Services[service].Name
	}
	return strings.Join(names, ", ")
}

// gone lists the services whose data are lost for good, and why.
func (g *stage) gone(c *report.Course) {
	g.verdicts(c, scenario.OutcomeLost, "gone")
}

// unproven lists the services of which nobody can tell.
func (g *stage) unproven(c *report.Course) {
	g.verdicts(c, scenario.OutcomeUnproven, "unproven")
}

func (g *stage) verdicts(c *report.Course, outcome scenario.Outcome, key string) {
	if c.Played.Outcomes[outcome] == 0 {
		return
	}
	g.section(key, c.Played.Outcomes[outcome])
	var rows [][]string
	for _, a := range c.Down {
		if a.Outcome == outcome {
			rows = append(rows, []string{g.Service(a).Name, g.tier(g.Service(a)), g.cause(c.Played, a, key)})
		}
	}
	g.list(rows)
}

// cause says why data are gone or not proven.
func (g *stage) cause(p *scenario.Played, a *scenario.Affected, key string) string {
	if chain := g.because(p, a); chain != "" {
		return g.l.Text("simulate.cause.stored", templates.Args{"names": chain})
	}
	if len(g.Service(a).Backups) == 0 {
		return g.l.Text("simulate.cause.no_backup", nil)
	}
	return g.l.Text("simulate.cause."+key, nil)
}

// list prints rows without heads.
func (g *stage) list(rows [][]string) {
	for _, line := range laidOut(rows) {
		g.line("  " + line)
	}
}

// members names those that feel it, each under the most critical tier interrupted for it, and those that lose data.
func (g *stage) members(c *report.Course) {
	if c.Played.MembersInterrupted > 0 {
		g.section("hit", c.Played.MembersInterrupted)
		for tier, members := range c.Hit {
			if len(members) > 0 {
				g.wrapped("  " + g.l.Text("simulate.hit", templates.Args{"tier": Plain(g.tiers.Tier(g.Tiers[tier])), "n": len(members), "names": g.memberNames(members)}))
			}
		}
	}
	if len(c.Losing) > 0 {
		g.section("losing", len(c.Losing))
		g.wrapped("  " + g.memberNames(c.Losing))
	}
}

// memberNames names members, in a word where it is all of them.
func (g *stage) memberNames(members []int) string {
	if len(members) == len(g.Inventory.Members) && len(members) > 1 {
		return g.l.Text("simulate.all", nil)
	}
	names := make([]string, len(members))
	for i, member := range members {
		names[i] = Plain(g.Inventory.Members[member].Name)
	}
	return strings.Join(names, ", ")
}

func (g *stage) unprotected(c *report.Course) {
	var rows [][]string
	for i := range c.Played.Services {
		if a := &c.Played.Services[i]; a.Unprotected {
			rows = append(rows, []string{g.Service(a).Name, g.tier(g.Service(a))})
		}
	}
	if len(rows) > 0 {
		g.section("unprotected", len(rows))
		g.list(rows)
	}
}

// lineWidth is where running text goes on in the next line.
const lineWidth = 110

// wrapped prints running text, broken between words and indented as it begins.
func (g *stage) wrapped(text string) {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	line, width := indent, 0
	for _, word := range strings.Split(strings.TrimLeft(text, " "), " ") {
		size := utf8.RuneCountInString(word)
		if width > 0 && width+1+size > lineWidth-len(indent) {
			g.line(line)
			line, width = indent, 0
		}
		if width > 0 {
			line, width = line+" ", width+1
		}
		line, width = line+word, width+size
	}
	g.line(line)
}

// seconds is a target, negative where none is set.
func seconds(d source.Optional[source.Duration]) float64 {
	if !d.Given {
		return -1
	}
	return float64(d.Value)
}
