package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// commandLine is what the command lines of all commands have in common: how they are read, explained and refused.
type commandLine struct {
	command   command
	flags     *pflag.FlagSet
	arguments string   // what stands beside the flags, as in "OLD NEW"; "": nothing does
	about     string   // said by --help before the flags
	notes     string   // and after them
	hint      string   // added to what to do about a mistake
	faults    []string // found in the values of flags
}

// newCommandLine begins the command line of a command; its flags are to be declared.
func newCommandLine(c command) *commandLine {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SortFlags = false
	flags.Usage = func() {} // help goes to the results, and a mistake shows none
	return &commandLine{command: c, flags: flags}
}

// read reads the arguments and has them checked. Where the program ends here, ended is true and status the exit status.
func (l *commandLine) read(args []string, s streams, check func() error) (status int, ended bool) {
	l.flags.SetOutput(s.err)
	err := l.flags.ParseAll(args, l.set)
	if errors.Is(err, pflag.ErrHelp) {
		return l.help(s), true
	}
	if err == nil {
		err = together(l.faults)
	}
	if err == nil {
		err = check()
	}
	if err != nil {
		complain(s.err, err.Error(), fmt.Sprintf("coupefeu %s --help lists the flags%s", l.command.name, l.hint))
		return exitInput, true
	}
	return exitDone, false
}

// set takes the value of a flag. One that is empty is nearly always a variable of a script that nobody set, and would
// pass for a flag left out: a report is then not signed, or not checked, and nobody is told. Of two values the last
// would count, though only one can be meant. Lists add up, and may be empty: --format "" asks for assessment.json alone.
func (l *commandLine) set(flag *pflag.Flag, value string) error {
	single, list := flag.Value.Type() == "string", flag.Value.Type() == "stringSlice"
	switch {
	case !list && strings.TrimSpace(value) == "":
		l.faults = append(l.faults, fmt.Sprintf("--%s is empty: give it a value, or leave it out", flag.Name))
		return nil
	case single && flag.Changed && flag.Value.String() != value:
		l.faults = append(l.faults, fmt.Sprintf("--%s is given twice, as %q and as %q: leave one out", flag.Name, flag.Value, value))
	}
	return l.flags.Set(flag.Name, value)
}

// help prints how the command is called, and returns the exit status.
func (l *commandLine) help(s streams) int {
	flags, called := l.flags.FlagUsages(), "coupefeu "+l.command.name
	if flags != "" {
		called += " [flags]"
	}
	text := fmt.Sprintf("coupefeu %s %s.\n\nUsage: %s\n\nExample: %s\n", l.command.name, l.command.summary,
		strings.TrimRight(called+" "+l.arguments, " "), l.command.example)
	for _, part := range []string{l.about, flags, l.notes} {
		if part != "" {
			text += "\n" + part
		}
	}
	return printText(s, text)
}

// printText prints a text that was asked for, and returns the exit status.
func printText(s streams, text string) int {
	if _, err := io.WriteString(s.out, text); err != nil {
		return failed(fmt.Errorf("printing it: %w", err), s)
	}
	return exitDone
}

// together makes one error of all that cannot be meant; nil of nothing.
func together(faults []string) error {
	if len(faults) == 0 {
		return nil
	}
	return errors.New(strings.Join(faults, "\ncoupefeu: error: "))
}
