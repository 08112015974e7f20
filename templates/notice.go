package templates

import (
	"regexp"
	"strconv"
	"time"
)

var quarterID = regexp.MustCompile(`^\d{4}-Q[1-4]$`)

// Notice returns the text of a notice by its code and arguments, or false where the language has none for the code: the
// notice's own English text is then all there is. A day among the arguments (2026-05-12) is written as a date, a quarter
// (2026-Q3) as the language writes it.
func (l *Language) Notice(code string, args []string) (string, bool) {
	key := "notices." + code
	if !l.Has(key) {
		return "", false
	}
	all := make([]string, len(args))
	named := make(Args, len(args)+1)
	for i, arg := range args {
		all[i] = arg
		if day, err := time.Parse(time.DateOnly, arg); err == nil {
			all[i] = l.Date(day)
		} else if quarterID.MatchString(arg) {
			all[i] = l.Period(arg)
		}
		named[strconv.Itoa(i+1)] = all[i]
	}
	named["all"] = l.List(all)
	return l.Text(key, named), true
}
