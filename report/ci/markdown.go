package ci

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"coupefeu/report"
	"coupefeu/templates"
)

// longestList is how many open findings the summary names; the rest is counted.
const longestList = 20

// Markdown writes the summary that a pull request or a wiki shows: counts, rules by tier, what needs work first.
func Markdown(w io.Writer, a *report.Assessment, l *templates.Language) error {
	v := newView(a, l)
	out := bufio.NewWriter(w)
	services, checks := v.counts()
	fmt.Fprintf(out, "# %s\n\n%s\n\n%s\n\n%s\n", escape(v.title()),
		l.Text("summary.as_of", templates.Args{"moment": l.Moment(a.AsOf)}), escape(services), escape(checks))
	v.markdownTiers(out)
	v.markdownRules(out)
	v.markdownFindings(out)
	v.markdownWaivers(out)
	v.markdownNotices(out)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing markdown: %w", err)
	}
	return nil
}

func (v *view) heading(out io.Writer, key string, heads ...string) {
	fmt.Fprintf(out, "\n## %s\n", v.l.Text("summary.section."+key, nil))
	if len(heads) == 0 {
		return
	}
	names := make([]string, len(heads))
	for i, head := range heads {
		names[i] = v.l.Text("summary.head."+head, nil)
	}
	row(out, names...)
	fmt.Fprintf(out, "|%s\n", strings.Repeat(" --- |", len(heads)))
}

func row(out io.Writer, cells ...string) {
	for i, cell := range cells {
		if i == 0 {
			fmt.Fprint(out, "|")
		}
		fmt.Fprintf(out, " %s |", escape(cell))
	}
	fmt.Fprintln(out)
}

func (v *view) markdownTiers(out io.Writer) {
	v.heading(out, "tiers", "tier", "services", "compliant", "pass", "fail", "unknown", "waived")
	for _, tier := range v.Pack.Tiers {
		g := v.Summary.ByTier[tier]
		row(out, v.tier(tier), v.number(g.Services), v.number(g.Compliant), v.number(g.Checks.Pass), v.number(g.Checks.Fail),
			v.number(g.Checks.Unknown), v.number(g.Checks.Waived))
	}
}

// markdownRules lists the rules that are not kept everywhere, in pack order.
func (v *view) markdownRules(out io.Writer) {
	if len(v.ranked) == 0 {
		return
	}
	v.heading(out, "rules", "rule", "pass", "fail", "unknown", "waived")
	for i := range v.Rules {
		c := v.Summary.ByRule[v.Rules[i].ID]
		if c.Open() > 0 {
			row(out, v.Rules[i].Title.In(v.l.Tag()), v.number(c.Pass), v.number(c.Fail), v.number(c.Unknown), v.number(c.Waived))
		}
	}
}

func (v *view) markdownFindings(out io.Writer) {
	if len(v.ranked) == 0 {
		return
	}
	v.heading(out, "findings", "number", "status", "severity", "tier", "service", "rule", "measured", "limit", "owner")
	for _, f := range v.ranked[:min(longestList, len(v.ranked))] {
		s := v.service(f)
		row(out, v.number(int(f.Number)), v.symbol(f.Status)+" "+v.status(f.Status), v.severity(f), v.tier(s.Tier), s.Name, v.rule(f),
			v.words.Measured(f), v.words.Limit(f), s.Owner)
	}
	if rest := len(v.ranked) - longestList; rest > 0 {
		fmt.Fprintf(out, "\n%s\n", v.l.Text("summary.more", templates.Args{"n": rest}))
	}
}

func (v *view) markdownWaivers(out io.Writer) {
	if len(v.Waivers) == 0 {
		return
	}
	v.heading(out, "waivers", "waiver", "state", "rule", "expires", "hides")
	for i := range v.Waivers {
		w := &v.Waivers[i]
		row(out, w.ID, v.l.Text("words.waiver."+w.State, nil), v.words.Rule(w.Rule), v.l.Date(w.LastDay()), v.number(w.Hides))
	}
}

func (v *view) markdownNotices(out io.Writer) {
	if len(v.Notices) == 0 {
		return
	}
	v.heading(out, "notices")
	fmt.Fprintln(out)
	for _, n := range v.Notices {
		fmt.Fprintf(out, "- `%s` %s\n", n.Code, escape(v.words.Notice(n)))
	}
}

func (v *view) number(n int) string { return v.l.Integer(int64(n)) }

// escape keeps text from outside from being read as markup, a table's edge, HTML, a formula or a link: addresses are
// links in Markdown even where nothing stands around them.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "*", `\*`, "_", `\_`, "`", "\\`",
		"[", `\[`, "]", `\]`, "#", `\#`, "!", `\!`, "~", `\~`, "$", "&#36;", "@", "&#64;", "://", "&#58;//", "www.", "www&#46;").Replace(Plain(text))
}
