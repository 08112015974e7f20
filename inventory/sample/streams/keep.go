package streams

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Keep is how many runs `restic forget` leaves: the newest of each of that many hours, days, weeks and months. The
// zero Keep leaves everything.
type Keep struct{ Hourly, Daily, Weekly, Monthly int }

// parseKeep reads "h36 d14 w8 m9".
func parseKeep(text string) (Keep, error) {
	var k Keep
	fields := map[byte]*int{'h': &k.Hourly, 'd': &k.Daily, 'w': &k.Weekly, 'm': &k.Monthly}
	for _, word := range strings.Fields(text) {
		field := fields[word[0]]
		if field == nil {
			return k, fmt.Errorf("keep %q: want h, d, w or m and a number", word)
		}
		n, err := strconv.Atoi(word[1:])
		if err != nil {
			return k, fmt.Errorf("keep %q: %w", word, err)
		}
		*field = n
	}
	return k, nil
}

// bucket is one policy at work: it keeps the newest run of each new period until it has kept enough.
type bucket struct {
	left   int
	last   int
	period func(time.Time) int
}

func (b *bucket) keeps(t time.Time) bool {
	p := b.period(t)
	if b.left == 0 || p == b.last {
		return false
	}
	b.left, b.last = b.left-1, p
	return true
}

// left are the runs that forget leaves, oldest first. It reads from the newest back, as restic does.
func (k Keep) left(runs []run) []run {
	if k == (Keep{}) {
		return runs
	}
	buckets := []bucket{{left: k.Hourly, period: hourOf}, {left: k.Daily, period: dayOf}, {left: k.Weekly, period: weekOf}, {left: k.Monthly, period: monthOf}}
	var kept []run
	for i := len(runs) - 1; i >= 0; i-- {
		keep := false
		for b := range buckets {
			if buckets[b].keeps(runs[i].Time) {
				keep = true
			}
		}
		if keep {
			kept = append(kept, runs[i])
		}
	}
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	return kept
}

func hourOf(t time.Time) int { return dayOf(t)*100 + t.Hour() }

func dayOf(t time.Time) int { return monthOf(t)*100 + t.Day() }

func weekOf(t time.Time) int {
	year, week := t.ISOWeek()
	return year*100 + week
}

func monthOf(t time.Time) int { return t.Year()*100 + int(t.Month()) }
