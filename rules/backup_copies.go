package rules

import "coupefeu/inventory"

// The 3 of the 3-2-1 rule (CISA, Data Backup Options, 2012): three copies, of which the live one is the first.
var backupCopies = Metric{
	Name: "backup.copies", Unit: Count, OfData: true, worst: least,
	Summary:    "How many copies of the data there are, the live one included.",
	Definition: "Per data set, 1 for the live data plus its backups; the least counts.",
	perSet: func(s *subject, set *dataSet) part {
		s.backupLines(set)
		return exactly(float64(1+len(set.Backups)), Declared, s.setFacts(set))
	},
}

// The 2 of the 3-2-1 rule: what destroys one kind of medium should not destroy the other.
var backupMedia = Metric{
	Name: "backup.media", Unit: Count, OfData: true, worst: least,
	Summary:    "On how many different media the data are kept.",
	Definition: "Per data set, the distinct media of its backups and of the live data, which count as disk; the least counts.",
	perSet:     media,
}

// What ransomware cannot reach: a backup that the administrator's own account can delete is gone with that account.
var backupImmutableCopies = Metric{
	Name: "backup.immutable_copies", Unit: Count, OfData: true, worst: least,
	Summary:    "How many backups nobody can alter or delete before their term, or no network reaches.",
	Definition: "Per data set, its backups that are immutable or offline; the least counts.",
	perSet:     immutableCopies,
}

// Summed over data sets: one readable copy is one too many, whatever the others are.
var backupUnencryptedCopies = Metric{
	Name: "backup.unencrypted_copies", Unit: Count, OfData: true,
	Summary:     "How many backups are not encrypted.",
	Definition:  "Backups with `encrypted: false`.",
	UnknownWhen: "backups that leave `encrypted` out may be: low without them, high with them",
	measure:     unencryptedCopies,
}

// A backup that nothing shows is a promise. A linked source that cannot be used shows nothing either.
var backupUndocumented = Metric{
	Name: "backup.undocumented", Unit: Count, OfData: true,
	Summary:    "How many backups no evidence shows.",
	Definition: "Backups with no evidence linked.",
	measure:    undocumented,
}

// media counts what a data set is kept on. The names come out in the order of the enumeration, so that reasons read
// alike.
func media(s *subject, set *dataSet) part {
	seen := [...]bool{inventory.Disk: true, inventory.Object: false, inventory.Tape: false, inventory.Snapshot: false}
	for _, i := range set.Backups {
		b := s.backup(i)
		s.at(b.Media.Line, b.Place)
		seen[b.Media.Value] = true
	}
	if len(set.Backups) == 0 {
		s.here()
	}
	names := s.store.scratch[:0]
	for m := range seen {
		if seen[m] {
			names = append(names, inventory.Media(m).String())
		}
	}
	return s.counted(set, names, Declared)
}

// immutableCopies counts the backups out of reach, and points at the key that says so.
func immutableCopies(s *subject, set *dataSet) part {
	names := s.store.scratch[:0]
	for _, i := range set.Backups {
		b := s.backup(i)
		switch {
		case b.Immutable.Value:
			s.at(b.Immutable.Line, b.Place)
		case b.Offline.Value:
			s.at(b.Offline.Line, b.Place)
		default:
			s.at(0, b.Place)
			continue
		}
		names = append(names, b.ID)
	}
	if len(set.Backups) == 0 {
		s.here()
	}
	return s.counted(set, names, Declared)
}

// counted is the part of a data set that counts things by their names.
func (s *subject) counted(set *dataSet, names []string, basis Basis) part {
	s.store.scratch = names
	facts := Facts{Data: s.name(set), Names: s.store.list(names)}
	if facts.Data == "" && facts.Names == nil {
		return exactly(0, basis, nil)
	}
	return exactly(float64(len(names)), basis, s.store.keep(facts))
}

// unencryptedCopies gives bounds: a backup that does not say may be either, so low leaves it out and high has it. The
// doubt names those that do not say.
func unencryptedCopies(s *subject) answer {
	if len(s.service.Backups) == 0 {
		s.here()
	}
	low, open := 0, 0
	names := s.store.scratch[:0]
	for i := range s.service.Backups {
		b := &s.service.Backups[i]
		s.at(b.Encrypted.Line, b.Place)
		switch {
		case !b.Encrypted.Given:
			open++
		case !b.Encrypted.Value:
			low++
			names = append(names, b.ID)
		}
	}
	known := s.naming(names)
	if open == 0 {
		return number(float64(low), Declared, known)
	}
	names = names[:0]
	for i := range s.service.Backups {
		if b := &s.service.Backups[i]; !b.Encrypted.Given {
			names = append(names, b.ID)
		}
	}
	figure := Figure{Known: Measured, Low: float64(low), High: float64(low + open)}
	return answer{figure: figure, basis: Declared, known: known, doubt: s.naming(names)}
}

// naming keeps a list of names as facts; nil where there are none.
func (s *subject) naming(names []string) *Facts {
	s.store.scratch = names
	if len(names) == 0 {
		return nil
	}
	return s.store.keep(Facts{Names: s.store.list(names)})
}

// undocumented counts the backups whose runs nobody can look at.
func undocumented(s *subject) answer {
	if len(s.service.Backups) == 0 {
		s.here()
	}
	names := s.store.scratch[:0]
	for i := range s.service.Backups {
		b := &s.service.Backups[i]
		s.at(b.Evidence.Line, b.Place)
		if !s.view.Observed.Of(s.index, i).Linked {
			names = append(names, b.ID)
		}
	}
	return number(float64(len(names)), Declared, s.naming(names))
}
