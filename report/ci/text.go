package ci

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/templates"
)

// Paint says whether a text may be coloured: a terminal may, a pipe may not.
type Paint bool

// The colours of the statuses, beside their symbols and words: escape sequences of ECMA-48.
var colours = map[rules.Status]string{rules.Fail: "\x1b[31m", rules.Unknown: "\x1b[33m"}

const colourOff = "\x1b[0m"

// Text prints the open findings, the worst first, aligned, and the counts below them.
func Text(w io.Writer, a *report.Assessment, l *templates.Language, paint Paint) error {
	v := newView(a, l)
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\n%s\n\n", Plain(v.title()), l.Text("summary.as_of", templates.Args{"moment": l.Moment(a.AsOf)}))
	rows := make([][]string, 0, len(v.ranked))
	for _, f := range v.ranked {
		rows = append(rows, v.textRow(f))
	}
	for i, line := range laidOut(rows) {
		if colour := colours[v.ranked[i].Status]; bool(paint) && colour != "" {
			line = colour + rows[i][0] + colourOff + strings.TrimPrefix(line, rows[i][0])
		}
		fmt.Fprintln(out, line)
	}
	if len(rows) > 0 {
		fmt.Fprintln(out)
	}
	services, checks := v.counts()
	fmt.Fprintf(out, "%s\n%s\n", services, checks)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing text: %w", err)
	}
	return nil
}

func (v *view) textRow(f *rules.Finding) []string {
	s := v.service(f)
	return []string{
		v.symbol(f.Status) + " " + v.status(f.Status), v.severity(f), v.tier(s.Tier),
		s.Name, v.rule(f), v.words.Measured(f), v.words.Limit(f), place(f, s),
	}
}

// place is where to look first: the file and line that the figure rests on, else the service's.
func place(f *rules.Finding, s *report.Service) string {
	for i := range f.Provenance {
		if p := &f.Provenance[i]; p.Source == "" {
			return fmt.Sprintf("%s:%d", p.File, p.Line)
		}
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

// widest is where a column stops growing: one long name must not push every other line apart.
const widest = 44

// laidOut sets rows one below the other, a line each. Their cells become safe to print first, for that changes their width.
func laidOut(rows [][]string) []string {
	for _, row := range rows {
		for i := range row {
			row[i] = Plain(row[i])
		}
	}
	widths := columnWidths(rows)
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = strings.TrimRight(aligned(row, widths), " ")
	}
	return lines
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = min(max(widths[i], utf8.RuneCountInString(cell)), widest)
		}
	}
	return widths
}

func aligned(row []string, widths []int) string {
	var line strings.Builder
	for i, cell := range row {
		line.WriteString(cell)
		if i < len(row)-1 {
			line.WriteString(strings.Repeat(" ", max(widths[i]-utf8.RuneCountInString(cell), 0)+2))
		}
	}
	return line.String()
}

// Plain makes a text from outside safe to print on a terminal or in a log: control characters, line ends and marks
// that change the direction of writing become visible, so that a name cannot forge a line or hide one.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0, r == '\u2028' || r == '\u2029':
			return '\ufffd'
		case r >= 0x200e && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\ufffd'
		}
		return r
	}, text)
}
