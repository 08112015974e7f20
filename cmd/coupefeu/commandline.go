package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// commandLine is what the command lines of all commands have in common: how they are read, explained and refused.
type commandLine struct {
	command   command
	flags     *pflag.FlagSet
	arguments string // what stands beside the flags, as in "OLD NEW"; "": nothing does
	about     string // said by --help before the flags
	notes     string // and after them
	hint      string // added to what to do about a mistake
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
	err := l.flags.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		l.help(s)
		return exitDone, true
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

func (l *commandLine) help(s streams) {
	usage := strings.TrimRight("coupefeu "+l.command.name+" [flags] "+l.arguments, " ")
	fmt.Fprintf(s.out, "coupefeu %s %s.\n\nUsage: %s\n\nExample: %s\n\n", l.command.name, l.command.summary, usage, l.command.example)
	if l.about != "" {
		fmt.Fprintln(s.out, l.about)
	}
	fmt.Fprint(s.out, l.flags.FlagUsages())
	if l.notes != "" {
		fmt.Fprint(s.out, "\n"+l.notes)
	}
}

// together makes one error of all that cannot be meant; nil of nothing.
func together(faults []string) error {
	if len(faults) == 0 {
		return nil
	}
	return errors.New(strings.Join(faults, "\ncoupefeu: error: "))
}
