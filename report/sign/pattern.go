package sign

import "strings"

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

// matches tells whether text is as pattern says: * stands for any characters, ? for one. It goes back to the last *
// only, so it takes at most len(pattern) × len(text) steps.
func matches(pattern, text string) bool {
	p, t := 0, 0
	star, resume := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
