package ci

import (
	"bufio"
	"fmt"
	"io"

	"coupefeu/report"
	"coupefeu/templates"
)

// DiffText prints a difference whole: the verdict, the headline figures, every finding that opened or closed by cause,
// the rules that changed, and the services that came and left.
func DiffText(w io.Writer, d *report.Difference, l *templates.Language, paint Paint) error {
	t := &diffText{diffView: newDiffView(d, l), paint: paint, out: bufio.NewWriter(w)}
	t.head()
	for i := range t.parts {
		t.part(&t.parts[i])
	}
	t.rules()
	t.services("services_in", d.ServicesIn)
	t.services("services_out", d.ServicesOut)
	if d.Same() {
		fmt.Fprintf(t.out, "\n%s\n", l.Text("diff.nothing", nil))
	}
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("writing text: %w", err)
	}
	return nil
}

// diffText is a difference being printed as text.
type diffText struct {
	*diffView
	paint Paint
	out   *bufio.Writer
}

// head is the verdict, the figures before and now, and the counts by cause that lead from one to the other.
func (t *diffText) head() {
	verdict := t.verdict()
	if colour := "\x1b[31m"; bool(t.paint) && t.Regressions() > 0 {
		verdict = colour + verdict + colourOff
	}
	fmt.Fprintf(t.out, "%s\n%s\n\n%s\n\n", Plain(t.title()), t.moments(), verdict)
	var rows [][]string
	for _, f := range t.figures() {
		rows = append(rows, []string{f.label, moved(f.before, f.now)})
	}
	t.table(rows)
	rows = nil
	for _, p := range t.parts {
		rows = append(rows, []string{t.signed(p.cause), t.cause(p.cause)})
	}
	if len(rows) > 0 {
		fmt.Fprintln(t.out)
		t.table(rows)
	}
}

// section is a heading that stands out on a terminal, after an empty line.
func (t *diffText) section(heading string) {
	if t.paint {
		heading = bold + heading + colourOff
	}
	fmt.Fprintf(t.out, "\n%s\n", heading)
}

// table prints rows one below the other, aligned.
func (t *diffText) table(rows [][]string) {
	for _, line := range laidOut(rows) {
		fmt.Fprintf(t.out, "  %s\n", line)
	}
}

func (t *diffText) part(p *diffPart) {
	t.section(t.heading(p))
	rows := [][]string{t.names(findingColumns)}
	for _, item := range p.items {
		rows = append(rows, t.row(item))
	}
	t.table(rows)
}

func (t *diffText) rules() {
	if len(t.Rules) == 0 {
		return
	}
	t.section(t.counted("rules", len(t.Rules)))
	rows := [][]string{t.names(ruleColumns)}
	for i := range t.Rules {
		rows = append(rows, t.ruleRow(&t.Rules[i]))
	}
	t.table(rows)
}

func (t *diffText) services(key string, list []report.DiffService) {
	if len(list) == 0 {
		return
	}
	t.section(t.counted(key, len(list)))
	rows := [][]string{t.names(serviceColumns)}
	for i := range list {
		rows = append(rows, t.serviceRow(&list[i]))
	}
	t.table(rows)
}
