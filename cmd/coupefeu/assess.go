package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/sample"
	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/rules"
	"coupefeu/rules/packs"
)

// errInput says that the mistakes of the input are printed already.
var errInput = errors.New("wrong input")

// loaded is the input of every command: what verdicts and scenarios rest on, and what it was read from.
type loaded struct {
	rules.Input
	period  report.Period
	notices []inventory.Notice
	roots   []inventory.Root
}

// load reads the inventory, the rule pack and the evidence, and holds them together. It prints every mistake of the
// input and then returns errInput; another error is one of usage.
func load(o *options, s streams, p *progress) (*loaded, error) {
	roots, noRoots := openRoots(o)
	packFile, noPack := readPack(o.rules)
	wrongTemplate, noTemplate := o.readTemplate()
	if err := errors.Join(noRoots, noPack, noTemplate); err != nil {
		return nil, err
	}
	return sources{roots, packFile, wrongTemplate}.load(o, s, p)
}

// sources are the inventory and the rule pack, found and not yet read, and what is wrong with the board's template.
type sources struct {
	roots []inventory.Root
	pack  source.File
	wrong source.Diagnostics
}

// load is the reading once the sources are found.
func (from sources) load(o *options, s streams, p *progress) (*loaded, error) {
	p.at("reading the inventory")
	letHeapGrow(whileReading)
	roots := from.roots
	inv, mistakes := inventory.Load(roots)
	pack, wrong := rules.Load(from.pack)
	mistakes = append(append(mistakes, wrong...), from.wrong...)
	if len(mistakes) > 0 {
		return nil, printMistakes(s, p, mistakes)
	}
	letHeapGrow(afterwards)
	asOf, period, err := when(o, s, inv.Zone)
	if err != nil {
		return nil, err
	}
	notices, mistakes := rules.Check(pack, inv, asOf)
	mistakes = quote(roots, pack, mistakes)
	p.at("reading the evidence")
	known := inv.At(asOf)
	observed, wrong := evidence.Observe(roots, known, asOf)
	if mistakes = append(mistakes, wrong...); len(mistakes) > 0 {
		return nil, printMistakes(s, p, mistakes)
	}
	in := rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: asOf, Start: period.Start}
	return &loaded{Input: in, period: period, notices: notices, roots: roots}, nil
}

// assess goes the one way through: what load reads, then the verdicts. Its errors are those of load.
func assess(o *options, s streams, p *progress) (*report.Assessment, error) {
	in, err := load(o, s, p)
	if err != nil {
		return nil, err
	}
	return assessLoaded(in, o, p)
}

// assessLoaded gives the verdicts on what was read, in the light of the earlier reports.
func assessLoaded(in *loaded, o *options, p *progress) (*report.Assessment, error) {
	p.at("reading the earlier reports")
	history, err := readHistory(in, o)
	if err != nil {
		return nil, err
	}
	return assessAfter(in, history, o, p), nil
}

// assessAfter gives the verdicts in the light of these earlier reports.
func assessAfter(in *loaded, history report.History, o *options, p *progress) *report.Assessment {
	p.at("evaluating the rules")
	return report.Assess(in.Input, report.Request{Version: version, Period: in.period, Fictitious: o.sample, Notices: in.notices, History: history, Seed: o.auditSeed})
}

// quote adds the offending lines to mistakes that show only once inventory and rule pack are held together.
func quote(roots []inventory.Root, pack *rules.Pack, mistakes source.Diagnostics) source.Diagnostics {
	var inPack, inInventory source.Diagnostics
	for _, mistake := range mistakes {
		if mistake.Place.File == pack.File.Name {
			inPack = append(inPack, mistake)
		} else {
			inInventory = append(inInventory, mistake)
		}
	}
	return append(inventory.Quote(roots, inInventory), inPack.Quote(&pack.File)...)
}

func openRoots(o *options) ([]inventory.Root, error) {
	if o.sample {
		return []inventory.Root{{FS: sample.FS(), Shown: "sample"}}, nil
	}
	roots, err := inventory.OpenRoots(o.inventory)
	if err != nil && slices.Equal(o.inventory, []string{defaultInventory}) {
		return nil, errors.New(strings.TrimSpace(err.Error()) + "; name yours with --inventory PATH, or try the one inside the program with --sample")
	}
	return roots, err
}

// packName is the record name of the rule pack, which no file of an inventory can have.
const packName = "--rules"

func readPack(path string) (source.File, error) {
	data, shown := packs.Baseline(), "baseline pack"
	if path != "" {
		var err error
		if data, err = readBounded(path); err != nil {
			return source.File{}, fmt.Errorf("--rules %s: %w", path, err)
		}
		shown = path
	}
	return source.File{Name: packName, Shown: shown, Data: data, Bytes: int64(len(data)), SHA256: fmt.Sprintf("%x", sha256.Sum256(data))}, nil
}

// printMistakes prints every mistake, sorted by place, and how many there are.
func printMistakes(s streams, p *progress, mistakes source.Diagnostics) error {
	p.finish()
	mistakes.Sort()
	fmt.Fprint(s.err, mistakes.Format())
	count := "1 mistake"
	if len(mistakes) != 1 {
		count = fmt.Sprintf("%d mistakes", len(mistakes))
	}
	complain(s.err, count+" in the input; nothing was written", "")
	return errInput
}

// when settles as-of and the period from the flags: as-of alone finds its quarter, a quarter alone is looked at from
// its end.
func when(o *options, s streams, zone *time.Location) (time.Time, report.Period, error) {
	asOf := s.now
	text := o.asOf
	if text == "" && o.sample {
		text = sample.AsOf
	}
	if text != "" && (o.period == "" || o.asOf != "") {
		moment, err := source.ParseMoment(text, zone)
		if err != nil {
			return asOf, report.Period{}, fmt.Errorf("--as-of %q: %w", text, err)
		}
		asOf = moment.End()
	}
	if o.period == "" {
		return asOf, report.PeriodOf(asOf, zone), nil
	}
	period, err := report.ParsePeriod(o.period, zone)
	if err != nil {
		return asOf, period, fmt.Errorf("--period: %w", err)
	}
	if o.asOf == "" {
		asOf = period.End
	}
	if !period.Holds(asOf) {
		return asOf, period, fmt.Errorf("--as-of %s is not in %s, which goes from %s to %s", o.asOf, period.ID,
			period.Start.Format(time.RFC3339), period.End.Format(time.RFC3339))
	}
	return asOf, period, nil
}
