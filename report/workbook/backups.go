package workbook

import (
	"cmp"
	"slices"
	"strings"

	"coupefeu/report"
)

// backups sets what was declared of each backup beside what the tools observed. Rules on backups lead here.
var backups = sheet{key: backupsKey, rows: func(b *book) int { return len(b.Backups) }, table: backupsTable}

const backupsKey = "backups"

// backupRow is one backup with its service and its place in the sheet.
type backupRow struct {
	*report.Backup
	n       int
	service *report.Service
}

// backupsTable puts declared and observed side by side, never averaged: the auditor looks for where they part. Grey is
// what people typed, ink what the tool showed.
func backupsTable(b *book) *table {
	rows := b.backupRows()
	t := tabulate(backupsKey, rows, slices.Concat(backupIdentity(b), backupIntervals(b), backupPoints(b), backupDeclared(b),
		backupWindow(b), backupDetail(b), backupPlace(b), backupSizes(b), backupMoments(b), backupProof(b), backupKeys(b)))
	t.identity = 5
	linked := 0
	for i := range rows {
		if rows[i].Points != nil {
			linked++
		}
	}
	t.sentence = b.text("backups.sentence", args{"n": len(rows), "linked": linked, "declared": len(rows) - linked})
	t.formats = append([]rule{
		{"source", `LEFT({source}#,1)="?"`, unproven},
		{"newest.time age", `${newest.basis}#="` + b.shared("words.basis.declared", nil) + `"`, nought},
	}, b.unknowns("site distance every gap newest.time age retention oldest points failed size_drop encrypted"))
	t.formats = append(t.formats, comparisons("gap.agrees", "age.agrees", "size_drop.agrees")...)
	t.yields = []yielding{{"service.name", 19}, {"provenance", 17.6}, {"source", 14.6}, {"site", 11}, {"provenance", 14}}
	t.bars = []ratioBar{{"gap/every", 2}}
	return t
}

// backupRows are the backups of the most critical services first, those of one service as they are written.
func (b *book) backupRows() []backupRow {
	rows := make([]backupRow, len(b.Backups))
	for i := range b.Backups {
		rows[i] = backupRow{&b.Backups[i], 0, b.service(b.Backups[i].Service)}
	}
	slices.SortStableFunc(rows, func(x, y backupRow) int { return b.byTier(x.Service, y.Service) })
	for i := range rows {
		rows[i].n = i + 1
	}
	return rows
}

// byTier orders services by tier, then id; those that are gone come last.
func (b *book) byTier(x, y string) int {
	return cmp.Or(cmp.Compare(b.rank(x), b.rank(y)), strings.Compare(x, y))
}

// rank is the place of a service's tier; that of a service that is gone comes after all.
func (b *book) rank(id string) int {
	if s := b.service(id); s != nil {
		return b.tiers[s.Tier]
	}
	return len(b.tiers)
}

// backupIdentity says which backup the row is of, and where it stands. A site whose coordinates are missing has no
// distance, which is not a distance of 0.
func backupIdentity(b *book) []column[backupRow] {
	return []column[backupRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *backupRow) cell {
			return count(r.n)
		}},
		{head{key: "service.name", word: "service", width: 24.5, font: strong, align: indented, wrap: true}, func(r *backupRow) cell {
			return text(b.serviceName(r.Service))
		}},
		{head{key: "service.tier.title", word: "tier", width: 9, font: quiet, wrap: true}, func(r *backupRow) cell {
			return text(b.tierOf(r.service))
		}},
		{head{key: "data", word: "data", width: 8, wrap: true}, func(r *backupRow) cell { return text(r.Data) }},
		{head{key: "backup", word: "backup", width: 8, wrap: true}, func(r *backupRow) cell { return text(r.ID) }},
		{head{key: "site", word: "site", band: "place", width: 12.5, align: indented, wrap: true}, func(r *backupRow) cell {
			return text(b.siteName(r.Site))
		}},
		{head{key: "distance", word: "distance", width: b.orUnknown(8), align: right}, func(r *backupRow) cell {
			return b.scaled(r.Distance, 1, b.format.kilometres)
		}},
	}
}

// tierOf is the word for the tier of a service; empty for one that is gone.
func (b *book) tierOf(s *report.Service) string {
	if s == nil {
		return ""
	}
	return b.tierWord(s.Tier)
}

// backupIntervals compares what was promised with what was seen: the interval with the longest gap, the retention with
// the oldest point.
func backupIntervals(b *book) []column[backupRow] {
	return []column[backupRow]{
		{head{key: "every", word: "every", band: "frequency", width: b.orUnknown(8.8), font: quiet, align: right}, func(r *backupRow) cell {
			return b.hours(r.Every)
		}},
		{head{key: "gap", word: "gap", width: b.orUnknown(9.6), align: right}, func(r *backupRow) cell { return b.hours(r.Gap) }},
		{head{key: "gap/every", word: "gap-every", width: 9.4, align: right}, func(r *backupRow) cell {
			return b.quotient(r.Gap, r.Every, `IFERROR({gap}#/{every}#,"–")`)
		}},
		{head{key: "newest.time", word: "moment", band: "newest", width: 15.4, align: right}, func(r *backupRow) cell {
			return b.moment(r.Newest)
		}},
		{head{key: "age", word: "age", width: b.orUnknown(8.8), align: right}, func(r *backupRow) cell { return b.hours(r.Age) }},
		{head{key: "newest.basis", word: "newest-basis", width: b.basisWidth(), font: quiet, align: indented}, func(r *backupRow) cell {
			return b.basisWord(r.Basis)
		}},
		{head{key: "retention", word: "declared", band: "retention", width: b.orUnknown(8.6), font: quiet, align: right}, func(r *backupRow) cell {
			return b.days(r.Retention)
		}},
		{head{key: "oldest", word: "oldest", width: b.orUnknown(9.2), align: right}, func(r *backupRow) cell {
			return b.days(r.Oldest)
		}},
	}
}

