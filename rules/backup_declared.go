package rules

import (
	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// What is promised. Whether it is kept is the affair of backup.gap.
var backupInterval = Metric{
	Name: "backup.interval", Unit: Seconds, OfData: true, worst: greatest,
	Summary:     "How often data are backed up, as declared.",
	Definition:  "Per data set, the shortest declared `every` of its backups; the greatest counts.",
	NoneWhen:    "no backup",
	UnknownWhen: "no `every` on any backup of a data set",
	perSet: func(s *subject, set *dataSet) part {
		return declared(s, set, choice{key: every, worst: least})
	},
}

// An attacker waits for weeks before he strikes, so recovery must reach back further than that.
var backupRetention = Metric{
	Name: "backup.retention", Unit: Seconds, OfData: true, worst: least,
	Summary:     "How far back recovery reaches, as declared.",
	Definition:  "Per data set, the longest declared `retention` of its backups; the least counts.",
	NoneWhen:    "no backup",
	UnknownWhen: "no `retention` on any backup of a data set",
	perSet: func(s *subject, set *dataSet) part {
		return declared(s, set, choice{key: retention, worst: greatest})
	},
}

// choice is a duration that backups declare, and which of several speaks for the data set.
type choice struct {
	key   func(*inventory.Backup) *source.Optional[source.Duration]
	worst worst
}

// every and retention are the keys that a choice can be about.
func every(b *inventory.Backup) *source.Optional[source.Duration]     { return &b.Every }
func retention(b *inventory.Backup) *source.Optional[source.Duration] { return &b.Retention }

// better tells whether a backup's value speaks for the data set rather than the one found so far.
func (c choice) better(value, sofar source.Duration) bool {
	if c.worst == least {
		return value < sofar
	}
	return value > sofar
}

// declared picks one declared duration of a data set's backups.
func declared(s *subject, set *dataSet, c choice) part {
	var chosen *inventory.Backup
	for _, i := range set.Backups {
		b := s.backup(i)
		if value := c.key(b); value.Given && (chosen == nil || c.better(value.Value, c.key(chosen).Value)) {
			chosen = b
		}
	}
	if chosen == nil {
		s.backupLines(set)
		return s.missing(set)
	}
	value := c.key(chosen)
	s.at(value.Line, chosen.Place)
	return exactly(float64(value.Value), Declared, s.store.keep(Facts{Data: s.name(set), Backup: chosen.ID}))
}

// missing is the part of a data set whose figure nobody gave: none without a backup, else unknown.
func (s *subject) missing(set *dataSet) part {
	facts := s.setFacts(set)
	if len(set.Backups) == 0 {
		return nothing(facts)
	}
	return unknown(facts)
}

// setFacts names a data set, where there are several; nil where there is nothing to say.
func (s *subject) setFacts(set *dataSet) *Facts {
	if name := s.name(set); name != "" {
		return s.store.keep(Facts{Data: name})
	}
	return nil
}

// backupLines adds the backups of a data set to what the figure rests on, or the service where there is none.
func (s *subject) backupLines(set *dataSet) {
	for _, i := range set.Backups {
		s.at(0, s.backup(i).Place)
	}
	if len(set.Backups) == 0 {
		s.here()
	}
}
