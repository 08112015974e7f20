package inventory

import (
	"time"

	"coupefeu/inventory/source"
)

// setZone gives every day of the inventory its first instant in the organisation's time zone. Until all files are
// joined the zone is not known.
func (inv *Inventory) setZone() {
	z := zoner{zone: inv.Zone, days: make(map[int64]time.Time)}
	for i := range inv.Services {
		z.service(&inv.Services[i])
	}
	for i := range inv.Attestations {
		z.set(&inv.Attestations[i].ConfirmedOn)
	}
	for i := range inv.RestoreTests {
		z.set(&inv.RestoreTests[i].Date)
	}
	for i := range inv.Waivers {
		z.set(&inv.Waivers[i].ApprovedOn)
		z.set(&inv.Waivers[i].Expires)
	}
	for i := range inv.Commitments {
		c := &inv.Commitments[i]
		z.set(&c.Due)
		z.set(&c.DecidedOn)
		z.optional(&c.DoneOn)
	}
	for i := range inv.Evidence {
		z.optional(&inv.Evidence[i].Collected)
	}
	for i := range inv.Retired {
		z.optional(&inv.Retired[i].On)
	}
}

// zoner sets the zone of moments, and remembers the days that it has met.
type zoner struct {
	zone *time.Location
	days map[int64]time.Time
}

// service sets the zones within one service.
func (z *zoner) service(s *Service) {
	z.optional(&s.Changed)
	for i := range s.Instances {
		z.location(&s.Instances[i].Location)
	}
	for i := range s.Backups {
		b := &s.Backups[i]
		z.optional(&b.Since)
		z.optional(&b.LastSuccess)
		z.location(&b.Location)
	}
}

// location sets the zone of a confirmation on the spot; those of attestations are set with them.
func (z *zoner) location(l *source.Optional[Location]) {
	if l.Given && l.Value.Attestation.ID == "" {
		z.set(&l.Value.ConfirmedOn)
	}
}

// optional sets the zone of a moment that is given.
func (z *zoner) optional(m *source.Optional[source.Moment]) {
	if m.Given {
		z.set(&m.Value)
	}
}

// set sets the zone of one moment.
func (z *zoner) set(m *source.Moment) {
	if !m.Day {
		*m = m.In(z.zone)
		return
	}
	key := m.Time.Unix()
	first, ok := z.days[key]
	if !ok {
		first = m.In(z.zone).Time
		z.days[key] = first
	}
	m.Time = first
}

// confirm fills in what the attestations say that locations name.
func (inv *Inventory) confirm() {
	for i := range inv.Services {
		s := &inv.Services[i]
		for j := range s.Instances {
			inv.confirmOne(&s.Instances[j].Location.Value)
		}
		for j := range s.Backups {
			inv.confirmOne(&s.Backups[j].Location.Value)
		}
	}
}

// confirmOne fills in one location. One on the spot says everything itself.
func (inv *Inventory) confirmOne(l *Location) {
	if l.Attestation.ID == "" {
		return
	}
	a := &inv.Attestations[l.Attestation.Index]
	l.ConfirmedOn, l.By, l.Document, l.Place = a.ConfirmedOn, a.By, a.Document, a.Place
}
