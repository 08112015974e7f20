package templates

import (
	"strconv"
	"strings"
	"time"
)

// Date prints a day in the time's own zone, the month as a word: "30 septembre 2026", "1er juillet 2026".
func (l *Language) Date(t time.Time) string {
	key := "dates.date"
	if t.Day() == 1 {
		key = "dates.first"
	}
	return l.TextWith(key, l.partsOf(t))
}

// Day prints a day in the time's own zone without its year: "30 septembre", "1er juillet".
func (l *Language) Day(t time.Time) string {
	key := "dates.day"
	if t.Day() == 1 {
		key = "dates.first_day"
	}
	return l.TextWith(key, l.partsOf(t))
}

// ShortDate prints a day in the time's own zone in figures: "30/09/2026" (fr, en), "30-09-2026" (nl), "30.09.2026" (de).
func (l *Language) ShortDate(t time.Time) string {
	return l.TextWith("dates.short", l.partsOf(t))
}

// Moment prints a day and hour in the time's own zone: "30 septembre 2026 à 5 h 36". The first instant of a day is
// printed as the midnight that ends the day before, for so do quarters end.
func (l *Language) Moment(t time.Time) string {
	hour, minute, second := t.Clock()
	if hour == 0 && minute == 0 && second == 0 {
		return l.Text("dates.midnight", Args{"date": l.Date(t.AddDate(0, 0, -1))})
	}
	return l.Text("dates.moment", Args{"date": l.Date(t), "h": strconv.Itoa(hour), "hh": two(hour), "mm": two(minute)})
}

// ShortMoment prints a day and hour in figures: "30/09/2026 05:36".
func (l *Language) ShortMoment(t time.Time) string {
	hour, minute, _ := t.Clock()
	return l.Text("dates.short_moment", Args{"date": l.ShortDate(t), "hh": two(hour), "mm": two(minute)})
}

// Period prints a quarter's id, "2026-Q3", as the language writes it: "2026-T3" (fr), "2026-K3" (nl).
func (l *Language) Period(id string) string {
	year, quarter, found := strings.Cut(id, "-Q")
	if !found {
		return id
	}
	return year + "-" + l.quarters + quarter
}

// Quarter prints a quarter's id without its year: "T3" (fr), "K3" (nl), "Q3" (de, en).
func (l *Language) Quarter(id string) string {
	_, quarter, found := strings.Cut(id, "-Q")
	if !found {
		return id
	}
	return l.quarters + quarter
}

// PeriodName prints a quarter's id in words: "troisième trimestre 2026", "third quarter of 2026".
func (l *Language) PeriodName(id string) string {
	year, quarter, found := strings.Cut(id, "-Q")
	if !found {
		return id
	}
	return l.Text("dates.period."+quarter, Args{"year": year})
}

// partsOf are the parts of a day, for texts that have some of them: years are never grouped, so all are texts.
func (l *Language) partsOf(t time.Time) func(name string) any {
	year, month, day := t.Date()
	return func(name string) any {
		switch name {
		case "day":
			return strconv.Itoa(day)
		case "dd":
			return two(day)
		case "mm":
			return two(int(month))
		case "month":
			return l.Text("dates.month."+strconv.Itoa(int(month)), nil)
		case "year":
			return strconv.Itoa(year)
		}
		return nil
	}
}

// two writes a number below 100 with two digits.
func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
