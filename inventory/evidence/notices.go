package evidence

import (
	"fmt"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// The codes of the notices that evidence gives rise to. They are stable.
const (
	codeUnusable = "evidence-unusable"        // an optional source is not used
	codeStderr   = "evidence-stderr"          // the file of what the tool said is not there
	codeClock    = "evidence-clock"           // runs with an impossible time are passed over
	codeEmpty    = "evidence-empty"           // a source without any run
	codeNoMatch  = "evidence-select-no-match" // a backup whose select picks no run
)

// mostSuggestions is how many notices of one source name near values: if a whole source is the wrong one, the
// others would say the same.
const mostSuggestions = 50

// diagnostics says that the source cannot be used, unless it is optional, and where each mistake in it stands.
func (s *sourceFile) diagnostics() source.Diagnostics {
	if s.found.Problem == "" || s.entry.Optional.Value {
		return nil
	}
	text := fmt.Sprintf("the evidence %s cannot be used: %s", quote(s.entry.ID), s.found.Problem)
	if s.missing {
		text += "; a source whose file may be missing is `optional: true`"
	}
	out := source.Diagnostics{{Place: s.place(), Message: text}}
	if s.rows == nil {
		return out
	}
	for _, row := range s.rows.told {
		at := source.Place{File: s.found.Name, Line: int32(row.line), Column: int32(row.column)}
		out = append(out, source.Diagnostic{Place: at, Message: row.text})
	}
	if s.rows.more > 0 {
		out[len(out)-1].Message += fmt.Sprintf("; %d more mistakes follow in this file", s.rows.more)
	}
	return out
}

// place is where the inventory says what cannot be used: the file, or the whole entry where the command failed.
func (s *sourceFile) place() source.Place {
	if s.entry.FileAt.Line == 0 || s.entry.ExitCode.Value != 0 {
		return s.entry.Place
	}
	return s.entry.FileAt
}

// notices are those of the source, then those of the backups that rest on it, in order.
func (s *sourceFile) notices() []inventory.Notice {
	if s.found.Problem != "" {
		if s.entry.Optional.Value {
			return []inventory.Notice{s.notice(codeUnusable, "is not used, and its backups count as without evidence: "+s.found.Problem)}
		}
		return nil
	}
	var out []inventory.Notice
	if s.unread != nil {
		out = append(out, s.notice(codeStderr, "names a stderr file that cannot be read: "+s.unread.Error()))
	}
	if s.found.PassedOver > 0 {
		out = append(out, s.notice(codeClock, s.clockText()))
	}
	if s.shown == 0 && s.found.Usable {
		return append(out, s.notice(codeEmpty, s.emptyText()))
	}
	suggestions := 0
	for i := range s.links {
		if l := &s.links[i]; !l.matched {
			suggestions++
			out = append(out, s.noMatch(l, suggestions <= mostSuggestions))
		}
	}
	return out
}

func (s *sourceFile) notice(code, text string) inventory.Notice {
	return inventory.Notice{Code: code, Text: fmt.Sprintf("The evidence %s %s.", s.entry.ID, text), Args: []string{s.entry.ID}, At: s.entry.Place}
}

// clockText says how many runs were passed over, and why.
func (s *sourceFile) clockText() string {
	var why []string
	if s.early > 0 {
		why = append(why, fmt.Sprintf("%d of the year 1970", s.early))
	}
	if s.late > 0 {
		collected := s.entry.Collected.Value.End().Format(time.RFC3339)
		why = append(why, fmt.Sprintf("%d later than %s, when it was collected", s.late, collected))
	}
	return fmt.Sprintf("has runs that are passed over because a clock was wrong: %s; the first is %s", strings.Join(why, " and "), shorten(s.strange))
}

func (s *sourceFile) emptyText() string {
	if s.found.Runs == 0 {
		return "shows no run at all"
	}
	return fmt.Sprintf("shows no run up to %s, only later ones", s.asOf.Format(time.RFC3339))
}

// noMatch says that a backup picks no run of the source, and what it may have meant.
func (s *sourceFile) noMatch(l *link, suggest bool) inventory.Notice {
	text := fmt.Sprintf("The backup %s of %s picks no run of the evidence %s", l.backup.ID, l.service.ID, s.entry.ID)
	if suggest {
		text += s.suggestion(l)
	}
	args := []string{s.entry.ID, l.service.ID, l.backup.ID}
	return inventory.Notice{Code: codeNoMatch, Text: text + ".", Args: args, At: l.backup.Evidence.Value.Place}
}

// suggestion names the first condition that no run meets, and values near it.
func (s *sourceFile) suggestion(l *link) string {
	for _, c := range l.conditions {
		words, key := &s.words[c.key], s.reader.Selectors[c.key]
		switch {
		case words.knows(c.pattern):
			continue
		case words.full: // a value that is not remembered may be as it says
			return ""
		case len(words.values) == 0:
			return ": none has a " + key
		}
		return fmt.Sprintf(": none has the %s \"%s\"; %s", key, shorten(c.pattern), words.near(c.pattern))
	}
	return ": no run meets all of its select at once"
}
