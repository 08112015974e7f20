package workbook

// detail is the place of the row that shows what a finding rests on: the service's first backup or restore test, by the
// family of the rule's metric; else the service itself.
func (b *book) detail(family, service string) string {
	switch family {
	case "backup":
		if at, known := b.firstBackups()[service]; known {
			return b.table(backupsKey).place(at)
		}
	case "restore_test":
		if at, known := b.firstTests()[service]; known {
			return b.table(testsKey).place(at)
		}
	}
	return b.table(servicesKey).place(b.services[service])
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

// evidencePlace is the place of an evidence source's row; empty for one that is not listed.
func (b *book) evidencePlace(source string) string {
	for i := range b.Evidence {
		if b.Evidence[i].ID == source {
			return b.table(evidenceKey).place(i)
		}
	}
	return ""
}
