package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"coupefeu/report"
	"coupefeu/report/ci"
	"coupefeu/templates"
)

// printer is a format in which a command can print what it found.
type printer[Found any] struct {
	name  string
	print func(w io.Writer, found Found, l *templates.Language, s streams) error
}

// formatsOf names the formats of a list of printers.
func formatsOf[Found any](list []printer[Found]) []string {
	var names []string
	for _, p := range list {
		names = append(names, p.name)
	}
	return names
}

// printerOf is the printer of a format, which is one of the list.
func printerOf[Found any](list []printer[Found], format string) printer[Found] {
	return list[slices.IndexFunc(list, func(p printer[Found]) bool { return p.name == format })]
}

// printers is the one list of check's formats.
func printers() []printer[*report.Assessment] {
	return []printer[*report.Assessment]{
		{"text", func(w io.Writer, a *report.Assessment, l *templates.Language, s streams) error {
			return ci.Text(w, a, l, ci.Paint(s.colour))
		}},
		{"json", func(w io.Writer, a *report.Assessment, _ *templates.Language, _ streams) error {
			return report.WriteJSON(w, a)
		}},
		{"md", func(w io.Writer, a *report.Assessment, l *templates.Language, _ streams) error {
			return ci.Markdown(w, a, l)
		}},
	}
}

func runCheck(c command, args []string, s streams) int {
	k := kind{formats: formatsOf(printers()), defaultFormat: []string{"text"}, defaultGate: "high"}
	o, status, ended := parseFlags(c, k, args, s)
	if ended {
		return status
	}
	p := newProgress(s, o.quiet)
	defer p.finish()
	a, err := assess(o, s, p)
	if err != nil {
		p.finish()
		return inputStatus(err, s)
	}
	p.at("writing")
	p.finish()
	noteLater(o, a.AsOf, s)
	noteHistory(a, o, s)
	languages, err := chosenLanguages(o, a.Organisation.Language)
	if err != nil {
		return failed(err, s)
	}
	chosen := printerOf(printers(), o.formats[0])
	// Quiet leaves the exit status alone to speak, but a format for machines is what was asked for.
	if !o.quiet || chosen.name != "text" {
		if err := buffered(s.out, func(w io.Writer) error { return chosen.print(w, a, languages[0], s) }); err != nil {
			return failed(fmt.Errorf("printing the findings: %w", err), s)
		}
	}
	return gate(o, a, s)
}

// buffered prints through a buffer, which keeps the first error.
func buffered(w io.Writer, print func(io.Writer) error) error {
	out := bufio.NewWriter(w)
	if err := print(out); err != nil {
		return err
	}
	return out.Flush()
}

// noteLater says where an as-of is still to come.
func noteLater(o *options, asOf time.Time, s streams) {
	if asOf.After(s.now) && !o.sample {
		fmt.Fprintf(s.err, "coupefeu: note: as-of %s is later than the clock\n", asOf.Format(time.RFC3339))
	}
}

// inputStatus prints an error of usage or input, unless its mistakes are printed already.
func inputStatus(err error, s streams) int {
	if errors.Is(err, errInput) {
		return exitInput
	}
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" {
			complain(s.err, line, "")
		}
	}
	return exitInput
}

func failed(err error, s streams) int {
	complain(s.err, err.Error(), "")
	return exitFailed
}

// chosenLanguages are those of --lang, else the organisation's, else French, the first language of the reports.
func chosenLanguages(o *options, own string) ([]*templates.Language, error) {
	tags := o.languages
	if len(tags) == 0 {
		tags = []string{own}
		if tags[0] == "" {
			tags = templates.Tags()[:1]
		}
	}
	var out []*templates.Language
	for _, tag := range tags {
		l, err := templates.Lookup(tag)
		if err != nil {
			return nil, fmt.Errorf("reading the texts: %w", err)
		}
		out = append(out, l)
	}
	return out, nil
}
