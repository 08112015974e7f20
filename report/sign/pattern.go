package sign

import (
	"strings"

	"coupefeu/inventory/source"
)

// listed tells whether a pattern list of OpenSSH (ssh_config(5), PATTERNS) takes a word: one of its patterns must, and
// none of those that an exclamation mark negates may.
func listed(list, word string) bool {
	taken := false
	for pattern := range strings.SplitSeq(list, ",") {
		pattern, negated := strings.CutPrefix(pattern, "!")
		if !matches(pattern, word) {
			continue
		}
		if negated {
			return false
		}
		taken = true
	}
	return taken
}

// matches tells whether text is as pattern says: * stands for any characters, ? for one.
func matches(pattern, text string) bool {
	return source.Wildcard{Any: '*', One: '?'}.Matches(pattern, text)
}
