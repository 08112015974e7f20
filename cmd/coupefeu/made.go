package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/scenario"
)

// madeID is the id of a scenario that is made of flags.
const madeID = "custom"

// made is a scenario made of flags.
type made struct {
	disruption scenario.Disruption
	ransomware bool
	given      bool // there is one at all

	places [len(placeKinds)][]string
	within []string
	outage string
}

// placeKind is a flag that names places, and what the inventory has of them.
type placeKind struct {
	flag, one string
	known     func(*inventory.Inventory) []string
	into      func(*scenario.Disruption) *[]inventory.Reference
}

// placeKinds are the flags that name places.
var placeKinds = [...]placeKind{
	{"sites", "site", ofSites(func(s *inventory.Site) string { return s.ID }),
		func(d *scenario.Disruption) *[]inventory.Reference { return &d.Sites }},
	{"campuses", "campus", ofSites(func(s *inventory.Site) string { return s.Campus }),
		func(d *scenario.Disruption) *[]inventory.Reference { return &d.Campuses }},
	{"regions", "region", ofSites(func(s *inventory.Site) string { return s.Region.Value }),
		func(d *scenario.Disruption) *[]inventory.Reference { return &d.Regions }},
	{"providers", "provider", providerIDs,
		func(d *scenario.Disruption) *[]inventory.Reference { return &d.Providers }},
}

// ofSites lists what sites have, each once, sorted.
func ofSites(of func(*inventory.Site) string) func(*inventory.Inventory) []string {
	return func(inv *inventory.Inventory) []string {
		var known []string
		for i := range inv.Sites {
			if word := of(&inv.Sites[i]); word != "" {
				known = append(known, word)
			}
		}
		slices.Sort(known)
		return slices.Compact(known)
	}
}

// providerIDs are all providers, those without a site too.
func providerIDs(inv *inventory.Inventory) []string {
	var known []string
	for i := range inv.Providers {
		known = append(known, inv.Providers[i].ID)
	}
	slices.Sort(known)
	return known
}

// flags declares what a scenario is made of. What they name adds up.
func (m *made) flags(flags *pflag.FlagSet) {
	for i, k := range placeKinds {
		flags.StringSliceVar(&m.places[i], k.flag, nil, "make a scenario of these "+k.flag+", lost for good: `a,b`")
	}
	flags.StringArrayVar(&m.within, "within", nil, "and of every site so near to a point: `KM:LATITUDE,LONGITUDE` as in 100km:50.69,3.17")
	flags.StringVar(&m.outage, "outage", "", "they are out of reach for this `DURATION`, such as 5d, then back unharmed")
	flags.BoolVar(&m.ransomware, "ransomware", false, "and every instance everywhere, and every backup that is neither immutable nor offline")
}

// check reads the flags as far as that can be done without the inventory, beside the scenarios named by id.
func (m *made) check(ids []string) error {
	d := &m.disruption
	d.ID, d.Kind = madeID, scenario.Disaster
	var faults []error
	named := len(m.within) > 0
	for i := range placeKinds {
		named = named || len(m.places[i]) > 0
		for _, word := range m.places[i] {
			into := placeKinds[i].into(d)
			*into = append(*into, inventory.Reference{ID: strings.TrimSpace(word)})
		}
	}
	faults = append(faults, m.circle(), m.duration(named))
	m.given = named || m.ransomware || m.outage != ""
	if m.ransomware && !named {
		d.Kind = scenario.Ransomware
	}
	if m.given && len(ids) > 0 {
		faults = append(faults, fmt.Errorf("%q is a scenario of the rule pack, but the flags make another one: play them one after the other, or say it all in flags, as in --campuses strasbourg --ransomware", ids[0]))
	}
	return errors.Join(faults...)
}

