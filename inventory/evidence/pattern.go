package evidence

import "strings"

// matches tells whether text is as pattern says. A * stands for any characters, none and / included; nothing else
// is special. It goes back to the last * only, so it takes at most len(pattern) × len(text) steps.
func matches(pattern, text string) bool {
	p, t := 0, 0
	star, resume := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && pattern[p] == text[t]:
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

// matchesAny tells whether one of the texts is as pattern says.
func matchesAny(pattern string, texts []string) bool {
	for _, t := range texts {
		if matches(pattern, t) {
			return true
		}
	}
	return false
}
