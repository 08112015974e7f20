package ci

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"coupefeu/report"
	"coupefeu/templates"
)

// A comment on a pull request takes 65,536 characters on GitHub, and one that is refused says nothing at all. So rows are
// printed as long as they fit into longestComment, in bytes, of which there are never fewer than characters.
const (
	longestComment = 60_000
	forHeadings    = 4_000  // and for the counts of what is left out
	forTheEnd      = 14_000 // at most, for the rules and services, which stand below the findings
	longestCell    = 300    // characters of a name
)

// DiffMarkdown writes a difference as a comment on a pull request: the verdict, the figures, and what changed, the
// gravest first. What does not fit into a comment is counted.
func DiffMarkdown(w io.Writer, d *report.Difference, l *templates.Language) error {
	view := newDiffView(d, l)
	end := &diffMarkdown{diffView: view, room: forTheEnd}
	end.rules()
	end.services("services_in", d.ServicesIn)
	end.services("services_out", d.ServicesOut)
	m := &diffMarkdown{diffView: view, room: longestComment - forHeadings - end.out.Len()}
	m.head()
	for i := range m.parts {
		m.part(&m.parts[i])
	}
	m.out.Write(end.out.Bytes())
	if d.Same() {
		fmt.Fprintf(&m.out, "\n%s\n", escape(l.Text("diff.nothing", nil)))
	}
	if _, err := m.out.WriteTo(w); err != nil {
		return fmt.Errorf("writing markdown: %w", err)
	}
	return nil
}

// diffMarkdown is a difference being written as Markdown.
type diffMarkdown struct {
	*diffView
	out  bytes.Buffer
	room int // bytes that rows may fill
}

func (m *diffMarkdown) head() {
	fmt.Fprintf(&m.out, "## %s\n\n%s\n\n**%s**\n", escape(cut(m.title())), escape(m.moments()), escape(m.verdict()))
	m.heads(m.l.Text("diff.head.figure", nil), m.l.Text("diff.head.before", nil), m.l.Text("diff.head.now", nil))
	for _, f := range m.figures() {
		row(&m.out, f.label, cut(f.before), cut(f.now))
	}
	if len(m.parts) == 0 {
		return
	}
	m.heads(m.l.Text("diff.head.cause", nil), m.l.Text("diff.head.findings", nil))
	for _, p := range m.parts {
		row(&m.out, m.cause(p.cause), m.signed(p.cause))
	}
}

// heads begins a table, after an empty line.
func (m *diffMarkdown) heads(names ...string) {
	m.out.WriteString("\n")
	row(&m.out, names...)
	fmt.Fprintf(&m.out, "|%s\n", strings.Repeat(" --- |", len(names)))
}

// list is a heading with a table of n rows, as far as they fit, and how many do not.
func (m *diffMarkdown) list(heading string, heads []string, n int, cells func(i int) []string) {
	fmt.Fprintf(&m.out, "\n### %s\n", escape(heading))
	shown := 0
	for ; shown < n; shown++ {
		var line bytes.Buffer
		names := cells(shown)
		for i := range names {
			names[i] = cut(names[i])
		}
		row(&line, names...)
		if m.out.Len()+line.Len() > m.room {
			break
		}
		if shown == 0 {
			m.heads(heads...)
		}
		m.out.Write(line.Bytes())
	}
	if rest := n - shown; rest > 0 {
		fmt.Fprintf(&m.out, "\n%s\n", escape(m.l.Text("diff.more", templates.Args{"n": rest})))
	}
}

// cut shortens a text that would fill a comment on its own.
func cut(text string) string {
	if utf8.RuneCountInString(text) <= longestCell {
		return text
	}
	return string([]rune(text)[:longestCell-1]) + "…"
}

func (m *diffMarkdown) part(p *diffPart) {
	m.list(m.heading(p), m.names(findingColumns), len(p.items), func(i int) []string { return m.row(p.items[i]) })
}

func (m *diffMarkdown) rules() {
	if len(m.Rules) == 0 {
		return
	}
	m.list(m.counted("rules", len(m.Rules)), m.names(ruleColumns), len(m.Rules),
		func(i int) []string { return m.ruleRow(&m.Rules[i]) })
}

func (m *diffMarkdown) services(key string, list []report.DiffService) {
	if len(list) == 0 {
		return
	}
	m.list(m.counted(key, len(list)), m.names(serviceColumns), len(list),
		func(i int) []string { return m.serviceRow(&list[i]) })
}
