package workbook

import (
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/rules"
)

// detail is the place of the row that shows what a finding rests on: the backup, the restore test or the scenario that
// its reason names, else the service's first of them; else the service itself.
func (b *book) detail(r *findingRow) string {
	family, _, _ := strings.Cut(r.rule.Metric, ".")
	switch family {
	case "backup":
		if at, known := b.backupOf(r); known {
			return b.table(backupsKey).place(at)
		}
	case "restore_test":
		if at, known := b.testOf(r); known {
			return b.table(testsKey).place(at)
		}
	case "scenario":
		if at, known := b.impactOf(r); known {
			return b.table(impactKey).place(at)
		}
	}
	return b.serviceRow(r.Service)
}

// serviceRow is the place of a service's row; empty for one that is gone.
func (b *book) serviceRow(id string) string {
	if at, known := b.services[id]; known {
		return b.table(servicesKey).place(at)
	}
	return ""
}

// backupOf is the row of the backup that decided, or of the service's first. A service's backups stand together, in
// the order in which the assessment has them.
func (b *book) backupOf(r *findingRow) (row int, known bool) {
	row, known = b.firstBackups()[r.Service]
	if r.Reason.Facts == nil || !known {
		return row, known
	}
	decided := slices.IndexFunc(b.ownBackups(r.Service), func(x report.Backup) bool { return x.ID == r.Reason.Facts.Backup })
	return row + max(0, decided), true
}

// firstBackups are the rows of each service's first backup.
func (b *book) firstBackups() map[string]int {
	if b.backupsOf == nil {
		b.backupsOf = map[string]int{}
		for i, r := range b.backupRows() {
			if _, known := b.backupsOf[r.Service]; !known {
				b.backupsOf[r.Service] = i
			}
		}
	}
	return b.backupsOf
}

// testOf is the row of the restore test that decided: of those that the figure rests on, the one that the reason dates.
// Without any it is the service's newest, which then decided nothing.
func (b *book) testOf(r *findingRow) (row int, known bool) {
	for _, p := range r.Provenance {
		i, test := b.testRow(p.File, p.Line)
		if !test {
			continue
		}
		if facts := r.Reason.Facts; facts != nil && facts.On.Equal(b.RestoreTests[i].Date) {
			return i, true
		}
		if !known {
			row, known = i, true
		}
	}
	if known {
		return row, true
	}
	row, known = b.firstTests()[r.Service]
	return row, known
}

// firstTests are the rows of each service's newest restore test.
func (b *book) firstTests() map[string]int {
	if b.testsOf == nil {
		b.testsOf = map[string]int{}
		for i := range b.RestoreTests {
			if _, known := b.testsOf[b.RestoreTests[i].Service]; !known {
				b.testsOf[b.RestoreTests[i].Service] = i
			}
		}
	}
	return b.testsOf
}

// testRow is the row of the restore test that stands at a line of a file; false where there is another thing.
func (b *book) testRow(file string, line int32) (row int, known bool) {
	if b.testPlaces == nil {
		b.testPlaces = map[string]int{}
		for i := range b.RestoreTests {
			b.testPlaces[at(b.RestoreTests[i].File, b.RestoreTests[i].Line).text] = i
		}
	}
	row, known = b.testPlaces[at(file, line).text]
	return row, known
}

// lastTestRow is the row of the restore test that speaks for a service.
func (b *book) lastTestRow(s *report.Service) (row int, known bool) {
	first, tested := b.firstTests()[s.ID]
	for i := first; tested && i < len(b.RestoreTests); i++ {
		if x := &b.RestoreTests[i]; x.Service == s.ID && x.Decisive && x.Date.Equal(s.LastTest.Date) && x.Outcome == s.LastTest.Outcome {
			return i, true
		}
	}
	return 0, false
}

// impactOf is the row of the scenario that the reason names; false where it names none, or that scenario does nothing
// to the service.
func (b *book) impactOf(r *findingRow) (row int, known bool) {
	if r.Reason.Facts == nil || len(r.Reason.Facts.Names) == 0 {
		return 0, false
	}
	return b.impacts().find(b, r.Reason.Facts.Names[0], r.ServiceIndex)
}

// evidencePlace is the place of an evidence source's row; empty for one that is not listed.
func (b *book) evidencePlace(source string) string {
	for i := range b.Evidence {
		if b.Evidence[i].ID == source {
			return b.table(evidenceKey).place(i)
		}
	}
	return ""
}

// waiverRow is the place of a waiver's row; empty for one that is not listed.
func (b *book) waiverRow(id string) string {
	if id == "" {
		return ""
	}
	for i := range b.Waivers {
		if b.Waivers[i].ID == id {
			return b.table(waiversKey).place(i)
		}
	}
	return ""
}

// standing is, by status, how many findings a service has, and the number of the first.
type standing [rules.NotApplicable + 1]struct{ first, n int32 }

// standingOf counts a service's findings by status.
func (b *book) standingOf(service string) standing {
	if b.standing == nil {
		b.standing = make([]standing, len(b.Services))
		for i := range b.Findings {
			f := &b.Findings[i]
			s := &b.standing[f.ServiceIndex][f.Status]
			if s.n++; s.first == 0 || f.Number < s.first {
				s.first = f.Number
			}
		}
	}
	if at, known := b.services[service]; known {
		return b.standing[at]
	}
	return standing{}
}

// firstFinding is the place of a service's first finding of a status; empty where it has none.
func (b *book) firstFinding(service string, status rules.Status) string {
	if first := b.standingOf(service)[status].first; first > 0 {
		return b.table(findingsKey).place(int(first) - 1)
	}
	return ""
}

// toward makes a cell a link in the colour of links; it stays as it is where it leads nowhere.
func (c cell) toward(place string) cell {
	if place == "" || c.kind == nothing {
		return c
	}
	return c.in(linked).to(place)
}

// campusAt is the campus of a site; empty for one that is gone.
func (b *book) campusAt(site string) string {
	if s := b.site(site); s != nil {
		return s.Campus
	}
	return ""
}
