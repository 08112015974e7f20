package scenario

import (
	"fmt"
	"regexp"
	"slices"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

var idShape = regexp.MustCompile(`^[a-z0-9._-]+$`)

// CheckNode reports kinds that cannot be played for each value, a missing duration, and ids that clash.
func (p *Plan) CheckNode(d *source.Decoder, n *source.Node) {
	p.checkEach(d, n.Get("each"))
	if p.OutageDuration.Given && p.OutageDuration.Value == 0 {
		d.Fail(n.Get("outage_duration"), "`outage_duration` must be more than 0s")
	}
	needs := slices.IndexFunc(p.Each, Kind.OutOfReach)
	if key, value := n.Find("outage_duration"); needs >= 0 && (value == nil || value.Empty()) {
		d.Fail(orElse(key, n), "`outage_duration` is missing: `%s` needs to know how long sites are out of reach", p.Each[needs])
	}
	for i := range p.Also {
		first := slices.Index(p.IDs()[:i], p.Also[i].ID)
		if first >= 0 && p.Also[i].ID != "" {
			d.Fail(n.Get("also").Children[i].Get("id"), "there are two scenarios `%s`: the other one is on line %d",
				p.Also[i].ID, p.Also[first].Place.Line)
		}
	}
}

func orElse(n, otherwise *source.Node) *source.Node {
	if n != nil {
		return n
	}
	return otherwise
}

func (p *Plan) checkEach(d *source.Decoder, list *source.Node) {
	for i, k := range p.Each {
		switch {
		case k == Pair:
			d.Fail(&list.Children[i], "pairs of campuses are asked for with `pairs: true`, not in `each`")
		case k > Pair:
			d.Fail(&list.Children[i], "a scenario of kind `%s` says what it strikes: write it under `also`", k)
		case k != KindUnknown && slices.Contains(p.Each[:i], k):
			d.Fail(&list.Children[i], "`%s` stands twice in this list: delete one", k)
		}
	}
}

// CheckNode reports an impossible id, and what does not go with the kind of the scenario.
func (s *Disruption) CheckNode(d *source.Decoder, n *source.Node) {
	if s.ID != "" && !idShape.MatchString(s.ID) {
		d.Fail(n.Get("id"), "the id %s may hold only lower-case letters, digits, `-`, `_` and `.`", source.Quoted(s.ID))
	}
	if s.Kind == KindUnknown {
		return
	}
	if s.Kind < Ransomware {
		d.Fail(n.Get("kind"), "a scenario of kind `%s` is not written out: ask for it in `each`; here stand `ransomware`, `outage` and `disaster`", s.Kind)
		return
	}
	s.checkPlaces(d, n)
	s.checkDuration(d, n)
}

// checkPlaces compares what the scenario strikes with its kind.
func (s *Disruption) checkPlaces(d *source.Decoder, n *source.Node) {
	named := false
	for _, word := range []string{"sites", "campuses", "regions", "providers", "within"} {
		key, value := n.Find(word)
		if value == nil || value.Empty() {
			continue
		}
		named = true
		if s.Kind == Ransomware {
			d.Fail(key, "a `ransomware` reaches every site: delete `%s`", word)
		}
	}
	if !named && s.Kind != Ransomware {
		d.Fail(n, "this `%s` strikes nothing: give it `sites`, `campuses`, `regions`, `providers` or `within`", s.Kind)
	}
}

func (s *Disruption) checkDuration(d *source.Decoder, n *source.Node) {
	key, value := n.Find("duration")
	given := value != nil && !value.Empty()
	switch {
	case given && s.Kind != Outage:
		d.Fail(key, "`duration` is for an `outage`: a `%s` is for good", s.Kind)
	case !given && s.Kind == Outage:
		d.Fail(n, "`duration` is missing: an `outage` needs to say how long sites are out of reach")
	case s.Duration.Given && s.Duration.Value == 0:
		d.Fail(value, "`duration` must be more than 0s")
	}
}

// CheckNode reports a radius that cannot be.
func (c *Circle) CheckNode(d *source.Decoder, n *source.Node) {
	if c.Km < 0 {
		d.Fail(n.Get("km"), "`km` must be 0 or more, not %s", n.Get("km").Text)
	}
}

// Check compares what the plan names with the inventory: every site, campus, region and provider must be there, and a
// circle needs to know where every site stands. File is the name of the pack.
func (p *Plan) Check(inv *inventory.Inventory, file string) source.Diagnostics {
	var found source.Diagnostics
	known := knownPlaces(inv)
	for i := range p.Also {
		s := &p.Also[i]
		for what, names := range s.named() {
			for _, name := range names {
				if !slices.Contains(known[what], name.ID) {
					at := source.Place{File: file, Line: name.Line, Column: name.Column}
					found = append(found, source.Diagnostic{Place: at, Message: fmt.Sprintf("the inventory has no %s %s%s",
						whatWords[what], source.Quoted(name.ID), suggest(name.ID, known[what]))})
				}
			}
		}
		if s.Within.Given {
			found = append(found, s.unplaced(inv)...)
		}
	}
	return found
}

// whatWords are what a scenario can name, in the order of named and knownPlaces.
var whatWords = [...]string{"site", "campus", "region", "provider"}

func (s *Disruption) named() [len(whatWords)][]inventory.Reference {
	return [...][]inventory.Reference{s.Sites, s.Campuses, s.Regions, s.Providers}
}

// knownPlaces lists the words that sites have, each once.
func knownPlaces(inv *inventory.Inventory) [len(whatWords)][]string {
	var known [len(whatWords)][]string
	for i := range inv.Sites {
		site := &inv.Sites[i]
		for what, word := range [...]string{site.ID, site.Campus, site.Region.Value} {
			if word != "" && !slices.Contains(known[what], word) {
				known[what] = append(known[what], word)
			}
		}
	}
	for i := range inv.Providers {
		known[3] = append(known[3], inv.Providers[i].ID)
	}
	return known
}

func suggest(word string, known []string) string {
	if nearest := source.Nearest(word, known); nearest != "" {
		return ": did you mean `" + nearest + "`?"
	}
	return ": mend the name or add it"
}

// unplaced reports every site of which nobody can say whether it lies within the circle.
func (s *Disruption) unplaced(inv *inventory.Inventory) source.Diagnostics {
	var found source.Diagnostics
	for i := range inv.Sites {
		if site := &inv.Sites[i]; !site.Coordinates.Given {
			found = append(found, source.Diagnostic{Place: site.Place, Message: fmt.Sprintf(
				"the site `%s` has no coordinates, but the scenario `%s` strikes what lies within %v km of a point: add `coordinates`",
				site.ID, s.ID, s.Within.Value.Km)})
		}
	}
	return found
}
