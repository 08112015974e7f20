package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"coupefeu/inventory/source"
	"coupefeu/report/board"
	"coupefeu/report/sign"
	"coupefeu/rules"
	"coupefeu/templates"
)

// options are the flags of the commands that assess, read and checked as far as they can be without the inventory.
type options struct {
	arguments []string
	inventory []string
	sample    bool
	rules     string
	asOf      string
	period    string
	out       string
	languages []string
	formats   []string
	failOn    string
	newOnly   bool
	auditSeed string // of the auditor's sample; "": the period and the organisation's id
	force     bool
	sign      string    // file of a private key; "": nothing is signed
	key       *sign.Key // what that holds, once it is read
	quiet     bool

	template string          // file of the board's template; "": the one inside the program
	board    *board.Template // what that holds, once it is read

	history string // folder of earlier reports; "": the output folder
}

// laterFormats names the formats of the contract that come with the next versions, so that nobody takes their absence
// for a typing error.
var laterFormats = []string{"sarif", "junit"}

// kind is what sets the flags of one command apart from those of another.
type kind struct {
	formats       []string // those it can write
	defaultFormat []string
	defaultGate   string               // "": it has no gate
	writes        bool                 // it writes a folder
	arguments     string               // what stands beside its flags, as in "SCENARIO…"; "": nothing may
	notes         string               // what its help says under the flags
	own           func(*pflag.FlagSet) // declares the flags that it alone has; nil: none
}

// commonFlags declares the flags, each bound to its option.
func commonFlags(flags *pflag.FlagSet, k kind) *options {
	o := &options{}
	if k.own != nil {
		k.own(flags)
	}
	o.inputFlags(flags)
	o.out = defaultOut
	if k.writes {
		flags.StringVarP(&o.out, "out", "o", defaultOut, "`DIR` that reports are written into, one folder a period")
	}
	language, format := "`LANGUAGE`, one of ", "`FORMAT`, one of "
	if k.writes {
		language, format = "`LANGUAGES`, some of ", "`FORMATS`, some of "
	}
	flags.StringSliceVarP(&o.languages, "lang", "l", nil, language+strings.Join(templates.Tags(), ", ")+" (default: the organisation's)")
	flags.StringSliceVarP(&o.formats, "format", "f", k.defaultFormat, format+strings.Join(k.formats, ", "))
	if k.defaultGate != "" {
		o.gateFlags(flags, k)
	}
	if k.writes {
		o.templateFlag(flags)
		flags.BoolVar(&o.force, "force", false, "replace a sealed report that differs; the old one is kept beside")
		flags.StringVar(&o.sign, "sign", "", "sign SHA256SUMS with the SSH private `KEY`, as ssh-keygen -Y sign -n coupefeu does")
	}
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "print only errors")
	return o
}

// inputFlags declares what every assessment is made from.
func (o *options) inputFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&o.inventory, "inventory", "i", []string{defaultInventory}, "`PATH` of an inventory file or folder (repeatable)")
	flags.BoolVar(&o.sample, "sample", false, "use the sample inside the program, a fictitious organisation, as of 2026-09-30")
	flags.StringVarP(&o.rules, "rules", "r", "", "rule pack `FILE` (default: the baseline pack inside the program)")
	flags.StringVar(&o.asOf, "as-of", "", "`MOMENT` of the assessment: 2026-09-30 or RFC 3339 (default: now)")
	flags.StringVar(&o.period, "period", "", "quarter such as `2026-Q3` (default: the one that holds as-of; without --as-of, as-of is its end)")
}

// gateFlags declares what later quarters look back at, and the gate.
func (o *options) gateFlags(flags *pflag.FlagSet, k kind) {
	flags.StringVar(&o.history, "history", "", "`DIR` that holds the earlier reports, sealed (default: "+k.reports()+")")
	flags.StringVar(&o.failOn, "fail-on", k.defaultGate, "exit 1 on a fail or unknown of this `SEVERITY` or above: critical, high, medium, low, never")
	flags.BoolVar(&o.newOnly, "new-only", false, "the gate looks only at findings that were not open in the previous report")
	flags.StringVar(&o.auditSeed, "audit-seed", "", "draw the auditor's sample anew, with this `TEXT` as its seed (default: period and organisation, as in 2026-Q3-ourthe)")
}

