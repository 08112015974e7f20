package templates

import (
	"fmt"
	"strconv"
	"strings"
)

// Args are the arguments of a text, by the names that stand between braces in it. A whole number is printed as the
// language groups it; a string is printed as it is, so dates, durations and shares go through the language first.
// The argument "n" chooses between the forms of a text that has several.
type Args map[string]any

// Language is one language: its texts and how it writes figures. It is not changed once read.
type Language struct {
	tag      string
	texts    map[string]message
	one      []string // the whole numbers that take the form "one"
	group    string   // between thousands
	decimal  string
	minus    string
	quarters string // what stands before a quarter's number: Q, T, K
}

// message is one text: plain, or one form for each kind of number.
type message struct {
	plain            string
	zero, one, other string // other is set where there are forms; zero and one may be left out
}

// newLanguage picks out of the texts what figures are written with. A locale file that lacks it is an error.
func newLanguage(tag string, texts map[string]message) (*Language, error) {
	l := &Language{tag: tag, texts: texts}
	var one string
	for _, needed := range []struct {
		key  string
		into *string
	}{
		{"language.one", &one}, {"units.number.group", &l.group}, {"units.number.decimal", &l.decimal},
		{"units.number.minus", &l.minus}, {"dates.quarter", &l.quarters},
	} {
		text, found := texts[needed.key]
		if !found {
			return nil, fmt.Errorf("language %s: %s is missing", tag, needed.key)
		}
		*needed.into = text.plain
	}
	l.one = strings.Fields(one)
	return l, nil
}

// Tag returns the language's tag: "fr".
func (l *Language) Tag() string { return l.tag }

// Has tells whether the language has a text under the key. It is for keys that come from a rule pack or an inventory
// (a tier's name); all others must be there.
func (l *Language) Has(key string) bool {
	_, found := l.find(key)
	return found
}

// Text returns the text under a dotted key, with its arguments filled in. A key or an argument that is missing is a
// mistake of the program: the text is then the key between ⟦ and ⟧, which no test and no reader can overlook.
func (l *Language) Text(key string, args Args) string {
	return l.TextWith(key, func(name string) any { return args[name] })
}

// TextWith is Text for arguments that it takes work to word: each is asked for by its name where the text has it, and
// nil is the answer where there is none.
func (l *Language) TextWith(key string, argument func(name string) any) string {
	text, found := l.find(key)
	if !found {
		return "⟦" + key + "⟧"
	}
	pattern, found := l.form(text, argument)
	if !found {
		return "⟦" + key + "⟧"
	}
	filled, found := l.fill(pattern, argument)
	if !found {
		return "⟦" + key + "⟧"
	}
	return filled
}

// find returns the message of the key. A key that has variants below it ("backup.gap" beside "backup.gap.none")
// stands under its name and ".known".
func (l *Language) find(key string) (message, bool) {
	if text, found := l.texts[key]; found {
		return text, true
	}
	text, found := l.texts[key+".known"]
	return text, found
}

// form chooses the form for the argument n; a plain text has only one.
func (l *Language) form(text message, argument func(name string) any) (string, bool) {
	if text.other == "" {
		return text.plain, true
	}
	n, whole := whole(argument("n"))
	if !whole {
		return "", false
	}
	if n == 0 && text.zero != "" {
		return text.zero, true
	}
	if text.one == "" {
		return text.other, true
	}
	digits := strconv.FormatInt(n, 10)
	for _, one := range l.one {
		if digits == one {
			return text.one, true
		}
	}
	return text.other, true
}

// roomForArguments is how much longer than its pattern a filled text mostly is at most.
const roomForArguments = 32

// fill puts the arguments in the places between braces.
func (l *Language) fill(pattern string, argument func(name string) any) (string, bool) {
	before, rest, found := strings.Cut(pattern, "{")
	if !found {
		return pattern, true
	}
	var filled strings.Builder
	filled.Grow(len(pattern) + roomForArguments)
	for found {
		filled.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		value, given := l.printed(argument(name))
		if !closed || !given {
			return "", false
		}
		filled.WriteString(value)
		before, rest, found = strings.Cut(after, "{")
	}
	filled.WriteString(before)
	return filled.String(), true
}

// printed is one argument as it is printed.
func (l *Language) printed(value any) (string, bool) {
	if text, isText := value.(string); isText {
		return text, true
	}
	n, isWhole := whole(value)
	return l.Integer(n), isWhole
}

// whole returns a whole number of any of the types that counts come in.
func whole(value any) (int64, bool) {
	switch n := value.(type) {
	case int:
		return int64(n), true
	case int32:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}