// orUnknown is the width of a column of figures that may not be known.
func (b *book) orUnknown(width float64) float64 { return fit(width, body, right, b.unknown().text) }

// basisWidth is that of a column of bases of recovery points.
func (b *book) basisWidth() float64 {
	return fit(9.4, quiet, indented, b.basisWord("observed").text, b.basisWord("declared").text)
}

// basisWord is what the newest recovery point rests on.
func (b *book) basisWord(basis string) cell {
	if basis == "" {
		return cell{}
	}
	return text(b.shared("words.basis."+basis, nil))
}

// quotient is one figure divided by another, as a formula; – where one of them is not known, or the second is 0.
func (b *book) quotient(over, under *float64, formula string) cell {
	if over == nil || under == nil || *under == 0 {
		return cell{kind: words, text: "–", formula: formula}
	}
	return cell{kind: figure, number: *over / *under, format: b.format.percent, formula: formula}
}

// backupPoints is what the tool's output showed of the period.
func backupPoints(b *book) []column[backupRow] {
	return []column[backupRow]{
		{head{key: "points", word: "points", band: "runs", width: b.orUnknown(8), align: right}, func(r *backupRow) cell {
			return b.whole(r.Points)
		}},
		{head{key: "failed", word: "failed", width: b.orUnknown(8), align: right}, func(r *backupRow) cell {
			return b.whole(r.FailedRuns)
		}},
		{head{key: "size_drop", word: "size-drop", width: b.orUnknown(8), align: right}, func(r *backupRow) cell {
			return b.scaled(r.SizeDrop, 1, b.format.percent)
		}},
	}
}

// whole is a cell with a count that may not be known.
func (b *book) whole(n *int) cell {
	if n == nil {
		return b.unknown()
	}
	return count(*n)
}

// backupDeclared is what nothing can show from outside, and where to look for the rest.
func backupDeclared(b *book) []column[backupRow] {
	return []column[backupRow]{
		{head{key: "immutable", word: "immutable", band: "declared", width: 7, font: quiet, align: indented}, func(r *backupRow) cell {
			return b.answer(&r.Immutable)
		}},
		{head{key: "encrypted", word: "encrypted", width: b.orUnknown(7.6), font: quiet}, func(r *backupRow) cell {
			return b.answer(r.Encrypted)
		}},
		{head{key: "source", word: "source", band: "evidence", width: 16, align: indented}, func(r *backupRow) cell {
			if r.Source == "" {
				return text("? " + b.text("backups.unproven", nil))
			}
			if r.Points == nil { // nobody could read it
				return text("? " + r.Source).to(b.evidencePlace(r.Source))
			}
			return text(r.Source).in(linked).to(b.evidencePlace(r.Source))
		}},
		{head{key: "provenance", word: "place", width: 20.4, wrap: true}, func(r *backupRow) cell { return at(r.File, r.Line) }},
	}
}

// backupDetail is what else lies under the + for a second look.
func backupDetail(b *book) []column[backupRow] {
	return []column[backupRow]{
		{head{key: "select", word: "select", width: 24, folded: true}, func(r *backupRow) cell { return text(listed(r.Select)) }},
		{head{key: "media.title", word: "media", width: 13, folded: true}, func(r *backupRow) cell {
			return text(b.shared("words.media."+r.Media, nil))
		}},
		{head{key: "offsite", word: "offsite", width: 11, folded: true}, func(r *backupRow) cell { return b.answer(r.Offsite) }},
		{head{key: "offline", word: "offline", width: 9, folded: true}, func(r *backupRow) cell { return b.answer(&r.Offline) }},
		{head{key: "confirmed", word: "confirmed", width: 11, folded: true}, func(r *backupRow) cell { return b.answer(&r.Confirmed) }},
	}
}

// backupKeys are the technical keys. The service leads to its row.
func backupKeys(b *book) []column[backupRow] {
	leads := 2*len(b.Backups) < mostLinks // beside the sources
	return []column[backupRow]{
		{head{key: "service", width: 20, folded: true}, func(r *backupRow) cell {
			if !leads {
				return text(r.Service)
			}
			return text(r.Service).toward(b.serviceRow(r.Service))
		}},
		{head{key: "tier", width: 10, folded: true}, func(r *backupRow) cell { return text(tierKey(r.service)) }},
		{head{key: "site.id", width: 12, folded: true}, func(r *backupRow) cell { return text(r.Site) }},
		{head{key: "campus.id", width: 12, folded: true}, func(r *backupRow) cell { return text(b.campusAt(r.Site)) }},
		{head{key: "media", width: 9, folded: true}, func(r *backupRow) cell { return text(r.Media) }},
		{head{key: "source.id", width: 14, folded: true}, func(r *backupRow) cell { return text(r.Source) }},
		{head{key: "basis", width: 10, folded: true}, func(r *backupRow) cell { return text(r.Basis) }},
	}
}

// tierKey is the tier of a service as the pack names it; empty for one that is gone.
func tierKey(s *report.Service) string {
	if s == nil {
		return ""
	}
	return s.Tier
}
