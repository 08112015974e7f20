package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/ci"
	"coupefeu/rules/recovery"
	"coupefeu/rules/scenario"
)

// simulation is what simulate is asked for: scenarios of the pack, or one made of flags, and which service to explain.
type simulation struct {
	*options
	made made
	why  string

	in      *loaded
	play    scenario.Input
	service int // to be explained; -1: none
}

func runSimulate(c command, args []string, s streams) int {
	m := &simulation{}
	formats := []string{"text", "json"}
	k := kind{formats: formats, defaultFormat: formats[:1], arguments: "SCENARIO…", own: m.flags}
	o, status, ended := parseFlags(c, k, args, s)
	if ended {
		return status
	}
	m.options = o
	p := newProgress(s, o.quiet)
	defer p.finish()
	err := m.prepare(s, p)
	p.finish()
	if err != nil {
		return inputStatus(err, s)
	}
	noteLater(o, m.in.AsOf, s)
	if m.made.outage != "" && m.made.ransomware {
		fmt.Fprintf(s.err, "coupefeu: note: with --outage everything that is taken counts as back unharmed after %s, what ransomware takes too; "+
			"without --outage it is gone for good\n", m.made.outage)
	}
	if err := buffered(s.out, func(w io.Writer) error { return m.print(w, s) }); err != nil {
		return failed(fmt.Errorf("printing the simulation: %w", err), s)
	}
	if len(m.in.Inventory.Services) == 0 {
		complain(s.err, "nothing was simulated: the inventory has no service", "this is never taken for a pass")
		return exitNothing
	}
	return exitDone
}

// flags declares what simulate alone takes.
func (m *simulation) flags(flags *pflag.FlagSet) {
	m.made.flags(flags)
	flags.StringVar(&m.why, "why", "", "explain step by step what happens to one `SERVICE`")
}

// prepare reads the input and finds what is to be played and explained.
func (m *simulation) prepare(s streams, p *progress) error {
	err := m.made.check(m.arguments)
	if m.why != "" && m.formats[0] != "text" {
		err = errors.Join(err, fmt.Errorf("--why explains in words: leave --format %s out", m.formats[0]))
	}
	if err != nil {
		return err
	}
	if m.in, err = load(m.options, s, p); err != nil {
		return err
	}
	m.play = scenario.Input{
		View:  recovery.View{Inventory: m.in.Inventory, Observed: m.in.Observed, AsOf: m.in.AsOf, Start: m.in.Start},
		Tiers: m.in.Pack.Tiers,
	}
	var unknown error
	m.service, unknown = findService(m.in.Inventory, m.why)
	m.play.Scenarios, err = m.choose(s, p)
	p.at("playing the scenarios")
	return errors.Join(unknown, err)
}

// choose finds the scenarios that the command line asks for.
func (m *simulation) choose(s streams, p *progress) ([]scenario.Scenario, error) {
	if m.made.given {
		one, err := m.made.strike(m.in, s, p)
		return []scenario.Scenario{one}, err
	}
	known := m.in.Pack.Scenarios.Expand(m.in.Inventory)
	var out []scenario.Scenario
	var unknown []error
	for _, id := range distinct(m.arguments) {
		at := slices.IndexFunc(known, func(one scenario.Scenario) bool { return one.ID == id })
		if at < 0 {
			unknown = append(unknown, fmt.Errorf("the rule pack has no scenario %q%s", id, nearest(id, known)))
			continue
		}
		out = append(out, known[at])
	}
	if len(m.arguments) == 0 {
		unknown = append(unknown, errors.New("no scenario is named: name one or more of the rule pack, or make one of flags, as in --campuses a,b"))
	}
	if len(unknown) == 0 {
		return out, nil
	}
	p.finish()
	inputStatus(errors.Join(unknown...), s)
	m.list(known, s.err)
	return nil, errInput
}

// list prints the scenarios of the rule pack with their names.
func (m *simulation) list(known []scenario.Scenario, w io.Writer) {
	if len(known) == 0 {
		fmt.Fprintln(w, "coupefeu: hint: the rule pack asks for no scenario that this inventory has; --help lists the flags that make one")
		return
	}
	fmt.Fprintln(w, "coupefeu: hint: the scenarios of the rule pack are")
	widest := 0
	for i := range known {
		widest = max(widest, len([]rune(known[i].ID)))
	}
	language := m.in.Inventory.Organisation.Language.Value
	for i := range known {
		fmt.Fprintf(w, "  %-*s  %s\n", widest, ci.Plain(known[i].ID), ci.Plain(known[i].Name.In(language)))
	}
}

// nearest suggests the scenario that was perhaps meant.
func nearest(id string, known []scenario.Scenario) string {
	ids := make([]string, len(known))
	for i := range known {
		ids[i] = known[i].ID
	}
	return suggestion(id, ids)
}

func suggestion(word string, known []string) string {
	if near := source.Nearest(word, known); near != "" {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ""
}

// findService finds the service to explain, by its id or its name; -1 where none is asked for.
func findService(inv *inventory.Inventory, word string) (int, error) {
	if word == "" {
		return -1, nil
	}
	ids := make([]string, len(inv.Services))
	named := -1
	for i := range inv.Services {
		ids[i] = inv.Services[i].ID
		if inv.Services[i].Name == word {
			named = i
		}
	}
	if at := slices.Index(ids, word); at >= 0 {
		return at, nil
	}
	if named >= 0 {
		return named, nil
	}
	return -1, fmt.Errorf("--why: the inventory has no service %q%s", word, suggestion(word, ids))
}

// print plays the scenarios and prints what comes of them.
func (m *simulation) print(w io.Writer, s streams) error {
	result := report.Simulate(m.in.Input, report.Request{Version: version, Fictitious: m.sample}, scenario.PlayAll(m.play).Played)
	if m.formats[0] == "json" {
		return report.WriteSimulation(w, result)
	}
	// Quiet leaves the exit status alone to speak, as it does in check.
	if m.quiet {
		return nil
	}
	languages, err := chosenLanguages(m.options, result.Organisation.Language)
	if err != nil {
		return err
	}
	if m.service < 0 {
		return ci.Simulation(w, result, languages[0], ci.Paint(s.colour))
	}
	for i := range m.play.Scenarios {
		result.Explanations = append(result.Explanations, scenario.Explain(m.play, &m.play.Scenarios[i], m.service))
	}
	return ci.Explanation(w, result, languages[0], ci.Paint(s.colour))
}
