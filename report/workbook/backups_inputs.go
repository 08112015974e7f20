package workbook

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// backupWindow is where the longest gap was looked for and found, for whoever wants to see it in the tool's own output,
// on the clock of the organisation.
func backupWindow(b *book) []column[backupRow] {
	when := func(key, word string, of func(*backupRow) *time.Time) column[backupRow] {
		return column[backupRow]{head{key: key, word: word, width: 15.4, align: right, folded: true}, func(r *backupRow) cell { return b.moment(of(r)) }}
	}
	return []column[backupRow]{
		when("window", "window", func(r *backupRow) *time.Time { return r.Window }),
		when("gap.from", "gap-from", func(r *backupRow) *time.Time { return r.GapFrom }),
		when("gap.to", "gap-to", func(r *backupRow) *time.Time { return r.GapTo }),
	}
}

// backupPlace is the site of a backup as the recipes of the findings use it.
func backupPlace(b *book) []column[backupRow] {
	degree := func(key string, axis int) column[backupRow] {
		return column[backupRow]{head{key: "site." + key, word: key, width: 11, align: right, folded: true}, func(r *backupRow) cell {
			if at := b.whereabouts(r.Site).Coordinates; len(at) == 2 {
				return cell{kind: figure, number: at[axis], format: "0.0#####"}
			}
			return b.unknown()
		}}
	}
	return []column[backupRow]{
		{head{key: "site.campus", word: "campus", width: 14, folded: true}, func(r *backupRow) cell { return text(b.whereabouts(r.Site).Campus) }},
		{head{key: "site.provider", word: "provider", width: 14, folded: true}, func(r *backupRow) cell { return text(b.whereabouts(r.Site).Provider) }},
		degree("latitude", 0), degree("longitude", 1),
	}
}

// mostCompared is how many recovery points before the newest a size is compared with.
const mostCompared = 10

// backupSizes are the bytes of the recovery points that the drop in size compares, by time, and then the newest's.
func backupSizes(b *book) []column[backupRow] {
	size := func(key, title string, of func(sizes []int64) []int64) column[backupRow] {
		return column[backupRow]{head{key: key, title: title, width: 14, align: right, folded: true}, func(r *backupRow) cell {
			if found := of(r.Sizes); len(found) > 0 {
				return cell{kind: figure, number: float64(found[0]), format: whole}
			}
			return cell{}
		}}
	}
	var out []column[backupRow]
	for i := range mostCompared {
		title := b.text("head.size-before", args{"n": i + 1})
		out = append(out, size(fmt.Sprintf("size.%d", i+1), title, func(sizes []int64) []int64 { return sizes[min(i, last(sizes)):last(sizes)] }))
	}
	return append(out, size("size.newest", b.text("head.size-newest", nil), func(sizes []int64) []int64 { return sizes[last(sizes):] }))
}

// last is the place of the newest size; 0 where there is none.
func last(sizes []int64) int { return max(0, len(sizes)-1) }

// backupMoments are the moments between which gap and age are measured, in UTC: on the organisation's clock, what lies
// between two moments is an hour off where the clock was changed.
func backupMoments(b *book) []column[backupRow] {
	return []column[backupRow]{
		universal(b, "newest.utc", "newest-utc", func(r *backupRow) *time.Time { return r.Newest }),
		universal(b, "gap.from.utc", "gap-from-utc", func(r *backupRow) *time.Time { return r.GapFrom }),
		universal(b, "gap.to.utc", "gap-to-utc", func(r *backupRow) *time.Time { return r.GapTo }),
		universal(b, "as_of.utc", "as-of-utc", func(*backupRow) *time.Time { return &b.AsOf }),
	}
}

// backupProof works gap, age and drop in size out again from the row's own cells.
func backupProof(b *book) []column[backupRow] {
	c := b.comparison()
	proof := func(key, word, formula string, of func(r *backupRow) (again, shown *float64)) column[backupRow] {
		return column[backupRow]{head{key: key + ".agrees", word: word, width: 12, folded: true}, func(r *backupRow) cell {
			again, shown := of(r)
			if again == nil || shown == nil {
				return cell{}
			}
			return cell{kind: words, text: c.said[math.Abs(*again-*shown) < nearly], formula: formula}
		}}
	}
	near := func(again, shown string) string { return c.asks("ABS(" + again + "-" + shown + ")<" + exact(nearly)) }
	return []column[backupRow]{
		proof("gap", "gap-agrees", near("({gap.to.utc}#-{gap.from.utc}#)*24", "{gap}#"), func(r *backupRow) (again, shown *float64) {
			return b.hoursBetween(r.GapFrom, r.GapTo), inHours(r.Gap)
		}),
		proof("age", "age-agrees", near("({as_of.utc}#-{newest.utc}#)*24", "{age}#"), func(r *backupRow) (again, shown *float64) {
			return b.hoursBetween(r.Newest, &b.AsOf), inHours(r.Age)
		}),
		proof("size_drop", "size-drop-agrees", near("IF(MEDIAN({size.1}#:{size.10}#)=0,0,MAX(0,1-{size.newest}#/MEDIAN({size.1}#:{size.10}#)))", "{size_drop}#"),
			func(r *backupRow) (again, shown *float64) { return dropOf(r.Sizes), r.SizeDrop }),
	}
}

// nearly is how far two figures may be apart and still be the same: what programs get wrong in a difference of moments.
const nearly = 0.00001

// inHours is a length of time in the unit of the sheet; nil where none is known.
func inHours(seconds *float64) *float64 {
	if seconds == nil {
		return nil
	}
	hours := *seconds / unitSeconds[hours]
	return &hours
}

// hoursBetween is the hours from one moment to another, as the sheet's formulas compute them.
func (b *book) hoursBetween(from, to *time.Time) *float64 {
	if from == nil || to == nil {
		return nil
	}
	hours := (instant(*to) - instant(*from)) * 24
	return &hours
}

// dropOf is the drop from the median of sizes to the last of them; nil of fewer than two.
func dropOf(sizes []int64) *float64 {
	if len(sizes) < 2 {
		return nil
	}
	newest, others := float64(sizes[len(sizes)-1]), slices.Sorted(slices.Values(sizes[:len(sizes)-1]))
	middle := len(others) / 2
	usual := (float64(others[middle]) + float64(others[(len(others)-1)/2])) / 2
	drop := 0.0
	if usual != 0 {
		drop = max(0, 1-newest/usual)
	}
	return &drop
}

// instant is a moment in UTC with its fraction of a second, which restic writes and targets may hang on.
func instant(t time.Time) float64 { return serial(t.UTC()) + float64(t.Nanosecond())/86400e9 }

// universal is a folded column of moments in UTC.
func universal[R any](b *book, key, word string, of func(*R) *time.Time) column[R] {
	return column[R]{head{key: key, word: word, width: 15.4, align: right, folded: true}, func(r *R) cell {
		t := of(r)
		if t == nil {
			return cell{}
		}
		return cell{kind: figure, number: instant(*t), format: b.format.moment}
	}}
}