// longestSeed is how many bytes a seed of the auditor's sample may have: it is printed above the sample.
const longestSeed = 80

// defaultInventory is where an inventory is looked for that no flag names.
const defaultInventory = "inventory"

// defaultOut is where reports are kept, beside the inventory that they are made from.
const defaultOut = "out"

// reports names the folder in which a command looks for earlier reports.
func (k kind) reports() string {
	if k.writes {
		return "that of --out"
	}
	return "\"" + defaultOut + "\""
}

// parseFlags reads the command line. Where the program ends here, ended is true and status the exit status.
func parseFlags(c command, k kind, args []string, s streams) (o *options, status int, ended bool) {
	l := newCommandLine(c)
	l.arguments, l.notes = k.arguments, k.notes
	o = commonFlags(l.flags, k)
	status, ended = l.read(args, s, func() error { return o.check(l.flags, k) })
	return o, status, ended
}

// check refuses every flag that cannot be meant, all of them in one error.
func (o *options) check(flags *pflag.FlagSet, k kind) error {
	var faults []string
	o.arguments = flags.Args()
	if flags.NArg() > 0 && k.arguments == "" {
		faults = append(faults, fmt.Sprintf("unexpected argument %q: paths follow a flag, as in -i %s", flags.Arg(0), flags.Arg(0)))
	}
	if o.sample && flags.Changed("inventory") {
		faults = append(faults, "--sample and --inventory exclude each other")
	}
	faults = append(faults, repeated(o.inventory)...)
	if gates := gateNames(); k.defaultGate != "" && !slices.Contains(gates, o.failOn) {
		faults = append(faults, fmt.Sprintf("--fail-on %q is unknown; it is one of %s", o.failOn, strings.Join(gates, ", ")))
	}
	if o.auditSeed != source.Safe(o.auditSeed) || o.auditSeed != strings.TrimSpace(o.auditSeed) || len(o.auditSeed) > longestSeed {
		faults = append(faults, fmt.Sprintf("--audit-seed: anybody must be able to type it again: at most %d bytes, no control characters, no blank at either end", longestSeed))
	}
	faults = append(faults, unknown("language", o.languages, templates.Tags())...)
	for _, format := range o.formats {
		if slices.Contains(laterFormats, format) {
			faults = append(faults, fmt.Sprintf("format %q is not built in yet", format))
		} else {
			faults = append(faults, unknown("format", []string{format}, k.formats)...)
		}
	}
	if o.template != "" && !slices.Contains(o.formats, formatPDF) {
		faults = append(faults, "--template says how the PDF looks, and --format asks for none: add pdf to it, or leave --template out")
	}
	if !k.writes && len(o.formats) != 1 {
		faults = append(faults, flags.Name()+" prints one format: name one with --format")
	}
	if !k.writes && len(o.languages) > 1 {
		faults = append(faults, flags.Name()+" prints one language: name one with --lang")
	}
	o.languages, o.formats = distinct(o.languages), distinct(o.formats)
	return together(faults)
}

// repeated refuses a path of --inventory that is given twice: else everything in it would be defined twice.
func repeated(paths []string) []string {
	var faults []string
	for i, path := range paths {
		if slices.ContainsFunc(paths[:i], func(other string) bool { return filepath.Clean(other) == filepath.Clean(path) }) {
			faults = append(faults, fmt.Sprintf("--inventory %s is given twice: leave one out", path))
		}
	}
	return faults
}

func unknown(what string, given, known []string) []string {
	var faults []string
	for _, word := range given {
		if !slices.Contains(known, word) {
			faults = append(faults, fmt.Sprintf("%s %q is unknown; it is one of %s", what, word, strings.Join(known, ", ")))
		}
	}
	return faults
}

func distinct(list []string) []string {
	var out []string
	for _, word := range list {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// gateNames are the words of --fail-on, the strictest last but one.
func gateNames() []string {
	return []string{rules.Critical.String(), rules.High.String(), rules.Medium.String(), rules.Low.String(), "never"}
}
