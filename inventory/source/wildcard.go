package source

import "strings"

// Wildcard matches texts against patterns in which Any stands for any characters, none included, and One, unless it is
// 0, for exactly one byte. Nothing else is special.
type Wildcard struct{ Any, One byte }

// Matches tells whether text is as pattern says. It goes back to the last Any only, so it takes at most
// len(pattern) × len(text) steps.
func (w Wildcard) Matches(pattern, text string) bool {
	if pattern == text {
		return true // most patterns have nothing special in them
	}
	p, t := 0, 0
	after, resume := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == w.Any:
			p++
			after, resume = p, t
		case p < len(pattern) && (pattern[p] == text[t] || w.One != 0 && pattern[p] == w.One):
			p++
			t++
		case after >= 0:
			resume++
			p, t = after, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], string(w.Any)) == ""
}
