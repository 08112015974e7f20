package workbook

import (
	"strings"
	"time"

	"coupefeu/report"
)

// backupName is a backup that counts by being there.
func (b *book) backupName(x *report.Backup) string { return x.ID }

// declaredEvery and declaredRetention are what people typed of a backup.
func (b *book) declaredEvery(x *report.Backup) string { return item(x.ID, b.amount(x.Every, hours)) }

func (b *book) declaredRetention(x *report.Backup) string {
	return item(x.ID, b.amount(x.Retention, days))
}

// newestPoint is a backup's newest recovery point, and who says so.
func (b *book) newestPoint(x *report.Backup) string {
	if x.Newest == nil {
		return b.text("recipe.pointless", args{"backup": x.ID})
	}
	by := b.shared("words.basis."+x.Basis, nil)
	if x.Points != nil {
		by = x.Source
	}
	return b.text("recipe.point", args{"backup": x.ID, "on": b.l.ShortMoment(x.Newest.In(b.AsOf.Location())), "by": by})
}

// evidenceOf is a backup with the source that shows its runs, and which of them are its own.
func (b *book) evidenceOf(x *report.Backup) string {
	if x.Points == nil {
		return b.unproven(x)
	}
	return b.text("recipe.stream", args{"backup": x.ID, "source": x.Source + picked(x)})
}

// sourceOf is a backup with its source alone, where it only matters that there is one.
func (b *book) sourceOf(x *report.Backup) string {
	if x.Points == nil {
		return b.unproven(x)
	}
	return b.text("recipe.stream", args{"backup": x.ID, "source": x.Source})
}

// unproven is a backup that no evidence shows: it has no source, or one that cannot be used.
func (b *book) unproven(x *report.Backup) string {
	if x.Source == "" {
		return b.text("recipe.unproven", args{"backup": x.ID})
	}
	return b.text("recipe.unusable", args{"backup": x.ID, "source": x.Source})
}

// picked is which runs of a source are a backup's.
func picked(x *report.Backup) string {
	if len(x.Select) == 0 {
		return ""
	}
	return ", " + strings.Join(x.Select, ", ")
}

// stream is a backup with the ends of its longest gap, its source, and the moment from which that is looked for.
func (b *book) stream(x *report.Backup) string {
	switch {
	case x.Points == nil:
		return b.unproven(x)
	case x.Window == nil:
		return b.text("recipe.pointless", args{"backup": x.ID})
	}
	moment := func(t *time.Time) string { return b.l.ShortMoment(t.In(b.AsOf.Location())) }
	return b.text("recipe.window", args{"backup": x.ID, "source": x.Source, "opens": moment(x.Window), "from": moment(x.GapFrom), "to": moment(x.GapTo)})
}

// sizes is a backup with the size of its newest recovery point that has one. The others, up to ten, stand in a row of
// their sheet, where their median can be asked for.
func (b *book) sizes(x *report.Backup) string {
	switch {
	case x.Points == nil:
		return b.unproven(x)
	case len(x.Sizes) == 0:
		return b.text("recipe.sizeless", args{"backup": x.ID, "source": x.Source})
	}
	return b.text("recipe.sized", args{"backup": x.ID, "source": x.Source, "bytes": b.l.Integer(x.Sizes[last(x.Sizes)])})
}

// sizesRecipe says too where the other sizes stand.
func sizesRecipe(b *book, r *findingRow) args {
	return args{"of": backupsAs((*book).sizes)(b, r), "sheet": b.sheetName(backupsKey)}
}

// clockChanged tells whether the organisation's clock was put forward or back between two moments, so that a watch
// would be an hour off.
func (b *book) clockChanged(from, to *time.Time) bool {
	if from == nil || to == nil {
		return false
	}
	_, before := from.In(b.AsOf.Location()).Zone()
	_, after := to.In(b.AsOf.Location()).Zone()
	return before != after
}

// clock warns of a changed clock where hours are counted; empty where there is nothing to warn of.
func (b *book) clock(r *findingRow) string {
	for _, x := range b.ownBackups(r.Service) {
		if r.rule.Metric == "backup.gap" && b.clockChanged(x.GapFrom, x.GapTo) || r.rule.Metric == "backup.age" && b.clockChanged(x.Newest, &b.AsOf) {
			return b.text("recipe.clock", args{"sheet": b.sheetName(backupsKey)})
		}
	}
	return ""
}

// failedRunsRecipe counts over all backups, whatever their data set.
func failedRunsRecipe(b *book, r *findingRow) args {
	var items []string
	for _, x := range b.ownBackups(r.Service) {
		items = append(items, b.evidenceOf(&x))
	}
	return args{"of": b.enumerated(items, ", "), "from": b.l.ShortMoment(b.Period.Start)}
}

// mediumOf is what a backup is kept on.
func (b *book) mediumOf(x *report.Backup) string {
	return b.text("recipe.in", args{"name": x.ID, "in": b.shared("words.media."+x.Media, nil)})
}

// protection is what keeps a backup from being changed.
func (b *book) protection(x *report.Backup) string {
	key := "recipe.neither"
	switch {
	case x.Immutable:
		key = "recipe.immutable"
	case x.Offline:
		key = "recipe.offline"
	}
	return b.text("recipe.in", args{"name": x.ID, "in": b.text(key, nil)})
}

// encryption is what a backup's entry says of it.
func (b *book) encryption(x *report.Backup) string { return item(x.ID, b.answer(x.Encrypted).text) }