// duration reads --outage.
func (m *made) duration(named bool) error {
	if m.outage == "" {
		return nil
	}
	length, err := source.ParseDuration(m.outage)
	switch {
	case err != nil:
		return fmt.Errorf("--outage %q is no duration such as 5d or 2h30m: %w", m.outage, err)
	case length == 0:
		return errors.New("--outage must be more than 0s")
	case !named:
		return errors.New("--outage strikes nothing: say what is out of reach with --sites, --campuses, --regions, --providers or --within")
	}
	m.disruption.Kind = scenario.Outage
	m.disruption.Duration = source.Optional[source.Duration]{Value: length, Given: true}
	return nil
}

var circleShape = regexp.MustCompile(`^([0-9.]+) ?km:(-?[0-9.]+), ?(-?[0-9.]+)$`)

// circle reads --within.
func (m *made) circle() error {
	if len(m.within) == 0 {
		return nil
	}
	if len(m.within) > 1 {
		return errors.New("--within is given twice: one circle is all that a scenario has")
	}
	text := m.within[0]
	part := circleShape.FindStringSubmatch(text)
	if part == nil {
		return fmt.Errorf("--within %q: write it like 100km:50.69,3.17, latitude first", text)
	}
	var figures [3]float64
	for i := range figures {
		var err error
		if figures[i], err = strconv.ParseFloat(part[i+1], 64); err != nil {
			return fmt.Errorf("--within %q: %q is no number", text, part[i+1])
		}
	}
	at := inventory.Coordinates{Latitude: figures[1], Longitude: figures[2]}
	switch {
	case at.Latitude < -90 || at.Latitude > 90:
		return fmt.Errorf("--within %q: the latitude %s is not between -90 and 90 degrees: latitude comes first, then longitude", text, part[2])
	case at.Longitude < -180 || at.Longitude > 180:
		return fmt.Errorf("--within %q: the longitude %s is not between -180 and 180 degrees", text, part[3])
	}
	m.disruption.Within = source.Optional[scenario.Circle]{Value: scenario.Circle{Km: figures[0], Of: at}, Given: true}
	return nil
}

// strike turns the flags into a scenario for the inventory. Every name that leads nowhere is an error, and so is a
// circle where a site does not say where it stands.
func (m *made) strike(in *loaded, s streams, p *progress) (scenario.Scenario, error) {
	var unknown []error
	var hints []string
	for i := range placeKinds {
		faults, known := m.unknownPlaces(i, in.Inventory)
		if len(faults) > 0 {
			unknown = append(unknown, faults...)
			hints = append(hints, placesHint(placeKinds[i].flag, known))
		}
	}
	if len(unknown) > 0 {
		p.finish()
		inputStatus(errors.Join(unknown...), s)
		for _, hint := range hints {
			fmt.Fprintf(s.err, "coupefeu: hint: %s\n", hint)
		}
		return scenario.Scenario{}, errInput
	}
	plan := scenario.Plan{Also: []scenario.Disruption{m.disruption}}
	if unplaced := plan.Check(in.Inventory, ""); len(unplaced) > 0 {
		return scenario.Scenario{}, printMistakes(s, p, inventory.Quote(in.roots, unplaced))
	}
	out := m.disruption.Strike(in.Inventory)
	out.Ransomware = m.ransomware
	if len(out.Sites) == 0 && !m.ransomware {
		p.finish()
		fmt.Fprintln(s.err, "coupefeu: note: this strikes no site of the inventory, so nothing happens")
	}
	return out, nil
}

// placesHint lists what a flag could have named.
func placesHint(flag string, known []string) string {
	if len(known) == 0 {
		return "the inventory names no " + flag
	}
	return "the " + flag + " are " + source.Safe(strings.Join(known, ", "))
}

// unknownPlaces are the words of one flag that the inventory does not have, and those that it has.
func (m *made) unknownPlaces(i int, inv *inventory.Inventory) (faults []error, known []string) {
	k := &placeKinds[i]
	known = k.known(inv)
	for _, r := range *k.into(&m.disruption) {
		if !slices.Contains(known, r.ID) {
			faults = append(faults, fmt.Errorf("--%s: the inventory has no %s %q%s", k.flag, k.one, r.ID, suggestion(r.ID, known)))
		}
	}
	return faults, known
}
