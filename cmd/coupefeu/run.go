package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Version is the version of the program, as version prints it and every output names it.
const version = "0.1.0"

// The exit statuses, as the README lists them.
const (
	exitDone    = 0 // and the gate holds
	exitGate    = 1 // done, and the gate fails
	exitInput   = 2 // wrong usage or wrong input; nothing written
	exitNothing = 3 // nothing was evaluated
	exitFailed  = 4 // the program or the machine failed
)

// streams is where a command reads and writes, and what it may know of the world around it: nothing below reads a
// clock or the environment.
type streams struct {
	in       io.Reader
	out, err io.Writer
	now      time.Time
	colour   bool // results go to a terminal that wants colours
	progress bool // the other stream is a terminal
}

// command is one of coupefeu's commands. Hidden ones are for its makers.
type command struct {
	name, summary, example string
	hidden                 bool
	run                    func(c command, args []string, s streams) int
}

// commands is the one list of commands: help, errors and tests read it.
func commands() []command {
	return []command{
		{name: "report", summary: "assesses and writes every output of the period into OUT/PERIOD/",
			example: "coupefeu report -i inventory -l fr,nl", run: runReport},
		{name: "check", summary: "assesses and prints the findings; for CI gates and for people at work",
			example: "coupefeu check --fail-on critical --format json > findings.json", run: runCheck},
		{name: "simulate", summary: "plays scenarios and prints what is left: those of the rule pack by id, or one made of flags",
			example: "coupefeu simulate campus:strasbourg --sample --why paie", run: runSimulate},
		{name: "diff", summary: "compares two assessments: what was fixed, what is new, why; for pull requests",
			example: "coupefeu diff before.json after.json --format md", run: runDiff},
		{name: "verify", summary: "checks the seal and the chain of a report; with its inventory, assesses again and compares",
			example: "coupefeu verify out/2026-Q3 -i inventory", run: runVerify},
		{name: "version", summary: "prints the version", example: "coupefeu version", run: runVersion},
		{name: "generate", summary: "writes a made-up inventory of any size, with evidence, to measure with",
			example: "coupefeu generate --services 10000 --seed 1 /tmp/big", hidden: true, run: runGenerate},
	}
}

// run is the program: it returns the exit status and changes nothing but what its command is for.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := streams{in: stdin, out: stdout, err: stderr, now: time.Now(), colour: wantsColour(stdout), progress: isTerminal(stderr)}
	if len(args) == 0 {
		fmt.Fprint(stderr, helpText())
		return exitInput
	}
	switch args[0] {
	case "help", "-h", "--help":
		if len(args) == 1 {
			return printText(s, helpText())
		}
		args = []string{args[1], "--help"}
	case "--version":
		args = []string{"version"}
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(c, args[1:], s)
		}
	}
	complain(stderr, fmt.Sprintf("unknown command %q; the commands are %s", args[0], strings.Join(commandNames(), ", ")),
		"coupefeu help says what each does")
	return exitInput
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		if !c.hidden {
			names = append(names, c.name)
		}
	}
	return names
}

func helpText() string {
	text := "coupefeu tells whether your services would survive the loss of a site.\n\nUsage: coupefeu COMMAND [flags]\n\n"
	for _, c := range commands() {
		if !c.hidden {
			text += fmt.Sprintf("  %-10s %s\n", c.name, c.summary)
		}
	}
	return text + "\ncoupefeu COMMAND --help lists the flags of a command, with an example.\n" +
		"coupefeu report --sample runs on the sample inside the program.\n"
}

// complain prints an error, and in a second line what to do about it.
func complain(w io.Writer, message, hint string) {
	fmt.Fprintf(w, "coupefeu: error: %s\n", message)
	if hint != "" {
		fmt.Fprintf(w, "coupefeu: hint: %s\n", hint)
	}
}

func runVersion(c command, args []string, s streams) int {
	l := newCommandLine(c)
	status, ended := l.read(args, s, func() error {
		if l.flags.NArg() > 0 {
			return fmt.Errorf("version takes no argument, not even %q", l.flags.Arg(0))
		}
		return nil
	})
	if ended {
		return status
	}
	return printText(s, "coupefeu "+version+"\n")
}

// wantsColour tells whether the results go to a terminal whose user has not said NO_COLOR (no-color.org).
func wantsColour(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
