package sign

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// option is what a line may say of its key before it.
type option struct {
	name   string
	valued bool
	read   func(e *entry, value string) error
}

// options is the one list of them (ssh-keygen(1), ALLOWED SIGNERS).
func options() []option {
	return []option{
		{"cert-authority", false, func(e *entry, _ string) error { e.authority = true; return nil }},
		{"namespaces", true, func(e *entry, value string) error { e.namespaces = value; return nil }},
		{"valid-after", true, func(e *entry, value string) (err error) { e.after, err = readStamp(value); return err }},
		{"valid-before", true, func(e *entry, value string) (err error) { e.before, err = readStamp(value); return err }},
	}
}

// readOptions reads the word that was read last as options with commas between them. At a mistake the line stands at
// the option that it is in.
func (e *entry) readOptions(l *line) error {
	seen := map[string]bool{}
	for {
		text, _ := field(l.text[l.at:l.next], ",")
		o, value, err := findOption(text)
		if err == nil && seen[o.name] {
			err = fmt.Errorf("the option %s is given twice", o.name)
		}
		if err == nil {
			err = o.read(e, value)
		}
		if err != nil {
			return err
		}
		seen[o.name] = true
		if l.at+len(text) == l.next {
			break
		}
		l.at += len(text) + len(",")
	}
	// Two times of different clocks can only be compared once the zone is known.
	if e.after.given() && e.before.given() && e.after.utc == e.before.utc && !e.after.in(time.UTC).Before(e.before.in(time.UTC)) {
		return errors.New("valid-before is not later than valid-after")
	}
	return nil
}

// findOption takes an option and its value apart.
func findOption(text string) (o option, value string, err error) {
	name, value, valued := strings.Cut(text, "=")
	list := options()
	i := slices.IndexFunc(list, func(o option) bool { return strings.EqualFold(o.name, name) })
	switch {
	case i < 0:
		return o, "", fmt.Errorf("expected a kind of key, such as ssh-ed25519, or options: cert-authority, namespaces, valid-after, valid-before; a line reads %s", example)
	case valued && !list[i].valued:
		return o, "", fmt.Errorf("%s takes no value", list[i].name)
	case !list[i].valued:
		return list[i], "", nil
	}
	inner, opened := strings.CutPrefix(value, `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	if !opened || !closed || inner == "" || strings.Contains(inner, `"`) {
		return o, "", fmt.Errorf(`%s needs a value in quotes, as in %s="…"`, list[i].name, list[i].name)
	}
	return list[i], inner, nil
}

// stamp is a time as options write it. The zero stamp is none.
type stamp struct {
	text  string
	clock time.Time // what a clock shows, as if it were in UTC
	utc   bool      // and it is
}

func (s stamp) given() bool { return s.text != "" }

// in is the moment at which a clock of the zone shows the stamp, if that gives no zone of its own.
func (s stamp) in(zone *time.Location) time.Time {
	if s.utc {
		return s.clock
	}
	year, month, day := s.clock.Date()
	hour, minute, second := s.clock.Clock()
	return time.Date(year, month, day, hour, minute, second, 0, zone)
}

// stampLayouts are the forms of a stamp, which differ in length.
var stampLayouts = [...]string{"20060102", "200601021504", "20060102150405"}

// readStamp reads a time. It ends with Z or UTC where it is not local time.
func readStamp(text string) (stamp, error) {
	digits, utc := strings.CutSuffix(strings.ToUpper(text), "Z")
	if !utc {
		digits, utc = strings.CutSuffix(digits, "UTC")
	}
	for _, layout := range stampLayouts {
		if clock, err := time.Parse(layout, digits); err == nil {
			return stamp{text: text, clock: clock, utc: utc}, nil
		}
	}
	return stamp{}, fmt.Errorf("%q is no time: write 20260930, or 202609302359 or 20260930235959, with Z after it for UTC", text)
}
