package inventory

import (
	"slices"
	"time"

	"coupefeu/inventory/source"
)

// At returns the inventory as it is known at a moment: backups put in service later, and later restore tests,
// confirmations, changes, last successes and promises, are not in it. Waivers stay, since one that is not approved yet
// is shown as such. The original is not changed; what is the same in both is shared.
func (inv *Inventory) At(asOf time.Time) *Inventory {
	known := *inv
	known.RestoreTests = keep(inv.RestoreTests, func(t *RestoreTest) bool { return t.Date.OnOrBefore(asOf) })
	known.Commitments = keep(inv.Commitments, func(c *Commitment) bool { return c.DecidedOn.OnOrBefore(asOf) })
	for i := range known.Commitments {
		forget(&known.Commitments[i].DoneOn, asOf)
	}
	v := view{asOf: asOf, attestations: make([]int32, len(inv.Attestations))}
	known.Attestations = v.attested(inv.Attestations)
	known.Services = slices.Clone(inv.Services)
	for i := range known.Services {
		v.service(&known.Services[i])
	}
	known.attachTests()
	known.Notices = append(slices.DeleteFunc(slices.Clone(inv.Notices), isDated), known.datedNotices()...)
	return &known
}

// keep copies the objects that are known.
func keep[T any](all []T, known func(*T) bool) []T {
	count := 0
	for i := range all {
		if known(&all[i]) {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	kept := make([]T, 0, count)
	for i := range all {
		if known(&all[i]) {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// forget takes away a moment that is yet to come.
func forget(m *source.Optional[source.Moment], asOf time.Time) {
	if m.Given && !m.Value.OnOrBefore(asOf) {
		*m = source.Optional[source.Moment]{}
	}
}

// view takes away from services what is not known at as-of. It copies a list only where something in it changes.
type view struct {
	asOf         time.Time
	attestations []int32 // the new place of each attestation, -1 where it is not known
	moved        bool    // some attestation is not where it was
}

// attested returns the attestations that are known.
func (v *view) attested(all []Attestation) []Attestation {
	var kept []Attestation
	for i := range all {
		v.attestations[i] = -1
		if all[i].ConfirmedOn.OnOrBefore(v.asOf) {
			v.attestations[i] = int32(len(kept))
			kept = append(kept, all[i])
		}
	}
	v.moved = len(kept) < len(all)
	return kept
}

// service takes away from one service what is not known.
func (v *view) service(s *Service) {
	forget(&s.Changed, v.asOf)
	if slices.ContainsFunc(s.Instances, func(i Instance) bool { return v.concerns(&i.Location) }) {
		s.Instances = slices.Clone(s.Instances)
		for i := range s.Instances {
			v.location(&s.Instances[i].Location)
		}
	}
	for i := range s.Backups {
		if v.changes(&s.Backups[i]) {
			s.Backups = v.backups(s.Backups)
			return
		}
	}
}

// changes tells whether a backup is another as of as-of.
func (v *view) changes(b *Backup) bool {
	return v.later(&b.Since) || v.later(&b.LastSuccess) || v.concerns(&b.Location)
}

// later tells whether a moment is yet to come.
func (v *view) later(m *source.Optional[source.Moment]) bool {
	return m.Given && !m.Value.OnOrBefore(v.asOf)
}

// concerns tells whether a confirmation is yet to come, or its attestation is not where it was.
func (v *view) concerns(l *source.Optional[Location]) bool {
	return l.Given && (!l.Value.ConfirmedOn.OnOrBefore(v.asOf) || v.moved && l.Value.Attestation.Index >= 0)
}

// backups copies those that are in service, with what is known of them.
func (v *view) backups(all []Backup) []Backup {
	kept := keep(all, func(b *Backup) bool { return !v.later(&b.Since) })
	for i := range kept {
		forget(&kept[i].LastSuccess, v.asOf)
		v.location(&kept[i].Location)
	}
	return kept
}

// location takes away a confirmation that is yet to come.
func (v *view) location(l *source.Optional[Location]) {
	if !l.Given {
		return
	}
	if !l.Value.ConfirmedOn.OnOrBefore(v.asOf) {
		*l = source.Optional[Location]{}
		return
	}
	if at := l.Value.Attestation.Index; at >= 0 {
		l.Value.Attestation.Index = v.attestations[at]
	}
}

// attachTests gives every service its restore tests, in reading order, and resolves the backups that they name.
func (inv *Inventory) attachTests() {
	counts := make([]int, len(inv.Services)+1)
	for i := range inv.RestoreTests {
		if at := inv.RestoreTests[i].Service.Index; at >= 0 {
			counts[at]++
		}
	}
	for i := range inv.Services {
		inv.Services[i].Tests = nil
		if counts[i] > 0 {
			inv.Services[i].Tests = make([]*RestoreTest, 0, counts[i])
		}
	}
	for i := range inv.RestoreTests {
		t := &inv.RestoreTests[i]
		if t.Service.Index < 0 {
			continue
		}
		s := &inv.Services[t.Service.Index]
		s.Tests = append(s.Tests, t)
		t.Backup.Value.Index = s.backup(t.Backup.Value.ID)
	}
}

// backup returns which of the service's backups has an id, -1 where none has.
func (s *Service) backup(id string) int32 {
	for i := range s.Backups {
		if s.Backups[i].ID == id {
			return int32(i)
		}
	}
	return -1
}
