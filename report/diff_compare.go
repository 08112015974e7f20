package report

import (
	"cmp"
	"fmt"
	"slices"

	"coupefeu/inventory/source"
	"coupefeu/rules"
)

// Compare tells what changed from one assessment to another one of the same organisation, in whatever order they were
// made: by the causes of Changes.
//
// Where the later one was made looking back at exactly the earlier one (its previous names the earlier one's Seal), its
// own changes are taken over. Else there are no inputs to apply the earlier rule pack to, so what it would say today is
// worked out from what the later one measured: where a rule's limit alone differs, the measured bounds are held against
// the earlier limit (a target against the service's target of today), and what is open then and covered by a waiver is
// waived, as long as the earlier pack's longest waivers allow it. Where metric, depth or scenarios differ (those that a
// rule looks at, or those that the packs play), or today's pack has no limit for the tier and so nothing was measured, it
// cannot be told, and the change counts as one of rules.
//
// The error is a *ForeignError or a *PackError.
func Compare(before, now *Snapshot) (*Difference, error) {
	if before.Organisation.ID != now.Organisation.ID {
		return nil, &ForeignError{Old: before.Organisation.ID, New: now.Organisation.ID}
	}
	d := &Difference{
		Schema: DiffSchema, Generator: now.Generator, Organisation: now.Organisation, Method: MethodSealed,
		Old: before.side(), New: now.side(), Named: map[string]DiffRuleName{}, Tiers: slices.Clone(now.Pack.Tiers),
	}
	changes := now.Changes
	if !now.looksBackAt(before) {
		d.Method = MethodFigures
		var err error
		if changes, err = changesBetween(before, now); err != nil {
			return nil, err
		}
	}
	d.Opening, d.Closing = changes.Opening, changes.Closing
	d.OpeningChecks, d.ClosingChecks = changes.OpeningChecks, changes.ClosingChecks
	d.ByCause, d.Rules = changes.ByCause, changes.Rules
	d.Items = make([]DiffItem, len(changes.Items))
	for i := range changes.Items {
		d.Items[i] = diffItem(&changes.Items[i], before, now)
	}
	d.ServicesIn, d.ServicesOut = now.services(changes.ServicesIn), before.services(changes.ServicesOut)
	for _, tier := range before.Pack.Tiers {
		if !slices.Contains(d.Tiers, tier) {
			d.Tiers = append(d.Tiers, tier)
		}
	}
	d.name(before, now)
	return d, nil
}

// looksBackAt tells whether the assessment was made with another one as its previous quarter.
func (s *Snapshot) looksBackAt(earlier *Snapshot) bool {
	return s.Changes != nil && s.Previous != nil && earlier.Seal != "" && s.Previous.SHA256 == earlier.Seal
}

// side is the assessment's head and headline figures. What the worst campus is was decided when it was made: it is that
// of the last quarter of its trend, itself.
func (s *Snapshot) side() DiffSide {
	side := DiffSide{
		Period: s.Period.ID, AsOf: s.AsOf, Draft: s.Draft, Fictitious: s.Fictitious, Generator: s.Generator,
		Pack: s.Pack.ID, PackVersion: s.Pack.Version, PackSHA256: s.Pack.SHA256,
		Figures: DiffFigures{
			Services: s.Summary.Services, Compliant: s.Summary.Compliant, CompliantWithWaivers: s.Summary.CompliantWithWaivers,
			Applicable: s.Summary.Checks.Applicable(), Checks: s.Summary.Checks, Demonstrated: s.Summary.Demonstrated,
		},
	}
	if n := len(s.Trend); n > 0 && s.Trend[n-1].Period == s.Period.ID && s.Trend[n-1].Figures != nil {
		side.Worst = s.Trend[n-1].Figures.Worst
	}
	return side
}

// pairing is one rule or service in both assessments: its places there, -1 where it is not.
type pairing struct {
	id          string
	before, now int
}

// sides are two snapshots being compared. What the comparison of sealed quarters does with two packs and a list of items, it does
// here too.
type sides struct {
	comparison
	old, new *Snapshot
	services []pairing // by id
	waivers  map[[2]string]bool
}

// changesBetween works the changes out from what the two assessments say.
func changesBetween(before, now *Snapshot) (*Changes, error) {
	b := &sides{old: before, new: now}
	b.before, b.grid = &Earlier{Assessment: before.Assessment}, &before.grid
	if err := b.loadPacks(); err != nil {
		return nil, err
	}
	b.begin(before.AsOf, now.grid.checks())
	b.pair()
	for r, id := range now.grid.Rules {
		b.compareRule(pairing{id, placeOf(before.grid.rule, id), r})
	}
	for r, id := range before.grid.Rules {
		if !now.hasRule(id) {
			b.compareRule(pairing{id, r, -1})
		}
	}
	b.count()
	b.out.Rules = b.ruleChanges()
	return b.out, nil
}

func placeOf(places map[string]int, id string) int {
	if place, there := places[id]; there {
		return place
	}
	return -1
}

// loadPacks reads both rule packs, unless they are the same.
func (b *sides) loadPacks() (err error) {
	if b.same = b.old.Pack.Text == b.new.Pack.Text; b.same {
		return nil
	}
	if b.pack, err = b.old.loadPack(); err != nil {
		return err
	}
	b.in.Pack, err = b.new.loadPack()
	return err
}

func (s *Snapshot) loadPack() (*rules.Pack, error) {
	pack, mistakes := rules.Load(source.File{Name: "pack.text", Data: []byte(s.Pack.Text)})
	if len(mistakes) > 0 {
		at := mistakes[0].Place
		return nil, &PackError{Of: s, Err: fmt.Errorf("line %d, column %d: %s", at.Line, at.Column, mistakes[0].Message)}
	}
	return pack, nil
}

// pair finds the services of both, and those that are in one alone.
func (b *sides) pair() {
	old, now := &b.old.grid, &b.new.grid
	ids := slices.Concat(old.Services, now.Services)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		p := pairing{id, placeOf(old.service, id), placeOf(now.service, id)}
		switch b.services = append(b.services, p); {
		case p.before < 0:
			b.out.ServicesIn = append(b.out.ServicesIn, id)
		case p.now < 0:
			b.out.ServicesOut = append(b.out.ServicesOut, id)
		}
	}
}

// compareRule lists what opened and closed under one rule.
func (b *sides) compareRule(r pairing) {
	differs := map[string]bool{}
	if r.before >= 0 && r.now >= 0 {
		differs = b.differences(r.id)
	}
	for _, s := range b.services {
		before, was := b.old.grid.at(r.before, s.before)
		now, is := b.new.grid.at(r.now, s.now)
		if (was && isOpen(before)) == (is && isOpen(now)) {
			continue
		}
		item := Change{Rule: r.id, Service: s.id}
		if was {
			item.Before, item.Waiver = &b.words[before], b.old.grid.Waiver(r.id, s.id)
		}
		if is {
			item.Now, item.Number = &b.words[now], &b.new.figures[r.now*len(b.new.grid.Services)+s.now].number
			item.Waiver = cmp.Or(b.new.grid.Waiver(r.id, s.id), item.Waiver)
		}
		item.Cause = b.cause(r, s, differs)
		b.out.Items = append(b.out.Items, item)
	}
}
