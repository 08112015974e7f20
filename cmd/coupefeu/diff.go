package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"coupefeu/report"
	"coupefeu/report/ci"
	"coupefeu/templates"
)

// diffPrinters is the one list of diff's formats.
func diffPrinters() []printer[*report.Difference] {
	return []printer[*report.Difference]{
		{"text", func(w io.Writer, d *report.Difference, l *templates.Language, s streams) error {
			return ci.DiffText(w, d, l, ci.Paint(s.colour))
		}},
		{"json", func(w io.Writer, d *report.Difference, _ *templates.Language, _ streams) error {
			return report.WriteDifference(w, d)
		}},
		{"md", func(w io.Writer, d *report.Difference, l *templates.Language, _ streams) error {
			return ci.DiffMarkdown(w, d, l)
		}},
	}
}

// diffHelp is what people must know to trust the answer.
const diffHelp = `OLD and NEW are assessment.json files, such as check --format json prints, or report
folders that hold one; one of them may be - for standard input. They are of one
organisation, drafts or sealed, of one quarter or of two.

Every finding that opened or closed (open: fail or unknown) has one cause:
  regressed     passed in OLD, and is open in NEW
  waiver_ended  was waived            fixed      passes now
  new           was not applicable    waived     is waived now
  scope_in      the service is new    dropped    is not applicable now
  rule_in       the rule is new, or   scope_out  the service is gone
                asks something else   rule_out   the rule is gone, or asks something else

The exit status is 1 if anything regressed, and 0 otherwise, whatever else opened.
2 is wrong usage or wrong input, 4 a failure of the program or the machine.

A rule that asks something else is a cause only if OLD's rules would come to another
status on NEW's inputs. If OLD is the sealed report that NEW names as its previous one,
NEW's own changes say so. Else it is worked out from what NEW measured, where only the
limit differs; where metric, depth or scenarios differ, or NEW has no limit for the tier,
that cannot be told, and counts as a change of rules.

--format json prints one object, coupefeu.diff/1: method, old and new with their headline
figures, opening and closing, by_cause, items (each with the measured figures and limits
before and now), rules, rule_names, services_in and services_out. --format md is made for
a comment on a pull request: it keeps below 60,000 characters and counts what it leaves out.
`

// diffOptions are the flags and arguments of diff.
type diffOptions struct {
	old, new         string
	language, format string
	quiet            bool
}

func runDiff(c command, args []string, s streams) int {
	o, status, ended := parseDiff(c, args, s)
	if ended {
		return status
	}
	p := newProgress(s, o.quiet)
	defer p.finish()
	p.at("reading the assessments")
	d, err := compare(o, s)
	p.finish()
	if err != nil {
		return diffFailed(err, s)
	}
	noteOrder(d, o, s)
	if err := printDiff(d, o, s); err != nil {
		return failed(fmt.Errorf("printing the changes: %w", err), s)
	}
	if d.Regressions() > 0 {
		return exitGate
	}
	return exitDone
}

// parseDiff reads the command line. Where the program ends here, ended is true and status the exit status.
func parseDiff(c command, args []string, s streams) (o *diffOptions, status int, ended bool) {
	o = &diffOptions{}
	formats := formatsOf(diffPrinters())
	l := newCommandLine(c)
	l.arguments, l.about = "OLD NEW", diffHelp
	flags := l.flags
	flags.StringVarP(&o.language, "lang", "l", "", "`LANGUAGE`, one of "+strings.Join(templates.Tags(), ", ")+" (default: the organisation's)")
	flags.StringVarP(&o.format, "format", "f", formats[0], "`FORMAT`, one of "+strings.Join(formats, ", "))
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "print only errors, and what --format json or md asks for")
	status, ended = l.read(args, s, func() error { return o.check(flags.Args(), formats) })
	return o, status, ended
}

// check refuses what cannot be meant, all of it in one error.
func (o *diffOptions) check(arguments, formats []string) error {
	faults := unknown("format", []string{o.format}, formats)
	if o.language != "" {
		faults = append(faults, unknown("language", []string{o.language}, templates.Tags())...)
	}
	switch {
	case len(arguments) != 2:
		faults = append(faults, fmt.Sprintf("expected two assessments, OLD and NEW, not %d", len(arguments)))
	case arguments[0] == stdinName && arguments[1] == stdinName:
		faults = append(faults, "standard input holds one assessment: give the other one as a file or a folder")
	default:
		o.old, o.new = arguments[0], arguments[1]
	}
	return together(faults)
}

// noteOrder says where the two are given the other way round, which is allowed: one may ask what going back would do.
func noteOrder(d *report.Difference, o *diffOptions, s streams) {
	if d.New.AsOf.Before(d.Old.AsOf) && !o.quiet {
		fmt.Fprintf(s.err, "coupefeu: note: NEW is older than OLD: it is as of %s, OLD as of %s\n",
			d.New.AsOf.Format(time.RFC3339), d.Old.AsOf.Format(time.RFC3339))
	}
}

// printDiff prints in the language of --lang, else the organisation's. Quiet leaves the exit status alone to speak, but a
// format for machines is what was asked for.
func printDiff(d *report.Difference, o *diffOptions, s streams) error {
	if o.quiet && o.format == "text" {
		return nil
	}
	asked := &options{}
	if o.language != "" {
		asked.languages = []string{o.language}
	}
	languages, err := chosenLanguages(asked, d.Organisation.Language)
	if err != nil {
		return err
	}
	return printerOf(diffPrinters(), o.format).print(s.out, d, languages[0], s)
}
