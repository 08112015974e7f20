package streams

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is what sort of incident befell a stream.
type Kind uint8

// The kinds of incident.
const (
	KindUnknown Kind = iota
	Skip             // no run on these days: the tool was not even started
	Fail             // runs on these days end in error
	Extra            // a run by hand, at that moment
	Shrink           // from then on, PerMille of the size
	Begin            // the first run is on that day
	Stop             // the last run was the day before
)

// kindWords are the kinds as the table writes them.
var kindWords = [...]string{Skip: "skip", Fail: "fail", Extra: "extra", Shrink: "shrink", Begin: "start", Stop: "stop"}

// String returns the kind as the table writes it, "" for the unknown one.
func (k Kind) String() string {
	if int(k) >= len(kindWords) {
		return ""
	}
	return kindWords[k]
}

// Incident is something that went wrong, or at least differently.
type Incident struct {
	Kind     Kind
	From, To time.Time // days: their first instants, both included. Of Extra: the moment
	Weekday  string    // Fail: only on that one, "Thu"; empty: all
	PerMille int64     // Shrink
}

// parseIncidents reads "skip 2026-08-13..2026-08-14; extra 2026-08-15T11:10".
func parseIncidents(text string, zone *time.Location) ([]Incident, error) {
	var out []Incident
	for _, part := range strings.Split(text, ";") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		incident, err := parseIncident(words, zone)
		if err != nil {
			return nil, fmt.Errorf("incident %q: %w", strings.TrimSpace(part), err)
		}
		out = append(out, incident)
	}
	return out, nil
}

func parseIncident(words []string, zone *time.Location) (Incident, error) {
	i := Incident{Kind: Kind(max(0, slices.Index(kindWords[:], words[0])))}
	if i.Kind == KindUnknown || len(words) < 2 {
		return i, fmt.Errorf("want a kind and a day")
	}
	layout := time.DateOnly
	if i.Kind == Extra {
		layout = "2006-01-02T15:04"
	}
	from, to, ranged := strings.Cut(words[1], "..")
	if !ranged {
		to = from
	}
	var err error
	if i.From, err = time.ParseInLocation(layout, from, zone); err != nil {
		return i, fmt.Errorf("first day: %w", err)
	}
	if i.To, err = time.ParseInLocation(layout, to, zone); err != nil {
		return i, fmt.Errorf("last day: %w", err)
	}
	if len(words) == 2 {
		return i, nil
	}
	if i.Kind != Shrink {
		i.Weekday = words[2]
		return i, nil
	}
	if i.PerMille, err = strconv.ParseInt(words[2], 10, 64); err != nil {
		return i, fmt.Errorf("what is left: %w", err)
	}
	return i, nil
}

// withIncidents takes away and marks the runs that incidents touch, and adds those made by hand.
func (s *Stream) withIncidents(runs []run) []run {
	kept := runs[:0]
	for _, r := range runs {
		if s.happens(&r) {
			kept = append(kept, r)
		}
	}
	for _, i := range s.Incidents {
		if i.Kind == Extra {
			kept = append(kept, run{Time: s.start(i.From, clock(i.From))})
		}
	}
	return kept
}

// happens tells whether a run took place, and marks it where it failed.
func (s *Stream) happens(r *run) bool {
	for _, i := range s.Incidents {
		within := !r.Time.Before(i.From) && r.Time.Before(i.To.AddDate(0, 0, 1))
		switch {
		case i.Kind == Skip && within,
			i.Kind == Begin && r.Time.Before(i.From),
			i.Kind == Stop && !r.Time.Before(i.From):
			return false
		case i.Kind == Fail && within && (i.Weekday == "" || i.Weekday == r.Time.Weekday().String()[:3]):
			r.Failed = true
		}
	}
	return true
}
